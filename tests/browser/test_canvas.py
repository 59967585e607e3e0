"""The canvas in Chromium, over the real server: what a hand does, and what is then seen."""

import io
import json
import os
import sys
from pathlib import Path

import cv2
import httpx
import numpy as np
import pytest
from PIL import Image as PillowImage
from skimage import data

from tests.integration.process import ServerProcess

CHROMIUM = os.environ.get("PENTIMENTO_CHROMIUM", "/usr/bin/chromium")
ARGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-sync", "--disable-background-networking", "--disable-component-update",
]  # fmt: skip
ROOM = {"left": 84, "top": 26, "right": 26, "bottom": 82}
SIZE = {"width": 1000, "height": 700}

if not Path(CHROMIUM).exists():
    pytest.skip(f"no Chromium at {CHROMIUM}: set PENTIMENTO_CHROMIUM", allow_module_level=True)
from playwright.sync_api import sync_playwright  # noqa: E402  # only where there is a browser


def file_of(pixels, format="PNG"):
    buffer = io.BytesIO()
    PillowImage.fromarray(pixels).save(buffer, format)
    return buffer.getvalue()


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    folder = tmp_path_factory.mktemp("canvas")
    with ServerProcess(folder, sys.executable, "tests/browser/canvas_page.py") as running:
        yield running


@pytest.fixture(scope="module")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        yield browser
        browser.close()


class Sheet:
    """One page with the canvas: the person's hands and eyes."""

    def __init__(self, server, chromium, **options):
        self.url = server.url
        self.context = chromium.new_context(
            **{"viewport": SIZE, "reduced_motion": "reduce", **options}
        )
        self.page = self.context.new_page()
        self.said, self.asked = [], []
        self.page.on("console", lambda message: self.said.append(f"{message.type}: {message.text}"))
        self.page.on("pageerror", lambda error: self.said.append(f"error: {error}"))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.goto(self.url + "/canvas-test")
        self.page.wait_for_selector(".pc-host[aria-label]")
        self.mouse, self.keyboard = self.page.mouse, self.page.keyboard

    def put(self, pixels, format="PNG"):
        answer = httpx.post(self.url + "/images", content=file_of(pixels, format), timeout=60)
        info = answer.json()
        return {key: info[key] for key in ("image_id", "width", "height", "has_alpha")}

    def show(self, **shown):
        httpx.post(self.url + "/canvas-test/show", json=shown, timeout=30).raise_for_status()
        if shown.get("image"):
            self.wait_for(f"[data-image='{shown['image']['image_id']}'][data-ready=true]")
        if shown.get("mask"):
            self.wait_for(f"[data-mask='{shown['mask']['mask_id']}']")
        self.settle()

    def run(self, method, *arguments):
        httpx.post(f"{self.url}/canvas-test/run/{method}", json=arguments).raise_for_status()
        self.settle()

    def wait_for(self, state):
        self.page.wait_for_selector(f".pc-host{state}", timeout=15_000)

    def settle(self):
        """Until what was sent has been drawn."""
        self.page.wait_for_timeout(120)

    def data(self):
        return self.page.evaluate("({...document.querySelector('.pc-host').dataset})")

    def css(self, x, y):
        at = self.data()
        scale = float(at["scale"])
        return float(at["left"]) + x * scale, float(at["top"]) + y * scale

    def told(self, name):
        self.settle()
        return [given for each, given in self.page.evaluate("told") if each == name]

    def wait_told(self, name, count=1):
        wanted = f"told.filter(each => each[0] === {json.dumps(name)}).length >= {count}"
        self.page.wait_for_function(wanted, timeout=15_000)
        return self.told(name)

    def drag(self, *places, button="left"):
        self.mouse.move(*self.css(*places[0]))
        self.mouse.down(button=button)
        for place in places[1:]:
            self.mouse.move(*self.css(*place), steps=4)
        self.mouse.up(button=button)

    def zoom_in(self, x, y, times):
        self.mouse.move(*self.css(x, y))
        for _ in range(times):
            self.mouse.wheel(0, -100)
        self.settle()
        self.wait_for("[data-ready=true]")

    def seen(self):
        return np.asarray(PillowImage.open(io.BytesIO(self.page.screenshot())).convert("RGB"))

    def close(self):
        self.context.close()
        assert self.said == []


