"""A subject cut out, with a soft clean edge and transparency around it; without a model."""

import numpy as np

from engines.arguments import photo, region
from engines.protocols import Card, Edited, Progress, Step
from imaging.arrays import Image, Mask, Pixels
from imaging.matte import foreground, matte


class CutOut:
    """Returns the masked subject with alpha. Wholly transparent pixels carry no colour."""

    card = Card(
        name="cutout",
        capability="edit",
        summary="The subject cut out on a transparent background, with a clean soft edge.",
        ops=frozenset({"extract"}),
        mask="required",
    )

    def supports(self, step: Step) -> bool:
        return step["op"] == "extract"

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
        source = photo(image)
        subject = region(mask, source)
        progress(0, 2)
        soft = matte(source, subject)
        progress(1, 2)
        alpha = np.rint(soft * 255).astype(np.uint8)[:, :, None]
        colour = np.where(alpha == 255, source, foreground(source, soft))
        # What was cut away must not be readable in the file.
        shown = np.where(alpha == 0, 0, colour).astype(np.uint8)
        progress(2, 2)
        return Edited(np.concatenate([shown, alpha], axis=2), alpha[:, :, 0] < 255)
