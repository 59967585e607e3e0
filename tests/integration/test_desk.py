"""One open page without its pixels: what it shows of a thread while things happen at once."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from pathlib import Path

import pytest
from skimage import data

from editor.desk import Desk
from engines import Engines
from engines.registry import REGISTRY, Registry
from graph.wire import RegionIn, TurnRequest
from house import House
from imaging.codec import Photo, encode
from settings import Settings
from tests import fakes

CUP, TABLE = (300, 200), (50, 350)
Sit = Callable[..., AbstractAsyncContextManager[Desk]]


@pytest.fixture
def sit(tmp_path: Path) -> Sit:
    """`async with sit(registry) as desk`: a page that follows its owner's threads."""

    @asynccontextmanager
    async def _sit(registry: Registry = REGISTRY) -> AsyncIterator[Desk]:
        house = House(Settings(data=tmp_path), Engines(registry))
        async with house.open():
            desk = Desk(house, "local", "en", lambda _: None)
            following = asyncio.create_task(desk.follow())
            yield desk
            following.cancel()
            with suppress(asyncio.CancelledError):
                await following

    return _sit


def put(desk: Desk, name: str) -> str:
    return desk.images.put(encode(Photo(getattr(data, name)()), "PNG")).image_id


async def until(is_so: Callable[[], object]) -> None:
    async with asyncio.timeout(10):
        while not is_so():
            await asyncio.sleep(0.01)


async def bring(desk: Desk, name: str) -> str:
    """Open a photo on a thread of its own; returns the thread's id."""
    await desk.bring(put(desk, name))
    await until(lambda: desk.head and not desk.busy and desk.marks.image_id)
    assert desk.thread_id
    return desk.thread_id


def point(desk: Desk, at: tuple[float, float]) -> asyncio.Task[None]:
    """Click, and do not wait for the answer."""
    return asyncio.create_task(desk.marks.add(at, points_xy=[list(at)], point_labels=[1]))


def stroke(x: float) -> dict[str, object]:
    return {"points_xy": [[x, 100], [x, 150]], "radius_px": 10, "erase": False}


# -- pointing


async def test_strokes_that_come_faster_than_they_are_computed_all_count(sit):
    async with sit() as desk:
        await bring(desk, "coffee")
        await asyncio.gather(*(desk.marks.add(strokes=[stroke(x)]) for x in (100, 200, 300)))
        mask = desk.images.mask(desk.marks.mask_id)
        assert [bool(mask[120, x]) for x in (100, 200, 300, 400)] == [True, True, True, False]
        assert desk.marks.back()
        mask = desk.images.mask(desk.marks.mask_id)
        assert [bool(mask[120, x]) for x in (100, 200, 300)] == [True, True, False]


async def test_quick_clicks_give_the_mask_that_slow_ones_give(sit):
    async with sit() as desk:
        await bring(desk, "coffee")
        await asyncio.gather(*(point(desk, at) for at in (CUP, TABLE, (420, 90))))
        quick, points = desk.marks.mask_id, desk.marks.region["points_xy"]
        desk.marks.clear()
        for at in (CUP, TABLE, (420, 90)):
            await point(desk, at)
        assert desk.marks.region["points_xy"] == points
        assert desk.marks.mask_id == quick


async def test_growing_twice_at_once_grows_twice(sit):
    async with sit() as desk:
        await bring(desk, "coffee")
        await desk.marks.add(strokes=[stroke(200)])
        await asyncio.gather(desk.marks.grow(1), desk.marks.grow(1))
        quick = desk.marks.mask_id
        desk.marks.back()
        desk.marks.back()
        await desk.marks.grow(1)
        once = desk.marks.mask_id
        await desk.marks.grow(1)
        assert desk.marks.mask_id == quick != once


async def test_taking_back_a_click_that_is_computed_leaves_the_mask_before_it(sit):
    async with sit() as desk:
        await bring(desk, "coffee")
        await point(desk, CUP)
        before = desk.marks.mask_id
        clicked = point(desk, TABLE)
        await asyncio.sleep(0.01)
        assert desk.marks.pending == TABLE
        assert desk.marks.back()
        await clicked
        assert (desk.marks.mask_id, desk.marks.pending) == (before, None)
        assert desk.marks.back()
        assert desk.marks.mask_id is None


async def test_another_photo_while_a_click_is_computed_shows_no_mask(sit):
    async with sit() as desk:
        await bring(desk, "coffee")
        clicked = point(desk, CUP)
        await asyncio.sleep(0)
        desk.marks.stand(None)
        await clicked
        assert desk.marks.mask_id is None


# -- threads


async def test_a_turn_that_fails_on_a_thread_that_was_left_says_nothing_here(sit):
    async with sit(fakes.registry(edit=fakes.BROKEN)) as desk:
        other = await bring(desk, "coffee")
        broken = await bring(desk, "chelsea")
        said = asyncio.create_task(desk.say("invert the colours"))
        await until(lambda: desk.busy)
        await desk.open(other)
        await said
        assert desk.thread_id == other
        assert desk.failures == []
        await desk.open(broken)
        assert desk.thread["problem"]["code"] == "engine_failed"  # its own thread tells it


