"""Say what happened, in the user's language, and close the turn."""

from langchain_core.messages import AIMessage

from checkpoints.images import OwnerImages
from engines import Engines
from errors import Problem
from graph.state import EditState, Turn, Update, Version
from nodes.wording import PROBLEMS, detail, note, say


def respond(state: EditState, *, images: OwnerImages, engines: Engines) -> Update:
    """Write the reply.

    Reads: turn, versions, problem, head.  Writes: messages, plan, draft.
    """
    turn = state["turn"]
    made = state.get("versions", [])[turn["first"] :]
    sentences = [_sentence(turn, said, images) for said in turn["said"]]
    sentences += _done(turn, made, engines)
    if problem := state.get("problem"):
        sentences.append(_problem(turn["language"], problem))
        if made:
            sentences.append(say(turn["language"], "kept", count=len(made)))
    text = " ".join(sentence for sentence in sentences if sentence)
    reply = AIMessage(text, id=f"reply-{turn['turn_id']}")
    return {"messages": [reply], "plan": [], "draft": {}}


def _sentence(turn: Turn, said: str, images: OwnerImages) -> str:
    if said != "received" or not turn["image_id"]:
        return note(turn["language"], said)
    info = images.info(turn["image_id"])
    return say(turn["language"], said, width=info.width, height=info.height)


def _done(turn: Turn, made: list[Version], engines: Engines) -> list[str]:
    if not made:
        return []
    language = turn["language"]
    what = ", ".join(_what(language, version) for version in made)
    sentences = [say(language, "done", what=what)]
    if any(v["outside_changed"] == 0 and v["mask_id"] for v in made):
        sentences.append(say(language, "outside"))
    unused = sorted(_unused(turn, made, engines))
    if unused:
        used = ", ".join(sorted({str(v["engine"]) for v in made}))
        sentences.append(say(language, "unused_options", engine=used, options=", ".join(unused)))
    return sentences


def _unused(turn: Turn, made: list[Version], engines: Engines) -> set[str]:
    """The turn's options that none of the engines that ran honours."""
    given = {key for key, value in turn["options"].items() if value not in (None, "")}
    by_name = {card.name: card.options for card in engines.cards()}
    honoured = {o for v in made for o in by_name.get(str(v["engine"]), frozenset[str]())}
    return given - {"engine", "seed"} - honoured


def _what(language: str, version: Version) -> str:
    target = version["target"] or ("이것" if language == "ko" else "it")
    told = detail(language, version["params"])
    return say(language, version["op"], target=target, detail=told).strip()


def _problem(language: str, problem: Problem) -> str:
    message = problem["message"]
    if language == "ko" and (korean := PROBLEMS.get(problem["code"])):
        message = korean.format(message=message, capability=problem.get("capability", ""))
    sentence = message if message.endswith((".", "?", "!")) else message + "."
    return f"{sentence} {problem['hint']}".strip()
