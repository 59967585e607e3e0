"""From a word to a region: what a person who points at nothing can rely on."""

import asyncio
import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest

from imaging.composite import outside_changed
from tests.conftest import encoded
from tests.fakes import VANDAL, registry
from tests.fakes_of_places import BEHOLDER, BLIND, Beholder, planted

LEFT, MIDDLE, RIGHT = (20, 60, 60, 100), (110, 20, 160, 70), (190, 70, 220, 100)
CAT = (120, 110, 170, 150)
GROUNDED = registry(ground=BEHOLDER)
ROOT = Path(__file__).parents[2]
CRASHED = """
import asyncio, pathlib, sys
from tests.conftest import encoded
from tests.fakes import registry
from tests.fakes_of_places import DOOMED, planted
from tests.integration.conftest import Conversation, opened

async def main():
    async with opened(pathlib.Path(sys.argv[1]), registry(ground=DOOMED)) as turns:
        thread = Conversation(turns)
        photo = encoded(planted(240, 160, dog=[(20, 60, 60, 100)]))
        await thread.send(text="remove the dog", image_id=thread.images.put(photo).image_id)

asyncio.run(main())
"""


@pytest.fixture(autouse=True)
def _forget_phrases():
    Beholder.phrases.clear()


@pytest.fixture
def photo():
    return encoded(planted(240, 160, dog=[LEFT, MIDDLE, RIGHT], cat=[CAT]))


async def said(thread, photo, text, **request):
    image_id = thread.images.put(photo).image_id
    return await thread.send(text=text, image_id=image_id, **request)


def args_of(reply):
    return reply["asking"]["action_requests"][0]["args"]


def words_of(reply):
    return reply["asking"]["action_requests"][0]["description"]


def covers(thread, mask_id, *boxes):
    """Whether a mask is those boxes, up to a pixel or two at their rims."""
    mask = thread.images.mask(mask_id)
    wanted = np.zeros_like(mask)
    for x0, y0, x1, y1 in boxes:
        wanted[y0:y1, x0:x1] = True
    return (mask & wanted).sum() / (mask | wanted).sum() > 0.85


@pytest.mark.parametrize(
    ("text", "box", "asked"),
    [
        ("remove the dog on the left", LEFT, "the dog on the left"),
        ("remove the biggest dog", MIDDLE, "the biggest dog"),
        ("remove the second dog from the right", MIDDLE, "the second dog from the right"),
        ("왼쪽 개 지워줘", LEFT, "the dog on the left"),
        ("오른쪽에서 두 번째 개 지워줘", MIDDLE, "the second dog from the right"),
        ("제일 작은 개를 지워줘", RIGHT, "the smallest dog"),
        ("가운데 개 지워줘", MIDDLE, "the dog in the middle"),
        ("첫 번째 개 지워줘", LEFT, "the first dog from the left"),
    ],
)
async def test_a_named_thing_is_shown_before_it_is_edited(talk, photo, text, box, asked):
    async with talk(GROUNDED) as thread:
        reply = await said(thread, photo, text)
        assert Beholder.phrases == [asked]
        assert [v["version_id"] for v in reply["versions"]] == ["v0"]  # nobody has seen it yet
        assert covers(thread, args_of(reply)["mask_id"], box)
        done = await thread.answer("approve")
        v1 = done["versions"][1]
        before, after = (thread.images.photo(v["image_id"]).pixels for v in done["versions"])
        applied = thread.images.mask(v1["mask_id"])
        assert outside_changed(before, after, applied) == v1["outside_changed"] == 0
        centre = (box[1] + box[3]) // 2, (box[0] + box[2]) // 2
        assert applied[centre]


@pytest.mark.parametrize(
    ("text", "number"),
    [("remove the dog", "found 3"), ("개 지워줘", "3개를 찾았")],
)
async def test_of_several_the_likeliest_is_marked_and_the_others_are_candidates(
    talk, photo, text, number
):
    async with talk(GROUNDED) as thread:
        reply = await said(thread, photo, text)
        args = args_of(reply)
        assert number in words_of(reply)
        assert covers(thread, args["mask_id"], RIGHT)
        assert len(args["candidates"]) == 3
        for row, box in zip(args["candidates"], (RIGHT, MIDDLE, LEFT), strict=True):
            assert covers(thread, row["mask_id"], box)
        other = await thread.answer("edit", mask_id=args["candidates"][2]["mask_id"])
        assert covers(thread, args_of(other)["mask_id"], LEFT)
        assert len(args_of(other)["candidates"]) == 1  # the others are out of the question
        done = await thread.answer("approve")
        assert thread.images.mask(done["versions"][1]["mask_id"])[80, 40]


