"""New pictures, and variants to choose from: made one by one, shown, one of them kept."""

import asyncio
import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest
from langgraph.types import Command
from pydantic import ValidationError

from checkpoints.images import ImageStore
from graph.wire import TurnRequest
from imaging.composite import outside_changed
from tests.conftest import encoded
from tests.fakes import (
    PAINTER,
    SLOW_PAINTER,
    UNGUIDED,
    VANDAL,
    Painter,
    registry,
)
from tests.integration.conftest import Conversation

ROOT = Path(__file__).parents[2]
CUP = (180, 90, 430, 300)  # coffee, (x0, y0, x1, y1)
PAINTING = registry(generate=PAINTER)
DOOMED = """
import asyncio, pathlib, sys
from tests.fakes import DOOMED_PAINTER, registry
from tests.integration.conftest import Conversation, opened

async def main():
    async with opened(pathlib.Path(sys.argv[1]), registry(generate=DOOMED_PAINTER)) as turns:
        await Conversation(turns).send(text="draw a cat", options={"n": 4, "seed": 20})

asyncio.run(main())
"""


@pytest.fixture(autouse=True)
def _forget():
    Painter.seeds.clear()
    Painter.guides.clear()


def chosen(index):
    action = {"name": "choose_variant", "args": {"index": index}}
    return {"answer": {"decisions": [{"type": "edit", "edited_action": action}]}}


def variants_of(reply):
    (asked,) = reply["asking"]["action_requests"]
    assert asked["name"] == "choose_variant"
    return asked["args"]["variants"]


def ids(thread):
    return set(thread.images.ids())


async def test_a_picture_is_drawn_on_a_thread_without_a_photo(talk):
    async with talk(PAINTING) as thread:
        reply = await thread.send(text="고양이 그려줘", options={"seed": 7})
        assert reply["problem"] is None
        assert reply["asking"] is None
        (made,) = reply["versions"]
        assert (made["op"], made["parent"], made["engine"]) == ("generate", None, "painter")
        assert (made["seed"], made["prompt"]) == (7, "cat")
        info = thread.images.info(reply["image_id"])
        assert (info.width, info.height) == (128, 128)
        assert "그림 만들기" in reply["text"]
        edited = await thread.send(text="make it sepia")
        assert [v["op"] for v in edited["versions"]] == ["generate", "adjust"]


async def test_the_same_words_and_seed_draw_the_same_picture(talk):
    async with talk(PAINTING) as thread:
        first = await thread.send(text="draw a cat", options={"seed": 7})
        second = await Conversation(thread.turns, "u").send(text="draw a cat", options={"seed": 7})
        other = await Conversation(thread.turns, "w").send(text="draw a cat", options={"seed": 8})
        assert first["image_id"] == second["image_id"] != other["image_id"]


async def test_undo_goes_back_from_a_new_picture_to_the_photo_before_it(talk, coffee):
    async with talk(PAINTING) as thread:
        image_id = thread.images.put(coffee, name="cup.jpg").image_id
        reply = await thread.send(text="draw a cat", image_id=image_id)
        made = reply["versions"][1]
        assert (made["parent"], made["outside_changed"], made["mask_id"]) == ("v0", None, None)
        assert thread.images.info(made["image_id"]).name is None  # nothing of the photo's file
        assert (await thread.send(text="undo"))["image_id"] == image_id
        assert (await thread.send(text="redo"))["image_id"] == made["image_id"]


async def test_a_selection_on_the_photo_means_nothing_on_the_new_picture(talk, coffee):
    async with talk(PAINTING) as thread:
        image_id = thread.images.put(coffee).image_id
        region = {"mask_id": thread.mask(image_id, CUP)}
        await thread.send(text="make this blue", image_id=image_id, region=region, confirmed=True)
        await thread.send(text="draw a cat")
        reply = await thread.send(text="remove this")
        assert reply["asking"]["action_requests"][0]["args"]["mask_id"] is None


