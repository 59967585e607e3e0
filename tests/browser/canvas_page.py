"""The canvas alone on a page of the real server, with what a test needs to see of it.

`python tests/browser/canvas_page.py` serves /canvas-test on PENTIMENTO_PORT. Posting to /show and
/run/METHOD below it changes the newest page's canvas; `window.told` of the page holds the events.
"""

import json
from typing import Annotated, Any

import numpy as np
import uvicorn
from fastapi import Body
from nicegui import app, ui
from starlette.routing import Mount

from editor.canvas import CANVAS_WORDS, Canvas
from imaging.contour import outline
from server import make_app
from settings import Settings

EVENTS = (
    "point", "undo_point", "box", "stroke", "lasso", "key", "brush", "view", "shown", "uploads",
    "uploaded", "sketched", "broken", "navigated", "online",
)  # fmt: skip
TOKENS = """
<style>
:root { --paper:#f6f3ee; --panel:#fffdfa; --ink:#211c17; --muted:#7a7067; --line:#e6dfd5;
  --stage:#e9e4dc; --accent:#b8472f; --shadow:0 8px 24px rgba(33,28,23,.08); }
body { margin: 0; font: 14.5px/1.5 "Noto Sans CJK KR", system-ui, sans-serif; color: var(--ink); }
.place { position: fixed; inset: 0; }
#words { position: fixed; right: 8px; bottom: 8px; width: 120px; }
</style>
<script>window.told = [];</script>
"""
words = {key: key.replace("_", " ") for key in CANVAS_WORDS} | {
    "drop": "Drop photos here",
    "drop_hint": "They are kept on your own server",
    "too_large": "{size} MB is more than {limit} MB",
}
canvases: list[Canvas] = []


@ui.page("/canvas-test")
def page() -> None:
    ui.add_head_html(TOKENS)
    with ui.element("div").classes("place"):
        canvas = Canvas(words=words, max_upload_bytes=3_000_000)
    ui.html('<input id="words" aria-label="words">', sanitize=False)
    for name in EVENTS:
        note = f"(given) => window.told.push([{json.dumps(name)}, given])"
        canvas.on(name, js_handler=note)
    canvases.append(canvas)


@app.post("/canvas-test/show")
async def show(shown: Annotated[dict[str, Any], Body()]) -> None:
    """Set properties of the newest page's canvas; a mask is given as boxes and discs, xor-ed."""
    if mask := shown.get("mask"):
        pixels = np.zeros((mask["height"], mask["width"]), np.bool_)
        for x0, y0, x1, y1 in mask["boxes"]:
            pixels[y0:y1, x0:x1] ^= True
        for x, y, radius in mask.get("discs", []):
            rows, columns = np.indices(pixels.shape)
            pixels ^= np.hypot(columns + 0.5 - x, rows + 0.5 - y) < radius
        shown["mask"] = {"mask_id": mask["mask_id"], "rings": outline(pixels)}
    canvases[-1].show(**shown)


@app.post("/canvas-test/run/{method}")
async def run(method: str, arguments: Annotated[list[Any], Body()]) -> None:
    """Call a method of the newest page's canvas."""
    getattr(canvases[-1], method)(*arguments)


if __name__ == "__main__":
    settings = Settings()
    server = make_app(settings)
    server.routes.append(Mount("/", app))  # NiceGUI answers this page, too
    uvicorn.run(server, host=settings.host, port=settings.port, log_level="warning")
