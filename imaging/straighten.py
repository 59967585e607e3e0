"""Find how far a photo leans, from its straight lines, and put it upright."""

from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from errors import InvalidRequest
from imaging.arrays import Pixels
from imaging.geometry import rotate

MOST_DEGREES = 15.0
LEAST_DEGREES = 0.2  # less cannot be seen
_WORK_PX = 1000
_NOTHING_CLEAR = "No clear horizon or upright line shows how far this photo leans."


def straighten(pixels: Pixels) -> Pixels:
    """Return the photo turned upright, cropped as `geometry.rotate` does.

    Args:
        pixels: (H, W, 3 or 4), uint8 or uint16.

    Raises:
        InvalidRequest: no clear lean of at most 15 degrees, or the photo is straight already.
    """
    lean = lean_of(pixels)
    if abs(lean) < LEAST_DEGREES:
        raise InvalidRequest(
            "This photo looks straight already.", hint="Say by how many degrees to rotate it."
        )
    return rotate(pixels, -lean)


def lean_of(pixels: Pixels) -> float:
    """Return by how many degrees, clockwise, the photo's level and upright lines lean.

    Line segments (R. Grompone von Gioi et al., "LSD", 2010, doi 10.1109/TPAMI.2008.300) vote with
    their length for their angle to the nearer axis.

    Raises:
        InvalidRequest: too few lines agree.
    """
    angles, lengths = _segments(_grey(pixels))
    grid = np.arange(-MOST_DEGREES - 1, MOST_DEGREES + 1.01, 0.05)
    votes = np.exp(-0.5 * ((grid[:, None] - angles[None, :]) / 0.5) ** 2) @ lengths
    peak = float(grid[np.argmax(votes)])
    agree = np.abs(angles - peak) < 1.2
    if abs(peak) > MOST_DEGREES or not _clear(lengths, agree, angles):
        raise InvalidRequest(_NOTHING_CLEAR, hint="Say by how many degrees to rotate it.")
    return float(np.average(angles[agree], weights=lengths[agree]))


def _grey(pixels: Pixels) -> NDArray[np.uint8]:
    small = pixels[:, :, :3]
    scale = min(1.0, _WORK_PX / max(small.shape[:2]))
    if scale < 1:
        small = cv2.resize(small, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    grey = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY)
    return np.asarray(grey if grey.dtype == np.uint8 else grey // 257, np.uint8)


def _segments(grey: NDArray[np.uint8]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the angle to the nearer axis (degrees, -45..45) and the weight of each long line."""
    found = cast(NDArray[np.float32] | None, cv2.createLineSegmentDetector().detect(grey)[0])
    lines = np.zeros((0, 4)) if found is None else np.asarray(found, np.float64).reshape(-1, 4)
    across, down = lines[:, 2] - lines[:, 0], lines[:, 3] - lines[:, 1]
    lengths = np.hypot(across, down) / np.hypot(*grey.shape)
    keep = lengths > 0.04
    angles = (np.degrees(np.arctan2(down, across)) + 45) % 90 - 45
    return angles[keep], lengths[keep] ** 1.5  # a long line is drawn by one thing, not by chance


def _clear(
    lengths: NDArray[np.float64], agree: NDArray[np.bool_], angles: NDArray[np.float64]
) -> bool:
    """Whether the agreeing lines are long together, and more than the rest near the axes."""
    near = np.abs(angles) <= MOST_DEGREES + 5
    total = float(lengths[near].sum())
    return float(lengths[agree].sum()) > max(0.05, 0.28 * total)
