"""The conversation with engines that are slow, that offer variants, and that are not there."""

import re
import sys

import httpx
import pytest
from playwright.sync_api import expect
from skimage import data

from tests.browser.conftest import shot
from tests.conftest import encoded
from tests.integration.process import ServerProcess

FAKES = (sys.executable, "tests/browser/fake_server.py")
LONGEST = 2000  # characters of one message
EVIL = '<img src=x onerror="alert(1)">'


@pytest.fixture(scope="module")
def slow(tmp_path_factory):
    """A server whose eraser takes a second, and whose painter paints blobs."""
    folder = tmp_path_factory.mktemp("slow")
    with ServerProcess(folder, *FAKES, "erase", "inpaint", "generate") as running:
        yield running


@pytest.fixture
def person(visit, slow):
    somebody = visit(url=slow.url)
    somebody.choose_sample("Coffee")
    somebody.has_versions(1)
    return somebody


def select(person):
    """Point at the cup."""
    person.pick("Box")
    person.drag((30, 60), (300, 380))
    person.mask()


def test_a_reply_tells_what_was_understood(person):
    person.say("make it black and white")
    person.has_versions(2)
    chips = person.page.locator(".chat .turn .it").last.locator(".chip")
    expect(chips.first).to_contain_text("Adjust")
    expect(person.page.locator(".chat .log")).to_contain_text(
        re.compile(r"· < ?0\.\d s|· \d+\.\d s")
    )
    person.button("Undo", within="header").click()
    person.stands_on(0)
    chips.first.click()
    person.stands_on(1)


def test_progress_is_shown_and_a_turn_is_cancelled(person):
    select(person)
    person.say("remove this")
    bar = person.page.get_by_role("progressbar")
    expect(bar).to_have_attribute("aria-valuenow", re.compile(r"[1-9]\d*"))
    expect(person.page.locator(".doing")).to_contain_text("/ 50")
    shot(person.page, "progress")
    person.button("Cancel", within=".chat").click()
    expect(bar).to_be_hidden()
    person.reads("Stopped")
    person.has_versions(1)
    person.say("make it sepia")
    person.has_versions(2)


def test_while_a_turn_runs_another_tab_shows_it_and_waits(person, visit, slow):
    select(person)
    other = visit(f"/t/{person.thread_id}", url=slow.url)
    other.has_versions(1)
    person.say("remove this")
    expect(other.page.get_by_role("progressbar")).to_be_visible()
    other.page.locator(".say textarea").fill("make it sepia")
    other.page.locator(".say textarea").press("Enter")
    expect(other.page.locator(".toast")).to_contain_text("One thing at a time")
    expect(other.page.locator(".say textarea")).to_have_value("make it sepia")
    other.has_versions(2)
    person.has_versions(2)
    expect(other.page.get_by_role("progressbar")).to_be_hidden()


def test_one_of_four_variants_is_chosen(person):
    select(person)
    person.page.locator(".threads").get_by_role("button", name="Draw a new picture").click()
    panel = person.page.locator(".leaf")
    panel.locator("textarea[name=prompt]").fill("a lighthouse at dusk")
    panel.locator(".pick", has_text=re.compile(r"^4$")).click()
    panel.get_by_role("button", name="Make it").click()
    ask = person.page.locator(".card.ask")
    expect(ask.locator(".variant")).to_have_count(4, timeout=20_000)
    ask.locator(".variant").nth(2).click()
    expect(ask.locator(".variant").nth(2)).to_have_attribute("aria-pressed", "true")
    expect(ask.get_by_role("button", name="Choose 3")).to_be_in_viewport(ratio=1)
    shot(person.page, "variants")
    offered = person.thread()["asking"]["action_requests"][0]["args"]["variants"]
    ask.get_by_role("button", name="Choose 3").click()
    expect(ask).to_have_count(0)
    thread = person.thread()
    head = next(v for v in thread["versions"] if v["version_id"] == thread["head"])
    assert head["image_id"] == offered[2]["image_id"]
    expect(person.canvas).to_have_attribute("data-image", offered[2]["image_id"])


def test_a_sketch_guides_a_new_picture(person):
    person.page.locator(".threads").get_by_role("button", name="Draw a new picture").click()
    panel = person.page.locator(".leaf")
    panel.locator("textarea[name=prompt]").fill("a tower")
    panel.locator(".pick", has_text="My sketch").click()
    panel.get_by_role("button", name="Draw a sketch").click()
    sheet = person.page.get_by_label("A white sheet to draw on")
    expect(sheet).to_be_visible()
    box = person.canvas.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    person.page.mouse.move(x, y - 60)
    person.page.mouse.down()
    person.page.mouse.move(x, y + 60, steps=8)
    person.page.mouse.up()
    person.button("Use this sketch", within=".viewbar").click()
    expect(panel.get_by_role("img", name="My sketch")).to_be_visible()
    expect(panel.locator("textarea[name=prompt]")).to_have_value("a tower")
    panel.get_by_role("button", name="Make it").click()
    person.has_versions(2)
    params = person.thread()["versions"][1]["params"]
    assert params["guide"] == "scribble"


