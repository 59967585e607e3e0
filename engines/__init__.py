"""The models this server knows. To add one: write its file, add its line to `REGISTRY`.

Within a capability the order is the order in which `auto` asks: the first engine that can do a
step does it. Modules are imported on first use, so an engine costs nothing until it is needed.
"""

import threading
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from importlib import import_module
from typing import cast

from engines.protocols import (
    Capability,
    Card,
    Editor,
    Engine,
    Eraser,
    Inpainter,
    Planner,
    Progress,
    Segmenter,
    Step,
    Translator,
)
from errors import InvalidMask, NoEngine, UnknownEngine
from imaging.arrays import Mask

Registry = Mapping[Capability, Mapping[str, str]]
WAIT_S = 0.2

REGISTRY: Registry = {
    "segment": {"pointing": "engines.pointing:PointingSegmenter"},
    "erase": {
        "telea": "engines.telea:Telea",  # asked first, suits thin masks only
        "patchmatch": "engines.patchmatch:PatchMatch",
    },
    "edit": {
        "adjust": "engines.adjust:Adjust",
        "recolour": "engines.recolour:Recolour",
        "background": "engines.background:Background",
        "cutout": "engines.cutout:CutOut",
        "filters": "engines.filters:Filters",
        "geometry": "engines.geometry:Geometry",
    },
    "upscale": {"lanczos": "engines.lanczos:Lanczos"},
    "plan": {"rules": "engines.rules:RulePlanner"},
    "translate": {"glossary": "engines.glossary:Glossary"},
}

CAPABILITY_OF: Mapping[str, Capability] = {
    "remove": "erase",
    "replace": "inpaint",
    "add": "inpaint",
    "text": "inpaint",
    "expand": "inpaint",
    "background": "edit",
    "style": "edit",
    "adjust": "edit",
    "recolour": "edit",
    "extract": "edit",
    "transform": "edit",
    "generate": "generate",
    "upscale": "upscale",
    "question": "describe",
    "recommend": "describe",
}

ADDED_BY: Mapping[Capability, str] = {
    "ground": "a grounding model (Grounding DINO, OWLv2, SAM 3)",
    "inpaint": "an inpainting model (Stable Diffusion inpaint, Flux Fill, an images API)",
    "edit": "an instruction editor (InstructPix2Pix, Flux Kontext, an images API)",
    "generate": "a text-to-image model (Stable Diffusion, an images API)",
    "describe": "a chat model that sees images",
}


