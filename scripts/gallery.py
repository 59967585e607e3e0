"""Make docs/gallery.md and its pictures: one turn for each edit, on photos that need no download.

    .venv/bin/python scripts/gallery.py                      # the embedded engines
    .venv/bin/python scripts/gallery.py --engine sd-inpaint  # a model that is on this machine, too

Each picture is what a person gets who types the words and approves the mask. An engine's pictures
stay until it is run again; the page lists those that are there.
"""

import argparse
import asyncio
import re
import sys
import tempfile
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, get_args
from uuid import uuid4

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

import numpy as np
from PIL import Image as Pillow
from PIL import ImageDraw, ImageFont
from skimage import data

from checkpoints.images import ImageStore
from checkpoints.index import open_store
from checkpoints.saver import open_saver
from checkpoints.threads import ThreadList
from engines import Engines
from engines.protocols import Capability
from engines.registry import REGISTRY, Registry
from graph.edit import build
from graph.turns import Turns
from graph.wire import TurnReply, TurnRequest
from imaging.arrays import Image
from imaging.codec import Photo
from imaging.geometry import rotate
from imaging.overlay import overlay
from imaging.paper import on_white
from scripts.wishes import DRAWN, MASKED, SHEETS, TITLES, Sheet, Wish
from settings import Settings

PICTURES, PAGE = ROOT / "docs" / "pictures", ROOT / "docs" / "gallery.md"
PANEL_PX, TILE_PX, LABEL_PX, GAP_PX, COLUMNS = 240, 230, 20, 6, 4
MOST_BYTES = 60_000
PAPER, INK = "#f6f3ee", "#211c17"
OWNER = "local"
SHOWN: tuple[Capability, ...] = ("segment", "erase", "inpaint", "edit", "generate")


def main() -> None:
    """Make the pictures of one engine, or of the embedded ones, and the page."""
    parser = argparse.ArgumentParser(description="Make docs/gallery.md and its pictures.")
    parser.add_argument("--engine", help="a model on this machine, by its name")
    engine: str | None = parser.parse_args().engine
    asyncio.run(_by(engine) if engine else _embedded())
    PAGE.write_text(page())


async def _embedded() -> None:
    async with _opened(Engines(_needing_nothing())) as turns:
        for wish in MASKED:
            _write(_beside(await _edited(turns, wish)), wish.key)
        for sheet in SHEETS:
            _write(await _sheet(turns, sheet), sheet.key)


async def _by(engine: str) -> None:
    made = 0
    async for name, row in rows(engine, Settings()):
        _write(row, name)
        made += 1
    if not made:
        raise SystemExit(f"`{engine}` made no picture")


async def rows(
    engine: str, settings: Settings, wishes: Sequence[Wish] = (*MASKED, *DRAWN)
) -> AsyncGenerator[tuple[str, Pillow.Image]]:
    """Yield what a model can do, with the embedded engines for the rest of each turn.

    Each is a name for the picture, and the picture: before, mask and after. A model that makes
    masks gets those of the wishes that the embedded engines fulfil where they are pointed at.

    Raises:
        SystemExit: no such engine, or it lacks something, or it has no part in these edits.
    """
    engines = Engines(_needing_nothing(engine), settings)
    finds, ending = _finds(engines, engine), re.sub(r"[^a-zA-Z0-9.-]+", "-", engine)
    if finds:
        wishes = [wish for wish in wishes if wish in MASKED and (wish.box or wish.points)]
    async with _opened(engines) as turns:
        for wish in wishes:
            try:
                panels = await _edited(turns, wish, {} if finds else {"engine": engine})
            except LookupError as why:
                print(f"{wish.key}: {why}")
                continue
            yield f"{wish.key}.{ending}", _beside(panels)


def _finds(engines: Engines, name: str) -> bool:
    """Whether an engine makes masks, and so has a part in every edit that is pointed at."""
    kinds = [kind for kind in get_args(Capability) if name in engines.known(kind)]
    if not kinds:
        raise SystemExit(f"there is no engine `{name}`: see `.venv/bin/python -m engines list`")
    of: Capability | None = next((kind for kind in SHOWN if kind in kinds), None)
    if of is None:
        raise SystemExit(
            f"`{name}` is for `{kinds[0]}`: the gallery has no edit to show that by. "
            f"Name an engine for one of {', '.join(SHOWN)}"
        )
    if lack := engines.lack(of, name):
        raise SystemExit(f"`{name}` cannot be used: {lack.what}. To add it: `{lack.command}`")
    return of == "segment"


def _needing_nothing(besides: str | None = None) -> Registry:
    """The engines that take no extra, no weights and no service, and one more."""
    bare = Engines()

    def embedded(capability: Capability, name: str) -> bool:
        card = bare.card(name)
        needs = card.extra or card.weights or bare.lack(capability, name)
        return name == besides or not needs

    return {c: {n: e[n] for n in e if embedded(c, n)} for c, e in REGISTRY.items()}


@asynccontextmanager
async def _opened(engines: Engines) -> AsyncGenerator[Turns]:
    """What a server opens, on a folder that goes when it closes."""
    with tempfile.TemporaryDirectory() as folder:
        store, database = ImageStore(Path(folder) / "images"), Path(folder) / "threads.sqlite"
        async with open_saver(database, store) as saver, open_store(database) as threads:
            graph = build(store, engines).compile(checkpointer=saver, store=threads)
            turns = Turns(graph, saver, ThreadList(threads), store, engines)
            yield turns
            await turns.close()


