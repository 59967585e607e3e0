"""What a thing is called: targets without articles, particles and asides."""

import re
from typing import Literal, NamedTuple

from engines.glossary_words import NOUNS
from engines.grammar.text import Text
from imaging.colours import parse

Kind = Literal["named", "pointed", "it", "whole", "none"]


class Target(NamedTuple):
    """The user's words for a thing, or how it was meant without naming it."""

    words: str | None
    kind: Kind


NOTHING = Target(None, "none")

_PICTURE = r"(?:photo|picture|image|pic|shot|photograph|scene|frame|selfie)s?"
_EN_LEAD = re.compile(
    r"(?:all of|one of|both of|(?:the |its )?colou?rs? of|all|both|any|some|every|each|"
    r"just|only|out|"
    r"off|up|away|the|an?|this|that|these|those|my|his|her|their|our|your|its|more|of|in|on|to) "
)
_EN_TAIL = re.compile(
    rf" (?:(?:from|in|of|out of|off) (?:the |this |my |that )?{_PICTURE}|please|completely|"
    r"entirely|"
    r"totally|altogether|now|here|there|right here|over there|for me|too|also|as well|"
    r"again|instead|"
    r"a bit|a little(?: bit)?|slightly|much|a lot|way|far|so|once|fully|look|appear|thanks|"
    r"thank you|away|out|off|up|down|only|by|colou?rs?|be|to be|to look|is|are|'s)$|"
    r"'s(?: colou?r)?$|"
    r" ?\?+$"
)
_EN_POINTED = re.compile(
    r"(?:this|that|these|those|here|there|him|her|them|(?:this|that|the) "
    r"(?:one|part|area|thing|bit|spot|region|section|object|place|stuff|selection|"
    r"selected \w+|marked \w+)|(?:the )?(?:selection|selected \w+|marked \w+|region))"
    r"(?: (?:one|part|area|thing|bit|spot|region|section|object|right here|here))?"
)
_EN_WHOLE = re.compile(
    rf"(?:(?:the|this|that|my|whole|entire|full|overall) ?)*(?:{_PICTURE}|whole thing|everything|"
    rf"all of (?:it|the {_PICTURE}))|(?:the )?(?:whole|entire)|"
    r"(?:the |all )*(?:overall )?(?:colou?rs?|tones?|lighting|light|look|mood|size|exposure|amount)"
)


def english(text: Text, start: int = 0, end: int | None = None) -> Target:
    """Return what an English phrase means; `start` and `end` are folded characters."""
    part = text.cut(start, end)
    while True:
        if not part.low:
            return NOTHING
        if kind := _english_kind(part.low):
            return Target(None, kind)
        if tail := _EN_TAIL.search(part.low):
            part = part.cut(0, tail.start())
        elif lead := _EN_LEAD.match(part.low):
            part = part.cut(lead.end())
        else:
            return Target(part.said(), "named")


def _english_kind(low: str) -> Kind | None:
    if low == "it":
        return "it"
    if _EN_WHOLE.fullmatch(low):
        return "whole"
    return "pointed" if _EN_POINTED.fullmatch(low) else None


_KO_PICTURE = r"(?:사진|이미지|그림|화면)"
_KO_LEAD = re.compile(
    r"(?:아+|음+|저기요?|야|혹시|그럼|그러면|자|이제|먼저|우선|일단|좀|제발|그냥|지금|또|다시|"
    r"거기(?:에|서)?|[여저]기(?:에|서|에서)?(?:다가?)?|대신|전부|모두|다|이|그|저|요|내|제|우리|"
    r"색|더|조금|살짝|약간|"
    r"그리고|전체적으로|부탁인데|"
    rf"(?:이|그|저|내|제|우리)? ?{_KO_PICTURE} ?(?:속|안|위)?(?:에서|에 있는|의|에)?) "
)
_KO_TAIL = re.compile(
    r" (?:좀|다|전부|모두|싹|깨끗하게|깨끗이|깔끔하게|완전히|자연스럽게|그냥|제발|빨리|"
    r"한번|조금|살짝|"
    r"약간|더|훨씬|많이|아주|매우|너무|덜|좀 더|부분만?|전체|색깔?|색상|컬러|쪽|지금|당장|"
    r"진짜|엄청|확|색만|더욱|"
    rf"따로|한 ?번|이제|꼭|(?:바꿔|변경해|칠해|해) ?(?:줘|주세요|주라)|(?:이|"
    rf"내)? ?{_KO_PICTURE}에서)$|(?<=[가-힣]) ?(?:색깔|색상)$| ?\?+$"
)
_KO_POINTED = re.compile(
    r"(?:[이그저요](?:거|것|걸|건|게|곳|쪽|놈| ?부분| ?물건| ?영역| ?물체| ?구역| ?데)|"
    r"여기|거기|저기|얘|쟤|걔|"
    r"(?:선택|표시|클릭|체크|지정|드래그|터치)(?:한|된|했던)? ?(?:곳|부분|영역|거|것|데|"
    r"물체|구역)?|"
    r"(?:찍은|칠한|가리킨|고른) ?(?:곳|부분|영역|거|것|데)|해당 ?(?:부분|영역)|부분|영역)(?:들)?"
)
_KO_WHOLE = re.compile(
    rf"(?:(?:이|그|저|내|제|우리|현재) ?)?(?:{_KO_PICTURE} ?(?:전체|전부)?|전체|전부|모두|다|"
    rf"(?:{_KO_PICTURE} ?)?(?:전체 ?)?(?:전체적인 ?)?(?:색감|색|톤|색조|분위기|느낌|크기|"
    r"사이즈))|전체적으로|전반적으로|이미지 전체"
)
# Particle, and whether the syllable before it must end in a consonant (True), a vowel (False).
_PARTICLES: tuple[tuple[str, bool | None], ...] = (
    ("에다가", None), ("에게서", None), ("에서", None), ("에게", None), ("한테", None),
    ("에다", None), ("부터", None), ("까지", None), ("처럼", None), ("이랑", True), ("으로", True),
    ("을", True), ("를", False), ("은", True), ("는", False), ("과", True), ("와", False),
    ("랑", False), ("로", False), ("만", None), ("도", None), ("에", None), ("의", None),
    ("이", True), ("가", False),
)  # fmt: skip
_PLACES = frozenset(["위", "옆", "앞", "뒤", "안", "속", "밑", "곁", "끝"])
_NEEDS_KNOWN_STEM = frozenset({"이", "가", "의", "로", "과", "와"})


