"""Engines without weights that read or write words, for what real ones can't show."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from engines.protocols import Arg, Card, Drawn, Plan, Progress, Step
from engines.speaking import PlanContext, Translation
from errors import EngineUnavailable
from imaging.arrays import Image
from tests.fakes import VandalInpainter


class OrderInpainter(VandalInpainter):
    """Reads orders ("make it red"), not scenes."""

    card = replace(VandalInpainter.card, name="orders", prompt="instruction")


class KoreanInpainter(VandalInpainter):
    """Reads Korean too."""

    card = replace(VandalInpainter.card, name="korean", languages=frozenset({"en", "ko"}))


class ClipInpainter(VandalInpainter):
    """Reads 77 tokens, as a CLIP text encoder does: start and end, and pieces of words between."""

    card = replace(VandalInpainter.card, name="clip", prompt_tokens=77)

    def tokens(self, prompt: str) -> int:
        return 2 + sum(-(-len(piece) // 6) for piece in re.findall(r"\w+|[^\w\s]", prompt))


class OrderEditor:
    """An instruction editor, as InstructPix2Pix is one: it reads an order in English."""

    card = Card(
        "order-editor",
        "edit",
        "styles a photo by an order in words",
        ops=frozenset({"style"}),
        mask="none",
        languages=frozenset({"en"}),
        prompt="instruction",
    )
    orders: list[str] = []  # noqa: RUF012  # shared on purpose: the registry makes the object

    def follow(
        self,
        image: Image,
        instruction: str,
        *,
        seed: int,
        options: Mapping[str, Arg],
        progress: Progress,
    ) -> Drawn:
        self.orders.append(instruction)
        return Drawn(255 - image)


class FrenchPlanner:
    """Understands one French sentence, as a chat model does: the thing in French, and the tag."""

    card = Card("french", "plan", "understands French", mask="none")

    def plan(self, text: str, context: PlanContext) -> Plan:
        step = Step(
            op="replace",
            target=None,
            instruction=text,
            args={"with": "chat noir"},
            needs_region=True,
        )
        return Plan(steps=[step], language="fr", planner="french")


class AbsentTranslator:
    """Its server does not answer."""

    card = Card("absent-translator", "translate", "never answers", mask="none")

    def translate(self, text: str) -> Translation:
        raise EngineUnavailable("`a:model` did not answer: it took too long", hint="try again")


class MoodOnly:
    """A prompt writer that thinks of the mood and forgets what was wished for."""

    card = Card("mood-only", "compose", "writes of moods", mask="none")

    def compose(self, wish: str, mood: Sequence[str]) -> list[str]:
        return ["a quiet evening", *mood]


class LastThings:
    """A prompt writer that puts what was wished for behind a lot of style."""

    card = Card("last-things", "compose", "writes of style first", mask="none")

    def compose(self, wish: str, mood: Sequence[str]) -> list[str]:
        return [*(f"style {letter} of a famous painter" for letter in "ABCDEFGHIJKLMN"), wish]


ORDERS = {"orders": "tests.fakes_of_words:OrderInpainter"}
KOREAN = {"korean": "tests.fakes_of_words:KoreanInpainter"}
CLIP = {"clip": "tests.fakes_of_words:ClipInpainter"}
ORDER_EDITOR = {"order-editor": "tests.fakes_of_words:OrderEditor"}
ABSENT_TRANSLATOR = {"absent-translator": "tests.fakes_of_words:AbsentTranslator"}
FRENCH = {"french": "tests.fakes_of_words:FrenchPlanner"}
MOOD_ONLY = {"mood-only": "tests.fakes_of_words:MoodOnly"}
LAST_THINGS = {"last-things": "tests.fakes_of_words:LastThings"}
