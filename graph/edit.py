"""The edit graph. Reads as a flowchart; the work is in `nodes`."""

import logging
import time
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Literal

from langchain_core.messages import AIMessage
from langchain_core.runnables import RunnableConfig
from langgraph.config import get_config, get_stream_writer
from langgraph.errors import NodeError
from langgraph.graph import END, START, StateGraph
from langgraph.runtime import Runtime
from langgraph.store.base import BaseStore
from langgraph.store.memory import InMemoryStore
from langgraph.types import Command
from typing_extensions import TypedDict

from checkpoints.images import ImageStore
from checkpoints.inline import text_of
from checkpoints.memory import Memory
from checkpoints.threads import owner_of, thread_of
from engines import Engines
from engines.protocols import Progress
from errors import EditError, EngineError
from graph.state import EditInput, EditState, Update
from graph.waiting import attended, stopped
from imaging.arrays import Image
from imaging.preview import preview_url
from nodes.answer import Tell, answer
from nodes.choose import choose
from nodes.compose_prompt import compose_prompt
from nodes.confirm_mask import confirm_mask
from nodes.execute import execute
from nodes.generate import generate
from nodes.ground import ground
from nodes.history import history
from nodes.korean import told
from nodes.locate import locate
from nodes.receive import language_of, receive
from nodes.recommend import recommend, step_source
from nodes.record import record
from nodes.respond import respond
from nodes.route_intent import route_intent
from nodes.segment import segment
from nodes.thread import preferred
from nodes.translate import translate
from settings import Settings

log = logging.getLogger(__name__)
PREVIEW_EVERY_S = 0.25
ASKING = frozenset({"route_intent", "answer", "recommend", "translate", "compose_prompt"})
"""Nodes that may ask a model over a network, and write nothing but their update."""

NextStep = Literal["locate", "history", "answer", "recommend", "respond"]
Builder = StateGraph[EditState, "Context", EditInput, EditState]


class Context(TypedDict, total=False):
    """What a run may be given besides its input."""

    cancelled: Callable[[], bool]


def next_step(state: EditState) -> NextStep:
    """Go on with the first step of the plan that is left."""
    if not state.get("plan"):
        return "respond"
    op = state["plan"][0]["op"]
    if op == "history":
        return "history"
    if op == "recommend" and (
        step_source(state["plan"][0]) != "web" or "answered" in state["turn"]
    ):
        return "recommend"
    return "answer" if op in ("question", "recommend", "chat") else "locate"


def after_locate(state: EditState) -> Literal["ground", "segment", "confirm_mask", "translate"]:
    """A step that needs no mask, or has a confirmed one, goes straight on.

    Nothing was pointed at: a name is looked for, where there is an engine for it; else it asks.
    """
    selection = state.get("selection")
    if not state["draft"].get("masked") or selection is None:
        return "translate"
    if not selection["mask_id"] and not selection["region"]:
        return "ground" if "grounder" in state["draft"] else "confirm_mask"
    return "translate" if selection["confirmed"] and selection["mask_id"] else "segment"


def after_ground(state: EditState) -> Literal["segment", "confirm_mask"]:
    """Found: segment it. Not found: ask where it is."""
    selection = state.get("selection")
    return "segment" if selection and selection["region"] else "confirm_mask"


def after_segment(state: EditState) -> Literal["confirm_mask", "translate"]:
    """A mask that was drawn or named, and seen, is not asked about again."""
    selection = state.get("selection")
    return "translate" if selection and selection["confirmed"] else "confirm_mask"


def after_confirm(state: EditState) -> Literal["segment", "confirm_mask", "translate", "respond"]:
    """Approved: go on. Edited: compute again. Unclear: ask again. Rejected: stop."""
    selection = state.get("selection")
    if selection is None:
        return "respond"
    if selection["confirmed"]:
        return "translate"
    return "confirm_mask" if selection["mask_id"] or not selection["region"] else "segment"


def work_of(state: EditState) -> Literal["execute", "generate"]:
    """A new picture, or an edit of the one at hand."""
    return "generate" if state["plan"][0]["op"] == "generate" else "execute"


def after_execute(state: EditState) -> Literal["execute", "choose", "record"]:
    """One was wanted: record it. Of several, make the next one, then let a person choose."""
    return "execute" if _wants_more(state) else _made(state)


def after_generate(state: EditState) -> Literal["generate", "choose", "record"]:
    """As after `execute`."""
    return "generate" if _wants_more(state) else _made(state)


def _wants_more(state: EditState) -> bool:
    draft = state["draft"]
    return "version" not in draft and len(draft.get("variants", [])) < draft.get("total", 1)


def _made(state: EditState) -> Literal["choose", "record"]:
    return "record" if "version" in state["draft"] else "choose"


def after_choose(state: EditState) -> Literal["record", "choose", "respond"]:
    """Chosen: record it. Unclear: ask again. None of them: stop."""
    draft = state["draft"]
    if "version" in draft:
        return "record"
    return "choose" if draft.get("variants") else "respond"


