"""Turns on threads: one at a time, checked first, finished even when the client has gone."""

import asyncio
import contextvars
import logging
import threading
import time
import uuid
from collections.abc import AsyncIterator, Callable, Generator
from contextlib import contextmanager
from typing import Any, cast

from langchain_core.messages import HumanMessage
from langchain_core.runnables import RunnableConfig
from langgraph.graph.state import CompiledStateGraph
from langgraph.types import Command, StateSnapshot

from checkpoints.images import ImageStore, OwnerImages
from checkpoints.saver import WordsOnlySaver
from checkpoints.threads import ThreadList, is_thread_id, thread_key
from engines import Engines
from errors import EditError, EngineError, NothingAsked, ThreadBusy
from graph.asked import answer_of, digest_of, is_empty, is_retry, region_of, stored, was_served
from graph.reply import events_of, head_of, ids_in, refusal_of, reply_of
from graph.state import Region
from graph.wire import Event, TurnReply, TurnRequest
from nodes.confirm_mask import decision_of, edit_answer, edited
from nodes.segment import check_region, find

log = logging.getLogger(__name__)

Graph = CompiledStateGraph[Any, Any, Any, Any]
Emit = Callable[[Event], None]
TITLE_LENGTH = 80
MASK_AGE_S = 3600  # a client may still mean to use a younger one
MOST_STEPS = 150  # of the graph in one turn: a plan has at most 8, each passes 8 nodes


