"""The second reading of a sentence: each clue in it speaks for or against an op, by its weight.

A multinomial logistic regression whose weights are two tables beside this file, one a language,
made by `scripts/learn_evidence.py` from labelled sentences of our own. It reads what no pattern
does, and its answer is a probability: below a margin the planner asks back.
"""

import math
from collections.abc import Iterable
from functools import cache
from pathlib import Path

LABELS = (
    "remove", "replace", "add", "background", "style", "adjust", "recolour", "extract",
    "transform", "text", "generate", "expand", "upscale", "question", "recommend", "history",
    "chat", "multi", "none",
)  # fmt: skip
CODES = (
    "rm", "rp", "ad", "bg", "st", "aj", "rc", "ex", "tf", "tx", "gn", "xp", "up", "qu", "rd", "hi",
    "ch", "mu", "no",
)  # fmt: skip
"""The short names of the labels, in their order, in the tables."""
SCALE = 20  # a table holds twentieths
LENGTH = 4.0  # of a sentence's clues as a vector: long ones are not surer than short ones


Weights = dict[str, tuple[tuple[int, float], ...]]
"""By clue: the places of the labels in `LABELS`, and what the clue adds to each."""


def path(language: str) -> Path:
    """Return where the table of "en" or "ko" lies."""
    return Path(__file__).with_name(f"evidence_{language}.tsv")


def read(lines: Iterable[str]) -> Weights:
    """Return the weights of a table's lines: a clue, a tab, and its codes ("rm12 mu-4")."""
    places = {code: place for place, code in enumerate(CODES)}
    rows = (line.rstrip("\n").split("\t") for line in lines if not line.startswith("# "))
    return {
        clue: tuple((places[said[:2]], int(said[2:]) / SCALE) for said in rest.split())
        for clue, rest in rows
    }


@cache
def weights(language: str) -> Weights:
    """Return the weights of "en" or "ko", read once."""
    return read(path(language).read_text(encoding="utf-8").splitlines())


def weigh(clues: Iterable[str], known: Weights) -> dict[str, float]:
    """Return the probability of each label, the likeliest first.

    Args:
        clues: of `engines.grammar.clues`; those that are not known tell nothing.
        known: the weights of their language.
    """
    found = [known[clue] for clue in clues if clue in known]
    scores = [0.0] * len(LABELS)
    for pairs in found:
        for place, weight in pairs:
            scores[place] += weight
    length = LENGTH / math.sqrt(max(len(found), 1))
    top = max(scores)
    odds = [math.exp((score - top) * length) for score in scores]
    total = sum(odds)
    ranked = sorted(range(len(LABELS)), key=lambda place: -odds[place])
    return {LABELS[place]: odds[place] / total for place in ranked}
