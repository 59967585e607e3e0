"""What of a sentence hints at its op: words, pairs of words, pieces of words, and its ending."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from engines.grammar import english, korean
from engines.grammar.colour_words import ENGLISH_COLOUR, KOREAN_COLOUR, KOREAN_STEM
from engines.grammar.phrases import without_particle
from engines.grammar.text import QUOTED

LENGTH, PIECE = "<words ", "~"  # how a clue on the length starts, and a piece of a word
LONGEST = 60  # words; what comes later in a text tells nothing new of its op
_TOKEN = re.compile(rf"{QUOTED}|[a-z]+(?:'[a-z]+)?|\d+|[가-힣ㄱ-ㅎㅏ-ㅣ]+|[?%#@:]")
_SUFFIX = re.compile(r"(?<=[a-z]{3})(?:ing|ed|es|er|est|ly|s|y|e)$")
_DOUBLED = re.compile(r"([b-df-hj-np-tv-z])\1$")
_PIECE = {"en": (3, 4, 5), "ko": (2, 3, 4)}  # letters, syllables
_COLOUR = {
    "en": re.compile(ENGLISH_COLOUR),
    "ko": re.compile(rf"{KOREAN_COLOUR}|{KOREAN_STEM}"),
}
_TONE = {
    "en": [(cue.name, re.compile(cue.pattern)) for cue in english.EARLY_CUES + english.LATE_CUES],
    "ko": [(cue.name, re.compile(cue.pattern)) for cue in korean.EARLY_CUES + korean.LATE_CUES],
}
_STYLE = {
    "en": [(name, re.compile(words)) for name, words in english.STYLE_WORDS],
    "ko": [(name, re.compile(words)) for name, words in korean.STYLE_WORDS],
}
_LENGTHS = (1, 2, 3, 5, 8, 12, 18, LONGEST)


def tokens(low: str) -> list[str]:
    """Return the words and signs of a folded text; a number is "0", a quotation its marks."""
    found = _TOKEN.findall(low[: LONGEST * 10])[:LONGEST]
    return ["0" if word.isdecimal() else "“”" if word == QUOTED else word for word in found]


@lru_cache(maxsize=4096)
def stem(word: str) -> str:
    """Return an English word without its ending: crude, so that it needs no dictionary."""
    word = word.removesuffix("'s")
    short = _SUFFIX.sub("", word)
    if short == word or len(short) < 3:
        return word
    short = _SUFFIX.sub("", short) if short[-1] in "ey" and len(short) > 4 else short
    return _DOUBLED.sub(r"\1", short)


def of_words(low: str, language: str) -> list[str]:
    """Return the clues of a tidied text, each once, in the order in which they stand.

    A clue is a stem ("remov"), a pair ("get rid"), a pair with a gap ("put _ on"), a start
    ("^what"), an end ("$해줘"), a piece of a word ("~지워"), of a text without its spaces
    ("+을지"), or a kind of word ("<colour 1>", "<tone blur>", "<style>", "<words 5>").
    """
    words = tokens(low)
    said = _korean(words) if language == "ko" else _english(words)
    return list(dict.fromkeys([*said, *_pieces(words, language), *_kinds(low, language, words)]))


def of_readings(names: Sequence[str], verdict: str) -> list[str]:
    """Return the clues of what the grammar made of a text.

    Args:
        names: of the reading of each clause, "?" for one that it could not read.
        verdict: the op of its plan, "multi", or "none" where it asks back.
    """
    ops = dict.fromkeys(name.partition(".")[0] for name in names)
    count = f"[{names[0]}]" if len(names) == 1 else f"[clauses {min(len(names), 4)}]"
    return [f"[= {verdict}]", count, *(f"[~ {op}]" for op in ops), f"[ops {len(ops)}]"]


def _pairs(words: list[str]) -> Iterator[str]:
    yield from (f"{first} {second}" for first, second in pairwise(words))
    for first, second in zip(words, words[2:], strict=False):
        if (first, second) != ("^", "$"):  # any word alone
            yield f"{first} _ {second}"


def _english(words: list[str]) -> Iterator[str]:
    stems = [stem(word) for word in words]
    yield from stems
    yield from (f"={word}" for word, short in zip(words, stems, strict=True) if word != short)
    yield from _pairs(["^", *stems, "$"])
    yield from (f"^{' '.join(stems[:n])}" for n in (1, 2, 3) if len(stems) >= n)


def _korean(words: list[str]) -> Iterator[str]:
    stems = [without_particle(word) if len(word) > 1 else word for word in words]
    yield from stems
    yield from _pairs(["^", *stems, "$"])
    joined = "".join(words)
    for size in (2, 3):  # across words: the spaces are often left out, or too many
        yield from (f"+{joined[i : i + size]}" for i in range(len(joined) - size + 1))
    yield from (f"${joined[-n:]}" for n in (1, 2, 3, 4, 5) if len(joined) >= n)


def _pieces(words: list[str], language: str) -> Iterator[str]:
    for word in words:
        marked = f"<{word}>" if len(word) > 1 else word
        for size in _PIECE[language]:
            yield from (f"{PIECE}{marked[i : i + size]}" for i in range(len(marked) - size + 1))


def _kinds(low: str, language: str, words: list[str]) -> Iterator[str]:
    if colours := len(_COLOUR[language].findall(low)):
        yield f"<colour {min(colours, 2)}>"
    for kind, table in (("style", _STYLE[language]), ("tone", _TONE[language])):
        for name, pattern in table:
            if pattern.search(low):
                yield from (f"<{kind} {name}>", f"<{kind}>")
    yield f"{LENGTH}{next(n for n in _LENGTHS if len(words) <= n)}>"
