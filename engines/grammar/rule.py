"""A row of a language's table: what a clause means when its pattern is found."""

import re
from collections.abc import Iterable
from typing import NamedTuple


class Rule(NamedTuple):
    """`reading` is an op, or "op.detail"; the first rule whose pattern is found wins."""

    reading: str
    pattern: re.Pattern[str]


class Cue(NamedTuple):
    """Words for an adjustment; `sign` is the direction they give it."""

    name: str
    sign: int
    pattern: str


def table(rows: Iterable[tuple[str, str]]) -> tuple[Rule, ...]:
    """Compile the rows of a table in their order."""
    return tuple(Rule(reading, re.compile(pattern)) for reading, pattern in rows)


def verbs(words: str) -> str:
    """Return a pattern for English verbs in all their regular forms."""
    return rf"\b(?:{'|'.join(_forms(word) for word in words.split())})\b"


def _forms(verb: str) -> str:
    if verb.endswith("e"):
        return rf"{verb[:-1]}(?:e|es|ed|ing)"
    return rf"{verb}{verb[-1]}?(?:s|ed|ing|es)?" if len(verb) > 2 else verb
