"""Whether a segmenter finds what is pointed at, and in how many clicks."""

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from checkpoints.images import ImageStore, OwnerImages
from engines import Engines
from errors import InvalidMask, InvalidRegion
from evals import plots
from evals.clicks import Click, at_click, clicks_to, iou, next_click
from evals.marked import Marked
from evals.progress import told
from evals.report import Cell, Plot, Report, Table, percentiles_ms
from graph.state import Region
from imaging.arrays import Mask
from imaging.masks import box_of
from nodes.segment import Found, find

MOST_CLICKS = 20
SHOWN = (1, 3, 5)
WANTED = (0.85, 0.90)
STRIP = 4  # pictures of the worst and the best, together


@dataclass(frozen=True)
class Clicked:
    """What clicking on one picture gave.

    ious: of the best-scored candidate, click by click. oracle: of the best candidate.
    ms: of each click, the first with what is computed from the picture alone.
    masks: (H, W) bool after the clicks of `SHOWN`. refused: clicks that gave no mask (IoU 0).
    """

    picture: Marked
    ious: tuple[float, ...]
    oracle: tuple[float, ...]
    box_iou: float
    box_oracle: float
    ms: tuple[float, ...]
    masks: tuple[Mask, ...]
    refused: int


def measure(
    engines: Engines, pictures: Sequence[Marked], *, most: int = MOST_CLICKS
) -> list[Clicked]:
    """Click on every picture until its object is found, by the product's own way to a mask.

    A picture is done when the best-scored mask has reached an IoU of 0.90, five clicks at the
    least, or after `most`. Nothing is kept.
    """
    with tempfile.TemporaryDirectory() as folder:
        images = ImageStore(Path(folder)).of("evals")
        return [_Person(engines, images, one).click(most) for one in told(pictures, "masks")]


class _Person:
    """Someone who clicks on one picture and knows what is meant."""

    def __init__(self, engines: Engines, images: OwnerImages, picture: Marked) -> None:
        self.engines, self.images, self.picture = engines, images, picture
        self.image_id = images.put(picture.data, name=picture.name).image_id
        self.ms: list[float] = []
        self.refused = 0

    def click(self, most: int) -> Clicked:
        truth = self.picture.truth
        clicks: list[Click] = []
        pairs: list[tuple[float, float]] = []
        shown: dict[int, Mask] = {}
        mask = np.zeros_like(truth)
        while len(clicks) < most and (at := self._next(mask, clicks)):
            clicks.append(at)
            mask, oracle = self._found(_region(clicks))
            pairs.append((iou(truth, mask), oracle))
            shown |= {count: mask for count in SHOWN if count >= len(clicks)}
            if pairs[-1][0] >= max(WANTED) and len(clicks) >= max(SHOWN):
                break
        ms = tuple(self.ms)
        boxed, box_oracle = self._found(self._box())
        ious, oracles = zip(*pairs, strict=True)
        last = tuple(shown[count] for count in SHOWN)
        at_box = iou(truth, boxed)
        return Clicked(self.picture, ious, oracles, at_box, box_oracle, ms, last, self.refused)

    def _next(self, mask: Mask, clicks: Sequence[Click]) -> Click | None:
        if not clicks and self.picture.click:
            return Click(*self.picture.click, include=True)
        return next_click(self.picture.truth, mask, [(c.x, c.y) for c in clicks])

    def _box(self) -> Region:
        box = self.picture.box or box_of(self.picture.truth)
        return {"boxes_xyxy": [[float(side) for side in box]]}

    def _found(self, region: Region) -> tuple[Mask, float]:
        """The best-scored mask, and the best IoU of all candidates; a refusal is an empty mask."""
        truth = self.picture.truth
        try:
            found = find(region, self.image_id, images=self.images, engines=self.engines)
        except (InvalidMask, InvalidRegion):
            self.refused += 1
            return np.zeros_like(truth), 0.0
        self.ms.append(found.timing_ms)
        return self.images.mask(found.best["mask_id"]), self._oracle(found)

    def _oracle(self, found: Found) -> float:
        candidates = [self.images.mask(row["mask_id"]) for row in found.rows]
        return max(iou(self.picture.truth, mask) for mask in candidates)


