"""How well a hole was filled: how near the truth inside it, and whether its border shows."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from skimage.metrics import structural_similarity

from errors import InvalidImage
from imaging.arrays import Image, Mask
from imaging.masks import box_of, grow

RING_PX = 8
WINDOW_PX = 7  # of SSIM
MOST = 255.0


@dataclass(frozen=True)
class Filled:
    """One filled hole against the truth. psnr_db: None where not one value differs."""

    psnr_db: float | None
    ssim: float
    seam: float
    seam_truth: float


def compared(ours: Image, truth: Image, hole: Mask) -> Filled:
    """Return the figures of a filled hole.

    Args:
        ours: (H, W, 3) uint8, the hole filled.
        truth: (H, W, 3) uint8, as it should be.
        hole: (H, W) bool, not empty.

    Raises:
        InvalidImage: smaller than SSIM's window of 7 px.
    """
    return Filled(
        psnr_db(ours, truth, hole),
        ssim(ours, truth, hole),
        seam_energy(ours, hole),
        seam_energy(truth, hole),
    )


def psnr_db(ours: Image, truth: Image, hole: Mask) -> float | None:
    """Return the peak signal-to-noise ratio in dB over the hole's values only.

    10 log10(255² / MSE), as `skimage.metrics.peak_signal_noise_ratio`; None where they are equal.
    """
    error = np.mean(np.square(ours[hole].astype(np.float64) - truth[hole]))
    return float(10 * np.log10(MOST**2 / error)) if error else None


def ssim(ours: Image, truth: Image, hole: Mask) -> float:
    """Return the mean of the SSIM map over the hole's pixels, -1..1.

    Wang et al. 2004, doi:10.1109/TIP.2003.819861, windows of 7 px, channels averaged: a window at
    the border reaches 3 px out of the hole.

    Raises:
        InvalidImage: smaller than the window.
    """
    if min(hole.shape) < WINDOW_PX:
        raise InvalidImage(
            f"the picture is {hole.shape[1]}×{hole.shape[0]} px", hint="it takes 7 px a side"
        )
    part = _around(hole, WINDOW_PX)
    found: Any = structural_similarity(
        ours[part], truth[part], win_size=WINDOW_PX, data_range=MOST, channel_axis=2, full=True
    )
    return float(found[1][hole[part]].mean())  # the map; before it stands its mean


def seam_energy(image: Image, hole: Mask) -> float:
    """Return how much the hole's border shows: about 1 where it does not, more where it does.

    The mean step between neighbouring pixels (4 neighbours, mean of the channels) with one in the
    hole and one outside, over the mean step of pairs of the same directions outside, within 8 px of
    the hole. One grey level is added to both, so that flat surroundings count as nearly flat.
    Below 1: the fill is smoother than what is around it.
    """
    part = _around(hole, RING_PX + 1)
    pixels, inside = image[part].astype(np.float64), hole[part]
    ring = grow(inside, RING_PX) & ~inside
    across = beside = 0.0
    crossings = 0
    for axis in (0, 1):
        steps = np.abs(np.diff(pixels, axis=axis)).mean(axis=-1)
        near, far = _pairs(inside, axis)
        border = steps[near != far]
        near, far = _pairs(ring, axis)
        across += float(border.sum())
        beside += _mean(steps[near & far]) * border.size
        crossings += border.size
    return (across + crossings) / (beside + crossings) if crossings else 1.0


def _pairs(mask: Mask, axis: int) -> tuple[Mask, Mask]:
    return (mask[:-1], mask[1:]) if axis == 0 else (mask[:, :-1], mask[:, 1:])


def _mean(steps: NDArray[np.float64]) -> float:
    return float(steps.mean()) if steps.size else 0.0


def _around(hole: Mask, margin_px: int) -> tuple[slice, slice]:
    x0, y0, x1, y1 = box_of(hole)
    return (
        slice(max(0, y0 - margin_px), y1 + margin_px),
        slice(max(0, x0 - margin_px), x1 + margin_px),
    )