async def test_variants_are_told_as_they_come_and_the_third_is_kept_with_its_seed(talk):
    async with talk(PAINTING) as thread:
        events = await thread.events(text="draw a castle", options={"n": 4, "seed": 10})
        ready = [e["data"] for e in events if e["event"] == "variant"]
        assert [(v["index"], v["total"], v["seed"]) for v in ready] == [
            (0, 4, 10), (1, 4, 11), (2, 4, 12), (3, 4, 13),
        ]  # fmt: skip
        assert [e["event"] for e in events].count("mask") == 0
        asked = events[-1]["data"]
        offered = variants_of(asked)
        assert [v["image_id"] for v in offered] == [v["image_id"] for v in ready]
        assert offered[2]["image_url"] == f"/images/{offered[2]['image_id']}"
        assert len({v["image_id"] for v in offered}) == 4
        assert asked["versions"] == []
        reply = await thread.send(**chosen(2))
        assert reply["asking"] is None
        (kept,) = reply["versions"]
        assert (kept["image_id"], kept["seed"]) == (offered[2]["image_id"], 12)
        assert kept["params"]["n"] == 4
        assert ids(thread) == {kept["image_id"]}  # those nobody wanted are gone


@pytest.mark.parametrize("said", ["the third", "세 번째 거", "3번으로 해줘", "3", "Number 3!"])
async def test_a_variant_is_chosen_by_saying_so(talk, said):
    async with talk(PAINTING) as thread:
        asked = await thread.send(text="generate 4 images of a castle")
        reply = await thread.send(text=said)
        assert reply["versions"][0]["image_id"] == variants_of(asked)[2]["image_id"]


async def test_the_option_n_wins_over_the_words(talk):
    async with talk(PAINTING) as thread:
        assert len(variants_of(await thread.send(text="draw 4 cats", options={"n": 2}))) == 2
        one = await thread.send(text="draw 4 cats", options={"n": 1})
        assert one["asking"] is None
        assert [v["op"] for v in one["versions"]] == ["generate"]
        assert "does not use" not in one["text"]


async def test_approving_takes_the_first(talk):
    async with talk(PAINTING) as thread:
        asked = await thread.send(text="draw a cat", options={"n": 2})
        reply = await thread.answer("approve")
        assert reply["image_id"] == variants_of(asked)[0]["image_id"]


@pytest.mark.parametrize("said", ["yes", "네", "7", "9번"])
async def test_an_answer_that_does_not_say_which_is_asked_back(talk, said):
    async with talk(PAINTING) as thread:
        await thread.send(text="고양이 그려줘", options={"n": 3})
        reply = await thread.send(text=said)
        assert "1번부터 3번" in reply["text"]
        assert reply["problem"]["code"] == "invalid_request"
        assert len(variants_of(reply)) == 3
        assert (await thread.send(**chosen(0)))["head"] == "v0"


@pytest.mark.parametrize("index", [3, -1, "2", True, None, 1.0])
async def test_an_index_that_there_is_not_leaves_the_question_open(talk, index):
    async with talk(PAINTING) as thread:
        await thread.send(text="draw a cat", options={"n": 3})
        reply = await thread.send(**chosen(index))
        assert reply["problem"]["hint"] == "args.index is 0 to 2"
        assert reply["asking"]


@pytest.mark.parametrize(
    "request_", [{"answer": {"decisions": [{"type": "reject"}]}}, "no", "취소"]
)
async def test_rejecting_keeps_none_of_them_and_says_so(talk, coffee, request_):
    async with talk(PAINTING) as thread:
        image_id = thread.images.put(coffee).image_id
        await thread.send(text="draw a cat", image_id=image_id, options={"n": 3, "seed": 1})
        given = {"text": request_} if isinstance(request_, str) else request_
        reply = await thread.send(**given)
        assert [v["op"] for v in reply["versions"]] == ["upload"]
        assert reply["text"] == "All right, I kept none of them."
        assert ids(thread) == {image_id}
        assert (await thread.send(text="make it brighter"))["head"] == "v1"


async def test_other_words_drop_the_choice_and_its_pictures(talk, coffee):
    async with talk(PAINTING) as thread:
        image_id = thread.images.put(coffee).image_id
        await thread.send(text="draw a cat", image_id=image_id, options={"n": 3})
        reply = await thread.send(text="sepia")
        assert "The open question was dropped" in reply["text"]
        assert ids(thread) == {image_id, reply["image_id"]}


async def test_dropping_the_question_forgets_its_pictures(talk):
    async with talk(PAINTING) as thread:
        await thread.send(text="draw a cat", options={"n": 3})
        assert await thread.turns.cancel("local", "t")
        assert ids(thread) == set()


