"""The lines of a picture, white on black: what guides a generated one."""

import cv2
import numpy as np

from imaging.arrays import Image

LOW, HIGH = 100, 200
"""Canny's thresholds, of the gradient of 8-bit grey; ControlNet's own examples use them."""


def canny(image: Image, *, low: int = LOW, high: int = HIGH) -> Image:
    """Return the edges of a photo, (H, W, 3) uint8, white on black, one pixel wide.

    Source: Canny, "A Computational Approach to Edge Detection", 1986,
    doi:10.1109/TPAMI.1986.4767851.
    """
    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    return _three(np.asarray(cv2.Canny(grey, low, high), np.uint8))


def lines(sketch: Image) -> Image:
    """Return a drawing as white lines on black, (H, W, 3) uint8.

    A drawing is mostly paper: one on a light ground is inverted, one on a dark ground is not.
    """
    grey = np.asarray(cv2.cvtColor(sketch, cv2.COLOR_RGB2GRAY), np.uint8)
    return _three(255 - grey if np.median(grey) > 127 else grey)


def _three(grey: Image) -> Image:
    return np.repeat(grey[..., None], 3, axis=2)
