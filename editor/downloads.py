"""The panel of the download: format, what is left out, what the file says about itself."""

from collections.abc import Mapping
from urllib.parse import quote, urlencode

from checkpoints.images import OwnerImages
from checkpoints.records import ImageInfo, file_name
from editor.choices import Radios
from editor.desk import Desk
from editor.leaf import leaf
from editor.preferences import Preferences
from editor.tags import Tag, button, icon
from editor.view import Sheet
from editor.words import Words
from errors import NotFound
from graph.state import Version

FORMATS = ("original", "png", "jpeg", "webp")
WITH_ALPHA = {"png", "webp"}
METADATA = ("keep", "no-gps", "none")


def open_download(desk: Desk, sheet: Sheet, version_id: str | None = None) -> None:
    """Ask how a version is to be saved; without an id, the head.

    Raises:
        NotFound: no photo is open, or the thread has no such version.
    """
    version = desk.version(version_id) if version_id else desk.head
    if version is None or desk.thread is None:
        known = ", ".join(v["version_id"] for v in desk.versions) or "none"
        raise NotFound(f"there is no version {version_id!r}", hint=f"this edit has: {known}")
    _Download(desk, sheet, version).build()


def address(
    thread_id: str, version_id: str, format: str, metadata: str, mask_id: str | None = None
) -> str:
    """Return the link of a download: format as in `FORMATS`, metadata as in `METADATA`.

    With `mask_id`, what the mask leaves out is transparent.
    """
    asked: dict[str, str] = {}
    if format != "original":
        asked["format"] = format
    if metadata != "keep":
        asked["strip_gps" if metadata == "no-gps" else "strip_all"] = "true"
    if mask_id:
        asked["mask_id"] = mask_id
    path = f"/threads/{quote(thread_id)}/versions/{quote(version_id)}/download"
    return f"{path}?{urlencode(asked)}" if asked else path


def saved_as(info: ImageInfo, format: str, metadata: str) -> str:
    """Return the file name that the download has.

    An upload as it came keeps its format, whichever it is. An edit of a format that is not
    written, or of a JPEG that has become transparent, is a PNG.
    """
    if format != "original":
        return file_name(info, format.upper())
    if info.parent_id is None and metadata == "keep":
        return info.name or f"{info.image_id[:8]}.{info.format.lower()}"
    lossy = info.format == "JPEG" and info.has_alpha
    written = info.format in ("JPEG", "PNG", "WEBP") and not lossy
    return file_name(info, info.format if written else "PNG")


class _Download:
    """The panel's state: what is chosen, and the link that follows it."""

    def __init__(self, desk: Desk, sheet: Sheet, version: Version) -> None:
        self.desk, self.sheet, self.version = desk, sheet, version
        images: OwnerImages = desk.images
        self.info = images.info(version["image_id"])
        marked = desk.marks.image_id == version["image_id"]
        self.mask_id = desk.marks.mask_id if marked else None
        self.cut = False
        kept: Preferences = sheet.preferences
        self.format, self.metadata = str(kept.format), str(kept.metadata)

    def build(self) -> None:
        words = self.sheet.words
        with leaf(words["download"], words) as dialog:
            with Tag("div", css="body"):
                self._build_file(words)
                if self.mask_id:
                    self._build_cut(words)
                answers = _answers(words, "format", FORMATS)
                self.formats = Radios(
                    words["download_format"], answers, self.format, self._take_format, css="two"
                )
                kinds = _answers(words, "metadata", METADATA)
                Radios(words["metadata"], kinds, self.metadata, self._take_metadata)
            with Tag("footer"):
                button(words["cancel"], dialog.close)
                self.link = Tag("a", css="btn primary", download="")
                with self.link:
                    icon("download")
                    Tag("span", words["download"])
        self.link.on("click", self._keep)
        self.link.on("click", dialog.close)
        self._follow()

    def _build_file(self, words: Words) -> None:
        info = self.info
        with Tag("div", css="file-facts"):
            Tag("img", src=f"/images/{info.image_id}?size=224", alt="", width=84, height=60)
            with Tag("div"):
                self.name = Tag("b")
                size = words["size_px"].format(width=info.width, height=info.height)
                called = self.sheet.version_name(self.version)
                Tag("span", f"{called} · {size}", css="how")

    def _build_cut(self, words: Words) -> None:
        with Tag("label", css="choice"):
            box = Tag("input", type="checkbox")
            Tag("b", words["only_selected"])
            Tag("small", words["only_selected_how"])
        box.on("change", lambda e: self._take_cut(bool(e.args)), js_handler=EMIT_CHECKED)

    def _take_cut(self, cut: bool) -> None:
        """Formats without transparency cannot be taken while it is on: PNG is taken instead."""
        self.cut = cut
        self.formats.allow(WITH_ALPHA if cut else set(FORMATS))
        if cut and self.format not in WITH_ALPHA:
            self.format = "png"
            self.formats.choose("png")
        self._follow()

    def _take_format(self, format: str) -> None:
        self.format = format
        self._follow()

    def _take_metadata(self, metadata: str) -> None:
        self.metadata = metadata
        self._follow()

    def _follow(self) -> None:
        """Bring the link and the file's name up to date."""
        mask_id = self.mask_id if self.cut else None
        thread_id, version_id = self.desk.thread_id or "", self.version["version_id"]
        link = address(thread_id, version_id, self.format, self.metadata, mask_id)
        self.link.props["href"] = link
        self.name.text = saved_as(self.info, self.format, self.metadata)

    def _keep(self) -> None:
        """Remember the choice, but not that of a cut-out: it was forced."""
        chosen = {} if self.cut else {"format": self.format}
        self.sheet.keep(metadata=self.metadata, **chosen)


def _answers(words: Words, kind: str, values: tuple[str, ...]) -> Mapping[str, tuple[str, str]]:
    keys = {value: f"{kind}_{value.replace('-', '_')}" for value in values}
    return {value: (words[key], words[f"{key}_how"]) for value, key in keys.items()}


EMIT_CHECKED = "(e) => emit(e.target.checked)"
