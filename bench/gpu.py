"""Torch engines at real size with random weights on one GPU: `python -m bench.gpu [--out FILE]`.

`--rehearse` runs the same on tiny models, on a CPU too, to see that the script works.
For each model and size, in one process, seconds a step in bf16: as diffusers runs it with attention
written out (`no SDPA`) and as it comes (`eager`), as this house ships it (`shipped`: channels-last,
SDPA, previews) and with PENTIMENTO_COMPILE (`compiled`). Then the VAE's share of a shipped picture,
its memory at the highest, and how far a tiny model's picture is from the CPU's, in levels of 255.
"""

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import torch
from PIL import Image

from bench import real_size
from engines.diffusion.device import Placement
from engines.diffusion.pipeline import Diffusion
from engines.diffusion.recipe import Recipe
from engines.diffusion.runner import Runner
from engines.protocols import Drawn, Progress
from settings import Settings
from tests import tiny_pipelines

WARM_RUNS = 2  # the first compile, measure colours for previews, and choose kernels
DEVICE = "cuda:0" if torch.cuda.is_available() else "cpu"
COLUMNS = (
    "model", "px", "no SDPA, s/step", "eager, s/step", "shipped, s/step", "compiled, s/step",
    "VAE share", "memory", "from the CPU",
)  # fmt: skip


@dataclass(frozen=True)
class Plan:
    """What is measured, and how thoroughly."""

    tiny: bool
    sizes_px: tuple[int, ...]
    steps: int
    runs: int


REAL = Plan(tiny=False, sizes_px=(512, 1024), steps=20, runs=5)
REHEARSAL = Plan(tiny=True, sizes_px=(64,), steps=3, runs=1)


@dataclass(frozen=True)
class Model:
    """One engine: as diffusers loads it, with how many channels its UNet takes in."""

    engine: str  # "engines.diffusion.sd:SD"
    loads: str
    channels: int = 4
    large: bool = False  # SDXL's architecture

    def save(self, folder: Path, *, tiny: bool) -> Path:
        """Write its folder, at real size or tiny."""
        makers = tiny_pipelines if tiny else real_size
        maker = makers.save_sdxl if self.large else makers.save_sd
        return maker(folder, self.channels, self.loads)


MODELS: Mapping[str, Model] = {
    "sd": Model("engines.diffusion.sd:SD", "StableDiffusionPipeline"),
    "sdxl": Model("engines.diffusion.sdxl:SDXL", "StableDiffusionXLPipeline", large=True),
    "instruct-pix2pix": Model(
        "engines.diffusion.instruct_pix2pix:InstructPix2Pix",
        "StableDiffusionInstructPix2PixPipeline",
        channels=8,
    ),
}


@dataclass
class Watch:
    """Seconds a step, from the end of the first to the end of the last; an engine's `progress`."""

    step_s: float = 0.0
    _start_s: float = field(default=0.0, init=False)

    def told(self, done: int, total: int, _preview: object = None, /) -> None:
        """Take a step's end."""
        if done == 1:
            self._start_s = _now_s()
        if done == total > 1:
            self.step_s = (_now_s() - self._start_s) / (total - 1)


def measured(name: str, folder: Path, plan: Plan) -> list[str]:
    """Return one row of the table for each size of a model."""
    off = _levels_off(name, folder / "tiny")
    folder = MODELS[name].save(folder / "model", tiny=plan.tiny)
    rows: list[str] = []
    for size_px in plan.sizes_px:
        written_s, eager_s = (_eager(name, folder, size_px, plan, sdpa) for sdpa in (False, True))
        shipped_s, vae_s, memory = _shipped(name, folder, size_px, plan, compiled=False)
        compiled_s = _shipped(name, folder, size_px, plan, compiled=True)[0]
        times = [f"{taken_s:.4f}" for taken_s in (written_s, eager_s, shipped_s, compiled_s)]
        share = vae_s / (shipped_s * plan.steps + vae_s)
        rows.append(_row(name, size_px, *times, f"{share:.1%}", memory, f"{off:.1f}"))
    return rows


def _eager(name: str, folder: Path, size_px: int, plan: Plan, sdpa: bool) -> float:
    """Seconds a step as diffusers runs it plainly; without `sdpa` its attention is written out."""
    pipeline: Any = getattr(import_module("diffusers"), MODELS[name].loads).from_pretrained(
        str(folder), dtype=torch.bfloat16, local_files_only=True
    )
    pipeline.to(DEVICE).set_progress_bar_config(disable=True)
    if not sdpa:
        processors = import_module("diffusers.models.attention_processor")
        pipeline.unet.set_attn_processor(processors.AttnProcessor())
    given: dict[str, Any] = {"prompt": "a house", "num_inference_steps": plan.steps}
    if name == "instruct-pix2pix":
        given["image"] = Image.new("RGB", (size_px, size_px), (127, 127, 127))
    else:
        given |= {"width": size_px, "height": size_px}

    def draw(progress: Progress) -> None:
        def told(running: Any, index: int, _time: Any, kept: dict[str, Any]) -> dict[str, Any]:
            progress(index + 1, running.num_timesteps)
            return kept

        pipeline(**given, output_type="latent", callback_on_step_end=told)

    return _step_s(draw, plan)


