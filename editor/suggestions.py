"""What can be said now, as sentences that the rule planner understands in both languages."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from editor.desk import Desk
from engines import Engines
from engines.protocols import Arg, Op, Step
from errors import NoEngine

Asking = Literal["mask", "where", "variant"]


@dataclass(frozen=True)
class Situation:
    """What a person could speak about.

    made: the op of the version they stand on; "upload" is a photo as it came, None no photo.
    several: there are other photos than the one they stand on.
    """

    made: str | None = None
    mask: bool = False
    asking: Asking | None = None
    redo: bool = False
    several: bool = False


MEANT: Mapping[str, tuple[Op, Mapping[str, Arg]]] = {
    # a key of words: the op of its sentence, and those of the step's args that choose an engine
    "say_help": ("chat", {"kind": "help"}),
    "say_draw": ("generate", {}),
    "say_remove": ("remove", {}),
    "say_recolour": ("recolour", {"colour_name": "blue"}),
    "say_replace": ("replace", {}),
    "say_cut_out": ("extract", {}),
    "say_blur_background": ("background", {"mode": "blur"}),
    "say_white_background": ("background", {"mode": "colour"}),
    "say_brighter": ("adjust", {"name": "brightness", "amount": 20}),
    "say_brighter_here": ("adjust", {"name": "brightness", "amount": 20}),
    "say_grayscale": ("adjust", {"name": "grayscale"}),
    "say_sketch": ("style", {"name": "sketch"}),
    "say_crop": ("transform", {"name": "crop", "ratio": "16:9"}),
    "say_size": ("question", {}),
    "say_look": ("question", {}),
    "say_share": ("question", {}),
    "say_undo": ("history", {"action": "undo"}),
    "say_redo": ("history", {"action": "redo"}),
    "say_reset": ("history", {"action": "reset"}),
}
ANSWERS = ("say_yes", "say_no", "say_first", "say_none")
"""Words that answer an open question; they never reach the planner."""

NEEDS_NO_ENGINE = ("chat", "history", "question")
"""A question about the file's facts is answered without a model."""

SEEING = frozenset({"say_look", "say_share"})
"""Questions that take a model which sees."""

_BY_STATE: Mapping[str, tuple[str, ...]] = {
    "nothing": ("say_help", "say_draw"),
    "photo": ("say_look", "say_brighter", "say_blur_background", "say_grayscale", "say_sketch",
              "say_crop", "say_size"),
    "mask": ("say_remove", "say_recolour", "say_replace", "say_cut_out", "say_blur_background",
             "say_brighter_here"),
    "edited": ("say_undo", "say_brighter", "say_blur_background", "say_sketch", "say_crop",
               "say_reset"),
    "cut_out": ("say_white_background", "say_undo", "say_reset"),
    "ask_mask": ("say_yes", "say_no"),
    "ask_where": ("say_no",),
    "ask_variant": ("say_first", "say_none"),
}  # fmt: skip


def suggestions(now: Situation, possible: frozenset[str]) -> list[str]:
    """Return keys of words for what can be said, the likeliest first.

    Args:
        now: what the person sees.
        possible: keys that the installed engines can do, from `possible_with`.
    """
    keys = [*_BY_STATE[_state(now)]]
    if now.redo and not now.asking:
        keys.insert(1, "say_redo")
    if now.several and now.made and not (now.asking or now.mask):
        keys.insert(0, "say_share")
    return [key for key in keys if key in possible or key in ANSWERS]


def possible_with(engines: Engines) -> frozenset[str]:
    """Return the keys of what the installed engines can do."""
    return frozenset(key for key in MEANT if _can(engines, key))


def situation_of(desk: Desk) -> Situation:
    """Return what the page shows."""
    head = desk.head
    return Situation(
        made=head["op"] if head else None,
        mask=desk.marks.mask_id is not None,
        asking=_asking(desk),
        redo=desk.next is not None,
        several=len(_photos(desk)) > 1,
    )


def _photos(desk: Desk) -> set[str]:
    """The photos of a thread: those it began with, and those kept beside."""
    roots = {v["image_id"] for v in desk.versions if v["parent"] is None}
    return roots | set(desk.thread["images"] if desk.thread else ())


def _state(now: Situation) -> str:
    if now.asking:
        return f"ask_{now.asking}"
    if now.made is None:
        return "nothing"
    if now.mask:
        return "mask"
    if now.made == "extract":
        return "cut_out"
    return "photo" if now.made == "upload" else "edited"


def _asking(desk: Desk) -> Asking | None:
    if desk.asking is None:
        return None
    if not desk.asks_mask:
        return "variant"
    return "mask" if desk.marks.mask_id else "where"


def _can(engines: Engines, key: str) -> bool:
    op, args = MEANT[key]
    if key in SEEING:
        return bool(engines.names("describe"))
    if op in NEEDS_NO_ENGINE:
        return True
    step: Step = {
        "op": op, "target": None, "instruction": "", "args": dict(args), "needs_region": False,
    }  # fmt: skip
    try:
        engines.for_step(step)
    except NoEngine:
        return False
    return True
