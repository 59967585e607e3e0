"""The panel that makes a new picture from words: how many, how large, along which lines."""

from collections.abc import Mapping
from typing import Any

from editor.desk import Desk
from editor.leaf import leaf
from editor.problems import card
from editor.tags import Tag, button
from editor.view import Sheet
from editor.words import Words
from engines.protocols import Card, GuideKind
from errors import InvalidRequest
from nodes.draft import MOST_VARIANTS, SEEDS
from nodes.generate import SIDE_PX

PROMPT_LIMIT = 1500  # the sentence around it has to fit into a turn's text, too
SHAPES = {"square": 1.0, "landscape": 3 / 2, "portrait": 2 / 3, "wide": 16 / 9}
"""Key of words -> width over height."""


def open_generate(desk: Desk, sheet: Sheet, sketch: str | None = None, prompt: str = "") -> None:
    """Open the panel; `sketch` is the image id of a drawing that was just made."""
    words = sheet.words
    cards = [desk.house.engines.card(name) for name in desk.house.engines.names("generate")]
    with leaf(words["generate"], words, css="making") as dialog, Tag("div", css="body"):
        if cards:
            _Form(desk, sheet, cards, dialog.close).build(sketch, prompt)
        else:
            _nothing_installed(desk, sheet)


def take_sketch(desk: Desk, sheet: Sheet, image_id: str) -> None:
    """Go on with a drawing that was made on the canvas."""
    open_generate(desk, sheet, sketch=image_id)


def options_of(fields: Mapping[str, str], head_id: str | None, words: Words) -> dict[str, Any]:
    """Return a turn's options from the form's fields.

    Args:
        fields: n, guide ("", "scribble", "canny"), sketch, size ("" or "WxH" in px), seed.
        head_id: the image whose edges would guide.
        words: the page's strings, for what is wrong.

    Raises:
        InvalidRequest: the seed is no whole number from 0 to 2^32 - 1, or a guide has no picture.
    """
    options: dict[str, Any] = {"n": int(fields.get("n") or 1)}
    if seed := fields.get("seed", "").strip():
        if not seed.isdecimal() or int(seed) >= SEEDS:
            raise InvalidRequest(words["seed_wrong"].format(most=SEEDS - 1))
        options["seed"] = int(seed)
    if size := fields.get("size"):
        width, _, height = size.partition("x")
        options |= {"width": int(width), "height": int(height)}
    if guide := fields.get("guide"):
        image_id = fields.get("sketch") if guide == "scribble" else head_id
        if not image_id:
            raise InvalidRequest(words["guide_missing"])
        options |= {"guide": guide, "guide_image_id": image_id}
    return options


def sizes_of(card: Card) -> dict[str, tuple[int, int]]:
    """Return shape -> (width, height) px of about the engine's own area, in its multiples."""
    own, step = card.size_px or SIDE_PX, card.multiple
    sizes: dict[str, tuple[int, int]] = {}
    for shape, aspect in SHAPES.items():
        width, height = own * aspect**0.5, own / aspect**0.5
        sizes[shape] = (round(width / step) * step, round(height / step) * step)
    return sizes


def _nothing_installed(desk: Desk, sheet: Sheet) -> None:
    error = desk.house.engines.missing("generate", "generate")
    Tag("p", sheet.words["no_generator"])
    card(error.problem(), desk.language, sheet, ways=[])


