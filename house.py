"""What one server holds, opened and closed in order."""

import asyncio
from collections.abc import AsyncGenerator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager

from langgraph.store.sqlite.aio import AsyncSqliteStore

from checkpoints.images import ImageStore
from checkpoints.saver import open_saver
from checkpoints.threads import ThreadList
from engines import Engines
from errors import EditError
from graph.edit import build
from graph.turns import Turns
from imaging.codec import Limits
from settings import Settings

THREADS = 32


class House:
    """What one server holds: opened and closed, in order, by its lifespan."""

    def __init__(self, settings: Settings, engines: Engines) -> None:
        self.settings, self.engines = settings, engines
        limits = Limits(settings.max_upload_bytes, settings.max_pixels)
        self.images = ImageStore(settings.images_folder, limits)
        self._turns: Turns | None = None

    @property
    def turns(self) -> Turns:
        """The turns, once the server has started."""
        if self._turns is None:
            raise EditError("the server is still starting", hint="ask /ready first")
        return self._turns

    @property
    def ready(self) -> bool:
        """Whether turns can be served."""
        return self._turns is not None

    @asynccontextmanager
    async def open(self, _app: object = None) -> AsyncGenerator[None]:
        """Serve until the block is left; running turns get a few seconds to end."""
        database = self.settings.database
        # Turns that wait for an engine hold a thread each; small talk must not wait with them.
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(THREADS))
        await asyncio.to_thread(self.images.sweep)
        async with (
            open_saver(database, self.images) as saver,
            AsyncSqliteStore.from_conn_string(str(database)) as store,
        ):
            await store.setup()
            graph = build(self.images, self.engines).compile(checkpointer=saver, store=store)
            self._turns = Turns(graph, saver, ThreadList(store), self.images, self.engines)
            yield
            await self._turns.close()
            self._turns = None
