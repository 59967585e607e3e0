"""Engines that ask a server of OpenAI's images API, each against a server of that kind."""

import base64
import json
import logging
import threading
import time
import traceback

import numpy as np
import pytest
from pydantic import SecretStr
from skimage import data

from engines import Engines
from engines.images_api.access import key_for
from engines.images_api.client import POLL_S
from engines.images_api.dialects import DIALECTS
from engines.images_api.engine import ImagesGenerator, ImagesInpainter, ImagesInstructor
from engines.retrying import pause_s, retry_after_s
from errors import Cancelled, EngineError, EngineUnavailable, InvalidRequest
from settings import Settings
from tests.images_server import MAGENTA, USAGE, Reply, encoded, images_server

KINDS = list(DIALECTS)
AGAIN = {"retry-after": "0"}


@pytest.fixture(autouse=True)
def _no_keys(monkeypatch):
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "PENTIMENTO_IMAGES_URL"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(params=KINDS)
def server(request):
    with images_server(request.param) as running:
        yield running


@pytest.fixture
def openai():
    with images_server("openai") as running:
        yield running


@pytest.fixture
def omni():
    with images_server("vllm-omni") as running:
        yield running


def settings(server, **more):
    given = {"images_url": server.url, "images_dialect": server.dialect, "images_timeout_s": 20.0}
    return Settings.model_construct(**given | more)


PHOTO = np.ascontiguousarray(data.coffee()[40:360, 60:572])  # 320 x 512
MASK = np.zeros(PHOTO.shape[:2], np.bool_)
MASK[100:220, 300:420] = True


def quiet(_done, _total, _preview=None):
    return None


def inpainted(server, photo=PHOTO, mask=MASK, *, progress=quiet, seed=3, options=None, **more):
    engine = ImagesInpainter.of(settings(server, **more))
    given = {"seed": seed, "options": options or {}, "progress": progress}
    return engine.inpaint(photo, mask, "a lemon", **given)


def generated(server, *, width=1024, height=1024, seed=3, options=None, **more):
    engine = ImagesGenerator.of(settings(server, **more))
    how = {"width": width, "height": height, "guide": None, "options": options or {}}
    return engine.generate("a lemon", seed=seed, progress=quiet, **how)


def magenta(image):
    return (np.abs(image.astype(int) - MAGENTA) < 40).all(axis=2)


# what each server is asked, and what comes back of it


def test_the_mask_means_to_the_server_what_it_means_here(server):
    photo, mask = PHOTO.copy(), MASK.copy()
    drawn = inpainted(server, photo, mask).image
    assert drawn.shape == photo.shape
    assert drawn.dtype == np.uint8
    assert np.array_equal(photo, PHOTO)
    assert np.array_equal(mask, MASK)
    found = magenta(drawn)
    if server.dialect == "sglang":
        assert not found.any()  # it never looked at a mask
    else:
        assert found[104:216, 304:416].all()
        found[96:224, 296:424] = False
        assert not found.any()


def test_a_photo_of_any_shape_comes_back_where_it_was(server):
    server.echo = True
    for height, width in ((320, 512), (512, 176), (96, 1024), (1000, 1008)):
        photo = np.asarray(data.coffee()[: min(height, 400), : min(width, 600)])
        photo = np.pad(photo, ((0, height - photo.shape[0]), (0, width - photo.shape[1]), (0, 0)))
        mask = np.zeros(photo.shape[:2], np.bool_)
        mask[10:40, 10:60] = True
        drawn = inpainted(server, photo, mask).image
        assert drawn.shape == photo.shape
        off = np.abs(drawn.astype(int) - photo).mean()
        shifted = np.abs(np.roll(drawn, 4, axis=1).astype(int) - photo).mean()
        assert off < 4, (server.dialect, height, width)
        assert shifted > 2 * off


