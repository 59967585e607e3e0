"""A frame that grows: by how much, what stands in for the new border, and in which windows."""

from dataclasses import dataclass
from itertools import product
from math import ceil
from typing import cast

import cv2
import numpy as np

from errors import InvalidRequest
from imaging.arrays import Box, Mask, Pixels
from imaging.geometry import ratio_of

SHARE = 0.25  # of the photo's side, on each side that grows, where no ratio is said
AT_ONCE = 2.0  # frames of up to so many times the model's pixels are drawn in one piece
OVERLAP = 0.25  # of a window with its neighbour, so that they agree
MOST_WINDOWS = 16  # each is a run of the model: past that the windows grow, and come back softer
DIRECTIONS = {
    "all": ("left", "top", "right", "bottom"),
    "horizontal": ("left", "right"),
    "vertical": ("top", "bottom"),
    "left": ("left",),
    "right": ("right",),
    "top": ("top",),
    "bottom": ("bottom",),
    "up": ("top",),
    "down": ("bottom",),
}
"""Direction -> the sides that grow."""


@dataclass(frozen=True)
class Margins:
    """By how many px a frame grows on each side."""

    left: int
    top: int
    right: int
    bottom: int

    def size_px(self, width: int, height: int) -> tuple[int, int]:
        """Return the new frame's (width, height)."""
        return width + self.left + self.right, height + self.top + self.bottom


def margins(width: int, height: int, ratio: str | None, direction: str) -> Margins:
    """Return how a frame of `width` × `height` px grows.

    Args:
        width: px.
        height: px.
        ratio: "16:9": the frame grows to it; None: by a quarter of its side on each side.
        direction: which sides grow, a key of `DIRECTIONS`; with a ratio the new part lies there.

    Raises:
        InvalidRequest: no such direction or ratio, a frame that has the ratio already, or a ratio
            that takes other sides.
    """
    sides = DIRECTIONS.get(direction)
    if sides is None:
        raise InvalidRequest(
            f"there is no direction {direction!r}", hint=f"choose one of: {', '.join(DIRECTIONS)}"
        )
    across, down = round(SHARE * width), round(SHARE * height)
    if ratio is not None:
        across, down = _grown(width, height, ratio)
        sides = tuple(s for s in sides if (s in ("left", "right") if across else s in _UPRIGHT))
        if not sides:
            raise InvalidRequest(
                f"growing {direction} makes a {width}×{height} photo no {ratio}",
                hint=f"grow it {'horizontal' if across else 'vertical'}",
            )
        across, down = ceil(across / len(sides)), ceil(down / len(sides))
    by = {side: max(1, down if side in _UPRIGHT else across) for side in sides}
    return Margins(*(by.get(side, 0) for side in ("left", "top", "right", "bottom")))


_UPRIGHT = ("top", "bottom")


def _grown(width: int, height: int, ratio: str) -> tuple[int, int]:
    """By how many px in all the width, or else the height, grows to a ratio."""
    across, down = ratio_of(ratio)
    more_width, more_height = (
        round(height * across / down) - width,
        round(width * down / across) - height,
    )
    if max(more_width, more_height) <= 0:
        raise InvalidRequest(
            f"the photo has the ratio {ratio} already",
            hint="say another ratio, or a side: left, right, top, bottom",
        )
    return max(more_width, 0), max(more_height, 0)


def extended(pixels: Pixels, by: Margins) -> Pixels:
    """Return the frame grown, the photo mirrored into the new border.

    The mirror stands in for what is not there yet: it is what the seam fades into.

    Args:
        pixels: (H, W), (H, W, 3) or (H, W, 4), uint8 or uint16.
        by: the margins.
    """
    grown = cv2.copyMakeBorder(pixels, by.top, by.bottom, by.left, by.right, cv2.BORDER_REFLECT)
    return cast(Pixels, grown)


def border(width: int, height: int, by: Margins) -> Mask:
    """Return the (H', W') mask of what is new around a photo of `width` × `height` px."""
    across, down = by.size_px(width, height)
    new = np.ones((down, across), np.bool_)
    new[by.top : by.top + height, by.left : by.left + width] = False
    return new


def windows(new: Mask, by: Margins, size_px: int | None) -> list[Box]:
    """Return the windows in which a border is drawn, those that see most of the photo first.

    Each is as large as the model's picture, or larger where half of it would not be photo. A frame
    of up to twice the model's pixels is one window.

    Args:
        new: (H, W) bool, from `border`.
        by: the margins.
        size_px: the side the model works at best; None = any: one window.
    """
    height, width = new.shape
    if size_px is None or height * width <= AT_ONCE * size_px**2:
        return [(0, 0, width, height)]
    side = max(size_px, 2 * max(by.left, by.top, by.right, by.bottom))
    while len(found := _tiles(new, side)) > MOST_WINDOWS:
        side = ceil(side * 1.25)
    return sorted(
        found, key=lambda box: int(np.count_nonzero(new[box[1] : box[3], box[0] : box[2]]))
    )


def _tiles(new: Mask, side: int) -> list[Box]:
    """Squares over the frame, evenly spaced, of those with something new in them."""
    height, width = new.shape
    boxes = [
        (x, y, min(x + side, width), min(y + side, height))
        for y, x in product(_starts(height, side), _starts(width, side))
    ]
    return [box for box in boxes if new[box[1] : box[3], box[0] : box[2]].any()]


def _starts(length: int, side: int) -> list[int]:
    if side >= length:
        return [0]
    count = ceil((length - OVERLAP * side) / (side - OVERLAP * side))
    return [round(at) for at in np.linspace(0, length - side, count).tolist()]
