"""An answer on its way: token by token to every client, and the photo to the model alone."""

import logging
import sqlite3
import threading
import time

import httpx
import pytest
from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.messages import AIMessageChunk, HumanMessage
from langserve import RemoteRunnable

from engines import Engines
from graph.edit import build
from settings import Settings
from tests.integration.process import ServerProcess
from tests.model_server import Reply

SEEING = Settings.model_construct(vision_model="openai:tiny", chat_timeout_s=5.0)
SAID = "A cup of coffee stands on a wooden table, and it is full."


@pytest.fixture
def server(tmp_path, models):
    with ServerProcess(tmp_path / "data", PENTIMENTO_VISION_MODEL="openai:tiny") as running:
        yield running


def uploaded(server, photo):
    return httpx.post(f"{server.url}/images", content=photo).json()["image_id"]


def on(thread_id):
    return {"configurable": {"thread_id": thread_id}}


def test_langserve_streams_an_answer_while_the_model_speaks(server, models, coffee):
    models.replies = [Reply(text=SAID, pause_s=0.1)]
    edit, arrived = RemoteRunnable(server.url + "/edit"), []
    turn = {"text": "what is in this photo?", "image_id": uploaded(server, coffee)}
    for event in edit.stream(turn, on("t")):
        arrived.append((time.monotonic(), event))
    tokens = [(at, e["data"]["text"]) for at, e in arrived if e["event"] == "token"]
    assert "".join(text for _, text in tokens) == SAID
    assert len(tokens) > 6
    assert tokens[-1][0] - tokens[0][0] > 0.6  # they came as they were said, not at the end
    done = arrived[-1][1]
    assert (done["event"], done["data"]["text"]) == ("done", SAID)
    messages = httpx.get(f"{server.url}/threads/t").json()["messages"]
    assert [m["text"] for m in messages] == ["what is in this photo?", SAID]


def test_a_server_killed_while_the_model_speaks_asks_it_again(server, models, coffee):
    started = threading.Event()

    def slow(_):
        started.set()
        return Reply(text=SAID, pause_s=0.5)

    models.replies, models.otherwise = [slow], SAID
    turn = {"text": "what is in this photo?", "image_id": uploaded(server, coffee), "turn_id": "q"}
    body = {"input": turn, "config": on("t")}
    with httpx.Client() as client, client.stream("POST", f"{server.url}/edit/stream", json=body):
        assert started.wait(20)
        time.sleep(0.7)
        server.kill()
    server.start()
    with server:
        reply = RemoteRunnable(server.url + "/edit").invoke(turn, on("t"))
    assert reply["text"] == SAID
    assert reply["problem"] is None
    assert len(models.requests) == 2


class Collector(BaseCallbackHandler):
    """Keeps all that a tracer would be given."""

    def __init__(self):
        self.given = ""

    def on_chain_start(self, *args, **kwargs):
        self.given += repr((args, kwargs))

    on_chain_end = on_chat_model_start = on_llm_new_token = on_llm_end = on_chain_start


async def test_studio_gets_the_models_tokens_and_no_tracer_gets_a_photo(
    store, models, coffee, caplog
):
    """`stream_mode="messages"` is what Studio and Agent Chat UI listen to."""
    caplog.set_level(logging.DEBUG)
    models.replies = [SAID]
    graph = build(store, Engines(settings=SEEING)).compile()
    image_id, tracer = store.of("local").put(coffee).image_id, Collector()
    block = {"type": "image", "url": f"/images/{image_id}"}
    asked = HumanMessage([{"type": "text", "text": "what is in this photo?"}, block])
    streamed, said = [], []
    stream = graph.astream({"messages": [asked]}, {"callbacks": [tracer]}, stream_mode="messages")
    async for message, about in stream:
        if isinstance(message, AIMessageChunk):
            assert about["langgraph_node"] == "answer"
            streamed.append(message.text)
        elif message.type == "ai":
            said.append(message.text)
    assert "".join(streamed) == SAID
    assert len([piece for piece in streamed if piece]) > 3
    assert said == [SAID]
    needle = models.requests[0].images[0][5000:5060]
    assert "picture" in tracer.given
    assert needle not in tracer.given
    assert needle not in caplog.text


async def test_captions_and_search_words_are_no_tokens_of_the_reply(store, models, coffee, rocket):
    models.replies = ["Caption: a cup\nMood: warm, calm, cosy", SAID]
    budget = SEEING.model_copy(update={"vision_pixels": 1})
    graph = build(store, Engines(settings=budget)).compile()
    owned = store.of("local")
    ids = [owned.put(coffee).image_id, owned.put(rocket).image_id]
    given = {
        "messages": [HumanMessage("what do you see?")],
        "request": {"image_id": ids[0], "with_image_ids": [ids[1]]},
    }
    stream = graph.astream(given, stream_mode="messages")
    pieces = [m.text async for m, _ in stream if isinstance(m, AIMessageChunk)]
    assert len(models.requests) == 2
    assert "".join(pieces) == SAID


async def test_no_checkpoint_holds_what_was_sent(talk, models, coffee, tmp_path):
    async with talk(settings=SEEING) as thread:
        image_id = thread.images.put(coffee).image_id
        await thread.send(text="what is in this photo?", image_id=image_id)
    needle = models.requests[0].images[0][5000:5060]
    with sqlite3.connect(tmp_path / "threads.sqlite") as database:
        assert needle not in "".join(database.iterdump())
    assert not any(needle.encode() in path.read_bytes() for path in tmp_path.glob("*.sqlite*"))
