"""Draws pictures with diffusers' pipelines: one queue for each, kept within memory."""

import logging
from collections.abc import Callable, Mapping
from functools import cache, cached_property
from importlib import import_module
from typing import Any, TypeVar, cast

from engines.diffusion import memory
from engines.diffusion.device import (
    SHARE,
    Placement,
    device_of,
    dtype_of,
    empty_caches,
    free_bytes,
)
from engines.diffusion.drawing import Attempt
from engines.diffusion.loading import built
from engines.diffusion.pool import Loaded, Pool, modules_of
from engines.diffusion.recipe import Recipe, Work
from engines.protocols import Arg, Drawn, Note, Progress
from errors import EngineError
from imaging.arrays import Image
from imaging.crop import resized
from settings import Settings

log = logging.getLogger(__name__)
T = TypeVar("T")


class Runner:
    """The pipelines of one server. Thread-safe: each pipeline draws one picture at a time."""

    def __init__(self, placement: Placement) -> None:
        """Load nothing, ask no device."""
        self.placement = placement
        self.pool = Pool(
            self._build, self._limit_bytes, self._used_bytes, self._empty, self._weight_bytes
        )

    @cached_property
    def device(self) -> Any:  # noqa: ANN401  # torch is untyped here
        """The torch.device that models run on."""
        return device_of(self.placement)

    def run(self, work: Work, progress: Progress) -> Drawn:
        """Draw one picture, with less memory where there is not enough.

        Raises:
            InvalidRequest: the model does not take the wanted scheduler.
            EngineUnavailable: the weights cannot be read.
            EngineError: the pipeline failed, or there is not enough memory on any rung.
            Cancelled: `progress` was told to stop; the pipeline stays usable.
        """
        ladder = memory.rungs(accelerated=self.device.type != "cpu")
        try:
            with self.pool.hold(work.recipe, progress) as loaded:
                attempt = Attempt(loaded, work, self.device, progress)
                image, rung = memory.climb(attempt.draw, self._free, ladder)
                params = self._params(loaded, work)
        except (RuntimeError, ValueError, TypeError) as error:
            log.exception("%s failed", work.recipe.loads)
            raise EngineError(
                f"`{work.card.name}` failed while it drew", hint="see the server's log"
            ) from error
        wanted, drawn = work.size_px, (image.shape[1], image.shape[0])
        notes = [*work.notes, *memory.notes_of(rung, wanted, drawn)]
        if loaded.offload != self.placement.offload and not rung.offloaded:
            notes.append(Note("memory_offloaded"))
        if wanted != drawn:
            params["drawn_width_px"], params["drawn_height_px"] = drawn
        return Drawn(cast(Image, resized(image, wanted)), params, tuple(notes))

    def fitted(self, load: Callable[[], T]) -> T:
        """Return what `load` does; where memory runs out, once more without idle pipelines.

        Raises:
            EngineError: there is not enough memory even so.
        """
        return memory.climb(lambda _: load(), self._free, memory.RUNGS[:2])[0]

    def _build(self, recipe: Recipe, shared: Mapping[str, Any]) -> Loaded:
        pipeline = self.fitted(lambda: built(recipe, dtype_of(self.device), shared))
        loaded = Loaded(pipeline, pipeline.scheduler, self.placement.offload)
        if self.device.type == "cpu" or loaded.offload != "none":
            if self.placement.compiled:
                log.warning("PENTIMENTO_COMPILE has no effect on a CPU, or with offloading")
            return loaded
        try:
            self.fitted(lambda: self._placed(pipeline))
        except EngineError:  # it does not fit in whole: its parts may
            pipeline.to("cpu")
            loaded.offload = "model"
        return loaded

    def _placed(self, pipeline: Any) -> bool:  # noqa: ANN401
        """Move it to the device, in the order that is fast there; attention is SDPA anyway."""
        torch: Any = import_module("torch")
        pipeline.to(self.device)
        for name, module in modules_of(pipeline).items():
            flat = all(weight.dim() < 5 for weight in module.parameters())
            if name in ("unet", "vae", "controlnet") and flat:
                module.to(memory_format=torch.channels_last)
            # Models are shared: compiled again, one would take its minutes again.
            new = module._compiled_call_impl is None
            if self.placement.compiled and new and name in ("unet", "transformer"):
                module.compile()
        return True

    def _params(self, loaded: Loaded, work: Work) -> dict[str, Arg]:
        """What a version remembers: what counted, and what it takes to do it again."""
        found: dict[str, Arg] = {**work.arguments, "seed": work.seed, "model": work.recipe.model}
        found["scheduler"] = type(loaded.pipeline.scheduler).__name__
        found["device"] = str(self.device)
        found["dtype"] = str(dtype_of(self.device)).removeprefix("torch.")
        if work.recipe.revision:
            found["revision"] = work.recipe.revision
        return found

    def _limit_bytes(self) -> int:
        if self.placement.models_bytes:
            return self.placement.models_bytes
        torch: Any = import_module("torch")
        whole = self.placement.offload == "none"
        return int(SHARE * free_bytes(self.device if whole else torch.device("cpu")))

    def _used_bytes(self) -> int:
        if self.device.type != "cuda":
            return 0
        return int(import_module("torch").cuda.memory_allocated(self.device))

    def _weight_bytes(self) -> int:
        return int(dtype_of(self.device).itemsize)

    def _free(self) -> None:
        self.pool.drop_idle()
        self._empty()

    def _empty(self) -> None:
        empty_caches(self.device)


@cache
def _runner(placement: Placement) -> Runner:
    return Runner(placement)


def runner_for(settings: Settings) -> Runner:
    """Return the runner that all engines of the same settings share: memory is one."""
    return _runner(Placement.of(settings))
