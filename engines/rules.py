"""The planner that is always there: ordered rules for Korean and English, no model."""

import re

from engines.grammar import asides, english, korean, mixed, replies, slots, split
from engines.grammar.reading import Reading
from engines.grammar.text import Text, language
from engines.protocols import Card, Plan, PlanContext, Step

MOST_STEPS = 8
_RULES = {"ko": korean.RULES, "en": english.RULES}


def recognise(clause: Text, tongue: str, context: PlanContext) -> Reading | None:
    """Return the reading of the first rule that fits the clause; None when none does."""
    for rule in _RULES[tongue]:
        if found := rule.pattern.search(clause.low):
            if rule.reading == "unknown":
                return None
            return Reading(clause, rule.reading, found, tongue, context)
    return None


_NUMERIC = frozenset({"transform", "upscale", "history", "adjust"})
_SENSELESS = re.compile(r"\d{6,}|\d ?e\d|\b0+ ?(?:[x×*]|배|픽셀|px)|\d{4,} ?:|: ?\d{4,}")


class RulePlanner:
    """Understands Korean and English by a table of patterns; what it does not know, it asks."""

    card = Card(
        name="rules",
        capability="plan",
        summary="understands everyday Korean and English instructions without a model",
        languages=frozenset({"ko", "en"}),
        mask="none",
    )

    def plan(self, text: str, context: PlanContext) -> Plan:
        """Return the steps that `text` means, or a question in its language."""
        folded = Text.of(text)
        tongue = language(folded)
        if not folded.low:
            return self._asks("en", replies.EMPTY, "")
        if tongue == "und":
            worded = any(character.isalpha() for character in text)
            reply = {"en": replies.FOREIGN} if worded else replies.UNKNOWN
            return self._asks("und", reply, text.strip())
        tidied = split.tidy(mixed.in_one_language(folded, tongue), tongue)
        return self._planned(tidied, tongue, context)

    def _planned(self, text: Text, tongue: str, context: PlanContext) -> Plan:
        def understood(clause: Text) -> bool:
            reading = recognise(split.without_opener(clause, tongue), tongue, context)
            return asides.clear(reading)

        clauses = split.clauses(text, tongue, understood)
        if clauses is None:
            return self._asks(tongue, replies.TOO_MANY, "")
        if not clauses:  # "please", and no more
            return self._asks(tongue, replies.EMPTY, "")
        readings = [
            (clause, recognise(split.without_opener(clause, tongue), tongue, context))
            for clause in clauses
        ]
        steps: list[Step] = []
        reason = False
        for clause, reading in asides.requests(readings, tongue):
            if reading is None or not asides.clear(reading):
                reply = replies.AMBIGUOUS if reading else replies.UNKNOWN
                return self._asks(tongue, reply, clause.said())
            for step in slots.steps(reading, recognise):
                steps = asides.joined(steps, step) if reason and steps else [*steps, step]
            reason = asides.states(clause, tongue)
        thing = asides.told(readings[0][0], tongue) if readings[0][1] is None else None
        if steps and thing:
            steps[0] = asides.named(steps[0], thing)
        return self._checked(steps, tongue, text)

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
