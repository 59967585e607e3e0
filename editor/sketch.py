"""The white sheet: a drawing that a new picture is to follow."""

from collections.abc import Callable

from editor.canvas import Canvas
from editor.tags import Tag, button
from editor.words import Words

SHEET_PX = {"width": 768, "height": 576}


class Sketch:
    """Takes the stage for a drawing, and gives it back.

    Args:
        canvas: of the stage.
        bar: where its buttons go, over the canvas.
        ended: called once the sheet is put away, drawn on or not.
    """

    def __init__(self, canvas: Canvas, bar: Tag, words: Words, ended: Callable[[], None]) -> None:
        self.canvas, self.bar, self.words, self.ended = canvas, bar, words, ended
        self.open = False

    def start(self) -> None:
        """Lay the sheet on the stage."""
        self.open = True
        self.canvas.show(sketch=SHEET_PX, tool="brush", brush_px=4)
        self.bar.clear()
        with self.bar:
            Tag("span", self.words["sketch_how"])
            button(self.words["sketch_clear"], self.canvas.clear_sketch, css="btn s")
            button(self.words["sketch_cancel"], self.stop, css="btn s")
            button(self.words["sketch_done"], self.canvas.finish_sketch, css="btn s primary")
        self.bar.set_visibility(True)

    def stop(self) -> None:
        """Put the sheet away."""
        self.open = False
        self.canvas.show(sketch=None)
        self.ended()
