"""Removes things with LaMa, on ONNX Runtime.

Suvorov et al., "Resolution-robust Large Mask Inpainting with Fourier Convolutions", 2022,
arXiv:2109.07161.
"""

import threading
from dataclasses import dataclass
from functools import partial
from typing import Self

import numpy as np

from engines.lama_crops import Frame, erase
from engines.onnx_session import OnnxModel
from engines.protocols import Card, Progress, Weights
from engines.weights import folder_at_hand
from errors import EngineUnavailable
from imaging.arrays import Image, Mask
from settings import Settings

FILE = "lama_fp32.onnx"
SIDE_PX = 512  # where the graph leaves it open


@dataclass(frozen=True)
class _Graph:
    """The loaded graph, the names of its inputs, and its side."""

    model: OnnxModel
    image: str
    mask: str
    side_px: int


class Lama:
    """A large mask is filled in one pass: textures, lines and patterns go on through it.

    The graph takes 1×3×S×S in 0..1 and a mask 1×1×S×S, 1 = fill, and answers in 0..255. Safe to
    call from several threads.
    """

    card = Card(
        name="lama",
        capability="erase",
        summary="Removes things with LaMa: large holes, patterns and lines too; no prompt.",
        ops=frozenset({"remove"}),
        context_px=SIDE_PX,
        memory_bytes=1_500_000_000,
        extra="onnx",
        weights=Weights("Carve/LaMa-ONNX", (FILE,), 208_000_000, "Apache-2.0"),
    )

    def __init__(self, settings: Settings) -> None:
        """Nothing is read before the first photo."""
        self.settings = settings
        self._graph: _Graph | None = None
        self._loading = threading.Lock()

    @classmethod
    def of(cls, settings: Settings) -> Self:
        return cls(settings)

    def suits(self, mask: Mask) -> bool:
        """Whether anything is left to continue the photo from."""
        return not bool(mask.all())

    def erase(self, image: Image, mask: Mask, *, seed: int, progress: Progress) -> Image:
        """Return the filled image; there is no chance in it, so `seed` changes nothing.

        A window larger than the graph's side is filled smaller, and gets its fine texture back
        from the photo.

        Raises:
            InvalidMask: empty, of another size, or with nothing left to continue the photo from.
            EngineUnavailable: the weights are not here, or cannot be read.
            EngineError: the model failed.
        """
        graph = self._loaded(progress)
        frame = Frame(graph.side_px, graph.side_px)
        return erase(image, mask, frame, partial(_fill, graph), progress)

    def _loaded(self, progress: Progress) -> _Graph:
        with self._loading:
            if self._graph is None:
                folder = folder_at_hand(self.card, self.settings, progress)
                self._graph = _graph_of(OnnxModel(folder / FILE, self.card))
            return self._graph


def _fill(graph: _Graph, image: Image, mask: Mask) -> Image:
    hole = mask[None, None].astype(np.float32)
    colours = image.transpose(2, 0, 1)[None].astype(np.float32) / 255
    given = {graph.image: colours * (1 - hole), graph.mask: hole}
    made = graph.model.run(given)[0][0]
    return np.clip(np.rint(made.transpose(1, 2, 0)), 0, 255).astype(np.uint8)


def _graph_of(model: OnnxModel) -> _Graph:
    """Read from the graph which input is which, and its side.

    Raises:
        EngineUnavailable: it is none of LaMa's.
    """
    shapes = {name: model.shape(name) for name in model.inputs}
    images = [name for name, shape in shapes.items() if len(shape) == 4 and shape[1] == 3]
    masks = [name for name, shape in shapes.items() if len(shape) == 4 and shape[1] == 1]
    if len(images) != 1 or len(masks) != 1 or len(shapes) != 2:
        raise EngineUnavailable(
            f"the weights of `lama` are of another model: it takes {list(shapes.values())}",
            hint="get them again: .venv/bin/python -m engines pull lama",
        )
    return _Graph(model, images[0], masks[0], shapes[images[0]][2] or SIDE_PX)
