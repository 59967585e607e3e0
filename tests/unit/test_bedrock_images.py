"""Image models on Amazon Bedrock, asked over a real socket on loopback."""

import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest
from skimage import data

pytest.importorskip("boto3", reason="the `bedrock` extra is not installed")

from engines import Engines
from engines.bedrock_bodies import inpainting_model
from engines.bedrock_images import BedrockGenerator, BedrockInpainter
from errors import Cancelled, EngineError, EngineUnavailable, InvalidRequest
from settings import Settings
from tests.bedrock_server import (
    CORE,
    INPAINT,
    MAGENTA,
    NOVA,
    SD35,
    SDXL,
    ULTRA,
    Reply,
    bedrock_server,
    environment,
    invalid,
)

ROOT = Path(__file__).parents[2]
PHOTO = np.ascontiguousarray(data.coffee()[40:360, 60:572])  # 320 x 512
MASK = np.zeros(PHOTO.shape[:2], np.bool_)
MASK[100:220, 300:420] = True
MODELS = [NOVA, SDXL, CORE]


@pytest.fixture
def server(monkeypatch, tmp_path):
    """A Bedrock on loopback, with credentials that are none, and no way to a metadata service."""
    with bedrock_server() as running:
        for name, value in environment(running, tmp_path / "none").items():
            monkeypatch.setenv(name, value)
        for name in ("AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_BEARER_TOKEN_BEDROCK"):
            monkeypatch.delenv(name, raising=False)
        yield running


def settings(model, **more):
    return Settings.model_construct(bedrock_images=model, **{"images_timeout_s": 20.0} | more)


def quiet(_done, _total, _preview=None):
    return None


def generated(model, *, width=1024, height=1024, seed=3, options=None, progress=quiet, **more):
    engine = BedrockGenerator.of(settings(model, **more))
    how = {"width": width, "height": height, "guide": None, "options": options or {}}
    return engine.generate("a lemon", seed=seed, progress=progress, **how)


def inpainted(model, *, seed=3, photo=PHOTO, mask=MASK, options=None):
    engine = BedrockInpainter.of(settings(model))
    given = {"seed": seed, "options": options or {}, "progress": quiet}
    return engine.inpaint(photo, mask, "a lemon", **given)


def test_nova_canvas_is_asked_in_its_own_words(server):
    made = generated(
        NOVA, width=1280, height=720,
        options={"guidance_scale": 4, "negative_prompt": "fog", "seed": 3},
    )  # fmt: skip
    assert made.image.shape == (720, 1280, 3)
    assert server.body == {
        "taskType": "TEXT_IMAGE",
        "textToImageParams": {"text": "a lemon", "negativeText": "fog"},
        "imageGenerationConfig": {
            "width": 1280, "height": 720, "numberOfImages": 1, "quality": "standard",
            "seed": 3, "cfgScale": 4,
        },
    }  # fmt: skip


def test_stable_diffusion_xl_is_asked_in_its_own_words(server):
    made = generated(SDXL, width=1152, height=896, options={"negative_prompt": "fog"})
    assert made.image.shape == (896, 1152, 3)
    assert server.body == {
        "text_prompts": [{"text": "a lemon", "weight": 1.0}, {"text": "fog", "weight": -1.0}],
        "cfg_scale": 9, "steps": 50, "seed": 4, "samples": 1, "width": 1152, "height": 896,
    }  # fmt: skip
    assert made.params["num_inference_steps"] == 50
    generated(SDXL, options={"num_inference_steps": 12, "guidance_scale": 2.5})
    assert (server.body["steps"], server.body["cfg_scale"]) == (12, 2.5)


@pytest.mark.parametrize("model", [CORE, ULTRA, SD35])
def test_stable_image_is_asked_for_proportions(server, model):
    made = generated(model, options={"seed": 9, "negative_prompt": "fog"}, seed=9)
    assert made.image.shape == (1024, 1024, 3)
    assert server.body == {
        "prompt": "a lemon", "seed": 9, "output_format": "png", "negative_prompt": "fog",
        "aspect_ratio": "1:1",
    }  # fmt: skip
    assert server.model == made.params["model"] == model