@pytest.mark.parametrize(
    ("model", "sizes"),
    [
        ("gpt-image-1.5", ("1536x1024", "1024x1536", "1024x1024")),
        ("gpt-image-2", ("1024x640", "640x1024", "832x800")),
    ],
)
def test_openai_is_asked_for_a_size_that_its_model_draws_with_all_of_the_crop_in_it(
    openai, model, sizes
):
    for shape, size in zip(((320, 512), (512, 320), (500, 512)), sizes, strict=True):
        photo = np.full((*shape, 3), 200, np.uint8)
        mask = np.zeros(shape, np.bool_)
        mask[-30:, -30:] = True  # the corner furthest from where the picture is put
        inpainted(openai, photo, mask, images_model=model)
        assert openai.last.fields["size"] == size
        sent = openai.last.picture("image[]")
        assert f"{sent.shape[1]}x{sent.shape[0]}" == size
        assert (openai.last.picture("mask")[..., 3] == 0).any()


def test_other_servers_are_asked_for_the_crop_s_own_size():
    for kind in ("vllm-omni", "sglang", "generic"):
        with images_server(kind) as server:
            inpainted(server)
            assert server.last.fields["size"] == "512x320"
            assert np.array_equal(server.last.picture("image"), PHOTO)


def test_each_server_is_given_its_own_fields(server):
    options = {"guidance_scale": 4.5, "num_inference_steps": 9, "negative_prompt": "fog"}
    drawn = inpainted(server, options=options, seed=11)
    fields, files = server.last.fields, server.last.files
    assert fields["prompt"] == "a lemon"
    own = {"openai": {"image[]", "mask"}, "vllm-omni": {"image", "mask_image"},
           "sglang": {"image"}, "generic": {"image", "mask"}}  # fmt: skip
    assert set(files) == own[server.dialect]
    if server.dialect in ("vllm-omni", "sglang"):
        assert (fields["seed"], fields["guidance_scale"]) == ("11", "4.5")
        assert (fields["num_inference_steps"], fields["negative_prompt"]) == ("9", "fog")
        assert drawn.params["guidance_scale"] == 4.5
        assert "model" not in fields  # vLLM-Omni refuses a name that is not its model's
    else:
        assert {"seed", "guidance_scale", "negative_prompt"}.isdisjoint(fields)
        assert "guidance_scale" not in drawn.params
    assert ("stream" in fields) is (server.dialect == "openai")


def test_the_reply_names_the_options_that_the_server_would_ignore(server):
    engines = Engines(settings=settings(server))
    takes = server.dialect in ("vllm-omni", "sglang")
    assert ("num_inference_steps" in engines.card("openai-inpaint").honoured()) is takes
    step = {"op": "replace", "target": None, "instruction": "", "args": {}, "needs_region": True}
    assert engines.for_step(step, "openai-inpaint") == engines.card("openai-inpaint")


def test_an_order_without_a_mask_is_sent_without_one(server):
    engine = ImagesInstructor.of(settings(server))
    drawn = engine.follow(PHOTO, "비 오는 날로", seed=3, options={}, progress=quiet)
    assert drawn.image.shape == PHOTO.shape
    assert server.last.path == "/v1/images/edits"
    assert server.last.fields["prompt"] == "비 오는 날로"
    assert {"mask", "mask_image"}.isdisjoint(server.last.files)
    assert drawn.notes == ()


def test_a_new_picture_has_the_size_that_was_asked_for(server):
    made = generated(server, width=1536, height=1024)
    assert made.image.shape == (1024, 1536, 3)
    assert server.last.path == "/v1/images/generations"
    assert server.last.headers["content-type"] == "application/json"
    assert made.params["size"] == "1536x1024"


@pytest.mark.parametrize(
    ("model", "size", "hint"),
    [
        ("gpt-image-1.5", (1280, 720), "1024x1536"),
        ("gpt-image-2", (512, 512), "655360 pixels or more"),
        ("gpt-image-2", (2048, 656), "at most 1:3"),
        ("gpt-image-2", (1000, 1000), "multiples of 16"),
    ],
)
def test_a_size_that_the_model_does_not_draw_is_refused_with_those_it_does(
    openai, model, size, hint
):
    with pytest.raises(InvalidRequest) as refused:
        generated(openai, width=size[0], height=size[1], images_model=model)
    assert hint in refused.value.hint
    assert openai.requests == []


