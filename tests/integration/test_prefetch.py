"""A photo is seen by the segmenter as soon as it is there, and nobody waits for that."""

import base64
import json
import threading
import time
from dataclasses import replace

import httpx
import numpy as np
import pytest

from engines import Engines
from engines.pointing import PointingSegmenter
from engines.protocols import Candidate
from errors import EngineUnavailable
from server import make_app
from settings import Settings
from tests import tiny_onnx
from tests.conftest import encoded
from tests.fakes import registry
from tests.integration.conftest import Conversation, opened
from tests.integration.process import ServerProcess


class Watcher:
    """A segmenter that notes what it is shown, and takes as long over it as it is told."""

    card = replace(PointingSegmenter.card, name="watcher")
    prepared: list[tuple[str, tuple[int, ...]]] = []  # noqa: RUF012  # the registry makes it
    go = threading.Event()
    begun = threading.Event()

    def prepare(self, image, *, image_id):
        self.prepared.append((image_id, image.shape))
        self.begun.set()
        if image_id and not self.go.wait(20):
            raise AssertionError("never let go")

    def segment(self, image, pointing, *, image_id):
        return [Candidate(np.ones(image.shape[:2], np.bool_), 1.0, "object")]


class Broken(Watcher):
    """Cannot be prepared: its weights are damaged."""

    card = replace(Watcher.card, name="broken")

    def prepare(self, image, *, image_id):
        super().prepare(image, image_id=image_id)
        raise EngineUnavailable("the weights of `broken` cannot be read", hint="get them again")


PREPARES = "tests.integration.test_prefetch:Watcher"


@pytest.fixture
def watcher():
    Watcher.prepared.clear()
    Watcher.begun.clear()
    Watcher.go.set()
    yield Watcher
    Watcher.go.set()


def photo(seed, width=90, height=60):
    return encoded(np.random.default_rng(seed).integers(0, 256, (height, width, 3), np.uint8))


def until(holds):
    deadline = time.monotonic() + 15
    while not holds():
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.01)


def inline(seed):
    return base64.b64encode(photo(seed)).decode()


def watched(tmp_path, name="watcher", **settings):
    target = {"watcher": PREPARES, "broken": PREPARES.replace("Watcher", "Broken")}[name]
    given = Settings.model_construct(data=tmp_path, **settings)
    return opened(tmp_path, registry(segment={name: target}), settings=given)


async def test_a_photo_sent_with_a_turn_is_prepared(tmp_path, watcher):
    async with watched(tmp_path) as turns:
        reply = await Conversation(turns).send(text="hello", image=inline(1))
        until(lambda: watcher.prepared)
    assert watcher.prepared == [(reply["image_id"], (60, 90, 3))]


async def test_a_turn_does_not_wait_and_what_comes_meanwhile_is_dropped(tmp_path, watcher):
    watcher.go.clear()
    async with watched(tmp_path) as turns:
        first = await Conversation(turns, "a").send(text="hello", image=inline(1))
        until(watcher.begun.is_set)
        second = await Conversation(turns, "b").send(text="hello", image=inline(2))
        assert second["problem"] is None  # both were answered, and nothing was prepared yet
        watcher.go.set()
        until(lambda: turns.prefetch.begin(turns.images.of("local"), second["image_id"]))
    assert [name for name, _ in watcher.prepared] == [first["image_id"], second["image_id"]]


async def test_the_setting_turns_it_off(tmp_path, watcher):
    async with watched(tmp_path, prefetch=False) as turns:
        reply = await Conversation(turns).send(text="hello", image=inline(1))
        assert not turns.prefetch.begin(turns.images.of("local"), reply["image_id"])
    assert watcher.prepared == []


async def test_a_model_that_fails_over_it_harms_no_turn_and_not_the_next_photo(
    tmp_path, watcher, caplog
):
    async with watched(tmp_path, "broken") as turns:
        talk = Conversation(turns)
        reply = await talk.send(text="hello", image=inline(1))
        assert reply["problem"] is None
        until(lambda: "cannot be read" in caplog.text)
        until(lambda: turns.prefetch.begin(talk.images, reply["image_id"]))
    assert len(watcher.prepared) == 2


async def test_where_clicks_are_answered_without_it_nothing_is_prepared(tmp_path, watcher):
    segmenters = {"pointing": "engines.pointing:PointingSegmenter", "watcher": PREPARES}
    given = Settings.model_construct(data=tmp_path)
    async with opened(tmp_path, registry(segment=segmenters), settings=given) as turns:
        await Conversation(turns).send(text="hello", image=inline(1))
    assert watcher.prepared == []


async def test_an_upload_is_answered_before_its_photo_is_prepared(tmp_path, watcher):
    watcher.go.clear()
    settings = Settings.model_construct(data=tmp_path)
    app = make_app(settings, Engines(registry(segment={"watcher": PREPARES}), settings))
    transport = httpx.ASGITransport(app)
    async with (
        app.state.house.open(),
        httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as http,
    ):
        raw = (await http.post("/images", content=photo(1))).json()  # answered, not let go yet
        until(watcher.begun.is_set)
        form = {"file": ("a.png", photo(2), "image/png")}
        assert (await http.post("/images", files=form)).status_code == 200
        watcher.go.set()
    assert watcher.prepared == [(raw["image_id"], (60, 90, 3))]


def test_an_uploaded_photo_is_clicked_on_with_mobile_sam(tmp_path):
    pair = tiny_onnx.sam_pair(tmp_path / "pair")
    models = json.dumps({"mobile-sam": str(pair)})
    square = np.full((200, 300, 3), 60, np.uint8)
    square[75:150, 75:150] = (200, 60, 60)
    with (
        ServerProcess(tmp_path / "data", PENTIMENTO_MODELS=models) as server,
        httpx.Client(base_url=server.url, timeout=60) as http,
    ):
        image_id = http.post("/images", content=encoded(square)).json()["image_id"]
        region = {"points_xy": [[100, 100]], "point_labels": [1]}
        found = http.post(f"/images/{image_id}/masks", json=region).json()
        assert found["engine"] == "mobile-sam"
        best = max(found["candidates"], key=lambda one: one["score"])
        assert best["box_xyxy"] == [75, 75, 150, 150]
        assert best["area_px"] == 75 * 75
