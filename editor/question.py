"""The open question of a thread: is this the right area, or which variant is it to be?"""

from typing import Any, cast

from editor.desk import Desk
from editor.tags import TO_PHOTO, Tag, button
from editor.view import Sheet


class Question:
    """The question as a card at the end of the conversation."""

    def __init__(self, desk: Desk, sheet: Sheet) -> None:
        self.desk, self.sheet = desk, sheet
        self.box = Tag("div", css="it asking")
        self.yes: Tag | None = None
        self._drawn: dict[str, Any] | None = None

    def draw(self) -> None:
        """Show the question that is open, if one is and no turn runs."""
        asking = None if self.desk.busy else self.desk.asking
        if asking != self._drawn:
            self._drawn, self.yes = asking, None
            self.box.clear()
            if asking:
                with self.box:
                    self._ask(asking)
        self.box.set_visibility(asking is not None)
        self.see_mask()

    def see_mask(self) -> None:
        """Let the area be approved once there is one on the photo."""
        if self.yes:
            self.yes.props.set_bool("disabled", self.desk.marks.mask_id is None)

    def _ask(self, asking: dict[str, Any]) -> None:
        group = Tag("div", css="card ask", role="group", aria_label=self.sheet.words["question"])
        with group:
            Tag("p", str(asking["description"]))
            variants = asking["args"].get("variants")
            if variants:
                Variants(cast("list[dict[str, Any]]", variants), self.desk, self.sheet)
            else:
                self._ask_mask()

    def _ask_mask(self) -> None:
        words = self.sheet.words
        with Tag("div", css="ways"):
            self.yes = button(words["approve_short"], self.desk.approve, css="btn s primary")
            adjust = button(words["adjust"], None, css="btn s")
            adjust.on("click", lambda: self.sheet.toast(words["adjust_hint"]))
            no = button(words["reject"], self.desk.reject, css="btn s")
            for each in (self.yes, adjust, no):
                each.on("click", js_handler=TO_PHOTO)


class Variants:
    """Pictures to choose from: one large, all of them small below, one button that takes it."""

    def __init__(self, variants: list[dict[str, Any]], desk: Desk, sheet: Sheet) -> None:
        self.variants, self.desk, self.words = variants, desk, sheet.words
        self.at = 0
        self.large = Tag("img", css="large")
        label = self.words["variants"]
        with Tag("div", css="variants", role="group", aria_label=label) as strip:
            self.small = [self._small(i) for i in range(len(variants))]
        strip.on("keydown", self._turn, js_handler=ARROWS)
        with Tag("div", css="ways"):
            self.take = button("", self._choose, css="btn s primary")
            none = button(self.words["none_of_these"], desk.reject, css="btn s")
            for each in (self.take, none):
                each.on("click", js_handler=TO_PHOTO)
            Tag("span", css="grow")
            self.seed = Tag("span", css="muted")
        self._show(0)

    def _small(self, index: int) -> Tag:
        named = self.words["variant_number"].format(number=index + 1)
        drawn = Tag("button", css="variant", type="button", aria_label=named)
        with drawn:
            Tag("img", src=f"/images/{self.variants[index]['image_id']}?size=160", alt="")
            Tag("span", str(index + 1), css="number", aria_hidden="true")
        drawn.on("click", lambda: self._show(index))
        drawn.on("click", js_handler=TO_WAYS)
        return drawn

    def _show(self, index: int) -> None:
        self.at = index
        variant = self.variants[index]
        for i, drawn in enumerate(self.small):
            drawn.props["aria-pressed"] = "true" if i == index else "false"
        named = self.words["variant_number"].format(number=index + 1)
        self.large.props["src"] = f"/images/{variant['image_id']}?size=640"
        self.large.props["alt"] = named
        self.take.text = self.words["choose_this"].format(number=index + 1)
        self.seed.text = self.words["seed"].format(seed=variant.get("seed"))

    def _turn(self, event: Any) -> None:  # noqa: ANN401  # NiceGUI's event
        self._show((self.at + int(event.args)) % len(self.variants))

    async def _choose(self) -> None:
        await self.desk.choose(self.at)


TO_WAYS = """(e) => {
  e.currentTarget.closest(".variants").nextElementSibling.scrollIntoView({block: "nearest"});
}"""
"""Who reached up for a variant finds the button that takes it without scrolling back."""
ARROWS = """(e) => {
  const step = {ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1}[e.key];
  if (!step) return;
  e.preventDefault();
  const all = [...e.currentTarget.children];
  const at = all.indexOf(document.activeElement);
  all[(at + step + all.length) % all.length].focus();
  emit(step);
}"""
"""Arrow keys walk the pictures; the one that has the focus is the one shown."""
