"""Measure the page in Chromium: weight, the way to the first mask, and clicks.

    .venv/bin/python scripts/measure_page.py

Prints seconds from the start of the server to the first mask on a sample photo, the bytes that a
first visit loads, and ms from a click to its mask on the screen beside what the server needed
to find that mask (`POST /images/{id}/masks`, the same click, as warm).
"""

import itertools
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

import httpx
from playwright.sync_api import Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.browser.conftest import FLAGS
from tests.browser.person import Person
from tests.integration.process import ServerProcess

SAMPLES = ("Coffee", "cat", "Astronaut", "Rocket")
CLICKS = [(x, y) for x, y in itertools.product((0.2, 0.4, 0.6, 0.8), (0.3, 0.5, 0.7))]
WATCH = """() => {
  const host = document.querySelector("[data-ready]");
  window.clicked = 0;
  window.masks = [];
  addEventListener("pointerup", () => { window.clicked = performance.now(); }, true);
  new MutationObserver(() => {
    if (host.dataset.mask) requestAnimationFrame(() => setTimeout(() =>
      window.masks.push(performance.now() - window.clicked)));
  }).observe(host, {attributes: true, attributeFilter: ["data-mask"]});
}"""
"""A mask counts as seen after the frame that draws it."""


def main() -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        start = time.perf_counter()
        with ServerProcess(Path(folder)) as server:
            ready = time.perf_counter() - start
            page = browser.new_page(viewport={"width": 1440, "height": 900}, locale="en-GB")
            loaded = weigh(page)
            person = Person(page, server.url)
            person.open()
            person.page.wait_for_selector(".gallery img")
            shown = time.perf_counter() - start
            print(f"server ready after {ready:.1f} s, page shown after {shown:.1f} s")
            print(f"a first visit loads {sum(loaded) / 1e3:.0f} kB in {len(loaded)} files")
            person.choose_sample("Coffee")
            person.click_at(250, 230)
            person.mask()
            print(f"first mask on a sample photo after {time.perf_counter() - start:.1f} s")
            clicks(person, server.url)
        browser.close()


def weigh(page: Page) -> list[float]:
    """Return a list that fills with the bytes of each file as they come over the wire."""
    loaded: list[float] = []
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")

    def count(event: dict[str, float]) -> None:
        loaded.append(event["encodedDataLength"])

    network.on("Network.loadingFinished", count)
    return loaded


def clicks(person: Person, url: str) -> None:
    """Click on four photos, and print what a click takes."""
    seen: list[float] = []
    found: list[float] = []
    for name in SAMPLES:
        person.open()
        person.choose_sample(name)
        person.page.evaluate(WATCH)
        image_id = person.canvas.get_attribute("data-image")
        info = httpx.get(f"{url}/images/{image_id}/info").json()
        for index, (x, y) in enumerate(CLICKS):
            point = round(x * info["width"]), round(y * info["height"])
            ms, engine_ms = click(person, f"{url}/images/{image_id}/masks", point)
            if index:  # the first one on a photo also prepares what its later clicks reuse
                seen.append(ms)
                found.append(engine_ms)
    ours = [a - b for a, b in zip(seen, found, strict=True)]
    for label, values in (("click to mask", seen), ("finding it", found), ("the rest", ours)):
        p50, p95 = statistics.median(values), statistics.quantiles(values, n=20)[-1]
        print(f"{label}: p50 {p50:.0f} ms, p95 {p95:.0f} ms over {len(values)} clicks")


def click(person: Person, masks_url: str, point: tuple[int, int]) -> tuple[float, float]:
    """Return ms from the click to the mask's frame, and ms the server takes for the same."""
    person.click_at(*point)
    person.page.wait_for_function("() => window.masks.length > 0")
    ms = person.page.evaluate("() => window.masks.pop()")
    person.page.keyboard.press("Escape")
    person.no_mask()
    person.page.evaluate("() => { window.masks = []; }")
    region = {"points_xy": [[point[0] + 0.5, point[1] + 0.5]], "point_labels": [1]}
    reply = httpx.post(masks_url, json=region, timeout=30).json()
    return ms, reply["timing_ms"]["total"]


if __name__ == "__main__":
    main()
