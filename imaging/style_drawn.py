"""Drawn looks: pencil, coloured pencil, cartoon. Each takes (image, seed) at full strength."""

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
from imaging.texture import paper, strokes

_GRAPHITE = np.array([46, 44, 48], np.float32)
_PAPER = np.array([250, 248, 242], np.float32)
_TONES = 7  # of a cartoon


def sketch(image: Image, seed: int) -> Image:
    """Graphite on rough paper: contour, hatched shadow, white light."""
    light = _pencil(image, seed)[:, :, None]
    return to_bytes(_GRAPHITE + (_PAPER - _GRAPHITE) * light)


def colour_sketch(image: Image, seed: int) -> Image:
    """Coloured pencils: the photo's colours, lightened, under the pencil's contours."""
    flat = gaussian(image, max(1.0, diagonal_px(image) / 400))
    grey = flat @ np.array([0.299, 0.587, 0.114], np.float32)
    vivid = grey[:, :, None] + (flat - grey[:, :, None]) * 1.5
    hatch = strokes(image.shape[:2], 45, seed + 7)[:, :, None]
    cover = np.clip(0.78 + 0.11 * hatch, 0.35, 1)  # paper shows between the strokes
    crayon = _PAPER + (np.clip(vivid * 0.85 + 40, 0, 255) - _PAPER) * cover
    return to_bytes(crayon * (0.3 + 0.7 * _pencil(image, seed))[:, :, None])


def _pencil(image: Image, seed: int) -> Floats:
    """Return (H, W) 0..1: a pencil's light. Contours by dodging, shadows by two hatchings."""
    grey = luma(image)
    reach = max(1.0, diagonal_px(image) / 110)
    contour = np.clip(grey / np.maximum(gaussian(grey, reach), 0.02), 0, 1) ** 2.2
    fine = np.clip(grey / np.maximum(gaussian(grey, reach / 4), 0.02), 0, 1) ** 2
    tone = gaussian(grey, max(0.8, reach / 6))
    first, second = (strokes(grey.shape, turn, seed + i) for i, turn in enumerate((50, -38)))
    dark, darker = np.clip(0.62 - tone, 0, 1), np.clip(0.3 - tone, 0, 1)
    hatched = 1 - dark * (0.85 + 0.45 * first) - darker * (0.5 + 0.5 * second)
    grain = 1 + 0.05 * paper(grey.shape, seed + 2)
    lines = np.maximum(contour * fine, 0.06)
    return np.clip(lines * np.maximum(hatched, 0.1 + 0.05 * first) * grain, 0, 1)


def cartoon(image: Image, seed: int) -> Image:  # noqa: ARG001  every style takes a seed
    """Flat bright areas with soft steps of tone, and ink lines.

    After H. Winnemöller et al., "Real-time video abstraction", 2006, doi 10.1145/1141911.1142018.
    """
    flat = _flattened(image)

    def tones(band: Image) -> Image:
        lab = to_oklab(band)
        step = lab[:, :, 0] * _TONES
        nearest = np.rint(step)
        lab[:, :, 0] = np.clip((nearest + 0.5 * np.tanh(6 * (step - nearest))) / _TONES, 0, 1)
        lab[:, :, 0] = lab[:, :, 0] * 0.96 + 0.03
        lab[:, :, 1:] *= 1.35
        return from_oklab(lab)

    return to_bytes(in_bands(flat, tones) * ink(image, 1 / 520)[:, :, None])


def _flattened(image: Image) -> Image:
    """Return the image smoothed within its edges, made on a copy of about two megapixels."""
    height, width = image.shape[:2]
    scale = min(1.0, 2000 / diagonal_px(image))
    small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    reach = diagonal_px(small) / 60
    for colour in (28.0, 22.0):
        small = cv2.ximgproc.dtFilter(small, small, reach, colour, mode=cv2.ximgproc.DTF_NC)
    return np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC), np.uint8)


def ink(image: Image, width: float, *, weight: float = 1.0) -> Floats:
    """Return (H, W) 0..1, 0 = ink: lines where the tone falls off (XDoG).

    H. Winnemöller et al., "XDoG", 2012, doi 10.1016/j.cag.2012.03.004.

    Args:
        image: (H, W, 3) uint8.
        width: of a line, as a share of the diagonal.
        weight: how much ink; 1 draws the main contours.
    """
    sigma = max(0.7, width * diagonal_px(image))
    grey = gaussian(luma(image), sigma * 0.6)
    edge = gaussian(grey, sigma) - 0.98 * gaussian(grey, sigma * 1.6)
    line = np.where(edge > 0.0, 1.0, 1 + np.tanh(55 * weight * edge))
    return np.clip(gaussian(line.astype(np.float32), max(0.5, sigma * 0.35)), 0, 1)
