"""Pointing on the real page: each tool, each key, and the mask that the server holds for it."""

import httpx
import numpy as np
import pytest
from playwright.sync_api import expect
from skimage import data

from tests.conftest import encoded

SAUCER = (120.5, 300.5)  # on coffee.png, 600 x 400 px
TABLE = (560, 40)


@pytest.fixture
def person(visit):
    """Somebody with the coffee before them."""
    somebody = visit()
    somebody.choose_sample("Coffee")
    somebody.has_versions(1)
    return somebody


def test_a_box_finds_what_is_in_it(person):
    person.pick("Box")
    person.drag((30, 60), (300, 380))
    mask = person.mask_pixels()
    assert mask.shape == (400, 600)
    assert mask[60:380, 30:300].any()
    assert not mask[:, 320:].any()


def test_a_brush_stroke_is_the_mask_and_the_eraser_takes_it_away_again(person):
    person.pick("Brush")
    person.drag((100, 100), (200, 100), (200, 200))
    mask = person.mask_pixels()
    assert mask[100, 100:200].all()
    assert mask[100:200, 200].all()
    assert not mask[300:].any()
    person.pick("Eraser")
    with person.another_mask():
        person.drag((80, 100), (150, 100))
    erased = person.mask_pixels()
    assert not erased[100, 80:150].any()
    assert erased[180:200, 200].all()
    assert not (erased & ~mask).any()


def test_a_lasso_takes_what_it_surrounds(person):
    person.pick("Lasso")
    person.drag((350, 50), (500, 50), (500, 200), (350, 200), (350, 60))
    mask = person.mask_pixels()
    assert mask[70:180, 370:480].all()
    assert mask.sum() == pytest.approx(150 * 150, rel=0.08)
    assert not mask[:, :330].any()


def test_escape_and_the_button_point_at_nothing(person):
    person.click_at(*SAUCER)
    person.mask()
    person.page.keyboard.press("Escape")
    person.no_mask()
    expect(person.page.locator(".maskbar")).to_be_hidden()
    person.click_at(*SAUCER)
    person.mask()
    person.button("Clear the selection", within=".tools").click()
    person.no_mask()


@pytest.mark.parametrize("way", [{"button": "right"}, {"modifiers": ["Alt"]}])
def test_right_click_and_alt_click_exclude(person, way):
    person.pick("Box")
    person.drag((20, 30), (580, 380))
    included = person.mask_pixels()
    ys, xs = np.nonzero(included)
    middle = len(ys) // 2
    at = (int(xs[middle]), int(ys[middle]))
    person.pick("Point")
    with person.another_mask():
        if keys := way.get("modifiers"):
            person.page.keyboard.down(keys[0])
        person.click_at(*at, button=way.get("button", "left"))
        if keys:
            person.page.keyboard.up(keys[0])
    assert not person.mask_pixels()[at[1], at[0]]


def test_tab_and_the_chips_cycle_the_candidates(person):
    person.click_at(*SAUCER)
    first = person.mask()
    region = {"points_xy": [SAUCER], "point_labels": [1]}
    found = httpx.post(f"{person.url}/images/{person.image_id}/masks", json=region).json()
    rows = found["candidates"]
    assert len(rows) > 1
    person.canvas.focus()
    with person.another_mask():
        person.page.keyboard.press("Tab")
    second = person.mask()
    chips = person.page.locator(".maskbar [role=radio]")
    expect(chips).to_have_count(len(rows))
    expect(person.page.locator(".maskbar [aria-checked=true]")).to_have_count(1)
    with person.another_mask():
        person.page.keyboard.press("Shift+Tab")
    assert person.mask() == first
    with person.another_mask():
        person.page.locator(".maskbar [aria-checked=false]").first.click()
    seen = {each[1:] for each in (first, second, person.mask())}
    assert len(seen) > 1
    assert seen <= {row["mask_id"][1:] for row in rows}


def test_grow_shrink_and_invert_change_the_stored_mask(person):
    person.pick("Lasso")
    person.drag((100, 100), (300, 100), (300, 300), (100, 300), (100, 110))
    first = person.mask_pixels()
    with person.another_mask():
        person.button("Grow the mask", within=".maskbar").click()
    grown = person.mask_pixels()
    assert grown.sum() > first.sum()
    assert not (first & ~grown).any()
    with person.another_mask():
        person.page.keyboard.press("-")
    shrunk = person.mask_pixels()
    assert shrunk.sum() < grown.sum()
    with person.another_mask():
        person.page.keyboard.press("i")
    assert np.array_equal(person.mask_pixels(), ~shrunk)
    with person.another_mask():
        person.button("Take back the last mark", within=".maskbar").click()
    assert np.array_equal(person.mask_pixels(), shrunk)


