"""Where a person writes: suggestions, photos kept beside, the text, and what goes along with it."""

import json
from typing import Any

from editor.desk import Area
from editor.suggestions import Situation, possible_with, situation_of, suggestions
from editor.tags import Tag, icon, icon_button
from editor.view import View
from nodes.receive import TEXT_LIMIT

NEAR_LIMIT = 200  # characters left, from where the counter is shown


class Composer(View):
    """The box under the conversation."""

    areas = frozenset({"chat", "mask", "tray", "thread"})

    def build(self) -> None:
        """Make the rows of the box."""
        words = self.words
        self._sent: str | None = None
        self._situation: Situation | None = None
        self._tray: tuple[list[str], str | None] = ([], None)
        self._possible = possible_with(self.desk.house.engines)
        with Tag("div", css="say"):
            self.tips = Tag("div", css="tips", role="group", aria_label=words["suggestions"])
            self.tray = Tag("div", css="tray", role="group", aria_label=words["tray"])
            with Tag("div", css="box") as self.box:
                self._build_along()
                self._build_field()
                with Tag("div", css="acts"):
                    add = lambda: self.sheet.pick_files("attach")  # noqa: E731  # one button's own
                    icon_button("photo", words["add_photo"], add)
                    self._build_send()
        self.draw(set(self.areas))

    def draw(self, areas: set[Area]) -> None:
        """Bring the box up to date."""
        if areas & {"chat", "thread"}:
            self._draw_send()
        if areas & {"tray", "thread"}:
            self._draw_tray()
        self.along.set_visibility(self.desk.marks.mask_id is not None and not self.desk.asking)
        self._draw_tips()

    def set_text(self, text: str) -> None:
        """Put words into the field, ready to be changed or sent; "" only goes there."""
        self._run(f"if ({json.dumps(text)}) field.put({json.dumps(text)}); field.focus();")

    # -- making -------------------------------------------------------------------------------

    def _build_along(self) -> None:
        words = self.words
        with Tag("div", css="along") as self.along, Tag("span", css="chip on"):
            icon("point")
            Tag("span", words["pointed_along"])
            icon_button("close", words["clear"], self.desk.marks.clear, css="x")

    def _build_field(self) -> None:
        words = self.words
        self.field = Tag(
            "textarea",
            rows=1,
            placeholder=words["say_what"],
            aria_label=words["say_what"],
            enterkeyhint="send",
            data_thread=self.desk.thread_id or "new",
            data_limit=TEXT_LIMIT,
            data_near=NEAR_LIMIT,
        )
        self.field.on("vnodeMounted", js_handler=FIELD)
        self.field.on("input", js_handler="(e) => e.target.keep()")
        self.field.on("keydown", self._heard, js_handler=KEYS)

    def _build_send(self) -> None:
        with Tag("button", css="send", type="button") as self.send:
            self._arrow, self._square = icon("send"), icon("stop")
        self.send.on("click", self._pressed, js_handler=PRESS)
        self._draw_send()

    # -- drawing ------------------------------------------------------------------------------

    def _draw_send(self) -> None:
        desk = self.desk
        label = self.words["stop" if desk.busy else "send"]
        self.send.props["aria-label"] = self.send.props["title"] = label
        self.send.props["data-does"] = "stop" if desk.busy else "send"
        self.send.props.set_bool("disabled", bool(desk.working and desk.working.cancelling))
        self._arrow.set_visibility(not desk.busy)
        self._square.set_visibility(desk.busy)
        if self._sent and desk.working and desk.working.text == self._sent:
            self._taken()
        thread = desk.thread_id or "new"
        if self.field.props["data-thread"] != thread:
            self.field.props["data-thread"] = thread
            self._run(f"field.stand({json.dumps(thread)});")

    def _draw_tips(self) -> None:
        """Draw the suggestions again only when they are others: what is aimed at stays put."""
        now = situation_of(self.desk)
        if now == self._situation:
            return
        self._situation = now
        self.tips.clear()
        with self.tips:
            for key in suggestions(now, self._possible):
                self._draw_tip(self.words[key])

    def _draw_tip(self, said: str) -> None:
        Tag("button", said, type="button").on("click", lambda: self.set_text(said))

    def _draw_tray(self) -> None:
        desk = self.desk
        images = list(desk.thread["images"]) if desk.thread else []
        if (images, desk.with_image) == self._tray:
            return
        self._tray = (images, desk.with_image)
        self.tray.clear()
        with self.tray:
            for number, image_id in enumerate(images, 1):
                self._draw_kept(number, image_id)

    def _draw_kept(self, number: int, image_id: str) -> None:
        words, desk = self.words, self.desk
        along = desk.with_image == image_id
        name = desk.images.info(image_id).name or words["photo_number"].format(number=number)
        with Tag("div", css="kept"):
            label = words["take_along"].format(name=name)
            pressed = {"aria_pressed": "true" if along else "false"}
            with Tag(
                "button", css="thumb", type="button", aria_label=label, title=label, **pressed
            ) as thumb:
                Tag("img", src=f"/images/{image_id}?size=160", alt="")
            thumb.on("click", lambda: desk.take_along(None if along else image_id))
            if along:
                Tag("span", words["goes_along"], css="along-now", aria_hidden="true")
            edit, forget = words["edit_this"].format(name=name), words["forget"].format(name=name)
            icon_button("pencil", edit, lambda: desk.edit_instead(image_id), css="x")
            icon_button("close", forget, lambda: desk.detach(image_id), css="x")

    # -- sending ------------------------------------------------------------------------------

    async def _heard(self, event: Any) -> None:  # noqa: ANN401  # NiceGUI's event
        await self._send(str(event.args))

    async def _pressed(self, event: Any) -> None:  # noqa: ANN401  # NiceGUI's event
        if event.args["does"] == "stop":
            await self.desk.cancel()
        else:
            await self._send(str(event.args["text"]))

    async def _send(self, text: str) -> None:
        """Send what was written; the field keeps it until the turn has begun."""
        text = text.strip()
        if not text:
            return
        if self.desk.busy or self._sent is not None:
            self.sheet.toast(self.words["busy_now"])
        elif len(text) > TEXT_LIMIT:
            too_long = self.words["too_long"].format(count=len(text), limit=TEXT_LIMIT)
            self.sheet.toast(too_long)
        else:
            self._sent = text
            try:
                await self.desk.say(text)
                if self._sent and not self.desk.failures:
                    self._taken()
            finally:
                self._sent = None  # or nothing could be sent any more

    def _taken(self) -> None:
        self._run(f"field.taken({json.dumps(self._sent)});")
        self._sent = None

    def _run(self, code: str) -> None:
        """Run code in the browser with `field` at hand; it waits until the page has drawn it."""
        found = f"document.getElementById('{self.field.html_id}')"
        script = f"{{ const field = {found}; if (field?.put) {{ {code} }} }}"
        self.field.client.run_javascript(script)


