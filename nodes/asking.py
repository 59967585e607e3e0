"""A question as a model that sees gets it: pictures, facts, and what was said before."""

from typing import Literal

from langchain_core.messages import BaseMessage

from checkpoints.forgetting import is_forgotten
from checkpoints.images import OwnerImages
from checkpoints.inline import text_of
from engines.protocols import Step
from engines.speaking import Question
from graph.state import EditState, Version
from nodes.facts import facts_of
from nodes.pictures import Sources, line_of, pictures_of
from nodes.thread import head_version
from nodes.wording import detail, link_line

SAID_BEFORE, SAID_CHARACTERS = 10, 4000
MOST_STEPS_TOLD = 20
Said = tuple[Literal["user", "assistant"], str]


def question_of(state: EditState, step: Step, sources: Sources) -> Question:
    """Return the question of a step, with the pictures and all that the thread knows in words.

    Small talk goes without pictures.

    Raises:
        InvalidRegion, InvalidMask: what is pointed at selects nothing.
    """
    text, language = step["instruction"], state["turn"]["language"]
    said = said_before(state)
    if step["op"] == "chat":
        return Question(text, language, said=said)
    pictures = pictures_of(state, text, sources)
    return Question(text, language, pictures, known_of(state, sources.images), said)


def said_before(state: EditState) -> tuple[Said, ...]:
    """Return the last messages before this turn's, as many as fit, the newest last.

    Those about a photo that was removed are left out.
    """
    return tuple((_who(message), _words(message)) for message in _context(state))


def seen_before(state: EditState) -> list[str]:
    """Return the images that those messages are about: what is said now may repeat them."""
    known = [message.additional_kwargs for message in _context(state)]
    seen = [one for each in known for one in (each.get("image_id"), *each.get("seen", [])) if one]
    return list(dict.fromkeys(seen))


def _context(state: EditState) -> list[BaseMessage]:
    earlier = [m for m in state.get("messages", [])[:-1] if not is_forgotten(m)]
    told: list[BaseMessage] = []
    left = SAID_CHARACTERS
    for message in reversed(earlier[-SAID_BEFORE:]):
        text = _words(message)
        left -= len(text)
        if left < 0:
            break
        if text:
            told.insert(0, message)
    return told


def _words(message: BaseMessage) -> str:
    """What a message says, without the results of a search: strangers wrote those."""
    text = text_of(message.content)
    for link in message.additional_kwargs.get("links", []):
        text = text.replace(link_line(link), "", 1)
    return text.strip()


def _who(message: BaseMessage) -> Literal["user", "assistant"]:
    return "assistant" if message.type == "ai" else "user"


def known_of(state: EditState, images: OwnerImages) -> tuple[str, ...]:
    """Return what the files and the versions say, one fact per line, in English."""
    along = state["turn"].get("with_image_ids", [])
    facts = [f"The photo sent along: {facts_of(one, images)}" for one in along]
    if state.get("head") is None:
        return tuple(facts)
    head = head_version(state)
    line = line_of(state, head)
    steps = [_step(version) for version in line if version["parent"] is not None]
    left_out = len(steps) - MOST_STEPS_TOLD
    facts.insert(0, f"The picture on the screen: {facts_of(head['image_id'], images)}")
    if steps:
        facts.append(f"The steps from {line[0]['version_id']}, the original, to the screen:")
    if left_out > 0:
        facts.append(f"({left_out} earlier steps)")
    return (*facts, *steps[-MOST_STEPS_TOLD:])


def _step(version: Version) -> str:
    """One edit in words: what was done, to what, in whose words, and what it left alone."""
    what = " ".join(filter(None, (version["op"], version["target"])))
    said = [f"{version['version_id']}, from {version['parent']}: {what}"]
    said += [done] if (done := detail("en", version["params"])) else []
    said += [f'asked for as "{version["instruction"]}"'] if version["instruction"] else []
    changed = version["outside_changed"]
    if changed is None:
        said.append("the frame itself changed")
    elif version["mask_id"]:
        said.append(f"{changed} pixels outside its mask changed")
    return "; ".join(said)
