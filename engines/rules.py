"""The planner that is always there: ordered rules for Korean and English, no model."""

import re

from engines.grammar import english, korean, replies, slots, split
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


def _without_small_talk(
    readings: list[tuple[Text, Reading | None]],
) -> list[tuple[Text, Reading | None]]:
    """Return what is asked for; of "hi! nice, undo that" only the request is a step."""
    asked = [pair for pair in readings if pair[1] is None or pair[1].op != "chat"]
    return asked or readings[:1]


_REASON = re.compile(r"\b(?:too|so|is|are|looks?|was|came out)\b|너무|[워네다데지]요?\?*$")


def _was_the_reason_for(step: Step, steps: list[Step]) -> bool:
    """Return whether the step before is only why: "it's too dark, make it brighter"."""
    if not steps or step["op"] != "adjust" or steps[-1]["op"] != "adjust":
        return False
    same = step["args"]["name"] == steps[-1]["args"]["name"]
    return same and bool(_REASON.search(steps[-1]["instruction"].lower()))


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
        return self._planned(split.tidy(folded, tongue), tongue, context)

    def _planned(self, text: Text, tongue: str, context: PlanContext) -> Plan:
        def understood(clause: Text) -> bool:
            reading = recognise(split.without_opener(clause, tongue), tongue, context)
            return reading is not None and reading.name != "ambiguous"

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
        for clause, reading in _without_small_talk(readings):
            if reading is None or reading.name == "ambiguous":
                reply = replies.AMBIGUOUS if reading else replies.UNKNOWN
                return self._asks(tongue, reply, clause.said())
            for step in slots.steps(reading, recognise):
                if _was_the_reason_for(step, steps):
                    steps.pop()
                steps.append(step)
        return self._checked(steps, tongue, text)

    def _checked(self, steps: list[Step], tongue: str, text: Text) -> Plan:
        if len(steps) > MOST_STEPS:
            return self._asks(tongue, replies.TOO_MANY, "")
        for step in steps:
            amount = step["args"].get("amount", 0)
            if isinstance(amount, int | float) and abs(amount) > 100:
                return self._asks(tongue, replies.AMOUNT, step["instruction"])
        if len(steps) == 1:
            steps[0]["instruction"] = text.raw.strip()
        return {"steps": steps, "language": tongue, "planner": self.card.name}

    def _asks(self, tongue: str, reply: dict[str, str], part: str) -> Plan:
        question = replies.ask(reply, tongue, part)
        return {"steps": [], "language": tongue, "planner": self.card.name, "question": question}
