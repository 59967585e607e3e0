"""A thread as the wire shows it: replies, events, and what a thread's state names."""

import re
from collections.abc import Iterator
from typing import Any, cast

from langchain_core.messages import BaseMessage
from langgraph.types import StateSnapshot

from checkpoints.threads import ThreadCard
from errors import EditError, Problem
from graph.state import Version
from graph.wire import Event, MessageOut, ThreadOut, TurnReply
from nodes.korean import told

_ID = re.compile(r"\b(?:[0-9a-f]{32}|[mp][0-9a-f]{31})\b")


def reply_of(thread_id: str, snapshot: StateSnapshot, total_ms: float) -> TurnReply:
    """Return the thread as a turn's reply shows it."""
    values, head = snapshot.values, head_of(snapshot)
    asking = snapshot.interrupts[0].value if snapshot.interrupts else None
    versions = values.get("versions", [])
    turn = values.get("turn")
    first = turn["first"] if turn else 0
    engine_ms = sum(v["timing_ms"] for v in versions[first:])
    return {
        "thread_id": thread_id,
        "text": asking["action_requests"][0]["description"] if asking else _said(snapshot),
        "head": head["version_id"] if head else None,
        "image_id": head["image_id"] if head else None,
        "image_url": f"/images/{head['image_id']}" if head else None,
        "versions": versions,
        "asking": asking,
        "problem": values.get("problem"),
        "links": turn.get("links", []) if turn and not asking else [],
        "found": turn.get("found", []) if turn and not asking else [],
        "timing_ms": {"total": total_ms, "engine": round(engine_ms, 1)},
    }


def refusal_of(
    thread_id: str, snapshot: StateSnapshot | None, error: EditError, language: str
) -> TurnReply:
    """Return the reply to a turn that could not be served: the thread as it stands, and why.

    In `language`, or where that is not known ("und") in the one the thread last spoke.
    """
    turn = snapshot.values.get("turn") if snapshot else None
    spoken = turn["language"] if turn and language == "und" else language
    reason = " ".join(told(spoken, error.problem())).strip()
    refused = {"problem": error.problem(), "text": reason}
    if snapshot is not None:
        return cast(TurnReply, {**reply_of(thread_id, snapshot, 0.0), **refused})
    nothing = dict.fromkeys(("head", "image_id", "image_url", "asking"))
    empty = {
        **nothing,
        "versions": [],
        "links": [],
        "found": [],
        "timing_ms": {"total": 0.0, "engine": 0.0},
    }
    return cast(TurnReply, {"thread_id": thread_id, **empty, **refused})


def thread_of(card: ThreadCard, snapshot: StateSnapshot, *, running: bool) -> ThreadOut:
    """Return a thread as `GET /threads/{id}` shows it."""
    reply, values = reply_of(card["thread_id"], snapshot, 0.0), snapshot.values
    return {
        "thread_id": card["thread_id"],
        "title": card["title"],
        "created_at": card["created_at"],
        "updated_at": card["updated_at"],
        "head": reply["head"],
        "image_id": reply["image_id"],
        "image_url": reply["image_url"],
        "versions": reply["versions"],
        "asking": reply["asking"],
        "problem": reply["problem"],
        "plan": values.get("plan", []),
        "selection": values.get("selection"),
        "messages": [_message_of(m) for m in values.get("messages", [])],
        "names": card["names"],
        "images": card["images"],
        "running": running,
        "unfinished": bool(snapshot.next) and not snapshot.interrupts and not running,
    }


def _message_of(message: BaseMessage) -> MessageOut:
    """A message as the wire shows it; threads of older servers remember its words only."""
    known = message.additional_kwargs
    return {
        "message_id": message.id,
        "role": "assistant" if message.type == "ai" else "user",
        "text": str(message.text),
        "image_id": known.get("image_id") or _shown(message),
        "mask_id": known.get("mask_id"),
        "versions": known.get("versions", []),
        "problem": known.get("problem"),
        "steps": known.get("steps", []),
        "planner": known.get("planner"),
        "why": known.get("why"),
        "links": known.get("links", []),
        "found": known.get("found", []),
        "language": known.get("language"),
    }


def _shown(message: BaseMessage) -> str | None:
    """The photo in a message's content, where a LangGraph client puts it."""
    blocks = [] if isinstance(message.content, str) else message.content
    return min(ids_in([block for block in blocks if not isinstance(block, str)]), default=None)


def events_of(mode: str, chunk: dict[str, Any]) -> Iterator[Event]:
    """What a step of the graph means to a client."""
    if mode == "custom":
        yield cast(Event, chunk)
        return
    for node, update in chunk.items():
        if node == "__interrupt__":
            asking = update[0].value
            if asked_name(asking) == "confirm_mask":
                yield {"event": "mask", "data": asking["action_requests"][0]["args"]}
            yield {"event": "asking", "data": asking}
            continue
        update = update or {}
        if node == "route_intent" and update.get("plan"):
            yield {"event": "plan", "data": {"steps": update["plan"], **_planner(update)}}
        if node in ("execute", "generate") and (made := update["draft"].get("variants")):
            yield {"event": "variant", "data": _variant(made, update["draft"]["total"])}
        if node == "record":
            yield {"event": "version", "data": update["versions"][0]}
        if update.get("problem"):
            yield {"event": "problem", "data": cast(Problem, update["problem"])}
        if node == "respond" and (rest := _unsaid(update["messages"][0])):
            yield {"event": "token", "data": {"text": rest}}


def _unsaid(reply: BaseMessage) -> str:
    """What of a reply was not streamed while a model said it; a space keeps it apart from that."""
    text, streamed = str(reply.text), reply.additional_kwargs.get("streamed", [])
    for said in streamed:
        text = text.replace(said, "", 1)
    rest = text.strip()
    return f" {rest}" if streamed and rest else rest


def _variant(made: list[Version], total: int) -> dict[str, Any]:
    newest = made[-1]
    image_id, seed = newest["image_id"], newest["seed"]
    return {"index": len(made) - 1, "total": total, "image_id": image_id, "seed": seed}


def asked_name(asking: dict[str, Any]) -> str:
    """Return what a pause asks for: "confirm_mask" or "choose_variant"."""
    return asking["action_requests"][0]["name"]


def offered_by(snapshot: StateSnapshot) -> list[str]:
    """Return the images of the variants that are made and not chosen from yet, in order."""
    draft = snapshot.values.get("draft") or {}
    return [variant["image_id"] for variant in draft.get("variants", [])]


def _planner(update: dict[str, Any]) -> dict[str, Any]:
    return {key: update["turn"].get(key) for key in ("planner", "why", "language")}


def ids_in(value: Any) -> set[str]:  # noqa: ANN401  # any state value
    """Return every image and mask id that a thread's state names."""
    if isinstance(value, str):
        return set(_ID.findall(value))
    if isinstance(value, BaseMessage):
        return ids_in(value.content) | ids_in(value.additional_kwargs)
    if isinstance(value, dict):
        value = list(cast(dict[str, Any], value).values())
    if isinstance(value, list | tuple):
        return set().union(*(ids_in(item) for item in cast("list[Any]", value)))
    return set()


def head_of(snapshot: StateSnapshot) -> dict[str, Any] | None:
    """Return the version the user stands on, or None."""
    head = snapshot.values.get("head")
    versions = snapshot.values.get("versions", [])
    return next((v for v in versions if v["version_id"] == head), None)


def _said(snapshot: StateSnapshot) -> str:
    messages = snapshot.values.get("messages", [])
    return str(messages[-1].content) if messages and messages[-1].type == "ai" else ""
