"""Korean prompts into English by a glossary and a small grammar; it says what it did not know."""

import re
from dataclasses import dataclass
from typing import Literal

from engines import glossary_words as words
from engines.grammar.colour_words import KOREAN_COLOUR, meaning
from engines.grammar.phrases import without_particle
from engines.grammar.text import Text, language
from engines.protocols import Card
from engines.speaking import Translation

Kind = Literal["noun", "modifier", "relation", "verb", "kept", "unknown"]

# A quoted or Latin word may carry a Korean particle: 'SALE'이라고, Pro를.
_CARRIED = r"(?:이라고|라고|이라는|라는|에서|으로|이랑|을|를|은|는|이|가|과|와|랑|로|에|의|도|만)"
_TOKEN = re.compile(
    rf"(?:\"[^\"]*\"|“[^”]*”|‘[^’]*’|(?<!\w)'[^']*'|[^\s가-힣\"“‘]+)(?:{_CARRIED}(?![가-힣]))?|[가-힣]+"
)
_KEPT = re.compile(rf"(?P<word>.*[^가-힣])(?P<particle>{_CARRIED})", re.DOTALL)
_THIS = re.compile(r"(?<![가-힣])([이그저])걸(?![가-힣])")  # 이걸: this, with its particle
_HANGUL = re.compile(r"[가-힣]+")
_VERB_END = re.compile(
    r"(?:해|하|시키|시켜|된|되|돼|어|아|워|와|고|서|며|면|는|은|게|기|줘|주|세|요|라|실|래|시|겠|습|니|다|까|봐|부탁|드려|드립|합|을|를)*"
)
_LONGEST = 3  # words of one entry
_PREPOSITIONS = (("에서", "in"), ("으로", "to"), ("로", "to"), ("처럼", "like"), ("에", "in"))
_TABLES: tuple[tuple[Kind, dict[str, str]], ...] = (
    ("modifier", words.MODIFIERS), ("modifier", words.STYLES), ("relation", words.RELATIONS),
    ("noun", words.NOUNS), ("modifier", words.MATERIALS), ("kept", words.ADVERBS),
)  # fmt: skip


@dataclass(frozen=True)
class _Piece:
    english: str
    kind: Kind
    particle: str = ""


class Glossary:
    """Translates the nouns, colours, styles and verbs of photo editing; invents nothing."""

    card = Card(
        name="glossary",
        capability="translate",
        summary="puts Korean words of photo editing into English, without a model",
        languages=frozenset({"ko", "en"}),
        mask="none",
    )

    def translate(self, text: str) -> Translation:
        """Return English; words it does not know stay and are listed in `unknown`.

        English comes back unchanged; of any other language every word is unknown. Quoted text,
        numbers and Latin words are kept verbatim.
        """
        source = language(Text.of(text))
        if source == "en":
            return Translation(text, "en")
        if source == "und":
            return Translation(text, "und", tuple(re.findall(r"[^\W_]+", text)))
        pieces = _pieces(_TOKEN.findall(_THIS.sub(r"\1것을", text)))
        unknown = tuple(piece.english for piece in pieces if piece.kind == "unknown")
        return Translation(_sentence(_related(pieces)), "ko", unknown)

    def to_english(self, target: str) -> str:
        """Return a step's target in English, as far as its words are known."""
        return self.translate(target).text


def _pieces(tokens: list[str]) -> list[_Piece]:
    pieces: list[_Piece] = []
    index = 0
    while index < len(tokens):
        follows = bool(pieces) and pieces[-1].kind == "noun"
        used, piece = _longest(tokens, index, follows_noun=follows)
        index += used
        if piece:
            pieces.append(piece)
    return pieces


def _longest(tokens: list[str], start: int, *, follows_noun: bool) -> tuple[int, _Piece | None]:
    """Return the longest entry that begins at `start`, and how many tokens it takes."""
    for count in range(min(_LONGEST, len(tokens) - start), 0, -1):
        phrase = " ".join(tokens[start : start + count])
        if follows_noun and phrase in words.RELATIONS:
            return count, _Piece(words.RELATIONS[phrase], "relation")
        if piece := _entry(phrase):
            return count, _material(phrase, tokens[start + count :]) or piece
    token = tokens[start]
    if carried := _KEPT.fullmatch(token):
        return 1, _Piece(carried["word"], "kept", carried["particle"])
    if token in words.FILLERS:
        return 1, None
    verb = _verb(token)
    kept: Kind = "unknown" if _HANGUL.fullmatch(token) else "kept"
    return 1, verb or _Piece(token, kept)


