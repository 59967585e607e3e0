"""Turn the text into a plan of steps."""

from engines import Engines
from engines.protocols import PlanContext, Step
from errors import InvalidRequest, NotUnderstood
from graph.state import EditState, Turn, Update
from nodes.receive import is_new, new_root
from nodes.thread import head_version
from nodes.wording import say


def route_intent(state: EditState, *, engines: Engines) -> Update:
    """Plan the turn, and decide what a photo that came with it is for.

    Reads: turn, versions, head, selection, images.  Writes: plan, turn; images, versions, head,
    selection.

    Raises:
        NotUnderstood: the text is no request we know; the message asks back.
        UnknownEngine: the turn's engine can do none of the steps.
        InvalidRequest: a step means a photo that is not there.
    """
    turn = state["turn"]
    if not turn["text"]:
        return _wordless(state, turn)
    plan = engines.planner().plan(turn["text"], _context(state))
    turn: Turn = {**turn, "language": plan["language"], "planner": plan["planner"]}
    if not plan["steps"]:
        raise NotUnderstood(plan.get("question") or say(plan["language"], "nothing_said"))
    steps, update = _bind_photos(state, plan["steps"], turn)
    if name := turn["options"].get("engine"):
        engines.check_named(str(name), steps)
    return update | {"plan": steps, "turn": turn}


def _context(state: EditState) -> PlanContext:
    known = ("version_id", "op", "target")
    versions = tuple({k: v.get(k) for k in known} for v in state.get("versions", []))
    photos = sum(v.get("op") == "upload" for v in versions) + len(state.get("images", []))
    return PlanContext(bool(state.get("selection")), photos, versions)


def _wordless(state: EditState, turn: Turn) -> Update:
    """A photo or a region without words: take it, and ask what should happen."""
    update = _as_new_photo(state, turn) if is_new(state, turn) else {}
    said = "received" if turn["image_id"] else "nothing_said"
    return update | {"turn": {**turn, "said": [*turn["said"], said]}}


def _as_new_photo(state: EditState, turn: Turn) -> Update:
    turn["said"] = [*turn["said"], "new_photo"]
    turn["first"] += 1
    return new_root(str(turn["image_id"]), len(state.get("versions", [])))


def _bind_photos(state: EditState, steps: list[Step], turn: Turn) -> tuple[list[Step], Update]:
    """Give a step the photo it means; a new photo that no step means is edited itself."""
    update: Update = {}
    if is_new(state, turn):
        if any(_means_photo(step) for step in steps):
            update["images"] = [*state.get("images", []), turn["image_id"]]
            turn["said"] = [*turn["said"], "kept_photo"]
            if selection := state.get("selection"):  # what was pointed at is on the head
                image_id = head_version(state)["image_id"]
                update["selection"] = {**selection, "image_id": image_id}
        else:
            update |= _as_new_photo(state, turn)
    extra: list[str] = update.get("images", state.get("images", []))
    roots = [v["image_id"] for v in state.get("versions", []) if v["op"] == "upload"]
    return [_bound(step, extra, [*roots, *extra]) for step in steps], update


def _means_photo(step: Step) -> bool:
    return step["op"] == "background" and step["args"].get("mode") == "image"


def _bound(step: Step, extra: list[str], photos: list[str]) -> Step:
    if not _means_photo(step) or step["args"].get("image_id"):
        return step
    index = step["args"].get("image_index")
    if isinstance(index, int) and 1 <= index <= len(photos):
        return {**step, "args": {**step["args"], "image_id": photos[index - 1]}}
    if index is None and extra:
        return {**step, "args": {**step["args"], "image_id": extra[-1]}}
    raise InvalidRequest(
        f"there is no other photo to use as the background ({len(photos)} in this thread)",
        hint="send the photo with the turn (image_id), or say which one: 'the second photo'",
    )
