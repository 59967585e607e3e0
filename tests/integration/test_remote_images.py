"""Whole turns with a server of OpenAI's images API: the promises hold, whatever it answers."""

import numpy as np
import pytest

from engines.registry import REGISTRY
from settings import Settings
from tests.bedrock_server import CORE, NOVA, SDXL, bedrock_server, environment
from tests.images_server import USAGE, Reply, images_server

CUP = (220, 120, 380, 300)
KINDS = ["openai", "vllm-omni", "sglang", "generic"]
ENGINES = {
    **REGISTRY,
    "inpaint": {"openai-inpaint": REGISTRY["inpaint"]["openai-inpaint"]},
    "generate": {"openai-generate": REGISTRY["generate"]["openai-generate"]},
}


@pytest.fixture(autouse=True)
def _no_keys(monkeypatch):
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)


@pytest.fixture(params=KINDS)
def server(request):
    with images_server(request.param) as running:
        yield running


@pytest.fixture
def omni():
    with images_server("vllm-omni") as running:
        yield running


def talking(talk, server, **more):
    given = {"images_url": server.url, "images_dialect": server.dialect, "images_timeout_s": 10.0}
    return talk(ENGINES, settings=Settings.model_construct(**given | more))


def at_cup(thread, photo, text, **options):
    image_id = thread.images.put(photo).image_id
    region = {"mask_id": thread.mask(image_id, CUP)}
    given = {"text": text, "image_id": image_id, "region": region, "confirmed": True}
    return given | {"options": options}


def differing(thread, version, parent):
    now, before = (thread.images.photo(v["image_id"]).pixels for v in (version, parent))
    changed = (now != before).any(axis=2)
    outside = np.ones_like(changed)
    outside[CUP[1] : CUP[3], CUP[0] : CUP[2]] = False
    return changed[~outside].mean(), np.count_nonzero(changed & outside)


async def test_only_what_was_marked_changes_whatever_the_server_repaints(talk, server, coffee):
    async with talking(talk, server) as thread:
        given = at_cup(thread, coffee, "replace this with a lemon", seed=7)
        reply = await thread.send(**given)
        assert reply["problem"] is None
        v0, v1 = reply["versions"]
        inside, outside = differing(thread, v1, v0)
        assert inside > 0.9
        assert outside == v1["outside_changed"] == 0
        assert v1["engine"] == "openai-inpaint"
        assert v1["params"]["dialect"] == server.dialect
        assert "Nothing outside the mask changed" in reply["text"]
        assert ("reads no mask" in reply["text"]) is (server.dialect == "sglang")
        assert ("takes no seed" in reply["text"]) is (server.dialect in ("openai", "generic"))


async def test_korean_goes_to_openai_as_it_was_said_and_in_english_to_others(talk, server, coffee):
    async with talking(talk, server) as thread:
        reply = await thread.send(**at_cup(thread, coffee, "이걸 빨간 자동차로 바꿔줘"))
        assert reply["problem"] is None
        sent = server.last.fields["prompt"]
        if server.dialect == "openai":
            assert sent == "이걸 빨간 자동차로 바꿔줘"
        else:
            assert "red car" in sent
        assert reply["versions"][1]["instruction"] == "이걸 빨간 자동차로 바꿔줘"


async def test_previews_usage_and_request_reach_the_person_and_the_version(talk, coffee):
    with images_server("openai") as server:
        server.pause_s = 0.7
        async with talking(talk, server) as thread:
            events = await thread.events(**at_cup(thread, coffee, "replace this with a lemon"))
            told = [e["data"] for e in events if e["event"] == "progress"]
            shown = [data for data in told if data.get("preview")]
            assert shown
            assert shown[0]["preview"].startswith("data:image/webp;base64,")
            assert shown[0]["engine"] == "openai-inpaint"
            params = events[-1]["data"]["versions"][1]["params"]
            assert params["usage"]["output_tokens"] == USAGE["output_tokens"]
            assert params["request_id"] == "req_1"


async def test_variants_are_a_request_each_with_a_seed_each(talk, omni, coffee):
    async with talking(talk, omni) as thread:
        given = at_cup(thread, coffee, "replace this with a lemon", seed=7, n=3)
        reply = await thread.send(**given)
        (asked,) = reply["asking"]["action_requests"]
        assert [v["seed"] for v in asked["args"]["variants"]] == [7, 8, 9]
        assert [sent.fields["seed"] for sent in omni.requests] == ["7", "8", "9"]
        assert len({v["image_id"] for v in asked["args"]["variants"]}) == 3


