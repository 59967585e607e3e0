"""A small menu at a button: made when it is opened, gone when it is closed."""

import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from nicegui import ui

from editor.tags import Tag, icon


@dataclass(frozen=True)
class Item:
    """One line of a menu; `act` may be async."""

    icon: str
    text: str
    act: Callable[[], Any]
    css: str = ""


def open_menu(anchor: Tag, label: str, items: Sequence[Item]) -> None:
    """Open a menu at `anchor`; arrows walk it, Escape gives the focus back to the anchor.

    Args:
        anchor: the button that it hangs at.
        label: what a screen reader calls the menu.
        items: its lines, top to bottom.
    """
    with anchor:
        menu = ui.menu().classes("pm-dialog pm-menu").props("no-parent-event auto-close")
    menu.props["aria-label"] = label
    with menu, Tag("div", css="items", role="none") as lines:
        for item in items:
            _line(item, first=item is items[0])
    lines.on("keydown", js_handler=WALK)
    menu.on("hide", menu.delete)
    menu.open()


def _line(item: Item, *, first: bool) -> None:
    begins = "" if first else None  # the focus goes there when the menu opens
    with Tag("button", css=item.css, type="button", role="menuitem", data_autofocus=begins) as tag:
        icon(item.icon)
        Tag("span", item.text)
    # The menu is gone before a slow act ends: it runs in the page's own slot.
    tag.on("click", partial(_run, tag, item.act))


async def _run(tag: Tag, act: Callable[[], Any]) -> None:
    with tag.client:
        ending = act()
        if inspect.isawaitable(ending):
            await ending


WALK = """(e) => {
  const step = {ArrowDown: 1, ArrowUp: -1}[e.key];
  if (!step) return;
  e.preventDefault();
  const lines = [...e.currentTarget.querySelectorAll("button")];
  const at = lines.indexOf(document.activeElement);
  lines[(at + step + lines.length) % lines.length].focus();
}"""
