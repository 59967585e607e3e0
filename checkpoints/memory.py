"""What is known about an owner's pictures besides their pixels: captions, kept in the store.

One row per image id, made on first need and removed with the image. The rows of all owners stand
in one LangGraph store; the namespace holds the owner, so nobody else's can be reached.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast

from langgraph.store.base import BaseStore, GetOp, Item, PutOp
from typing_extensions import TypedDict

from checkpoints.threads import owner_key, thread_rows

_CAPTIONS = "captions"


class CaptionRow(TypedDict):
    """What a model said of an image, once."""

    text: str
    keywords: list[str]
    model: str


@dataclass(frozen=True)
class Memory:
    """One owner's rows; synchronous, for nodes: call it off the event loop."""

    store: BaseStore
    owner: str
    thread_id: str = ""  # of the turn at hand, as its owner knows it

    def beside(self) -> list[str]:
        """Return the photos added beside the thread's versions, in the order they were added."""
        item = self.store.get(thread_rows(self.owner), self.thread_id) if self.thread_id else None
        return cast("list[str]", item.value.get("images", [])) if item else []

    def caption(self, image_id: str) -> CaptionRow | None:
        """Return what is known of an image, or None."""
        item = self.store.get(self._captions, image_id)
        return cast(CaptionRow, item.value) if item else None

    def captions(self, image_ids: Iterable[str]) -> dict[str, CaptionRow]:
        """Return what is known of images, by id; those that nobody described are left out."""
        found = self.store.batch([GetOp(self._captions, image_id) for image_id in image_ids])
        items = [item for item in found if isinstance(item, Item)]
        return {item.key: cast(CaptionRow, item.value) for item in items}

    def keep_caption(self, image_id: str, row: CaptionRow) -> None:
        """Remember what a model said of an image."""
        self.store.put(self._captions, image_id, dict(row), index=False)

    def forget(self, image_ids: Iterable[str]) -> None:
        """Remove every trace of images."""
        # One batch: a sweep of old masks names thousands.
        self.store.batch([PutOp(self._captions, image_id, None) for image_id in image_ids])

    @property
    def _captions(self) -> tuple[str, ...]:
        return (_CAPTIONS, owner_key(self.owner), "list")