FIELD = """(v) => {
  const field = v.el, box = field.closest(".box");
  const key = () => "pm-draft:" + field.dataset.thread;
  const stored = () => { try { return sessionStorage.getItem(key()) || ""; } catch { return ""; } };
  field.keep = () => {
    field.style.height = "auto";
    field.style.height = Math.min(field.scrollHeight, 180) + "px";
    field.style.overflowY = field.scrollHeight > 180 ? "auto" : "hidden";
    const length = [...field.value.trim()].length, limit = +field.dataset.limit;
    box.dataset.count = length > limit - field.dataset.near ? length + " / " + limit : "";
    box.dataset.over = length > limit ? "1" : "";
    box.dataset.empty = length ? "" : "1";
    try {
      if (field.value) sessionStorage.setItem(key(), field.value);
      else sessionStorage.removeItem(key());
    } catch { /* a private window without storage: the draft lives in the field only */ }
  };
  field.put = (text) => { field.value = text; field.keep(); };
  field.taken = (text) => { if (field.value.trim() === text) field.put(""); };
  field.stand = (thread) => {
    const typed = field.dataset.from === "new" ? field.value : "";
    if (typed) try { sessionStorage.removeItem("pm-draft:new"); } catch { /* as above */ }
    field.dataset.from = field.dataset.thread = thread;
    field.put(typed || stored());
  };
  field.dataset.from = field.dataset.thread;
  field.put(stored());
}"""
"""A draft survives a reload; what is typed before a thread has begun goes with it."""

KEYS = """(e) => {
  if (e.key !== "Enter" || e.shiftKey || e.isComposing || e.keyCode === 229) return;
  e.preventDefault();
  if (e.repeat || !e.target.value.trim()) return;
  document.querySelector(".log")?.dispatchEvent(new Event("to-end"));
  emit(e.target.value);
}"""
"""Enter ends a Korean syllable that is being composed (229), and must not send it then."""

PRESS = """(e) => {
  const field = e.currentTarget.closest(".box").querySelector("textarea");
  if (e.currentTarget.dataset.does === "send" && !field.value.trim()) return field.focus();
  document.querySelector(".log")?.dispatchEvent(new Event("to-end"));
  emit({does: e.currentTarget.dataset.does, text: field.value});
}"""
