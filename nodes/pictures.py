"""The pictures that a question is about: which ones, what they are called, how many fit.

A model has room for so many pixels. What is pointed at comes first, then what the words name,
what came along, the picture on the screen, and the rest, the newest first; what is left over
goes along by its caption.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from checkpoints.images import OwnerImages
from checkpoints.memory import CaptionRow, Memory
from engines import Engines
from engines.protocols import Card
from engines.speaking import Picture
from errors import EngineUnavailable
from graph.state import EditState, Version
from imaging.arrays import Box, Image
from imaging.crop import context_box
from imaging.paper import on_white
from nodes.captions import caption_of
from nodes.named import about_changes, photo_numbers, points, version_ids
from nodes.segment import find
from nodes.thread import frame_of, head_version, version_of

MOST_NEW_CAPTIONS = 4  # made for one question: each is a call of the model
POINTED, NAMED, ALONG, SHOWN, OTHER = range(5)


@dataclass(frozen=True)
class Wanted:
    """A picture before it is known whether it fits.

    rank: lower goes first. box: the part of it that is meant, in pixels.
    """

    image_id: str
    label: str
    rank: int
    box: Box | None = None


@dataclass(frozen=True)
class Sources:
    """What pictures are made from."""

    images: OwnerImages
    engines: Engines
    memory: Memory
    card: Card


def pictures_of(state: EditState, text: str, sources: Sources) -> tuple[Picture, ...]:
    """Return the pictures of a question in the conversation's order, the pointed part first.

    Args:
        state: the thread, at the turn that asks.
        text: the question.
        sources: where pixels and captions come from, and the card of the model that will see.

    Raises:
        InvalidRegion, InvalidMask: what is pointed at selects nothing.
    """
    wanted = [*_pointed_at(state, text, sources), *_wanted(state, text, sources)]
    fitting = _fitting(wanted, sources)
    captions = _captions([one for one in wanted if one not in fitting], sources)
    return tuple(_picture(one, one in fitting, captions, sources.images) for one in wanted)


def photos_of(state: EditState, memory: Memory, images: OwnerImages) -> list[str]:
    """Return the photos that a conversation counts: "photo 1" is the first of them."""
    roots = [v["image_id"] for v in state.get("versions", []) if v["parent"] is None]
    beside = [one for one in memory.beside() if images.exists(one)]
    return list(dict.fromkeys([*roots, *beside, *state["turn"].get("with_image_ids", [])]))


def line_of(state: EditState, version: Version) -> list[Version]:
    """Return a version and all it was made from, its photo first."""
    line = [version]
    while (parent := line[0]["parent"]) is not None:
        line.insert(0, version_of(state, parent))
    return line


def _wanted(state: EditState, text: str, sources: Sources) -> list[Wanted]:
    photos = photos_of(state, sources.memory, sources.images)
    numbers = photo_numbers(text, len(photos))
    along = state["turn"].get("with_image_ids", [])
    found: list[Wanted] = []
    for number, photo in enumerate(photos, 1):
        versions = _versions_of(state, photo, text, len(photos))
        rank = NAMED if number in numbers else ALONG if photo in along else OTHER
        if not versions:
            sent = ", sent along with the question" if photo in along else ""
            found.append(Wanted(photo, f"photo {number}{sent}", rank))
        found += [_labelled(state, number, v, rank, text) for v in versions]
    return found


def _versions_of(state: EditState, photo: str, text: str, photos: int) -> list[Version]:
    """The versions of a photo to show: the one on the screen, those that the question is about."""
    versions = state.get("versions", [])
    root = next((v for v in versions if v["parent"] is None and v["image_id"] == photo), None)
    if root is None:
        return []
    head, named = head_version(state), version_ids(text)
    roots = _roots(versions)
    mine = {v["version_id"]: v for v in versions if roots[v["version_id"]] == root["version_id"]}
    shown = named | {head["version_id"] if head["version_id"] in mine else root["version_id"]}
    if about_changes(text, photos=photos):
        shown.add(root["version_id"])
    return [version for version_id, version in mine.items() if version_id in shown]


def _roots(versions: Sequence[Version]) -> dict[str, str]:
    """By version id, the photo's version that it goes back to; parents stand before children."""
    roots: dict[str, str] = {}
    for version in versions:
        parent = version["parent"]
        roots[version["version_id"]] = roots[parent] if parent else version["version_id"]
    return roots


