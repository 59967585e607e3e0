"""What a request says, given the thread it is sent to."""

import hashlib
from typing import Any, cast

from langgraph.types import StateSnapshot
from pydantic import ValidationError

from checkpoints.images import OwnerImages
from checkpoints.inline import inline_bytes
from engines import Engines
from errors import InvalidImage, InvalidRegion, InvalidRequest
from graph.reply import asked_name, offered_by
from graph.state import Region
from graph.wire import RegionIn, TurnRequest
from nodes.choose import choice_of, chosen, spoken_choice
from nodes.confirm_mask import decision_of, edit_answer, edited, spoken_answer
from nodes.decision import decided
from nodes.segment import find


def was_served(request: TurnRequest, snapshot: StateSnapshot) -> bool:
    """Whether the thread has served a turn of that id.

    Raises:
        InvalidRequest: it has, and the turn said something else.
    """
    for message in snapshot.values.get("messages", []):
        if message.id == request.turn_id:
            if message.text != request.text:
                raise InvalidRequest(
                    f"turn_id {request.turn_id!r} was used for another turn", hint="use a new one"
                )
            return True
    return False


def is_retry(request: TurnRequest, snapshot: StateSnapshot) -> bool:
    """Whether the request is the turn that a crash cut off, sent again, or just "go on"."""
    turn = snapshot.values.get("turn")
    if request.answer:
        return not snapshot.interrupts
    return is_empty(request) or (turn is not None and turn["digest"] == digest_of(request))


def digest_of(request: TurnRequest) -> str:
    """Return what tells a request apart from any other."""
    return hashlib.sha256(request.model_dump_json().encode()).hexdigest()[:16]


def is_empty(request: TurnRequest) -> bool:
    """Whether a request says nothing at all."""
    said = request.text or request.image or request.image_id or request.answer
    return not said and (request.region is None or request.region == RegionIn())


def answer_of(request: TurnRequest, snapshot: StateSnapshot) -> dict[str, Any] | None:
    """The answer a request gives to the open question: in its form, in words, by pointing.

    Raises:
        InvalidRequest: of several variants, it does not say which.
    """
    if request.answer or not snapshot.interrupts or request.image or request.image_id:
        return request.answer
    asking = snapshot.interrupts[0].value
    if asked_name(asking) == "choose_variant":
        return _choice(request, snapshot)
    if request.region is None or request.region == RegionIn():
        return spoken_answer(request.text)
    if request.text:
        return None
    return edit_answer(request.region.model_dump(exclude_defaults=True))


def _choice(request: TurnRequest, snapshot: StateSnapshot) -> dict[str, Any] | None:
    if request.region not in (None, RegionIn()):
        return None  # pointing says nothing about pictures that are not there yet
    count, language = len(offered_by(snapshot)), snapshot.values["turn"]["language"]
    return spoken_choice(request.text, count, language)


def checked_answer(
    answer: dict[str, Any], snapshot: StateSnapshot, images: OwnerImages, engines: Engines
) -> dict[str, Any]:
    """The answer to the open question as it goes into the checkpoint: checked, and no more.

    Raises:
        InvalidRequest: not one decision, or one that makes no sense now.
        InvalidRegion, InvalidMask: an edit of the mask that selects nothing, or is malformed.
    """
    values = snapshot.values
    if asked_name(snapshot.interrupts[0].value) == "choose_variant":
        index = chosen(answer, len(offered_by(snapshot)), values["turn"]["language"])
        return decided("reject") if index is None else choice_of(index)
    decision, selection = decision_of(answer, values["selection"]), values["selection"]
    if decision["type"] != "edit":
        return decided(decision["type"])
    args = region_of(decision["args"])
    region = edited(selection, args)["region"]
    found = find(region, selection["image_id"], images=images, engines=engines)
    # A brush's path is long: the checkpoint holds the id of the mask it makes.
    return edit_answer({"mask_id": found.best["mask_id"]} if region.get("strokes") else args)


def region_of(args: Region) -> Region:
    """An edit's args under the same limits as any region.

    Raises:
        InvalidRegion: a field is malformed; the message names it.
    """
    try:
        return cast(Region, RegionIn.model_validate(args).model_dump(exclude_defaults=True))
    except ValidationError as error:
        said = [f"{'.'.join(str(p) for p in e['loc'])}: {e['msg']}" for e in error.errors()]
        raise InvalidRegion("; ".join(said), hint="/docs shows the shape of a region") from error


def stored(images: OwnerImages, image: str) -> str:
    """Keep an inline photo and return its id.

    Raises:
        InvalidImage: no base64, or no image.
    """
    data = inline_bytes({"type": "image", "base64": image})
    if data is None:
        raise InvalidImage(
            "`image` is not inline image data", hint="send base64, a data URL, or image_id"
        )
    return images.put(data).image_id
