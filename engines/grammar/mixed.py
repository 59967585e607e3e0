"""Words of one language in a sentence of the other: "background 지워줘", "make it 흑백"."""

import re

from engines.grammar.text import Text

# What the rules of Korean know a thing by, and the English words that people write for it.
PAIRS: tuple[tuple[str, str], ...] = (
    ("배경", "background|back ?drop|bg"), ("블러", "blur"), ("보케", "bokeh"),
    ("제거", "remove|delete|erase"), ("교체", "replace|swap"), ("변경", "change"),
    ("추가", "add"), ("크롭", "crop"), ("회전", "rotate"), ("플립", "flip"),
    ("미러링", "mirror"), ("리사이즈", "resize"), ("업스케일", "upscale"),
    ("확장", "extend|expand"), ("아웃페인팅", "outpaint(?:ing)?"), ("누끼", "cut-?out"),
    ("추출", "extract"), ("투명", "transparent"), ("정사각형", "square"),
    ("밝기", "brightness"), ("대비", "contrast"), ("채도", "saturation"), ("노출", "exposure"),
    ("색온도", "temperature"), ("섀도우", "shadows?"), ("하이라이트", "highlights?"),
    ("샤픈", "sharpen|sharpness"), ("노이즈", "noise"), ("비네팅", "vignette|vignetting"),
    ("흑백", "gr[ae]yscale|black ?(?:and|&|n) ?white|b&w"), ("세피아", "sepia"),
    ("필터", "filter"), ("효과", "effect"), ("스타일", "style"), ("느낌", "vibe|mood"),
    ("빈티지", "vintage"), ("레트로", "retro"), ("스케치", "sketch"), ("만화", "cartoon"),
    ("수채화", "watercolou?r"), ("유화", "oil painting"), ("애니", "anime"),
    ("텍스트", "text"), ("자막", "caption|subtitles?"), ("제목", "title"),
    ("원본", "original"), ("버전", "version"), ("화질", "quality"), ("해상도", "resolution"),
    ("생성", "generate"), ("추천", "recommend"), ("되돌리기", "undo"), ("다시 실행", "redo"),
)  # fmt: skip
_VERBATIM = r"(?! ?(?:이?라고|이라는|라는|문구|글자|글씨))"
_KOREAN = [(re.compile(rf"(?<![a-z])(?:{en})(?![a-z]){_VERBATIM}"), ko) for ko, en in PAIRS]
_ENGLISH = [(re.compile(rf"{ko}(?:을|를|으로|로)?(?![가-힣])"), ko) for ko, _ in PAIRS]
_IN_ENGLISH = {
    "흑백": "black and white", "아웃페인팅": "outpaint", "누끼": "cutout", "수채화": "watercolour",
    "자막": "caption", "섀도우": "shadows", "하이라이트": "highlights",
}  # fmt: skip


def in_one_language(text: Text, language: str) -> Text:
    """Return the text with the foreign words that the rules know in its own language."""
    if language == "ko":
        for pattern, word in _KOREAN:
            text = text.replaced(pattern, word)
        return text
    for (pattern, korean), (_, english) in zip(_ENGLISH, PAIRS, strict=True):
        text = text.replaced(pattern, _IN_ENGLISH.get(korean, english.partition("|")[0]))
    return text
