"""The models this server knows. To add one: write its file, add its line to `REGISTRY`.

Within a capability the order is the order in which `auto` asks: the first engine that can do a
step does it. Modules are imported on first use, so an engine costs nothing until it is needed.
"""

import threading
from collections import abc
from collections.abc import Mapping
from contextlib import contextmanager
from copy import copy
from importlib import import_module
from typing import Any, cast

from engines.protocols import (
    Capability,
    Card,
    Composer,
    Describer,
    Editor,
    Engine,
    Eraser,
    Generator,
    Inpainter,
    Lack,
    Planner,
    Progress,
    Searcher,
    Segmenter,
    Step,
    Translator,
)
from errors import InvalidMask, InvalidRequest, NoEngine, UnknownEngine
from imaging.arrays import Mask
from settings import Settings

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
    "plan": {
        "chat-plan": "engines.chat_plan:ChatPlanner",
        "rules": "engines.rules:RulePlanner",
    },
    "translate": {
        "chat-translate": "engines.chat_translate:ChatTranslator",
        "opus-mt": "engines.opus_mt:OpusMT",
        "glossary": "engines.glossary:Glossary",
    },
    "compose": {"chat-compose": "engines.chat_compose:ChatComposer"},
    "describe": {"vision": "engines.vision:VisionModel"},
    "search": {"tavily": "engines.tavily:Tavily"},
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
    "plan": "a chat model",
    "translate": "a chat model, or an opus-mt model",
    "compose": "a chat model",
    "search": "a key of a web search",
}


