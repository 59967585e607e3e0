"""The graph, from a turn to its reply: what a person can rely on."""

import asyncio
import base64
import os
import sqlite3

import numpy as np

from imaging.composite import outside_changed
from imaging.masks import rasterise
from tests.fakes import BROKEN, SLOW, VANDAL, VANDAL_EDITOR, registry

CUP = (180, 90, 430, 300)  # coffee, (x0, y0, x1, y1)


def pixels(images, image_id):
    return images.photo(image_id).pixels


def changed_outside(images, versions, version):
    parent = next(v for v in versions if v["version_id"] == version["parent"])
    mask = images.mask(version["mask_id"])
    return outside_changed(
        pixels(images, parent["image_id"]), pixels(images, version["image_id"]), mask
    )


async def test_a_confirmed_mask_and_a_korean_sentence_make_a_version(talk, rocket):
    async with talk() as thread:
        image_id = thread.images.put(rocket, name="rocket.jpg").image_id
        mask_id = thread.mask(image_id, (305, 120, 340, 300))
        reply = await thread.send(
            text="이거 지워줘", image_id=image_id, region={"mask_id": mask_id}, confirmed=True
        )
        assert reply["problem"] is None
        assert reply["asking"] is None
        assert reply["head"] == "v1"
        v1 = reply["versions"][1]
        assert (v1["op"], v1["engine"], v1["parent"]) == ("remove", "patchmatch", "v0")
        assert v1["outside_changed"] == 0
        assert changed_outside(thread.images, reply["versions"], v1) == 0
        applied, asked = thread.images.mask(v1["mask_id"]), thread.images.mask(mask_id)
        assert (applied & asked).sum() == asked.sum()
        assert applied.sum() > asked.sum()  # a segmented object is erased with its rim
        assert "했어요" in reply["text"]


async def test_a_brush_stroke_is_erased_exactly_as_it_was_drawn(talk, rocket):
    async with talk() as thread:
        image_id = thread.images.put(rocket).image_id
        stroke = {"points_xy": [[322, 150], [322, 280]], "radius_px": 14}
        reply = await thread.send(
            text="remove this", image_id=image_id, region={"strokes": [stroke]}, confirmed=True
        )
        applied = thread.images.mask(reply["versions"][1]["mask_id"])
        assert np.array_equal(applied, rasterise([stroke], applied.shape))


async def test_points_pause_for_the_mask_and_approval_goes_on(talk, rocket):
    async with talk() as thread:
        image_id = thread.images.put(rocket).image_id
        region = {"points_xy": [[322, 250]], "point_labels": [1]}
        reply = await thread.send(text="remove this", image_id=image_id, region=region)
        (request,) = reply["asking"]["action_requests"]
        assert request["name"] == "confirm_mask"
        assert set(request["args"]) >= {"image_id", "mask_id", "candidates", "overlay_url"}
        assert reply["asking"]["review_configs"] == [
            {"action_name": "confirm_mask", "allowed_decisions": ["approve", "edit", "reject"]}
        ]
        assert reply["head"] == "v0"
        areas = [c["area_px"] for c in request["args"]["candidates"]]
        assert areas == sorted(areas)

        done = await thread.answer("approve")
        assert done["asking"] is None
        assert done["head"] == "v1"
        assert done["versions"][1]["outside_changed"] == 0


async def test_a_pause_is_edited_by_points_growth_strokes_and_candidates(talk, rocket):
    async with talk() as thread:
        image_id = thread.images.put(rocket).image_id
        region = {"points_xy": [[322, 250]], "point_labels": [1]}
        reply = await thread.send(text="remove this", image_id=image_id, region=region)
        args = reply["asking"]["action_requests"][0]["args"]
        first = thread.images.mask(args["mask_id"])

        grown = await thread.answer("edit", grow_px=6)
        grown_id = grown["asking"]["action_requests"][0]["args"]["mask_id"]
        assert (first & ~thread.images.mask(grown_id)).sum() == 0
        assert thread.images.mask(grown_id).sum() > first.sum()

        other = args["candidates"][0]["mask_id"]
        chosen = await thread.answer("edit", mask_id=other)
        assert chosen["asking"]["action_requests"][0]["args"]["mask_id"] == other

        stroke = {"points_xy": [[50, 50], [90, 50]], "radius_px": 5}
        drawn = await thread.answer("edit", strokes=[stroke])
        drawn_id = drawn["asking"]["action_requests"][0]["args"]["mask_id"]
        assert thread.images.mask(drawn_id)[50, 70]

        bad = await thread.answer("edit", points_xy=[[9999, 1]], point_labels=[1])
        assert bad["problem"]["code"] == "invalid_region"
        assert bad["asking"] is not None  # the question stays open

        rejected = await thread.answer("reject")
        assert rejected["asking"] is None
        assert [v["version_id"] for v in rejected["versions"]] == ["v0"]


