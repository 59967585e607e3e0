"""Erasing, inpainting, editing and generating by models on a Triton server."""

import json
from collections.abc import Mapping
from typing import Any

import numpy as np

from engines.protocols import Arg, Card, Drawn, Guide, Progress
from engines.triton.finding import words
from engines.triton.served import OPTIONS, Served
from errors import InvalidMask
from imaging.arrays import Image, Mask
from imaging.masks import check


class _Drawer(Served):
    def _drawn(
        self, inputs: Mapping[str, Any], shape: tuple[int, ...], progress: Progress
    ) -> Image:
        """Ask for a RESULT of `shape`, (H, W, 3).

        Raises EngineUnavailable and EngineError as `TritonModel.ask`, and EngineError where the
        picture has another size.
        """
        progress(0, 1)
        found = self.model.ask(inputs, progress=progress, most_bytes=shape[0] * shape[1] * 3)
        progress(1, 1)
        result = found["RESULT"]
        if result.shape != shape:
            raise self.model.odd(
                f"a RESULT of {list(result.shape)}, and was asked for {list(shape)}"
            )
        return np.array(result, np.uint8)  # what came is read-only


class TritonEraser(_Drawer):
    """Fills a mask from around it; the tensors are in `engines.triton.tensors`."""

    card = Card(
        name="triton-erase",
        capability="erase",
        summary="Removes things by a model on a Triton server.",
        ops=frozenset({"remove"}),
        context_px=512,
        extra="triton",
    )

    def suits(self, mask: Mask) -> bool:
        """Whether there is anything to continue from: any mask but a whole frame."""
        return not bool(mask.all())

    def erase(self, image: Image, mask: Mask, *, seed: int, progress: Progress) -> Image:
        """Return the filled image; outside the mask it is the one given.

        Raises:
            InvalidMask: empty, of another size, or with nothing left to continue from.
            EngineUnavailable, EngineError: as `TritonModel.ask`.
        """
        check(mask, image.shape)
        if mask.all():
            raise InvalidMask("The mask covers everything: nothing is left to continue from.")
        inputs = {"IMAGE": image, "MASK": _white(mask), "SEED": _seed(seed)}
        return np.where(mask[..., None], self._drawn(inputs, image.shape, progress), image)


class TritonInpainter(_Drawer):
    """Repaints a mask from a prompt; the tensors are in `engines.triton.tensors`."""

    card = Card(
        name="triton-inpaint",
        capability="inpaint",
        summary="Repaints a region from words, by a model on a Triton server.",
        ops=frozenset({"replace", "add", "background"}),
        size_px=1024,
        languages=frozenset({"en"}),
        options=OPTIONS,
        extra="triton",
    )

    def inpaint(
        self,
        image: Image,
        mask: Mask,
        prompt: str,
        *,
        seed: int,
        options: Mapping[str, Arg],
        progress: Progress,
    ) -> Drawn:
        """Return a picture of the image's size; raises as `TritonModel.ask`."""
        inputs = {"IMAGE": image, "MASK": _white(mask), **_asked(prompt, seed, options)}
        return Drawn(self._drawn(inputs, image.shape, progress))


class TritonInstructor(_Drawer):
    """Repaints a picture as an order says; the tensors are in `engines.triton.tensors`."""

    card = Card(
        name="triton-edit",
        capability="edit",
        summary="Changes a picture as an order says, by a model on a Triton server.",
        ops=frozenset({"replace", "add", "background", "style"}),
        mask="optional",
        size_px=1024,
        languages=frozenset({"en"}),
        options=OPTIONS,
        prompt="instruction",
        extra="triton",
    )

    def follow(
        self,
        image: Image,
        instruction: str,
        *,
        seed: int,
        options: Mapping[str, Arg],
        progress: Progress,
    ) -> Drawn:
        """Return a picture of the image's size; raises as `TritonModel.ask`."""
        inputs = {"IMAGE": image, **_asked(instruction, seed, options)}
        return Drawn(self._drawn(inputs, image.shape, progress))


class TritonGenerator(_Drawer):
    """Makes a picture from a prompt; the tensors are in `engines.triton.tensors`."""

    card = Card(
        name="triton-generate",
        capability="generate",
        summary="Makes pictures from words, by a model on a Triton server.",
        ops=frozenset({"generate"}),
        mask="none",
        size_px=1024,
        languages=frozenset({"en"}),
        options=OPTIONS - {"strength"},
        extra="triton",
    )

    def generate(
        self,
        prompt: str,
        *,
        width: int,
        height: int,
        guide: Guide | None,
        seed: int,
        options: Mapping[str, Arg],
        progress: Progress,
    ) -> Drawn:
        """Return one picture, (height, width, 3); raises as `TritonModel.ask`."""
        size = {"WIDTH": np.array([width], np.int32), "HEIGHT": np.array([height], np.int32)}
        inputs = {**size, **_asked(prompt, seed, options)}
        return Drawn(self._drawn(inputs, (height, width, 3), progress))


def _white(mask: Mask) -> Image:
    return mask.astype(np.uint8) * np.uint8(255)


def _seed(seed: int) -> Any:  # noqa: ANN401  # of numpy
    return np.array([seed], np.int64)


def _asked(prompt: str, seed: int, options: Mapping[str, Arg]) -> dict[str, Any]:
    given = {k: v for k, v in sorted(options.items()) if k in OPTIONS and v is not None}
    return {"PROMPT": words(prompt), "SEED": _seed(seed), "OPTIONS": words(json.dumps(given))}
