"""EXIF: which way up a photo is, and what of it goes out again with an edit."""

import re
import struct
from typing import Any

import cv2
import numpy as np
from PIL.ExifTags import IFD, Base
from PIL.Image import Exif

from imaging.arrays import Pixels

_XMP_ORIENTATION = re.compile(rb"tiff:Orientation\s*(?:=\s*[\"']|>)\s*([1-8])")
_EXIF_UNREADABLE = (
    OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, AttributeError,
    OverflowError, struct.error, ZeroDivisionError,
)  # fmt: skip
_MOST_BYTES = 65_000  # what one JPEG segment holds

# How the old file's bytes were laid out, and the previews in it: untrue of the new file.
_LAYOUT_TAGS = frozenset((
    *range(254, 260), 262, 263, 266, 273, *range(277, 282), 284, *range(290, 294), 317, 320,
    *range(322, 326), 330, 332, *range(338, 342), 347,
    *range(512, 522),  # old JPEG-in-TIFF, and the thumbnail's place
    *range(529, 533), 700, 33723, 34377, 34675, 37724,  # YCbCr; XMP, IPTC, Photoshop, ICC
))  # fmt: skip
_MAKER_NOTE, _PIXEL_WIDTH, _PIXEL_HEIGHT = 0x927C, 0xA002, 0xA003


def orientation(exif: Exif, xmp: bytes | None) -> int:
    """Return EXIF's orientation, or XMP's where EXIF has none; 1 where neither is usable."""
    value = exif.get(Base.Orientation)
    if value is None and xmp:
        found = _XMP_ORIENTATION.search(xmp)
        value = int(found[1]) if found else None
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def upright(array: Pixels, orientation: int) -> Pixels:
    """Return (H, W[, C]) pixels turned as EXIF `orientation` (1 to 8) says; 1 is a no-op."""
    turned: Any  # OpenCV's stubs know no dtype
    match orientation:
        case 2:
            turned = cv2.flip(array, 1)
        case 3:
            turned = cv2.rotate(array, cv2.ROTATE_180)
        case 4:
            turned = cv2.flip(array, 0)
        case 5:
            turned = cv2.transpose(array)
        case 6:
            turned = cv2.rotate(array, cv2.ROTATE_90_CLOCKWISE)
        case 7:
            turned = cv2.flip(cv2.transpose(array), -1)
        case 8:
            turned = cv2.rotate(array, cv2.ROTATE_90_COUNTERCLOCKWISE)
        case _:
            turned = array
    return np.ascontiguousarray(turned)


def exif_for_export(exif: Exif, width: int, height: int, *, strip_gps: bool) -> bytes | None:
    """Return the EXIF block an edited file carries, or None when nothing is left.

    Kept: camera, exposure, times, author, and the place unless `strip_gps`. Orientation becomes
    1 and the sizes become the edit's. Left out: what describes the old file's layout, and the
    thumbnail and maker notes, which hold previews of the unedited picture. EXIF that cannot be
    read or is over 64 kB is left out whole.
    """
    try:
        kept = _kept(exif, width, height, strip_gps=strip_gps)
        block = kept.tobytes() if len(kept) else None
    except _EXIF_UNREADABLE:
        return None
    return block if block and len(block) < _MOST_BYTES else None


def _kept(exif: Exif, width: int, height: int, *, strip_gps: bool) -> Exif:
    kept = Exif()
    for tag, value in exif.items():
        if tag not in _LAYOUT_TAGS and tag not in (IFD.Exif, IFD.GPSInfo, Base.Orientation):
            kept[tag] = value
    details = dict(exif.get_ifd(IFD.Exif))
    details.pop(_MAKER_NOTE, None)
    if IFD.Interop in details:
        details[IFD.Interop] = dict(exif.get_ifd(IFD.Interop))
    for tag, size in ((_PIXEL_WIDTH, width), (_PIXEL_HEIGHT, height)):
        if tag in details:
            details[tag] = size
    place = {} if strip_gps else dict(exif.get_ifd(IFD.GPSInfo))
    kept.update({tag: ifd for tag, ifd in ((IFD.Exif, details), (IFD.GPSInfo, place)) if ifd})
    if len(kept):
        kept[Base.Orientation] = 1
    return kept