async def _edited(
    turns: Turns, wish: Wish, options: Mapping[str, Any] | None = None
) -> list[Image]:
    """Say it, approve the mask, and return before, mask and after.

    Raises:
        LookupError: the turn gave no picture; the reply says why.
    """
    images, before = turns.images.of(OWNER), _photo(wish.photo)
    image_id = images.put_photo(Photo(before)).image_id
    thread_id = uuid4().hex

    async def send(asked: dict[str, Any]) -> TurnReply:
        return await turns.reply(OWNER, thread_id, TurnRequest.model_validate(asked))

    await send({"text": "", "image_id": image_id})
    along = images.put_photo(Photo(_photo(wish.second))).image_id if wish.second else None
    asked = {"text": wish.text, "image_id": along, "region": _region(wish)}
    asked["options"] = {"seed": 1, **(options or {})}
    reply, marked = await send(asked), list[Image]()
    if reply["asking"]:
        mask_id = str(reply["asking"]["action_requests"][0]["args"]["mask_id"])
        marked = [overlay(before, images.mask(mask_id))]
        reply = await send({"answer": {"decisions": [{"type": "approve"}]}})
    if reply["problem"] or not reply["versions"] or reply["versions"][-1]["op"] == "upload":
        raise LookupError(reply["text"])
    return [before, *marked, on_white(images.photo(reply["versions"][-1]["image_id"]))]


def _region(wish: Wish) -> dict[str, Any] | None:
    points, brush, lasso = (
        [list(p) for p in some] for some in (wish.points, wish.brush, wish.lasso)
    )
    if points:
        return {"points_xy": points, "point_labels": [1] * len(points)}
    if brush:
        return {"strokes": [{"points_xy": brush, "radius_px": 4}]}
    if lasso:
        return {"strokes": [{"polygon_xy": lasso}]}
    return {"boxes_xyxy": [list(wish.box)]} if wish.box else None


def _photo(name: str) -> Image:
    name, _, tilted = name.partition(" ")
    found = np.asarray(getattr(data, name)())
    photo = found if found.ndim == 3 else np.dstack([found] * 3)
    return np.asarray(rotate(photo, 4), np.uint8) if tilted else photo


def _beside(panels: Sequence[Image]) -> Pillow.Image:
    small = [_fitted(panel, 2 * PANEL_PX, PANEL_PX) for panel in panels]
    width = sum(panel.width for panel in small) + GAP_PX * (len(small) - 1)
    row, x = Pillow.new("RGB", (width, PANEL_PX), PAPER), 0
    for panel in small:
        row.paste(panel, (x, (PANEL_PX - panel.height) // 2))
        x += panel.width + GAP_PX
    return row


async def _sheet(turns: Turns, sheet: Sheet) -> Pillow.Image:
    tiles = {"the photo": _photo(sheet.photo)}
    for text in sheet.texts:
        tiles[text] = (await _edited(turns, Wish(sheet.key, sheet.photo, text)))[-1]
    x0, y0, x1, y1 = sheet.window or (None,) * 4
    frames = {tile.shape for tile in tiles.values()}
    high = round(TILE_PX * 2 / 3) + LABEL_PX
    size = COLUMNS * TILE_PX, -(-len(tiles) // COLUMNS) * high
    page, font = Pillow.new("RGB", size, PAPER), ImageFont.load_default(12)
    draw = ImageDraw.Draw(page)
    for index, (text, tile) in enumerate(tiles.items()):
        x, y = index % COLUMNS * TILE_PX, index // COLUMNS * high
        sides = f" ({tile.shape[1]}x{tile.shape[0]})" if len(frames) > 1 else ""
        fitted = _fitted(tile[y0:y1, x0:x1], TILE_PX - GAP_PX, high - LABEL_PX - 4)
        page.paste(fitted, (x, y))
        draw.text((x + 1, y + high - LABEL_PX), text + sides, INK, font)
    return page


def _fitted(picture: Image, width: int, height: int) -> Pillow.Image:
    fitted = Pillow.fromarray(picture)
    fitted.thumbnail((width, height), Pillow.Resampling.LANCZOS)
    return fitted


def _write(picture: Pillow.Image, name: str) -> None:
    """Save at the best quality that stays small."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    path = PICTURES / f"gallery-{name}.webp"
    for quality in range(84, 30, -6):
        picture.save(path, quality=quality, method=6)
        if path.stat().st_size < MOST_BYTES:
            return
    raise ValueError(f"{path.name} is {path.stat().st_size} bytes")


def page() -> str:
    """Return docs/gallery.md: the embedded engines' pictures, then each model's that is there."""
    words = {wish.key: wish.text for wish in (*MASKED, *DRAWN)}
    lines = [
        "# Gallery",
        "",
        "The photos are scikit-image's. Each row is one turn: the words, and the mask as it was",
        "proposed for a box, some clicks, a brush stroke or a lasso (before, mask, after),",
        "approved as it was; on the sheets each tile is one. Nothing was picked or mended: where",
        "the shuttle was, pieces of the suit and the helmet came in. For large holes there is",
        "[`lama`](engines.md#erase).",
        "",
        "`.venv/bin/python scripts/gallery.py` makes all of it again, with nothing but the base",
        "install; with `--engine NAME` a model that is on your machine adds its own.",
    ]
    found = sorted(path.stem.removeprefix("gallery-") for path in PICTURES.glob("gallery-*.webp"))
    models = dict.fromkeys(name.partition(".")[2] for name in found)
    for model in models:
        lines += ["", f"## {f'By `{model}`' if model else 'By the embedded engines'}"]
        for key in TITLES:
            name = f"{key}.{model}" if model else key
            if name in found:
                said = f"“{words[key]}”" if key in words else "each under its words"
                lines += ["", f"**{TITLES[key]}**: {said}", ""]
                lines += [f"![{TITLES[key]}](pictures/gallery-{name}.webp)"]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
