"""Somebody at the page: what they do, and what they see."""

import io
import re
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import numpy as np
from PIL import Image
from playwright.sync_api import Locator, Page, expect

QUIET = ("net::ERR_INTERNET_DISCONNECTED", "net::ERR_CONNECTION", "net::ERR_NETWORK", "WebSocket")
"""What Chromium itself logs while a server is down or the network is off."""


class Person:
    """Drives one tab as a person does."""

    def __init__(self, page: Page, url: str) -> None:
        self.page, self.url = page, url
        self.errors: list[str] = []
        self.forgiving = False  # set while the test takes the server or the network away
        self.refuses: tuple[str, ...] = ()  # HTTP statuses that the test provokes
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def _console(self, message: Any) -> None:
        allowed = (*(QUIET if self.forgiving else ()), *(f"status of {r}" for r in self.refuses))
        if message.type != "error" or any(part in message.text for part in allowed):
            return
        self.errors.append(f"{message.text} {message.location.get('url', '')}".strip())

    # -- going places

    def open(self, path: str = "/", *, ready: bool = True) -> None:
        self.page.goto(self.url + path)
        if ready:
            self.page.wait_for_selector(".pm")

    @property
    def thread_id(self) -> str:
        self.page.wait_for_url(re.compile(r"/t/[\w.-]+$"))
        return self.page.url.rpartition("/")[2]

    def choose_sample(self, name: str) -> None:
        self.page.locator(".gallery button", has_text=name).click()
        self.photo_is_shown()

    def upload(self, *paths: Path) -> None:
        self.page.locator("input[type=file]").first.set_input_files([str(path) for path in paths])

    def photo_is_shown(self) -> None:
        expect(self.canvas).to_have_attribute("data-ready", "true")
        self.page.wait_for_function(
            "() => document.querySelector('.pm-canvas, [data-image]')?.dataset.image"
        )

    # -- pointing

    @property
    def canvas(self) -> Locator:
        return self.page.locator("[data-ready]")

    def where(self, x: float, y: float) -> tuple[float, float]:
        """The screen position, css px, of a point of the photo, in pixels of the photo."""
        box = self.canvas.bounding_box()
        assert box
        told = self.canvas.evaluate("e => ({...e.dataset})")
        left, top, scale = (float(told[key]) for key in ("left", "top", "scale"))
        return box["x"] + left + x * scale, box["y"] + top + y * scale

    def click_at(self, x: float, y: float, **options: Any) -> None:
        self.page.mouse.click(*self.where(x, y), **options)

    def drag(self, *points: tuple[float, float]) -> None:
        first, *rest = (self.where(*point) for point in points)
        self.page.mouse.move(*first)
        self.page.mouse.down()
        for point in rest:
            self.page.mouse.move(*point, steps=6)
        self.page.mouse.up()

    def pick(self, tool: str) -> None:
        """Pick a tool by the name on its button, as English says it."""
        self.page.get_by_role("button", name=re.compile(f"^{tool}")).click()

    def mask(self) -> str:
        """The id of the mask on the photo, once there is one."""
        expect(self.canvas).to_have_attribute("data-mask", re.compile(r"^[mp]\w{31}$"))
        return self.canvas.get_attribute("data-mask") or ""

    def no_mask(self) -> None:
        expect(self.canvas).to_have_attribute("data-mask", "")

    @contextmanager
    def another_mask(self) -> Generator[None]:
        """Do something that changes the mask, and wait until it has."""
        before = self.canvas.get_attribute("data-mask") or ""
        yield
        expect(self.canvas).not_to_have_attribute("data-mask", before)
        self.mask()

    @property
    def image_id(self) -> str:
        """The id of the photo on the canvas."""
        return self.canvas.get_attribute("data-image") or ""

    def mask_pixels(self) -> np.ndarray:
        """The mask on the photo as the server has it: bool (H, W), True = change."""
        return self.stored_mask(self.mask())

    def stored_mask(self, mask_id: str) -> np.ndarray:
        """A mask of the photo on the canvas by its id: bool (H, W)."""
        mask = self._picture(f"/images/{self.image_id}/masks/{mask_id}").convert("L")
        return np.asarray(mask) > 127

    def photo_pixels(self, image_id: str) -> np.ndarray:
        """An image of the store at full resolution: (H, W, 3) uint8."""
        return np.asarray(self._picture(f"/images/{image_id}?format=png").convert("RGB"))

    def _picture(self, path: str) -> Image.Image:
        data = httpx.get(self.url + path).raise_for_status().content
        return Image.open(io.BytesIO(data))

    # -- talking

    def say(self, text: str) -> None:
        field = self.page.locator(".say textarea")
        field.fill(text)
        field.press("Enter")

    def reads(self, text: str | re.Pattern[str], timeout_ms: float = 15_000) -> None:
        """Wait until the conversation holds `text`."""
        log = self.page.locator(".chat .log")
        expect(log).to_contain_text(text, timeout=timeout_ms)

    # -- versions

    @property
    def versions(self) -> Locator:
        return self.page.locator(".strip .v")

    def has_versions(self, count: int) -> None:
        expect(self.versions).to_have_count(count, timeout=20_000)

    def thread(self) -> dict[str, Any]:
        """The open thread, as the API tells it."""
        return httpx.get(f"{self.url}/threads/{self.thread_id}").raise_for_status().json()

    def button(self, name: str | re.Pattern[str], *, within: str = ".pm") -> Locator:
        """A button by the whole of its name, in one part of the page."""
        return self.page.locator(within).get_by_role("button", name=name, exact=True)

    def stands_on(self, index: int) -> None:
        """Wait until the version at `index` of the strip is the current one."""
        current = self.page.locator(".strip .v[aria-current=true], .strip [aria-current=true]")
        expect(current).to_have_count(1, timeout=15_000)
        expect(self.versions.nth(index)).to_have_class(re.compile(r"\bon\b"), timeout=15_000)

    # -- seeing

    def pixels(self) -> np.ndarray:
        """The window's pixels, (H, W, 3) uint8."""
        data = self.page.screenshot()
        return np.asarray(Image.open(io.BytesIO(data)).convert("RGB"))

    def sees(self, x: float, y: float, wanted: Callable[[np.ndarray], bool]) -> None:
        """Wait until the colour on the screen at a point of the photo is as wanted."""
        for _ in range(60):
            if wanted(self.colour_at(x, y)):
                return
            self.page.wait_for_timeout(250)
        raise AssertionError(f"at {x}, {y} the screen shows {self.colour_at(x, y)}")

    def colour_at(self, x: float, y: float) -> np.ndarray:
        """The colour on the screen, mean of 3 x 3, at a point of the photo in its pixels."""
        column, row = (round(value) for value in self.where(x, y))
        around = self.pixels()[row - 1 : row + 2, column - 1 : column + 2]
        return around.reshape(-1, 3).mean(axis=0)
