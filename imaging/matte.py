"""Soft edges: how much of each pixel is the subject, and the subject's own colour there.

The matte is found only in a band around the mask's contour; the rest is 0 or 1. In the band three
sources vote: where a pixel lies between the subject's and the background's colours nearby, the
guided filter (K. He et al., 2013, doi 10.1109/TPAMI.2012.213), and the mask itself.
"""

from collections.abc import Iterator
from typing import NamedTuple

import cv2
import numpy as np

from errors import InvalidMask
from imaging.arrays import Image, Mask, Matte
from imaging.detail import gaussian
from imaging.perceptual import Floats, diagonal_px, to_bytes

_TILE_PX = 320  # a band crosses few of a big photo's tiles; the others cost nothing
_OPAQUE = 0.985  # from here on a pixel counts as wholly the subject


class _Tile(NamedTuple):
    """A rectangle to compute, with a margin to read from."""

    read: tuple[slice, slice]  # of the whole image
    write: tuple[slice, slice]  # of the whole image
    inner: tuple[slice, slice]  # of what was read


def matte(image: Image, mask: Mask, *, edge_px: float | None = None) -> Matte:
    """Return float32 (H, W): 1 = wholly the subject, 0 = not at all.

    Args:
        image: (H, W, 3) uint8 sRGB.
        mask: bool (H, W), the subject.
        edge_px: half the width of the uncertain band; None = 0.6 % of the diagonal. Hair needs
            more than metal.

    Raises:
        InvalidMask: the mask is not the image's size.
    """
    if mask.shape != image.shape[:2]:
        raise InvalidMask(f"The mask is {mask.shape}, the image {image.shape[:2]} (height, width).")
    result = mask.astype(np.float32)
    if mask.all() or not mask.any():
        return result
    edge = max(3.0, 0.006 * diagonal_px(image)) if edge_px is None else edge_px
    depth = _depth(mask)
    subject, ground = _nearby(image, depth, edge, inside=True), _nearby(image, depth, edge)
    for tile in _tiles(np.abs(depth) < edge, round(2 * edge) + 2):
        colours = _sampled(subject, mask, tile), _sampled(ground, mask, tile)
        alpha = _refined(image[tile.read], depth[tile.read], colours, edge)
        result[tile.write] = alpha[tile.inner]
    return result


def foreground(image: Image, matte: Matte) -> Image:
    """Return the subject's own colours: the background's tint is taken out of half-opaque pixels.

    Where the matte is 0 or 1, pixels are byte-identical. Blur-fusion: M. Forte, "Approximate fast
    foreground colour estimation", 2021, arXiv 2006.14970; two passes, the wide one on a small copy.
    """
    soft = (matte > 0) & (matte < 1)
    wide_px, near_px = 0.045 * diagonal_px(image), max(2, round(0.004 * diagonal_px(image)))
    small, small_alpha = _shrunk(image, 8 / wide_px), _shrunk(matte, 8 / wide_px)
    side = 2 * max(1, round(wide_px * small_alpha.shape[1] / matte.shape[1])) + 1
    subject, ground = _mean(small, small_alpha, side), _mean(small, 1 - small_alpha, side)
    result = image.copy()
    for tile in _tiles(soft, 3 * near_px):
        crop, alpha = image[tile.read].astype(np.float32), matte[tile.read]
        behind = _sampled(ground, matte, tile)
        wide = _fused(crop, _sampled(subject, matte, tile), behind, alpha)
        side = 2 * near_px + 1
        near = _fused(crop, _mean(wide, alpha, side), _mean(behind, 1 - alpha, side), alpha)
        cleaned = np.where(soft[tile.read][:, :, None], to_bytes(near), image[tile.read])
        result[tile.write] = cleaned[tile.inner]
    return result


def over(image: Image, behind: Image, matte: Matte) -> Image:
    """Return the subject of `image` put before `behind`; the opaque core stays byte-identical."""
    alpha = matte[:, :, None]
    mixed = to_bytes(behind + (foreground(image, matte).astype(np.float32) - behind) * alpha)
    return np.where(alpha == 1, image, mixed)


def inside(image: Image, mask: Mask) -> Matte:
    """Return the matte, 0 outside the mask: an edit that fades within the mask's own edge."""
    return np.where(mask, matte(image, mask), 0).astype(np.float32)


def _depth(mask: Mask) -> Floats:
    """Return the signed distance to the contour in px, positive inside."""
    inside = mask.view(np.uint8)
    within = np.asarray(cv2.distanceTransform(inside, cv2.DIST_L2, 5), np.float32)
    without = np.asarray(cv2.distanceTransform(1 - inside, cv2.DIST_L2, 5), np.float32)
    return np.where(mask, within - 0.5, 0.5 - without).astype(np.float32)


