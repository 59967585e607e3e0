"""What the doctor knows, as the settings show it: what works here, what is missing, the machine."""

import asyncio
from dataclasses import dataclass

from editor.choices import listed
from editor.desk import Desk
from editor.problems import rich
from editor.tags import Tag, button, icon
from editor.view import Sheet
from editor.words import Words
from engines.doctor import CapabilityRow, Machine, Report, report
from nodes.korean import korean


async def fill(place: Tag, desk: Desk, sheet: Sheet) -> None:
    """Ask the doctor off the event loop, and show in `place` what it found."""
    found = await asyncio.to_thread(report, desk.house.engines)
    if place.is_deleted:
        return  # the panel was closed meanwhile
    place.clear()
    place.props["aria-busy"] = "false"
    with place:
        _defaults(found, sheet)
        _abilities(found, sheet.words)
        _additions(found, sheet.words, desk.language)
        _machine(found["machine"], sheet.words)


def waiting(words: Words) -> None:
    """Show that the doctor is still looking."""
    with Tag("div", css="checking"):
        Tag("span", words["checking"], css="how", role="status")
        for _ in range(5):
            Tag("i", aria_hidden="true")


def alternatives(row: CapabilityRow) -> list[str]:
    """Return the engines of a capability between which a default can be chosen.

    Engines that do different ops are no alternatives: each op has one engine anyway.
    """
    engines = row["engines"]
    if len(engines) < 2:
        return []
    shared = [
        engine
        for engine in engines
        if any(
            not (engine["ops"] or other["ops"]) or set(engine["ops"]) & set(other["ops"])
            for other in engines
            if other is not engine
        )
    ]
    return [engine["name"] for engine in shared]


def _defaults(found: Report, sheet: Sheet) -> None:
    """One list per capability that more than one engine has."""
    words, kept = sheet.words, sheet.preferences.engines
    offered = {row["capability"]: alternatives(row) for row in found["capabilities"]}
    if not any(offered.values()):
        return
    with Tag("section"):
        Tag("h3", words["default_engines"])
        Tag("p", words["default_engines_how"], css="how")
        for capability, names in offered.items():
            if not names:
                continue
            answers = {"": words["engine_auto"].format(name=names[0])} | {n: n for n in names}
            chosen = kept.get(capability, "")

            def keep(name: str, capability: str = capability) -> None:
                others = {k: v for k, v in sheet.preferences.engines.items() if k != capability}
                sheet.keep(engines={**others, capability: name} if name else others)

            listed(words[f"can_{capability}"], answers, chosen, keep)


@dataclass(frozen=True)
class Addition:
    """What one command would add.

    lacks: why it is not there yet, each reason once, in English; none where the server knows no
        engine for it.
    """

    command: str
    adds: tuple[tuple[str, str], ...]  # capability and the engine's name; "" = of any kind
    lacks: tuple[str, ...]


def additions(found: Report) -> list[Addition]:
    """Return what could be added here, a command once, in the order of the capabilities."""
    adds: dict[str, dict[tuple[str, str], str]] = {}
    for row in found["capabilities"]:
        for lack in row["lacking"]:
            known = adds.setdefault(lack["command"], {})
            known[row["capability"], lack["name"]] = lack["what"]
        if row["command"] and not row["lacking"]:
            adds.setdefault(row["command"], {})[row["capability"], ""] = ""
    return [
        Addition(command, tuple(what), tuple(filter(None, dict.fromkeys(what.values()))))
        for command, what in adds.items()
    ]


def _abilities(found: Report, words: Words) -> None:
    with Tag("section"):
        Tag("h3", words["abilities"])
        with Tag("ul", css="abilities", role="list"):
            for row in found["capabilities"]:
                if row["engines"]:
                    _ability(row, words)


def _ability(row: CapabilityRow, words: Words) -> None:
    """One capability, and who does it."""
    with Tag("li", css="ability"):
        icon("check")
        with Tag("div"):
            Tag("b", words[f"can_{row['capability']}"])
            Tag("span", f" – {words['works']}", css="unseen")
            names = ", ".join(engine["name"] for engine in row["engines"])
            summary = "\n".join(f"{e['name']}: {e['summary']}" for e in row["engines"])
            Tag("div", names, css="said", title=summary)


def _additions(found: Report, words: Words, language: str) -> None:
    """What one command each would add, and why it is not there yet."""
    if not (possible := additions(found)):
        return
    with Tag("section"):
        Tag("h3", words["more_abilities"])
        Tag("p", words["more_abilities_how"], css="how")
        with Tag("ul", css="abilities", role="list"):
            for addition in possible:
                with Tag("li", css="ability lacking"):
                    icon("plus")
                    with Tag("div"):
                        _addition(addition, words, language)


def _addition(addition: Addition, words: Words, language: str) -> None:
    for capability in dict.fromkeys(capability for capability, _ in addition.adds):
        names = [name for able, name in addition.adds if able == capability and name]
        with Tag("p", css="adds"):
            Tag("b", words[f"can_{capability}"])
            if names:
                Tag("span", ", ".join(names), css="said")
            else:
                Tag("span", words.get(f"needs_{capability}", words["needs_other"]), css="said")
    for lack in addition.lacks:
        with Tag("p", css="said"):
            rich((korean(lack) if language == "ko" else None) or lack)
    _command(addition.command, words)


def _command(command: str, words: Words) -> None:
    """A command in a terminal's letters, and a button that copies it."""
    with Tag("div", css="command"):
        Tag("code", command)
        copy = button(words["copy"], css="btn copy", aria_label=f"{words['copy']}: {command}")
        copied = words["copied"]
    copy.on("click", lambda: copy.set_text(copied), js_handler=COPY)


def _machine(machine: Machine, words: Words) -> None:
    def size(size_bytes: int) -> str:
        return words["gigabytes"].format(count=f"{size_bytes / 1e9:.0f}")

    gpus = [f"{gpu['name']}, {size(gpu['memory_bytes'])}" for gpu in machine["gpus"]]
    facts = {
        "machine_version": f"Pentimento {machine['pentimento']}, Python {machine['python']}",
        "machine_cores": str(machine["cores"]),
        "machine_memory": size(machine["memory_bytes"]),
        "machine_gpu": "; ".join(gpus) or words["none"],
    }
    with Tag("section"):
        Tag("h3", words["machine"])
        with Tag("dl", css="facts"):
            for key, said in facts.items():
                Tag("dt", words[key])
                Tag("dd", said)


COPY = """(e) => {
  getSelection().selectAllChildren(e.currentTarget.previousElementSibling);
  if (document.execCommand("copy")) emit();
}"""
"""Not navigator.clipboard: a server in the house has no https, and then there is none."""
