"""Make a new picture from words, along the lines of a sketch or of a photo where asked."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast, get_args

import numpy as np

from checkpoints.images import OwnerImages
from engines import Engines
from engines.protocols import Arg, Card, Guide, GuideKind, Note, Progress
from errors import EngineError, InvalidRequest
from graph.state import EditState, Update
from imaging import edges
from imaging.codec import Photo
from imaging.crop import resized
from imaging.paper import on_white
from nodes.draft import Outcome, drafted, heard, seed_at_hand
from nodes.thread import head_version

SIDE_PX = 512  # where the engine names no size of its own
LEAST_PX, MOST_PX = 64, 2048
STRETCH = 0.02  # of the sides' ratio: less than this nobody sees


def generate(
    state: EditState, *, images: OwnerImages, engines: Engines, progress: Progress
) -> Update:
    """Make one picture of the step at hand; the graph comes back while variants are wanted.

    Reads: plan, draft, turn, versions, head.  Writes: draft (version, or one more of variants);
    turn, when the guide had to be stretched.

    Raises:
        InvalidRequest: a guide or a size that cannot be meant.
        NoImage: the photo's edges are to guide, and there is no photo.
        NotFound: the guide's image is not the owner's.
        EngineError: the model failed.
        Cancelled: the caller stopped the turn.
    """
    start = time.perf_counter()
    step, draft, turn = state["plan"][0], state["draft"], state["turn"]
    card = engines.for_step(step, draft.get("engine"))
    wanted, seed = _wanted(state, card, images), seed_at_hand(state)
    with engines.alone(card.name, progress):
        made = engines.generator(card.name).generate(
            draft.get("prompt", ""),
            width=wanted.width,
            height=wanted.height,
            guide=wanted.guide,
            seed=seed,
            options=turn["options"],
            progress=progress,
        )
    drawn = made.image
    if drawn.shape != (wanted.height, wanted.width, 3) or drawn.dtype != np.uint8:
        sides = f"{wanted.width}x{wanted.height}"
        raise EngineError(f"`{card.name}` made {drawn.shape} {drawn.dtype}, not {sides} in RGB")
    # No parent in the store: the camera's words on the photo are not about this picture.
    image_id = images.put_photo(Photo(drawn)).image_id
    timing_ms = round(1e3 * (time.perf_counter() - start), 1)
    params = {**step["args"], "n": draft.get("total", 1), **wanted.params, **made.params}
    update = drafted(state, Outcome(image_id, card.name, seed, params, None, None, timing_ms))
    stretched = (Note("guide_stretched"),) if wanted.stretched else ()
    return heard(state, update, (*stretched, *made.notes))


@dataclass(frozen=True)
class Wanted:
    """The picture to make; sides in px. stretched: the guide had other proportions."""

    width: int
    height: int
    guide: Guide | None = None
    guide_id: str | None = None
    stretched: bool = False

    @property
    def params(self) -> dict[str, Arg]:
        """What a version remembers of it."""
        sides: dict[str, Arg] = {"width_px": self.width, "height_px": self.height}
        if self.guide is None:
            return sides
        return {**sides, "guide": self.guide.kind, "guide_image_id": self.guide_id}


def _wanted(state: EditState, card: Card, images: OwnerImages) -> Wanted:
    options = state["turn"]["options"]
    kind = guide_of(options)
    if kind is None:
        return Wanted(*size_of(options, card, None))
    guide_id = str(options.get("guide_image_id") or head_version(state)["image_id"])
    shown = images.photo(guide_id)
    width, height = size_of(options, card, shown)
    small = np.asarray(resized(on_white(shown), (width, height)), np.uint8)
    lines = edges.canny(small) if kind == "canny" else edges.lines(small)
    stretch = abs(width / height * shown.height / shown.width - 1)
    return Wanted(width, height, Guide(kind, lines), guide_id, stretch > STRETCH)


def guide_of(options: Mapping[str, Arg]) -> GuideKind | None:
    """Return the kind of guide that a turn's options ask for.

    Raises:
        InvalidRequest: no such kind, a sketch that is not named, or an image without a kind.
    """
    kind, image_id = options.get("guide"), options.get("guide_image_id")
    kinds = get_args(GuideKind)
    if kind is None and image_id is None:
        return None
    if kind not in kinds:
        raise InvalidRequest(
            f"no guide {kind!r}" if kind else "`guide_image_id` needs a `guide`",
            hint=f"choose one of: {', '.join(kinds)}",
        )
    if kind == "scribble" and not image_id:
        raise InvalidRequest(
            "a scribble guide needs its sketch",
            hint="POST /images, and send its id as options.guide_image_id",
        )
    return cast(GuideKind, kind)


def size_of(options: Mapping[str, Arg], card: Card, shown: Photo | None) -> tuple[int, int]:
    """Return the picture's (width, height) in px: as asked, or the engine's own size.

    Where nothing is asked, a guide gives its aspect, and the engine's size its area.

    Raises:
        InvalidRequest: a side is no multiple of the engine's, or not 64 to 2048 px.
    """
    own, multiple = card.size_px or SIDE_PX, card.multiple
    asked = options.get("width"), options.get("height")
    if asked == (None, None) and shown is not None:
        aspect = (shown.width / shown.height) ** 0.5
        return _near(own * aspect, multiple), _near(own / aspect, multiple)
    width, height = (own if side is None else side for side in asked)
    for name, side in (("width", width), ("height", height)):
        if not isinstance(side, int) or not LEAST_PX <= side <= MOST_PX or side % multiple:
            raise InvalidRequest(
                f"{name} is {side}",
                hint=f"use {LEAST_PX} to {MOST_PX} px in multiples of {multiple} "
                f"(`{card.name}` works best at {own})",
            )
    return cast(int, width), cast(int, height)


def _near(side: float, multiple: int) -> int:
    return min(max(multiple, round(side / multiple) * multiple), MOST_PX)
