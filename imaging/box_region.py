"""The object that a drawn box was meant for."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from imaging.arrays import Box, Image, Mask
from imaging.masks import depth_px, fill_holes, from_box
from imaging.propose import Seeds, discs
from imaging.rank import excluded_region
from imaging.refine import grabcut, guided, resized_mask
from imaging.scene import WORK_PX, Point, look, shrunk

CONTEXT = 0.25
SLACK_PX = 3
LEAST_SHARE, CRUMB_SHARE = 0.03, 0.05
MOST_EXCLUDED = 0.6  # of the box: one click cannot take away all that was drawn round


@dataclass(frozen=True)
class _View:
    """The box with some context, shrunk: `factor` view px per photo px."""

    window: Box
    image: Image
    factor: float
    box: Mask


def find_in_box(
    image: Image, box: Box, include: list[Point], exclude: list[Point]
) -> tuple[Mask, Mask]:
    """Return two readings of the object in a box, with everything outside as background.

    The first is grabCut's; the second a watershed between the first's core and the box, which
    follows outlines where grabCut was led astray by colours.

    Args:
        image: (H, W, 3) uint8 RGB.
        box: (x0, y0, x1, y1) inside the image.
        include: pixels in the box that belong to the object.
        exclude: pixels that don't.

    Returns:
        Two (H, W) bool, within the box grown by `SLACK_PX`; the whole box where nothing stands out.
    """
    view = _look(image, box)
    wanted = discs(view.image.shape, _in_view(view, include), 2)
    barred = _barred(view, include, exclude) & ~wanted
    cut = _or_whole(_cut(view, wanted, barred), view.box & ~barred)
    basin = _or_whole(_basin(view, cut, wanted, barred), cut)
    inside = _grown(box, image.shape)
    return _at_full_size(image, view, cut) & inside, _at_full_size(image, view, basin) & inside


def _barred(view: _View, include: list[Point], exclude: list[Point]) -> Mask:
    """Everything outside the box, and what the excluded clicks in it point at."""
    theirs = [point for point in _in_view(view, exclude) if _holds(view, point)]
    if not theirs:
        return ~view.box
    seeds = Seeds(_in_view(view, include), theirs)
    most = MOST_EXCLUDED * np.count_nonzero(view.box) / view.box.size
    return (
        ~view.box
        | discs(view.box.shape, theirs, 2)
        | excluded_region(look(view.image), seeds, most=most)
    )


def _cut(view: _View, wanted: Mask, barred: Mask) -> Mask:
    if not barred.any():
        return view.box
    trimap = np.full(barred.shape, cv2.GC_PR_FGD, np.uint8)
    trimap[wanted], trimap[barred] = cv2.GC_FGD, cv2.GC_BGD
    return _tidied(grabcut(view.image, trimap, iterations=4)) & ~barred


def _basin(view: _View, cut: Mask, wanted: Mask, barred: Mask) -> Mask:
    depth = np.minimum(depth_px(cut), max(cut.shape))
    markers = np.zeros(cut.shape, np.int32)
    markers[depth > max(2.0, 0.35 * float(depth.max()))] = 2
    markers[wanted] = 2
    markers[barred] = 1
    cv2.watershed(np.ascontiguousarray(cv2.GaussianBlur(view.image, (0, 0), 1)), markers)
    # cv2.watershed leaves a line of one pixel between the basins.
    return (cv2.dilate((markers == 2).astype(np.uint8), np.ones((3, 3), np.uint8)) > 0) & ~barred


def _or_whole(found: Mask, whole: Mask) -> Mask:
    return found if np.count_nonzero(found) >= LEAST_SHARE * np.count_nonzero(whole) else whole


def _look(image: Image, box: Box) -> _View:
    x0, y0, x1, y1 = box
    pad = max(8, round(CONTEXT * max(x1 - x0, y1 - y0)))
    left, top = max(0, x0 - pad), max(0, y0 - pad)
    right, bottom = min(image.shape[1], x1 + pad), min(image.shape[0], y1 + pad)
    part = shrunk(image[top:bottom, left:right], WORK_PX)
    inside = from_box(box, image.shape)[top:bottom, left:right]
    small = resized_mask(inside, (part.shape[1], part.shape[0])) > 0.5
    return _View((left, top, right, bottom), part, part.shape[1] / (right - left), small)


def _in_view(view: _View, points: list[Point]) -> list[Point]:
    left, top = view.window[:2]
    return [(int((x - left) * view.factor), int((y - top) * view.factor)) for x, y in points]


def _holds(view: _View, point: Point) -> bool:
    x, y = point
    height, width = view.box.shape
    return 0 <= x < width and 0 <= y < height and bool(view.box[y, x])


def _tidied(mask: Mask) -> Mask:
    """Without crumbs and holes: parts much smaller than the largest are not the object."""
    ellipse = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (3, 3))
    opened = cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_OPEN, ellipse)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(opened, connectivity=8)
    areas: NDArray[np.int32] = np.asarray(stats[:, cv2.CC_STAT_AREA], np.int32).copy()
    areas[0] = 0
    kept = areas >= CRUMB_SHARE * max(1, int(areas.max()))
    kept[0] = False
    return fill_holes(kept[np.asarray(labels, np.int32)])


def _at_full_size(image: Image, view: _View, found: Mask) -> Mask:
    left, top, right, bottom = view.window
    fine = shrunk(image[top:bottom, left:right], 4 * WORK_PX)
    soft = resized_mask(found, (fine.shape[1], fine.shape[0]))
    ratio = fine.shape[1] / found.shape[1]
    soft = guided(fine, soft, max(2, round(2 * ratio)))
    mask = np.zeros(image.shape[:2], np.bool_)
    mask[top:bottom, left:right] = resized_mask(soft, (right - left, bottom - top)) > 0.5
    return mask


def _grown(box: Box, shape: tuple[int, ...]) -> Mask:
    x0, y0, x1, y1 = box
    grown = np.zeros(shape[:2], np.bool_)
    grown[max(0, y0 - SLACK_PX) : y1 + SLACK_PX, max(0, x0 - SLACK_PX) : x1 + SLACK_PX] = True
    return grown
