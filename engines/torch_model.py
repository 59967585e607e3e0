"""A model of transformers on this machine: loaded once, on first use."""

import threading
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from engines.diffusion.device import LOADING, Placement, device_of
from engines.diffusion.memory import lacking_memory
from engines.diffusion.runner import runner_for
from engines.protocols import Card
from engines.weights import folder_at_hand
from errors import EngineError, EngineUnavailable
from settings import Settings

_BROKEN = (OSError, ValueError, RuntimeError, KeyError, TypeError, ImportError)
"""What transformers raises of a folder that it cannot read."""


@dataclass(frozen=True)
class Loaded:
    """A model in float32 on its device, and what prepares its input (None: its engine does)."""

    model: Any
    processor: Any
    device: Any


class TorchModel:
    """One model, from the folder that an engine's card and the settings mean.

    Weights stay float32: in half precision a click or a box is off by several pixels, since they
    are numbers beside the pixels that bfloat16 rounds to three digits.
    """

    def __init__(
        self, card: Card, settings: Settings, *, model: str, processor: str | None = None
    ) -> None:
        """`model` and `processor` are classes of transformers. Nothing is read yet."""
        self.card, self.settings = card, settings
        self._classes = model, processor
        self._loaded: Loaded | None = None
        self._lock = threading.Lock()

    def loaded(self) -> Loaded:
        """Return the model, loading it when it is asked for first.

        Raises:
            EngineUnavailable: the weights are not here, or cannot be read, or lack some layers.
            EngineError: there is not enough memory.
            InvalidRequest: the device of the settings is not there.
        """
        with self._lock:
            if self._loaded is None:
                folder, runner = folder_at_hand(self.card, self.settings), runner_for(self.settings)
                self._loaded = runner.fitted(lambda: self._load(folder))
            return self._loaded

    @contextmanager
    def running(self) -> Generator[Loaded]:
        """Give the model for one call, without gradients. Several may run: a call changes nothing.

        Raises:
            EngineUnavailable, InvalidRequest: as `loaded`.
            EngineError: the model failed, or there is not enough memory to load it.
        """
        torch: Any = import_module("torch")
        loaded = self.loaded()
        try:
            with torch.inference_mode():
                yield loaded
        except RuntimeError as error:  # torch's; out of memory is one too
            raise EngineError(
                f"`{self.card.name}` failed on this photo", hint="try a smaller model"
            ) from error

    def _load(self, folder: Path) -> Loaded:
        device = device_of(Placement.of(self.settings))
        transformers: Any = import_module("transformers")
        damaged: type[Exception] = import_module("safetensors").SafetensorError
        import_module("transformers.utils.logging").disable_progress_bar()
        name, prepared_by = self._classes
        here = {"local_files_only": True}
        try:
            with LOADING:
                model, told = getattr(transformers, name).from_pretrained(
                    str(folder), use_safetensors=True, output_loading_info=True, **here
                )
            found = getattr(transformers, prepared_by) if prepared_by else None
            processor = found.from_pretrained(str(folder), **here) if found else None
        except (*_BROKEN, damaged) as error:
            if lacking_memory(error):
                raise
            raise self._unreadable(folder) from error
        if told["missing_keys"]:  # transformers would draw lots for them
            raise self._unreadable(folder)
        return Loaded(model.float().eval().to(device), processor, device)

    def _unreadable(self, folder: Path) -> EngineUnavailable:
        return EngineUnavailable(
            f"the weights of `{self.card.name}` cannot be read: {folder.name}",
            hint=f"get them again: .venv/bin/python -m engines pull {self.card.name}",
        )
