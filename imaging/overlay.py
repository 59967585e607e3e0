"""The picture in which a person sees what would change, before anything does."""

import cv2
import numpy as np

from imaging.arrays import Image, Mask
from imaging.crop import resized
from imaging.masks import check

TINT_RGB = (0x4F, 0xD0, 0xFF)
TINT_STRENGTH = 0.26
OUTSIDE_BRIGHTNESS = 0.82
DARK_RGB, LIGHT_RGB = (18, 24, 32), (255, 255, 255)
SUBPIXEL_BITS = 4


def overlay(image: Image, mask: Mask, *, max_px: int = 1024) -> Image:
    """Tint the masked area, draw a dashed line round it and dim the rest a little.

    Args:
        image: (H, W, 3) uint8.
        mask: (H, W) bool, True = change.
        max_px: longest side of the result; a smaller image keeps its size.

    Returns:
        (h, w, 3) uint8.

    Raises:
        InvalidMask: the mask is empty, or of another size.
    """
    check(mask, image.shape)
    scale = min(1.0, max_px / max(image.shape[:2]))
    size = max(1, round(image.shape[1] * scale)), max(1, round(image.shape[0] * scale))
    small = resized(image, size).astype(np.float32)
    cover = cv2.resize(mask.astype(np.uint8) * 255, size, interpolation=cv2.INTER_AREA)
    # A scratch covers little of each preview pixel, and must be seen all the same.
    inside = (cover > 127) if (cover > 127).any() else (cover > 0)
    tinted = small * (1 - TINT_STRENGTH) + TINT_STRENGTH * np.array(TINT_RGB, np.float32)
    shown = np.where(inside[..., None], tinted, small * OUTSIDE_BRIGHTNESS)
    return _outlined(np.rint(shown).astype(np.uint8), inside)


def _outlined(image: Image, mask: Mask) -> Image:
    drawn = np.ascontiguousarray(image)
    width = max(1, round(max(image.shape[:2]) / 500))
    contours, _ = cv2.findContours(
        np.pad(mask, 1).astype(np.uint8), cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE
    )
    for contour in contours:
        _dash(drawn, _smooth(contour[:, 0, :] - 1), width)
    return drawn


def _smooth(points: np.ndarray) -> np.ndarray:
    """Average a closed contour over seven pixels: stairs become a line."""
    if len(points) < 16:
        return points.astype(np.float64)
    wrapped = np.concatenate([points[-3:], points, points[:3]]).astype(np.float64)
    box = np.ones(7) / 7
    return np.stack([np.convolve(wrapped[:, axis], box, "valid") for axis in (0, 1)], axis=1)


def _dash(image: Image, points: np.ndarray, width: int) -> None:
    closed = np.concatenate([points, points[:1]])
    _line(image, closed, DARK_RGB, width + 1)
    walked = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(closed, axis=0).T))])
    count = max(1, round(walked[-1] / (9 * width)))
    phase = walked * (count / max(walked[-1], 1))
    for start in range(count):
        dash = closed[(phase >= start) & (phase <= start + 0.55)]
        _line(image, dash, LIGHT_RGB, width)


def _line(image: Image, points: np.ndarray, colour: tuple[int, int, int], width: int) -> None:
    fixed = np.rint(points * (1 << SUBPIXEL_BITS)).astype(np.int32)
    cv2.polylines(image, [fixed], False, colour, width, cv2.LINE_AA, SUBPIXEL_BITS)
