"""A person who clicks until a mask is right, simulated; and how close a mask is.

The protocol of interactive segmentation (NoC, number of clicks): Sofiiuk, Petrov and Konushin,
"Reviving Iterative Training with Mask Guidance for Interactive Segmentation", 2021,
arXiv:2102.06583. Here each click goes into the largest connected error, as people see it; there,
into the widest one.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, cast

import cv2
import numpy as np
from scipy import ndimage

from imaging.arrays import Mask


@dataclass(frozen=True)
class Click:
    """A pixel, from the top left. include: it belongs to the object."""

    x: int
    y: int
    include: bool


def iou(first: Mask, second: Mask) -> float:
    """Return intersection over union of two (H, W) masks; two empty ones are the same: 1."""
    union = np.count_nonzero(first | second)
    return float(np.count_nonzero(first & second) / union) if union else 1.0


def next_click(truth: Mask, mask: Mask, clicked: Collection[tuple[int, int]] = ()) -> Click | None:
    """Return the click that a person makes next: at the centre of the largest error.

    The largest 4-connected region that is missing from `mask`, or too much in it; in it, the
    pixel farthest from its edge (the frame is an edge). Of equals the first, row by row.

    Args:
        truth: (H, W) bool, the object.
        mask: (H, W) bool, what is selected so far.
        clicked: pixels (x, y) that were clicked before, and are not again.

    Returns:
        None where nothing is wrong, or every wrong pixel was clicked.
    """
    free = np.ones(truth.shape, np.bool_)
    for x, y in clicked:
        free[y, x] = False
    missing, (surplus, more) = _largest(truth & ~mask & free), _largest(mask & ~truth & free)
    region, include = (surplus, False) if more > missing[1] else (missing[0], True)
    if not region.any():
        return None
    x, y = centre(region)
    return Click(x, y, include)


def centre(region: Mask) -> tuple[int, int]:
    """Return the (x, y) pixel of a non-empty region that is farthest from its edge."""
    framed = np.pad(region, 1).astype(np.uint8)
    depth = cv2.distanceTransform(framed, cv2.DIST_L2, cv2.DIST_MASK_PRECISE)[1:-1, 1:-1]
    # OpenCV's last bit depends on where the array lies in memory; squares are whole numbers.
    y, x = np.unravel_index(int(np.argmax(np.rint(depth * depth))), region.shape)
    return int(x), int(y)


def _largest(wrong: Mask) -> tuple[Mask, int]:
    labels, count = cast("tuple[Any, int]", ndimage.label(wrong))
    if not count:
        return wrong, 0
    sizes = np.bincount(labels.ravel())[1:]
    return labels == 1 + int(np.argmax(sizes)), int(sizes.max())


def at_click(ious: Sequence[float], click: int) -> float:
    """Return the IoU after a click, from 1; where it ended before, nobody clicked any more."""
    return ious[min(click, len(ious)) - 1]


def clicks_to(ious: Sequence[float], wanted: float, most: int) -> int:
    """Return how many clicks it took to reach an IoU (NoC); `most` where it never did."""
    return next((i for i, got in enumerate(ious, start=1) if got >= wanted), most)
