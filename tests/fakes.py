"""Engines without weights that implement the real protocols, for what real ones can't show."""

import time
from collections.abc import Mapping

import numpy as np

import engines
from engines.protocols import (
    Arg,
    Candidate,
    Card,
    Edited,
    Pointing,
    Progress,
    Step,
)
from errors import EngineError
from imaging.arrays import Image, Mask, Pixels


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
    ) -> Image:
        self.prompts.append(prompt)
        colour = np.random.default_rng(seed).integers(0, 256, 3, dtype=np.uint8)
        return np.broadcast_to(colour, image.shape).copy()


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


def registry(**changes: dict[str, str]) -> engines.Registry:
    """The real registry with some capabilities replaced by fakes."""
    return {**engines.REGISTRY, **changes}


VANDAL = {"vandal": "tests.fakes:VandalInpainter"}
SLOW = {"slow": "tests.fakes:SlowEraser"}
VANDAL_EDITOR = {"vandal-editor": "tests.fakes:VandalEditor"}
BROKEN = {"broken": "tests.fakes:BrokenEditor"}
