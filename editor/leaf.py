"""The frame of every panel: a dialog with a title, a body and, if wanted, buttons below."""

from collections.abc import Generator
from contextlib import contextmanager

from nicegui import ui

from editor.tags import Tag, icon_button
from editor.words import Words


@contextmanager
def leaf(title: str, words: Words, *, css: str = "") -> Generator[ui.dialog]:
    """Open a panel whose body is what the block makes; it is gone once it is closed.

    Escape and a click beside it close it; the focus stays inside, and goes back afterwards.

    Args:
        title: its heading, and its name for screen readers.
        words: the page's strings.
        css: a class more: "small" for a question or two.
    """
    with ui.dialog().classes("pm-dialog") as dialog, Tag("div", css=f"leaf {css}".strip()):
        dialog.props["aria-label"] = title
        dialog.on("hide", dialog.delete)
        with Tag("header"):
            Tag("h2", title)
            icon_button("close", words["close"], dialog.close, keys="Esc")
        yield dialog
    dialog.open()
