"""What every reader hands on: upright pixels, and a profile that can be used."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import cv2

from imaging.arrays import Pixels
from imaging.colour import grey_to_srgb, profile_space, to_8bit, to_srgb8
from imaging.metadata import upright

_MOST_PROFILE_BYTES = 1_000_000  # what Pillow reads back from a PNG


@dataclass
class Reading:
    """What a reader found: upright (H, W, 3) RGB, (H, W) alpha of the same dtype or None."""

    pixels: Pixels
    alpha: Pixels | None = None
    icc_profile: bytes | None = None
    notes: list[str] = field(default_factory=list[str])


def settled(
    pixels: Pixels,
    alpha: Pixels | None,
    icc_profile: bytes | None,
    turn: int,
    *,
    notes: Sequence[str] = (),
    grey: bool = False,
) -> Reading:
    """Settle the profile, and turn pixels and alpha upright."""
    said = list(notes)
    space = profile_space(icc_profile) if icc_profile else None
    if icc_profile and space == "GRAY" and grey:
        converted: Any = cv2.merge([grey_to_srgb(pixels[..., 0], icc_profile)] * 3)
        pixels = converted
        said.append("its grey profile was converted to sRGB")
    elif icc_profile and space != "RGB":
        said.append("its colour profile cannot be used and was ignored: read as sRGB")
    elif icc_profile and len(icc_profile) > _MOST_PROFILE_BYTES:
        pixels, space = to_srgb8(pixels, icc_profile), None
        alpha = None if alpha is None else to_8bit(alpha)
        said.append("its colour profile is too large to carry: converted to sRGB, 8 bits")
    return Reading(
        pixels=upright(pixels, turn),
        alpha=None if alpha is None else upright(alpha, turn),
        icc_profile=icc_profile if space == "RGB" else None,
        notes=said,
    )