def test_stable_image_s_own_size_is_scaled_to_the_one_asked_for_and_that_is_said(server):
    made = generated(CORE, width=1280, height=720)
    assert made.image.shape == (720, 1280, 3)
    assert server.body["aspect_ratio"] == "16:9"
    assert [note.key for note in made.notes] == ["server_resized"]


@pytest.mark.parametrize("model", MODELS)
def test_the_mask_means_to_the_model_what_it_means_here(server, model):
    photo, mask = PHOTO.copy(), MASK.copy()
    drawn = inpainted(model, photo=photo, mask=mask)
    assert drawn.image.shape == PHOTO.shape
    assert np.array_equal(photo, PHOTO)
    assert np.array_equal(mask, MASK)
    found = (np.abs(drawn.image.astype(int) - MAGENTA) < 40).all(axis=2)
    assert found[104:216, 304:416].all()
    found[96:224, 296:424] = False
    assert not found.any()


@pytest.mark.parametrize("model", MODELS)
def test_a_long_narrow_part_is_padded_to_what_the_model_takes(server, model):
    photo = np.ascontiguousarray(data.coffee()[100:212, :592])
    mask = np.zeros(photo.shape[:2], np.bool_)
    mask[20:100, 480:580] = True
    drawn = inpainted(model, photo=photo, mask=mask)
    found = (np.abs(drawn.image.astype(int) - MAGENTA) < 40).all(axis=2)
    assert drawn.image.shape == photo.shape
    assert found[26:94, 486:574].all()
    assert not found[:, :470].any()


def test_stability_repaints_by_its_own_service_in_the_same_geography():
    assert inpainting_model(CORE) == INPAINT
    assert inpainting_model("eu.stability.stable-image-ultra-v1:1").startswith("eu.stability.")
    assert inpainting_model(INPAINT) == INPAINT
    assert inpainting_model(NOVA) == NOVA
    assert inpainting_model(SDXL) == SDXL


@pytest.mark.parametrize("model", MODELS)
def test_the_same_seed_gives_the_same_picture(server, model):
    first, again, other = (generated(model, seed=seed).image for seed in (5, 5, 6))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


@pytest.mark.parametrize("model", MODELS)
def test_a_seed_that_was_made_up_here_is_folded_into_the_model_s_range(server, model):
    most = 2**32 - 1
    assert generated(model, seed=most).params["seed_sent"] <= most
    assert generated(model, seed=0).params["seed_sent"] == (0 if model == NOVA else 1)


@pytest.mark.parametrize(
    ("model", "options", "seed", "hint"),
    [
        (NOVA, {"seed": 2**31}, 2**31, "0 to 858993459"),
        (CORE, {"seed": 0}, 0, "1 to 4294967294"),
        (NOVA, {"guidance_scale": 20}, 1, "1.1 to 10"),
        (SDXL, {"guidance_scale": 40}, 1, "0 to 35"),
        (SDXL, {"num_inference_steps": 5}, 1, "10 to 150"),
    ],
)
def test_numbers_out_of_a_model_s_range_are_refused_with_the_range(
    server, model, options, seed, hint
):
    with pytest.raises(InvalidRequest) as refused:
        generated(model, options=options, seed=seed)
    assert hint in refused.value.hint
    assert server.requests == []


@pytest.mark.parametrize(
    ("model", "size", "hint"),
    [
        (NOVA, (256, 256), "320 px or more"),
        (NOVA, (2048, 2048), "4.19 megapixels"),
        (SDXL, (512, 512), "1216x832"),
        (CORE, (1024, 992), "21:9"),
    ],
)
def test_sizes_that_a_model_does_not_draw_are_refused_with_the_choices(server, model, size, hint):
    with pytest.raises(InvalidRequest) as refused:
        generated(model, width=size[0], height=size[1])
    assert hint in refused.value.hint
    assert server.requests == []


def test_a_prompt_that_is_too_long_is_not_cut(server):
    engine = BedrockGenerator.of(settings(NOVA))
    how = {"width": 512, "height": 512, "guide": None, "seed": 1, "options": {}}
    with pytest.raises(InvalidRequest, match="1500 characters"):
        engine.generate("a" * 1500, progress=quiet, **how)


def test_cards_say_what_the_model_takes():
    for model, options in (
        (NOVA, {"negative_prompt", "guidance_scale"}),
        (SDXL, {"negative_prompt", "guidance_scale", "num_inference_steps"}),
        (CORE, {"negative_prompt"}),
    ):
        assert Engines(settings=settings(model)).card("bedrock-generate").options == options


