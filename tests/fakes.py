"""Engines without weights that implement the real protocols, for what real ones can't show."""

import os
import signal
import time
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import cv2
import numpy as np

from engines.protocols import (
    Arg,
    Candidate,
    Card,
    Drawn,
    Edited,
    Guide,
    Lack,
    Plan,
    Pointing,
    Progress,
    Step,
)
from engines.registry import REGISTRY, Registry
from engines.rules import RulePlanner
from engines.speaking import Caption, Link, PlanContext, Question
from errors import EngineError, EngineUnavailable
from imaging.arrays import Image, Mask, Pixels
from settings import Settings


class SquareSegmenter:
    """A square of half-width 10 px around each included point, minus those excluded."""

    card = Card("square", "segment", "squares around points")

    def segment(self, image: Image, pointing: Pointing, *, image_id: str) -> list[Candidate]:
        mask = np.zeros(image.shape[:2], np.bool_)
        for (x, y), label in zip(pointing.points_xy, pointing.point_labels, strict=True):
            rows = slice(max(0, int(y) - 10), int(y) + 11)
            mask[rows, max(0, int(x) - 10) : int(x) + 11] = bool(label)
        return [Candidate(mask, 0.9, "object")]


class VandalInpainter:
    """Repaints the whole crop, mask or no mask: what real models do."""

    card = Card(
        "vandal",
        "inpaint",
        "changes every pixel",
        ops=frozenset({"replace", "add", "background"}),
        size_px=64,
        languages=frozenset({"en"}),
        options=frozenset({"guidance_scale"}),
    )
    prompts: list[str] = []  # noqa: RUF012  # shared on purpose: the registry makes the object

    def inpaint(
        self,
        image: Image,
        mask: Mask,
        prompt: str,
        *,
        seed: int,
        options: Mapping[str, Arg],
        progress: Progress,
    ) -> Drawn:
        self.prompts.append(prompt)
        colour = np.random.default_rng(seed).integers(0, 256, 3, dtype=np.uint8)
        return Drawn(np.broadcast_to(colour, image.shape).copy())


