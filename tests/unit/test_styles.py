import cv2
import numpy as np
import pytest
from skimage import data

from engines import protocols
from errors import InvalidRequest
from imaging.perceptual import luma
from imaging.styles import STYLES, stylise
from imaging.texture import along, noise, paper, strokes

SEEDED = ("sketch", "colour-sketch", "watercolour", "oil", "film", "noir")


@pytest.fixture(scope="module")
def photo():
    small = np.ascontiguousarray(data.astronaut()[:300:2, ::2])
    small.setflags(write=False)
    return small


@pytest.fixture(scope="module")
def drawn(photo):
    return {name: stylise(photo, name, seed=3) for name in STYLES}


def test_the_table_holds_the_styles_that_planners_name():
    assert tuple(STYLES) == protocols.STYLES


@pytest.mark.parametrize("name", STYLES)
def test_a_style_differs_from_the_photo_and_from_every_other(name, photo, drawn):
    others = {other: image for other, image in drawn.items() if other != name} | {"photo": photo}
    for other, image in others.items():
        assert np.abs(drawn[name].astype(int) - image).mean() > 4, other


@pytest.mark.parametrize("name", STYLES)
def test_the_same_seed_gives_the_same_pixels(name, photo, drawn):
    np.testing.assert_array_equal(stylise(photo, name, seed=3), drawn[name])


@pytest.mark.parametrize("name", SEEDED)
def test_another_seed_gives_other_grain(name, photo, drawn):
    assert (stylise(photo, name, seed=4) != drawn[name]).mean() > 0.05


@pytest.mark.parametrize("name", STYLES)
def test_half_the_amount_is_half_way(name, photo, drawn):
    middle = (photo.astype(float) + drawn[name]) / 2
    assert np.abs(stylise(photo, name, 50, seed=3) - middle).max() <= 1
    np.testing.assert_array_equal(stylise(photo, name, 0), photo)


@pytest.mark.parametrize("name", STYLES)
def test_a_style_keeps_the_picture_recognisable(name, photo, drawn):
    grey = [cv2.GaussianBlur(luma(image), (0, 0), 4).ravel() for image in (photo, drawn[name])]
    assert np.corrcoef(*grey)[0, 1] > 0.75


@pytest.mark.parametrize("name", STYLES)
def test_a_style_looks_the_same_at_three_times_the_size(name):
    photo = data.coffee()
    small = cv2.resize(photo, (200, 133), interpolation=cv2.INTER_AREA)
    large = cv2.resize(stylise(photo, name), (75, 50), interpolation=cv2.INTER_AREA)
    same = cv2.resize(stylise(small, name), (75, 50), interpolation=cv2.INTER_AREA)
    assert np.abs(large.astype(int) - same).mean() < 16


@pytest.mark.parametrize("name", STYLES)
def test_tiny_and_flat_pictures_are_drawn_too(name):
    assert stylise(np.full((5, 3, 3), 130, np.uint8), name).shape == (5, 3, 3)


def test_noir_and_sketch_are_grey_and_pixel_has_few_colours(drawn):
    assert np.ptp(drawn["noir"].astype(int), axis=2).max() == 0
    assert np.ptp(drawn["sketch"].astype(int), axis=2).max() < 12
    assert len(np.unique(drawn["pixel"].reshape(-1, 3), axis=0)) <= 32


def test_an_unknown_style_is_refused_with_the_choices(photo):
    with pytest.raises(InvalidRequest) as refused:
        stylise(photo, "cubist")
    assert "watercolour" in refused.value.hint


@pytest.mark.parametrize("amount", [-1, 101, float("nan")])
def test_an_amount_out_of_bounds_is_refused(amount, photo):
    with pytest.raises(InvalidRequest, match="0 to 100"):
        stylise(photo, "oil", amount)


def test_textures_have_unit_deviation_and_the_frames_shape():
    for texture in (noise((40, 60), 1 / 30, 1), strokes((40, 60), 45, 1)):
        assert texture.shape == (40, 60)
        assert texture.std() == pytest.approx(1, abs=0.05)
    assert paper((40, 60), 1).shape == (40, 60)


def test_bristles_run_along_contours():
    columns = np.indices((80, 120))[1]
    guide = np.sin(columns / 6).astype(np.float32)  # upright stripes
    smeared = along(noise((80, 120), 1 / 1000, 2), guide, 6)
    down, across = (np.abs(np.diff(smeared, axis=axis)).mean() for axis in (0, 1))
    assert down < 0.6 * across
