"""The public faces, over real HTTP."""

import asyncio
import io
import json
import logging

import httpx
import numpy as np
import pytest
from langserve import RemoteRunnable
from PIL import Image as PillowImage

from imaging.composite import outside_changed
from server import make_app
from settings import Settings
from tests.integration.process import ServerProcess


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with ServerProcess(tmp_path_factory.mktemp("data")) as running:
        yield running


@pytest.fixture
def http(server):
    with httpx.Client(base_url=server.url, timeout=60) as client:
        yield client


@pytest.fixture
def edit(server):
    return RemoteRunnable(server.url + "/edit")


def upload(http, photo, name="rocket.jpg"):
    response = http.post("/images", content=photo, params={"name": name})
    assert response.status_code == 200
    return response.json()["image_id"]


def on(thread_id):
    return {"configurable": {"thread_id": thread_id}}


def opened(response):
    return np.asarray(PillowImage.open(io.BytesIO(response.content)).convert("RGB"))


def test_the_first_edit_end_to_end(http, edit, rocket):
    image_id = upload(http, rocket)
    region = {"points_xy": [[322, 250]], "point_labels": [1]}
    masks = http.post(f"/images/{image_id}/masks", json=region).json()
    assert {"candidates", "engine", "timing_ms"} <= set(masks)
    best = max(masks["candidates"], key=lambda c: c["score"])
    assert {"mask_id", "score", "area_px", "box_xyxy"} <= set(best)
    reply = edit.invoke(
        {
            "text": "이거 지워줘",
            "image_id": image_id,
            "region": {"mask_id": best["mask_id"]},
            "confirmed": True,
            "answer": None,
            "options": {"engine": None, "seed": 7, "n": 1},
        },
        on("holiday"),
    )
    assert set(reply) == {
        "thread_id", "text", "head", "image_id", "image_url", "versions", "asking", "problem",
        "links", "found", "timing_ms",
    }  # fmt: skip
    assert (reply["thread_id"], reply["head"], reply["problem"]) == ("holiday", "v1", None)
    before, after = opened(http.get(f"/images/{image_id}")), opened(http.get(reply["image_url"]))
    png = http.get(f"/images/{image_id}/masks/{reply['versions'][1]['mask_id']}").content
    assert PillowImage.open(io.BytesIO(png)).mode == "1"
    mask = np.asarray(PillowImage.open(io.BytesIO(png)))
    assert outside_changed(before, after, mask) == 0
    assert (before[mask] != after[mask]).any()


def test_a_missing_thread_id_makes_a_new_thread(http, edit, coffee):
    image_id = upload(http, coffee)
    first = edit.invoke({"text": "sepia", "image_id": image_id})
    second = edit.invoke({"text": "sepia", "image_id": image_id})
    assert first["thread_id"] != second["thread_id"]
    assert edit.invoke({"text": "undo"}, on(first["thread_id"]))["head"] == "v0"


def test_the_pause_is_read_and_answered_over_http(http, edit, rocket):
    region = {"points_xy": [[322, 250]], "point_labels": [1]}
    asked = edit.invoke(
        {"text": "remove this", "image_id": upload(http, rocket), "region": region}, on("pause")
    )
    args = asked["asking"]["action_requests"][0]["args"]
    assert http.get(args["overlay_url"]).headers["content-type"] == "image/png"
    assert http.get("/threads/pause").json()["asking"] == asked["asking"]
    done = edit.invoke({"answer": {"decisions": [{"type": "approve"}]}}, on("pause"))
    assert done["head"] == "v1"


def test_streams_carry_typed_events(http, edit, coffee):
    turn = {"text": "sepia", "image_id": upload(http, coffee)}
    events = list(edit.stream(turn, on("stream")))
    assert [e["event"] for e in events if e["event"] != "progress"] == [
        "plan", "version", "token", "done",
    ]  # fmt: skip
    assert events[-1]["data"]["head"] == "v1"


async def test_stream_events_and_stream_log_work_from_a_remote_runnable(server, http, coffee):
    edit = RemoteRunnable(server.url + "/edit")
    turn = {"text": "sepia", "image_id": upload(http, coffee)}
    names = {e["name"] async for e in edit.astream_events(turn, config=on("ev"), version="v2")}
    assert {"plan", "version", "done"} <= names
    patches = [p async for p in edit.astream_log({"text": "undo"}, config=on("ev"))]
    assert "now at" in str(patches).lower() or "back at" in str(patches).lower()
    chunks = [c async for c in edit.astream({"text": "redo"}, config=on("ev"))]
    assert chunks[-1]["data"]["head"] == "v1"


