"""What is said beside a request: small talk, and why ("it is too dark, make it brighter")."""

import re

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
    if language == "en" and _only_named(clause):
        return True
    return bool((korean if language == "ko" else english).STATEMENT.search(clause.low))


def clear(reading: Reading | None) -> bool:
    """Return whether a clause is known, and as one thing."""
    return reading is not None and reading.name != "ambiguous"


def requests(pairs: list[Pair], language: str) -> list[Pair]:
    """Return what is asked for; of "hi! there is a fly here, undo that" the last clause only."""
    asked = [pair for pair in pairs if pair[1] is None or pair[1].op != "chat"] or pairs[:1]
    if not any(clear(reading) for _, reading in asked):
        chat = [pair for pair in pairs if pair[1] is not None and pair[1].name == "chat.help"]
        if chat and all(states(clause, language) for clause, _ in asked):
            return chat[-1:]  # "this is my first time, how does it work?"
    else:
        asked = [
            pair
            for pair, before in zip(asked, [None, *asked], strict=False)
            if not _vague(pair, language, bool(before and clear(before[1])))
        ] or asked
    return [
        pair
        for pair, after in zip(asked, [*asked[1:], None], strict=True)
        if not after
        or not clear(after[1])
        or not (wondered(pair, language) or (not clear(pair[1]) and states(pair[0], language)))
    ]


def resolved(clauses: list[Text], language: str) -> list[Text]:
    """Return the clauses with "it" named, after one that is about the background."""
    if language != "en":
        return clauses
    return [
        clause.replaced(english.IT, "the background")
        if english.GROUND_IS.match(before.low) and not re.search(english.GROUND, clause.low)
        else clause
        for before, clause in zip([Text("", "", ()), *clauses], clauses, strict=False)
    ]


def _only_named(clause: Text) -> bool:
    return bool(english.FRAGMENT.fullmatch(clause.low) or english.DISLIKED.fullmatch(clause.low))


def topics(clauses: list[Text], language: str) -> list[bool]:
    """Return which clauses only name a thing that the next one's "it" is: "the mole, erase it"."""
    if language != "en":
        return [False] * len(clauses)
    return [
        bool(after and _only_named(clause) and english.THEM.search(after.low))
        for clause, after in zip(clauses, [*clauses[1:], None], strict=True)
    ]


def wondered(pair: Pair, language: str) -> bool:
    """Return whether a clause only wonders: "why is there a man in my photo", "이게 왜 있어"."""
    if language == "en":
        return bool(english.WHY.match(pair[0].low))
    asks = pair[1] is not None and pair[1].op == "question"
    why = korean.WHY.search(pair[0].low) or korean.STATEMENT.search(pair[0].low)
    return asks and bool(why)


def _vague(pair: Pair, language: str, after_clear: bool) -> bool:
    """Return whether a clause asks for nothing by itself: "oops", "fix it", "kill it"."""
    filler = korean.FILLER if language == "ko" else english.FILLER
    known = clear(pair[1]) and not after_clear and not _UNWANTED.search(pair[0].low)
    return not known and bool(filler.fullmatch(pair[0].low.rstrip("? ")))


_UNWANTED = re.compile(r"\b(?:don't|do not) ")


def told(clause: Text, language: str) -> str | None:
    """Return what a statement is about: the fly of "there is a fly on the wall"."""
    if language == "ko":
        found = korean.ABOUT.match(clause.low)
        return phrases.korean(clause, *found.span("thing")).words if found else None
    if english.FRAGMENT.fullmatch(clause.low):
        return phrases.english(clause).words
    if disliked := english.DISLIKED.fullmatch(clause.low):
        return phrases.english(clause, *disliked.span("thing")).words
    found = english.ABOUT.match(clause.low)
    name = "thing" if found and found["thing"] else "subject"
    return phrases.english(clause, *found.span(name)).words if found else None


def named(step: Step, thing: str) -> Step:
    """Return a step that names no target of its own with the thing that was told before it."""
    if step["target"] or step["op"] not in _OF_A_THING:
        return step
    return {**step, "target": thing, "needs_region": True}


def points(clause: Text, steps: list[Step], language: str) -> bool:
    """Return whether a clause only names what the step before is of: "지워줘, 뒤에 있는 차"."""
    grammar = korean if language == "ko" else english
    if not steps or steps[-1]["target"] or steps[-1]["op"] not in _OF_A_THING:
        return False
    return bool(grammar.FRAGMENT.fullmatch(clause.low))


def pointed(step: Step, clause: Text, language: str) -> Step:
    """Return the step with the thing that a clause names."""
    read = phrases.korean if language == "ko" else phrases.english
    thing = read(clause).words
    return {**step, "target": thing, "needs_region": True} if thing else step


def joined(steps: list[Step], step: Step, reason: bool, afterthought: bool) -> list[Step]:
    """Return `steps` with `step`, but once where one of the two only says why, or is the same.

    Args:
        steps: the steps so far.
        step: the next one.
        reason: the last step was only its reason: "it is too dark, make it brighter".
        afterthought: `step` is only the last one's reason: "make it level, it is tilted".
    """
    if not steps:
        return [step]
    before = steps[-1]
    meant = (before["op"], before["args"].get("name"))
    same = (step["op"], step["args"].get("name")) in (meant, _MENDED_BY.get(meant))
    other = step["target"] and step["target"] != before["target"]
    again = step["op"] in (
        "expand",
        "extract",
    )  # "widen it to 16:9, fill in the sides" is one canvas
    blurred = before["op"] == "background" and before["args"].get("mode") == "blur"
    if blurred and step["op"] == "extract" and not step["target"]:
        return steps  # "보케 효과 넣어서 배경 날려줘"
    if not same or other or not (reason or afterthought or again):
        return [*steps, step]
    if afterthought or again:
        return steps
    needs_region = before["needs_region"] or step["needs_region"]
    merged: Step = {**step, "target": before["target"], "needs_region": needs_region}
    return [*steps[:-1], merged]
