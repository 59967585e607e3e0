"""Take a turn in: photos to the image store, the region to the head's image."""

import re
import zlib
from typing import cast

from langchain_core.messages import BaseMessage

from checkpoints.images import OwnerImages
from checkpoints.inline import image_ids, text_of, without_bytes
from checkpoints.threads import now
from errors import InvalidRequest
from graph.state import Region, Remembered, Request, Selection, Turn, Update, Version
from nodes.segment import check_region
from nodes.thread import frame_of, head_version, newest_child

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
    update: Update = {"messages": [message], "plan": [], "draft": {}, "problem": None, "turn": turn}
    if request.get("deselect"):
        update["selection"] = None
    if turn["image_id"]:
        update |= _stand(state, turn, turn["image_id"], images)
    region = request.get("region") or {}
    if any(region.get(key) for key in POINTED):
        turn["pointed"] = True
        after = cast(Remembered, {**state, **update, "versions": _versions(state, update)})
        confirmed = bool(request.get("confirmed"))
        update["selection"] = _selection(region, confirmed, turn, after, images)
    return update


def _versions(state: Remembered, update: Update) -> list[Version]:
    return [*state.get("versions", []), *update.get("versions", [])]


def _turn(state: Remembered, request: Request, message: BaseMessage, text: str) -> Turn:
    named = request.get("image_id")
    shown = [named] if named else image_ids(message.content)
    return {
        "turn_id": message.id or "",
        "digest": request.get("digest"),
        "text": text,
        "image_id": shown[0] if shown else None,
        "language": language_of(text, request.get("language")),  # until the plan says
        "options": request.get("options") or {},
        "with_image_ids": request.get("with_image_ids") or [],
        "pointed": False,
        "brought": False,
        "before": state.get("head"),
        "first": len(state.get("versions", [])),
        "said": ["dropped_pause"] if state.get("plan") else [],
    }


def language_of(text: str, client: str | None = None) -> str:
    """Return what a text is answered in before it is planned; without one, the client's own."""
    if HANGUL.search(text):
        return "ko"
    return "und" if text else client or "und"


def _stand(state: Remembered, turn: Turn, image_id: str, images: OwnerImages) -> Update:
    """Put the head where the turn's image says: on a version's image, or on a new photo."""
    info, versions = images.info(image_id), state.get("versions", [])
    named = [v for v in versions if v["image_id"] == image_id]
    if not named:
        turn["said"] += [f"text:{note.rstrip('.')}." for note in info.notes]
        turn["said"] += ["new_photo"] if versions else []
        turn["first"] += 1
        turn["brought"] = True
        return new_root(image_id, len(versions))
    if head_version(state)["image_id"] == image_id:
        return {}
    if newest_child(state, named[-1]["version_id"]):
        turn["said"].append(f"branch:{named[-1]['version_id']}")
    return {"head": named[-1]["version_id"]}


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
    region: Region, confirmed: bool, turn: Turn, after: Remembered, images: OwnerImages
) -> Selection:
    head = head_version(after)
    info = images.info(head["image_id"])
    check_region(region, info.width, info.height)
    seen = is_seen(region)
    if confirmed and not seen:
        turn["said"].append("seen_first")  # nobody has seen the mask that this will give
    return {
        "image_id": head["image_id"],
        "frame": frame_of(after, head),
        "mask_id": None,
        "region": region,
        "candidates": [],
        "confirmed": confirmed and seen,
        "target": None,
    }


def is_seen(region: Region) -> bool:
    """Whether the region is a mask as it was shown, or the user's own strokes alone."""
    computed = ("points_xy", "boxes_xyxy", "grow_px", "invert")
    both = region.get("mask_id") and region.get("strokes")
    return not both and not any(region.get(key) for key in computed)


def seed_of(image_id: str, text: str) -> int:
    """Return a seed for a step whose turn names none: the same request gives the same pixels."""
    return zlib.crc32(f"{image_id}\n{text}".encode())
