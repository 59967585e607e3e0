"""The threads of each owner: their keys, and the list that a person sees.

A thread's key holds its owner, so another owner's thread cannot even be named. The list lives in
the LangGraph store; what a thread remembers lives in its checkpoints.
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast

from langchain_core.runnables import RunnableConfig
from langgraph.store.base import BaseStore
from typing_extensions import TypedDict

from errors import InvalidRequest, NotFound

MOST_THREADS = 100_000  # of one owner
LOCAL = "local"  # the owner while authentication is off
_PLAIN_OWNER = re.compile(r"[a-z0-9-]{1,63}")
_THREAD_ID = re.compile(r"(?!\.+$)[\w.-]{1,64}")


class ThreadCard(TypedDict):
    """One row of the list."""

    thread_id: str
    owner: str
    title: str
    image_id: str | None  # its thumbnail
    versions: int
    asking: bool
    created_at: str  # ISO 8601, UTC
    updated_at: str


def owner_key(owner: str) -> str:
    """Return the owner as it stands in keys: free of separators and of SQL's wildcards.

    The store searches prefixes with LIKE, where case, `_` and `%` do not tell owners apart.
    """
    if _PLAIN_OWNER.fullmatch(owner):
        return owner
    return "~" + hashlib.sha256(owner.encode()).hexdigest()[:32]


def thread_key(owner: str, thread_id: str) -> str:
    """Return the checkpointer's thread id for `thread_id` of `owner`.

    Raises:
        InvalidRequest: `thread_id` has other characters than letters, digits, `_`, `.` and `-`.
    """
    if not is_thread_id(thread_id):
        raise InvalidRequest(
            f"thread_id {thread_id[:80]!a} is not usable",
            hint="use 1 to 64 letters, digits, '_', '.' or '-'",
        )
    return f"{owner_key(owner)}/{thread_id}"


def is_thread_id(thread_id: str) -> bool:
    """Whether `thread_id` can name a thread."""
    return bool(_THREAD_ID.fullmatch(thread_id))


def now() -> str:
    """Return this moment, ISO 8601, UTC."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


@dataclass(frozen=True)
class ThreadList:
    """The list of one server's threads, by owner."""

    store: BaseStore

    async def note(self, owner: str, thread_id: str, **changes: Any) -> None:  # noqa: ANN401  # ThreadCard's fields
        """Create the thread's row, or change some of its fields."""
        row = await self.store.aget(_namespace(owner), thread_id)
        blank = {"title": "", "image_id": None, "versions": 0, "asking": False}
        old = row.value if row else {"owner": owner, "created_at": now(), **blank}
        if old["title"]:
            changes.pop("title", None)  # the first words said stay the title
        stamped = {**old, **changes, "updated_at": now()}
        await self.store.aput(_namespace(owner), thread_id, stamped, index=False)

    async def get(self, owner: str, thread_id: str) -> ThreadCard:
        """Return one row.

        Raises:
            NotFound: the owner has no such thread.
        """
        row = await self.store.aget(_namespace(owner), thread_id)
        if row is None:
            raise NotFound(f"no thread {thread_id!r}", hint="GET /threads lists yours")
        return _card(thread_id, row.value)

    async def page(self, owner: str, *, limit: int, offset: int) -> list[ThreadCard]:
        """Return rows, the last changed first."""
        # The store sorts by whole seconds; a row is small, so all are sorted here.
        rows = await self.store.asearch(_namespace(owner), limit=MOST_THREADS)
        cards = [_card(row.key, row.value) for row in rows]
        cards.sort(key=lambda card: card["updated_at"], reverse=True)
        return cards[offset : offset + limit]

    async def every(self, owner: str) -> list[str]:
        """Return the ids of all threads of `owner`."""
        return [card["thread_id"] for card in await self.page(owner, limit=MOST_THREADS, offset=0)]

    async def forget(self, owner: str, thread_id: str) -> None:
        """Remove the row."""
        await self.store.adelete(_namespace(owner), thread_id)


def _namespace(owner: str) -> tuple[str, ...]:
    # The closing label keeps the prefix search for "al" away from "alice".
    return ("threads", owner_key(owner), "list")


def _card(thread_id: str, value: dict[str, Any]) -> ThreadCard:
    return cast(ThreadCard, {"thread_id": thread_id, **value})


def owner_of(config: RunnableConfig) -> str:
    """Return the identity a run belongs to: set by the server, or by LangGraph's own auth."""
    given = config.get("configurable", {})
    return str(given.get("langgraph_auth_user_id") or given.get("owner") or LOCAL)