def _material(phrase: str, rest: list[str]) -> _Piece | None:
    """Return 나무 as "wooden" where another thing follows it: 나무 의자."""
    following = _entry(rest[0]) if rest and phrase in words.MATERIALS else None
    if following is None or following.kind != "noun":
        return None
    return _Piece(words.MATERIALS[phrase], "modifier")


def _entry(phrase: str) -> _Piece | None:
    head, _, last = phrase.rpartition(" ")
    bare = f"{head} {without_particle(last)}".strip()
    for word in dict.fromkeys((phrase, bare)):
        particle = phrase[len(word) :]
        for kind, table in _TABLES:
            if word in table and not (kind == "relation" and particle):
                return _Piece(table[word], kind, particle)
        if re.fullmatch(KOREAN_COLOUR, word) and (colour := meaning(word)):
            return _Piece(colour["colour_name"], "modifier", particle)
    return None


def _verb(token: str) -> _Piece | None:
    """Return the verb whose stem begins the word, when only endings follow."""
    for stem, english in sorted(words.VERBS.items(), key=lambda item: -len(item[0])):
        if token.startswith(stem) and _VERB_END.fullmatch(token[len(stem) :]):
            return _Piece(english, "verb")
    return None


def _related(pieces: list[_Piece]) -> list[_Piece]:
    """Turn "hat wearing cat" round: the thing, the relation, what it is related to."""
    for index, piece in enumerate(pieces):
        if piece.kind != "relation":
            continue
        start, end = _phrase_before(pieces, index), _phrase_after(pieces, index)
        thing, other = pieces[index + 1 : end], pieces[start:index]
        if not thing or (not other and piece.english not in words.PLACES):
            continue
        place = f"{piece.english} {_with_article(other)}" if other else words.PLACES[piece.english]
        english = " ".join((*_plain(thing), place))
        merged = _Piece(english, "noun", thing[-1].particle)
        return _related([*pieces[:start], merged, *pieces[end:]])
    return pieces


def _plain(pieces: list[_Piece]) -> list[str]:
    return [piece.english for piece in pieces]


def _with_article(pieces: list[_Piece]) -> str:
    phrase = " ".join(_plain(pieces))
    last = phrase.rsplit(" ", 1)[-1]
    if pieces[-1].kind == "unknown" or last.endswith("s") or last in words.NO_ARTICLE:
        return phrase
    if phrase.split(" ")[0] in ("a", "an", "the", "one", "two", "three", "four", "this", "that"):
        return phrase
    return f"{'an' if phrase[0] in 'aeiou' else 'a'} {phrase}"


_NAMING = ("noun", "modifier", "unknown", "kept")


def _phrase_before(pieces: list[_Piece], index: int) -> int:
    start = index
    while start > 0 and pieces[start - 1].kind in _NAMING:
        if start < index and pieces[start - 1].particle:
            break
        start -= 1
    return start


def _phrase_after(pieces: list[_Piece], index: int) -> int:
    end = index + 1
    while end < len(pieces) and pieces[end].kind in _NAMING:
        end += 1
        if pieces[end - 1].kind == "noun":
            break
    return end


def _sentence(pieces: list[_Piece]) -> str:
    """Return the words in English order: verb, object, then what a particle marks."""
    objects: list[str] = []
    marked: list[str] = []
    waiting: list[str] = []
    verbs: list[str] = []
    for piece in pieces:
        if piece.kind == "verb":
            verbs.append(" ".join((piece.english, *objects, *waiting, *marked)))
            objects, waiting, marked = [], [], []
            continue
        waiting.append(piece.english)
        if piece.particle in ("와", "과", "랑", "이랑"):
            waiting.append("and")
        elif piece.particle in ("을", "를"):
            objects, waiting = [*objects, *waiting], []
        elif preposition := dict(_PREPOSITIONS).get(piece.particle):
            marked, waiting = [*marked, preposition, *waiting], []
    rest = " ".join((*objects, *waiting, *marked))
    return ", ".join(part for part in (*verbs, rest) if part)
