"""Show the mask and wait for a person's word: no model runs on a region nobody saw.

The pause has the shape of LangChain's human-in-the-loop middleware, so that Studio, Agent Chat UI
and SDK clients answer it unchanged.
"""

from collections.abc import Mapping
from typing import Any, Literal, cast

from langgraph.types import interrupt
from typing_extensions import TypedDict

from engines.protocols import Step
from errors import InvalidRequest
from graph.state import EditState, Region, Selection, Update
from nodes.decision import NO, YES, decided, edit_of, edited_args, plain, request, the_decision
from nodes.wording import note, say, the

NAME = "confirm_mask"
EDITABLE = (
    "points_xy", "point_labels", "boxes_xyxy", "strokes", "mask_id", "grow_px", "invert",
)  # fmt: skip
BACKGROUND = ("background", "the background", "배경")
SHOWN = ("image_id", "candidates", "overlay_url", "target", "op")
"""Args of the pause that an edit may send back; they say nothing new."""


class Decision(TypedDict):
    """An answer to the pause, checked."""

    type: Literal["approve", "edit", "reject"]
    args: Region


def confirm_mask(state: EditState) -> Update:
    """Pause until the mask is approved, edited or rejected.

    The node restarts from its first line on resume, so nothing may precede `interrupt`.

    Reads: selection, plan, turn.  Writes: selection; plan and turn when rejected or unclear.
    """
    answer = interrupt(request_of(state))
    selection, turn = state.get("selection"), state["turn"]
    assert selection is not None  # `locate` ran
    try:
        decision = decision_of(answer, selection)
    except InvalidRequest as error:
        return {"turn": {**turn, "said": [*turn["said"], f"unclear_answer:{error.message}"]}}
    if decision["type"] == "reject":
        return {"selection": None, "plan": [], "turn": {**turn, "said": ["rejected"]}}
    if decision["type"] == "approve":
        return {"selection": {**selection, "confirmed": True}, "turn": {**turn, "said": []}}
    return {"selection": edited(selection, decision["args"]), "turn": {**turn, "said": []}}


def request_of(state: EditState) -> dict[str, Any]:
    """Return the question, as LangChain's human-in-the-loop request."""
    step, language = state["plan"][0], state["turn"]["language"]
    selection = state.get("selection")
    assert selection is not None
    mask_id, image_id = selection["mask_id"], selection["image_id"]
    around = means_around(step)
    unnamed = "the_subject" if around or step["op"] == "extract" else "it"
    named = None if around else step["target"]
    target = the(language, named) if named else say(language, unnamed)
    key = ("check_around" if around else "check_mask") if mask_id else "ask_where"
    asked = say(language, key, what=step["instruction"].rstrip(" .?!"), target=target)
    told = [note(language, said) for said in state["turn"]["said"]]
    args = {
        "image_id": image_id,
        "mask_id": mask_id,
        "candidates": selection["candidates"],
        "overlay_url": f"/images/{image_id}/overlay/{mask_id}" if mask_id else None,
        "target": step["target"],
        "op": step["op"],
    }
    return request(NAME, args, " ".join([*told, asked]))


def edit_answer(args: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answer that edits the mask as `args` say."""
    return edit_of(NAME, args)


def spoken_answer(text: str) -> dict[str, Any] | None:
    """Return the decision that a plain yes or no means, or None for any other text."""
    said = plain(text)
    if YES.fullmatch(said):
        return decided("approve")
    return decided("reject") if NO.fullmatch(said) else None


def means_around(step: Step) -> bool:
    """Whether a step changes what is outside its selection: the background of a subject."""
    return step["op"] == "background" or (step["target"] or "").lower() in BACKGROUND


def decision_of(answer: object, selection: Selection) -> Decision:
    """Check an answer to the pause.

    Raises:
        InvalidRequest: not the shape of one decision, or one that makes no sense now.
    """
    decision = the_decision(answer, keys=("mask_id",))
    kind = decision["type"]
    if kind == "approve" and selection["mask_id"] is None:
        raise InvalidRequest(
            "there is no mask to approve yet", hint="edit with points_xy or boxes_xyxy, or reject"
        )
    if decision.get("mask_id") not in (None, selection["mask_id"]):
        raise InvalidRequest(
            "the mask has changed since you saw it", hint="look at the open question again"
        )
    if kind != "edit":
        return {"type": kind, "args": {}}
    args = edited_args(decision, NAME, EDITABLE, SHOWN)
    return {"type": "edit", "args": cast(Region, args)}


def edited(selection: Selection, args: Region) -> Selection:
    """Return the selection after an edit: more points, another candidate, strokes, growth.

    An edit adds to the points and boxes before it; on a mask it starts from that mask. One thing
    that was found by its name gives way to what a person points at elsewhere.
    """
    chosen = args.get("mask_id")
    if selection.get("found") and _elsewhere(selection["region"], args):
        selection = _own(selection)
    current, region = selection["mask_id"], cast(Region, dict(selection["region"]))
    plain = set(region) <= {"points_xy", "point_labels", "boxes_xyxy"}
    if (current and (not plain or chosen not in (None, current))) or (chosen and not current):
        region = Region(mask_id=chosen or current)
    added: dict[str, Any] = {
        key: [*(region.get(key) or []), *(args.get(key) or [])]
        for key in ("points_xy", "point_labels", "boxes_xyxy", "strokes")
        if args.get(key)
    }
    changed: dict[str, Any] = {key: args.get(key) for key in ("grow_px", "invert") if args.get(key)}
    if changed and current and plain and not added:
        region = Region(mask_id=current)
    region = cast(Region, {**region, **added, **changed})
    return {**selection, "region": region, "mask_id": None, "candidates": [], "confirmed": False}


def _own(selection: Selection) -> Selection:
    """Make what was found by its name a person's own: several things stay, and more are added."""
    several = len(selection["region"].get("boxes_xyxy") or []) > 1
    if several and selection["mask_id"]:
        return {**selection, "region": Region(mask_id=selection["mask_id"]), "found": False}
    return {**selection, "region": Region(), "mask_id": None, "found": False}


def _elsewhere(region: Region, args: Region) -> bool:
    """Whether an edit points at nothing that is inside the region's boxes."""
    if args.get("boxes_xyxy"):
        return True
    points = zip(args.get("points_xy") or [], args.get("point_labels") or [], strict=False)
    included = [point for point, label in points if label == 1]
    boxes = region.get("boxes_xyxy") or []
    inside = [b for b in boxes for x, y in included if b[0] <= x < b[2] and b[1] <= y < b[3]]
    return bool(boxes and included) and not inside
