"""What clicks and boxes mean, without a model: many classical segmentations, the likeliest kept."""

import threading
from collections import OrderedDict

import numpy as np

from engines.protocols import Candidate, Card, Level, Pointing
from errors import InvalidRegion
from imaging.arrays import Box, Image, Mask
from imaging.box_region import find_in_box
from imaging.masks import check_box, check_point, from_box
from imaging.propose import Seeds, clean, discs, propose
from imaging.rank import Ranked, distinct, excluded_region, plausibility, rank
from imaging.refine import at_fine_size, polish, resized_mask
from imaging.scene import Point, Scene, look

CACHED_IMAGES = 8
POLISHED, POLISH_PX = 8, 160
EXCLUDED_RADIUS_PX = 5
LEVELS: dict[int, tuple[Level, ...]] = {
    1: ("object",),
    2: ("part", "object"),
    3: ("part", "object", "whole"),
}


class PointingSegmenter:
    """Classical segmentation behind the same call as a learned one.

    Watersheds, geodesic and superpixel regions, level sets and colour floods propose; grabCut
    redraws the best; three distinct ones are returned. What follows from the image alone is kept
    for the last few images, so that a second click is faster. Safe to call from several threads.
    """

    card = Card(
        name="pointing",
        capability="segment",
        summary="Finds what clicks or a box mean by colours and edges, without a model.",
    )

    def __init__(self) -> None:
        self._scenes: OrderedDict[str, Scene] = OrderedDict()
        self._lock = threading.Lock()

    def segment(self, image: Image, pointing: Pointing, *, image_id: str) -> list[Candidate]:
        """Return one to three candidates ordered part, object, whole (by area).

        Raises:
            InvalidRegion: no included point and no box; a point or box malformed or outside the
                image; an included point outside every box.
        """
        include, exclude = _points(pointing, image)
        boxes = [check_box(box, image.shape) for box in pointing.boxes_xyxy]
        _check_inside(include, boxes)
        if boxes:
            return _levelled(_from_boxes(image, boxes, include, exclude))
        return _levelled(_from_clicks(self._scene(image, image_id), include, exclude))

    def _scene(self, image: Image, image_id: str) -> Scene:
        with self._lock:
            known = self._scenes.get(image_id)
            if known is not None:
                self._scenes.move_to_end(image_id)
                return known
        scene = look(image)  # outside the lock: a known image need not wait for a new one
        with self._lock:
            self._scenes[image_id] = scene
            while len(self._scenes) > CACHED_IMAGES:
                self._scenes.popitem(last=False)
        return scene


def _from_clicks(scene: Scene, include: list[Point], exclude: list[Point]) -> list[Ranked]:
    seeds = Seeds(_at_work(scene, include), _at_work(scene, exclude))
    barred = excluded_region(scene, seeds)
    proposed = propose(scene, seeds, barred=barred)
    likely = distinct(rank(scene, proposed, seeds), count=POLISHED, overlap=0.92)
    redrawn = [polish(scene.work, one.mask, seeds, side_px=POLISH_PX, band=0.12) for one in likely]
    polished = [clean(mask & ~barred, seeds) for mask in redrawn]
    polished = [mask for mask in polished if mask.any()]
    voters = proposed + polished
    again = rank(scene, [one.mask for one in likely] + polished, seeds, voters=voters)
    best = distinct(again, count=3, overlap=0.75)
    fine = [at_fine_size(scene, one.mask, seeds, spare_px=EXCLUDED_RADIUS_PX) for one in best]
    size = scene.shape[1], scene.shape[0]
    masks = [_exactly(resized_mask(soft, size) > 0.5, include, exclude) for soft in fine]
    return [Ranked(mask, one.score) for mask, one in zip(masks, best, strict=True)]


def _from_boxes(
    image: Image, boxes: list[Box], include: list[Point], exclude: list[Point]
) -> list[Ranked]:
    found = [
        find_in_box(image, box, [p for p in include if _holds(box, p)], exclude) for box in boxes
    ]
    readings = [np.logical_or.reduce(reading) for reading in zip(*found, strict=True)]
    # Of a box of a few pixels nothing may be left after shrinking: then the box itself is meant.
    drawn = np.logical_or.reduce([from_box(box, image.shape) for box in boxes])
    seen = [mask for mask in readings if mask.any()] or [drawn]
    masks = [_exactly(mask, include, exclude) for mask in seen]
    return [Ranked(mask, plausibility(image, mask)) for mask in masks if mask.any()]


def _levelled(ranked: list[Ranked]) -> list[Candidate]:
    """Near-duplicates merged, ordered by area and named."""
    best = distinct(sorted(ranked, key=lambda one: -one.score), count=3, overlap=0.9)
    ordered = sorted(best, key=lambda one: int(np.count_nonzero(one.mask)))
    names = LEVELS[len(ordered)]
    return [
        Candidate(one.mask, one.score, level) for one, level in zip(ordered, names, strict=True)
    ]


def _exactly(mask: Mask, include: list[Point], exclude: list[Point]) -> Mask:
    """Without the surroundings of the excluded clicks, and with each included pixel."""
    settled = mask & ~discs(mask.shape, exclude, EXCLUDED_RADIUS_PX)
    for x, y in include:
        settled[y, x] = True
    return settled


def _points(pointing: Pointing, image: Image) -> tuple[list[Point], list[Point]]:
    points = [check_point(point, image.shape) for point in pointing.points_xy]
    labels = pointing.point_labels
    if len(labels) != len(points):
        raise InvalidRegion(
            f"There are {len(points)} points and {len(labels)} labels.",
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
    pairs = list(zip(points, labels, strict=True))
    return [p for p, label in pairs if label == 1], [p for p, label in pairs if label == 0]


def _check_inside(include: list[Point], boxes: list[Box]) -> None:
    for point in include:
        if boxes and not any(_holds(box, point) for box in boxes):
            raise InvalidRegion(
                f"The point {point} to include is outside every box.",
                hint="Points refine what is inside a box; leave the box out, or draw it larger.",
            )


def _holds(box: Box, point: Point) -> bool:
    return box[0] <= point[0] < box[2] and box[1] <= point[1] < box[3]


def _at_work(scene: Scene, points: list[Point]) -> list[Point]:
    height, width = scene.labels.shape
    return [(x * width // scene.shape[1], y * height // scene.shape[0]) for x, y in points]