def _labelled(state: EditState, number: int, version: Version, rank: int, text: str) -> Wanted:
    version_id, is_head = version["version_id"], version["version_id"] == state.get("head")
    what = "" if version["parent"] is None else " as edited"
    screen = ", on the screen" if is_head else ", the original" if not what else ""
    if version_id in version_ids(text) or (not is_head and about_changes(text, photos=1)):
        rank = NAMED
    label = f"photo {number}{what} ({version_id}{screen})"
    return Wanted(version["image_id"], label, min(rank, SHOWN) if is_head else rank)


def _pointed_at(state: EditState, text: str, sources: Sources) -> list[Wanted]:
    """The part of the picture on the screen that the question points at, with what is around."""
    selection = state.get("selection")
    if selection is None or not (selection["mask_id"] or selection["region"]):
        return []
    head = head_version(state)
    here = selection["frame"] == frame_of(state, head)
    if not here or not (state["turn"]["pointed"] or points(text)):
        return []
    images, image_id = sources.images, selection["image_id"]
    mask_id = selection["mask_id"]
    if mask_id is None:
        found = find(selection["region"], image_id, images=images, engines=sources.engines)
        mask_id = found.best["mask_id"]
    label = f"what is pointed at, cut out of {head['version_id']} with some of what is around it"
    return [Wanted(head["image_id"], label, POINTED, context_box(images.mask(mask_id)))]


def _fitting(wanted: list[Wanted], sources: Sources) -> set[Wanted]:
    """Those whose pixels fit together; at least one goes, whatever its size."""
    newest = sorted(enumerate(wanted), key=lambda each: (each[1].rank, -each[0]))
    room, fitting = sources.card.budget_px, set[Wanted]()
    for _, one in newest:
        size = _size_px(one, sources)
        if room is not None and fitting and size > room:
            break
        fitting.add(one)
        room = None if room is None else room - size
    return fitting


def _size_px(one: Wanted, sources: Sources) -> int:
    """How many pixels a picture has as the model will get it."""
    info = sources.images.info(one.image_id)
    x0, y0, x1, y1 = one.box or (0, 0, info.width, info.height)
    width, height = x1 - x0, y1 - y0
    scale = min(1.0, (sources.card.size_px or max(width, height)) / max(width, height))
    return round(width * scale) * round(height * scale)


def _captions(left: list[Wanted], sources: Sources) -> dict[str, CaptionRow]:
    """Captions of those without room; few are made now, the newest first, none if that fails."""
    known: dict[str, CaptionRow] = {}
    making = MOST_NEW_CAPTIONS
    images, engines, memory = sources.images, sources.engines, sources.memory
    for image_id in reversed([one.image_id for one in left]):
        row = memory.caption(image_id)
        try:
            if row is None and making:
                making -= 1
                row = caption_of(image_id, images=images, engines=engines, memory=memory)
        except EngineUnavailable:
            making = 0
        known |= {image_id: row} if row else {}
    return known


def _picture(
    one: Wanted, fits: bool, captions: dict[str, CaptionRow], images: OwnerImages
) -> Picture:
    if fits:
        return Picture(one.image_id, one.label, _pixels(one, images))
    row = captions.get(one.image_id)
    return Picture(one.image_id, one.label, None, row["text"] if row else None)


def _pixels(one: Wanted, images: OwnerImages) -> Image:
    whole = on_white(images.photo(one.image_id))
    if one.box is None:
        return whole
    x0, y0, x1, y1 = one.box
    return np.ascontiguousarray(whole[y0:y1, x0:x1])
