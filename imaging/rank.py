"""Which of many regions is meant: what a person would have pointed at looks like an object.

All of it in the working copy's pixels; a mask is (h, w) bool there.
"""

from dataclasses import dataclass
from math import log10

import cv2
import numpy as np
from numpy.typing import NDArray

from imaging.arrays import Image, Mask
from imaging.masks import box_of, depth_px
from imaging.propose import Seeds, discs, propose
from imaging.scene import WORK_PX, Field, Scene, shrunk, to_lab

RING_PX = 4
NEARLY = 0.85  # of the best score: then, when something is to go, the larger reading
# Ridge regression of the IoU with regions drawn by hand: 34 clicks on six photos of skimage.data.
WEIGHTS = {
    "agreement": 0.56,
    "solidity": 0.45,
    "contrast": 0.43,
    "size": 0.39,
    "depth": 0.045,
    "frame": -0.69,
}
BIAS = -0.535


@dataclass(frozen=True)
class Ranked:
    """A region and how much it looks like what was meant, 0..1."""

    mask: Mask
    score: float


def rank(
    scene: Scene, masks: list[Mask], seeds: Seeds, *, voters: list[Mask] | None = None
) -> list[Ranked]:
    """Score regions, the best first; a score is roughly the IoU to be expected.

    Measured: how far other readings (`voters`, or else the masks) agree, how solid the shape is,
    how large a change of colour its border follows, its size, how deep inside the clicks are, how
    much of its border is the frame. A region that misses a click loses that share of its score.
    """
    agreements = _agreements(masks, masks if voters is None else voters)
    ranked = [
        Ranked(mask, _score(scene, mask, seeds, agreement))
        for mask, agreement in zip(masks, agreements, strict=True)
    ]
    return sorted(ranked, key=lambda one: -one.score)


def excluded_region(scene: Scene, seeds: Seeds, *, most: float = 0.9) -> Mask:
    """Return what the excluded clicks point at, found as if they were the included ones.

    Args:
        scene: the photo.
        seeds: the clicks; there may be none to include.
        most: the largest share of the scene that one excluded click can mean.
    """
    barred = np.zeros(scene.labels.shape, np.bool_)
    ours = discs(barred.shape, seeds.include, 2)
    for point in seeds.exclude:
        swapped = Seeds([point], seeds.include)
        ranked = rank(scene, propose(scene, swapped), swapped)
        fit = [
            one
            for one in ranked
            if np.count_nonzero(one.mask) <= most * barred.size and not (one.mask & ours).any()
        ]
        likely = [one.mask for one in fit if one.score >= NEARLY * fit[0].score]
        barred |= max(likely, key=np.count_nonzero, default=False)
    return barred & ~ours


def distinct(ranked: list[Ranked], *, count: int, overlap: float) -> list[Ranked]:
    """Return the first `count` regions whose IoU with every better one is at most `overlap`."""
    masks = [one.mask for one in ranked]
    ious = overlaps(masks, masks)
    kept: list[int] = []
    for i in range(len(ranked)):
        if len(kept) < count and all(ious[i, j] <= overlap for j in kept):
            kept.append(i)
    return [ranked[i] for i in kept]


def overlaps(masks: list[Mask], others: list[Mask]) -> NDArray[np.float64]:
    """Return the (n, m) intersection over union of every pair of masks.

    Bits are counted rather than floats multiplied: BLAS threads fight over a busy machine's cores.
    """
    packed, other = (np.stack([np.packbits(mask) for mask in group]) for group in (masks, others))
    areas, other_areas = _bits(packed), _bits(other)
    common = np.stack([_bits(row & other) for row in packed])
    return common / np.maximum(areas[:, None] + other_areas - common, 1)


def _bits(packed: NDArray[np.uint8]) -> NDArray[np.int64]:
    return np.bitwise_count(packed).sum(axis=-1, dtype=np.int64)


