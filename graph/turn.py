"""One turn as a typed runnable: the LangServe face of the graph.

LangServe must not be given the compiled graph itself: it would strip the pause, drop the thread
and turn errors into bare 500s. `EditTurn` is what it is given; `Turns` does the work.
"""

import asyncio
import contextvars
import logging
import re
import threading
import time
import uuid
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any, cast

from langchain_core.callbacks import AsyncCallbackManagerForChainRun, adispatch_custom_event
from langchain_core.messages import BaseMessage, HumanMessage
from langchain_core.runnables import RunnableConfig, RunnableGenerator
from langchain_core.runnables.utils import ConfigurableFieldSpec
from langgraph.graph.state import CompiledStateGraph
from langgraph.types import Command, StateSnapshot

from checkpoints.images import ImageStore, OwnerImages
from checkpoints.inline import inline_bytes
from checkpoints.saver import WordsOnlySaver
from checkpoints.threads import ThreadList, owner_of, thread_key
from errors import EditError, EngineError, InvalidImage, NothingAsked, Problem, ThreadBusy
from graph.wire import Event, TurnReply, TurnRequest
from nodes.confirm_mask import decision_of, edited
from nodes.segment import check_region

log = logging.getLogger(__name__)

Graph = CompiledStateGraph[Any, Any, Any, Any]
Emit = Callable[[Event], None]
TITLE_LENGTH = 80
_ID = re.compile(r"\b(?:[0-9a-f]{32}|[mp][0-9a-f]{31})\b")


