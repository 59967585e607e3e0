"""Say what happened, in the user's language, and close the turn."""

from typing import Any

from langchain_core.messages import AIMessage

from checkpoints.images import OwnerImages
from engines import Engines
from graph.state import EditState, Turn, Update, Version
from nodes.korean import told
from nodes.wording import detail, note, say, the

ANSWER = "answer:"  # of a turn's `said`: what a model said, streamed as it said it
REJECTED = {"rejected", "rejected_variants"}


def respond(state: EditState, *, images: OwnerImages, engines: Engines) -> Update:
    """Write the reply.

    Reads: turn, versions, problem, head.  Writes: messages, plan, draft.
    """
    turn = state["turn"]
    made = state.get("versions", [])[turn["first"] :]
    sentences = [_sentence(turn, said, images) for said in turn["said"]]
    if made or not state.get("problem"):
        sentences += _done(turn, made, engines)
    if problem := state.get("problem"):
        sentences += told(turn["language"], problem)
        if made:
            sentences.append(say(turn["language"], "kept", count=len(made)))
    text = " ".join(sentence for sentence in sentences if sentence)
    reply = AIMessage(text, id=f"reply-{turn['turn_id']}", additional_kwargs=_done_by(state, made))
    return {"messages": [reply], "plan": [], "draft": {}}


def _done_by(state: EditState, made: list[Version]) -> dict[str, Any]:
    """What a reply remembers of its turn, for whoever reads the conversation later."""
    turn = state["turn"]
    return {
        "versions": [version["version_id"] for version in made],
        "problem": state.get("problem"),
        "steps": turn.get("steps", []),
        "planner": turn.get("planner"),
        "why": turn.get("why"),
        "streamed": [one.removeprefix(ANSWER) for one in turn["said"] if one.startswith(ANSWER)],
        "seen": turn.get("seen", []),
        "links": turn.get("links", []),
        "found": turn.get("found", []),
        "language": turn["language"],
    }


def _sentence(turn: Turn, said: str, images: OwnerImages) -> str:
    if said != "received" or not turn["image_id"]:
        return note(turn["language"], said)
    info = images.info(turn["image_id"])
    return say(turn["language"], said, width=info.width, height=info.height)


def _done(turn: Turn, made: list[Version], engines: Engines) -> list[str]:
    language, unused = turn["language"], sorted(_unused(turn, made, engines))
    if not made:
        if REJECTED & set(turn["said"]):
            return []  # an engine was asked or would have been: its options were no mistake
        return [say(language, "unused_here", options=", ".join(unused))] if unused else []
    what = ", ".join(_what(language, version) for version in made)
    sentences = [say(language, "done", what=what)]
    if all(v["outside_changed"] == 0 and v["mask_id"] for v in made):
        sentences.append(say(language, "outside"))
    if unused:
        used = ", ".join(sorted({str(v["engine"]) for v in made}))
        sentences.append(say(language, "unused_options", engine=used, options=", ".join(unused)))
    return sentences


def _unused(turn: Turn, made: list[Version], engines: Engines) -> set[str]:
    """The turn's options that none of the engines that ran honours."""
    given = {key for key, value in turn["options"].items() if value not in (None, "")}
    given -= {"engine"} if "answered" in turn else set()
    given -= {"n"} if turn["options"].get("n") == 1 else set()
    honoured = {o for v in made for o in engines.card(str(v["engine"])).honoured()}
    honoured.add("prefer")  # an order of engines, for whatever steps there are
    return given - honoured - ({"engine", "seed"} if made else set())


def _what(language: str, version: Version) -> str:
    it = "이것" if language == "ko" else "it"
    target = the(language, version["target"]) if version["target"] else it
    params = version["params"]
    if version["op"] in ("style", "adjust") and not params.get("name"):
        said = f"“{version['instruction']}”"  # an order, followed by a model
    else:
        said = detail(language, params)
    return say(language, version["op"], target=target, detail=said).strip()
