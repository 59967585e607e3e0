"""LangGraph's own server: `langgraph dev`, driven by its SDK as Studio drives it."""

import base64
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from langgraph_sdk import get_client

import graph
from tests.integration.process import ROOT, ServerProcess

DEV = (
    str(Path(sys.executable).parent / "langgraph"), "dev", "--no-browser", "--no-reload",
    "--allow-blocking", "--host", "127.0.0.1", "--port", "PORT",
)  # fmt: skip


def studio(data):
    # A dead proxy: whatever would leave this machine fails, and the server must not mind.
    return ServerProcess(data, *DEV, ready="/ok", HTTPS_PROXY="http://127.0.0.1:9")


def photo_message(photo, text):
    block = {"type": "image", "base64": base64.b64encode(photo).decode(), "mime_type": "image/jpeg"}
    return {"role": "user", "content": [{"type": "text", "text": text}, block]}


async def asked(client, thread_id):
    state = await client.threads.get_state(thread_id)
    return state["tasks"][0]["interrupts"][0]["value"]["action_requests"][0]


async def answer(client, thread_id, decision):
    resume = {"resume": {"decisions": [decision]}}
    return await client.runs.wait(thread_id, "edit", command=resume)


async def test_a_photo_in_a_message_a_pause_an_edit_a_restart_and_an_approval(tmp_path, rocket):
    with studio(tmp_path) as server:
        client = get_client(url=server.url)
        thread = await client.threads.create()
        thread_id = thread["thread_id"]
        message = photo_message(rocket, "remove this")
        await client.runs.wait(thread_id, "edit", input={"messages": [message]})
        assert (await asked(client, thread_id))["args"]["mask_id"] is None
        points = {"points_xy": [[322, 250]], "point_labels": [1]}
        edit = {"type": "edit", "edited_action": {"name": "confirm_mask", "args": points}}
        await answer(client, thread_id, edit)
        shown = await asked(client, thread_id)
        assert shown["args"]["candidates"]
        overlay = httpx.get(server.url + shown["args"]["overlay_url"])
        assert overlay.headers["content-type"] == "image/png"
        state = await answer(client, thread_id, {"type": "approve"})
        assert state["head"] == "v1"
        assert state["versions"][1]["outside_changed"] == 0
        assert "Done" in state["messages"][-1]["content"]
        await client.runs.wait(
            thread_id, "edit", input={"messages": [{"role": "user", "content": "remove the sky"}]}
        )
        await client.aclose()
        server.stop(2)  # Ctrl+C: the thread registry of `langgraph dev` is written on the way out

    needle = base64.b64encode(rocket)[1000:1060]
    assert not any(needle in path.read_bytes() for path in tmp_path.glob("studio.sqlite*"))

    with studio(tmp_path) as server:
        client = get_client(url=server.url)
        assert (await asked(client, thread_id))["args"]["target"] == "sky"
        box = {"boxes_xyxy": [[10, 10, 200, 120]]}
        edit = {"type": "edit", "edited_action": {"name": "confirm_mask", "args": box}}
        await answer(client, thread_id, edit)
        state = await answer(client, thread_id, {"type": "approve"})
        assert state["head"] == "v2"
        await client.aclose()


async def test_chat_mode_works_on_messages_alone(tmp_path, coffee):
    with studio(tmp_path) as server:
        client = get_client(url=server.url)
        thread = await client.threads.create()
        sent = {"messages": [photo_message(coffee, "흑백으로 바꿔줘")]}
        state = await client.runs.wait(thread["thread_id"], "edit", input=sent)
        assert state["head"] == "v1"
        assert "했어요" in state["messages"][-1]["content"]
        hello = {"messages": [{"role": "user", "content": "hello"}]}
        state = await client.runs.wait(thread["thread_id"], "edit", input=hello)
        assert "Hello" in state["messages"][-1]["content"]
        assert [m["type"] for m in state["messages"]] == ["human", "ai", "human", "ai"]
        await client.aclose()


def test_the_package_named_graph_is_ours():
    assert Path(graph.__file__).is_relative_to(ROOT)


@pytest.mark.parametrize("module", ["graph.edit", "server"])
def test_importing_touches_no_disk(tmp_path, module):
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r}); import {module}"
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, check=True)
    assert list(tmp_path.iterdir()) == []
