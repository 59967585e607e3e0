"""What one open page shows of a thread, kept in step with it. No NiceGUI here."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Literal, cast

from checkpoints.threads import ThreadCard
from editor.marks import Marks
from editor.working import Working
from errors import EditError, EngineError, NotFound, Problem
from graph.reply import thread_of
from graph.state import Selection, Version
from graph.wire import Notice, ThreadOut
from house import House
from nodes.thread import frame_of, newest_child, version_of

log = logging.getLogger(__name__)

Area = Literal["threads", "thread", "stage", "mask", "chat", "strip", "tray", "address"]
"""What a change touches: the list, the title and versions' state, the photo shown, the mask on
it, the conversation, the film strip, the photos kept beside, the address bar."""

THREADS_SHOWN = 2000
SAID_EVERY_S = 0.06  # how often an answer that comes in pieces is drawn
LISTED = ("started", "done", "renamed", "deleted", "restored", "moved", "attached")
"""What happens to a thread that changes the list of threads."""


@dataclass(frozen=True)
class Failure:
    """Something that could not be done, kept in the conversation until the next turn."""

    problem: Problem
    text: str = ""  # what was said, to say it again


@dataclass
class View:
    """How the stage shows the head."""

    mode: Literal["photo", "compare", "difference"] = "photo"
    against: str | None = None  # a version id; None = the parent


class Standing:
    """Where one page stands: a thread, its head, the turn that runs.

    Args:
        house: what the server holds.
        owner: whose page it is; checked by the gate.
        language: of the page, "ko" or "en".
        changed: told the areas that a change touches; called on the event loop.
    """

    def __init__(
        self, house: House, owner: str, language: str, changed: Callable[[set[Area]], None]
    ) -> None:
        self.house, self.owner, self.language = house, owner, language
        self.images = house.images.of(owner)
        self._changed = changed
        self.thread: ThreadOut | None = None
        self.thread_id: str | None = None
        self.lost: str | None = None  # a thread id in the address that is not there
        self.threads: list[ThreadCard] = []
        self.search = ""
        self.working: Working | None = None
        self.failures: list[Failure] = []
        self.view = View()
        self.with_image: str | None = None  # the photo of the tray that goes with the next turn
        self.marks = Marks(house, owner, lambda: self.changed("mask"))
        self._hearing: asyncio.TimerHandle | None = None  # pieces of an answer wait to be drawn

    # -- reading ------------------------------------------------------------------------------

    def changed(self, *areas: Area) -> None:
        """Tell the page what to draw again."""
        self._changed(set(areas))

    @property
    def versions(self) -> list[Version]:
        """The thread's versions, in order of making."""
        return self.thread["versions"] if self.thread else []

    @property
    def head(self) -> Version | None:
        """The version the person stands on."""
        head = self.thread["head"] if self.thread else None
        return next((v for v in self.versions if v["version_id"] == head), None)

    @property
    def parent(self) -> Version | None:
        """The version that the head was made from."""
        return self.version(self.head["parent"]) if self.head and self.head["parent"] else None

    def version(self, version_id: str | None) -> Version | None:
        """Return a version by its id, or None."""
        return next((v for v in self.versions if v["version_id"] == version_id), None)

    @property
    def next(self) -> Version | None:
        """The version that redo goes to, or None."""
        if not self.thread or not self.head:
            return None
        state: Any = self.thread
        return newest_child(state, self.head["version_id"])

    @property
    def asking(self) -> dict[str, Any] | None:
        """The open question's action request: name and args, or None."""
        asking = self.thread["asking"] if self.thread else None
        return asking["action_requests"][0] if asking else None

    @property
    def asks_mask(self) -> bool:
        """Whether the open question is about the mask."""
        return bool(self.asking and self.asking["name"] == "confirm_mask")

    @property
    def busy(self) -> bool:
        """Whether a turn runs on the thread."""
        return self.working is not None

    # -- what went wrong ----------------------------------------------------------------------

    def fail(self, problem: Problem) -> None:
        """Say what could not be done."""
        self.failures = [*self.failures, Failure(problem)]
        self.changed("chat")

    def failed(self, error: Exception) -> None:
        """Say why something failed; of a bug of ours, only that the log has it."""
        if not isinstance(error, EditError):
            hint = "the server's log says what"
            error = EngineError("something failed inside the server", hint=hint)
        self.fail(error.problem())

    # -- going places -------------------------------------------------------------------------

    async def open(self, thread_id: str | None) -> None:
        """Stand on a thread, or on none."""
        self.thread_id, self.thread, self.lost = thread_id, None, None
        self.working, self.failures, self.view = None, [], View()
        self.with_image = None
        self.marks.stand(None)
        if thread_id is not None:
            await self._load()
        self.changed("thread", "stage", "chat", "strip", "tray", "threads", "address")

    async def refresh(self) -> None:
        """Read the list of threads again."""
        turns = self.house.turns
        self.threads = await turns.threads.page(
            self.owner, limit=THREADS_SHOWN, offset=0, search=self.search or None
        )
        self.changed("threads")

    async def follow(self) -> None:
        """Keep in step with the owner's threads until cancelled.

        Where too much was missed, everything is read anew: watched already, so that nothing
        falls between the two.
        """
        missed = False
        while True:
            with self.house.turns.watching(self.owner) as watch:
                if missed:
                    await self._surely(self._read_anew())
                async for notice in watch:
                    await self._surely(self._heed(notice))
            missed = True  # a watch ends only so

    async def _surely(self, work: Awaitable[None]) -> None:
        """Do something whose failure is told, and must not end what goes on after it."""
        (failure,) = await asyncio.gather(work, return_exceptions=True)
        if isinstance(failure, Exception):
            if not isinstance(failure, EditError):
                log.error("the page cannot follow its thread", exc_info=failure)
            self.failed(failure)

    async def _read_anew(self) -> None:
        await self.refresh()
        await self.open(self.thread_id)

    async def _heed(self, notice: Notice) -> None:
        """Take in what happened on one of the owner's threads, in this page or elsewhere."""
        name = notice["event"]
        if name in LISTED:
            await self.refresh()
        if notice["thread_id"] != self.thread_id:
            return
        if name == "deleted":
            await self.open(None)
        elif name in ("done", "renamed", "restored", "attached", "moved"):
            if name == "done":
                self.working = None
            await self._load(point=name in ("done", "moved"))
            self.changed("thread", "stage", "chat", "strip", "tray")
        else:
            self._follow(name, notice["data"])

    def _follow(self, name: str, data: Any) -> None:  # noqa: ANN401  # an event's data
        """Take in one event of the turn that runs on this thread."""
        if name == "started":
            self.working = Working(text=data["text"], image_id=data["image_id"])
            self.failures = []
            self.changed("chat", "stage", "thread")
            return
        working = self.working = self.working or Working()
        if name == "token":
            self._hear(working)
        else:
            working.heed(name, data)
            self.changed("chat")

    def _hear(self, working: Working) -> None:
        """Take in what is said; the whole of it, for this page may have come in the middle."""
        working.said = self._said_so_far() or working.said
        if self._hearing is None:
            loop = asyncio.get_running_loop()
            self._hearing = loop.call_later(SAID_EVERY_S, self._heard)

    def _heard(self) -> None:
        self._hearing = None
        self.changed("chat")

    def _said_so_far(self) -> str:
        return self.house.turns.notices.said(self.owner, self.thread_id or "") or ""

    async def _load(self, *, point: bool = True) -> None:
        """Read the thread; with `point`, show its head and the mask it holds."""
        assert self.thread_id is not None
        asked = self.asking is not None
        turns, thread_id = self.house.turns, self.thread_id
        try:
            card = await turns.threads.get(self.owner, thread_id)
            snapshot = await turns.state(self.owner, thread_id)
        except EditError as error:
            if not isinstance(error, NotFound) and error.status != 422:
                raise
            if thread_id == self.thread_id:  # else the person went on meanwhile
                self.lost, self.thread_id, self.thread = thread_id, None, None
            return
        running = turns.is_running(self.owner, thread_id)
        if thread_id != self.thread_id:
            return  # the person went on meanwhile
        self.thread = thread_of(card, snapshot, running=running)
        self.working = (self.working or Working(said=self._said_so_far())) if running else None
        if point:
            self.view = View()
            await self._point(snapshot.values, asked)

    async def _point(self, values: dict[str, Any], asked: bool) -> None:
        """Stand on the head's image; a mask that the thread holds for it is shown again.

        What is visible is what the next turn uses, so a mask nobody sees must not linger.
        """
        head, selection = self.head, cast("Selection | None", values.get("selection"))
        image_id = head["image_id"] if head else None
        if self.marks.image_id != image_id or asked or self.asking:
            self.marks.stand(image_id)
        if head is None or selection is None or not selection["mask_id"]:
            return
        state: Any = values
        if selection["frame"] != frame_of(state, version_of(state, head["version_id"])):
            return
        rows, region, kept = selection["candidates"], selection["region"], not self.asking
        await self.marks.show(rows, selection["mask_id"], region, kept=kept)
