"""Questions about a photo: answers as they come, links, pictures that were found, who planned."""

import os
import re
import subprocess
import sys

import pytest
from playwright.sync_api import expect
from skimage import data

from editor.words import LANGUAGES
from tests.browser.conftest import shot
from tests.conftest import encoded
from tests.integration.process import ROOT, ServerProcess

FAKES = (sys.executable, "tests/browser/fake_server.py")
OAK = "https://tables.example/oak?size=2&kind=round"
END = "More I cannot tell from this picture."


@pytest.fixture(scope="module")
def seeing(tmp_path_factory):
    """A server whose model sees, slowly, and whose web search finds hostile things too."""
    folder = tmp_path_factory.mktemp("seeing")
    with ServerProcess(folder, *FAKES, "describe", "search", "plan") as running:
        yield running


@pytest.fixture
def person(visit, seeing):
    somebody = visit(url=seeing.url)
    somebody.choose_sample("Coffee")
    somebody.has_versions(1)
    return somebody


def answer_of(person):
    """The answer that comes right now."""
    return person.page.locator(".doing.saying > p")


def test_an_answer_grows_on_the_screen_before_it_is_done(person):
    person.say("What is in this photo?")
    coming = answer_of(person)
    expect(coming).to_contain_text("cup of coffee")
    expect(person.page.locator(".doing")).to_have_attribute("aria-busy", "true")
    expect(person.page.locator("[role=log]")).not_to_contain_text("cup of coffee")
    first = coming.inner_text()
    expect(coming).not_to_have_text(first)
    assert coming.inner_text().startswith(first)
    assert END not in first
    shot(person.page, "answer-comes")
    expect(person.page.locator("[role=log] .turn.assistant").last).to_contain_text(END)
    expect(coming).to_be_hidden()
    log = person.page.locator(".chat .log").inner_text()
    assert log.count(END) == 1
    assert log.count("In this photo a red cup") == 1
    person.has_versions(1)


def test_an_answer_that_goes_on_below_stays_in_sight_unless_the_person_scrolls_up(person):
    person.page.set_viewport_size({"width": 1440, "height": 420})
    person.say("What is in this photo?")
    coming = answer_of(person)
    expect(coming).to_contain_text("cup of coffee")
    log = person.page.locator(".chat .log")
    log.hover()
    person.page.mouse.wheel(0, -3000)
    person.page.wait_for_function("() => document.querySelector('.chat .log').scrollTop < 4")
    expect(person.page.locator("[role=log] .turn.assistant").last).to_contain_text(END)
    assert log.evaluate("e => e.scrollTop") < 4
    person.say("What is in this photo?")  # who speaks wants to see the answer
    expect(answer_of(person)).to_contain_text("from the left")
    person.page.wait_for_function(
        "() => { const e = document.querySelector('.chat .log');"
        " return e.scrollHeight - e.scrollTop - e.clientHeight < 4; }"
    )


def test_a_wide_and_low_window_keeps_room_for_the_conversation(person):
    person.page.set_viewport_size({"width": 1440, "height": 420})
    for part in (".chat .log", ".table", ".strip"):
        box = person.page.locator(part).bounding_box()
        assert box
        assert box["height"] > 60
        assert box["y"] + box["height"] <= 420
    expect(person.page.locator(".threads")).to_be_hidden()
    person.page.get_by_role("button", name="Your edits").click()
    expect(person.page.locator(".threads")).to_be_visible()


def test_an_answer_is_cancelled_in_the_middle_and_the_thread_stays_usable(person):
    person.say("What is in this photo?")
    expect(answer_of(person)).to_contain_text("cup of coffee")
    person.button("Cancel", within=".chat .doing").click()
    person.reads("Stopped")
    expect(person.page.locator(".doing")).to_be_hidden()
    assert END not in person.page.locator(".chat .log").inner_text()
    expect(person.page.locator(".chat .log")).to_be_focused()
    person.say("make it sepia")
    person.has_versions(2)


