"""Differences are counted exactly, and drawn so that a single pixel is seen."""

from dataclasses import replace

import numpy as np
import pytest
from skimage import data

from errors import InvalidMask, InvalidRequest
from imaging.codec import Photo
from imaging.difference import INSIDE_RGB, OUTSIDE_RGB, difference, picture
from tests.unit.icc_profiles import P3, rgb_profile


def photo(pixels):
    return Photo(np.ascontiguousarray(pixels))


def over(shape, rows, columns):
    mask = np.zeros(shape[:2], np.bool_)
    mask[rows, columns] = True
    return mask


@pytest.fixture
def coffee():
    return data.coffee()


def test_pixels_are_counted_inside_and_outside_the_mask(coffee):
    edited = coffee.copy()
    edited[100:110, 200:220] ^= 1  # 200 pixels by one step in each channel
    edited[300, 500, 2] ^= 128  # one channel of one pixel, elsewhere
    mask = over(coffee.shape, slice(90, 105), slice(190, 230))
    found = difference(photo(coffee), photo(edited), mask)
    assert (found.inside_px, found.outside_px) == (100, 101)
    assert np.array_equal(found.changed, (coffee != edited).any(axis=2))
    everywhere = difference(photo(coffee), photo(edited), None)
    assert (everywhere.inside_px, everywhere.outside_px) == (201, 0)


def test_the_same_picture_differs_nowhere_and_nothing_is_mutated(coffee):
    before = coffee.copy()
    coffee.flags.writeable = False
    mask = over(coffee.shape, slice(0, 5), slice(0, 9))
    found = difference(photo(coffee), photo(before), mask)
    assert (found.inside_px, found.outside_px, found.changed.any()) == (0, 0, False)
    drawn = picture(coffee, found.changed, mask)
    assert drawn.shape == coffee.shape
    assert np.array_equal(coffee, before)


def test_alpha_counts_as_much_as_colour(coffee):
    alpha = np.full(coffee.shape[:2], 255, np.uint8)
    opaque, cut = Photo(coffee, alpha), Photo(coffee, alpha.copy())
    assert difference(photo(coffee), opaque, None).inside_px == 0
    cut.alpha[7, 9] = 254
    assert np.argwhere(difference(photo(coffee), cut, None).changed).tolist() == [[7, 9]]
    assert difference(cut, opaque, None).inside_px == 1


def test_eight_bits_are_compared_with_sixteen(coffee):
    deep = coffee.astype(np.uint16) * 257
    assert difference(photo(coffee), photo(deep), None).inside_px == 0
    deep[3, 4, 1] += 1  # less than eight bits could hold
    assert difference(photo(coffee), photo(deep), None).inside_px == 1
    assert (
        difference(
            photo(deep), Photo(coffee, np.full(coffee.shape[:2], 255, np.uint8)), None
        ).inside_px
        == 1
    )


def test_colours_under_two_profiles_are_compared_as_they_are_seen(coffee):
    plain, wide = photo(coffee), replace(photo(coffee), icc_profile=rgb_profile(P3))
    assert difference(wide, wide, None).inside_px == 0
    # The same numbers mean other colours: what is saturated differs, what is grey does not.
    assert difference(plain, wide, None).inside_px > coffee[..., 0].size / 2


def test_two_frames_are_refused_with_both_sizes(coffee):
    with pytest.raises(InvalidRequest, match=r"600×400 px.*599×400"):
        difference(photo(coffee), photo(coffee[:, 1:]), None)
    with pytest.raises(InvalidMask):
        difference(photo(coffee), photo(coffee), np.ones((400, 599), np.bool_))


@pytest.mark.parametrize("at", [(0, 0), (2999, 3999), (1501, 2347)])
@pytest.mark.parametrize("covered", [True, False])
def test_one_pixel_of_twelve_megapixels_is_seen(at, covered):
    image = np.full((3000, 4000, 3), 90, np.uint8)
    changed = over(image.shape, *at)
    mask = None if covered else over(image.shape, slice(700, 800), slice(900, 1000))
    drawn = picture(image, changed, mask, 640).astype(int)
    assert drawn.shape == (480, 640, 3)
    near = np.abs(drawn - np.array(INSIDE_RGB if covered else OUTSIDE_RGB)).max(axis=2) < 60
    y, x = at[0] * 480 // 3000, at[1] * 640 // 4000
    assert near[max(0, y - 1) : y + 2, max(0, x - 1) : x + 2].all()
    assert near.sum() <= 9 + (0 if covered else 8)


def test_red_is_only_where_a_change_is_outside_the_mask(coffee):
    edited = coffee.copy()
    edited[150:250, 200:400] = 255 - edited[150:250, 200:400]
    mask = over(coffee.shape, slice(150, 250), slice(200, 300))
    found = difference(photo(coffee), photo(edited), mask)
    drawn = picture(edited, found.changed, mask).astype(int)
    red = np.abs(drawn - np.array(OUTSIDE_RGB)).max(axis=2) == 0
    blue = drawn[..., 2] - drawn[..., 0] > 60
    assert red[150:250, 302:398].all()
    assert not red[:, :298].any()
    assert blue[153:247, 203:296].all()
    rest = drawn[300:, :].reshape(-1, 3)
    assert (rest.max(axis=1) == rest.min(axis=1)).all()  # grey
    assert rest.min() > 130  # and pale