def ends_in_consonant(word: str) -> bool:
    """Return whether the last Hangul syllable has a final consonant."""
    code = ord(word[-1]) - 0xAC00
    return 0 <= code < 11172 and code % 28 != 0


def without_particle(word: str) -> str:
    """Return a Korean word without its particles; "고양이" and "사과" keep their last syllable."""
    for particle, after_consonant in _PARTICLES:
        stem = word.removesuffix(particle)
        if word in NOUNS or stem in ("", word):
            continue
        fits = after_consonant is None or ends_in_consonant(stem) == after_consonant
        known = stem in NOUNS or stem in _PLACES or stem[-1].isascii()
        if fits and (known or _may_be_stem(stem, particle)):
            return without_particle(stem)
    return word


def _may_be_stem(stem: str, particle: str) -> bool:
    if particle in ("을", "를"):
        return True
    return particle not in _NEEDS_KNOWN_STEM and (len(stem) > 1 or len(particle) > 1)


def korean(text: Text, start: int = 0, end: int | None = None) -> Target:
    """Return what a Korean phrase means; `start` and `end` are folded characters."""
    part = text.cut(start, end)
    while True:
        if not part.low:
            return NOTHING
        if kind := _korean_kind(part.low):
            return Target(None, kind)
        if tail := _KO_TAIL.search(part.low):
            part = part.cut(0, tail.start())
        elif lead := _KO_LEAD.match(part.low):
            part = part.cut(lead.end())
        else:
            shorter = _particle_cut(part)
            if shorter.low == part.low:
                return Target(part.said(), "named")
            part = shorter


def _korean_kind(low: str) -> Kind | None:
    for word in (low, without_particle(low)):
        if _KO_WHOLE.fullmatch(word):
            return "whole"
        if _KO_POINTED.fullmatch(word):
            return "pointed"
    return None


def _particle_cut(part: Text) -> Text:
    last = part.low.rsplit(" ", 1)[-1]
    return part.cut(0, len(part.low) - len(last) + len(without_particle(last)))


_FIXED = re.compile(
    r"\b(?:salt and pepper|black and white|bread and butter|mac and cheese|fish and chips|"
    r"back and forth|ups? and downs?|cup and saucer|bow and arrow|knife and fork)\b"
)
_EN_JOIN = re.compile(r",? and |, | & |,? plus |,? as well as ")
_KO_JOIN = re.compile(
    r"(?:이랑|랑|하고|과|와|,) (?!함께|같이)| (?:및|그리고|또는) |(?<=[가-힣]), ?"
)
_BETWEEN = re.compile(r"\bbetween\b|사이|\bboth\b")
_ARTICLE = re.compile(r"(?:the|an?|this|that|his|her|my|their|some|all)\b")


def several(low: str, span: tuple[int, int], language: str) -> list[tuple[int, int]]:
    """Return the spans of the things in "the dog and the cat"; one span if it is one thing."""
    start, end = span
    if _FIXED.search(low, start, end) or _BETWEEN.search(low, start, end):
        return [span]
    join = _KO_JOIN if language == "ko" else _EN_JOIN
    parts: list[tuple[int, int]] = []
    for found in join.finditer(low, start, end):
        if _joins(low[start : found.start()], found, low[found.end() : end], language):
            parts.append((start, found.start()))
            start = found.end()
    return [*parts, (start, end)]


def _joins(left: str, found: re.Match[str], right: str, language: str) -> bool:
    if not left.strip() or not right.strip():
        return False
    word = left.split()[-1]
    one_thing = parse(word) is not None  # "red and blue ball"
    if language == "en":
        return bool(_ARTICLE.match(right)) or not (one_thing or " with " in left)
    if one_thing:
        return False
    particle = found[0].strip(" ,")
    if particle in ("과", "와", "랑", "이랑"):
        after_consonant = particle in ("과", "이랑")
        return ends_in_consonant(word) == after_consonant and word + particle not in NOUNS
    return True
