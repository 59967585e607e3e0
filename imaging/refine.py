"""Bringing a rough region to the photo's own edges."""

from dataclasses import dataclass
from math import ceil, sqrt

import cv2
import numpy as np
from numpy.typing import NDArray

from imaging.arrays import Box, Image, Mask
from imaging.masks import box_of, depth_px
from imaging.propose import SMALLEST_PX, Seeds, clean, clicked, discs
from imaging.scene import Field, Scene

GUIDE_EPSILON = 1e-4 * 255**2
FINE_WINDOW_PX = 224


@dataclass(frozen=True)
class Window:
    """A part of a picture, shrunk: `factor` window px per picture px."""

    image: Image
    box: Box
    factor: float


def polish(image: Image, mask: Mask, seeds: Seeds, *, side_px: int, band: float) -> Mask:
    """Let grabCut redraw a region's border, inside a band around it.

    Rother, Kolmogorov and Blake, 2004, doi:10.1145/1015706.1015720; one iteration, as the region
    is known well enough to learn its colours from.

    Args:
        image: (h, w, 3) uint8 RGB.
        mask: (h, w) bool, the region; not empty.
        seeds: clicks in the image's pixels.
        side_px: the window around the region is shrunk to this.
        band: half the band's width, as a fraction of the region's size.

    Returns:
        (h, w) bool; `mask` itself where grabCut finds nothing.
    """
    window = _window(image, mask, side_px)
    trimap = _trimap(window, mask, seeds, band * sqrt(np.count_nonzero(mask)))
    known = set(np.unique(trimap))
    if not known & {cv2.GC_BGD, cv2.GC_PR_BGD} or not known & {cv2.GC_FGD, cv2.GC_PR_FGD}:
        return mask
    cut = grabcut(window.image, trimap, iterations=1)
    redrawn = clean(_placed(image, window, cut), seeds)
    return redrawn if np.count_nonzero(redrawn) >= SMALLEST_PX else mask


def grabcut(image: Image, trimap: NDArray[np.uint8], *, iterations: int) -> Mask:
    """Run `cv2.grabCut` from a trimap of GC_* labels, the same way each time.

    Its k-means draws from OpenCV's generator, which is the calling thread's own.
    """
    cv2.setRNGSeed(0)
    labels, models = trimap.copy(), (np.zeros((1, 65)), np.zeros((1, 65)))
    plain = np.ascontiguousarray(image)
    unused_rect = (0, 0, 1, 1)
    cv2.grabCut(plain, labels, unused_rect, *models, iterations, cv2.GC_INIT_WITH_MASK)
    return (labels == cv2.GC_FGD) | (labels == cv2.GC_PR_FGD)


def at_fine_size(scene: Scene, mask: Mask, seeds: Seeds, *, spare_px: float) -> Field:
    """Bring a mask of the working copy to the fine copy, its border redrawn there.

    Args:
        scene: the photo.
        mask: (h, w) bool in the working copy.
        seeds: clicks in the working copy.
        spare_px: nothing within this many photo px of an excluded click stays.

    Returns:
        (h', w') float32 of the fine copy, above 0.5 = in; only parts that hold an included click.
    """
    height, width = scene.fine.shape[:2]
    ratio = width / mask.shape[1]
    fine_seeds = Seeds(_scaled(seeds.include, ratio), _scaled(seeds.exclude, ratio))
    larger = resized_mask(mask, (width, height)) > 0.5
    if not larger.any():
        larger = discs(larger.shape, fine_seeds.include, 1)
    larger = polish(scene.fine, larger, fine_seeds, side_px=FINE_WINDOW_PX, band=0.06)
    soft = _guided_in_box(scene.fine, larger, max(2, round(1.5 * ratio)))
    spare = ceil(spare_px * width / scene.shape[1]) + 1
    soft[discs(larger.shape, fine_seeds.exclude, spare)] = 0
    kept = clicked(soft > 0.5, fine_seeds.include).astype(np.uint8)
    return np.where(cv2.dilate(kept, np.ones((3, 3), np.uint8)) > 0, soft, np.float32(0))