# what goes wrong


def error(name, message="told", status=400):
    return Reply(status, name, {"message": message})


FINAL = [
    (error("AccessDeniedException", "You don't have access to the model", 403),
     EngineUnavailable, "it refused access to the model", "Bedrock console"),
    (error("UnrecognizedClientException", "The security token is invalid.", 403),
     EngineUnavailable, "refused the credentials", "AWS_ACCESS_KEY_ID"),
    (error("ExpiredTokenException", status=403), EngineUnavailable, "credentials", "AWS_PROFILE"),
    (error("ResourceNotFoundException", status=404),
     EngineUnavailable, "does not know the model", "PENTIMENTO_BEDROCK_IMAGES"),
    (error("ServiceQuotaExceededException"), EngineUnavailable, "quota", "limits"),
    (invalid("extraneous key [x] is not permitted"),
     EngineError, "extraneous key [x] is not permitted", "options"),
    (invalid("This request has been blocked by our content filters."),
     EngineError, "refused to draw this", "other words"),
    (Reply(body={"finish_reasons": ["Filter reason: prompt"]}),
     EngineError, "refused to draw this: Filter reason: prompt", "other words"),
    (Reply(body={"images": [], "error": "AI responsible policy: blocked"}),
     EngineError, "refused to draw this", "other words"),
    (Reply(body={"images": [], "finish_reasons": ["Inference error"]}),
     EngineError, "refused the request: Inference error", "engine"),
    (Reply(body={}), EngineError, "answered without a picture", "again"),
    (Reply(body={"images": "no list"}), EngineError, "answered without a picture", "again"),
    (Reply(body={"images": ["AAAA"]}), EngineError, "cannot be read", "again"),
    (Reply(body=b"<html>"), EngineError, "the answer is no JSON", "again"),
    (Reply(body=[1]), EngineError, "no JSON object", "again"),
]  # fmt: skip


@pytest.mark.parametrize(("reply", "kind", "said", "hint"), FINAL)
def test_what_another_try_would_not_change_is_said_at_once(server, reply, kind, said, hint):
    server.replies += [reply]
    with pytest.raises(kind) as failed:
        generated(CORE)
    assert said in failed.value.message
    assert hint in failed.value.hint
    assert "very-secret" not in str(failed.value.problem())
    assert len(server.requests) == 1


def test_filtered_pictures_of_stable_diffusion_xl_are_no_pictures(server):
    filtered = {"base64": "AAAA", "finishReason": "CONTENT_FILTERED"}
    server.replies += [Reply(body={"artifacts": [filtered]})]
    with pytest.raises(EngineError, match="refused to draw this: CONTENT_FILTERED"):
        generated(SDXL)


@pytest.mark.parametrize(
    ("name", "status"),
    [("ThrottlingException", 429), ("ModelNotReadyException", 429),
     ("ServiceUnavailableException", 503), ("InternalServerException", 500)],
)  # fmt: skip
def test_what_may_pass_is_tried_again(server, name, status):
    server.replies += [error(name, status=status)]
    assert generated(CORE).image.shape == (1024, 1024, 3)
    assert len(server.requests) == 2


@pytest.mark.parametrize(
    "reply",
    [Reply(503, body=b"<html>"), Reply(502, body=b""), error("InternalFailure", status=500),
     error("ServiceUnavailable", status=503), Reply(429, body=b"slow down")],
)  # fmt: skip
def test_a_service_that_fails_without_its_usual_words_is_tried_again_too(server, reply):
    server.replies += [reply]
    assert generated(CORE).image.shape == (1024, 1024, 3)
    server.replies += [reply] * 4
    with pytest.raises(EngineUnavailable, match="its server failed"):
        generated(CORE)


def test_after_four_tries_it_is_said_that_it_is_busy(server):
    server.replies += [error("ThrottlingException", status=429)] * 9
    with pytest.raises(EngineUnavailable, match="it is busy"):
        generated(CORE)
    assert len(server.requests) == 4


