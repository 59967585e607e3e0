"""The figures of the first edit: clicks, removal, turn overhead, checkpoint bytes.

    .venv/bin/python scripts/measure.py

Real photos, the embedded engines, the real graph on SQLite; nothing is asserted here.
"""

import asyncio
import io
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np
from langgraph.store.sqlite.aio import AsyncSqliteStore
from PIL import Image
from skimage import data

from checkpoints.images import ImageStore
from checkpoints.saver import open_saver
from checkpoints.threads import ThreadList
from engines import Engines
from engines.protocols import Pointing
from graph.edit import build
from graph.turns import Turns
from graph.wire import TurnRequest
from imaging import masks
from imaging.crop import context_box, cut

CLICKS = {
    "rocket": (322, 250),
    "coffee": (250, 230),
    "astronaut": (225, 110),
    "chelsea": (180, 150),
}
TURNS = 50


def silent(_done: int, _total: int, _preview: object = None, /) -> None:
    """Tell nobody how far an engine is."""


def main() -> None:
    """Print one line per figure."""
    engines = Engines()
    segmenter = engines.segmenter()
    for name, (x, y) in CLICKS.items():
        photo = np.asarray(getattr(data, name)())
        pointing = Pointing(((x, y),), (1,))
        cold = timed(
            lambda p=photo, q=pointing: segmenter.segment(p, q, image_id=str(time.time_ns()))
        )
        warm = timed(lambda p=photo, q=pointing, n=name: segmenter.segment(p, q, image_id=n))
        found = segmenter.segment(photo, pointing, image_id=name)
        best = max(found, key=lambda c: c.score).mask
        mask = masks.grow(best, masks.erase_margin_px(best))
        crop = cut(photo, mask, context_box(mask))
        eraser = engines.eraser(mask)
        erased = timed(lambda e=eraser, c=crop: e.erase(c.image, c.mask, seed=0, progress=silent))
        print(
            f"{name:10} one click: first {cold}, again {warm}; erase ({eraser.card.name}) {erased}"
        )
    asyncio.run(conversation())


def timed(call: Callable[[], object], runs: int = 7) -> str:
    """Return the median and the range of a call, in ms."""
    spent: list[float] = []
    for _ in range(runs):
        start = time.perf_counter()
        call()
        spent.append(1e3 * (time.perf_counter() - start))
    return f"{statistics.median(spent):.0f} ms ({min(spent):.0f}-{max(spent):.0f})"


async def conversation() -> None:
    """Measure what a turn costs beside its engine, and what it leaves in the database."""
    file = io.BytesIO()
    Image.fromarray(np.asarray(data.coffee())).save(file, "JPEG")
    with tempfile.TemporaryDirectory() as folder:
        images, database = ImageStore(Path(folder) / "images"), Path(folder) / "threads.sqlite"
        async with (
            open_saver(database, images) as saver,
            AsyncSqliteStore.from_conn_string(str(database)) as store,
        ):
            await store.setup()
            engines = Engines()
            graph = build(images, engines).compile(checkpointer=saver, store=store)
            turns = Turns(graph, saver, ThreadList(store), images, engines)
            image_id = images.of("local").put(file.getvalue()).image_id
            await send(turns, "brighter", image_id)  # imports the engines
            overhead = [await beside_the_engine(turns, i) for i in range(TURNS)]
            p50, p99 = np.percentile(overhead, [50, 99])
            print(
                f"a turn beside its engine: p50 {p50:.0f} ms, p99 {p99:.0f} ms over {TURNS} turns"
            )
            idle = [await timed_turn(turns, "hello") for _ in range(TURNS)]
            p50, p99 = np.percentile(idle, [50, 99])
            print(
                f"a turn without an engine: p50 {p50:.0f} ms, p99 {p99:.0f} ms over {TURNS} turns"
            )
            await sizes(turns)


async def beside_the_engine(turns: Turns, number: int) -> float:
    """Return the ms of one turn that no engine can be blamed for."""
    reply = await send(turns, "10% brighter" if number % 2 else "10% darker")
    return reply["timing_ms"]["total"] - reply["timing_ms"]["engine"]


async def timed_turn(turns: Turns, text: str) -> float:
    """Return the ms of one turn."""
    return (await send(turns, text))["timing_ms"]["total"]


async def sizes(turns: Turns) -> None:
    """Print how many bytes a thread's checkpoints hold after 50 turns."""
    rows = await turns.saver.conn.execute_fetchall(
        "SELECT SUM(LENGTH(checkpoint) + LENGTH(metadata)), COUNT(*) FROM checkpoints"
    )
    writes = await turns.saver.conn.execute_fetchall("SELECT SUM(LENGTH(value)) FROM writes")
    (total, count), (written,) = next(iter(rows)), next(iter(writes))
    made = 2 * TURNS + 1
    print(
        f"checkpoints after {made} turns ({TURNS + 1} of them versions): {count} row(s), "
        f"{(total + (written or 0)) / made:.0f} bytes a turn"
    )


async def send(turns: Turns, text: str, image_id: str | None = None) -> dict[str, dict[str, float]]:
    """Serve one turn."""
    reply = await turns.reply("local", "t", TurnRequest(text=text, image_id=image_id))
    assert reply["problem"] is None, reply["problem"]
    return reply  # pyright: ignore[reportReturnType]  # only its timing is read


if __name__ == "__main__":
    main()