def _tiles(band: Mask, margin_px: int) -> Iterator[_Tile]:
    """Yield the tiles that the band touches."""
    height, width = band.shape
    for top in range(0, height, _TILE_PX):
        for left in range(0, width, _TILE_PX):
            write = np.s_[top : min(top + _TILE_PX, height), left : min(left + _TILE_PX, width)]
            if not band[write].any():
                continue
            y, x = max(0, top - margin_px), max(0, left - margin_px)
            read = np.s_[y : top + _TILE_PX + margin_px, x : left + _TILE_PX + margin_px]
            inner = np.s_[top - y : write[0].stop - y, left - x : write[1].stop - x]
            yield _Tile(read, write, inner)


def _refined(image: Image, depth: Floats, colours: tuple[Floats, Floats], edge: float) -> Floats:
    """Return the matte of one tile."""
    band = np.abs(depth) < edge
    alpha = (depth > 0).astype(np.float32)
    hard = alpha[band]
    guided = _guided(image, alpha, edge / 2)[band]
    place, trust = _between(image[band], colours[0][band], colours[1][band])
    vote = trust * place + (1 - trust) * guided
    rim = np.clip(np.abs(depth[band]) / edge * 2 - 1, 0, 1) ** 2  # there the mask is ever surer
    alpha[band] = vote + (hard - vote) * rim
    alpha[band] = np.clip((_guided(image, alpha, edge / 4)[band] - 0.04) / 0.92, 0, 1)
    return np.where(alpha >= _OPAQUE, 1, np.where(alpha <= 1 - _OPAQUE, 0, alpha))


def _guided(image: Image, values: Floats, radius_px: float) -> Floats:
    """Return values smoothed along the photo's edges; wide ones through the fast variant."""
    radius = max(1, round(radius_px))
    # On a 0..1 guide cv2 takes small covariances for singular and only blurs: give it 0..255.
    guide, smoothness = image.astype(np.float32), 6.5
    scale = min(1.0, 4 / radius)
    smooth = cv2.ximgproc.guidedFilter(guide, values, radius, smoothness, scale=scale)
    return np.asarray(smooth, np.float32)


def _between(pixel: Image, subject: Floats, ground: Floats) -> tuple[Floats, Floats]:
    """Return, per (N, 3) pixel, its place from background (0) to subject (1), and the trust."""
    axis = subject - ground
    length = np.maximum((axis * axis).sum(axis=1), 1.0)
    place = np.clip(((pixel - ground) * axis).sum(axis=1) / length, 0, 1)
    missed = pixel - ground - place[:, None] * axis
    doubt = 20.0**2 + 2 * (missed * missed).sum(axis=1)
    return place, length / (length + doubt)


def _shrunk(values: Image | Floats, scale: float) -> Floats:
    size = [max(1, round(side * min(1.0, scale))) for side in values.shape[1::-1]]
    return cv2.resize(values, size, interpolation=cv2.INTER_AREA).astype(np.float32)


def _sampled(small: Floats, whole: Mask | Matte, tile: _Tile) -> Floats:
    """Return the part of a small map that lies under a tile's read area, at full size."""
    y, x = tile.read[0].start, tile.read[1].start
    height, width = whole[tile.read].shape
    down, across = small.shape[0] / whole.shape[0], small.shape[1] / whole.shape[1]
    place = np.array([[across, 0, (x + 0.5) * across - 0.5], [0, down, (y + 0.5) * down - 0.5]])
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return np.asarray(
        cv2.warpAffine(small, place, (width, height), flags=flags, borderMode=cv2.BORDER_REPLICATE),
        np.float32,
    )


def _nearby(image: Image, depth: Floats, edge: float, *, inside: bool = False) -> Floats:
    """Return a small map of the mean colour, around each place, of what is surely in or out."""
    scale = min(1.0, 4 / edge)
    sure = _shrunk((depth >= edge if inside else depth <= -edge).astype(np.float32), scale) > 0.99
    if not sure.any():  # a thread of a subject: whatever is on this side of the contour
        sure = _shrunk((depth > 0 if inside else depth < 0).astype(np.float32), scale) > 0
    weight = sure.astype(np.float32)
    colour = _shrunk(image, scale) * weight[:, :, None]
    total, mass = np.zeros_like(colour), np.zeros_like(weight)
    for reach, trust in ((1.0, 1.0), (3.0, 1e-3), (12.0, 1e-6), (60.0, 1e-9)):
        sigma = max(0.8, reach * edge * scale)  # far colours count only where none is near
        total = total + trust * gaussian(colour, sigma)
        mass = mass + trust * gaussian(weight, sigma)
    return total / np.maximum(mass, 1e-30)[:, :, None]


def _mean(values: Floats, weight: Floats, side: int) -> Floats:
    """Return the weighted mean over a square of `side` px."""
    weighted = cv2.blur(values * weight[:, :, None], (side, side))
    return weighted / (cv2.blur(weight, (side, side))[:, :, None] + 1e-5)


def _fused(image: Floats, subject: Floats, ground: Floats, alpha: Floats) -> Floats:
    """Return the subject's colour that explains the pixel: equation 7 of the blur-fusion paper."""
    share = alpha[:, :, None]
    return np.clip(subject + share * (image - share * subject - (1 - share) * ground), 0, 255)
