"""A larger copy by interpolation: the upscaler that needs no model."""

from engines.arguments import number
from engines.protocols import Card, Edited, Progress, Step
from errors import InvalidRequest
from imaging.arrays import Image, Mask, Pixels
from imaging.geometry import resize


class Lanczos:
    """Enlarges two to four times, in the photo's own depth and profile."""

    card = Card(
        name="lanczos",
        capability="upscale",
        summary="More pixels by Lanczos interpolation; it adds no detail.",
        ops=frozenset({"upscale"}),
        mask="none",
        native=True,
    )

    def supports(self, step: Step) -> bool:
        return step["op"] == "upscale"

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
        scale = number(step, "scale", 2)
        if not 2 <= scale <= 4:
            raise InvalidRequest(f"Upscaling takes a scale from 2 to 4, not {scale:g}.")
        progress(0, 1)
        result = resize(image, scale=scale)
        progress(1, 1)
        return Edited(result)
