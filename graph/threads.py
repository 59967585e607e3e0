"""What can be done to a thread besides taking a turn on it: names, photos, deletion.

All of it is in the thread's row, none in its checkpoints: an open question stays as it is.
"""

import asyncio
import threading
from collections.abc import AsyncIterator, Generator, Iterable, Mapping
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from langchain_core.runnables import RunnableConfig
from langgraph.graph.state import CompiledStateGraph
from langgraph.types import StateSnapshot

from checkpoints.catalogue import Catalogue
from checkpoints.images import ImageStore, OwnerImages
from checkpoints.memory import Memory
from checkpoints.saver import WordsOnlySaver
from checkpoints.threads import ThreadList, thread_key
from errors import InvalidRequest, ThreadBusy
from graph.notices import Notices, Watch
from graph.reply import ids_in
from graph.wire import Notice
from nodes.thread import version_of

Graph = CompiledStateGraph[Any, Any, Any, Any]
MASK_AGE_S = 3600  # a client may still mean to use a younger one
MOST_STEPS = 150  # of the graph in one turn: a plan has at most 8, each passes 8 nodes
TRASH_S = 8.0  # how long a deletion can be undone


class Threads:
    """The threads of all owners, and who watches them."""

    def __init__(
        self,
        graph: Graph,
        saver: WordsOnlySaver,
        threads: ThreadList,
        images: ImageStore,
        *,
        trash_s: float = TRASH_S,
    ) -> None:
        self.graph, self.saver, self.threads, self.images = graph, saver, threads, images
        self.notices = Notices()
        self._trash_s = trash_s
        self._purges: dict[str, asyncio.Task[None]] = {}
        self._running: dict[str, threading.Event] = {}

    def watching(self, owner: str) -> AbstractContextManager[Watch]:
        """Watch every thread of `owner`: `with turns.watching(owner) as notices`.

        What happens from there on is told, whoever did it, so that nothing is missed between
        loading a thread and following it; leaving the block ends it.
        """
        return self.notices.watching(owner)

    async def watch(self, owner: str) -> AsyncIterator[Notice]:
        """Yield what happens on the threads of `owner`, from the first `anext` on."""
        with self.watching(owner) as notices:
            async for notice in notices:
                yield notice

    async def state(self, owner: str, thread_id: str) -> StateSnapshot:
        """Return what the thread remembers."""
        return await self.graph.aget_state(self._config(owner, thread_key(owner, thread_id)))

    def is_running(self, owner: str, thread_id: str) -> bool:
        """Whether a turn runs on the thread now."""
        return thread_key(owner, thread_id) in self._running

    async def rename(self, owner: str, thread_id: str, title: str) -> None:
        """Give a thread a title of 1 to 80 characters.

        Raises:
            InvalidRequest: the title is empty or too long.
            NotFound: the owner has no such thread.
        """
        card = await self.threads.rename(owner, thread_id, title)
        self.notices.tell(
            owner, thread_id, "renamed", {"title": card["title"], "names": card["names"]}
        )

    async def name_version(self, owner: str, thread_id: str, version_id: str, name: str) -> None:
        """Call a version by a name of at most 60 characters; an empty one takes the name away.

        Raises:
            InvalidRequest: the name is too long.
            NotFound: the owner has no such thread, or the thread no such version.
        """
        await self.threads.get(owner, thread_id)
        version_of(await self._values(owner, thread_id), version_id)
        card = await self.threads.name_version(owner, thread_id, version_id, name)
        self.notices.tell(
            owner, thread_id, "renamed", {"title": card["title"], "names": card["names"]}
        )

    async def attach(self, owner: str, thread_id: str, image_id: str) -> None:
        """Add a photo beside the thread's versions; a thread that is not there yet begins so.

        Raises:
            InvalidRequest: the thread id is unusable, or the thread has too many photos.
            NotFound: the owner has no such image, or the thread was deleted a moment ago.
        """
        thread_key(owner, thread_id)
        await asyncio.to_thread(self.images.of(owner).info, image_id)
        card = await self.threads.attach(owner, thread_id, image_id)
        self.notices.tell(owner, thread_id, "attached", {"images": card["images"]})

    async def detach(self, owner: str, thread_id: str, image_id: str) -> None:
        """Take an added photo away, and forget it when no other thread of the owner uses it.

        Raises:
            InvalidRequest: a version is made of it; the message says which.
            NotFound: the owner has no such thread, or the thread no such photo.
            ThreadBusy: a turn runs on the thread, and may be using it.
        """
        card = await self.threads.get(owner, thread_id)
        key = thread_key(owner, thread_id)
        with self._alone(key):
            await self._check_unneeded(owner, await self._values(owner, thread_id), image_id)
            if image_id in card["images"]:
                # The row goes last: where the server dies half-way, it can be asked for again.
                await self.saver.forget_images(key, frozenset({image_id}))
                left = ids_in(await self._values(owner, thread_id)) | ids_in(card)
                await self._sweep(owner, {image_id}, instead={thread_id: left - {image_id}})
            card = await self.threads.detach(owner, thread_id, image_id)
            await self.saver.wipe()
        self.notices.tell(owner, thread_id, "attached", {"images": card["images"]})

    async def _check_unneeded(self, owner: str, values: Any, image_id: str) -> None:  # noqa: ANN401  # an EditState
        images = self.images.of(owner)
        for version in values.get("versions", []):
            if image_id in await asyncio.to_thread(images.closure, [version["image_id"]]):
                raise InvalidRequest(
                    f"{version['version_id']} is made of this photo",
                    hint="versions are never destroyed; delete the thread to forget both",
                )
        if image_id in ids_in(values.get("plan")):
            raise InvalidRequest(
                "the open question is about this photo", hint="answer it, or drop it"
            )

    async def trash(self, owner: str, thread_id: str) -> None:
        """Hide a thread, and delete it for good a few seconds later unless it is restored.

        Raises:
            NotFound: the owner has no such thread.
            ThreadBusy: a turn runs on it.
        """
        key = thread_key(owner, thread_id)
        with self._alone(key):
            await self.threads.trash(owner, thread_id, trashed=True)
            self._purges[key] = asyncio.create_task(self._purge(owner, thread_id))
        self.notices.tell(owner, thread_id, "deleted", {})

    async def restore(self, owner: str, thread_id: str) -> None:
        """Bring a trashed thread back; one that is not trashed stays as it is.

        Raises:
            NotFound: the owner has no such thread, or it is gone for good.
            ThreadBusy: a turn runs on it, or it is being deleted.
        """
        key = thread_key(owner, thread_id)
        with self._alone(key):
            if purge := self._purges.pop(key, None):
                purge.cancel()
            await self.threads.trash(owner, thread_id, trashed=False)
        self.notices.tell(owner, thread_id, "restored", {})

    async def delete(self, owner: str, thread_id: str) -> None:
        """Forget a thread at once: checkpoints, row, and the images that no other thread uses.

        Raises:
            NotFound: the owner has no such thread.
            ThreadBusy: a turn runs on it.
        """
        with self._alone(thread_key(owner, thread_id)):
            # Trashed first: if the server dies half-way, the next start finishes it.
            await self.threads.trash(owner, thread_id, trashed=True)
            await self._forget(owner, thread_id)
        self.notices.tell(owner, thread_id, "deleted", {})

    async def forget_unused(self, owner: str, image_ids: Iterable[str]) -> None:
        """Delete images that no thread of the owner names, nor the catalogue, with all traces."""
        await self._sweep(owner, set(image_ids))

    async def start(self) -> None:
        """Finish the deletions that a server which stopped had begun."""
        for owner, thread_id in await self.threads.trashed():
            await self._forget(owner, thread_id)

    async def stop(self) -> None:
        """Leave what is in the trash to the next start."""
        purges = list(self._purges.values())
        for purge in purges:
            purge.cancel()
        await asyncio.gather(*purges, return_exceptions=True)

    async def _purge(self, owner: str, thread_id: str) -> None:
        key = thread_key(owner, thread_id)
        await asyncio.sleep(self._trash_s)
        while key in self._running:  # a turn, about to hear that the thread is gone
            await asyncio.sleep(0.05)
        with self._alone(key):
            await self._forget(owner, thread_id)
            del self._purges[key]

    async def _forget(self, owner: str, thread_id: str) -> None:
        cards = await self.threads.cards(owner, hidden=True)
        cards = [card for card in cards if card["thread_id"] == thread_id]
        used = ids_in(await self._values(owner, thread_id)) | ids_in(cards)
        await self._sweep(owner, used, instead={thread_id: set()})
        await self.saver.adelete_thread(thread_key(owner, thread_id))
        await asyncio.to_thread(self._catalogue(owner).forget_thread, thread_id)
        await self.threads.forget(owner, thread_id)
        await self.saver.wipe()

    async def _sweep(
        self, owner: str, used: set[str], *, instead: Mapping[str, set[str]] | None = None
    ) -> None:
        """Delete those images of `used` that no thread of the owner names, nor the catalogue.

        Args:
            owner: whose.
            used: ids of images and masks.
            instead: thread id -> what it keeps, in place of all that it names.
        """
        kept = await asyncio.to_thread(self._catalogue(owner).catalogued)
        named: dict[str, set[str]] = {}
        for card in await self.threads.cards(owner, hidden=True):
            thread_id = card["thread_id"]
            values = await self._values(owner, thread_id)
            named[thread_id] = ids_in(values)
            held = (instead or {}).get(thread_id)
            kept |= _held(values) | ids_in(card) if held is None else held
        gone = await asyncio.to_thread(_delete_unused, self.images.of(owner), used, kept)
        await self._forget_images(owner, gone)
        others = named.keys() - (instead or {}).keys()
        for thread_id in [one for one in others if named[one] & gone]:
            await self.saver.forget_images(thread_key(owner, thread_id), frozenset(gone))

    async def _forget_images(self, owner: str, ids: Iterable[str]) -> None:
        """Remove what is known of images; after their files, so that none comes back."""
        ids = list(ids)
        await asyncio.to_thread(Memory(self.threads.store, owner).forget, ids)
        await asyncio.to_thread(self._catalogue(owner).forget, ids)

    def _catalogue(self, owner: str) -> Catalogue:
        return Catalogue(self.threads.store, owner)

    async def _values(self, owner: str, thread_id: str) -> Any:  # noqa: ANN401  # an EditState
        return (await self.state(owner, thread_id)).values

    @contextmanager
    def _alone(self, key: str) -> Generator[None]:
        """Hold the thread; its event in `_running` is set when the turn is to be cancelled."""
        if key in self._running:
            raise ThreadBusy("another turn runs on this thread", hint="wait for it, or cancel it")
        self._running[key] = threading.Event()
        try:
            yield
        finally:
            del self._running[key]

    @staticmethod
    def _config(owner: str, key: str) -> RunnableConfig:
        return {
            "configurable": {"thread_id": key, "owner": owner},
            "recursion_limit": MOST_STEPS,
        }


def _held(values: Any) -> set[str]:  # noqa: ANN401  # an EditState
    """What a thread keeps: not the images that a reply has only looked at, or found elsewhere."""
    messages = [
        (m.content, _without_shown(m.additional_kwargs)) for m in values.get("messages", [])
    ]
    turn = _without_shown(values.get("turn") or {})
    return ids_in([{**values, "messages": messages, "turn": turn}])


def _without_shown(known: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in known.items() if key not in ("seen", "found")}


def _delete_unused(images: OwnerImages, used: Iterable[str], kept: Iterable[str]) -> set[str]:
    """Delete what was used and is not kept, and old masks that no thread names; return the ids."""
    unused = images.closure(used) | images.old_masks(MASK_AGE_S)
    unused -= images.closure(kept)
    images.delete(unused)
    return unused
