"""Clauses on size and frame to steps: crop, rotate, flip, resize, expand, upscale."""

import re

from engines.grammar import numbers
from engines.grammar.phrases import NOTHING, Target
from engines.grammar.reading import Args, Reading, one
from engines.protocols import Step

_LEFT = re.compile(r"\bleft\b|counter-?clockwise|anti-?clockwise|왼쪽|왼편|좌측|반시계|좌로")
SLIGHT_DEGREES = 5
_VERTICAL = re.compile(r"vertical|upside|top to bottom|상하|수직|위아래|세로")
_QUARTERS = re.compile(r"upside ?-?down|거꾸로|물구나무|half turn|\b(?:a?round|over)$")


def _rotation(low: str) -> Args:
    said = numbers.degrees(low)
    if said is None and numbers.slight(low):
        said = SLIGHT_DEGREES
    degrees = said if said is not None else (180 if _QUARTERS.search(low) else 90)
    return {"name": "rotate", "degrees": -degrees if _LEFT.search(low) else degrees}


def _size(low: str) -> Args:
    if said := numbers.size(low):
        return {"name": "resize", **said}
    return {"name": "resize", "scale": _scale(low)}


_SMALLER = re.compile(r"smaller|shrink|reduce|decrease|down|줄|작|축소")
_TO = re.compile(r"\bto\b|(?:%|퍼센트|프로) ?(?:크기|사이즈)?(?:로|까지)|size")


def _scale(low: str) -> float:
    """Return the factor; "to 50%" and "50% smaller" are read apart, no number is half or double."""
    smaller = bool(_SMALLER.search(low))
    if (share := numbers.percent(low)) is not None:
        if _TO.search(low):
            return share / 100
        return 1 - share / 100 if smaller else 1 + share / 100
    factor = numbers.times(low)
    if factor is None:
        return 0.5 if smaller else 2.0
    return 1 / factor if smaller and factor > 1 else factor


def _cropped(reading: Reading) -> Target:
    """Return what is cropped to: "crop to this", "crop to the dog", "여기만 잘라줘"."""
    low = reading.clause.low
    english_one = re.search(r"\bcrop\w* (?:it |out |in )?(?:to |around |on )?(?P<target>.+)$", low)
    korean_one = re.search(
        r"^(?P<target>.+?)(?:만|을|를|에 맞게|에 맞춰)? ?(?:자르|잘라|짤라|크롭)", low
    )
    found = korean_one if reading.language == "ko" else english_one
    target = reading.target(*found.span("target")) if found else NOTHING
    sides = (
        r"(?:the )?(?:\w+ )?(?:left|right|top|bottom|tight\w*|close\w*|edges?|borders?).*|"
        r".*(?:왼쪽|오른쪽|위|아래|여백|가장자리|테두리|비율|가로|세로|\d).*"
    )
    return NOTHING if target.words and re.fullmatch(sides, target.words.lower()) else target


def transform(reading: Reading) -> list[Step]:
    """Return the step of a change of geometry: crop, rotate, flip, resize, straighten."""
    low = reading.clause.low
    if reading.detail == "crop":
        ratio = numbers.ratio(low)
        target = NOTHING if ratio else _cropped(reading)
        return one(reading, target, {"name": "crop", "ratio": ratio})
    if reading.detail == "rotate":
        return one(reading, NOTHING, _rotation(low))
    if reading.detail == "resize":
        return one(reading, NOTHING, _size(low))
    if reading.detail == "flip":
        axis = "vertical" if _VERTICAL.search(low) else "horizontal"
        return one(reading, NOTHING, {"name": "flip", "axis": axis})
    return one(reading, NOTHING, {"name": reading.detail})


_DIRECTIONS: tuple[tuple[str, str], ...] = (
    ("horizontal",
        r"양옆|양쪽|좌우|both sides|either side|sideways|the sides|horizontal|wider|widen|옆|가로"),
    ("vertical", r"상하|위아래|top and bottom|vertical|taller|세로"),
    ("left", r"\bleft|왼|좌측"),
    ("right", r"\bright|오른|우측"),
    ("top", r"\b(?:top|up|upwards?|above)\b|위|상단"),
    ("bottom", r"\b(?:bottom|down|downwards?|below)\b|아래|하단|밑"),
)  # fmt: skip


def expand(reading: Reading) -> list[Step]:
    """Return the step that grows the canvas, with its side and ratio."""
    low = reading.clause.low
    side = next((name for name, words in _DIRECTIONS if re.search(words, low)), "all")
    said = re.search(r"\d+ ?[:대] ?\d+|square|정사각", low)
    return one(
        reading, NOTHING, {"ratio": numbers.ratio(said[0]) if said else None, "direction": side}
    )


def upscale(reading: Reading) -> list[Step]:
    """Return the step that enlarges with detail; twice where no factor is said."""
    return one(reading, NOTHING, {"scale": numbers.times(reading.clause.low) or 2.0})
