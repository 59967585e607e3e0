"""Walk the versions: undo, redo, reset, go to one. Nothing is ever destroyed."""

from collections.abc import Callable
from typing import Any

from engines.protocols import Step
from errors import InvalidRequest, NotFound, NothingToUndo
from graph.state import EditState, Update, Version
from nodes.thread import head_version, newest_child, version_of
from nodes.wording import say


def history(state: EditState) -> Update:
    """Move the head as the step says.

    Reads: plan, versions, head, turn.  Writes: head, plan, turn.

    Raises:
        NothingToUndo: the head is at an end of its branch.
        NotFound: no such version.
        NoImage: the thread has no photo yet.
    """
    step, turn = state["plan"][0], state["turn"]
    move = _MOVES.get(str(step["args"].get("action")))
    if move is None:
        raise InvalidRequest(
            f"no history action {step['args'].get('action')!r}",
            hint=f"choose one of: {', '.join(_MOVES)}",
        )
    version, language = move(state, step), turn["language"]
    what = version["instruction"] or say(language, "original")
    said = "text:" + say(language, "now_at", version=version["version_id"], what=what)
    return {
        "head": version["version_id"],
        "plan": state["plan"][1:],
        "turn": {**turn, "said": [*turn["said"], said]},
    }


def _undo(state: EditState, step: Step) -> Version:
    version, count = head_version(state), _count(step)
    for done in range(count):
        if version["parent"] is None:
            raise NothingToUndo(
                f"there are only {done} steps to undo" if done else "there is nothing to undo",
                hint="this is the original",
            )
        version = version_of(state, version["parent"])
    return version


def _redo(state: EditState, step: Step) -> Version:
    version, count = head_version(state), _count(step)
    for done in range(count):
        child = newest_child(state, version["version_id"])
        if child is None:
            raise NothingToUndo(
                f"there are only {done} steps to redo" if done else "there is nothing to redo",
                hint="this is the newest version of its branch",
            )
        version = child
    return version


def _reset(state: EditState, _step: Step) -> Version:
    version = head_version(state)
    while version["parent"] is not None:
        version = version_of(state, version["parent"])
    return version


def _goto(state: EditState, step: Step) -> Version:
    before: Any = step["args"].get("before")
    if before:
        return _before(state, before)
    return version_of(state, f"v{step['args'].get('version')}")


def _before(state: EditState, wanted: dict[str, str | None]) -> Version:
    """The parent of the newest step of that kind: "before I removed the cat"."""
    head_version(state)
    op, target = wanted.get("op"), wanted.get("target")
    for version in reversed(state.get("versions", [])):
        same_op = op in (None, version["op"])
        same_target = not target or target in f"{version['target']} {version['instruction']}"
        if version["parent"] and same_op and same_target:
            return version_of(state, version["parent"])
    done = ", ".join(f"{v['version_id']} {v['op']}" for v in state.get("versions", []))
    raise NotFound("there is no such step to go back before", hint=f"this thread has: {done}")


def _count(step: Step) -> int:
    count = step["args"].get("count") or 1
    return count if isinstance(count, int) else 1


_MOVES: dict[str, Callable[[EditState, Step], Version]] = {
    "undo": _undo,
    "redo": _redo,
    "reset": _reset,
    "goto": _goto,
}
