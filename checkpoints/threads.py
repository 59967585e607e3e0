"""The threads of each owner: their keys, and the list that a person sees.

A thread's key holds its owner, so another owner's thread cannot even be named. The list lives in
the LangGraph store; what a thread remembers lives in its checkpoints.
"""

import asyncio
import hashlib
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, cast

from langchain_core.runnables import RunnableConfig
from langgraph.store.base import BaseStore, Item
from typing_extensions import TypedDict

from errors import InvalidRequest, NotFound

MOST_THREADS = 100_000  # of one owner
MOST_IMAGES = 100  # attached to one thread
TITLE_LENGTH = 80
NAME_LENGTH = 60
LOCAL = "local"  # the owner while authentication is off
_LIST = "threads"
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
    names: dict[str, str]  # what the user called versions, by version id
    images: list[str]  # photos added beside the versions, in the order they were added
    renamed: bool  # the title is the user's own, not the first words said
    created_at: str  # ISO 8601, UTC
    updated_at: str


Row = dict[str, Any]
"""A row as it is stored: a card without its id; `trashed_at` where a deletion is under way."""


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
    """The list of one server's threads, by owner. A trashed thread is hidden from it."""

    store: BaseStore
    _changing: asyncio.Lock = field(default_factory=asyncio.Lock)  # a row is read, then written

    async def note(self, owner: str, thread_id: str, **changes: Any) -> None:  # noqa: ANN401  # ThreadCard's fields
        """Create the thread's row, or change some of its fields."""

        def noted(row: Row) -> Row:
            # The first words said stay the title.
            kept = {k: v for k, v in changes.items() if k != "title" or not row["title"]}
            return {**row, **kept, "updated_at": now()}

        await self._change(owner, thread_id, noted, create=True)

    async def rename(self, owner: str, thread_id: str, title: str) -> ThreadCard:
        """Give a thread a title of 1 to 80 characters; its place in the list stays.

        Raises:
            InvalidRequest: the title is empty or too long.
            NotFound: the owner has no such thread.
        """
        title = _label("title", title, 1, TITLE_LENGTH)
        renamed = {"title": title, "renamed": True}
        return await self._change(owner, thread_id, lambda row: {**row, **renamed})

    async def name_version(
        self, owner: str, thread_id: str, version_id: str, name: str
    ) -> ThreadCard:
        """Call a version by a name of at most 60 characters; an empty one takes the name away.

        Whether the version exists is the caller's to check.

        Raises:
            InvalidRequest: the name is too long.
            NotFound: the owner has no such thread.
        """
        name = _label("name", name, 0, NAME_LENGTH)

        def named(row: Row) -> Row:
            others = {k: v for k, v in row["names"].items() if k != version_id}
            return {**row, "names": {**others, version_id: name} if name else others}

        return await self._change(owner, thread_id, named)

    async def attach(self, owner: str, thread_id: str, image_id: str) -> ThreadCard:
        """Add a photo beside a thread's versions; the first one may create the thread's row.

        Raises:
            InvalidRequest: the thread has too many.
        """

        def attached(row: Row) -> Row:
            images = [*row["images"], *({image_id} - set(row["images"]))]
            if len(images) > MOST_IMAGES:
                raise InvalidRequest(
                    f"a thread holds at most {MOST_IMAGES} added photos", hint="remove one first"
                )
            return {**row, "images": images, "updated_at": now()}

        return await self._change(owner, thread_id, attached, create=True)

    async def detach(self, owner: str, thread_id: str, image_id: str) -> ThreadCard:
        """Take an added photo away again.

        Raises:
            NotFound: the owner has no such thread, or the thread no such photo.
        """

        def detached(row: Row) -> Row:
            if image_id not in row["images"]:
                raise NotFound(
                    f"no photo {image_id[:40]!r} was added to this thread",
                    hint="GET /threads/{id} lists its images",
                )
            return {**row, "images": [one for one in row["images"] if one != image_id]}

        return await self._change(owner, thread_id, detached)

    async def trash(self, owner: str, thread_id: str, *, trashed: bool) -> ThreadCard:
        """Hide a thread until it is deleted for good, or show it again.

        Raises:
            NotFound: the owner has no such thread.
        """
        moved = {"trashed_at": now() if trashed else None}
        return await self._change(
            owner, thread_id, lambda row: {**row, **moved}, hidden=not trashed
        )

    async def trashed(self) -> list[tuple[str, str]]:
        """Return (owner, thread id) of every thread whose deletion is under way."""
        rows = await self.store.asearch(
            (_LIST,), filter={"trashed_at": {"$ne": None}}, limit=MOST_THREADS
        )
        return [(row.value["owner"], row.key) for row in rows]

    async def get(self, owner: str, thread_id: str) -> ThreadCard:
        """Return one row.

        Raises:
            NotFound: the owner has no such thread.
        """
        item = await self.store.aget(thread_rows(owner), thread_id)
        return _card(thread_id, _known(thread_id, item))

    async def check_not_trashed(self, owner: str, thread_id: str) -> None:
        """Refuse a thread whose deletion is under way; one that does not exist yet passes.

        Raises:
            NotFound: the thread was deleted a moment ago.
        """
        if item := await self.store.aget(thread_rows(owner), thread_id):
            _known(thread_id, item)

    async def page(
        self, owner: str, *, limit: int, offset: int, search: str | None = None
    ) -> list[ThreadCard]:
        """Return rows, the last changed first; those whose title or names hold `search`."""
        cards = await self.cards(owner)
        wanted = _folded(search or "")
        cards = [card for card in cards if any(wanted in _folded(text) for text in _texts(card))]
        return cards[offset : offset + limit]

    async def every(self, owner: str) -> list[str]:
        """Return the ids of all threads of `owner`, trashed ones too: they may come back."""
        return [card["thread_id"] for card in await self.cards(owner, hidden=True)]

    async def forget(self, owner: str, thread_id: str) -> None:
        """Remove the row."""
        await self.store.adelete(thread_rows(owner), thread_id)

    async def cards(self, owner: str, *, hidden: bool = False) -> list[ThreadCard]:
        """Return all rows, the last changed first; `hidden`: the trashed ones too."""
        # The store sorts by whole seconds; a row is small, so all are sorted here.
        rows = await self.store.asearch(thread_rows(owner), limit=MOST_THREADS)
        shown = [row for row in rows if hidden or not row.value.get("trashed_at")]
        cards = [_card(row.key, row.value) for row in shown]
        return sorted(cards, key=lambda card: card["updated_at"], reverse=True)

    async def _change(
        self,
        owner: str,
        thread_id: str,
        change: Callable[[Row], Row],
        *,
        create: bool = False,
        hidden: bool = False,
    ) -> ThreadCard:
        async with self._changing:
            item = await self.store.aget(thread_rows(owner), thread_id)
            if item is None and create:
                old = {**_blank(), "owner": owner, "created_at": now(), "updated_at": now()}
            else:
                old = _known(thread_id, item, hidden=hidden)
            new = change(old)
            await self.store.aput(thread_rows(owner), thread_id, new, index=False)
        return _card(thread_id, new)


