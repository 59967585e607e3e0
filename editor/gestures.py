"""What the canvas reports, and what it means on this page."""

from collections.abc import Callable
from typing import Any

from nicegui.events import GenericEventArguments

from editor.canvas import Canvas
from editor.desk import Desk
from editor.view import Sheet

Given = dict[str, Any]


class Gestures:
    """Binds the canvas's events to the desk."""

    def __init__(
        self,
        desk: Desk,
        sheet: Sheet,
        canvas: Canvas,
        pick_tool: Callable[[str], None],
        say_gone: Callable[[], None],
    ) -> None:
        self.desk, self.sheet, self.pick_tool, self.say_gone = desk, sheet, pick_tool, say_gone
        for name in (
            "point", "undo_point", "box", "stroke", "lasso", "key", "view", "uploads", "uploaded",
            "sketched", "navigated", "broken",
        ):  # fmt: skip
            canvas.on(name, self._handler(name))

    def _handler(self, name: str) -> Callable[[GenericEventArguments], Any]:
        act = getattr(self, name)
        return lambda event: act(event.args or {})

    async def point(self, given: Given) -> None:
        """Include or exclude what is there."""
        x, y = given["x"], given["y"]
        await self._mark((x, y), points_xy=[[x, y]], point_labels=[given["label"]])

    async def box(self, given: Given) -> None:
        """Find the object in a box."""
        x0, y0, x1, y1 = given["box_xyxy"]
        await self._mark(((x0 + x1) / 2, (y0 + y1) / 2), boxes_xyxy=[[x0, y0, x1, y1]])

    async def stroke(self, given: Given) -> None:
        """Paint into the mask, or out of it."""
        keys = ("points_xy", "radius_px", "erase")
        await self._mark(None, strokes=[{key: given[key] for key in keys}])

    async def lasso(self, given: Given) -> None:
        """Take what a closed line surrounds."""
        stroke = {"polygon_xy": given["polygon_xy"], "erase": given["erase"]}
        await self._mark(None, strokes=[stroke])

    async def _mark(self, at: tuple[float, float] | None, **args: Any) -> None:  # noqa: ANN401  # Region's fields
        if self.desk.busy:
            return
        self.sheet.marking()
        await self.desk.marks.add(at, **args)

    def undo_point(self, _given: Given) -> None:
        """The last point was the first half of a double click."""
        self.desk.marks.back()

    async def key(self, given: Given) -> None:
        """Do what a key stands for."""
        name, desk = given["name"], self.desk
        if name.startswith("tool:"):
            self.pick_tool(name.removeprefix("tool:"))
            return
        marks = desk.marks
        acts: dict[str, Callable[[], Any]] = {
            "undo": desk.undo,
            "redo": desk.redo,
            "approve": self._approve,
            "clear": marks.clear,
            "next": lambda: marks.turn_over(1),
            "previous": lambda: marks.turn_over(-1),
            "grow": lambda: marks.grow(1),
            "shrink": lambda: marks.grow(-1),
            "invert": marks.invert,
        }
        if act := acts.get(name):
            done = act()
            if hasattr(done, "__await__"):
                await done

    async def _approve(self) -> None:
        """Enter on the canvas: answer the open question, or go on to the words."""
        if self.desk.asks_mask:
            await self.desk.approve()
        elif self.desk.marks.shown:
            self.sheet.suggest("")

    def view(self, given: Given) -> None:
        """The photo is drawn in another size."""
        self.sheet.zoomed(given["zoom_percent"])

    def uploads(self, given: Given) -> None:
        """Files are on their way."""
        self.sheet.uploading(given["files"])

    async def uploaded(self, given: Given) -> None:
        """A file has arrived in the image store."""
        await self.sheet.arrived(given["image_id"], given["purpose"], given["path"])

    def sketched(self, given: Given) -> None:
        """A drawing has arrived in the image store."""
        self.sheet.sketched(given)

    async def navigated(self, given: Given) -> None:
        """The browser's back and forward."""
        await self.sheet.follow(given["path"])

    def broken(self, given: Given) -> None:
        """A picture could not be loaded; without the photo itself the stage says so."""
        head = self.desk.head
        if head and given.get("image_id") == head["image_id"]:
            self.say_gone()
        else:
            self.sheet.toast(self.sheet.words["broken_image"])
