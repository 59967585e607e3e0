"""Models that read words, in a conversation: what reaches them, and what comes back of it."""

import numpy as np
import pytest

from checkpoints.images import OwnerImages
from imaging.composite import outside_changed
from tests.fakes import registry
from tests.fakes_that_draw import (
    ASKED,
    CROPPER,
    DRIFTER,
    FOLLOWER,
    IDLE_FOLLOWER,
    RED_DRIFTER,
)

CUP = (180, 90, 430, 300)  # coffee, (x0, y0, x1, y1)
SPOON = (450, 150, 510, 200)
PAINTED = registry(inpaint=RED_DRIFTER)
ORDERED = registry(edit=FOLLOWER)


@pytest.fixture(autouse=True)
def _forget():
    ASKED.clear()


def box(x0, y0, x1, y1):
    mask = np.zeros((400, 600), np.bool_)
    mask[y0:y1, x0:x1] = True
    return mask


def pixels(images: OwnerImages, image_id: str):
    return images.photo(image_id).pixels


async def edited(thread, coffee, text, where=CUP, **options):
    """The reply, its version, and how many pixels differ outside and inside the mask."""
    image_id = thread.images.put(coffee, name="cup.jpg").image_id
    region = {"mask_id": thread.mask(image_id, where)}
    reply = await thread.send(
        text=text, image_id=image_id, region=region, confirmed=True, options=options
    )
    assert reply["problem"] is None, reply["problem"]
    before, after = (pixels(thread.images, i) for i in (image_id, reply["image_id"]))
    mask = box(*where)
    inside = (before != after).any(axis=-1)[mask].mean()
    return reply, reply["versions"][-1], outside_changed(before, after, mask), inside


WISHES = [
    ("replace", "이거 빨간 자동차로 바꿔줘", "red car"),
    ("replace", "replace this with a red car", "red car"),
    ("add", "고양이를 추가해줘", "cat"),
    ("add", "add a cat here", "cat"),
    ("text", '"HELLO"라고 써줘', "HELLO"),
    ("text", 'write "HELLO" here', "HELLO"),
]


@pytest.mark.parametrize(("op", "text", "word"), WISHES)
@pytest.mark.parametrize("models", [PAINTED, ORDERED], ids=["inpainter", "instruction editor"])
async def test_the_wish_reaches_the_model_in_english_and_the_mask_is_kept(
    talk, coffee, models, op, text, word
):
    async with talk(models) as thread:
        reply, version, outside, inside = await edited(thread, coffee, text, SPOON)
        assert version["op"] == op
        assert (outside, version["outside_changed"]) == (0, 0)
        assert inside > 0.9
        (asked,) = ASKED
        assert word in asked.prompt
        assert not any("가" <= letter <= "힣" for letter in asked.prompt)
        assert version["prompt"] == asked.prompt
        ko = text != text.encode("ascii", "ignore").decode()
        assert ("마스크 밖은" if ko else "Nothing outside the mask") in reply["text"]


@pytest.mark.parametrize("models", [PAINTED, ORDERED], ids=["inpainter", "instruction editor"])
async def test_a_described_background_changes_and_the_subject_stays(talk, coffee, models):
    async with talk(models) as thread:
        image_id = thread.images.put(coffee).image_id
        region = {"mask_id": thread.mask(image_id, CUP)}
        reply = await thread.send(
            text="배경을 바닷가로 바꿔줘", image_id=image_id, region=region, confirmed=True
        )
        version = reply["versions"][-1]
        assert (version["op"], version["outside_changed"]) == ("background", 0)
        before, after = (pixels(thread.images, i) for i in (image_id, reply["image_id"]))
        subject = box(*CUP)
        assert np.array_equal(before[subject], after[subject])
        assert (before != after).any(axis=-1)[~subject].mean() > 0.9
        assert np.array_equal(thread.images.mask(version["mask_id"]), ~subject)
        assert "seaside" in ASKED[0].prompt
        assert "했어요: 배경: 새로 그리기." in reply["text"]


