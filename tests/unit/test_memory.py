"""What is remembered of pictures, and how it is forgotten."""

import pytest
from langchain_core.messages import AIMessage, HumanMessage
from langgraph.store.memory import InMemoryStore
from skimage import data

from checkpoints.forgetting import is_forgotten, without_images
from checkpoints.memory import CaptionRow, Memory
from checkpoints.threads import ThreadList
from engines import Engines
from errors import EngineUnavailable, NotFound
from nodes.captions import caption_of
from settings import Settings
from tests.fakes import ONLOOKER, registry
from tests.model_server import Reply

ONE, TWO = "1" * 32, "2" * 32
ROW = CaptionRow(text="a cup", keywords=["warm", "calm", "cosy"], model="vision")
SEEING = Settings.model_construct(vision_model="openai:tiny")


def test_a_caption_is_kept_for_its_owner_until_it_is_forgotten():
    store = InMemoryStore()
    alice, bob = Memory(store, "alice"), Memory(store, "bob")
    alice.keep_caption(ONE, ROW)
    alice.keep_caption(TWO, ROW)
    assert alice.caption(ONE) == ROW
    assert bob.caption(ONE) is None
    bob.forget([ONE])
    alice.forget([TWO, "no such image"])
    assert alice.caption(ONE) == ROW
    assert alice.caption(TWO) is None
    alice.forget([])


async def test_the_photos_beside_a_threads_versions_are_known():
    store = InMemoryStore()
    await ThreadList(store).attach("alice", "t", ONE)
    await ThreadList(store).attach("alice", "t", TWO)
    assert Memory(store, "alice", "t").beside() == [ONE, TWO]
    assert Memory(store, "alice", "other").beside() == []
    assert Memory(store, "bob", "t").beside() == []
    assert Memory(store, "alice").beside() == []


def test_a_caption_is_made_once(models, images, coffee):
    models.replies = ["Caption: a cup\nMood: warm, calm, cosy"]
    engines, memory = Engines(settings=SEEING), Memory(InMemoryStore(), "local")
    image_id = images.put(coffee).image_id
    first = caption_of(image_id, images=images, engines=engines, memory=memory)
    again = caption_of(image_id, images=images, engines=engines, memory=memory)
    assert first == again == ROW
    assert len(models.requests) == 1


def test_a_caption_of_an_image_that_is_deleted_meanwhile_is_not_kept(models, images, coffee):
    image_id = images.put(coffee).image_id

    def deleted(_):
        images.delete([image_id])
        return Reply("Caption: a cup\nMood: warm, calm, cosy")

    models.replies = [deleted]
    engines, memory = Engines(settings=SEEING), Memory(InMemoryStore(), "local")
    assert caption_of(image_id, images=images, engines=engines, memory=memory) == ROW
    assert memory.caption(image_id) is None


def test_there_is_no_caption_without_a_model_and_none_of_an_unknown_image(images, coffee):
    memory, image_id = Memory(InMemoryStore(), "local"), images.put(coffee).image_id
    assert caption_of(image_id, images=images, engines=Engines(), memory=memory) is None
    engines = Engines(registry(describe=ONLOOKER))
    assert caption_of(image_id, images=images, engines=engines, memory=memory) is not None
    with pytest.raises(NotFound):
        caption_of(ONE, images=images, engines=engines, memory=memory)


def test_a_model_that_is_down_leaves_no_caption(models, images, coffee):
    models.otherwise = Reply(status=401)
    memory, image_id = Memory(InMemoryStore(), "local"), images.put(coffee).image_id
    with pytest.raises(EngineUnavailable):
        caption_of(image_id, images=images, engines=Engines(settings=SEEING), memory=memory)
    assert memory.caption(image_id) is None
    assert data.coffee().any()


def reply(turn_id, seen, **known):
    return AIMessage("a cup", id=f"reply-{turn_id}", additional_kwargs={"seen": seen, **known})


def test_messages_about_an_image_lose_its_id_and_are_marked_with_their_question():
    asked = HumanMessage("what is in the second one?", id="a")
    shown = HumanMessage("and this?", id="b", additional_kwargs={"image_id": ONE})
    other = HumanMessage("and the first?", id="c", additional_kwargs={"image_id": TWO})
    messages = [asked, reply("a", [TWO, ONE]), shown, reply("b", []), other, reply("c", [TWO])]
    kept = without_images(messages, frozenset({ONE}))
    assert [is_forgotten(m) for m in kept] == [True, True, True, False, False, False]
    assert [m.text for m in kept] == [m.text for m in messages]
    assert kept[1].additional_kwargs["seen"] == [TWO]
    assert kept[2].additional_kwargs["image_id"] is None
    assert kept[4:] == messages[4:]
    assert messages[1].additional_kwargs["seen"] == [TWO, ONE]


def test_what_a_search_found_of_an_image_goes_whole():
    found = [
        {"image_id": ONE, "score": 0.5, "caption": "a red door"},
        {"image_id": TWO, "score": 0.4, "caption": "a cup"},
    ]
    state = {
        "turn": {"with_image_ids": [ONE, TWO], "image_id": ONE, "found": found, "said": ["text:x"]},
        "versions": [{"version_id": "v1", "params": {"mode": "image", "image_id": ONE}}],
    }
    kept = without_images(state, frozenset({ONE}))
    assert kept["turn"] == {
        "with_image_ids": [TWO], "image_id": None, "found": found[1:], "said": ["text:x"],
    }  # fmt: skip
    assert kept["versions"][0]["params"] == {"mode": "image", "image_id": None}
    assert "red door" not in repr(kept)


def test_an_image_block_goes_and_the_words_beside_it_stay():
    blocks = [{"type": "text", "text": "look"}, {"type": "image", "url": f"/images/{ONE}"}]
    (kept,) = without_images([HumanMessage(blocks, id="a")], frozenset({ONE}))
    assert kept.content == [{"type": "text", "text": "look"}]
    assert is_forgotten(kept)


def test_what_names_no_such_image_comes_back_itself():
    state = {"messages": [HumanMessage("hi", id="a")], "versions": [{"image_id": TWO}], "n": 1}
    assert without_images(state, frozenset({ONE})) is state
