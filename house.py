"""What one server holds, opened and closed in order."""

import asyncio
import logging
from collections.abc import AsyncGenerator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager

from checkpoints.images import ImageStore
from checkpoints.index import Vectors, open_store, ref_parts
from checkpoints.saver import open_saver
from checkpoints.threads import ThreadList
from engines import Engines
from engines.embeddings import embeddings_of, lack_of_embeddings
from errors import EditError
from graph.edit import build
from graph.turns import Turns
from imaging.arrays import Image
from imaging.codec import Limits
from imaging.paper import on_white
from settings import Settings

THREADS = 32
log = logging.getLogger(__name__)


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
            open_store(database, self._vectors()) as store,
        ):
            graph = build(self.images, self.engines).compile(checkpointer=saver, store=store)
            turns = Turns(graph, saver, ThreadList(store), self.images, self.engines)
            await turns.start()
            self._turns = turns
            yield
            await turns.close()
            self._turns = None

    def _vectors(self) -> Vectors | None:
        if lack := lack_of_embeddings(self.settings):
            log.warning("pictures are searched by words only: %s: `%s`", lack.what, lack.command)
            return None
        return vectors_of(self.settings, self.images)


def vectors_of(settings: Settings, images: ImageStore) -> Vectors | None:
    """Return how the store embeds, as the settings say; None: it does not.

    Args:
        settings: `embeddings` and `embeddings_dims`.
        images: where an embedder that sees finds the pictures.
    """

    def pixels(text: str) -> Image | None:
        found = ref_parts(text)
        return on_white(images.of(found[0]).photo(found[1])) if found else None

    embedder = embeddings_of(settings, pixels)
    return Vectors(embedder, settings.embeddings_dims) if embedder else None
