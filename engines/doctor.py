"""What this server can do and what it runs on: `python -m engines doctor`, `GET /engines`."""

import os
import platform
import shutil
import subprocess
from collections.abc import Sequence
from importlib.metadata import version
from typing import get_args

from typing_extensions import TypedDict

from engines import Engines
from engines.listing import size
from engines.protocols import Capability, Card
from engines.registry import ADDED_BY
from engines.weights import as_told, commands, download_bytes

INSTALL = "make install EXTRAS=torch"
SMI_TIMEOUT_S = 5.0
_SMI = ("--query-gpu=name,memory.total", "--format=csv,noheader,nounits")


class Taken(TypedDict):
    """What an engine takes before it can be used."""

    extra: str | None  # of this package
    download_bytes: int | None  # of its weights, about; null = it has none; 0 = nobody knows
    licence: str | None  # of its weights; null too where a setting names others


class EngineRow(Taken):
    """One engine, as its card describes it."""

    name: str
    summary: str
    ops: list[str]
    mask: str  # "required", "optional" or "none"
    languages: list[str] | None  # of its prompt; null = it reads no words
    options: list[str]  # of a turn's options, those it honours
    guides: list[str]
    size_px: int | None  # the side it works at best; null = any
    memory_bytes: int


class LackingRow(Taken):
    """One engine that is known and cannot be used here yet."""

    name: str
    summary: str
    what: str  # it lacks first
    command: str  # that changes it
    adds_it: str  # the one command that does all it takes


class CapabilityRow(TypedDict):
    """One capability: its engines in the order in which `auto` asks, or what would add one."""

    capability: str
    engines: list[EngineRow]
    lacking: list[LackingRow]
    added_by: str | None  # null where there is an engine
    command: str | None  # the one that adds the capability, as cheaply as it can be had


class Gpu(TypedDict):
    """One accelerator."""

    name: str
    memory_bytes: int


class Machine(TypedDict):
    """What the server runs on. No GPU: an empty list."""

    cores: int
    memory_bytes: int
    gpus: list[Gpu]
    python: str
    pentimento: str


class Report(TypedDict):
    """What `doctor` knows."""

    capabilities: list[CapabilityRow]
    machine: Machine


def report(engines: Engines) -> Report:
    """Return what is installed and what is missing; imports the registered engines only.

    Asks `nvidia-smi` where there is one, for `SMI_TIMEOUT_S` at most.
    """
    capabilities = [_capability(engines, one) for one in get_args(Capability)]
    return {"capabilities": capabilities, "machine": _machine()}


def table(found: Report) -> str:
    """Return the report as plain text for a terminal."""
    machine = found["machine"]
    lines = [
        f"Pentimento {machine['pentimento']}, Python {machine['python']}, "
        f"{machine['cores']} cores, {machine['memory_bytes'] / 1e9:.1f} GB memory, "
        + (", ".join(gpu["name"] for gpu in machine["gpus"]) or "no GPU"),
        "",
    ]
    rows = [line for row in found["capabilities"] for line in _told(row)]
    width = max(len(name) for _, name, _ in rows)
    lines += [f"{able:<11}{name:<{width + 2}}{said}" for able, name, said in rows]
    missing = [row for row in found["capabilities"] if row["command"]]
    if missing:
        lines += ["", "What one command would add:"]
        lines += [f"{row['capability']:<11}{row['command']}{_price(row)}" for row in missing]
    if any(row["command"] == INSTALL for row in missing):
        lines += ["", f"After {INSTALL}: README, 'Add a model'."]
    return "\n".join(lines)


def _price(row: CapabilityRow) -> str:
    """What a download would cost, for a capability's own command."""
    for lack in row["lacking"]:
        if lack["adds_it"] == row["command"] and lack["download_bytes"]:
            told = size(lack["download_bytes"]), lack["licence"]
            return f"  ({', '.join(filter(None, told))})"
    return ""


def _told(row: CapabilityRow) -> list[tuple[str, str, str]]:
    """One line for each engine that works, and for each that does not: why, and what to do."""
    told = [(engine["name"], engine["summary"]) for engine in row["engines"]]
    told += [
        (lack["name"], f"not yet: {lack['what']} -> {lack['adds_it']}") for lack in row["lacking"]
    ]
    if not told:
        told = [("none", f"It takes {row['added_by']}.")]
    return [(row["capability"], name, said) for name, said in told]


def _capability(engines: Engines, capability: Capability) -> CapabilityRow:
    names = engines.names(capability)
    lacking = _lacking(engines, capability)
    missing = ADDED_BY.get(capability, f"an engine with the capability `{capability}`")
    return {
        "capability": capability,
        "engines": [_engine(engines, name) for name in names],
        "lacking": lacking,
        "added_by": None if names else missing,
        "command": None if names else engines.adding(capability, capability) or INSTALL,
    }


def _lacking(engines: Engines, capability: Capability) -> list[LackingRow]:
    rows: list[LackingRow] = []
    for name in engines.known(capability):
        if lack := engines.lack(capability, name):
            card, taken = engines.card(name), engines.taken(name)
            told: LackingRow = {
                "name": name,
                "summary": card.summary,
                "what": lack.what,
                "command": lack.command,
                "adds_it": commands(card, taken, lack, engines.settings),
                **_taken(engines, card, taken),
            }
            rows.append(told)
    return rows


def _engine(engines: Engines, name: str) -> EngineRow:
    card = engines.card(name)
    return {
        "name": card.name,
        "summary": card.summary,
        "ops": sorted(card.ops),
        "mask": card.mask,
        "languages": None if card.languages is None else sorted(card.languages),
        "options": sorted(card.honoured()),
        "guides": sorted(card.guides),
        "size_px": card.size_px,
        "memory_bytes": card.memory_bytes,
        **_taken(engines, card, engines.taken(name)),
    }


def _taken(engines: Engines, card: Card, taken: Sequence[Card]) -> Taken:
    told = as_told(card, engines.settings)
    return {
        "extra": card.extra,
        "download_bytes": download_bytes(taken, engines.settings),
        "licence": told.licence if told else None,
    }


def _machine() -> Machine:
    return {
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else _cores(),
        "memory_bytes": os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"),
        "gpus": gpus(shutil.which("nvidia-smi")),
        "python": platform.python_version(),
        "pentimento": version("pentimento"),
    }


def _cores() -> int:
    return os.cpu_count() or 1


def gpus(smi: str | None, timeout_s: float = SMI_TIMEOUT_S) -> list[Gpu]:
    """Return the accelerators that the command `smi` names; none where it is missing or fails."""
    if smi is None:
        return []
    try:
        asked = subprocess.run(
            (smi, *_SMI), capture_output=True, text=True, timeout=timeout_s, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return []  # a driver that does not answer is no GPU we could use
    found: list[Gpu] = []
    for line in asked.stdout.splitlines():
        name, _, mebibytes = line.rpartition(",")
        size = mebibytes.strip()
        found.append(
            {"name": name.strip(), "memory_bytes": int(size) << 20 if size.isdigit() else 0}
        )
    return found
