"""Answers to the mask pause, and regions, without a graph."""

import numpy as np
import pytest

from engines import Engines
from errors import InvalidMask, InvalidRegion, InvalidRequest
from nodes.confirm_mask import decision_of, edited
from nodes.segment import find
from tests.conftest import encoded
from tests.fakes import registry

HOUSE = Engines(registry(segment={"square": "tests.fakes:SquareSegmenter"}))


def selection(mask_id="m" + "0" * 31, **region):
    return {
        "image_id": "0" * 32,
        "frame": "v0",
        "mask_id": mask_id,
        "region": region,
        "candidates": [],
        "confirmed": False,
        "target": None,
    }


@pytest.fixture
def image_id(images):
    return images.put(encoded(np.full((60, 90, 3), 90, np.uint8))).image_id


def mask_of(images, region, image_id):
    found = find(region, image_id, images=images, engines=HOUSE)
    return images.mask(found.best["mask_id"]), found


def test_a_point_is_x_then_y(images, image_id):
    mask, found = mask_of(images, {"points_xy": [[70, 20]], "point_labels": [1]}, image_id)
    assert mask[20, 70]
    assert mask.shape == (60, 90)
    assert found.best["box_xyxy"] == [60, 10, 81, 31]
    assert found.best["mask_id"].startswith("m")


def test_strokes_are_the_mask_and_are_marked_as_drawn(images, image_id):
    stroke = {"points_xy": [[10, 30], [80, 30]], "radius_px": 4}
    eraser = {"points_xy": [[45, 30]], "radius_px": 8, "erase": True}
    mask, found = mask_of(images, {"strokes": [stroke, eraser]}, image_id)
    assert mask[30, 12]
    assert not mask[30, 45]
    assert found.best["mask_id"].startswith("p")


def test_a_mask_is_refined_by_points_strokes_growth_and_inversion(images, image_id):
    base, found = mask_of(images, {"points_xy": [[20, 20]], "point_labels": [1]}, image_id)
    mask_id = found.best["mask_id"]
    more, _ = mask_of(
        images, {"mask_id": mask_id, "points_xy": [[70, 40]], "point_labels": [1]}, image_id
    )
    assert (base & ~more).sum() == 0
    assert more[40, 70]
    less, _ = mask_of(
        images, {"mask_id": mask_id, "points_xy": [[25, 20]], "point_labels": [0]}, image_id
    )
    assert not less[20, 25]
    assert less.any()
    grown, _ = mask_of(images, {"mask_id": mask_id, "grow_px": 3}, image_id)
    assert grown.sum() > base.sum()
    rest, _ = mask_of(images, {"mask_id": mask_id, "invert": True}, image_id)
    assert np.array_equal(rest, ~base)


@pytest.mark.parametrize(
    "region",
    [
        {"points_xy": [[90, 10]], "point_labels": [1]},
        {"points_xy": [[1, 1], [2, 2]], "point_labels": [1]},
        {"boxes_xyxy": [[10, 10, 5, 20]]},
        {"strokes": [{"points_xy": [[5, 600]], "radius_px": 3}]},
        {"mask_id": None},
        {"points_xy": [[5, 5]], "point_labels": [1], "grow_px": 9999},
    ],
)
def test_a_region_that_cannot_be_meant_is_refused(images, image_id, region):
    with pytest.raises(InvalidRegion) as refused:
        find(region, image_id, images=images, engines=HOUSE)
    assert refused.value.hint


def test_a_mask_of_another_size_or_shrunk_to_nothing_is_refused(images, image_id):
    other = images.put_mask(np.ones((10, 10), np.bool_))
    with pytest.raises(InvalidMask, match="10, 10"):
        find({"mask_id": other}, image_id, images=images, engines=HOUSE)
    with pytest.raises(InvalidMask, match="empty"):
        find(
            {"points_xy": [[20, 20]], "point_labels": [1], "grow_px": -40},
            image_id,
            images=images,
            engines=HOUSE,
        )


def test_points_add_up_growth_adds_up_and_a_candidate_starts_again():
    first = selection(points_xy=[[1, 1]], point_labels=[1])
    second = edited(first, {"points_xy": [[2, 2]], "point_labels": [0]})
    assert second["region"]["points_xy"] == [[1, 1], [2, 2]]
    grown = edited(first, {"grow_px": 4})
    assert grown["region"] == {"mask_id": first["mask_id"], "grow_px": 4}
    shrunk = edited({**grown, "mask_id": "m" + "2" * 31}, {"grow_px": -1})
    assert shrunk["region"] == {"mask_id": "m" + "2" * 31, "grow_px": -1}
    other = "m" + "1" * 31
    chosen = edited(first, {"mask_id": other})
    assert chosen["region"] == {"mask_id": other}
    assert chosen["confirmed"] is False
    assert first["region"] == {"points_xy": [[1, 1]], "point_labels": [1]}


@pytest.mark.parametrize(
    "answer",
    [
        None,
        "yes",
        {"decisions": [{"type": "approve"}, {"type": "approve"}]},
        {"decisions": [{"type": "respond"}]},
        {"decisions": [{"type": "edit"}]},
        {"decisions": [{"type": "edit", "edited_action": {"args": {"pointz": 1}}}]},
    ],
)
def test_an_answer_of_another_shape_says_what_it_should_be(answer):
    with pytest.raises(InvalidRequest) as refused:
        decision_of(answer, selection())
    assert refused.value.hint


def test_nothing_selected_cannot_be_approved():
    with pytest.raises(InvalidRequest, match="no mask"):
        decision_of({"decisions": [{"type": "approve"}]}, selection(mask_id=None))
