"""One row of the list: a link to the thread, its menu, and its title when it is renamed."""

from nicegui.events import GenericEventArguments

from checkpoints.threads import TITLE_LENGTH, ThreadCard
from editor.desk import Desk
from editor.header import PLAIN
from editor.menus import Item, open_menu
from editor.tags import Tag, icon, icon_button
from editor.view import Sheet


class ThreadRow:
    """A thread in the list."""

    def __init__(self, thread_id: str, desk: Desk, sheet: Sheet) -> None:
        self.thread_id, self.desk, self.sheet = thread_id, desk, sheet
        self._shown: tuple[object, ...] = ()
        self._title = ""
        self._input: Tag | None = None
        with Tag("li", css="th") as self.item:
            with Tag("a", css="go", href=f"/t/{thread_id}") as self.link:
                self.picture = Tag("span", css="pic")
                self.title, self.told = Tag("b"), Tag("small")
            self.more = icon_button("more", "", self._open_menu, css="ib dots")
        self.more.props["aria-haspopup"] = "menu"
        self.link.on("click", lambda: desk.open(thread_id), js_handler=PLAIN)

    def show(self, card: ThreadCard, title: str, told: str, is_open: bool) -> None:
        """Bring the row up to date, if anything of it changed."""
        image_id = card["image_id"]
        now = (image_id, title, told, is_open)
        if now == self._shown:
            return
        if not self._shown or self._shown[0] != image_id:
            self._draw_picture(image_id)
        self._shown, self._title = now, title
        self.title.text, self.told.text = title, told
        self.title.props["title"] = title
        self.item.classes(add="on" if is_open else "", remove="" if is_open else "on")
        self.link.props.set_optional("aria-current", "page" if is_open else None)
        label = self.sheet.words["thread_menu"].format(title=title)
        self.more.props["aria-label"] = self.more.props["title"] = label

    def _draw_picture(self, image_id: str | None) -> None:
        self.picture.clear()
        with self.picture:
            if image_id is None:
                icon("photo")
                return
            Tag(
                "img", src=f"/images/{image_id}?size=96", alt="", loading="lazy",
                decoding="async", width=46, height=46,
            )  # fmt: skip

    def _open_menu(self) -> None:
        words = self.sheet.words
        items = [
            Item("pencil", words["rename"], self.rename),
            Item("trash", words["delete"], self._delete, css="danger"),
        ]
        open_menu(self.more, words["thread_menu"].format(title=self._title), items)

    async def _delete(self) -> None:
        desk, words, thread_id = self.desk, self.sheet.words, self.thread_id
        was_open, failures = desk.thread_id == thread_id, len(desk.failures)

        async def undo() -> None:
            await desk.restore(thread_id)
            if was_open and desk.thread_id is None:
                await desk.open(thread_id)

        await desk.trash(thread_id)
        if len(desk.failures) <= failures:
            said = words["deleted"].format(title=self._title)
            self.sheet.toast(said, words["undo_delete"], undo)
            self.more.client.run_javascript(TO_LIST)

    # -- the title in place ---------------------------------------------------------------------

    def rename(self) -> None:
        """Let the person type another title; Enter or leaving keeps it, Escape does not."""
        if self._input:
            return
        with self.item:
            self._input = Tag(
                "input", css="search renaming", type="text", maxlength=TITLE_LENGTH,
                aria_label=self.sheet.words["rename_thread"],
            )  # fmt: skip
        self.item.classes(add="editing")
        self._input.on("keydown", self._typed, js_handler=KEYS)
        self._input.on("blur", self._typed, js_handler="(e) => emit(e.target.value)")
        # As an attribute: a `value` is written over what is typed at every drawing.
        self._input.props["^value"] = self._title
        self.item.client.run_javascript(SELECT.replace("ID", self._input.html_id))

    async def _typed(self, event: GenericEventArguments) -> None:
        """Take the title, or None for Escape; the blur that follows a key finds no input."""
        if self._input is None:
            return
        self._input.delete()
        self._input = None
        self.item.classes(remove="editing")
        title = str(event.args or "").strip()
        if title and title != self._title:
            await self.desk.rename(self.thread_id, title)


KEYS = """(e) => {
  if (e.isComposing) return;
  if (e.key === "Enter" || e.key === "Escape") {
    e.preventDefault();
    e.stopPropagation();
    emit(e.key === "Enter" ? e.target.value : null);
  }
}"""
"""Enter while Hangul is still composed ends the syllable and not the title."""

TO_LIST = "document.querySelector('nav.threads button')?.focus({preventScroll: true})"
"""The row is gone, and its button with it: to the head of the list."""

SELECT = "setTimeout(() => document.getElementById('ID')?.select(), 60)"
"""After the menu, which gives the focus back to its button."""
