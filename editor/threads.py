"""The list at the left: every edit of the owner, the last changed first."""

import asyncio
from datetime import UTC, datetime
from functools import partial
from typing import Any

from nicegui import ui
from nicegui.events import GenericEventArguments

from checkpoints.threads import ThreadCard
from editor.desk import Area, Desk
from editor.tags import Tag, button, icon
from editor.thread_row import ThreadRow
from editor.view import Sheet, View
from editor.when import DAYS, day_of, when, zone
from errors import NotFound

PAGE = 60  # rows shown at first, and added by each "more": 200 at once are slow to build
PAUSE_S = 0.2  # after the last key, before a search
TICK_S = 60.0  # "just now" does not stay so


class Threads(View):
    """The threads, by day."""

    areas = frozenset[Area]({"threads", "thread"})

    def __init__(self, desk: Desk, sheet: Sheet) -> None:
        super().__init__(desk, sheet)
        self._rows: dict[str, ThreadRow] = {}
        self._file_names: dict[str, str | None] = {}
        self._limit = PAGE
        self._typed = 0
        self._seen: str | None = None

    def build(self) -> None:
        """Make the buttons, the search and a list per day."""
        words = self.words
        with Tag("nav", css="threads", aria_label=words["threads"]):
            button(words["new_photo"], partial(self.sheet.pick_files, "new"), css="btn primary")
            if self.desk.house.engines.names("generate"):
                button(words["draw_new"], partial(self.sheet.show_panel, "generate"))
            self._build_search()
            with Tag("div", css="days"):
                self._lists = {day: self._build_day(day) for day in DAYS}
                self.more = button("", self._show_more, css="btn s quiet more-rows")
                self.nothing = Tag("div", css="no-rows", role="status")
        ui.timer(TICK_S, lambda: self.draw(set(self.areas)), immediate=False)
        self.draw(set(self.areas))

    def _build_search(self) -> None:
        label = self.words["search_threads"]
        with Tag("div", css="searching"):
            icon("search")
            self.search = Tag(
                "input", css="search", type="search", placeholder=label, aria_label=label,
                maxlength=80, autocomplete="off", spellcheck="false",
            )  # fmt: skip
        self.search.on("input", self._search, js_handler="(e) => emit(e.target.value)")

    def _build_day(self, day: str) -> tuple[Tag, Tag]:
        """Make a day's heading and list."""
        with Tag("section", css="day") as section:
            Tag("h2", self.words[f"day_{day}"])
            rows = Tag("ul", role="list")
        return section, rows

    def draw(self, areas: set[Area]) -> None:  # noqa: ARG002  # both mean all rows
        """Bring rows up to date; those that did not change are not touched."""
        threads = enumerate(self.desk.threads)
        cards = [card for i, card in threads if i < self._limit or self._is_open(card)]
        self._drop({card["thread_id"] for card in cards})
        now = datetime.now(UTC).astimezone(zone(self.sheet.preferences.time_zone))
        listed: dict[str, list[ThreadRow]] = {day: [] for day in DAYS}
        for card in cards:
            day = day_of(_moment(card, now), now)
            row = self._row(card, self._lists[day][1])
            row.show(card, self._title(card), self._told(card, now), self._is_open(card))
            listed[day].append(row)
        for day, (section, rows) in self._lists.items():
            section.set_visibility(bool(listed[day]))
            _order(rows, [row.item for row in listed[day]])
        self._draw_ends(len(cards))
        self._bring_into_view()

    def _bring_into_view(self) -> None:
        """Scroll to the open thread's row, once after it was opened."""
        row = self._rows.get(self.desk.thread_id or "")
        if row and self._seen != row.thread_id:
            self.search.client.run_javascript(SHOW.replace("ID", row.item.html_id))
        self._seen = row.thread_id if row else None

    def _row(self, card: ThreadCard, rows: Tag) -> ThreadRow:
        thread_id = card["thread_id"]
        if thread_id not in self._rows:
            with rows:
                self._rows[thread_id] = ThreadRow(thread_id, self.desk, self.sheet)
        return self._rows[thread_id]

    def _drop(self, kept: set[str]) -> None:
        for thread_id in self._rows.keys() - kept:
            self._rows.pop(thread_id).item.delete()

    def _draw_ends(self, shown: int) -> None:
        """Draw what comes after the rows: the button for more, or why there are none."""
        words, threads = self.words, self.desk.threads
        hidden = len(threads) - shown
        self.more.text = words["more_threads"].format(count=min(hidden, PAGE))
        self.more.set_visibility(hidden > 0)
        self.nothing.clear()
        self.nothing.set_visibility(not threads)
        if threads:
            return
        with self.nothing:
            if self.desk.search:
                Tag("b", words["nothing_found"].format(search=self.desk.search))
                Tag("p", words["nothing_found_how"])
                button(words["clear_search"], self._clear_search, css="btn s")
            else:
                Tag("b", words["no_threads"])
                Tag("p", words["no_threads_how"])

    # -- what a row says ------------------------------------------------------------------------

    def _title(self, card: ThreadCard) -> str:
        if card["title"]:
            return card["title"]
        image_id = card["image_id"]
        if image_id and image_id not in self._file_names:
            self._file_names[image_id] = self._file_name(image_id)
        return (image_id and self._file_names[image_id]) or self.words["untitled"]

    def _file_name(self, image_id: str) -> str | None:
        try:
            return self.desk.images.info(image_id).name
        except NotFound:  # a thread of an older server may name an image that is gone
            return None

    def _told(self, card: ThreadCard, now: datetime) -> str:
        words, said = self.words, list[str]()
        if self._is_open(card) and self.desk.busy:
            said.append(words["working"])
        elif card["asking"]:
            said.append(words["waiting_for_you"])
        elif card["versions"]:
            said.append(words["version_count"].format(count=card["versions"]))
        return " · ".join([*said, when(_moment(card, now), now, words)])

    def _is_open(self, card: ThreadCard) -> bool:
        return card["thread_id"] == self.desk.thread_id

    # -- what the person does -------------------------------------------------------------------

    async def _search(self, event: GenericEventArguments) -> None:
        self._typed += 1
        typed = self._typed
        await asyncio.sleep(PAUSE_S)
        if typed == self._typed:
            await self._find(str(event.args))

    async def _find(self, text: str) -> None:
        self.desk.search, self._limit = text.strip(), PAGE
        await self.desk.refresh()

    async def _clear_search(self) -> None:
        self._typed += 1  # a search that still waits is not meant any more
        await self._find("")
        self.search.client.run_javascript(
            f"const e = document.getElementById({self.search.html_id!r}); e.value = ''; e.focus()"
        )

    def _show_more(self) -> None:
        self._limit += PAGE
        self.draw(set(self.areas))


def _moment(card: ThreadCard, now: datetime) -> datetime:
    """When the thread last changed, in the zone of `now`."""
    return datetime.fromisoformat(card["updated_at"]).astimezone(now.tzinfo)


def _order(rows: Tag, wanted: list[Tag]) -> None:
    """Put `wanted` into `rows` in that order, moving only those that stand elsewhere."""
    for index, item in enumerate(wanted):
        standing: list[Any] = rows.default_slot.children
        if index >= len(standing) or standing[index] is not item:
            item.move(rows, index)


SHOW = "setTimeout(() => document.getElementById('ID')?.scrollIntoView({block: 'nearest'}), 30)"