def test_what_no_engine_can_do_is_said_with_what_would_add_it(visit):
    person = visit()  # of the real server: nothing there inpaints
    person.choose_sample("Coffee")
    select(person)
    person.say("replace this with a flower")
    card = person.page.locator(".chat .turn .card.warn")
    expect(card).to_be_visible()
    code = card.locator("code")
    expect(code.first).to_be_visible()
    assert re.search(r"make|python -m|PENTIMENTO_", " ".join(code.all_text_contents()))
    person.has_versions(1)
    assert person.thread()["problem"]["code"] == "no_engine"
    shot(person.page, "problem")


def test_a_message_that_is_too_long_is_not_sent_and_stays(person):
    field = person.page.locator(".say textarea")
    field.fill("a" * (LONGEST + 1))
    expect(person.page.locator(".say .box")).to_have_attribute("data-count", "2001 / 2000")
    field.press("Enter")
    expect(person.page.locator(".toast")).to_contain_text("2001 characters")
    assert len(field.input_value()) == LONGEST + 1
    assert len(person.thread()["messages"]) == 2


def test_nothing_that_a_person_writes_becomes_markup(visit, tmp_path):
    person = visit()
    said = []
    person.page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    photo = tmp_path / "<img src=x onerror=alert(1)>.png"
    photo.write_bytes(encoded(data.coffee()[:120, :200]))
    person.upload(photo)
    person.photo_is_shown()
    expect(person.page.locator("header .title")).to_have_text(photo.name)
    person.say("<script>alert(2)</script>")
    person.reads("<script>alert(2)</script>")
    person.say("make it sepia")
    person.has_versions(2)
    httpx.patch(f"{person.url}/threads/{person.thread_id}", json={"title": EVIL})
    expect(person.page.locator("header .title")).to_have_text(EVIL)
    httpx.patch(f"{person.url}/threads/{person.thread_id}/versions/v1", json={"name": EVIL})
    expect(person.versions.nth(1)).to_contain_text(EVIL)
    person.button("Before and after", within="header").click()
    person.page.locator("[role=slider]").wait_for()
    person.button("Download", within="header").click()
    expect(person.page.locator(".leaf")).to_contain_text(EVIL)
    person.page.keyboard.press("Escape")
    expect(person.page.locator(".leaf")).to_have_count(0)
    person.versions.nth(1).hover()
    person.versions.nth(1).locator(".dots").click()
    person.page.get_by_role("menuitem", name="Name this version").click()
    assert person.page.locator("img[src=x], .pm script").count() == 0
    assert said == []


@pytest.mark.parametrize(("button", "versions"), [("Go on", 2), ("Leave it", 1)])
def test_a_turn_that_a_crash_cut_off_is_gone_on_with_or_left(visit, tmp_path, button, versions):
    with ServerProcess(tmp_path, *FAKES, "erase") as mortal:
        person = visit(url=mortal.url)
        person.choose_sample("Coffee")
        person.has_versions(1)
        select(person)
        person.say("remove this")
        bar = person.page.get_by_role("progressbar")
        expect(bar).to_have_attribute("aria-valuenow", re.compile(r"[1-9]\d*"))
        person.forgiving = True
        mortal.kill()
        with person.page.expect_event("load", timeout=40_000):
            mortal.start()
        cut_off = person.page.locator(".chat .card", has_text="Go on")
        expect(cut_off).to_be_visible()
        person.forgiving = False
        cut_off.get_by_role("button", name=button).click()
        expect(cut_off).to_be_hidden(timeout=20_000)
        person.has_versions(versions)
        person.say("make it sepia")
        person.has_versions(versions + 1)


def test_who_reads_further_up_is_told_of_what_is_new_and_not_moved(person, slow):
    thread_id = person.thread_id

    def elsewhere(text):
        config = {"configurable": {"thread_id": thread_id}}
        body = {"input": {"text": text}, "config": config}
        httpx.post(f"{slow.url}/edit/invoke", json=body, timeout=30).raise_for_status()

    for _ in range(8):
        elsewhere("hello")
    log = person.page.locator(".chat .log")
    at_end = "e => e.scrollHeight - e.scrollTop - e.clientHeight < 4"
    expect(person.page.locator(".turn.assistant")).to_have_count(9)
    assert log.evaluate(at_end)
    log.hover()
    person.page.mouse.wheel(0, -400)
    person.page.wait_for_function(
        "() => { const e = document.querySelector('.chat .log');"
        " return e.scrollHeight - e.scrollTop - e.clientHeight > 300; }"
    )
    before = log.evaluate("e => e.scrollTop")
    elsewhere("thanks")
    newer = person.page.get_by_role("button", name="New message")
    expect(newer).to_be_visible()
    assert log.evaluate("e => e.scrollTop") == before
    newer.click()
    expect(newer).to_be_hidden()
    person.page.wait_for_function(  # it glides there
        "() => { const e = document.querySelector('.chat .log');"
        " return e.scrollHeight - e.scrollTop - e.clientHeight < 4; }"
    )