def test_openai_s_newer_models_draw_in_the_proportions_that_were_asked_for(openai):
    assert generated(openai, width=1280, height=720).image.shape == (720, 1280, 3)


def test_the_same_seed_gives_the_same_picture_where_the_server_takes_one(server):
    first, again, other = (generated(server, seed=seed) for seed in (5, 5, 6))
    same = np.array_equal(first.image, again.image)
    assert same is (server.dialect in ("vllm-omni", "sglang"))
    assert first.params["seed_used"] is same
    assert not np.array_equal(first.image, other.image)


def test_who_asks_for_a_seed_hears_that_the_server_takes_none(server):
    given = [note.key for note in generated(server, options={"seed": 3}).notes]
    own = [note.key for note in generated(server).notes]
    assert given == (["seed_not_taken"] if server.dialect in ("openai", "generic") else [])
    assert own == []


def test_only_of_a_server_that_reads_no_mask_it_is_said(server):
    notes = inpainted(server).notes
    assert [n.key for n in notes] == (["mask_not_read"] if server.dialect == "sglang" else [])


def test_unfinished_pictures_are_shown_small_before_the_picture_comes(openai):
    openai.pause_s = 2 * POLL_S
    told = []
    inpainted(openai, progress=lambda *at: told.append(at))
    shown = [at[2] for at in told if len(at) > 2 and at[2] is not None]
    assert len(shown) == 2
    for preview in shown:
        assert preview.dtype == np.uint8
        assert max(preview.shape[:2]) == 256
        assert abs(preview.shape[1] / preview.shape[0] - 512 / 320) < 0.02  # without the padding
        assert magenta(preview).any()
    assert all(0 <= done <= total for done, total, *_ in told)


def test_an_unfinished_picture_that_is_damaged_costs_nothing_but_itself(openai):
    event = {"type": "image_edit.partial_image", "b64_json": "?"}
    done = {"type": "image_edit.completed", "b64_json": encoded(np.zeros((640, 1024, 3), "u1"))}
    body = "".join(f"data: {json.dumps(e)}\n\n" for e in (event, done)).encode()
    openai.replies.append(Reply(body=body, kind="text/event-stream"))
    assert inpainted(openai).image.shape == PHOTO.shape


# what a version remembers


def test_usage_server_and_request_are_remembered_without_secrets(openai):
    secret = openai.url.replace("http://", "http://alice:hunter2@")
    drawn = inpainted(openai, images_url=secret, images_key=SecretStr("sk-very-secret"))
    assert drawn.params["usage"] == USAGE
    assert drawn.params["request_id"] == "req_1"
    assert drawn.params["model"] == "gpt-image-2.5-sunburst"
    assert drawn.params["server"] == openai.url.removeprefix("http://").removesuffix("/v1")
    assert "cost" not in drawn.params  # no price was told, none is made up
    assert "hunter2" not in str(drawn.params)
    assert "secret" not in str(drawn.params)


def test_a_cost_is_remembered_where_the_server_tells_one(omni):
    omni.extra = {"usage": {"total_tokens": 12, "cost": 0.04, "note": "x" * 10_000, "odd": True}}
    drawn = inpainted(omni)
    assert drawn.params["cost"] == 0.04
    assert "note" not in drawn.params["usage"]
    omni.extra["usage"] = {"total_tokens": 10**400, "cost": 10**400}
    assert not {"usage", "cost"} & set(inpainted(omni).params)
    picture = {"data": [{"b64_json": encoded(np.zeros((320, 512, 3), "u1"))}]}
    omni.replies.append(Reply(body=picture, headers={"x-litellm-response-cost": "0.067"}))
    assert inpainted(omni).params["cost"] == 0.067