def test_a_page_that_comes_in_the_middle_shows_the_answer_from_its_beginning(person, visit, seeing):
    person.say("What is in this photo?")
    expect(answer_of(person)).to_contain_text("cup of coffee")
    other = visit(f"/t/{person.thread_id}", url=seeing.url)
    coming = answer_of(other)
    expect(coming).to_contain_text("In this photo a red cup of coffee")
    first = coming.inner_text()
    expect(coming).not_to_have_text(first)
    assert coming.inner_text().startswith(first)
    other.reads(END)
    expect(coming).to_be_hidden()
    assert other.page.locator(".chat .log").inner_text().count("In this photo a red cup") == 1


def test_an_answer_comes_in_korean_on_a_phone(visit, seeing):
    phone = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
    person = visit(url=seeing.url, locale="ko-KR", **phone)
    person.choose_sample("커피")
    person.has_versions(1)
    tips = person.page.get_by_role("group", name="이렇게 말해 보세요")
    tips.get_by_role("button").first.tap()
    expect(person.page.locator(".say textarea")).to_have_value(LANGUAGES["ko"]["say_look"])
    person.page.locator(".send").tap()
    expect(answer_of(person)).to_contain_text("이 사진에는 빨간 커피 잔")
    expect(person.page.locator(".doing")).to_contain_text("답하고 있어요")
    stop = person.page.locator(".doing").get_by_role("button", name="취소")
    expect(stop).to_be_in_viewport(ratio=1)
    shot(person.page, "phone-answer-comes")
    person.reads("더 알 수 없어요.")


def test_links_are_links_and_what_is_hostile_does_nothing(person):
    asked = []
    person.page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    person.say("Where can I buy a cheap table like this?")
    person.reads(END, timeout_ms=20_000)
    links = person.page.locator("[role=log] .links")
    expect(links).to_be_visible(timeout=20_000)
    good = links.get_by_role("link", name="Oak tables")
    expect(good).to_have_attribute("href", OAK)
    expect(good).to_have_attribute("target", "_blank")
    for word in ("noopener", "noreferrer", "nofollow"):
        assert word in (good.get_attribute("rel") or "").split()
    expect(good).to_contain_text("tables.example")
    addresses = [link.get_attribute("href") for link in links.get_by_role("link").all()]
    assert len(addresses) == 2
    assert all(re.match(r"https?://[^@]+$", address or "") for address in addresses)
    assert person.page.locator("img[src=x]").count() == 0
    shown = person.page.locator("[role=log] .turn.assistant").last.inner_text()
    assert shown.count("Oak tables") == 1
    assert OAK not in shown
    assert asked == []
    shot(person.page, "answer-links")


def test_the_answer_stands_before_its_links_come(person):
    person.say("Where can I buy this table?")
    coming = person.page.locator(".doing > p")
    expect(coming).to_contain_text("cup of coffee")
    expect(person.page.locator(".links")).to_have_count(0)
    expect(person.page.locator("[role=log] .links")).to_be_visible(timeout=20_000)


def test_a_version_that_was_found_is_gone_to(person):
    person.say("make it look like a watercolour")
    person.has_versions(2)
    thread_id, meant = person.thread_id, person.thread()["versions"][1]["image_id"]
    person.open()
    person.choose_sample("Rocket")
    person.has_versions(1)
    person.say("make it brighter")
    person.has_versions(2)
    person.say("Find the version where I made it a watercolour")
    hit = person.page.locator(f"[role=log] .hit:has(img[src*='{meant}'])")
    expect(hit).to_be_visible(timeout=20_000)
    hit.focus()
    person.page.keyboard.press("Enter")
    person.page.wait_for_url(f"**/t/{thread_id}")
    person.stands_on(1)


@pytest.fixture
def with_catalogue(tmp_path):
    """A server whose owner has a catalogue of two pictures."""
    folder = tmp_path / "pictures"
    folder.mkdir()
    for name in ("coffee", "rocket"):
        (folder / f"red {name}.png").write_bytes(encoded(getattr(data, name)()[:200, :300]))
    kept = {**os.environ, "PENTIMENTO_DATA": str(tmp_path / "data")}
    command = (sys.executable, "-m", "engines", "catalogue", "add", str(folder))
    subprocess.run(command, env=kept, cwd=ROOT, check=True, capture_output=True)
    with ServerProcess(tmp_path / "data", *FAKES, "describe") as running:
        yield running


