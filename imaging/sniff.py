"""What a file is and how big it says to be, read from its bytes before any decoder runs."""

import struct
from dataclasses import dataclass

from errors import InvalidImage, TooLarge

ACCEPTED = "Accepted: JPEG, PNG, WebP, TIFF, BMP, GIF (first frame), HEIC and AVIF."
MOST_FRAMES = 1000  # counted no further: a hostile file can hold millions

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"GIF87a", "GIF"),
    (b"GIF89a", "GIF"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"II+\0", "TIFF"),
    (b"MM\0+", "TIFF"),
    (b"BM", "BMP"),
)
_REFUSED: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "a PDF document"),
    (b"8BPS", "a Photoshop document"),
    (b"PK\x03\x04", "a ZIP archive or office document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\xff\x0a", "JPEG XL"),
    (b"\0\0\0\x0cJXL ", "JPEG XL"),
    (b"\0\0\0\x0cjP  ", "JPEG 2000"),
    (b"FUJIFILMCCD-RAW", "a camera raw file"),
    (b"\x1aE\xdf\xa3", "a video"),
)
_HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}


@dataclass(frozen=True)
class Limits:
    """How large an upload may be. The check comes before anything is decoded."""

    max_bytes: int = 50_000_000
    max_pixels: int = 64_000_000

    def check_bytes(self, data: bytes) -> None:
        """Raise `TooLarge` when the file has more than `max_bytes`."""
        if len(data) > self.max_bytes:
            raise TooLarge(
                f"The file has {len(data):,} bytes; the limit is {self.max_bytes:,}.",
                hint="Send a smaller file, or raise PENTIMENTO_MAX_UPLOAD_BYTES.",
            )

    def check_pixels(self, width: int, height: int) -> None:
        """Raise `TooLarge` over `max_pixels`, `InvalidImage` for an empty frame."""
        if width <= 0 or height <= 0:
            raise InvalidImage(f"The image is {width} × {height} pixels.", hint=ACCEPTED)
        if width * height > self.max_pixels:
            raise TooLarge(
                f"The image is {width} × {height} = {width * height:,} pixels; "
                f"the limit is {self.max_pixels:,}.",
                hint="Send a smaller image, or raise PENTIMENTO_MAX_PIXELS.",
            )


def sniff(data: bytes) -> str:
    """Return the format the content shows, whatever the file's name says.

    Returns:
        "JPEG", "PNG", "WEBP", "TIFF", "BMP", "GIF", "HEIF" or "AVIF".

    Raises:
        InvalidImage: it is none of these; the message says what it is where that is known.
    """
    if not data:
        raise InvalidImage("The file is empty.", hint=ACCEPTED)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    if data[4:8] == b"ftyp":
        return _iso_media(data)
    for magic, name in _MAGIC:
        if data.startswith(magic):
            return name
    raise InvalidImage(f"The file is {_guess(data)}, not an image we read.", hint=ACCEPTED)


def _iso_media(data: bytes) -> str:
    """Tell AVIF and HEIF from video by the brands of the `ftyp` box (ISO/IEC 23008-12)."""
    end = min(int.from_bytes(data[:4], "big"), len(data), 4096)
    brands = {data[8:12]} | {data[at : at + 4] for at in range(16, end, 4)}
    if brands & {b"avif", b"avis"}:
        return "AVIF"
    if brands & _HEIF_BRANDS:
        return "HEIF"
    raise InvalidImage("The file is a video or another ISO media file.", hint=ACCEPTED)


def _guess(data: bytes) -> str:
    for magic, name in _REFUSED:
        if data.startswith(magic):
            return name
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if b"<svg" in head:
        return "an SVG drawing"
    if head.startswith((b"<!doctype", b"<html", b"<?xml", b"{")):
        return "text"
    return "of an unknown type"


def check_png_chunks(data: bytes) -> None:
    """Raise `InvalidImage` where a chunk claims more than follows: OpenCV would allocate it."""
    at, kind = 8, b""
    while at < len(data) and kind != b"IEND":
        kind = data[at + 4 : at + 8]
        at += 12 + int.from_bytes(data[at : at + 4], "big")
    if at > len(data):
        raise InvalidImage("The PNG file is cut, or a chunk's length is wrong.", hint=ACCEPTED)


def frame_count(data: bytes, kind: str) -> int:
    """Return how many frames a GIF or pages a TIFF holds, at most `MOST_FRAMES`.

    Pillow's own count decodes every frame's header with all its tags: minutes for a hostile
    file. Where the structure breaks off after the first frame, 1 is returned.
    """
    try:
        return _gif_frames(data) if kind == "GIF" else _tiff_pages(data)
    except (struct.error, IndexError):
        return 1


def _gif_frames(data: bytes) -> int:
    at, frames = 13 + _colour_table_bytes(data[10]), 0
    while frames < MOST_FRAMES and at < len(data) and data[at] in (0x21, 0x2C):
        if data[at] == 0x2C:  # an image: descriptor, colour table, code size, blocks
            frames += 1
            at += 10 + _colour_table_bytes(data[at + 9]) + 1
        else:
            at += 2
        while data[at]:
            at += data[at] + 1
        at += 1
    return frames


def _colour_table_bytes(flags: int) -> int:
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _tiff_pages(data: bytes) -> int:
    order = "<" if data[:2] == b"II" else ">"
    big = data[2:4] in (b"+\0", b"\0+")
    pointer, count, entry_bytes = (
        (order + "Q", order + "Q", 20) if big else (order + "I", order + "H", 12)
    )
    seen: set[int] = set()
    (directory,) = struct.unpack_from(pointer, data, 8 if big else 4)
    while directory and directory not in seen and len(seen) < MOST_FRAMES:
        seen.add(directory)
        (entries,) = struct.unpack_from(count, data, directory)
        after = directory + struct.calcsize(count) + entries * entry_bytes
        (directory,) = struct.unpack_from(pointer, data, after)
    return len(seen)