async def test_an_answer_without_a_question_is_a_problem(talk, rocket):
    async with talk() as thread:
        fresh = await thread.answer("approve")
        assert fresh["problem"]["code"] == "nothing_asked"
        await thread.send(text="make it 20% brighter", image_id=thread.images.put(rocket).image_id)
        idle = await thread.answer("approve")
        assert idle["problem"]["code"] == "nothing_asked"
        assert idle["head"] == "v1"  # and the thread is as it was


async def test_a_malformed_answer_keeps_the_question_open(talk, rocket):
    async with talk() as thread:
        image_id = thread.images.put(rocket).image_id
        region = {"points_xy": [[322, 250]], "point_labels": [1]}
        await thread.send(text="remove this", image_id=image_id, region=region)
        for answer in ({"yes": 1}, {"decisions": []}, {"decisions": [{"type": "maybe"}]}):
            reply = await thread.send(answer=answer)
            assert reply["problem"]["code"] == "invalid_request"
            assert reply["asking"] is not None


async def test_an_empty_turn_leaves_the_open_question_open(talk, rocket):
    async with talk() as thread:
        image_id = thread.images.put(rocket).image_id
        region = {"points_xy": [[322, 250]], "point_labels": [1]}
        asked = await thread.send(text="remove this", image_id=image_id, region=region)
        for nothing in ({}, {"answer": {}}, {"text": ""}):
            assert (await thread.send(**nothing))["asking"] == asked["asking"]


async def test_a_named_thing_without_a_region_is_asked_for(talk, astronaut):
    async with talk() as thread:
        image_id = thread.images.put(astronaut).image_id
        reply = await thread.send(text="remove the helmet", image_id=image_id)
        args = reply["asking"]["action_requests"][0]["args"]
        assert args["mask_id"] is None
        assert args["target"] == "helmet"
        refused = await thread.answer("approve")
        assert refused["problem"]["code"] == "invalid_request"
        shown = await thread.answer("edit", boxes_xyxy=[[300, 330, 460, 500]])
        assert shown["asking"]["action_requests"][0]["args"]["mask_id"]
        done = await thread.answer("approve")
        assert done["versions"][1]["target"] == "helmet"


async def test_two_steps_in_one_sentence_are_two_versions(talk, coffee):
    async with talk() as thread:
        image_id = thread.images.put(coffee).image_id
        reply = await thread.send(
            text="make it 20% brighter and then make it black and white", image_id=image_id
        )
        assert [v["op"] for v in reply["versions"]] == ["upload", "adjust", "adjust"]
        assert reply["versions"][2]["parent"] == "v1"
        grey = pixels(thread.images, reply["image_id"]).astype(int)
        assert np.ptp(grey, axis=2).max() <= 2


async def test_a_failing_step_keeps_what_was_done_before(talk, coffee):
    async with talk() as thread:
        reply = await thread.send(
            text="make it brighter and then add a hat", image_id=thread.images.put(coffee).image_id
        )
        assert reply["problem"]["code"] == "no_engine"
        assert reply["problem"]["capability"] == "inpaint"
        assert reply["problem"]["hint"]
        assert [v["op"] for v in reply["versions"]] == ["upload", "adjust"]
        assert reply["head"] == "v1"


async def test_each_named_target_is_asked_for_once(talk, coffee):
    async with talk(registry(segment={"square": "tests.fakes:SquareSegmenter"})) as thread:
        reply = await thread.send(
            text="make the cup blue and the spoon red", image_id=thread.images.put(coffee).image_id
        )
        targets = []
        while reply["asking"]:
            args = reply["asking"]["action_requests"][0]["args"]
            targets.append(args["target"])
            x = 100 + 100 * len(targets)
            await thread.answer("edit", points_xy=[[x, 200]], point_labels=[1])
            reply = await thread.answer("approve")
        assert len(targets) == len(set(targets)) == 2
        assert [v["op"] for v in reply["versions"][1:]] == ["recolour", "recolour"]