# tries


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_server_that_is_busy_for_a_moment_is_asked_again(omni, status):
    omni.replies += [Reply(status, {"error": {"message": "busy"}}, headers=AGAIN)]
    assert inpainted(omni).image.shape == PHOTO.shape
    assert len(omni.requests) == 2
    assert omni.requests[0].files == omni.requests[1].files


def test_after_four_tries_it_is_said_what_the_server_said(omni):
    omni.replies += [Reply(503, b"<html>", headers=AGAIN)] * 9
    start = time.monotonic()
    with pytest.raises(EngineUnavailable, match=r"its server failed \(503\)"):
        inpainted(omni)
    assert len(omni.requests) == 4
    assert time.monotonic() - start > 1.5  # it waited in between, longer each time


def test_a_server_that_hangs_up_without_a_word_is_asked_again(omni):
    omni.replies += [Reply(hang_up=True)]
    assert inpainted(omni).image.shape == PHOTO.shape
    assert len(omni.requests) == 2


def test_what_may_have_been_drawn_is_asked_for_once_more_and_not_oftener(omni):
    omni.replies += [Reply(hang_up=True)] * 9
    with pytest.raises(EngineUnavailable, match="it hung up"):
        inpainted(omni)
    assert len(omni.requests) == 2


def test_the_wait_that_a_server_asks_for_is_kept_and_one_that_is_too_long_is_not_begun(omni):
    omni.replies += [Reply(429, {"error": {}}, headers={"retry-after": "1"})]
    start = time.monotonic()
    inpainted(omni)
    assert time.monotonic() - start >= 1
    omni.replies += [Reply(429, {"error": {}}, headers={"retry-after": "3600"})]
    start = time.monotonic()
    with pytest.raises(EngineUnavailable, match="busy"):
        inpainted(omni)
    assert time.monotonic() - start < 2


def test_pauses_grow_differ_and_never_undercut_what_was_asked():
    for tried, least, most in ((1, 0.25, 0.5), (2, 0.5, 1.0), (3, 1.0, 2.0)):
        drawn = [pause_s(tried) for _ in range(50)]
        assert least <= min(drawn) < max(drawn) <= most
    assert pause_s(1, 7.0) == 7.0
    assert retry_after_s("12") == 12
    assert retry_after_s("Thu, 01 Jan 2026 00:00:00 GMT") == 0
    assert retry_after_s("Wed, 01 Jan 2036 00:00:00 -0000") > 1e6
    assert retry_after_s("soon") is None
    assert retry_after_s("²") is None
    assert retry_after_s(None) is None


def refusal(message, code):
    return {"error": {"message": message, "code": code, "type": "x"}}


