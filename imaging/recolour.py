"""Give an object another colour and keep its shading, highlights and texture.

The dichromatic reflection model (S. Shafer, "Using color to separate reflection components", 1985,
doi 10.1002/col.5080100409): in linear light a pixel is `shading × body colour + gloss × white`.
The body colour is replaced; gloss stays white. What is of another colour than the body, such as a
label, stays as it is.
"""

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from errors import InvalidMask
from imaging.arrays import Image, Mask
from imaging.colours import Colour
from imaging.perceptual import (
    LUMINANCE,
    Floats,
    diagonal_px,
    from_linear,
    luminance,
    to_linear,
    to_oklab,
)

_NEUTRAL_CHROMA = 0.035  # OKLab; below it an eye sees grey
_HUE_FULL, _HUE_NONE = np.deg2rad(32), np.deg2rad(62)  # how far a hue may be from the body's
_SHEEN = 1.7  # a grey body is gloss where it is this much brighter than its median


class _Body(NamedTuple):
    """The object's own colour."""

    light: Floats  # (3,) linear, of median shading
    hue: float | None  # radians in OKLab; None = it is grey


def recolour(image: Image, mask: Mask, colour: Colour) -> Image:
    """Return the image with the masked object in another colour.

    Args:
        image: (H, W, 3) uint8 sRGB.
        mask: bool (H, W), the object; outside it the pixels are byte-identical.
        colour: sRGB, 0..255 each. The object's median comes near it; a scene darker or lighter
            than the colour pulls it some of the way.

    Raises:
        InvalidMask: the mask is empty, or not the image's size.
    """
    if mask.shape != image.shape[:2]:
        raise InvalidMask(f"The mask is {mask.shape}, the image {image.shape[:2]} (height, width).")
    if not mask.any():
        raise InvalidMask("The mask is empty.", hint="Point at the object to recolour.")
    x, y, width, height = cv2.boundingRect(mask.view(np.uint8))
    frame = np.s_[y : y + height, x : x + width]
    result = image.copy()
    result[frame] = _recolour_crop(image[frame], mask[frame], colour, _edge_px(image))
    return result


def _edge_px(image: Image) -> float:
    return max(1.5, diagonal_px(image) / 900)


def _recolour_crop(image: Image, mask: Mask, colour: Colour, edge_px: float) -> Image:
    light, lab = to_linear(image), to_oklab(image)
    body = _body_of(light, lab, mask)
    shading, gloss = _split(light, body)
    painted = shading[:, :, None] * _target(colour, body) + gloss[:, :, None]
    share = (_likeness(lab, body) * _ramp(mask, edge_px))[:, :, None]
    mixed = light + (_rolled_off(painted) - light) * share
    return np.where(share > 0, from_linear(mixed), image)


def _body_of(light: Floats, lab: Floats, mask: Mask) -> _Body:
    """Return the colour that most of the masked area has."""
    inside_light, inside = light[mask], lab[mask]
    chroma = np.hypot(inside[:, 1], inside[:, 2])
    hue = np.arctan2(inside[:, 2], inside[:, 1])
    peak = _commonest_hue(hue, chroma)
    of_hue = (chroma > _NEUTRAL_CHROMA) & (_turn(hue, peak) < _HUE_FULL)
    if of_hue.mean() < 0.3:
        grey = chroma <= max(_NEUTRAL_CHROMA, float(np.median(chroma)))
        return _Body(np.median(inside_light[grey], axis=0), None)
    return _Body(np.median(inside_light[of_hue], axis=0), peak)


def _commonest_hue(hue: Floats, chroma: Floats) -> float:
    """Return the fullest direction of the hue circle, smoothed over ±15 degrees."""
    counts, edges = np.histogram(hue, bins=72, range=(-np.pi, np.pi), weights=chroma)
    smooth = sum(np.roll(counts, shift) for shift in (-3, -2, -1, 0, 1, 2, 3))
    at = int(np.argmax(smooth))
    return float((edges[at] + edges[at + 1]) / 2)


def _turn(hue: Floats, other: float) -> Floats:
    """Return the angle between hues, 0..π."""
    return np.abs((hue - other + np.pi) % (2 * np.pi) - np.pi)


def _split(light: Floats, body: _Body) -> tuple[Floats, Floats]:
    """Return (shading, gloss) ≥ 0, each (H, W): non-negative least squares with two unknowns."""
    if body.hue is None:
        level = luminance(light)
        ceiling = _SHEEN * float(LUMINANCE[0] @ body.light)
        gloss = np.maximum(level - ceiling, 0)
        return (level - gloss) / (ceiling / _SHEEN + 1e-6), gloss
    base = np.stack([body.light, np.ones(3)], axis=1)
    both = np.asarray(cv2.transform(light, np.linalg.pinv(base).astype(np.float32)), np.float32)
    only_shading = light @ body.light / float(body.light @ body.light)
    only_gloss = light.mean(axis=2)
    matte, white = both[:, :, 1] < 0, both[:, :, 0] < 0
    shading = np.where(matte, only_shading, np.where(white, 0, both[:, :, 0]))
    return shading, np.where(matte, 0, np.where(white, only_gloss, both[:, :, 1]))


def _target(colour: Colour, body: _Body) -> Floats:
    """Return the new body light: the colour's, some of the way at the old body's luminance."""
    wanted = np.maximum(to_linear(np.array([[colour]], np.uint8))[0, 0], 0.003)
    new, old = float(LUMINANCE[0] @ wanted), max(float(LUMINANCE[0] @ body.light), 0.003)
    gain = (old / new) ** 0.25
    return wanted * min(gain, 0.95 / float(wanted.max()))


def _likeness(lab: Floats, body: _Body) -> Floats:
    """Return (H, W) 0..1: how far a pixel can be the body under some light."""
    chroma = np.hypot(lab[:, :, 1], lab[:, :, 2])
    if body.hue is None:
        return 1 - _step(chroma, 0.07, 0.14)
    turn = _turn(np.arctan2(lab[:, :, 2], lab[:, :, 1]), body.hue)
    # A hue means little in a pixel that is nearly grey; there the split decides.
    certain = _step(chroma, 0.02, 0.06)
    return 1 - certain * _step(turn, float(_HUE_FULL), float(_HUE_NONE))


def _step(values: Floats, low: float, high: float) -> Floats:
    x = np.clip((values - low) / (high - low), 0, 1)
    return x * x * (3 - 2 * x)


def _ramp(mask: Mask, edge_px: float) -> NDArray[np.float32]:
    """Return 1 inside the mask, falling to the edge within it; the frame is no edge."""
    padded = cv2.copyMakeBorder(mask.view(np.uint8), 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=0)
    depth = np.asarray(cv2.distanceTransform(padded, cv2.DIST_L2, 5), np.float32)[1:-1, 1:-1]
    return np.clip((depth - 0.2) / edge_px, 0, 1)


def _rolled_off(light: Floats) -> Floats:
    """Return light with its brightest channel held under 1, hue and order kept."""
    top = light.max(axis=2, keepdims=True)
    knee = 0.75
    held = np.where(top > knee, 1 - (1 - knee) * np.exp(-(top - knee) / (1 - knee)), top)
    return light * (held / np.maximum(top, 1e-6))
