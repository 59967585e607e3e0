"""Decide where a step applies, before anything is computed."""

from engines import Engines
from engines.protocols import Card, Step
from errors import NoImage
from graph.state import Draft, EditState, Selection, Turn, Update
from nodes.confirm_mask import means_around
from nodes.draft import count_of
from nodes.generate import guide_of
from nodes.thread import frame_of, head_version

WHOLE = "whole"  # args.whole: the text itself said "the whole picture"

BESIDE = ("add", "text")
"""Ops whose target is where something new goes, not what is painted over."""


def locate(state: EditState, *, engines: Engines) -> Update:
    """Choose the step's engine, and the selection it works on.

    A region that came with the turn, or the thread's, is used where it fits; a step that needs
    one and has none leaves an empty selection. What it names is looked for by a grounding engine,
    where there is one; else the pause asks for it.

    Reads: plan, turn, selection, versions, head.  Writes: draft, selection.

    Raises:
        NoEngine: nothing installed can do the step.
        UnknownEngine: the turn's engine cannot.
        NoImage: the thread has no photo yet, and the step needs one.
        InvalidRequest: a guide, or a number of variants, that cannot be meant.
    """
    step, turn = state["plan"][0], state["turn"]
    name = turn["options"].get("engine")
    named = str(name) if name and engines.can(str(name), step) else None
    guide = guide_of(turn["options"]) if step["op"] == "generate" else None
    card = engines.for_step(step, named, guide=guide)
    draft = Draft(engine=card.name, masked=False, total=count_of(step, card, turn["options"]))
    if step["op"] == "generate":
        return {"draft": draft}  # a new picture needs no photo, and no place in it
    if not state.get("versions"):
        raise NoImage("there is no photo yet", hint="send one with the turn, or POST /images")
    if step["op"] == "expand":
        return {"draft": draft}  # what is painted is the new border: no place in the photo
    selection = _fitting(state, step)
    if not _needs_mask(step, card) and not (selection and _may_use(step, card, turn)):
        return {"draft": draft}
    draft["masked"] = True
    if selection is None and _is_named(step) and (grounders := engines.names("ground")):
        draft["grounder"] = grounders[0]
    return {"draft": draft, "selection": selection or _empty(state, step)}


def _needs_mask(step: Step, card: Card) -> bool:
    return card.mask != "none" and (step["needs_region"] or card.mask == "required")


def _is_named(step: Step) -> bool:
    """Whether a step's words name what its mask covers: a hat is added beside what they name."""
    return bool(step["target"]) and not means_around(step) and step["op"] not in BESIDE


def _may_use(step: Step, card: Card, turn: Turn) -> bool:
    """Whether what the user just pointed at narrows a step that could do without."""
    return card.mask == "optional" and turn["pointed"] and not step["args"].get(WHOLE)


def _fitting(state: EditState, step: Step) -> Selection | None:
    """The thread's selection, when it can stand for what the step means."""
    selection, head = state.get("selection"), head_version(state)
    if selection is None or not (selection["mask_id"] or selection["region"]):
        return None
    target = step["target"]
    if means_around(step) and not state["turn"]["pointed"] and selection["target"]:
        return None  # a thing that was named for another step need not be the subject
    if target and selection["target"] not in (None, target):
        return None
    if target and not state["turn"]["pointed"] and selection["target"] is None:
        return None  # an old selection says nothing about a thing that is named now
    if selection["frame"] != frame_of(state, head):
        return None  # another photo, or another crop of it
    return {**selection, "target": target or selection["target"]}


def _empty(state: EditState, step: Step) -> Selection:
    head = head_version(state)
    return {
        "image_id": head["image_id"],
        "frame": frame_of(state, head),
        "mask_id": None,
        "region": {},
        "candidates": [],
        "confirmed": False,
        "target": step["target"],
    }
