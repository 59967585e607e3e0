"""The only decoder and encoder: bytes to a photo, and a photo to bytes.

What happens with
    orientation  EXIF's, or XMP's where EXIF has none, is applied once; exports say 1.
    ICC          an RGB profile is kept, with the pixels in it, and embedded again on export.
                 A grey profile is converted to sRGB; a broken one is ignored: both are noted.
    alpha        kept apart from the colours, not premultiplied; also from palettes and tRNS.
    16 bits      PNG, TIFF and HEIC keep them, and PNG writes them; JPEG and WebP get 8, rounded.
                 AVIF and CMYK are cut to 8, noted; TIFF in separate 16-bit planes is refused.
    CMYK         converted to sRGB by its own profile; without one by formula, noted.
    frames       the first of GIF, WebP, PNG and TIFF, the primary of HEIC, noted.
    other        floating point, 32-bit, Lab and camera raw are refused.
XMP, IPTC, gamma chunks and EXIF's ColorSpace are not read for colour, and not exported.
"""

import io
import struct
import zlib
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image as PillowImage
from PIL.ExifTags import IFD, Base
from PIL.Image import Exif

from errors import InvalidImage, InvalidRequest
from imaging.arrays import Pixels
from imaging.colour import to_8bit
from imaging.heif import heif_exif
from imaging.mask_png import decode_mask, encode_mask
from imaging.metadata import exif_for_export
from imaging.readers import OPENERS, UNREADABLE, hush_pillow, read
from imaging.sniff import ACCEPTED, Limits, sniff

__all__ = [
    "MEDIA_TYPES", "Limits", "Photo", "decode", "decode_mask", "encode", "encode_mask", "export",
    "export_format", "facts", "media_type",
]  # fmt: skip

MEDIA_TYPES = {
    "JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp", "TIFF": "image/tiff",
    "BMP": "image/bmp", "GIF": "image/gif", "HEIF": "image/heic", "AVIF": "image/avif",
}  # fmt: skip
_LONGEST_SIDE = {"JPEG": 65_535, "WEBP": 16_383, "PNG": 1_000_000}
_AFTER_IHDR = 33  # signature of 8 bytes, IHDR of 25
_Alpha = NDArray[np.uint8] | NDArray[np.uint16]


@dataclass(frozen=True, eq=False)
class Photo:
    """A decoded photo, upright.

    pixels: (H, W, 3) uint8 or uint16, RGB in the photo's own profile.
    alpha: (H, W) of the same dtype, the largest value = opaque; None = opaque everywhere.
    icc_profile: an RGB profile; None = sRGB.
    format: of the file it came from: "JPEG", "PNG", "WEBP", "TIFF", "BMP", "GIF", "HEIF", "AVIF".
    notes: what was done that the user should be told ("first of 12 frames").
    """

    pixels: Pixels
    alpha: _Alpha | None = None
    icc_profile: bytes | None = None
    format: str = "PNG"
    notes: tuple[str, ...] = ()

    @property
    def width(self) -> int:
        """Width in pixels."""
        return self.pixels.shape[1]

    @property
    def height(self) -> int:
        """Height in pixels."""
        return self.pixels.shape[0]

    @property
    def bit_depth(self) -> int:
        """8 or 16 bits a channel."""
        return self.pixels.dtype.itemsize * 8


def decode(data: bytes, limits: Limits | None = None) -> Photo:
    """Return the photo that a file's bytes hold; the format is taken from the content.

    Args:
        data: a whole file.
        limits: checked before any decoding; None = the defaults of `Limits`.

    Raises:
        InvalidImage: not an image we read, or damaged; the message says which.
        TooLarge: over a limit; the hint names the setting.
    """
    limits = limits or Limits()
    limits.check_bytes(data)
    kind = sniff(data)
    hush_pillow()
    try:
        found = read(data, kind, limits)
    except UNREADABLE as error:
        raise InvalidImage(f"The {kind} file is damaged: {error}.", hint=ACCEPTED) from error
    return Photo(found.pixels, found.alpha, found.icc_profile, kind, tuple(found.notes))


def encode(
    photo: Photo,
    format: str,
    *,
    quality: int = 95,
    flatten: tuple[int, int, int] | None = None,
    metadata: bytes | None = None,
) -> bytes:
    """Return the photo as a file, its ICC profile embedded.

    Args:
        photo: what to write.
        format: "PNG" (lossless, 8 or 16 bits), "JPEG" or "WEBP" (8 bits, rounded).
        quality: 1 to 100, for JPEG and WebP.
        flatten: for JPEG of a photo with alpha: the background (r, g, b), 0 to 255, in the
            photo's own profile.
        metadata: an EXIF block ("Exif" and two zeros, then TIFF).

    Raises:
        InvalidRequest: unknown format or quality, a side too long for the format, or
            transparency in a JPEG without `flatten`.
    """
    name = _named(format)
    if not 1 <= quality <= 100:
        raise InvalidRequest(f"quality is {quality}.", hint="Choose 1 to 100.")
    longest = max(photo.width, photo.height)
    if longest > _LONGEST_SIDE[name]:
        raise InvalidRequest(
            f"{name} holds at most {_LONGEST_SIDE[name]:,} pixels a side; this has {longest:,}.",
            hint="Choose PNG, or make the image smaller first.",
        )
    if name == "PNG":
        return _encode_png(photo, metadata)
    return _encode_lossy(photo, name, quality, flatten, metadata)


