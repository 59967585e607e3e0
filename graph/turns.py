"""Turns on threads: one at a time, checked first, finished even when the client has gone."""

import asyncio
import contextvars
import logging
import time
import uuid
from collections.abc import AsyncIterator, Callable
from typing import Any, cast

from langchain_core.messages import HumanMessage
from langchain_core.runnables import RunnableConfig
from langgraph.types import Command, StateSnapshot

from checkpoints.images import ImageStore, OwnerImages
from checkpoints.saver import WordsOnlySaver
from checkpoints.threads import TITLE_LENGTH, ThreadList, is_thread_id, thread_key
from engines import Engines
from errors import EditError, EngineError, NothingAsked
from graph.asked import (
    answer_of,
    checked_answer,
    digest_of,
    is_empty,
    is_retry,
    stored,
    was_served,
)
from graph.notices import Telling
from graph.reply import events_of, head_of, offered_by, refusal_of, reply_of
from graph.state import Region, Remembered
from graph.threads import TRASH_S, Graph, Threads
from graph.wire import Event, TurnReply, TurnRequest
from nodes.prefetch import Prefetch
from nodes.receive import language_of
from nodes.search import in_words
from nodes.segment import check_region, find
from nodes.thread import version_of

log = logging.getLogger(__name__)

CLOSED = {"plan": [], "draft": {}}
"""What a thread's state has between two turns."""


