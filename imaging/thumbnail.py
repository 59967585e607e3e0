"""Small sRGB pictures of a photo, for lists."""

import cv2
import numpy as np

from imaging.codec import Photo, encode
from imaging.colour import to_8bit, to_srgb8


def thumbnail(photo: Photo, size_px: int, *, quality: int = 82) -> bytes:
    """Return a WebP in sRGB, at most `size_px` on the long side, never enlarged; alpha stays."""
    scale = min(1.0, size_px / max(photo.width, photo.height))
    size = max(1, round(photo.width * scale)), max(1, round(photo.height * scale))
    pixels = to_8bit(photo.pixels)
    if photo.alpha is None:
        small, alpha = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), None
    else:  # weighted by alpha, or hidden colours would bleed into the edge
        share = to_8bit(photo.alpha).astype(np.float32)
        weighted = cv2.resize(pixels * share[..., None], size, interpolation=cv2.INTER_AREA)
        weights = cv2.resize(share, size, interpolation=cv2.INTER_AREA)
        small = weighted / np.maximum(weights, 1e-6)[..., None]
        alpha = np.rint(weights).astype(np.uint8)
    seen = to_srgb8(np.rint(small).astype(np.uint8), photo.icc_profile)
    return encode(Photo(seen, alpha), "WEBP", quality=quality)
