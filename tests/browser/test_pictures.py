"""The pictures of the README and the docs, made of the page as it is."""

import sys

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import shot
from tests.integration.process import ServerProcess

SAUCER = (120, 300)
SPOON = (375, 300)
CUP = (275, 60)
RIGHT = (445, 290)
LOADED = "() => [...document.querySelectorAll('.gallery img')].every((e) => e.naturalWidth)"


def edited(person, sample, *said, at=None):
    person.open()
    person.choose_sample(sample)
    if at:
        person.click_at(*at)
        person.mask()
    for count, text in enumerate(said, start=2):
        person.say(text)
        person.has_versions(count)
        person.page.wait_for_timeout(150)


@pytest.fixture
def at_work(visit):
    """A person in the middle of their work, in Korean."""
    person = visit(locale="ko-KR")
    edited(person, "로켓", "수채화처럼 바꿔줘")
    edited(person, "고양이", "30% 더 밝게", "흑백으로 바꿔줘")
    edited(person, "우주인", "필름 느낌으로 바꿔줘")
    person.open()
    person.choose_sample("커피")
    person.click_at(*SAUCER)
    person.mask()
    for point, button in ((RIGHT, "left"), (CUP, "right")):
        with person.another_mask():
            person.click_at(*point, button=button)
    person.say("받침을 파란색으로 바꿔줘")
    person.has_versions(2)
    return person


def test_the_page_light_and_its_parts(at_work):
    person, page = at_work, at_work.page
    person.canvas.focus()
    page.keyboard.press("Escape")
    person.no_mask()
    person.say("배경을 흐리게 해줘")
    person.reads("어디인가요")
    person.page.locator(".maskbar").wait_for()
    person.click_at(250, 160)
    person.mask()
    page.wait_for_timeout(500)
    shot(page, "editor-question")
    page.locator(".maskbar .primary").click()
    person.has_versions(3)
    person.canvas.focus()
    page.keyboard.press("Escape")
    page.keyboard.press("Control+z")
    person.stands_on(1)
    person.say("20% 더 밝게 해줘")
    person.has_versions(4)
    person.say("파란 받침 위에 글씨를 써줘")
    page.wait_for_timeout(1200)
    person.click_at(*SPOON)
    person.mask()
    page.wait_for_timeout(500)
    shot(page, "editor-light")
    shot(page.locator(".strip"), "film-strip")
    shot(page.locator("aside.chat"), "plan")


def test_the_page_dark_comparing(visit):
    person = visit(color_scheme="dark")
    person.choose_sample("Rocket")
    person.say("remove the rocket")
    person.reads("Where is it?")
    person.pick("Box")
    person.drag((306, 128), (340, 414))
    person.mask()
    person.page.wait_for_timeout(500)
    shot(person.page, "editor-mask-dark")
    person.page.locator(".maskbar .primary").click()
    person.has_versions(2)
    person.page.get_by_role("button", name="Before and after").click()
    expect(person.page.get_by_role("slider")).to_be_visible()
    person.page.wait_for_timeout(400)
    shot(person.page, "editor-compare-dark")
    person.page.get_by_role("button", name="What changed", exact=True).first.click()
    expect(person.page.locator(".viewbar")).to_contain_text("outside the mask 0")
    person.page.wait_for_timeout(600)
    shot(person.page, "editor-difference-dark")


def test_the_page_on_a_phone(visit):
    phone = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2}
    person = visit(locale="ko-KR", has_touch=True, is_mobile=True, **phone)
    person.page.wait_for_function(LOADED)
    shot(person.page, "phone-first-visit")
    person.choose_sample("커피")
    person.page.touchscreen.tap(*person.where(*SAUCER))
    person.mask()
    whole = person.page.get_by_role("radio", name="전체")
    whole.tap()
    expect(whole).to_have_attribute("aria-checked", "true")
    person.page.wait_for_timeout(400)
    shot(person.page, "phone-mask")
    person.say("이것만 오려내 줘")
    person.has_versions(2)
    person.page.wait_for_timeout(600)
    shot(person.page, "phone")


def test_the_first_visit_and_the_settings(visit):
    person = visit(locale="ko-KR")
    person.page.locator(".gallery img").last.wait_for()
    person.page.wait_for_timeout(600)
    shot(person.page, "first-visit")
    english = visit()
    english.page.get_by_role("button", name="Settings").click()
    english.page.get_by_text("What works here").wait_for()
    english.page.wait_for_timeout(500)
    shot(english.page, "settings")


def test_the_page_with_an_answer_and_its_links(visit, tmp_path):
    """As it looks with a model that sees: fakes stand for it, and for the web search."""
    fakes = (sys.executable, "tests/browser/fake_server.py", "describe", "search")
    with ServerProcess(tmp_path, *fakes) as running:
        person = visit(url=running.url)
        person.choose_sample("Coffee")
        person.has_versions(1)
        person.say("Where can I buy a table like this?")
        expect(person.page.locator("[role=log] .links")).to_be_visible(timeout=30_000)
        person.page.wait_for_timeout(400)
        shot(person.page, "answer-light")
