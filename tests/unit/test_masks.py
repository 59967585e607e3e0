import numpy as np
import pytest

from errors import InvalidMask, InvalidRegion
from imaging import masks


@pytest.fixture
def block():
    mask = np.zeros((16, 24), np.bool_)
    mask[5:11, 8:20] = True
    return mask


def test_growing_reaches_exactly_the_pixels_within_the_radius():
    dot = np.zeros((16, 24), np.bool_)
    dot[7, 10] = True
    rows, columns = np.mgrid[:16, :24]
    expected = np.hypot(rows - 7, columns - 10) <= 4.2
    assert np.array_equal(masks.grow(dot, 4.2), expected)


def test_growing_by_nothing_changes_nothing(block):
    assert np.array_equal(masks.grow(block, 0), block)
    assert np.array_equal(masks.shrink(block, 0), block)


def test_shrinking_takes_the_border_and_keeps_the_middle(block):
    shrunk = masks.shrink(block, 2)
    assert masks.box_of(shrunk) == (10, 7, 18, 9)


def test_the_frame_is_no_edge_to_shrink_from():
    left = np.zeros((16, 24), np.bool_)
    left[:, :10] = True
    assert masks.box_of(masks.shrink(left, 3)) == (0, 0, 7, 16)


def test_a_full_mask_stays_full_when_shrunk_or_feathered():
    full = np.ones((16, 24), np.bool_)
    assert masks.shrink(full, 5).all()
    assert (masks.feather(full, 5) == 1).all()


def test_an_empty_mask_stays_empty_when_grown():
    assert not masks.grow(np.zeros((16, 24), np.bool_), 5).any()


def test_a_negative_distance_is_refused(block):
    with pytest.raises(InvalidMask, match="-1 px"):
        masks.grow(block, -1)


def test_the_feather_is_zero_outside_and_one_deep_inside():
    mask = np.zeros((40, 60), np.bool_)
    mask[8:32, 10:50] = True
    matte = masks.feather(mask, 5)
    assert matte.dtype == np.float32
    assert (matte[~mask] == 0).all()
    assert (matte[mask] > 0).all()
    assert (matte[masks.shrink(mask, 5)] == 1).all()
    assert np.all(np.diff(matte[20, 10:16]) > 0)


def test_a_stroke_thinner_than_the_feather_is_wholly_changed_in_its_middle():
    mask = np.zeros((40, 60), np.bool_)
    mask[18:21, 5:55] = True
    assert (masks.feather(mask, 8)[19, 8:52] == 1).all()


def test_invert_union_and_subtract_keep_the_polarity(block):
    other = np.zeros_like(block)
    other[0:7, 0:10] = True
    assert np.array_equal(masks.invert(block), ~block)
    assert masks.union(block, other).sum() == block.sum() + other.sum() - (block & other).sum()
    assert np.array_equal(masks.subtract(block, other), block & ~other)


def test_holes_are_filled_but_bays_that_reach_the_frame_are_not():
    mask = np.zeros((16, 24), np.bool_)
    mask[2:12, 3:20] = True
    mask[5:8, 6:9] = False
    mask[10:16, 14:16] = False
    filled = masks.fill_holes(mask)
    assert filled[5:8, 6:9].all()
    assert not filled[10:16, 14:16].any()
    assert filled.sum() == mask.sum() + 9


def test_the_box_is_x_first_with_its_far_edge_excluded(block):
    assert masks.box_of(block) == (8, 5, 20, 11)
    assert np.array_equal(masks.from_box((8, 5, 20, 11), block.shape), block)


def test_a_brush_covers_what_is_within_its_radius_of_the_line():
    mask = masks.rasterise([{"points_xy": [[6, 3], [18, 3]], "radius_px": 2}], (16, 24))
    assert masks.box_of(mask) == (4, 1, 21, 6)
    assert not mask[1, 4]


def test_a_single_dab_of_the_brush_is_a_disc():
    mask = masks.rasterise([{"points_xy": [[20, 4]], "radius_px": 3}], (16, 24))
    assert masks.box_of(mask) == (17, 1, 24, 8)
    assert mask[4, 20]


