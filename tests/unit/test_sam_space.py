import numpy as np
import pytest
from skimage import data

from engines.held import Held
from engines.protocols import Pointing
from engines.sam_prompts import REFINED_CLICKS, Decoded, Prompt, candidates
from engines.sam_space import Space
from errors import InvalidRegion

SIZES = [(300, 200), (200, 300), (1600, 900), (31, 57), (1024, 1024), (4000, 3), (1, 1)]


def space(width, height, **how):
    return Space(height, width, **how)


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_the_photo_fills_the_square_s_longer_side_and_keeps_its_proportions(width, height):
    inner = space(width, height).inner_px
    assert max(inner) == 1024
    assert min(inner) >= 1
    assert abs(inner[0] / 1024 - width / max(width, height)) < 1 / 1024


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_the_corner_pixels_are_inside_the_picture_and_never_in_the_padding(width, height):
    there = space(width, height)
    corners = [(0, 0), (width - 1, 0), (0, height - 1), (width - 1, height - 1)]
    x, y = (there.points(corners) + 0.5).T  # as the model reads them
    assert (x > 0).all()
    assert (y > 0).all()
    assert (x < there.inner_px[0]).all()
    assert (y < there.inner_px[1]).all()


@pytest.mark.parametrize(("width", "height"), [(300, 200), (200, 300), (1600, 900), (31, 57)])
def test_a_pixel_of_the_photo_is_found_again_where_its_point_says(width, height):
    photo = np.zeros((height, width, 3), np.uint8)
    spot = (width * 2 // 3, height // 4)
    reach = max(2, width // 40)
    photo[spot[1] - reach : spot[1] + reach + 1, spot[0] - reach : spot[0] + reach + 1] = 255
    there = space(width, height)
    seen = there.tensor(photo)[0, 0]
    rows, columns = np.nonzero(seen > 2)
    x, y = there.points([spot])[0]
    assert abs(columns.mean() - x) < 0.51
    assert abs(rows.mean() - y) < 0.51


def test_padding_is_zero_after_the_colours_are_normalised():
    photo = np.full((20, 40, 3), (124, 116, 104), np.uint8)
    seen = space(40, 20).tensor(photo)
    assert (seen.shape, seen.dtype) == ((1, 3, 1024, 1024), np.float32)
    assert (seen[:, :, 512:] == 0).all()
    assert np.allclose(seen[0, :, 100, 100], [0.325 / 58.395, -0.28 / 57.12, 0.47 / 57.375])


def test_a_box_keeps_its_first_and_its_last_pixel():
    assert space(512, 256).corners((10, 20, 40, 60)).tolist() == [[20, 40], [79, 119]]
    assert space(512, 256).corners((0, 0, 512, 256)).tolist() == [[0, 0], [1023, 511]]
    first, last = space(4000, 3000).corners((7, 7, 8, 8))  # smaller than a pixel of the square
    assert (last >= first).all()


def test_a_stretched_space_scales_each_side_by_itself():
    there = space(200, 300, stretched=True)
    assert there.inner_px == (1024, 1024)
    x, y = there.points([(199, 299)])[0]
    assert x == pytest.approx(199.5 * 5.12 - 0.5)
    assert y == pytest.approx(299.5 * 1024 / 300 - 0.5)


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_a_mask_comes_back_at_the_photo_s_size_without_the_padding(width, height):
    there = space(width, height)
    logits = np.full((256, 256), -5.0, np.float32)
    covered = np.ceil(np.array(there.inner_px) / 4).astype(int)
    logits[: covered[1], : covered[0]] = 5
    mask = there.mask(logits)
    assert (mask.shape, mask.dtype) == ((height, width), np.bool_)
    assert mask.all()
    assert not there.mask(-np.abs(logits)).any()


def test_a_photo_is_not_changed_by_looking_at_it():
    photo = data.coffee()[:40, :70].copy()
    before = photo.copy()
    space(70, 40).tensor(photo)
    assert np.array_equal(photo, before)


class Decoder:
    """Answers a square around the last click, and notes what it was asked."""

    def __init__(self, score=0.5):
        self.asked, self.score = [], score

    def __call__(self, prompt, previous):
        self.asked.append((prompt, None if previous is None else previous.copy()))
        logits = np.full((1, 16, 16), -1, np.float32)
        if previous is not None:
            logits = np.maximum(logits, previous)
        x, y = prompt.clicks[-1][0] if prompt.clicks else prompt.box[:2]
        logits[0, y // 4 : y // 4 + 2, x // 4 : x // 4 + 2] = 1 / 3
        return Decoded(logits, np.array([self.score], np.float32))


HERE = Space(64, 64, side_px=64)


def clicks(*points, labels=None, boxes=()):
    return Pointing(tuple(points), tuple(labels or [1] * len(points)), tuple(boxes))


def test_each_click_is_decoded_with_the_mask_of_those_before_it():
    decode = Decoder()
    found = candidates(clicks((8, 8), (40, 20), (8, 40)), HERE, decode, Held(10**6), key="a")
    assert [len(prompt.clicks) for prompt, _ in decode.asked] == [1, 2, 3]
    assert [previous is None for _, previous in decode.asked] == [True, False, False]
    mask = found[0].mask
    assert all(mask[y, x] for x, y in ((10, 10), (42, 22), (10, 42)))


def test_a_further_click_costs_one_decoding_and_the_answer_is_the_same_without_what_was_held():
    points = [(8, 8), (40, 20), (8, 40), (52, 52)]
    decode, held = Decoder(), Held(10**6)
    for count in range(1, 5):
        begun = len(decode.asked)
        warm = candidates(clicks(*points[:count]), HERE, decode, held, key="a")
        assert len(decode.asked) - begun <= 2  # the prefix once, and the whole
    cold = candidates(clicks(*points), HERE, Decoder(), Held(1), key="a")
    assert all(np.array_equal(w.mask, c.mask) for w, c in zip(warm, cold, strict=True))
    assert [w.score for w in warm] == [c.score for c in cold]


def test_many_clicks_cost_no_more_than_the_last_eight():
    decode = Decoder()
    points = [(2 * i, i) for i in range(20)]
    candidates(clicks(*points), HERE, decode, Held(10**6), key="a")
    assert len(decode.asked) == REFINED_CLICKS
    assert [len(prompt.clicks) for prompt, _ in decode.asked] == list(range(13, 21))


def test_a_chain_begins_where_something_is_pointed_at():
    decode = Decoder()
    candidates(clicks((50, 50), (8, 8), labels=[0, 1]), HERE, decode, Held(10**6), key="a")
    assert [len(prompt.clicks) for prompt, _ in decode.asked] == [2]
    decode = Decoder()
    box = (4, 4, 60, 60)
    candidates(clicks((50, 50), labels=[0], boxes=[box]), HERE, decode, Held(10**6), key="a")
    assert [(len(p.clicks), p.box) for p, _ in decode.asked] == [(0, box), (1, box)]


def test_masks_held_for_one_photo_are_not_taken_for_another():
    decode, held = Decoder(), Held(10**6)
    for key in ("a", "b"):
        candidates(clicks((8, 8), (40, 20)), HERE, decode, held, key=key)
    assert len(decode.asked) == 4


def test_several_boxes_are_one_region_that_scores_as_its_weakest():
    boxes = [(4, 4, 20, 20), (40, 40, 60, 60)]
    found = candidates(clicks(boxes=boxes), HERE, Decoder(1.25), Held(10**6), key="a")
    assert len(found) == 1
    assert found[0].score == 1.0
    assert found[0].mask[6, 6]
    assert found[0].mask[42, 42]


def test_scores_beyond_one_are_within_it_and_the_likeliest_stays_the_likeliest():
    def sure(prompt, previous):
        logits = np.full((3, 16, 16), -1, np.float32)
        for i, cells in enumerate((4, 8, 12)):
            logits[i, :cells, :cells] = 1
        return Decoded(logits, np.array([1.02, 1.05, -0.1], np.float32))

    found = candidates(clicks((2, 2)), HERE, sure, Held(10**6), key="a")
    assert [one.score for one in found] == [pytest.approx(1.02 / 1.05), 1.0, 0.0]


def test_a_click_in_one_box_is_asked_with_that_box_only():
    decode = Decoder()
    boxes = [(4, 4, 20, 20), (40, 40, 60, 60)]
    candidates(clicks((44, 44), boxes=boxes), HERE, decode, Held(10**6), key="a")
    asked = {(prompt.box, len(prompt.clicks)) for prompt, _ in decode.asked}
    assert asked == {(boxes[0], 0), (boxes[1], 0), (boxes[1], 1)}


def test_where_the_model_finds_nothing_nothing_is_invented():
    def blank(prompt, previous):
        return Decoded(np.full((1, 16, 16), -1, np.float32), np.array([0.9], np.float32))

    with pytest.raises(InvalidRegion, match="found nothing"):
        candidates(clicks((8, 8)), HERE, blank, Held(10**6), key="a")


def test_labels_say_include_exclude_and_the_corners_of_a_box():
    prompt = Prompt((((1, 2), True), ((3, 4), False)), (0, 0, 10, 10))
    assert prompt.labels().tolist() == [1, 0, 2, 3]
    assert prompt.coords(Space(1024, 1024)).tolist() == [[1, 2], [3, 4], [0, 0], [9, 9]]
