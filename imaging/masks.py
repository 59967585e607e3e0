"""Masks: (H, W) bool, True = change. Every function returns a new array.

Shapes are grown and measured with the exact Euclidean distance transform (Felzenszwalb and
Huttenlocher, 2012, doi:10.4086/toc.2012.v008a019): a large radius costs what a small one does.
The frame is not an edge: a mask that touches it is neither shrunk nor feathered there.
"""

from collections.abc import Iterable, Sequence
from math import ceil, floor, sqrt

import cv2
import numpy as np
from typing_extensions import TypedDict

from errors import InvalidMask, InvalidRegion
from imaging.arrays import Box, Mask, Matte

THIN_RADIUS_PX = 4.0
ERASE_MARGIN_PX = (5, 10)


class Stroke(TypedDict, total=False):
    """A line drawn with a round brush, or an area drawn round; `erase` takes away."""

    points_xy: Sequence[Sequence[float]]
    radius_px: float
    polygon_xy: Sequence[Sequence[float]]
    erase: bool


def check(mask: Mask, image_shape: tuple[int, ...]) -> None:
    """Check that `mask` says something about an image of `image_shape` (H, W, ...).

    Raises:
        InvalidMask: not boolean, of another size than the image, or empty.
    """
    if mask.dtype != np.bool_:
        raise InvalidMask(f"The mask is {mask.dtype}, not bool.", hint="True = change.")
    if mask.shape != tuple(image_shape[:2]):
        raise InvalidMask(
            f"The mask is {mask.shape} (height, width), the image {tuple(image_shape[:2])}.",
            hint="Send a mask of exactly the image's size.",
        )
    if not mask.any():
        raise InvalidMask("The mask is empty: no pixel is marked.", hint="Mark what should change.")


def invert(mask: Mask) -> Mask:
    """Return the mask of everything else."""
    return ~mask


def union(first: Mask, *others: Mask) -> Mask:
    """Return the pixels in any of the masks; all of one shape."""
    return np.logical_or.reduce([first, *others])


def subtract(mask: Mask, *others: Mask) -> Mask:
    """Return the pixels of `mask` that are in none of the `others`."""
    return mask & ~np.logical_or.reduce(others) if others else mask.copy()


