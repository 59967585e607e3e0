"""The page: its parts put together, what they ask of it, and how it follows its thread."""

import asyncio
from collections.abc import Callable, Coroutine
from functools import partial
from inspect import isawaitable
from typing import Any, cast
from urllib.parse import quote, unquote

from nicegui import background_tasks, ui
from nicegui.client import Client

from editor import generate, panels, samples
from editor.chat import Chat
from editor.composer import Composer
from editor.desk import Area, Desk
from editor.header import Header
from editor.preferences import COOKIE, Preferences
from editor.stage import Stage
from editor.strip import Strip
from editor.tags import Tag, button
from editor.threads import Threads
from editor.view import View
from editor.words import LANGUAGES, Language, Words
from errors import Problem
from graph.state import Version
from house import House
from nodes.wording import detail, say

TOAST_S = 7.0
YEAR_S = 365 * 24 * 3600


class Page:
    """One browser tab."""

    def __init__(
        self, house: House, owner: str, client: Client, kept: Preferences, language: Language
    ) -> None:
        self.client, self.preferences = client, kept
        self.words: Words = LANGUAGES[language]
        self.desk = Desk(house, owner, language, self._changed)
        self._areas: set[Area] = set()
        self._drawing = False
        self._toast: Tag | None = None
        self.views: list[View] = []
        self._prefer()

    def build(self) -> None:
        """Make the page."""
        desk = self.desk
        self.header, self.stage, self.strip = (
            Header(desk, self),
            Stage(desk, self),
            Strip(desk, self),
        )
        self.chat, self.composer = Chat(desk, self), Composer(desk, self)
        self.threads = Threads(desk, self)
        self.views = [self.header, self.threads, self.stage, self.strip, self.chat, self.composer]
        with Tag("div", css="pm", lang=desk.language) as self.root:
            self.header.build()
            self.threads.build()
            with Tag("section", css="stage", aria_label=self.words["photo"]):
                self.stage.build()
                self.strip.build()
            with Tag("aside", css="chat", aria_label=self.words["conversation"]):
                self.chat.build()
                self.composer.build()
            self.corner = Tag("div", role="status", aria_live="polite")
        self._tell_empty()
        ui.timer(0.1, self._ask_time_zone, once=True)

    async def _ask_time_zone(self) -> None:
        """Learn where the browser is, so that "today" is the person's."""
        asked = "Intl.DateTimeFormat().resolvedOptions().timeZone"
        try:
            zone = str(await ui.run_javascript(asked, timeout=10) or "")
        except TimeoutError:
            return  # a browser that sleeps: the server's own zone will do
        if zone != self.preferences.time_zone:
            self.keep(time_zone=zone)
            self.desk.changed("threads")

    # -- drawing ------------------------------------------------------------------------------

    def _changed(self, areas: set[Area]) -> None:
        """Draw what changed, once per turn of the event loop."""
        self._areas |= areas
        if not self._drawing and self.views:
            self._drawing = True
            asyncio.get_running_loop().call_soon(self._draw)

    def _draw(self) -> None:
        self._drawing = False
        areas, self._areas = self._areas, set()
        if self.client.is_deleted:
            return
        with self.client:
            for view in self.views:
                if mine := areas & view.areas:
                    view.draw(mine)
            if "address" in areas:
                self._show_address()
            self._tell_empty()
            if areas & {"thread", "address"}:
                ui.page_title(f"{self.title()} · Pentimento")

    def _tell_empty(self) -> None:
        """On a narrow screen an empty stage takes the room of the conversation."""
        empty = self.desk.thread is None and not self.desk.busy
        self.root.props["data-empty"] = "yes" if empty else "no"

    def _show_address(self) -> None:
        self.root.props["data-drawer"] = ""
        thread_id = self.desk.thread_id or self.desk.lost
        self.stage.canvas.push_path(f"/t/{quote(thread_id)}" if thread_id else "/")

    def _dress(self) -> None:
        ui.run_javascript(f"pmTheme({(self.preferences.theme or 'system')!r})")

    # -- what parts ask for (editor.view.Sheet) -------------------------------------------------

    def title(self) -> str:
        """Return what the open thread is called."""
        thread = self.desk.thread
        if thread is None:
            return self.words["untitled"]
        if thread["title"]:
            return thread["title"]
        named = self.desk.versions[0]["image_id"] if self.desk.versions else None
        return (named and self.desk.images.info(named).name) or self.words["untitled"]

    def version_name(self, version: Version) -> str:
        """Return what a version is called: its name, or what made it."""
        names = self.desk.thread["names"] if self.desk.thread else {}
        if name := names.get(version["version_id"]):
            return name
        if version["op"] == "upload":
            return self.words["op_upload"]
        if version["instruction"]:
            return version["instruction"]
        language = self.desk.language
        told = detail(language, version["params"])
        target = version["target"] or say(language, "it")
        return say(language, version["op"], target=target, detail=told)

    def pick_files(self, purpose: str) -> None:
        """Open the file dialog; purpose "new" or "attach"."""
        self.stage.canvas.pick_files(purpose)

    def keep(self, **changes: Any) -> None:  # noqa: ANN401  # Preferences' fields
        """Change preferences, and keep them in the browser."""
        self.preferences = Preferences.model_validate({**self.preferences.model_dump(), **changes})
        value = quote(self.preferences.model_dump_json())
        ui.run_javascript(
            f"document.cookie = '{COOKIE}={value}; path=/; max-age={YEAR_S}; samesite=lax'"
        )
        if "language" in changes and changes["language"] != self.desk.language:
            ui.navigate.reload()
        self._prefer()
        self._dress()

    def toast(self, text: str, label: str = "", act: Callable[[], Any] | None = None) -> None:
        """Say something for a few seconds, with one thing to do about it."""
        self._drop_toast()
        with self.corner, Tag("div", css="toast") as toast:
            Tag("span", text)
            if label and act:
                button(label, partial(self._act, act), css="")
            ui.timer(TOAST_S, lambda: self._drop_toast(toast), once=True)
        self._toast = toast

    async def _act(self, act: Callable[[], Any]) -> None:
        """Do what a toast offers; the toast itself goes last, for its button runs this."""
        done = act()
        if isawaitable(done):
            await done
        self._drop_toast()

    def _drop_toast(self, toast: Tag | None = None) -> None:
        if self._toast and (toast is None or toast is self._toast):
            self._toast.delete()
            self._toast = None

    def show_panel(self, name: str, **about: Any) -> None:  # noqa: ANN401  # the panel's own
        """Open a panel by its name."""
        self.root.props["data-drawer"] = ""  # it would lie over what the panel leads to
        with self.root:
            if name == "sketch":
                self.stage.start_sketch()
            elif name == "generate":
                generate.open_generate(self.desk, self, **about)
            else:
                panels.OPEN[name](self.desk, self, **about)

    def suggest(self, text: str) -> None:
        """Put words into the composer, ready to be changed or sent; "" only goes there."""
        self.composer.set_text(text)

    def later(self, work: Coroutine[Any, Any, None]) -> None:
        """Do something in the background, in this page's slot."""

        async def within() -> None:
            with self.client:
                await work

        background_tasks.create(within(), name="page")

    def toggle_drawer(self) -> None:
        """Open or close the list of threads on a narrow screen."""
        open_now = self.root.props.get("data-drawer") == "open"
        self.root.props["data-drawer"] = "" if open_now else "open"

    def fit(self) -> None:
        """Fit the photo to the window."""
        self.stage.canvas.fit()

    def zoomed(self, percent: float) -> None:
        """Tell how large the photo is drawn."""
        self.header.show_zoom(percent)

    def marking(self) -> None:
        """The person points at something: views that hide the photo end."""
        if self.desk.view.mode != "photo":
            self.desk.look("photo", None)

    def uploading(self, files: list[dict[str, Any]]) -> None:
        """Show how far uploads are."""
        self.stage.uploads.draw(files)

    async def arrived(self, image_id: str, purpose: str, path: str) -> None:
        """Take an upload in: a new photo is edited, others are kept beside.

        Beside the edit they were chosen for: the person may have gone to another one.
        """
        if purpose == "new":
            await self.desk.bring(image_id)
        else:
            await self.desk.attach(image_id, _thread_at(path))

    def sketched(self, given: dict[str, Any]) -> None:
        """Take a drawing in: its image id, or why there is none."""
        if given["image_id"]:
            self.stage.sketch.stop()
            generate.take_sketch(self.desk, self, given["image_id"])
        else:
            self.desk.fail(cast(Problem, {**given, "retryable": True}))

    def _prefer(self) -> None:
        """Ask the preferred engines first; one that is not installed any more is left out."""
        installed = self.desk.house.engines.names
        wanted = self.preferences.engines.items()
        self.desk.marks.prefer = {c: n for c, n in wanted if n in installed(cast(Any, c))}

    async def open_sample(self, key: str) -> None:
        """Start with a photo of the gallery."""
        data = await asyncio.to_thread(samples.data, key)
        name = samples.named(key).file
        info = await asyncio.to_thread(lambda: self.desk.images.put(data, name=name))
        await self.desk.bring(info.image_id)

    async def follow(self, path: str) -> None:
        """Go where the address says."""
        thread_id = _thread_at(path)
        if thread_id != self.desk.thread_id:
            await self.desk.open(thread_id)


def _thread_at(path: str) -> str | None:
    """The id of the thread that an address names, if it names one."""
    return unquote(path).removeprefix("/t/") if path.startswith("/t/") else None
