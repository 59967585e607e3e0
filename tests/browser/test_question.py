"""The open question: is this the right area? Approved, adjusted, left; here and in other tabs."""

import pytest
from playwright.sync_api import expect

CAR = (322, 200)  # on rocket.jpg: the rocket itself


@pytest.fixture
def asked(visit):
    """Somebody whose wish needs an area that they have not shown."""
    person = visit()
    person.choose_sample("Rocket")
    person.say("remove it")
    person.reads("Where is it?")
    return person


def test_it_is_approved_by_the_button_of_the_conversation(asked):
    expect(asked.button("Approve", within=".chat")).to_be_disabled()
    asked.click_at(*CAR)
    shown = asked.mask_pixels()
    asked.button("Approve", within=".chat").click()
    asked.has_versions(2)
    used = asked.stored_mask(asked.thread()["versions"][1]["mask_id"])
    assert not (shown & ~used).any()
    expect(asked.page.locator(".card.ask")).to_have_count(0)


@pytest.mark.parametrize("word", ["yes", "네"])
def test_it_is_approved_by_saying_so(asked, word):
    asked.click_at(*CAR)
    asked.mask()
    asked.say(word)
    asked.has_versions(2)
    assert asked.thread()["versions"][1]["outside_changed"] == 0


def test_it_is_approved_by_enter_on_the_photo(asked):
    asked.click_at(*CAR)
    asked.mask()
    asked.canvas.focus()
    asked.page.keyboard.press("Enter")
    asked.has_versions(2)


def test_adjusting_is_pointing_again(asked):
    asked.click_at(100, 380)
    first = asked.mask()
    asked.button("Adjust", within=".chat").click()
    expect(asked.canvas).to_be_focused()
    with asked.another_mask():
        asked.pick("Lasso")
        asked.drag((280, 60), (360, 60), (360, 340), (280, 340), (280, 70))
    shown = asked.mask_pixels()
    assert asked.mask() != first
    asked.button("This area is right", within=".maskbar").click()
    asked.has_versions(2)
    used = asked.stored_mask(asked.thread()["versions"][1]["mask_id"])
    assert not (shown & ~used).any()


def test_it_is_left_by_saying_no(asked):
    asked.say("no")
    asked.reads("left that as it was")
    expect(asked.page.locator(".card.ask")).to_have_count(0)
    asked.has_versions(1)
    assert asked.thread()["asking"] is None


def test_it_survives_a_reload_and_is_answered_in_another_browser(asked, visit):
    asked.page.reload()
    asked.reads("Where is it?")
    expect(asked.page.locator(".card.ask")).to_be_visible()
    elsewhere = visit(f"/t/{asked.thread_id}", locale="ko-KR")
    expect(elsewhere.page.locator(".card.ask")).to_be_visible()
    elsewhere.click_at(*CAR)
    elsewhere.mask()
    elsewhere.button("맞아요", within=".chat").click()
    elsewhere.has_versions(2)
    asked.has_versions(2)
    expect(asked.page.locator(".card.ask")).to_have_count(0)


def test_two_tabs_stay_in_step(visit):
    one = visit()
    one.choose_sample("Coffee")
    one.has_versions(1)
    two = visit(f"/t/{one.thread_id}")
    two.has_versions(1)
    one.say("make it black and white")
    two.reads("make it black and white")
    two.has_versions(2)
    two.stands_on(1)
    expect(two.canvas).to_have_attribute("data-image", one.thread()["versions"][1]["image_id"])
    two.button("Undo", within="header").click()
    one.stands_on(0)
    two.page.locator("header .title").click()
    two.page.locator(".leaf input[name=text]").fill("At breakfast")
    two.button("Save", within=".leaf").click()
    for person in (one, two):
        expect(person.page.locator("header .title")).to_have_text("At breakfast")
        expect(person.page.locator(".threads .th.on b")).to_have_text("At breakfast")
