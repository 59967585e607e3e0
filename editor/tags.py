"""Plain HTML elements: text is text and never markup, whoever wrote it."""

from collections.abc import Callable
from typing import Any

from nicegui.elements.mixins.text_element import TextElement

ICONS: dict[str, tuple[str, ...]] = {
    # our own drawings on a 24 px grid, stroked; each string is one path
    "undo": ("M9 14 4 9l5-5M4 9h10a6 6 0 0 1 0 12h-3",),
    "redo": ("m15 14 5-5-5-5M20 9H10a6 6 0 0 0 0 12h3",),
    "reset": ("M4 4v6h6", "M4.8 15a8 8 0 1 0 1-8.3L4 10"),
    "compare": ("M12 3v18M4 5h8v14H4zM16 5h4v14h-4",),
    "difference": ("M4 5h16v14H4z", "M8 12h8M12 8v8"),
    "point": ("M12 8.8a3.2 3.2 0 1 0 0 6.4a3.2 3.2 0 1 0 0-6.4", "M12 3v4M12 17v4M3 12h4M17 12h4"),
    "box": ("M4 4h4M4 4v4M20 4h-4M20 4v4M4 20h4M4 20v-4M20 20h-4M20 20v-4",),
    "brush": ("M14 4l6 6-8 8H6v-6zM4 21h8",),
    "lasso": (
        "M12 4c5 0 8 2.6 8 5.6S17 15 12 15 4 12.6 4 9.6 7 4 12 4z",
        "M8 14c-1 2 0 4 2 4s2 2 1 3",
    ),
    "eraser": ("M9 20h11M5 16l9-10 6 5-8 9H9z",),
    "hand": (
        "M8 12V6a1.5 1.5 0 0 1 3 0v5V4.5a1.5 1.5 0 0 1 3 0V11V6a1.5 1.5 0 0 1 3 0v8a6 6 0 0 1-6 6",
        "M11 20c-3 0-4-1.5-6-5l-1-2a1.5 1.5 0 0 1 2.6-1.4L8 14",
    ),
    "close": ("M6 6l12 12M18 6 6 18",),
    "photo": ("M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4",),
    "send": ("M12 19V5M6 11l6-6 6 6",),
    "stop": ("M7 7h10v10H7z",),
    "download": ("M12 4v11M7 11l5 5 5-5M4 20h16",),
    "plus": ("M12 5v14M5 12h14",),
    "minus": ("M5 12h14",),
    "invert": ("M12 4a8 8 0 1 0 0 16zM12 4a8 8 0 0 1 0 16",),
    "settings": (
        "M4 7h10M18 7h2M4 17h2M10 17h10",
        "M14 7a2 2 0 1 0 4 0a2 2 0 1 0-4 0",
        "M6 17a2 2 0 1 0 4 0a2 2 0 1 0-4 0",
    ),
    "more": ("M5 12h.01M12 12h.01M19 12h.01",),
    "pencil": ("M4 20l1-4L16 5l3 3L8 19z",),
    "trash": ("M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13",),
    "menu": ("M4 7h16M4 12h16M4 17h16",),
    "strip": ("M3 6h18v12H3zM9 6v12M15 6v12",),
    "check": ("M5 12l5 5 9-10",),
    "spark": ("M12 4l1.8 6.2L20 12l-6.2 1.8L12 20l-1.8-6.2L4 12l6.2-1.8z",),
    "search": ("M11 4a7 7 0 1 0 0 14a7 7 0 1 0 0-14M16 16l4 4",),
    "out": ("M8 16 17 7M9 7h8v8",),
    "warn": ("M12 4l9 16H3z", "M12 10v4M12 17h.01"),
    "fit": ("M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5",),
    "offline": ("M3 3l18 18", "M5 12a10 10 0 0 1 4-2.5M8.5 15.5a5 5 0 0 1 5-1M12 19h.01"),
}

TO_PHOTO = """() => {
  const photo = document.querySelector(".pc-host");
  photo?.scrollIntoView({block: "nearest"});
  photo?.focus({preventScroll: true});
}"""
"""For a button that goes when it has been pressed: the focus must not go with it."""


class Tag(TextElement):
    """One HTML element; attributes are set as values, so nothing in them is parsed."""

    def __init__(self, name: str, text: str = "", *, css: str = "", **attributes: Any) -> None:  # noqa: ANN401  # HTML attribute values
        super().__init__(tag=name, text=text)
        if css:
            self.classes(css)
        with self.props.suspend_updates():
            for key, value in attributes.items():
                if value is not None:
                    self.props[key.rstrip("_").replace("_", "-")] = value


def icon(name: str) -> Tag:
    """Draw an icon; it says nothing to a screen reader, its button does."""
    svg = Tag("svg", viewBox="0 0 24 24", aria_hidden="true", focusable="false")
    with svg:
        for path in ICONS[name]:
            Tag("path", d=path)
    return svg


def icon_button(
    name: str,
    label: str,
    pressed: Callable[..., Any] | None = None,
    *,
    css: str = "ib",
    keys: str = "",
    **attributes: Any,  # noqa: ANN401  # HTML attribute values
) -> Tag:
    """Draw a button with an icon only; `keys` is shown beside the label in its tooltip."""
    title = f"{label} ({keys})" if keys else label
    drawn = Tag("button", css=css, type="button", aria_label=label, title=title, **attributes)
    with drawn:
        icon(name)
    if pressed:
        drawn.on("click", pressed)
    return drawn


def button(
    text: str,
    pressed: Callable[..., Any] | None = None,
    *,
    css: str = "btn",
    **attributes: Any,  # noqa: ANN401  # HTML attribute values
) -> Tag:
    """Draw a button with words."""
    drawn = Tag("button", text, css=css, type="button", **attributes)
    if pressed:
        drawn.on("click", pressed)
    return drawn