@pytest.mark.parametrize(
    ("missing", "said", "hint"),
    [
        (("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"), "no AWS credentials", "AWS_PROFILE"),
        (("AWS_DEFAULT_REGION",), "no AWS region is set", "us-west-2"),
    ],
)
def test_missing_credentials_and_regions_are_named(server, monkeypatch, missing, said, hint):
    for name in missing:
        monkeypatch.delenv(name)
    with pytest.raises(EngineUnavailable, match=said) as failed:
        generated(CORE)
    assert hint in failed.value.hint
    assert server.requests == []


def test_credentials_that_are_renewed_count_without_a_restart(server, monkeypatch, tmp_path):
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    engine = BedrockGenerator.of(settings(CORE))
    how = {"width": 1024, "height": 1024, "guide": None, "seed": 1, "options": {}}
    with pytest.raises(EngineUnavailable, match="no AWS credentials"):
        engine.generate("a lemon", progress=quiet, **how)
    (tmp_path / "none").write_text(
        "[default]\naws_access_key_id = AKIDTEST\naws_secret_access_key = very-secret\n"
    )
    assert engine.generate("a lemon", progress=quiet, **how).image.shape == (1024, 1024, 3)


def test_a_profile_that_is_none_is_named(server, monkeypatch):
    monkeypatch.setenv("AWS_PROFILE", "nobody")
    with pytest.raises(EngineUnavailable, match="no such AWS profile"):
        generated(CORE)


def test_an_answer_that_comes_too_late_is_not_waited_for(server):
    server.replies += [Reply(stall_s=30)]
    start = time.monotonic()
    with pytest.raises(EngineUnavailable, match="it took too long"):
        generated(CORE, images_timeout_s=0.8)
    assert time.monotonic() - start < 10


def test_a_turn_that_is_stopped_does_not_wait_and_leaves_the_engine_usable(server):
    server.replies += [Reply(stall_s=30)]
    engine = BedrockGenerator.of(settings(CORE))
    how = {"width": 1024, "height": 1024, "guide": None, "seed": 1, "options": {}}
    calls = []

    def stop(*_):
        calls.append(time.monotonic())
        if len(calls) == 3:
            raise Cancelled("stopped")

    start = time.monotonic()
    with pytest.raises(Cancelled):
        engine.generate("a lemon", progress=stop, **how)
    assert time.monotonic() - start < 10
    assert max(np.diff(calls)) < 1
    assert engine.generate("a lemon", progress=quiet, **how).image.shape == (1024, 1024, 3)


def test_a_picture_of_other_proportions_is_refused(server):
    server.size = (640, 480)
    with pytest.raises(EngineError, match="drew 640x480 px"):
        generated(CORE)


def test_threads_share_an_engine_and_get_their_own_pictures(server):
    engine = BedrockGenerator.of(settings(NOVA))
    how = {"width": 320, "height": 480, "guide": None, "options": {}, "progress": quiet}
    alone = [engine.generate("a lemon", seed=seed, **how).image for seed in range(5)]
    made = {}

    def draw(seed):
        made[seed] = engine.generate("a lemon", seed=seed, **how).image

    threads = [threading.Thread(target=draw, args=(seed,)) for seed in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(np.array_equal(made[seed], picture) for seed, picture in enumerate(alone))


# what is missing


def test_a_model_must_be_named_and_known():
    for model, what in (
        (None, "PENTIMENTO_BEDROCK_IMAGES is not set"),
        ("anthropic.claude-v9", "no image model"),
    ):
        for capability, name in (("inpaint", "bedrock-inpaint"), ("generate", "bedrock-generate")):
            lack = Engines(settings=settings(model)).lack(capability, name)
            assert what in lack.what
            assert "PENTIMENTO_BEDROCK_IMAGES=" in lack.command
    assert BedrockInpainter.lacks(settings(INPAINT)) is None
    assert "only repaints" in BedrockGenerator.lacks(settings(INPAINT)).what


def test_looking_for_engines_loads_no_sdk_and_asks_nobody():
    code = (
        "import sys; from engines import Engines; from settings import Settings;"
        f"e = Engines(settings=Settings.model_construct(bedrock_images={NOVA!r}));"
        "assert 'bedrock-generate' in e.names('generate'); e.generator('bedrock-generate');"
        "print('boto3' in sys.modules, 'botocore' in sys.modules)"
    )
    asked = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True
    )
    assert asked.stdout.split() == ["False", "False"]
