"""Detail of a photo: sharpness, noise, blur and the fall-off of light. Sizes follow the diagonal.

Every function takes an Image and an amount in percent, as `imaging.adjust.ADJUSTMENTS` bounds it,
and returns a new Image.
"""

import cv2
import numpy as np

from imaging.arrays import Image
from imaging.perceptual import Floats, diagonal_px, from_linear, luma, to_bytes, to_linear


def gaussian(values: Image | Floats, sigma_px: float) -> Floats:
    """Return values blurred, as float32; a wide blur is made on a smaller copy, unseen."""
    height, width = values.shape[:2]
    scale = min(1.0, 6 / sigma_px)
    if scale > 0.5:
        return np.asarray(cv2.GaussianBlur(values, (0, 0), sigma_px), np.float32)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = cv2.resize(values, size, interpolation=cv2.INTER_AREA).astype(np.float32)
    blurred = cv2.GaussianBlur(small, (0, 0), sigma_px * size[0] / width)
    return np.asarray(cv2.resize(blurred, (width, height)), np.float32)


def blur(image: Image, amount: float) -> Image:
    """Blur; at 100 the spread (sigma) is 2 % of the image's diagonal."""
    return to_bytes(gaussian(image, max(0.3, amount / 100 * 0.02 * diagonal_px(image))))


def sharpen(image: Image, amount: float) -> Image:
    """Unsharp mask on luma: colours do not fringe; the faintest detail, mostly noise, stays."""
    grey = luma(image)
    detail = grey - gaussian(grey, max(0.9, diagonal_px(image) / 2800))
    cored = detail * (detail * detail / (detail * detail + 0.005**2))
    halo = np.clip(cored * 2.2 * amount / 100, -0.25, 0.25) * 255
    return to_bytes(image + halo[:, :, None])


def noise_of(grey: Image) -> float:
    """Return the standard deviation of the noise, in levels of 0..255.

    J. Immerkær, "Fast noise variance estimation", 1996, doi 10.1006/cviu.1996.0060; the median in
    place of the mean, so that texture counts less.
    """
    kernel = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], np.float32)
    response = np.abs(cv2.filter2D(grey, cv2.CV_32F, kernel)[::2, ::2])
    return float(np.median(response)) / 0.6745 / 6


def denoise(image: Image, amount: float) -> Image:
    """Smooth noise within edges; how far follows the noise that is measured in the photo.

    Luma: a bilateral filter that compares a slightly blurred guide, so that single grains do not
    count as edges. Colour noise is coarser: it is smoothed at half the size.
    """
    luma8, red, blue = cv2.split(np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2YCrCb), np.uint8))
    grey = np.asarray(luma8, np.uint8)
    spread = (2.5 * noise_of(grey) + 3) * amount / 100
    guide = cv2.GaussianBlur(grey, (0, 0), 0.8)
    smooth = cv2.ximgproc.jointBilateralFilter(guide, grey, 7, spread, 2.5)
    size = (image.shape[1], image.shape[0])
    half = ((size[0] + 1) // 2, (size[1] + 1) // 2)
    colours = [
        cv2.resize(
            cv2.bilateralFilter(
                cv2.resize(c, half, interpolation=cv2.INTER_AREA), 7, spread * 1.5, 4
            ),
            size,
        )
        for c in (red, blue)
    ]
    return np.asarray(cv2.cvtColor(cv2.merge([smooth, *colours]), cv2.COLOR_YCrCb2RGB), np.uint8)


def vignette(image: Image, amount: float) -> Image:
    """Darken (+) or lighten (-) the corners, as a lens does: in linear light, smoothly."""
    height, width = image.shape[:2]
    y = (np.arange(height, dtype=np.float32) + 0.5) / height * 2 - 1
    x = (np.arange(width, dtype=np.float32) + 0.5) / width * 2 - 1
    radius = np.sqrt((x[None, :] ** 2 + y[:, None] ** 2) / 2)
    far = np.clip((radius - 0.2) / 0.8, 0, 1)
    fall = far * far * (3 - 2 * far)
    gain = 1 - 0.95 * amount / 100 * fall if amount > 0 else 1 - 1.6 * amount / 100 * fall
    return from_linear(to_linear(image) * gain[:, :, None])
