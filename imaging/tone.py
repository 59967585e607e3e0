"""Tone and colour of a photo, one pixel at a time (shadows and highlights look a bit around).

Every function takes an Image and an amount in percent, as `imaging.adjust.ADJUSTMENTS` bounds it,
and returns a new Image.
"""

from functools import partial

import cv2
import numpy as np

from imaging.arrays import Image
from imaging.perceptual import (
    Floats,
    decode,
    encode,
    from_linear,
    from_oklab,
    in_bands,
    luma,
    luminance,
    to_bytes,
    to_linear,
    to_oklab,
)

_RAMP = np.arange(256, dtype=np.float32) / 255
_SEPIA = np.array([1.32, 0.93, 0.64], np.float32)  # a toned silver print, of about equal lightness
_BRADFORD = np.array(
    [[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]]
)
_TO_XYZ = np.array(
    [
        [0.4123908, 0.3575843, 0.1804808],
        [0.2126390, 0.7151687, 0.0721923],
        [0.0193308, 0.1191948, 0.9505322],
    ]
)  # linear sRGB to CIE XYZ
_NEUTRAL_MIRED = 1e6 / 6504


def _through_curve(image: Image, curve: Floats) -> Image:
    return np.asarray(cv2.LUT(image, to_bytes(curve * 255)), np.uint8)


def brightness(image: Image, amount: float) -> Image:
    """Lift or lower the midtones; black stays black and white stays white.

    Schlick's bias curve ("Fast alternatives to Perlin's bias and gain functions", 1994): unlike a
    gamma it has a finite slope at black, so that noise is not blown up.
    """
    bias = 0.5 + 0.4 * amount / 100
    return _through_curve(image, _RAMP / ((1 / bias - 2) * (1 - _RAMP) + 1))


def contrast(image: Image, amount: float) -> Image:
    """Steepen the midtones with an S-curve, or flatten everything towards mid-grey."""
    if amount < 0:
        return _through_curve(image, 0.5 + (_RAMP - 0.5) * (1 + 0.8 * amount / 100))
    steepness = 4 * amount / 100
    curve = np.tanh(steepness * (_RAMP - 0.5)) / np.tanh(steepness / 2)
    return _through_curve(image, 0.5 + curve.astype(np.float32) / 2)


def exposure(image: Image, amount: float) -> Image:
    """Multiply the light: ±100 is two stops. Highlights roll off instead of clipping."""
    light = decode(_RAMP) * 2 ** (2 * amount / 100)
    knee = 0.7
    rolled = knee + (1 - knee) * (1 - np.exp(-(light - knee) / (1 - knee)))
    light = np.where(light > knee, rolled, light) if amount > 0 else light
    white = float(light[-1]) if amount > 0 else 1.0  # white stays white when light is added
    return _through_curve(image, encode((light / white).astype(np.float32)))


def _white_of(kelvin: float) -> tuple[float, float, float]:
    """Return XYZ of a black body (cubic fit by Kim et al., US patent 7024034, 1667–25000 K)."""
    t = 1e3 / kelvin
    if kelvin <= 4000:
        x = -0.2661239 * t**3 - 0.2343589 * t**2 + 0.8776956 * t + 0.179910
        y = -0.9549476 * x**3 - 1.37418593 * x**2 + 2.09137015 * x - 0.16748867
    else:
        x = -3.0258469 * t**3 + 2.1070379 * t**2 + 0.2226347 * t + 0.240390
        y = 3.0817580 * x**3 - 5.87338670 * x**2 + 3.75112997 * x - 0.37001483
    return (x / y, 1.0, (1 - x - y) / y)


def _adaptation(amount: float) -> Floats:
    """Return the linear-sRGB matrix that moves white along the black-body axis (Bradford)."""
    mired = _NEUTRAL_MIRED + (100 if amount > 0 else 75) * amount / 100
    before = _BRADFORD @ _white_of(1e6 / _NEUTRAL_MIRED)
    after = _BRADFORD @ _white_of(1e6 / mired)
    matrix = np.linalg.inv(_BRADFORD) @ np.diag(after / before) @ _BRADFORD
    return (np.linalg.inv(_TO_XYZ) @ matrix @ _TO_XYZ).astype(np.float32)