class Turns:
    """Serves turns: one at a time per thread, to the end even when the client has gone."""

    def __init__(
        self, graph: Graph, saver: WordsOnlySaver, threads: ThreadList, images: ImageStore
    ) -> None:
        self.graph, self.saver, self.threads, self.images = graph, saver, threads, images
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
            known = isinstance(error, EditError)
            if not known:
                log.error("a turn failed", exc_info=error)
            problem = error if known else EngineError("the turn failed", hint="see the log")
            for event in await self._refusal(owner, thread_id, cast(EditError, problem)):
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
        if not (await self.graph.aget_state(config)).next:
            return False
        closed = {"plan": [], "draft": {}, "selection": None}
        await self.graph.aupdate_state(config, closed, as_node="respond")
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
        if self.is_running(owner, thread_id):
            raise ThreadBusy("a turn runs on this thread", hint="cancel it first")
        used = ids_in(await self._values(owner, thread_id))
        await self.saver.adelete_thread(thread_key(owner, thread_id))
        await self.threads.forget(owner, thread_id)
        kept: set[str] = set()
        for other in await self.threads.every(owner):
            kept |= ids_in(await self._values(owner, other))
        images = self.images.of(owner)
        await asyncio.to_thread(lambda: images.delete(images.closure(used) - images.closure(kept)))

    async def _values(self, owner: str, thread_id: str) -> dict[str, Any]:
        return (await self.state(owner, thread_id)).values

    async def close(self, grace_s: float = 5.0) -> None:
        """Wait for running turns; one that takes longer is finished after the next start."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=grace_s)

    async def _serve(self, owner: str, thread_id: str, request: TurnRequest, emit: Emit) -> None:
        start = time.perf_counter()
        key = thread_key(owner, thread_id)
        if key in self._running:
            raise ThreadBusy("another turn runs on this thread", hint="wait for it, or cancel it")
        self._running[key] = threading.Event()
        try:
            await self._turn(owner, thread_id, request, emit)
            snapshot = await self._settled(owner, thread_id)
        finally:
            del self._running[key]
        total = round(1e3 * (time.perf_counter() - start), 1)
        emit({"event": "done", "data": reply_of(thread_id, snapshot, total)})

    async def _turn(self, owner: str, thread_id: str, request: TurnRequest, emit: Emit) -> None:
        config = self._config(owner, thread_key(owner, thread_id))
        snapshot = await self.graph.aget_state(config)
        if snapshot.next and not snapshot.interrupts:  # a crash left it unfinished
            await self._drive(None, config, emit)
            snapshot = await self.graph.aget_state(config)
            if _is_retry(request, snapshot):
                return
        if request.turn_id and _turn_id(snapshot) == request.turn_id and request.answer is None:
            return  # it was served before; only its reply was lost
        if request.answer is not None:
            await self._resume(owner, request, snapshot, config, emit)
            return
        message = await self._message(owner, request)
        await self.threads.note(owner, thread_id, **_title(snapshot, request))
        await self._drive(message, config, emit)

    async def _resume(
        self,
        owner: str,
        request: TurnRequest,
        snapshot: StateSnapshot,
        config: RunnableConfig,
        emit: Emit,
    ) -> None:
        """Answer the open pause; an answer that cannot be used leaves it open."""
        if not snapshot.interrupts:
            raise NothingAsked("no question is open on this thread", hint="send text instead")
        selection = snapshot.values["selection"]
        decision = decision_of(request.answer, selection)
        if decision["type"] == "edit":
            info = self.images.of(owner).info(selection["image_id"])
            region = edited(selection, decision["args"])["region"]
            check_region(region, info.width, info.height)
        await self._drive(Command(resume=request.answer), config, emit)

    async def _drive(self, given: Any, config: RunnableConfig, emit: Emit) -> None:  # noqa: ANN401  # LangGraph's input
        cancelled = self._running[config["configurable"]["thread_id"]].is_set  # pyright: ignore[reportTypedDictNotRequiredAccess]  # `_config` sets it
        async for mode, chunk in self.graph.astream(
            given,
            config,
            context={"cancelled": cancelled},
            stream_mode=["updates", "custom"],
            durability="sync",
        ):
            for event in _events(str(mode), cast(dict[str, Any], chunk)):
                emit(event)

    async def _message(self, owner: str, request: TurnRequest) -> dict[str, Any]:
        """The graph's input; an inline photo goes to the image store first."""
        image_id = request.image_id
        if request.image:
            image_id = await asyncio.to_thread(_stored, self.images.of(owner), request.image)
        given = request.model_dump(exclude={"text", "image", "answer", "image_id"})
        given["region"] = (
            request.region.model_dump(exclude_defaults=True) if request.region else None
        )
        given["options"] = request.options.model_dump(exclude_defaults=True)
        message = HumanMessage(request.text, id=request.turn_id or uuid.uuid4().hex[:12])
        return {"messages": [message], "request": {**given, "image_id": image_id}}

    async def _settled(self, owner: str, thread_id: str) -> StateSnapshot:
        """Bring the thread list up to date, and keep a finished turn's last checkpoint only."""
        key = thread_key(owner, thread_id)
        snapshot = await self.graph.aget_state(self._config(owner, key))
        if not snapshot.next:
            await self.saver.compact(key)
        head = _head(snapshot)
        await self.threads.note(
            owner,
            thread_id,
            image_id=head["image_id"] if head else None,
            versions=len(snapshot.values.get("versions", [])),
            asking=bool(snapshot.interrupts),
        )
        return snapshot

    async def _refusal(self, owner: str, thread_id: str, error: EditError) -> list[Event]:
        """The end of a turn that could not be served: the thread as it stands, and why."""
        problem = error.problem()
        reply = {**_EMPTY, "thread_id": thread_id, "timing_ms": {"total": 0.0, "engine": 0.0}}
        if error.code != "invalid_request" or _usable(thread_id):
            reply = reply_of(thread_id, await self.state(owner, thread_id), 0.0)
        told = {**reply, "problem": problem, "text": f"{error.message}. {error.hint}".strip()}
        return [
            {"event": "problem", "data": problem},
            {"event": "done", "data": told},
        ]

    @staticmethod
    def _config(owner: str, key: str) -> RunnableConfig:
        return {"configurable": {"thread_id": key, "owner": owner}}


_EMPTY: dict[str, Any] = {
    "text": "",
    "head": None,
    "image_id": None,
    "image_url": None,
    "versions": [],
    "asking": None,
    "problem": None,
}


