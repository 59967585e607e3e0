"""Take a turn in: photos to the image store, the region to the head's image."""

import re
import zlib

from langchain_core.messages import BaseMessage

from checkpoints.images import OwnerImages
from checkpoints.inline import image_ids, text_of, without_bytes
from checkpoints.threads import now
from errors import InvalidRequest
from graph.state import Region, Remembered, Request, Selection, Turn, Update, Version

TEXT_LIMIT = 2000  # characters; the rule planner's regexes are tested up to here
HANGUL = re.compile("[가-힣]")
POINTED = ("points_xy", "boxes_xyxy", "strokes", "mask_id")


def receive(state: Remembered, *, images: OwnerImages) -> Update:
    """Start a turn.

    Reads: messages, request, versions, head.
    Writes: turn, selection, plan, draft, problem; messages (without bytes), versions and head
    (a thread's first photo; an older version that is named again).

    Raises:
        InvalidRequest: the text is too long.
        NotFound: the image is not the owner's.
        InvalidImage: an inline image cannot be read.
    """
    request: Request = state.get("request") or {}
    message = without_bytes(state.get("messages", [])[-1], lambda data: images.put(data).image_id)
    text = text_of(message.content)
    if len(text) > TEXT_LIMIT:
        raise InvalidRequest(
            f"the text has {len(text)} characters", hint=f"say it in {TEXT_LIMIT} or fewer"
        )
    turn = _turn(state, request, message, text)
    if turn["image_id"]:
        notes = images.info(turn["image_id"]).notes
        turn["said"] += [f"text:{note}." for note in notes] if is_new(state, turn) else []
    update: Update = {"messages": [message], "plan": [], "draft": {}, "problem": None, "turn": turn}
    update |= _stand(state, turn)
    region = request.get("region") or {}
    if any(region.get(key) for key in POINTED):
        turn["pointed"] = True
        update["selection"] = _selection(
            region, bool(request.get("confirmed")), turn, update, state
        )
    return update


def _turn(state: Remembered, request: Request, message: BaseMessage, text: str) -> Turn:
    named = request.get("image_id")
    shown = [named] if named else image_ids(message.content)
    return {
        "turn_id": request.get("turn_id") or message.id or "",
        "text": text,
        "image_id": shown[0] if shown else None,
        "language": "ko" if HANGUL.search(text) else "und",  # until the plan says
        "options": request.get("options") or {},
        "pointed": False,
        "first": len(state.get("versions", [])),
        "said": ["dropped_pause"] if state.get("plan") else [],
    }


def _stand(state: Remembered, turn: Turn) -> Update:
    """Put the head where the turn's image says; a new photo beside others waits for the plan."""
    versions, image_id = state.get("versions", []), turn["image_id"]
    if image_id is None:
        return {}
    if not versions:
        turn["first"] = 1
        return new_root(image_id, 0)
    head = next(v for v in versions if v["version_id"] == state.get("head"))
    if head["image_id"] == image_id:
        return {}
    named = [v for v in versions if v["image_id"] == image_id]
    if named:
        turn["said"].append(f"branch:{named[-1]['version_id']}")
        return {"head": named[-1]["version_id"]}
    return {}


def is_new(state: Remembered, turn: Turn) -> bool:
    """Whether the turn came with a photo that the thread has not seen."""
    known = {v["image_id"] for v in state.get("versions", [])} | set(state.get("images", []))
    return turn["image_id"] is not None and turn["image_id"] not in known


def new_root(image_id: str, count: int) -> Update:
    """Return the version that a photo begins with, after `count` others, as the head."""
    version: Version = {
        "version_id": f"v{count}",
        "parent": None,
        "image_id": image_id,
        "op": "upload",
        "target": None,
        "instruction": "",
        "prompt": None,
        "english": None,
        "engine": None,
        "seed": None,
        "params": {},
        "mask_id": None,
        "outside_changed": None,
        "timing_ms": 0.0,
        "created_at": now(),
    }
    return {"versions": [version], "head": version["version_id"]}


def _selection(
    region: Region, confirmed: bool, turn: Turn, update: Update, state: Remembered
) -> Selection:
    head = update.get("head") or state.get("head")
    versions: list[Version] = [*state.get("versions", []), *update.get("versions", [])]
    image_id = next((v["image_id"] for v in versions if v["version_id"] == head), "")
    computed = bool(region.get("points_xy") or region.get("boxes_xyxy"))
    if confirmed and computed:
        turn["said"].append("seen_first")  # nobody has seen the mask that points will give
    return {
        "image_id": turn["image_id"] or image_id,
        "mask_id": None,
        "region": region,
        "candidates": [],
        "confirmed": confirmed and not computed,
        "target": None,
    }


def seed_of(image_id: str, text: str) -> int:
    """Return a seed for a step whose turn names none: the same request gives the same pixels."""
    return zlib.crc32(f"{image_id}\n{text}".encode())