@pytest.fixture
def open_sheet(server, chromium):
    opened = []

    def _open(**options):
        opened.append(Sheet(server, chromium, **options))
        return opened[-1]

    yield _open
    for each in opened:
        each.close()


@pytest.fixture
def sheet(open_sheet):
    opened = open_sheet()
    opened.show(image=opened.put(data.coffee()), insets=ROOM)
    return opened


def holds(point, x, y):
    return abs(point["x"] - x) <= 0.5 and abs(point["y"] - y) <= 0.5


# -- pointing ---------------------------------------------------------------------------------


@pytest.mark.parametrize("place", [(12.5, 7.5), (0.6, 0.6), (599.4, 399.4), (300.5, 200.5)])
def test_a_click_names_the_pixel_under_it(sheet, place):
    sheet.mouse.click(*sheet.css(*place))
    (point,) = sheet.told("point")
    assert holds(point, *place)
    assert point["label"] == 1


def test_a_click_beside_the_photo_says_nothing(sheet):
    left, top = sheet.css(0, 0)
    sheet.mouse.click(left - 4, top + 50)
    assert sheet.told("point") == []


@pytest.mark.parametrize("ratio", [1, 2, 1.5])
def test_zoomed_and_panned_clicks_name_the_pixel_under_them(open_sheet, ratio):
    sheet = open_sheet(device_scale_factor=ratio)
    sheet.show(image=sheet.put(data.coffee()), insets=ROOM)
    sheet.zoom_in(420.5, 150.5, 7)
    x, y = sheet.css(420.5, 150.5)
    sheet.mouse.move(x, y)
    sheet.mouse.down(button="middle")
    sheet.mouse.move(x - 170, y + 95, steps=5)
    sheet.mouse.up(button="middle")
    sheet.settle()
    assert abs(sheet.css(420.5, 150.5)[0] - (x - 170)) < 1
    sheet.mouse.click(*sheet.css(437.5, 144.5))
    (point,) = sheet.told("point")
    assert holds(point, 437.5, 144.5)
    assert int(point["x"]) == 437
    assert int(point["y"]) == 144


def test_the_pixel_drawn_is_the_pixel_named(sheet):
    sheet.zoom_in(250.5, 230.5, 14)
    x, y = sheet.css(250.5, 230.5)
    assert float(sheet.data()["scale"]) > 12
    assert np.array_equal(sheet.seen()[round(y), round(x)], data.coffee()[230, 250])


def test_alt_and_right_clicks_exclude(sheet):
    sheet.keyboard.down("Alt")
    sheet.mouse.click(*sheet.css(100, 100))
    sheet.keyboard.up("Alt")
    sheet.mouse.click(*sheet.css(300, 200), button="right")
    assert [point["label"] for point in sheet.told("point")] == [0, 0]


def test_dragging_with_the_point_tool_pans_and_points_at_nothing(sheet):
    before = sheet.css(100, 100)
    sheet.drag((100, 100), (160, 130))
    after = sheet.css(100, 100)
    assert after[0] - before[0] == pytest.approx(60 * float(sheet.data()["scale"]), abs=2)
    assert sheet.told("point") == []


def test_a_double_click_fits_and_takes_its_first_point_back(sheet):
    fitted = sheet.data()
    sheet.zoom_in(300, 200, 5)
    sheet.mouse.dblclick(*sheet.css(300, 200))
    assert len(sheet.told("point")) == 1
    assert len(sheet.told("undo_point")) == 1
    assert sheet.data()["scale"] == fitted["scale"]


def test_a_double_click_on_a_fitted_photo_is_one_point(sheet):
    sheet.mouse.dblclick(*sheet.css(300, 200))
    assert len(sheet.told("point")) == 1
    assert sheet.told("undo_point") == []


def test_a_locked_canvas_takes_no_mark_and_still_zooms(sheet):
    sheet.show(locked=True)
    sheet.mouse.click(*sheet.css(300, 200))
    sheet.show(tool="brush")
    sheet.drag((100, 100), (160, 130))
    assert sheet.told("point") == sheet.told("stroke") == []
    before = sheet.data()["scale"]
    sheet.zoom_in(300, 200, 2)
    assert float(sheet.data()["scale"]) > float(before)


