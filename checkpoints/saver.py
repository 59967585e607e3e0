"""The checkpointer: SQLite, with pixels kept out of it and finished turns kept small.

A turn writes a checkpoint before every node, so that a killed one goes on where it was. Once it
has ended only its last checkpoint says anything new: `compact` drops those before it.
"""

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any, cast

import aiosqlite
from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import (
    ChannelVersions,
    Checkpoint,
    CheckpointMetadata,
)
from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer
from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver

from checkpoints.forgetting import without_images
from checkpoints.images import ImageStore, OwnerImages, image_id_of
from checkpoints.inline import without_bytes
from checkpoints.threads import owner_of
from errors import RequestError
from settings import Settings

_OLDER = (
    "DELETE FROM {table} WHERE thread_id = :thread AND checkpoint_ns = '' AND checkpoint_id < "
    "(SELECT MAX(checkpoint_id) FROM checkpoints WHERE thread_id = :thread AND checkpoint_ns = '')"
)


class WordsOnlySaver(AsyncSqliteSaver):
    """A saver into which no image bytes get: they go to the image store, whoever sends them."""

    def __init__(self, connection: aiosqlite.Connection, images: ImageStore) -> None:
        # Strict: a checkpoint is data, and names no class to be made on reading.
        super().__init__(connection, serde=JsonPlusSerializer(allowed_msgpack_modules=None))
        self.images = images

    async def aput(
        self,
        config: RunnableConfig,
        checkpoint: Checkpoint,
        metadata: CheckpointMetadata,
        new_versions: ChannelVersions,
    ) -> RunnableConfig:
        """Save a checkpoint, with inline images replaced by their ids."""
        values = await self._words(checkpoint["channel_values"], config)
        kept = cast(Checkpoint, {**checkpoint, "channel_values": values})
        return await super().aput(config, kept, metadata, new_versions)

    async def aput_writes(
        self,
        config: RunnableConfig,
        writes: Sequence[tuple[str, Any]],
        task_id: str,
        task_path: str = "",
    ) -> None:
        """Save a node's writes, with inline images replaced by their ids."""
        kept = await self._words(list(writes), config)
        await super().aput_writes(config, kept, task_id, task_path)

    async def compact(self, key: str) -> None:
        """Drop all checkpoints of a thread but the last; call it only when no run is open.

        The state keeps no deltas, so the last checkpoint stands by itself.
        """
        async with self.lock:
            for table in ("writes", "checkpoints"):
                await self.conn.execute(_OLDER.format(table=table), {"thread": key})
            await self.conn.commit()

    async def forget_images(self, key: str, ids: frozenset[str]) -> None:
        """Take images out of all that a thread's checkpoints hold; its open question stays."""
        async with self.lock:
            for table, column in (("checkpoints", "checkpoint"), ("writes", "value")):
                await self._rewrite(table, column, key, lambda old: without_images(old, ids))
            await self.conn.commit()

    async def wipe(self) -> None:
        """Empty the write-ahead log, where what was forgotten would stand until it is reused."""
        async with self.lock:
            await self.conn.execute_fetchall("PRAGMA wal_checkpoint(TRUNCATE)")

    async def _rewrite(
        self, table: str, column: str, key: str, change: Callable[[Any], Any]
    ) -> None:
        wanted = f"SELECT rowid, type, {column} FROM {table} WHERE thread_id = ?"
        for row, kind, stored in await self.conn.execute_fetchall(wanted, (key,)):
            old = self.serde.loads_typed((kind, stored))
            if (new := change(old)) is not old:
                values = (*self.serde.dumps_typed(new), row)
                changed = f"UPDATE {table} SET type = ?, {column} = ? WHERE rowid = ?"
                await self.conn.execute(changed, values)

    async def _words(self, value: Any, config: RunnableConfig) -> Any:  # noqa: ANN401  # any state value
        found: list[bytes] = []
        kept = without_bytes(value, lambda data: found.append(data) or image_id_of(data))
        if found:
            owned = self.images.of(owner_of(config))
            await asyncio.to_thread(_keep, found, owned)
        return kept


def _keep(found: list[bytes], images: OwnerImages) -> None:
    for data in found:
        # What is no image stays out of both: `receive` tells the user.
        with suppress(RequestError):
            images.put(data)


@asynccontextmanager
async def open_saver(database: Path, images: ImageStore) -> AsyncGenerator[WordsOnlySaver]:
    """Open the SQLite checkpointer at `database`, creating it where there is none."""
    database.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    async with aiosqlite.connect(database) as connection:
        await connection.execute("PRAGMA busy_timeout = 5000")
        await connection.execute("PRAGMA secure_delete = ON")  # the forgotten leaves no bytes
        saver = WordsOnlySaver(connection, images)
        await saver.setup()
        yield saver


@asynccontextmanager
async def studio_saver() -> AsyncGenerator[WordsOnlySaver]:
    """Open the checkpointer for LangGraph's own server; langgraph.json names this function."""
    settings = Settings()
    images = await asyncio.to_thread(ImageStore, settings.images_folder)
    async with open_saver(settings.data / "studio.sqlite", images) as saver:
        yield saver
