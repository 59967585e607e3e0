"""The words and the ordered rules of English, of one group of ops per file."""

from engines.grammar.english import frames, looks, objects, talk
from engines.grammar.english.clauses import (
    ABOUT,
    AFTER,
    AFTER_FIRST,
    ASKED,
    DISLIKED,
    ELLIPSIS,
    FILLER,
    FRAGMENT,
    GROUND_IS,
    HARD_BREAK,
    IT,
    MAKES,
    ONE_STEP,
    SOFT_BREAK,
    STATEMENT,
    STEP_START,
    THEM,
    WHY,
)
from engines.grammar.english.cues import EARLY_CUES, LATE_CUES, STYLE_WORDS
from engines.grammar.english.slips import (
    ASIDES,
    CAN_BE,
    GERUNDS,
    ONLY,
    POLITE,
    PREFIX,
    SPELLINGS,
    SUFFIX,
    TYPO_WORDS,
)
from engines.grammar.english.words import DOWN, GROUND
from engines.grammar.rule import table

RULES = table((*talk.ROWS, *frames.ROWS, *objects.ROWS, *looks.ROWS))

__all__ = [
    "ABOUT",
    "AFTER",
    "AFTER_FIRST",
    "ASIDES",
    "ASKED",
    "CAN_BE",
    "DISLIKED",
    "DOWN",
    "EARLY_CUES",
    "ELLIPSIS",
    "FILLER",
    "FRAGMENT",
    "GERUNDS",
    "GROUND",
    "GROUND_IS",
    "HARD_BREAK",
    "IT",
    "LATE_CUES",
    "MAKES",
    "ONE_STEP",
    "ONLY",
    "POLITE",
    "PREFIX",
    "RULES",
    "SOFT_BREAK",
    "SPELLINGS",
    "STATEMENT",
    "STEP_START",
    "STYLE_WORDS",
    "SUFFIX",
    "THEM",
    "TYPO_WORDS",
    "WHY",
]
