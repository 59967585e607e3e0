"""Removing a photo removes it everywhere: no trace remains, and no model hears of it again."""

import asyncio
import sqlite3
from collections.abc import Sequence
from itertools import pairwise

import pytest
from langchain_core.messages import AIMessage
from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer

from checkpoints.catalogue import Catalogue, PictureRow
from checkpoints.images import ImageStore
from checkpoints.index import Vectors, open_store
from checkpoints.memory import Memory
from checkpoints.saver import open_saver
from checkpoints.threads import ThreadList, thread_key
from engines import Engines
from graph.edit import build
from graph.turns import Turns
from nodes.captions import caption_of
from settings import Settings
from tests.integration.conftest import Conversation
from tests.model_server import vector

CAPTION = "Caption: a steaming espresso on oak\nMood: drowsy, amber, velvety"
ANSWER = "The second one shows something to drink."
TRACES = ("steaming espresso", "drowsy", "amber", "velvety")
JOKE = "It wakes me up, and I only look at it."
FOUND = "an espresso, seen from above"
BUDGET = Settings.model_construct(vision_model="openai:tiny", vision_pixels=1)


def everything(folder) -> str:
    """All tables of the database in words, what is packed unpacked, and the names of all files."""
    serde = JsonPlusSerializer(allowed_msgpack_modules=None)
    found = [str(path.relative_to(folder)) for path in folder.rglob("*")]
    with sqlite3.connect(folder / "threads.sqlite") as database:
        tables = [row[0] for row in database.execute("SELECT name FROM sqlite_master")]
        for table in tables:
            if table.startswith(("sqlite_", "store_prefix", "idx_")):
                continue
            for row in database.execute(f"SELECT * FROM {table}"):
                kinds = pairwise(row)
                found += [
                    repr(serde.loads_typed((kind, value)))
                    for kind, value in kinds
                    if kind == "msgpack"
                ]
                found.append(f"{table}: {row!r}")
    return "\n".join(found)


async def test_no_trace_of_a_detached_photo_remains(talk, models, rocket, coffee, tmp_path):
    # It does not fit into the first question, and so is captioned; the second one names it.
    rocketed = "Caption: a rocket\nMood: bold, tense, loud"
    models.replies = ["They fly.", CAPTION, "A rocket.", rocketed, ANSWER, JOKE]
    async with talk(settings=BUDGET) as thread:
        turns, images = thread.turns, thread.images
        first, added = images.put(rocket).image_id, images.put(coffee, name="secret.jpg").image_id
        await thread.send(text="tell me more about rockets", image_id=first)
        await turns.attach("local", "t", added)
        await thread.send(text="what do you see?")
        await thread.send(text="what is in the second photo?", with_image_ids=[added])
        joke = await thread.send(text="tell me a joke")
        assert joke["text"] == JOKE  # made with the answer as its context
        # As the catalogue indexes it; not every Python's SQLite can hold the vector itself.
        place, row = ("vectors", "local", "versions", "0" * 32), {"image_id": added, "text": FOUND}
        await turns.threads.store.aput(place, added, row, index=False)
        before = everything(tmp_path)
        assert [t for t in (*TRACES, added, FOUND) if t not in before] == []
        assert any(added in sent.text or sent.images for sent in models.requests)
        await turns.detach("local", "t", added)
        after = everything(tmp_path)
        assert [trace for trace in (*TRACES, added, FOUND) if trace in after] == []
        assert first in after
        models.requests.clear()
        await thread.send(text="what do you see now?")
    (sent,) = models.requests
    assert len(sent.images) == 1
    told = (added, "secret.jpg", ANSWER, JOKE, "what is in the second photo?", "photo 2", *TRACES)
    assert [trace for trace in told if trace in sent.text] == []
    assert "tell me more about rockets" in sent.text


@pytest.fixture
def captioned(models):
    models.replies = [CAPTION]
    return Engines(settings=BUDGET)


async def test_its_caption_and_its_rows_of_the_search_go_with_it(
    talk, captioned, coffee, rocket, tmp_path
):
    async with talk(settings=BUDGET) as thread:
        turns, images = thread.turns, thread.images
        added = images.put(coffee).image_id
        await thread.send(image_id=images.put(rocket).image_id)
        await turns.attach("local", "t", added)
        memory = Memory(turns.threads.store, "local")
        await asyncio.to_thread(caption_of, added, images=images, engines=captioned, memory=memory)
        before = everything(tmp_path)
        assert all(trace in before for trace in (*TRACES, added))
        await turns.detach("local", "t", added)
    after = everything(tmp_path)
    assert [trace for trace in (*TRACES, added) if trace in after] == []


async def test_a_deleted_threads_captions_go_with_its_images(talk, captioned, coffee, tmp_path):
    async with talk(settings=BUDGET) as thread:
        image_id = thread.images.put(coffee).image_id
        await thread.send(image_id=image_id)
        memory = Memory(thread.turns.threads.store, "local")
        await asyncio.to_thread(
            caption_of, image_id, images=thread.images, engines=captioned, memory=memory
        )
        await thread.turns.delete("local", "t")
    assert [trace for trace in (*TRACES, image_id) if trace in everything(tmp_path)] == []


