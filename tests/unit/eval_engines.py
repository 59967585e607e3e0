"""Engines whose quality is known, so that an eval's figures are known too."""

from collections.abc import Iterable

import numpy as np

from engines.protocols import Candidate, Card, Plan, Pointing, Progress
from engines.speaking import PlanContext
from errors import EngineUnavailable
from imaging.arrays import Image, Mask
from imaging.masks import shrink

RED = (220, 30, 30)


def red(image: Image) -> Mask:
    return (image == np.array(RED, np.uint8)).all(axis=-1)


class PerfectSegmenter:
    """Knows that what is red is meant."""

    card = Card("perfect", "segment", "what is red")

    def segment(self, image: Image, pointing: Pointing, *, image_id: str) -> list[Candidate]:
        return [Candidate(red(image), 0.9, "object")]


class ModestSegmenter:
    """Has the right candidate, and trusts another one more: all of the picture."""

    card = Card("modest", "segment", "all, or what is red")

    def segment(self, image: Image, pointing: Pointing, *, image_id: str) -> list[Candidate]:
        whole = np.ones(image.shape[:2], np.bool_)
        return [Candidate(red(image), 0.2, "object"), Candidate(whole, 0.8, "whole")]


class EmptySegmenter:
    """Finds nothing."""

    card = Card("empty", "segment", "nothing")

    def segment(self, image: Image, pointing: Pointing, *, image_id: str) -> list[Candidate]:
        return [Candidate(np.zeros(image.shape[:2], np.bool_), 0.5, "object")]


class LearningSegmenter:
    """Nearer with each click: what is red less an edge that gets thinner, then all of it."""

    card = Card("learning", "segment", "better with each click")
    seen: list[Pointing] = []  # noqa: RUF012  # shared on purpose: the registry makes the object

    def segment(self, image: Image, pointing: Pointing, *, image_id: str) -> list[Candidate]:
        self.seen.append(pointing)
        edge_px = max(0, 3 - len(pointing.points_xy)) if pointing.points_xy else 0
        return [Candidate(shrink(red(image), edge_px), 0.9, "object")]


class Vandal:
    """An eraser that repaints all it is given, hole or no hole."""

    card = Card("vandal", "erase", "changes every pixel", ops=frozenset({"remove"}))

    def suits(self, mask: Mask) -> bool:
        return True

    def erase(self, image: Image, mask: Mask, *, seed: int, progress: Progress) -> Image:
        return 255 - image


class ScriptedPlanner:
    """Plans as many steps of the op as the text says: "remove remove"; "dead" is no service."""

    card = Card("scripted", "plan", "reads ops", mask="none")
    contexts: list[PlanContext] = []  # noqa: RUF012  # shared on purpose, as above

    def plan(self, text: str, context: PlanContext) -> Plan:
        self.contexts.append(context)
        if text == "dead":
            raise EngineUnavailable("nobody answers", hint="wait")
        steps = [_step(op, text) for op in text.split() if op != "none"]
        return {"steps": steps, "language": "en", "planner": "scripted"}


def _step(op: str, text: str) -> dict[str, object]:
    return {"op": op, "target": None, "instruction": text, "args": {}, "needs_region": False}


def registry(capability: str, names: Iterable[str]) -> dict[str, dict[str, str]]:
    """A registry of these classes only, by their card's names."""
    return {capability: {name: f"tests.unit.eval_engines:{CLASSES[name]}" for name in names}}


CLASSES = {
    "perfect": "PerfectSegmenter",
    "modest": "ModestSegmenter",
    "empty": "EmptySegmenter",
    "learning": "LearningSegmenter",
    "vandal": "Vandal",
    "scripted": "ScriptedPlanner",
}
