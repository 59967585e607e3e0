import numpy as np
import pytest
from skimage import data

from errors import InvalidImage, InvalidMask, InvalidRegion
from imaging.composite import composite
from imaging.crop import context_box, cut, paste


def spot(shape, x0, y0, x1, y1):
    mask = np.zeros(shape, np.bool_)
    mask[y0:y1, x0:x1] = True
    return mask


def test_the_context_is_a_fraction_of_the_longer_side_all_round():
    mask = spot((400, 600), 250, 180, 350, 220)
    assert context_box(mask, margin=0.5, min_margin_px=8) == (200, 130, 400, 270)


def test_a_small_mask_still_gets_the_least_margin():
    assert context_box(spot((400, 600), 300, 200, 302, 202)) == (268, 168, 334, 234)


def test_at_the_frame_the_box_slides_instead_of_losing_context():
    x0, y0, x1, y1 = context_box(spot((400, 600), 560, 0, 600, 40), margin=1)
    assert (x1, y0) == (600, 0)
    assert (x1 - x0, y1 - y0) == (120, 120)


def test_the_box_has_the_least_side_where_the_image_has():
    assert context_box(spot((50, 600), 300, 20, 310, 30), min_px=128) == (241, 0, 369, 50)


def test_a_long_mask_gets_a_box_of_bounded_aspect():
    x0, y0, x1, y1 = context_box(spot((900, 900), 100, 450, 700, 453), margin=0.1, max_aspect=2)
    assert (x1 - x0) <= 2 * (y1 - y0) + 2


def test_an_empty_mask_has_no_context():
    with pytest.raises(InvalidMask):
        context_box(np.zeros((16, 24), np.bool_))


def test_the_window_is_cut_at_its_own_size_when_none_is_asked():
    photo, mask = data.coffee(), spot((400, 600), 300, 100, 330, 120)
    crop = cut(photo, mask, (250, 60, 400, 160))
    assert np.array_equal(crop.image, photo[60:160, 250:400])
    assert np.array_equal(crop.mask, mask[60:160, 250:400])


def test_the_native_size_is_the_longer_side_and_the_padding_is_unmasked():
    photo, mask = data.coffee(), spot((400, 600), 300, 100, 330, 120)
    crop = cut(photo, mask, (250, 60, 400, 160), size_px=512, multiple=64)
    assert crop.image.shape == (384, 512, 3)
    assert crop.inner_px == (512, 341)
    assert crop.mask.shape == (384, 512)
    assert not crop.mask[341:].any()


def test_a_thin_mask_survives_a_smaller_native_size():
    mask = spot((400, 600), 10, 200, 590, 201)
    crop = cut(data.coffee(), mask, (0, 0, 600, 400), size_px=64)
    assert crop.mask.any(axis=0)[2:62].all()


def test_what_comes_back_lands_where_it_was_cut():
    photo, mask = data.coffee(), spot((400, 600), 300, 100, 330, 120)
    crop = cut(photo, mask, (250, 60, 400, 160), size_px=300, multiple=32)
    red = np.zeros_like(crop.image)
    red[..., 0] = 255
    pasted = paste(photo, red, crop)
    assert (pasted[60:160, 250:400] == (255, 0, 0)).all()
    outside = np.ones((400, 600), np.bool_)
    outside[60:160, 250:400] = False
    assert np.array_equal(pasted[outside], photo[outside])


def test_an_untouched_crop_comes_back_nearly_unchanged_and_composites_exactly():
    photo, mask = data.chelsea(), spot((300, 451), 140, 80, 210, 150)
    crop = cut(photo, mask, context_box(mask), size_px=512, multiple=8)
    pasted = paste(photo, crop.image, crop)
    assert np.abs(pasted.astype(int) - photo).mean() < 1
    assert composite(photo, pasted, mask, feather_px=4).outside_changed == 0


def test_sixteen_bits_are_pasted_as_sixteen_bits():
    photo, mask = data.coffee(), spot((400, 600), 300, 100, 330, 120)
    crop = cut(photo, mask, (250, 60, 400, 160))
    deep = crop.image.astype(np.uint16) * 257
    assert paste(photo.astype(np.uint16) * 257, deep, crop).dtype == np.uint16


def test_a_mask_that_reaches_out_of_the_box_is_refused():
    with pytest.raises(InvalidRegion, match="box"):
        cut(data.coffee(), spot((400, 600), 300, 100, 330, 120), (310, 60, 400, 160))


def test_an_answer_of_another_size_or_depth_is_refused():
    photo, mask = data.coffee(), spot((400, 600), 300, 100, 330, 120)
    crop = cut(photo, mask, (250, 60, 400, 160))
    with pytest.raises(InvalidImage):
        paste(photo, crop.image[:-1], crop)
    with pytest.raises(InvalidImage):
        paste(photo, crop.image.astype(np.uint16), crop)