def test_an_eraser_stroke_takes_away_and_a_later_brush_adds_again():
    wide = {"points_xy": [[2, 8], [21, 8]], "radius_px": 4}
    gap = {"points_xy": [[12, 8]], "radius_px": 2, "erase": True}
    dab = {"points_xy": [[12, 8]], "radius_px": 0.5}
    assert not masks.rasterise([wide, gap], (16, 24))[8, 12]
    assert masks.rasterise([wide, gap, dab], (16, 24))[8, 12]


def test_a_lasso_fills_its_polygon():
    mask = masks.rasterise([{"polygon_xy": [[4, 2], [20, 2], [20, 12], [4, 12]]}], (16, 24))
    assert masks.box_of(mask) == (4, 2, 21, 13)
    assert mask.sum() == 17 * 11


@pytest.mark.parametrize("point", [[24, 3], [3, 16], [-0.1, 3], [float("nan"), 3], [1, 2, 3]])
def test_a_stroke_outside_the_image_is_refused_with_the_images_size(point):
    with pytest.raises(InvalidRegion, match="24×16 px"):
        masks.rasterise([{"points_xy": [[5, 5], point], "radius_px": 2}], (16, 24))


@pytest.mark.parametrize(
    "stroke",
    [
        {"points_xy": [], "radius_px": 2},
        {"points_xy": [[3, 3]], "radius_px": 0},
        {"points_xy": [[3, 3]]},
        {"polygon_xy": [[3, 3], [5, 5]]},
        {"polygon_xy": [[3, 3], [5, 5], [9, 2]], "points_xy": [[3, 3]]},
    ],
)
def test_a_malformed_stroke_is_refused(stroke):
    with pytest.raises(InvalidRegion):
        masks.rasterise([stroke], (16, 24))


@pytest.mark.parametrize(
    "box", [(0, 0, 25, 5), (-1, 0, 5, 5), (5, 5, 5, 9), (9, 2, 3, 8), (1, 2, 3)]
)
def test_a_box_outside_or_without_area_is_refused(box):
    with pytest.raises(InvalidRegion, match="box"):
        masks.from_box(box, (16, 24))


def test_a_box_may_end_at_the_far_edge():
    assert masks.from_box((20, 10, 24, 16), (16, 24))[15, 23]


def test_an_empty_or_foreign_mask_is_refused(block):
    masks.check(block, (16, 24, 3))
    with pytest.raises(InvalidMask, match="empty"):
        masks.check(np.zeros((16, 24), np.bool_), (16, 24, 3))
    with pytest.raises(InvalidMask, match=r"\(24, 16\)"):
        masks.check(block, (24, 16, 3))
    with pytest.raises(InvalidMask, match="uint8"):
        masks.check(block.astype(np.uint8), (16, 24, 3))


def test_a_wire_is_thin_and_a_blob_is_not(block):
    wire = np.zeros((60, 90), np.bool_)
    wire[30:35, :] = True
    assert masks.is_thin(wire)
    blob = np.zeros((60, 90), np.bool_)
    blob[20:40, 30:60] = True
    assert not masks.is_thin(blob)


def test_the_erase_margin_grows_with_the_object_from_five_to_ten_px():
    small = np.zeros((400, 500), np.bool_)
    small[100:110, 100:110] = True
    medium = small.copy()
    medium[100:180, 100:180] = True
    assert masks.erase_margin_px(small) < masks.erase_margin_px(medium)
    assert masks.erase_margin_px(medium) < masks.erase_margin_px(np.ones_like(small))
    assert masks.erase_margin_px(np.ones_like(small)) == 10
    dot = np.zeros_like(small)
    dot[100, 100] = True
    assert masks.erase_margin_px(dot) == 5


def test_inputs_are_left_alone(block):
    before = block.copy()
    for function in (masks.grow, masks.shrink, masks.feather):
        function(block, 2)
    masks.fill_holes(block)
    assert np.array_equal(block, before)
