"""What a server of OpenAI's images API says when it does not draw, as this house's errors."""

import json
import re
from collections.abc import Mapping
from typing import Any, cast

from engines.retrying import AskAgainError, retry_after_s
from errors import EngineError, EngineUnavailable

MODERATED = ("moderation_blocked", "content_policy_violation", "image_generation_user_error")
SPENT = ("insufficient_quota", "billing_hard_limit_reached")
PASSING = (408, 409, 425, 429, 500, 502, 503, 504, 529)
MOST_WORDS = 300
KEY_HINT = "check PENTIMENTO_IMAGES_KEY, or OPENAI_API_KEY"
_SAID = {
    401: ("it refused the key", KEY_HINT),
    403: ("it refused access", "check what the key may use"),
    404: (
        "it does not know the address or the model",
        "check PENTIMENTO_IMAGES_URL (it ends in /v1) and PENTIMENTO_IMAGES_MODEL",
    ),
    429: ("it is busy (429)", "try again in a moment"),
}
_ENCODED = re.compile(r"[A-Za-z0-9+/]{100,}={0,2}")  # a server may quote the photo it was sent
_SECRET = re.compile(r"\b(sk-|key-|Bearer )[\w*.-]{6,}")


def refusal(host: str, status: int, headers: Mapping[str, str], body: bytes) -> Exception:
    """Return what to raise for an HTTP error: `AskAgainError` where another try may help."""
    given = _error_of(body)
    if 300 <= status < 400:
        return silent(host, "it sends to another address", "check PENTIMENTO_IMAGES_URL")
    if given.get("code") in SPENT:
        return silent(host, "its quota is used up", "check the plan and its limits")
    if status in PASSING or status >= 500:
        what, hint = _SAID.get(status, (f"its server failed ({status})", "try again in a moment"))
        error = silent(host, what, hint)
        return AskAgainError(error, retry_after_s(headers.get("retry-after")))
    if status in _SAID:
        return silent(host, *_SAID[status])
    return refused(host, given)


def refused(host: str, given: Mapping[str, Any]) -> EngineError:
    """Return the error for a request that the server will not do, in its own words.

    Args:
        host: the server's.
        given: its `error` object: "message", "code", "type".
    """
    words = legible(given.get("message")) or "it does not say why"
    if given.get("code") in MODERATED or given.get("type") in MODERATED:
        return EngineError(
            f"`{host}` refused to draw this: {words}",
            hint="say it in other words, or choose another photo or engine",
        )
    return EngineError(
        f"`{host}` refused the request: {words}",
        hint="check PENTIMENTO_IMAGES_DIALECT and PENTIMENTO_IMAGES_MODEL",
    )


def silent(host: str, why: str, hint: str) -> EngineUnavailable:
    """Return the error for a server that did not answer, or not as one of its kind."""
    return EngineUnavailable(f"`{host}` did not answer: {why}", hint=hint)


def strange(host: str) -> EngineUnavailable:
    """Return the error for an answer that is none."""
    return silent(
        host,
        "what came back is no images server's answer",
        "check PENTIMENTO_IMAGES_URL (it ends in /v1)",
    )


def legible(words: object) -> str:
    """Return what a server says, one line, without keys and encoded photos."""
    text = " ".join(str(words or "").split())
    return _SECRET.sub("(key)", _ENCODED.sub("(data)", text))[:MOST_WORDS].rstrip(".")


def _error_of(body: bytes) -> dict[str, Any]:
    """The `error` object of a body; of other JSON, and of HTML, as much as can be told."""
    try:
        found: Any = json.loads(body)
    except ValueError:
        return {}
    if not isinstance(found, dict):
        return {}
    found = cast(dict[str, Any], found)
    error = found.get("error", found.get("detail", found))
    if isinstance(error, list):  # FastAPI: one entry for each field
        places = [one for one in cast(list[Any], error) if isinstance(one, dict)]
        return {"message": "; ".join(_place(cast(dict[str, Any], one)) for one in places)}
    return cast(dict[str, Any], error) if isinstance(error, dict) else {"message": error}


def _place(one: Mapping[str, Any]) -> str:
    where = one.get("loc")
    named = ".".join(str(part) for part in cast(list[Any], where or []))
    return f"{named}: {one.get('msg')}"
