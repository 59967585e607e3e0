"""Photos that arrive inside messages: moved to the image store, so that messages hold words.

Understands LangChain's image blocks (v0 and v1), OpenAI's `image_url` with a data URL, and our
own `{"type": "image", "url": "/images/ID"}`, which is also what a block becomes.
"""

import base64
import binascii
import re
from collections.abc import Callable
from typing import Any, cast

from langchain_core.messages import BaseMessage

from errors import InvalidImage

Put = Callable[[bytes], str]
"""Stores an image's bytes and returns its id."""

_DATA_URL = re.compile(r"data:image/[\w.+-]+;base64,")
_OURS = re.compile(r"/images/([0-9a-f]{32})\b")


def without_bytes(value: Any, put: Put) -> Any:  # noqa: ANN401  # any state value
    """Return `value` with every inline image in it replaced by a block that names its id.

    Walks dicts, lists, tuples and messages; returns `value` itself where nothing is to replace.
    """
    if isinstance(value, BaseMessage):
        content = without_bytes(value.content, put)
        return value if content is value.content else value.model_copy(update={"content": content})
    if isinstance(value, dict):
        block = cast(dict[str, Any], value)
        if (data := inline_bytes(block)) is not None:
            return image_block(put(data))
        return _same_or_new(block, {k: without_bytes(v, put) for k, v in block.items()})
    if isinstance(value, list | tuple):
        items = cast("list[Any] | tuple[Any, ...]", value)
        return _same_or_new(items, type(items)(without_bytes(item, put) for item in items))
    return value


def image_block(image_id: str) -> dict[str, str]:
    """Return the content block that stands for a stored image."""
    return {"type": "image", "url": f"/images/{image_id}"}


def image_ids(content: str | list[Any]) -> list[str]:
    """Return the ids of the stored images that a message's content names.

    Raises:
        InvalidImage: a block points elsewhere; this server fetches nothing by itself.
    """
    blocks = [] if isinstance(content, str) else content
    urls = [url for block in blocks if (url := _url(block)) is not None]
    found = [_OURS.search(url) for url in urls]
    if None in found:
        raise InvalidImage(
            "the message links to an image elsewhere",
            hint="send the image itself (base64), or upload it to POST /images first",
        )
    return [match.group(1) for match in found if match]


def text_of(content: str | list[Any]) -> str:
    """Return the words of a message's content."""
    if isinstance(content, str):
        return content.strip()
    parts = [b if isinstance(b, str) else b.get("text", "") for b in content]
    return " ".join(part.strip() for part in parts if part.strip())


def inline_bytes(block: dict[str, Any]) -> bytes | None:
    """Return the image bytes that a content block carries, or None.

    Raises:
        InvalidImage: the block's base64 is broken.
    """
    if block.get("type") not in ("image", "image_url", "file"):
        return None
    encoded = block.get("base64") or block.get("data") or _url(block)
    if not isinstance(encoded, str) or encoded.startswith(("/images/", "http:", "https:")):
        return None
    try:
        return base64.b64decode(_DATA_URL.sub("", encoded, count=1), validate=True)
    except binascii.Error as error:
        raise InvalidImage(
            "the inline image is not base64", hint="encode the file's bytes with standard base64"
        ) from error


def _url(block: Any) -> str | None:  # noqa: ANN401  # a content block
    if not isinstance(block, dict) or block.get("type") not in ("image", "image_url"):
        return None
    url = block.get("url") or block.get("image_url")
    url = url.get("url") if isinstance(url, dict) else url
    return url if isinstance(url, str) else None


def _same_or_new(old: Any, new: Any) -> Any:  # noqa: ANN401  # two containers of one kind
    pairs = (
        zip(old.values(), new.values(), strict=True)
        if isinstance(old, dict)
        else zip(old, new, strict=True)
    )
    return old if all(a is b for a, b in pairs) else new