def test_batch_serves_threads_side_by_side(http, edit, coffee):
    image_id = upload(http, coffee)
    turn = {"text": "sepia", "image_id": image_id}
    replies = edit.batch([turn, turn, turn], [on(f"batch{i}") for i in range(3)])
    assert [r["thread_id"] for r in replies] == ["batch0", "batch1", "batch2"]
    assert {r["head"] for r in replies} == {"v1"}


def test_the_playground_and_the_schemas_are_served(http):
    assert http.get("/edit/playground/").status_code == 200
    assert "text" in http.get("/edit/input_schema").json()["properties"]
    assert "versions" in json.dumps(http.get("/edit/output_schema").json())
    assert "thread_id" in json.dumps(http.get("/edit/config_schema").json())
    for schema in ("input_schema", "config_schema"):  # with null the playground stays blank
        assert '"null"' not in http.get(f"/edit/{schema}").text


@pytest.mark.parametrize(
    ("turn", "named"),
    [
        ({"texts": "hi"}, "texts"),
        ({"text": "hi", "region": {"point": [[1, 2]]}}, "point"),
        ({"text": "hi", "options": {"sede": 1}}, "sede"),
        ({"text": 5}, "text"),
        ({"text": "hi", "options": {"n": 99}}, "n"),
    ],
)
def test_a_typo_is_a_422_that_names_it(http, turn, named):
    response = http.post("/edit/invoke", json={"input": turn})
    assert response.status_code == 422
    body = response.json()
    assert {"code", "message", "hint", "retryable"} <= set(body)
    assert named in body["message"]


def test_a_client_cannot_choose_its_owner(http, edit, coffee):
    image_id = upload(http, coffee)
    config = {"configurable": {"thread_id": "mine", "owner": "someone", "checkpoint_id": "x"}}
    assert edit.invoke({"text": "sepia", "image_id": image_id}, config)["problem"] is None
    assert "mine" in [t["thread_id"] for t in http.get("/threads").json()["threads"]]


def test_resuming_an_unknown_or_idle_thread_is_a_problem_not_a_run(edit):
    reply = edit.invoke({"answer": {"decisions": [{"type": "approve"}]}}, on("nobody"))
    assert reply["problem"]["code"] == "nothing_asked"
    assert reply["versions"] == []


def test_an_unusable_thread_id_says_what_would_be(edit):
    reply = edit.invoke({"text": "hi"}, on("../../etc"))
    assert reply["problem"]["code"] == "invalid_request"
    assert "letters" in reply["problem"]["hint"]


def test_errors_have_one_shape(http):
    for response in (
        http.get("/images/" + "0" * 32),
        http.get("/threads/none"),
        http.post("/images", content=b"no image"),
        http.post("/images/" + "0" * 32 + "/masks", json={}),
        http.get("/threads?limit=0"),
    ):
        assert response.status_code in (404, 422)
        assert {"code", "message", "hint", "retryable"} <= set(response.json())


def test_uploads_by_body_and_by_form_are_the_same_image(http, coffee):
    coffee += b"a trailing byte makes it another upload"
    form = http.post("/images", files={"file": ("latte.jpg", coffee, "image/jpeg")})
    assert form.status_code == 200
    assert form.json()["name"] == "latte.jpg"
    assert upload(http, coffee) == form.json()["image_id"]
    assert (form.json()["width"], form.json()["height"]) == (600, 400)


