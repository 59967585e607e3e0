"""Crop, rotate, flip, resize, straighten: changes of the frame, without a model."""

import cv2
import numpy as np

from engines.arguments import choice, number, region, whole_number
from engines.protocols import Card, Edited, Progress, Step
from errors import InvalidRequest
from imaging import geometry
from imaging.arrays import Box, Image, Mask, Pixels
from imaging.straighten import straighten

TRANSFORMS = ("crop", "rotate", "flip", "resize", "straighten")


class Geometry:
    """Changes the frame, in the photo's own depth and profile."""

    card = Card(
        name="geometry",
        capability="edit",
        summary="Crop, rotate, flip, resize and straighten.",
        ops=frozenset({"transform"}),
        mask="optional",
        native=True,
    )

    def supports(self, step: Step) -> bool:
        return step["op"] == "transform"

    def edit(
        self,
        image: Pixels,
        mask: Mask | None,
        step: Step,
        *,
        reference: Image | None,
        seed: int,
        progress: Progress,
    ) -> Edited:
        choice(step, "name", TRANSFORMS)
        progress(0, 1)
        result = _transformed(image, mask, step)
        progress(1, 1)
        return Edited(result)


def _transformed(image: Pixels, mask: Mask | None, step: Step) -> Pixels:
    name = step["args"]["name"]
    if name == "crop":
        return _cropped(image, mask, step)
    if name == "rotate":
        return geometry.rotate(image, number(step, "degrees"))
    if name == "flip":
        return geometry.flip(image, choice(step, "axis", ("horizontal", "vertical")))
    if name == "straighten":
        return straighten(image)
    scale = None if step["args"].get("scale") is None else number(step, "scale")
    width_px, height_px = whole_number(step, "width_px"), whole_number(step, "height_px")
    return geometry.resize(image, width_px=width_px, height_px=height_px, scale=scale)


def _cropped(image: Pixels, mask: Mask | None, step: Step) -> Pixels:
    """Return the crop to a ratio about the masked subject, or to the mask's own box."""
    ratio = step["args"].get("ratio")
    box = None if mask is None else _box_of(region(mask, image))
    if ratio is None and box is None:
        raise InvalidRequest(
            "What to crop to is missing.", hint="Give a ratio such as 16:9, or point at a region."
        )
    if ratio is None and box is not None:
        return geometry.crop(image, box)
    if not isinstance(ratio, str):
        raise InvalidRequest(f"{ratio!r} is not a ratio.", hint="Write it as 16:9, 4:3 or 1:1.")
    return geometry.crop_to_ratio(image, ratio, box)


def _box_of(mask: Mask) -> Box:
    x, y, width, height = cv2.boundingRect(mask.astype(np.uint8))
    return (x, y, x + width, y + height)