async def test_undo_redo_reset_goto_and_branch(talk, coffee):
    async with talk() as thread:
        image_id = thread.images.put(coffee).image_id
        await thread.send(text="20% 더 밝게", image_id=image_id)
        await thread.send(text="흑백으로")
        assert (await thread.send(text="두 번 취소"))["head"] == "v0"
        assert (await thread.send(text="다시 실행"))["head"] == "v1"
        branch = await thread.send(text="세피아로")
        assert (branch["head"], branch["versions"][3]["parent"]) == ("v3", "v1")
        assert (await thread.send(text="undo"))["head"] == "v1"
        assert (await thread.send(text="redo"))["head"] == "v3"  # the newest child
        assert (await thread.send(text="go to version 2"))["head"] == "v2"
        assert (await thread.send(text="처음으로"))["head"] == "v0"
        nothing = await thread.send(text="undo")
        assert nothing["problem"]["code"] == "nothing_to_undo"
        missing = await thread.send(text="version 9")
        assert missing["problem"]["code"] == "not_found"
        assert "v3" in missing["problem"]["hint"]
        assert len(missing["versions"]) == 4  # nothing was destroyed


async def test_naming_an_older_image_edits_it_again(talk, coffee):
    async with talk() as thread:
        image_id = thread.images.put(coffee).image_id
        await thread.send(text="brighter", image_id=image_id)
        reply = await thread.send(text="sepia", image_id=image_id)
        assert reply["versions"][2]["parent"] == "v0"


async def test_before_i_removed_it_goes_to_that_step_s_parent(talk, rocket):
    async with talk() as thread:
        image_id = thread.images.put(rocket).image_id
        mask_id = thread.mask(image_id, (305, 120, 340, 300))
        await thread.send(text="brighter", image_id=image_id)
        await thread.send(text="remove the rocket", region={"mask_id": mask_id}, confirmed=True)
        await thread.send(text="sepia")
        assert (await thread.send(text="go back to before I removed the rocket"))["head"] == "v1"


async def test_before_i_made_it_blue_finds_that_step(talk, coffee):
    async with talk() as thread:
        image_id = thread.images.put(coffee).image_id
        region = {"mask_id": thread.mask(image_id, CUP)}
        for colour in ("red", "blue", "green"):
            await thread.send(
                text=f"make this {colour}", image_id=image_id, region=region, confirmed=True
            )
            image_id = (await thread.send())["image_id"]
        assert (await thread.send(text="go back to before I made it blue"))["head"] == "v1"
        assert (await thread.send(text="go back to before the last change"))["head"] == "v2"


async def test_what_was_named_for_one_step_is_not_the_subject_of_the_next(talk, coffee):
    async with talk() as thread:
        image_id = thread.images.put(coffee).image_id
        region = {"mask_id": thread.mask(image_id, CUP)}
        await thread.send(
            text="make the saucer blue", image_id=image_id, region=region, confirmed=True
        )
        reply = await thread.send(text="blur the background")
        assert reply["asking"]["action_requests"][0]["args"]["mask_id"] is None
        assert "the subject" in reply["text"]


async def test_unknown_text_is_a_question_back_and_no_version(talk, coffee):
    async with talk() as thread:
        image_id = thread.images.put(coffee).image_id
        reply = await thread.send(text="쿠루쿠루 뿅", image_id=image_id)
        assert reply["problem"]["code"] == "not_understood"
        assert reply["text"]
        assert [v["version_id"] for v in reply["versions"]] == ["v0"]


async def test_an_inpainter_that_repaints_everything_changes_only_the_mask(talk, coffee):
    async with talk(registry(inpaint=VANDAL)) as thread:
        image_id = thread.images.put(coffee).image_id
        stroke = {"points_xy": [[300, 200], [330, 210]], "radius_px": 20}
        reply = await thread.send(
            text="replace this with a flower",
            image_id=image_id,
            region={"strokes": [stroke]},
            confirmed=True,
            options={"guidance_scale": 3, "strength": 0.5, "seed": 7},
        )
        v1 = reply["versions"][1]
        assert (v1["engine"], v1["seed"], v1["outside_changed"]) == ("vandal", 7, 0)
        assert v1["prompt"]
        assert changed_outside(thread.images, reply["versions"], v1) == 0
        assert "strength" in reply["text"]  # an option that is not used is said
        assert "guidance_scale" not in reply["text"]


async def test_korean_words_reach_an_english_engine_as_english(talk, coffee):
    async with talk(registry(inpaint=VANDAL)) as thread:
        image_id = thread.images.put(coffee).image_id
        mask_id = thread.mask(image_id, CUP)
        reply = await thread.send(
            text="이걸 빨간 자동차로 바꿔줘",
            image_id=image_id,
            region={"mask_id": mask_id},
            confirmed=True,
        )
        v1 = reply["versions"][1]
        assert "red car" in v1["prompt"]
        assert v1["instruction"] == "이걸 빨간 자동차로 바꿔줘"