def plausibility(image: Image, mask: Mask) -> float:
    """Score, 0..1, a region that a box already bounds: by its border's contrast and its shape.

    Args:
        image: (H, W, 3) uint8 RGB.
        mask: (H, W) bool, not empty.
    """
    lab = to_lab(shrunk(image, WORK_PX))
    size = lab.shape[1], lab.shape[0]
    cover = cv2.resize(mask.astype(np.float32), size, interpolation=cv2.INTER_AREA)
    small = cover > min(0.5, float(cover.max()) / 2)
    part = _around(small)
    area, hull, _ = _shape(small[part])
    score = 0.35 + 0.4 * _contrast(lab[part], small[part]) + 0.25 * min(1.0, area / hull)
    return min(1.0, score)


def _agreements(masks: list[Mask], voters: list[Mask]) -> list[float]:
    """Mean IoU with the three readings most like it (beside itself)."""
    ious = np.sort(overlaps(masks, voters), axis=1)[:, ::-1]
    return [float(row.mean()) if row.size else 1.0 for row in ious[:, 1:4]]


def _score(scene: Scene, mask: Mask, seeds: Seeds, agreement: float) -> float:
    measured = {"agreement": agreement, **_measure(scene, mask, seeds)}
    total = BIAS + sum(WEIGHTS[name] * measured[name] for name in WEIGHTS)
    held = np.mean([mask[y, x] for x, y in seeds.include])
    return float(np.clip(total, 0, 1) * held)


def _measure(scene: Scene, mask: Mask, seeds: Seeds) -> dict[str, float]:
    part = _around(mask)
    inside = mask[part]
    area, hull, outline = _shape(inside)
    depth = np.zeros(mask.shape, np.float32)
    depth[part] = np.minimum(depth_px(inside), max(mask.shape))
    at_clicks = np.mean([depth[y, x] for x, y in seeds.include])
    on_frame = sum(np.count_nonzero(rim) for rim in (mask[0], mask[-1], mask[:, 0], mask[:, -1]))
    return {
        "solidity": min(1.0, area / hull),
        "contrast": _contrast(scene.lab[part], inside),
        "size": log10(area / mask.size) / 4,
        "depth": float(at_clicks / depth.max()),
        "frame": min(1.0, on_frame / outline),
    }


def _around(mask: Mask) -> tuple[slice, slice]:
    x0, y0, x1, y1 = box_of(mask)
    rows = slice(max(0, y0 - RING_PX), y1 + RING_PX)
    return rows, slice(max(0, x0 - RING_PX), x1 + RING_PX)


def _contrast(lab: Field, mask: Mask) -> float:
    """How far the colours just inside and just outside differ along the border's weakest quarter.

    0 = the same, 0.5 = by 12 Lab units, towards 1 = without bounds.
    """
    inside = mask.astype(np.uint8)
    border = mask & (cv2.erode(inside, np.ones((3, 3), np.uint8), borderValue=1) == 0)
    if not border.any():
        return 0.0
    side = (2 * RING_PX + 1, 2 * RING_PX + 1)
    share = cv2.blur(inside.astype(np.float32), side)[border][:, None]
    within = cv2.blur(lab * inside[..., None], side)[border]
    around = cv2.blur(lab, side)[border] - within
    apart = within / np.maximum(share, 1e-3) - around / np.maximum(1 - share, 1e-3)
    steps = np.linalg.norm(apart * np.array([0.7, 1, 1], np.float32), axis=-1)
    weakest = float(np.quantile(steps, 0.25))
    return weakest / (weakest + 12)


def _shape(mask: Mask) -> tuple[float, float, float]:
    """Area, area of the convex hulls of its parts, and length of the outline, in px."""
    found = cv2.findContours(mask.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    hull = sum(cv2.contourArea(cv2.convexHull(contour)) for contour in found[0])
    outline = sum(cv2.arcLength(contour, True) for contour in found[0])
    return float(np.count_nonzero(mask)), max(1.0, hull), max(1.0, outline)