# -- the other tools --------------------------------------------------------------------------


def test_a_box_is_told_with_its_corners_in_order(sheet):
    sheet.show(tool="box")
    sheet.drag((300.5, 220.5), (120.5, 90.5))
    (box,) = sheet.told("box")
    assert box["box_xyxy"] == pytest.approx([120.5, 90.5, 300.5, 220.5], abs=0.5)


def test_a_box_that_leaves_the_photo_ends_at_its_border(sheet):
    sheet.show(tool="box")
    sheet.drag((500, 300), (620, 420))
    (box,) = sheet.told("box")
    assert box["box_xyxy"] == pytest.approx([500, 300, 600, 400], abs=0.5)


def test_a_stroke_keeps_its_ends_and_is_thinned(sheet):
    sheet.show(tool="brush", brush_px=20)
    sheet.drag((100, 100), (300, 180), (420, 120))
    (stroke,) = sheet.told("stroke")
    points = np.array(stroke["points_xy"])
    assert stroke["radius_px"] == 20
    assert stroke["erase"] is False
    assert points[0] == pytest.approx([100, 100], abs=0.5)
    assert points[-1] == pytest.approx([420, 120], abs=0.5)
    steps = np.hypot(*np.diff(points, axis=0).T)
    assert (steps[:-1] >= 20 / 4 - 0.5).all()


@pytest.mark.parametrize(("tool", "held", "erase"), [
    ("eraser", None, True), ("brush", "Alt", True), ("eraser", "Alt", False),
])  # fmt: skip
def test_the_eraser_and_alt_take_away(sheet, tool, held, erase):
    sheet.show(tool=tool)
    if held:
        sheet.keyboard.down(held)
    sheet.drag((100, 100), (300, 180))
    if held:
        sheet.keyboard.up(held)
    (stroke,) = sheet.told("stroke")
    assert stroke["erase"] is erase


def test_a_stroke_over_the_border_stays_on_the_photo(sheet):
    sheet.show(tool="brush", brush_px=10)
    sheet.drag((500, 100), (640, 140), (520, 180))
    strokes = sheet.told("stroke")
    assert len(strokes) == 2
    points = np.concatenate([stroke["points_xy"] for stroke in strokes])
    assert (points >= 0).all()
    assert (points < (600, 400)).all()
    assert points[:, 0].max() > 599


def test_a_very_long_stroke_is_sent_in_parts_the_wire_takes(sheet):
    sheet.show(tool="brush", brush_px=1)
    sheet.mouse.move(*sheet.css(20, 20))
    sheet.mouse.down()
    (left, top), scale = sheet.css(0, 0), float(sheet.data()["scale"])
    hand = [(20 + 2 * step, 20 + 10 * row) for row in range(10) for step in range(281)]
    sheet.page.evaluate(
        """(places) => {
          const host = document.querySelector(".pc-host");
          for (const [clientX, clientY] of places) {
            const mouse = {pointerId: 1, pointerType: "mouse", bubbles: true, clientX, clientY};
            host.dispatchEvent(new PointerEvent("pointermove", mouse));
          }
        }""",
        [(left + scale * x, top + scale * y) for x, y in hand],
    )
    sheet.mouse.up()
    lines = [stroke["points_xy"] for stroke in sheet.told("stroke")]
    assert len(lines) == 2
    assert all(len(line) <= 2000 for line in lines)
    assert lines[0][-1] == lines[1][0]


def test_a_lasso_tells_the_area_drawn_round(sheet):
    sheet.show(tool="lasso")
    sheet.drag((100, 100), (300, 100), (300, 200), (100, 200), (100, 110))
    (lasso,) = sheet.told("lasso")
    corners = np.array(lasso["polygon_xy"], np.float32)
    assert cv2.contourArea(corners) == pytest.approx(200 * 100, rel=0.02)
    assert lasso["erase"] is False


def test_escape_ends_a_gesture_before_it_clears(sheet):
    sheet.show(tool="lasso")
    sheet.mouse.move(*sheet.css(100, 100))
    sheet.mouse.down()
    sheet.mouse.move(*sheet.css(200, 150), steps=5)
    sheet.keyboard.press("Escape")
    sheet.mouse.up()
    assert sheet.told("lasso") == sheet.told("key") == []
    sheet.keyboard.press("Escape")
    assert sheet.told("key") == [{"name": "clear"}]


