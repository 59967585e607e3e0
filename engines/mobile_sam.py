"""Finds what clicks or a box mean with MobileSAM, on ONNX Runtime.

Zhang et al., "Faster Segment Anything: Towards Lightweight SAM for Mobile Applications", 2023,
arXiv:2306.14289.
"""

import threading
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

import numpy as np

from engines.held import Arrays
from engines.onnx_session import OnnxModel
from engines.protocols import Card, Lack, Weights
from engines.sam_prompts import Decoded, Prompt
from engines.sam_space import SIDE_PX, Logits, Space, Tensor
from engines.segment_anything import SegmentAnything
from engines.weights import folder_at_hand, lack_of, source_of
from errors import EngineUnavailable
from imaging.arrays import Image
from settings import Settings

PUBLIC_INPUTS = ("image_embeddings", "point_coords", "point_labels")
PUBLIC_OUTPUTS = ("low_res_masks", "iou_predictions")
MASK_INPUT_PX = 256
ALL_MASKS = 4  # of a decoder that answers with the mask for one meaning, then the three


@dataclass(frozen=True)
class _Pair:
    encoder: OnnxModel
    decoder: OnnxModel


class MobileSam(SegmentAnything):
    """A photo is encoded once; each click is then decoded in some hundredths of a second.

    Both public kinds of encoder are taken: of a normalised 1×3×S×S tensor, and of the raw H×W×3
    photo. The decoder has the signature of the authors' own export, with 1, 3 or 4 masks. Safe to
    call from several threads.
    """

    card = Card(
        name="mobile-sam",
        capability="segment",
        summary="Finds what clicks or boxes mean with MobileSAM: objects, not only colours.",
        memory_bytes=700_000_000,
        extra="onnx",
        weights=Weights(
            "Acly/MobileSAM",
            ("mobile_sam_image_encoder.onnx", "sam_mask_decoder_multi.onnx"),
            45_000_000,
            "Apache-2.0, MIT",
        ),
    )

    def __init__(self, settings: Settings) -> None:
        """Nothing is read before the first photo."""
        super().__init__(settings.embeddings_bytes)
        self.settings = settings
        self._pair: _Pair | None = None
        self._loading = threading.Lock()

    @classmethod
    def of(cls, settings: Settings) -> Self:
        return cls(settings)

    @classmethod
    def lacks(cls, settings: Settings) -> Lack | None:
        """Return what is missing; an exported pair in the setting's folder counts as weights."""
        if _own_pair(settings) is None:
            return lack_of(cls.card, settings)
        return lack_of(replace(cls.card, weights=None), settings)

    def space(self, image: Image) -> Space:
        encoder = self._loaded().encoder
        (name,) = encoder.inputs
        shape = encoder.shape(name)
        return Space.of(image, (shape[2] if len(shape) == 4 else shape[0]) or SIDE_PX)

    def encoded(self, image: Image) -> Arrays:
        encoder = self._loaded().encoder
        (name,) = encoder.inputs
        shape, space = encoder.shape(name), self.space(image)
        seen = space.tensor(image) if len(shape) == 4 else _raw(space, image, shape)
        return (encoder.run({name: seen})[0],)

    def decoded(
        self, embedding: Arrays, space: Space, prompt: Prompt, previous: Logits | None
    ) -> Decoded:
        coords, labels = prompt.coords(space), prompt.labels()
        if prompt.box is None:
            # The decoder was trained with a box or, in its place, one point of no meaning.
            coords = np.concatenate([coords, np.zeros((1, 2), np.float32)])
            labels = np.append(labels, -1)
        decoder = self._loaded().decoder
        nothing = np.zeros(_mask_input_px(decoder), np.float32)
        given = {
            "image_embeddings": embedding[0],
            "point_coords": coords[None],
            "point_labels": labels[None],
            "mask_input": (nothing if previous is None else previous)[None, None],
            "has_mask_input": np.array([previous is not None]),
            # We enlarge the masks ourselves: the graph would make all of them as large as a photo.
            "orig_im_size": np.array(space.inner_px[::-1]),
        }
        logits, scores = decoder.run(given, list(PUBLIC_OUTPUTS))
        first = int(scores.shape[1] == ALL_MASKS and _ambiguous(prompt))
        return Decoded(logits[0, first:].astype(np.float32), scores[0, first:].astype(np.float32))

    def _loaded(self) -> _Pair:
        with self._loading:
            if self._pair is None:
                self._pair = self._load()
            return self._pair

    def _load(self) -> _Pair:
        encoder, decoder = _own_pair(self.settings) or _pair_in(
            folder_at_hand(self.card, self.settings)
        )
        pair = _Pair(OnnxModel(encoder, self.card), OnnxModel(decoder, self.card))
        _check_encoder(pair.encoder, encoder)
        _check_decoder(pair.decoder, decoder)
        return pair


def _mask_input_px(decoder: OnnxModel) -> tuple[int, int]:
    free: list[int | None] = [None, None]
    rows, columns = decoder.shape("mask_input")[2:] if "mask_input" in decoder.inputs else free
    return rows or MASK_INPUT_PX, columns or MASK_INPUT_PX


def _ambiguous(prompt: Prompt) -> bool:
    """One click can mean a part, a thing, or all of it: then the first mask says nothing more."""
    return prompt.box is None and len(prompt.clicks) == 1


def _raw(space: Space, image: Image, shape: list[int | None]) -> Tensor:
    """The photo in 0..255, (h, w, 3); padded where the graph wants the whole square."""
    fitted = space.fitted(image).astype(np.float32)
    if shape[0] is None:
        return fitted
    below, right = space.side_px - fitted.shape[0], space.side_px - fitted.shape[1]
    return np.pad(fitted, ((0, below), (0, right), (0, 0)))


def _own_pair(settings: Settings) -> tuple[Path, Path] | None:
    """An encoder and a decoder of any name, in the folder that the setting `models` gives."""
    folder = Path(source_of(MobileSam.card, settings)).expanduser()
    if not folder.is_dir() or not any(folder.glob("*encoder*.onnx")):
        return None
    return _pair_in(folder) if any(folder.glob("*decoder*.onnx")) else None


def _pair_in(folder: Path) -> tuple[Path, Path]:
    encoders = sorted(folder.glob("*encoder*.onnx"))
    # Of two decoders, the one with several masks.
    decoders = sorted(folder.glob("*decoder*.onnx"), key=lambda p: ("multi" not in p.name, p.name))
    return encoders[0], decoders[0]


def _check_encoder(encoder: OnnxModel, path: Path) -> None:
    shapes = [encoder.shape(name) for name in encoder.inputs]
    square = [s for s in shapes if len(s) == 4 and s[1] == 3 and s[2] == s[3]]
    raw = [s for s in shapes if len(s) == 3 and s[2] == 3 and s[0] == s[1]]
    if len(shapes) != 1 or not square + raw:
        raise _foreign(path, f"it takes {shapes}, not 1×3×S×S or H×W×3")


def _check_decoder(decoder: OnnxModel, path: Path) -> None:
    lacking = [name for name in PUBLIC_INPUTS if name not in decoder.inputs]
    lacking += [name for name in PUBLIC_OUTPUTS if name not in decoder.outputs]
    if lacking:
        raise _foreign(path, f"it has no {', '.join(lacking)}")


def _foreign(path: Path, why: str) -> EngineUnavailable:
    return EngineUnavailable(
        f"`{path.name}` is not of the kind that `mobile-sam` runs: {why}",
        hint="get the public pair: .venv/bin/python -m engines pull mobile-sam",
    )