def _known(thread_id: str, item: Item | None, *, hidden: bool = False) -> Row:
    if item is None:
        raise NotFound(f"no thread {thread_id!r}", hint="GET /threads lists yours")
    if item.value.get("trashed_at") and not hidden:
        raise NotFound(f"the thread {thread_id!r} was deleted", hint="restore it, or start anew")
    return {**_blank(), **item.value}


def _blank() -> Row:
    """What a row holds before anything is known; rows of older servers lack some of it."""
    plain = {"title": "", "image_id": None, "versions": 0, "asking": False, "trashed_at": None}
    return {**plain, "names": {}, "images": [], "renamed": False}


def _label(what: str, text: str, least: int, most: int) -> str:
    label = text.strip()
    if not least <= len(label) <= most:
        raise InvalidRequest(
            f"a {what} of {len(label)} characters", hint=f"use {least} to {most} characters"
        )
    return label


def _texts(card: ThreadCard) -> list[str]:
    return [card["title"], *card["names"].values()]


def _folded(text: str) -> str:
    # macOS types Hangul in parts; NFKC puts them together again.
    return unicodedata.normalize("NFKC", text).casefold()


def thread_rows(owner: str) -> tuple[str, ...]:
    """Return the store's namespace of the owner's rows, one per thread id."""
    # The closing label keeps the prefix search for "al" away from "alice".
    return (_LIST, owner_key(owner), "list")


def _card(thread_id: str, value: Row) -> ThreadCard:
    shown = {k: v for k, v in {**_blank(), **value}.items() if k != "trashed_at"}
    return cast(ThreadCard, {"thread_id": thread_id, **shown})


def owner_of(config: RunnableConfig) -> str:
    """Return the identity a run belongs to: set by the server, or by LangGraph's own auth."""
    given = config.get("configurable", {})
    return str(given.get("langgraph_auth_user_id") or given.get("owner") or LOCAL)


def thread_of(config: RunnableConfig) -> str:
    """Return the id of the thread that a run is on, as its owner knows it; empty where none is."""
    return str(config.get("configurable", {}).get("thread_id") or "").rpartition("/")[2]
