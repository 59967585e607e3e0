import numpy as np
import pytest
from skimage import data

from errors import InvalidMask
from imaging.overlay import overlay


@pytest.fixture
def mask():
    mask = np.zeros((400, 600), np.bool_)
    mask[100:300, 150:500] = True
    return mask


def test_the_inside_is_tinted_blue_and_the_outside_only_dimmed(mask):
    photo = np.full((400, 600, 3), 120, np.uint8)
    shown = overlay(photo, mask)
    red, green, blue = shown[200, 300].astype(int)
    assert red < 120 < green < blue
    assert len(set(shown[30, 30].tolist())) == 1
    assert shown[30, 30, 0] < 120


def test_a_dark_and_white_line_runs_along_the_border_only(mask):
    shown = overlay(np.full((400, 600, 3), 120, np.uint8), mask)
    along = shown[100, 160:490].astype(int).sum(axis=-1)
    assert along.max() > 3 * 200
    assert along.min() < 3 * 60
    inside = shown[110:290, 160:490].reshape(-1, 3)
    assert len(np.unique(inside, axis=0)) == 1


def test_the_preview_is_small_and_keeps_the_aspect(mask):
    photo = np.zeros((1600, 2400, 3), np.uint8)
    large = np.kron(mask, np.ones((4, 4), np.bool_))
    assert overlay(photo, large, max_px=512).shape == (341, 512, 3)


def test_a_small_photo_is_not_enlarged(mask):
    assert overlay(data.coffee(), mask).shape == (400, 600, 3)


def test_a_scratch_thinner_than_a_preview_pixel_is_still_seen():
    photo, mask = np.full((1200, 3000, 3), 120, np.uint8), np.zeros((1200, 3000), np.bool_)
    mask[600, 500:2500] = True
    plain = overlay(photo, mask, max_px=300)
    assert plain[58:62].std() > 10


def test_a_mask_that_touches_the_frame_and_one_pixel_masks_can_be_drawn():
    mask = np.zeros((16, 24), np.bool_)
    mask[15, 23] = True
    assert overlay(np.zeros((16, 24, 3), np.uint8), mask).shape == (16, 24, 3)
    assert overlay(np.zeros((16, 24, 3), np.uint8), ~mask).shape == (16, 24, 3)


def test_a_foreign_mask_is_refused_and_inputs_are_left_alone(mask):
    photo = data.coffee()
    before = photo.copy()
    overlay(photo, mask)
    assert np.array_equal(photo, before)
    with pytest.raises(InvalidMask):
        overlay(photo, mask.T)
