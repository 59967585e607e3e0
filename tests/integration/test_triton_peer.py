"""A real Triton, in an environment of its own, with models that know colours only."""

import re
import threading
import time

import cv2
import numpy as np
import pytest

from engines import Engines
from engines.protocols import Pointing
from engines.triton.drawing import (
    TritonEraser,
    TritonGenerator,
    TritonInpainter,
    TritonInstructor,
)
from engines.triton.finding import TritonGrounder, TritonSegmenter
from errors import Cancelled, EngineError, EngineUnavailable, InvalidRegion
from imaging.codec import Photo, encode
from settings import Settings
from tests.peers.servers import triton

FAILS, SHRINKS, TAKES_LONG = 101, 102, 103  # seeds of the model `filled`
RED, BLUE, GREY = (200, 40, 40), (40, 60, 200), (128, 128, 128)
RED_BOX, BLUE_BOX = (150, 20, 200, 60), (30, 70, 70, 110)  # x0, y0, x1, y1


@pytest.fixture(scope="module")
def url(tmp_path_factory):
    pytest.importorskip("tritonclient.http", reason="needs the `triton` extra")
    with triton(tmp_path_factory.mktemp("triton")) as running:
        yield running.url.removeprefix("http://")


@pytest.fixture(scope="module")
def photo():
    """130 × 240, grey, with a red and a blue rectangle: a swapped axis would miss both."""
    made = np.empty((130, 240, 3), np.uint8)
    made[:] = GREY
    for (x0, y0, x1, y1), colour in ((RED_BOX, RED), (BLUE_BOX, BLUE)):
        made[y0:y1, x0:x1] = colour
    return made


def inside(box, shape):
    mask = np.zeros(shape[:2], np.bool_)
    mask[box[1] : box[3], box[0] : box[2]] = True
    return mask


def nothing(*_):
    return None


def segmented(url, photo, model="marked", **pointing):
    return TritonSegmenter(url, model).segment(photo, Pointing(**pointing), image_id="a")


@pytest.mark.parametrize("model", ["marked", "marked-in-batches"])
def test_a_click_lands_where_it_was_made_with_an_axis_for_batches_or_without(url, photo, model):
    before = photo.copy()
    (found,) = segmented(url, photo, model, points_xy=((160.0, 25.0),), point_labels=(1,))
    assert np.array_equal(found.mask, inside(RED_BOX, photo.shape))
    assert (found.level, found.score) == ("object", pytest.approx(0.9))
    assert np.array_equal(photo, before)


def test_a_box_alone_a_box_with_a_click_and_two_boxes_reach_the_model(url, photo):
    box, second = (25.0, 60.0, 90.0, 90.0), (180.0, 10.0, 230.0, 50.0)
    (alone,) = segmented(url, photo, boxes_xyxy=(box,))  # its left and its top are grey
    assert np.array_equal(alone.mask, inside((30, 70, 70, 90), photo.shape))
    (blue,) = segmented(
        url, photo, points_xy=((40.0, 75.0),), point_labels=(1,), boxes_xyxy=(box, second)
    )
    assert np.array_equal(blue.mask, inside((30, 70, 70, 90), photo.shape))


def test_an_excluded_click_is_never_in_the_mask(url, photo):
    (found,) = segmented(url, photo, points_xy=((160.0, 25.0), (190.0, 50.0)), point_labels=(1, 0))
    assert found.mask[25, 160]
    assert not found.mask[50, 190]


def test_nothing_found_is_said_and_no_mask_is_invented(url, photo):
    with pytest.raises(InvalidRegion, match="found nothing"):
        segmented(url, photo, boxes_xyxy=((80.0, 70.0, 120.0, 110.0),))


def test_an_eraser_fills_the_mask_only_and_the_same_seed_gives_the_same_pixels(url, photo):
    mask, engine = inside((145, 15, 205, 65), photo.shape), TritonEraser(url, "filled")
    first, again = (engine.erase(photo, mask, seed=3, progress=nothing) for _ in range(2))
    assert (first[mask] == GREY).all()
    assert np.array_equal(first[~mask], photo[~mask])  # the model inverted it
    assert np.array_equal(first, again)


def test_a_grounded_phrase_gives_its_box_and_an_unknown_one_none(url, photo):
    engine = TritonGrounder(url, "named")
    (found,) = engine.ground(photo, "the red", image_id="a")
    assert found.box_xyxy == RED_BOX
    assert found.score == pytest.approx(0.8)
    assert engine.ground(photo, "the 고양이", image_id="a") == []


def test_prompt_seed_and_options_reach_an_inpainter_and_an_editor(url, photo):
    mask = inside(RED_BOX, photo.shape)
    painted = TritonInpainter(url, "tinted").inpaint(
        photo, mask, "green grass, 잔디", seed=2**32 - 1, options={}, progress=nothing
    )
    assert (painted.image == (30, 200, 255)).all()
    engine = TritonInstructor(url, "tinted-edit")
    edited = engine.follow(photo, "red it", seed=7, options={"n": 2}, progress=nothing)
    assert (edited.image == (220, 30, 7)).all()
    kept = engine.follow(photo, "red it", seed=7, options={"strength": 0}, progress=nothing)
    assert np.array_equal(kept.image, photo)


