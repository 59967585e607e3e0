import io
import random
import struct
import threading
import time
import zlib

import numpy as np
import pytest
from PIL import Image

from errors import InvalidImage, TooLarge
from imaging.codec import Limits, Photo, decode, encode
from tests.unit.icc_profiles import P3, rgb_profile
from tests.unit.photo_files import (
    CAT,
    DEEP,
    chunk,
    deep_png,
    exif_of,
    heic,
    patched,
    same_picture,
    saved,
    tiff,
    with_tag,
)


def png_header(width, height):
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


def webp_header(width, height):
    body = b"\x10\0\0\0" + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    file = b"WEBPVP8X" + struct.pack("<I", len(body)) + body
    return b"RIFF" + struct.pack("<I", len(file)) + file


def bombs():
    picture = Image.fromarray(CAT)
    jpeg = saved(picture, "JPEG")
    size_at = jpeg.index(b"\xff\xc0") + 5
    return {
        "one pixel high": png_header(10**9, 1),
        "a gigapixel": png_header(32_000, 32_000),
        "JPEG": patched(jpeg, size_at, ">HH", 65_000, 65_000),
        "WEBP": webp_header(16_383, 16_383),
        "GIF": patched(saved(picture, "GIF"), 6, "<HH", 65_535, 65_535),
        "BMP": patched(saved(picture, "BMP"), 18, "<ii", 100_000, 100_000),
        "TIFF": with_tag(saved(picture, "TIFF"), 256, 10**9),
    }


@pytest.mark.parametrize("name", bombs())
def test_a_picture_over_the_pixel_limit_is_refused_from_its_header(name):
    with pytest.raises(TooLarge) as caught:
        decode(bombs()[name])
    assert "PENTIMENTO_MAX_PIXELS" in caught.value.hint


def test_pixel_limits_hold_for_heic_and_avif():
    for file in (heic(Image.fromarray(CAT)), saved(Image.fromarray(CAT), "AVIF")):
        with pytest.raises(TooLarge):
            decode(file, Limits(max_pixels=64 * 96 - 1))
        decode(file, Limits(max_pixels=64 * 96))


def test_the_byte_limit_comes_before_everything():
    with pytest.raises(TooLarge) as caught:
        decode(b"not an image at all", Limits(max_bytes=10))
    assert "PENTIMENTO_MAX_UPLOAD_BYTES" in caught.value.hint


def test_a_text_chunk_that_inflates_without_end_is_refused():
    png = saved(Image.fromarray(CAT), "PNG")
    bomb = chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(200_000_000), 9))
    with pytest.raises(InvalidImage):
        decode(png[:33] + bomb + png[33:])


def test_a_chunk_that_claims_gigabytes_is_refused_before_they_are_allocated():
    png = deep_png(DEEP)
    claims = patched(png, png.index(b"IDAT") - 4, ">I", 2**31 - 1)
    before = time.perf_counter()
    with pytest.raises(InvalidImage):
        decode(claims)
    assert time.perf_counter() - before < 0.5


def test_a_tile_larger_than_the_limit_is_refused():
    file = tiff(CAT, photometric="rgb", tile=(16, 16), compression="zlib")
    with pytest.raises(TooLarge):
        decode(with_tag(file, 322, 2**28))


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "empty"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "SVG"),
        (b"<?xml version='1.0'?><svg/>", "SVG"),
        (b"%PDF-1.7", "PDF"),
        (b"8BPS" + bytes(40), "Photoshop"),
        (b"PK\x03\x04" + bytes(40), "ZIP"),
        (b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom", "video"),
        (b"hello", "unknown"),
        (b"\xff\xd8\xff", "JPEG"),
        (b"BM", "BMP"),
    ],
)
def test_other_bytes_are_named_and_the_accepted_formats_listed(data, word):
    with pytest.raises(InvalidImage, match=word) as caught:
        decode(data)
    assert "JPEG, PNG, WebP" in caught.value.hint


def test_floating_point_and_lab_tiff_are_refused_with_advice():
    floating = tiff(CAT[..., 0].astype(np.float32), photometric="minisblack")
    for file in (floating, saved(Image.new("LAB", (24, 16)), "TIFF")):
        with pytest.raises(InvalidImage) as caught:
            decode(file)
        assert "RGB" in caught.value.hint


def test_a_raw_file_that_begins_with_a_preview_is_refused():
    preview = tiff(CAT, photometric="rgb", subfiletype=1)
    with pytest.raises(InvalidImage, match="raw"):
        decode(preview)


def samples():
    picture, rgba = Image.fromarray(CAT), Image.fromarray(CAT).convert("RGBA")
    exif = exif_of(6, gps=True)
    return {
        "jpeg": saved(picture, "JPEG", exif=exif),
        "progressive": saved(picture, "JPEG", progressive=True),
        "cmyk": saved(picture.convert("CMYK"), "JPEG"),
        "png": saved(picture, "PNG", exif=exif, icc_profile=rgb_profile(P3)),
        "palette": saved(picture.convert("P"), "PNG", transparency=3),
        "png16": encode(Photo(DEEP), "PNG"),
        "webp": saved(picture, "WEBP", exif=exif),
        "webp lossless": saved(rgba, "WEBP", lossless=True),
        "tiff": saved(picture, "TIFF", exif=exif),
        "tiff lzw": saved(picture, "TIFF", compression="tiff_lzw"),
        "tiff16": tiff(DEEP, photometric="rgb", compression="zlib"),
        "bmp": saved(picture, "BMP"),
        "gif": saved(picture, "GIF", save_all=True, append_images=[rgba.rotate(90)]),
        "heic": heic(picture),
        "avif": saved(picture, "AVIF", exif=exif),
    }


@pytest.mark.parametrize("name", samples())
def test_cut_and_altered_files_give_only_our_own_errors(name):
    file, chance = samples()[name], random.Random(name)
    refused = 0
    for length in np.linspace(1, len(file) - 1, 30).astype(int):
        refused += survives(file[:length])
    assert refused >= 20
    for _ in range(40):
        altered = bytearray(file)
        for _ in range(chance.choice((1, 3, 20))):
            altered[chance.randrange(chance.choice((64, len(file))))] = chance.randrange(256)
        survives(bytes(altered))


def survives(data):
    try:
        photo = decode(data)
    except (InvalidImage, TooLarge):
        return 1
    assert photo.pixels.ndim == 3
    assert photo.pixels.shape[2] == 3
    return 0


def test_damaged_metadata_raises_no_warning():
    cut = exif_of(None).tobytes()[:-80]
    file = saved(Image.fromarray(CAT), "JPEG", quality=95, exif=cut)
    with pytest.warns(UserWarning, match="Truncated"):
        Image.open(io.BytesIO(file)).getexif()
    same_picture(decode(file), CAT, tolerance=4)


def test_many_threads_decode_at_once():
    files, wrong = [samples()[name] for name in ("jpeg", "heic", "png16", "avif")], []
    expected = [decode(file).pixels for file in files]

    def work():
        for file, pixels in zip(files, expected, strict=True):
            if not np.array_equal(decode(file).pixels, pixels):
                wrong.append(file)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_a_good_first_page_is_read_though_the_link_to_the_next_is_broken():
    file = saved(Image.fromarray(CAT), "TIFF")
    (at,) = struct.unpack_from("<I", file, 4)
    (count,) = struct.unpack_from("<H", file, at)
    photo = decode(patched(file, at + 2 + 12 * count, "<I", 2**31))
    same_picture(photo, CAT)
    assert photo.notes == ()
