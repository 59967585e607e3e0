"""An adjustment clause to steps: which adjustments, how much, and of what."""

import re

from engines.grammar import english, korean, loose, numbers, phrases
from engines.grammar.phrases import NOTHING, Target
from engines.grammar.reading import Reading
from engines.grammar.rule import Cue
from engines.grammar.text import Text
from engines.protocols import Step


def _cues(reading: Reading) -> list[tuple[Cue, tuple[int, int]]]:
    """Return the first cue, and those that are joined to it ("밝기와 대비", "brightness and …")."""
    grammar = korean if reading.language == "ko" else english
    low = reading.clause.low
    hits = [
        (cue, found.span())
        for cue in (*grammar.EARLY_CUES, *grammar.LATE_CUES)
        if (found := re.search(cue.pattern, low))
    ]
    if not hits and reading.detail == loose.NAME:
        looser = loose.TONES[reading.language]
        hits = [(cue, found.span()) for cue in looser if (found := re.search(cue.pattern, low))]
    first = hits[:1]
    for cue, span in sorted(hits[1:], key=lambda hit: hit[1]):
        if _JOINED.fullmatch(_between(low, first[-1][1], span)) and cue.name not in {
            known.name for known, _ in first
        }:
            first.append((cue, span))
    return first


_JOINED = re.compile(
    r"(?:을|를)? ?(?:,|and(?: the)?|&|랑|이랑|와|과|하고|및|/) ?(?:the |increase |reduce )?"
)


def _between(low: str, one: tuple[int, int], other: tuple[int, int]) -> str:
    early, late = sorted((one, other))
    return low[early[1] : late[0]]


_INTRINSIC = frozenset({"blur", "denoise", "grayscale", "sepia", "invert", "sharpen"})
_LESS_LIT = re.compile(r"\b(?:less|not so|not as)\b|덜")


def adjust(reading: Reading) -> list[Step]:
    """Return a step for each adjustment that the clause names; none where it names none."""
    cues = _cues(reading)
    if not cues:
        return []
    target = _adjusted(reading, cues)
    low = reading.clause.low
    steps: list[Step] = []
    for cue, span in cues:
        sign = -cue.sign if _turned_down(reading, cue, span) else cue.sign
        amount = numbers.adjustment(cue.name, low, sign)
        steps.append(reading.step(target, {"name": cue.name, "amount": amount}))
    return steps


def _turned_down(reading: Reading, cue: Cue, span: tuple[int, int]) -> bool:
    """Return whether words around a cue turn its direction: "reduce the contrast", "덜 밝게"."""
    if cue.name in _INTRINSIC and cue.name != "sharpen":
        return False
    low = reading.clause.low
    around = low[: span[0]] + " " + low[span[1] :]
    grammar = korean if reading.language == "ko" else english
    late = cue in grammar.LATE_CUES
    down = _LESS_LIT if late or cue.sign < 0 else grammar.DOWN
    return bool(down.search(around))


_EN_ADJUSTED = re.compile(
    r"^(?:please )?(?:make|turn|get|have|keep|give|add|apply|set|put|convert|change|let|"
    r"want|do|increase|"
    r"raise|boost|lift|reduce|decrease|lower|drop|enhance|bring|tone|dial|crank|pump|push|bump|"
    r"fix|correct|adjust)? ?"
    r"(?:up |down )?(?P<target>.*)$"
)
_EN_OF = re.compile(
    r"\b(?:of|on|in|to|from|for|around|at) (?P<target>(?:the|this|that|his|her|my|their|"
    r"it|its) ?.*)$|\b(?P<own>his|her|its|the \w+)'s$"
)


def _adjusted(reading: Reading, cues: list[tuple[Cue, tuple[int, int]]]) -> Target:
    """Return what is adjusted: what is left of the clause around the cues."""
    start = min(span[0] for _, span in cues)
    end = max(span[1] for _, span in cues)
    if reading.language == "ko":
        target = _korean_adjusted(reading.clause, start, end)
    else:
        target = _english_adjusted(reading.clause, start, end)
    return target


_KO_NO_TARGET = re.compile(
    r"(?:톤|색|색감|느낌|전체|사진|이미지|그림|화면|[-+]?\d+\S*|\S+게|더|덜|(?:좀|조금|살짝|"
    r"약간)만?|"
    r"훨씬|많이|아주|매우|너무|넘|완전|"
    r"확|엄청|진짜|최대한|효과|필터|다시|색깔|전체적으로|전반적으로|전체적인|\S*(?:퍼센트|"
    r"프로)|이미지의|사진의|왜)"
)


def _korean_adjusted(clause: Text, start: int, end: int) -> Target:
    head = clause.cut(0, start)
    while head.low and _KO_NO_TARGET.fullmatch(head.low.rsplit(" ", 1)[-1]):
        head = head.cut(0, len(head.low) - len(head.low.rsplit(" ", 1)[-1]))
    if head.low:
        return phrases.korean(head)
    # "블러 처리해줘 이 부분": what follows the verb, where the order is turned round
    tail = re.search(r"(?:줘|주세요|줄래|요) (?P<target>\S.*)$", clause.low[end:])
    if tail and not _KO_NO_TARGET.fullmatch(tail["target"]):
        return phrases.korean(clause, end + tail.start("target"))
    return NOTHING


_EN_DEGREE = re.compile(
    r"^(?:by )?[-+]? ?\d+ ?(?:%|percent)?|\b(?:by )?[-+]?\d+ ?(?:%|percent)? ?$|"
        r"\b(?:a (?:bit|little|lot|touch|tad|hint of|bit of|little bit|shade|little more)|"
        r"much|slightly|way|very|really|more|"
        r"less|so|too|far|even|somewhat|super|extremely|some|look|looks|be|is|are|am|was|"
        r"to be|significantly|"
    r"completely|fully|all|into|in|to|as|with|the|an?|of|up|down|add|and|not|version|bit|quite|by|"
        r"subtle|strong|nice|soft|effect|colou?rs?|tones?|\d+ ?%|totally|heavily|strongly|"
        r"gently|area|only)\b ?$"
)  # fmt: skip


def _english_adjusted(clause: Text, start: int, end: int) -> Target:
    tail = clause.cut(end)
    if found := _EN_OF.search(" " + tail.low):
        if found["target"]:
            return phrases.english(tail, found.start("target") - 1)
        return NOTHING
    head = _english_head(clause.cut(0, start))
    if head.low and head.low not in ("to", "with"):
        target = phrases.english(head)
        if target.kind != "none":
            return target
    return _after_verb(tail)


def _english_head(head: Text) -> Text:
    found = _EN_ADJUSTED.match(head.low)
    head = head.cut(found.start("target")) if found else head
    while head.low and (degree := _EN_DEGREE.search(head.low)):
        head = head.cut(degree.end()) if degree.start() == 0 else head.cut(0, degree.start())
    return head


_EN_AFTER = re.compile(
    r"(?:up |down |out )?(?P<target>(?:(?:the|this|that|these|those|his|her|my|their|it|"
    r"its|only)\b ?)+(?:[a-z' -]*?[a-z])??)"
    r"(?= by\b| \d|$| down\b| up\b| a (?:bit|little|lot|touch|tad)| slightly| more| less|"
    r" to\b| further| please)"
)


def _after_verb(tail: Text) -> Target:
    """Return the object of "brighten the sky a bit"; nothing where none follows."""
    found = _EN_AFTER.match(tail.low)
    return phrases.english(tail, *found.span("target")) if found else NOTHING
