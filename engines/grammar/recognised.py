"""The first rule of a language's table that fits a clause, or the first one of an op."""

from engines.grammar import english, korean
from engines.grammar.reading import Reading
from engines.grammar.text import Text
from engines.speaking import PlanContext

RULES = {"ko": korean.RULES, "en": english.RULES}


def recognise(clause: Text, tongue: str, context: PlanContext) -> Reading | None:
    """Return the reading of the first rule that fits the clause; None when none does."""
    for rule in RULES[tongue]:
        if found := rule.pattern.search(clause.low):
            if rule.reading == "unknown":
                return None
            return Reading(clause, rule.reading, found, tongue, context)
    return None


def as_op(op: str, clause: Text, tongue: str, context: PlanContext) -> Reading | None:
    """Return the reading of the first rule of `op` that fits; None when none of them does."""
    for rule in RULES[tongue]:
        if rule.reading.partition(".")[0] == op and (found := rule.pattern.search(clause.low)):
            return Reading(clause, rule.reading, found, tongue, context)
    return None
