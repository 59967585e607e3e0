"""The words and the ordered rules of Korean, of one group of ops per file.

Verbs are stems, so that every ending and level of politeness fits: 지우고, 지워줘, 지워 주시겠어요.
"""

from engines.grammar.korean import frames, looks, objects, talk
from engines.grammar.korean.clauses import (
    ABOUT,
    COMPARES,
    FILLER,
    FRAGMENT,
    GROUND_IS,
    HARD_BREAK,
    SOFT_BREAK,
    STATEMENT,
    WHY,
)
from engines.grammar.korean.cues import EARLY_CUES, LATE_CUES, STYLE_WORDS
from engines.grammar.korean.slips import ENDINGS, POLITE, PREFIX, SUFFIX, TYPOS
from engines.grammar.korean.words import DOWN
from engines.grammar.rule import table

RULES = table((*talk.ROWS, *frames.ROWS, *objects.ROWS, *looks.ROWS))

__all__ = [
    "ABOUT",
    "COMPARES",
    "DOWN",
    "EARLY_CUES",
    "ENDINGS",
    "FILLER",
    "FRAGMENT",
    "GROUND_IS",
    "HARD_BREAK",
    "LATE_CUES",
    "POLITE",
    "PREFIX",
    "RULES",
    "SOFT_BREAK",
    "STATEMENT",
    "STYLE_WORDS",
    "SUFFIX",
    "TYPOS",
    "WHY",
]