class Engines:
    """The engines of one server: made on first use, one object and one lock each."""

    def __init__(self, registry: Registry = REGISTRY, settings: Settings | None = None) -> None:
        """Without settings, the defaults count and the environment is not read."""
        self.registry = registry
        self.settings = settings or Settings.model_construct()
        self._made: dict[str, Engine] = {}
        self._locks: dict[str, threading.Lock] = {}
        self._making = threading.Lock()
        self._naming = threading.Lock()

    def preferring(self, wanted: Mapping[str, str]) -> "Engines":
        """Return the same engines in another `auto` order.

        Args:
            wanted: capability -> the engine to ask first; one that cannot do a step, or does not
                suit its mask, is passed over as in any order.

        Raises:
            UnknownEngine: no such engine for that capability.
        """
        if not wanted:
            return self
        for capability, name in wanted.items():
            self._get(cast(Capability, capability), name)
        ordered = copy(self)  # the engines and their locks stay shared
        ordered.registry = {
            capability: {name: entries[name] for name in _first(wanted.get(capability), entries)}
            for capability, entries in self.registry.items()
        }
        return ordered

    def names(self, capability: Capability) -> list[str]:
        """Return the engines of `capability` that can be used here, in `auto` order."""
        return [name for name in self.known(capability) if self.lack(capability, name) is None]

    def known(self, capability: Capability) -> list[str]:
        """Return all registered engines of `capability`, in `auto` order."""
        return list(self.registry.get(capability, {}))

    def lack(self, capability: Capability, name: str) -> Lack | None:
        """Return what an engine needs and has not, or None where it can be used."""
        lacks = getattr(self._class(capability, name), "lacks", None)
        return cast("Lack | None", lacks(self.settings)) if lacks else None

    def abilities(self) -> tuple[str, ...]:
        """Return one line for each engine that can do a step: its ops, and what it says it does."""
        able: list[str] = []
        for capability in dict.fromkeys(CAPABILITY_OF.values()):
            for card in (self.card(name) for name in self.names(capability)):
                ops = sorted(card.ops) or [o for o, c in CAPABILITY_OF.items() if c == capability]
                able.append(f"{', '.join(ops)}: {card.summary}")
        return tuple(able)

    def card(self, name: str) -> Card:
        """Return what the engine called `name` says of itself; imports that one only."""
        for capability, entries in self.registry.items():
            if name in entries:
                return cast(Card, self._class(capability, name).card)
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

    def for_step(self, step: Step, name: str | None = None, *, guide: str | None = None) -> Card:
        """Return the card of the engine that would do `step`, with a `guide` where one is given.

        Raises:
            UnknownEngine: `name` is no engine, or is one for other ops, or for other guides.
            NoEngine: nothing installed can do the step.
            InvalidRequest: nothing installed takes the guide.
        """
        capability = self.capability_of(step)
        able = [e for e in self._all(capability) if _able(e, step)]
        if name:
            named = _named(name, able, self.names(capability), step)
            return _guided([named], guide, able).card
        if not able:
            raise self.missing(capability, step["op"])
        return _guided(able, guide, able).card

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

    def generator(self, name: str) -> Generator:
        """Return the generator called `name`."""
        return cast(Generator, self._get("generate", name))

    def composer(self, name: str | None = None) -> Composer:
        """Return the prompt writer called `name`, or the first one."""
        return cast(Composer, self._get("compose", name or self._first("compose")))

    def describer(self, name: str | None = None) -> Describer:
        """Return the model that sees called `name`, or the first one."""
        return cast(Describer, self._get("describe", name or self._first("describe")))

    def searcher(self, name: str | None = None) -> Searcher:
        """Return the web search called `name`, or the first one."""
        return cast(Searcher, self._get("search", name or self._first("search")))

    @contextmanager
    def alone(self, name: str, progress: Progress | None = None) -> abc.Generator[None]:
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
        if lack := self.lack(capability, name):
            raise NoEngine(
                f"the engine `{name}` cannot be used: {lack.what}",
                capability=capability,
                hint=f"to add it: `{lack.command}`",
            )
        target = self.registry[capability][name]
        with self._making:
            if target not in self._made:
                made = self._class(capability, name)
                self._made[target] = made.of(self.settings) if hasattr(made, "of") else made()
            return self._made[target]

    def _class(self, capability: Capability, name: str) -> Any:  # noqa: ANN401  # of any protocol
        module, _, attribute = self.registry[capability][name].partition(":")
        return getattr(import_module(module), attribute)

    def missing(self, capability: Capability, op: str) -> NoEngine:
        """Return the error that names the capability and what would add it."""
        model = ADDED_BY.get(capability, f"an engine with the capability `{capability}`")
        lacks = [self.lack(capability, name) for name in self.known(capability)]
        ways = " / ".join(dict.fromkeys(f"`{lack.command}`" for lack in lacks if lack))
        own = (
            "`make install EXTRAS=torch`, then one file in engines/ and one line in its "
            "REGISTRY (README, 'Add a model')"
        )
        return NoEngine(
            f"no installed engine can do `{op}`: it needs the capability `{capability}`",
            capability=capability,
            hint=f"It takes {model}: {ways or own}.",
        )


def _first(name: str | None, entries: Mapping[str, str]) -> list[str]:
    return sorted(entries, key=lambda entry: entry != name)  # stable: the others keep their order


def _able(engine: Engine, step: Step) -> bool:
    supports = getattr(engine, "supports", None)
    return bool(supports(step)) if supports else step["op"] in engine.card.ops


def _guided(wanted: list[Engine], guide: str | None, able: list[Engine]) -> Engine:
    """The first of `wanted` that takes the guide; without a guide, the first."""
    for engine in wanted:
        if guide is None or guide in engine.card.guides:
            return engine
    taking = ", ".join(e.card.name for e in able if guide in e.card.guides)
    if taking:
        raise UnknownEngine(
            f"`{wanted[0].card.name}` takes no `{guide}` guide", hint=f"choose one of: {taking}"
        )
    raise InvalidRequest(
        f"no installed engine takes a `{guide}` guide",
        hint="leave `guide` out, or add an engine that takes one (a ControlNet)",
    )


def _named(name: str, able: list[Engine], known: list[str], step: Step) -> Engine:
    for engine in able:
        if engine.card.name == name:
            return engine
    choices = ", ".join(e.card.name for e in able) or "none installed"
    reason = "cannot do" if name in known else "is no engine for"
    raise UnknownEngine(f"`{name}` {reason} `{step['op']}`", hint=f"choose one of: {choices}")
