"""What an image shows, in words: made once, kept until the image is forgotten."""

from checkpoints.images import OwnerImages
from checkpoints.memory import CaptionRow, Memory
from engines import Engines
from imaging.paper import on_white


def caption_of(
    image_id: str, *, images: OwnerImages, engines: Engines, memory: Memory
) -> CaptionRow | None:
    """Return the caption and mood keywords of an image, from memory or made on first need.

    Returns:
        None where there is no model that sees.

    Raises:
        EngineUnavailable: the model did not answer, or not as asked.
        NotFound: the image is not the owner's.
    """
    if known := memory.caption(image_id):
        return known
    if not engines.names("describe"):
        return None
    describer = engines.describer()
    made = describer.caption(on_white(images.photo(image_id)))
    row = CaptionRow(text=made.text, keywords=list(made.keywords), model=describer.card.name)
    memory.keep_caption(image_id, row)
    if not images.exists(image_id):  # deleted meanwhile: its caption goes too
        memory.forget([image_id])
    return row
