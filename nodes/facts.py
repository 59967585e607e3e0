"""What a file says of itself, without anybody looking at the picture."""

import re

from checkpoints.images import OwnerImages
from graph.state import EditState
from imaging.codec import facts
from nodes.thread import head_version
from nodes.wording import say

_WHEN = re.compile(r"\bwhen\b|\bdate\b|언제|날짜|몇 ?시|찍은 ?때|시간", re.IGNORECASE)
_CAMERA = re.compile(r"\bcamera\b|\blens\b|카메라|렌즈|기종", re.IGNORECASE)
_PICTURE = r"(?:(?:this|the|my) )?(?:photo|picture|image|file)"
_FILE = re.compile(
    r"\b(?:resolution|format|pixels?|dimensions?|megapixels?|file|bits?)\b"
    # How big is the photo, or "it"; not how big is the dog in it.
    rf"|\bhow (?:big|large|wide|tall) (?:is|are) (?:{_PICTURE}\b|(?:it|this|that)\W*$)"
    rf"|\bsize (?:of|is|does|has) (?:{_PICTURE}\b|(?:it|this|that)\b)|{_PICTURE}(?:'s)? size\b"
    r"|^\W*(?:what(?:'s| is) )?(?:the |its )?size\W*$"
    r"|해상도|포맷|형식|픽셀|화소|용량|파일|비트"
    r"|(?:^|사진|그림|이미지|원본|이거|이것|이건|이게)[의은는이가]?\s*(?:크기|가로|세로)",
    re.IGNORECASE,
)


def by_file(state: EditState, question: str, images: OwnerImages) -> str:
    """Return what the file itself answers to a question, in the turn's language, or nothing.

    Raises:
        NoImage: the question is about a file, and there is no photo yet.
    """
    wanted = [pattern for pattern in (_WHEN, _CAMERA, _FILE) if pattern.search(question)]
    if not wanted:
        return ""
    language, image_id = state["turn"]["language"], _meant(state)
    known = facts(images.upload_of(image_id))
    sentences: list[str] = []
    if _FILE in wanted:
        sentences.append(file_of(language, image_id, images))
    if _WHEN in wanted:
        taken = known.get("taken")
        sentences.append(say(language, "taken", when=taken) if taken else say(language, "no_date"))
    if _CAMERA in wanted:
        camera = known.get("camera")
        sentences.append(
            say(language, "camera", camera=camera) if camera else say(language, "no_camera")
        )
    return " ".join(sentences)


def _meant(state: EditState) -> str:
    along = state["turn"].get("with_image_ids")
    return along[-1] if along else head_version(state)["image_id"]


def facts_of(image_id: str, images: OwnerImages) -> str:
    """Return all that an image's file says, as one English line for a model."""
    known = facts(images.upload_of(image_id))
    said = [file_of("en", image_id, images)]
    if taken := known.get("taken"):
        said.append(say("en", "taken", when=taken))
    if camera := known.get("camera"):
        said.append(say("en", "camera", camera=camera))
    return " ".join(said)


def file_of(language: str, image_id: str, images: OwnerImages) -> str:
    """Return an image's name, size, format and depth as a sentence."""
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
