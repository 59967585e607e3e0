"""The LangGraph store on SQLite, and the vectors by which it searches.

The store embeds while it holds its lock, and an embedding that fails takes the rows of others in
its batch along. So vectors are made beforehand, by `Vectors.prepare`, outside the store.
"""

import sqlite3
import threading
from collections import OrderedDict
from collections.abc import AsyncGenerator, Iterable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Protocol

import numpy as np
from langchain_core.embeddings import Embeddings
from langgraph.store.base import Op, PutOp, Result
from langgraph.store.sqlite.aio import AsyncSqliteStore
from langgraph.store.sqlite.base import SqliteIndexConfig

from errors import EngineUnavailable

REMEMBERED = 256  # vectors, of a few kB each
FIELD = "text"  # of a row: what its vector is made of


class Embedder(Protocol):
    """A model that turns words, or pictures, into vectors."""

    name: str  # "provider:model", as the setting says; vectors of two names never meet
    sees: bool  # whether a text may be a `picture_ref`, whose pixels it embeds

    def embed(self, texts: Sequence[str]) -> list[list[float]]:
        """Return one vector per text, all of one length.

        Raises:
            EngineUnavailable: the model did not answer.
        """
        ...


def picture_ref(owner: str, image_id: str) -> str:
    """Return the text that stands for a picture's pixels, for an embedder that sees."""
    return f"image:{image_id}:{owner}"


def ref_parts(text: str) -> tuple[str, str] | None:
    """Return (owner, image id) of a `picture_ref`, or None for plain words."""
    kind, _, rest = text.partition(":")
    image_id, colon, owner = rest.partition(":")
    return (owner, image_id) if kind == "image" and colon and len(image_id) == 32 else None


class Vectors(Embeddings):
    """An embedder as the store takes it, with what it made a moment ago."""

    def __init__(self, embedder: Embedder, dims: int | None = None) -> None:
        """Expect vectors of `dims` numbers; None: as long as the first one."""
        self.name, self.sees = embedder.name, embedder.sees
        self._embedder, self._dims = embedder, dims
        self._made: OrderedDict[str, list[float]] = OrderedDict()
        self._lock = threading.Lock()

    def prepare(self, text: str) -> None:
        """Make a text's vector, so that the store finds it made.

        Raises:
            EngineUnavailable: the model did not answer, or with a vector of another length.
        """
        self.embed_documents([text])

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Return one vector per text, from memory where it was made a moment ago."""
        with self._lock:
            known = {text: self._made[text] for text in texts if text in self._made}
        missing = [text for text in dict.fromkeys(texts) if text not in known]
        if missing:
            made = [self._checked(vector) for vector in self._embedder.embed(missing)]
            known |= dict(zip(missing, made, strict=True))
        self._remember(known)
        return [known[text] for text in texts]

    def embed_query(self, text: str) -> list[float]:
        """Return the vector of a query: it is in the space of the others."""
        return self.embed_documents([text])[0]

    def _checked(self, vector: list[float]) -> list[float]:
        self._dims = self._dims or len(vector)
        if len(vector) != self._dims:
            raise EngineUnavailable(
                f"`{self.name}` gives vectors of {len(vector)} numbers, not of {self._dims}",
                hint="set PENTIMENTO_EMBEDDINGS_DIMS to what the model gives, or leave it out",
            )
        return vector

    def _remember(self, vectors: dict[str, list[float]]) -> None:
        with self._lock:
            self._made.update(vectors)
            for text in vectors:
                self._made.move_to_end(text)
            while len(self._made) > REMEMBERED:
                self._made.popitem(last=False)


class VectorStore(AsyncSqliteStore):
    """The store, also on a Python whose SQLite loads no extensions (pyenv's, macOS's own)."""

    async def setup(self) -> None:
        """Make the tables; where sqlite-vec cannot be loaded, its distance is NumPy's."""
        if hasattr(sqlite3.Connection, "enable_load_extension") or self.index_config is None:
            await super().setup()
            return
        index, self.index_config = self.index_config, None  # the one part that loads sqlite-vec
        await super().setup()
        self.index_config = index
        for table in self.VECTOR_MIGRATIONS:  # they create what is not there
            await self.conn.executescript(table)
        await self.conn.create_function(
            "vec_distance_cosine", 2, cosine_distance, deterministic=True
        )

    async def abatch(self, ops: Iterable[Op]) -> list[Result]:
        """Do what several threads asked for at once: read, then write, each by itself.

        In one transaction the write fails ("database is locked", at once) where the checkpointer's
        connection has written since the read.
        """
        given = list(ops)
        done: dict[int, Result] = {}
        for writes in (False, True):
            chosen = [n for n, op in enumerate(given) if isinstance(op, PutOp) == writes]
            if chosen:
                results = await super().abatch([given[n] for n in chosen])
                done |= dict(zip(chosen, results, strict=True))
        return [done[n] for n in range(len(given))]


def cosine_distance(one: bytes, other: bytes) -> float:
    """Return 1 minus the cosine of two vectors of 32-bit floats; 1 where one of them is zero.

    Raises:
        ValueError: they are not of one length.
    """
    first, second = np.frombuffer(one, "<f4"), np.frombuffer(other, "<f4")
    lengths = float(np.linalg.norm(first) * np.linalg.norm(second))
    return 1.0 - float(first @ second) / lengths if lengths else 1.0


@asynccontextmanager
async def open_store(
    database: Path, vectors: Vectors | None = None
) -> AsyncGenerator[AsyncSqliteStore]:
    """Open the store, with its vector index where there are vectors.

    Args:
        database: the SQLite file, whose folder exists.
        vectors: how texts are embedded; None: no index, rows only.
    """
    # SQLite's index takes vectors of any length: `dims` is for stores with typed columns.
    index = SqliteIndexConfig(dims=0, embed=vectors, fields=[FIELD]) if vectors else None
    async with VectorStore.from_conn_string(str(database), index=index) as store:
        # Off by default: without it a row's vectors outlive the row.
        await store.conn.execute("PRAGMA foreign_keys = ON")
        await store.conn.execute("PRAGMA secure_delete = ON")  # the forgotten leaves no bytes
        await store.setup()
        yield store