async def test_failures_of_an_engine_are_problems_and_no_versions(talk, coffee):
    async with talk(registry(edit=BROKEN)) as thread:
        image_id = thread.images.put(coffee).image_id
        failed = await thread.send(text="invert the colors", image_id=image_id)
        assert failed["problem"]["code"] == "engine_failed"
        assert "fell over" in failed["problem"]["message"]
        bug = await thread.send(text="sepia")
        assert bug["problem"]["code"] == "engine_failed"
        assert "a bug" not in str(bug)  # the cause is for the log
        idle = await thread.send(text="make it brighter")
        assert idle["problem"]["code"] == "nothing_changed"
        assert [v["version_id"] for v in idle["versions"]] == ["v0"]


async def test_a_preferred_engine_is_asked_first_and_its_absence_is_said(talk, coffee):
    async with talk() as chat:
        image_id = chat.images.put(coffee).image_id
        scratch = {"points_xy": [[300, 200], [340, 220]], "radius_px": 1.5}
        given = {"text": "remove this", "region": {"strokes": [scratch]}, "confirmed": True}
        reply = await chat.send(image_id=image_id, **given)
        assert reply["versions"][-1]["engine"] == "telea"
        prefer = {"options": {"prefer": {"erase": "patchmatch"}}}
        reply = await chat.send(image_id=image_id, **given, **prefer)
        assert reply["versions"][-1]["engine"] == "patchmatch"
        assert "prefer" not in reply["text"]
        reply = await chat.send(text="undo", options={"prefer": {"erase": "magic"}})
        assert reply["problem"]["code"] == "unknown_engine"
        assert "telea" in reply["problem"]["hint"]


async def test_an_unknown_engine_names_the_choices(talk, coffee):
    async with talk() as thread:
        image_id = thread.images.put(coffee).image_id
        reply = await thread.send(text="brighter", image_id=image_id, options={"engine": "sdxl"})
        assert reply["problem"]["code"] == "unknown_engine"
        assert "adjust" in reply["problem"]["hint"]


async def test_a_second_turn_on_a_busy_thread_is_refused_at_once(talk, rocket):
    async with talk(registry(erase=SLOW)) as thread:
        image_id = thread.images.put(rocket).image_id
        region = {"mask_id": thread.mask(image_id, (305, 120, 340, 300))}
        slow = asyncio.create_task(
            thread.send(text="remove this", image_id=image_id, region=region, confirmed=True)
        )
        await asyncio.sleep(0.3)
        busy = await thread.send(text="brighter")
        assert busy["problem"]["code"] == "thread_busy"
        assert busy["problem"]["retryable"]
        assert not slow.done()
        assert (await slow)["head"] == "v1"


async def test_a_cancelled_turn_leaves_the_thread_usable(talk, rocket):
    async with talk(registry(erase=SLOW)) as thread:
        image_id = thread.images.put(rocket).image_id
        region = {"mask_id": thread.mask(image_id, (305, 120, 340, 300))}
        slow = asyncio.create_task(
            thread.send(text="remove this", image_id=image_id, region=region, confirmed=True)
        )
        await asyncio.sleep(0.3)
        assert await thread.turns.cancel("local", "t")
        reply = await slow
        assert reply["problem"]["code"] == "cancelled"
        assert [v["version_id"] for v in reply["versions"]] == ["v0"]
        assert (await thread.send(text="brighter"))["head"] == "v1"


async def test_cancelling_an_open_question_drops_it(talk, rocket):
    async with talk() as thread:
        image_id = thread.images.put(rocket).image_id
        region = {"points_xy": [[322, 250]], "point_labels": [1]}
        assert (await thread.send(text="remove this", image_id=image_id, region=region))["asking"]
        assert await thread.turns.cancel("local", "t")
        assert (await thread.answer("approve"))["problem"]["code"] == "nothing_asked"
        assert not await thread.turns.cancel("local", "t")
        assert (await thread.send(text="brighter"))["head"] == "v1"


async def test_new_text_drops_the_open_question_and_says_so(talk, rocket):
    async with talk() as thread:
        image_id = thread.images.put(rocket).image_id
        region = {"points_xy": [[322, 250]], "point_labels": [1]}
        await thread.send(text="remove this", image_id=image_id, region=region)
        reply = await thread.send(text="make the whole picture brighter")
        assert reply["asking"] is None
        assert reply["versions"][-1]["op"] == "adjust"
        assert "dropped" in reply["text"]


