"""What the runner is given: which pipeline, and one picture to draw with it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engines.protocols import Arg, Card, Note

OnStep = Callable[[Any, int, Any, dict[str, Any]], dict[str, Any]]
"""As diffusers' `callback_on_step_end`: (pipeline, index, timestep, tensors) -> tensors."""
Callback = Callable[[Any, Mapping[str, Any]], OnStep]
"""(pipeline, arrays) -> what is called at each step.

Asked before each attempt; `arrays` are `given` and `beside` at the size of that attempt, which is
smaller than the wanted one where memory was short.
"""
Unpack = Callable[[Any, Any, int, int], Any]
"""(pipeline, latents, height, width) -> (1, C, h, w)."""


@dataclass(frozen=True)
class Part:
    """A model that a pipeline needs besides those of its own folder."""

    name: str  # the pipeline's component: "controlnet"
    loads: str  # diffusers' class name, or "module:function" of this house: it gets the folder
    folder: Path


@dataclass(frozen=True)
class Recipe:
    """Which pipeline: recipes of one folder share their models and one queue.

    source: the hub's id or folder that the weights came from, for the record.
    """

    loads: str
    folder: Path
    source: str
    parts: tuple[Part, ...] = ()

    @property
    def model(self) -> str:
        """The weights' name without a path: nobody needs to know where they lie."""
        return Path(self.source).name if Path(self.source).expanduser().is_dir() else self.source

    @property
    def revision(self) -> str | None:
        """The hub's revision of the weights; None of a folder of one's own."""
        return self.folder.name if self.folder.parent.name == "snapshots" else None


@dataclass(frozen=True)
class Work:
    """One picture to draw: what `Diffusion.run` was given, its options merged and checked."""

    recipe: Recipe
    given: Mapping[str, Any]
    arguments: Mapping[str, Arg]
    seed: int
    card: Card
    unpacked: Unpack
    beside: Mapping[str, Any]
    callback: Callback | None
    notes: tuple[Note, ...]

    @property
    def size_px(self) -> tuple[int, int]:
        """(width, height) of the wanted picture."""
        if "width" in self.given:
            return int(self.given["width"]), int(self.given["height"])
        height, width = self.given["image"].shape[:2]
        return int(width), int(height)
