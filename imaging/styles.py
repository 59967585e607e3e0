"""The style filters by name; their sizes follow the diagonal: 512 px and 12 MP look alike."""

from collections.abc import Callable

import cv2
import numpy as np

from errors import InvalidRequest
from imaging import style_drawn, style_flat, style_painted, style_photo
from imaging.arrays import Image

STYLES: dict[str, Callable[[Image, int], Image]] = {
    "sketch": style_drawn.sketch,
    "colour-sketch": style_drawn.colour_sketch,
    "cartoon": style_drawn.cartoon,
    "watercolour": style_painted.watercolour,
    "oil": style_painted.oil,
    "film": style_photo.film,
    "pixel": style_flat.pixel,
    "noir": style_photo.noir,
    "poster": style_flat.poster,
}


def stylise(image: Image, name: str, amount: float = 100, *, seed: int = 0) -> Image:
    """Return the image in a style.

    Args:
        image: (H, W, 3) uint8 sRGB.
        name: a name in STYLES.
        amount: percent, 0 (the photo) to 100 (the style in full).
        seed: of grain, paper and palettes, ≥ 0; the same seed gives the same pixels.

    Raises:
        InvalidRequest: no such style, or an amount out of bounds.
    """
    paint = STYLES.get(name)
    if paint is None:
        raise InvalidRequest(f"There is no style “{name}”.", hint="Choose: " + ", ".join(STYLES))
    if not 0 <= amount <= 100:
        raise InvalidRequest(
            f"A style takes an amount from 0 to 100 percent, not {amount:g}.",
            hint="Without an amount it is 100 percent.",
        )
    if amount == 0:
        return image.copy()
    share = amount / 100
    painted = paint(image, seed)
    return np.asarray(cv2.addWeighted(painted, share, image, 1 - share, 0), np.uint8)
