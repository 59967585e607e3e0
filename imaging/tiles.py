"""Tiles of a photo: a viewer loads what it shows, never the whole file."""

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from errors import NotFound
from imaging.arrays import Box
from imaging.codec import Photo, encode
from imaging.colour import to_8bit, to_srgb8

Bytes = NDArray[np.uint8]
TILE_PX = 512
LOSSLESS_PX = 1 << 20  # a photo this small is looked at pixel by pixel


def levels(width: int, height: int) -> int:
    """Return how many levels a photo has; the last one is a single tile."""
    return max(0, (max(width, height) - 1) // TILE_PX).bit_length() + 1


def tile(photo: Photo, level: int, column: int, row: int) -> Photo:
    """Return one tile of the photo's pyramid, in 8-bit sRGB, with alpha where the photo has it.

    Args:
        photo: the whole photo.
        level: 0 = full resolution; each pixel of level n is the mean of 2^n × 2^n pixels,
            weighted by alpha.
        column: of the tile, from the left.
        row: of the tile, from the top.

    Returns:
        (TILE_PX, TILE_PX, 3), less at the right and bottom. Where the photo's size is no multiple
        of 2^n the last pixel reaches beyond it, as if the border went on.

    Raises:
        NotFound: the pyramid has no such tile; the hint says what it has.
    """
    x0, y0, x1, y1 = _box(photo, level, column, row)
    pixels: Any = photo.pixels[y0:y1, x0:x1]
    alpha = None if photo.alpha is None else to_8bit(photo.alpha[y0:y1, x0:x1])
    if level:
        pixels, alpha = _shrunk(to_8bit(pixels), alpha, 2**level)
    return Photo(to_srgb8(np.ascontiguousarray(pixels), photo.icc_profile), alpha)


def tile_file(photo: Photo, level: int, column: int, row: int) -> bytes:
    """Return `tile` as WebP of quality 90; as PNG where the whole photo is small."""
    found = tile(photo, level, column, row)
    if photo.width * photo.height <= LOSSLESS_PX:
        return encode(found, "PNG")
    return encode(found, "WEBP", quality=90)


def _box(photo: Photo, level: int, column: int, row: int) -> Box:
    """Return the pixels of the photo that a tile shows."""
    count = levels(photo.width, photo.height)
    if not 0 <= level < count:
        raise NotFound(f"there is no level {level}", hint=f"this image has levels 0 to {count - 1}")
    side = TILE_PX * 2**level
    columns, rows = -(-photo.width // side), -(-photo.height // side)
    if not (0 <= column < columns and 0 <= row < rows):
        raise NotFound(
            f"level {level} has no tile {column}/{row}",
            hint=f"it has columns 0 to {columns - 1} and rows 0 to {rows - 1}",
        )
    x0, y0 = column * side, row * side
    return x0, y0, min(x0 + side, photo.width), min(y0 + side, photo.height)


def _shrunk(pixels: Bytes, alpha: Bytes | None, factor: int) -> tuple[Bytes, Bytes | None]:
    if alpha is None:
        return _means(_padded(pixels, factor), factor), None
    share = _padded(alpha, factor).astype(np.float32)  # hidden colours must not bleed out
    weighted = _means(_padded(pixels, factor) * share[..., None], factor)
    weights = _means(share, factor)
    colours = weighted / np.maximum(weights, 1e-6)[..., None]
    return np.rint(colours).astype(np.uint8), np.rint(weights).astype(np.uint8)


def _padded(pixels: Bytes, factor: int) -> Bytes:
    """Repeat the last row and column up to a multiple of `factor`."""
    height, width = pixels.shape[:2]
    bottom, right = -height % factor, -width % factor
    grown = cv2.copyMakeBorder(pixels, 0, bottom, 0, right, cv2.BORDER_REPLICATE)
    return grown.astype(np.uint8, copy=False)


def _means(pixels: Any, factor: int) -> Any:  # noqa: ANN401  # uint8 or float32, as given
    size = pixels.shape[1] // factor, pixels.shape[0] // factor
    return cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
