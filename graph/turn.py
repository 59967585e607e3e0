"""One turn as a typed runnable: the LangServe face of the graph.

LangServe must not be given the compiled graph itself: it would strip the pause, drop the thread
and turn errors into bare 500s. `EditTurn` is what it is given; `Turns` does the work.
"""

import asyncio
import contextvars
import hashlib
import logging
import threading
import time
import uuid
from collections.abc import AsyncIterator, Callable, Generator, Iterator
from contextlib import contextmanager
from typing import Any, cast

from langchain_core.callbacks import AsyncCallbackManagerForChainRun, adispatch_custom_event
from langchain_core.messages import HumanMessage
from langchain_core.runnables import RunnableConfig, RunnableGenerator
from langchain_core.runnables.utils import ConfigurableFieldSpec
from langgraph.graph.state import CompiledStateGraph
from langgraph.types import Command, StateSnapshot
from pydantic import ValidationError

from checkpoints.images import ImageStore, OwnerImages
from checkpoints.inline import inline_bytes
from checkpoints.saver import WordsOnlySaver
from checkpoints.threads import ThreadList, is_thread_id, owner_of, thread_key
from engines import Engines
from errors import (
    EditError,
    EngineError,
    InvalidImage,
    InvalidRegion,
    InvalidRequest,
    NothingAsked,
    ThreadBusy,
)
from graph.reply import events_of, head_of, ids_in, refusal_of, reply_of
from graph.state import Region
from graph.wire import Event, OptionalId, RegionIn, TurnReply, TurnRequest
from nodes.confirm_mask import decision_of, edit_answer, edited, spoken_answer
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
            if _is_retry(request, snapshot):
                return
        if request.turn_id and _was_served(request, snapshot):
            return  # only its reply was lost
        if snapshot.interrupts and _is_empty(request):
            return  # the question is still open; nothing was said
        if answer := _answer(request, snapshot):
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
            args = _region_of(decision["args"])
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
        image_id = _stored(images, request.image) if request.image else request.image_id or None
        if image_id:
            images.info(image_id)
        region = request.region.model_dump(exclude_defaults=True) if request.region else None
        head = head_of(snapshot)
        if region and (on := image_id or (head["image_id"] if head else None)):
            region = self._checked(cast(Region, region), on, images)
        given = {
            "digest": _digest(request),
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
    def _alone(self, key: str) -> Generator[threading.Event]:
        """Hold the thread; the event is set when the turn is to be cancelled."""
        if key in self._running:
            raise ThreadBusy("another turn runs on this thread", hint="wait for it, or cancel it")
        self._running[key] = threading.Event()
        try:
            yield self._running[key]
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


def _was_served(request: TurnRequest, snapshot: StateSnapshot) -> bool:
    """Whether the thread has served a turn of that id.

    Raises:
        InvalidRequest: it has, and the turn said something else.
    """
    for message in snapshot.values.get("messages", []):
        if message.id == request.turn_id:
            if message.text != request.text:
                raise InvalidRequest(
                    f"turn_id {request.turn_id!r} was used for another turn", hint="use a new one"
                )
            return True
    return False


def _is_retry(request: TurnRequest, snapshot: StateSnapshot) -> bool:
    """Whether the request is the turn that a crash cut off, sent again, or just "go on"."""
    turn = snapshot.values.get("turn")
    if request.answer:
        return not snapshot.interrupts
    return _is_empty(request) or (turn is not None and turn["digest"] == _digest(request))


def _digest(request: TurnRequest) -> str:
    return hashlib.sha256(request.model_dump_json().encode()).hexdigest()[:16]


def _is_empty(request: TurnRequest) -> bool:
    said = request.text or request.image or request.image_id or request.answer
    return not said and (request.region is None or request.region == RegionIn())


def _answer(request: TurnRequest, snapshot: StateSnapshot) -> dict[str, Any] | None:
    """The answer a request gives to the open question: in its form, by yes or no, by pointing."""
    if request.answer or not snapshot.interrupts or request.image or request.image_id:
        return request.answer
    if request.region is None or request.region == RegionIn():
        return spoken_answer(request.text)
    if request.text:
        return None
    return edit_answer(request.region.model_dump(exclude_defaults=True))


def _region_of(args: Region) -> Region:
    """An edit's args under the same limits as any region.

    Raises:
        InvalidRegion: a field is malformed; the message names it.
    """
    try:
        return cast(Region, RegionIn.model_validate(args).model_dump(exclude_defaults=True))
    except ValidationError as error:
        said = [f"{'.'.join(str(p) for p in e['loc'])}: {e['msg']}" for e in error.errors()]
        raise InvalidRegion("; ".join(said), hint="/docs shows the shape of a region") from error


def _stored(images: OwnerImages, image: str) -> str:
    data = inline_bytes({"type": "image", "base64": image})
    if data is None:
        raise InvalidImage(
            "`image` is not inline image data", hint="send base64, a data URL, or image_id"
        )
    return images.put(data).image_id


class EditTurn(RunnableGenerator[Any, Any]):
    """`TurnRequest -> TurnReply`; streamed, the typed events of the turn."""

    def __init__(self, turns: Callable[[], Turns]) -> None:
        self._turns = turns  # made when the server starts, after the routes
        super().__init__(
            self._no_sync,
            atransform=self._stream,  # pyright: ignore[reportArgumentType]  # config is passed to those that take it
            name="edit",
        )

    @property
    def config_specs(self) -> list[ConfigurableFieldSpec]:
        """LangServe keeps the keys that are declared here, and shows them in its playground."""
        return [
            ConfigurableFieldSpec(
                id="thread_id",
                annotation=OptionalId,
                name="Thread",
                description="The conversation to go on with; none starts a new one.",
                default="",
            )
        ]

    async def ainvoke(
        self,
        input: Any,  # noqa: ANN401  # Runnable's signature
        config: RunnableConfig | None = None,
        **kwargs: Any,  # noqa: ANN401
    ) -> dict[str, Any]:
        """Serve one turn."""
        return await self._acall_with_config(self._reply, input, config, **kwargs)

    async def _reply(
        self,
        given: Any,  # noqa: ANN401  # plain JSON
        run_manager: AsyncCallbackManagerForChainRun,  # noqa: ARG002  # Runnable's signature
        config: RunnableConfig,
    ) -> Any:  # noqa: ANN401
        return await self._turns().reply(owner_of(config), _thread(config), _request(given))

    async def _stream(
        self,
        given: AsyncIterator[Any],
        config: RunnableConfig,
    ) -> AsyncIterator[Event]:
        async for request in given:
            turns = self._turns()
            async for event in turns.events(owner_of(config), _thread(config), _request(request)):
                await adispatch_custom_event(event["event"], event["data"], config=config)
                yield event

    def _no_sync(self, _given: Iterator[Any]) -> Iterator[Any]:
        yield from ()  # RunnableGenerator takes generators only
        raise NotImplementedError("a turn is served asynchronously: use ainvoke or astream")


def _request(given: Any) -> TurnRequest:  # noqa: ANN401  # a TurnRequest, or its JSON
    return given if isinstance(given, TurnRequest) else TurnRequest.model_validate(given)


def _thread(config: RunnableConfig) -> str | None:
    return config.get("configurable", {}).get("thread_id")
