"""What happens on an owner's threads, told to everyone who watches: other tabs, other clients."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable, Generator
from contextlib import contextmanager
from typing import Any, cast

from graph.wire import Event, Notice, NoticeName

MOST_PENDING = 256  # a watcher that is further behind than this has to reload


class Watch:
    """One watcher's notices, in order; iterate over it.

    Of progress it has not read yet a watcher gets the newest only, of an answer all pieces as
    one. One that is too far behind gets `lost` as its last notice, with an empty thread id: it is
    to load what it shows anew.
    """

    def __init__(self, most: int = MOST_PENDING) -> None:
        self._pending: deque[Notice] = deque()
        self._most, self._lost = most, False
        self._ready = asyncio.Event()

    def put(self, notice: Notice) -> None:
        """Take a notice in; never waits."""
        if self._lost:
            return
        if self._pending and _newer(notice, self._pending[-1]):
            self._pending.pop()
        elif self._pending and _goes_on(notice, self._pending[-1]):
            text = self._pending.pop()["data"]["text"] + notice["data"]["text"]
            notice = {**notice, "data": {"text": text}}
        self._pending.append(notice)
        if len(self._pending) > self._most:
            self._pending.clear()
            self._pending.append({"thread_id": "", "event": "lost", "data": {}})
            self._lost = True
        self._ready.set()

    def __aiter__(self) -> AsyncIterator[Notice]:
        return self

    async def __anext__(self) -> Notice:
        """Return the next notice, or wait for it."""
        if not self._pending and self._lost:
            raise StopAsyncIteration
        while not self._pending:
            self._ready.clear()
            await self._ready.wait()
        return self._pending.popleft()


class Notices:
    """Passes notices on to the watchers of each owner. Belongs to one event loop."""

    def __init__(self) -> None:
        self._watches: dict[str, list[Watch]] = {}
        self._said: dict[tuple[str, str], str] = {}  # of the turns that run

    @contextmanager
    def watching(self, owner: str) -> Generator[Watch]:
        """Watch the threads of `owner` from here to the end of the block."""
        watch = Watch()
        self._watches.setdefault(owner, []).append(watch)
        try:
            yield watch
        finally:
            self._watches[owner].remove(watch)
            if not self._watches[owner]:
                del self._watches[owner]

    def count(self, owner: str) -> int:
        """Return how many watch the threads of `owner`."""
        return len(self._watches.get(owner, []))

    def said(self, owner: str, thread_id: str) -> str | None:
        """Return what the running turn of a thread has said so far; None where none runs.

        A page that comes in the middle of an answer begins with it.
        """
        return self._said.get((owner, thread_id))

    def tell(self, owner: str, thread_id: str, event: NoticeName, data: Any) -> None:  # noqa: ANN401  # by event
        """Tell all who watch the threads of `owner`."""
        key = owner, thread_id
        if event == "started":
            self._said[key] = ""
        elif event == "token":
            self._said[key] = self._said.get(key, "") + data["text"]
        elif event == "done":
            self._said.pop(key, None)
        for watch in self._watches.get(owner, []):
            watch.put({"thread_id": thread_id, "event": event, "data": data})


class Telling:
    """Tells what one turn does: to its sender, and once it has started to all who watch."""

    def __init__(
        self, notices: Notices, owner: str, thread_id: str, sender: Callable[[Event], None]
    ) -> None:
        self._notices, self._owner, self._thread_id = notices, owner, thread_id
        self._sender, self._started = sender, False

    def start(self, *, text: str, image_id: str | None, turn_id: str) -> None:
        """Say that a turn is about to run; a turn that is refused never gets here."""
        self._started = True
        data = {"text": text, "image_id": image_id, "turn_id": turn_id}
        self._notices.tell(self._owner, self._thread_id, "started", data)

    def __call__(self, event: Event) -> None:
        """Pass an event on."""
        self._sender(event)
        if self._started:
            name = cast(NoticeName, event["event"])
            self._notices.tell(self._owner, self._thread_id, name, event["data"])


def _goes_on(notice: Notice, last: Notice) -> bool:
    """Whether `notice` is the next piece of the answer that `last` is a piece of."""
    return notice["event"] == last["event"] == "token" and (
        notice["thread_id"] == last["thread_id"]
    )


def _newer(notice: Notice, last: Notice) -> bool:
    """Whether `notice` makes `last` worthless: progress of one thread, one after the other."""
    return notice["event"] == last["event"] == "progress" and (
        notice["thread_id"] == last["thread_id"]
    )
