"""A subject cut out: what a mask does not cover becomes transparent, with a soft clean edge."""

from dataclasses import replace
from typing import Any

import numpy as np

from imaging.arrays import Image, Mask
from imaging.codec import Photo
from imaging.colour import from_srgb8, to_srgb8
from imaging.masks import check
from imaging.matte import foreground, matte


def cut_out(photo: Photo, mask: Mask) -> Photo:
    """Return the photo with what `mask` does not cover transparent, in its own profile and depth.

    Where the photo is transparent it stays so. Wholly transparent pixels carry no colour.

    Args:
        photo: any photo.
        mask: (H, W) bool, the subject.

    Raises:
        InvalidMask: the mask is empty, or of another size.
    """
    check(mask, photo.pixels.shape)
    seen = to_srgb8(photo.pixels, photo.icc_profile)
    cut = soft_cut(seen, mask)
    colour = from_srgb8(cut[..., :3], seen, photo.pixels, photo.icc_profile)
    opaque = np.iinfo(photo.pixels.dtype).max
    alpha: Any = np.rint(cut[..., 3] / 255 * opaque).astype(photo.pixels.dtype)
    if photo.alpha is not None:
        alpha = np.minimum(alpha, photo.alpha)
    shown: Any = np.where(alpha[..., None] == 0, 0, colour).astype(photo.pixels.dtype)
    return replace(photo, pixels=shown, alpha=alpha)


def soft_cut(image: Image, mask: Mask) -> Image:
    """Return (H, W, 4) uint8: the subject of `image` with a matte as its alpha.

    Args:
        image: (H, W, 3) uint8 sRGB.
        mask: (H, W) bool, the subject.
    """
    soft = matte(image, mask)
    alpha = np.rint(soft * 255).astype(np.uint8)[:, :, None]
    colour = np.where(alpha == 255, image, foreground(image, soft))
    # What was cut away must not be readable in the file.
    shown = np.where(alpha == 0, 0, colour).astype(np.uint8)
    return np.concatenate([shown, alpha], axis=2)
