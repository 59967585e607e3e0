"""An owner's picture catalogue, the words of past versions, and the vectors of both.

All rows stand in the LangGraph store, by `BaseStore`'s interface alone. Namespaces end in a label
of fixed length or word, so that one owner's is never a prefix of another's:

    ("catalogue", owner, "list")          image id -> PictureRow
    ("versions", owner, "list")           thread id -> {"versions": [VersionRow]}
    ("vectors", owner, kind, embedder)    image id -> {"image_id", "text"}, indexed

Vectors are apart from rows: another model finds the rows and none of the vectors.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, cast

from langgraph.store.base import BaseStore, Item, PutOp
from typing_extensions import TypedDict

from checkpoints.index import FIELD, Vectors, ref_parts
from checkpoints.records import is_image_id
from checkpoints.threads import MOST_THREADS, owner_key, thread_rows

Kind = Literal["catalogue", "versions"]
MOST_PICTURES = 100_000  # of one owner
_MOST_MODELS = 1000  # whose vectors one owner may have


class PictureRow(TypedDict):
    """A picture of the catalogue."""

    image_id: str
    name: str  # of its file, within the folder that was added
    path: str  # of its file
    caption: str  # what a model said of it; empty where none did
    keywords: list[str]
    added_at: str  # ISO 8601, UTC


class VersionRow(TypedDict):
    """A version of a thread, in words."""

    version_id: str
    image_id: str
    words: str  # what was said when it was made


class PastVersion(VersionRow):
    """A version that can be found, with what its owner called it."""

    thread_id: str
    title: str  # of the thread
    titled: bool  # by the user; else it is the first words said
    name: str  # the version's own; empty where it has none


@dataclass(frozen=True)
class Catalogue:
    """One owner's; synchronous, for nodes: call it off the event loop."""

    store: BaseStore
    owner: str

    def rows(self) -> list[PictureRow]:
        """Return all pictures of the catalogue, by name."""
        items = self.store.search(self._rows("catalogue"), limit=MOST_PICTURES)
        return sorted((cast(PictureRow, i.value) for i in items), key=lambda row: row["name"])

    def catalogued(self) -> set[str]:
        """Return the ids of its images: nothing else may delete them."""
        return {row["image_id"] for row in self.rows()}

    def keep(self, row: PictureRow) -> None:
        """Add a picture, or change what is known of it."""
        self.store.put(self._rows("catalogue"), row["image_id"], dict(row), index=False)

    def note_versions(self, thread_id: str, versions: list[VersionRow]) -> None:
        """Remember a thread's versions in words, all of them at once."""
        known = self.store.get(self._rows("versions"), thread_id)
        if known is None or known.value["versions"] != versions:
            value = {"versions": [dict(v) for v in versions]}
            self.store.put(self._rows("versions"), thread_id, value, index=False)

    def versions(self) -> list[PastVersion]:
        """Return the versions of all threads that are not in the trash, the newest first."""
        rows = self.store.search(self._rows("versions"), limit=MOST_THREADS)
        noted = {item.key: cast("list[VersionRow]", item.value["versions"]) for item in rows}
        threads = self.store.search(thread_rows(self.owner), limit=MOST_THREADS)
        shown = [thread for thread in threads if not thread.value.get("trashed_at")]
        shown.sort(key=lambda thread: thread.value["updated_at"], reverse=True)
        return [v for thread in shown for v in _past(thread, noted.get(thread.key, []))]

    def forget(self, image_ids: Iterable[str]) -> None:
        """Remove every trace of images: rows of the catalogue, and vectors of every model."""
        gone = [image_id for image_id in image_ids if is_image_id(image_id)]
        places = [self._rows("catalogue"), *self._all_vectors()]
        self.store.batch([PutOp(place, image_id, None) for place in places for image_id in gone])

    def forget_thread(self, thread_id: str) -> None:
        """Remove what is known of a thread's versions; their images' vectors go by `forget`."""
        self.store.delete(self._rows("versions"), thread_id)

    @property
    def vectors(self) -> Vectors | None:
        """How the store embeds, or None: then only words are compared."""
        found = getattr(self.store, "embeddings", None)
        return found if isinstance(found, Vectors) else None

    def indexed(self, kind: Kind) -> dict[str, str]:
        """Return what the vectors of the present model were made of, by image id."""
        if self.vectors is None:
            return {}
        items = self.store.search(self._place(kind), limit=MOST_PICTURES)
        return {item.key: str(item.value[FIELD]) for item in items}

    def vector_text(self, kind: Kind, image_id: str) -> str | None:
        """Return what an image's vector of the present model was made of, or None without one."""
        item = self.store.get(self._place(kind), image_id) if self.vectors else None
        return str(item.value[FIELD]) if item else None

    def row(self, image_id: str) -> PictureRow | None:
        """Return one picture of the catalogue, or None."""
        item = self.store.get(self._rows("catalogue"), image_id)
        return cast(PictureRow, item.value) if item else None

    def index(self, kind: Kind, image_id: str, text: str) -> None:
        """Give an image a vector.

        Args:
            kind: among which it will be found.
            image_id: the image.
            text: words, or for a model that sees a `picture_ref`.

        Raises:
            EngineUnavailable: the model did not answer; nothing was written.
        """
        if self.vectors is None:
            return
        text = self._meant(text)
        self.vectors.prepare(text)
        value = {"image_id": image_id, FIELD: text}
        self.store.put(self._place(kind), image_id, value, index=[FIELD])

    def nearest(self, kind: Kind, text: str, limit: int) -> list[tuple[str, float]]:
        """Return (image id, cosine similarity) of what is nearest to a text, the nearest first.

        Raises:
            EngineUnavailable: the model did not answer.
        """
        if self.vectors is None:
            return []
        text = self._meant(text)
        self.vectors.prepare(text)
        items = self.store.search(self._place(kind), query=text, limit=limit)
        return [(item.key, item.score or 0.0) for item in items]

    def _meant(self, text: str) -> str:
        """The text; words that read like another owner's picture are only words."""
        named = ref_parts(text)
        return text if named is None or named[0] == self.owner else text.replace(":", " ")

    def _rows(self, kind: Kind) -> tuple[str, ...]:
        return (kind, owner_key(self.owner), "list")

    def _place(self, kind: Kind) -> tuple[str, ...]:
        name = self.vectors.name if self.vectors else ""
        digest = hashlib.sha256(name.encode()).hexdigest()[:32]
        return ("vectors", owner_key(self.owner), kind, digest)

    def _all_vectors(self) -> list[tuple[str, ...]]:
        prefix = ("vectors", owner_key(self.owner))
        return self.store.list_namespaces(prefix=prefix, limit=_MOST_MODELS)


def _past(thread: Item, rows: list[VersionRow]) -> Iterator[PastVersion]:
    called = thread.value.get("names", {})
    for row in reversed(rows):
        name = called.get(row["version_id"], "")
        title, titled = thread.value["title"], bool(thread.value.get("renamed"))
        yield PastVersion(**row, thread_id=thread.key, title=title, titled=titled, name=name)
