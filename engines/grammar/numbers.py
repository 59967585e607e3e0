"""Numbers as people say them: amounts, counts, ordinals, ratios and sizes, in two languages."""

import re

from imaging.adjust import ADJUSTMENTS

_CARDINALS: dict[str, int] = {
    "one": 1, "once": 1, "single": 1, "two": 2, "twice": 2, "couple": 2, "both": 2, "three": 3,
    "thrice": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60,
    "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100,
    "하나": 1, "한": 1, "둘": 2, "두": 2, "셋": 3, "세": 3, "석": 3, "넷": 4, "네": 4, "넉": 4,
    "다섯": 5, "여섯": 6, "일곱": 7, "여덟": 8, "아홉": 9, "열": 10,
    "일": 1, "이": 2, "삼": 3, "사": 4, "오": 5, "육": 6, "칠": 7, "팔": 8, "구": 9, "십": 10,
    "이십": 20, "삼십": 30, "사십": 40, "오십": 50, "육십": 60, "칠십": 70, "팔십": 80,
    "구십": 90, "백": 100,
}  # fmt: skip
_ORDINALS: dict[str, int] = {
    "first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "fifth": 5,
    "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10, "첫": 1,
}  # fmt: skip
RATIO_NAMES: tuple[tuple[str, str], ...] = (
    (r"square|정사각|정방형|인스타(?!.{0,4}스토리)", "1:1"),
    (r"\bstor(?:y|ies)\b|\breels?\b|shorts|tiktok|스토리|릴스|쇼츠|틱톡", "9:16"),
    (r"widescreen|youtube|wide ?screen|와이드|유튜브|썸네일", "16:9"),
    (r"\bpassport|여권|증명", "7:9"),
    (r"portrait|\bvertical\b|세로", "3:4"),
    (r"landscape|\bhorizontal\b|가로", "4:3"),
)

NUMBER = r"\d+(?:\.\d+)?"
_KOREAN_NUMBER = "|".join(sorted((w for w in _CARDINALS if not w.isascii()), key=len, reverse=True))
_ENGLISH_NUMBER = "|".join(w for w in _CARDINALS if w.isascii())
COUNT = rf"(?:\d+|{_KOREAN_NUMBER}|\b(?:{_ENGLISH_NUMBER})\b)"
ORDINAL = rf"(?:\b(?:{'|'.join(w for w in _ORDINALS if w.isascii())}|\d+th)\b|첫)"

_PERCENT = re.compile(rf"([-+]?) ?({NUMBER}|\b(?:{_ENGLISH_NUMBER})\b|{_KOREAN_NUMBER}) ?"
                      r"(?:%|percent|per cent|pct|퍼센트|퍼센티지|퍼\b|프로)")  # fmt: skip
_BARE = re.compile(
    rf"([-+]?)\b({NUMBER})(?!\d|'?s\b|[:x×.]\d| ?(?:px|픽셀|도|°|배|x\b|th\b|번|장|개))"
)
_RATIO = re.compile(r"(\d{1,3}) ?(?:[:대/]|to|by|x|×) ?(\d{1,3})(?!\d|p)")
_SIZE = re.compile(r"(\d{2,5}) ?(?:px|픽셀)? ?(?:x|×|by|\*) ?(\d{2,5})")
_DEGREES = re.compile(
    rf"({NUMBER}|{_KOREAN_NUMBER}|\b(?:{_ENGLISH_NUMBER})\b) ?(?:of )?(?:도|°|deg(?:ree)?s?)"
)
_WIDTH = re.compile(
    r"(?:가로|너비|폭|width)[^\d]{0,9}(\d{2,5})|(\d{2,5}) ?(?:px|pixels?)? ?(?:wide|width|in width)"
)
_HEIGHT = re.compile(
    r"(?:세로|높이|height)[^\d]{0,9}(\d{2,5})|(\d{2,5}) ?(?:px|pixels?)? ?(?:tall|high|in height)"
)
_PIXELS = re.compile(r"(\d{2,5}) ?(?:px|pixels?|픽셀)")
_TIMES = re.compile(
    rf"({NUMBER}|{_KOREAN_NUMBER}|\b(?:{_ENGLISH_NUMBER})\b) ?(?:배|x\b|×|times|-?fold)|"
    rf"\bx ?({NUMBER})"
)
_SMALL = re.compile(
    r"\b(?:a bit|a little|little bit|slight|slightly|a touch|a tad|a hint|a smidge|"
    r"somewhat|subtl[ey]"
    r"|a shade|gently|kind of)\b|조금|살짝|약간|쪼금|쬐끔|조끔|쪼끔|좀 ?더|좀만|은은하|미세하"
)
_LARGE = re.compile(
    r"\b(?:much|a lot|lots|way|very|really|super|extremely|far|strongly|heavily|significantly|"
    r"dramatically|considerably|drastically|hugely|ton)\b|훨씬|많이|확 |아주|매우|엄청|굉장히|크게|"
    r"대폭|팍팍|팍 |훨 |심하게|강하게|세게|과감|무척|진하게"
)
_MOST = re.compile(r"\b(?:completely|fully|totally|max(?:imum)?|all the way)\b|최대|완전|끝까지")
_HALF = re.compile(r"\bhalf\b|\bhalve\b|절반|반으로|반만|1/2")


