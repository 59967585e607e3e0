import io
import struct

import numpy as np
import pytest
from PIL import ExifTags, Image, ImageFilter

from errors import InvalidImage, InvalidMask, InvalidRequest
from imaging.codec import Photo, decode, decode_mask, encode, encode_mask, export
from tests.unit.photo_files import CAT, exif_of, heic, same_picture, saved


def test_png_keeps_pixels_and_alpha_exactly():
    photo = Photo(CAT, alpha=np.ascontiguousarray(CAT[..., 2]))
    again = decode(encode(photo, "PNG"))
    same_picture(again, CAT)
    assert np.array_equal(again.alpha, photo.alpha)


def test_jpeg_refuses_transparency_unless_told_what_lies_behind():
    alpha = np.zeros((64, 96), np.uint8)
    alpha[:, :48] = 255
    photo = Photo(CAT, alpha=alpha)
    with pytest.raises(InvalidRequest, match="transparency") as caught:
        encode(photo, "JPEG")
    assert "PNG" in caught.value.hint
    flat = decode(encode(photo, "JPEG", flatten=(10, 200, 30)))
    assert np.abs(flat.pixels[:, 60:].astype(int) - (10, 200, 30)).max() < 6
    opaque = Photo(CAT, alpha=np.full((64, 96), 255, np.uint8))
    same_picture(decode(encode(opaque, "JPEG")), CAT, tolerance=4)


def test_16_bits_are_rounded_for_jpeg_and_webp():
    ramp = np.repeat(np.linspace(0, 65535, 96).astype(np.uint16)[None, :, None], 64, 0)
    ramp = np.repeat(ramp, 3, axis=2)
    for format in ("JPEG", "WEBP"):
        again = decode(encode(Photo(ramp), format))
        assert np.abs(again.pixels - ramp / 257).max() < 4


@pytest.mark.parametrize(("format", "quality"), [("TIFF", 95), ("jpeg2000", 95), ("PNG", 0)])
def test_unknown_formats_and_qualities_are_refused_with_the_choices(format, quality):
    with pytest.raises(InvalidRequest) as caught:
        encode(Photo(CAT), format, quality=quality)
    assert "Choose" in caught.value.hint


def test_webp_refuses_a_side_it_cannot_hold():
    with pytest.raises(InvalidRequest, match="16,383"):
        encode(Photo(np.zeros((2, 16_384, 3), np.uint8)), "WEBP")


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "AVIF", "TIFF"])
def test_export_carries_exif_with_orientation_one_and_true_size(format):
    original = saved(Image.fromarray(CAT), format, exif=exif_of(6, gps=True))
    file = export(decode(original), original)
    exif = Image.open(io.BytesIO(file)).getexif()
    details = exif.get_ifd(0x8769)
    assert exif[0x010F] == "Canon"
    assert exif[0x0112] == 1
    assert exif.get_ifd(0x8825)[2] == (48.0, 51.0, 30.0)
    assert float(details[0x829D]) == pytest.approx(2.8)
    assert details[0xA002] == 64  # turned: the picture is 64 wide now
    assert 0x927C not in details
    assert decode(file).pixels.shape == (96, 64, 3)
    assert 273 not in exif or format == "TIFF"


def test_export_carries_the_exif_of_heic():
    original = heic(Image.fromarray(CAT), exif=exif_of(None, gps=True).tobytes())
    file = export(decode(original), original)
    assert file.startswith(b"\x89PNG")
    assert Image.open(io.BytesIO(file)).getexif()[0x010F] == "Canon"


def test_gps_and_all_metadata_can_be_left_out():
    original = saved(Image.fromarray(CAT), "JPEG", exif=exif_of(1, gps=True))
    photo = decode(original)
    placeless = Image.open(io.BytesIO(export(photo, original, strip_gps=True))).getexif()
    assert not placeless.get_ifd(0x8825)
    assert placeless[0x010F] == "Canon"
    assert b"Exif" not in export(photo, original, strip_all=True)


def test_the_embedded_thumbnail_is_dropped():
    small = saved(Image.fromarray(CAT).filter(ImageFilter.BLUR).resize((24, 16)), "JPEG")
    exif = exif_of(1).tobytes().removeprefix(b"Exif\0\0")
    order = ">" if exif[:1] == b"M" else "<"
    pointer = struct.unpack_from(order + "I", exif, 4)[0]
    count = struct.unpack_from(order + "H", exif, pointer)[0]
    link = pointer + 2 + 12 * count
    first = len(exif) + len(exif) % 2
    ifd1 = struct.pack(
        order + "HHHIIHHIII", 2, 513, 4, 1, first + 30, 514, 4, 1, len(small), 0
    )  # fmt: skip
    block = exif[:link] + struct.pack(order + "I", first) + exif[link + 4 :]
    block = block.ljust(first, b"\0") + ifd1 + small
    original = saved(Image.fromarray(CAT), "JPEG", exif=b"Exif\0\0" + block)
    assert Image.open(io.BytesIO(original)).getexif().get_ifd(ExifTags.IFD.IFD1)[514] == len(small)
    file = export(decode(original), original)
    assert small not in file
    assert Image.open(io.BytesIO(file)).getexif()[0x010F] == "Canon"


def test_unreadable_exif_does_not_stop_an_export():
    original = saved(Image.fromarray(CAT), "JPEG", exif=b"Exif\0\0MM\0*\0\0\xff\xff")
    file = export(decode(original), original)
    same_picture(decode(file), CAT, tolerance=6)


def test_a_mask_round_trips_as_a_one_bit_png():
    mask = np.zeros((16, 24), bool)
    mask[3:9, 5:20] = True
    file = encode_mask(mask)
    assert file[24:26] == b"\x01\x00"  # bit depth 1, grey
    assert np.array_equal(decode_mask(file), mask)
    assert np.asarray(Image.open(io.BytesIO(file)))[4, 6]  # white = change


@pytest.mark.parametrize("mask", [np.zeros((16, 24), np.uint8), np.zeros((16, 24, 1), bool)])
def test_only_two_dimensional_bool_arrays_are_masks(mask):
    with pytest.raises(InvalidMask):
        encode_mask(mask)


def test_a_damaged_mask_is_refused():
    with pytest.raises(InvalidImage):
        decode_mask(encode_mask(CAT[..., 0] > 128)[:120])
    with pytest.raises(InvalidImage):
        decode_mask(encode(Photo(CAT), "PNG"))
