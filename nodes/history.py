"""Walk the versions: undo, redo, reset, go to one. Nothing is ever destroyed."""

import re
from collections.abc import Callable
from typing import Any

from engines.protocols import Step
from errors import InvalidRequest, NotFound, NothingToUndo
from graph.state import EditState, Update, Version
from nodes.thread import head_version, newest_child, version_of
from nodes.wording import say

WORD = re.compile(r"\w+")
IDLE = frozenset(
    WORD.findall("""
    it this that them the a an i was is made make did changed change last step edit recoloured
    recolored removed go back to before 이거 이것 그거 그것 저거 마지막 바꾸기 변경 전으로
""")
)
"""Words of "before I made it blue" that say nothing about which step is meant."""


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
        return _before(state, step, before)
    return version_of(state, f"v{step['args'].get('version')}")


def _before(state: EditState, step: Step, wanted: dict[str, str | None]) -> Version:
    """The parent of the step that is meant: "before I removed the cat", the newest such one."""
    head_version(state)
    op, words = wanted.get("op"), _telling(wanted.get("target") or "")
    hints = _telling(step["instruction"])
    made = [v for v in state.get("versions", []) if v["parent"] and op in (None, v["op"])]
    meant = [v for v in made if all(word in _told(v) for word in words)]
    if not meant:
        done = ", ".join(f"{v['version_id']} {v['op']}" for v in state.get("versions", []))
        raise NotFound("there is no such step to go back before", hint=f"this thread has: {done}")
    ranked = enumerate(meant)
    best = max(ranked, key=lambda each: (sum(w in _told(each[1]) for w in hints), each[0]))[1]
    return version_of(state, str(best["parent"]))


def _telling(text: str) -> list[str]:
    return [word for word in WORD.findall(text.lower()) if word not in IDLE]


def _told(version: Version) -> str:
    return f"{version['target']} {version['instruction']}".lower()


def _count(step: Step) -> int:
    count = step["args"].get("count") or 1
    return count if isinstance(count, int) else 1


_MOVES: dict[str, Callable[[EditState, Step], Version]] = {
    "undo": _undo,
    "redo": _redo,
    "reset": _reset,
    "goto": _goto,
}
