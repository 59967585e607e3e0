"""What "something like this" means: words, a caption, or the picture itself."""

import numpy as np

from checkpoints.catalogue import Catalogue
from checkpoints.images import OwnerImages
from checkpoints.index import picture_ref
from checkpoints.memory import CaptionRow, Memory
from engines import Engines
from engines.grammar.text import Text, language
from errors import EngineUnavailable
from graph.state import EditState
from imaging.arrays import Box
from imaging.crop import context_box
from imaging.paper import on_white
from nodes.captions import caption_of
from nodes.search import Wish
from nodes.segment import find
from nodes.thread import frame_of, head_version


def wish_of(
    state: EditState,
    catalogue: Catalogue,
    images: OwnerImages,
    *,
    engines: Engines,
    memory: Memory,
) -> Wish:
    """Return what the step at hand looks for.

    Words are looked for as they are and in English, in which captions are. Without words the
    photo that came along is meant, or what is pointed at, or the picture on the screen.

    Raises:
        NoEngine: a picture is meant, and nothing here sees it.
        NoImage: a picture is meant, and there is none.
        EngineUnavailable: the model that sees did not answer.
    """
    if query := str(state["plan"][0]["args"].get("query") or "").strip():
        english = english_of(query, engines)
        return Wish(tuple(dict.fromkeys((query, english))), english)
    along = state["turn"].get("with_image_ids")
    image_id = along[-1] if along else head_version(state)["image_id"]
    box = None if along else _pointed_box(state, images, engines)
    but = frozenset({image_id})
    if box is not None and engines.names("describe"):
        text = _caption_of_part(image_id, box, images, engines)
        return Wish((text,), text, but)
    if catalogue.vectors and catalogue.vectors.sees:
        row = memory.caption(image_id)
        words = (caption_words(row),) if row else ()
        return Wish(words, picture_ref(memory.owner, image_id), but)
    row = caption_of(image_id, images=images, engines=engines, memory=memory)
    if row is None:
        raise engines.missing("recommend", "describe")
    return Wish((caption_words(row),), caption_words(row), but)


def caption_words(row: CaptionRow) -> str:
    """Return a caption and its keywords as one text."""
    return ". ".join(one for one in (row["text"], ", ".join(row["keywords"])) if one)


def english_of(words: str, engines: Engines) -> str:
    """Return words in English, as captions are; those that nobody can translate stay."""
    if language(Text.of(words)) == "en":
        return words
    for name in engines.names("translate"):
        try:
            with engines.alone(name):
                return engines.translator(name).translate(words).text
        except EngineUnavailable:
            continue  # the glossary, at the end, always answers
    return words


def _caption_of_part(image_id: str, box: Box, images: OwnerImages, engines: Engines) -> str:
    x0, y0, x1, y1 = box
    part = np.ascontiguousarray(on_white(images.photo(image_id))[y0:y1, x0:x1])
    made = engines.describer().caption(part)
    return caption_words(CaptionRow(text=made.text, keywords=list(made.keywords), model=""))


def _pointed_box(state: EditState, images: OwnerImages, engines: Engines) -> Box | None:
    """What the turn points at, with some of what is around it; None: the whole picture."""
    selection, head = state.get("selection"), head_version(state)
    if not state["turn"]["pointed"] or selection is None:
        return None
    if selection["frame"] != frame_of(state, head):
        return None
    mask_id = selection["mask_id"]
    if mask_id is None:
        region, on = selection["region"], selection["image_id"]
        mask_id = find(region, on, images=images, engines=engines).best["mask_id"]
    return context_box(images.mask(mask_id))
