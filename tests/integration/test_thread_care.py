"""Names, added photos and the trash: in the thread's row, so that no turn is disturbed."""

import asyncio

import pytest
from langchain_core.messages import AIMessage, HumanMessage

from errors import InvalidRequest, NotFound, ThreadBusy
from graph.reply import thread_of
from tests.fakes import SLOW, registry

POINT = {"points_xy": [[322, 250]], "point_labels": [1]}


async def shown(thread):
    card = await thread.turns.threads.get("local", "t")
    return thread_of(card, await thread.turns.state("local", "t"), running=False)


async def until(condition):
    async with asyncio.timeout(10):
        while not await condition():
            await asyncio.sleep(0.02)


async def test_a_reply_remembers_what_its_turn_did(talk, rocket):
    async with talk() as thread:
        image_id = thread.images.put(rocket).image_id
        mask_id = thread.mask(image_id, (305, 120, 340, 300))
        region = {"mask_id": mask_id}
        told = {"text": "sepia, then remove this", "image_id": image_id, "region": region}
        await thread.send(**told, confirmed=True, turn_id="one")
        await thread.send(text="사람을 그려 줘")
    async with talk() as thread:  # another process would read the same
        said, done, asked, failed = (await shown(thread))["messages"]
    assert (said["image_id"], said["mask_id"], said["role"]) == (image_id, mask_id, "user")
    assert (said["message_id"], done["message_id"]) == ("one", "reply-one")
    assert (done["versions"], done["problem"]) == (["v1", "v2"], None)
    assert [(s["op"], s["instruction"]) for s in done["steps"]] == [
        ("adjust", "sepia"), ("remove", "remove this"),
    ]  # fmt: skip
    assert (done["planner"], done["language"]) == ("rules", "en")
    assert (asked["image_id"], asked["mask_id"]) == (None, None)
    assert (failed["versions"], failed["language"]) == ([], "ko")
    assert failed["problem"]["code"] == "no_engine"


async def test_the_plan_of_a_turn_that_paused_is_remembered_whole(talk, rocket):
    async with talk() as thread:
        image_id = thread.images.put(rocket).image_id
        await thread.send(text="sepia, then remove this", image_id=image_id, region=POINT)
        await thread.answer("approve")
        done = (await shown(thread))["messages"][-1]
    assert [s["op"] for s in done["steps"]] == ["adjust", "remove"]
    assert done["versions"] == ["v1", "v2"]


async def test_a_mask_that_the_chat_still_shows_survives_another_thread_s_end(talk, rocket):
    async with talk() as thread:
        image_id = thread.images.put(rocket).image_id
        mask_id = thread.mask(image_id, (305, 120, 340, 300))
        turn = {"text": "remove this", "image_id": image_id, "confirmed": True}
        await thread.send(**turn, region={"mask_id": mask_id})
        thread.thread_id = "u"
        await thread.send(**turn, region={"mask_id": mask_id})
        await thread.turns.delete("local", "u")
        assert thread.images.exists(mask_id)
        await thread.turns.delete("local", "t")
        assert not thread.images.exists(mask_id)


async def test_a_rename_leaves_an_open_question_as_it_is(talk, rocket):
    async with talk() as thread:
        image_id = thread.images.put(rocket).image_id
        asked = await thread.send(text="remove this", image_id=image_id, region=POINT)
        await thread.turns.rename("local", "t", "Launch")
        await thread.turns.name_version("local", "t", "v0", "as shot")
        after = await shown(thread)
        assert (after["title"], after["names"]) == ("Launch", {"v0": "as shot"})
        assert after["asking"] == asked["asking"]
        assert (await thread.answer("approve"))["head"] == "v1"
        with pytest.raises(NotFound, match="v9"):
            await thread.turns.name_version("local", "t", "v9", "x")


