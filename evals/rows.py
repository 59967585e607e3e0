"""The rows of a JSON-lines file, and errors that say which line to change, and how."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from errors import InvalidRequest


@dataclass(frozen=True)
class Row:
    """One line of a file: a JSON object. `number` counts from 1, as editors do."""

    path: Path
    number: int
    data: dict[str, Any]

    def text(self, key: str) -> str:
        """Return a value that has to be a text with something in it.

        Raises:
            InvalidRequest: it is missing, empty, or no text.
        """
        value = self.data.get(key)
        if not isinstance(value, str) or not value.strip():
            raise self.wrong(f'"{key}" is {_shown(value)}', f'give "{key}" a text')
        return value

    def texts(self, key: str) -> list[str]:
        """Return a value that has to be a list of texts; a missing one is an empty list.

        Raises:
            InvalidRequest: it is something else.
        """
        value = self.data.get(key, [])
        if not isinstance(value, list) or not all(isinstance(v, str) and v for v in value):
            raise self.wrong(f'"{key}" is {_shown(value)}', f'give "{key}" a list of texts')
        return cast("list[str]", value)

    def wrong(self, what: str, hint: str) -> InvalidRequest:
        """Return the error that names this line, ready to raise."""
        return InvalidRequest(f"{self.path}, line {self.number}: {what}", hint=hint)


def read_rows(path: Path) -> list[Row]:
    """Return the rows of a JSON-lines file (UTF-8; blank lines are skipped).

    Raises:
        InvalidRequest: no such file, no rows, or a line that is no JSON object.
    """
    rows = [
        Row(path, number, _object(path, number, line))
        for number, line in enumerate(_lines(path), start=1)
        if line.strip()
    ]
    if not rows:
        raise InvalidRequest(f"{path} has no rows", hint="put one JSON object on each line")
    return rows


def read_json(path: Path) -> dict[str, Any]:
    """Return the JSON object that a file holds.

    Raises:
        InvalidRequest: no such file, or no JSON object; the message names the line.
    """
    text = "\n".join(_lines(path))
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        raise InvalidRequest(
            f"{path}, line {error.lineno}: no JSON ({error.msg})", hint="mend this line"
        ) from error
    if not isinstance(value, dict):
        raise InvalidRequest(f"{path} holds {_shown(value)}", hint='give an object: {"name": ...}')
    return cast("dict[str, Any]", value)


def _lines(path: Path) -> list[str]:
    if not path.is_file():
        raise InvalidRequest(f"there is no file {path}", hint="check its name")
    try:
        return path.read_text("utf-8-sig").split("\n")  # some editors begin with a BOM
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise InvalidRequest(f"{path}, line {line}: not UTF-8", hint="save it as UTF-8") from error


def _object(path: Path, number: int, line: str) -> dict[str, Any]:
    try:
        value = json.loads(line)
    except json.JSONDecodeError as error:
        raise InvalidRequest(
            f"{path}, line {number}: no JSON ({error.msg}, column {error.colno})",
            hint="put one JSON object on each line",
        ) from error
    if not isinstance(value, dict):
        raise InvalidRequest(
            f"{path}, line {number}: {_shown(value)} is no JSON object",
            hint='put one JSON object on each line: {"key": "value"}',
        )
    return cast("dict[str, Any]", value)


def _shown(value: object) -> str:
    return "missing" if value is None else json.dumps(value, ensure_ascii=False)[:60]
