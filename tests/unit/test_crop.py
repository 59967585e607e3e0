import numpy as np
import pytest
from skimage import data

from errors import InvalidImage, InvalidMask, InvalidRegion
from imaging.composite import composite
from imaging.crop import context_box, cut, drawn_px, native_box, window_of


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


def test_what_comes_back_has_the_window_s_size_and_no_padding():
    photo, mask = data.coffee(), spot((400, 600), 300, 100, 330, 120)
    crop = cut(photo, mask, (250, 60, 400, 160), size_px=300, multiple=32)
    answer = np.zeros_like(crop.image)
    answer[: crop.inner_px[1], : crop.inner_px[0]] = (255, 0, 0)
    window = window_of(answer, crop)
    assert window.shape == (100, 150, 3)
    assert (window == (255, 0, 0)).all()


def test_an_untouched_crop_comes_back_nearly_unchanged_and_composites_exactly():
    photo, mask = data.chelsea(), spot((300, 451), 140, 80, 210, 150)
    crop = cut(photo, mask, context_box(mask), size_px=512, multiple=8)
    x0, y0, x1, y1 = crop.box
    pasted = photo.copy()
    pasted[y0:y1, x0:x1] = window_of(crop.image, crop)
    assert np.abs(pasted.astype(int) - photo).mean() < 1
    assert composite(photo, pasted, mask, feather_px=4).outside_changed == 0


def test_a_mask_that_reaches_out_of_the_box_is_refused():
    with pytest.raises(InvalidRegion, match="box"):
        cut(data.coffee(), spot((400, 600), 300, 100, 330, 120), (310, 60, 400, 160))


def test_an_answer_of_another_size_is_refused():
    photo, mask = data.coffee(), spot((400, 600), 300, 100, 330, 120)
    crop = cut(photo, mask, (250, 60, 400, 160))
    with pytest.raises(InvalidImage):
        window_of(crop.image[:-1], crop)


@pytest.mark.parametrize(
    ("side", "window", "why"),
    [
        (20, 256, "enlarged twofold, not more"),
        (100, 400, "a fourth of what the model sees"),
        (128, 512, "pixel for pixel"),
        (340, 512, "pixel for pixel, with context on every side"),
        (800, 1200, "with a quarter of the mask as context, scaled down"),
    ],
)
def test_a_model_s_window_follows_its_own_size_and_the_mask(side, window, why):
    mask = spot((2000, 3000), 1400, 900, 1400 + side, 900 + side)
    x0, y0, x1, y1 = native_box(mask, 512)
    assert (x1 - x0, y1 - y0) == (window, window), why


@pytest.mark.parametrize("side", [60, 128, 200, 340])
def test_what_fits_the_model_is_not_resampled_or_enlarged_at_most_twofold(side):
    mask = spot((2000, 3000), 1400, 900, 1400 + side, 900 + side // 2)
    box = native_box(mask, 512)
    width, _ = drawn_px(box, 512, 8)
    assert 1 <= width / (box[2] - box[0]) <= 2
    if side >= 128:
        assert width == box[2] - box[0]


@pytest.mark.parametrize("box", [(0, 0, 6000, 4000), (0, 0, 4000, 1500), (10, 20, 700, 1000)])
@pytest.mark.parametrize("multiple", [8, 16, 64])
def test_a_model_draws_no_more_than_its_area_in_the_window_s_aspect(box, multiple):
    width, height = drawn_px(box, 1024, multiple)
    padded = (width + -width % multiple) * (height + -height % multiple)
    assert padded <= 1024**2
    aspect = (box[2] - box[0]) / (box[3] - box[1])
    assert width / height == pytest.approx(aspect, rel=0.01)
    assert width * height > 0.7 * min(1024**2, (box[2] - box[0]) * (box[3] - box[1]))


def test_a_window_nearly_as_large_as_the_model_s_picture_is_not_resampled():
    assert drawn_px((0, 0, 470, 451), 512, 8) == (470, 451)


def test_a_small_photo_is_enlarged_to_what_the_model_knows():
    width, height = drawn_px((0, 0, 300, 200), 512, 8)
    assert (width, height) == (624, 416)


def test_a_wide_mask_gets_a_wide_window_of_the_model_s_area():
    mask = spot((2000, 3000), 1000, 900, 1600, 940)
    box = native_box(mask, 512)
    width, height = drawn_px(box, 512, 8)
    assert box[2] - box[0] == 900
    assert width > 0.9 * 900  # a square window would have halved it
    assert width * height <= 512**2


@pytest.mark.parametrize("size_px", [64, 512, 1024])
@pytest.mark.parametrize(
    "place",
    [(0, 0, 1, 1), (599, 399, 600, 400), (0, 0, 600, 400), (0, 100, 600, 101), (590, 0, 600, 400)],
)
def test_every_mask_fits_its_window(place, size_px):
    mask = spot((400, 600), *place)
    box = native_box(mask, size_px)
    crop = cut(data.coffee(), mask, box, inner_px=drawn_px(box, size_px, 8), multiple=8)
    assert crop.mask.any()
    assert window_of(crop.image, crop).shape[:2] == (box[3] - box[1], box[2] - box[0])
