"""Models on Triton that do not do as they should; the real server is in tests/integration."""

import json
import re
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from engines import Engines
from engines.protocols import Pointing
from engines.triton.drawing import TritonEraser
from engines.triton.finding import TritonGrounder, TritonSegmenter
from engines.triton.tensors import SIGNATURES
from errors import Cancelled, EngineError, EngineUnavailable, InvalidMask, InvalidRegion
from settings import Settings
from tests.integration.process import free_port
from tests.loopback import serving

PHOTO = np.zeros((4, 6, 3), np.uint8)
CLICK = Pointing(((2.0, 1.0),), (1,))
needs_client = pytest.mark.usefixtures("client")


@pytest.fixture
def client():
    pytest.importorskip("tritonclient.http", reason="needs the `triton` extra")


class Server:
    """Answers `metadata` to every GET and `answer` to every POST, as they are."""

    def __init__(self) -> None:
        self.url = ""
        self.metadata: Any = metadata_of("segment")
        self.answer: Any = found(np.ones((1, 4, 6), bool), [0.5])
        self.asked: list[str] = []
        self.going = threading.Event()  # cleared: metadata is waited for
        self.going.set()


@pytest.fixture
def server() -> Iterator[Server]:
    running = Server()

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: Any) -> None: ...

        def do_GET(self) -> None:
            running.going.wait(5)
            self.say(running.metadata)

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["content-length"]))
            self.say(running.answer)

        def say(self, what: Any) -> None:
            running.asked.append(self.path)
            body = what if isinstance(what, bytes) else json.dumps(what).encode()
            self.send_response(200)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    with serving(Handler) as url:
        running.url = url.removeprefix("http://")
        yield running


def nothing(*_):
    return None


def metadata_of(capability, batch=()):
    """What a model that follows says of itself; `batch`: (-1,) with an axis for batches."""
    signature = SIGNATURES[capability]
    return {
        "inputs": [_row(tensor, batch) for tensor in signature.inputs],
        "outputs": [_row(tensor, batch) for tensor in signature.outputs],
    }


def _row(tensor, batch):
    return {"name": tensor.name, "datatype": tensor.kinds[0], "shape": [*batch, *tensor.shape]}


def output(name, kind, array):
    given = np.asarray(array)
    return {
        "name": name,
        "datatype": kind,
        "shape": list(given.shape),
        "data": given.ravel().tolist(),
    }


def found(masks, scores, kind="BOOL"):
    return {"outputs": [output("MASKS", kind, masks), output("SCORES", "FP32", scores)]}


def segmented(server):
    return TritonSegmenter(server.url, "sam/2").segment(PHOTO, CLICK, image_id="a")


@pytest.mark.parametrize("batch", [(), (-1,)], ids=["plain", "batched"])
@pytest.mark.parametrize("capability", list(SIGNATURES))
def test_a_model_that_follows_has_no_fault_with_an_axis_for_batches_or_without(capability, batch):
    metadata, signature = metadata_of(capability, batch), SIGNATURES[capability]
    assert signature.faults(metadata) == []
    assert signature.batched([*metadata["inputs"], *metadata["outputs"]]) == bool(batch)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (("inputs", 0, "datatype", "FP32"), "IMAGE is FP32, not UINT8"),
        (("inputs", 0, "shape", [512, 512, 3]), "IMAGE is [512, 512, 3], not [-1, -1, 3]"),
        (("inputs", 0, "shape", [3, -1, -1]), "IMAGE is [3, -1, -1], not [-1, -1, 3]"),
        (("inputs", 1, "shape", [1, -1, 2]), "POINTS_XY is [1, -1, 2], not [-1, 2]"),
        (("inputs", 1, "name", "POINTS"), "POINTS_XY is missing; nothing is sent as POINTS"),
        (("outputs", 0, "datatype", "INT64"), "MASKS is INT64, not BOOL or UINT8"),
        (("outputs", 1, "name", "IOU"), "SCORES is missing"),
    ],
    ids=lambda given: "" if isinstance(given, tuple) else given,
)
def test_each_tensor_that_does_not_follow_is_named(change, fault):
    metadata = metadata_of("segment")
    side, row, key, value = change
    metadata[side][row][key] = value
    assert "; ".join(SIGNATURES["segment"].faults(metadata)) == fault


def test_a_model_that_always_gives_three_masks_follows_too():
    metadata = metadata_of("segment")
    metadata["outputs"][0]["shape"], metadata["outputs"][1]["shape"] = [3, -1, -1], [3]
    assert SIGNATURES["segment"].faults(metadata) == []


