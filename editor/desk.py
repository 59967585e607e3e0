"""One open page: what the person at it does. No NiceGUI here."""

import asyncio
import uuid
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Literal, cast

from editor.standing import Area, Failure, Standing, View
from editor.working import Working
from errors import EditError, Problem
from graph.compare import compare
from graph.state import Remembered
from graph.wire import DifferenceOut, TurnOptions, TurnReply, TurnRequest
from house import House
from nodes.confirm_mask import edit_answer, spoken_answer
from nodes.decision import decided

__all__ = ["Area", "Desk", "Failure", "View", "Working"]


class Desk(Standing):
    """One page on one thread: turns, versions, and what is kept beside. As `Standing`."""

    def __init__(
        self, house: House, owner: str, language: str, changed: Callable[[set[Area]], None]
    ) -> None:
        super().__init__(house, owner, language, changed)
        self._answering: set[str] = set()  # threads whose question this page answers now

    # -- turns --------------------------------------------------------------------------------

    async def say(
        self, text: str, options: Mapping[str, Any] | None = None, *, alone: bool = False
    ) -> None:
        """Send words.

        Args:
            text: what is said; blank says nothing.
            options: of TurnOptions.
            alone: without what is pointed at and the photo that goes along.
        """
        words = text.strip()
        decision = spoken_answer(words) if self.asks_mask else None
        if not words or (decision == decided("approve") and not await self._adjust()):
            return
        # A plain yes or no answers the question: with a mask along it would be a new wish.
        along = {} if alone or decision else self._along()
        wanted = {**(options or {}), "prefer": dict(self.marks.prefer) or None}
        request = {"text": words, **along, "options": TurnOptions.model_validate(wanted)}
        await self._turn(request)

    async def go_on(self) -> None:
        """Finish the turn that a crash cut off."""
        await self._turn({})

    async def bring(self, image_id: str) -> None:
        """Edit a photo: on a thread of its own."""
        await self.open(None)
        self.thread_id = uuid.uuid4().hex[:12]
        self.changed("address")
        await self._turn({"image_id": image_id})

    async def edit_instead(self, image_id: str) -> None:
        """Go on with another photo on the same thread."""
        await self._turn({"image_id": image_id})

    async def answer(self, answer: dict[str, Any]) -> bool:
        """Answer the open question; False when that failed, as `_turn` says it."""
        thread_id = self.thread_id
        if self.asking is None or thread_id is None or thread_id in self._answering:
            return False  # the second click of two: the first one answers
        self._answering.add(thread_id)
        try:
            return await self._turn({"answer": answer})
        finally:
            self._answering.discard(thread_id)

    async def approve(self) -> None:
        """Say that the mask on the photo is right."""
        if not self.asks_mask or not await self._adjust():
            return
        await self.answer(decided("approve"))

    async def _adjust(self) -> bool:
        """Make the mask on the photo the one that is asked about; False when that failed."""
        asking, shown = self.asking, self.marks.mask_id
        if asking is None or not shown or shown == asking["args"]["mask_id"]:
            return True
        return await self.answer(edit_answer({"mask_id": shown}))

    async def reject(self) -> None:
        """Drop the open question, with the step it is about."""
        if await self.answer(decided("reject")):
            self.marks.clear()

    async def choose(self, index: int) -> None:
        """Take one of the variants that the open question shows."""
        action = {"name": "choose_variant", "args": {"index": index}}
        await self.answer({"decisions": [{"type": "edit", "edited_action": action}]})

    async def cancel(self) -> None:
        """Stop the running turn."""
        if self.thread_id and self.working:
            self.working.cancelling = True
            self.changed("chat")
            await self._try(self.house.turns.cancel(self.owner, self.thread_id))

    async def drop(self) -> None:
        """Leave the turn that a crash cut off."""
        if self.thread_id:
            await self._try(self.house.turns.cancel(self.owner, self.thread_id))

    async def _turn(self, request: dict[str, Any]) -> bool:
        """Serve a turn; what it does comes back through `follow`, here and in other tabs.

        Returns False when it failed, or when the person has gone to another thread meanwhile:
        nothing of it concerns the page then, and the thread itself remembers it.
        """
        self.failures = []
        thread_id = self.thread_id = self.thread_id or uuid.uuid4().hex[:12]
        given = TurnRequest.model_validate({**request, "language": self.language})
        reply: TurnReply | None = None
        async for event in self.house.turns.events(self.owner, thread_id, given):
            if event["event"] == "done":
                reply = cast(TurnReply, event["data"])
        if thread_id != self.thread_id:
            return False
        problem = reply["problem"] if reply else None
        # A refused turn leaves no trace in the thread: its problem is told on this page only.
        refused = problem is not None and not self._remembers(problem)
        if problem and refused:
            self.failures = [Failure(problem, given.text)]
            self.changed("chat")
        if not refused and (given.image_id or given.with_image_ids):
            self.with_image = None  # it has gone along; with a refused turn it has not
        self.changed("address", "tray")
        return problem is None

    def _along(self) -> dict[str, Any]:
        """What goes with words: the mask on the photo, and the photo of the tray."""
        along: dict[str, Any] = {}
        if self.marks.mask_id:
            along |= {"region": {"mask_id": self.marks.mask_id}, "confirmed": True}
        elif self.thread and self.thread["selection"]:
            along["deselect"] = True  # what is not on the screen is not used
        if self.with_image:
            # Where nothing is open yet, what comes along is what is edited.
            alone = {"image_id": self.with_image}
            along |= {"with_image_ids": [self.with_image]} if self.head else alone
        return along

    def _remembers(self, problem: Problem) -> bool:
        return bool(self.thread and self.thread["problem"] == problem)

    # -- versions -----------------------------------------------------------------------------

    async def go(self, version_id: str) -> None:
        """Stand on a version."""
        if self.thread_id and self.thread and version_id != self.thread["head"]:
            await self._try(self.house.turns.go(self.owner, self.thread_id, version_id))

    async def visit(self, thread_id: str, version_id: str) -> None:
        """Stand on a version of any of the owner's threads."""
        if thread_id != self.thread_id:
            await self.open(thread_id)
        if thread_id == self.thread_id:  # else it is not there any more
            await self.go(version_id)

    async def undo(self) -> None:
        """Go to the version before."""
        if self.parent:
            await self.go(self.parent["version_id"])

    async def redo(self) -> None:
        """Go to the newest version made from this one."""
        if self.next:
            await self.go(self.next["version_id"])

    async def reset(self) -> None:
        """Go to the photo as it came."""
        version = self.head
        while version and version["parent"]:
            version = self.version(version["parent"])
        if version:
            await self.go(version["version_id"])

    def look(self, mode: Literal["photo", "compare", "difference"], against: str | None) -> None:
        """Show the head alone, beside another version, or what changed since one."""
        self.view = View(mode, against)
        self.changed("stage")

    async def difference(self) -> DifferenceOut:
        """Count what changed since the version of the view, from the stored pixels.

        Raises:
            InvalidRequest: there is no version to compare with, or of another frame.
        """
        assert self.thread is not None  # the view is on a version of it
        state = cast(Remembered, self.thread)
        given = state, self.images, str(self.thread["head"]), self.view.against
        compared = await asyncio.to_thread(compare, *given)
        return compared.row(self.thread["thread_id"])

    # -- around the thread --------------------------------------------------------------------

    async def rename(self, thread_id: str, title: str) -> None:
        """Give a thread a title."""
        await self._try(self.house.turns.rename(self.owner, thread_id, title))

    async def name_version(self, version_id: str, name: str) -> None:
        """Give a version a name; an empty one takes it away."""
        if self.thread_id:
            turns = self.house.turns
            await self._try(turns.name_version(self.owner, self.thread_id, version_id, name))

    async def trash(self, thread_id: str) -> None:
        """Delete a thread; it can be restored for a few seconds."""
        await self._try(self.house.turns.trash(self.owner, thread_id))

    async def restore(self, thread_id: str) -> None:
        """Take a thread out of the trash."""
        await self._try(self.house.turns.restore(self.owner, thread_id))

    async def attach(self, image_id: str, thread_id: str | None = None) -> None:
        """Keep a photo beside a thread's versions: the open one's, where none is named.

        Beside those of the open one, it goes with the next turn.
        """
        if thread_id is None:
            thread_id = self.thread_id = self.thread_id or uuid.uuid4().hex[:12]
        kept = await self._try(self.house.turns.attach(self.owner, thread_id, image_id))
        if thread_id == self.thread_id:  # else the person went on meanwhile
            self.with_image = image_id if kept else self.with_image
            self.changed("address", "tray")

    async def detach(self, image_id: str) -> None:
        """Forget a photo kept beside."""
        if self.with_image == image_id:
            self.with_image = None
        if self.thread_id:
            await self._try(self.house.turns.detach(self.owner, self.thread_id, image_id))

    def take_along(self, image_id: str | None) -> None:
        """Choose the photo of the tray that goes with the next turn, or none."""
        self.with_image = image_id
        self.changed("tray")

    async def _try(self, work: Awaitable[object]) -> bool:
        """Do something; False when it failed, which is told."""
        try:
            await work
        except EditError as error:
            self.failed(error)
            return False
        return True