async def test_a_picture_is_drawn_and_then_restyled_by_the_same_server(talk, server):
    async with talking(talk, server) as thread:
        made = await thread.send(text="draw a lighthouse")
        assert made["problem"] is None
        assert made["versions"][0]["engine"] == "openai-generate"
        info = thread.images.info(made["image_id"])
        assert (info.width, info.height) == (1024, 1024)
        options = {"engine": "openai-edit"}
        styled = await thread.send(text="make it look like a Monet painting", options=options)
        assert styled["problem"] is None
        assert styled["versions"][-1]["engine"] == "openai-edit"
        assert server.last.path == "/v1/images/edits"


async def test_options_that_this_server_does_not_take_are_named(talk, server, coffee):
    async with talking(talk, server) as thread:
        given = at_cup(thread, coffee, "replace this with a lemon", num_inference_steps=8)
        reply = await thread.send(**given)
        takes = server.dialect in ("vllm-omni", "sglang")
        assert ("num_inference_steps" in reply["text"]) is not takes


BROKEN = {
    "garbage": (Reply(200, b"\x00\xff garbage"), "engine_unavailable"),
    "html": (Reply(200, b"<!doctype html><p>Sign in", "text/html"), "engine_unavailable"),
    "an empty list": (Reply(200, {"data": []}), "engine_failed"),
    "too late": (Reply(stall_s=20), "engine_unavailable"),
    "a refusal": (
        Reply(400, {"error": {"message": "Not this.", "code": "moderation_blocked"}}),
        "engine_failed",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
async def test_a_server_that_fails_is_a_problem_and_no_version(talk, omni, coffee, name):
    reply, code = BROKEN[name]
    async with talking(talk, omni, images_timeout_s=1.0) as thread:
        given = at_cup(thread, coffee, "replace this with a lemon")
        omni.replies += [reply]
        failed = await thread.send(**given)
        assert failed["problem"]["code"] == code
        assert failed["problem"]["hint"]
        assert [v["version_id"] for v in failed["versions"]] == ["v0"]
        assert failed["head"] == "v0"
        again = await thread.send(**{k: v for k, v in given.items() if k != "image_id"})
        assert again["problem"] is None
        assert again["versions"][1]["outside_changed"] == 0


async def test_a_picture_of_another_shape_is_a_problem_too(talk, server, coffee):
    server.size = (333, 777)
    async with talking(talk, server) as thread:
        reply = await thread.send(**at_cup(thread, coffee, "이걸 레몬으로 바꿔줘"))
        assert reply["problem"]["code"] == "engine_failed"
        assert "333x777" in reply["text"]
        assert "그렸어요" in reply["text"]  # told in the person's language
        assert len(reply["versions"]) == 1


async def test_without_an_address_the_reply_says_what_to_set(talk, coffee):
    async with talk(ENGINES, settings=Settings.model_construct()) as thread:
        reply = await thread.send(**at_cup(thread, coffee, "replace this with a lemon"))
        assert reply["problem"]["code"] == "no_engine"
        assert "PENTIMENTO_IMAGES_URL=" in reply["problem"]["hint"]


@pytest.mark.parametrize("model", [NOVA, SDXL, CORE])
async def test_a_model_on_bedrock_changes_only_what_was_marked(
    talk, coffee, monkeypatch, tmp_path, model
):
    pytest.importorskip("boto3", reason="the `bedrock` extra is not installed")
    with bedrock_server() as server:
        for name, value in environment(server, tmp_path / "none").items():
            monkeypatch.setenv(name, value)
        async with talk(REGISTRY, settings=Settings.model_construct(bedrock_images=model)) as chat:
            options = {"engine": "bedrock-inpaint", "negative_prompt": "fog"}
            given = at_cup(chat, coffee, "이걸 빨간 자동차로 바꿔줘", **options)
            reply = await chat.send(**given)
            assert reply["problem"] is None
            v0, v1 = reply["versions"]
            inside, outside = differing(chat, v1, v0)
            assert inside > 0.9
            assert outside == v1["outside_changed"] == 0
            assert "red car" in v1["prompt"]
            assert v1["params"]["region"] == "us-west-2"
