"""Bring the colours of a repainted crop back to the photo's, all around its mask.

A model that repaints a part returns all of its crop a little off: its autoencoder and its guidance
shift the colours, darken the corners. What lies outside the mask tells by how much, for there the
photo is known. That difference, smooth, is carried into the mask and added.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csc_array, diags_array
from scipy.sparse.linalg import splu

from imaging.arrays import Image, Mask
from imaging.masks import grow

CELLS = 48  # along the longer side of the grid that the difference is worked out on
REACH, LEAST_REACH_PX = 0.08, 12  # of the ring, outwards; a share of the crop's longer side
GAP_PX = 1  # a model's new content bleeds a little out of the mask
ALIKE = 8.0  # levels: a cell this far off the smooth difference counts half
MOST = 32.0  # levels: no model drifts further; what does was meant
AGREEING = (0.3, 0.6)  # share of the ring: below, nothing is matched; above, wholly
ROUNDS = 4
SMOOTH = 0.3  # weight of smoothness against the ring's own cells

Field = NDArray[np.float64]


@dataclass(frozen=True)
class Matched:
    """A repainted crop in the photo's colours.

    image: (h, w, 3) uint8, a new array.
    shift: what was added inside the mask on average, in levels of red, green and blue.
    """

    image: Image
    shift: tuple[float, float, float]


def match(drawn: Image, photo: Image, mask: Mask) -> Matched:
    """Add to `drawn` what it differs from `photo` by around `mask`, smoothly carried into it.

    The membrane of Pérez et al., "Poisson Image Editing", SIGGRAPH 2003,
    doi:10.1145/882262.882269, on the low frequencies only, so that the drawing keeps its own
    gradients and hues. Its border values are fitted robustly (Black and Rangarajan 1996,
    doi:10.1007/BF00131148): where the model also repainted what is outside the mask, the ring's
    other parts speak for it. A difference of more than 32 levels is no drift, and stays. Where
    less than a third of the ring agrees with anything smooth, nothing is done.

    Args:
        drawn: (h, w, 3) uint8, all of it repainted.
        photo: (h, w, 3) uint8, what was there.
        mask: (h, w) bool, True = what was to be repainted.
    """
    reach = max(REACH * max(mask.shape), LEAST_REACH_PX)
    ring = grow(mask, reach) & ~grow(mask, GAP_PX)
    if not mask.any() or not ring.any():
        return Matched(drawn.copy(), (0.0, 0.0, 0.0))
    difference, cover = _cells(drawn, photo, ring)
    field = _drift(difference, cover)
    height, width = mask.shape
    whole = cv2.resize(field.astype(np.float32), (width, height), interpolation=cv2.INTER_LINEAR)
    matched = np.clip(np.rint(drawn + whole), 0, 255).astype(np.uint8)
    red, green, blue = (round(float(mean), 1) for mean in whole[mask].mean(axis=0))
    return Matched(matched, (red, green, blue))


def _cells(drawn: Image, photo: Image, ring: Mask) -> tuple[Field, Field]:
    """The mean difference over the ring in each cell of a coarse grid, and the ring's share."""
    height, width = ring.shape
    scale = min(1.0, CELLS / max(height, width))
    size = max(1, round(width * scale)), max(1, round(height * scale))
    here = ring.astype(np.float32)
    difference = (photo.astype(np.float32) - drawn) * here[..., None]
    cover = np.asarray(cv2.resize(here, size, interpolation=cv2.INTER_AREA), np.float64)
    summed = np.asarray(cv2.resize(difference, size, interpolation=cv2.INTER_AREA), np.float64)
    return summed / np.maximum(cover, 1e-6)[..., None], cover


def _drift(difference: Field, cover: Field) -> Field:
    """The smooth field that most of the ring agrees on; zeros where there is none."""
    known = cover > 0
    typical = np.median(difference[known], axis=0)
    field, centre = np.zeros_like(difference), typical
    if np.abs(typical).max() > MOST:
        return field
    fitted = np.broadcast_to(typical, difference.shape)
    for _ in range(ROUNDS):
        off = np.abs(difference - fitted).max(axis=-1)
        weights = cover / (1 + (off / ALIKE) ** 2) ** 2
        fitted = _membrane(difference, weights, centre)
    off = np.abs(difference - fitted).max(axis=-1)
    agreeing = float(cover[off < 2 * ALIKE].sum() / cover.sum())
    least, whole = AGREEING
    trust = min(max((agreeing - least) / (whole - least), 0.0), 1.0)
    return trust * np.clip(fitted, -MOST, MOST)


def _membrane(values: Field, weights: Field, rest: NDArray[np.float64]) -> Field:
    """The smoothest field near `values` where they weigh; free at the frame.

    values: (h, w, 3). weights: (h, w), 0 = unknown. rest: (3,), where nothing weighs at all.
    """
    height, width, channels = values.shape
    weight = weights.ravel()
    faint = 1e-6
    system = csc_array(SMOOTH * _laplacian(height, width) + diags_array(weight + faint))
    wanted = weight[:, None] * values.reshape(-1, channels) + faint * rest
    return np.asarray(splu(system).solve(wanted), np.float64).reshape(values.shape)


def _laplacian(height: int, width: int) -> csc_array:
    """Of a grid with four neighbours: the number of neighbours, less their sum."""
    cells = np.arange(height * width).reshape(height, width)
    pairs = np.concatenate(
        [
            np.stack([cells[:, :-1].ravel(), cells[:, 1:].ravel()], axis=1),
            np.stack([cells[:-1].ravel(), cells[1:].ravel()], axis=1),
        ]
    )
    first, second = np.concatenate([pairs, pairs[:, ::-1]]).T
    ones = np.ones(len(first))
    linked = coo_array((ones, (first, second)), shape=(cells.size, cells.size)).tocsc()
    return csc_array(diags_array(np.bincount(first, minlength=cells.size).astype(float)) - linked)
