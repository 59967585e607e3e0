"""The planner that is always there: ordered rules for Korean and English, no model."""

import re
from collections.abc import Callable

from engines.grammar import asides, evidence, mixed, replies, slots, split
from engines.grammar.reading import Reading
from engines.grammar.recognised import recognise
from engines.grammar.text import Text, language
from engines.grammar.weighed import Read, Weighing, weighed
from engines.protocols import Card, Plan, Step
from engines.speaking import PlanContext

MOST_STEPS = 8
_NUMERIC = frozenset({"transform", "upscale", "history", "adjust"})
_SENSELESS = re.compile(r"\d{6,}|\d ?e\d|\b0+ ?(?:[x×*]|배|픽셀|px)|\d{4,} ?:|: ?\d{4,}")


def _named(steps: list[Step], first: asides.Pair, tongue: str) -> list[Step]:
    """Return the steps; the first is of what was told before it: "there is a fly, remove it"."""
    told_only = first[1] is None or asides.wondered(first, tongue)
    thing = asides.told(first[0], tongue) if told_only else None
    return [asides.named(steps[0], thing), *steps[1:]] if steps and thing else steps


class RulePlanner:
    """Understands Korean and English by a table of patterns; what it does not know, it asks."""

    card = Card(
        name="rules",
        capability="plan",
        summary="understands everyday Korean and English instructions without a model",
        languages=frozenset({"ko", "en"}),
        mask="none",
    )

    def __init__(self, weights: Callable[[str], evidence.Weights] = evidence.weights) -> None:
        """Plan by the rules and, where they do not read a text, by `weights` of a language."""
        self._weights = weights

    def plan(self, text: str, context: PlanContext) -> Plan:
        """Return the steps that `text` means, or a question in its language.

        What the patterns read is weighed with the evidence of the words; a plan that the words
        alone speak for says `weighed`.
        """
        folded = Text.of(text)
        tongue = language(folded)
        if not folded.low:
            return self._asks("en", replies.EMPTY, "")
        if tongue == "und":
            worded = any(character.isalpha() for character in text)
            reply = {"en": replies.FOREIGN} if worded else replies.UNKNOWN
            return self._asks("und", reply, text.strip())
        tidied = tidy(folded, tongue)
        plan, read = self.read(tidied, tongue, context)
        steps = weighed(read, tidied, Weighing(self._weights(tongue), tongue, context))
        if isinstance(steps, str):
            return self._asks(tongue, replies.LACKS.get(steps, replies.UNKNOWN), text.strip())
        if steps is None:
            return plan
        again = self._checked(steps, tongue, tidied)
        return {**again, "weighed": True} if again["steps"] else again

    def read(self, text: Text, tongue: str, context: PlanContext) -> tuple[Plan, Read]:
        """Return the plan of the patterns alone, and how they came to it; `text` is tidied."""

        def known(clause: Text) -> Reading | None:
            return recognise(split.without_opener(clause, tongue), tongue, context)

        def understood(clause: Text) -> bool:
            return asides.clear(known(clause))

        clauses = split.clauses(text, tongue, understood)
        if not clauses:  # too many, or "please", and no more
            reply = replies.TOO_MANY if clauses is None else replies.EMPTY
            return self._asks(tongue, reply, ""), Read((), final=True)
        readings = [
            (clause, None if topic else known(clause))
            for clause, topic in zip(
                asides.resolved(clauses, tongue), asides.topics(clauses, tongue), strict=True
            )
        ]
        made = _made(readings, tongue)
        names = tuple(reading.name if reading else "?" for _, reading in readings)
        if isinstance(made, tuple):
            return self._asks(tongue, *made), Read((), names, tuple(clauses))
        plan = self._checked(_named(made, readings[0], tongue), tongue, text)
        return plan, Read(plan["steps"], names, tuple(clauses), final=not plan["steps"])

    def _checked(self, steps: list[Step], tongue: str, text: Text) -> Plan:
        if len(steps) > MOST_STEPS:
            return self._asks(tongue, replies.TOO_MANY, "")
        for step in steps:
            if step["op"] in _NUMERIC and _SENSELESS.search(step["instruction"].lower()):
                return self._asks(tongue, replies.NUMBER, step["instruction"])
            amount = step["args"].get("amount", 0)
            if isinstance(amount, int | float) and abs(amount) > 100:
                return self._asks(tongue, replies.AMOUNT, step["instruction"])
        if len(steps) == 1:
            steps[0]["instruction"] = text.raw.strip()
        return {"steps": steps, "language": tongue, "planner": self.card.name}

    def _asks(self, tongue: str, reply: dict[str, str], part: str) -> Plan:
        question = replies.ask(reply, tongue, part)
        return {"steps": [], "language": tongue, "planner": self.card.name, "question": question}


def tidy(folded: Text, tongue: str) -> Text:
    """Return a folded text in one language, without politeness, its light typos mended."""
    return split.tidy(mixed.in_one_language(folded, tongue), tongue)


def _made(readings: list[asides.Pair], tongue: str) -> list[Step] | tuple[dict[str, str], str]:
    """Return the steps of the clauses, or what to ask about one that is not understood."""
    steps: list[Step] = []
    reason = False
    for clause, reading in asides.requests(readings, tongue):
        if reading is None and asides.points(clause, steps, tongue):
            steps[-1] = asides.pointed(steps[-1], clause, tongue)
            continue
        if reading is None or not asides.clear(reading):
            return (replies.AMBIGUOUS if reading else replies.UNKNOWN), clause.said()
        for step in slots.steps(reading, recognise):
            steps = asides.joined(steps, step, reason, asides.states(clause, tongue))
        reason = asides.states(clause, tongue)
    return steps