def test_a_picture_that_was_found_is_edited_or_sent_along(visit, with_catalogue):
    person = visit(url=with_catalogue.url)
    person.choose_sample("Coffee")
    person.has_versions(1)
    person.say("Find a red rocket in my catalogue")
    hits = person.page.locator("[role=log] .hit")
    rocket = hits.filter(has_text="red rocket.png")
    expect(rocket).to_have_count(1, timeout=20_000)
    expect(rocket).to_have_attribute("aria-label", re.compile(r"^red rocket\.png, \d+% match"))
    assert rocket.locator("img").evaluate("e => e.decode().then(() => e.naturalWidth)") > 100
    assert " - 0." not in person.page.locator("[role=log]").inner_text()
    shot(person.page, "found")
    rocket.click()
    person.page.get_by_role("menuitem", name="Send it along").click()
    along = person.page.get_by_role("group", name="Photos kept beside")
    expect(along).to_contain_text("Goes along")
    expect(person.page.get_by_role("menuitem")).to_have_count(0)
    rocket.focus()
    person.page.keyboard.press("Enter")
    expect(person.page.get_by_role("menuitem", name="Edit this picture")).to_be_focused()
    person.page.keyboard.press("Enter")
    person.has_versions(2)
    person.stands_on(1)


def test_who_planned_and_why_is_told(person):
    by = person.page.locator("[role=log] .turn.assistant").last.locator(".by")
    person.say("make it sepia")
    person.has_versions(2)
    expect(by).to_have_text("Understood at once, by the rules")
    person.say("make it look like an old film")
    person.has_versions(3)
    expect(by).to_have_text("Understood by the chat model")
    person.say("turn it into a cartoon, slowly")
    person.has_versions(4)
    expect(by).to_have_text("The chat model did not answer, so the rules understood it")


def test_without_another_planner_nothing_is_said_of_it(visit):
    person = visit()
    person.choose_sample("Coffee")
    person.say("make it sepia")
    person.has_versions(2)
    expect(person.page.locator(".by")).to_have_count(0)


@pytest.mark.parametrize(("locale", "language"), [("ko-KR", "ko"), ("en-GB", "en")])
def test_without_a_model_that_sees_the_setting_can_be_copied(visit, locale, language):
    words = LANGUAGES[language]
    person = visit(locale=locale)  # of the real server: nothing there sees
    person.choose_sample(words["sample_coffee"])
    person.say(words["say_look"])
    card = person.page.locator(".chat .turn .card.warn")
    expect(card.locator("code", has_text="PENTIMENTO_VISION_MODEL")).to_be_visible()
    copy = card.get_by_role("button", name=words["copy_command"])
    expect(copy).to_have_attribute(
        "data-copy", re.compile(r"^PENTIMENTO_VISION_MODEL=\S+ make run$")
    )
    copy.click()
    expect(person.page.locator(".toast")).to_have_text(words["copied"])


def test_the_settings_tell_what_works_and_what_one_command_would_add(visit, seeing):
    person = visit(url=seeing.url)
    person.button("Settings", within="header").click()
    panel = person.page.locator(".leaf")
    works = panel.locator(".ability:not(.lacking)")
    expect(works.filter(has_text="Finding links on the web")).to_contain_text("market")
    expect(works.filter(has_text="Answering questions about a photo")).to_contain_text("onlooker")
    lacking = panel.locator(".ability.lacking", has_text="PENTIMENTO_CHAT_MODEL=")
    expect(lacking).to_have_count(1)
    expect(lacking).to_contain_text("chat-compose")
    expect(lacking.get_by_role("button", name=re.compile("^Copy: PENTIMENTO_CHAT"))).to_be_visible()
