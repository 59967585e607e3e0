"""A problem in plain words, as a card: what is wrong, what to do about it, and a way on."""

import re
from collections.abc import Callable
from typing import Any

from editor.tags import Tag, button
from editor.view import Sheet
from errors import Problem
from nodes.korean import told

Way = tuple[str, Callable[[], Any]]
"""A button of a card: its words, and what it does."""

_COMMAND = (
    r"(?:[A-Z][A-Z0-9_]*=[\w.,:/-]*\w )*make (?:install|run|test|check)\b(?: [A-Z_]+=[\w,.-]*\w)*"
    r"|(?:\.venv/bin/)?python -m [\w.]*\w(?: (?!(?:or|and|then|to)\b)[\w./=:-]*[\w/])*"
    r"|pip install [\w./=<>\[\]-]*[\w\]]"
)
_CODE = re.compile(
    rf"`([^`\n]+)`|({_COMMAND}|\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+(?:=[\w./:-]*\w)?)", re.ASCII
)
_RUNS = re.compile(_COMMAND, re.ASCII)

COPY = """(e) => {
  const text = e.currentTarget.dataset.copy;
  const old = () => {
    const area = Object.assign(document.createElement("textarea"), {value: text});
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  };
  (navigator.clipboard ? navigator.clipboard.writeText(text).catch(old) : Promise.resolve(old()))
    .then(() => emit());
}"""
"""Without HTTPS a browser gives no clipboard, and a home server often has none: the old way."""


def parts(text: str) -> list[tuple[str, bool]]:
    """Split text into (words, is code): what stands in backticks, commands, names of settings."""
    found: list[tuple[str, bool]] = []
    end = 0
    for match in _CODE.finditer(text):
        found += [(text[end : match.start()], False), (match[1] or match[2], True)]
        end = match.end()
    found.append((text[end:], False))
    return [(part, code) for part, code in found if part]


def commands(text: str) -> list[str]:
    """Return what in `text` can be run in a shell."""
    return [part for part, code in parts(text) if code and _RUNS.match(part)]


def rich(text: str) -> None:
    """Write text whose commands and settings are set as code."""
    for part, code in parts(text):
        Tag("code" if code else "span", part)


def card(problem: Problem, language: str | None, sheet: Sheet, *, ways: list[Way]) -> None:
    """Draw a problem.

    Args:
        problem: what went wrong.
        language: of its words; None or another than "ko" is English.
        sheet: the page.
        ways: buttons that lead on.
    """
    message, hint = told(language, problem)
    what, _, more = message.partition(". ")
    # Who stopped a turn knows why it ended: that is no warning.
    with Tag("div", css="card" if problem["code"] == "cancelled" else "card warn"):
        with Tag("b"):
            rich(what + "." if more else what)
        for part in (more, hint):
            if part:
                with Tag("p", css="hint"):
                    rich(part)
        runnable = commands(hint)
        if runnable or ways:
            with Tag("div", css="ways"):
                for said, act in ways:
                    button(said, act, css="btn s")
                for command in runnable:
                    _copy(command, sheet)


def _copy(command: str, sheet: Sheet) -> None:
    label = sheet.words["copy_command"]
    drawn = button(label, None, css="btn s", data_copy=command, title=command)
    drawn.props["aria-label"] = f"{label}: {command}"
    drawn.on("click", lambda: sheet.toast(sheet.words["copied"]), js_handler=COPY)