async def test_one_thing_keeps_the_segmenter_s_own_candidates(talk, photo):
    async with talk(GROUNDED) as thread:
        reply = await said(thread, photo, "remove the cat")
        assert covers(thread, args_of(reply)["mask_id"], CAT)
        assert "found" not in words_of(reply)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("remove all the dogs", "found 3"),
        ("remove every dog", "found 3"),
        ("개들 지워줘", "3개를 찾아 모두"),
        ("개를 모두 지워줘", "3개를 찾아 모두"),
    ],
)
async def test_several_things_are_marked_together(talk, photo, text, number):
    async with talk(GROUNDED) as thread:
        reply = await said(thread, photo, text)
        assert number in words_of(reply)
        assert covers(thread, args_of(reply)["mask_id"], LEFT, MIDDLE, RIGHT)


async def test_a_number_of_things_is_so_many_and_fewer_are_told(talk, photo):
    async with talk(GROUNDED) as thread:
        two = await said(thread, photo, "remove the two dogs on the left")
        assert covers(thread, args_of(two)["mask_id"], LEFT, MIDDLE)
        await thread.answer("reject")
        five = await thread.send(text="remove five dogs")
        assert "You said 5; I found 3." in words_of(five)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("remove the cup", 'I did not find "cup"'),
        ("컵 지워줘", '"컵"을(를) 찾지 못했어요'),
        ("remove the fourth dog from the left", "did not find"),
    ],
)
async def test_what_is_not_there_is_told_and_can_be_pointed_at(talk, photo, text, words):
    async with talk(GROUNDED) as thread:
        reply = await said(thread, photo, text)
        assert words in words_of(reply)
        assert args_of(reply)["mask_id"] is None
        pointed = await thread.answer("edit", boxes_xyxy=[list(CAT)])
        assert covers(thread, args_of(pointed)["mask_id"], CAT)
        assert words not in words_of(pointed)
        done = await thread.answer("approve")
        assert done["head"] == "v1"


@pytest.mark.parametrize(
    ("text", "words"), [("remove the dog", "did not answer"), ("개 지워줘", "답하지 않았어요")]
)
async def test_an_engine_that_fails_is_told_and_the_thing_can_be_pointed_at(
    talk, photo, text, words
):
    async with talk(registry(ground=BLIND)) as thread:
        reply = await said(thread, photo, text)
        assert reply["problem"] is None
        assert words in words_of(reply)
        assert args_of(reply)["mask_id"] is None
        pointed = await thread.answer("edit", points_xy=[[40, 80]], point_labels=[1])
        assert args_of(pointed)["mask_id"]


async def test_words_that_nobody_can_translate_are_not_guessed_at(talk, photo):
    async with talk(GROUNDED) as thread:
        reply = await said(thread, photo, "쿼카를 지워줘")
        assert Beholder.phrases == []
        assert "옮길 수 없었어요" in words_of(reply)
        assert args_of(reply)["mask_id"] is None


@pytest.mark.parametrize("text", ["remove the second one", "remove it", "add a hat to the dog"])
async def test_words_that_name_nothing_to_paint_over_are_asked_about(talk, photo, text):
    async with talk(registry(ground=BEHOLDER, inpaint=VANDAL)) as thread:
        reply = await said(thread, photo, text)
        assert Beholder.phrases == []
        assert args_of(reply)["mask_id"] is None


async def test_what_was_pointed_at_goes_before_words(talk, photo):
    async with talk(GROUNDED) as thread:
        region = {"boxes_xyxy": [list(LEFT)]}
        reply = await said(thread, photo, "remove the dog", region=region)
        assert Beholder.phrases == []
        assert covers(thread, args_of(reply)["mask_id"], LEFT)


@pytest.mark.parametrize(
    "pointed", [{"points_xy": [[40, 80]], "point_labels": [1]}, {"boxes_xyxy": [list(LEFT)]}]
)
async def test_pointing_elsewhere_replaces_what_the_words_found(talk, photo, pointed):
    async with talk(GROUNDED) as thread:
        reply = await said(thread, photo, "remove the dog")
        assert covers(thread, args_of(reply)["mask_id"], RIGHT)
        again = await thread.answer("edit", **pointed)
        assert covers(thread, args_of(again)["mask_id"], LEFT)