def test_brackets_change_the_brush_and_a_circle_shows_it(sheet):
    sheet.show(tool="brush", brush_px=20)
    sheet.mouse.move(*sheet.css(300, 200))
    sheet.settle()
    small = sheet.seen()
    sheet.keyboard.press("]")
    sheet.keyboard.press("]")
    sheet.keyboard.press("[")
    assert [each["brush_px"] for each in sheet.told("brush")] == [24, 29, 24]
    assert np.abs(sheet.seen().astype(int) - small).max() > 100


# -- touch ------------------------------------------------------------------------------------


@pytest.fixture
def touched(open_sheet):
    sheet = open_sheet(has_touch=True)
    sheet.show(image=sheet.put(data.coffee()), insets=ROOM)
    session = sheet.context.new_cdp_session(sheet.page)

    def touch(kind, *places):
        points = [{"x": x, "y": y, "id": i} for i, (x, y) in enumerate(places)]
        session.send("Input.dispatchTouchEvent", {"type": f"touch{kind}", "touchPoints": points})

    sheet.touch = touch
    return sheet


def test_a_tap_includes_and_a_long_press_excludes(touched):
    touched.page.touchscreen.tap(*touched.css(200.5, 100.5))
    place = touched.css(300.5, 150.5)
    touched.touch("Start", place)
    touched.page.wait_for_timeout(600)
    touched.touch("End")
    first, second = touched.told("point")
    assert (first["label"], second["label"]) == (1, 0)
    assert holds(first, 200.5, 100.5)
    assert holds(second, 300.5, 150.5)


def test_two_fingers_zoom_and_pan_at_their_middle(touched):
    x, y = touched.css(300, 200)
    scale = float(touched.data()["scale"])
    touched.touch("Start", (x - 50, y))
    touched.touch("Start", (x - 50, y), (x + 50, y))
    for step in range(1, 6):
        touched.touch("Move", (x - 50 - 4 * step, y), (x + 50 + 16 * step, y))
    touched.touch("End")
    touched.settle()
    assert float(touched.data()["scale"]) == pytest.approx(2 * scale, rel=0.02)
    assert touched.css(300, 200) == pytest.approx((x + 30, y), abs=3)
    assert touched.told("point") == []


# -- what is on the screen --------------------------------------------------------------------


def test_the_mask_lies_on_exactly_its_pixels(sheet):
    plain = sheet.put(np.full((60, 90, 3), 240, np.uint8))
    sheet.show(image=plain)
    mask = np.zeros((60, 90), np.bool_)
    mask[20:40, 30:61] = True
    mask[28:31, 40:45] = False
    boxes = [[30, 20, 61, 40], [40, 28, 45, 31]]
    sheet.show(mask={"mask_id": "m", "width": 90, "height": 60, "boxes": boxes})
    at = sheet.data()
    seen, scale = sheet.seen(), float(at["scale"])
    assert scale > 6
    rows, columns = np.mgrid[:60, :90]
    x = (float(at["left"]) + (columns + 0.5) * scale).astype(int)
    y = (float(at["top"]) + (rows + 0.5) * scale).astype(int)
    colours = seen[y, x].astype(int)
    blue = colours[..., 2] - colours[..., 0] > 20
    assert np.array_equal(blue, mask)


def test_the_border_of_the_mask_runs_along_its_edge(sheet):
    sheet.show(mask={"mask_id": "m", "width": 600, "height": 400, "boxes": [[100, 50, 400, 300]]})
    x, y = sheet.css(100, 175)
    line = sheet.seen()[round(y) - 30 : round(y) + 30, round(x) - 1 : round(x) + 1].astype(int)
    assert (line.min(axis=2) > 220).any()  # a white dash
    assert (line.max(axis=2) < 90).any()  # on dark


