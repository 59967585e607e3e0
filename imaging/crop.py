"""The window around a mask that an engine sees, and the way back to the full frame."""

from dataclasses import dataclass
from math import sqrt
from typing import cast

import cv2
import numpy as np

from errors import InvalidImage, InvalidRegion
from imaging.arrays import Box, Image, Mask, Pixels
from imaging.masks import box_of, check, check_box

MIN_MARGIN_PX = 32
CONTEXT = 0.25  # of the mask's longer side, around it: what is left of a sharp window is context
LEAST_SHARE = 4  # a mask narrower than a fourth of the model's side is enlarged,
MOST_ENLARGED = 2  # but at most so far: past that a model sees a blur
ENLARGED_FROM = 1.25  # a window this little too small for the model is drawn as it is


@dataclass(frozen=True)
class Crop:
    """A window of an image, at the size an engine works at.

    image: (h, w, 3) uint8. mask: (h, w) bool, True = change.
    box: the window in the full frame.
    inner_px: (width, height) of the picture in `image`; right of and below it is padding.
    """

    image: Image
    mask: Mask
    box: Box
    inner_px: tuple[int, int]


def context_box(
    mask: Mask,
    *,
    margin: float = 0.5,
    min_margin_px: int = MIN_MARGIN_PX,
    min_px: int = 0,
    max_aspect: float = 3.0,
) -> Box:
    """Return a box around `mask`, with what an engine needs to see around it.

    The box slides along the frame rather than lose context there.

    Args:
        mask: (H, W) bool, True = change.
        margin: context on each side, as a fraction of the mask's longer side.
        min_margin_px: the least context on each side.
        min_px: the least side of the box, where the image is that large.
        max_aspect: the box is widened until its sides' ratio is at most this, if it can be.

    Raises:
        InvalidMask: the mask is empty.
    """
    x0, y0, x1, y1 = box_of(mask)
    pad = max(round(margin * max(x1 - x0, y1 - y0)), min_margin_px)
    width, height = x1 - x0 + 2 * pad, y1 - y0 + 2 * pad
    least = max(min_px, round(max(width, height) / max_aspect))
    left, right = _span(x0, x1, max(width, least), mask.shape[1])
    top, bottom = _span(y0, y1, max(height, least), mask.shape[0])
    return left, top, right, bottom