def number(word: str) -> float:
    """Return the value of a numeral or a number word of COUNT, an int where it is whole."""
    return _CARDINALS[word] if word in _CARDINALS else _whole(float(word))


def _whole(value: float) -> float:
    return int(value) if value == int(value) else value


def ordinal(low: str) -> int | None:
    """Return n of "the n-th", "n번째", "version n" or "vn"; None without one."""
    korean = re.search(rf"({COUNT}|첫) ?번 ?째|(\d+) ?번|(?:버전|버젼) ?({COUNT})", low)
    english = re.search(rf"({ORDINAL})|(?:version|ver|v|number|no|#)\.? ?({COUNT})", low)
    found = korean or english
    if not found:
        return None
    word = next(group for group in found.groups() if group)
    if word in _ORDINALS:
        return _ORDINALS[word]
    return int(number(word.removesuffix("th")))


def count(low: str) -> int | None:
    """Return how many pictures or steps are meant; None without a number."""
    found = re.search(
        rf"({COUNT}) ?(?:장|개|가지|버전|종|컷|번(?!째| ?째)|단계|스텝|회)"
        rf"|({COUNT})(?: [a-z]+){{0,3}} ?\b(?:\w+s)\b|({COUNT})(?: more)? (?:times|steps?)|"
        rf"\b(twice|thrice)\b|undo ({COUNT})",
        low,
    )
    return int(number(next(group for group in found.groups() if group))) if found else None


def ratio(low: str) -> str | None:
    """Return "w:h" for a ratio said in numbers or by name; None without one."""
    found = _RATIO.search(low)
    if found and int(found[1]) and int(found[2]):
        return f"{int(found[1])}:{int(found[2])}"
    return next((value for words, value in RATIO_NAMES if re.search(words, low)), None)


def degrees(low: str) -> float | None:
    """Return the degrees said, without a direction."""
    found = _DEGREES.search(low)
    return number(found[1]) if found else None


def slight(low: str) -> bool:
    """Return whether only a little is meant: "a bit", "살짝"."""
    return bool(_SMALL.search(low))


def size(low: str) -> dict[str, int]:
    """Return width_px and height_px as far as they are said."""
    if found := _SIZE.search(low):
        return {"width_px": int(found[1]), "height_px": int(found[2])}
    sides = {"width_px": _WIDTH.search(low), "height_px": _HEIGHT.search(low)}
    said = {side: int(hit[1] or hit[2]) for side, hit in sides.items() if hit}
    if not said and (found := _PIXELS.search(low)):
        said = {"width_px": int(found[1])}
    return said


def times(low: str) -> float | None:
    """Return the factor of "two times", "2x", "두 배", "twice", "half"; None without one."""
    if _HALF.search(low):
        return 0.5
    if found := _TIMES.search(low):
        return number(found[1] or found[2])
    words = {r"\btwice\b|\bdouble\b|\bdoubled\b": 2.0, r"\btriple\b": 3.0, r"\bquadruple\b": 4.0}
    return next((value for word, value in words.items() if re.search(word, low)), None)


def percent(low: str) -> float | None:
    """Return the signed percentage said; None without one."""
    found = _PERCENT.search(low)
    return number(found[2]) * (-1 if found[1] == "-" else 1) if found else None


def amount(low: str, default: float) -> float:
    """Return how strong a change is meant, in percent: a number, a word for it, or `default`."""
    said = percent(low)
    if said is None and (bare := _BARE.search(low)):
        said = number(bare[2]) * (-1 if bare[1] == "-" else 1)
    if said is not None:
        return said
    if _MOST.search(low):
        return 100
    if _HALF.search(low):
        return 50
    if _SMALL.search(low):
        return round(default / 2.5)
    return min(100, default * 2) if _LARGE.search(low) else default


def adjustment(name: str, low: str, sign: int) -> float:
    """Return the amount of an adjustment; `sign` is the direction that its words give."""
    said = amount(low, abs(ADJUSTMENTS[name].default))
    return _whole(said if said < 0 and sign > 0 else abs(said) * sign)
