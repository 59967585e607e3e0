"""Which pixels differ between two pictures of one frame, counted and drawn."""

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

from errors import InvalidRequest
from imaging.arrays import Image, Mask, Pixels
from imaging.codec import Photo
from imaging.colour import to_srgb8
from imaging.crop import resized
from imaging.masks import check

INSIDE_RGB, OUTSIDE_RGB, OUTLINE_RGB = (0x4F, 0xD0, 0xFF), (0xC8, 0x40, 0x2C), (0x2B, 0x3A, 0x45)
PALE = 0.3  # how much of the photo's own contrast is left
TINT_STRENGTH = 0.8
MOSTLY_STRENGTH = 0.45  # where most has changed, the photo is still to be made out
_MARK = np.ones((3, 3), np.uint8)  # a single pixel is drawn three wide, or nobody would see it


@dataclass(frozen=True, eq=False)
class Difference:
    """What differs.

    changed: (H, W) bool, every pixel that differs in any channel or in its alpha.
    inside_px, outside_px: how many of them the mask covers, and how many it does not.
    """

    inside_px: int
    outside_px: int
    changed: Mask


def difference(before: Photo, after: Photo, mask: Mask | None) -> Difference:
    """Compare two photos pixel by pixel, exactly.

    Eight bits are compared with sixteen as v * 257, a photo without alpha as opaque. Values under
    two different profiles say nothing about each other: those are compared as 8-bit sRGB.

    Args:
        before: a photo.
        after: a photo of the same frame.
        mask: (H, W) bool, where a change is meant; None = everywhere.

    Raises:
        InvalidRequest: the frames differ; the message has both sizes.
        InvalidMask: the mask is empty, or of another size.
    """
    check_frames(before, after)
    changed = _differs(*_alike(before, after)) | _differs(_alpha(before), _alpha(after))
    if mask is None:
        return Difference(int(np.count_nonzero(changed)), 0, changed)
    check(mask, changed.shape)
    outside = int(np.count_nonzero(changed & ~mask))
    return Difference(int(np.count_nonzero(changed)) - outside, outside, changed)


def check_frames(before: Photo, after: Photo) -> None:
    """Refuse two photos of different frames.

    Raises:
        InvalidRequest: the message has both sizes.
    """
    if (before.width, before.height) != (after.width, after.height):
        raise InvalidRequest(
            f"one picture is {before.width}×{before.height} px, the other "
            f"{after.width}×{after.height}: they cannot be compared pixel by pixel",
            hint="compare two versions between which nothing was cropped or resized",
        )


def picture(image: Image, changed: Mask, mask: Mask | None, size_px: int = 1024) -> Image:
    """Draw what differs: the photo pale and grey, changes inside the mask cyan, outside red.

    However small the picture, every changed pixel is seen.

    Args:
        image: (H, W, 3) uint8 sRGB, the later picture.
        changed: (H, W) bool, as `difference` returns it.
        mask: (H, W) bool, where a change was meant; None = everywhere.
        size_px: longest side of the result; a smaller image keeps its size.

    Returns:
        (h, w, 3) uint8.
    """
    scale = min(1.0, size_px / max(image.shape[:2]))
    size = max(1, round(image.shape[1] * scale)), max(1, round(image.shape[0] * scale))
    grey = cv2.cvtColor(resized(image, size), cv2.COLOR_RGB2GRAY).astype(np.float32)
    pale = 255 - PALE * (255 - grey)
    drawn = np.repeat(pale[..., None], 3, axis=2)
    meant = np.ones_like(changed) if mask is None else mask
    inside, outside = _any(changed & meant, size), _any(changed & ~meant, size)
    strength = MOSTLY_STRENGTH if changed.mean() > 0.5 else TINT_STRENGTH
    _tint(drawn, _marked(inside), INSIDE_RGB, strength)
    if mask is not None:
        _tint(drawn, _rim(_any(mask, size)), OUTLINE_RGB, 1.0)
    _tint(drawn, _marked(outside), OUTSIDE_RGB, 1.0)
    return np.rint(drawn).astype(np.uint8)


def _alike(before: Photo, after: Photo) -> tuple[Pixels, Pixels]:
    """The two photos' colours, in values that can be compared."""
    if before.icc_profile == after.icc_profile:
        return before.pixels, after.pixels
    return to_srgb8(before.pixels, before.icc_profile), to_srgb8(after.pixels, after.icc_profile)


def _alpha(photo: Photo) -> Pixels:
    """The alpha as (H, W, 1); without one, opaque."""
    if photo.alpha is not None:
        return photo.alpha[..., None]
    opaque: Any = np.full((1, 1, 1), np.iinfo(photo.pixels.dtype).max, photo.pixels.dtype)
    return np.broadcast_to(opaque, (photo.height, photo.width, 1))


def _differs(first: Pixels, second: Pixels) -> Mask:
    if first.dtype != second.dtype:
        first, second = _deep(first), _deep(second)
    changed = first[..., 0] != second[..., 0]
    for channel in range(1, first.shape[2]):
        changed |= first[..., channel] != second[..., channel]
    return changed


def _deep(pixels: Pixels) -> Pixels:
    return pixels if pixels.dtype == np.uint16 else pixels.astype(np.uint16) * np.uint16(257)


def _any(mask: Mask, size: tuple[int, int]) -> Mask:
    """Make a mask smaller: a pixel is True where any below it is."""
    cover = cv2.resize(mask.astype(np.float32), size, interpolation=cv2.INTER_AREA)
    return np.asarray(cover > 0, np.bool_)


def _marked(mask: Mask) -> Mask:
    return np.asarray(cv2.dilate(mask.astype(np.uint8), _MARK) > 0, np.bool_)


def _rim(mask: Mask) -> Mask:
    return mask & ~np.asarray(cv2.erode(mask.astype(np.uint8), _MARK) > 0, np.bool_)


def _tint(drawn: Any, where: Mask, colour: tuple[int, int, int], strength: float) -> None:  # noqa: ANN401  # float (h, w, 3)
    drawn[where] += strength * (np.array(colour, np.float32) - drawn[where])
