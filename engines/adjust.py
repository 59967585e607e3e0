"""Brightness, contrast, colour, sharpness …: the adjustments, without a model."""

import numpy as np

from engines.arguments import choice, number, photo, region
from engines.protocols import Card, Edited, Progress, Step
from imaging.adjust import ADJUSTMENTS, adjust
from imaging.arrays import Image, Mask, Pixels
from imaging.matte import inside


class Adjust:
    """Applies one adjustment, everywhere or within a mask that fades at its own edge."""

    card = Card(
        name="adjust",
        capability="edit",
        summary="Tone, colour, sharpness, noise and blur, by percent.",
        ops=frozenset({"adjust"}),
        mask="optional",
    )

    def supports(self, step: Step) -> bool:
        return step["op"] == "adjust"

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
        name = choice(step, "name", ADJUSTMENTS)
        amount = number(step, "amount", ADJUSTMENTS[name].default)
        source = photo(image)
        progress(0, 1)
        if mask is None:
            edited = Edited(adjust(source, name, amount), np.ones(source.shape[:2], np.bool_))
        else:
            matte = inside(source, region(mask, source))
            edited = Edited(adjust(source, name, amount, matte), mask.copy())
        progress(1, 1)
        return edited
