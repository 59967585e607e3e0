"""Pipelines of diffusers in a conversation: tiny, saved and reloaded, through the whole graph."""

from contextlib import asynccontextmanager
from functools import cache

import numpy as np
import pytest
from skimage import data
from skimage.draw import ellipse

from settings import Settings
from tests import tiny_pipelines
from tests.conftest import encoded
from tests.integration.conftest import Conversation, opened

WIDE, HIGH = 150, 101  # neither is a multiple of what a VAE takes
STEPS = {"num_inference_steps": 3}
WEIGHTS = {"blended-latent": "sd"}
"""Engines that draw with the weights of another."""


@pytest.fixture(scope="module")
def talking(tmp_path_factory):
    """`async with talking(engine) as thread`: a fresh server that has that engine's weights."""

    @cache
    def folder(name):
        return str(tiny_pipelines.SAVE[name](tmp_path_factory.mktemp("weights") / f"tiny-{name}"))

    @asynccontextmanager
    async def _talking(engine):
        name = WEIGHTS.get(engine, engine)
        settings = Settings.model_construct(models={name: folder(name)}, device="cpu")
        async with opened(tmp_path_factory.mktemp("server"), settings=settings) as turns:
            yield Conversation(turns)

    return _talking


@pytest.fixture(scope="module")
def photo():
    cup = data.coffee()[60 : 60 + 3 * HIGH : 3, 100 : 100 + 3 * WIDE : 3]
    return encoded(np.ascontiguousarray(cup))


def differing(thread, first_id, second_id):
    """(H, W) bool: which pixels of two stored pictures are not the same."""
    first, second = (thread.images.photo(one).pixels for one in (first_id, second_id))
    assert first.shape == second.shape == (HIGH, WIDE, 3)
    return (first != second).any(axis=-1)


def marked():
    """(H, W) bool: an ellipse, so that the window that is drawn holds pixels that must stay."""
    mask = np.zeros((HIGH, WIDE), np.bool_)
    mask[ellipse(46, 66, 25, 31)] = True
    return mask


def tokens(prompt):
    """As the tiny tokenizer counts: one for each letter, a start and an end."""
    return len(prompt.replace(" ", "")) + 2


async def replaced(thread, photo, text="replace this with a red car", **options):
    """The reply to a wish about the marked part, and which pixels of the photo it changed."""
    image_id = thread.images.put(photo).image_id
    reply = await thread.send(
        text=text,
        image_id=image_id,
        region={"mask_id": thread.images.put_mask(marked())},
        confirmed=True,
        options={**STEPS, "seed": 5, **options},
    )
    assert reply["problem"] is None, reply["problem"]
    return reply, differing(thread, image_id, reply["image_id"])


@pytest.mark.parametrize(
    ("name", "prompt", "scheduler", "side_px"),
    [
        ("sd-inpaint", "red car", "PNDMScheduler", 512),
        ("blended-latent", "red car", "DDIMScheduler", 512),
        ("flux-fill", "red car", "FlowMatchEulerDiscreteScheduler", 1024),
        ("instruct-pix2pix", "replace this with a red car", "EulerAncestralDiscreteScheduler", 512),
    ],
)
async def test_a_model_repaints_the_mask_alone_and_the_version_says_how(
    talking, photo, name, prompt, scheduler, side_px
):
    async with talking(name) as thread:
        reply, changed = await replaced(thread, photo, engine=name)
    version, params = reply["versions"][-1], reply["versions"][-1]["params"]
    assert changed[~marked()].sum() == version["outside_changed"] == 0
    assert changed[marked()].mean() > 0.9
    assert (version["op"], version["engine"], version["seed"]) == ("replace", name, 5)
    assert (version["prompt"], params["seed"], params["num_inference_steps"]) == (prompt, 5, 3)
    assert (params["scheduler"], params["device"]) == (scheduler, "cpu")
    assert params["model"] == f"tiny-{WEIGHTS.get(name, name)}"
    width, height = params["drawn_px"]
    assert 0.9 < width * height / side_px**2 <= 1  # at its own size, whatever the photo's
    assert width / height == pytest.approx(WIDE / HIGH, rel=0.01)
    assert "Nothing outside the mask changed" in reply["text"]


async def test_a_wish_and_its_seed_give_the_same_picture_on_another_server(talking, photo):
    pictures = []
    for seed in (5, 5, 6):
        async with talking("sd-inpaint") as thread:
            reply, _ = await replaced(thread, photo, seed=seed)
            pictures.append(thread.images.photo(reply["image_id"]).pixels)
    first, again, other = pictures
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


@pytest.mark.parametrize("name", ["sd-inpaint", "instruct-pix2pix"])
async def test_words_beyond_the_77_tokens_of_a_model_are_left_out_and_named(talking, photo, name):
    wish = "replace this with a red car" + ", a blue house on a hill" * 4
    async with talking(name) as thread:
        reply, changed = await replaced(thread, photo, wish)
    version = reply["versions"][-1]
    (dropped,) = version["params"]["prompt_dropped"]
    assert wish.endswith(f"{version['prompt']} {dropped}")
    assert tokens(version["prompt"]) <= 77 < tokens(f"{version['prompt']} {dropped.split()[0]}")
    assert f"The model reads at most 77 tokens, so I left out: {dropped}." in reply["text"]
    assert not changed[~marked()].any()


async def test_a_whole_photo_follows_an_order_and_keeps_its_size(talking, photo):
    async with talking("instruct-pix2pix") as thread:
        image_id = thread.images.put(photo).image_id
        reply = await thread.send(text="make it look like winter", image_id=image_id, options=STEPS)
        assert reply["problem"] is None, reply["problem"]
        changed = differing(thread, image_id, reply["image_id"])
    version = reply["versions"][-1]
    assert (version["op"], version["engine"]) == ("style", "instruct-pix2pix")
    assert (version["mask_id"], version["prompt"]) == (None, "make it look like winter")
    assert version["params"]["image_guidance_scale"] == 1.5
    assert changed.mean() > 0.9


async def test_of_two_new_pictures_the_second_is_kept_with_its_seed(talking):
    options = {**STEPS, "engine": "sd", "n": 2, "seed": 8, "width": 96, "height": 64}
    async with talking("sd") as thread:
        asked = await thread.send(text="draw a castle", options=options)
        (action,) = asked["asking"]["action_requests"]
        offered = [one["image_id"] for one in action["args"]["variants"]]
        pictures = [thread.images.photo(one).pixels for one in offered]
        reply = await thread.send(text="the second")
    assert [one.shape for one in pictures] == [(64, 96, 3)] * 2
    assert not np.array_equal(*pictures)
    (kept,) = reply["versions"]
    assert (kept["op"], kept["engine"], kept["seed"]) == ("generate", "sd", 9)
    assert kept["image_id"] == reply["image_id"] == offered[1]
    assert (kept["params"]["model"], kept["params"]["n"]) == ("tiny-sd", 2)
