"""A subject cut out, with a soft clean edge and transparency around it; without a model."""

from engines.arguments import photo, region
from engines.protocols import Card, Edited, Progress, Step
from imaging.arrays import Image, Mask, Pixels
from imaging.cutout import soft_cut


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
        progress(0, 1)
        cut = soft_cut(source, subject)
        progress(1, 1)
        return Edited(cut, cut[:, :, 3] < 255)
