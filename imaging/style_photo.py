"""Photographic looks: colour film and film noir. Each takes (image, seed) at full strength."""

import cv2
import numpy as np

from imaging.arrays import Image
from imaging.detail import gaussian
from imaging.perceptual import Floats, diagonal_px, from_linear, to_bytes, to_linear
from imaging.texture import noise

_RAMP = np.arange(256, dtype=np.float32) / 255
_HALO = np.array([0.30, 0.09, 0.02], np.float32)  # light scattered back off the film's base is red


def film(image: Image, seed: int) -> Image:
    """Colour negative: faded blacks, warm light and teal shadow, red halation, grain."""
    light = to_linear(image)
    bright = np.clip(light.max(axis=2) - 0.6, 0, None)
    halo = gaussian(bright, diagonal_px(image) / 130)
    glowing = from_linear(light + halo[:, :, None] * _HALO * 1.6)
    curves = [_film_curve(lift, gamma, top) for lift, gamma, top in _CHANNELS]
    toned = cv2.LUT(glowing, np.dstack(curves).reshape(256, 1, 3))
    muted = _mixed_down(np.asarray(toned, np.uint8), 0.88)
    return _grained(_shaded(muted, 0.35), 7.5, seed)


_CHANNELS = ((0.055, 0.94, 0.985), (0.062, 0.98, 0.965), (0.10, 1.07, 0.90))  # red, green, blue


def _film_curve(lift: float, gamma: float, top: float) -> Image:
    shoulder = 0.5 + np.tanh(2.1 * (_RAMP**gamma - 0.5)) / np.tanh(1.05) / 2
    return to_bytes(255 * (lift + (top - lift) * shoulder))


def _mixed_down(image: Image, chroma: float) -> Image:
    """Return the image with its colours held back, through one matrix."""
    weights = np.array([0.299, 0.587, 0.114], np.float32)
    matrix = chroma * np.eye(3, dtype=np.float32) + (1 - chroma) * weights[None, :]
    return np.asarray(cv2.transform(image, matrix), np.uint8)


def noir(image: Image, seed: int) -> Image:
    """Black-and-white film of the forties: a red filter, hard light, deep corners, grain."""
    grey = np.asarray(
        cv2.transform(image, np.array([[0.52, 0.40, 0.08]], np.float32)), np.uint8
    ).astype(np.float32) / 255  # fmt: skip
    local = grey - gaussian(grey, diagonal_px(image) / 40)
    hard = np.clip(grey + 0.45 * local, 0, 1)
    middle = float(np.clip(np.median(hard), 0.3, 0.55))
    curve = 1 / (1 + np.exp(-7.5 * (hard - middle)))
    low, high = 1 / (1 + np.exp(7.5 * middle)), 1 / (1 + np.exp(-7.5 * (1 - middle)))
    silver = to_bytes(255 * np.clip((curve - low) / (high - low), 0, 1))
    return _grained(_shaded(np.repeat(silver[:, :, None], 3, axis=2), 0.75), 9.0, seed)


def _shaded(image: Image, depth: float) -> Image:
    height, width = image.shape[:2]
    y = np.linspace(-1, 1, height, dtype=np.float32)[:, None]
    x = np.linspace(-1, 1, width, dtype=np.float32)[None, :]
    fall = np.clip((x * x + y * y) / 2, 0, 1) ** 1.4
    return to_bytes(image * (1 - depth * fall)[:, :, None])


def _grained(image: Image, levels: float, seed: int) -> Image:
    """Return the image with grain, strongest in the midtones."""
    shape = (image.shape[0], image.shape[1])
    grain = 0.8 * noise(shape, 1 / 1500, seed) + 0.6 * noise(shape, 1 / 700, seed + 1)
    strength = np.asarray(levels * (0.35 + 2.6 * _RAMP * (1 - _RAMP)), np.float32)
    grey = np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), np.uint8)
    amount: Floats = strength[grey] * grain
    return to_bytes(image + amount[:, :, None])