async def test_a_described_background_is_said_to_be_drawn_anew(talk, coffee):
    async with talk(PAINTED) as thread:
        reply, *_ = await edited(thread, coffee, "change the background to a beach")
        assert "Done: background: drawn anew." in reply["text"]


async def test_the_version_remembers_the_size_that_was_drawn_and_the_reply_says_it(talk, coffee):
    async with talk(PAINTED) as thread:
        reply, version, _, _ = await edited(thread, coffee, "이거 빨간 자동차로 바꿔줘")
        width, height = version["params"]["drawn_px"]
        assert width * height <= 128**2
        assert version["params"]["steps"] == 3
        assert f"{width}×{height} 픽셀로 그려요" in reply["text"]
        small = await edited(thread, coffee, "replace this with a red car", SPOON)
        assert "softer" not in small[0]["text"]


async def test_the_colours_of_a_drifting_model_are_brought_back(talk, coffee):
    async with talk(registry(inpaint=DRIFTER)) as thread:
        _, version, _, _ = await edited(thread, coffee, "replace this with a spoon", SPOON)
        red, green, _ = version["params"]["colour_shift"]
        assert red < 0 < green


async def test_the_whole_photo_follows_an_order_in_its_own_frame(talk, coffee):
    async with talk(ORDERED) as thread:
        image_id = thread.images.put(coffee).image_id
        reply = await thread.send(text="make it look like winter", image_id=image_id)
        version = reply["versions"][-1]
        assert (version["op"], version["engine"]) == ("style", "follower")
        assert (version["mask_id"], version["outside_changed"]) == (None, 0)
        assert pixels(thread.images, reply["image_id"]).shape == (400, 600, 3)
        assert "winter" in ASKED[0].prompt
        assert "Done: style: “make it look like winter”." in reply["text"]
        assert "600×400 px, so it is softer" in reply["text"]


async def test_variants_of_an_order_are_made_each_with_its_seed(talk, coffee):
    async with talk(registry(inpaint=DRIFTER)) as thread:
        image_id = thread.images.put(coffee).image_id
        region = {"mask_id": thread.mask(image_id, SPOON)}
        options = {"n": 3, "seed": 5}
        asked = await thread.send(
            text="replace this with a fork",
            image_id=image_id,
            region=region,
            confirmed=True,
            options=options,
        )
        assert [one.seed for one in ASKED] == [5, 6, 7]
        kept = await thread.send(text="the second")
        assert kept["versions"][-1]["seed"] == 6
        (action,) = asked["asking"]["action_requests"]
        offered = [v["image_id"] for v in action["args"]["variants"]]
        assert kept["image_id"] == offered[1]
        assert len(set(offered)) == 3


async def test_an_order_that_changes_nothing_makes_no_version(talk, coffee):
    async with talk(registry(edit=IDLE_FOLLOWER)) as thread:
        image_id = thread.images.put(coffee).image_id
        reply = await thread.send(text="make it look like winter", image_id=image_id)
        assert reply["problem"]["code"] == "nothing_changed"
        assert [v["op"] for v in reply["versions"]] == ["upload"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("replace this with a fork", "`cropper` made"),
        ("이거 포크로 바꿔줘", "`cropper`이(가) 만든"),
    ],
)
async def test_a_model_that_draws_another_size_has_failed_and_is_named(talk, coffee, text, said):
    async with talk(registry(inpaint=CROPPER)) as thread:
        image_id = thread.images.put(coffee).image_id
        region = {"mask_id": thread.mask(image_id, SPOON)}
        reply = await thread.send(text=text, image_id=image_id, region=region, confirmed=True)
        assert reply["problem"]["code"] == "engine_failed"
        assert "cropper" in reply["problem"]["message"]
        assert said in reply["text"]
        assert [v["op"] for v in reply["versions"]] == ["upload"]
