"""Who watches hears what happens on their threads, whoever did it."""

import asyncio

from graph.notices import Watch
from graph.wire import TurnRequest
from tests.fakes import SLOW, registry

POINT = {"points_xy": [[322, 250]], "point_labels": [1]}


async def heard(notices, last, count=1):
    """The notices up to the `count`-th called `last`."""
    found = []
    async with asyncio.timeout(20):
        async for notice in notices:
            found.append(notice)
            if [n["event"] for n in found].count(last) == count:
                return found
    raise AssertionError(found)


def names(found):
    return [n["event"] for n in found if n["event"] != "progress"]


async def test_every_watcher_of_the_owner_hears_a_whole_turn(talk, coffee):
    async with talk() as thread:
        image_id = thread.images.put(coffee).image_id
        watching = thread.turns.watching
        with watching("local") as one, watching("local") as two, watching("eve") as eve:
            reply = await thread.send(text="sepia", image_id=image_id, turn_id="mine")
            first, second = await heard(one, "done"), await heard(two, "done")
            assert first == second
            assert names(first) == ["started", "plan", "version", "token", "done"]
            assert {n["thread_id"] for n in first} == {"t"}
            assert first[0]["data"] == {"text": "sepia", "image_id": image_id, "turn_id": "mine"}
            assert first[-1]["data"] == reply
            thread.turns.notices.tell("eve", "hers", "renamed", {})
            assert (await anext(eve))["thread_id"] == "hers"  # and nothing came before it


async def test_a_pause_and_its_answer_are_heard_as_two_runs_of_one_turn(talk, rocket):
    async with talk() as thread:
        image_id = thread.images.put(rocket).image_id
        with thread.turns.watching("local") as notices:
            await thread.send(text="remove this", image_id=image_id, region=POINT, turn_id="a")
            asked = await heard(notices, "done")
            await thread.answer("approve")
            done = await heard(notices, "done")
        assert names(asked) == ["started", "plan", "mask", "asking", "done"]
        assert names(done) == ["started", "version", "token", "done"]
        assert done[0]["data"] == {"text": "", "image_id": None, "turn_id": "a"}


async def test_dropping_an_open_question_is_heard(talk, rocket):
    async with talk() as thread:
        image_id = thread.images.put(rocket).image_id
        await thread.send(text="remove this", image_id=image_id, region=POINT)
        with thread.turns.watching("local") as notices:
            assert await thread.turns.cancel("local", "t")
            (done,) = await heard(notices, "done")
            assert done["data"]["asking"] is None
            assert done["data"]["head"] == "v0"


async def test_a_refused_turn_is_told_to_its_sender_only(talk, rocket):
    async with talk(registry(erase=SLOW)) as thread:
        image_id = thread.images.put(rocket).image_id
        mask_id = thread.mask(image_id, (305, 120, 340, 300))
        region = {"mask_id": mask_id}
        with thread.turns.watching("local") as notices:
            first = asyncio.create_task(
                thread.send(text="remove this", image_id=image_id, region=region, confirmed=True)
            )
            await anext(notices)  # it has started
            refused = await thread.events(text="brighter")
            assert [e["event"] for e in refused] == ["problem", "done"]
            assert refused[0]["data"]["code"] == "thread_busy"
            unknown = await thread.send(text="sepia", image_id="0" * 32)
            assert unknown["problem"]["code"] == "thread_busy"
            await thread.turns.cancel("local", "t")
            assert (await first)["problem"]["code"] == "cancelled"
            rest = await heard(notices, "done")
            assert [n["data"]["code"] for n in rest if n["event"] == "problem"] == ["cancelled"]


async def test_what_is_done_to_a_thread_is_heard(talk, coffee):
    async with talk() as thread:
        image_id = thread.images.put(coffee).image_id
        await thread.send(text="sepia", image_id=image_id)
        turns = thread.turns
        with turns.watching("local") as notices:
            await turns.rename("local", "t", "Cup")
            await turns.name_version("local", "t", "v1", "warm")
            await turns.attach("local", "t", image_id)
            await turns.trash("local", "t")
            await turns.restore("local", "t")
            await turns.delete("local", "t")
            found = await heard(notices, "deleted", count=2)
        assert names(found) == [
            "renamed", "renamed", "attached", "deleted", "restored", "deleted",
        ]  # fmt: skip
        assert found[1]["data"] == {"title": "Cup", "names": {"v1": "warm"}}
        assert found[2]["data"] == {"images": [image_id]}


async def test_a_watcher_that_is_cancelled_or_leaves_is_forgotten(talk):
    async with talk() as thread:
        notices = thread.turns.notices

        async def follow():
            async for _ in thread.turns.watch("local"):
                raise AssertionError("nothing happens here")

        task = asyncio.create_task(follow())
        await asyncio.sleep(0.01)
        assert notices.count("local") == 1
        task.cancel()
        await asyncio.wait([task])
        assert notices.count("local") == 0
        with thread.turns.watching("local"):
            assert notices.count("local") == 1
        assert notices.count("local") == 0


async def test_of_unread_progress_only_the_newest_is_kept():
    watch = Watch()
    told = [("started", 0), *[("progress", n) for n in range(1000)], ("version", 1), ("done", 2)]
    for event, data in told:
        watch.put({"thread_id": "t", "event": event, "data": data})
    read = [await anext(watch) for _ in range(4)]
    assert [(n["event"], n["data"]) for n in read] == [
        ("started", 0), ("progress", 999), ("version", 1), ("done", 2),
    ]  # fmt: skip


async def test_a_watcher_far_behind_is_told_that_it_lost_the_thread_and_then_ended():
    watch = Watch(most=3)
    for number in range(5):
        watch.put({"thread_id": "t", "event": "version", "data": number})
    assert [notice async for notice in watch] == [{"thread_id": "", "event": "lost", "data": {}}]


async def test_a_turn_that_a_crash_cut_off_is_heard_when_it_is_finished(talk, coffee):
    async with talk() as thread:
        image_id = thread.images.put(coffee).image_id
        graph, config = thread.turns.graph, thread.turns._config("local", "local/t")
        given = thread.turns._message(
            "local",
            TurnRequest(text="sepia", image_id=image_id, turn_id="cut"),
            await graph.aget_state(config),
        )
        async for _ in graph.astream(given, config, stream_mode="updates", durability="sync"):
            break
        with thread.turns.watching("local") as notices:
            await thread.send()
            found = await heard(notices, "done")
        assert found[0]["data"] == {"text": "sepia", "image_id": image_id, "turn_id": "cut"}
        assert found[-1]["data"]["head"] == "v1"