class _Form:
    """The fields; what is written in them outlives the panel, for the way to the sketch."""

    def __init__(self, desk: Desk, sheet: Sheet, cards: list[Card], close: Any) -> None:  # noqa: ANN401  # a callable
        self.desk, self.sheet, self.cards, self.close = desk, sheet, cards, close
        self.words = sheet.words

    def build(self, sketch: str | None, prompt: str) -> None:
        """Make the fields."""
        words = self.words
        self.sketch = sketch
        with Tag("form", css="entries", data_prompt=prompt or None) as form:
            form.on("vnodeMounted", js_handler=RESTORE)
            form.on("input", js_handler="(e) => e.currentTarget.store()")
            form.on("submit", self._submit, js_handler=SUBMIT)
            with Tag("label", css="entry"):
                Tag("span", words["prompt"], css="label")
                hint = words["prompt_example"]
                Tag(
                    "textarea", css="field", name_="prompt", rows=3, required=True, placeholder=hint
                )
            numbers = {str(n): str(n) for n in range(1, MOST_VARIANTS + 1)}
            self._choice("n", words["how_many"], numbers, "1")
            self._guide()
            with Tag("div", css="pair"):
                self._size()
                with Tag("label", css="entry"):
                    Tag("span", words["seed_field"], css="label")
                    seed = words["seed_any"]
                    Tag("input", css="field", name_="seed", inputmode="numeric", placeholder=seed)
            self.problem = Tag("p", css="wrong", role="alert")
            with Tag("div", css="ends"):
                button(words["cancel"], self.close)
                Tag("button", words["make_it"], css="btn primary", type="submit")

    def _choice(self, name: str, label: str, choices: Mapping[str, str], chosen: str) -> None:
        with Tag("fieldset", css="entry"):
            Tag("legend", label, css="label")
            with Tag("div", css="picks"):
                for value, said in choices.items():
                    with Tag("label", css="pick"):
                        checked = True if value == chosen else None
                        Tag("input", type="radio", name_=name, value=value, checked=checked)
                        Tag("span", said)

    def _guide(self) -> None:
        """Offer the guides that an installed engine takes, and that there is a picture for."""
        kinds: set[GuideKind] = {kind for card in self.cards for kind in card.guides}
        words, choices = self.words, {"": self.words["guide_none"]}
        if "scribble" in kinds:
            choices["scribble"] = words["guide_sketch"]
        if "canny" in kinds and self.desk.head:
            choices["canny"] = words["guide_edges"]
        if len(choices) == 1:
            return
        self._choice("guide", words["guide"], choices, "scribble" if self.sketch else "")
        if "scribble" in kinds:
            with Tag("div", css="sketch"):
                if self.sketch:
                    source = f"/images/{self.sketch}?size=160"
                    Tag("img", src=source, alt=words["guide_sketch"])
                    Tag("input", type="hidden", name_="sketch", value=self.sketch)
                again = words["sketch_again"] if self.sketch else words["sketch_draw"]
                button(again, self._draw, css="btn s")

    def _draw(self) -> None:
        self.close()
        self.sheet.show_panel("sketch")

    def _size(self) -> None:
        words = self.words
        with Tag("label", css="entry"):
            Tag("span", words["size"], css="label")
            with Tag("select", css="field", name_="size"):
                Tag("option", words["size_own"], value="")
                for shape, (width, height) in sizes_of(self.cards[0]).items():
                    said = words[f"size_{shape}"].format(width=width, height=height)
                    Tag("option", said, value=f"{width}x{height}")

    async def _submit(self, event: Any) -> None:  # noqa: ANN401  # NiceGUI's event
        fields: dict[str, str] = event.args
        prompt, head = fields.get("prompt", "").strip(), self.desk.head
        if not prompt or len(prompt) > PROMPT_LIMIT:
            limit = self.words["prompt_limit"].format(count=len(prompt), limit=PROMPT_LIMIT)
            self.problem.text = limit
            return
        try:
            options = options_of(fields, head["image_id"] if head else None, self.words)
        except InvalidRequest as error:
            self.problem.text = error.message
            return
        self.close()
        await self.desk.say(sentence(prompt, self.words), options, alone=True)


def sentence(prompt: str, words: Words) -> str:
    """Return what is said to have `prompt` drawn; in quotation marks it is one thing to draw."""
    return words["draw_sentence"].format(prompt=prompt.replace('"', "”"))


RESTORE = """(v) => {
  const form = v.el, key = "pm-generate";
  form.store = () => {
    const kept = Object.fromEntries([...new FormData(form)].filter(([name]) => name !== "sketch"));
    try { sessionStorage.setItem(key, JSON.stringify(kept)); } catch { /* kept in the form only */ }
  };
  let kept = {};
  try { kept = JSON.parse(sessionStorage.getItem(key) || "{}"); } catch { /* as above */ }
  if (form.dataset.prompt) kept.prompt = form.dataset.prompt;
  if (form.elements.sketch) kept.guide = "scribble";
  for (const [name, value] of Object.entries(kept)) {
    const field = form.elements[name];
    if (!field) continue;
    if (field instanceof RadioNodeList) {
      for (const one of field) one.checked = one.value === value;
    } else if (field.tagName !== "SELECT" || [...field.options].some((o) => o.value === value)) {
      field.value = value;
    }
  }
  form.elements.prompt.focus();
}"""

SUBMIT = """(e) => {
  e.preventDefault();
  emit(Object.fromEntries(new FormData(e.currentTarget)));
}"""