def _shipped(
    name: str, folder: Path, size_px: int, plan: Plan, *, compiled: bool
) -> tuple[float, float, str]:
    """Seconds a step of the engine, seconds of its VAE for one picture, and its memory."""
    torch.compiler.reset()
    if DEVICE != "cpu":
        torch.cuda.empty_cache()
        torch.cuda.reset_peak_memory_stats()
    engine = _engine(name, folder, DEVICE, compiled=compiled)
    step_s = _step_s(lambda told: _draw(engine, (size_px, size_px), plan.steps, told), plan)
    memory = f"{torch.cuda.max_memory_allocated() / 1e9:.1f} GB" if DEVICE != "cpu" else "–"
    recipe = Recipe(engine.loads, engine.folder(), engine.source())
    with engine.runner.pool.hold(recipe) as loaded, torch.inference_mode():
        vae_s = _vae_s(loaded.pipeline.vae, size_px, plan, encodes=MODELS[name].channels > 4)
    return step_s, vae_s, memory


def _vae_s(vae: Any, size_px: int, plan: Plan, *, encodes: bool) -> float:
    """Seconds that a VAE takes for one picture, and where it `encodes` for the photo it is of."""
    pixels, latents = (
        torch.zeros(1, depth, side, side, device=DEVICE, dtype=vae.dtype)
        for depth, side in ((3, size_px), (4, size_px // 8))
    )
    times: list[float] = []
    for _ in range(plan.runs + WARM_RUNS):
        start_s = _now_s()
        vae.decode(latents)
        if encodes:
            vae.encode(pixels)
        times.append(_now_s() - start_s)
    return statistics.median(times[WARM_RUNS:])


def _levels_off(name: str, folder: Path) -> float:
    """Return how far this device's picture is from the CPU's on average, of a tiny model."""
    MODELS[name].save(folder, tiny=True)
    here, cpu = (
        _draw(_engine(name, folder, device), (96, 64), 4, lambda *_: None).image
        for device in (DEVICE, "cpu")
    )
    return float(np.abs(here.astype(int) - cpu).mean())


def _engine(name: str, folder: Path, device: str, *, compiled: bool = False) -> Diffusion:
    """An engine with a runner of its own: nothing of another one is left on the device."""
    settings = Settings.model_construct(models={name: str(folder)}, device=device, compile=compiled)
    module, _, attribute = MODELS[name].engine.partition(":")
    made: type[Diffusion] = getattr(import_module(module), attribute)
    return made(settings, Runner(Placement.of(settings)))


def _draw(engine: Any, size_px: tuple[int, int], steps: int, progress: Progress) -> Drawn:
    width, height = size_px
    how = {"seed": 1, "options": {"num_inference_steps": steps}, "progress": progress}
    if engine.card.capability == "edit":
        photo = np.full((height, width, 3), 127, np.uint8)
        return engine.follow(photo, "make it snow", **how)
    return engine.generate("a house", width=width, height=height, guide=None, **how)


def _step_s(draw: Callable[[Progress], object], plan: Plan) -> float:
    watches = [Watch() for _ in range(plan.runs + WARM_RUNS)]
    for watch in watches:
        draw(watch.told)
    return statistics.median(watch.step_s for watch in watches[WARM_RUNS:])


def _now_s() -> float:
    """The time when the device has done what it was told."""
    if DEVICE != "cpu":
        torch.cuda.synchronize()
    return time.perf_counter()


def _row(*cells: object) -> str:
    return f"| {' | '.join(map(str, cells))} |"


def main(arguments: list[str]) -> None:
    """Measure the models named, or all of them, and print the table."""
    parser = argparse.ArgumentParser(prog=".venv/bin/python -m bench.gpu", description=__doc__)
    parser.add_argument("names", nargs="*", help=f"of {', '.join(MODELS)}; none: all")
    parser.add_argument("--out", type=Path, help="write the table there too")
    parser.add_argument("--rehearse", action="store_true", help="tiny models, to try the script")
    chosen = parser.parse_args(arguments)
    if unknown := set(chosen.names) - set(MODELS):
        parser.error(f"no model {', '.join(sorted(unknown))}: choose of {', '.join(MODELS)}")
    if DEVICE == "cpu" and not chosen.rehearse:
        sys.exit("There is no CUDA device here: nothing can be measured. Try --rehearse.")
    named = torch.cuda.get_device_name() if DEVICE != "cpu" else "the CPU, which compiles nothing"
    command = " ".join([".venv/bin/python -m bench.gpu", *arguments])
    lines = [f"{time.strftime('%Y-%m-%d')}, `{command}`, {named}, torch {torch.__version__}"]
    if chosen.rehearse:
        lines.append("A rehearsal with tiny models: its figures say nothing.")
    lines += ["", _row(*COLUMNS), _row(*("---" for _ in COLUMNS))]
    for name in chosen.names or MODELS:
        with tempfile.TemporaryDirectory() as kept:
            lines += measured(name, Path(kept), REHEARSAL if chosen.rehearse else REAL)
    sys.stdout.write("\n".join(lines) + "\n")
    if chosen.out:
        chosen.out.write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
