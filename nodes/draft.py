"""What a step made, on its way to be a version: the only one, or variants to choose from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from checkpoints.threads import now
from engines.protocols import Arg, Card, Note, Step
from errors import InvalidRequest
from graph.state import Draft, EditState, Update, Version
from nodes.receive import seed_of
from nodes.wording import say

MOST_VARIANTS = 8
SEEDS = 2**32


@dataclass(frozen=True)
class Outcome:
    """One picture that a step made, stored.

    mask_id: every pixel that may differ from the parent; None = the whole frame.
    outside_changed: measured; None where the frame itself is another.
    """

    image_id: str
    engine: str
    seed: int
    params: Mapping[str, Arg]
    mask_id: str | None
    outside_changed: int | None
    timing_ms: float


def count_of(step: Step, card: Card, options: Mapping[str, Arg]) -> int:
    """Return how many variants are wanted: `options.n`, else what the words say, else one.

    Raises:
        InvalidRequest: not 1 to 8.
    """
    if "n" not in card.honoured():
        return 1
    given = options.get("n")
    wanted = given if given is not None else step["args"].get("n") or 1
    if not isinstance(wanted, int) or not 1 <= wanted <= MOST_VARIANTS:
        raise InvalidRequest(
            f"{wanted} variants at once", hint=f"ask for 1 to {MOST_VARIANTS} (`options.n`)"
        )
    return wanted


def seed_at_hand(state: EditState) -> int:
    """Return the seed of the variant that is made next: the first one's, and one more each."""
    given = state["turn"]["options"].get("seed")
    head = state.get("head")
    versions = {v["version_id"]: v["image_id"] for v in state.get("versions", [])}
    image_id = versions[head] if head else ""
    first = given if isinstance(given, int) else seed_of(image_id, state["plan"][0]["instruction"])
    return (first + len(state["draft"].get("variants", []))) % SEEDS


def drafted(state: EditState, made: Outcome) -> Update:
    """Return the draft with what was made: as the version, or as one more variant."""
    step, draft, versions = state["plan"][0], state["draft"], state.get("versions", [])
    version: Version = {
        "version_id": f"v{len(versions)}",
        "parent": state.get("head"),
        "image_id": made.image_id,
        "op": step["op"],
        "target": step["target"],
        "instruction": step["instruction"],
        "prompt": draft.get("prompt"),
        "english": draft.get("english"),
        "language": draft.get("language"),
        "engine": made.engine,
        "seed": made.seed,
        "params": {**made.params, **_prompt_params(draft)},
        "mask_id": made.mask_id,
        "outside_changed": made.outside_changed,
        "timing_ms": made.timing_ms,
        "created_at": now(),
    }
    if draft.get("total", 1) == 1:
        return {"draft": {**draft, "version": version}}
    return {"draft": {**draft, "variants": [*draft.get("variants", []), version]}}


def heard(state: EditState, update: Update, notes: Sequence[Note]) -> Update:
    """Return `update` with what the engine has to say of its run, once, in the user's language."""
    turn = state["turn"]
    said = ["text:" + say(turn["language"], note.key, **note.values) for note in notes]
    if new := [one for one in dict.fromkeys(said) if one not in turn["said"]]:
        return {**update, "turn": {**turn, "said": [*turn["said"], *new]}}
    return update


def _prompt_params(draft: Draft) -> dict[str, Arg]:
    """What a version remembers of its prompt: the parts that the engine's limit left out."""
    dropped = draft.get("dropped")
    return {"prompt_dropped": list[Arg](dropped)} if dropped else {}
