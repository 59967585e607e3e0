"""The stage: the photo on its canvas, the tools, the mask's bar; a welcome when it is empty."""

from functools import partial
from typing import Any

from nicegui import ui

from editor.canvas import Canvas
from editor.desk import Area
from editor.gestures import Gestures
from editor.samples import SAMPLES
from editor.sketch import Sketch
from editor.tags import TO_PHOTO, Tag, button, icon, icon_button
from editor.uploads import Uploads
from editor.view import View
from errors import EditError
from nodes.korean import told

TOOLS = (
    ("point", "P"),
    ("box", "B"),
    ("brush", "W, [ ]"),
    ("lasso", "L"),
    ("eraser", "E, [ ]"),
    ("hand", "H"),
)


class Stage(View):
    """The middle of the page."""

    areas = frozenset({"stage", "mask", "thread"})  # progress comes ten times a second: not "chat"

    def build(self) -> None:
        """Make the canvas and what lies over it."""
        words = self.words
        with Tag("div", css="table"):
            limit = self.desk.house.settings.max_upload_bytes
            self.canvas = Canvas(words=words, max_upload_bytes=limit)
            self.gestures = Gestures(
                self.desk, self.sheet, self.canvas, self.pick_tool, self.say_gone
            )
            self.welcome = Tag("div", css="welcome")
            with Tag("div", css="welcome", role="alert") as self.gone:
                Tag("p", words["broken_image"])
                button(words["try_again"], ui.navigate.reload, css="btn")
            with Tag("div", css="tools", role="toolbar", aria_label=words["tools"]) as self.tools:
                self._build_tools()
            self.bar = Tag("div", css="maskbar", role="group", aria_label=words["mask"])
            self.proof = Tag("button", css="proof", type="button", title=words["difference"])
            self.proof.on("click", lambda: self.desk.look("difference", None))
            self.view_bar = Tag("div", css="viewbar", role="status")
            self.busy = Tag("div", css="stagebusy", aria_hidden="true")
            with Tag("div", css="offline", role="status"):
                icon("offline")
                Tag("span", words["offline"])
            self.uploads = Uploads(words, self.desk.language)
            self.sketch = Sketch(self.canvas, self.view_bar, words, self._put_away)
        self._gone: str | None = None  # the image that could not be loaded
        self._welcomed: bool | None = None  # what the welcome says: that an edit is lost, or not
        self._filled: tuple[object, ...] = ()
        self._chips: list[Tag] = []
        self.draw(set(self.areas))

    def draw(self, areas: set[Area]) -> None:
        """Bring everything up to date with the desk."""
        if areas & {"stage", "thread"}:
            self._draw_photo()
            self._draw_view()
            self._draw_proof()
            self._draw_welcome()
        self._draw_mask()
        running = self.desk.busy
        self.busy.set_visibility(running)
        self.canvas.show(locked=running)

    # -- the photo ----------------------------------------------------------------------------

    def say_gone(self) -> None:
        """Say in the photo's place that it could not be loaded."""
        self._gone = self.desk.head["image_id"] if self.desk.head else None
        self._draw_photo()

    def _draw_photo(self) -> None:
        desk, view = self.desk, self.desk.view
        self.gone.set_visibility(desk.head is not None and desk.head["image_id"] == self._gone)
        against = desk.version(view.against) or desk.parent
        self.canvas.show(
            image=self._shown(desk.head),
            before=self._shown(desk.parent),
            compare=self._compared(against) if view.mode == "compare" else None,
        )
        if view.mode != "difference":
            self.canvas.show(difference=None)
        self.tools.set_visibility(desk.head is not None or self.sketch.open)

    def _shown(self, version: Any) -> dict[str, Any] | None:  # noqa: ANN401  # a Version or None
        if version is None:
            return None
        info = self.desk.images.info(version["image_id"])
        return {
            "image_id": info.image_id,
            "width": info.width,
            "height": info.height,
            "has_alpha": info.has_alpha,
        }

    def _compared(self, against: Any) -> dict[str, Any] | None:  # noqa: ANN401  # a Version or None
        shown, head = self._shown(against), self.desk.head
        if shown is None or head is None:
            return None
        name = self.sheet.version_name
        return {**shown, "before": name(against), "after": name(head)}

    def _draw_view(self) -> None:
        """Say what is shown instead of the photo alone, and how to end it."""
        desk, view, words = self.desk, self.desk.view, self.words
        if self.sketch.open:
            return
        self.view_bar.set_visibility(view.mode != "photo")
        self.view_bar.clear()
        if view.mode == "photo":
            return
        against = desk.version(view.against) or desk.parent
        with self.view_bar:
            said = Tag("span", words["finding"])
            button(words["end_view"], lambda: desk.look("photo", None), css="btn s")
        if view.mode == "compare":
            name = self.sheet.version_name(against) if against else ""
            said.text = words["compare_with"].format(name=name)
        else:
            self.sheet.later(self._measure(said))

    async def _measure(self, said: Tag) -> None:
        """Count what changed, from the stored pixels; no record is asked."""
        desk, words = self.desk, self.words
        try:
            found = await desk.difference()
        except EditError as error:
            said.text = told(desk.language, error.problem())[0]
            return
        if said.is_deleted or desk.view.mode != "difference":
            return
        counted = {"count": f"{found['changed_px']:,}", "outside": f"{found['outside_px']:,}"}
        key = "changed_px" if found["masked"] else "changed_px_whole"
        said.text = words[key].format(share=f"{100 * found['share']:.1f}", **counted)
        label = words["difference"]
        self.canvas.show(difference={"url": found["picture_url"] + "&size=2048", "label": label})

    def _draw_proof(self) -> None:
        head, words = self.desk.head, self.words
        count = head["outside_changed"] if head and head["mask_id"] else None
        self.proof.set_visibility(count is not None and self.desk.view.mode == "photo")
        self.proof.classes(toggle=None, add="some" if count else "", remove="" if count else "some")
        key = "outside_some" if count else "outside_zero"
        self.proof.text = words[key].format(count=count)

    def start_sketch(self) -> None:
        """Lay a white sheet on the stage, to draw on."""
        self.sketch.start()
        self.pick_tool("brush")
        self._draw_photo()
        self._draw_welcome()

    def _put_away(self) -> None:
        self.pick_tool("point")
        self.draw({"stage"})

    # -- tools and the mask -------------------------------------------------------------------

    def _build_tools(self) -> None:
        words = self.words
        self.tool_tags: dict[str, Tag] = {}
        for name, key in TOOLS:
            if name == "eraser":
                Tag("hr")
            pick = partial(self.pick_tool, name)
            self.tool_tags[name] = icon_button(
                name, words[f"tool_{name}"], pick, keys=key, data_tool=name
            )
        icon_button("close", words["clear"], self.desk.marks.clear, keys="Esc")
        self.pick_tool("point")

    def pick_tool(self, name: str) -> None:
        """Take a tool into the hand."""
        for each, tag in self.tool_tags.items():
            tag.props["aria-pressed"] = "true" if each == name else "false"
        self.canvas.show(tool=name)

    def _draw_mask(self) -> None:
        marks, desk = self.desk.marks, self.desk
        shown, region = marks.shown, marks.region
        drawn = {"rings": shown.rings, "quiet": marks.kept} if shown else {}
        mask = {"mask_id": marks.mask_id, **drawn} if shown else None
        at = marks.pending
        self.canvas.show(
            mask=mask,
            marks={k: region.get(k, []) for k in ("points_xy", "point_labels", "boxes_xyxy")},
            pending={"x": at[0], "y": at[1]} if at else None,
            candidates=len(shown.rows) if shown else 0,
        )
        asks = desk.asks_mask and not desk.busy
        wanted = shown or marks.problem or marks.pending or asks
        self.bar.set_visibility(bool(wanted) and not desk.busy and desk.head is not None)
        levels = [row["level"] for row in shown.rows] if shown else None
        finding = shown is None and at is not None
        filled = (asks, levels, finding, marks.problem)
        if filled != self._filled:  # else what has the focus, or is being pressed, stays
            self._filled, self._chips = filled, []
            self.bar.clear()
            with self.bar:
                self._fill_bar(asks)
        for index, chip in enumerate(self._chips):
            chip.props["aria-checked"] = "true" if shown and index == shown.chosen else "false"

    def _fill_bar(self, asks: bool) -> None:
        marks, words = self.desk.marks, self.words
        if marks.shown is None:
            problem = marks.problem
            hint = told(self.desk.language, problem)[0] if problem else words["finding"]
            if asks and not problem and not marks.pending:
                hint = words["ask_where_hint"]
            Tag("span", hint, css="hint bad" if problem else "hint", role="status")
        else:
            self._candidates()
            with Tag("span", css="group"):
                icon_button("minus", words["shrink"], partial(marks.grow, -1), keys="−")
                icon_button("plus", words["grow"], partial(marks.grow, 1), keys="+")
                icon_button("invert", words["invert"], marks.invert, keys="I")
                icon_button("undo", words["mask_back"], marks.back, css="ib hide-s")
            if marks.problem:
                said = told(self.desk.language, marks.problem)[0]
                Tag("span", said, css="hint bad", role="status")
        if not asks:
            return
        no = button(words["reject"], self.desk.reject, css="btn s hide-s")
        no.on("click", js_handler=TO_PHOTO)
        if marks.shown:
            with button("", self.desk.approve, css="btn s primary") as yes:
                Tag("span", words["approve"], css="hide-s")
                Tag("span", words["approve_short"], css="show-s")
            yes.on("click", js_handler=TO_PHOTO)

    def _candidates(self) -> None:
        shown = self.desk.marks.shown
        if shown is None or len(shown.rows) < 2:
            return
        with Tag("div", css="seg", role="radiogroup", aria_label=self.words["mask"]):
            for index, row in enumerate(shown.rows):
                choose = partial(self.desk.marks.choose, index)
                label = self.words[f"level_{row['level']}"]
                self._chips.append(button(label, choose, css="", role="radio"))

    # -- nothing here yet ---------------------------------------------------------------------

    def _draw_welcome(self) -> None:
        desk, words = self.desk, self.words
        empty = desk.head is None and not desk.busy and not self.sketch.open
        self.welcome.set_visibility(empty)
        lost = desk.lost is not None
        if not empty or lost == self._welcomed:  # a picture that is being clicked stays
            return
        self._welcomed = lost
        self.welcome.clear()
        with self.welcome:
            Tag("h1", words["lost_title"] if lost else words["welcome"])
            Tag("p", words["lost_how"] if lost else words["welcome_how"])
            key = "start_over" if lost else "choose_file"
            button(words[key], partial(self.sheet.pick_files, "new"), css="btn primary")
            Tag("h2", words["or_sample"])
            with Tag("div", css="gallery"):
                for sample in SAMPLES:
                    self._sample(sample.key, words[sample.words])

    def _sample(self, key: str, name: str) -> None:
        with Tag("button", type="button") as tag:
            Tag("img", src=f"/samples/{key}", alt="", loading="lazy", width=320, height=213)
            Tag("span", name)
        tag.on("click", partial(self.sheet.open_sample, key))
