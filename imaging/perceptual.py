"""Light as a camera counts it and as an eye sees it: linear sRGB, luma and OKLab.

OKLab: B. Ottosson, "A perceptual color space for image processing", 2020,
https://bottosson.github.io/posts/oklab/ (the matrices are its own, public domain).
"""

from collections.abc import Callable
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from imaging.arrays import Image

Floats = NDArray[np.floating[Any]]  # float32 at run time: float32 × a Python number is float32
LUMINANCE = np.array([[0.2126, 0.7152, 0.0722]], np.float32)  # of linear sRGB (IEC 61966-2-1)
LUMA = np.array([[0.299, 0.587, 0.114]], np.float32)  # of encoded sRGB (ITU-R BT.601)

_CONES = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ],
    np.float32,
)
_OPPONENTS = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ],
    np.float32,
)
_CONES_BACK = np.linalg.inv(_CONES).astype(np.float32)
_OPPONENTS_BACK = np.linalg.inv(_OPPONENTS).astype(np.float32)
_BAND_ROWS = 128  # a band of a 12 MP photo then stays near the processor's cache


def decode(values: Floats) -> Floats:
    """Return linear light for encoded sRGB, both 0..1."""
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4).astype(
        np.float32
    )


def encode(values: Floats) -> Floats:
    """Return encoded sRGB for linear light, both 0..1; what lies outside is clipped."""
    clipped = np.clip(values, 0.0, 1.0)
    return np.where(
        clipped <= 0.0031308, clipped * 12.92, 1.055 * clipped ** (1 / 2.4) - 0.055
    ).astype(np.float32)


_DECODE = decode(np.arange(256, dtype=np.float32) / 255)
_ENCODE = np.rint(encode(np.arange(65536, dtype=np.float32) / 65535) * 255).astype(np.uint8)


def to_linear(image: Image) -> Floats:
    """Return (H, W, 3) linear light in 0..1."""
    return np.asarray(cv2.LUT(image, _DECODE), np.float32)


def from_linear(light: Floats) -> Image:
    """Return the sRGB image of (H, W, 3) linear light; light over 1 clips to white."""
    return _ENCODE[(np.clip(light, 0.0, 1.0) * 65535 + 0.5).astype(np.uint16)]


def luminance(light: Floats) -> Floats:
    """Return (H, W) luminance of (H, W, 3) linear light."""
    return np.asarray(cv2.transform(light, LUMINANCE), np.float32)


def luma(image: Image) -> Floats:
    """Return (H, W) luma of an encoded sRGB image, in 0..1."""
    return np.asarray(cv2.transform(image.astype(np.float32), LUMA / 255), np.float32)


def to_oklab(image: Image) -> Floats:
    """Return (H, W, 3) OKLab: lightness 0..1, then a and b (about -0.4..0.4)."""
    cones = np.asarray(cv2.transform(to_linear(image), _CONES), np.float32)
    return np.asarray(cv2.transform(np.cbrt(cones), _OPPONENTS), np.float32)


def oklab_to_linear(lab: Floats) -> Floats:
    """Return linear light for (H, W, 3) OKLab; colours outside sRGB lie outside 0..1."""
    roots = np.asarray(cv2.transform(lab, _OPPONENTS_BACK), np.float32)
    return np.asarray(cv2.transform(roots * roots * roots, _CONES_BACK), np.float32)


def from_oklab(lab: Floats) -> Image:
    """Return the sRGB image of (H, W, 3) OKLab; colours outside sRGB are clipped."""
    return from_linear(oklab_to_linear(lab))


def in_bands(image: Image, change: Callable[[Image], Image]) -> Image:
    """Return `change` applied to bands of rows: for changes that look at one pixel at a time."""
    result = np.empty_like(image)
    for top in range(0, image.shape[0], _BAND_ROWS):
        result[top : top + _BAND_ROWS] = change(image[top : top + _BAND_ROWS])
    return result


def to_bytes(values: Floats) -> Image:
    """Return values of 0..255 rounded and clipped to uint8."""
    return np.clip(np.rint(values), 0, 255).astype(np.uint8)


def diagonal_px(image: NDArray[np.generic]) -> float:
    """Return the length of an image's diagonal: the measure of every size that must scale."""
    return float(np.hypot(image.shape[0], image.shape[1]))