def test_shown_is_told_once_a_mask_is_seen_with_the_time_since_the_click(sheet):
    sheet.mouse.click(*sheet.css(300, 200))
    sheet.show(mask={"mask_id": "m1", "width": 600, "height": 400, "boxes": [[9, 9, 80, 80]]})
    (shown,) = sheet.told("shown")
    assert shown["mask_id"] == "m1"
    assert 0 < shown["ms"] < 3000
    sheet.show(mask={"mask_id": "m2", "width": 600, "height": 400, "boxes": [[9, 9, 90, 80]]})
    assert sheet.told("shown")[1]["ms"] is None


def test_points_are_green_and_red(sheet):
    sheet.show(image=sheet.put(np.full((400, 600, 3), 128, np.uint8)))
    sheet.show(marks={"points_xy": [[100, 80], [300, 90]], "point_labels": [1, 0]})
    seen = sheet.seen().astype(int)
    (ax, ay), (bx, by) = sheet.css(100, 80), sheet.css(300, 90)
    good, bad = seen[round(ay) - 4, round(ax) - 3], seen[round(by) - 4, round(bx) - 3]
    assert good[1] - good[0] > 60
    assert bad[0] - bad[1] > 60


def test_a_new_version_replaces_the_old_without_a_blank_or_a_jump(sheet):
    sheet.zoom_in(300, 200, 3)
    before = sheet.data()
    sheet.page.evaluate(
        """() => {
          window.blank = 0;
          const look = () => {
            const canvas = document.querySelector('.pc-host canvas');
            const pen = canvas.getContext('2d');
            const at = pen.getImageData(canvas.width / 2, canvas.height / 2, 1, 1);
            if (at.data[3] === 0) window.blank++;
            requestAnimationFrame(look);
          };
          look();
        }"""
    )
    sheet.show(image=sheet.put(255 - data.coffee()))
    after = sheet.data()
    assert sheet.page.evaluate("window.blank") == 0
    sheet.said.clear()  # the browser's advice on reading canvases back, as this test does
    assert [before[k] for k in ("scale", "left")] == [after[k] for k in ("scale", "left")]


def test_a_transparent_photo_lies_on_a_checkerboard(sheet):
    pixels = np.dstack([data.coffee(), np.full((400, 600), 255, np.uint8)])
    pixels[:, 300:, 3] = 0
    sheet.show(image=sheet.put(pixels))
    x, y = (round(v) for v in sheet.css(450, 200))
    squares = sheet.seen()[y - 20 : y + 20, x - 20 : x + 20].reshape(-1, 3)
    assert {tuple(colour) for colour in squares.tolist()} == {(255, 255, 255), (217, 213, 207)}


def test_an_image_that_is_not_there_is_told_and_the_old_one_stays(sheet):
    old = sheet.data()["image"]
    sheet.page.evaluate("told.length = 0")
    gone = {"image_id": "0" * 32, "width": 600, "height": 400, "has_alpha": False}
    httpx.post(sheet.url + "/canvas-test/show", json={"image": gone}).raise_for_status()
    assert sheet.wait_told("broken") == [{"image_id": "0" * 32}]
    assert sheet.data()["image"] == old
    assert all("404" in line for line in sheet.said)
    sheet.said.clear()  # the browser's own words on the 404


def test_a_large_photo_is_shown_by_tiles_and_never_loaded_whole(sheet):
    large = cv2.resize(data.astronaut(), (5000, 3600), interpolation=cv2.INTER_CUBIC)
    info = sheet.put(large, "JPEG")
    sheet.asked.clear()
    sheet.show(image=info)
    ours = [url.partition("/images/")[2] for url in sheet.asked if info["image_id"] in url]
    assert sorted(ours) == [f"{info['image_id']}?size={size}" for size in (2048, 512)]
    sheet.zoom_in(2500, 1800, 9)
    assert float(sheet.data()["zoom"]) > 90
    ours = [url.partition(info["image_id"])[2] for url in sheet.asked if info["image_id"] in url]
    assert "" not in ours
    tiles = [url for url in ours if url.startswith("/tiles/0/")]
    assert 2 <= len(tiles) <= 16
    x, y = sheet.css(2500.5, 1800.5)
    near = sheet.seen()[round(y), round(x)].astype(int)
    assert np.abs(near - large[1800, 2500]).max() < 12


# -- before and after -------------------------------------------------------------------------


