"""The whole way, as a person goes it the first time."""

import re

import httpx
import numpy as np
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import shot
from tests.integration.process import ServerProcess

SAUCER = (120, 300)  # on coffee.png, pixels; far from the cup
BESIDE = (140, 322)  # on the saucer too, where the mark of the click does not cover it


@pytest.fixture
def own_server(tmp_path):
    with ServerProcess(tmp_path / "first") as running:
        yield running


def cyan(colour, before):
    """Whether the mask's tint lies over what was there before."""
    return colour[2] > before[2] + 15 and colour[0] < before[0]


def test_from_the_first_visit_to_a_restart_of_the_server(visit, own_server, tmp_path):
    person = visit(url=own_server.url, locale="ko-KR")
    page = person.page
    expect(page.locator(".welcome h1")).to_be_visible()
    shot(page, "first-visit")

    person.choose_sample("커피")
    person.has_versions(1)
    person.photo_is_shown()
    before = person.colour_at(*BESIDE)
    person.click_at(*SAUCER)
    mask_id = person.mask()
    person.sees(*BESIDE, lambda colour: cyan(colour, before))  # the tint fades in
    outside = person.colour_at(590, 10)
    assert not cyan(outside, outside + 1e-6)
    shot(page, "mask")

    person.say("이거 지워줘")
    person.has_versions(2)
    person.reads("지우기")
    expect(page.locator(".proof")).to_have_text("마스크 밖 변화 0 px")
    expect(page.locator(".say textarea")).to_have_value("")
    thread = person.thread_id
    made = httpx.get(f"{own_server.url}/threads/{thread}").json()["versions"][1]
    assert made["op"] == "remove"
    assert made["outside_changed"] == 0
    assert mask_id  # the one that was shown is the one the edit grew from

    person.canvas.focus()
    page.keyboard.press("Control+z")
    person.stands_on(0)
    person.say("다시 실행해줘")
    person.stands_on(1)

    page.get_by_role("button", name="내려받기", exact=True).click()
    with page.expect_download() as downloading:
        page.locator(".pm-dialog a[download], a[download]").first.click()
    saved = tmp_path / downloading.value.suggested_filename
    downloading.value.save_as(saved)
    assert saved.name.startswith("coffee")
    assert saved.stat().st_size > 10_000

    again = visit(f"/t/{thread}", url=own_server.url, locale="ko-KR")
    again.has_versions(2)
    again.stands_on(1)
    again.reads("이거 지워줘")

    again.forgiving = person.forgiving = True
    own_server.kill()
    expect(again.page.locator("#popup")).to_have_attribute("aria-hidden", "false", timeout=20_000)
    with again.page.expect_event("load", timeout=40_000):  # by itself
        own_server.start()
    again.page.wait_for_selector(".pm", timeout=30_000)
    again.has_versions(2)
    again.forgiving = person.forgiving = False
    again.photo_is_shown()
    again.say("흑백으로 바꿔줘")
    again.has_versions(3)
    again.sees(300, 200, lambda colour: np.ptp(colour) < 6)


def test_a_mask_that_was_not_seen_is_asked_about_and_survives_a_reload(visit):
    person = visit()
    person.choose_sample("Rocket")
    person.say("remove it")
    person.reads("Where is it?")
    expect(person.page.locator(".maskbar")).to_contain_text("Show me where")
    person.click_at(322, 200)
    person.mask()
    again = visit(f"/t/{person.thread_id}")
    again.reads("Where is it?")
    again.click_at(322, 200)
    mask_id = again.mask()
    again.page.locator(".maskbar").get_by_role("button", name="This area is right").click()
    again.has_versions(2)
    person.has_versions(2)  # the other tab stays in step
    row = httpx.get(f"{person.url}/threads/{person.thread_id}").json()
    assert row["asking"] is None
    assert row["versions"][1]["outside_changed"] == 0
    assert mask_id.startswith("m")


def test_leaving_the_question_leaves_the_photo(visit):
    person = visit()
    person.choose_sample("Coffee")
    person.say("remove it")
    person.reads("Where is it?")
    person.page.locator(".maskbar").get_by_role("button", name="Leave it").click()
    person.reads(re.compile("left that as it was"))
    expect(person.page.locator(".maskbar")).to_be_hidden()
    person.has_versions(1)