async def test_a_variant_that_another_thread_uses_is_kept_for_it(talk):
    async with talk(PAINTING) as thread:
        other = Conversation(thread.turns, "other")
        asked = await other.send(text="draw a cat", options={"n": 2, "seed": 1})
        await thread.send(text="draw a cat", options={"n": 2, "seed": 1})
        await thread.answer("reject")
        reply = await other.send(text="2")
        assert reply["image_id"] == variants_of(asked)[1]["image_id"]
        assert thread.images.photo(reply["image_id"]).width == 128


async def test_the_choice_outlives_a_restart(talk):
    async with talk(PAINTING) as thread:
        asked = await thread.send(text="draw a cat", options={"n": 3})
    async with talk(PAINTING) as thread:
        state = await thread.turns.state("local", "t")
        assert state.interrupts[0].value == asked["asking"]
        reply = await thread.send(text="2번")
        assert reply["image_id"] == variants_of(asked)[1]["image_id"]
        assert ids(thread) == {reply["image_id"]}


async def test_after_kill_9_the_variants_that_were_ready_are_not_made_again(talk, tmp_path):
    died = await asyncio.to_thread(
        subprocess.run, [sys.executable, "-c", DOOMED, tmp_path], cwd=ROOT, capture_output=True
    )
    assert died.returncode == -9, died.stderr
    async with talk(PAINTING) as thread:
        reply = await thread.send()
        assert Painter.seeds == [22, 23]
        assert [v["seed"] for v in variants_of(reply)] == [20, 21, 22, 23]
        for variant in variants_of(reply):
            assert thread.images.photo(variant["image_id"]).width == 128


async def test_a_turn_cancelled_among_its_variants_leaves_the_thread_usable(talk, coffee):
    async with talk(registry(generate=SLOW_PAINTER)) as thread:
        image_id = thread.images.put(coffee).image_id
        turn = asyncio.create_task(
            thread.send(text="draw a cat", image_id=image_id, options={"n": 4})
        )
        while not Painter.seeds:
            await asyncio.sleep(0.02)
        assert await thread.turns.cancel("local", "t")
        reply = await turn
        assert reply["problem"]["code"] == "cancelled"
        assert len(Painter.seeds) < 4
        assert [v["op"] for v in reply["versions"]] == ["upload"]
        assert ids(thread) == {image_id}
        assert (await thread.send(text="sepia"))["head"] == "v1"


async def test_progress_tells_the_step_and_shows_the_picture_but_keeps_nothing(talk, tmp_path):
    async with talk(registry(generate=SLOW_PAINTER)) as thread:
        events = await thread.events(text="draw a cat and make it sepia", options={"n": 2})
        told = [e["data"] for e in events if e["event"] == "progress"]
        assert {(t["op"], t["engine"], t["step"], t["steps"]) for t in told} == {
            ("generate", "slow-painter", 0, 2)
        }
        assert [t["variant"] for t in told] == [0] * 20 + [1] * 20
        shown = [t for t in told if "preview" in t]
        assert 2 <= len(shown) < len(told)  # one in 250 ms; a step takes 30
        for one in shown:
            assert one["preview"].startswith("data:image/webp;base64,")
            assert len(one["preview"]) <= 20_000
    raw = b"".join(path.read_bytes() for path in tmp_path.glob("threads.sqlite*"))
    assert shown[0]["preview"][40:90].encode() not in raw
    assert b"image/webp" not in raw


async def test_after_the_choice_the_rest_of_the_plan_goes_on(talk):
    async with talk(PAINTING) as thread:
        await thread.send(text="draw a cat and then make it sepia", options={"n": 2})
        reply = await thread.send(text="the second one")
        assert [(v["op"], v["parent"]) for v in reply["versions"]] == [
            ("generate", None), ("adjust", "v0"),
        ]  # fmt: skip


