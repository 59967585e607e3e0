"""Clauses on colour, background and style to steps."""

import re

from engines.grammar import english, korean, numbers
from engines.grammar.colour_words import ENGLISH_COLOUR, KOREAN_COLOUR, KOREAN_STEM, meaning
from engines.grammar.phrases import NOTHING
from engines.grammar.reading import Args, Reading, one, targets
from engines.protocols import Step


def recolour(reading: Reading) -> list[Step]:
    """Return a step for each thing that changes colour."""
    span = reading.group("colour", "stem", "colour2")
    colour = meaning(reading.clause.low[slice(*span)]) if span else None
    args: Args = dict(colour) if colour else {}
    return [reading.step(target, args) for target in targets(reading)]


_OTHER_PHOTO = re.compile(
    r"(?:다른|올린|업로드한|첨부한|보낸|\d+번|번 ?째) ?\S* ?(?:사진|이미지|그림)|(?:내|"
    r"제) (?:다른 )?사진으로|(?:이|그|저|방금) ?(?:사진|이미지|그림)(?:으?로|[을를] ?배경으로)|"
    r"(?:이|그|저)(?:거|걸|것|것을|걸로|거를) ?배경으로|"
    r"\buse (?:this|that|it) as (?:the |a |my )?(?:new )?back ?(?:ground|drop)\b|"
    r"\b(?:with|to|by|use|from) (?:this|that) (?:photo|picture|image|one)\b|"
    r"\b(?:other|another|second|third|first|uploaded|attached|\d(?:nd|rd|"
    r"th)) (?:\w+ )?(?:photo|picture|image|pic|one|upload)\b|\bmy (?:photo|picture|"
    r"image)\b"
)
_BACKGROUND_WORDS = re.compile(
    r"(?:뒷 ?배경|배경|백그라운드)(?:색|색깔|색상|부분)?(?:을|를|은|는|이|가|도|만)?|"
    r"\S*(?:바꾸|바꿔|바꾼|변경|교체|전환|해|하|"
    r"만들|칠|줘|주)\S*|"
    r"(?:으로|로|색|단색|완전|그냥|좀|다|더|조금|전체|하얗게|게)|"
    r"\b(?:back ?(?:ground|drop)|bg|make|made|change|turn|set|fill|paint|use|give|get|put|"
    r"want|have|add|apply|replace|swap|it|the|this|that|a|an|to|into|"
    r"with|in|on|as|be|of|plain|solid|pure|simple|flat|colou?r|colou?red|all|clean|"
    r"completely|just|more|studio|for|me|should|is|new)\b"
)


def background(reading: Reading) -> list[Step]:
    """Return the background step: blur, a colour, another photo, or a description."""
    low = reading.clause.low
    if reading.detail == "blur":
        args: Args = {"mode": "blur", "amount": numbers.amount(low, 50)}
    elif _OTHER_PHOTO.search(low):
        args = {"mode": "image", "image_id": None}
        if (index := numbers.ordinal(low)) is not None:
            args["image_index"] = index
    elif reading.detail != "describe" and (colour := _only_colour(low)):
        args = {"mode": "colour", **colour}
    else:
        args = {"mode": "describe"}
    return one(reading, NOTHING, args)


_ANY_COLOUR = re.compile(rf"(?P<stem>{KOREAN_STEM})게|{ENGLISH_COLOUR}|{KOREAN_COLOUR}")


def _only_colour(low: str) -> dict[str, str] | None:
    """Return the colour of "the background blue"; None where more is said ("blue sky")."""
    found = _ANY_COLOUR.search(low)
    if not found:
        return None
    rest = _BACKGROUND_WORDS.sub(" ", low[: found.start()] + " " + low[found.end() :])
    return None if re.search(r"[가-힣a-z]{2,}", rest) else meaning(found["stem"] or found[0])


_STYLED_EN = re.compile(
    r"^(?:make|turn|convert|transform|change|render|paint|give|have|let|draw|"
    r"get)\w* (?!me |us )(?P<target>.+?) "
    r"(?:(?:look|appear|seem|feel)\w*\b|(?:in)?to\b|like\b|as\b|in\b|an?\b)"
)
_STYLED_KO = re.compile(
    r"^(?P<target>(?:(?!처럼|같|스타일|느낌)\S+ ){0,5}?\S*?)(?:을|를|은|만|도|이|가) "
)
_NO_THING = re.compile(
    r"(?:비|눈|낮|밤|해|노을|석양|단풍).*|(?:day|night|summer|winter)(?:time)?|autumn|spring"
)


def style(reading: Reading) -> list[Step]:
    """Return the style step; its name is null for a style that no filter makes."""
    low = reading.clause.low
    grammar = korean if reading.language == "ko" else english
    name = next((name for name, words in grammar.STYLE_WORDS if re.search(words, low)), None)
    found = (_STYLED_KO if reading.language == "ko" else _STYLED_EN).match(low)
    target = reading.target(*found.span("target")) if found else NOTHING
    if target.words and _NO_THING.fullmatch(target.words.lower()):
        target = NOTHING
    return one(reading, target, {"name": name, "amount": numbers.amount(low, 100)})
