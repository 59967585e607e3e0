"""Show the mask and wait for a person's word: no model runs on a region nobody saw.

The pause has the shape of LangChain's human-in-the-loop middleware, so that Studio, Agent Chat UI
and SDK clients answer it unchanged.
"""

from collections.abc import Mapping
from typing import Any, Literal, cast

from langgraph.types import interrupt
from typing_extensions import TypedDict

from errors import InvalidRequest
from graph.state import EditState, Region, Selection, Update
from nodes.wording import note, say

DECISIONS = ("approve", "edit", "reject")
EDITABLE = (
    "points_xy", "point_labels", "boxes_xyxy", "strokes", "mask_id", "grow_px", "invert",
)  # fmt: skip
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
    target = step["target"] or say(language, "it" if step["op"] != "background" else "the_subject")
    asked = say(
        language, "check_mask" if mask_id else "ask_where", what=step["instruction"], target=target
    )
    told = [note(language, said) for said in state["turn"]["said"]]
    args = {
        "image_id": image_id,
        "mask_id": mask_id,
        "candidates": selection["candidates"],
        "overlay_url": f"/images/{image_id}/overlay/{mask_id}" if mask_id else None,
        "target": step["target"],
        "op": step["op"],
    }
    return {
        "action_requests": [
            {"name": "confirm_mask", "args": args, "description": " ".join([*told, asked])}
        ],
        "review_configs": [{"action_name": "confirm_mask", "allowed_decisions": list(DECISIONS)}],
    }


def decision_of(answer: object, selection: Selection) -> Decision:
    """Check an answer to the pause.

    Raises:
        InvalidRequest: not the shape of one decision, or one that makes no sense now.
    """
    shape = '{"decisions": [{"type": "approve" | "edit" | "reject"}]}'
    decisions = answer.get("decisions") if isinstance(answer, Mapping) else None
    if not isinstance(decisions, list) or len(decisions) != 1 or not isinstance(decisions[0], dict):
        raise InvalidRequest("the answer is not one decision", hint=f"send {shape}")
    decision = cast(dict[str, Any], decisions[0])
    kind = decision.get("type")
    if kind not in DECISIONS:
        raise InvalidRequest(f"no decision {kind!r}", hint=f"choose one of: {', '.join(DECISIONS)}")
    if kind == "approve" and selection["mask_id"] is None:
        raise InvalidRequest(
            "there is no mask to approve yet", hint="edit with points_xy or boxes_xyxy, or reject"
        )
    if kind != "edit":
        return {"type": kind, "args": {}}
    return {"type": "edit", "args": _edit_args(decision)}


def _edit_args(decision: Mapping[str, Any]) -> Region:
    action = decision.get("edited_action")
    args = action.get("args") if isinstance(action, dict) else None
    if not isinstance(args, dict):
        raise InvalidRequest(
            "an edit needs edited_action.args", hint=f"args may have: {', '.join(EDITABLE)}"
        )
    unknown = sorted(set(args) - set(EDITABLE) - set(SHOWN))
    if unknown:
        raise InvalidRequest(
            f"an edit has no {', '.join(unknown)}", hint=f"args may have: {', '.join(EDITABLE)}"
        )
    return cast(Region, {k: v for k, v in args.items() if k in EDITABLE and v is not None})


def edited(selection: Selection, args: Region) -> Selection:
    """Return the selection after an edit: more points, another candidate, strokes, growth.

    An edit adds to the points and boxes before it; on a mask it starts from that mask.
    """
    current, chosen = selection["mask_id"], args.get("mask_id")
    region = cast(Region, dict(selection["region"]))
    if chosen not in (None, current) or not (region.get("points_xy") or region.get("boxes_xyxy")):
        region = Region(mask_id=chosen or current) if chosen or current else Region()
    added: dict[str, list[Any]] = {
        key: [*(region.get(key) or []), *(args.get(key) or [])]
        for key in ("points_xy", "point_labels", "boxes_xyxy", "strokes")
        if args.get(key)
    }
    region = cast(Region, {**region, **added})
    region["grow_px"] = (region.get("grow_px") or 0) + (args.get("grow_px") or 0)
    region["invert"] = bool(region.get("invert")) != bool(args.get("invert"))
    return {**selection, "region": region, "mask_id": None, "candidates": [], "confirmed": False}