class Engines:
    """The engines of one server: made on first use, one object and one lock each."""

    def __init__(self, registry: Registry = REGISTRY) -> None:
        self.registry = registry
        self._made: dict[str, Engine] = {}
        self._locks: dict[str, threading.Lock] = {}
        self._making = threading.Lock()
        self._naming = threading.Lock()

    def names(self, capability: Capability) -> list[str]:
        """Return the engines of `capability`, in `auto` order."""
        return list(self.registry.get(capability, {}))

    def card(self, name: str) -> Card:
        """Return what the engine called `name` says of itself; imports that one only."""
        for capability, entries in self.registry.items():
            if name in entries:
                return self._get(capability, name).card
        known = ", ".join(n for entries in self.registry.values() for n in entries)
        raise UnknownEngine(f"no engine `{name}`", hint=f"choose one of: {known}")

    def segmenter(self, name: str | None = None) -> Segmenter:
        """Return the segmenter called `name`, or the first one."""
        return cast(Segmenter, self._get("segment", name or self._first("segment")))

    def planner(self, name: str | None = None) -> Planner:
        """Return the planner called `name`, or the first one."""
        return cast(Planner, self._get("plan", name or self._first("plan")))

    def translator(self, name: str | None = None) -> Translator:
        """Return the translator called `name`, or the first one."""
        return cast(Translator, self._get("translate", name or self._first("translate")))

    def eraser(self, mask: Mask, name: str | None = None) -> Eraser:
        """Return the eraser called `name`, or the first one that suits the mask."""
        if name:
            return cast(Eraser, self._get("erase", name))
        for candidate in self.names("erase"):
            engine = cast(Eraser, self._get("erase", candidate))
            if engine.suits(mask):
                return engine
        if self.names("erase"):
            raise InvalidMask(
                "the mask covers the whole photo: nothing is left to continue it from",
                hint="mark less",
            )
        raise self.missing("erase", "remove")

    def for_step(self, step: Step, name: str | None = None) -> Card:
        """Return the card of the engine that would do `step`.

        Raises:
            UnknownEngine: `name` is no engine, or is one for other ops.
            NoEngine: nothing installed can do the step.
        """
        capability = self.capability_of(step)
        able = [e for e in self._all(capability) if _able(e, step)]
        if name:
            return _named(name, able, self.names(capability), step).card
        if not able:
            raise self.missing(capability, step["op"])
        return able[0].card

    def check_named(self, name: str, steps: list[Step]) -> None:
        """Refuse an engine name that would be ignored by every step of a plan.

        Raises:
            UnknownEngine: no step can be done by `name`; the hint lists those that can.
        """
        edits = [step for step in steps if step["op"] in CAPABILITY_OF]
        if edits and not any(self.can(name, step) for step in edits):
            self.for_step(edits[0], name)

    def can(self, name: str, step: Step) -> bool:
        """Whether the engine called `name` is one for `step`."""
        return any(
            engine.card.name == name and _able(engine, step)
            for engine in self._all(self.capability_of(step))
        )

    def editor(self, name: str, capability: Capability = "edit") -> Editor:
        """Return the editor called `name`."""
        return cast(Editor, self._get(capability, name))

    def inpainter(self, name: str) -> Inpainter:
        """Return the inpainter called `name`."""
        return cast(Inpainter, self._get("inpaint", name))

    @contextmanager
    def alone(self, name: str, progress: Progress | None = None) -> Generator[None]:
        """Hold the engine's lock: one pipeline object serves one call at a time.

        While it waits, `progress` is called, so that a turn in the queue can be cancelled too.
        """
        with self._naming:
            lock = self._locks.setdefault(name, threading.Lock())
        while not lock.acquire(timeout=WAIT_S):
            if progress:
                progress(0, 1)
        try:
            yield
        finally:
            lock.release()

    @staticmethod
    def capability_of(step: Step) -> Capability:
        """Return the capability a step asks for."""
        if step["op"] == "background" and step["args"].get("mode") == "describe":
            return "inpaint"
        return CAPABILITY_OF[step["op"]]

    def _all(self, capability: Capability) -> list[Engine]:
        return [self._get(capability, name) for name in self.names(capability)]

    def _first(self, capability: Capability) -> str:
        names = self.names(capability)
        if not names:
            raise self.missing(capability, capability)
        return names[0]

    def _get(self, capability: Capability, name: str) -> Engine:
        if name not in self.registry.get(capability, {}):
            choices = ", ".join(self.names(capability)) or "none installed"
            raise UnknownEngine(
                f"no engine `{name}` for `{capability}`", hint=f"choose one of: {choices}"
            )
        target = self.registry[capability][name]
        with self._making:
            if target not in self._made:
                module, _, attribute = target.partition(":")
                self._made[target] = getattr(import_module(module), attribute)()
            return self._made[target]

    @staticmethod
    def missing(capability: Capability, op: str) -> NoEngine:
        """Return the error that names the capability and what would add it."""
        model = ADDED_BY.get(capability, f"an engine with the capability `{capability}`")
        return NoEngine(
            f"no installed engine can do `{op}`: it needs the capability `{capability}`",
            capability=capability,
            hint=f"It takes {model}: `make install EXTRAS=torch`, then one file in engines/ and "
            "one line in its REGISTRY (README, 'Add a model').",
        )


def _able(engine: Engine, step: Step) -> bool:
    supports = getattr(engine, "supports", None)
    return bool(supports(step)) if supports else step["op"] in engine.card.ops


def _named(name: str, able: list[Engine], known: list[str], step: Step) -> Engine:
    for engine in able:
        if engine.card.name == name:
            return engine
    choices = ", ".join(e.card.name for e in able) or "none installed"
    reason = "cannot do" if name in known else "is no engine for"
    raise UnknownEngine(f"`{name}` {reason} `{step['op']}`", hint=f"choose one of: {choices}")
