"""What a rewritten text has to keep of its source: quoted passages, numbers, names, things.

A model that translates, or writes a prompt, is believed only as far as these checks go.
"""

import re
import unicodedata
from collections import Counter

from engines.grammar.text import Text, language

_QUOTED = re.compile(
    r"\"([^\"]+)\"|“([^”]+)”|„([^“”]+)[“”]|«([^»]+)»|‘([^’]+)’|「([^」]+)」|『([^』]+)』"
    r"|(?<![A-Za-z0-9])'([^'\n]+)'(?![A-Za-z])"
)
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_LATIN_NAME = re.compile(r"[#@]?[A-Za-z0-9][\w#@.+-]*", re.ASCII)
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")
# English takes about this many letters for one of another script; alphabets count one.
_LETTERS = (("HANGUL", 2.5), ("CJK", 4.0), ("HIRAGANA", 2.0), ("KATAKANA", 2.0))
_LEAST, _ROOM, _GROWTH = 0.3, 20, 1.6
_NEGATIONS = frozenset(["no", "not", "without", "never", "none"])
# Words of an order, and those that only hold a phrase together: no picture shows them.
_UNSEEN = re.compile(
    r"the|and|that|this|these|those|with|from|into|onto|over|under|for|its|it's|his|her|their|our|"
    r"your|some|any|all|please|can|could|would|you|are|was|has|have|been|being|there|here|where|"
    r"which|them|they|very|instead|"
    r"change|replace|turn|make|put|add|draw|paint|create|generate|write|give|set|insert|place|show|"
    r"edit|fill|swap|transform|convert|background|photo|photograph|picture|image|scene|"
    r"wearing|holding|having|looking|using|made|style|like|look|looks|sitting|standing|lying|riding|"
    r"placed|shown"
)
_ENDINGS = re.compile(r"(?:ies|es|s|ing|ed|y|e|'s)$")
_LEAST_STEM = 3


def quoted(text: str) -> tuple[str, ...]:
    """Return what stands in quotation marks, without them."""
    return tuple("".join(groups) for groups in _QUOTED.findall(text))


def lost(source: str, rewritten: str) -> list[str]:
    """Return the quoted passages, numbers and Latin names of `source` that are not in `rewritten`.

    A number that stands twice has to come back twice. Names are the words in Latin letters with a
    capital, "#" or "@" in a text that is otherwise in another script.
    """
    gone = [passage for passage in quoted(source) if passage not in rewritten]
    plain = unicodedata.normalize("NFKC", _unquoted(source))
    rest = Counter(_numbers(_without(rewritten, quoted(source))))
    gone += (Counter(_numbers(plain)) - rest).elements()
    low = rewritten.casefold()
    return gone + [name for name in _names(plain) if name.casefold() not in low]


def foreign(source: str, rewritten: str) -> list[str]:
    """Return the words of `rewritten` in another script than Latin, except what is quoted."""
    words = _without(rewritten, quoted(source)).split()
    return [word for word in words if any(not _latin(c) for c in word if c.isalpha())]


def lengths(source: str) -> tuple[int, int]:
    """Return how short and how long an English translation may be, in characters.

    It grows with the source, a Hangul syllable or a Chinese character taking several letters of
    English; a few words vary most, so there is some room besides. The shortest and the longest of
    `evals/data/translations.jsonl` are 0.67 and 1.9 times the letters that are counted here.
    """
    letters = sum(_weight(character) for character in source)
    return round(_LEAST * letters), round(_ROOM + _GROWTH * letters)


def untranslated(source: str, english: str) -> bool:
    """Whether `english` is the source again, in Latin letters but not in English."""
    plain = "".join(
        c for c in unicodedata.normalize("NFD", english) if not unicodedata.combining(c)
    )
    return english.casefold() == source.casefold() and language(Text.of(plain)) == "und"


def unheld(wish: str, prompt: str) -> list[str]:
    """Return what `wish` asks to see and `prompt` does not name, besides what `lost` returns.

    Compared by stem: "snowy" is held by "snow", "two cats" by "cats". Words that no picture shows
    (verbs of an order, articles) need not come back; negations must, or they turn round.
    """
    held = {_stem(word) for word in _WORD.findall(prompt.lower())}
    said = _WORD.findall(_unquoted(wish).lower())
    meant = [
        w for w in said if w in _NEGATIONS or (len(w) >= _LEAST_STEM and not _UNSEEN.fullmatch(w))
    ]
    missing = [w for w in dict.fromkeys(meant) if not _held(_stem(w), held)]
    return lost(wish, prompt) + missing


def _held(stem: str, held: set[str]) -> bool:
    if stem in held:
        return True
    return len(stem) > _LEAST_STEM and any(word.startswith(stem) for word in held)


def _stem(word: str) -> str:
    shorter = word if word in _NEGATIONS else _ENDINGS.sub("", word)
    return shorter if len(shorter) >= _LEAST_STEM else word


def _numbers(text: str) -> list[str]:
    return _NUMBER.findall(text)


def _names(text: str) -> list[str]:
    """Names stand out only where the rest is in another script: German nouns have capitals too."""
    if all(_latin(c) for c in text if c.isalpha()):
        return []
    found = (name.rstrip(".-+") for name in _LATIN_NAME.findall(text))
    return [n for n in found if n[0] in "#@" or any(c.isupper() for c in n)]


def _unquoted(text: str) -> str:
    return _QUOTED.sub(" ", text)


def _without(text: str, passages: tuple[str, ...]) -> str:
    for passage in sorted(passages, key=len, reverse=True):
        text = text.replace(passage, " ")
    return text


def _latin(letter: str) -> bool:
    return unicodedata.name(letter, "").startswith("LATIN")


def _weight(character: str) -> float:
    name = unicodedata.name(character, "")
    return next((letters for script, letters in _LETTERS if name.startswith(script)), 1.0)