class Turns(Threads):
    """Serves turns: one at a time per thread, to the end even when the client has gone."""

    def __init__(
        self,
        graph: Graph,
        saver: WordsOnlySaver,
        threads: ThreadList,
        images: ImageStore,
        engines: Engines,
        *,
        trash_s: float = TRASH_S,
    ) -> None:
        super().__init__(graph, saver, threads, images, trash_s=trash_s)
        self.engines, self.prefetch = engines, Prefetch(engines)
        self._tasks: set[asyncio.Task[None]] = set()
        self._offered: dict[str, set[str]] = {}  # by running thread: images of its variants

    async def events(
        self, owner: str, thread_id: str | None, request: TurnRequest
    ) -> AsyncIterator[Event]:
        """Serve one turn and yield what happens; the last event is `done`, with the reply."""
        thread_id = thread_id or uuid.uuid4().hex[:12]
        queue: asyncio.Queue[Event | None] = asyncio.Queue()
        # A task of its own: a client that hangs up does not stop the turn.
        task = asyncio.create_task(
            self._told(owner, thread_id, request, queue.put_nowait),
            context=contextvars.Context(),
        )
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        task.add_done_callback(lambda _: queue.put_nowait(None))
        while (event := await queue.get()) is not None:
            yield event

    async def reply(self, owner: str, thread_id: str | None, request: TurnRequest) -> TurnReply:
        """Serve one turn and return its reply."""
        last: Event | None = None
        async for event in self.events(owner, thread_id, request):
            last = event
        assert last is not None  # `done` always comes
        return cast(TurnReply, last["data"])

    async def cancel(self, owner: str, thread_id: str) -> bool:
        """Stop the running turn, or drop one that a crash or an open question left unfinished.

        Returns whether there was anything to stop; a running engine stops at its next step.
        """
        key = thread_key(owner, thread_id)
        if running := self._running.get(key):
            running.set()
            return True
        config = self._config(owner, key)
        with self._alone(key):
            if not (await self.graph.aget_state(config)).next:
                return False
            offered = offered_by(await self.graph.aget_state(config))
            await self._drop(config)
            if offered:
                await self._sweep(owner, set(offered))
            await self.threads.note(owner, thread_id, asking=False)
            reply = reply_of(thread_id, await self.graph.aget_state(config), 0.0)
        self.notices.tell(owner, thread_id, "done", reply)
        return True

    async def go(self, owner: str, thread_id: str, version_id: str) -> None:
        """Stand on a version without a word; a question that was open is dropped with its turn.

        Raises:
            NotFound: the owner has no such thread, or the thread no such version.
            ThreadBusy: a turn runs on it.
        """
        await self.threads.get(owner, thread_id)
        key = thread_key(owner, thread_id)
        config = self._config(owner, key)
        with self._alone(key):
            snapshot = await self.graph.aget_state(config)
            version_of(cast(Remembered, snapshot.values), version_id)
            moved = {"head": version_id, "selection": None, "problem": None}
            await self.graph.aupdate_state(config, moved | CLOSED, as_node="respond")
            if offered := offered_by(snapshot):
                await self._sweep(owner, set(offered))
            await self._settled(owner, thread_id)
        self.notices.tell(owner, thread_id, "moved", {"head": version_id})

    async def close(self, grace_s: float = 5.0) -> None:
        """Wait for running turns; one that takes longer is finished after the next start."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=grace_s)
        await asyncio.to_thread(self.prefetch.close)
        await self.stop()

    async def _told(
        self,
        owner: str,
        thread_id: str,
        request: TurnRequest,
        sender: Callable[[Event], None],
    ) -> None:
        """Serve a turn; why one fails is its reply too."""
        tell = Telling(self.notices, owner, thread_id, sender)
        serving = self._serve(owner, thread_id, request, tell)
        (failure,) = await asyncio.gather(serving, return_exceptions=True)
        if failure is not None:
            refusal = await self._refusal(owner, thread_id, request, failure)
            tell({"event": "problem", "data": refusal["problem"]})
            tell({"event": "done", "data": refusal})

    async def _serve(self, owner: str, thread_id: str, request: TurnRequest, tell: Telling) -> None:
        start = time.perf_counter()
        key = thread_key(owner, thread_id)
        with self._alone(key):
            await self.threads.check_not_trashed(owner, thread_id)
            offered = self._offered[key] = set(offered_by(await self.state(owner, thread_id)))
            try:
                await self._turn(owner, thread_id, request, tell)
            finally:
                del self._offered[key]
            snapshot = await self._settled(owner, thread_id)
            if offered.difference(offered_by(snapshot)):  # the chosen one is a version's: it stays
                await self._sweep(owner, offered)
        total = round(1e3 * (time.perf_counter() - start), 1)
        tell({"event": "done", "data": reply_of(thread_id, snapshot, total)})

    async def _turn(self, owner: str, thread_id: str, request: TurnRequest, tell: Telling) -> None:
        config = self._config(owner, thread_key(owner, thread_id))
        snapshot = await self.graph.aget_state(config)
        if snapshot.next and not snapshot.interrupts:  # a crash left it unfinished
            await self._finish(snapshot, config, tell)
            snapshot = await self.graph.aget_state(config)
            if is_retry(request, snapshot):
                return
        if request.turn_id and was_served(request, snapshot):
            return  # only its reply was lost
        if snapshot.interrupts and is_empty(request):
            return  # the question is still open; nothing was said
        if answer := answer_of(request, snapshot):
            await self._resume(owner, answer, snapshot, config, request, tell)
            return
        given = await asyncio.to_thread(self._message, owner, request, snapshot)
        await self.threads.note(owner, thread_id, title=request.text[:TITLE_LENGTH])
        message = given["messages"][0]
        image_id = message.additional_kwargs.get("image_id")
        tell.start(text=request.text, image_id=image_id, turn_id=message.id)
        await self._drive(given, config, tell)

    async def _finish(self, cut_off: StateSnapshot, config: RunnableConfig, tell: Telling) -> None:
        """Finish a run that was cut off; one that fails in itself is dropped."""
        # Its message was stored before anything else of it; `turn` may still be the one before.
        message = cut_off.values["messages"][-1]
        image_id = message.additional_kwargs.get("image_id")
        tell.start(text=message.text, image_id=image_id, turn_id=message.id)
        (failure,) = await asyncio.gather(self._drive(None, config, tell), return_exceptions=True)
        if isinstance(failure, Exception):
            log.error("an unfinished turn cannot be finished", exc_info=failure)
            await self._drop(config)

    async def _drop(self, config: RunnableConfig) -> None:
        await self.graph.aupdate_state(config, {"selection": None} | CLOSED, as_node="respond")

    async def _resume(
        self,
        owner: str,
        answer: dict[str, Any],
        snapshot: StateSnapshot,
        config: RunnableConfig,
        request: TurnRequest,
        tell: Telling,
    ) -> None:
        """Answer the open pause; an answer that cannot be used leaves it open."""
        if not snapshot.interrupts:
            raise NothingAsked("no question is open on this thread", hint="send text instead")
        images = self.images.of(owner)
        answer = await asyncio.to_thread(checked_answer, answer, snapshot, images, self.engines)
        tell.start(text=request.text, image_id=None, turn_id=snapshot.values["turn"]["turn_id"])
        await self._drive(Command(resume=answer), config, tell)

    async def _drive(self, given: Any, config: RunnableConfig, tell: Telling) -> None:  # noqa: ANN401  # LangGraph's input
        key = config["configurable"]["thread_id"]  # pyright: ignore[reportTypedDictNotRequiredAccess]  # `_config` sets it
        cancelled, offered = self._running[key].is_set, self._offered[key]
        async for mode, chunk in self.graph.astream(
            given,
            config,
            context={"cancelled": cancelled},
            stream_mode=["updates", "custom"],
            durability="sync",
        ):
            for event in events_of(str(mode), cast(dict[str, Any], chunk)):
                if event["event"] == "variant":
                    offered.add(event["data"]["image_id"])
                tell(event)

    def _message(self, owner: str, request: TurnRequest, snapshot: StateSnapshot) -> dict[str, Any]:
        """The graph's input, checked: what is refused here leaves an open question open.

        An inline photo goes to the image store first, and strokes become a mask there.
        """
        images = self.images.of(owner)
        self.engines.preferring(request.options.prefer or {})  # refuses names that are none
        image_id = stored(images, request.image) if request.image else request.image_id or None
        if request.image and image_id:
            self.prefetch.begin(images, image_id)
        along = request.with_image_ids
        for named in (image_id, request.options.guide_image_id, *along):
            if named:
                images.info(named)
        region = request.region.model_dump(exclude_defaults=True) if request.region else None
        head = head_of(snapshot)
        if region and (on := image_id or (head["image_id"] if head else None)):
            region = self._checked(cast(Region, region), on, images)
        given = {
            "digest": digest_of(request),
            "image_id": image_id,
            "with_image_ids": along,
            "region": region,
            "confirmed": request.confirmed,
            "deselect": request.deselect,
            "language": request.language,
            "options": request.options.model_dump(exclude_defaults=True),
        }
        shown = image_id or (along[0] if along else None)
        came = {"image_id": shown, "mask_id": region.get("mask_id") if region else None}
        message = HumanMessage(
            request.text,
            id=request.turn_id or uuid.uuid4().hex[:12],
            additional_kwargs={key: one for key, one in came.items() if one},
        )
        return {"messages": [message], "request": given}

    def _checked(self, region: Region, image_id: str, images: OwnerImages) -> Region:
        info = images.info(image_id)
        check_region(region, info.width, info.height)
        if set(region) == {"strokes"}:  # a drawing is its own mask, and a checkpoint holds ids
            found = find(region, image_id, images=images, engines=self.engines)
            return Region(mask_id=found.best["mask_id"])
        return region

    async def _settled(self, owner: str, thread_id: str) -> StateSnapshot:
        """Bring the thread list up to date, and keep a finished turn's last checkpoint only."""
        key = thread_key(owner, thread_id)
        snapshot = await self.graph.aget_state(self._config(owner, key))
        if not snapshot.next:
            await self.saver.compact(key)
        head = head_of(snapshot)
        versions = snapshot.values.get("versions", [])
        noted = [in_words(version) for version in versions]
        await asyncio.to_thread(self._catalogue(owner).note_versions, thread_id, noted)
        await self.threads.note(
            owner,
            thread_id,
            image_id=head["image_id"] if head else None,
            versions=len(versions),
            asking=bool(snapshot.interrupts),
        )
        return snapshot

    async def _refusal(
        self, owner: str, thread_id: str, request: TurnRequest, error: BaseException
    ) -> TurnReply:
        if not isinstance(error, EditError):
            log.error("a turn failed", exc_info=error)
            error = EngineError("the turn failed", hint="the server's log says what")
        usable = is_thread_id(thread_id)
        state = await self.state(owner, thread_id) if usable else None
        return refusal_of(thread_id, state, error, language_of(request.text, request.language))
