from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from checkpoints.images import ImageStore
from checkpoints.index import open_store
from checkpoints.saver import open_saver
from checkpoints.threads import ThreadList
from engines import Engines
from engines.registry import REGISTRY, Registry
from graph.edit import build
from graph.threads import TRASH_S
from graph.turns import Turns
from graph.wire import TurnRequest
from settings import Settings


class Conversation:
    """One thread, talked to in process; `send` is what a client's turn is."""

    def __init__(self, turns: Turns, thread_id: str = "t", owner: str = "local") -> None:
        self.turns, self.thread_id, self.owner = turns, thread_id, owner
        self.images = turns.images.of(owner)

    async def send(self, **request: Any) -> dict[str, Any]:
        return await self.turns.reply(
            self.owner, self.thread_id, TurnRequest.model_validate(request)
        )

    async def answer(self, kind: str, **args: Any) -> dict[str, Any]:
        decision: dict[str, Any] = {"type": kind}
        if kind == "edit":
            decision["edited_action"] = {"name": "confirm_mask", "args": args}
        return await self.send(answer={"decisions": [decision]})

    async def events(self, **request: Any) -> list[dict[str, Any]]:
        asked = TurnRequest.model_validate(request)
        return [e async for e in self.turns.events(self.owner, self.thread_id, asked)]

    def mask(self, image_id: str, box: tuple[int, int, int, int]) -> str:
        """A mask over a box, as if a segmenter had found it."""
        import numpy as np

        info = self.images.info(image_id)
        mask = np.zeros((info.height, info.width), np.bool_)
        mask[box[1] : box[3], box[0] : box[2]] = True
        return self.images.put_mask(mask)


@asynccontextmanager
async def opened(
    folder: Path,
    registry: Registry = REGISTRY,
    *,
    settings: Settings | None = None,
    trash_s: float = TRASH_S,
) -> AsyncIterator[Turns]:
    """What the server's lifespan opens, on `folder`."""
    store = ImageStore(folder / "images")
    database = folder / "threads.sqlite"
    async with (
        open_saver(database, store) as saver,
        open_store(database) as threads,
    ):
        engines = Engines(registry, settings)
        graph = build(store, engines).compile(checkpointer=saver, store=threads)
        turns = Turns(graph, saver, ThreadList(threads), store, engines, trash_s=trash_s)
        yield turns
        await turns.close()


Talk = Callable[..., Any]


@pytest.fixture
def talk(tmp_path: Path) -> Talk:
    """`async with talk(registry) as conversation`, on a fresh folder; again: after a restart."""

    @asynccontextmanager
    async def _talk(
        registry: Registry = REGISTRY,
        trash_s: float = TRASH_S,
        settings: Settings | None = None,
        **who: str,
    ) -> AsyncIterator[Conversation]:
        async with opened(tmp_path, registry, settings=settings, trash_s=trash_s) as turns:
            yield Conversation(turns, **who)

    return _talk
