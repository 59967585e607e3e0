"""Colour words in running text, and the colour that a word or a shade of it means."""

import re

from imaging.colours import KOREAN, NAMED, Colour, as_hex, parse

_MORE_WORDS = {"blonde": "gold", "blond": "gold", "ginger": "orange", "금발": "gold"} | {
    "bluer": "blue", "greener": "green", "redder": "red", "whiter": "white", "blacker": "black",
    "yellower": "yellow", "pinker": "pink",
    "emerald green": "emerald", "mint green": "mint", "lime green": "lime",
    "olive green": "olive", "forest green": "dark green", "royal blue": "blue",
    "baby blue": "light blue", "midnight blue": "dark blue", "baby pink": "light pink",
    "blood red": "crimson", "cherry red": "red", "jet black": "black", "snow white": "white",
    "off-white": "ivory", "rose gold": "salmon", "auburn": "brown", "brunette": "brown",
    "mustard": "gold",
    "scarlet": "crimson", "lilac": "lavender", "cobalt": "blue", "sapphire": "blue",
    "jade": "emerald", "azure": "sky blue", "terracotta": "salmon",
}  # fmt: skip
# Stems of the Korean colour adjectives, as in 빨갛게, 파랗게.
_STEMS = {
    "시뻘겋": "빨강",
    "새빨갛": "빨강", "빨갛": "빨강", "붉": "빨강", "새파랗": "파랑", "파랗": "파랑",
    "푸르": "파랑", "푸르스름하": "파랑", "샛노랗": "노랑", "노랗": "노랑", "새하얗": "하양",
    "하얗": "하양", "희": "하양", "새까맣": "검정", "시커멓": "검정", "까맣": "검정", "검": "검정",
}  # fmt: skip
_SHADES: tuple[tuple[str, str], ...] = (
    (r"(?:very )?(?:dark|deep)(?:er)?|진한|짙은|어두운", "dark"),
    (r"light(?:er)?|paler?|pastel|연한|옅은|밝은|파스텔", "light"),
    (r"bright(?:er)?|vivid|neon|선명한|쨍한", ""),
)


def _longest_first(words: list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_SHADE_EN = "dark(?:er)?|deep(?:er)?|light(?:er)?|paler?|pastel|bright(?:er)?|vivid|neon"
_SHADE_KO = "진한|짙은|어두운|연한|옅은|밝은|파스텔|선명한|쨍한"
HEX = r"#[0-9a-f]{6}(?![0-9a-z])|#[0-9a-f]{3}(?![0-9a-z])"
ENGLISH_COLOUR = (
    rf"(?:{HEX}|(?:(?:{_SHADE_EN})[ -])?"
    rf"\b(?:{_longest_first([*NAMED, *(w for w in _MORE_WORDS if w.isascii())])})\b)"
)
KOREAN_COLOUR = rf"(?:{HEX}|(?:(?:{_SHADE_KO}) ?)?(?:{_longest_first([*KOREAN, '금발', *NAMED])}))"
KOREAN_STEM = rf"(?:{_longest_first([*_STEMS])})"
_SHADED = [(re.compile(rf"(?:{pattern})[ -]?(.+)"), shade) for pattern, shade in _SHADES]


def _named(word: str) -> tuple[str, Colour] | None:
    word = _MORE_WORDS.get(word, _STEMS.get(word, word))
    colour = parse(word)
    if colour is None:
        return None
    english = next((name for name, value in NAMED.items() if value == colour), word)
    return english, colour


def _mixed(colour: Colour, other: int, share: float) -> Colour:
    red, green, blue = (round(part * (1 - share) + other * share) for part in colour)
    return red, green, blue


def meaning(word: str) -> dict[str, str] | None:
    """Return colour ("#rrggbb") and colour_name (English) of a colour word, or None.

    A shade that has no name of its own ("dark red") is the colour mixed 45 % with black or white.
    """
    word = " ".join(word.split())
    if found := _named(word):
        return {"colour": as_hex(found[1]), "colour_name": found[0]}
    for pattern, shade in _SHADED:
        hit = pattern.fullmatch(word)
        base = _named(hit[1]) if hit else None
        if base:
            mixed = _mixed(base[1], 0 if shade == "dark" else 255, 0.45) if shade else base[1]
            return {"colour": as_hex(mixed), "colour_name": f"{shade} {base[0]}".strip()}
    return None
