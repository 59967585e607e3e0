"""A thread as the wire shows it: replies, events, and what a thread's state names."""

import re
from collections.abc import Iterator
from typing import Any, cast

from langchain_core.messages import BaseMessage
from langgraph.types import StateSnapshot

from checkpoints.threads import ThreadCard
from errors import EditError, Problem
from graph.wire import Event, ThreadOut, TurnReply

_ID = re.compile(r"\b(?:[0-9a-f]{32}|[mp][0-9a-f]{31})\b")


def reply_of(thread_id: str, snapshot: StateSnapshot, total_ms: float) -> TurnReply:
    """Return the thread as a turn's reply shows it."""
    values, head = snapshot.values, head_of(snapshot)
    asking = snapshot.interrupts[0].value if snapshot.interrupts else None
    versions = values.get("versions", [])
    first = values["turn"]["first"] if "turn" in values else 0
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
        "timing_ms": {"total": total_ms, "engine": round(engine_ms, 1)},
    }


def refusal_of(thread_id: str, snapshot: StateSnapshot | None, error: EditError) -> TurnReply:
    """Return the reply to a turn that could not be served: the thread as it stands, and why."""
    told = {"problem": error.problem(), "text": error.sentence()}
    if snapshot is not None:
        return cast(TurnReply, {**reply_of(thread_id, snapshot, 0.0), **told})
    nothing = dict.fromkeys(("head", "image_id", "image_url", "asking"))
    empty = {**nothing, "versions": [], "timing_ms": {"total": 0.0, "engine": 0.0}}
    return cast(TurnReply, {"thread_id": thread_id, **empty, **told})


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
        "messages": [
            {"role": "assistant" if m.type == "ai" else "user", "text": str(m.text)}
            for m in values.get("messages", [])
        ],
        "running": running,
        "unfinished": bool(snapshot.next) and not snapshot.interrupts and not running,
    }


def events_of(mode: str, chunk: dict[str, Any]) -> Iterator[Event]:
    """What a step of the graph means to a client."""
    if mode == "custom":
        yield cast(Event, chunk)
        return
    for node, update in chunk.items():
        if node == "__interrupt__":
            asking = update[0].value
            yield {"event": "mask", "data": asking["action_requests"][0]["args"]}
            yield {"event": "asking", "data": asking}
            continue
        update = update or {}
        if node == "route_intent" and update.get("plan"):
            yield {"event": "plan", "data": {"steps": update["plan"], **_planner(update)}}
        if node == "record":
            yield {"event": "version", "data": update["versions"][0]}
        if update.get("problem"):
            yield {"event": "problem", "data": cast(Problem, update["problem"])}
        if node == "respond":
            yield {"event": "token", "data": {"text": update["messages"][0].content}}


def _planner(update: dict[str, Any]) -> dict[str, Any]:
    return {key: update["turn"].get(key) for key in ("planner", "language")}


def ids_in(value: Any) -> set[str]:  # noqa: ANN401  # any state value
    """Return every image and mask id that a thread's state names."""
    if isinstance(value, str):
        return set(_ID.findall(value))
    if isinstance(value, BaseMessage):
        return ids_in(value.content)
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
