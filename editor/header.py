"""The top bar: the name, the title, and what concerns the whole picture."""

from editor.desk import Area
from editor.tags import Tag, button, icon, icon_button
from editor.view import View


class Header(View):
    """The bar over everything."""

    areas = frozenset({"thread", "stage", "threads"})

    def build(self) -> None:
        """Make the bar."""
        words, desk, sheet = self.words, self.desk, self.sheet
        with Tag("header", css="top"):
            icon_button("menu", words["threads"], sheet.toggle_drawer, css="ib menu")
            with Tag("a", css="mark", href="/", aria_label="Pentimento") as mark:
                Tag("span", "Pentiment")
                Tag("i", "o")
            mark.on("click", lambda: desk.open(None), js_handler=PLAIN)
            self.title = Tag("button", css="title", type="button", title=words["rename"])
            self.title.on("click", lambda: sheet.show_panel("rename_thread"))
            Tag("span", css="grow")
            self.undo = icon_button("undo", words["undo"], desk.undo, keys="Ctrl+Z")
            self.redo = icon_button("redo", words["redo"], desk.redo, keys="Ctrl+Shift+Z")
            self.reset = icon_button("reset", words["reset"], desk.reset, css="ib hide-s")
            self.compare = icon_button("compare", words["compare"], self._compare, keys="\\")
            self.difference = icon_button("difference", words["difference"], self._difference)
            self.zoom = Tag("button", "", css="zoom", type="button")
            self.zoom.on("click", sheet.fit)
            badge = words["language_badge"]
            other = button(badge, self._switch, css="btn hide-s", title=words["switch_language"])
            other.props["aria-label"] = words["switch_language"]
            icon_button("settings", words["settings"], lambda: sheet.show_panel("settings"))
            self.download = Tag("button", css="btn", type="button", aria_label=words["download"])
            with self.download:
                icon("download").classes("show-s")
                Tag("span", words["download"], css="hide-s")
            self.download.on("click", lambda: sheet.show_panel("download"))
        self.draw(set(self.areas))

    def draw(self, areas: set[Area]) -> None:  # noqa: ARG002  # View's signature
        """Bring titles and states up to date."""
        desk, view = self.desk, self.desk.view
        self.title.text = self.sheet.title()
        self.title.set_visibility(desk.thread is not None)
        still = not desk.busy
        _enable(self.undo, still and desk.parent is not None)
        _enable(self.redo, still and desk.next is not None)
        _enable(self.reset, still and desk.parent is not None)
        for tag, mode in ((self.compare, "compare"), (self.difference, "difference")):
            _enable(tag, desk.parent is not None or view.mode == mode)
            tag.props["aria-pressed"] = "true" if view.mode == mode else "false"
        _enable(self.download, desk.head is not None)
        self.zoom.set_visibility(desk.head is not None)

    def show_zoom(self, percent: float) -> None:
        """Tell how large the photo is drawn."""
        self.zoom.text = f"{percent:.0f}%"
        self.zoom.props["aria-label"] = self.words["zoom"].format(percent=f"{percent:.0f}")

    def _compare(self) -> None:
        self.desk.look("photo" if self.desk.view.mode == "compare" else "compare", None)

    def _difference(self) -> None:
        self.desk.look("photo" if self.desk.view.mode == "difference" else "difference", None)

    def _switch(self) -> None:
        self.sheet.keep(language="en" if self.desk.language == "ko" else "ko")


PLAIN = """(e) => {
  if (e.metaKey || e.ctrlKey || e.shiftKey || e.button) return;
  e.preventDefault();
  emit();
}"""
"""A link that is followed in the page; with a modifier it opens a tab of its own, as links do."""


def _enable(tag: Tag, enabled: bool) -> None:
    tag.props.set_bool("disabled", not enabled)
