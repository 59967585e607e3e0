"""What is behind a subject: out of focus, a colour, or another photo; without a model."""

import numpy as np

from engines.arguments import choice, number, photo, region
from engines.protocols import Card, Edited, Progress, Step
from engines.recolour import colour_of
from errors import InvalidRequest
from imaging.arrays import Image, Mask, Matte, Pixels
from imaging.backdrop import covering, out_of_focus
from imaging.matte import matte, over

MODES = ("blur", "colour", "image")
_BLUR_PERCENT = 50.0


class Background:
    """Puts the masked subject before another background; its opaque core is not touched."""

    card = Card(
        name="background",
        capability="edit",
        summary="The background out of focus, in one colour, or replaced by another photo.",
        ops=frozenset({"background"}),
        mask="required",
    )

    def supports(self, step: Step) -> bool:
        return step["op"] == "background" and step["args"].get("mode") != "describe"

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
        choice(step, "mode", MODES)
        progress(0, 3)
        alpha = matte(source, subject)
        progress(1, 3)
        behind = _backdrop(source, alpha, step, reference)
        progress(2, 3)
        result = over(source, behind, alpha)
        progress(3, 3)
        return Edited(result, np.asarray(alpha < 1, np.bool_))


def _backdrop(image: Image, alpha: Matte, step: Step, reference: Image | None) -> Image:
    mode = step["args"]["mode"]
    if mode == "blur":
        return out_of_focus(image, alpha, number(step, "amount", _BLUR_PERCENT))
    if mode == "colour":
        return np.full_like(image, colour_of(step))
    if reference is None:
        raise InvalidRequest(
            "No photo is given to put behind the subject.",
            hint="Upload it and name it as args.image_id.",
        )
    return covering(photo(reference), (image.shape[0], image.shape[1]))
