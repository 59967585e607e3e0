"""Searches of an owner's pictures: by vectors where the store has them, else by words."""

import math
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from checkpoints.catalogue import Catalogue, PastVersion, PictureRow, VersionRow
from engines.glossary import Glossary
from engines.grammar.phrases import without_particle
from graph.state import FoundPicture, Version

SHOWN = 6  # pictures of one search
_WORD = re.compile(r"[^\W_]+")
_HANGUL = re.compile(r"[가-힣]+")
_EMPTY_WORDS = frozenset(
    word
    for words in (
        "a an the my your our this that these those one ones of in on at with without and or to",
        "for from is are was were be it its i me we you some any there where which what when had",
        "has have find show search look looking like something similar picture pictures photo",
        "photos image images version versions",
        "사진 이미지 그림 버전 것 거 걸 그 이 저 내 제 나 우리 있는 있던 있었던 나온 찾아줘 찾아",
        "보여줘 중에 같은 비슷한 하나",
    )
    for word in words.split()
)


@dataclass(frozen=True)
class Wish:
    """What is looked for."""

    words: tuple[str, ...]  # the same wish in several tongues; the likeliest counts
    near: str | None = None  # what its vector is made of; None: only words are compared
    but: frozenset[str] = field(default=frozenset[str]())  # images that are not meant

    def in_words(self) -> "Wish":
        """Return the same wish without a vector."""
        return replace(self, near=None)


@dataclass(frozen=True)
class Searched:
    """What was found, the likeliest first."""

    pictures: list[FoundPicture]
    of: int  # how many there are to search in
    unindexed: int = 0  # of them, those that the present model has not seen


def in_words(version: Version) -> VersionRow:
    """Return a version as the search over past versions knows it."""
    said = (version["op"], version["instruction"], version["target"], version["english"])
    prompt = version["prompt"] or ""
    words = dict.fromkeys(one for one in (*said, prompt) if one)
    return VersionRow(
        version_id=version["version_id"], image_id=version["image_id"], words=" ".join(words)
    )


def words_of(row: PictureRow) -> str:
    """Return what is known of a catalogue's picture, as one text."""
    name = row["name"].rpartition(".")[0] or row["name"]
    return ". ".join(one for one in (name, row["caption"], ", ".join(row["keywords"])) if one)


def in_both(text: str) -> str:
    """Return a text, with English beside its Korean as far as the glossary knows the words."""
    return f"{text} {Glossary().translate(text).text}" if _HANGUL.search(text) else text


def in_catalogue(catalogue: Catalogue, wish: Wish, limit: int = SHOWN) -> Searched:
    """Return the pictures of a catalogue that are nearest to a wish.

    With vectors of the present model the score is the cosine similarity, at least 0; without any,
    the share of the wish's words that is found, weighted by how rare they are.

    Raises:
        EngineUnavailable: the model of the vectors did not answer.
    """
    rows = [row for row in catalogue.rows() if row["image_id"] not in wish.but]
    made = catalogue.indexed("catalogue") if wish.near else {}
    known = made.keys() & {row["image_id"] for row in rows}
    if wish.near and known:
        near = catalogue.nearest("catalogue", wish.near, limit + len(wish.but))
        scores = dict(near)
        unseen = len(rows) - len(known)
    else:
        by_words = scored(wish.words, [in_both(words_of(row)) for row in rows])
        scores = {row["image_id"]: s for row, s in zip(rows, by_words, strict=True)}
        unseen = 0
    found = [_picture(row, scores.get(row["image_id"], 0.0)) for row in rows]
    return Searched(_best(found, limit), len(rows), unseen)


def in_versions(
    catalogue: Catalogue,
    versions: Sequence[PastVersion],
    captions: Mapping[str, str],
    wish: Wish,
    limit: int = SHOWN,
) -> Searched:
    """Return the past versions whose words, names or pictures are what is wished.

    The score is the better of two: the share of the words, and the similarity of the vectors.

    Args:
        catalogue: whose vectors count; without any, words alone do.
        versions: of all threads.
        captions: image id -> what a model said of it, for those that have been captioned.
        wish: what is looked for.
        limit: at most so many.

    Raises:
        EngineUnavailable: the model of the vectors did not answer.
    """
    versions = [version for version in versions if version["image_id"] not in wish.but]
    texts = [in_both(f"{_called(v)} {captions.get(v['image_id'], '')}") for v in versions]
    near = dict(catalogue.nearest("versions", wish.near, 4 * limit)) if wish.near else {}
    found = [
        FoundPicture(
            image_id=version["image_id"],
            score=round(min(1.0, max(by_words, near.get(version["image_id"], 0.0))), 3),
            caption=captions.get(version["image_id"], ""),
            source="versions",
            thread_id=version["thread_id"],
            version_id=version["version_id"],
        )
        for version, by_words in zip(versions, scored(wish.words, texts), strict=True)
    ]
    return Searched(_best(found, limit), len(versions))


def _called(version: PastVersion) -> str:
    """What people said of a version; a title that nobody chose may be the search itself."""
    title = version["title"] if version["titled"] else ""
    return f"{title} {version['name']} {version['words']}"


def scored(wishes: Iterable[str], texts: Sequence[str]) -> list[float]:
    """Return for each text how much of a wish it holds, 0 to 1: the best over all `wishes`.

    A word counts by its inverse document frequency (Spärck Jones 1972), so that one which only a
    few texts have tells more than one that most have.
    """
    documents = [_terms(text) for text in texts]
    every = [_shares(_terms(wish), documents) for wish in wishes]
    return [max(shares) for shares in zip(*every, strict=True)] if every else [0.0] * len(texts)


def _shares(wanted: set[str], documents: list[set[str]]) -> list[float]:
    held = [{one for one in wanted if _holds(document, one)} for document in documents]
    weights = {
        one: math.log(1 + len(documents) / max(1, sum(one in terms for terms in held)))
        for one in wanted
    }
    whole = sum(weights.values()) or 1.0
    return [sum(weights[one] for one in terms) / whole for terms in held]


def _terms(text: str) -> set[str]:
    # macOS types Hangul in parts; NFKC puts them together again.
    found = _WORD.findall(unicodedata.normalize("NFKC", text).casefold())
    stems = (_stem(word) for word in found if word not in _EMPTY_WORDS)
    return {stem for stem in stems if stem not in _EMPTY_WORDS}


def _stem(word: str) -> str:
    if _HANGUL.fullmatch(word):
        return without_particle(word)
    return word[:-1] if len(word) > 3 and word.endswith("s") and word[-2] != "s" else word


def _holds(document: set[str], word: str) -> bool:
    if word in document or len(word) < 2 or not _HANGUL.fullmatch(word):
        return word in document
    # Korean joins words: a door's word is at the front or the end of a longer one.
    return any(other.startswith(word) or other.endswith(word) for other in document)


def _picture(row: PictureRow, score: float) -> FoundPicture:
    return FoundPicture(
        image_id=row["image_id"],
        score=round(min(1.0, max(0.0, score)), 3),
        caption=row["caption"],
        source="catalogue",
        name=row["name"],
    )


def _best(found: list[FoundPicture], limit: int) -> list[FoundPicture]:
    """The likeliest, each image once; what is less than half as likely is a guess."""
    ranked = sorted(found, key=lambda picture: -picture["score"])
    least = ranked[0]["score"] / 2 if ranked else 0.0
    once = {p["image_id"]: p for p in reversed(ranked) if p["score"] > 0 and p["score"] >= least}
    return sorted(once.values(), key=lambda picture: -picture["score"])[:limit]
