"""From a clause that a rule recognised to its steps, and the clauses on the past."""

import re
from collections.abc import Callable, Iterator

from engines.grammar import numbers, phrases
from engines.grammar.frame import expand, transform, upscale
from engines.grammar.look import background, recolour, style
from engines.grammar.phrases import NOTHING
from engines.grammar.reading import Args, Reading, one
from engines.grammar.searches import recommend
from engines.grammar.text import Text
from engines.grammar.things import add, each, extract, generate, replace, text
from engines.grammar.tone import adjust
from engines.protocols import Arg, Step
from engines.speaking import PlanContext

Recognise = Callable[[Text, str, PlanContext], "Reading | None"]


def _history(reading: Reading, recognise: Recognise) -> list[Step]:
    action = {"before": "goto"}.get(reading.detail, reading.detail)
    args: Args = {"action": action}
    low = reading.clause.low
    if reading.detail == "before":
        args["before"] = _before(reading, recognise)
    elif action == "goto":
        args["version"] = _version(low, reading.context)
    elif action in ("undo", "redo"):
        args["count"] = numbers.count(low) or 1
    return one(reading, NOTHING, args)


def _version(low: str, context: PlanContext) -> int:
    if re.search(r"\b(?:last|latest|newest|final)\b|마지막|최신|최종|최근", low):
        return max(len(context.versions) - 1, 0)
    return numbers.ordinal(low) or 0


_WHO = re.compile(r"^(?:i|you|we|it was|the|that|my) ")


_NO_EDIT = frozenset({"history", "question", "chat", "recommend"})


def _before(reading: Reading, recognise: Recognise) -> dict[str, Arg]:
    span = reading.group("before", "noun") or (0, len(reading.clause.low))
    clause = reading.clause.cut(*span)
    if found := _WHO.match(clause.low):
        clause = clause.cut(found.end())
    inner = recognise(clause, reading.language, reading.context)
    if inner is None or inner.op not in _READERS or inner.op in _NO_EDIT:
        return {
            "op": None,
            "target": phrases.english(clause).words if reading.language == "en" else None,
        }
    step = next(iter(steps(inner, recognise)))
    return {"op": step["op"], "target": step["target"]}


def _chat(reading: Reading) -> list[Step]:
    return one(reading, NOTHING, {"kind": reading.detail})


_READERS: dict[str, Callable[[Reading], list[Step]]] = {
    "remove": each,
    "extract": extract,
    "adjust": adjust,
    "recolour": recolour,
    "background": background,
    "style": style,
    "transform": transform,
    "expand": expand,
    "upscale": upscale,
    "add": add,
    "replace": replace,
    "text": text,
    "generate": generate,
    "question": one,
    "recommend": recommend,
    "chat": _chat,
}


def steps(reading: Reading, recognise: Recognise) -> Iterator[Step]:
    """Yield the steps that a recognised clause means: one, or one for each of several targets."""
    if reading.op == "history":
        yield from _history(reading, recognise)
    else:
        yield from _READERS[reading.op](reading)
