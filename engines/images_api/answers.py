"""What a server of OpenAI's images API answers: one JSON body, or a stream of events."""

import json
import math
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self, cast

from engines.images_api.refusals import refused, silent, strange
from engines.protocols import Arg
from errors import EngineError

MOST_ID = 100  # characters of a request's id that are kept
MOST_NUMBER = 10**15  # of tokens or money: a larger one is no number of theirs
COST_HEADER = "x-litellm-response-cost"  # US dollars; a proxy that knows prices says it
DEPTH = 2


@dataclass(frozen=True)
class Answer:
    """A picture, as it was sent, and what the server says of its making.

    base64: the picture; None: it lies at `url`, or in `data`.
    said: usage, cost and request id, those that were given; a version remembers them.
    """

    base64: str | None = None
    url: str | None = None
    data: bytes | None = None
    said: Mapping[str, Arg] = field(default_factory=dict[str, Arg])

    def holding(self, data: bytes) -> Self:
        """Return the answer with its picture's bytes."""
        return replace(self, data=data)

    def marked(self, headers: Mapping[str, str]) -> Self:
        """Return the answer with what its headers say."""
        said = dict(self.said)
        request_id = headers.get("x-request-id", "")
        if request_id and request_id.isprintable():
            said["request_id"] = request_id[:MOST_ID]
        if "cost" not in said and (cost := _number(headers.get(COST_HEADER))) is not None:
            said["cost"] = cost
        return replace(self, said=said)


def json_answer(host: str, body: bytes) -> Answer:
    """Return the answer in a body.

    Raises:
        EngineUnavailable: it is no answer of an images server.
        EngineError: there is no picture in it, or an error.
    """
    try:
        found: Any = json.loads(body)
    except ValueError as error:
        raise strange(host) from error
    if not isinstance(found, dict):
        raise strange(host)
    return _answer(host, cast(dict[str, Any], found))


async def events(host: str, lines: AsyncIterator[bytes], partial: Callable[[str], None]) -> Answer:
    """Return the answer at the end of a stream (server-sent events).

    `partial` is given each unfinished picture, base64.

    Raises:
        EngineUnavailable: the stream ended without a picture, or is none.
        EngineError: an error came instead.
    """
    async for line in lines:
        if not line.startswith(b"data:"):
            continue
        data = line.removeprefix(b"data:").strip()
        if data == b"[DONE]":
            break
        event = _event(host, data)
        kind = str(event.get("type", ""))
        if kind.endswith(".partial_image") and isinstance(event.get("b64_json"), str):
            partial(event["b64_json"])
        elif kind.endswith(".completed") or "data" in event or "error" in event or kind == "error":
            return _answer(host, event)
    raise silent(host, "it broke off in the middle of its answer", "try again in a moment")


def _event(host: str, data: bytes) -> dict[str, Any]:
    try:
        event: Any = json.loads(data)
    except ValueError as error:
        raise strange(host) from error
    if not isinstance(event, dict):
        raise strange(host)
    return cast(dict[str, Any], event)


def _answer(host: str, found: Mapping[str, Any]) -> Answer:
    error = found.get("error") or (found if found.get("type") == "error" else None)
    if error:
        given = error if isinstance(error, dict) else {"message": error}
        raise refused(host, cast(dict[str, Any], given))
    if "data" not in found and "b64_json" not in found:
        raise strange(host)
    rows: Any = found.get("data", [found])
    first: Any = cast(list[Any], rows)[0] if isinstance(rows, list) and rows else None
    row = cast(dict[str, Any], first) if isinstance(first, dict) else {}
    picture, url = row.get("b64_json"), row.get("url")
    said = _said(found)
    if isinstance(picture, str) and picture:
        return Answer(base64=picture, said=said)
    if isinstance(url, str) and url:
        return Answer(url=url, said=said)
    raise EngineError(
        f"`{host}` answered without a picture", hint="try again, or choose another engine"
    )


def _said(found: Mapping[str, Any]) -> dict[str, Arg]:
    """Usage and cost, where the answer has them: numbers only."""
    usage: Any = found.get("usage")
    given = _numbers(cast(dict[str, Any], usage), DEPTH) if isinstance(usage, dict) else {}
    said: dict[str, Arg] = {"usage": given} if given else {}
    cost = _number(found.get("cost", given.get("cost")))
    return said if cost is None else {**said, "cost": cost}


def _numbers(given: Mapping[str, Any], depth: int) -> dict[str, Arg]:
    kept: dict[str, Arg] = {}
    for name, value in list(given.items())[:20]:
        if isinstance(value, int | float) and abs(value) <= MOST_NUMBER:
            kept[str(name)[:MOST_ID]] = value
        elif isinstance(value, dict) and depth > 1:
            kept[str(name)[:MOST_ID]] = _numbers(cast(dict[str, Any], value), depth - 1)
    return kept


def _number(value: object) -> float | None:
    try:
        number = float(str(value))
    except ValueError:
        return None
    return number if math.isfinite(number) else None