async def test_variants_of_an_edit_keep_what_is_outside_the_mask(talk, coffee):
    async with talk(registry(inpaint=VANDAL)) as thread:
        image_id = thread.images.put(coffee).image_id
        asked = await thread.send(
            text="replace this with a flower",
            image_id=image_id,
            region={"mask_id": thread.mask(image_id, CUP)},
            confirmed=True,
            options={"n": 3, "seed": 5},
        )
        offered = variants_of(asked)
        assert [v["seed"] for v in offered] == [5, 6, 7]
        reply = await thread.send(text="2번")
        kept = reply["versions"][1]
        assert (kept["seed"], kept["outside_changed"]) == (6, 0)
        before, after = (thread.images.photo(i).pixels for i in (image_id, kept["image_id"]))
        mask = thread.images.mask(kept["mask_id"])
        assert outside_changed(before, after, mask) == 0
        assert (before[mask] != after[mask]).any()
        assert " n" not in reply["text"].partition("does not use")[2]
        gone = {offered[0]["image_id"], offered[2]["image_id"]}
        assert not gone & ids(thread)
        state = await thread.turns.state("local", "t")
        assert state.values["selection"]["confirmed"]


async def test_a_mask_and_then_a_variant_are_asked_for_in_one_turn(talk, rocket):
    async with talk(registry(inpaint=VANDAL)) as thread:
        image_id = thread.images.put(rocket).image_id
        asked = await thread.send(
            text="replace this with a flower",
            image_id=image_id,
            region={"points_xy": [[322, 250]], "point_labels": [1]},
            options={"n": 2},
        )
        assert asked["asking"]["action_requests"][0]["name"] == "confirm_mask"
        asked = await thread.send(text="yes")
        assert len(variants_of(asked)) == 2
        reply = await thread.send(text="the last one")
        assert reply["image_id"] == variants_of(asked)[1]["image_id"]
        assert reply["versions"][1]["outside_changed"] == 0


async def test_a_client_of_the_bare_graph_is_asked_again_after_an_answer_of_no_use(talk):
    async with talk(PAINTING) as thread:
        graph, config = thread.turns.graph, {"configurable": {"thread_id": "studio"}}
        given = {
            "messages": [{"role": "user", "content": "draw a cat"}],
            "request": {"options": {"n": 2}},
        }
        await graph.ainvoke(given, config)
        await graph.ainvoke(Command(resume={"decisions": [{"type": "perhaps"}]}), config)
        (pause,) = (await graph.aget_state(config)).interrupts
        (asked,) = pause.value["action_requests"]
        assert asked["description"].startswith("I could not use that answer")
        state = await graph.ainvoke(Command(resume=chosen(1)["answer"]), config)
        assert state["versions"][0]["image_id"] == asked["args"]["variants"][1]["image_id"]
        assert Painter.seeds == [state["versions"][0]["seed"] - 1, state["versions"][0]["seed"]]


async def test_a_guide_that_there_is_not_leaves_the_choice_open(talk):
    async with talk(PAINTING) as thread:
        await thread.send(text="draw a cat", options={"n": 2})
        options = {"guide": "canny", "guide_image_id": "f" * 32}
        reply = await thread.send(text="draw a dog", options=options)
        assert reply["problem"]["code"] == "not_found"
        assert len(variants_of(reply)) == 2


@pytest.mark.parametrize(
    "options", [{"n": 0}, {"n": 9}, {"width": 32}, {"height": 4096}, {"guide": "depth"}]
)
def test_options_out_of_bounds_are_refused_at_the_edge(options):
    with pytest.raises(ValidationError, match=next(iter(options))):
        TurnRequest.model_validate({"text": "draw a cat", "options": options})


async def test_an_engine_without_variants_says_so(talk, coffee):
    async with talk() as thread:
        image_id = thread.images.put(coffee).image_id
        reply = await thread.send(text="sepia", image_id=image_id, options={"n": 3, "width": 128})
        assert reply["asking"] is None
        assert "does not use: n, width" in reply["text"]


async def test_a_sketch_reaches_the_engine_as_white_lines_on_black(talk):
    sketch = np.full((96, 144, 3), 255, np.uint8)
    cv2.circle(sketch, (72, 48), 30, (20, 40, 200), 3)
    async with talk(PAINTING) as thread:
        sketch_id = thread.images.put(encoded(sketch)).image_id
        reply = await thread.send(
            text="draw a cat", options={"guide": "scribble", "guide_image_id": sketch_id}
        )
        (guide,) = Painter.guides
        assert guide.kind == "scribble"
        assert guide.image.shape == (104, 160, 3)  # 3:2, about 128 x 128 px, multiples of 8
        assert guide.image[2, 2].max() == 0
        assert guide.image[52, 47].min() > 100  # on the circle's left edge
        made = reply["versions"][0]
        assert made["params"]["guide_image_id"] == sketch_id
        assert "stretched" in reply["text"]  # 160:104 is not 3:2
        assert "does not use" not in reply["text"]


