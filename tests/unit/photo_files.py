"""Photo files of all kinds, written by other means than the code under test."""

import io
import struct
import zlib

import cv2
import numpy as np
import pillow_heif
import tifffile
from PIL import Image
from skimage import data

CAT = np.ascontiguousarray(data.chelsea()[100:164, 100:196])  # (64, 96): fur, and not square
DEEP = np.random.default_rng(7).integers(0, 65536, (16, 24, 3)).astype(np.uint16)
T = Image.Transpose
TURNS = {
    2: T.FLIP_LEFT_RIGHT, 3: T.ROTATE_180, 4: T.FLIP_TOP_BOTTOM, 5: T.TRANSPOSE,
    6: T.ROTATE_270, 7: T.TRANSVERSE, 8: T.ROTATE_90,
}  # fmt: skip
UNDO = {1: 1, 2: 2, 3: 3, 4: 4, 5: 5, 6: 8, 7: 7, 8: 6}


def saved(picture, format, **options):
    buffer = io.BytesIO()
    if "exif" in options and not isinstance(options["exif"], bytes):
        options["exif"] = options["exif"].tobytes()  # Pillow's TIFF writer wants bytes
    picture.save(buffer, format, **options)
    return buffer.getvalue()


def tiff(array, *, byteorder="<", bigtiff=False, **options):
    buffer = io.BytesIO()
    with tifffile.TiffWriter(buffer, byteorder=byteorder, bigtiff=bigtiff) as writer:
        writer.write(array, **options)
    return buffer.getvalue()


def heic(picture, **options):
    buffer = io.BytesIO()
    pillow_heif.from_pillow(picture).save(buffer, **options)
    return buffer.getvalue()


def exif_of(orientation, *, gps=False):
    exif = Image.Exif()
    exif[0x010F] = "Canon"
    exif[0x0132] = "2024:05:06 07:08:09"
    if orientation:
        exif[0x0112] = orientation
    exif[0x8769] = {0x829D: 2.8, 0x927C: b"maker note with a preview", 0xA002: 4000}
    if gps:
        exif[0x8825] = {1: "N", 2: (48.0, 51.0, 30.0)}
    return exif


def xmp_of(orientation, quote='"'):
    return (
        f"<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:Description "
        f"tiff:Orientation={quote}{orientation}{quote}/></x:xmpmeta>"
    ).encode()


def lying(array, orientation):
    """What a camera stores so that a viewer who obeys `orientation` sees `array`."""
    picture = Image.fromarray(array)
    undo = UNDO[orientation]
    return picture if undo == 1 else picture.transpose(TURNS[undo])


def lying_deep(array, orientation):
    planes = [np.asarray(lying(np.ascontiguousarray(array[..., c]), orientation)) for c in range(3)]
    return np.stack(planes, axis=-1).astype(np.uint16)


def deep_png(array, *chunks):
    png = cv2.imencode(".png", array[..., ::-1])[1].tobytes()
    return png[:33] + b"".join(chunk(*c) for c in chunks) + png[33:]


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def same_picture(photo, expected, tolerance=0):
    assert photo.pixels.shape == expected.shape
    assert photo.pixels.dtype == expected.dtype
    assert np.abs(photo.pixels.astype(int) - expected.astype(int)).mean() <= tolerance


LOSSLESS = {"PNG": {}, "TIFF": {}, "WEBP": {"lossless": True}}


def patched(file, offset, layout, *values):
    return file[:offset] + struct.pack(layout, *values) + file[offset + struct.calcsize(layout) :]


def with_tag(file, tag, value):
    """A little-endian TIFF with one tag's value replaced."""
    (at,) = struct.unpack_from("<I", file, 4)
    (count,) = struct.unpack_from("<H", file, at)
    entries = [at + 2 + 12 * n for n in range(count)]
    place = next(e for e in entries if struct.unpack_from("<H", file, e) == (tag,))
    return patched(file, place + 2, "<HII", 4, 1, value)
