"""Pixels out of files, one reader per decoder: Pillow, OpenCV for 16 bits, libheif.

Pillow's format classes are called directly, not through `Image.open`: so its process-wide
pixel limit never decides, and no format we don't accept can be reached.
"""

import io
import re
import struct
import warnings
from collections.abc import Callable
from typing import Any

import cv2
import numpy as np
from PIL import (
    AvifImagePlugin,
    BmpImagePlugin,
    GifImagePlugin,
    ImageFile,
    JpegImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)
from PIL.ExifTags import Base
from PIL.Image import DecompressionBombError, Exif
from PIL.Image import Image as Picture

from errors import InvalidImage
from imaging.arrays import Pixels
from imaging.colour import cmyk_to_srgb
from imaging.heif import read_heif
from imaging.metadata import orientation
from imaging.reading import Reading, settled
from imaging.sniff import ACCEPTED, MOST_FRAMES, Limits, check_png_chunks, frame_count

OPENERS: dict[str, Callable[[io.BytesIO], ImageFile.ImageFile]] = {
    "JPEG": JpegImagePlugin.JpegImageFile,
    "PNG": PngImagePlugin.PngImageFile,
    "WEBP": WebPImagePlugin.WebPImageFile,
    "TIFF": TiffImagePlugin.TiffImageFile,
    "BMP": BmpImagePlugin.BmpImageFile,
    "GIF": GifImagePlugin.GifImageFile,
    "AVIF": AvifImagePlugin.AvifImageFile,
}
# What the decoders raise on damaged bytes, by fuzzing and by their code.
UNREADABLE = (
    OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, EOFError, AttributeError,
    OverflowError, RuntimeError, AssertionError, ZeroDivisionError, struct.error, cv2.error,
    DecompressionBombError,
)  # fmt: skip
_HUSH = ("ignore", None, Warning, re.compile(r"PIL\."), 0)
_GREY_MODES = ("1", "L", "LA", "I;16", "I;16B")
_EIGHT_BIT_MODES = ("1", "L", "LA", "P", "PA", "RGB", "RGBA", "RGBX", "YCbCr")


def hush_pillow() -> None:
    """Silence Pillow's warnings about odd metadata, once for the process.

    `warnings.catch_warnings` is not safe among threads, so the filter stays.
    """
    if _HUSH not in warnings.filters:
        warnings.filterwarnings("ignore", module=_HUSH[3].pattern)


def read(data: bytes, kind: str, limits: Limits) -> Reading:
    """Return the first (or primary) frame of `data`, a file of format `kind`.

    Raises:
        InvalidImage: a kind of picture that is not read; TooLarge: over the pixel limit.
        One of UNREADABLE: damaged bytes.
    """
    if kind == "HEIF":
        return read_heif(data, limits)
    if kind == "WEBP":  # its decoder allocates the whole canvas as it opens
        limits.check_pixels(*_webp_size(data))
    picture = OPENERS[kind](io.BytesIO(data))
    limits.check_pixels(*picture.size)
    if isinstance(picture, TiffImagePlugin.TiffImageFile):
        _check_tiff(picture, data, limits)
    notes = _frame_notes(picture, data, kind)
    if _is_deep(picture, data):
        found = _read_deep(picture, data)
    else:
        found = _read_pillow(picture, data, kind)
    found.notes[:0] = notes
    return found


