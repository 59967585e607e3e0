"""MobileSAM's architecture with random weights on this processor: what a photo and a click cost.

    python -m bench.mobile_sam [--times 7]

The pair is exported as `python -m engines export` does, and run by the engine itself. Needs the
extras torch and onnx, and the package onnx.
"""

import argparse
import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from bench.tiny_vit import mobile_sam
from engines.export import export
from engines.mobile_sam import MobileSam
from engines.protocols import Pointing
from settings import Settings

WIDTH, HEIGHT = 4000, 3000


def main() -> None:
    """Print one JSON object: milliseconds (the best of several runs), bytes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=7)
    times = parser.parse_args().times
    with tempfile.TemporaryDirectory() as folder:
        model = mobile_sam()
        export(model, Path(folder))
        settings = Settings.model_construct(models={"mobile-sam": folder})
        sys.stdout.write(json.dumps(_measured(MobileSam.of(settings), times), indent=2) + "\n")


def _measured(engine: MobileSam, times: int) -> dict[str, float]:
    photo = np.random.default_rng(1).integers(0, 256, (HEIGHT, WIDTH, 3), np.uint8)
    names = iter(range(10_000))
    engine.prepare(photo, image_id="warm")
    held = engine.held.size_bytes
    encode = _best_ms(lambda: engine.prepare(photo, image_id=f"{next(names)}"), times)
    clicks = [((31 * i % WIDTH, 17 * i % HEIGHT),) for i in range(1, 20)]
    asked = iter([Pointing(points, (1,)) for points in clicks])
    click = _best_ms(lambda: _segment(engine, photo, next(asked)), times)
    box = Pointing(boxes_xyxy=((500, 400, 2500, 2000),))
    boxed = _best_ms(lambda: _segment(engine, photo, box), times)
    second = Pointing(((500, 400), (900, 900)), (1, 1))
    _segment(engine, photo, second)
    refined = _best_ms(lambda: _segment(engine, photo, second), times)
    small = np.ascontiguousarray(photo[:480, :640])
    engine.prepare(small, image_id="small")
    light = _best_ms(lambda: engine.segment(small, box_in(small), image_id="small"), times)
    return {
        "photo_mp": WIDTH * HEIGHT / 1e6,
        "prepare_ms": encode,
        "click_ms": click,
        "box_ms": boxed,
        "second_click_ms": refined,
        "box_on_640x480_ms": light,
        "embedding_bytes": held,
        "peak_rss_bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
    }


def box_in(photo: np.ndarray) -> Pointing:
    """Return a box over the middle of a photo."""
    height, width = photo.shape[:2]
    return Pointing(boxes_xyxy=((width / 4, height / 4, width * 3 / 4, height * 3 / 4),))


def _segment(engine: MobileSam, photo: np.ndarray, pointing: Pointing) -> None:
    engine.segment(photo, pointing, image_id="warm")


def _best_ms(work: Callable[[], object], times: int) -> float:
    taken: list[float] = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append(1e3 * (time.perf_counter() - start))
    return round(min(taken), 1)


if __name__ == "__main__":
    main()
