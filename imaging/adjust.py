"""The adjustments by name: one table, one function that applies them, with or without a mask."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from errors import InvalidMask, InvalidRequest
from imaging import detail, tone
from imaging.arrays import Image, Mask, Matte
from imaging.perceptual import to_bytes


class Adjustment(NamedTuple):
    """What an adjustment does, and the amounts (percent) it takes."""

    function: Callable[[Image, float], Image]
    lowest: float
    highest: float
    default: float  # when the user names no amount


ADJUSTMENTS: dict[str, Adjustment] = {
    "brightness": Adjustment(tone.brightness, -100, 100, 25),
    "contrast": Adjustment(tone.contrast, -100, 100, 25),
    "saturation": Adjustment(tone.saturation, -100, 100, 30),
    "temperature": Adjustment(tone.temperature, -100, 100, 30),
    "exposure": Adjustment(tone.exposure, -100, 100, 25),
    "shadows": Adjustment(tone.shadows, -100, 100, 35),
    "highlights": Adjustment(tone.highlights, -100, 100, -35),
    "sharpen": Adjustment(detail.sharpen, 0, 100, 40),
    "denoise": Adjustment(detail.denoise, 0, 100, 50),
    "blur": Adjustment(detail.blur, 0, 100, 30),
    "vignette": Adjustment(detail.vignette, -100, 100, 45),
    "grayscale": Adjustment(tone.grayscale, 0, 100, 100),
    "sepia": Adjustment(tone.sepia, 0, 100, 100),
    "invert": Adjustment(tone.invert, 0, 100, 100),
}


def adjust(image: Image, name: str, amount: float, mask: Matte | Mask | None = None) -> Image:
    """Return the image with one adjustment made.

    Args:
        image: (H, W, 3) uint8 sRGB.
        name: a name in ADJUSTMENTS.
        amount: percent, within that adjustment's bounds; 0 changes nothing.
        mask: where to apply it: bool (H, W), or float32 0..1 for how much. Where it is 0, the
            pixels are byte-identical.

    Raises:
        InvalidRequest: no such name, or an amount out of bounds.
        InvalidMask: the mask is not the image's size.
    """
    known = ADJUSTMENTS.get(name)
    if known is None:
        raise InvalidRequest(
            f"There is no adjustment “{name}”.", hint="Choose one of: " + ", ".join(ADJUSTMENTS)
        )
    if not known.lowest <= amount <= known.highest:  # also false for nan
        raise InvalidRequest(
            f"{name} takes an amount from {known.lowest:g} to {known.highest:g} percent, "
            f"not {amount:g}.",
            hint=f"Without an amount it is {known.default:g} percent.",
        )
    changed = image.copy() if amount == 0 else known.function(image, amount)
    return changed if mask is None else blend(image, changed, mask)


def blend(image: Image, changed: Image, mask: Matte | Mask) -> Image:
    """Return `changed` where `mask` is 1 or True, `image` where it is 0, a mix between.

    Raises:
        InvalidMask: the mask is not the image's size.
    """
    if mask.shape != image.shape[:2]:
        raise InvalidMask(
            f"The mask is {mask.shape[1]}×{mask.shape[0]}, "
            f"the image {image.shape[1]}×{image.shape[0]} pixels."
        )
    if mask.dtype == np.bool_:
        return np.where(mask[:, :, None], changed, image)
    mixed = image + (changed.astype(np.float32) - image) * mask[:, :, None]
    return to_bytes(mixed.astype(np.float32))
