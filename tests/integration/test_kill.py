"""kill -9 at every node of a turn, restart, resume: nothing is lost, nothing is done twice."""

import sys

import httpx
import pytest

from checkpoints.images import ImageStore
from engines import Engines
from graph.edit import build
from tests.integration.process import ServerProcess

CONFIG = {"configurable": {"thread_id": "t"}}
POINTED = ("receive", "route_intent", "locate", "segment", "confirm_mask")
APPROVED = ("translate", "execute", "record", "respond")
ASK = {
    "text": "remove this and then make the whole picture sepia",
    "region": {"points_xy": [[322, 250]], "point_labels": [1]},
}
APPROVE = {"answer": {"decisions": [{"type": "approve"}]}}


def doomed(data, node, moment):
    return ServerProcess(
        data, sys.executable, "tests/integration/doomed_server.py", DOOM=f"{node}:{moment}"
    )


def turn(server, given):
    body = {"input": given, "config": CONFIG}
    return httpx.post(server.url + "/edit/invoke", json=body, timeout=60).json()["output"]


def cut_off(server, given):
    with pytest.raises(httpx.TransportError):
        turn(server, given)
    server.wait_dead()


@pytest.fixture(scope="module")
def reference(tmp_path_factory, rocket):
    """What the two turns give when nobody kills the server."""
    with ServerProcess(tmp_path_factory.mktemp("reference")) as server:
        image_id = httpx.post(server.url + "/images", content=rocket).json()["image_id"]
        assert turn(server, {**ASK, "image_id": image_id})["asking"]
        return [v["image_id"] for v in turn(server, APPROVE)["versions"]]


@pytest.mark.parametrize("moment", ["start", "end"])
@pytest.mark.parametrize("node", [*POINTED, *APPROVED])
def test_a_turn_killed_at_a_node_is_finished_after_a_restart(
    tmp_path, rocket, reference, node, moment
):
    with doomed(tmp_path, node, moment) as server:
        image_id = httpx.post(server.url + "/images", content=rocket).json()["image_id"]
        asked = {**ASK, "image_id": image_id}
        if node in POINTED:
            cut_off(server, asked)
        else:
            assert turn(server, asked)["asking"]
            cut_off(server, APPROVE)
    with ServerProcess(tmp_path) as server:
        thread = httpx.get(server.url + "/threads/t").json()
        assert len(thread["versions"]) <= len(reference)
        if node in POINTED:
            assert turn(server, asked)["asking"]  # the same turn, sent again
        reply = turn(server, APPROVE)
        assert [v["image_id"] for v in reply["versions"]] == reference
        assert reply["asking"] is None
        assert not httpx.get(server.url + "/threads/t").json()["unfinished"]


def test_an_unfinished_turn_is_finished_by_an_empty_one(tmp_path, rocket):
    with doomed(tmp_path, "execute", "start") as server:
        image_id = httpx.post(server.url + "/images", content=rocket).json()["image_id"]
        cut_off(server, {"text": "sepia", "image_id": image_id})
    with ServerProcess(tmp_path) as server:
        assert httpx.get(server.url + "/threads/t").json()["unfinished"]
        assert turn(server, {})["head"] == "v1"


def test_an_unfinished_turn_can_be_dropped(tmp_path, rocket):
    with doomed(tmp_path, "execute", "start") as server:
        image_id = httpx.post(server.url + "/images", content=rocket).json()["image_id"]
        cut_off(server, {"text": "sepia", "image_id": image_id})
    with ServerProcess(tmp_path) as server:
        assert httpx.post(server.url + "/threads/t/cancel").json() == {"cancelled": True}
        reply = turn(server, {"text": "make it brighter"})
        assert [v["op"] for v in reply["versions"]] == ["upload", "adjust"]


def test_the_loop_names_every_node_but_those_of_other_turns(tmp_path):
    words = {"compose_prompt", "generate", "choose"}  # for engines with words: test_variants
    others = {"history", "answer", "recommend", "ground", *words}  # ground: test_grounding
    assert set(build(ImageStore(tmp_path), Engines()).nodes) == {*POINTED, *APPROVED, *others}


@pytest.mark.parametrize("moment", ["start", "end"])
@pytest.mark.parametrize(
    ("node", "text", "head"), [("history", "undo", "v1"), ("answer", "hello", "v2")]
)
def test_a_turn_that_edits_nothing_is_not_done_twice_either(
    tmp_path, rocket, node, moment, text, head
):
    with doomed(tmp_path, node, moment) as server:
        image_id = httpx.post(server.url + "/images", content=rocket).json()["image_id"]
        turn(server, {"text": "sepia", "image_id": image_id})
        turn(server, {"text": "make it brighter"})
        cut_off(server, {"text": text})
    with ServerProcess(tmp_path) as server:
        assert turn(server, {"text": text})["head"] == head  # the same turn, sent again
        messages = httpx.get(server.url + "/threads/t").json()["messages"]
        assert [m["text"] for m in messages if m["role"] == "user"][-2:] == [
            "make it brighter",
            text,
        ]
