import cv2
import numpy as np
import pytest
from PIL import Image, ImageCms
from skimage import data

from imaging.colour import (
    from_srgb8,
    grey_to_srgb,
    is_srgb,
    profile_space,
    to_8bit,
    to_srgb8,
)
from tests.unit.icc_profiles import (
    ADOBE,
    P3,
    cmyk_profile,
    grey_profile,
    rgb_profile,
)

COFFEE = np.ascontiguousarray(data.coffee()[120:184, 200:296])  # (64, 96)
STANDARD = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
WIDE = {"P3": rgb_profile(P3), "AdobeRGB": rgb_profile(ADOBE)}


def srgb_by_hand(pixels, primaries, gamma=2.2):
    """The same conversion in floating point, from the definition of sRGB (IEC 61966-2-1)."""
    linear = (pixels / 255.0) ** (round(gamma * 256) / 256)
    to_d50 = np.array(primaries).T
    srgb = np.array(
        [[0.43607, 0.38515, 0.14307], [0.22249, 0.71687, 0.06061], [0.01392, 0.09708, 0.71410]]
    )
    light = np.clip(linear @ (np.linalg.inv(srgb) @ to_d50).T, 0, 1)
    coded = np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055)
    return coded * 255


@pytest.mark.parametrize(("name", "primaries"), [("P3", P3), ("AdobeRGB", ADOBE)])
def test_wide_gamut_pixels_look_as_the_definition_says(name, primaries):
    seen = to_srgb8(COFFEE, WIDE[name])
    assert np.abs(seen - srgb_by_hand(COFFEE, primaries)).max() < 2.5


@pytest.mark.parametrize("name", WIDE)
@pytest.mark.parametrize("depth", [np.uint8, np.uint16])
def test_pixels_an_engine_left_alone_keep_their_exact_values(name, depth):
    pixels = COFFEE if depth is np.uint8 else COFFEE.astype(np.uint16) * 257 - (COFFEE > 9) * 100
    pixels = pixels.astype(depth)
    seen = to_srgb8(pixels, WIDE[name])
    edited = seen.copy()
    edited[10:20, 30:60] = (200, 40, 90)
    back = from_srgb8(edited, seen, pixels, WIDE[name])
    untouched = (edited == seen).all(axis=2)
    assert back.dtype == depth
    assert np.array_equal(back[untouched], pixels[untouched])
    assert np.abs(to_srgb8(back, WIDE[name]).astype(int) - edited).max() <= 3


def test_one_changed_channel_is_a_changed_pixel():
    seen = to_srgb8(COFFEE, WIDE["P3"])
    for channel in range(3):
        edited = seen.copy()
        edited[5, 7, channel] ^= 128
        back = from_srgb8(edited, seen, COFFEE, WIDE["P3"])
        assert np.argwhere((back != COFFEE).any(axis=2)).tolist() == [[5, 7]]


@pytest.mark.parametrize("profile", [None, STANDARD])
def test_srgb_in_8_bits_costs_nothing(profile):
    edited = COFFEE[::-1].copy()
    assert np.shares_memory(to_srgb8(COFFEE, profile), COFFEE)
    assert from_srgb8(edited, COFFEE, COFFEE, profile) is edited


def test_16_bit_srgb_is_rounded_to_8_and_brought_back():
    deep = np.random.default_rng(3).integers(0, 65536, (16, 24, 3)).astype(np.uint16)
    seen = to_srgb8(deep, None)
    assert np.array_equal(seen, np.rint(deep / 257))
    edited = seen.copy()
    edited[2:5, 3:9] = 255 - edited[2:5, 3:9]
    back = from_srgb8(edited, seen, deep, None)
    untouched = (edited == seen).all(axis=2)
    assert np.array_equal(back[untouched], deep[untouched])
    assert np.array_equal(to_8bit(back), edited)


def test_arguments_are_not_changed():
    deep = COFFEE.astype(np.uint16) * 257
    seen = to_srgb8(deep, WIDE["P3"])
    edited = cv2.flip(seen, 1)
    before = deep.copy(), seen.copy(), edited.copy()
    from_srgb8(edited, seen, deep, WIDE["P3"])
    assert all(np.array_equal(a, b) for a, b in zip(before, (deep, seen, edited), strict=True))


def test_arrays_of_different_shapes_are_refused():
    with pytest.raises(ValueError, match="shapes differ"):
        from_srgb8(COFFEE, COFFEE[:-1], COFFEE, None)


def test_profiles_are_recognised_by_what_they_do():
    assert is_srgb(None)
    assert is_srgb(STANDARD)
    assert not any(is_srgb(profile) for profile in WIDE.values())
    assert profile_space(WIDE["P3"]) == "RGB"
    assert profile_space(grey_profile(2.2)) == "GRAY"
    assert profile_space(cmyk_profile()) == "CMYK"


@pytest.mark.parametrize("bad", [b"", b"nonsense", WIDE["P3"][:200], bytes(500)])
def test_a_broken_profile_is_none_and_no_crash(bad):
    assert profile_space(bad) is None


def test_a_profile_for_lab_pixels_cannot_be_used():
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    assert profile_space(lab) is None


def test_grey_curves_agree_in_8_and_16_bits():
    grey = np.arange(256, dtype=np.uint8).reshape(8, 32)
    eight = grey_to_srgb(grey, grey_profile(1.0))
    deep = grey_to_srgb(grey.astype(np.uint16) * 257, grey_profile(1.0))
    assert np.array_equal(deep, eight.astype(np.uint16) * 257)
    assert np.asarray(Image.fromarray(eight)).min() == 0
    assert eight.max() == 255
    assert eight[0, 1] == 13  # linear 1/255 is 12.9 in sRGB: the shadows are not cut