def _region(clicks: Sequence[Click]) -> Region:
    return {
        "points_xy": [[float(c.x), float(c.y)] for c in clicks],
        "point_labels": [int(c.include) for c in clicks],
    }


def report(found: Sequence[Clicked], *, segmenter: str, most: int = MOST_CLICKS) -> Report:
    """Return what `measure` found: means over the pictures, and each picture."""
    table = _summary(found, most)
    p50, p95 = percentiles_ms([ms for one in found for ms in one.ms])
    first, _ = percentiles_ms([one.ms[0] for one in found if one.ms])
    refused = sum(one.refused for one in found)
    lines = (
        *(f"{row[0]}: {row[1]:.3f} (oracle {row[2]:.3f})" for row in table.rows),
        f"{len(found)} pictures; segmenter {segmenter}; oracle: the best candidate, not the "
        "best-scored",
        f"ms per click: p50 {p50:.0f}, p95 {p95:.0f}; the first on a picture: p50 {first:.0f}",
        *([f"{refused} clicks gave no mask and count as IoU 0"] if refused else []),
    )
    data = {
        "segmenter": segmenter,
        "summary": {str(row[0]): {"best_scored": row[1], "oracle": row[2]} for row in table.rows},
        "ms_p50": p50,
        "ms_p95": p95,
        "ms_first_p50": first,
        "refused": refused,
        "pictures": [_facts(one) for one in found],
    }
    tables, drawn = (_pictures(found, most),), _plots(found, most)
    return Report("masks", lines, tables, plots=drawn, data=data)


def _plots(found: Sequence[Clicked], most: int) -> tuple[Plot, ...]:
    extremes = _extremes(found)
    size_in = (9.0, 2.3 * len(extremes))
    title = "Worst and best (bright: selected; white: the object's outline)"
    return (
        Plot("clicks", "IoU by click", lambda f: plots.clicks(f, found, most), (7.0, 4.5)),
        Plot("pictures", title, lambda f: plots.masks(f, extremes, SHOWN), size_in),
    )


def _summary(found: Sequence[Clicked], most: int) -> Table:
    """Rows of (what, best-scored, oracle)."""
    rows: list[list[Cell]] = [
        [f"mIoU at {count}", *_means(found, lambda ious, n=count: at_click(ious, n))]
        for count in SHOWN
    ]
    boxes = [one.box_iou for one in found], [one.box_oracle for one in found]
    rows.append(["mIoU of the box", *(float(np.mean(ious)) for ious in boxes)])
    for wanted in WANTED:
        means = _means(found, lambda ious, w=wanted: float(clicks_to(ious, w, most)))
        rows.append([f"NoC@{100 * wanted:.0f}", *means])
    return Table("", ("what", "best-scored", "oracle"), rows)


def _means(found: Sequence[Clicked], value: Callable[[Sequence[float]], float]) -> list[Cell]:
    both = [value(one.ious) for one in found], [value(one.oracle) for one in found]
    return [float(np.mean(values)) for values in both]


def _extremes(found: Sequence[Clicked]) -> list[Clicked]:
    """The worst and the best after the clicks that are shown, the worst first."""
    ordered = sorted(found, key=lambda one: sum(at_click(one.ious, n) for n in SHOWN))
    half = STRIP // 2
    return ordered if len(ordered) <= STRIP else [*ordered[:half], *ordered[-half:]]


def _pictures(found: Sequence[Clicked], most: int) -> Table:
    columns = ("picture", *(f"IoU at {n}" for n in SHOWN), "box", "NoC@85", "NoC@90", "ms")
    rows: list[list[Cell]] = [
        [
            one.picture.name,
            *(at_click(one.ious, n) for n in SHOWN),
            one.box_iou,
            *(clicks_to(one.ious, wanted, most) for wanted in WANTED),
            round(percentiles_ms(list(one.ms))[0]),
        ]
        for one in found
    ]
    return Table("By picture", columns, rows)


def _facts(one: Clicked) -> dict[str, object]:
    return {
        "name": one.picture.name,
        "ious": list(one.ious),
        "oracle": list(one.oracle),
        "box_iou": one.box_iou,
        "box_oracle": one.box_oracle,
        "ms": list(one.ms),
        "refused": one.refused,
    }
