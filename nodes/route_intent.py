"""Turn the text into a plan of steps."""

from checkpoints.forgetting import is_forgotten
from checkpoints.inline import text_of
from engines import Engines
from engines.protocols import Plan, Step
from engines.speaking import PlanContext
from errors import InvalidRequest, NotUnderstood
from graph.state import EditState, StepSaid, Turn, Update
from nodes.korean import korean
from nodes.planning import planned
from nodes.thread import frame_of, preferred, version_of
from nodes.wording import note, say

LARGEST = 1_000_000
SAID_BEFORE, SAID_CHARACTERS = 6, 1500
ASKING = ("question", "recommend")


def route_intent(state: EditState, *, engines: Engines) -> Update:
    """Plan the turn, and decide what a photo that came with it is for.

    Reads: turn, messages, versions, head, selection.  Writes: plan, turn; head, selection.

    Raises:
        NotUnderstood: the text is no request we know; the message asks back.
        EngineUnavailable: a chat model is the only planner, and it does not answer.
        UnknownEngine: the turn's engine can do none of the steps.
        InvalidRequest: a step means a photo that is not there.
    """
    turn = state["turn"]
    if not turn["text"]:
        return _wordless(turn)
    plan = planned(
        engines,
        turn["text"],
        _context(state),
        sure_first=engines.settings.plan_sure_first,
        preferred=preferred(state).get("plan"),
    )
    said = _fallback(plan)
    if not plan["steps"]:
        question = plan.get("question") or say(plan["language"], "nothing_said")
        raise NotUnderstood(" ".join([*(note(plan["language"], key) for key in said), question]))
    turn = _planned(turn, plan, said)
    _check_numbers(plan["steps"])
    steps, update = _bind_photos(state, plan["steps"], turn)
    if name := turn["options"].get("engine"):
        engines.check_named(str(name), steps)
    told = [StepSaid(op=s["op"], target=s["target"], instruction=s["instruction"]) for s in steps]
    return update | {"plan": steps, "turn": {**turn, "steps": told}}


def _planned(turn: Turn, plan: Plan, said: list[str]) -> Turn:
    planner: Turn = {**turn, "language": plan["language"], "planner": plan["planner"]}
    why: Turn = {**planner, "why": plan["why"]} if "why" in plan else planner
    return {**why, "said": [*turn["said"], *said]}


def _fallback(plan: Plan) -> list[str]:
    """What to say where another planner had to do it, in the user's language."""
    if "failed" not in plan:
        return []
    reason = plan["failed"]
    if plan["language"] == "ko":
        reason = korean(reason) or reason
    return [f"plan_fallback:{reason}"]


def _check_numbers(steps: list[Step]) -> None:
    numbers = [v for step in steps for v in step["args"].values() if isinstance(v, int | float)]
    if any(not abs(number) <= LARGEST for number in numbers):
        raise InvalidRequest("the number is too large", hint=f"use one up to {LARGEST}")


def _context(state: EditState) -> PlanContext:
    """The thread in words of the user's own: no reply, caption or search result is among them."""
    known = ("version_id", "op", "target", "parent")
    versions = tuple({k: v.get(k) for k in known} for v in state.get("versions", []))
    photos = sum(v.get("op") == "upload" for v in versions)
    photos += len(state["turn"].get("with_image_ids", []))
    return PlanContext(
        has_region=state["turn"]["pointed"],
        image_count=photos,
        versions=versions,
        head=state.get("head"),
        said=_said_before(state),
    )


def _said_before(state: EditState) -> tuple[str, ...]:
    """The user's last messages before this one, as many as fit, whole."""
    earlier = [m for m in state.get("messages", [])[:-1] if m.type == "human"]
    earlier = [m for m in earlier if not is_forgotten(m)]
    said: list[str] = []
    left = SAID_CHARACTERS
    for text in (text_of(message.content) for message in reversed(earlier[-SAID_BEFORE:])):
        left -= len(text)
        if left < 0:
            break
        said += [text] if text else []
    return tuple(reversed(said))


def _wordless(turn: Turn) -> Update:
    """A photo or a region without words: take it, and ask what should happen."""
    said = "received" if turn["brought"] else "nothing_said"
    return {"turn": {**turn, "said": [*turn["said"], said]}}


def _bind_photos(state: EditState, steps: list[Step], turn: Turn) -> tuple[list[Step], Update]:
    """Give a step the photo it means; one that came for a step is not what is edited."""
    photos = [v["image_id"] for v in state.get("versions", []) if v["op"] == "upload"]
    along = turn.get("with_image_ids", [])
    if along and not any(_means_photo(step) or step["op"] in ASKING for step in steps):
        turn["said"] = [*turn["said"], "unused_photo"]
    meant = [step for step in steps if _means_photo(step)]
    if not meant:
        return steps, {}
    head = turn["before"] if turn["brought"] and turn["before"] else state.get("head")
    other = [p for p in photos if p != _root_of(state, head)]
    update: Update = {"head": head}
    if turn["brought"]:
        turn["said"] = [s for s in turn["said"] if s != "new_photo"] + ["kept_photo"]
        update |= _moved(state, head)
    return [_bound(step, [*photos, *along], [*other, *along]) for step in steps], update


def _root_of(state: EditState, head: str | None) -> str | None:
    version = version_of(state, head) if head else None
    while version and version["parent"]:
        version = version_of(state, version["parent"])
    return version["image_id"] if version else None


def _moved(state: EditState, head: str | None) -> Update:
    """What was pointed at is on the photo that is edited."""
    selection = state.get("selection")
    if selection is None or head is None:
        return {}
    version = version_of(state, head)
    frame = frame_of(state, version)
    return {"selection": {**selection, "image_id": version["image_id"], "frame": frame}}


def _means_photo(step: Step) -> bool:
    return step["op"] == "background" and step["args"].get("mode") == "image"


def _bound(step: Step, photos: list[str], other: list[str]) -> Step:
    if not _means_photo(step) or step["args"].get("image_id"):
        return step
    index = step["args"].get("image_index")
    if isinstance(index, int) and 1 <= index <= len(photos):
        return {**step, "args": {**step["args"], "image_id": photos[index - 1]}}
    if index is None and other:
        return {**step, "args": {**step["args"], "image_id": other[-1]}}
    raise InvalidRequest(
        f"there is no other photo to use as the background ({len(photos)} in this thread)",
        hint="send the photo along (with_image_ids), or say which one: 'the second photo'",
    )
