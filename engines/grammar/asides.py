"""What is said beside a request: small talk, and why ("it is too dark, make it brighter")."""

from engines.grammar import english, korean, phrases
from engines.grammar.reading import Reading
from engines.grammar.text import Text
from engines.protocols import Arg, Step

_OF_A_THING = frozenset({"remove", "replace", "recolour", "extract", "adjust"})
_MENDED_BY: dict[tuple[str, Arg], tuple[str, Arg]] = {
    ("adjust", "sharpen"): ("upscale", None),  # "it is blurry, improve the quality"
}
Pair = tuple[Text, Reading | None]


def states(clause: Text, language: str) -> bool:
    """Return whether a clause only says how things are: "it is too dark", "너무 어두운데"."""
    return bool((korean if language == "ko" else english).STATEMENT.search(clause.low))


def clear(reading: Reading | None) -> bool:
    """Return whether a clause is known, and as one thing."""
    return reading is not None and reading.name != "ambiguous"


def requests(pairs: list[Pair], language: str) -> list[Pair]:
    """Return what is asked for; of "hi! there is a fly here, undo that" the last clause only."""
    asked = [pair for pair in pairs if pair[1] is None or pair[1].op != "chat"] or pairs[:1]
    return [
        pair
        for pair, after in zip(asked, [*asked[1:], None], strict=True)
        if clear(pair[1]) or not after or not clear(after[1]) or not states(pair[0], language)
    ]


def told(clause: Text, language: str) -> str | None:
    """Return what a statement is about: the fly of "there is a fly on the wall"."""
    if language == "ko":
        found = korean.ABOUT.match(clause.low)
        return phrases.korean(clause, *found.span("thing")).words if found else None
    found = english.ABOUT.match(clause.low)
    name = "thing" if found and found["thing"] else "subject"
    return phrases.english(clause, *found.span(name)).words if found else None


def named(step: Step, thing: str) -> Step:
    """Return a step that names no target of its own with the thing that was told before it."""
    if step["target"] or step["op"] not in _OF_A_THING:
        return step
    return {**step, "target": thing, "needs_region": True}


def joined(steps: list[Step], step: Step) -> list[Step]:
    """Return `steps` with `step`; the last was its reason, and goes where both are the same."""
    before = steps[-1]
    meant = (before["op"], before["args"].get("name"))
    same = (step["op"], step["args"].get("name")) in (meant, _MENDED_BY.get(meant))
    if not same or (step["target"] and step["target"] != before["target"]):
        return [*steps, step]
    needs_region = before["needs_region"] or step["needs_region"]
    merged: Step = {**step, "target": before["target"], "needs_region": needs_region}
    return [*steps[:-1], merged]
