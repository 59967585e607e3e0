"""One attempt at drawing one picture with a loaded pipeline."""

from dataclasses import dataclass
from importlib import import_module
from inspect import signature
from typing import Any

import numpy as np

from engines.diffusion.arguments import scheduler_of
from engines.diffusion.frames import as_pictures, sized
from engines.diffusion.memory import Rung, scaled_px
from engines.diffusion.pool import Loaded
from engines.diffusion.previews import Colours, Previews, colours_of
from engines.diffusion.recipe import OnStep, Work
from engines.diffusion.saving import attached, same_precision, tiled
from engines.protocols import Progress
from errors import EngineError
from imaging.arrays import Image


@dataclass(frozen=True)
class Attempt:
    """A picture to draw, the pipeline to draw it with, and who is told how far it is."""

    loaded: Loaded
    work: Work
    device: Any
    progress: Progress

    def draw(self, rung: Rung) -> Image:
        """Return (h, w, 3) uint8, of the wanted size or of the rung's smaller one.

        Raises:
            EngineError: what came is no picture, or of another size.
            Cancelled: `progress` was told to stop.
        """
        torch: Any = import_module("torch")
        work, pipeline = self.work, self.loaded.pipeline
        size_px = scaled_px(work.size_px, rung, work.card.multiple)
        given = sized(work.given, work.size_px, size_px)
        if "max_area" in signature(type(pipeline).__call__).parameters:
            given["max_area"] = size_px[0] * size_px[1]  # or it draws at a size of its own
        arguments = {k: v for k, v in work.arguments.items() if k != "scheduler"}
        pipeline.scheduler = scheduler_of(self.loaded.shipped, work.arguments.get("scheduler"))
        offload = "model" if rung.offloaded and self.loaded.offload == "none" else None
        with (
            same_precision(pipeline),
            attached(pipeline, self.device, offload or self.loaded.offload),
            tiled(pipeline, rung.tiled),
        ):
            made = pipeline(
                **as_pictures(given),
                **arguments,
                generator=torch.Generator("cpu").manual_seed(work.seed),
                callback_on_step_end=self._steps(given, size_px),
                output_type="np",
            )
        return _checked(made.images[0], size_px, work.card.name)

    def _steps(self, given: dict[str, Any], size_px: tuple[int, int]) -> OnStep:
        """What the pipeline calls after each step: the engine's own callback, then `progress`."""
        torch: Any = import_module("torch")
        work, (width, height) = self.work, size_px
        own: OnStep | None = None
        if work.callback:
            beside = sized(work.beside, work.size_px, size_px)
            with torch.no_grad():
                own = work.callback(self.loaded.pipeline, {**given, **beside})
        previews = Previews(self._colours, size_px)

        def told(
            pipeline: Any,  # noqa: ANN401
            index: int,
            timestep: Any,  # noqa: ANN401
            tensors: dict[str, Any],
        ) -> dict[str, Any]:
            kept = own(pipeline, index, timestep, tensors) if own else tensors
            latents = kept.get("latents", tensors["latents"])
            seen = previews.of(lambda: work.unpacked(pipeline, latents, height, width))
            self.progress(index + 1, pipeline.num_timesteps, seen)
            return kept

        return told

    def _colours(self) -> Colours | None:
        kept = self.loaded.kept
        if "colours" not in kept:
            kept["colours"] = colours_of(self.loaded.pipeline.vae, self.device)
        return kept["colours"]


def _checked(drawn: Any, size_px: tuple[int, int], name: str) -> Image:  # noqa: ANN401
    """A pipeline's (h, w, 3) float in 0..1 as uint8, where it is a picture of the wanted size."""
    found = np.asarray(drawn, np.float32)
    if found.shape != (size_px[1], size_px[0], 3):
        raise EngineError(f"`{name}` drew {found.shape}, not {size_px[0]}x{size_px[1]} in RGB")
    if not np.isfinite(found).all():
        raise EngineError(
            f"`{name}` lost its numbers on the way and drew nothing",
            hint="lower guidance_scale, or run it on another device (PENTIMENTO_DEVICE)",
        )
    return np.rint(found * 255).clip(0, 255).astype(np.uint8)