def test_the_divider_shows_the_other_version_left_of_it(sheet):
    other = sheet.put(255 - data.coffee())
    sheet.show(compare={**other, "before": "Original", "after": "Now"})
    sheet.page.wait_for_selector("[role=slider]")
    sheet.page.wait_for_timeout(400)
    seen = sheet.seen().astype(int)

    def like(x, y, pixels):
        cx, cy = (round(v) for v in sheet.css(x, y))
        return np.abs(seen[cy - 2 : cy + 3, cx - 2 : cx + 3].mean((0, 1)) - pixels[y, x]).max() < 40

    assert like(150, 330, 255 - data.coffee())
    assert like(450, 330, data.coffee())
    assert not like(450, 330, 255 - data.coffee())


def test_the_divider_moves_by_pointer_and_by_keys(sheet):
    sheet.show(compare={**sheet.put(255 - data.coffee()), "before": "Original", "after": "Now"})
    handle = sheet.page.wait_for_selector("[role=slider]")
    box = handle.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    sheet.mouse.move(x, y)
    sheet.mouse.down()
    sheet.mouse.move(sheet.css(150, 0)[0], y, steps=4)
    sheet.mouse.up()
    sheet.settle()
    assert handle.get_attribute("aria-valuenow") == "25"
    sheet.keyboard.press("ArrowRight")
    sheet.keyboard.press("Shift+ArrowRight")
    sheet.settle()
    assert handle.get_attribute("aria-valuenow") == "37"
    assert sheet.told("point") == []


def test_the_held_key_shows_the_version_before(sheet):
    sheet.show(before=sheet.put(255 - data.coffee()))
    sheet.page.wait_for_timeout(300)
    x, y = (round(v) for v in sheet.css(300, 370))
    now = sheet.seen()[y, x].astype(int)
    sheet.keyboard.down("\\")
    sheet.settle()
    held = sheet.seen()[y, x].astype(int)
    sheet.keyboard.up("\\")
    sheet.settle()
    assert np.abs(held - (255 - now)).max() < 25
    assert np.array_equal(sheet.seen()[y, x], now)


def test_the_difference_takes_the_photo_s_place(sheet):
    red = sheet.put(np.full((100, 150, 3), (250, 10, 10), np.uint8))
    sheet.show(difference={"url": f"/images/{red['image_id']}", "label": "changed"})
    sheet.page.wait_for_timeout(300)
    x, y = (round(v) for v in sheet.css(590, 390))
    assert np.array_equal(sheet.seen()[y, x], (250, 10, 10))


# -- keys -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("pressed", "name"), [
    ("Control+z", "undo"), ("Control+Shift+Z", "redo"), ("Control+y", "redo"), ("Escape", "clear"),
    ("+", "grow"), ("-", "shrink"), ("i", "invert"), ("p", "tool:point"), ("b", "tool:box"),
    ("w", "tool:brush"), ("e", "tool:eraser"), ("l", "tool:lasso"), ("h", "tool:hand"),
])  # fmt: skip
def test_a_key_is_told_by_its_meaning_and_not_while_writing(sheet, pressed, name):
    sheet.page.focus("#words")
    sheet.keyboard.press(pressed)
    assert sheet.told("key") == []
    sheet.page.evaluate("document.activeElement.blur()")
    sheet.keyboard.press(pressed)
    assert sheet.told("key") == [{"name": name}]


def test_tab_turns_over_candidates_only_on_the_canvas(sheet):
    sheet.page.focus(".pc-host")
    sheet.show(candidates=3)
    sheet.keyboard.press("Tab")
    sheet.keyboard.press("Shift+Tab")
    assert [key["name"] for key in sheet.told("key")] == ["next", "previous"]
    sheet.show(candidates=1)
    sheet.keyboard.press("Tab")
    assert sheet.page.evaluate("document.activeElement.id") == "words"
    assert len(sheet.told("key")) == 2


def test_enter_approves_the_mask_on_the_canvas(sheet):
    sheet.show(mask={"mask_id": "m", "width": 600, "height": 400, "boxes": [[9, 9, 80, 80]]})
    sheet.page.focus(".pc-host")
    sheet.keyboard.press("Enter")
    assert sheet.told("key") == [{"name": "approve"}]


