"""A real Chromium on the real page. No test may leave an error on the console."""

import io
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect, sync_playwright

from tests.browser.person import Person
from tests.integration.process import ServerProcess

FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
expect.set_options(timeout=15_000)  # a machine that does much else at once is slow, not wrong
SHOTS = Path(__file__).parents[2] / os.environ.get("SHOTS", "build/screenshots")


def chromium() -> str:
    """Where Chromium is; without one these tests are skipped, on CI they fail."""
    path = os.environ.get("PENTIMENTO_CHROMIUM") or shutil.which("chromium")
    if path:
        return path
    if os.environ.get("CI"):
        pytest.fail("no Chromium: `apt-get install chromium fonts-noto-cjk`")
    pytest.skip("no Chromium: install Debian's `chromium`, or name one in PENTIMENTO_CHROMIUM")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    # Ended with the module: Playwright's loop would be in the way of async tests.
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    with ServerProcess(tmp_path_factory.mktemp("page")) as running:
        yield running


@pytest.fixture
def visit(browser: Browser, server: ServerProcess) -> Iterator[Callable[..., Person]]:
    """Open the page as a new person would: `visit()`, `visit("/t/ID", locale="ko-KR")`."""
    contexts: list[BrowserContext] = []
    people: list[Person] = []

    def open_page(
        path: str = "/",
        *,
        url: str = "",
        ready: bool = True,
        refuses: tuple[str, ...] = (),
        **options: object,
    ) -> Person:
        given = {"locale": "en-GB", "viewport": {"width": 1440, "height": 900}, **options}
        context = browser.new_context(**given)
        contexts.append(context)
        person = Person(context.new_page(), url or server.url)
        people.append(person)
        person.refuses = refuses
        person.open(path, ready=ready)
        return person

    yield open_page
    errors = [error for person in people for error in person.errors]
    for context in contexts:
        context.close()
    assert errors == []


def shot(place: Page | Locator, name: str) -> Path:
    """Keep a picture of the page, or of a part of it, for the documentation.

    `SHOTS=docs/pictures pytest tests/browser/test_pictures.py` renews those that the docs show.
    """
    SHOTS.mkdir(parents=True, exist_ok=True)
    path = SHOTS / f"{name}.webp"
    Image.open(io.BytesIO(place.screenshot())).save(path, "WEBP", quality=88, method=6)
    return path