NEVER_AGAIN = [
    (Reply(400, refusal("Your request was rejected by the safety system.", "moderation_blocked")),
     EngineError, "refused to draw this: Your request was rejected by the safety system", "words"),
    (Reply(400, refusal("Invalid value: 'huge'.", "invalid_value")),
     EngineError, "refused the request: Invalid value: 'huge'", "PENTIMENTO_IMAGES_DIALECT"),
    (Reply(422, {"detail": [{"loc": ["body", "size"], "msg": "bad"}]}),
     EngineError, "refused the request: body.size: bad", "PENTIMENTO_IMAGES_MODEL"),
    (Reply(422, {"detail": "Field 'image' is required"}), EngineError, "Field 'image'", "check"),
    (Reply(400, b"no"), EngineError, "it does not say why", "check"),
    (Reply(429, refusal("You exceeded your quota", "insufficient_quota")),
     EngineUnavailable, "its quota is used up", "plan"),
    (Reply(403, refusal("no", "x")), EngineUnavailable, "it refused access", "key"),
    (Reply(404, refusal("no", "x")), EngineUnavailable, "the address or the model", "/v1"),
    (Reply(307, b"", headers={"location": "http://127.0.0.1:9/v1"}),
     EngineUnavailable, "it sends to another address", "PENTIMENTO_IMAGES_URL"),
    (Reply(200, b"<html>hello</html>", "text/html"), EngineUnavailable, "no images server", "/v1"),
    (Reply(200, b'{"data": [{"b64_j'), EngineUnavailable, "no images server", "/v1"),
    (Reply(200, [1, 2]), EngineUnavailable, "no images server", "/v1"),
    (Reply(200, {"object": "list"}), EngineUnavailable, "no images server", "/v1"),
    (Reply(200, {"data": []}), EngineError, "answered without a picture", "again"),
    (Reply(200, {"data": [None]}), EngineError, "answered without a picture", "again"),
    (Reply(200, {"data": [{"b64_json": ""}]}), EngineError, "answered without a picture", "again"),
    (Reply(200, {"data": [{"b64_json": "no base64!"}]}), EngineError, "not base64", "again"),
    (Reply(200, {"data": [{"b64_json": "AAAA"}]}), EngineError, "cannot be read", "again"),
    (Reply(200, {"data": [{"url": "http://169.254.169.254/latest"}]}),
     EngineError, "at another address", "b64_json"),
    (Reply(200, {"data": [{"url": "http://[::1"}]}), EngineUnavailable, "no images server", "/v1"),
    (Reply(200, {"error": {"message": "blocked", "code": "moderation_blocked"}}),
     EngineError, "refused to draw this: blocked", "words"),
    (Reply(200, b'data: {"type": "error", "error": {"message": "no", "code": 500}}\n\n',
           "text/event-stream"), EngineError, "refused the request: no", "check"),
    (Reply(200, b"data: [DONE]\n\n", "text/event-stream"), EngineUnavailable, "broke off", "again"),
    (Reply(200, b"data: {not json}\n\n", "text/event-stream"),
     EngineUnavailable, "no images server", "/v1"),
    (Reply(200, {"data": [{"b64_json": "A" * 9999}]}, hang_up=True, after=500),
     EngineUnavailable, "broke off", "again"),
]  # fmt: skip


@pytest.mark.parametrize(("reply", "kind", "said", "hint"), NEVER_AGAIN)
def test_what_another_try_would_not_change_is_said_at_once(omni, reply, kind, said, hint):
    omni.replies += [reply]
    with pytest.raises(kind) as failed:
        inpainted(omni)
    assert said in failed.value.message
    assert hint in failed.value.hint
    assert len(omni.requests) == 1
    assert inpainted(omni).image.shape == PHOTO.shape  # the engine is usable afterwards


def test_a_refused_key_is_told_without_the_key(omni):
    quoting = refusal("Incorrect API key provided: sk-very-secret-key.", "invalid_api_key")
    for status in (401, 400):
        omni.replies += [Reply(status, quoting)]
        with pytest.raises(EngineError) as failed:
            inpainted(omni, images_key=SecretStr("sk-very-secret-key"))
        assert "secret" not in str(failed.value.problem())
    assert omni.last.headers["authorization"] == "Bearer sk-very-secret-key"


def test_nobody_there_is_said_so():
    with images_server("openai") as server:
        gone = settings(server, images_timeout_s=1.5)
    engine = ImagesInpainter.of(gone)
    with pytest.raises(EngineUnavailable, match="nothing answers at its address"):
        engine.inpaint(PHOTO, MASK, "a lemon", seed=1, options={}, progress=quiet)


def test_an_answer_that_comes_too_late_is_not_waited_for(omni):
    omni.replies += [Reply(stall_s=30)]
    start = time.monotonic()
    with pytest.raises(EngineUnavailable, match="it took too long"):
        inpainted(omni, images_timeout_s=0.8)
    assert time.monotonic() - start < 10
    assert omni.left.wait(5)


def test_an_answer_without_end_is_cut(omni):
    omni.replies += [Reply(200, b" " * 3_000_000)]
    with pytest.raises(EngineError, match="more than"):
        inpainted(omni, max_upload_bytes=100_000)