def test_the_crosshair_points_without_a_mouse(sheet):
    sheet.page.focus(".pc-host")
    for _ in range(3):
        sheet.keyboard.press("ArrowRight")
    sheet.keyboard.press("Shift+ArrowUp")
    sheet.keyboard.press("Space")
    sheet.keyboard.press("x")
    plus, minus = sheet.told("point")
    scale = float(sheet.data()["scale"])
    assert holds(plus, 300 + 24 / scale, 200 - 1 / scale)
    assert (plus["label"], minus["label"]) == (1, 0)


def test_space_and_drag_pans_and_places_nothing(sheet):
    before = sheet.css(100, 100)
    sheet.page.focus(".pc-host")
    sheet.keyboard.press("ArrowRight")
    sheet.keyboard.down("Space")
    sheet.drag((100, 100), (150, 100))
    sheet.keyboard.up("Space")
    assert sheet.css(100, 100)[0] > before[0] + 40
    assert sheet.told("point") == []


def test_0_and_f_fit_the_photo(sheet):
    fitted = sheet.data()["scale"]
    for pressed in ("0", "f"):
        sheet.zoom_in(300, 200, 3)
        assert sheet.data()["scale"] != fitted
        sheet.keyboard.press(pressed)
        sheet.settle()
        assert sheet.data()["scale"] == fitted


def test_zoom_ends_at_half_the_fit_and_at_32_times(sheet):
    fitted = float(sheet.data()["scale"])
    sheet.zoom_in(300, 200, 30)
    assert float(sheet.data()["zoom"]) == pytest.approx(3200)
    for _ in range(40):
        sheet.mouse.wheel(0, 100)
    sheet.settle()
    assert float(sheet.data()["scale"]) == pytest.approx(fitted / 2)


def test_a_resized_window_keeps_the_photo_fitted(sheet):
    sheet.page.set_viewport_size({"width": 390, "height": 500})
    sheet.settle()
    assert float(sheet.data()["scale"]) == pytest.approx((390 - 84 - 26) / 600)


# -- files ------------------------------------------------------------------------------------


def drop(sheet, name, kind, content, event="drop"):
    """Drop or paste a file made in the page, as the browser's own events carry it."""
    sheet.page.evaluate(
        """([name, kind, numbers, event]) => {
          const moved = new DataTransfer();
          moved.items.add(new File([new Uint8Array(numbers)], name, {type: kind}));
          const given = event === "paste"
            ? new ClipboardEvent("paste", {clipboardData: moved, bubbles: true, cancelable: true})
            : new DragEvent(event, {dataTransfer: moved, bubbles: true, cancelable: true});
          document.body.dispatchEvent(given);
        }""",
        [name, kind, list(content), event],
    )


def test_a_chosen_file_is_uploaded(sheet):
    content = file_of(data.chelsea(), "JPEG")
    with sheet.page.expect_file_chooser() as chooser:
        sheet.page.evaluate("document.querySelector('.pc-file').click()")
    chooser.value.set_files([{"name": "고양이.jpg", "mimeType": "image/jpeg", "buffer": content}])
    (uploaded,) = sheet.wait_told("uploaded")
    assert (uploaded["name"], uploaded["width"], uploaded["height"]) == ("고양이.jpg", 451, 300)
    assert httpx.get(f"{sheet.url}/images/{uploaded['image_id']}").content == content
    assert sheet.told("uploads")[-1]["files"][0]["state"] == "done"


def test_several_files_arrive_in_order_and_the_first_is_the_one_to_edit(open_sheet):
    sheet = open_sheet()
    photos = [file_of(p) for p in (data.coffee(), data.chelsea(), data.camera())]
    files = [
        {"name": f"{i}.png", "mimeType": "image/png", "buffer": photo}
        for i, photo in enumerate(photos)
    ]
    sheet.page.set_input_files(".pc-file", files)
    uploaded = sheet.wait_told("uploaded", 3)
    assert [each["name"] for each in uploaded] == ["0.png", "1.png", "2.png"]
    assert [each["purpose"] for each in uploaded] == ["new", "attach", "attach"]
    assert [each["path"] for each in uploaded] == ["/", "/", "/"]


