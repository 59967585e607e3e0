"""Pencil, paint, film, pixels: the style filters, without a model."""

import numpy as np

from engines.arguments import choice, number, photo, region
from engines.protocols import Card, Edited, Progress, Step
from imaging.adjust import blend
from imaging.arrays import Image, Mask, Pixels
from imaging.matte import inside
from imaging.styles import STYLES, stylise


class Filters:
    """Draws the photo, or the masked part of it, in one of the named styles."""

    card = Card(
        name="filters",
        capability="edit",
        summary="Style filters: " + ", ".join(STYLES) + ".",
        ops=frozenset({"style"}),
        mask="optional",
        options=frozenset({"seed"}),
    )

    def supports(self, step: Step) -> bool:
        return step["op"] == "style" and step["args"].get("name") in STYLES

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
        name, amount = choice(step, "name", STYLES), number(step, "amount", 100)
        source = photo(image)
        area = np.ones(source.shape[:2], np.bool_) if mask is None else region(mask, source).copy()
        progress(0, 1)
        result = stylise(source, name, amount, seed=seed)
        if mask is not None:
            result = blend(source, result, inside(source, mask))
        progress(1, 1)
        return Edited(result, area)