class Painter:
    """Paints blobs of the seed's colours, along the guide where it is given one."""

    card = Card(
        "painter",
        "generate",
        "coloured blobs from words",
        ops=frozenset({"generate"}),
        mask="none",
        size_px=128,
        languages=frozenset({"en"}),
        options=frozenset({"guidance_scale"}),
        guides=frozenset({"scribble", "canny"}),
    )
    seeds: list[int] = []  # noqa: RUF012  # shared on purpose: the registry makes the object
    guides: list[Guide | None] = []  # noqa: RUF012  # the same
    steps = 4

    def generate(
        self,
        prompt: str,
        *,
        width: int,
        height: int,
        guide: Guide | None,
        seed: int,
        options: Mapping[str, Arg],
        progress: Progress,
    ) -> Drawn:
        rng = np.random.default_rng([seed, zlib.crc32(prompt.encode())])
        blobs = rng.random((4, 6, 3), dtype=np.float32)
        strength = float(str(options.get("guidance_scale") or 7.5)) / 7.5
        smooth = cv2.resize(blobs, (width, height), interpolation=cv2.INTER_CUBIC)
        painted = np.clip(smooth * strength * 255, 0, 255).astype(np.uint8)
        if guide is not None:
            painted = np.maximum(painted // 2, guide.image)
        for done in range(self.steps):
            progress(done, self.steps, cv2.resize(painted, (width // 8, height // 8)))
        self.seeds.append(seed)
        self.guides.append(guide)
        return Drawn(painted)


class UnguidedPainter(Painter):
    """Takes no guide."""

    card = replace(Painter.card, name="unguided", guides=frozenset())


class SlowPainter(Painter):
    """Takes its time over each picture, in steps that can be cancelled."""

    card = replace(Painter.card, name="slow-painter")
    steps = 20

    def generate(self, prompt: str, **how: Any) -> Drawn:
        told = how.pop("progress")

        def progress(done: int, total: int, preview: Image | None = None, /) -> None:
            told(done, total, preview)
            time.sleep(0.03)

        return super().generate(prompt, progress=progress, **how)


class DoomedPainter(Painter):
    """Dies by SIGKILL over its third picture."""

    def generate(self, prompt: str, **how: Any) -> Drawn:
        if len(self.seeds) == 2:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().generate(prompt, **how)


class SlowEraser:
    """Takes a second, in steps that can be cancelled."""

    card = Card("slow", "erase", "slow", ops=frozenset({"remove"}))

    def suits(self, mask: Mask) -> bool:
        return True

    def erase(self, image: Image, mask: Mask, *, seed: int, progress: Progress) -> Image:
        for done in range(50):
            progress(done, 50)
            time.sleep(0.02)
        return 255 - image


class BrokenEditor:
    """Fails as a model does when its card runs out of memory, or changes nothing at all."""

    card = Card("broken", "edit", "fails", ops=frozenset({"adjust"}), mask="none")

    def supports(self, step: Step) -> bool:
        return step["op"] == "adjust"

    def edit(
        self,
        image: Pixels,
        mask: Mask | None,
        step: Step,
        *,
        reference: Image | None,
        seed: int,
        progress: Progress,
    ) -> Edited:
        if step["args"].get("name") == "invert":
            raise EngineError("the model fell over", hint="try again")
        if step["args"].get("name") == "sepia":
            raise ZeroDivisionError("a bug")
        return Edited(image.copy(), np.ones(image.shape[:2], np.bool_))


class Onlooker:
    """Answers in words that come slowly, as a model's do, and says how many photos it was shown."""

    card = Card(
        "onlooker", "describe", "says what it is shown, slowly", mask="none", budget_px=1 << 20
    )
    pause_s = 0.07

    def answer(self, question: Question) -> Iterator[str]:
        shown, korean = len(question.pictures), question.language == "ko"
        one, many = ("이 사진", f"사진 {shown}장") if korean else ("this photo", f"these {shown}")
        said = (_SEEN_KO if korean else _SEEN).format(one if shown == 1 else many)
        for word in said.split(" "):
            time.sleep(self.pause_s)
            yield word + " "

    def caption(self, image: Image) -> Caption:
        return Caption("a cup of coffee", ("calm", "warm"))

    def keywords(self, wish: str, answer: str) -> tuple[str, ...]:
        kind = "cheap" if "cheap" in wish else "oak"
        return f"{kind} farmhouse table", f"{kind} kitchen table"


_SEEN = (
    "In {} a red cup of coffee stands on its saucer, on an old wooden table. The light "
    "falls in from the left, so that the spoon beside it glints.\n\nThe table's boards are wide "
    "and weathered, brushed and oiled: farmhouse kitchens have such tables, of oak or of pine, and "
    "carpenters still make them by hand. More I cannot tell from this picture."
)
_SEEN_KO = (
    "{}에는 빨간 커피 잔이 받침에 놓여 있고, 그 아래는 오래된 나무 탁자예요. 빛이 왼쪽에서 "
    "들어와 옆에 놓인 숟가락이 반짝여요.\n\n탁자는 널이 넓고 결이 거칠며 기름을 먹였어요. 시골집 "
    "부엌에서 쓰던 참나무나 소나무 탁자 같아요. 이 사진으로는 더 알 수 없어요."
)


class Absent(Onlooker):
    """Cannot be used: its key is not set."""

    card = Card("absent", "describe", "would see, with a key", mask="none")

    @classmethod
    def lacks(cls, settings: Settings) -> Lack | None:
        return Lack("A_KEY is not set", "A_KEY=secret make run")


class CleverPlanner(RulePlanner):
    """Plans as the rules do, like a chat model; of anything "slow" it does not answer."""

    card = Card("clever", "plan", "plans like a chat model", mask="none")

    def plan(self, text: str, context: PlanContext) -> Plan:
        if "slow" in text:
            raise EngineUnavailable("`clever` did not answer: it took too long", hint="try again")
        return {**super().plan(text, context), "planner": "clever"}


class Market:
    """A web search; of cheap things it finds what somebody hostile would put on the web."""

    card = Card("market", "search", "finds tables", mask="none")

    def search(self, query: str, *, limit: int) -> list[Link]:
        return (_CHEAP if "cheap" in query else _TABLES)[:limit]


_TABLES = [
    Link("Oak tables, made by hand", "https://tables.example/oak?size=2&kind=round"),
    Link("Farmhouse kitchen tables from old boards", "https://www.oldwood.example.org/kitchen"),
    Link("How to oil a wooden table", "https://workshop.example.com/how-to/oil"),
]
_CHEAP = [
    _TABLES[0],
    Link('<img src=x onerror="alert(1)">', "https://www.example.org/a"),
    Link("Free tables", "javascript:alert(2)"),
    Link("Your bank", "https://bank.example@evil.example/login"),
]


class VandalEditor:
    """An editor that ignores its mask, and says that it may have changed everything."""

    card = Card(
        "vandal-editor", "edit", "ignores masks", ops=frozenset({"adjust"}), mask="optional"
    )

    def supports(self, step: Step) -> bool:
        return step["op"] == "adjust"

    def edit(
        self,
        image: Pixels,
        mask: Mask | None,
        step: Step,
        *,
        reference: Image | None,
        seed: int,
        progress: Progress,
    ) -> Edited:
        return Edited(255 - image, np.ones(image.shape[:2], np.bool_))


def registry(**changes: dict[str, str]) -> Registry:
    """The real registry with some capabilities replaced by fakes."""
    return {**REGISTRY, **changes}


PAINTER = {"painter": "tests.fakes:Painter"}
UNGUIDED = {"unguided": "tests.fakes:UnguidedPainter"}
SLOW_PAINTER = {"slow-painter": "tests.fakes:SlowPainter"}
DOOMED_PAINTER = {"painter": "tests.fakes:DoomedPainter"}
VANDAL = {"vandal": "tests.fakes:VandalInpainter"}
SLOW = {"slow": "tests.fakes:SlowEraser"}
VANDAL_EDITOR = {"vandal-editor": "tests.fakes:VandalEditor"}
ABSENT = {"absent": "tests.fakes:Absent"}
CLEVER = {"clever": "tests.fakes:CleverPlanner", "rules": "engines.rules:RulePlanner"}
ONLOOKER = {"onlooker": "tests.fakes:Onlooker"}
MARKET = {"market": "tests.fakes:Market"}
BROKEN = {"broken": "tests.fakes:BrokenEditor"}