def test_a_dropped_file_is_uploaded_under_a_veil(sheet):
    drop(sheet, "cat.png", "image/png", file_of(data.chelsea()[:64, :96]), "dragenter")
    assert sheet.page.locator(".pc-veil").is_visible()
    drop(sheet, "cat.png", "image/png", file_of(data.chelsea()[:64, :96]))
    (uploaded,) = sheet.wait_told("uploaded")
    assert (uploaded["width"], uploaded["height"], uploaded["purpose"]) == (96, 64, "attach")
    assert not sheet.page.locator(".pc-veil").is_visible()


def test_a_pasted_picture_is_uploaded(sheet):
    drop(sheet, "image.png", "image/png", file_of(data.chelsea()[:64, :90]), "paste")
    (uploaded,) = sheet.wait_told("uploaded")
    assert (uploaded["width"], uploaded["height"]) == (90, 64)


def test_a_file_that_is_too_large_is_not_sent(sheet):
    sheet.asked.clear()
    big = {"name": "big.png", "mimeType": "image/png", "buffer": b"\0" * 3_000_001}
    sheet.page.set_input_files(".pc-file", [big])
    (row,) = sheet.wait_told("uploads")[-1]["files"]
    assert (row["state"], row["code"]) == ("refused", "too_large")
    assert row["message"] == "3 MB is more than 3 MB"
    assert not [url for url in sheet.asked if "/images?" in url]


def test_what_is_no_image_is_refused_in_the_server_s_words(sheet):
    note = {"name": "note.txt", "mimeType": "text/plain", "buffer": b"not a picture"}
    sheet.page.set_input_files(".pc-file", [note])
    sheet.page.wait_for_function("told.some(e => e[0] === 'uploads' && e[1].files[0].code)")
    (row,) = sheet.told("uploads")[-1]["files"]
    assert (row["state"], row["code"]) == ("refused", "invalid_image")
    assert row["message"]
    assert row["hint"]
    assert sheet.told("uploaded") == []
    sheet.said.clear()  # the browser's own words on the 422


def test_a_lost_network_is_said(sheet):
    sheet.context.set_offline(True)
    sheet.page.set_input_files(
        ".pc-file", [{"name": "a.png", "mimeType": "image/png", "buffer": b"1"}]
    )
    sheet.page.wait_for_function("told.some(e => e[0] === 'uploads' && e[1].files[0].code)")
    assert sheet.told("uploads")[-1]["files"][0]["state"] == "failed"
    sheet.context.set_offline(False)
    sheet.said.clear()  # the browser's own words on the lost connection


# -- a sheet to draw on -----------------------------------------------------------------------


def test_a_sketch_is_drawn_taken_back_and_uploaded(sheet):
    sheet.show(sketch={"width": 320, "height": 200}, tool="brush", brush_px=6)
    sheet.drag((40, 40), (200, 40))
    sheet.drag((40, 120), (200, 120))
    sheet.keyboard.press("Control+z")
    sheet.show(tool="eraser")
    sheet.drag((120, 20), (120, 60))
    sheet.run("finish_sketch")
    (sketched,) = sheet.wait_told("sketched")
    file = httpx.get(f"{sheet.url}/images/{sketched['image_id']}").content
    drawn = np.asarray(PillowImage.open(io.BytesIO(file)).convert("L"))
    assert drawn.shape == (200, 320)
    assert drawn[40, 80] < 30
    assert drawn[40, 120] == 255
    assert drawn[120, 80] == 255
    assert sheet.told("stroke") == sheet.told("key") == []


# -- the address ------------------------------------------------------------------------------


def test_the_address_changes_and_going_back_is_told(sheet):
    sheet.run("push_path", "/t/one")
    assert sheet.page.evaluate("location.pathname") == "/t/one"
    sheet.page.evaluate("history.back()")
    assert sheet.wait_told("navigated") == [{"path": "/canvas-test"}]


def test_a_still_page_draws_no_frames(sheet):
    sheet.page.evaluate(
        """() => {
          window.frames_drawn = 0;
          const real = CanvasRenderingContext2D.prototype.clearRect;
          CanvasRenderingContext2D.prototype.clearRect = function (...given) {
            window.frames_drawn++;
            return real.apply(this, given);
          };
        }"""
    )
    sheet.page.wait_for_timeout(500)
    assert sheet.page.evaluate("window.frames_drawn") == 0
