"""What the engines on diffusers share: an engine file is a card, its defaults and one method."""

import threading
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import Any, Self

from engines.diffusion.arguments import merged
from engines.diffusion.loading import component_class
from engines.diffusion.negative import cut
from engines.diffusion.recipe import Callback, Part, Recipe, Work
from engines.diffusion.runner import Runner, runner_for
from engines.protocols import Arg, Card, Drawn, Note, Progress
from engines.weights import folder_at_hand, source_of
from errors import EngineUnavailable
from settings import Settings

NONE: Mapping[str, Any] = MappingProxyType({})


class Diffusion:
    """A diffusers pipeline as an engine: weights load on first use and may be dropped again.

    A subclass sets `card`, `loads` and `defaults`, and has one method (`inpaint`, `generate` or
    `follow`; `kinds` has the usual ones) that names the pipeline's own arguments for `run`.
    """

    card: Card
    loads: str  # diffusers' class name
    defaults: Mapping[str, Arg] = NONE  # by diffusers' argument names; `scheduler`: SCHEDULERS
    reads: str = "tokenizer"  # the component whose tokens `card.prompt_tokens` counts

    def __init__(self, settings: Settings, runner: Runner | None = None) -> None:
        """Load nothing. `runner`: none = the one that all engines of these settings share."""
        self.settings = settings
        self.runner = runner or runner_for(settings)
        self._tokenizer: Any = None
        self._reading = threading.Lock()

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """Make it; nothing is read or loaded."""
        return cls(settings)

    def folder(self, progress: Progress | None = None) -> Path:
        """Return where the pipeline lies. Override it to run on another engine's weights.

        Raises:
            EngineUnavailable: it is not on this machine.
        """
        return folder_at_hand(self.card, self.settings, progress)

    def source(self) -> str:
        """Return the weights' name for the record: the hub's id, or a folder."""
        return source_of(self.card, self.settings)

    def tokens(self, prompt: str) -> int:
        """Return how many tokens `prompt` takes, by the tokenizer of `reads` alone.

        Start and end tokens count. The pipeline is not loaded, and another thread may draw.

        Raises:
            EngineUnavailable: the tokenizer is not on this machine, or cannot be read.
        """
        with self._reading:
            if self._tokenizer is None:
                self._tokenizer = _tokenizer(self.folder(), self.reads)
            return len(self._tokenizer(prompt, verbose=False).input_ids)

    def unpacked(self, pipeline: Any, latents: Any, height: int, width: int) -> Any:  # noqa: ANN401
        """Return a step's latents as (1, C, h, w), for previews. Override it where they are packed.

        Args:
            pipeline: the loaded pipeline.
            latents: what `callback_on_step_end` was given.
            height: of the picture that is drawn, px.
            width: the same.
        """
        return latents

    def understood(self, options: Mapping[str, Arg]) -> Mapping[str, Arg]:
        """Return a turn's options as `run` counts them. Override it where one asks for another."""
        return options

    def run(
        self,
        given: Mapping[str, Any],
        *,
        seed: int,
        options: Mapping[str, Arg],
        progress: Progress,
        parts: tuple[Part, ...] = (),
        beside: Mapping[str, Any] = NONE,
        callback: Callback | None = None,
    ) -> Drawn:
        """Draw one picture; calls from several threads are served one after another.

        `options` count where the card lists them, else `defaults`. The picture's size is
        `given["width"]` and `given["height"]` where they are there, else `given["image"]`'s.

        Args:
            given: the pipeline's arguments of this call, by diffusers' names. Pictures are arrays
                (H, W, 3) uint8, masks (H, W) bool (True = change), or lists of them.
            seed: of the one generator that the pipeline gets.
            options: the turn's.
            progress: told at each step, with a preview at most every 250 ms.
            parts: models that are loaded beside the pipeline's own, a ControlNet for example.
            beside: arrays that the callback needs and the pipeline does not take.
            callback: makes what is called at each step, for one attempt at drawing.

        Raises:
            InvalidRequest: an option is off.
            EngineUnavailable: the weights are not here, or cannot be read.
            EngineError: the pipeline failed, or there is not enough memory on any rung.
            Cancelled: the turn was stopped; the pipeline stays usable.
        """
        progress(0, 1)
        arguments = merged(self.card, self.defaults, self.understood(options))
        notes: tuple[Note, ...] = ()
        negative, limit = arguments.get("negative_prompt"), self.card.prompt_tokens
        if isinstance(negative, str) and limit is not None:
            arguments["negative_prompt"], notes = cut(negative, limit, self.tokens)
        folder = self.folder(progress)
        recipe = Recipe(self.loads, folder, self.source(), parts)
        work = Work(
            recipe, given, arguments, seed, self.card, self.unpacked, beside, callback, notes
        )
        return self.runner.run(work, progress)


def _tokenizer(folder: Path, name: str) -> Any:  # noqa: ANN401  # transformers is untyped here
    found = getattr(import_module("transformers"), component_class(folder, name))
    try:
        return found.from_pretrained(str(folder / name), local_files_only=True)
    except (OSError, ValueError, KeyError) as error:
        raise EngineUnavailable(
            f"the tokenizer of `{folder.name}` cannot be read", hint="get the weights again"
        ) from error