def test_a_line_of_many_chunks_is_put_together_once(omni):
    said = {"error": {"message": "blocked", "code": "moderation_blocked"}, "pad": "A" * 40_000_000}
    lines = b"event: error\r\ndata: " + json.dumps(said).encode() + b"\r\n\r\n"
    omni.replies += [Reply(body=lines, kind="text/event-stream")]
    began = time.thread_time()
    with pytest.raises(EngineError, match="refused to draw this: blocked"):
        inpainted(omni, max_upload_bytes=60_000_000)
    assert time.thread_time() - began < 1.5  # joined anew for each chunk, it takes seconds


def test_a_picture_with_too_many_pixels_is_refused_unread(omni):
    with pytest.raises(EngineError, match="cannot be read"):
        inpainted(omni, max_pixels=100_000)


# pictures that are not as asked


def test_a_picture_of_other_proportions_is_refused(server):
    server.size = (640, 640)
    with pytest.raises(EngineError, match="drew 640x640 px and was asked for"):
        inpainted(server)


def test_a_picture_of_the_same_proportions_is_scaled_and_that_is_said(omni):
    omni.size = (1024, 640)
    drawn = inpainted(omni)
    assert drawn.image.shape == PHOTO.shape
    (note,) = drawn.notes
    assert (note.key, note.values["made"], note.values["asked"]) == (
        "server_resized", "1024x640", "512x320",
    )  # fmt: skip


def test_a_transparent_picture_is_seen_on_white(omni):
    clear = np.zeros((320, 512, 4), np.uint8)
    omni.replies += [Reply(body={"data": [{"b64_json": encoded(clear)}]})]
    assert inpainted(omni).image.min() == 255


@pytest.mark.parametrize("address", ["/v1/images/abc/content", "{url}/images/abc/content"])
def test_a_picture_that_lies_on_the_same_server_is_got_from_there(omni, address):
    omni.by_url = address.format(url=omni.url)
    assert inpainted(omni).image.shape == PHOTO.shape


# stopping


def test_a_turn_that_is_stopped_closes_the_connection_at_once(server):
    server.replies += [Reply(stall_s=30)]
    calls = []

    def stop(*_):
        calls.append(time.monotonic())
        if len(calls) == 4:
            raise Cancelled("stopped")

    with pytest.raises(Cancelled):
        inpainted(server, progress=stop)
    assert time.monotonic() - calls[-1] < 5
    assert max(np.diff(calls)) < 1
    assert server.left.wait(5)
    assert inpainted(server).image.shape == PHOTO.shape


def test_a_turn_can_be_stopped_between_two_tries(omni):
    omni.replies += [Reply(503, headers={"retry-after": "10"})]
    start = time.monotonic()

    def stop(*_):
        if time.monotonic() - start > 0.7:
            raise Cancelled("stopped")

    with pytest.raises(Cancelled):
        inpainted(omni, progress=stop)
    assert time.monotonic() - start < 8
    assert len(omni.requests) == 1


