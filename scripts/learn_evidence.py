"""Learn the tables of `engines.grammar.evidence` from labelled sentences, or test the method.

    .venv/bin/python scripts/learn_evidence.py            # writes evidence_en.tsv, evidence_ko.tsv
    .venv/bin/python scripts/learn_evidence.py --folds 5  # accuracy on sentences held out

A multinomial logistic regression with an L2 penalty, fitted by L-BFGS (Liu & Nocedal 1989,
doi:10.1007/BF01589116). Each sentence is a vector of one length, so that long ones do not outvote
short ones. The clues that tell most are kept and fitted anew: the tables stay small and readable.

What the grammar made of a sentence is a clue too, but only of
sentences that it was not written for: of the others it knows too much.
"""

import argparse
import hashlib
import json
import random
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_array

from engines.grammar import clues, evidence
from engines.grammar.text import Text, language
from engines.rules import RulePlanner, tidy
from evals.route import CONTEXT
from tests.unit.data_instructions import rows as unit_rows

TRAINING = Path(__file__).parents[1] / "evals" / "data" / "training.jsonl"
PENALTY = 0.2  # chosen by cross-validation, as are the other numbers
KEPT = {"en": 8000, "ko": 7000}  # clues: more of them tell little more, and less can be read
SMALLEST = 2  # a weight below this, in units of the table, is left out
SEEN = 2  # a clue counts from so many sentences on
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Sentence:
    """A sentence, the ops that are right for it, and whether the grammar was written for it."""

    text: str
    ops: tuple[str, ...]
    language: str
    tuned: bool


@dataclass(frozen=True)
class Example:
    """A sentence as its clues."""

    sentence: Sentence
    words: tuple[str, ...]
    readings: tuple[str, ...]

    @property
    def clues(self) -> tuple[str, ...]:
        """What it teaches: the grammar's own reading only where that is fair."""
        return self.words if self.sentence.tuned else self.words + self.readings


def sentences() -> list[Sentence]:
    """Return the labelled sentences, each once: our training rows and those of the unit tests."""
    found: dict[str, Sentence] = {}
    with TRAINING.open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            ops = row["op"] if isinstance(row["op"], list) else [row["op"]]
            _put(found, row["instruction"], ops, tuned=row.get("tuned", False))
    for tongue in ("ko", "en"):
        for part in ("dev", "test"):
            for text, op in unit_rows(tongue, part):
                _put(found, text, op.split("/"), tuned=True)
    return list(found.values())


def _put(found: dict[str, Sentence], text: str, ops: Sequence[str], *, tuned: bool) -> None:
    tongue = language(Text.of(text))
    folded = "".join(character for character in text.lower() if character.isalnum())
    if tongue != "und":
        found.setdefault(folded, Sentence(text, tuple(ops), tongue, tuned))


def digest(known: Sequence[Sentence]) -> str:
    """Return the SHA-256 of what the tables are learned from."""
    said = json.dumps([[s.text, s.ops, s.tuned] for s in known], ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()


def example(sentence: Sentence) -> Example:
    """Return a sentence as its clues."""
    text = tidy(Text.of(sentence.text), sentence.language)
    _, read = RulePlanner().read(text, sentence.language, CONTEXT)
    words = clues.of_words(text.low, sentence.language)
    return Example(sentence, tuple(words), tuple(clues.of_readings(read.names, read.verdict)))


def matrix(rows: Sequence[Sequence[str]], columns: dict[str, int]) -> csr_array:
    """Return the sentences as rows of one length, (n, len(columns))."""
    places: list[list[int]] = [[columns[clue] for clue in row if clue in columns] for row in rows]
    values = [np.full(len(row), evidence.LENGTH / max(len(row), 1) ** 0.5) for row in places]
    starts = np.cumsum([0, *map(len, places)])
    flat = (np.concatenate(values), np.concatenate([np.array(row, int) for row in places]), starts)
    return csr_array(flat, shape=(len(rows), len(columns)))


def fitted(known: csr_array, columns: int, wanted: Floats) -> Floats:
    """Return the weights, (columns, labels), that make `wanted`, (n, labels), the likeliest."""
    shape = (columns, wanted.shape[1])

    def loss(flat: Floats) -> tuple[float, Floats]:
        weights = flat.reshape(shape)
        scores = known @ weights
        scores -= np.max(scores, axis=1, keepdims=True)
        odds = np.exp(scores)
        total = odds.sum(axis=1, keepdims=True)
        value = float(-(wanted * (scores - np.log(total))).sum() + PENALTY / 2 * (flat @ flat))
        return value, (known.T @ (odds / total - wanted) + PENALTY * weights).ravel()

    start = np.zeros(shape[0] * shape[1])
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 150})
    return found.x.reshape(shape)


