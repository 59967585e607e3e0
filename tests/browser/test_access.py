"""For everybody: axe-core's checks, the keyboard alone, and a screen of 390 px."""

import json

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.conftest import shot

PHONE = {"width": 390, "height": 844}
STEPS = 120  # Tab presses until something must have been reached
PARTS = ("first visit", "mask", "question", "settings", "download")


def serious(page):
    """What axe-core finds that hinders people, as readable lines."""
    options = {"resultTypes": ["violations"]}
    found = Axe().run(page, options=options).response["violations"]
    return [
        f"{each['id']}: {node['html'][:160]} {json.dumps(node['any'][:1])[:300]}"
        for each in found
        if each["impact"] in ("serious", "critical")
        for node in each["nodes"]
    ]


def go_to(person, part):
    """Bring the page into a state by its name."""
    if part == "first visit":
        return
    person.choose_sample("Rocket")
    person.has_versions(1)
    if part == "question":
        person.say("remove it")
        person.page.locator(".card.ask").wait_for()
    person.click_at(322, 200)
    person.mask()
    if part in ("settings", "download"):
        person.button(part.capitalize(), within="header").click()
        person.page.locator(".leaf").wait_for()
        expect(person.page.locator(".leaf [aria-busy=true]")).to_have_count(0)
    person.page.wait_for_timeout(500)  # what fades in has its colour


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("part", PARTS)
def test_axe_has_nothing_serious_to_say(visit, part, scheme):
    person = visit(color_scheme=scheme)
    go_to(person, part)
    assert serious(person.page) == []


@pytest.mark.parametrize("part", PARTS)
def test_axe_has_nothing_serious_to_say_on_a_phone(visit, part):
    person = visit(viewport=PHONE, has_touch=True)
    go_to(person, part)
    assert serious(person.page) == []


def tab_to(page, wanted):
    """Press Tab until the focus is on what `wanted`, a CSS selector, matches."""
    for _ in range(STEPS):
        page.keyboard.press("Tab")
        if page.evaluate("(s) => document.activeElement.matches(s)", wanted):
            return
    pytest.fail(f"Tab does not reach {wanted}")


RING = """() => {
  const at = getComputedStyle(document.activeElement);
  const after = getComputedStyle(document.activeElement, "::after");
  const box = document.activeElement.closest(".box");
  const around = box ? getComputedStyle(box) : at;
  const ring = (s) => (s.outlineStyle !== "none" && parseFloat(s.outlineWidth) > 0) ||
    s.boxShadow !== "none" || false;
  return ring(at) || ring(around) || (after.content !== "none" && (ring(after) ||
    parseFloat(after.borderTopWidth) > 0));
}"""


def test_the_keyboard_alone_is_enough(visit):
    person = visit()
    page = person.page
    tab_to(page, ".gallery button")
    assert page.evaluate(RING)
    page.keyboard.press("Enter")
    person.photo_is_shown()
    person.has_versions(1)
    tab_to(page, "[data-ready]")
    assert page.evaluate(RING)
    for key in ("ArrowLeft",) * 12 + ("ArrowDown",) * 8:
        page.keyboard.press(key)
    page.keyboard.press("Space")
    person.mask()
    page.keyboard.press("Enter")  # on to the words
    expect(page.locator(".say textarea")).to_be_focused()
    assert page.evaluate(RING)
    page.keyboard.type("make it blue")
    page.keyboard.press("Enter")
    person.has_versions(2)


def test_every_stop_of_the_tab_key_is_seen_and_named(visit):
    person = visit()
    person.choose_sample("Coffee")
    person.has_versions(1)
    page = person.page
    page.evaluate("document.activeElement.blur()")
    stops, first = [], None
    for _ in range(STEPS):
        page.keyboard.press("Tab")
        stop = page.evaluate("document.activeElement.outerHTML.slice(0, 120)")
        if stop == first or stop.startswith("<body"):
            break
        first = first or stop
        named = page.evaluate(
            """() => { const e = document.activeElement; return Boolean(
              (e.getAttribute("aria-label") || e.textContent || e.placeholder || "").trim()); }"""
        )
        stops.append((stop, named, page.evaluate(RING)))
    assert len(stops) > 15
    assert [stop for stop, named, ring in stops if not (named and ring)] == []


# -- 390 px -----------------------------------------------------------------------------------


def fits(page):
    """Whether nothing is wider than the window."""
    return page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")


def inside(person, selector):
    """Whether what `selector` matches lies wholly inside the window's width."""
    box = person.page.locator(selector).first.bounding_box()
    assert box, selector
    return box["x"] >= 0 and box["x"] + box["width"] <= PHONE["width"]


@pytest.fixture
def phone(visit):
    return visit(viewport=PHONE, has_touch=True, is_mobile=True)


def test_a_phone_shows_the_welcome_and_the_gallery(phone):
    assert fits(phone.page)
    assert inside(phone, ".gallery")
    expect(phone.page.locator(".welcome .btn.primary")).to_be_in_viewport()
    shot(phone.page, "access-empty")


def test_a_phone_is_enough_for_an_edit(phone):
    page = phone.page
    phone.choose_sample("Coffee")
    assert fits(page)
    page.touchscreen.tap(*phone.where(120, 300))
    phone.mask()
    bar = page.locator(".maskbar")
    expect(bar).to_be_in_viewport(ratio=1)
    for each in bar.get_by_role("button").all():
        if each.is_visible():
            expect(each).to_be_in_viewport(ratio=1)
    field = page.locator(".say textarea")
    expect(field).to_be_in_viewport(ratio=1)
    shot(page, "access-phone")
    field.fill("make it blue")
    page.locator(".say .send").tap()
    phone.has_versions(2)
    assert fits(page)
    phone.versions.nth(0).locator(".go").tap()
    phone.stands_on(0)
    assert inside(phone, ".strip")


def test_the_drawer_of_a_phone_opens_and_closes(phone):
    page = phone.page
    phone.choose_sample("Coffee")
    phone.has_versions(1)
    drawer = page.locator("nav.threads")
    expect(drawer).not_to_be_in_viewport()
    phone.button("Your edits", within="header").tap()
    expect(drawer).to_be_in_viewport(ratio=0.9)
    page.wait_for_timeout(400)  # it slides
    shot(page, "access-threads")
    assert fits(page)
    expect(drawer.get_by_role("searchbox")).to_be_in_viewport(ratio=1)
    phone.button("Your edits", within="header").tap()
    expect(drawer).not_to_be_in_viewport()
    phone.button("Your edits", within="header").tap()
    drawer.locator(".th a").first.tap()  # going somewhere closes it, too
    expect(drawer).not_to_be_in_viewport()
    phone.photo_is_shown()


@pytest.mark.parametrize("name", ["Settings", "Download"])
def test_a_panel_fits_a_phone(phone, name):
    phone.choose_sample("Coffee")
    phone.has_versions(1)
    phone.button(name, within="header").tap()
    leaf = phone.page.locator(".leaf")
    expect(leaf).to_be_visible()
    phone.page.wait_for_timeout(400)
    assert fits(phone.page)
    assert inside(phone, ".leaf")
    assert leaf.evaluate("e => e.scrollWidth <= e.clientWidth + 1")
    phone.button("Close", within=".leaf").tap()
    expect(leaf).to_have_count(0)