def temperature(image: Image, amount: float) -> Image:
    """Make the light warmer (+) or cooler (-), to about 3900 K or 12700 K; luminance stays."""

    def change(band: Image, matrix: Floats) -> Image:
        light = to_linear(band)
        tinted = np.maximum(np.asarray(cv2.transform(light, matrix), np.float32), 0)
        kept = luminance(light) / np.maximum(luminance(tinted), 1e-6)
        return from_linear(tinted * kept[:, :, None])

    return in_bands(image, partial(change, matrix=_adaptation(amount)))


def saturation(image: Image, amount: float) -> Image:
    """Scale OKLab chroma; when raising it, colours that are already vivid move least."""

    def change(band: Image) -> Image:
        lab = to_oklab(band)
        if amount < 0:
            lab[:, :, 1:] *= 1 + amount / 100
            return from_oklab(lab)
        chroma = np.hypot(lab[:, :, 1], lab[:, :, 2])
        room = np.clip(1 - chroma / 0.28, 0, 1)  # 0.28 is nearly the most that sRGB can show
        lab[:, :, 1:] *= (1 + amount / 100 * room)[:, :, None]
        return from_oklab(lab)

    return in_bands(image, change)


def _surroundings(grey: Floats) -> Floats:
    """Return luma smoothed within edges: a fast guided filter of the luma by itself.

    K. He and J. Sun, "Fast guided filter", 2015, arXiv 1505.00996: the coefficients are found on a
    small copy and applied to the full one, so that edges stay sharp and 12 MP stay cheap.
    """
    height, width = grey.shape
    scale = min(1.0, 640 / max(height, width))
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    side = max(3, round(0.04 * float(np.hypot(*small.shape)))) | 1
    mean = cv2.blur(small, (side, side))
    variance = cv2.blur(small * small, (side, side)) - mean * mean
    slope = variance / (variance + 0.01)
    smooth_slope = cv2.resize(cv2.blur(slope, (side, side)), (width, height))
    smooth_offset = cv2.resize(cv2.blur(mean * (1 - slope), (side, side)), (width, height))
    return np.clip(smooth_slope * grey + smooth_offset, 0.001, 1).astype(np.float32)


def _lifted(dark: Floats, amount: float) -> Floats:
    """Return the curve that moves what is near 0 and leaves what is near 1."""
    return dark + amount / 100 * (2.2 if amount > 0 else 0.85) * dark * (1 - dark) ** 3


def shadows(image: Image, amount: float) -> Image:
    """Open (+) or deepen (-) the dark areas; the contrast within them stays."""
    base = _surroundings(luma(image))
    gain = _lifted(base, amount) / base
    return to_bytes(image * gain[:, :, None])


def highlights(image: Image, amount: float) -> Image:
    """Brighten (+) or hold back (-) the light areas; the contrast within them stays."""
    base = _surroundings(luma(image))
    gain = (1 - _lifted(1 - base, -amount)) / base
    return to_bytes(image * gain[:, :, None])


def _towards(image: Image, other: Image, amount: float) -> Image:
    return np.asarray(cv2.addWeighted(image, 1 - amount / 100, other, amount / 100, 0), np.uint8)


def _grey(image: Image) -> Image:
    def change(band: Image) -> Image:
        return from_linear(luminance(to_linear(band))[:, :, None].repeat(3, axis=2))

    return in_bands(image, change)


def grayscale(image: Image, amount: float) -> Image:
    """Blend towards the grey of equal luminance."""
    return _towards(image, _grey(image), amount)


def sepia(image: Image, amount: float) -> Image:
    """Blend towards a brown-toned print."""
    grey = _grey(image)
    toned = [_through_curve(grey[:, :, i], _RAMP ** (1 / tone)) for i, tone in enumerate(_SEPIA)]
    return _towards(image, np.asarray(cv2.merge(toned), np.uint8), amount)


def invert(image: Image, amount: float) -> Image:
    """Blend towards the negative."""
    return _towards(image, 255 - image, amount)
