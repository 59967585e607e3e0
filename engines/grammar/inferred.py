"""From an op that the evidence speaks for to its steps: the slots of the rules, looked for loosely.

A rule of that op that fits part of the sentence is taken first, though another op's came before
it. Else the words of the op are looked for by `engines.grammar.loose`. Where a step lacks what it
cannot do without, there is none: the planner asks.
"""

import re

from engines.grammar import loose, slots
from engines.grammar.reading import Reading
from engines.grammar.recognised import as_op, recognise
from engines.grammar.text import Text
from engines.protocols import Op, Step
from engines.speaking import PlanContext

_CANNOT_DO_WITHOUT: dict[str, str] = {"recolour": "colour", "adjust": "name", "transform": "name"}
_WORDLESS = frozenset({"question", "chat"})  # nothing in them is looked for


def steps(op: Op, clauses: list[Text], language: str, context: PlanContext) -> list[Step]:
    """Return the steps of an op, or [] where a word is missing that it cannot do without.

    Args:
        op: what is meant.
        clauses: the parts of the sentence where its words may stand, the likeliest first.
        language: "ko" or "en".
        context: the thread.
    """
    for clause in clauses if op not in _WORDLESS else []:
        if reading := as_op(op, clause, language, context):
            made = list(slots.steps(reading, recognise))
            if made and all(map(_complete, made)):
                return made
    for clause in clauses:
        made = _loosely(op, clause, language, context)
        if made and all(map(_complete, made)):
            return made
    return []


def _complete(step: Step) -> bool:
    needed = _CANNOT_DO_WITHOUT.get(step["op"])
    return needed is None or step["args"].get(needed) is not None


def _loosely(op: Op, clause: Text, language: str, context: PlanContext) -> list[Step]:
    detail = _detail(op, clause.low, language)
    if detail is None:
        return []
    name = f"{op}.{detail}" if detail else op
    found = _slots(op, clause.low, language)
    return list(slots.steps(Reading(clause, name, found, language, context), recognise))


def _detail(op: Op, low: str, language: str) -> str | None:
    """Return which kind of the op is meant, "" where it has none, None where it is not said."""
    if op == "adjust":
        return loose.NAME
    kinds = loose.DETAILS[language].get(op)
    if kinds is None:
        return ""
    found = next((name for name, words in kinds if re.search(words, low)), None)
    if found or op in loose.DEFAULTS:
        return found or loose.DEFAULTS[op]
    return "" if op == "background" else None


def _slots(op: Op, low: str, language: str) -> re.Match[str]:
    """Return a match whose groups are the op's words, as the pattern of a rule has them."""
    parts: list[str] = []
    for patterns in (loose.TARGETS[language], loose.WORDS[language]):
        found = loose.first(patterns.get(op, ()), low)
        parts += [found.re.pattern] if found else []
    if op == "recolour":
        parts.append(loose.COLOUR[language])
    # Each is looked for from the start on, wherever the others stand.
    both = "".join(f"(?=(?:.*?(?:{part}))?)" for part in parts)
    return next(re.finditer(both, low))  # it fits anywhere: no part must be there
