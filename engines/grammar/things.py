"""Clauses on things to steps: taken away, put in, exchanged, written, made anew."""

import re

from engines.grammar import english, numbers, phrases
from engines.grammar.phrases import NOTHING
from engines.grammar.reading import TARGET_GROUPS, Reading, one, targets
from engines.grammar.text import QUOTED
from engines.protocols import Step


def each(reading: Reading) -> list[Step]:
    """Return a step for each thing of "the dog and the cat"."""
    return [reading.step(target, {}) for target in targets(reading)]


def extract(reading: Reading) -> list[Step]:
    """Return the cut-out step; its target is what stays, not the background."""
    span = reading.group(*TARGET_GROUPS)
    target = reading.target(*span) if span else NOTHING
    if target.words and re.fullmatch(rf"{english.GROUND}|배경.*", target.words.lower()):
        target = NOTHING
    return one(reading, target)


def _said(reading: Reading, *names: str) -> str | None:
    span = reading.group(*names)
    if span is None:
        return None
    target = reading.target(*span)
    return target.words


def add(reading: Reading) -> list[Step]:
    """Return the step that puts something in."""
    place = reading.group("target", "target3")
    target = reading.target(*place) if place else NOTHING
    return one(reading, target, {"what": _said(reading, "what", "what3")})


def replace(reading: Reading) -> list[Step]:
    """Return a step for each thing that becomes another."""
    wanted = _said(reading, "with", "with2", "with3", "with4")
    replaced = targets(reading, "target", "target2", "target3", "target4")
    return [reading.step(target, {"with": wanted}) for target in replaced]


_TEXT_EN = re.compile(
    r"^(?:write|type|inscribe|engrave|print|spell|letter)\w* (?:out )?(?:the (?:text|"
    r"words?) )?(?P<text>.+?)"
    r"(?: (?:on|in|at|over|across|onto|under|below|above|to|along) (?:it|the|this|that|"
    r"his|her|my|big|small|red|blue|white|"
    r"black|bold|top|bottom|large|yellow|green|a|an)\b.*)?$"
    r"|\b(?:says?|reads?|saying|reading|texts?|words?|title|caption(?: (?:it|"
    r"this))?(?: with)?|label|named)(?: of)? (?P<after>(?!at\b|on\b|to\b|in\b|that\b|"
    r"below\b|above\b|the\b).+?)"
    r"(?: (?:on|in|at|over|across|under|to) (?:it|the|this|that|top|bottom|big|white|"
    r"black|red)\b.*)?$"
    r"|\b(?:put|add|place) (?P<put>my name|his name|her name|our names?|the date)\b"
)
_TEXT_KO = re.compile(
    r"(?:^|.*(?:에|쪽에|위에|아래에|에다가?|으로|밑에|"
    rf"맨 위에) )?(?P<text>[^{QUOTED}]+?)(?:이라고|라고|이라는|라는)"
    r"|(?:제목|자막|글자|글씨|문구|텍스트|캡션)(?:을|를|은) (?P<after>.+?)(?:으로|로) "
)


def text(reading: Reading) -> list[Step]:
    """Return the step that writes; its text is verbatim, or null where none is said."""
    quoted = reading.clause.low.find(QUOTED)
    if quoted >= 0:
        return one(reading, NOTHING, {"text": reading.clause.said(quoted, quoted + 1)[1:-1]})
    pattern = _TEXT_KO if reading.language == "ko" else _TEXT_EN
    found = pattern.search(reading.clause.low)
    spans = [found.span(name) for name in pattern.groupindex if found[name]] if found else []
    return one(reading, NOTHING, {"text": reading.clause.said(*spans[0]) if spans else None})


def generate(reading: Reading) -> list[Step]:
    """Return the step that makes new pictures, with what to show and how many."""
    low = reading.clause.low
    prompt = _prompt(reading)
    return one(reading, NOTHING, {"prompt": prompt, "n": numbers.count(low) or 1})


_PROMPT_EN = re.compile(
    r"^(?:draw|generate|create|design|imagine|render|produce|illustrate|sketch|paint|make|"
    r"give|show|get|compose)?"
    r"(?:ing)?(?: up)?(?: me| us)? ?(?:(?:an?|some|\d+|one|two|three|four|five|six|another|new) )*"
    r"(?:(?:new )?(?:pictures?|images?|photos?|drawings?|paintings?|illustrations?) (?:of|"
    r"with|showing) )?(?P<prompt>.+)$"
)
_PROMPT_KO = re.compile(
    rf"^(?P<prompt>.+?)(?:을|를|도)? ?(?:(?:{numbers.COUNT}) ?(?:장|개|가지|마리|컷) ?|"
    r"하나 |한 ?장 |새로 |좀 )*"
    r"(?:만들|그려|그리|그릴|생성|뽑|제작|디자인|상상)"
)


def _prompt(reading: Reading) -> str | None:
    pattern = _PROMPT_KO if reading.language == "ko" else _PROMPT_EN
    found = pattern.match(reading.clause.low)
    if not found:
        return None
    if reading.language == "en":
        return reading.clause.said(found.start("prompt"), found.end("prompt"))
    return phrases.korean(reading.clause, *found.span("prompt")).words