async def test_events_tell_the_plan_the_progress_and_the_version(talk, rocket):
    async with talk(registry(erase=SLOW)) as thread:
        image_id = thread.images.put(rocket).image_id
        region = {"mask_id": thread.mask(image_id, (305, 120, 340, 300))}
        events = await thread.events(
            text="remove this", image_id=image_id, region=region, confirmed=True
        )
        kinds = list(dict.fromkeys(event["event"] for event in events))
        assert kinds == ["plan", "progress", "version", "token", "done"]
        assert events[0]["data"]["steps"][0]["op"] == "remove"
        assert events[-1]["data"]["head"] == "v1"


async def test_a_turn_id_sent_twice_runs_once(talk, coffee):
    async with talk() as thread:
        image_id = thread.images.put(coffee).image_id
        first = await thread.send(text="brighter", image_id=image_id, turn_id="a")
        again = await thread.send(text="brighter", image_id=image_id, turn_id="a")
        assert len(again["versions"]) == 2
        assert again["text"] == first["text"]
        assert len((await thread.send(text="brighter", turn_id="b"))["versions"]) == 3


async def test_a_pause_outlives_a_restart(talk, rocket):
    async with talk() as thread:
        image_id = thread.images.put(rocket).image_id
        region = {"points_xy": [[322, 250]], "point_labels": [1]}
        asked = await thread.send(text="remove this", image_id=image_id, region=region)
    async with talk() as thread:
        state = await thread.turns.state("local", "t")
        assert state.interrupts[0].value == asked["asking"]
        assert (await thread.answer("approve"))["head"] == "v1"


async def test_an_inline_photo_reaches_no_checkpoint(talk, coffee, tmp_path):
    encoded = base64.b64encode(coffee).decode()
    async with talk() as thread:
        reply = await thread.send(text="brighter", image=encoded)
        assert reply["head"] == "v1"
        graph, config = thread.turns.graph, {"configurable": {"thread_id": "studio"}}
        block = {"type": "image", "base64": encoded, "mime_type": "image/jpeg"}
        content = [{"type": "text", "text": "make it brighter"}, block]
        state = await graph.ainvoke({"messages": [{"role": "user", "content": content}]}, config)
        assert state["head"] == "v1"
    raw = b"".join(path.read_bytes() for path in tmp_path.glob("threads.sqlite*"))
    for needle in (encoded[1000:1060].encode(), coffee[1000:1040]):
        assert needle not in raw
    rows = sqlite3.connect(tmp_path / "threads.sqlite").execute(
        "SELECT MAX(LENGTH(checkpoint)) FROM checkpoints"
    )
    assert rows.fetchone()[0] < 20_000


async def test_threads_of_two_owners_do_not_meet(talk, coffee):
    async with talk() as thread:
        image_id = thread.images.put(coffee).image_id
        await thread.send(text="brighter", image_id=image_id)
        other = type(thread)(thread.turns, "t", "alice")
        assert (await other.send(text="undo"))["problem"]["code"] == "no_image"
        stolen = await other.send(text="brighter", image_id=image_id)
        assert stolen["problem"]["code"] == "not_found"
        assert await thread.turns.threads.every("al") == []
        assert await thread.turns.threads.every("local") == ["t"]


async def test_deleting_a_thread_removes_only_what_no_other_thread_uses(talk, coffee, rocket):
    async with talk() as thread:
        shared = thread.images.put(coffee).image_id
        only = thread.images.put(rocket).image_id
        other = type(thread)(thread.turns, "other")
        await other.send(text="sepia", image_id=shared)
        await thread.send(text="sepia", image_id=only)
        await thread.send(text="", image_id=shared)
        await thread.turns.delete("local", "t")
        assert not thread.images.exists(only)
        assert thread.images.exists(shared)
        assert (await thread.turns.state("local", "t")).values == {}
        assert (await other.send(text="undo"))["head"] == "v0"


async def test_deleting_a_thread_sweeps_old_masks_that_nobody_chose(talk, rocket, tmp_path):
    async with talk() as thread:
        image_id = thread.images.put(rocket).image_id
        region = {"points_xy": [[322, 250]], "point_labels": [1]}
        await thread.send(text="remove this", image_id=image_id, region=region)
        await thread.answer("approve")
        fresh = thread.mask(image_id, (1, 1, 9, 9))
        await type(thread)(thread.turns, "other").send(text="hello")
        for file in (tmp_path / "images").rglob("*.mask"):
            if fresh not in file.name:
                os.utime(file, (1, 1))
        await thread.turns.delete("local", "t")
        assert set(thread.images.ids()) == {fresh}


