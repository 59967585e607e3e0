"""What every segmenter makes of a pointing: its points read, its masks settled and named."""

from dataclasses import dataclass

import numpy as np

from engines.protocols import Candidate, Level, Pointing
from errors import InvalidRegion
from imaging.arrays import Box, Mask
from imaging.masks import check_box, check_point
from imaging.propose import discs
from imaging.rank import Ranked, distinct
from imaging.scene import Point

EXCLUDED_RADIUS_PX = 5
SAME = 0.9  # of two masks with a larger IoU one is enough
LEVELS: dict[int, tuple[Level, ...]] = {
    1: ("object",),
    2: ("part", "object"),
    3: ("part", "object", "whole"),
}


@dataclass(frozen=True)
class Pointed:
    """A pointing in whole pixels of its photo.

    clicks: (x, y) and whether it is included, in the order in which they were given.
    boxes: (x0, y0, x1, y1), far edge excluded.
    """

    clicks: tuple[tuple[Point, bool], ...]
    boxes: tuple[Box, ...]

    @classmethod
    def of(cls, pointing: Pointing, shape: tuple[int, ...]) -> "Pointed":
        """Return the pointing checked, in an image of `shape` (H, W, ...).

        Raises:
            InvalidRegion: no included point and no box; a point or box malformed or outside the
                image; an included point outside every box.
        """
        points = [check_point(point, shape) for point in pointing.points_xy]
        _check_labels(pointing)
        boxes = tuple(check_box(box, shape) for box in pointing.boxes_xyxy)
        labels = (label == 1 for label in pointing.point_labels)
        pointed = cls(tuple(zip(points, labels, strict=True)), boxes)
        _check_inside(pointed.include, boxes)
        return pointed

    @property
    def include(self) -> list[Point]:
        """The clicks that the mask must hold."""
        return [point for point, included in self.clicks if included]

    @property
    def exclude(self) -> list[Point]:
        """The clicks that it must not."""
        return [point for point, included in self.clicks if not included]

    def exactly(self, mask: Mask) -> Mask:
        """Return it without the surroundings of the excluded clicks, with each included pixel."""
        settled = mask.copy()
        if self.exclude:
            settled &= ~discs(mask.shape, self.exclude, EXCLUDED_RADIUS_PX)
        for x, y in self.include:
            settled[y, x] = True
        return settled


def holds(box: Box, point: Point) -> bool:
    """Whether the pixel `point` lies in `box`."""
    return box[0] <= point[0] < box[2] and box[1] <= point[1] < box[3]


def levelled(ranked: list[Ranked]) -> list[Candidate]:
    """Return near-duplicates merged (the better stays), ordered by area and named."""
    best = distinct(sorted(ranked, key=lambda one: -one.score), count=3, overlap=SAME)
    ordered = sorted(best, key=lambda one: int(np.count_nonzero(one.mask)))
    names = LEVELS[len(ordered)]
    return [
        Candidate(one.mask, one.score, level) for one, level in zip(ordered, names, strict=True)
    ]


def _check_labels(pointing: Pointing) -> None:
    labels = pointing.point_labels
    if len(labels) != len(pointing.points_xy):
        raise InvalidRegion(
            f"There are {len(pointing.points_xy)} points and {len(labels)} labels.",
            hint="Give one label per point: 1 = include, 0 = exclude.",
        )
    if set(labels) - {0, 1}:
        wrong = ", ".join(str(label) for label in sorted(set(labels) - {0, 1}))
        raise InvalidRegion(f"No such point label: {wrong}.", hint="1 = include, 0 = exclude.")
    if 1 not in labels and not pointing.boxes_xyxy:
        raise InvalidRegion(
            "Nothing is pointed at: no point to include and no box.",
            hint="Give at least one point with label 1, or a box.",
        )


def _check_inside(include: list[Point], boxes: tuple[Box, ...]) -> None:
    for point in include:
        if boxes and not any(holds(box, point) for box in boxes):
            raise InvalidRegion(
                f"The point {point} to include is outside every box.",
                hint="Points refine what is inside a box; leave the box out, or draw it larger.",
            )