def test_an_image_is_cached_by_its_etag_and_previewed_by_size(http, coffee):
    image_id = upload(http, coffee)
    first = http.get(f"/images/{image_id}")
    assert first.content == coffee  # byte for byte
    again = http.get(f"/images/{image_id}", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert max(opened(http.get(f"/images/{image_id}?size=100")).shape) == 100
    assert http.get(f"/images/{image_id}?format=png").headers["content-type"] == "image/png"
    assert http.get(f"/images/{image_id}?size=9999").status_code == 422


def test_threads_are_listed_in_pages_read_and_deleted(http, edit, coffee):
    image_id = upload(http, coffee)
    for n in range(3):
        edit.invoke({"text": f"make it {n + 1}0% brighter", "image_id": image_id}, on(f"page{n}"))
    page = http.get("/threads?limit=2").json()
    assert len(page["threads"]) == 2
    assert page["next_offset"] == 2
    thread = http.get("/threads/page0").json()
    assert thread["title"] == "make it 10% brighter"
    assert [m["role"] for m in thread["messages"]] == ["user", "assistant"]
    assert [v["version_id"] for v in thread["versions"]] == ["v0", "v1"]
    assert http.delete("/threads/page0").status_code == 204
    assert http.get("/threads/page0").status_code == 404
    assert http.get(f"/images/{image_id}").status_code == 200  # page1 uses it still


def test_a_download_keeps_name_and_format(http, edit, coffee):
    image_id = upload(http, coffee, "카페 라떼.jpg")
    edit.invoke({"text": "sepia", "image_id": image_id}, on("down"))
    got = http.get("/threads/down/versions/1/download")
    assert got.headers["content-type"] == "image/jpeg"
    assert "filename*=UTF-8''" in got.headers["content-disposition"]
    assert opened(got).shape == (400, 600, 3)
    png = http.get("/threads/down/versions/v1/download?format=png")
    assert png.headers["content-type"] == "image/png"
    missing = http.get("/threads/down/versions/7/download")
    assert missing.status_code == 404
    assert "v1" in missing.json()["hint"]


def test_health_and_readiness(http):
    assert http.get("/health").json() == {"status": "ok"}
    assert http.get("/ready").json()["ready"] is True


def test_openapi_describes_every_route(http):
    paths = http.get("/openapi.json").json()["paths"]
    for path in (
        "/images",
        "/images/{image_id}",
        "/images/{image_id}/masks",
        "/threads",
        "/threads/{thread_id}",
        "/threads/{thread_id}/cancel",
        "/threads/{thread_id}/versions/{number}/download",
        "/edit/invoke",
        "/edit/batch",
        "/edit/stream",
        "/health",
        "/ready",
    ):
        assert path in paths, path


def test_foreign_hosts_and_origins_are_refused(http):
    for headers in ({"host": "evil.example"}, {"origin": "http://evil.example"}):
        response = http.get("/threads", headers=headers)
        assert (response.status_code, response.json()["code"]) == (403, "forbidden")


def test_a_client_that_hangs_up_does_not_stop_its_turn(server, http, edit, coffee):
    turn = {
        "input": {"text": "oil painting", "image_id": upload(http, coffee)},
        "config": on("hang"),
    }
    with http.stream("POST", "/edit/stream", json=turn) as response:
        next(response.iter_bytes())
    for _ in range(200):
        thread = http.get("/threads/hang").json()
        if not thread.get("running", True) and len(thread["versions"]) == 2:
            break
    assert thread["head"] == "v1"


def test_keys_keep_owners_apart_and_sizes_are_limited(tmp_path, coffee):
    keys = json.dumps({"alice": "alice-key", "bob": "bob-key"})
    limits = {"PENTIMENTO_KEYS": keys, "PENTIMENTO_MAX_UPLOAD_BYTES": "200000"}
    with ServerProcess(tmp_path, **limits) as server:
        alice, bob = (
            httpx.Client(base_url=server.url, headers={"authorization": f"Bearer {who}-key"})
            for who in ("alice", "bob")
        )
        with alice, bob:
            assert httpx.get(server.url + "/threads").status_code == 401
            wrong = {"authorization": "Bearer nope"}
            assert httpx.get(server.url + "/threads", headers=wrong).status_code == 401
            image_id = upload(alice, coffee)
            body = {
                "input": {"text": "sepia", "image_id": image_id},
                "config": on("secret"),
            }
            assert alice.post("/edit/invoke", json=body).json()["output"]["head"] == "v1"
            stolen = bob.post("/edit/invoke", json=body).json()["output"]
            assert stolen["problem"]["code"] == "not_found"
            for path in (
                f"/images/{image_id}",
                f"/images/{image_id}/info",
                f"/images/{image_id}?size=64",
                "/threads/secret/versions/1/download",
            ):
                assert bob.get(path).status_code == 404, path
            assert bob.post(f"/images/{image_id}/masks", json={}).status_code == 404
            assert alice.get("/threads").json()["threads"][0]["thread_id"] == "secret"
            large = alice.post("/images", content=b"\0" * 300_000)
            assert (large.status_code, large.json()["code"]) == (413, "too_large")
            for path in ("/images", f"/images/{image_id}/masks", "/edit/invoke"):
                chunks = (b"\0" * 50_000 for _ in range(100))
                assert alice.post(path, content=chunks).status_code == 413


def test_an_open_host_without_keys_does_not_start(tmp_path):
    with pytest.raises(RuntimeError, match="PENTIMENTO_KEYS"):
        ServerProcess(tmp_path, PENTIMENTO_HOST="0.0.0.0").__enter__()


async def test_of_four_turns_at_once_one_is_served_and_three_are_told(server, http, coffee):
    image_id = upload(http, coffee)
    turn = {
        "input": {"text": "oil painting", "image_id": image_id},
        "config": on("four"),
    }
    async with httpx.AsyncClient(base_url=server.url, timeout=60) as client:
        posts = [client.post("/edit/invoke", json=turn) for _ in range(4)]
        replies = [r.json()["output"] for r in await asyncio.gather(*posts)]
    codes = sorted(r["problem"]["code"] if r["problem"] else "" for r in replies)
    assert codes == ["", "thread_busy", "thread_busy", "thread_busy"]
    assert len(http.get("/threads/four").json()["versions"]) == 2


def test_a_stream_tells_its_problem_in_an_event_of_its_own(edit):
    events = list(edit.stream({"answer": {"decisions": [{"type": "approve"}]}}, on("nothing")))
    assert [e["event"] for e in events] == ["problem", "done"]
    assert events[0]["data"]["code"] == "nothing_asked"


def test_a_command_or_messages_sent_as_input_start_no_run(http):
    for given in ({"resume": True}, {"messages": [{"role": "user", "content": "hi"}]}):
        assert http.post("/edit/invoke", json={"input": given}).status_code == 422


def test_an_empty_turn_on_an_idle_thread_changes_nothing(http, edit, coffee):
    edit.invoke({"text": "sepia", "image_id": upload(http, coffee)}, on("idle"))
    reply = edit.invoke({"answer": None}, on("idle"))
    assert (reply["head"], len(reply["versions"]), reply["problem"]) == ("v1", 2, None)


def test_a_gif_says_that_its_first_frame_was_taken(http, edit):
    frames = [PillowImage.new("RGB", (40, 30), colour) for colour in ("red", "blue")]
    file = io.BytesIO()
    frames[0].save(file, "GIF", save_all=True, append_images=frames[1:])
    image_id = upload(http, file.getvalue(), "two.gif")
    reply = edit.invoke({"text": "make it 20% brighter", "image_id": image_id}, on("gif"))
    assert "frame" in reply["text"]
    assert http.get(f"/images/{image_id}/info").json()["notes"]


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("POST", "/edit/invoke", b'{"input": {}, "extra": 1}', 422),
        ("POST", "/edit/invoke", b'{"input": {}, "config": null}', 422),
        ("POST", "/edit/invoke", b'{"input": {"text": "\xff"}}', 422),
        ("POST", "/edit/invoke", b"[" * 100_000, 422),
        ("POST", "/edit/invoke", b'{"input": {"text": "\\ud800 remove"}}', 422),
        ("POST", "/edit/batch", b'{"inputs": [{"text": "x", "foo": 1}]}', 422),
        ("GET", "/nowhere", b"", 404),
        ("PUT", "/images", b"", 405),
        ("GET", "/threads?offset=99999999999999999999999", b"", 422),
    ],
)
def test_whatever_is_off_has_the_shape_of_an_error(http, method, path, body, status):
    response = http.request(method, path, content=body)
    assert response.status_code == status
    assert {"code", "message", "hint", "retryable"} <= set(response.json())