def build(images: ImageStore, engines: Engines) -> Builder:
    """Wire the nodes. Compile the result with a checkpointer to run it."""

    def after_translate(state: EditState) -> Literal["compose_prompt", "execute", "generate"]:
        """An engine that reads words gets a prompt."""
        card = engines.for_step(state["plan"][0], state["draft"].get("engine"))
        return "compose_prompt" if card.languages is not None else work_of(state)

    builder: Builder = StateGraph(EditState, context_schema=Context, input_schema=EditInput)
    builder.set_node_defaults(error_handler=report)  # pyright: ignore[reportArgumentType]  # its stub omits NodeError
    add = partial(_add, builder, images, engines)
    add("receive", receive, "images")
    add("route_intent", route_intent, "engines")
    add("history", history)
    add("answer", answer, "images", "engines", "memory", "tell")
    add("recommend", recommend, "images", "engines", "memory", "tell")
    add("locate", locate, "engines")
    add("ground", ground, "images", "engines", "progress")
    add("segment", segment, "images", "engines", "progress")
    add("confirm_mask", confirm_mask)
    add("translate", translate, "engines", "progress")
    add("compose_prompt", compose_prompt, "images", "engines", "memory", "progress")
    add("execute", execute, "images", "engines", "progress")
    add("generate", generate, "images", "engines", "progress")
    add("choose", choose)
    add("record", record)
    add("respond", respond, "images", "engines")

    builder.add_edge(START, "receive")
    builder.add_edge("receive", "route_intent")
    for node in ("route_intent", "history", "answer", "recommend", "record"):
        builder.add_conditional_edges(node, next_step)
    builder.add_conditional_edges("locate", after_locate)
    builder.add_conditional_edges("ground", after_ground)
    builder.add_conditional_edges("segment", after_segment)
    builder.add_conditional_edges("confirm_mask", after_confirm)
    builder.add_conditional_edges("translate", after_translate)
    builder.add_conditional_edges("compose_prompt", work_of)
    builder.add_conditional_edges("execute", after_execute)
    builder.add_conditional_edges("generate", after_generate)
    builder.add_conditional_edges("choose", after_choose)
    builder.add_edge("respond", END)
    return builder


def _add(
    builder: Builder,
    images: ImageStore,
    engines: Engines,
    name: str,
    node: Callable[..., Update],
    *wanted: Literal["images", "engines", "progress", "memory", "tell"],
) -> None:
    """Add a node with the dependencies it names; a cancelled turn stops before it."""
    forgetful = InMemoryStore()  # where a graph is compiled without a store, for this process

    def run(state: EditState, runtime: Runtime[Context]) -> Update:
        cancelled = (runtime.context or {}).get("cancelled", lambda: False)
        if cancelled() and name != "respond":
            raise stopped()
        made: dict[str, Any] = {
            "images": images.of(owner_of(get_config())),
            "engines": engines.preferring(preferred(state)),
            "progress": _progress(cancelled, _at_hand(state)),
            "memory": _memory(runtime.store or forgetful, get_config()),
            "tell": _tell(cancelled),
        }
        work = partial(node, state, **{key: made[key] for key in wanted})
        return attended(work, cancelled) if name in ASKING else work()

    builder.add_node(name, run)


def _memory(store: BaseStore, config: RunnableConfig) -> Memory:
    return Memory(store, owner_of(config), thread_of(config))


def _tell(cancelled: Callable[[], bool]) -> Tell:
    write = get_stream_writer()

    def tell(event: str, data: Mapping[str, Any], /) -> None:
        if cancelled():
            raise stopped()
        write({"event": event, "data": data})

    return tell


def _at_hand(state: EditState) -> dict[str, Any]:
    """What a progress event says of the step: which of the turn's, by whom, which variant."""
    plan, draft = state.get("plan") or [], state.get("draft") or {}
    if not plan:
        return {}
    steps = state["turn"].get("steps") or plan
    return {
        "op": plan[0]["op"],
        "engine": draft.get("engine"),
        "step": len(steps) - len(plan),
        "steps": len(steps),
        "variant": len(draft.get("variants", [])),
        "variants": draft.get("total", 1),
    }


def _progress(cancelled: Callable[[], bool], at_hand: dict[str, Any]) -> Progress:
    write = get_stream_writer()
    shown_s = -PREVIEW_EVERY_S

    def progress(done: int, total: int, preview: Image | None = None, /) -> None:
        nonlocal shown_s
        if cancelled():
            raise stopped()
        told: dict[str, Any] = {"done": done, "total": total, **at_hand}
        if preview is not None and time.monotonic() - shown_s >= PREVIEW_EVERY_S:
            shown_s = time.monotonic()
            told["preview"] = preview_url(preview)
        write({"event": "progress", "data": told})

    return progress


def report(state: EditState, error: NodeError) -> Command[str]:
    """End the plan with what the caller can act on; versions already recorded stay."""
    cause = error.error
    if not isinstance(cause, EditError):
        log.error("node %s failed", error.node, exc_info=cause)
        cause = EngineError("something failed inside the editor", hint="the server's log says what")
    update: Update = {"problem": cause.problem(), "plan": [], "draft": {}}
    selection = state.get("selection")
    if selection and selection["mask_id"] is None:
        update["selection"] = None  # a region that gave no mask would fail again
    if error.node not in ("receive", "respond"):
        return Command(update=update, goto="respond")
    # No turn began, or its reply itself failed: there is nothing more to run.
    said = text_of(state.get("messages", [])[-1].content)
    language = language_of(said, state.get("request", {}).get("language"))
    words = " ".join(told(language, cause.problem())).strip()
    reply = AIMessage(words, additional_kwargs={"problem": cause.problem(), "language": language})
    return Command(update={**update, "messages": [reply]}, goto=END)


def _default() -> Builder:
    settings = Settings()
    return build(ImageStore(settings.images_folder), Engines(settings=settings))


graph = _default().compile()
"""For LangGraph Studio: without a checkpointer, which the platform brings."""