class Turns:
    """Serves turns: one at a time per thread, to the end even when the client has gone."""

    def __init__(
        self,
        graph: Graph,
        saver: WordsOnlySaver,
        threads: ThreadList,
        images: ImageStore,
        engines: Engines,
    ) -> None:
        self.graph, self.saver, self.threads = graph, saver, threads
        self.images, self.engines = images, engines
        self._running: dict[str, threading.Event] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def events(
        self, owner: str, thread_id: str | None, request: TurnRequest
    ) -> AsyncIterator[Event]:
        """Serve one turn and yield what happens; the last event is `done`, with the reply."""
        thread_id = thread_id or uuid.uuid4().hex[:12]
        queue: asyncio.Queue[Event | None] = asyncio.Queue()
        # A task of its own: a client that hangs up does not stop the turn.
        task = asyncio.create_task(
            self._serve(owner, thread_id, request, queue.put_nowait),
            context=contextvars.Context(),
        )
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        task.add_done_callback(lambda _: queue.put_nowait(None))
        while (event := await queue.get()) is not None:
            yield event
        if error := task.exception():
            refusal = await self._refusal(owner, thread_id, error)
            yield {"event": "problem", "data": refusal["problem"]}
            yield {"event": "done", "data": refusal}

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
            await self._drop(config)
            await self.threads.note(owner, thread_id, asking=False)
        return True

    async def state(self, owner: str, thread_id: str) -> StateSnapshot:
        """Return what the thread remembers."""
        return await self.graph.aget_state(self._config(owner, thread_key(owner, thread_id)))

    def is_running(self, owner: str, thread_id: str) -> bool:
        """Whether a turn runs on the thread now."""
        return thread_key(owner, thread_id) in self._running

    async def delete(self, owner: str, thread_id: str) -> None:
        """Forget a thread: checkpoints, row, and the images that no other thread uses.

        Raises:
            NotFound: the owner has no such thread.
            ThreadBusy: a turn runs on it.
        """
        await self.threads.get(owner, thread_id)
        with self._alone(thread_key(owner, thread_id)):
            used = ids_in(await self._values(owner, thread_id))
            await self.saver.adelete_thread(thread_key(owner, thread_id))
            await self.threads.forget(owner, thread_id)
        kept: set[str] = set()
        for other in await self.threads.every(owner):
            kept |= ids_in(await self._values(owner, other))
        await asyncio.to_thread(_sweep, self.images.of(owner), used, kept)

    async def _values(self, owner: str, thread_id: str) -> dict[str, Any]:
        return (await self.state(owner, thread_id)).values

    async def close(self, grace_s: float = 5.0) -> None:
        """Wait for running turns; one that takes longer is finished after the next start."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=grace_s)

    async def _serve(self, owner: str, thread_id: str, request: TurnRequest, emit: Emit) -> None:
        start = time.perf_counter()
        key = thread_key(owner, thread_id)
        with self._alone(key):
            await self._turn(owner, thread_id, request, emit)
            snapshot = await self._settled(owner, thread_id)
        total = round(1e3 * (time.perf_counter() - start), 1)
        emit({"event": "done", "data": reply_of(thread_id, snapshot, total)})

    async def _turn(self, owner: str, thread_id: str, request: TurnRequest, emit: Emit) -> None:
        config = self._config(owner, thread_key(owner, thread_id))
        snapshot = await self.graph.aget_state(config)
        if snapshot.next and not snapshot.interrupts:  # a crash left it unfinished
            await self._finish(config, emit)
            snapshot = await self.graph.aget_state(config)
            if is_retry(request, snapshot):
                return
        if request.turn_id and was_served(request, snapshot):
            return  # only its reply was lost
        if snapshot.interrupts and is_empty(request):
            return  # the question is still open; nothing was said
        if answer := answer_of(request, snapshot):
            await self._resume(owner, answer, snapshot, config, emit)
            return
        given = await asyncio.to_thread(self._message, owner, request, snapshot)
        await self.threads.note(owner, thread_id, title=request.text[:TITLE_LENGTH])
        await self._drive(given, config, emit)

    async def _finish(self, config: RunnableConfig, emit: Emit) -> None:
        """Finish a run that was cut off; one that fails in itself is dropped."""
        (failure,) = await asyncio.gather(self._drive(None, config, emit), return_exceptions=True)
        if isinstance(failure, Exception):
            log.error("an unfinished turn cannot be finished", exc_info=failure)
            await self._drop(config)

    async def _drop(self, config: RunnableConfig) -> None:
        closed = {"plan": [], "draft": {}, "selection": None}
        await self.graph.aupdate_state(config, closed, as_node="respond")

    async def _resume(
        self,
        owner: str,
        answer: dict[str, Any],
        snapshot: StateSnapshot,
        config: RunnableConfig,
        emit: Emit,
    ) -> None:
        """Answer the open pause; an answer that cannot be used leaves it open."""
        if not snapshot.interrupts:
            raise NothingAsked("no question is open on this thread", hint="send text instead")
        selection = snapshot.values["selection"]
        decision = decision_of(answer, selection)
        # What goes into the checkpoint is the decision as it was checked, and no more.
        answer = {"decisions": [{"type": decision["type"]}]}
        if decision["type"] == "edit":
            args = region_of(decision["args"])
            region = edited(selection, args)["region"]
            images = self.images.of(owner)
            found = await asyncio.to_thread(
                find, region, selection["image_id"], images=images, engines=self.engines
            )
            # A brush's path is long: the checkpoint holds the id of the mask it makes.
            drawn = {"mask_id": found.best["mask_id"]}
            answer = edit_answer(drawn if region.get("strokes") else args)
        await self._drive(Command(resume=answer), config, emit)

    async def _drive(self, given: Any, config: RunnableConfig, emit: Emit) -> None:  # noqa: ANN401  # LangGraph's input
        cancelled = self._running[config["configurable"]["thread_id"]].is_set  # pyright: ignore[reportTypedDictNotRequiredAccess]  # `_config` sets it
        async for mode, chunk in self.graph.astream(
            given,
            config,
            context={"cancelled": cancelled},
            stream_mode=["updates", "custom"],
            durability="sync",
        ):
            for event in events_of(str(mode), cast(dict[str, Any], chunk)):
                emit(event)

    def _message(self, owner: str, request: TurnRequest, snapshot: StateSnapshot) -> dict[str, Any]:
        """The graph's input, checked: what is refused here leaves an open question open.

        An inline photo goes to the image store first, and strokes become a mask there.
        """
        images = self.images.of(owner)
        image_id = stored(images, request.image) if request.image else request.image_id or None
        if image_id:
            images.info(image_id)
        region = request.region.model_dump(exclude_defaults=True) if request.region else None
        head = head_of(snapshot)
        if region and (on := image_id or (head["image_id"] if head else None)):
            region = self._checked(cast(Region, region), on, images)
        given = {
            "digest": digest_of(request),
            "image_id": image_id,
            "region": region,
            "confirmed": request.confirmed,
            "options": request.options.model_dump(exclude_defaults=True),
        }
        message = HumanMessage(request.text, id=request.turn_id or uuid.uuid4().hex[:12])
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
        await self.threads.note(
            owner,
            thread_id,
            image_id=head["image_id"] if head else None,
            versions=len(snapshot.values.get("versions", [])),
            asking=bool(snapshot.interrupts),
        )
        return snapshot

    async def _refusal(self, owner: str, thread_id: str, error: BaseException) -> TurnReply:
        if not isinstance(error, EditError):
            log.error("a turn failed", exc_info=error)
            error = EngineError("the turn failed", hint="the server's log says what")
        usable = is_thread_id(thread_id)
        return refusal_of(thread_id, await self.state(owner, thread_id) if usable else None, error)

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


def _sweep(images: OwnerImages, used: set[str], kept: set[str]) -> None:
    """Delete what was used and is not kept, and old masks that no thread names."""
    unused = images.closure(used) | images.old_masks(MASK_AGE_S)
    images.delete(unused - images.closure(kept))
