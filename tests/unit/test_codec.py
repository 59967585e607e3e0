import io
import struct

import cv2
import numpy as np
import pillow_heif
import pytest
import tifffile
from PIL import Image

from errors import InvalidImage
from imaging.codec import Limits, Photo, decode, encode
from tests.unit.icc_profiles import ADOBE, P3, cmyk_profile, grey_profile, rgb_profile
from tests.unit.photo_files import CAT, DEEP, LOSSLESS, deep_png, heic, same_picture, saved, tiff


@pytest.mark.parametrize(
    "options",
    [
        {}, {"compression": "zlib"}, {"compression": "zlib", "predictor": True},
        {"byteorder": ">"}, {"bigtiff": True}, {"tile": (16, 16)},
    ],
)  # fmt: skip
def test_16_bit_tiff_keeps_every_value(options):
    photo = decode(tiff(DEEP, photometric="rgb", **options))
    same_picture(photo, DEEP)
    assert photo.bit_depth == 16
    assert photo.notes == ()


def test_16_bit_alpha_survives_tiff_and_png():
    alpha = DEEP[..., 1].copy()
    four = np.dstack([DEEP, alpha])
    photo = decode(tiff(four, photometric="rgb", extrasamples=["unassalpha"]))
    same_picture(photo, DEEP)
    again = decode(encode(photo, "PNG"))
    same_picture(again, DEEP)
    assert np.array_equal(again.alpha, alpha)


def test_16_bit_grey_is_kept_and_white_is_zero_is_turned_round():
    grey = DEEP[..., 0]
    three = np.stack([grey] * 3, axis=-1)
    same_picture(decode(cv2.imencode(".png", grey)[1].tobytes()), three)
    same_picture(decode(tiff(grey, photometric="minisblack", byteorder=">")), three)
    same_picture(decode(tiff(grey, photometric="miniswhite")), 65535 - three)


def test_separate_planes_are_read_in_8_bits_and_refused_in_16():
    planes = np.ascontiguousarray(np.moveaxis(CAT, 2, 0))
    same_picture(decode(tiff(planes, photometric="rgb", planarconfig="separate")), CAT)
    deep = np.ascontiguousarray(np.moveaxis(DEEP, 2, 0))
    with pytest.raises(InvalidImage, match="planes"):
        decode(tiff(deep, photometric="rgb", planarconfig="separate"))


def test_16_bit_cmyk_is_cut_to_8_bits_and_says_so():
    paper = np.zeros((16, 24, 4), np.uint16)
    photo = decode(tiff(paper, photometric="separated"))
    assert photo.pixels.min() == 255
    assert photo.notes[0] == "reduced to 8 bits a channel"


def test_10_bit_heic_keeps_its_depth_and_white_is_white():
    flat = np.full((64, 96, 3), 65535, np.uint16)
    buffer = io.BytesIO()
    pillow_heif.from_bytes("RGB;16", (96, 64), flat.tobytes()).save(buffer, quality=-1)
    photo = decode(buffer.getvalue())
    assert (photo.format, photo.bit_depth) == ("HEIF", 16)
    assert photo.pixels.min() == 65535


def test_heic_and_avif_round_trip_with_alpha():
    rgba = Image.fromarray(CAT).convert("RGBA")
    alpha = np.zeros((64, 96), np.uint8)
    alpha[8:40, 16:80] = 255
    rgba.putalpha(Image.fromarray(alpha))
    for file, format in ((heic(rgba, quality=-1), "HEIF"), (saved(rgba, "AVIF"), "AVIF")):
        photo = decode(file)
        assert photo.format == format
        assert np.abs(photo.alpha.astype(int) - alpha).mean() < 2
        inside = alpha > 0
        assert np.abs(photo.pixels[inside].astype(int) - CAT[inside]).mean() < 8


def test_palette_transparency_becomes_alpha():
    palette = Image.fromarray(CAT).quantize(16)
    index = np.asarray(palette)
    photo = decode(saved(palette, "PNG", transparency=3))
    assert np.array_equal(photo.alpha == 0, index == 3)
    same_picture(photo, np.asarray(palette.convert("RGB")))


@pytest.mark.parametrize("mode", ["1", "L", "P"])
def test_grey_and_palette_pictures_become_rgb_without_alpha(mode):
    picture = Image.fromarray(CAT).convert(mode)
    photo = decode(saved(picture, "PNG"))
    same_picture(photo, np.asarray(picture.convert("RGB")))
    assert photo.alpha is None


def test_grey_with_alpha_is_split():
    picture = Image.fromarray(CAT).convert("LA")
    picture.putalpha(Image.fromarray(CAT[..., 1]))
    photo = decode(saved(picture, "PNG"))
    assert np.array_equal(photo.alpha, CAT[..., 1])


