"""What clicks and boxes mean, without a model: many classical segmentations, the likeliest kept."""

import threading
from collections import OrderedDict

import numpy as np

from engines.pointed import EXCLUDED_RADIUS_PX, Pointed, holds, levelled
from engines.protocols import Candidate, Card, Pointing
from imaging.arrays import Image
from imaging.box_region import find_in_box
from imaging.masks import from_box
from imaging.propose import Seeds, clean, propose
from imaging.rank import Ranked, distinct, excluded_region, plausibility, rank
from imaging.refine import at_fine_size, polish, resized_mask
from imaging.scene import Point, Scene, look

CACHED_IMAGES = 8
POLISHED, POLISH_PX = 8, 160


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
        pointed = Pointed.of(pointing, image.shape)
        if pointed.boxes:
            return levelled(_from_boxes(image, pointed))
        return levelled(_from_clicks(self._scene(image, image_id), pointed))

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


def _from_clicks(scene: Scene, pointed: Pointed) -> list[Ranked]:
    seeds = Seeds(_at_work(scene, pointed.include), _at_work(scene, pointed.exclude))
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
    masks = [pointed.exactly(resized_mask(soft, size) > 0.5) for soft in fine]
    return [Ranked(mask, one.score) for mask, one in zip(masks, best, strict=True)]


def _from_boxes(image: Image, pointed: Pointed) -> list[Ranked]:
    found = [
        find_in_box(image, box, [p for p in pointed.include if holds(box, p)], pointed.exclude)
        for box in pointed.boxes
    ]
    readings = [np.logical_or.reduce(reading) for reading in zip(*found, strict=True)]
    # Of a box of a few pixels nothing may be left after shrinking: then the box itself is meant.
    drawn = np.logical_or.reduce([from_box(box, image.shape) for box in pointed.boxes])
    seen = [mask for mask in readings if mask.any()] or [drawn]
    masks = [pointed.exactly(mask) for mask in seen]
    return [Ranked(mask, plausibility(image, mask)) for mask in masks if mask.any()]


def _at_work(scene: Scene, points: list[Point]) -> list[Point]:
    height, width = scene.labels.shape
    return [(x * width // scene.shape[1], y * height // scene.shape[0]) for x, y in points]