def _named(format: str) -> str:
    name = {"JPG": "JPEG"}.get(format.upper(), format.upper())
    if name not in _LONGEST_SIDE:
        raise InvalidRequest(f"No file format {format!r}.", hint="Choose JPEG, PNG or WEBP.")
    return name


def _encode_png(photo: Photo, metadata: bytes | None) -> bytes:
    """Encode by OpenCV, in a quarter of Pillow's time; profile and EXIF go in after IHDR.

    Not through OpenCV: libpng leaves profiles out that it finds fault with.
    """
    chunks = b""
    if photo.icc_profile:
        chunks += _png_chunk(b"iCCP", b"ICC\0\0" + zlib.compress(photo.icc_profile))
    if metadata:
        chunks += _png_chunk(b"eXIf", metadata.removeprefix(b"Exif\0\0"))
    data = cv2.imencode(".png", _bgr(photo))[1].data
    return b"".join((data[:_AFTER_IHDR], chunks, data[_AFTER_IHDR:]))


def _png_chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _bgr(photo: Photo) -> Pixels:
    reordered: Any  # OpenCV's stubs know no dtype
    if photo.alpha is None:
        reordered = cv2.cvtColor(photo.pixels, cv2.COLOR_RGB2BGR)
    else:
        reordered = cv2.cvtColor(photo.pixels, cv2.COLOR_RGB2BGRA)
        reordered[..., 3] = photo.alpha
    return reordered


def _encode_lossy(
    photo: Photo,
    name: str,
    quality: int,
    flatten: tuple[int, int, int] | None,
    metadata: bytes | None,
) -> bytes:
    pixels = to_8bit(photo.pixels)
    if photo.alpha is not None and name == "JPEG":
        pixels = _flattened(pixels, to_8bit(photo.alpha), flatten)
    elif photo.alpha is not None:
        pixels = np.dstack([pixels, to_8bit(photo.alpha)])
    options: dict[str, object] = {"quality": quality, "icc_profile": photo.icc_profile}
    if name == "JPEG" and quality >= 90:
        options["subsampling"] = "4:4:4"  # colour at full resolution where quality is asked for
    if metadata:
        options["exif"] = metadata
    buffer = io.BytesIO()
    PillowImage.fromarray(pixels).save(buffer, name, **options)
    return buffer.getvalue()


def _flattened(
    pixels: NDArray[np.uint8], alpha: NDArray[np.uint8], background: tuple[int, int, int] | None
) -> NDArray[np.uint8]:
    if alpha.min() == 255:
        return pixels
    if background is None:
        raise InvalidRequest(
            "JPEG has no transparency, and the image has.", hint="Choose PNG or WEBP."
        )
    share = (alpha / np.float32(255))[..., None]
    mixed = pixels * share + np.asarray(background, np.float32) * (1 - share)
    return np.rint(mixed).astype(np.uint8)


def export_format(photo: Photo, format: str | None = None) -> str:
    """Return the format an export has: the one asked for, the photo's own, or else PNG.

    PNG also stands in for JPEG when a photo has alpha and no format was asked for.
    Raises InvalidRequest for a format that is not written.
    """
    if format is not None:
        return _named(format)
    keeps = photo.format in _LONGEST_SIDE and not (
        photo.format == "JPEG" and photo.alpha is not None
    )
    return photo.format if keeps else "PNG"


def export(
    photo: Photo,
    original: bytes | None = None,
    format: str | None = None,
    *,
    strip_gps: bool = False,
    strip_all: bool = False,
) -> bytes:
    """Return the file a user downloads: profile embedded, the original's EXIF carried over.

    Args:
        photo: the edited photo.
        original: the uploaded file whose EXIF it carries; None = no EXIF.
        format: as in `export_format`.
        strip_gps: leave the place out.
        strip_all: leave all EXIF out; the ICC profile stays, colours would change without it.

    Raises:
        InvalidRequest: as `encode` does.
    """
    metadata = None
    if original is not None and not strip_all:
        exif = _read_exif(original)
        metadata = exif_for_export(exif, photo.width, photo.height, strip_gps=strip_gps)
    return encode(photo, export_format(photo, format), metadata=metadata)


def media_type(data: bytes) -> str:
    """Return the media type of a file that was decoded or encoded here."""
    return MEDIA_TYPES[sniff(data)]


def facts(original: bytes) -> dict[str, str]:
    """Return what a file says of its making: "taken" and "camera", where it says so."""
    exif = _read_exif(original)
    details = exif.get_ifd(IFD.Exif)
    maker = [str(exif[tag]).strip(" \0") for tag in (Base.Make, Base.Model) if exif.get(tag)]
    found = {
        "taken": str(details.get(Base.DateTimeOriginal) or exif.get(Base.DateTime) or ""),
        "camera": " ".join(dict.fromkeys(maker)),
    }
    return {key: value for key, value in found.items() if value}


def _read_exif(original: bytes) -> Exif:
    """Return the EXIF of a file that was decoded before; an unreadable one comes back empty."""
    hush_pillow()
    kind, exif = sniff(original), Exif()
    try:
        if kind == "HEIF":
            exif.load(heif_exif(original))
        elif kind != "PNG" or b"eXIf" in original:  # Pillow would decode a PNG to look for it
            return OPENERS[kind](io.BytesIO(original)).getexif()
    except UNREADABLE:
        return Exif()
    return exif
