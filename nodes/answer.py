"""Answer without changing anything: help, small talk, and facts about the file."""

import re

from checkpoints.images import OwnerImages
from engines import Engines
from graph.state import EditState, Update
from imaging.codec import facts
from nodes.thread import head_version
from nodes.wording import say

_WHEN = re.compile(r"\bwhen\b|\bdate\b|언제|날짜|몇 ?시|찍은 ?때|시간", re.IGNORECASE)
_CAMERA = re.compile(r"\bcamera\b|\blens\b|카메라|렌즈|기종", re.IGNORECASE)
_FILE = re.compile(
    r"\b(size|resolution|format|pixels?|dimensions?|megapixels?|file|big|large|wide|tall|bits?)\b"
    r"|크기|해상도|포맷|형식|픽셀|화소|용량|파일|가로|세로|비트",
    re.IGNORECASE,
)


def answer(state: EditState, *, images: OwnerImages, engines: Engines) -> Update:
    """Answer the step at hand.

    Reads: plan, turn, versions, head.  Writes: plan, turn.

    Raises:
        NoEngine: the question needs a model that sees images.
        NoImage: there is no photo to ask about.
    """
    step, turn = state["plan"][0], state["turn"]
    if step["op"] == "chat":
        said = str(step["args"].get("kind") or "other")
    elif step["op"] == "question" and (known := _facts(state, step["instruction"], images)):
        said = "text:" + known
    else:
        raise engines.missing("describe", step["op"])
    return {
        "plan": state["plan"][1:],
        "turn": {**turn, "said": [*turn["said"], said]},
    }


def _facts(state: EditState, question: str, images: OwnerImages) -> str:
    """What the file itself answers, or nothing."""
    wanted = [pattern for pattern in (_WHEN, _CAMERA, _FILE) if pattern.search(question)]
    if not wanted:
        return ""
    language = state["turn"]["language"]
    image_id = head_version(state)["image_id"]
    known = facts(images.upload_of(image_id))
    sentences: list[str] = []
    if _FILE in wanted:
        sentences.append(_file(language, image_id, images))
    if _WHEN in wanted:
        taken = known.get("taken")
        sentences.append(say(language, "taken", when=taken) if taken else say(language, "no_date"))
    if _CAMERA in wanted:
        camera = known.get("camera")
        sentences.append(
            say(language, "camera", camera=camera) if camera else say(language, "no_camera")
        )
    return " ".join(sentences)


def _file(language: str, image_id: str, images: OwnerImages) -> str:
    info = images.info(image_id)
    return say(
        language,
        "facts",
        name=info.name or image_id[:8],
        width=info.width,
        height=info.height,
        format=info.format,
        size=f"{info.size_bytes / 1000:.0f} kB",
        bits=info.bit_depth,
        alpha=say(language, "with_alpha") if info.has_alpha else "",
    )
