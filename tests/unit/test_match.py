"""Colours at the border of what a model drew: the drift goes, what was meant stays."""

import cv2
import numpy as np
import pytest
from skimage import data

from evals.seam import seam_energy
from imaging.composite import composite
from imaging.match import MOST, match
from tests.fakes_that_draw import DRIFT, RED, drifted

PHOTO = np.ascontiguousarray(data.coffee()[20:340, 60:540])  # 320 x 480
SKY = np.full((320, 480, 3), (120, 160, 215), np.uint8)


def ellipse(x=240, y=160, rx=110, ry=80, shape=(320, 480)):
    drawn = np.zeros(shape, np.uint8)
    return cv2.ellipse(drawn, (x, y), (rx, ry), 0, 0, 360, 1, -1) > 0


MASKS = {
    "the middle": ellipse(),
    "at the frame": ellipse(x=0, y=60),
    "in a corner": ellipse(x=479, y=319),
    "two islands": ellipse(x=110, rx=60) | ellipse(x=370, rx=50, ry=60),
    "a ring": ellipse() & ~ellipse(rx=50, ry=40),
    "all but a strip": ~ellipse(x=0, y=160, rx=40, ry=400),
}


def seam(drawn, mask, photo=PHOTO):
    return seam_energy(composite(photo, drawn, mask, feather_px=3).pixels, mask)


def off_by(drawn, mask, photo=PHOTO):
    return float(np.abs(drawn[mask].astype(int) - photo[mask]).mean())


@pytest.mark.parametrize("name", MASKS)
def test_a_drift_and_a_vignette_are_taken_back_at_the_seam_and_inside(name):
    mask, drawn = MASKS[name], drifted(PHOTO)
    matched = match(drawn, PHOTO, mask).image
    truth = seam_energy(PHOTO, mask)
    assert abs(seam(matched, mask) - truth) < 0.6 * abs(seam(drawn, mask) - truth)
    # Of what lies far from any border nothing is known but that.
    assert off_by(matched, mask) < (1 if name == "all but a strip" else 0.7) * off_by(drawn, mask)


def test_on_a_flat_sky_the_seam_all_but_goes():
    mask, drawn = ellipse(), drifted(SKY, noise=0)
    assert seam(drawn, mask, SKY) > 2.5
    assert seam(match(drawn, SKY, mask).image, mask, SKY) < 1.3


def test_a_perfect_drawing_stays_as_it_is():
    mask, drawn = ellipse(), PHOTO.copy()
    drawn[mask] = RED
    found = match(drawn, PHOTO, mask)
    assert np.array_equal(found.image, drawn)
    assert found.shift == (0, 0, 0)


def test_nothing_given_is_changed_and_the_same_comes_back_twice():
    mask, drawn = ellipse(), drifted(PHOTO)
    before = drawn.copy(), PHOTO.copy(), mask.copy()
    first, second = match(drawn, PHOTO, mask), match(drawn, PHOTO, mask)
    assert np.array_equal(first.image, second.image)
    for now, then in zip((drawn, PHOTO, mask), before, strict=True):
        assert np.array_equal(now, then)


def test_a_red_car_on_green_grass_stays_red():
    grass = np.random.default_rng(1).normal((60, 130, 50), 12, (320, 480, 3))
    photo = np.clip(grass, 0, 255).astype(np.uint8)
    mask, car = ellipse(), ellipse(rx=80, ry=55)
    drawn = photo.copy()
    drawn[car] = RED
    matched = match(drifted(drawn), photo, mask).image
    assert np.abs(matched[car].mean(axis=0) - RED).max() < 10
    assert np.abs(matched[mask & ~car].mean(axis=0) - photo.mean(axis=(0, 1))).max() < 5


def test_an_object_that_was_drawn_across_the_border_does_not_poison_the_colours():
    mask, beyond = ellipse(), ellipse(x=340, rx=70, ry=60)  # a third of the border
    drawn = PHOTO.copy()
    drawn[beyond] = RED
    found = match(drifted(drawn), PHOTO, mask)
    plain = match(drifted(PHOTO), PHOTO, mask)
    assert np.allclose(found.shift, plain.shift, atol=3)
    inside = beyond & mask
    assert np.abs(found.image[inside].astype(int) - drawn[inside]).mean() < 6


@pytest.mark.parametrize(
    "drawn",
    [
        np.full_like(PHOTO, (90, 200, 30)),
        np.random.default_rng(2).integers(0, 256, PHOTO.shape, dtype=np.uint8),
        np.ascontiguousarray(PHOTO[::-1, ::-1]),
        (PHOTO * 0.3).astype(np.uint8),  # "make it night"
        255 - PHOTO,
    ],
    ids=["one colour", "noise", "another picture", "night", "negative"],
)
def test_what_has_nothing_to_do_with_the_photo_is_left_alone(drawn):
    found = match(drawn, PHOTO, ellipse())
    assert np.array_equal(found.image, drawn)
    assert found.shift == (0, 0, 0)


def test_no_more_is_added_than_a_drift_can_be():
    mask = ellipse()
    drawn = np.clip(SKY.astype(int) - 28, 0, 255).astype(np.uint8)
    drawn[:, :240] = np.clip(drawn[:, :240].astype(int) - 14, 0, 255)  # 42 off on one side
    added = match(drawn, SKY, mask).image.astype(int) - drawn
    assert 0 < added.max() <= MOST


def test_a_whole_frame_has_no_border_to_match():
    drawn = drifted(PHOTO)
    found = match(drawn, PHOTO, np.ones(PHOTO.shape[:2], np.bool_))
    assert np.array_equal(found.image, drawn)


@pytest.mark.parametrize("shape", [(1, 1), (1, 9), (7, 3), (16, 24)])
def test_tiny_pictures_and_single_pixels_are_matched_too(shape):
    photo = np.full((*shape, 3), 100, np.uint8)
    drawn = (photo + np.array(DRIFT)).astype(np.uint8)
    mask = np.zeros(shape, np.bool_)
    mask[0, 0] = True
    found = match(drawn, photo, mask)
    assert found.image.shape == photo.shape
    if min(shape) > 2:
        assert np.array_equal(found.image, photo)
