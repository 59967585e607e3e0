"""Taking images out of what a thread remembers: their ids, and what a search showed of them.

The words of a conversation stay for the person to read. Messages about a forgotten image are
marked, and are not context for any model from then on.
"""

from collections.abc import Sequence
from typing import Any, cast

from langchain_core.messages import BaseMessage

FORGOTTEN = "forgotten"


def is_forgotten(message: BaseMessage) -> bool:
    """Whether a message was about an image that its owner has since removed."""
    return bool(message.additional_kwargs.get(FORGOTTEN))


def without_images(value: Any, ids: frozenset[str]) -> Any:  # noqa: ANN401  # any state value
    """Return a state value without the images `ids`; the value itself where it names none.

    An id in a list goes, any other becomes None; a picture that a search found goes with all that
    was found of it; a message loses its ids and is marked, with the one that it answers.
    """
    if isinstance(value, BaseMessage):
        return _message(value, ids)
    if isinstance(value, dict):
        known = cast(dict[str, Any], value)
        return {k: without_images(v, ids) for k, v in known.items()} if names(known, ids) else value
    if isinstance(value, list | tuple):
        items = cast("Sequence[Any]", value)
        return _items(items, ids) if names(items, ids) else value
    return None if isinstance(value, str) and value in ids else value


def names(value: Any, ids: frozenset[str]) -> bool:  # noqa: ANN401  # any state value
    """Whether a state value names one of the images."""
    if isinstance(value, BaseMessage):
        return names(value.additional_kwargs, ids) or names(value.content, ids)
    if isinstance(value, dict):
        return any(names(one, ids) for one in cast(dict[str, Any], value).values())
    if isinstance(value, list | tuple):
        return any(names(one, ids) for one in cast("Sequence[Any]", value))
    return isinstance(value, str) and (value in ids or any(value == _url(one) for one in ids))


def _items(items: Sequence[Any], ids: frozenset[str]) -> Any:  # noqa: ANN401  # list or tuple
    kept = [without_images(item, ids) for item in items if not _goes(item, ids)]
    asked = {m.id.removeprefix("reply-") for m in items if _is_about(m, ids)}
    marked = [_marked(m) if isinstance(m, BaseMessage) and m.id in asked else m for m in kept]
    return type(items)(marked) if isinstance(items, tuple) else marked


def _goes(item: Any, ids: frozenset[str]) -> bool:  # noqa: ANN401  # an item of a list
    """Whether a list drops an item: an id, a picture that was found, an image block."""
    if isinstance(item, str):
        return item in ids
    found = isinstance(item, dict) and ("score" in item or "url" in item)
    return found and names(item, ids)


def _is_about(item: Any, ids: frozenset[str]) -> bool:  # noqa: ANN401  # an item of a list
    return isinstance(item, BaseMessage) and bool(item.id) and names(item, ids)


def _message(message: BaseMessage, ids: frozenset[str]) -> BaseMessage:
    if not names(message, ids):
        return message
    update = {
        "content": without_images(message.content, ids),
        "additional_kwargs": without_images(message.additional_kwargs, ids),
    }
    return _marked(message.model_copy(update=update))


def _marked(message: BaseMessage) -> BaseMessage:
    known = {**message.additional_kwargs, FORGOTTEN: True}
    return message.model_copy(update={"additional_kwargs": known})


def _url(image_id: str) -> str:
    return f"/images/{image_id}"
