"""The region at hand and the mask it gives: pointing is not a turn, and answers at once."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, cast

from engines.protocols import Candidate
from errors import EditError, Problem
from graph.asked import region_of
from graph.state import CandidateRow, Region, Selection
from house import House
from imaging.contour import outline
from nodes.confirm_mask import edited
from nodes.segment import find, row_of

GROW_SHARE = 0.006  # of the photo's longer side: one press of grow or shrink
POINTED = {"points_xy", "point_labels", "boxes_xyxy"}


@dataclass(frozen=True)
class Shown:
    """A mask as the person sees it.

    rings: closed rings along pixel edges, x0, y0, x1, y1, ...; filled even-odd they are the mask.
    """

    rows: list[CandidateRow]
    chosen: int
    rings: list[list[int]]
    engine: str = ""

    @property
    def row(self) -> CandidateRow:
        """The candidate that is shown."""
        return self.rows[self.chosen]


@dataclass(frozen=True)
class _Moment:
    region: Region = field(default_factory=Region)
    shown: Shown | None = None
    kept: bool = False  # from the turn before: what was done there is to be seen


class Marks:
    """What is pointed at on one image.

    Gestures count in their order, each on top of the one before it, however fast they come;
    points that wait behind a gesture that is still computed are asked for together.
    """

    def __init__(self, house: House, owner: str, changed: Callable[[], None]) -> None:
        self.house, self.images, self.changed = house, house.images.of(owner), changed
        self.prefer: Mapping[str, str] = {}  # capability -> the engine to ask first
        self.image_id: str | None = None
        self.pending: tuple[float, float] | None = None
        self.problem: Problem | None = None
        self._now, self._before = _Moment(), list[_Moment]()
        self._asked = 0  # goes up when what is computed is not wanted any more
        self._waiting: list[Region] = []
        self._computing = -1  # the value of `_asked` for which a gesture is computed
        self._in_turn = asyncio.Lock()
        self._level: str | None = None

    @property
    def region(self) -> Region:
        """The marks to draw: points and boxes that the shown mask came from."""
        return self._now.region

    @property
    def shown(self) -> Shown | None:
        """The mask on the photo, or None."""
        return self._now.shown

    @property
    def kept(self) -> bool:
        """Whether the mask is the last turn's, which stays selected."""
        return self._now.kept

    @property
    def mask_id(self) -> str | None:
        """The id of the mask on the photo, or None."""
        return self.shown.row["mask_id"] if self.shown else None

    def stand(self, image_id: str | None) -> None:
        """Start afresh on an image."""
        self._forget_waiting()
        self.image_id, self.problem = image_id, None
        self._now, self._before, self._level = _Moment(), [], None
        self.changed()

    async def add(self, at: tuple[float, float] | None = None, **args: Any) -> None:  # noqa: ANN401  # Region's fields
        """Add points, boxes or strokes, or grow or invert what is there.

        Args:
            at: where the progress mark stands, (x, y) in pixels of the image.
            args: fields of `graph.state.Region`.
        """
        if self.image_id is None:
            return
        self.pending, self.problem = at, None
        self._waiting.append(cast(Region, args))
        self.changed()
        async with self._in_turn:
            if self._waiting:  # it may have been computed with an older one, or taken back
                await self._compute()

    async def _compute(self) -> None:
        """Show what the gestures that are next mean, or why they mean nothing."""
        mine, image_id, before = self._asked, self.image_id, self._now
        assert image_id is not None  # without an image nothing waits
        args, self._computing = _next_of(self._waiting), mine
        moment: _Moment | None = None
        problem: Problem | None = None
        try:
            moment = await asyncio.to_thread(self._found, image_id, before, args)
        except EditError as error:
            problem = error.problem()
        finally:
            self._computing = -1
        if mine != self._asked:
            return  # the person has gone on
        self.problem = problem
        if not self._waiting:
            self.pending = None
        if moment:
            self._before.append(before)
            self._now = moment
        self.changed()

    def _forget_waiting(self) -> None:
        self._asked += 1
        self._waiting, self.pending = [], None

    async def choose(self, index: int) -> None:
        """Show another candidate."""
        shown = self.shown
        if shown is None or shown.chosen == index % len(shown.rows):
            return
        index %= len(shown.rows)
        rings = await asyncio.to_thread(self._rings, shown.rows[index]["mask_id"])
        if self.shown is shown:
            self._level = shown.rows[index]["level"]
            self._now = replace(self._now, shown=replace(shown, chosen=index, rings=rings))
            self.changed()

    async def turn_over(self, step: int) -> None:
        """Show the next candidate, or the one before."""
        if self.shown and len(self.shown.rows) > 1:
            await self.choose(self.shown.chosen + step)

    async def grow(self, direction: int) -> None:
        """Grow the mask by a step, or shrink it."""
        if self.shown and self.image_id:
            info = self.images.info(self.image_id)
            step = max(1, round(GROW_SHARE * max(info.width, info.height)))
            await self.add(grow_px=direction * step)

    async def invert(self) -> None:
        """Take everything else."""
        if self.shown:
            await self.add(invert=True)

    async def show(
        self, rows: list[CandidateRow], mask_id: str, region: Region, *, kept: bool = False
    ) -> None:
        """Show a mask that the thread holds: an open question's, or the last confirmed one.

        Without `rows`, the mask is its only candidate.
        """
        self._forget_waiting()
        mine = self._asked
        moment = await asyncio.to_thread(self._held, rows, mask_id, region, kept)
        if mine == self._asked:
            self._now = moment
            self.changed()

    def _held(self, rows: list[CandidateRow], mask_id: str, region: Region, kept: bool) -> _Moment:
        mask = self.images.mask(mask_id)
        rows = rows or [row_of(mask_id, mask, Candidate(mask, 1.0, "object"))]
        chosen = next((i for i, row in enumerate(rows) if row["mask_id"] == mask_id), 0)
        return _Moment(region, Shown(rows, chosen, outline(mask)), kept)

    def back(self) -> bool:
        """Take the last gesture back, computed or not; False when there is none."""
        computing = self._computing == self._asked
        waited = bool(self._waiting) or computing
        if self._waiting:
            self._waiting.pop()
        elif computing:
            self._asked += 1
        elif not self._before:
            return False
        else:
            self._now = self._before.pop()
        if waited and not self._waiting:
            self.pending = None
        self.changed()
        return True

    def clear(self) -> None:
        """Point at nothing."""
        self.stand(self.image_id)

    def _found(self, image_id: str, before: _Moment, args: Region) -> _Moment:
        """Compute what the marks so far, and `args`, mean; runs off the event loop."""
        region = edited(_selection(image_id, before), region_of(args))["region"]
        engines = self.house.engines.preferring(self.prefer)
        found = find(region, image_id, images=self.images, engines=engines)
        best = found.rows.index(found.best)
        levels = [row["level"] for row in found.rows]
        chosen = levels.index(self._level) if len(levels) > 1 and self._level in levels else best
        rings = self._rings(found.rows[chosen]["mask_id"])
        return _Moment(region, Shown(found.rows, chosen, rings, found.engine))

    def _rings(self, mask_id: str) -> list[list[int]]:
        return outline(self.images.mask(mask_id))


def _next_of(waiting: list[Region]) -> Region:
    """Take the gesture that is next; points and boxes that follow points and boxes join it."""
    args = waiting.pop(0)
    while waiting and set(args) | set(waiting[0]) <= POINTED:
        following: Mapping[str, Any] = waiting.pop(0)
        args = cast(Region, {k: [*args.get(k, []), *following.get(k, [])] for k in POINTED})
    return args


def _selection(image_id: str, moment: _Moment) -> Selection:
    shown = moment.shown
    return {
        "image_id": image_id,
        "frame": "",
        "mask_id": shown.row["mask_id"] if shown else None,
        "region": moment.region,
        "candidates": shown.rows if shown else [],
        "confirmed": False,
        "target": None,
    }
