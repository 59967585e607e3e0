"""Removes things with LaMa as a TorchScript model, at any size.

Suvorov et al., "Resolution-robust Large Mask Inpainting with Fourier Convolutions", 2022,
arXiv:2109.07161.
"""

import threading
import warnings
from importlib import import_module
from pathlib import Path
from typing import Any, Self

import numpy as np

from engines.diffusion.device import Placement, device_of
from engines.diffusion.memory import lacking_memory
from engines.diffusion.runner import runner_for
from engines.lama_crops import Frame, erase
from engines.protocols import Card, Progress, Weights
from engines.weights import folder_at_hand
from errors import EngineError, EngineUnavailable
from imaging.arrays import Image, Mask
from settings import Settings

FILE = "big-lama.pt"
# The model keeps its word up to about 2k; a window of 1024² takes 7 s and 3 GB on two CPU cores.
FRAME = Frame(side_px=1024, multiple=8)


class LamaScript:
    """Fills a large mask in one pass, without a fixed window: up to 1024 px nothing is scaled.

    The model takes 1×3×h×w in 0..1 and a mask 1×1×h×w, 1 = fill, h and w multiples of 8, and
    answers in 0..1.
    """

    card = Card(
        name="lama-script",
        capability="erase",
        summary="Removes things with LaMa in torch: any size, on a GPU where there is one.",
        ops=frozenset({"remove"}),
        context_px=512,
        memory_bytes=3_000_000_000,
        extra="torch",
        weights=Weights("fashn-ai/LaMa", (FILE,), 206_000_000, "Apache-2.0"),
    )

    def __init__(self, settings: Settings) -> None:
        """Nothing is read before the first photo."""
        self.settings = settings
        self._model: Any = None
        self._device: Any = None
        self._alone = threading.Lock()

    @classmethod
    def of(cls, settings: Settings) -> Self:
        return cls(settings)

    def suits(self, mask: Mask) -> bool:
        """Whether anything is left to continue the photo from."""
        return not bool(mask.all())

    def erase(self, image: Image, mask: Mask, *, seed: int, progress: Progress) -> Image:
        """Return the filled image; there is no chance in it, so `seed` changes nothing.

        Raises:
            InvalidMask: empty, of another size, or with nothing left to continue the photo from.
            InvalidRequest: the device of the settings is not there.
            EngineUnavailable: the weights are not here, or cannot be read.
            EngineError: the model failed, or there is not enough memory to load it.
        """
        with self._alone:
            self._load(progress)
            return erase(image, mask, FRAME, self._fill, progress)

    def _load(self, progress: Progress) -> None:
        if self._model is None:
            path = folder_at_hand(self.card, self.settings, progress) / FILE
            self._device = device_of(Placement.of(self.settings))
            runner = runner_for(self.settings)
            self._model = runner.fitted(lambda: _read(path, self._device))

    def _fill(self, image: Image, mask: Mask) -> Image:
        torch: Any = import_module("torch")
        hole = torch.from_numpy(mask[None, None].astype(np.float32)).to(self._device)
        pixels = np.ascontiguousarray(image.transpose(2, 0, 1)[None], np.float32)
        colours = torch.from_numpy(pixels / 255).to(self._device) * (1 - hole)
        try:
            with torch.inference_mode():
                made = self._model(colours, hole)[0].float().cpu().numpy()
        except (RuntimeError, torch.jit.Error) as error:  # out of memory is one
            raise EngineError("`lama-script` failed", hint="mark a smaller area") from error
        return np.clip(np.rint(made.transpose(1, 2, 0) * 255), 0, 255).astype(np.uint8)


def _read(path: Path, device: Any) -> Any:  # noqa: ANN401  # torch is untyped here
    torch: Any = import_module("torch")
    try:
        with warnings.catch_warnings():
            # TorchScript is only kept up by now; the public LaMa is such a file.
            warnings.filterwarnings("ignore", message=r"`torch\.jit\.load`")
            return torch.jit.load(str(path), map_location=device).eval()
    except (OSError, RuntimeError, ValueError, torch.jit.Error) as error:
        if lacking_memory(error):
            raise
        raise EngineUnavailable(
            f"the weights of `lama-script` cannot be read: {path.name}",
            hint="get them again: .venv/bin/python -m engines pull lama-script",
        ) from error
