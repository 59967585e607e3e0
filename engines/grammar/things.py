"""Clauses on things to steps: taken away, put in, exchanged, written, made anew."""

import re

from engines.grammar import english, numbers, phrases
from engines.grammar.look import style
from engines.grammar.phrases import NOTHING, Target
from engines.grammar.reading import TARGET_GROUPS, Args, Reading, one, targets
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


_PLACES = ("target", "target2", "target3", "target4", "target5", "target6", "target7")
_ADDED = (
    "what", "what2", "what3", "what4", "what5", "what6", "what7", "what8", "what9",
    "what10", "what11", "what12",
)  # fmt: skip


def add(reading: Reading) -> list[Step]:
    """Return the step that puts something in."""
    place = reading.group(*_PLACES)
    target = reading.target(*place) if place else NOTHING
    return one(reading, target, {"what": _said(reading, *_ADDED)})


def replace(reading: Reading) -> list[Step]:
    """Return a step for each thing that becomes another."""
    wanted = _said(reading, "with", "with2", "with3", "with4", "with5", "with6")
    if reading.language == "ko" and not reading.group(*_REPLACED):
        return [_without_particles(reading)]
    replaced = targets(reading, *_REPLACED)
    if wanted and all(target.kind == "whole" for target in replaced):
        styled = style(reading)  # "make the picture a cartoon" replaces nothing in it
        if styled[0]["args"]["name"]:
            args = styled[0]["args"]
            return [reading.step(target, args, "style") for target in replaced]
    return [reading.step(target, {"with": wanted}) for target in replaced]


_REPLACED = ("target", "target2", "target3", "target4", "target5")
_OF_THE_NEXT = re.compile(r".*(?:[은는운른한쁜긴된색의]|스러운|적인)$")


def _without_particles(reading: Reading) -> Step:
    """Return the step of "컵 꽃병으로 바꿔줘": the last word is what the one before becomes."""
    start, end = reading.group("with") or (0, 0)
    before = reading.clause.low[start:end].rpartition(" ")[0]
    while _OF_THE_NEXT.fullmatch(before):  # "검은 정장": the adjective stays with its noun
        before = before.rpartition(" ")[0]
    target = reading.target(start, start + len(before)) if before else NOTHING
    return reading.step(target, {"with": reading.target(start + len(before), end).words})


_TEXT_EN = re.compile(
    r"^(?:write|type|inscribe|engrave|print|spell|letter)\w* (?:out )?(?:the (?:text|"
    r"words?) )?(?P<text>.+?)"
    r"(?: (?:on|in|at|over|across|onto|under|below|above|to|along) (?:it|the|this|that|"
    r"his|her|my|big|small|red|blue|white|"
    r"black|bold|top|bottom|large|yellow|green|a|an)\b.*)?$"
    r"|\b(?:says?|reads?|saying|reading|texts?|words?|title|caption(?: (?:it|"
    r"this))?(?: with)?|label|named)(?: of| saying| that says| reading)?:? (?P<after>(?!at\b|on\b|"
    r"to\b|in\b|that\b|"
    r"below\b|above\b|the\b).+?)"
    r"(?: (?:on|in|at|over|across|under|to) (?:it|the|this|that|top|bottom|big|white|"
    r"black|red)\b.*)?$"
    r"|\b(?:put|add|place) (?P<handle>[@#][\w.]+)|\b(?:put|add|place) (?P<put>my name|his name|"
    r"her name|our names?|the date)\b"
)
_TEXT_KO = re.compile(
    r"(?P<handle>[@#][\w.]+)|"
    r"(?:.*(?:에|에다가?|으로|작게|크게) |^)"
    rf"(?P<text>[^{QUOTED}]+?)(?:이라고|라고|이라는|라는)"
    r"|(?:제목|자막|글자|글씨|문구|텍스트|캡션)(?:을|를|은) (?P<after>.+?)(?:으로|로) "
    r"|(?:.*(?:에|에다가?|으로) |^)(?P<named>.+?)(?<![은는운른한쁜긴에색]) (?:문구|글자|글씨|"
    r"텍스트|자막|제목|날짜)"
    r"(?:를|을|만|좀|로)? ?(?:좀 |크게 |작게 )?(?:넣|추가|써|적|달)"
)


def text(reading: Reading) -> list[Step]:
    """Return the step that writes; its text is verbatim, or null where none is said."""
    quotes = [found.start() for found in re.finditer(QUOTED, reading.clause.low)]
    if quotes:  # of "change 'Monday' to 'Friday'" the last is what to write
        written: Args = {"text": reading.clause.said(quotes[-1], quotes[-1] + 1)[1:-1]}
        old = reading.clause.said(quotes[0], quotes[0] + 1)[1:-1] if len(quotes) > 1 else None
        return one(reading, Target(old, "named") if old else NOTHING, written)
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
    r"give|show|get|compose|whip|conjure|cook|mock|come)?"
    r"(?:ing)?(?: up)?(?: with)?(?: me| us)? ?(?:(?:an?|brand|some|\d+|one|two|three|four|five|"
    r"six|another|new) )*"
    r"(?:(?:new |different )?(?:versions?|variations?|variants?|options?) of )?"
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