def _guided_in_box(image: Image, mask: Mask, radius_px: int) -> Field:
    """Snap a mask to the image's edges, looking only at the mask's surroundings."""
    x0, y0, x1, y1 = box_of(mask)
    part = np.s_[max(0, y0 - 3 * radius_px) : y1 + 3 * radius_px,
                 max(0, x0 - 3 * radius_px) : x1 + 3 * radius_px]  # fmt: skip
    soft = np.zeros(mask.shape, np.float32)
    window = np.ascontiguousarray(image[part])
    soft[part] = guided(window, mask[part].astype(np.float32), radius_px)
    return soft


def guided(image: Image, soft: Field, radius_px: int) -> Field:
    """Snap a soft mask to an image's edges: He, Sun and Tang, 2013, doi:10.1109/TPAMI.2012.213."""
    filtered = cv2.ximgproc.guidedFilter(image, soft, radius_px, GUIDE_EPSILON)
    return np.asarray(filtered, np.float32)


def resized_mask(mask: Mask | Field, size_px: tuple[int, int]) -> Field:
    """Return a mask at (width, height) px as float32: averaged downwards, linear upwards."""
    down = size_px[0] < mask.shape[1]
    interpolation = cv2.INTER_AREA if down else cv2.INTER_LINEAR
    soft = cv2.resize(mask.astype(np.float32), size_px, interpolation=interpolation)
    return np.asarray(soft, np.float32)


def _window(image: Image, mask: Mask, side_px: int) -> Window:
    x0, y0, x1, y1 = box_of(mask)
    pad = int(max(8, 0.3 * sqrt(np.count_nonzero(mask))))
    x0, y0 = max(0, x0 - pad), max(0, y0 - pad)
    x1, y1 = min(mask.shape[1], x1 + pad), min(mask.shape[0], y1 + pad)
    factor = min(1.0, side_px / max(x1 - x0, y1 - y0))
    size = max(4, round((x1 - x0) * factor)), max(4, round((y1 - y0) * factor))
    part = cv2.resize(image[y0:y1, x0:x1], size, interpolation=cv2.INTER_AREA)
    return Window(np.asarray(part, np.uint8), (x0, y0, x1, y1), factor)


def _trimap(window: Window, mask: Mask, seeds: Seeds, band_px: float) -> NDArray[np.uint8]:
    x0, y0, x1, y1 = window.box
    height, width = window.image.shape[:2]
    small = resized_mask(mask[y0:y1, x0:x1], (width, height)) > 0.5
    band = max(3.0, band_px * window.factor)
    depth = depth_px(small)
    trimap = np.where(small, cv2.GC_PR_FGD, cv2.GC_PR_BGD).astype(np.uint8)
    trimap[depth_px(~small) > band] = cv2.GC_BGD
    trimap[depth > max(band, 0.45 * float(depth.max()))] = cv2.GC_FGD
    for label, points in ((cv2.GC_FGD, seeds.include), (cv2.GC_BGD, seeds.exclude)):
        for x, y in points:
            centre = int((x - x0) * window.factor), int((y - y0) * window.factor)
            cv2.circle(trimap, centre, 2, label, -1)
    return trimap


def _placed(image: Image, window: Window, cut: Mask) -> Mask:
    x0, y0, x1, y1 = window.box
    soft = resized_mask(cut, (x1 - x0, y1 - y0))
    if window.factor < 1:
        part = np.ascontiguousarray(image[y0:y1, x0:x1])
        soft = guided(part, soft, max(2, int(2 / window.factor)))
    placed = np.zeros(image.shape[:2], np.bool_)
    placed[y0:y1, x0:x1] = soft > 0.5
    return placed


def _scaled(points: list[tuple[int, int]], ratio: float) -> list[tuple[int, int]]:
    return [(int((x + 0.5) * ratio), int((y + 0.5) * ratio)) for x, y in points]
