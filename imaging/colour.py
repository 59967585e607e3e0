"""Colour profiles and depth: between a photo's own pixels and the sRGB that engines see.

Conversions are relative colorimetric with black point compensation, by LittleCMS in 8 bits.
A photo without a profile, or with one that gives what sRGB gives, is sRGB and costs nothing.
"""

import io
from functools import lru_cache
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image as PillowImage
from PIL import ImageCms

from imaging.arrays import Image, Pixels

_INTENT: Final = ImageCms.Intent.RELATIVE_COLORIMETRIC
_FLAGS: Final = ImageCms.Flags.BLACKPOINTCOMPENSATION
_BAD_PROFILE = (ImageCms.PyCMSError, OSError, ValueError, TypeError)


def profile_space(icc_profile: bytes) -> str | None:
    """Return "RGB", "GRAY" or "CMYK" of a profile that converts; None for any other.

    An RGB profile must convert both ways, or edits could not be brought back into it.
    """
    try:
        space = _colour_space(icc_profile)
        mode = {"RGB": "RGB", "GRAY": "L", "CMYK": "CMYK"}.get(space)
        if mode is None:
            return None
        _transform(icc_profile, mode)
        if mode == "RGB":
            _transform(icc_profile, mode, back=True)
    except _BAD_PROFILE:
        return None
    return space


@lru_cache(maxsize=64)
def is_srgb(icc_profile: bytes | None) -> bool:
    """Say whether a usable RGB profile moves no colour by more than 1 of 255 from sRGB."""
    if icc_profile is None:
        return True
    steps = np.linspace(0, 255, 9).astype(np.uint8)
    grid = np.stack(np.meshgrid(steps, steps, steps), axis=-1).reshape(27, 27, 3)
    return bool(cv2.absdiff(grid, _apply(grid, _transform(icc_profile, "RGB"))).max() <= 1)


def to_8bit(pixels: Pixels) -> NDArray[np.uint8]:
    """Return (H, W) or (H, W, 3) as uint8; 16 bits are divided by 257 and rounded."""
    if pixels.dtype == np.uint8:
        return pixels.view(np.uint8)
    return cv2.convertScaleAbs(pixels, alpha=1 / 257).astype(np.uint8, copy=False)


def to_srgb8(pixels: Pixels, icc_profile: bytes | None) -> Image:
    """Return what an engine sees of a photo.

    Args:
        pixels: (H, W, 3) uint8 or uint16 in the photo's own profile.
        icc_profile: its RGB profile; None = sRGB.

    Returns:
        (H, W, 3) uint8 sRGB; `pixels` itself, not a copy, when it is that already.
    """
    eight = to_8bit(pixels)
    if icc_profile is None or is_srgb(icc_profile):
        return eight
    return _apply(eight, _transform(icc_profile, "RGB"))


def from_srgb8(edited: Image, seen: Image, pixels: Pixels, icc_profile: bytes | None) -> Pixels:
    """Bring an engine's result back into the photo's own profile and depth.

    Args:
        edited: (H, W, 3) uint8 sRGB, what the engine made of `seen`.
        seen: (H, W, 3) uint8, `to_srgb8(pixels, icc_profile)`.
        pixels: (H, W, 3) uint8 or uint16, the photo.
        icc_profile: its RGB profile; None = sRGB.

    Returns:
        (H, W, 3) in the dtype of `pixels`: the photo's exact values wherever `edited` equals
        `seen` in all channels, the converted result elsewhere. `edited` itself, not a copy,
        for an 8-bit sRGB photo.

    Raises:
        ValueError: the three arrays differ in shape.
    """
    if not edited.shape == seen.shape == pixels.shape:
        raise ValueError(f"shapes differ: {edited.shape}, {seen.shape}, {pixels.shape}")
    own = icc_profile is None or is_srgb(icc_profile)
    if own and pixels.dtype == np.uint8:
        return edited
    back = edited if own else _apply(edited, _transform(icc_profile, "RGB", back=True))
    if pixels.dtype == np.uint16:
        back = back.astype(np.uint16) * 257
    return np.where(_differs(edited, seen)[..., None], back, pixels)


def _differs(edited: Image, seen: Image) -> NDArray[np.bool_]:
    red, green, blue = (edited[..., c] != seen[..., c] for c in range(3))
    return red | green | blue


def cmyk_to_srgb(picture: PillowImage.Image, icc_profile: bytes | None) -> tuple[Image, str]:
    """Convert a CMYK picture (0 = no ink) by its own profile, or by formula without a usable one.

    Returns:
        (H, W, 3) uint8 sRGB, and the sentence that tells the user which way it went.
    """
    if icc_profile and profile_space(icc_profile) == "CMYK":
        rgb = _converted(picture, _transform(icc_profile, "CMYK"))
        return np.asarray(rgb), "CMYK converted to sRGB by its own profile"
    note = "CMYK without a usable profile converted to sRGB by formula: colours are approximate"
    return np.asarray(picture.convert("RGB")), note


def grey_to_srgb(grey: Pixels, icc_profile: bytes) -> Pixels:
    """Return (H, W) grey of a usable grey profile as sRGB grey, in the same dtype."""
    ramp = PillowImage.fromarray(np.arange(256, dtype=np.uint8)[None])
    curve = np.asarray(_converted(ramp, _transform(icc_profile, "L")))[0, :, 1]
    if grey.dtype == np.uint8:
        return curve[grey]
    levels = np.interp(np.arange(65536) / 257, np.arange(256), curve.astype(np.float64))
    return np.rint(levels * 257).astype(np.uint16)[grey]


def _profile(icc_profile: bytes) -> ImageCms.ImageCmsProfile:
    return ImageCms.ImageCmsProfile(io.BytesIO(icc_profile))


@lru_cache(maxsize=64)  # LittleCMS transforms may be shared by threads
def _transform(icc_profile: bytes, mode: str, *, back: bool = False) -> ImageCms.ImageCmsTransform:
    theirs, ours = _profile(icc_profile), _srgb()
    # LittleCMS would make 33 points of a grey curve, wrong by 9 of 255 in the shadows
    flags = _FLAGS | ImageCms.Flags.NOOPTIMIZE if mode == "L" else _FLAGS
    if back:
        return ImageCms.buildTransform(ours, theirs, "RGB", mode, _INTENT, _FLAGS)
    return ImageCms.buildTransform(theirs, ours, mode, "RGB", _INTENT, flags)


def _colour_space(icc_profile: bytes) -> str:
    # Pillow's stub mistakes `profile` for the file it was read from
    core: Any = _profile(icc_profile).profile
    return str(core.xcolor_space).strip()


def _srgb() -> ImageCms.ImageCmsProfile:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))


def _apply(pixels: Image, transform: ImageCms.ImageCmsTransform) -> Image:
    return np.asarray(_converted(PillowImage.fromarray(pixels), transform))


def _converted(
    picture: PillowImage.Image, transform: ImageCms.ImageCmsTransform
) -> PillowImage.Image:
    return transform.apply(picture)