def depth_px(mask: Mask) -> Matte:
    """Return, for each True pixel, its distance in px to the nearest False one (0 elsewhere).

    A border pixel has depth 1. A mask without False pixels is infinitely deep.
    """
    if mask.all():
        return np.full(mask.shape, np.inf, np.float32)
    found = cv2.distanceTransform(mask.astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    distances = np.asarray(found, np.float32)
    # OpenCV's last bit depends on where the array lies in memory; squares are whole numbers.
    return np.sqrt(np.rint(distances * distances))


def inscribed_radius_px(mask: Mask) -> float:
    """Return the radius in px of the largest disc that fits into `mask` (0 when it is empty)."""
    return float(depth_px(mask).max(initial=0))


def is_thin(mask: Mask) -> bool:
    """Whether no disc of more than `THIN_RADIUS_PX` fits into `mask`: a scratch, a wire, a hair."""
    return inscribed_radius_px(mask) <= THIN_RADIUS_PX


def grow(mask: Mask, px: float) -> Mask:
    """Return every pixel at most `px` px from a True one (dilation by a disc)."""
    _not_negative(px)
    grown = mask.copy()
    if mask.any():
        x0, y0, x1, y1 = box_of(mask)
        reach = ceil(px)
        part = np.s_[max(0, y0 - reach) : y1 + reach, max(0, x0 - reach) : x1 + reach]
        grown[part] = depth_px(~mask[part]) <= px
    return grown


def shrink(mask: Mask, px: float) -> Mask:
    """Return every True pixel more than `px` px from a False one (erosion by a disc)."""
    _not_negative(px)
    return depth_px(mask) > px


def feather(mask: Mask, px: float) -> Matte:
    """Return a matte that is 0 outside `mask` and rises smoothly to 1 within `px` px inside it.

    Where the mask is thinner than two ramps the ramp is half the thickness there, so that the
    middle of a thin stroke is wholly changed too.
    """
    _not_negative(px)
    depth = depth_px(mask)
    side = 2 * ceil(px) + 1
    local_depth = cv2.dilate(depth, np.ones((side, side), np.uint8))
    ramp = np.minimum(px, (local_depth - 1) / 2)
    rise = np.clip(depth / np.maximum(ramp + 1, 1), 0, 1)
    return (rise * rise * (3 - 2 * rise)).astype(np.float32)


def fill_holes(mask: Mask) -> Mask:
    """Return `mask` with every False area filled that does not touch the frame."""
    _, found = cv2.connectedComponents((~mask).astype(np.uint8), connectivity=4)
    labels = np.asarray(found, np.int32)
    rims = np.concatenate([labels[0], labels[-1], labels[:, 0], labels[:, -1]])
    outside = np.zeros(int(labels.max(initial=0)) + 1, np.bool_)
    outside[rims] = True
    outside[0] = False
    return ~outside[labels]


def box_of(mask: Mask) -> Box:
    """Return the smallest (x0, y0, x1, y1) box around the True pixels, far edge excluded.

    Raises:
        InvalidMask: the mask is empty.
    """
    columns, rows = np.flatnonzero(mask.any(axis=0)), np.flatnonzero(mask.any(axis=1))
    if not len(rows):
        raise InvalidMask("The mask is empty: no pixel is marked.", hint="Mark what should change.")
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def from_box(box_xyxy: Sequence[float], shape: tuple[int, ...]) -> Mask:
    """Return the mask of every pixel a box touches, in an image of `shape` (H, W, ...).

    Raises:
        InvalidRegion: no (x0, y0, x1, y1), without area, or not inside the image.
    """
    x0, y0, x1, y1 = check_box(box_xyxy, shape)
    mask = np.zeros(shape[:2], np.bool_)
    mask[y0:y1, x0:x1] = True
    return mask


def rasterise(strokes: Iterable[Stroke], shape: tuple[int, ...]) -> Mask:
    """Draw brush strokes and lassos in order, in an image of `shape` (H, W, ...).

    Args:
        strokes: {"points_xy": [[x, y], ...], "radius_px": r} or {"polygon_xy": [[x, y], ...]},
            never both; each with an optional "erase". A brush covers the pixels at most r px from
            its line.
        shape: the image's shape.

    Raises:
        InvalidRegion: a stroke is malformed, or a point of it is outside the image.
    """
    mask = np.zeros(shape[:2], np.bool_)
    for stroke in strokes:
        area = _lasso(stroke, shape) if "polygon_xy" in stroke else _brush(stroke, shape)
        mask = mask & ~area if stroke.get("erase", False) else mask | area
    return mask


def erase_margin_px(mask: Mask) -> int:
    """Return by how many px to grow a segmented mask before erasing: 5..10, by the object's size.

    An object's edge is mixed with what is behind it, and its outline stays otherwise.
    """
    least, most = ERASE_MARGIN_PX
    return round(min(most, max(least, 4 + 0.04 * sqrt(np.count_nonzero(mask)))))


def check_point(point_xy: Sequence[float], shape: tuple[int, ...]) -> tuple[int, int]:
    """Return the (x, y) pixel that holds a point, in an image of `shape` (H, W, ...).

    Raises:
        InvalidRegion: not two numbers, or outside the image.
    """
    height, width = shape[:2]
    if len(point_xy) != 2 or not (0 <= point_xy[0] < width and 0 <= point_xy[1] < height):
        raise InvalidRegion(
            f"The point {_words(point_xy)} is not inside the image of {width}×{height} px.",
            hint=f"Points are [x, y] with 0 <= x < {width} and 0 <= y < {height}.",
        )
    return floor(point_xy[0]), floor(point_xy[1])


def check_box(box_xyxy: Sequence[float], shape: tuple[int, ...]) -> Box:
    """Return the whole pixels that a box touches, in an image of `shape` (H, W, ...).

    Raises:
        InvalidRegion: no (x0, y0, x1, y1), without area, or not inside the image.
    """
    height, width = shape[:2]
    hint = f"Boxes are [x0, y0, x1, y1] with 0 <= x0 < x1 <= {width} and 0 <= y0 < y1 <= {height}."
    if len(box_xyxy) != 4:
        raise InvalidRegion(f"The box {_words(box_xyxy)} has not four numbers.", hint=hint)
    x0, y0, x1, y1 = box_xyxy
    if not (min(x0, y0) >= 0 and x1 <= width and y1 <= height):
        message = f"The box {_words(box_xyxy)} is not inside the image of {width}×{height} px."
        raise InvalidRegion(message, hint=hint)
    if not (x0 < x1 and y0 < y1):
        raise InvalidRegion(f"The box {_words(box_xyxy)} has no area.", hint=hint)
    return floor(x0), floor(y0), ceil(x1), ceil(y1)


def _words(numbers: Sequence[float]) -> str:
    return "(" + ", ".join(f"{number:g}" for number in numbers) + ")"


def _brush(stroke: Stroke, shape: tuple[int, ...]) -> Mask:
    points, radius = stroke.get("points_xy", ()), stroke.get("radius_px", 0.0)
    if not len(points):
        hint = "A stroke is {points_xy, radius_px} or {polygon_xy}."
        raise InvalidRegion("A stroke has no points.", hint=hint)
    if not 0 < radius < np.inf:
        raise InvalidRegion(f"A brush of radius {radius:g} px draws nothing.", hint="radius_px > 0")
    line = np.array([check_point(point, shape) for point in points], np.int32)
    drawn = np.zeros(shape[:2], np.uint8)
    cv2.polylines(drawn, [line], isClosed=False, color=1)
    drawn[line[:, 1], line[:, 0]] = 1  # a dab of one point has no line
    x0, y0 = np.maximum(line.min(axis=0) - ceil(radius), 0)
    x1, y1 = line.max(axis=0) + ceil(radius) + 1
    area = np.zeros(shape[:2], np.bool_)
    area[y0:y1, x0:x1] = grow(drawn[y0:y1, x0:x1] > 0, radius)
    return area


def _lasso(stroke: Stroke, shape: tuple[int, ...]) -> Mask:
    if "points_xy" in stroke:
        raise InvalidRegion("A stroke is a line or a lasso, not both.", hint="Send two strokes.")
    points = stroke.get("polygon_xy", ())
    if len(points) < 3:
        raise InvalidRegion(f"A lasso of {len(points)} points has no area.", hint="Give 3 or more.")
    corners = np.array([check_point(point, shape) for point in points], np.int32)
    drawn = np.zeros(shape[:2], np.uint8)
    cv2.fillPoly(drawn, [corners], 1)
    return drawn > 0


def _not_negative(px: float) -> None:
    if not px >= 0:
        raise InvalidMask(f"{px:g} px is not a distance.", hint="Give 0 px or more.")
