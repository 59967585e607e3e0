"""Painted looks: oil and watercolour. Each takes (image, seed) at full strength.

The brushwork is made on a copy of about one and a half megapixels: a painting has no finer detail.
"""

import cv2
import numpy as np

from imaging.arrays import Image
from imaging.detail import gaussian
from imaging.perceptual import (
    Floats,
    diagonal_px,
    from_oklab,
    in_bands,
    luma,
    to_bytes,
    to_oklab,
)
from imaging.style_drawn import ink
from imaging.texture import along, noise, paper

_WORK_DIAGONAL = 1500
_SECTORS = 8


def _small(image: Image) -> Image:
    scale = min(1.0, _WORK_DIAGONAL / diagonal_px(image))
    return np.asarray(
        cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8
    )


def _at_size_of(values: Floats, image: Image) -> Floats:
    size = (image.shape[1], image.shape[0])
    return np.asarray(cv2.resize(values, size, interpolation=cv2.INTER_CUBIC), np.float32)


def _richer(image: Image, chroma: float, contrast: float) -> Image:
    def change(band: Image) -> Image:
        lab = to_oklab(band)
        lab[:, :, 0] = np.clip(0.55 + (lab[:, :, 0] - 0.55) * contrast, 0, 1)
        lab[:, :, 1:] *= chroma
        return from_oklab(lab)

    return in_bands(image, change)


def oil(image: Image, seed: int) -> Image:
    """Oil on canvas: dabs that follow the form, with bristle marks that catch the light."""
    small = _small(image)
    dabs = _kuwahara(small, max(3, round(diagonal_px(small) / 190)))
    grey = luma(to_bytes(dabs))
    reach = max(4, round(diagonal_px(small) / 110))
    bristles = along(noise(grey.shape, 1 / 800, seed), grey, reach)
    relief = 0.011 * bristles + 0.2 * grey
    slope = cv2.Sobel(relief, cv2.CV_32F, 1, 0) + cv2.Sobel(relief, cv2.CV_32F, 0, 1)
    lit = dabs * (1 - 0.55 * np.clip(slope, -0.25, 0.25)[:, :, None])
    return _richer(to_bytes(_at_size_of(lit, image)), 1.2, 1.06)


def _kuwahara(image: Image, radius_px: int) -> Floats:
    """Return the image as dabs: each pixel takes the mean of the calmest sectors around it.

    Generalised Kuwahara filter: G. Papari et al., "Artistic edge and corner enhancing smoothing",
    2007, doi 10.1109/TIP.2007.903912.
    """
    values = np.dstack([image.astype(np.float32), (luma(image) * 255) ** 2])
    total = np.zeros(image.shape, np.float32)
    weights = np.zeros(image.shape[:2], np.float32)
    for kernel in _sectors(radius_px):
        mean = cv2.filter2D(values, -1, kernel, borderType=cv2.BORDER_REFLECT_101)
        grey = mean[:, :, :3] @ np.array([0.299, 0.587, 0.114], np.float32)
        unrest = np.maximum(mean[:, :, 3] - grey * grey, 0)
        weight = 1 / (1 + unrest / 12) ** 4
        total += mean[:, :, :3] * weight[:, :, None]
        weights += weight
    return total / weights[:, :, None]


def _sectors(radius_px: int) -> list[Floats]:
    """Return the soft wedges of a disc, each summing to 1."""
    y, x = np.mgrid[-radius_px : radius_px + 1, -radius_px : radius_px + 1].astype(np.float32)
    fall = np.exp(-(x * x + y * y) / (2 * (radius_px / 2) ** 2)) * (np.hypot(x, y) <= radius_px)
    angle = np.arctan2(y, x)
    wedges = [
        fall * np.maximum(np.cos(angle - turn), 0) ** 6 + 0.02 * fall
        for turn in np.arange(_SECTORS) * 2 * np.pi / _SECTORS
    ]
    return [np.asarray(wedge / wedge.sum(), np.float32) for wedge in wedges]


def watercolour(image: Image, seed: int) -> Image:
    """Washes on rough paper: soft areas, pigment that gathers at their edges, paper in the light.

    The pigment's density after A. Bousseau et al., "Interactive watercolor rendering", 2006,
    doi 10.1145/1124728.1124751: colour C under density d is C - (C - C²)(d - 1).
    """
    small = _small(image)
    wash = _wash(small, seed) / 255
    grey = wash @ np.array([0.299, 0.587, 0.114], np.float32)
    shape, diagonal = grey.shape, diagonal_px(small)
    rim = np.abs(gaussian(grey, diagonal / 450) - gaussian(grey, diagonal / 200))
    flow = 0.22 * noise(shape, 1 / 28, seed) + 0.12 * noise(shape, 1 / 9, seed + 1)
    density = 0.92 + flow + 9 * np.clip(rim - 0.004, 0, 0.06)
    painted = _at_size_of(wash, image)
    thick = _at_size_of(density, image) + 0.16 * paper(image.shape[:2], seed + 2)
    layered = painted - (painted - painted * painted) * (thick[:, :, None] - 1)
    drawn = 0.62 + 0.38 * ink(image, 1 / 900, weight=0.6)  # the faint drawing under the washes
    return to_bytes(255 * np.clip(layered, 0, 1) * drawn[:, :, None])


def _wash(small: Image, seed: int) -> Floats:
    """Return light, clean areas of colour with slightly wandering borders."""
    shape, diagonal = (small.shape[0], small.shape[1]), diagonal_px(small)
    rows, columns = np.indices(shape, dtype=np.float32)
    wander = diagonal / 700
    x = columns + wander * noise(shape, 1 / 70, seed + 3)
    y = rows + wander * noise(shape, 1 / 70, seed + 4)
    moved = cv2.remap(small, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT_101)
    for colour in (26.0, 18.0):
        moved = cv2.ximgproc.dtFilter(moved, moved, diagonal / 45, colour, mode=cv2.ximgproc.DTF_RF)
    dabs = _kuwahara(np.asarray(moved, np.uint8), max(3, round(diagonal / 320)))
    rich = _richer(to_bytes(dabs), 1.3, 1.0).astype(np.float32)
    return 255 * (rich / 255) ** 0.72 * 0.97 + 7