async def test_the_photo_s_edges_guide_the_picture(talk, coffee):
    async with talk(PAINTING) as thread:
        image_id = thread.images.put(coffee).image_id
        options = {"guide": "canny", "width": 120, "height": 80}
        reply = await thread.send(text="draw a cup", image_id=image_id, options=options)
        (guide,) = Painter.guides
        assert guide.kind == "canny"
        assert guide.image.shape == (80, 120, 3)
        assert set(np.unique(guide.image)) == {0, 255}
        assert 0.01 < (guide.image > 0).mean() < 0.5
        assert "stretched" not in reply["text"]
        made = reply["versions"][1]
        assert made["params"]["guide_image_id"] == image_id
        assert thread.images.photo(made["image_id"]).pixels.shape == (80, 120, 3)


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        ({"guide": "scribble"}, "invalid_request", "needs its sketch"),
        ({"guide": "canny"}, "no_image", "no photo"),
        ({"guide_image_id": "SKETCH"}, "invalid_request", "needs a `guide`"),
        ({"guide": "canny", "guide_image_id": "f" * 32}, "not_found", "f" * 32),
        ({"width": 100}, "invalid_request", "multiples of 8"),
        ({"height": 1001}, "invalid_request", "multiples of 8"),
        ({"engine": "nobody"}, "unknown_engine", "painter"),
        (
            {"engine": "unguided", "guide": "canny", "guide_image_id": "SKETCH"},
            "unknown_engine",
            "painter",
        ),
    ],
)
async def test_what_cannot_be_drawn_is_refused_with_a_hint(talk, options, code, said):
    async with talk(registry(generate={**UNGUIDED, **PAINTER})) as thread:
        sketch_id = thread.images.put(encoded(np.full((64, 96, 3), 255, np.uint8))).image_id
        options = {k: sketch_id if v == "SKETCH" else v for k, v in options.items()}
        reply = await thread.send(text="draw a cat", options=options)
        problem = reply["problem"]
        assert problem["code"] == code
        assert said in problem["message"] + problem["hint"]
        assert reply["versions"] == []
        assert Painter.seeds == []


async def test_the_first_engine_that_takes_the_guide_is_chosen(talk, coffee):
    async with talk(registry(generate={**UNGUIDED, **PAINTER})) as thread:
        image_id = thread.images.put(coffee).image_id
        plain = await thread.send(text="draw a cat", image_id=image_id)
        assert plain["versions"][1]["engine"] == "unguided"
        guided = await thread.send(text="draw a cat", options={"guide": "canny"})
        assert guided["versions"][2]["engine"] == "painter"


async def test_no_engine_takes_the_guide(talk, coffee):
    async with talk(registry(generate=UNGUIDED)) as thread:
        image_id = thread.images.put(coffee).image_id
        reply = await thread.send(text="draw a cat", image_id=image_id, options={"guide": "canny"})
        assert "no installed engine takes a `canny` guide" in reply["problem"]["message"]


async def test_more_variants_than_eight_are_refused(talk):
    async with talk(PAINTING) as thread:
        reply = await thread.send(text="draw 12 cats")
        assert reply["problem"]["code"] == "invalid_request"
        assert "1 to 8" in reply["problem"]["hint"]


async def test_without_a_generator_the_reply_says_what_adds_one(talk, coffee):
    async with talk() as thread:
        reply = await thread.send(text="draw a cat")
        assert reply["problem"]["code"] == "no_engine"
        assert reply["problem"]["capability"] == "generate"
        assert "text-to-image" in reply["problem"]["hint"]
        assert reply["versions"] == []


async def test_deleting_a_thread_deletes_the_variants_it_offers(talk, tmp_path):
    async with talk(PAINTING) as thread:
        await thread.send(text="draw a cat", options={"n": 3})
        assert len(ids(thread)) == 3
        await thread.turns.delete("local", "t")
    assert set(ImageStore(tmp_path / "images").of("local").ids()) == set()
