"""The words that `engines.places` reads, as tables and patterns; English and Korean."""

import re

NUMBERS: dict[str, int] = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7,
    "eighth": 8, "ninth": 9, "tenth": 10, "last": -1, "마지막": -1,
    "one of": 1, "one": 1, "both": 2, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6,
    "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "첫": 1, "한": 1, "하나": 1, "두": 2, "둘": 2, "세": 3, "셋": 3, "네": 4, "넷": 4, "다섯": 5,
    "여섯": 6, "일곱": 7, "여덟": 8, "아홉": 9, "열": 10,
}  # fmt: skip

ORDERS: dict[str, str] = {
    "left": "left", "right": "right",
    "top": "top", "upper": "top", "highest": "top",
    "bottom": "bottom", "lower": "bottom", "lowest": "bottom",
    "middle": "middle", "centre": "middle", "center": "middle", "central": "middle",
    "corner": "corner",
    "biggest": "biggest", "bigger": "biggest", "largest": "biggest", "larger": "biggest",
    "smallest": "smallest", "smaller": "smallest", "littlest": "smallest",
    "tallest": "tallest", "taller": "tallest", "shortest": "shortest", "shorter": "shortest",
    "왼쪽": "left", "왼편": "left", "좌측": "left",
    "오른쪽": "right", "오른편": "right", "우측": "right",
    "위쪽": "top", "윗쪽": "top", "위": "top", "상단": "top", "꼭대기": "top",
    "아래쪽": "bottom", "아랫쪽": "bottom", "아래": "bottom", "밑": "bottom", "하단": "bottom",
    "가운데": "middle", "한가운데": "middle", "중앙": "middle", "중간": "middle",
    "구석": "corner", "모서리": "corner",
    "큰": "biggest", "작은": "smallest", "키큰": "tallest", "키작은": "shortest",
}  # fmt: skip
"""A word -> the name of an order."""

_UP = r"(?:top|upper|bottom|lower)"
_PLACE = rf"(?:{_UP}[- ]?(?:left|right)|{_UP}|left|right|middle|centre|center|corner)"
_PART = r"(?:[- ]?(?:hand )?(?:side|edge|corner|half|part|end)|[- ]hand)?"
_PICTURE = r"(?: (?:of|in) (?:the |this |my )?(?:photo|picture|image|frame|screen|scene|shot))?"
ENGLISH_WHERE = re.compile(
    rf",?\b(?:(?:that|which|who) (?:is|are|stands?|sits?) )?"
    rf"(?:(?:the )?(?:nearest|closest) (?:to )?|(?:near|on|at|in|to|from|along|by) )"
    rf"(?:the )?(?:(?:very|far|extreme) )?(?P<place>{_PLACE}){_PART}{_PICTURE}"
    r"(?= *$|,| (?:with|in|wearing|holding|who|that|which|near|by|from|on|at)\b)",
    re.IGNORECASE,
)
"""A side of the picture, said after the thing. "On the left of the car" is none."""

_ENGLISH_COUNT = "two|three|four|five|six|seven|eight|nine|ten"
_ENGLISH_NTH = "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last"
ENGLISH_LEADING = re.compile(
    rf"(?:(?:the|an?|this|that|these|those|our|my|your)\b"
    rf"|(?P<every>all(?: of)?|every(?: single)?|each(?: of)?|any)\b"
    rf"|(?P<count>one of|both(?: of)?|(?:{_ENGLISH_COUNT}|\d+)(?= \w))\b"
    rf"|(?P<nth>(?:{_ENGLISH_NTH}|\d+(?:st|nd|rd|th))(?!-|[ ]hand))\b"
    r"|(?P<size>(?:big|larg|small|tall|short)(?:g?er|g?est)|littlest)\b(?= \w)"
    rf"|(?:very |far |extreme )?(?P<place>(?:{_UP}[- ]?(?:left|right)|left|right"
    rf"|middle|centre|center|central|{_UP}(?! (?:hat|coat|knot|bun|lip|deck))))"
    r"(?:[- ]?most|[- ]?hand)?(?= \w)"
    r"|(?P<end>uppermost|highest|lowest)(?= \w)"
    r"|(?P<single>of(?: the| these| those)?)\b"
    r") *",
    re.IGNORECASE,
)
"""What stands before the thing, word by word."""

ENGLISH_NO_NOUN = {"", "one", "ones", "thing", "things", "it", "them", "this", "that", "object"}
SINGULAR_S = {
    "lens", "canvas", "gas", "atlas", "always", "christmas", "series", "species", "news", "stairs",
    # Pairs and sets that are one thing.
    "glasses", "sunglasses", "goggles", "binoculars", "pants", "jeans", "trousers", "shorts",
    "leggings", "tights", "scissors", "pliers", "headphones", "earphones", "clothes", "pyjamas",
}  # fmt: skip
PLURALS = {"people", "men", "women", "children", "kids", "mice", "geese", "feet", "teeth"}

_KOREAN_SIDE = (
    r"(?:왼쪽|왼편|좌측|오른쪽|오른편|우측|위쪽|윗쪽|상단|꼭대기|아래쪽|아랫쪽|하단|한가운데|가운데|"
    r"중앙|중간|구석|모서리|위|아래|밑)"
)
_KOREAN_COUNT = r"(?:첫|한|두|세|네|다섯|여섯|일곱|여덟|아홉|열|\d+)"
_COUNTED = r"(?:명|마리|대|개|그루|송이|장|권|병|자루|사람)"
_IS = r"(?:에 (?:서 |앉아 |누워 )?있는|에 놓인|에서|의|에|쪽|편)"
KOREAN_LEADING = re.compile(
    r"(?:(?:사진|화면|그림)(?:에서|의|속)? (?=\S)"
    rf"|(?:맨|제일|가장)? ?(?P<place>{_KOREAN_SIDE}(?: {_KOREAN_SIDE})*)"
    rf"(?! 크기)(?: ?끝)?{_IS}*(?: 있는)? (?=\S)"
    rf"|(?P<nth>{_KOREAN_COUNT} ?번 ?째|첫 ?째|마지막)(?:로|에)?"
    r"(?: 있는)?(?: (?P<after>큰|작은))? (?=\S)"
    r"|(?:맨|제일|가장|더) (?P<size>큰|작은|키가? ?큰|키가? ?작은) (?=\S)"
    r"|(?P<end>키가 (?:제일|가장|더) (?:큰|작은)) (?=\S)"
    r"|(?P<every>모든|전체) (?=\S)"
    rf"|(?P<count>(?:두|세|네|다섯|여섯|일곱|여덟|아홉|열|\d+))(?: ?{_COUNTED}의)? (?=\S))"
)
KOREAN_TRAILING = re.compile(
    rf"(?: (?P<every>모두|전부|다|전체|각각)|(?<=[가-힣])(?P<each>(?<!^아)들)(?:을|은|이)?"
    rf"| (?P<count>{_KOREAN_COUNT}) ?(?:명|마리|대|개|그루|송이|장|권|병|자루|잔)"
    r"| (?P<many>하나|둘|셋|넷))$"
)
KOREAN_NO_NOUN = {"", "거", "것", "쪽", "애", "놈", "녀석", "이거", "그거", "저거"}
