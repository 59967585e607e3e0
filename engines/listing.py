"""`python -m engines list`: every engine that is known, here or not, and what it takes."""

import argparse
import json
import sys
from collections.abc import Sequence
from typing import Any, get_args

from typing_extensions import TypedDict

from engines import Engines
from engines.protocols import Capability, Card
from engines.weights import as_told, commands, download_bytes, folder_of
from settings import Settings

HEADS = (
    "CAPABILITY", "ENGINE", "HERE", "EXTRA", "DOWNLOAD", "MEMORY", "MASK", "LANGUAGES", "LICENCE",
)  # fmt: skip
NONE = "-"
NAMED = 4  # languages, in one cell


class ListedEngine(TypedDict):
    """One engine of the registry."""

    capability: str
    name: str
    summary: str
    installed: bool  # False: `lacks` says why, or a turn would get the weights first
    lacks: str | None
    command: str | None  # the one that does all it takes
    extra: str | None
    download_bytes: int | None  # about; null: it has no weights; 0: nobody knows
    licence: str | None  # of the weights; null too where a setting names others
    licence_open: bool | None  # False: it restricts what you may do
    memory_bytes: int  # while it runs, about
    languages: list[str] | None  # of its prompt; null: it reads no words
    mask: str  # "required", "optional" or "none"


def add_commands(commands: Any) -> None:  # noqa: ANN401  # argparse's subparsers have no public type
    """Add `list` to a command line."""
    command = commands.add_parser("list", help="every engine, here or not, and what it takes")
    command.add_argument("--json", action="store_true", help="print JSON")


def run(chosen: argparse.Namespace, settings: Settings) -> int:
    """Print the list."""
    rows = listed(Engines(settings=settings))
    sys.stdout.write((json.dumps(rows, indent=2) if chosen.json else table(rows)) + "\n")
    return 0


def listed(engines: Engines) -> list[ListedEngine]:
    """Return every engine of the registry, by capability, in the order in which `auto` asks."""
    return [_row(engines, one, name) for one in get_args(Capability) for name in engines.known(one)]


def table(rows: list[ListedEngine]) -> str:
    """Return the list as columns, and what each engine that is not here takes below."""
    cells = [HEADS, *(_cells(row) for row in rows)]
    widths = [max(len(line[i]) for line in cells) for i in range(len(HEADS))]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in cells
    ]
    lacking = {row["name"]: row for row in rows if row["lacks"]}
    if lacking:
        lines += ["", "Not here yet:"]
        lines += [f"  {n}: {row['lacks']} -> {row['command']}" for n, row in lacking.items()]
    if any(row["licence_open"] is False for row in rows):
        lines += ["", "* This licence restricts what you may do: read it before you pull."]
    return "\n".join(lines)


def size(size_bytes: int) -> str:
    """Return bytes as a person reads them: "38.9 MB", "4.3 GB"."""
    return f"{size_bytes / 1e9:.1f} GB" if size_bytes >= 1e9 else f"{size_bytes / 1e6:.1f} MB"


def _row(engines: Engines, capability: Capability, name: str) -> ListedEngine:
    card, lack = engines.card(name), engines.lack(capability, name)
    taken, weights = engines.taken(name), as_told(card, engines.settings)
    return {
        "capability": capability,
        "name": name,
        "summary": card.summary,
        "installed": lack is None and not _got_on_use(taken, engines.settings),
        "lacks": lack.what if lack else None,
        "command": commands(card, taken, lack, engines.settings) if lack else None,
        "extra": card.extra,
        "download_bytes": download_bytes(taken, engines.settings),
        "licence": weights.licence if weights else None,
        "licence_open": weights.open if weights else None,
        "memory_bytes": card.memory_bytes,
        "languages": None if card.languages is None else sorted(card.languages),
        "mask": card.mask,
    }


def _got_on_use(taken: Sequence[Card], settings: Settings) -> bool:
    """Whether a turn would get weights first."""
    return settings.download == "auto" and any(
        card.weights and folder_of(card, settings) is None for card in taken
    )


def _cells(row: ListedEngine) -> tuple[str, ...]:
    here = "yes" if row["installed"] else "no" if row["lacks"] else "on use"
    licence = row["licence"] or NONE
    return (
        row["capability"],
        row["name"],
        here,
        row["extra"] or NONE,
        size(row["download_bytes"]) if row["download_bytes"] else NONE,
        size(row["memory_bytes"]) if row["memory_bytes"] else NONE,
        row["mask"],
        _languages(row["languages"]),
        licence if row["licence_open"] is not False else f"{licence} *",
    )


def _languages(known: list[str] | None) -> str:
    if known is None:
        return NONE
    return ", ".join(known) or "any" if len(known) <= NAMED else f"{len(known)} languages"
