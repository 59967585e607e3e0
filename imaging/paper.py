"""A photo as it looks on paper: what people and models see of it."""

import numpy as np

from imaging.arrays import Image
from imaging.codec import Photo
from imaging.colour import to_8bit, to_srgb8


def on_white(photo: Photo) -> Image:
    """Return the picture in 8-bit sRGB, on white where it is transparent.

    Returns:
        (H, W, 3) uint8; the photo's own array, not a copy, where it is that already.
    """
    seen = to_srgb8(photo.pixels, photo.icc_profile)
    if photo.alpha is None:
        return seen
    share = to_8bit(photo.alpha)[..., None].astype(np.float32) / 255
    return np.rint(seen * share + 255 * (1 - share)).astype(np.uint8)