async def test_a_second_photo_becomes_the_background(talk, coffee, astronaut):
    async with talk() as thread:
        image_id = thread.images.put(astronaut).image_id
        await thread.send(text="", image_id=image_id)
        mask_id = thread.mask(image_id, (100, 40, 360, 500))
        reply = await thread.send(
            text="배경을 이 사진으로 바꿔줘",
            image_id=thread.images.put(coffee).image_id,
            region={"mask_id": mask_id},
            confirmed=True,
        )
        v1 = reply["versions"][-1]
        assert (v1["op"], v1["parent"], v1["outside_changed"]) == ("background", "v0", 0)
        core = ~thread.images.mask(v1["mask_id"])
        assert core[200:300, 200:260].all()  # the subject itself is not touched


async def test_a_second_photo_is_edited_itself_when_no_step_needs_it(talk, coffee, rocket):
    async with talk() as thread:
        await thread.send(text="sepia", image_id=thread.images.put(coffee).image_id)
        reply = await thread.send(text="sepia", image_id=thread.images.put(rocket).image_id)
        assert [v["parent"] for v in reply["versions"]] == [None, "v0", None, "v2"]


async def test_questions_about_the_file_are_answered_others_name_what_is_missing(talk, coffee):
    async with talk() as thread:
        image_id = thread.images.put(coffee, name="latte.jpg").image_id
        size = await thread.send(text="이 사진 크기가 얼마야?", image_id=image_id)
        assert "600 × 400" in size["text"]
        seen = await thread.send(text="what is in this photo?")
        assert seen["problem"]["code"] == "no_engine"
        assert seen["problem"]["capability"] == "describe"


async def test_points_are_never_taken_as_confirmed(talk, rocket):
    async with talk() as thread:
        reply = await thread.send(
            text="remove this",
            image_id=thread.images.put(rocket).image_id,
            region={"points_xy": [[322, 250]], "point_labels": [1]},
            confirmed=True,
        )
        assert reply["asking"] is not None
        assert "not seen" in reply["text"]


async def test_pointing_narrows_an_edit_unless_the_whole_picture_is_meant(talk, coffee):
    async with talk() as thread:
        image_id = thread.images.put(coffee).image_id
        region = {"mask_id": thread.mask(image_id, CUP)}
        part = await thread.send(text="밝게", image_id=image_id, region=region, confirmed=True)
        assert part["versions"][-1]["mask_id"] == region["mask_id"]
        whole = await thread.send(text="사진 전체를 어둡게", region=region, confirmed=True)
        assert whole["versions"][-1]["mask_id"] is None


async def test_the_background_is_all_but_the_subject_that_is_selected(talk, coffee):
    async with talk() as thread:
        image_id = thread.images.put(coffee).image_id
        mask_id = thread.mask(image_id, CUP)
        reply = await thread.send(
            text="배경만 어둡게", image_id=image_id, region={"mask_id": mask_id}, confirmed=True
        )
        v1 = reply["versions"][-1]
        assert np.array_equal(thread.images.mask(v1["mask_id"]), ~thread.images.mask(mask_id))


async def test_a_selection_serves_the_next_turn_and_ends_with_its_thing(talk, coffee):
    async with talk() as thread:
        image_id = thread.images.put(coffee).image_id
        region = {"mask_id": thread.mask(image_id, CUP)}
        await thread.send(text="이거 파랗게", image_id=image_id, region=region, confirmed=True)
        again = await thread.send(text="아니 이거 초록색으로")
        assert again["asking"] is None
        assert again["versions"][-1]["params"]["colour_name"] == "green"
        await thread.send(text="이거 지워줘")
        gone = await thread.send(text="이거 지워줘")
        assert gone["asking"] is not None  # the thing is gone: what is meant now?


async def test_a_sixteen_bit_photo_keeps_its_depth_and_its_pixels(talk):
    import cv2

    deep = np.random.default_rng(3).integers(0, 65536, (80, 120, 3), dtype=np.uint16)
    async with talk() as thread:
        image_id = thread.images.put(cv2.imencode(".png", deep)[1].tobytes()).image_id
        region = {"mask_id": thread.mask(image_id, (20, 20, 60, 60))}
        await thread.send(text="이거 흑백으로", image_id=image_id, region=region, confirmed=True)
        reply = await thread.send(text="오른쪽으로 90도 돌려줘")
        photos = [thread.images.photo(v["image_id"]).pixels for v in reply["versions"]]
        assert {photo.dtype for photo in photos} == {np.dtype(np.uint16)}
        outside = ~thread.images.mask(region["mask_id"])
        assert np.array_equal(photos[1][outside], photos[0][outside])
        assert np.array_equal(photos[2], np.rot90(photos[1], -1))