def learned(examples: Sequence[Example], kept: int) -> dict[str, list[int]]:
    """Return the units of the table for each label by clue, for the `kept` clues that tell most."""
    rows = [example.clues for example in examples]
    wanted = np.zeros((len(rows), len(evidence.LABELS)))
    for place, one in enumerate(examples):
        wanted[place, [evidence.LABELS.index(op) for op in one.sentence.ops]] = 1
    wanted /= wanted.sum(axis=1, keepdims=True)
    counts = Counter(clue for row in rows for clue in row)
    names = sorted(clue for clue, count in counts.items() if count >= SEEN)
    seen = np.array([counts[name] for name in names])
    told = np.abs(_centred(rows, names, wanted)).max(axis=1) * seen**0.25
    names = sorted(names[place] for place in np.argsort(-told, kind="stable")[:kept])
    units = np.round(_centred(rows, names, wanted) * evidence.SCALE).astype(int)
    units[np.abs(units) < SMALLEST] = 0
    return {name: list(map(int, row)) for name, row in zip(names, units, strict=True) if row.any()}


def _centred(rows: Sequence[Sequence[str]], names: list[str], wanted: Floats) -> Floats:
    """Return the weights less their median by clue: the same odds, and most of them nearly 0."""
    columns = {clue: place for place, clue in enumerate(names)}
    weights = fitted(matrix(rows, columns), len(names), wanted)
    return weights - np.median(weights, axis=1, keepdims=True)


def lines(units: dict[str, list[int]]) -> list[str]:
    """Return the rows of a table, sorted, the strongest weight of a clue first."""
    rows: list[str] = []
    for clue, row in sorted(units.items()):
        pairs = sorted(zip(evidence.CODES, row, strict=True), key=lambda pair: -abs(pair[1]))
        rows.append(f"{clue}\t{' '.join(f'{code}{value}' for code, value in pairs if value)}")
    return rows


def write(examples: Sequence[Example], tongue: str, data: str) -> Path:
    """Write the table of a language; return where."""
    pairs = zip(evidence.CODES, evidence.LABELS, strict=True)
    legend = " ".join(f"{code}={label}" for code, label in pairs)
    head = [
        f"# How much each clue speaks for an op, in twentieths of a logit; {legend}",
        "# Made by scripts/learn_evidence.py: change the sentences, never this file.",
        f"# data {data}",
    ]
    own = [example for example in examples if example.sentence.language == tongue]
    place = evidence.path(tongue)
    place.write_text("\n".join([*head, *lines(learned(own, KEPT[tongue])), ""]), encoding="utf-8")
    return place


@dataclass(frozen=True)
class Judged:
    """A sentence held out: whether the grammar, the words and both together are right about it."""

    sentence: Sentence
    grammar: str
    words: str
    both: str

    def right(self, label: str) -> bool:
        """Return whether a label is one that counts."""
        return label in self.sentence.ops


def judged(held: Sequence[Example], weights: evidence.Weights) -> list[Judged]:
    """Return what the planner makes of sentences with other weights than the shipped ones."""
    planner = RulePlanner(lambda _: weights)
    found: list[Judged] = []
    for one in held:
        words = next(iter(evidence.weigh(one.words, weights)))
        steps = planner.plan(one.sentence.text, CONTEXT)["steps"]
        both = "multi" if len(steps) > 1 else steps[0]["op"] if steps else "none"
        verdict = next(clue for clue in one.readings if clue.startswith("[= "))[3:-1]
        found.append(Judged(one.sentence, verdict, words, both))
    return found


def cross_validated(examples: Sequence[Example], tongue: str, folds: int) -> list[Judged]:
    """Return every fair sentence, judged by weights that were learned from the others."""
    own = [one for one in examples if one.sentence.language == tongue]
    fair = [one for one in own if not one.sentence.tuned]
    random.Random(4).shuffle(fair)
    found: list[Judged] = []
    for held in (fair[fold::folds] for fold in range(folds)):
        hidden = {one.sentence.text for one in held}
        known = learned([one for one in own if one.sentence.text not in hidden], KEPT[tongue])
        found += judged(held, evidence.read(lines(known)))
    return found


def report(found: Sequence[Judged], tongue: str, *, errors: bool) -> str:
    """Return the shares that are right, and what is wrong."""
    shares = [
        f"{name} {sum(one.right(getattr(one, name)) for one in found) / len(found):.3f}"
        for name in ("grammar", "words", "both")
    ]
    wrong = [
        f"{'/'.join(one.sentence.ops)} -> {one.both} (grammar {one.grammar}): {one.sentence.text}"
        for one in found
        if not one.right(one.both)
    ]
    return "\n".join([f"{tongue} n={len(found)} {', '.join(shares)}", *(wrong if errors else [])])


def main() -> None:
    """Learn the tables, or judge the method."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folds", type=int, help="cross-validate instead of writing")
    parser.add_argument("--errors", action="store_true", help="with --folds: list what is wrong")
    asked = parser.parse_args()
    known = sentences()
    examples = [example(sentence) for sentence in known]
    for tongue in ("en", "ko"):
        if asked.folds:
            told = report(
                cross_validated(examples, tongue, asked.folds), tongue, errors=asked.errors
            )
        else:
            place = write(examples, tongue, digest(known))
            told = f"{place.name}: {place.stat().st_size} bytes"
        sys.stdout.write(f"{told}\n")


if __name__ == "__main__":
    main()
