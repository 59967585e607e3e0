"""The panels that give a thread its title and a version its name."""

from collections.abc import Awaitable, Callable

from nicegui.events import GenericEventArguments

from checkpoints.threads import NAME_LENGTH, TITLE_LENGTH
from editor.desk import Desk
from editor.leaf import leaf
from editor.tags import Tag, button
from editor.view import Sheet
from errors import NotFound


def open_rename_thread(desk: Desk, sheet: Sheet) -> None:
    """Ask for the open thread's title.

    Raises:
        NotFound: no thread is open.
    """
    thread = desk.thread
    if thread is None:
        raise NotFound("no edit is open", hint="open one from the list first")
    words, thread_id = sheet.words, thread["thread_id"]
    _ask(
        sheet, words["rename_thread"], words["title_label"], "", sheet.title(), (1, TITLE_LENGTH),
        words["title_length"], lambda title: desk.rename(thread_id, title),
    )  # fmt: skip


def open_name_version(desk: Desk, sheet: Sheet, version_id: str) -> None:
    """Ask for a version's name; an empty one takes it away.

    Raises:
        NotFound: the open thread has no such version.
    """
    version = desk.version(version_id)
    if version is None or desk.thread is None:
        raise NotFound(f"there is no version {version_id!r}", hint="choose one from the film strip")
    words, name = sheet.words, desk.thread["names"].get(version_id, "")
    _ask(
        sheet, words["name_version"], words["name_label"], words["name_version_how"], name,
        (0, NAME_LENGTH), words["name_length"], lambda name: desk.name_version(version_id, name),
    )  # fmt: skip


def _ask(
    sheet: Sheet,
    title: str,
    label: str,
    how: str,
    given: str,
    length: tuple[int, int],
    wrong: str,
    keep: Callable[[str], Awaitable[None]],
) -> None:
    """Ask for a line of text; one that is too short or too long is said so in place."""
    least, most = length
    with leaf(title, sheet.words, css="small") as dialog, Tag("form", css="body") as form:
        with Tag("label"):
            Tag("span", label, css="label")
            line = Tag("input", css="field", name_="text", autocomplete="off", autofocus="")
            # As an attribute: a `value` is written over what is typed at every drawing.
            line.props["^value"] = given
            line.on("focus", js_handler="(e) => e.target.select()")
        if how:
            Tag("p", how, css="how")
        problem = Tag("p", css="wrong", role="alert")
        problem.set_visibility(False)
        with Tag("div", css="ends"):
            button(sheet.words["cancel"], dialog.close)
            Tag("button", sheet.words["save"], css="btn primary", type="submit")

    async def send(event: GenericEventArguments) -> None:
        text = str(event.args).strip()
        if least <= len(text) <= most:
            dialog.close()
            await keep(text)
        else:
            problem.text = wrong.format(most=most)
            problem.set_visibility(True)

    form.on("submit", send, js_handler=SUBMIT)


SUBMIT = "(e) => { e.preventDefault(); emit(e.target.elements.text.value); }"
