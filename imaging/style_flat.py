"""Few-colour looks: pixel art and poster. Each takes (image, seed) at full strength."""

import cv2
import numpy as np

from imaging.arrays import Image
from imaging.perceptual import Floats, diagonal_px, from_oklab, to_oklab
from imaging.style_drawn import ink

_BAYER = np.array([[0, 8, 2, 10], [12, 4, 14, 6], [3, 11, 1, 9], [15, 7, 13, 5]], np.float32)
_SAMPLE_PX = 160  # the side of the copy that a palette is read from
_LIGHTNESS = 0.6  # how much lightness counts against hue when colours are told apart


def pixel(image: Image, seed: int) -> Image:
    """Pixel art: a coarse grid of square pixels in 32 colours, dithered where tones change."""
    height, width = image.shape[:2]
    block = max(1.0, diagonal_px(image) / 170)
    size = (max(1, round(width / block)), max(1, round(height / block)))
    lab = _vivid(to_oklab(_area(image, size)), chroma=1.25, contrast=1.12)
    palette = _palette(lab, 32, seed)
    pattern = np.tile(_BAYER / 16 - 0.47, (size[1] // 4 + 1, size[0] // 4 + 1))
    lab[:, :, 0] += 0.03 * pattern[: size[1], : size[0]]
    coarse = from_oklab(palette[_nearest(lab, palette)])
    return np.asarray(
        cv2.resize(coarse, (width, height), interpolation=cv2.INTER_NEAREST), np.uint8
    )


def poster(image: Image, seed: int) -> Image:
    """A screen print: eight flat inks with clean borders, and a dark key line."""
    height, width = image.shape[:2]
    scale = min(1.0, 1600 / diagonal_px(image))
    small = _area(image, (max(1, round(width * scale)), max(1, round(height * scale))))
    reach = diagonal_px(small) / 70
    for colour in (45.0, 35.0):
        small = cv2.ximgproc.dtFilter(small, small, reach, colour, mode=cv2.ximgproc.DTF_NC)
    smooth = _vivid(to_oklab(np.asarray(small, np.uint8)), chroma=1.45, contrast=1.2)
    palette = _palette(smooth, 8, seed)
    inks = _printed(_nearest(smooth, palette), len(palette), (width, height))
    flat = from_oklab(palette[None])[0][inks].astype(np.float32)
    return np.rint(flat * (0.25 + 0.75 * ink(image, 1 / 420, weight=0.8))[:, :, None]).astype(
        np.uint8
    )


def _area(image: Image, size: tuple[int, int]) -> Image:
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)


def _vivid(lab: Floats, *, chroma: float, contrast: float) -> Floats:
    vivid = lab * np.array([1, chroma, chroma], np.float32)
    vivid[:, :, 0] = np.clip(0.55 + (lab[:, :, 0] - 0.55) * contrast, 0, 1)
    return vivid


def _palette(lab: Floats, count: int, seed: int) -> Floats:
    """Return (K, 3) OKLab colours that stand for the image, K ≤ count, by seeded k-means."""
    scale = min(1.0, _SAMPLE_PX / max(lab.shape[:2]))
    sample = cv2.resize(lab, None, fx=scale, fy=scale, interpolation=cv2.INTER_NEAREST)
    points = np.asarray(sample.reshape(-1, 3) * (_LIGHTNESS, 1, 1), np.float32)
    cv2.setRNGSeed(seed % 2**31)
    stop = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, 40, 1e-4)
    blank = np.zeros((len(points), 1), np.int32)
    centres = cv2.kmeans(points, min(count, len(points)), blank, stop, 3, cv2.KMEANS_PP_CENTERS)[2]
    return np.asarray(centres / np.array([_LIGHTNESS, 1, 1]), np.float32)


def _nearest(lab: Floats, palette: Floats) -> Image:
    """Return (H, W) the index of the nearest palette colour."""
    weight = np.array([_LIGHTNESS, 1, 1], np.float32)
    best = np.full(lab.shape[:2], np.inf, np.float32)
    index = np.zeros(lab.shape[:2], np.uint8)
    for number, colour in enumerate(palette):
        off = (lab - colour) * weight
        distance = np.asarray((off * off).sum(axis=2), np.float32)
        index[distance < best] = number
        best = np.minimum(best, distance)
    return index


def _printed(index: Image, count: int, size: tuple[int, int]) -> Image:
    """Return the index map at full size with rounded borders: each ink is enlarged on its own."""
    best = np.full((size[1], size[0]), -1, np.float32)
    result = np.zeros((size[1], size[0]), np.uint8)
    sigma = max(0.8, float(np.hypot(*index.shape)) / 600)
    for number in range(count):
        cover = cv2.GaussianBlur((index == number).astype(np.float32), (0, 0), sigma)
        cover = np.asarray(cv2.resize(cover, size, interpolation=cv2.INTER_LINEAR), np.float32)
        result[cover > best] = number
        best = np.maximum(best, cover)
    return result