async def test_a_thread_that_is_not_there_does_not_close_the_one_opened_after_it(sit):
    async with sit() as desk:
        there = await bring(desk, "coffee")
        await asyncio.gather(desk.open("nowhere"), desk.open(there))
        assert (desk.thread_id, desk.lost) == (there, None)
        assert desk.head is not None


async def test_a_page_that_missed_too_much_goes_on_following(sit):
    async with sit() as desk:
        await bring(desk, "coffee")
        for number in range(400):
            desk.house.turns.notices.tell("local", f"t{number}", "token", {"text": ""})
        await until(lambda: desk.head)
        await desk.say("make it brighter")
        await until(lambda: len(desk.versions) == 2)


async def test_a_notice_that_cannot_be_taken_in_is_told_and_the_next_one_is_heeded(sit, caplog):
    async with sit() as desk:
        thread_id = await bring(desk, "coffee")
        desk.house.turns.notices.tell("local", thread_id, "plan", {})  # a bug: no steps
        await until(lambda: desk.failures)
        assert desk.failures[0].problem["message"] == "something failed inside the server"
        assert "KeyError" in caplog.text
        await desk.say("make it brighter")
        await until(lambda: len(desk.versions) == 2)


async def test_a_thread_that_begins_with_a_photo_kept_beside_is_listed(sit):
    async with sit() as desk:
        await desk.attach(put(desk, "coffee"))
        await until(lambda: desk.threads)
        assert [card["thread_id"] for card in desk.threads] == [desk.thread_id]


async def test_a_photo_that_could_not_be_kept_does_not_go_along(sit):
    async with sit() as desk:
        await bring(desk, "coffee")
        await desk.attach("0" * 32)
        assert desk.failures[0].problem["code"] == "not_found"
        assert desk.with_image is None


async def test_a_photo_is_kept_beside_the_thread_it_was_chosen_for(sit):
    async with sit() as desk:
        chosen_on = await bring(desk, "coffee")
        gone_to = await bring(desk, "chelsea")
        photo = put(desk, "rocket")
        await desk.attach(photo, chosen_on)
        assert (desk.thread_id, desk.with_image) == (gone_to, None)
        await until(lambda: any(card["images"] for card in desk.threads))
        cards = {card["thread_id"]: card["images"] for card in desk.threads}
        assert cards == {chosen_on: [photo], gone_to: []}


# -- the open question


async def test_a_double_click_on_approve_answers_once_and_complains_of_nothing(sit):
    async with sit(fakes.registry(erase=fakes.SLOW)) as desk:
        thread_id = await bring(desk, "coffee")
        asked = TurnRequest(text="remove it", region=RegionIn(points_xy=[CUP], point_labels=[1]))
        await desk.house.turns.reply("local", thread_id, asked)
        await until(lambda: desk.asks_mask and desk.marks.mask_id and not desk.busy)
        first = asyncio.create_task(desk.approve())
        await asyncio.sleep(0.1)
        await desk.approve()
        assert desk.failures == []
        await first
        assert desk.failures == []
        await until(lambda: len(desk.versions) == 2)


# -- answers and what a search found


async def test_a_version_of_another_thread_is_visited_where_it_is(sit):
    async with sit() as desk:
        first = await bring(desk, "coffee")
        await desk.say("make it sepia")
        await until(lambda: len(desk.versions) == 2 and not desk.busy)
        second = await bring(desk, "rocket")
        await desk.visit(first, "v0")
        await until(lambda: desk.head and desk.head["version_id"] == "v0")
        assert (desk.thread_id, len(desk.versions)) == (first, 2)
        await desk.visit(second, "v0")
        assert (desk.thread_id, desk.failures) == (second, [])


async def test_a_version_whose_thread_is_gone_is_told_as_lost(sit):
    async with sit() as desk:
        first = await bring(desk, "coffee")
        await bring(desk, "rocket")
        await desk.trash(first)
        await desk.visit(first, "v0")
        assert (desk.lost, desk.thread_id) == (first, None)


async def test_pieces_of_an_answer_are_drawn_together_and_kept_in_order(tmp_path):
    drawn: list[set[str]] = []
    house = House(Settings(data=tmp_path), Engines())
    async with house.open():
        desk = Desk(house, "local", "en", lambda areas: drawn.append(set(areas)))
        following = asyncio.create_task(desk.follow())
        thread_id = await bring(desk, "coffee")
        tell = house.turns.notices.tell
        tell("local", thread_id, "started", {"text": "what is it?", "image_id": None})
        await until(lambda: desk.working)
        drawn.clear()
        for number in range(100):
            tell("local", thread_id, "token", {"text": f"{number} "})
            await asyncio.sleep(0.001)
        await until(lambda: desk.working and desk.working.said.endswith("99 "))
        await until(lambda: {"chat"} in drawn)
        assert desk.working
        assert desk.working.said.split() == [str(number) for number in range(100)]
        assert len(drawn) < 30
        following.cancel()
        with suppress(asyncio.CancelledError):
            await following