async def test_a_photo_that_another_thread_uses_keeps_its_caption(talk, captioned, coffee):
    async with talk(settings=BUDGET) as thread:
        turns, images = thread.turns, thread.images
        added = images.put(coffee).image_id
        await turns.attach("local", "t", added)
        await turns.attach("local", "other", added)
        memory = Memory(turns.threads.store, "local")
        await asyncio.to_thread(caption_of, added, images=images, engines=captioned, memory=memory)
        await turns.detach("local", "t", added)
        assert await asyncio.to_thread(memory.caption, added)
        assert images.exists(added)


async def test_a_picture_of_the_catalogue_stays_when_a_thread_lets_it_go(talk, coffee):
    async with talk() as thread:
        turns, added = thread.turns, thread.images.put(coffee).image_id
        row = PictureRow(
            image_id=added, name="cup.jpg", path="/x/cup.jpg", caption="", keywords=[], added_at=""
        )
        await asyncio.to_thread(Catalogue(turns.threads.store, "local").keep, row)
        await turns.attach("local", "t", added)
        await turns.detach("local", "t", added)
        assert thread.images.exists(added)


async def test_what_was_said_stays_to_be_read(talk, models, rocket, coffee):
    models.otherwise = ANSWER
    settings = Settings.model_construct(vision_model="openai:tiny")
    async with talk(settings=settings) as thread:
        turns, images = thread.turns, thread.images
        added = images.put(coffee).image_id
        await thread.send(image_id=images.put(rocket).image_id)
        await turns.attach("local", "t", added)
        await thread.send(text="what is in this photo?", with_image_ids=[added])
        await turns.detach("local", "t", added)
        messages = (await turns.state("local", "t")).values["messages"]
        assert [m.text for m in messages[-2:]] == ["what is in this photo?", ANSWER]
        shown = await thread.send(text="undo")
        assert shown["problem"]["code"] == "nothing_to_undo"


async def test_an_open_question_outlives_a_photo_that_it_is_not_about(talk, rocket, coffee):
    async with talk() as thread:
        turns, images = thread.turns, thread.images
        image_id, added = images.put(rocket).image_id, images.put(coffee).image_id
        await turns.attach("local", "t", added)
        await thread.send(
            text="how large is this picture?", image_id=image_id, with_image_ids=[added]
        )
        region = {"points_xy": [[322, 250]], "point_labels": [1]}
        asked = await thread.send(text="remove this", region=region)
        await turns.detach("local", "t", added)
        assert not images.exists(added)
        state = await turns.state("local", "t")
        assert state.interrupts[0].value == asked["asking"]
        assert (await thread.answer("approve"))["head"] == "v1"


async def test_what_a_search_found_in_a_thread_goes_when_that_thread_is_deleted(
    talk, coffee, rocket, tmp_path
):
    async with talk() as thread:
        turns, images = thread.turns, thread.images
        here, there = images.put(rocket).image_id, images.put(coffee).image_id
        await thread.send(image_id=here)
        found = {"image_id": there, "score": 0.9, "caption": "a red door", "source": "versions"}
        reply = AIMessage("This one?", id="reply-x", additional_kwargs={"found": [found]})
        config = {"configurable": {"thread_id": thread_key("local", "t"), "owner": "local"}}
        await turns.graph.aupdate_state(config, {"messages": [reply]}, as_node="respond")
        thread.thread_id = "other"
        await thread.send(image_id=there)
        await turns.delete("local", "other")  # that `t` once found it does not hold it back
        assert not images.exists(there)
        assert images.exists(here)
        messages = (await turns.state("local", "t")).values["messages"]
    assert messages[-1].text == "This one?"
    assert messages[-1].additional_kwargs["found"] == []
    assert [trace for trace in (there, "red door") if trace in everything(tmp_path)] == []


class Words:
    """Embeds by the words that texts share."""

    name, sees = "test:words", False

    def embed(self, texts: Sequence[str]) -> list[list[float]]:
        return [vector(text) for text in texts]


async def test_not_even_the_bytes_of_the_database_hold_it(captioned, coffee, rocket, tmp_path):
    store, database = ImageStore(tmp_path / "images"), tmp_path / "threads.sqlite"

    def held(*traces):
        files = [path.read_bytes() for path in tmp_path.glob("threads.sqlite*")]
        return [trace for trace in traces if any(trace.encode() in file for file in files)]

    async with open_saver(database, store) as saver, open_store(database, Vectors(Words())) as rows:
        graph = build(store, captioned).compile(checkpointer=saver, store=rows)
        turns, images = Turns(graph, saver, ThreadList(rows), store, captioned), store.of("local")
        thread, added = Conversation(turns), images.put(coffee).image_id
        await thread.send(image_id=images.put(rocket).image_id)
        await turns.attach("local", "t", added)
        memory = Memory(rows, "local")
        await asyncio.to_thread(caption_of, added, images=images, engines=captioned, memory=memory)
        await asyncio.to_thread(Catalogue(rows, "local").index, "versions", added, FOUND)
        await thread.send(text="how large is this picture?", with_image_ids=[added])
        assert held(*TRACES, FOUND, added) == [*TRACES, FOUND, added]
        assert "store_vectors: " in everything(tmp_path)
        await turns.detach("local", "t", added)
        assert held(*TRACES, FOUND, added) == []
        assert "store_vectors: " not in everything(tmp_path)
        await turns.close()
