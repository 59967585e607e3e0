"""Answers to a pause, in the shape of LangChain's human-in-the-loop middleware, or as words."""

import re
from collections.abc import Mapping
from typing import Any, cast

from errors import InvalidRequest

DECISIONS = ("approve", "edit", "reject")
SHAPE = '{"decisions": [{"type": "approve" | "edit" | "reject"}]}'
YES = re.compile(
    r"(?:y|yes|yep|yeah|ok|okay|sure|right|correct|approve|looks? (?:good|right)"
    r"|that'?s (?:it|right)"
    r"|응|어|네|예|넵|ㅇㅇ|ㅇㅋ|그래|좋아|맞아|승인|오케이)(?:요|습니다)?"
    r"(?:[ ,]*(?:맞아|좋아|please)(?:요|습니다)?)?"
)
NO = re.compile(
    r"(?:n|no|nope|cancel|reject|stop|never ?mind|forget it|don'?t"
    r"|아니|아니야|아뇨|취소|됐어|싫어|그만)"
    r"(?:요|해|해줘|해 줘|해주세요)?"
)
"""Plain words that answer a question, so that nobody has to know its wire format."""


def plain(text: str) -> str:
    """Return what was said without case, blanks around it and closing marks."""
    return text.strip().lower().rstrip(" .!~")


def decided(kind: str) -> dict[str, Any]:
    """Return the answer that approves or rejects."""
    return {"decisions": [{"type": kind}]}


def edit_of(name: str, args: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answer that edits the action `name` as `args` say."""
    action = {"name": name, "args": dict(args)}
    return {"decisions": [{"type": "edit", "edited_action": action}]}


def request(name: str, args: Mapping[str, Any], asked: str) -> dict[str, Any]:
    """Return the question that a pause asks."""
    return {
        "action_requests": [{"name": name, "args": dict(args), "description": asked}],
        "review_configs": [{"action_name": name, "allowed_decisions": list(DECISIONS)}],
    }


def the_decision(answer: object, *, keys: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return the one decision of an answer; `keys` are those it may have besides the usual.

    Raises:
        InvalidRequest: not the shape of one decision.
    """
    decisions = answer.get("decisions") if isinstance(answer, Mapping) else None
    if not isinstance(decisions, list) or len(decisions) != 1 or not isinstance(decisions[0], dict):
        raise InvalidRequest("the answer is not one decision", hint=f"send {SHAPE}")
    decision = cast(dict[str, Any], decisions[0])
    unknown = sorted(set(decision) - {"type", "edited_action", "message", *keys})
    if unknown:
        raise InvalidRequest(f"a decision has no {', '.join(unknown)}", hint=f"send {SHAPE}")
    kind = decision.get("type")
    if kind not in DECISIONS:
        raise InvalidRequest(f"no decision {kind!r}", hint=f"choose one of: {', '.join(DECISIONS)}")
    return decision


def edited_args(
    decision: Mapping[str, Any], name: str, editable: tuple[str, ...], shown: tuple[str, ...]
) -> dict[str, Any]:
    """Return the args of an edit that count; those in `shown` say nothing new.

    Raises:
        InvalidRequest: another action, or args that it has not.
    """
    action = decision.get("edited_action")
    args = action.get("args") if isinstance(action, dict) else None
    named = action.get("name", name) if isinstance(action, dict) else None
    hint = f"args may have: {', '.join(editable)}"
    if not isinstance(args, dict) or named != name:
        raise InvalidRequest(f"an edit needs edited_action {{name: {name}, args}}", hint=hint)
    unknown = sorted(set(args) - set(editable) - set(shown))
    if unknown:
        raise InvalidRequest(f"an edit has no {', '.join(unknown)}", hint=hint)
    return {k: v for k, v in args.items() if k in editable and v is not None}