def native_box(mask: Mask, size_px: int | None) -> Box:
    """Return the window that a model of that native side sees of the photo around `mask`.

    As large as the model's picture, so that what it draws comes back pixel for pixel. Larger where
    the mask and its context need it: the window is then scaled down. Smaller, down to half, where
    the mask would have only a few of the model's pixels.

    Args:
        mask: (H, W) bool, True = change.
        size_px: the side the model works at best; None = any, and the window follows the mask.

    Raises:
        InvalidMask: the mask is empty.
    """
    if size_px is None:
        return context_box(mask)
    x0, y0, x1, y1 = box_of(mask)
    longest = max(x1 - x0, y1 - y0)
    least = min(max(LEAST_SHARE * longest, size_px // MOST_ENLARGED), size_px)
    needed = longest + 2 * max(round(CONTEXT * longest), MIN_MARGIN_PX)
    if needed > size_px:  # a long window is no higher than the model's area allows
        least = round(size_px**2 / needed)
    return context_box(mask, margin=CONTEXT, min_px=least)


def drawn_px(box: Box, size_px: int | None, multiple: int) -> tuple[int, int]:
    """Return the (width, height) px at which a model draws a window, without its padding.

    The aspect stays, and the area is at most `size_px` squared. The window's own size, where it is
    that large or nearly: what is not resampled stays sharp.

    Args:
        box: the window, in px of the photo.
        size_px: the side the model works at best; None = any.
        multiple: of which its sides are; with the padding up to it the area is kept too.
    """
    width, height = box[2] - box[0], box[3] - box[1]
    scale = size_px / sqrt(width * height) if size_px else 1.0
    if 1 <= scale < ENLARGED_FROM:
        return width, height
    most = [max(int(side * scale) // multiple, 1) * multiple for side in (width, height)]
    scale = min(most[0] / width, most[1] / height)
    return max(1, round(width * scale)), max(1, round(height * scale))


def cut(
    image: Image,
    mask: Mask,
    box: Box,
    *,
    size_px: int | None = None,
    inner_px: tuple[int, int] | None = None,
    multiple: int = 1,
) -> Crop:
    """Cut a window out and bring it to an engine's native size.

    Args:
        image: (H, W, 3) uint8.
        mask: (H, W) bool; a pixel of the crop is True where any of its source pixels is.
        box: the window, from `context_box`.
        size_px: the longer side becomes this, the aspect stays; None keeps the size.
        inner_px: (width, height) instead, from `drawn_px`.
        multiple: both sides are padded to a multiple of this by reflection; the padding of the
            mask is False.

    Raises:
        InvalidMask: the mask is of another size, or empty.
        InvalidRegion: the box is not inside the image, or the mask not inside the box.
    """
    check(mask, image.shape)
    x0, y0, x1, y1 = check_box(box, image.shape)
    inside = mask[y0:y1, x0:x1]
    if np.count_nonzero(inside) != np.count_nonzero(mask):
        raise InvalidRegion(
            f"The mask reaches out of the box {box}.", hint="Use context_box(mask)."
        )
    if inner_px is None:
        scale = size_px / max(x1 - x0, y1 - y0) if size_px else 1.0
        inner_px = max(1, round((x1 - x0) * scale)), max(1, round((y1 - y0) * scale))
    pixels = resized(image[y0:y1, x0:x1], inner_px).astype(np.uint8)
    small = _resized_mask(inside, inner_px).astype(np.uint8)
    return Crop(
        _padded(pixels, multiple, cv2.BORDER_REFLECT),
        _padded(small, multiple, cv2.BORDER_CONSTANT) > 0,
        (x0, y0, x1, y1),
        inner_px,
    )


def window_of(filled: Pixels, crop: Crop) -> Pixels:
    """Return what an engine made of `crop` at the window's own size, without the padding.

    Args:
        filled: (h, w, C), the crop's size.
        crop: what `cut` returned.

    Raises:
        InvalidImage: `filled` is not of the crop's size.
    """
    if filled.shape[:2] != crop.image.shape[:2]:
        raise InvalidImage(f"The engine returned {filled.shape}, its crop was {crop.image.shape}.")
    x0, y0, x1, y1 = crop.box
    width, height = crop.inner_px
    return resized(filled[:height, :width], (x1 - x0, y1 - y0))


def resized(image: Pixels, size_px: tuple[int, int]) -> Pixels:
    """Resize to (width, height) px: area average downwards, cubic upwards; a new array."""
    if (image.shape[1], image.shape[0]) == size_px:
        return image.copy()
    down = size_px[0] <= image.shape[1] and size_px[1] <= image.shape[0]
    interpolation = cv2.INTER_AREA if down else cv2.INTER_CUBIC
    return cast(Pixels, cv2.resize(image, size_px, interpolation=interpolation))


def _resized_mask(mask: Mask, size_px: tuple[int, int]) -> Mask:
    if (mask.shape[1], mask.shape[0]) == size_px:
        return mask.copy()
    down = size_px[0] <= mask.shape[1] and size_px[1] <= mask.shape[0]
    interpolation = cv2.INTER_AREA if down else cv2.INTER_LINEAR
    return cv2.resize(mask.astype(np.float32), size_px, interpolation=interpolation) > 0


def _padded(array: Image, multiple: int, border: int) -> Image:
    below, right = -array.shape[0] % multiple, -array.shape[1] % multiple
    return np.asarray(cv2.copyMakeBorder(array, 0, below, 0, right, border), np.uint8)


def _span(start: int, stop: int, length: int, limit: int) -> tuple[int, int]:
    """`length` px around start..stop, slid into 0..limit."""
    length = min(length, limit)
    first = min(max((start + stop - length) // 2, 0), limit - length)
    return first, first + length