def test_threads_get_the_pictures_they_asked_for(omni):
    omni.draw_s = 0.05
    engine = ImagesGenerator.of(settings(omni))
    how = {"width": 256, "height": 128, "guide": None, "options": {}, "progress": quiet}
    alone = [engine.generate("a lemon", seed=seed, **how).image for seed in range(6)]
    made = {}

    def draw(seed):
        made[seed] = engine.generate("a lemon", seed=seed, **how).image

    threads = [threading.Thread(target=draw, args=(seed,)) for seed in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for seed, picture in enumerate(alone):
        assert np.array_equal(made[seed], picture)


# who is asked, and who gets which key


@pytest.mark.parametrize("name", ["PENTIMENTO_IMAGES_KEY", "OPENAI_API_KEY"])
def test_a_key_from_a_file_counts_without_the_end_of_its_line(monkeypatch, omni, name):
    monkeypatch.setenv(name, "sk-mine\n")
    monkeypatch.setenv("OPENAI_BASE_URL", omni.url)
    key = Settings(_env_file=None).images_key
    assert inpainted(omni, images_key=key).image.shape == PHOTO.shape
    assert omni.last.headers["authorization"] == "Bearer sk-mine"


@pytest.mark.parametrize("key", ["sk-mi\nne", "sk-mine\u2026", "sk-\x00mine"])
def test_what_can_be_no_key_is_refused_before_anything_is_sent(omni, key):
    lack = ImagesInpainter.lacks(settings(omni, images_key=SecretStr(key)))
    assert lack is not None
    assert lack.what == "PENTIMENTO_IMAGES_KEY has letters that no key has"
    assert ImagesInpainter.lacks(settings(omni, images_key=SecretStr("sk-mine"))) is None


def test_a_request_that_cannot_be_sent_is_told_without_the_key(omni):
    key = SecretStr("sk-very\nsecret")
    with pytest.raises(EngineUnavailable, match="the request cannot be sent") as failed:
        inpainted(omni, images_key=key)
    shown = "".join(traceback.format_exception(failed.value))
    assert "sk-very" not in shown
    assert omni.requests == []


def test_credentials_of_the_address_are_used_and_never_logged(omni, caplog):
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.DEBUG, "httpx")
    inpainted(omni, images_url=omni.url.replace("http://", "http://me:sesame@"))
    assert omni.last.headers["authorization"].startswith("Basic ")
    assert omni.url in caplog.text
    assert "sesame" not in caplog.text


def test_a_key_that_is_set_for_chat_sends_no_photo_anywhere(monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "sk-chat")
    engines = Engines(settings=Settings.model_construct())
    for capability, name in (("inpaint", "openai-inpaint"), ("edit", "openai-edit"),
                             ("generate", "openai-generate")):  # fmt: skip
        assert name not in engines.names(capability)
        lack = engines.lack(capability, name)
        assert lack.what == "PENTIMENTO_IMAGES_URL is not set"
        assert lack.command.startswith("PENTIMENTO_IMAGES_URL=")


def test_what_is_missing_for_openai_itself_is_its_key(monkeypatch):
    own = Settings.model_construct(images_url="https://api.openai.com/v1")
    assert "OPENAI_API_KEY" in ImagesInpainter.lacks(own).command
    monkeypatch.setenv("OPENAI_API_KEY", "sk-one")
    assert ImagesInpainter.lacks(own) is None
    odd = Settings.model_construct(images_url="127.0.0.1:8000")
    assert "is no address" in ImagesInpainter.lacks(odd).what


@pytest.mark.parametrize(
    ("url", "base", "own", "given"),
    [
        ("https://api.openai.com/v1", None, None, "sk-env"),
        ("http://photos.lan:8000/v1", None, None, None),
        ("http://photos.lan:8000/v1", "http://photos.lan:9000/v1", None, "sk-env"),
        ("https://api.openai.com.evil.example/v1", None, None, None),
        ("http://photos.lan:8000/v1", None, "mine", "mine"),
    ],
)
def test_openai_s_key_goes_to_openai_only(monkeypatch, url, base, own, given):
    monkeypatch.setenv("OPENAI_API_KEY", "sk-env")
    if base:
        monkeypatch.setenv("OPENAI_BASE_URL", base)
    key = SecretStr(own) if own else None
    assert key_for(Settings.model_construct(images_url=url, images_key=key)) == given


def test_a_server_of_one_s_own_gets_no_key_of_openai(monkeypatch, omni):
    monkeypatch.setenv("OPENAI_API_KEY", "sk-env")
    inpainted(omni)
    assert "authorization" not in omni.last.headers


def test_base64_of_a_photo_in_an_error_is_not_repeated(omni):
    photo = base64.b64encode(bytes(3000)).decode()
    omni.replies += [Reply(400, refusal(f"cannot read {photo}", "x"))]
    with pytest.raises(EngineError) as failed:
        inpainted(omni)
    assert len(failed.value.message) < 200
