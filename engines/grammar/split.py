"""A sentence into the clauses that are steps, split at real step boundaries only."""

import re
from collections.abc import Callable

from engines.grammar import english, korean
from engines.grammar.text import Text

MOST_BREAKS = 40  # more are no instruction; each costs two readings
Understood = Callable[[Text], bool]


def tidy(text: Text, language: str) -> Text:
    """Return the text without politeness and openers, and with light typos mended."""
    if language == "ko":
        for wrong, right in korean.TYPOS:
            if wrong in text.low:
                text = text.replaced(re.compile(re.escape(wrong)), right)
        for ending, plain in korean.ENDINGS:
            text = text.replaced(re.compile(ending), plain)
        return text.replaced(korean.POLITE, "").trimmed()
    for spelling, meant in english.SPELLINGS:
        text = text.replaced(re.compile(spelling), meant)
    return _plain(
        _mended(text.replaced(_CONTRACTION, " is").replaced(english.POLITE, "").trimmed())
    )


_CONTRACTION = re.compile(r"(?<=\b(?:it|he))'s\b|(?<=\b(?:she))'s\b|(?<=\bthat)'s\b")
_LONG_WORD = re.compile(r"[a-z]{5,}")


def _variants(word: str) -> set[str]:
    """Return `word` with one letter left out, doubled, or two neighbours swapped."""
    cuts = range(1, len(word))
    left_out = {word[:i] + word[i + 1 :] for i in cuts}
    doubled = {word[:i] + word[i] + word[i:] for i in cuts}
    swapped = {word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(len(word) - 1)}
    return left_out | doubled | swapped


# What the same slips would make of words that are right as they stand.
_RIGHT = (
    "white recommends extended please versions chang eras resized boots boot letter rest rise "
    "sale shadow wide pace pain pint pant panting ease clan bing brig sick wring writ tick "
    "lever rising sting wiring pating trad stem tinted "
)
_REAL_WORDS = frozenset(_RIGHT.split())
_TYPOS = {
    wrong: word
    for word in english.TYPO_WORDS
    for wrong in _variants(word)
    if wrong not in english.TYPO_WORDS and wrong not in _REAL_WORDS
}


def _mended(text: Text) -> Text:
    for word in {found[0] for found in _LONG_WORD.finditer(text.low)}:
        if word in _TYPOS:
            text = text.replaced(re.compile(rf"\b{word}\b"), _TYPOS[word])
    return text


def _plain(text: Text) -> Text:
    """Return the text without what is not to be done: "leave the rest alone and ..."."""
    if english.ONLY.match(text.low):
        return text
    plain = text.replaced(english.ASIDES, "").trimmed()
    return plain if plain.low else text


def without_opener(text: Text, language: str) -> Text:
    """Return a clause without what is only said around a request ("could you", "그럼")."""
    prefix = korean.PREFIX if language == "ko" else english.PREFIX
    suffix = korean.SUFFIX if language == "ko" else english.SUFFIX
    if language == "en" and (found := english.CAN_BE.match(text.low)):
        text = text.cut(found.end())
    while True:
        if found := prefix.match(text.low):
            shorter = text.cut(found.end())
        elif found := suffix.search(text.low):
            shorter = text.cut(0, found.start())
        else:
            return _imperative(text) if language == "en" else text
        if not shorter.low:
            return text
        text = shorter


_FIRST = re.compile(r"[a-z]+ing\b")


def _imperative(text: Text) -> Text:
    """Return "removing the cat" as "remove the cat"."""
    found = _FIRST.match(text.low)
    if not found or found[0] not in english.GERUNDS:
        return text
    return text.replaced(re.compile(rf"^{found[0]}"), english.GERUNDS[found[0]])


def clauses(text: Text, language: str, understood: Understood) -> list[Text] | None:
    """Return the clauses in the order they are to be done; None for more than can be meant.

    Args:
        text: the tidied text.
        language: "ko" or "en".
        understood: whether a clause is one that the rules know.
    """
    grammar = korean if language == "ko" else english
    if len(list(grammar.SOFT_BREAK.finditer(text.low))) > MOST_BREAKS:
        return None
    parts = _cut_at(text, grammar.HARD_BREAK)
    soft = _soft_korean if language == "ko" else _soft_english
    return [clause for part in parts for clause in soft(part, understood) if clause.low]


def _cut_at(text: Text, breaks: re.Pattern[str]) -> list[Text]:
    parts: list[Text] = []
    start = 0
    for found in breaks.finditer(text.low):
        parts.append(text.cut(start, found.start()))
        start = found.end()
    return [part for part in (*parts, text.cut(start)) if part.low]


def _soft_english(text: Text, understood: Understood) -> list[Text]:
    for pattern in (english.AFTER, english.AFTER_FIRST):
        if found := pattern.fullmatch(text.low):
            early, late = text.cut(*found.span("early")), text.cut(*found.span("late"))
            if understood(early) and understood(late):
                return [*_soft_english(early, understood), *_soft_english(late, understood)]
    if english.ONE_STEP.search(text.low):
        return [text]
    parts: list[Text] = []
    start = 0
    for found in english.SOFT_BREAK.finditer(text.low):
        if found.start() <= start or _bare_verb(text, start, found, understood):
            continue
        if _starts_step(text.low, found):
            parts.append(text.cut(start, found.start()))
            start = found.end()
    return [*parts, text.cut(start)]


def _bare_verb(text: Text, start: int, found: re.Match[str], understood: Understood) -> bool:
    """Return whether no step starts: the object stands first, or a question goes on."""
    left, right = text.cut(start, found.start()), text.cut(found.end())
    if english.ASKED.match(left.low) and "," not in found[0] and " you " in found[0]:
        return True
    one_word = " " not in right.low
    return one_word and not understood(left) and not english.FILLER.fullmatch(left.low)


def _starts_step(low: str, found: re.Match[str]) -> bool:
    """Return whether a new step starts after an "and" or comma, its verb said or left out."""
    if english.STEP_START.match(low, found.end()):
        return True
    made = english.MAKES.match(low, 0, found.start())
    return bool(made and english.ELLIPSIS.match(low, found.end()))


def _soft_korean(text: Text, understood: Understood) -> list[Text]:
    parts: list[Text] = []
    start = 0
    if korean.COMPARES.search(text.low):
        return [text]
    for found in korean.SOFT_BREAK.finditer(text.low):
        left, right = text.cut(start, _kept(found)), text.cut(found.end())
        if not left.low or not right.low:
            continue
        if korean.GROUND_IS.search(left.low) and not _NAMES_ITS_OWN.search(right.low):
            continue
        if not understood(left) and not korean.STATEMENT.search(left.low):
            continue
        # After "-고" a verb has ended: what follows is a step even when it is not a known one.
        if understood(right) or _ends_a_verb(text, found):
            parts.append(left)
            start = found.end()
    return [*parts, text.cut(start)]


_NAMES_ITS_OWN = re.compile(
    r"(?:을|를|은|는|도|만) |지워|지우|없애|제거|글[자씨]|써|크롭|돌려|자르|잘라|수평"
)


def _kept(found: re.Match[str]) -> int:
    """Return where the left clause ends: with its verb's ending, without the joint."""
    return found.end() if found[0][0] not in ", /+&" else found.start()


def _ends_a_verb(text: Text, found: re.Match[str]) -> bool:
    return found[0].startswith("고") and not text.low[: found.start()].endswith("하")
