"""The settings: what this browser remembers, what the server can do, and the keys."""

from functools import partial

from editor.checkup import fill, waiting
from editor.choices import listed, segments
from editor.desk import Desk
from editor.downloads import FORMATS, METADATA
from editor.leaf import leaf
from editor.tags import Tag
from editor.view import Sheet
from editor.words import Words

KEYS: tuple[tuple[str, tuple[str, ...]], ...] = (
    # key of words -> the keys of the keyboard, as they are printed on them
    ("key_point", ("P",)),
    ("key_box", ("B",)),
    ("key_brush", ("W",)),
    ("key_eraser", ("E",)),
    ("key_lasso", ("L",)),
    ("key_hand", ("H",)),
    ("key_brush_size", ("[", "]")),
    ("key_level", ("Tab",)),
    ("key_invert", ("I",)),
    ("key_approve", ("Enter",)),
    ("key_clear", ("Esc",)),
    ("key_undo", ("Ctrl", "Z")),
    ("key_redo", ("Ctrl", "Shift", "Z")),
    ("key_before", ("\\",)),
    ("key_fit", ("F",)),
    ("key_zoom", ("−", "+")),
)


def open_settings(desk: Desk, sheet: Sheet) -> None:
    """Show the settings; what the doctor knows comes a moment later."""
    words = sheet.words
    with leaf(words["settings"], words, css="settings"), Tag("div", css="body"):
        with Tag("section"):
            _appearance(sheet)
        with Tag("section"):
            _downloads(sheet)
        with Tag("div", css="found", aria_busy="true") as place:
            waiting(words)
        with Tag("p", words["read_more"] + " ", css="how"):
            Tag("a", "/docs", href="/docs", target="_blank", rel="noopener")
        with Tag("section"):
            _keys(words)
    sheet.later(fill(place, desk, sheet))


def _appearance(sheet: Sheet) -> None:
    words, kept = sheet.words, sheet.preferences
    languages = {
        "": words["language_browser"],
        "ko": words["language_ko"],
        "en": words["language_en"],
    }
    themes = {kind: words[f"theme_{kind}"] for kind in ("system", "light", "dark")}
    segments(
        words["language"], languages, kept.language or "",
        lambda value: sheet.keep(language=value or None),
    )  # fmt: skip
    segments(
        words["theme"], themes, kept.theme or "system",
        lambda value: sheet.keep(theme=None if value == "system" else value),
    )  # fmt: skip


def _downloads(sheet: Sheet) -> None:
    words, kept = sheet.words, sheet.preferences
    Tag("h3", words["downloads"])
    Tag("p", words["downloads_how"], css="how")
    formats = {value: words[f"format_{value}"] for value in FORMATS}
    kinds = {value: words[f"metadata_{value.replace('-', '_')}"] for value in METADATA}
    listed(words["download_format"], formats, kept.format, partial(_keep, sheet, "format"))
    listed(words["metadata"], kinds, kept.metadata, partial(_keep, sheet, "metadata"))


def _keep(sheet: Sheet, field: str, value: str) -> None:
    sheet.keep(**{field: value})


def _keys(words: Words) -> None:
    Tag("h3", words["shortcuts"])
    with Tag("dl", css="keys"):
        for key, caps in KEYS:
            with Tag("div"):
                Tag("dt", words[key])
                with Tag("dd"):
                    for cap in caps:
                        Tag("kbd", cap)