async def test_an_added_photo_is_kept_while_anything_uses_it(talk, rocket, coffee):
    async with talk() as thread:
        turns, images = thread.turns, thread.images
        added = images.put(coffee).image_id
        await turns.attach("local", "t", added)  # before any turn: the thread begins so
        await turns.attach("local", "other", added)
        assert (await shown(thread))["images"] == [added]
        await turns.detach("local", "t", added)
        assert (await shown(thread))["images"] == []
        assert images.exists(added)  # `other` has it
        await turns.detach("local", "other", added)
        assert not images.exists(added)
        with pytest.raises(NotFound):
            await turns.attach("local", "t", added)


async def test_a_photo_that_versions_are_made_of_stays(talk, rocket, coffee):
    async with talk() as thread:
        image_id, added = thread.images.put(rocket).image_id, thread.images.put(coffee).image_id
        await thread.send(text="sepia", image_id=image_id)
        await thread.turns.attach("local", "t", image_id)
        with pytest.raises(InvalidRequest, match="v0 is made of"):
            await thread.turns.detach("local", "t", image_id)
        await thread.turns.attach("local", "t", added)
        await thread.turns.delete("local", "t")
        assert not thread.images.exists(image_id)
        assert not thread.images.exists(added)


async def test_a_photo_that_goes_along_is_used_and_then_forgotten(talk, rocket, coffee):
    async with talk() as thread:
        image_id, added = thread.images.put(rocket).image_id, thread.images.put(coffee).image_id
        await thread.send(image_id=image_id)
        await thread.turns.attach("local", "t", added)
        asked = await thread.send(text="how large is this picture?", with_image_ids=[added])
        assert "600 × 400" in asked["text"]
        assert [v["version_id"] for v in asked["versions"]] == ["v0"]
        said = {"text": "use this as the background", "with_image_ids": [added]}
        where = {"region": {"boxes_xyxy": [[300, 120, 345, 420]]}}
        asked = await thread.send(**said, **where)
        assert asked["asking"]
        with pytest.raises(InvalidRequest, match="open question"):
            await thread.turns.detach("local", "t", added)
        reply = await thread.answer("approve")
        assert [(v["op"], v["parent"]) for v in reply["versions"]] == [
            ("upload", None),
            ("background", "v0"),
        ]
        assert reply["versions"][1]["outside_changed"] == 0
        await thread.turns.detach("local", "t", added)
        assert not thread.images.exists(added)
        assert thread.images.photo(reply["image_id"]).width == 640
        undone = await thread.send(text="undo")
        assert undone["head"] == "v0"


async def test_a_photo_that_went_along_for_nothing_is_said(talk, rocket, coffee):
    async with talk() as thread:
        added = thread.images.put(coffee).image_id
        await thread.send(image_id=thread.images.put(rocket).image_id)
        reply = await thread.send(text="make it sepia", with_image_ids=[added])
        assert "did not need the photo" in reply["text"]
        assert reply["versions"][1]["parent"] == "v0"
        missing = await thread.send(text="make it sepia", with_image_ids=["0" * 32])
        assert missing["problem"]["code"] == "not_found"


async def test_deleting_one_thread_keeps_what_another_only_added(talk, rocket):
    async with talk() as thread:
        image_id = thread.images.put(rocket).image_id
        await thread.send(text="sepia", image_id=image_id)
        await thread.turns.attach("local", "other", image_id)
        await thread.turns.delete("local", "t")
        assert thread.images.exists(image_id)
        await thread.turns.trash("local", "other")
        fresh = thread.images.put(rocket).image_id
        await thread.turns.attach("local", "third", fresh)
        await thread.turns.delete("local", "third")
        assert thread.images.exists(image_id)  # `other` may still be restored


async def test_trash_hides_at_once_and_deletes_after_a_while(talk, coffee):
    async with talk(trash_s=0.2) as thread:
        turns, image_id = thread.turns, thread.images.put(coffee).image_id
        await thread.send(text="sepia", image_id=image_id)
        await turns.trash("local", "t")
        with pytest.raises(NotFound):
            await turns.threads.get("local", "t")
        refused = await thread.send(text="undo")
        assert refused["problem"]["code"] == "not_found"
        await turns.restore("local", "t")
        await asyncio.sleep(0.4)
        assert (await thread.send(text="undo"))["head"] == "v0"

        await turns.trash("local", "t")

        async def gone():
            return not await turns.threads.every("local")

        await until(gone)
        assert not thread.images.exists(image_id)
        assert (await turns.state("local", "t")).values == {}
        with pytest.raises(NotFound):
            await turns.restore("local", "t")


