"""The last step of every masked edit: outside the mask nothing changes, and here is the proof."""

from dataclasses import dataclass

import numpy as np

from errors import InvalidImage, InvalidMask
from imaging.arrays import Box, Mask, Pixels
from imaging.masks import box_of, check, feather


@dataclass(frozen=True)
class Composite:
    """A parent with its masked pixels replaced.

    pixels: (H, W, 3) or (H, W, 4), the parent's dtype; a new array.
    outside_changed: pixels outside the mask that differ from the parent's; always 0.
    inside_changed: pixels inside the mask that differ.
    """

    pixels: Pixels
    outside_changed: int
    inside_changed: int


def composite(parent: Pixels, edited: Pixels, mask: Mask, *, feather_px: float = 0) -> Composite:
    """Take `edited` where `mask` is True and `parent` elsewhere, byte for byte.

    Args:
        parent: (H, W, 3) or (H, W, 4), uint8 or uint16.
        edited: the same shape and dtype.
        mask: (H, W) bool, True = change.
        feather_px: width in px of the ramp that hides the seam; it lies inside the mask.

    Raises:
        InvalidImage: the two images differ in shape or dtype.
        InvalidMask: the mask is empty, or of another size.
    """
    _check_alike(parent, edited)
    check(mask, parent.shape)
    x0, y0, x1, y1 = _with_rim(box_of(mask), mask.shape)
    part = np.s_[y0:y1, x0:x1]
    pixels = parent.copy()
    if feather_px:
        pixels[part] = _blended(parent[part], edited[part], mask[part], feather_px)
    else:
        pixels[mask] = edited[mask]
    return Composite(
        pixels, outside_changed(parent, pixels, mask), outside_changed(parent, pixels, ~mask)
    )


def outside_changed(before: Pixels, after: Pixels, mask: Mask) -> int:
    """Count the pixels outside `mask` in which two images differ in any channel.

    Raises:
        InvalidImage: the two images differ in shape or dtype.
        InvalidMask: the mask is of another size.
    """
    _check_alike(before, after)
    if mask.shape != before.shape[:2]:
        raise InvalidMask(f"The mask's shape is {mask.shape}, the image's {before.shape[:2]}.")
    # Rows first: `any` over three channels of every pixel takes ten times as long.
    rows = (before != after).reshape(len(before), -1).any(axis=1)
    return int(np.count_nonzero((before[rows] != after[rows]).any(axis=-1) & ~mask[rows]))


def _blended(parent: Pixels, edited: Pixels, mask: Mask, feather_px: float) -> Pixels:
    alpha = feather(mask, feather_px)[..., None]
    mixed = np.rint(parent + alpha * (edited.astype(np.float32) - parent)).astype(parent.dtype)
    # 16 bits survive float32 exactly, but no rounding is trusted outside the mask.
    return np.where(mask[..., None], mixed, parent)


def _with_rim(box: Box, shape: tuple[int, ...]) -> Box:
    """One pixel more on each side, or the feather would take the mask's box for the frame."""
    x0, y0, x1, y1 = box
    return max(x0 - 1, 0), max(y0 - 1, 0), min(x1 + 1, shape[1]), min(y1 + 1, shape[0])


def _check_alike(first: Pixels, second: Pixels) -> None:
    if (first.shape, first.dtype) != (second.shape, second.dtype):
        raise InvalidImage(
            f"The edited image is {second.shape} {second.dtype}, its parent {first.shape} "
            f"{first.dtype}.",
            hint="Bring the edit back to the parent's size, channels and depth first.",
        )