def planted(tmp_path):
    """A photo of a table with a green square of 24 px around (431, 87)."""
    pixels = data.coffee().copy()
    pixels[75:99, 419:443] = (20, 200, 60)
    path = tmp_path / "planted.png"
    path.write_bytes(encoded(pixels))
    return path


@pytest.mark.parametrize("ratio", [1, 1.5])
def test_a_click_on_the_zoomed_and_panned_photo_lands_where_it_was_aimed(visit, tmp_path, ratio):
    person = visit(device_scale_factor=ratio)
    person.upload(planted(tmp_path))
    person.photo_is_shown()
    person.page.mouse.move(*person.where(431, 87))
    for _ in range(6):
        person.page.mouse.wheel(0, -100)
    person.pick("Move the photo")
    person.drag((431, 87), (445, 110))
    person.pick("Point")
    assert float(person.canvas.get_attribute("data-zoom")) > 150
    person.click_at(431, 87)
    mask = person.mask_pixels()
    square = np.zeros_like(mask)
    square[75:99, 419:443] = True
    assert (mask & square).sum() / (mask | square).sum() > 0.8


def test_a_gesture_at_once_after_picking_a_tool_is_that_tools(person):
    person.page.mouse.move(*person.where(60, 200))
    (x0, y0), (x1, y1) = person.where(60, 200), person.where(260, 360)
    # In one turn of the browser's loop: the server can't have answered between pick and drag.
    person.canvas.evaluate(
        """(host, [x0, y0, x1, y1]) => {
            document.querySelector('[aria-label^="Box"]').click();
            const at = (kind, clientX, clientY) => host.dispatchEvent(new PointerEvent(kind, {
                pointerId: 1, pointerType: "mouse", button: 0, clientX, clientY, bubbles: true}));
            at("pointerdown", x0, y0); at("pointermove", x1, y1); at("pointerup", x1, y1);
        }""",
        [x0, y0, x1, y1],
    )
    ys, xs = np.nonzero(person.mask_pixels())
    shown = (xs.min(), ys.min(), xs.max(), ys.max())
    assert np.abs(np.subtract(shown, (60, 200, 260, 360))).max() < 8, shown


def test_clicks_faster_than_their_answers_give_the_mask_that_slow_ones_give(person):
    person.click_at(*SAUCER)
    person.click_at(*TABLE)
    person.mask()
    person.page.wait_for_timeout(2000)  # both are answered by now
    quick = person.mask()
    person.page.keyboard.press("Escape")
    person.no_mask()
    person.click_at(*SAUCER)
    person.mask()
    with person.another_mask():
        person.click_at(*TABLE)
    assert person.mask() == quick


def test_the_mask_that_is_shown_is_the_mask_that_is_edited(person):
    person.pick("Lasso")
    person.drag((60, 200), (260, 200), (260, 360), (60, 360), (60, 210))
    mask_id = person.mask()
    shown = person.mask_pixels()
    before = person.photo_pixels(person.image_id)
    person.say("make it blue")
    person.has_versions(2)
    version = person.thread()["versions"][1]
    assert version["op"] == "recolour"
    assert version["mask_id"][1:] == mask_id[1:]  # the same pixels: p is pointed at, m is used
    assert np.array_equal(person.stored_mask(version["mask_id"]), shown)
    after = person.photo_pixels(version["image_id"])
    changed = (before != after).any(axis=2)
    assert changed.any()
    assert not changed[~shown].any()


def test_what_is_erased_holds_all_of_what_was_shown(person):
    person.click_at(*SAUCER)
    shown = person.mask_pixels()
    person.say("remove this")
    person.has_versions(2)
    used = person.stored_mask(person.thread()["versions"][1]["mask_id"])
    assert not (shown & ~used).any()


def test_a_finger_points_and_a_long_press_excludes(visit):
    person = visit(has_touch=True, viewport={"width": 390, "height": 844})
    person.choose_sample("Coffee")
    person.page.touchscreen.tap(*person.where(*SAUCER))
    mask = person.mask_pixels()
    assert mask[300, 120]
    expect(person.page.locator(".maskbar")).to_be_in_viewport()


def test_a_pen_paints_as_a_mouse_does(person):
    person.pick("Brush")
    pen = person.page.context.new_cdp_session(person.page)
    places = [person.where(x, 200) for x in (200, 250, 300)]
    kinds = ("mousePressed", "mouseMoved", "mouseReleased")
    for kind, (x, y) in zip(kinds, places, strict=True):
        given = {"type": kind, "x": x, "y": y, "button": "left", "buttons": 1, "clickCount": 1}
        pen.send("Input.dispatchMouseEvent", {**given, "pointerType": "pen", "force": 0.4})
    mask = person.mask_pixels()
    assert mask[200, 210:290].all()
    assert not mask[300, 250]
