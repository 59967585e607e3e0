"""What is put behind a subject: its own background out of focus, or another photo."""

import cv2
import numpy as np

from errors import InvalidRequest
from imaging.arrays import Image, Matte
from imaging.perceptual import Floats, diagonal_px, from_linear, to_linear

_WORK_RADIUS_PX = 12  # a disc of this size is drawn on a copy that is small enough for it
_PLANES = (0.45, 0.75, 1.0)  # shares of the full blur, from the subject's edge to far away


def out_of_focus(image: Image, matte: Matte, amount: float) -> Image:
    """Return the background as a wide-open lens draws it: discs of light, larger farther away.

    The subject is left out of every average (normalised convolution, H. Knutsson and C.-F.
    Westin, 1993, doi 10.1109/CVPR.1993.341081), so that its colour does not bleed.

    Args:
        image: (H, W, 3) uint8 sRGB.
        matte: float32 (H, W), 1 = the subject.
        amount: percent, over 0, up to 100; at 100 the discs' radius is 3.2 % of the diagonal.

    Raises:
        InvalidRequest: the amount is out of bounds.
    """
    if not 0 < amount <= 100:
        raise InvalidRequest(f"A blur takes an amount over 0, up to 100 percent, not {amount:g}.")
    radius = max(1.0, 0.032 * amount / 100 * diagonal_px(image))
    scale = min(1.0, _WORK_RADIUS_PX / radius)
    size = (max(1, round(image.shape[1] * scale)), max(1, round(image.shape[0] * scale)))
    share = np.asarray(cv2.resize(1 - matte, size, interpolation=cv2.INTER_AREA), np.float32)
    light = to_linear(np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8))
    drawn = _planes(_boosted(light), _surely_behind(share), radius * size[0] / image.shape[1])
    full = cv2.resize(_dimmed(drawn), image.shape[1::-1], interpolation=cv2.INTER_LINEAR)
    return from_linear(np.asarray(full, np.float32))


def covering(photo: Image, shape: tuple[int, int]) -> Image:
    """Return the photo scaled and cropped about its middle to (H, W), without distortion."""
    height, width = shape
    scale = max(height / photo.shape[0], width / photo.shape[1])
    size = (max(width, round(photo.shape[1] * scale)), max(height, round(photo.shape[0] * scale)))
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_LANCZOS4
    grown = np.asarray(cv2.resize(photo, size, interpolation=method), np.uint8)
    top, left = (size[1] - height) // 2, (size[0] - width) // 2
    return grown[top : top + height, left : left + width].copy()


def _surely_behind(share: Floats) -> Floats:
    """Return the background's share with the subject's fringe taken off: it still holds colour."""
    return np.asarray(cv2.erode(share, np.ones((3, 3), np.uint8)), np.float32) ** 2


def _boosted(light: Floats) -> Floats:
    """Return light with highlights restored: a sensor clips what a lens spreads into discs."""
    return light * (1 + 3 * light.max(axis=2, keepdims=True) ** 6)


def _dimmed(light: Floats) -> Floats:
    """Return light brought back under 1: the inverse of `_boosted`'s gain, found by its maximum."""
    levels = np.linspace(0, 1, 1024, dtype=np.float32)
    top = light.max(axis=2)
    before = np.interp(top, levels * (1 + 3 * levels**6), levels).astype(np.float32)
    return light * (before / np.maximum(top, 1e-6))[:, :, None]


def _planes(light: Floats, share: Floats, radius: float) -> Floats:
    """Return the light blurred more the farther a place is from the subject."""
    hidden = (share < 0.5).astype(np.uint8)
    depth = np.full(share.shape, len(_PLANES) - 1, np.float32)
    if hidden.any():
        distance = np.asarray(cv2.distanceTransform(1 - hidden, cv2.DIST_L2, 5), np.float32)
        depth *= np.clip(distance / (0.22 * float(np.hypot(*share.shape))), 0, 1) ** 0.7
    result = np.zeros_like(light)
    for number, plane in enumerate(_PLANES):
        weight = np.clip(1 - np.abs(depth - number), 0, 1)
        result += _disc_mean(light, share, plane * radius) * weight[:, :, None]
    return result


def _disc_mean(light: Floats, share: Floats, radius: float) -> Floats:
    kernel = _disc(radius)
    total = np.asarray(cv2.filter2D(light * share[:, :, None], -1, kernel), np.float32)
    mass = np.asarray(cv2.filter2D(share, -1, kernel), np.float32)
    # Deep behind the subject no disc reaches the background: a wide average stands in.
    wide = max(1.0, 4 * radius)
    far = cv2.GaussianBlur(light * share[:, :, None], (0, 0), wide)
    far_mass = cv2.GaussianBlur(share, (0, 0), wide)
    mixed = np.maximum(total, 0) + 1e-3 * far
    return mixed / np.maximum(np.maximum(mass, 0) + 1e-3 * far_mass, 1e-8)[:, :, None]


def _disc(radius: float) -> Floats:
    """Return a disc with an antialiased rim, summing to 1."""
    side = int(np.ceil(radius))
    y, x = np.mgrid[-side : side + 1, -side : side + 1].astype(np.float32)
    disc = np.clip(radius + 0.5 - np.hypot(x, y), 0, 1)
    return np.asarray(disc / disc.sum(), np.float32)
