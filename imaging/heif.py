"""HEIC and HEIF by libheif, which is loaded with the first such file."""

import io
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from errors import InvalidImage
from imaging.reading import Reading, settled
from imaging.sniff import ACCEPTED, Limits

if TYPE_CHECKING:
    from pillow_heif import HeifFile


def read_heif(data: bytes, limits: Limits) -> Reading:
    """Read the primary picture by libheif, which has turned it already."""
    container = _heif(data)
    picture: Any = container[container.primary_index]
    limits.check_pixels(*picture.size)
    if picture.premultiplied_alpha:
        raise InvalidImage("HEIC with premultiplied alpha is not read.", hint=ACCEPTED)
    found: Any = np.asarray(picture)
    if found.dtype == np.uint16:  # libheif shifts 10 or 12 bits up: fill the low ones
        found = found | found >> picture.info["bit_depth"]
    if picture.mode[0] == "L":
        found = cv2.cvtColor(found, cv2.COLOR_GRAY2RGB)
    alpha = found[..., 3] if found.shape[2] == 4 else None
    notes = [f"the primary of {len(container)} pictures"] if len(container) > 1 else []
    if picture.info.get("nclx_profile", {}).get("color_primaries", 1) not in (1, 2):
        notes.append("its wide colours carry no ICC profile and are read as sRGB")
    return settled(found[..., :3], alpha, picture.info.get("icc_profile"), 1, notes=notes)


def heif_exif(data: bytes) -> bytes:
    """Return the EXIF block of a HEIC's primary picture, empty when it has none."""
    info: dict[str, Any] = _heif(data).info
    return info.get("exif") or b""


def _heif(data: bytes) -> "HeifFile":
    # libheif is loaded on the first HEIC only
    import pillow_heif

    return pillow_heif.open_heif(io.BytesIO(data), convert_hdr_to_8bit=False)
