"""Colours by their everyday names, in English and Korean, as sRGB.

The values are the colours that people mean by a word, not the corners of the RGB cube: paint and
cloth are never (0, 0, 255). Black, white and the greys are what they say.
"""

import re

Colour = tuple[int, int, int]

NAMED: dict[str, Colour] = {
    "black": (0, 0, 0),
    "charcoal": (54, 57, 63),
    "dark grey": (84, 84, 84),
    "grey": (128, 128, 128),
    "light grey": (200, 200, 200),
    "silver": (192, 194, 198),
    "white": (255, 255, 255),
    "ivory": (250, 245, 228),
    "cream": (250, 238, 205),
    "beige": (222, 205, 172),
    "tan": (205, 170, 125),
    "khaki": (176, 164, 112),
    "brown": (121, 72, 38),
    "chocolate": (84, 46, 28),
    "maroon": (115, 22, 34),
    "burgundy": (118, 20, 50),
    "red": (214, 32, 36),
    "crimson": (190, 18, 60),
    "coral": (255, 118, 92),
    "salmon": (246, 140, 120),
    "peach": (255, 200, 165),
    "orange": (245, 130, 20),
    "amber": (255, 182, 18),
    "gold": (212, 165, 48),
    "yellow": (250, 215, 30),
    "lime": (165, 215, 30),
    "olive": (118, 120, 40),
    "green": (34, 145, 60),
    "light green": (150, 215, 125),
    "dark green": (16, 84, 44),
    "emerald": (16, 160, 104),
    "mint": (150, 226, 190),
    "teal": (0, 128, 128),
    "turquoise": (48, 200, 190),
    "cyan": (0, 190, 220),
    "sky blue": (122, 196, 240),
    "light blue": (150, 196, 240),
    "blue": (28, 88, 205),
    "dark blue": (18, 44, 120),
    "navy": (22, 34, 84),
    "indigo": (64, 44, 150),
    "purple": (122, 48, 162),
    "violet": (140, 80, 220),
    "lavender": (196, 178, 236),
    "magenta": (214, 30, 140),
    "pink": (246, 140, 178),
    "hot pink": (250, 64, 140),
    "light pink": (252, 196, 212),
    "rose": (226, 76, 110),
}
_SAME: dict[str, Colour] = {
    "gray": NAMED["grey"],
    "dark gray": NAMED["dark grey"],
    "light gray": NAMED["light grey"],
    "golden": NAMED["gold"],
    "navy blue": NAMED["navy"],
    "wine": NAMED["burgundy"],
    "aqua": NAMED["cyan"],
    "fuchsia": NAMED["magenta"],
}
NAMED.update(_SAME)

_KOREAN_WORDS: dict[str, str] = {
    "black": "검정 검정색 검은 검은색 까만 까만색 까망 블랙 흑색",
    "charcoal": "차콜 차콜색 먹색",
    "dark grey": "진회색 짙은회색",
    "grey": "회색 그레이 잿빛 쥐색",
    "light grey": "연회색 밝은회색",
    "silver": "은색 은빛 실버",
    "white": "흰 흰색 하얀 하얀색 하양 화이트 백색",
    "ivory": "아이보리 아이보리색 상아색",
    "cream": "크림색",
    "beige": "베이지 베이지색",
    "tan": "황갈색",
    "khaki": "카키 카키색",
    "brown": "갈색 밤색 브라운 고동색",
    "chocolate": "초콜릿색 초코색",
    "burgundy": "버건디 버건디색 와인색 자주 자주색",
    "red": "빨간 빨간색 빨강 빨강색 붉은 붉은색 레드 적색",
    "crimson": "진홍 진홍색 다홍 다홍색",
    "coral": "코랄 코랄색 산호색",
    "salmon": "연어색",
    "peach": "복숭아색 살구색 피치색",
    "orange": "주황 주황색 오렌지색",
    "gold": "금색 금빛 골드 황금색 황금빛",
    "yellow": "노란 노란색 노랑 노랑색 옐로 옐로우 황색",
    "olive": "올리브색",
    "green": "초록 초록색 녹색 그린",
    "light green": "연두 연두색 연녹색 연초록 연초록색",
    "dark green": "진녹색 진초록 진초록색 암녹색",
    "emerald": "에메랄드색 에메랄드빛",
    "mint": "민트 민트색",
    "teal": "청록 청록색 틸",
    "turquoise": "옥색 터키색 터콰이즈",
    "cyan": "시안 시안색",
    "sky blue": "하늘색 하늘빛 소라색",
    "light blue": "연파랑 연파란색 연한파랑",
    "blue": "파란 파란색 파랑 파랑색 푸른 푸른색 블루 청색",
    "dark blue": "진파랑 진파란색",
    "navy": "남색 네이비 네이비색 감색 곤색",
    "purple": "보라 보라색 보랏빛 퍼플",
    "violet": "바이올렛 제비꽃색",
    "lavender": "라벤더 라벤더색 연보라 연보라색",
    "magenta": "마젠타 마젠타색",
    "pink": "분홍 분홍색 핑크 핑크색",
    "hot pink": "핫핑크 진분홍 진분홍색",
    "light pink": "연분홍 연분홍색",
    "rose": "장미색 장밋빛",
}
KOREAN: dict[str, Colour] = {
    word: NAMED[name] for name, words in _KOREAN_WORDS.items() for word in words.split()
}
_HEX = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})")


def parse(text: str) -> Colour | None:
    """Return the sRGB colour (0..255 each) that `text` names, or None.

    Takes a name of NAMED or KOREAN (case, hyphens and extra spaces do not matter), "#rgb" and
    "#rrggbb".
    """
    words = " ".join(text.lower().replace("-", " ").replace("_", " ").split())
    if _HEX.fullmatch(words):
        digits = words[1:] if len(words) == 7 else "".join(digit * 2 for digit in words[1:])
        return (int(digits[0:2], 16), int(digits[2:4], 16), int(digits[4:6], 16))
    return NAMED.get(words) or KOREAN.get(words.replace(" ", ""))


def as_hex(colour: Colour) -> str:
    """Return "#rrggbb", as a step's `args.colour` carries it."""
    return "#{:02x}{:02x}{:02x}".format(*colour)