@needs_client
def test_candidates_are_ordered_by_area_and_the_best_three_of_many(server):
    masks = np.zeros((5, 4, 6), bool)
    for i in range(5):
        masks[i, : i // 2 + 1, : 2 + i] = True
        masks[i, 1, 2] = True
    server.answer = found(masks.astype(np.uint8), [0.2, 0.3, 1.04, 0.9, 0.8], "UINT8")
    candidates = segmented(server)
    assert [c.level for c in candidates] == ["part", "object", "whole"]
    areas = [int(c.mask.sum()) for c in candidates]
    assert areas == sorted(areas)
    assert max(c.score for c in candidates) == 1.0  # a predicted IoU can overshoot


@needs_client
def test_metadata_is_read_once_and_a_name_is_one_part_of_the_address(server):
    engine = TritonSegmenter(server.url, "sam/2")
    for _ in range(2):
        engine.segment(PHOTO, CLICK, image_id="a")
    assert server.asked == ["/v2/models/sam%2F2", *["/v2/models/sam%2F2/infer"] * 2]


@needs_client
def test_a_turn_can_be_stopped_while_another_waits_for_the_same_model(server):
    server.metadata, server.answer = metadata_of("erase"), b""
    server.going.clear()
    engine, mask = TritonEraser(server.url, "lama"), PHOTO[..., 0] == 1
    mask[1:3, 1:3] = True

    def first() -> None:
        with pytest.raises(EngineError):
            engine.erase(PHOTO, mask, seed=1, progress=nothing)

    waiting = threading.Thread(target=first)
    waiting.start()
    time.sleep(0.3)
    began = time.monotonic()

    def stop(*_):
        if time.monotonic() > began + 0.1:
            raise Cancelled("stopped")

    with pytest.raises(Cancelled):
        engine.erase(PHOTO, mask, seed=1, progress=stop)
    assert time.monotonic() - began < 2
    server.going.set()
    waiting.join()


@needs_client
@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (b"<html>", "an answer that cannot be read"),
        (b"[]", "an answer that cannot be read"),
        ({"outputs": [{"name": "MASKS"}]}, "an answer that cannot be read"),
        ({"outputs": []}, "no MASKS of the shape [-1, -1, -1]"),
        (found(np.ones((4, 6), bool), [1.0]), "no MASKS of the shape"),
        (found(np.ones((1, 6, 4), bool), [1.0]), "(1, 6, 4) MASKS and (1,) SCORES"),
        (found(np.ones((2, 4, 6), bool), [1.0]), "(2, 4, 6) MASKS and (1,) SCORES"),
        (found(np.ones((1, 4, 6)), [1.0], "FP32"), "MASKS as float32"),
        (found(np.ones((1, 4, 6), bool), [float("nan")]), "SCORES that are no numbers"),
    ],
    ids=["html", "list", "half", "none", "flat", "turned", "count", "dtype", "nan"],
)
def test_an_answer_that_is_off_is_an_error_that_says_what(server, answer, said):
    server.answer = answer
    with pytest.raises(EngineError, match=re.escape(said)):
        segmented(server)


@needs_client
def test_an_empty_mask_is_nothing_found(server):
    server.answer = found(np.zeros((1, 4, 6), bool), [0.9])
    with pytest.raises(InvalidRegion, match="found nothing there"):
        segmented(server)


@needs_client
def test_boxes_end_at_the_frame_come_likeliest_first_and_score_0_is_nothing(server):
    server.metadata = metadata_of("ground")
    rows = [[-2, 1, 3, 9], [0, 0, 6, 4], [4, 2, 4, 4], [1, 1, 2, 2]]
    server.answer = {
        "outputs": [
            output("BOXES_XYXY", "FP32", np.array(rows, float)),
            output("SCORES", "FP32", [0.4, 0.9, 0.8, 0.0]),
        ]
    }
    places = TritonGrounder(server.url, "owl").ground(PHOTO, "a dog", image_id="a")
    assert [p.box_xyxy for p in places] == [(0, 0, 6, 4), (0, 1, 3, 4)]
    assert [p.score for p in places] == pytest.approx([0.9, 0.4])


@needs_client
@pytest.mark.parametrize("metadata", [b"<html>", b"[1]", {"name": "x"}], ids=["html", "list", "x"])
def test_what_is_no_triton_is_told_with_the_setting(server, metadata):
    server.metadata = metadata
    with pytest.raises(EngineError, match="is no metadata of a model") as caught:
        segmented(server)
    assert "PENTIMENTO_TRITON_URL" in caught.value.hint


@needs_client
def test_a_model_that_was_mended_is_taken_without_a_restart(server):
    engine = TritonSegmenter(server.url, "sam")
    server.metadata = metadata_of("erase")
    with pytest.raises(EngineError, match="does not follow"):
        engine.segment(PHOTO, CLICK, image_id="a")
    server.metadata = metadata_of("segment")
    assert len(engine.segment(PHOTO, CLICK, image_id="a")) == 1


def test_a_server_that_is_down_is_unavailable_with_the_command_that_starts_one():
    engine = TritonSegmenter(f"127.0.0.1:{free_port()}", "sam")
    with pytest.raises(EngineUnavailable, match="nothing answers") as caught:
        engine.segment(PHOTO, CLICK, image_id="a")
    assert "tritonserver" in caught.value.hint


def test_a_mask_that_cannot_be_continued_is_refused_before_anything_is_sent():
    engine = TritonEraser("127.0.0.1:1", "lama")
    for mask in (np.ones((4, 6), bool), np.zeros((4, 6), bool), np.ones((4, 5), bool)):
        with pytest.raises(InvalidMask):
            engine.erase(PHOTO, mask, seed=1, progress=nothing)


@needs_client
@pytest.mark.parametrize(
    ("settings", "what"),
    [
        ({}, "PENTIMENTO_TRITON_URL is not set"),
        ({"triton_url": "127.0.0.1:1"}, "PENTIMENTO_TRITON_MODELS names no model for `segment`"),
    ],
)
def test_what_is_not_set_is_named(settings, what):
    engines = Engines(settings=Settings.model_construct(**settings))
    lack = engines.lack("segment", "triton-segment")
    assert lack is not None
    assert lack.what == what
    assert lack.command.endswith("make run")
    # One command is all of it, on another port than Triton's own, 8000.
    for named in ("PENTIMENTO_PORT=", "PENTIMENTO_TRITON_URL=", "PENTIMENTO_TRITON_MODELS="):
        assert named in lack.command


def test_a_capability_that_no_model_can_have_is_refused_at_start():
    with pytest.raises(ValidationError, match="segment"):
        Settings(triton_models={"segmnt": "sam"})
