"""Finds what English words name, by detectors that read: Grounding DINO and OWLv2.

Liu et al., "Grounding DINO: Marrying DINO with Grounded Pre-Training for Open-Set Object
Detection", 2023, arXiv:2303.05499. Minderer et al., "Scaling Open-Vocabulary Object Detection",
2023, arXiv:2306.09683 (OWLv2).
"""

from collections.abc import Sequence
from typing import ClassVar, Self

import cv2
import numpy as np

from engines.places import read
from engines.protocols import Card, Grounded, Weights
from engines.torch_model import Loaded, TorchModel
from errors import EngineError
from imaging.arrays import Image
from settings import Settings

SAME_IOU = 0.5
"""Two boxes that overlap so much are of one thing: Everingham et al. 2010, PASCAL VOC,
doi:10.1007/s11263-009-0275-4, section 4.2."""
LEAST_PX = 1.0
Box = tuple[float, float, float, float]


class GroundingDino:
    """Boxes for a noun phrase by Grounding DINO; "on the left" and the like choose among them."""

    card = Card(
        name="grounding-dino",
        capability="ground",
        summary="Finds what English words name, with Grounding DINO.",
        mask="none",
        languages=frozenset({"en"}),
        memory_bytes=2_000_000_000,
        extra="torch",
        weights=Weights(
            "IDEA-Research/grounding-dino-tiny",
            (
                "config.json",
                "preprocessor_config.json|processor_config.json",
                "tokenizer_config.json",
                "tokenizer.json",
                "model.safetensors",
            ),
            691_000_000,
            "Apache-2.0",
        ),
    )
    model_class: ClassVar[str] = "GroundingDinoForObjectDetection"
    processor_class: ClassVar[str] = "GroundingDinoProcessor"
    threshold: ClassVar[float] = 0.35  # of a box: the authors' own, in their repository's README

    def __init__(self, settings: Settings) -> None:
        """Nothing is read before the first phrase."""
        self.model = TorchModel(
            self.card, settings, model=self.model_class, processor=self.processor_class
        )

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """Make it for the settings; nothing is read."""
        return cls(settings)

    def ground(self, image: Image, phrase: str, *, image_id: str) -> list[Grounded]:
        """Return the places that `phrase` names, the one that is meant most first.

        The noun goes to the model; words of place, size and number choose among what it found.

        Raises:
            EngineUnavailable: the weights are not here, or cannot be read.
            EngineError: the phrase is too long for the model, or it failed.
        """
        named = read(phrase)
        if not named.noun:
            return []
        height, width = image.shape[:2]
        with self.model.running() as at:
            boxes, scores = self._detected(at, image, named.noun.lower())
        return named.pick(apart(inside(boxes, scores, width, height)), width, height)

    def _detected(
        self, at: Loaded, image: Image, noun: str
    ) -> tuple[Sequence[Box], Sequence[float]]:
        """Boxes in px of the image, perhaps over its rim, and their scores."""
        text = noun.replace(".", " ") + "."  # a full stop would part it into two things
        given = at.processor(images=image, text=text, return_tensors="pt").to(at.device)
        self._check_length(given["input_ids"].shape[1], int(at.model.config.max_text_len))
        (found,) = at.processor.post_process_grounded_object_detection(
            at.model(**given), threshold=self.threshold, target_sizes=[image.shape[:2]]
        )
        return found["boxes"].tolist(), found["scores"].tolist()

    def _check_length(self, tokens: int, most: int) -> None:
        if tokens > most:
            raise EngineError(
                f"`{self.card.name}` reads at most {most} tokens at once",
                hint="name the thing in fewer words",
            )


class Owlv2(GroundingDino):
    """Boxes for a noun phrase by OWLv2."""

    card = Card(
        name="owlv2",
        capability="ground",
        summary="Finds what English words name, with OWLv2.",
        mask="none",
        languages=frozenset({"en"}),
        memory_bytes=2_000_000_000,
        extra="torch",
        weights=Weights(
            "google/owlv2-base-patch16-ensemble",
            (
                "config.json",
                "preprocessor_config.json|processor_config.json",
                "tokenizer_config.json",
                "tokenizer.json|vocab.json",
                "tokenizer.json|merges.txt",
                "model.safetensors",
            ),
            620_000_000,
            "Apache-2.0",
        ),
    )
    model_class: ClassVar[str] = "Owlv2ForObjectDetection"
    processor_class: ClassVar[str] = "Owlv2Processor"
    threshold: ClassVar[float] = 0.1  # as its model card; it is less sure than Grounding DINO

    def _detected(
        self, at: Loaded, image: Image, noun: str
    ) -> tuple[Sequence[Box], Sequence[float]]:
        text = f"a photo of a {noun}"  # a prompt of CLIP's, with which it was trained
        reads = int(at.model.config.text_config.max_position_embeddings)
        self._check_length(len(at.processor.tokenizer(text)["input_ids"]), reads)
        side = int(at.model.config.vision_config.image_size)
        given = at.processor(
            images=_reduced(image, 2 * side), text=[[text]], return_tensors="pt"
        ).to(at.device)
        (found,) = at.processor.post_process_grounded_object_detection(
            at.model(**given), threshold=self.threshold, target_sizes=[image.shape[:2]]
        )
        return found["boxes"].tolist(), found["scores"].tolist()


def inside(
    boxes: Sequence[Box], scores: Sequence[float], width: int, height: int
) -> list[Grounded]:
    """Return what of each box is in a picture of width x height px, where that is a pixel or more.

    A detector draws over the rim of the photo; nothing of a thing can be there.
    """
    limits = np.array((width, height, width, height), np.float64)
    clipped = np.clip(np.asarray(boxes, np.float64).reshape(-1, 4), 0, limits)
    return [
        Grounded((x0, y0, x1, y1), float(np.clip(score, 0, 1)))
        for (x0, y0, x1, y1), score in zip(clipped.tolist(), scores, strict=True)
        if min(x1 - x0, y1 - y0) >= LEAST_PX
    ]


def apart(found: Sequence[Grounded]) -> list[Grounded]:
    """Return the likeliest box of each thing, likeliest first: the others overlap one of them."""
    kept: list[Grounded] = []
    for one in sorted(found, key=lambda one: -one.score):
        if all(iou(one.box_xyxy, other.box_xyxy) < SAME_IOU for other in kept):
            kept.append(one)
    return kept


def iou(first: Box, second: Box) -> float:
    """Return how much two boxes (x0, y0, x1, y1) overlap: 0..1, intersection over union."""
    wide = min(first[2], second[2]) - max(first[0], second[0])
    high = min(first[3], second[3]) - max(first[1], second[1])
    common = max(0.0, wide) * max(0.0, high)
    areas = sum((box[2] - box[0]) * (box[3] - box[1]) for box in (first, second))
    return common / (areas - common)


def _reduced(image: Image, side_px: int) -> Image:
    """The image at most `side_px` wide and high: the model's own filter is slow on large ones."""
    height, width = image.shape[:2]
    scale = side_px / max(height, width)
    if scale >= 1:
        return image
    size = max(1, round(width * scale)), max(1, round(height * scale))
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)