def ids_in(value: Any) -> set[str]:  # noqa: ANN401  # any state value
    """Return every image and mask id that a thread's state names."""
    if isinstance(value, str):
        return set(_ID.findall(value))
    if isinstance(value, BaseMessage):
        return ids_in(value.content)
    if isinstance(value, dict):
        value = list(cast(dict[str, Any], value).values())
    if isinstance(value, list | tuple):
        return set().union(*(ids_in(item) for item in cast("list[Any]", value)))
    return set()


def _usable(thread_id: str) -> bool:
    try:
        thread_key("", thread_id)
    except EditError:
        return False
    return True


def reply_of(thread_id: str, snapshot: StateSnapshot, total_ms: float) -> dict[str, Any]:
    """Return the thread as a turn's reply shows it."""
    values, head = snapshot.values, _head(snapshot)
    asking = snapshot.interrupts[0].value if snapshot.interrupts else None
    versions = values.get("versions", [])
    first = values["turn"]["first"] if "turn" in values else 0
    engine_ms = sum(v["timing_ms"] for v in versions[first:])
    return {
        "thread_id": thread_id,
        "text": asking["action_requests"][0]["description"] if asking else _said(snapshot),
        "head": head["version_id"] if head else None,
        "image_id": head["image_id"] if head else None,
        "image_url": f"/images/{head['image_id']}" if head else None,
        "versions": versions,
        "asking": asking,
        "problem": values.get("problem"),
        "timing_ms": {"total": total_ms, "engine": round(engine_ms, 1)},
    }


def _said(snapshot: StateSnapshot) -> str:
    messages = snapshot.values.get("messages", [])
    return str(messages[-1].content) if messages and messages[-1].type == "ai" else ""


def _head(snapshot: StateSnapshot) -> dict[str, Any] | None:
    head = snapshot.values.get("head")
    versions = snapshot.values.get("versions", [])
    return next((v for v in versions if v["version_id"] == head), None)


def _turn_id(snapshot: StateSnapshot) -> str | None:
    turn = snapshot.values.get("turn")
    return turn["turn_id"] if turn else None


def _is_retry(request: TurnRequest, snapshot: StateSnapshot) -> bool:
    """Whether the request is the turn that a crash cut off, sent again, or just "go on"."""
    turn = snapshot.values.get("turn")
    if request.answer is not None:
        return not snapshot.interrupts
    if request.turn_id or turn is None:
        return turn is not None and request.turn_id == turn["turn_id"]
    return not (request.text or request.image or request.image_id) or request.text == turn["text"]


def _title(snapshot: StateSnapshot, request: TurnRequest) -> dict[str, Any]:
    named = bool(snapshot.values.get("messages")) or not request.text
    return {} if named else {"title": request.text[:TITLE_LENGTH]}


def _stored(images: OwnerImages, image: str) -> str:
    data = inline_bytes({"type": "image", "base64": image})
    if data is None:
        raise InvalidImage(
            "`image` is not inline image data", hint="send base64, a data URL, or image_id"
        )
    return images.put(data).image_id


def _events(mode: str, chunk: dict[str, Any]) -> Iterator[Event]:
    """What a step of the graph means to a client."""
    if mode == "custom":
        yield cast(Event, chunk)
        return
    for node, update in chunk.items():
        if node == "__interrupt__":
            asking = update[0].value
            yield {"event": "mask", "data": asking["action_requests"][0]["args"]}
            yield {"event": "asking", "data": asking}
            continue
        update = update or {}
        if node == "route_intent" and update.get("plan"):
            yield {"event": "plan", "data": {"steps": update["plan"], **_planner(update)}}
        if node == "record":
            yield {"event": "version", "data": update["versions"][0]}
        if update.get("problem"):
            yield {"event": "problem", "data": cast(Problem, update["problem"])}
        if node == "respond":
            yield {"event": "token", "data": {"text": update["messages"][0].content}}


def _planner(update: dict[str, Any]) -> dict[str, Any]:
    return {key: update["turn"].get(key) for key in ("planner", "language")}


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
                annotation=str | None,
                name="Thread",
                description="The conversation to go on with; none starts a new one.",
                default=None,
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
