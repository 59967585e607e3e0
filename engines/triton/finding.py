"""Segmentation and grounding by models on a Triton server."""

from typing import Any

import numpy as np

from engines.pointed import Pointed, levelled
from engines.protocols import Candidate, Card, Grounded, Pointing
from engines.triton.served import Served, nothing
from errors import InvalidRegion
from imaging.arrays import Image
from imaging.rank import Ranked

MOST_MASKS, MOST_BOXES = 16, 1000


class TritonSegmenter(Served):
    """Masks of points and boxes; the tensors are in `engines.triton.tensors`."""

    card = Card(
        name="triton-segment",
        capability="segment",
        summary="Finds what points and boxes mean, by a model on a Triton server.",
        extra="triton",
    )
    timeout_s = 60.0

    def segment(self, image: Image, pointing: Pointing, *, image_id: str) -> list[Candidate]:
        """Return one to three candidates ordered part, object, whole (by area).

        Raises:
            InvalidRegion: as `Pointed.of`, or the model found nothing there.
            EngineUnavailable, EngineError: as `TritonModel.ask`.
        """
        pointed = Pointed.of(pointing, image.shape)
        inputs = {"IMAGE": image, **_points(pointed)}
        most = MOST_MASKS * image.shape[0] * image.shape[1]
        found = self.model.ask(inputs, progress=nothing, most_bytes=most)
        masks, scores = found["MASKS"].astype(np.bool_), found["SCORES"]
        if masks.shape != (len(scores), *image.shape[:2]):
            raise self.model.odd(f"{masks.shape} MASKS and {scores.shape} SCORES")
        if not np.isfinite(scores).all():
            raise self.model.odd("SCORES that are no numbers")
        ranked = [
            Ranked(pointed.exactly(mask), float(np.clip(score, 0, 1)))  # an IoU can overshoot
            for mask, score in zip(masks, scores, strict=True)
            if mask.any()
        ]
        ranked = [one for one in ranked if one.mask.any()]
        if not ranked:
            raise InvalidRegion(
                "The model found nothing there.", hint="Click on the thing, or draw a larger box."
            )
        return levelled(ranked)


class TritonGrounder(Served):
    """Boxes of what words name; the tensors are in `engines.triton.tensors`."""

    card = Card(
        name="triton-ground",
        capability="ground",
        summary="Finds what words name, by a model on a Triton server.",
        mask="none",
        languages=frozenset({"en"}),
        extra="triton",
    )
    timeout_s = 60.0

    def ground(self, image: Image, phrase: str, *, image_id: str) -> list[Grounded]:
        """Return the places that `phrase` names, likeliest first; boxes end at the frame.

        Raises:
            EngineUnavailable, EngineError: as `TritonModel.ask`.
        """
        found = self.model.ask(
            {"IMAGE": image, "PHRASE": words(phrase)}, progress=nothing, most_bytes=20 * MOST_BOXES
        )
        boxes, scores = found["BOXES_XYXY"], found["SCORES"]
        if boxes.shape != (len(scores), 4):
            raise self.model.odd(f"{boxes.shape} BOXES_XYXY and {scores.shape} SCORES")
        if not (np.isfinite(boxes).all() and np.isfinite(scores).all()):
            raise self.model.odd("BOXES_XYXY or SCORES that are no numbers")
        height, width = image.shape[:2]
        inside = np.clip(boxes, 0, [width, height, width, height])
        places = [
            Grounded((float(x0), float(y0), float(x1), float(y1)), float(np.clip(score, 0, 1)))
            for (x0, y0, x1, y1), score in zip(inside, scores, strict=True)
            if score > 0 and x1 > x0 and y1 > y0
        ]
        return sorted(places, key=lambda place: -place.score)


def words(text: str) -> Any:  # noqa: ANN401  # an object array of numpy
    """Return a text as a BYTES tensor of the shape [1]."""
    return np.array([text.encode("utf-8")], dtype=object)


def _points(pointed: Pointed) -> dict[str, Any]:
    """Clicks, then the corners of boxes: never empty, which some backends cannot take."""
    points = [point for point, _ in pointed.clicks]
    labels = [int(included) for _, included in pointed.clicks]
    for x0, y0, x1, y1 in pointed.boxes:
        points += [(x0, y0), (x1, y1)]
        labels += [2, 3]
    return {
        "POINTS_XY": np.array(points, np.float32),
        "POINT_LABELS": np.array(labels, np.int32),
    }