@pytest.mark.parametrize(
    "pointed", [{"points_xy": [[140, 130]], "point_labels": [1]}, {"boxes_xyxy": [list(CAT)]}]
)
async def test_pointing_elsewhere_adds_to_several_things(talk, photo, pointed):
    async with talk(GROUNDED) as thread:
        await said(thread, photo, "remove all the dogs")
        more = await thread.answer("edit", **pointed)
        assert covers(thread, args_of(more)["mask_id"], LEFT, MIDDLE, RIGHT, CAT)
        less = await thread.answer("edit", points_xy=[[40, 80]], point_labels=[0])
        mask = thread.images.mask(args_of(less)["mask_id"])
        assert not mask[80, 40]
        assert mask[130, 140]


async def test_after_pointing_elsewhere_a_further_box_adds(talk, photo):
    async with talk(GROUNDED) as thread:
        await said(thread, photo, "remove the dog")
        await thread.answer("edit", boxes_xyxy=[list(LEFT)])
        both = await thread.answer("edit", boxes_xyxy=[list(CAT)])
        assert covers(thread, args_of(both)["mask_id"], LEFT, CAT)


@pytest.mark.parametrize(
    ("text", "words", "rows"),
    [
        ("remove all the dogs", "found 25 and marked the 20 likeliest", None),
        ("remove the dog", "found 25 that you may mean", 6),
    ],
)
async def test_of_very_many_things_so_many_are_taken_and_it_is_said(talk, text, words, rows):
    dogs = [(x, y, x + 12, y + 12) for x in range(20, 220, 40) for y in range(10, 160, 30)]
    async with talk(GROUNDED) as thread:
        reply = await said(thread, encoded(planted(240, 160, dog=dogs)), text)
        assert words in words_of(reply)
        if rows:
            assert len(args_of(reply)["candidates"]) == rows
        else:  # those further right are likelier, here
            assert covers(thread, args_of(reply)["mask_id"], *dogs[5:])


async def test_a_photo_of_16_bits_is_looked_at_like_any_other(talk):
    deep = planted(240, 160, dog=[LEFT])[..., ::-1].astype(np.uint16) * 257
    async with talk(GROUNDED) as thread:
        reply = await said(thread, cv2.imencode(".png", deep)[1].tobytes(), "remove the dog")
        assert covers(thread, args_of(reply)["mask_id"], LEFT)


async def test_a_thing_without_an_outline_is_no_candidate(talk, photo):
    half_blind = {"half-blind": "tests.fakes_of_places:HalfBlind"}
    async with talk(registry(ground=BEHOLDER, segment=half_blind)) as thread:
        reply = await said(thread, photo, "remove the dog")
        rows = args_of(reply)["candidates"]
        assert [row["box_xyxy"] for row in rows] == [list(RIGHT), list(MIDDLE)]


async def test_each_step_s_thing_is_found_on_the_picture_of_its_turn(talk, photo):
    async with talk(GROUNDED) as thread:
        first = await said(thread, photo, "remove the biggest dog and the cat")
        assert covers(thread, args_of(first)["mask_id"], MIDDLE)
        second = await thread.answer("approve")
        assert covers(thread, args_of(second)["mask_id"], CAT)
        assert args_of(second)["image_id"] == second["versions"][1]["image_id"]
        done = await thread.answer("approve")
        assert done["head"] == "v2"


async def test_after_kill_9_while_it_is_looked_for_the_turn_is_finished(talk, tmp_path):
    died = await asyncio.to_thread(
        subprocess.run, [sys.executable, "-c", CRASHED, tmp_path], cwd=ROOT, capture_output=True
    )
    assert died.returncode == -9, died.stderr
    async with talk(GROUNDED) as thread:
        reply = await thread.send()
        assert covers(thread, args_of(reply)["mask_id"], LEFT)
        done = await thread.answer("approve")
        assert (done["head"], len(done["versions"])) == ("v1", 2)


async def test_without_such_an_engine_the_question_is_as_it_was(talk, photo):
    async with talk(registry(ground={})) as thread:
        reply = await said(thread, photo, "remove the dog on the left")
        assert args_of(reply)["mask_id"] is None
        assert words_of(reply).startswith("Where is it?")
