"""Say what happened, in the user's language, and close the turn."""

import re

from langchain_core.messages import AIMessage

from checkpoints.images import OwnerImages
from engines import Engines
from errors import Problem
from graph.state import EditState, Turn, Update, Version
from nodes.wording import KOREAN_HINTS, PROBLEMS, detail, note, say

DETERMINED = re.compile(
    r"(?:the|an?|my|your|his|her|its|our|their|this|that|these|those|all)\b", re.I
)


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
    language, unused = turn["language"], sorted(_unused(turn, made, engines))
    if not made:
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
    honoured = {o for v in made for o in engines.card(str(v["engine"])).options}
    return given - honoured - ({"engine", "seed"} if made else set())


def _what(language: str, version: Version) -> str:
    target = version["target"] or ("이것" if language == "ko" else "it")
    if language != "ko" and version["target"] and not DETERMINED.match(target):
        target = f"the {target}"
    told = detail(language, version["params"])
    return say(language, version["op"], target=target, detail=told).strip()


def _problem(language: str, problem: Problem) -> str:
    message, hint = problem["message"], problem["hint"]
    if language == "ko" and (korean := PROBLEMS.get(problem["code"])):
        message = korean.format(message=message, capability=problem.get("capability", ""))
        hint = KOREAN_HINTS.get(problem["code"], hint)
    ended = message if message.endswith((".", "?", "!")) else message + "."
    return " ".join(s[:1].upper() + s[1:] for s in (ended, hint) if s)