def test_a_generated_picture_has_the_size_and_the_orientation_that_were_asked_for(url):
    drawn = TritonGenerator(url, "ramp").generate(
        "a ramp", width=128, height=64, guide=None, seed=5, options={}, progress=nothing
    )
    assert drawn.image.shape == (64, 128, 3)
    assert tuple(drawn.image[0, -1]) == (255, 0, 5)
    assert tuple(drawn.image[-1, 0]) == (0, 255, 5)
    drawn.image[0, 0] = 1  # its owner may write on it


async def test_a_whole_turn_points_confirms_and_erases_on_triton(url, photo, talk):
    settings = Settings.model_construct(
        triton_url=url, triton_models={"segment": "marked", "erase": "filled"}
    )
    async with talk(settings=settings) as thread:
        image_id = thread.images.put(encode(Photo(photo), "PNG")).image_id
        region = {"points_xy": [[40, 100]], "point_labels": [1]}
        asked = await thread.send(text="remove this", image_id=image_id, region=region)
        args = asked["asking"]["action_requests"][0]["args"]
        assert np.array_equal(thread.images.mask(args["mask_id"]), inside(BLUE_BOX, photo.shape))
        reply = await thread.answer("approve")
        v1 = reply["versions"][1]
        assert (v1["engine"], v1["outside_changed"]) == ("triton-erase", 0)
        after, mask = thread.images.photo(v1["image_id"]).pixels, thread.images.mask(v1["mask_id"])
        assert np.array_equal(after[~mask], photo[~mask])
        assert (after[inside(BLUE_BOX, photo.shape)] == GREY).all()
        assert (after[inside(RED_BOX, photo.shape)] == RED).all()


def test_eight_clicks_at_once_give_what_one_after_another_gives(url):
    engine, found = TritonSegmenter(url, "marked-in-batches"), {}
    photos = [np.full((50 + i % 2, 90, 3), 40, np.uint8) for i in range(8)]
    for i, photo in enumerate(photos):
        cv2.rectangle(photo, (8 * i, 5), (8 * i + 6, 20 + i), (250, 10 * i, 0), -1)

    def click(i):
        pointing = Pointing(((8.0 * i + 2, 10.0),), (1,))
        found[i] = engine.segment(photos[i], pointing, image_id=str(i))[0].mask

    threads = [threading.Thread(target=click, args=(i,)) for i in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    for i, photo in enumerate(photos):
        assert np.array_equal(found[i], photo[..., 0] == 250)


def test_a_model_that_does_not_follow_is_refused_with_every_tensor_that_is_off(url, photo):
    with pytest.raises(EngineError, match="does not follow") as caught:
        segmented(url, photo, "crooked", points_xy=((1.0, 1.0),), point_labels=(1,))
    said = caught.value.message
    for fault in (
        "POINT_LABELS is missing",
        "IMAGE is FP32, not UINT8",
        "MASKS is [-1, -1], not [-1, -1, -1]",
        "nothing is sent as ZOOM",
    ):
        assert fault in said
    assert "POINTS_XY" not in said
    with pytest.raises(EngineError, match=r"IMAGE is missing; MASK is missing"):
        TritonEraser(url, "ramp").erase(
            photo, inside(RED_BOX, photo.shape), seed=3, progress=nothing
        )


def test_a_model_that_is_not_there_is_named_with_its_setting(url, photo):
    with pytest.raises(EngineUnavailable, match="no model `sam` that is ready") as caught:
        segmented(url, photo, "sam", points_xy=((1.0, 1.0),), point_labels=(1,))
    assert "PENTIMENTO_TRITON_MODELS" in caught.value.hint


def test_a_model_that_fails_or_answers_another_size_is_an_error_and_goes_on(url, photo):
    engine, mask = TritonEraser(url, "filled"), inside(RED_BOX, photo.shape)
    with pytest.raises(EngineError, match=r"status 500: RuntimeError: out of paint$"):
        engine.erase(photo, mask, seed=FAILS, progress=nothing)
    said = re.escape("a RESULT of [129, 240, 3], and was asked for [130, 240, 3]")
    with pytest.raises(EngineError, match=said):
        engine.erase(photo, mask, seed=SHRINKS, progress=nothing)
    assert (engine.erase(photo, mask, seed=3, progress=nothing)[mask] == GREY).all()


def test_a_model_that_takes_too_long_is_given_up_and_a_stopped_turn_hangs_up(url, photo):
    mask = inside(RED_BOX, photo.shape)
    with pytest.raises(EngineUnavailable, match=r"no answer within 0\.6 s"):
        TritonEraser(url, "filled", timeout_s=0.6).erase(
            photo, mask, seed=TAKES_LONG, progress=nothing
        )
    began = time.monotonic()

    def stop(*_):
        if time.monotonic() - began > 0.4:
            raise Cancelled("stopped")

    engine = TritonEraser(url, "filled")
    with pytest.raises(Cancelled):
        engine.erase(photo, mask, seed=TAKES_LONG, progress=stop)
    assert time.monotonic() - began < 3
    assert (engine.erase(photo, mask, seed=3, progress=nothing)[mask] == GREY).all()


def test_the_engines_of_the_settings_are_asked_first_where_a_model_is_named(url):
    settings = Settings.model_construct(triton_url=url, triton_models={"segment": "marked"})
    engines = Engines(settings=settings)
    assert engines.segmenter().card.name == "triton-segment"
    assert "triton-erase" not in engines.names("erase")
