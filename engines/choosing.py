"""Which of several engines does a step: by its op, its name, its guides."""

from engines.protocols import (
    Capability,
    Editor,
    Eraser,
    Generator,
    Grounder,
    Inpainter,
    Instructor,
    Segmenter,
    Step,
)
from engines.registry import SERVED_BY
from engines.speaking import Composer, Describer, Planner, Searcher, Translator
from errors import InvalidRequest, UnknownEngine

Engine = (
    Segmenter | Grounder | Eraser | Inpainter | Instructor | Generator | Editor | Planner
    | Translator | Composer | Describer | Searcher
)  # fmt: skip


def capabilities_of(step: Step) -> tuple[Capability, ...]:
    """Return the capabilities that can serve a step, the one to ask first first."""
    if step["op"] == "background" and step["args"].get("mode") == "describe":
        return "inpaint", "edit"
    return SERVED_BY[step["op"]]


def able_to(engine: Engine, step: Step) -> bool:
    """Whether an engine does a step: as its `supports` says, else by its card's ops."""
    supports = getattr(engine, "supports", None)
    return bool(supports(step)) if supports else step["op"] in engine.card.ops


def guided(wanted: list[Engine], guide: str | None, able: list[Engine]) -> Engine:
    """Return the first of `wanted` that takes the guide; without a guide, the first.

    Raises:
        UnknownEngine: none of `wanted` takes it; the hint lists those of `able` that do.
        InvalidRequest: no engine takes it.
    """
    for engine in wanted:
        if guide is None or guide in engine.card.guides:
            return engine
    taking = ", ".join(e.card.name for e in able if guide in e.card.guides)
    if taking:
        raise UnknownEngine(
            f"`{wanted[0].card.name}` takes no `{guide}` guide", hint=f"choose one of: {taking}"
        )
    raise InvalidRequest(
        f"no installed engine takes a `{guide}` guide",
        hint="leave `guide` out, or add an engine that takes one (a ControlNet)",
    )


def called(name: str, able: list[Engine], known: list[str], step: Step) -> Engine:
    """Return the engine of that name, of those that can do the step.

    Raises:
        UnknownEngine: it can't, or is of another kind; the hint lists those that can.
    """
    for engine in able:
        if engine.card.name == name:
            return engine
    choices = ", ".join(e.card.name for e in able) or "none installed"
    reason = "cannot do" if name in known else "is no engine for"
    raise UnknownEngine(f"`{name}` {reason} `{step['op']}`", hint=f"choose one of: {choices}")