def _webp_size(data: bytes) -> tuple[int, int]:
    """Read a WebP header: VP8X, lossless VP8L or lossy VP8 (RFC 9649)."""
    kind, body = data[12:16], data[20:30]
    if kind == b"VP8X":
        return int.from_bytes(body[4:7], "little") + 1, int.from_bytes(body[7:10], "little") + 1
    if kind == b"VP8L":
        bits = int.from_bytes(body[1:5], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    width, height = struct.unpack_from("<HH", data, 26)
    return width & 0x3FFF, height & 0x3FFF


def _check_tiff(picture: TiffImagePlugin.TiffImageFile, data: bytes, limits: Limits) -> None:
    """Refuse camera raw (its first picture is a preview), misread layouts, tile bombs."""
    tags = picture.tag_v2
    if data[8:10] == b"CR" or 50706 in tags or int(tags.get(254, 0)) & 1:
        raise InvalidImage(
            "The file is a camera raw file (or begins with a preview).",
            hint="Export it as JPEG or TIFF from a raw converter first.",
        )
    if tags.get(284) == 2 and 16 in tags.get(258, ()):  # Pillow misreads these
        raise InvalidImage(
            "16-bit TIFF with separate colour planes is not read.",
            hint="Save it interleaved (pixel order).",
        )
    if 322 in tags and 323 in tags:
        limits.check_pixels(int(tags[322]), int(tags[323]))


def _frame_notes(picture: Picture, data: bytes, kind: str) -> list[str]:
    if kind in ("GIF", "TIFF"):
        frames = frame_count(data, kind)
    elif kind == "JPEG":
        further = "further pictures in the file (depth, gain map or preview) are not used"
        return [further] if "mp" in picture.info else []
    else:
        frames = int(getattr(picture, "n_frames", 1))
    if frames < 2:
        return []
    many = f"{MOST_FRAMES} or more" if frames >= MOST_FRAMES else str(frames)
    return [f"first of {many} {'pages' if kind == 'TIFF' else 'frames'}"]


def _is_deep(picture: Picture, data: bytes) -> bool:
    """Say whether Pillow would cut colours of 16 bits to 8, and OpenCV can keep them."""
    if isinstance(picture, TiffImagePlugin.TiffImageFile):
        tags = picture.tag_v2
        plain = tags.get(262) == 2 and tags.get(284, 1) == 1 and set(tags.get(339, (1,))) == {1}
        return plain and set(tags.get(258, ())) == {16} and tags.get(338, ()) in ((), (2,))
    is_png = isinstance(picture, PngImagePlugin.PngImageFile)
    return is_png and data[24] == 16 and picture.mode in ("RGB", "RGBA")


def _read_deep(picture: ImageFile.ImageFile, data: bytes) -> Reading:
    """Read 16-bit PNG or TIFF by OpenCV, which gives BGR and turns TIFF by its tag."""
    buffer = np.frombuffer(data, np.uint8)
    found: Any  # OpenCV's stubs know no dtype
    if isinstance(picture, TiffImagePlugin.TiffImageFile):
        tagged = Base.Orientation in picture.tag_v2
        turn = 1 if tagged else orientation(Exif(), picture.info.get("xmp"))
        picture.load()  # Pillow notices cut files; OpenCV may fill in
        found = cv2.imdecode(buffer, cv2.IMREAD_UNCHANGED)
    else:
        check_png_chunks(data)
        found, kinds, blocks = cv2.imdecodeWithMetadata(buffer, flags=cv2.IMREAD_UNCHANGED)
        extra = {int(k): np.asarray(b).tobytes() for k, b in zip(kinds, blocks, strict=True)}
        exif = Exif()
        exif.load(extra.get(cv2.IMAGE_METADATA_EXIF, b""))
        turn = orientation(exif, extra.get(cv2.IMAGE_METADATA_XMP))
    if found is None or found.dtype != np.uint16 or found.ndim != 3:
        raise InvalidImage("The 16-bit picture is damaged or of an unknown layout.", hint=ACCEPTED)
    alpha = found[..., 3] if found.shape[2] == 4 else None
    pixels: Any = cv2.cvtColor(np.ascontiguousarray(found[..., :3]), cv2.COLOR_BGR2RGB)
    return settled(pixels, alpha, picture.info.get("icc_profile"), turn)


def _read_pillow(picture: ImageFile.ImageFile, data: bytes, kind: str) -> Reading:
    turn = _turn_left(picture, kind) if kind == "TIFF" else 1
    picture.load()
    if kind != "TIFF":  # a PNG's EXIF may stand after its pixels
        turn = _turn_left(picture, kind)
    icc, notes = picture.info.get("icc_profile"), _reduction_notes(picture, data, kind)
    if picture.mode == "CMYK":
        pixels, note = cmyk_to_srgb(picture, icc)
        return settled(pixels, None, None, turn, notes=[*notes, note])
    if picture.mode.startswith("I;16"):
        pixels, alpha = _deep_grey(picture)
    else:
        pixels, alpha = _expanded(picture)
    return settled(pixels, alpha, icc, turn, notes=notes, grey=picture.mode in _GREY_MODES)


def _turn_left(picture: Picture, kind: str) -> int:
    """Return the orientation to apply to what Pillow loads: it turns TIFF itself.

    AVIF's own rotation reaches us as EXIF; XMP means nothing there (MIAF, ISO/IEC 23000-22).
    """
    xmp = picture.info.get("xmp")
    if kind == "AVIF":
        exif = Exif()
        exif.load(picture.info.get("exif", b""))
        return orientation(exif, None)
    exif = picture.getexif()
    return 1 if kind == "TIFF" and Base.Orientation in exif else orientation(exif, xmp)


def _reduction_notes(picture: Picture, data: bytes, kind: str) -> list[str]:
    """Say where Pillow cuts a deeper picture to 8 bits."""
    if kind == "AVIF":  # av1C: marker, profile and level, then tier and the depth's flag
        at = data.find(b"av1C")
        deep = 0 < at < len(data) - 6 and bool(data[at + 6] & 0x40)
    elif isinstance(picture, TiffImagePlugin.TiffImageFile):
        deep = max(picture.tag_v2.get(258, (1,))) > 8 and not picture.mode.startswith("I;16")
    else:
        deep = False
    return ["reduced to 8 bits a channel"] if deep else []


def _deep_grey(picture: Picture) -> tuple[Pixels, Pixels | None]:
    """Return 16-bit grey as RGB. Pillow leaves 12-bit TIFF as 0..4095, and white-is-0 as it is."""
    grey = np.asarray(picture).astype(np.uint16)
    if isinstance(picture, TiffImagePlugin.TiffImageFile):
        if picture.tag_v2.get(258) == (12,):
            grey = grey << 4 | grey >> 8
        if picture.tag_v2.get(262) == 0:
            grey = 65535 - grey
    clear = picture.info.get("transparency")
    alpha = None if clear is None else np.where(grey == clear, 0, 65535).astype(np.uint16)
    return cv2.merge([grey, grey, grey]).astype(np.uint16, copy=False), alpha


def _expanded(picture: Picture) -> tuple[Pixels, Pixels | None]:
    """Return grey, palette, 1-bit and RGB pictures as RGB and alpha, 8 bits."""
    if picture.mode not in _EIGHT_BIT_MODES:
        raise InvalidImage(
            f"Pictures of mode {picture.mode} (floating point, 32-bit or Lab) are not read.",
            hint="Save it as RGB or grey, 8 or 16 bits a channel.",
        )
    if not picture.has_transparency_data:
        return np.asarray(picture if picture.mode == "RGB" else picture.convert("RGB")), None
    rgba = np.asarray(picture.convert("RGBA"))
    return cv2.cvtColor(rgba, cv2.COLOR_RGBA2RGB).astype(np.uint8, copy=False), rgba[..., 3]
