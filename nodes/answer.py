"""Answer without changing anything: help, small talk, questions on photos, facts about files."""

import time
from collections.abc import Generator, Iterator, Mapping
from contextlib import closing, nullcontext
from typing import Any, Protocol

from checkpoints.images import OwnerImages
from checkpoints.memory import Memory
from engines import Engines
from engines.protocols import Step
from engines.speaking import Describer, Question
from errors import Cancelled, EditError, EngineUnavailable, NoImage
from graph.state import EditState, Update
from nodes.asking import question_of, seen_before
from nodes.facts import by_file
from nodes.pictures import Sources

MOST_CHARACTERS = 20_000  # of one answer; a small model may repeat itself for ever
EVERY_S = 0.02  # pieces that come faster go out together


class Tell(Protocol):
    """Sends an event of the turn to whoever listens; raises `Cancelled` when it was stopped."""

    def __call__(self, event: str, data: Mapping[str, Any], /) -> None:
        """Send `event` with `data`, as `graph.wire.Event` lists them."""
        ...


def answer(
    state: EditState, *, images: OwnerImages, engines: Engines, memory: Memory, tell: Tell
) -> Update:
    """Answer the step at hand; one that asks for a recommendation stays in the plan.

    A model that sees is asked where there is one, and what it says is told as it says it; what
    it said before it failed, or was stopped, is kept. Without one the file answers.

    Reads: plan, turn, messages, versions, head, selection.
    Writes: plan, turn (said, answered, seen); problem.

    Raises:
        NoEngine: the question needs a model that sees images.
        NoImage: there is no photo to ask about.
        EngineUnavailable: the model did not answer, and nothing else can.
        Cancelled: the caller stopped the turn before the answer began.
    """
    step = state["plan"][0]
    kind = str(step["args"].get("kind") or "other")
    if step["op"] == "chat" and kind != "other":
        return _said(state, [kind])
    if not engines.names("describe"):
        return _said(
            state, [_without_model(state, step, images, engines.missing(step["op"], "describe"))]
        )
    describer = _describer(state, step, engines)
    question = question_of(state, step, Sources(images, engines, memory, describer.card))
    if step["op"] == "question" and not question.pictures:
        raise NoImage("there is no photo yet", hint="send one with the turn, or POST /images")
    spoken: list[str] = []
    try:
        _listen(describer, question, spoken, tell, lead=" " if "answered" in state["turn"] else "")
    except (EngineUnavailable, Cancelled) as error:
        if "".join(spoken).strip():
            return _broken_off(state, question, spoken, error)
        if isinstance(error, Cancelled):
            raise
        return _said(state, ["model_silent", _without_model(state, step, images, error)])
    return _answered(state, question, spoken)


def _describer(state: EditState, step: Step, engines: Engines) -> Describer:
    name = state["turn"]["options"].get("engine")
    named = name and step["op"] != "chat" and engines.can(str(name), step)
    return engines.describer(str(name) if named else None)


def _listen(
    describer: Describer, question: Question, spoken: list[str], tell: Tell, *, lead: str
) -> None:
    """Tell the answer as it comes, and collect it in `spoken`, which a failure leaves as it is."""
    pieces, heard, told, told_s = describer.answer(question), 0, 0, 0.0
    with _closed_after(pieces):
        try:
            for piece in pieces:
                spoken.append(piece[: MOST_CHARACTERS - heard])
                heard += len(piece)
                if time.monotonic() - told_s >= EVERY_S:
                    tell("token", {"text": ("" if told else lead) + "".join(spoken[told:])})
                    told, told_s = len(spoken), time.monotonic()
                if heard > MOST_CHARACTERS:
                    raise EngineUnavailable(
                        f"`{describer.card.name}` went on without an end",
                        hint="ask again, or in other words",
                    )
        finally:
            if told < len(spoken):
                tell("token", {"text": "".join(spoken[told:])})
    if not "".join(spoken).strip():
        raise EngineUnavailable(
            f"`{describer.card.name}` gave no answer", hint="ask again, or in other words"
        )


def _closed_after(pieces: Iterator[str]) -> Any:  # noqa: ANN401  # a context manager
    """A turn that was stopped hangs up on the model."""
    return closing(pieces) if isinstance(pieces, Generator) else nullcontext()


def _answered(state: EditState, question: Question, spoken: list[str]) -> Update:
    text, turn = "".join(spoken).strip(), state["turn"]
    before = [turn["answered"]] if "answered" in turn else []
    shown = [picture.image_id for picture in question.pictures]
    seen = [*turn.get("seen", []), *shown, *seen_before(state)]
    done = _said(state, [f"answer:{text}"])
    heard = {"answered": "\n\n".join([*before, text]), "seen": list(dict.fromkeys(seen))}
    return {**done, "turn": {**done["turn"], **heard}}


def _broken_off(
    state: EditState, question: Question, spoken: list[str], error: EditError
) -> Update:
    done = _answered(state, question, spoken)
    said = [*done["turn"]["said"], "unfinished"]
    problem = error.problem()
    return {"plan": [], "turn": {**done["turn"], "said": said}, "problem": problem}


def _said(state: EditState, said: list[str]) -> Update:
    """Go on in the plan; `recommend` goes on with what was answered."""
    step, turn = state["plan"][0], state["turn"]
    left = state["plan"] if step["op"] == "recommend" else state["plan"][1:]
    return {"plan": left, "turn": {**turn, "said": [*turn["said"], *said]}}


def _without_model(state: EditState, step: Step, images: OwnerImages, error: EditError) -> str:
    """What can be said without a model that sees; else raise why there is none."""
    if step["op"] == "chat":
        return "other"
    if step["op"] == "question" and (known := by_file(state, step["instruction"], images)):
        return "text:" + known
    raise error