async def test_a_turn_that_waits_for_its_engine_can_be_cancelled(talk, rocket):
    async with talk(registry(erase=SLOW)) as first:
        image_id = first.images.put(rocket).image_id
        region = {"mask_id": first.mask(image_id, (305, 120, 340, 300))}
        turn = {"text": "remove this", "image_id": image_id, "region": region, "confirmed": True}
        second = type(first)(first.turns, "second")
        working = asyncio.create_task(first.send(**turn))
        await asyncio.sleep(0.3)
        waiting = asyncio.create_task(second.send(**turn))
        await asyncio.sleep(0.2)
        assert await second.turns.cancel("local", "second")
        assert (await waiting)["problem"]["code"] == "cancelled"
        assert not working.done()
        assert (await working)["head"] == "v1"


async def test_an_editor_that_ignores_its_mask_changes_only_the_mask(talk, coffee):
    async with talk(registry(edit=VANDAL_EDITOR)) as thread:
        image_id = thread.images.put(coffee).image_id
        region = {"mask_id": thread.mask(image_id, CUP)}
        reply = await thread.send(
            text="make this brighter", image_id=image_id, region=region, confirmed=True
        )
        v1 = reply["versions"][1]
        assert v1["mask_id"] == region["mask_id"]
        assert changed_outside(thread.images, reply["versions"], v1) == 0


async def test_a_selection_means_nothing_on_another_photo_or_in_another_frame(talk, coffee):
    async with talk() as thread:
        image_id = thread.images.put(coffee).image_id
        region = {"mask_id": thread.mask(image_id, CUP)}
        await thread.send(text="make this red", image_id=image_id, region=region, confirmed=True)
        twin = thread.images.put(coffee + b"another file of the same size").image_id
        asked = await thread.send(text="make this blue", image_id=twin)
        assert asked["asking"]["action_requests"][0]["args"]["mask_id"] is None
        await thread.send(text="flip it horizontally", image_id=image_id)
        flipped = {"mask_id": thread.mask(image_id, (10, 10, 60, 60))}
        await thread.send(text="make this red", region=flipped, confirmed=True)
        await thread.send(text="undo twice")
        asked = await thread.send(text="make this blue")
        assert asked["asking"]["action_requests"][0]["args"]["mask_id"] is None


async def test_confirmed_is_for_the_mask_as_it_was_seen(talk, coffee):
    async with talk() as thread:
        image_id = thread.images.put(coffee).image_id
        mask_id = thread.mask(image_id, CUP)
        for change in ({"grow_px": 50}, {"invert": True}):
            reply = await thread.send(
                text="make this red",
                image_id=image_id,
                region={"mask_id": mask_id, **change},
                confirmed=True,
            )
            assert reply["asking"] is not None


async def test_approval_is_of_the_mask_that_was_shown(talk, rocket):
    async with talk() as thread:
        image_id = thread.images.put(rocket).image_id
        region = {"points_xy": [[322, 250]], "point_labels": [1]}
        asked = await thread.send(text="remove this", image_id=image_id, region=region)
        seen = asked["asking"]["action_requests"][0]["args"]["mask_id"]
        await thread.answer("edit", grow_px=20)
        stale = {"decisions": [{"type": "approve", "mask_id": seen}]}
        reply = await thread.send(answer=stale)
        assert reply["problem"]["code"] == "invalid_request"
        assert reply["asking"] is not None


async def test_a_bad_edit_of_any_kind_leaves_the_question_open(talk, rocket):
    async with talk() as thread:
        image_id = thread.images.put(rocket).image_id
        region = {"points_xy": [[322, 250]], "point_labels": [1]}
        asked = await thread.send(text="remove this", image_id=image_id, region=region)
        for args in (
            {"points_xy": [[1, 1]] * 101, "point_labels": [1] * 101},
            {"points_xy": [["a", 1]], "point_labels": [1]},
            {"points_xy": 5},
            {"point_labels": [7]},
            {"mask_id": "nope"},
            {"mask_id": image_id},
            {"mask_id": thread.images.put_mask(np.ones((5, 5), np.bool_))},
            {"grow_px": -400},
            {"grow_px": "x"},
            {"strokes": [{}]},
            {"strokes": [{"points_xy": [[9999, 1]], "radius_px": 3}]},
            {"boxes_xyxy": [[1, 2, 3, "x"]]},
        ):
            reply = await thread.answer("edit", **args)
            assert reply["problem"]["code"] in ("invalid_region", "invalid_mask", "not_found"), args
            assert reply["asking"] == asked["asking"], args
        bad_image = await thread.send(text="sepia", image_id="0" * 32)
        assert bad_image["problem"]["code"] == "not_found"
        assert bad_image["asking"] == asked["asking"]
        assert (await thread.answer("approve"))["head"] == "v1"


