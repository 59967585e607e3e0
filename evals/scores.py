"""How well labels were guessed: accuracy, F1, and which label was taken for which."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class LabelScore:
    """One label: of those said to be it, how many are (precision); of those that are, found."""

    label: str
    rows: int
    precision: float
    recall: float
    f1: float


@dataclass(frozen=True)
class Scores:
    """What came of a test.

    confusion: (L, L) int, [i, j] = rows of label i that were taken for label j; in `labels` order.
    macro_f1: the mean F1 of all labels that occur, as truth or as an answer.
    """

    accuracy: float
    macro_f1: float
    labels: tuple[str, ...]
    confusion: NDArray[np.int64]
    per_label: tuple[LabelScore, ...]


def scored(truth: Sequence[str], said: Sequence[str], order: Sequence[str]) -> Scores:
    """Compare what was said with what is true.

    Args:
        truth: the right label of each row.
        said: the label that was given, in the same order.
        order: all labels that may occur, as tables list them; those that do not are left out.
    """
    labels = tuple(label for label in order if label in {*truth, *said})
    index = {label: i for i, label in enumerate(labels)}
    confusion = np.zeros((len(labels), len(labels)), np.int64)
    for true, guess in zip(truth, said, strict=True):
        confusion[index[true], index[guess]] += 1
    per_label = tuple(_label(confusion, i, label) for label, i in index.items())
    accuracy = float(confusion.trace() / max(1, confusion.sum()))
    macro = float(np.mean([one.f1 for one in per_label])) if per_label else 0.0
    return Scores(accuracy, macro, labels, confusion, per_label)


def _label(confusion: NDArray[np.int64], i: int, label: str) -> LabelScore:
    hit, are, said = confusion[i, i], confusion[i].sum(), confusion[:, i].sum()
    precision, recall = float(hit / max(1, said)), float(hit / max(1, are))
    return LabelScore(label, int(are), precision, recall, float(2 * hit / max(1, are + said)))


def confusions(scores: Scores) -> list[tuple[str, str, int]]:
    """Return (truth, said, rows) of every kind of mistake, the most frequent first."""
    found = [
        (true, said, int(scores.confusion[i, j]))
        for i, true in enumerate(scores.labels)
        for j, said in enumerate(scores.labels)
        if i != j and scores.confusion[i, j]
    ]
    return sorted(found, key=lambda one: -one[2])  # stable: equals stay in the labels' order


def matrix_text(scores: Scores) -> str:
    """Return the confusion matrix for a terminal: a row is the truth, a column what was said."""
    numbers = [str(i + 1) for i in range(len(scores.labels))]
    width = max(len(label) for label in scores.labels)
    lines = [" " * (width + 4) + "".join(f"{n:>4}" for n in numbers)]
    for number, label, row in zip(numbers, scores.labels, scores.confusion, strict=True):
        cells = "".join(f"{count or '·':>4}" for count in row)
        lines.append(f"{number:>3} {label:<{width}}{cells}")
    return "\n".join(lines)
