"""Sharpness for a hole that was filled on a small copy of the photo."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.spatial import KDTree

from imaging.arrays import Image, Mask
from imaging.masks import depth_px, grow

PATCH_PX, STRIDE_PX = 7, 4
MOST_SOURCES = 120_000

Grid = NDArray[np.intp]


@dataclass(frozen=True)
class _Match:
    """Centres, (n, 2) rows and columns of the small copy: where to, and where from."""

    target: Grid
    source: Grid


def transfer_detail(image: Image, mask: Mask, small_fill: Image, usable: Mask) -> Image:
    """Enlarge a small fill and give it the fine texture of the places it resembles.

    Each patch of the small fill is matched with one of the known surroundings; what the photo has
    there beyond its own small copy is added. The idea is the coherence upsampling of Barnes et
    al., "PatchMatch", SIGGRAPH 2009, doi:10.1145/1531326.1531330, for detail only.

    Args:
        image: (H, W, 3) uint8, with the hole.
        mask: (H, W) bool, True = the hole.
        small_fill: (h, w, 3) uint8, the same picture smaller, its hole filled.
        usable: (h, w) bool, where detail may come from.

    Returns:
        (H, W, 3) uint8; unmasked pixels are the image's.
    """
    size = image.shape[1], image.shape[0]
    enlarged = cv2.resize(small_fill, size, interpolation=cv2.INTER_CUBIC).astype(np.float32)
    detail = image - enlarged
    match = _match(small_fill, _at(mask, small_fill), usable)
    if match is not None:
        enlarged += _woven(detail, match, image.shape[1] / small_fill.shape[1])
    sharp = np.clip(np.rint(enlarged), 0, 255).astype(np.uint8)
    return np.where(mask[..., None], sharp, image)


def _at(mask: Mask, small: Image) -> Mask:
    size = small.shape[1], small.shape[0]
    return cv2.resize(mask.astype(np.float32), size, interpolation=cv2.INTER_AREA) > 0


def _match(small: Image, hole: Mask, usable: Mask) -> _Match | None:
    """The most similar known patch for each point of a grid over the hole."""
    reach = PATCH_PX // 2
    inner = np.zeros(hole.shape, np.bool_)
    inner[reach:-reach, reach:-reach] = True
    known = np.argwhere(inner & usable & (depth_px(~hole) > reach))
    grid = np.zeros(hole.shape, np.bool_)
    grid[::STRIDE_PX, ::STRIDE_PX] = True
    wanted = np.argwhere(grid & inner & grow(hole, STRIDE_PX))
    if not len(known) or not len(wanted):
        return None
    known = known[:: max(1, len(known) // MOST_SOURCES)]
    features = _features(small)
    # Without repetitions, which a tree cannot part: a flat sky is one leaf, and takes a minute.
    _, first = np.unique(features[known[:, 0], known[:, 1]], axis=0, return_index=True)
    known = known[np.sort(first)]
    tree = KDTree(features[known[:, 0], known[:, 1]])
    _, nearest = tree.query(features[wanted[:, 0], wanted[:, 1]], eps=1.0)
    return _Match(wanted, known[nearest])


def _features(small: Image) -> NDArray[np.float32]:
    """Each pixel's surroundings in a few numbers: blurs and derivatives of growing scale."""
    lab = cv2.cvtColor(small, cv2.COLOR_RGB2LAB).astype(np.float32)
    bands = [cv2.GaussianBlur(lab, (0, 0), 1.0), cv2.GaussianBlur(lab, (0, 0), 2.5)]
    grey = np.ascontiguousarray(lab[..., 0])
    slopes = [
        scale * cv2.Sobel(cv2.GaussianBlur(grey, (0, 0), sigma), -1, dx, 1 - dx)
        for sigma, scale in ((1.0, 0.5), (2.0, 0.7), (3.5, 1.0))
        for dx in (1, 0)
    ]
    return np.concatenate([*bands, np.stack(slopes, axis=-1)], axis=-1).astype(np.float32)


def _woven(detail: NDArray[np.float32], match: _Match, factor: float) -> NDArray[np.float32]:
    """Overlapping windows of detail, weighted so that their energy stays."""
    half = max(1, round(STRIDE_PX * factor))
    ramp = np.sin(np.pi * (np.arange(2 * half) + 0.5) / (2 * half)) ** 2
    window = np.outer(ramp, ramp).astype(np.float32)[..., None]
    padded = np.pad(detail, ((half, half), (half, half), (0, 0)), mode="reflect")
    total, weight = np.zeros_like(padded), np.full((*padded.shape[:2], 1), 1e-6, np.float32)
    centres = np.rint((np.stack([match.target, match.source]) + 0.5) * factor).astype(int)
    for (to_y, to_x), (from_y, from_x) in zip(*centres.tolist(), strict=True):
        there = np.s_[to_y : to_y + 2 * half, to_x : to_x + 2 * half]
        total[there] += window * padded[from_y : from_y + 2 * half, from_x : from_x + 2 * half]
        weight[there] += window
    return (total / weight)[half:-half, half:-half]