def test_colours_made_transparent_by_trns_become_alpha_in_8_and_16_bits():
    white = np.where(np.arange(24)[:, None, None] < 12, 255, CAT[:24, :16]).astype(np.uint8)
    photo = decode(saved(Image.fromarray(white), "PNG", transparency=(255, 255, 255)))
    assert (photo.alpha[:12] == 0).all()
    assert (photo.alpha[12:] == 255).all()
    trns = (b"tRNS", struct.pack(">3H", *DEEP[2, 3].tolist()))
    deep = decode(deep_png(DEEP, trns))
    assert np.argwhere(deep.alpha == 0).tolist() == [[2, 3]]


def test_an_rgb_profile_is_kept_with_the_pixels_in_it():
    profile = rgb_profile(P3)
    for format in ("PNG", "WEBP"):
        file = saved(Image.fromarray(CAT), format, icc_profile=profile, **LOSSLESS[format])
        photo = decode(file)
        same_picture(photo, CAT)
        again = decode(encode(photo, "PNG"))
        assert again.icc_profile == photo.icc_profile == profile
        same_picture(again, CAT)
    jpeg = Image.open(io.BytesIO(encode(Photo(CAT, icc_profile=profile), "JPEG")))
    assert jpeg.info["icc_profile"] == profile


def test_a_profile_survives_16_bit_png():
    profile = rgb_profile(ADOBE)
    photo = decode(encode(Photo(DEEP, icc_profile=profile), "PNG"))
    assert photo.icc_profile == profile
    same_picture(photo, DEEP)


@pytest.mark.parametrize("profile", [b"no profile at all", cmyk_profile(), grey_profile(2.2)])
def test_an_unusable_profile_is_ignored_and_said(profile):
    photo = decode(saved(Image.fromarray(CAT), "PNG", icc_profile=profile))
    assert photo.icc_profile is None
    assert "ignored" in photo.notes[0]
    same_picture(photo, CAT)


def test_a_grey_profile_is_converted_to_srgb():
    grey = Image.fromarray(CAT).convert("L")
    photo = decode(saved(grey, "PNG", icc_profile=grey_profile(1.0)))
    linear = np.asarray(grey).astype(float) / 255
    srgb = np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)
    assert np.abs(photo.pixels[..., 1] - srgb * 255).max() < 2
    assert photo.icc_profile is None
    assert photo.notes == ("its grey profile was converted to sRGB",)


def test_cmyk_jpeg_goes_through_its_own_profile():
    cyan = Image.new("CMYK", (24, 16), (255, 0, 0, 0))
    by_formula = decode(saved(cyan, "JPEG", quality=95))
    assert by_formula.pixels[8, 8].tolist() == [0, 255, 255]
    assert "by formula" in by_formula.notes[0]
    by_profile = decode(saved(cyan, "JPEG", quality=95, icc_profile=cmyk_profile()))
    red, green, blue = by_profile.pixels[8, 8].tolist()
    assert red > green > blue  # this printer's cyan ink is orange
    assert "own profile" in by_profile.notes[0]
    assert by_profile.icc_profile is None


def test_cmyk_white_paper_is_white_in_jpeg_and_tiff():
    paper = Image.new("CMYK", (24, 16), (0, 0, 0, 0))
    assert decode(saved(paper, "JPEG")).pixels.min() == 255
    assert decode(saved(paper, "TIFF")).pixels.min() == 255


def test_bmp_is_read_exactly():
    same_picture(decode(saved(Image.fromarray(CAT), "BMP")), CAT)


@pytest.mark.parametrize("format", ["GIF", "WEBP", "PNG"])
def test_an_animation_gives_its_first_frame_and_says_so(format):
    frames = [Image.fromarray(np.roll(CAT, 7 * n, axis=1)) for n in range(12)]
    options = {} if format == "GIF" else LOSSLESS[format]
    file = saved(frames[0], format, save_all=True, append_images=frames[1:], **options)
    photo = decode(file)
    assert photo.notes == ("first of 12 frames",)
    same_picture(photo, CAT, tolerance=20 if format == "GIF" else 0)


@pytest.mark.parametrize("options", [{}, {"byteorder": ">"}, {"bigtiff": True}])
def test_a_tiff_of_several_pages_gives_the_first_and_says_so(options):
    buffer = io.BytesIO()
    with tifffile.TiffWriter(buffer, **options) as writer:
        for page in (CAT, CAT // 2, CAT // 3):
            writer.write(page, photometric="rgb", contiguous=False)
    photo = decode(buffer.getvalue())
    assert photo.notes == ("first of 3 pages",)
    same_picture(photo, CAT)


def test_a_hundred_thousand_frames_are_not_counted_to_the_end():
    one = saved(Image.fromarray(CAT[:8, :8]), "GIF")
    start = 13 + (3 << ((one[10] & 7) + 1))
    many = one[:start] + one[start:-1] * 100_000 + b";"
    assert decode(many, Limits(max_bytes=10**9)).notes == ("first of 1000 or more frames",)
