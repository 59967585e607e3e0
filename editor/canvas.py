"""The canvas: shows a photo, its mask and marks, and tells what the person does there.

State comes down as properties, gestures go up as events; Python owns the region. Coordinates are
(x, y) pixels of the image from the top left; the middle of the first pixel is (0.5, 0.5).

Events, as `canvas.on(name, handler)` gets them in `event.args`:
    point       {x, y, label}: label 1 = include, 0 = exclude
    undo_point  the last point was the first click of a double click, which fits the photo
    box         {box_xyxy}
    stroke      {points_xy, radius_px, erase}; several where the line left the photo
    lasso       {polygon_xy, erase}
    key         {name}: undo, redo, approve, clear, next, previous, grow, shrink, invert, tool:NAME
    brush       {brush_px}
    view        {zoom_percent}: 100 = one image pixel is one pixel of the screen
    shown       {mask_id, ms}: a mask is on the screen; ms since its gesture, or null
    uploads     {files: [{key, name, size, sent, state, code, message, hint}]}, of one batch; state
                is waiting, sending, done, failed (network, server) or refused (the file's fault)
    uploaded    {image_id, name, width, height, purpose, path}: "new" or "attach"; path is that of
                the edit it was chosen for, "/" for a new one
    sketched    {image_id}, or {image_id: null, code, message, hint}
    broken      {image_id}: it could not be loaded
    navigated   {path}: the browser went back or forward
"""

from collections.abc import Mapping
from typing import Any, cast

from nicegui.element import Element
from typing_extensions import TypedDict, Unpack

from errors import InvalidRequest
from imaging.contour import packed

CANVAS_WORDS = (
    "canvas",  # what the photo with its tools is called
    "canvas_empty",
    "canvas_sketch",
    "canvas_mask_shown",
    "canvas_divider",
    "drop",
    "drop_hint",
    "drop_beside",
    "too_large",  # may hold {size} and {limit}, in MB
    "too_large_hint",
    "network",
    "network_hint",
)
"""The keys of the words that the canvas says itself."""

ACCEPT = (
    "image/jpeg", "image/png", "image/webp", "image/tiff", "image/bmp", "image/gif", "image/heic",
    "image/heif", "image/avif", ".heic", ".heif", ".avif", ".tif", ".tiff",
)  # fmt: skip
"""What the file dialog offers: the formats that the codec reads."""


class Shown(TypedDict, total=False):
    """What `Canvas.show` takes; see there."""

    image: Mapping[str, Any] | None
    before: Mapping[str, Any] | None
    compare: Mapping[str, Any] | None
    difference: Mapping[str, Any] | None
    sketch: Mapping[str, Any] | None
    mask: Mapping[str, Any] | None
    marks: Mapping[str, Any] | None
    pending: Mapping[str, Any] | None
    tool: str
    brush_px: float
    locked: bool
    candidates: int
    insets: Mapping[str, float]
    words: Mapping[str, str]
    accept: list[str]
    max_upload_bytes: int


class Canvas(Element, component="canvas.js", dependencies=["canvas_*.js"]):
    """The canvas of one page; it fills its parent, which has a position.

    Args:
        words: has at least the keys in CANVAS_WORDS.
        room: {left, top, right, bottom} in css px that a fitted photo leaves free; without it,
            the padding that the page's CSS gives `.pc-host`.
        max_upload_bytes: files above it are refused before they are sent.
    """

    def __init__(
        self,
        *,
        words: Mapping[str, str],
        room: Mapping[str, float] | None = None,
        max_upload_bytes: int = 50_000_000,
    ) -> None:
        super().__init__()
        self.show(
            words=words,
            insets=room or {},
            tool="point",
            brush_px=24,
            accept=list(ACCEPT),
            max_upload_bytes=max_upload_bytes,
        )

    def show(self, **shown: Unpack[Shown]) -> None:
        """Change what is shown; what is not named stays, and nothing is sent for equal values.

        Args:
            **shown: any of
                image: {image_id, width, height, has_alpha}; None = none.
                before: {image_id, width, height}: shown whole while a key is held.
                compare: the same with `before` and `after`, two short labels: a divider.
                difference: {url, label}: a picture in the photo's place.
                sketch: {width, height}: a white sheet in the photo's place.
                mask: {mask_id, rings, quiet}, rings as `imaging.contour.outline` gives them;
                    quiet: its border only, so that what was done there is seen.
                marks: {points_xy, point_labels, boxes_xyxy}.
                pending: {x, y}: where a mask is being computed.
                tool: "point", "box", "brush", "eraser", "lasso" or "hand".
                brush_px: the brush's radius in image px.
                locked: gestures are refused; panning and zooming are not.
                candidates: from 2 on, Tab on the canvas means the next one.
                insets: as `room`. words, accept, max_upload_bytes: as at first.
        """
        with self._props.suspend_updates():
            changes = {key: _sent(key, value) for key, value in shown.items()}
            new = {k: v for k, v in changes.items() if k not in self._props or self._props[k] != v}
            self._props.update(new)
        if new:
            self.update()

    def fit(self) -> None:
        """Fit the photo into the room."""
        self.run_method("fit")

    def zoom(self, factor: float) -> None:
        """Zoom in (factor > 1) or out, at the middle."""
        self.run_method("zoom", factor)

    def hold(self, on: bool) -> None:
        """Show `before` whole, or end that: what the held key does."""
        self.run_method("hold", on)

    def focus(self) -> None:
        """Give the canvas the keyboard."""
        self.run_method("focus")

    def pick_files(self, purpose: str) -> None:
        """Open the browser's file dialog; `uploaded` tells `purpose`, "new" or "attach", again."""
        self.run_method("pick_files", purpose)

    def finish_sketch(self) -> None:
        """Upload the sheet as a PNG; `sketched` follows."""
        self.run_method("finish_sketch")

    def clear_sketch(self) -> None:
        """Make the sheet white again."""
        self.run_method("clear_sketch")

    def push_path(self, path: str) -> None:
        """Go to a path in the address bar without loading it; back leads here again."""
        self.run_method("push_path", path)

    def replace_path(self, path: str) -> None:
        """Correct the path in the address bar."""
        self.run_method("replace_path", path)


def _sent(key: str, value: object) -> object:
    """Return a property as the browser gets it: rings as short text, of the words only its own."""
    if value is None or key not in ("mask", "words"):
        return value
    given = cast(Mapping[str, Any], value)
    if key == "words":
        return _own_words(given)
    return {**given, "rings": packed(given["rings"])}


def _own_words(given: Mapping[str, str]) -> dict[str, str]:
    missing = [word for word in CANVAS_WORDS if word not in given]
    if missing:
        raise InvalidRequest(f"words lack {', '.join(missing)}", hint="see CANVAS_WORDS")
    return {word: given[word] for word in CANVAS_WORDS}