async def test_a_server_that_stopped_finishes_the_deletion_at_its_next_start(talk, coffee):
    async with talk() as thread:
        image_id = thread.images.put(coffee).image_id
        await thread.send(text="sepia", image_id=image_id)
        await thread.turns.trash("local", "t")
    async with talk() as thread:
        assert await thread.turns.threads.every("local") == ["t"]
        await thread.turns.start()
        assert await thread.turns.threads.every("local") == []
        assert not thread.images.exists(image_id)


async def test_a_thread_with_a_running_turn_is_not_trashed_and_loses_no_photo(talk, rocket, coffee):
    async with talk(registry(erase=SLOW)) as thread:
        image_id, added = thread.images.put(rocket).image_id, thread.images.put(coffee).image_id
        region = {"mask_id": thread.mask(image_id, (305, 120, 340, 300))}
        await thread.turns.attach("local", "t", added)
        with thread.turns.watching("local") as notices:
            turn = asyncio.create_task(
                thread.send(text="remove this", image_id=image_id, region=region, confirmed=True)
            )
            await anext(notices)
            for refused in (
                thread.turns.trash("local", "t"),
                thread.turns.detach("local", "t", added),
                thread.turns.delete("local", "t"),
            ):
                with pytest.raises(ThreadBusy):
                    await refused
            await thread.turns.rename("local", "t", "while it runs")
            await thread.turns.cancel("local", "t")
            await turn
        after = await shown(thread)
        assert (after["title"], after["images"]) == ("while it runs", [added])


async def test_a_turn_that_never_began_leaves_its_problem_with_the_reply(talk):
    async with talk() as thread:
        turns, config = thread.turns, thread.turns._config("local", "local/t")
        elsewhere = {"type": "image", "url": "https://example.com/cat.jpg"}
        content = [{"type": "text", "text": "이거 지워줘"}, elsewhere]
        await turns.graph.ainvoke({"messages": [HumanMessage(content)]}, config)
        await turns.threads.note("local", "t")
        said, failed = (await shown(thread))["messages"]
    assert (said["role"], said["image_id"]) == ("user", None)
    assert failed["problem"]["code"] == "invalid_image"
    assert failed["language"] == "ko"
    assert failed["text"].endswith("먼저 올려 주세요 (POST /images).")


async def test_messages_of_an_older_server_are_shown_with_what_they_lack(talk, coffee):
    async with talk() as thread:
        await thread.send(text="sepia", image_id=thread.images.put(coffee).image_id)
        config = thread.turns._config("local", "local/t")
        plain = {"messages": [HumanMessage("hello"), AIMessage("Hi.")], "plan": []}
        await thread.turns.graph.aupdate_state(config, plain, as_node="respond")
        asked, answered = (await shown(thread))["messages"][-2:]
    nothing = {"image_id": None, "mask_id": None, "versions": [], "problem": None, "steps": []}
    for message, role, text in ((asked, "user", "hello"), (answered, "assistant", "Hi.")):
        assert message.items() >= {**nothing, "role": role, "text": text}.items()


async def test_a_korean_turn_is_refused_in_korean(talk, coffee):
    async with talk() as thread:
        refused = await thread.send(text="밝게 해 줘", image_id="0" * 32)
        assert refused["text"].startswith("찾을 수 없어요: 그런 이미지가 없어요")
        assert refused["text"].endswith("먼저 올려 주세요.")
        english = await thread.send(text="brighter", image_id="0" * 32)
        assert english["text"].startswith("No image")
        await thread.send(text="밝게 해 줘", image_id=thread.images.put(coffee).image_id)
        again = await thread.answer("approve")  # no words: as the thread last spoke
        assert again["text"] == "이 대화에는 열려 있는 질문이 없어요. 할 일을 말로 적어 주세요."
