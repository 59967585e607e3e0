"""A photo grows beyond its edges, by words."""

import numpy as np
import pytest

from settings import Settings
from tests.fakes import registry
from tests.fakes_that_draw import ASKED, IDLE, RED_DRIFTER

PAINTED = registry(inpaint=RED_DRIFTER)


@pytest.fixture(autouse=True)
def _forget():
    ASKED.clear()


@pytest.mark.parametrize(
    ("text", "size", "offset"),
    [
        ("왼쪽으로 확장해줘", (750, 400), [150, 0]),
        ("extend the picture to the left", (750, 400), [150, 0]),
        ("사진을 넓혀줘", (900, 600), [150, 100]),
        ("캔버스를 16:9로 늘려줘", (712, 400), [56, 0]),
        ("expand downwards", (600, 500), [0, 0]),
    ],
)
async def test_the_frame_grows_without_asking_where_and_the_photo_is_in_it(
    talk, coffee, text, size, offset
):
    async with talk(PAINTED) as thread:
        image_id = thread.images.put(coffee, name="cup.jpg").image_id
        reply = await thread.send(text=text, image_id=image_id)
        assert reply["asking"] is None
        assert reply["problem"] is None
        version = reply["versions"][-1]
        assert (version["op"], version["engine"]) == ("expand", "red-drifter")
        params = version["params"]
        assert (params["offset_xy"], params["photo_changed"]) == (offset, 0)
        info = thread.images.info(reply["image_id"])
        assert (info.width, info.height) == size
        before, after = (thread.images.photo(i).pixels for i in (image_id, reply["image_id"]))
        x, y = offset
        assert np.array_equal(after[y : y + 400, x : x + 600], before)


async def test_a_confirmed_selection_does_not_make_it_paint_there(talk, coffee):
    async with talk(PAINTED) as thread:
        image_id = thread.images.put(coffee).image_id
        region = {"mask_id": thread.mask(image_id, (180, 90, 430, 300))}
        reply = await thread.send(
            text="extend the picture to the right", image_id=image_id, region=region, confirmed=True
        )
        assert reply["problem"] is None
        after = thread.images.photo(reply["image_id"]).pixels
        assert np.array_equal(after[:, :600], thread.images.photo(image_id).pixels)


async def test_the_larger_photo_is_another_frame_and_can_be_undone(talk, coffee):
    async with talk(PAINTED) as thread:
        image_id = thread.images.put(coffee).image_id
        region = {"mask_id": thread.mask(image_id, (180, 90, 430, 300))}
        await thread.send(
            text="replace this with a red car", image_id=image_id, region=region, confirmed=True
        )
        grown = await thread.send(text="extend the picture to the left")
        asked = await thread.send(text="replace this with a blue car")
        (action,) = asked["asking"]["action_requests"]
        assert action["args"]["mask_id"] is None  # the old mask lies elsewhere in it
        await thread.answer("reject")
        assert grown["versions"][-1]["outside_changed"] is None
        undone = await thread.send(text="undo")
        assert thread.images.info(undone["image_id"]).width == 600


async def test_variants_of_a_larger_frame_can_be_chosen_from(talk, coffee):
    async with talk(PAINTED) as thread:
        image_id = thread.images.put(coffee).image_id
        await thread.send(text="add more space at the top", image_id=image_id, options={"n": 2})
        reply = await thread.send(text="the second")
        assert reply["versions"][-1]["op"] == "expand"


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("outpaint to 3:2", "invalid_request", "3:2 already"),
        ("캔버스를 3:2로 늘려줘", "invalid_request", "이미 3:2 비율"),
    ],
)
async def test_a_frame_that_need_not_grow_is_said_to_be_so(talk, coffee, text, code, said):
    async with talk(PAINTED) as thread:
        image_id = thread.images.put(coffee).image_id
        reply = await thread.send(text=text, image_id=image_id)
        assert reply["problem"]["code"] == code
        assert said in reply["text"]
        assert not ASKED


async def test_more_pixels_than_the_server_takes_are_refused_with_the_setting(talk, coffee):
    settings = Settings.model_construct(max_pixels=260_000)
    async with talk(PAINTED, settings=settings) as thread:
        image_id = thread.images.put(coffee).image_id
        reply = await thread.send(text="expand the image", image_id=image_id)
        assert reply["problem"]["code"] == "too_large"
        assert "PENTIMENTO_MAX_PIXELS" in reply["problem"]["hint"]
        assert "900×600" in reply["text"]
        assert not ASKED


async def test_a_model_that_draws_nothing_beyond_the_edges_makes_no_version(talk, coffee):
    async with talk(registry(inpaint=IDLE)) as thread:
        image_id = thread.images.put(coffee).image_id
        reply = await thread.send(text="expand the image", image_id=image_id)
        assert reply["problem"]["code"] == "nothing_changed"
        assert [v["op"] for v in reply["versions"]] == ["upload"]
