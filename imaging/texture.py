"""Grain, paper and strokes: seeded noise whose size follows the image's diagonal."""

import cv2
import numpy as np

from imaging.perceptual import Floats


def noise(shape: tuple[int, int], cell: float, seed: int) -> Floats:
    """Return (H, W) noise of mean 0 and deviation 1.

    Args:
        shape: (H, W).
        cell: the size of a grain as a share of the diagonal; never under a pixel.
        seed: the same seed gives the same grains.
    """
    height, width = shape
    cell_px = max(1.0, cell * float(np.hypot(height, width)))
    rows, columns = max(2, round(height / cell_px)), max(2, round(width / cell_px))
    grains = np.random.default_rng(seed).standard_normal((rows, columns), dtype=np.float32)
    full = cv2.resize(grains, (width, height), interpolation=cv2.INTER_CUBIC)
    return np.asarray(full / max(float(full.std()), 1e-6), np.float32)


def paper(shape: tuple[int, int], seed: int) -> Floats:
    """Return (H, W) of a rough paper's light and dark, mean 0, about -1..1."""
    rough = sum(
        weight * noise(shape, cell, seed + index)
        for index, (cell, weight) in enumerate(((1 / 900, 0.5), (1 / 450, 0.35), (1 / 150, 0.15)))
    )
    return np.clip(np.asarray(rough, np.float32), -1.5, 1.5)


def strokes(shape: tuple[int, int], degrees: float, seed: int) -> Floats:
    """Return (H, W) noise drawn out into parallel pencil strokes, deviation 1."""
    length = max(3, round(float(np.hypot(*shape)) / 45)) | 1
    kernel = np.zeros((length, length), np.float32)
    kernel[length // 2] = 1 / length
    centre = (length // 2, length // 2)
    turned = cv2.warpAffine(kernel, cv2.getRotationMatrix2D(centre, degrees, 1.0), (length, length))
    drawn = cv2.filter2D(noise(shape, 1 / 750, seed), -1, turned / turned.sum())
    return np.asarray(drawn / max(float(drawn.std()), 1e-6), np.float32)


def along(grains: Floats, guide: Floats, reach_px: int) -> Floats:
    """Return grains smeared along the guide's contours, as bristles follow a form.

    Line integral convolution (B. Cabral and L. Leedom, 1993, doi 10.1145/166117.166151) along the
    eigenvector of the smoothed structure tensor.
    """
    dx, dy = cv2.Sobel(guide, cv2.CV_32F, 1, 0), cv2.Sobel(guide, cv2.CV_32F, 0, 1)
    xx, yy, xy = (cv2.GaussianBlur(p, (0, 0), reach_px / 2) for p in (dx * dx, dy * dy, dx * dy))
    angle = np.asarray(0.5 * np.arctan2(2 * xy, xx - yy) + np.pi / 2, np.float32)
    step_x, step_y = np.cos(angle), np.sin(angle)
    rows, columns = np.indices(guide.shape, dtype=np.float32)
    total = np.zeros_like(grains)
    for distance in range(-reach_px, reach_px + 1):
        x, y = columns + distance * step_x, rows + distance * step_y
        total += cv2.remap(grains, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT_101)
    return np.asarray(total / max(float(total.std()), 1e-6), np.float32)