def test_nulls_stand_for_what_is_not_given(http, coffee):
    image_id = upload(http, coffee)
    nothing = dict.fromkeys(("points_xy", "point_labels", "strokes", "mask_id", "grow_px"))
    region = {**nothing, "boxes_xyxy": [[5, 5, 7, 7]]}
    found = http.post(f"/images/{image_id}/masks", json=region)
    assert found.status_code == 200
    assert found.json()["candidates"][0]["area_px"] >= 4
    given = dict.fromkeys(("image", "region", "answer", "options", "confirmed", "turn_id"))
    turn = {"input": {**given, "text": "sepia", "image_id": image_id}}
    assert http.post("/edit/invoke", json=turn).json()["output"]["head"] == "v1"


def test_a_mask_of_another_image_is_not_this_one_s(http, coffee, rocket):
    stroke = {"strokes": [{"points_xy": [[50, 50]], "radius_px": 9}]}
    one, other = upload(http, coffee), upload(http, rocket)
    mask_id = http.post(f"/images/{one}/masks", json=stroke).json()["candidates"][0]["mask_id"]
    assert http.get(f"/images/{other}/masks/{mask_id}").status_code == 422
    assert http.get(f"/images/{other}/overlay/{mask_id}").status_code == 422


def test_the_title_comes_from_the_first_words_and_the_list_is_newest_first(http, edit, coffee):
    image_id = upload(http, coffee)
    for n in range(3):
        edit.invoke({"text": "", "image_id": image_id}, on(f"order{n}"))
    edit.invoke({"text": "make it sepia"}, on("order0"))
    listed = http.get("/threads?limit=3").json()["threads"]
    assert [t["thread_id"] for t in listed] == ["order0", "order2", "order1"]
    assert listed[0]["title"] == "make it sepia"


def test_addresses_with_secrets_are_not_logged_however_the_server_is_started(tmp_path):
    logger = logging.getLogger("httpx")
    before = logger.level
    logger.setLevel(logging.NOTSET)
    make_app(Settings(data=tmp_path, _env_file=None))  # as `uvicorn server:app` does
    set_to = logger.level
    logger.setLevel(before)
    assert set_to == logging.WARNING
