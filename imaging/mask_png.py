"""Masks as files: 1-bit PNG, white = change."""

import io

import cv2
import numpy as np

from errors import InvalidImage, InvalidMask
from imaging.arrays import Mask
from imaging.readers import OPENERS, UNREADABLE, hush_pillow


def encode_mask(mask: Mask) -> bytes:
    """Return a bool (H, W) mask as a 1-bit PNG, white = change.

    Raises:
        InvalidMask: not a two-dimensional, non-empty bool array.
    """
    if mask.dtype != np.bool_ or mask.ndim != 2 or not mask.size:
        raise InvalidMask(f"The mask is {mask.dtype} {mask.shape}.", hint="Give bool (H, W).")
    grey = mask.view(np.uint8) * np.uint8(255)
    return cv2.imencode(".png", grey, [cv2.IMWRITE_PNG_BILEVEL, 1])[1].tobytes()


def decode_mask(data: bytes) -> Mask:
    """Return the bool (H, W) mask of a PNG that `encode_mask` made.

    Raises:
        InvalidImage: damaged, or not a 1-bit PNG.
    """
    hush_pillow()
    try:
        picture = OPENERS["PNG"](io.BytesIO(data))
        picture.load()
    except UNREADABLE as error:
        raise InvalidImage(f"The mask is damaged: {error}.") from error
    if picture.mode != "1":
        raise InvalidImage("The mask is not a 1-bit PNG.")
    return np.array(picture, dtype=np.bool_)
