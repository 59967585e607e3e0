"""The edit graph. Reads as a flowchart; the work is in `nodes`."""

import logging
from collections.abc import Callable
from functools import partial
from typing import Any, Literal

from langchain_core.messages import AIMessage
from langgraph.config import get_config, get_stream_writer
from langgraph.errors import NodeError
from langgraph.graph import END, START, StateGraph
from langgraph.runtime import Runtime
from langgraph.types import Command
from typing_extensions import TypedDict

from checkpoints.images import ImageStore
from checkpoints.threads import owner_of
from engines import Engines
from engines.protocols import Progress
from errors import Cancelled, EditError, EngineError
from graph.state import EditInput, EditState, Update
from nodes.answer import answer
from nodes.compose_prompt import compose_prompt
from nodes.confirm_mask import confirm_mask
from nodes.execute import execute
from nodes.history import history
from nodes.locate import locate
from nodes.receive import receive
from nodes.record import record
from nodes.respond import respond
from nodes.route_intent import route_intent
from nodes.segment import segment
from nodes.translate import translate
from settings import Settings

log = logging.getLogger(__name__)

NextStep = Literal["locate", "history", "answer", "respond"]
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
    return "answer" if op in ("question", "recommend", "chat") else "locate"


def after_locate(state: EditState) -> Literal["segment", "confirm_mask", "translate"]:
    """A step that needs no mask, or has a confirmed one, goes straight on."""
    selection = state.get("selection")
    if not state["draft"].get("masked") or selection is None:
        return "translate"
    if not selection["mask_id"] and not selection["region"]:
        return "confirm_mask"
    return "translate" if selection["confirmed"] and selection["mask_id"] else "segment"


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


def build(images: ImageStore, engines: Engines) -> Builder:
    """Wire the nodes. Compile the result with a checkpointer to run it."""

    def after_translate(state: EditState) -> Literal["compose_prompt", "execute"]:
        """An engine that reads words gets a prompt."""
        card = engines.for_step(state["plan"][0], state["draft"].get("engine"))
        return "compose_prompt" if card.languages is not None else "execute"

    builder: Builder = StateGraph(EditState, context_schema=Context, input_schema=EditInput)
    builder.set_node_defaults(error_handler=report)  # pyright: ignore[reportArgumentType]  # its stub omits NodeError
    add = partial(_add, builder, images, engines)
    add("receive", receive, "images")
    add("route_intent", route_intent, "engines")
    add("history", history)
    add("answer", answer, "images", "engines")
    add("locate", locate, "engines")
    add("segment", segment, "images", "engines", "progress")
    add("confirm_mask", confirm_mask)
    add("translate", translate, "engines")
    add("compose_prompt", compose_prompt, "engines")
    add("execute", execute, "images", "engines", "progress")
    add("record", record)
    add("respond", respond, "images", "engines")

    builder.add_edge(START, "receive")
    builder.add_edge("receive", "route_intent")
    for node in ("route_intent", "history", "answer", "record"):
        builder.add_conditional_edges(node, next_step)
    builder.add_conditional_edges("locate", after_locate)
    builder.add_conditional_edges("segment", after_segment)
    builder.add_conditional_edges("confirm_mask", after_confirm)
    builder.add_conditional_edges("translate", after_translate)
    builder.add_edge("compose_prompt", "execute")
    builder.add_edge("execute", "record")
    builder.add_edge("respond", END)
    return builder


def _add(
    builder: Builder,
    images: ImageStore,
    engines: Engines,
    name: str,
    node: Callable[..., Update],
    *wanted: Literal["images", "engines", "progress"],
) -> None:
    """Add a node with the dependencies it names; a cancelled turn stops before it."""

    def run(state: EditState, runtime: Runtime[Context]) -> Update:
        cancelled = (runtime.context or {}).get("cancelled", lambda: False)
        if cancelled() and name != "respond":
            raise Cancelled("the turn was cancelled", hint="versions made before it are kept")
        made: dict[str, Any] = {
            "images": images.of(owner_of(get_config())),
            "engines": engines,
            "progress": _progress(cancelled),
        }
        return node(state, **{key: made[key] for key in wanted})

    builder.add_node(name, run)


def _progress(cancelled: Callable[[], bool]) -> Progress:
    write = get_stream_writer()

    def progress(done: int, total: int) -> None:
        if cancelled():
            raise Cancelled("the turn was cancelled", hint="versions made before it are kept")
        write({"event": "progress", "data": {"done": done, "total": total}})

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
    return Command(update={**update, "messages": [AIMessage(cause.sentence())]}, goto=END)


def _default() -> Builder:
    settings = Settings()
    return build(ImageStore(settings.images_folder), Engines())


graph = _default().compile()
"""For LangGraph Studio: without a checkpointer, which the platform brings."""