async def test_a_region_that_failed_is_not_tried_again(talk, rocket):
    async with talk() as thread:
        image_id = thread.images.put(rocket).image_id
        far = {"points_xy": [[9999, 1]], "point_labels": [1]}
        bad = await thread.send(text="remove this", image_id=image_id, region=far)
        assert bad["problem"]["code"] == "invalid_region"
        asked = await thread.send(text="remove this", image_id=image_id)
        assert asked["asking"]["action_requests"][0]["args"]["mask_id"] is None


async def test_a_plain_yes_or_no_answers_the_question(talk, rocket):
    async with talk() as thread:
        image_id = thread.images.put(rocket).image_id
        await thread.send(text="make it brighter", image_id=image_id)
        region = {"points_xy": [[322, 250]], "point_labels": [1]}
        for no in ("취소", "never mind"):
            await thread.send(text="remove this", region=region)
            reply = await thread.send(text=no)
            assert (reply["asking"], reply["head"]) == (None, "v1")
        await thread.send(text="이거 지워줘", region=region)
        assert (await thread.send(text="네, 맞아요"))["head"] == "v2"


async def test_pointing_without_words_answers_where(talk, rocket):
    async with talk() as thread:
        image_id = thread.images.put(rocket).image_id
        await thread.send(text="remove the rocket", image_id=image_id)
        shown = await thread.send(region={"points_xy": [[322, 250]], "point_labels": [1]})
        assert shown["asking"]["action_requests"][0]["args"]["mask_id"]


async def test_the_region_waits_for_the_step_that_needs_it(talk, coffee):
    async with talk() as thread:
        image_id = thread.images.put(coffee).image_id
        reply = await thread.send(
            text="make the whole picture sepia and then remove this",
            image_id=image_id,
            region={"mask_id": thread.mask(image_id, CUP)},
            confirmed=True,
        )
        assert [v["op"] for v in reply["versions"]] == ["upload", "adjust", "remove"]
        assert "Nothing outside" not in reply["text"]  # the first step was of the whole picture


async def test_an_engine_for_one_step_does_not_stop_the_others(talk, coffee):
    async with talk() as thread:
        image_id = thread.images.put(coffee).image_id
        reply = await thread.send(
            text="remove this and then make the whole picture a sketch",
            image_id=image_id,
            region={"mask_id": thread.mask(image_id, CUP)},
            confirmed=True,
            options={"engine": "filters"},
        )
        assert [v["engine"] for v in reply["versions"][1:]] == ["patchmatch", "filters"]


async def test_a_photo_is_kept_also_when_its_text_is_not_understood(talk, coffee, rocket):
    async with talk() as thread:
        await thread.send(text="sepia", image_id=thread.images.put(coffee).image_id)
        second = thread.images.put(rocket).image_id
        unknown = await thread.send(text="qwrt zxcv", image_id=second)
        assert unknown["problem"]["code"] == "not_understood"
        reply = await thread.send(text="make it brighter")
        assert reply["versions"][-1]["parent"] == "v2"
        assert reply["versions"][2]["image_id"] == second


async def test_a_turn_id_is_not_used_for_another_turn(talk, coffee):
    async with talk() as thread:
        image_id = thread.images.put(coffee).image_id
        await thread.send(text="sepia", image_id=image_id, turn_id="1")
        await thread.send(text="undo", turn_id="2")
        again = await thread.send(text="sepia", image_id=image_id, turn_id="1")
        assert (again["head"], len(again["versions"])) == ("v0", 2)
        other = await thread.send(text="redo", turn_id="1")
        assert other["problem"]["code"] == "invalid_request"


async def test_a_number_beyond_reason_is_refused_and_the_thread_lives(talk, coffee):
    async with talk() as thread:
        image_id = thread.images.put(coffee).image_id
        reply = await thread.send(text="undo 99999999999999999999", image_id=image_id)
        assert reply["problem"] is not None
        assert (await thread.send(text="sepia"))["head"] == "v1"


async def test_erasing_everything_says_why_not(talk, coffee):
    async with talk() as thread:
        image_id = thread.images.put(coffee).image_id
        region = {"mask_id": thread.mask(image_id, (0, 0, 600, 400))}
        reply = await thread.send(
            text="remove this", image_id=image_id, region=region, confirmed=True
        )
        assert reply["problem"]["code"] == "invalid_mask"
        assert "whole photo" in reply["text"]
