"""The engines of one server: which can be used, which does a step, and one lock for each.

Modules are imported on first use, so an engine costs nothing until it is needed.
"""

import threading
from collections import abc
from collections.abc import Mapping, Sequence
from contextlib import contextmanager
from copy import copy
from importlib import import_module
from math import inf
from typing import Any, cast

from engines.choosing import Engine, able_to, called, capabilities_of, guided
from engines.protocols import (
    Capability,
    Card,
    Editor,
    Eraser,
    Generator,
    Grounder,
    Inpainter,
    Instructor,
    Lack,
    Progress,
    PromptReader,
    Segmenter,
    Step,
)
from engines.registry import ADDED_BY, REGISTRY, SERVED_BY, Registry
from engines.speaking import Composer, Describer, Planner, Searcher, Translator
from engines.weights import commands, fetched, folder_of, lack_of
from errors import InvalidMask, NoEngine, UnknownEngine
from imaging.arrays import Mask
from settings import Settings

WAIT_S = 0.2


class Engines:
    """The engines of one server: made on first use, one object and one lock each."""

    def __init__(self, registry: Registry = REGISTRY, settings: Settings | None = None) -> None:
        """Without settings, the defaults count and the environment is not read."""
        self.settings = settings or Settings.model_construct()
        self.registry = _with_pipelines(registry, self.settings)
        self._preferred: frozenset[str] = frozenset()
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
        ordered._preferred = frozenset(wanted.values())
        ordered.registry = {
            capability: {name: entries[name] for name in _first(wanted.get(capability), entries)}
            for capability, entries in self.registry.items()
        }
        return ordered

    def names(self, capability: Capability) -> list[str]:
        """Return the engines of `capability` that can be used here, in `auto` order.

        With download=auto those that a turn would have to get first come last, the smallest first.
        """
        usable = [name for name in self.known(capability) if self.lack(capability, name) is None]
        return sorted(usable, key=self._to_get_bytes)

    def _to_get_bytes(self, name: str) -> int:
        if self.settings.download != "auto" or name in self._preferred:
            return 0
        gone = [c for c in self.taken(name) if c.weights and folder_of(c, self.settings) is None]
        return sum(card.weights.size_bytes or 1 for card in gone if card.weights)

    def known(self, capability: Capability) -> list[str]:
        """Return all registered engines of `capability`, in `auto` order."""
        return list(self.registry.get(capability, {}))

    def lack(self, capability: Capability, name: str) -> Lack | None:
        """Return what an engine needs and has not, or None where it can be used."""
        made = self._class(capability, name)
        if lacks := getattr(made, "lacks", None):
            return cast("Lack | None", lacks(self.settings))
        return lack_of(made.card, self.settings)

    def abilities(self) -> tuple[str, ...]:
        """Return one line for each engine that can do a step: its ops, and what it says it does."""
        able: list[str] = []
        served: dict[Capability, None] = {c: None for some in SERVED_BY.values() for c in some}
        for capability in served:
            for card in (self.card(name) for name in self.names(capability)):
                ops = sorted(card.ops) or [o for o, c in SERVED_BY.items() if capability in c]
                able.append(f"{', '.join(ops)}: {card.summary}")
        return tuple(able)

    def card(self, name: str) -> Card:
        """Return what the engine called `name` says of itself; imports that one only.

        Where that hangs on the settings, its class says it by `card_for(settings)`.
        """
        made = self._named(name)
        said = made.card_for(self.settings) if hasattr(made, "card_for") else made.card
        return cast(Card, said)

    def taken(self, name: str) -> tuple[Card, ...]:
        """Return the cards whose weights an engine takes: its own, or those of others it runs on.

        An engine's class says so by `base(settings)`, in place of its own, and `parts`, besides.
        """
        made = self._named(name)
        base = made.base(self.settings) if hasattr(made, "base") else made.card
        return cast(tuple[Card, ...], (base, *getattr(made, "parts", ())))

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
        raise self.missing("remove", "erase")

    def for_step(self, step: Step, name: str | None = None, *, guide: str | None = None) -> Card:
        """Return the card of the engine that would do `step`, with a `guide` where one is given.

        Raises:
            UnknownEngine: `name` is no engine, or is one for other ops, or for other guides.
            NoEngine: nothing installed can do the step, or `name` lacks something.
            InvalidRequest: nothing installed takes the guide.
        """
        served = capabilities_of(step)
        able = [e for capability in served for e in self._all(capability) if able_to(e, step)]
        able.sort(key=lambda e: e.card.away and e.card.name not in self._preferred)  # stable
        if name:
            self._ready(name, served)
            known = [known for capability in served for known in self.names(capability)]
            return guided([called(name, able, known, step)], guide, able).card
        if not able:
            raise self.missing(step["op"], *served)
        return guided(able, guide, able).card

    def check_named(self, name: str, steps: list[Step]) -> None:
        """Refuse an engine name that would be ignored by every step of a plan.

        Raises:
            UnknownEngine: no step can be done by `name`; the hint lists those that can.
        """
        edits = [step for step in steps if step["op"] in SERVED_BY]
        if edits and not any(self.can(name, step) for step in edits):
            self.for_step(edits[0], name)

    def can(self, name: str, step: Step) -> bool:
        """Whether the engine called `name` is one for `step`."""
        return any(
            engine.card.name == name and able_to(engine, step)
            for capability in capabilities_of(step)
            for engine in self._all(capability)
        )

    def editor(self, name: str, capability: Capability = "edit") -> Editor:
        """Return the editor called `name`."""
        return cast(Editor, self._get(capability, name))

    def grounder(self, name: str | None = None) -> Grounder:
        """Return the grounding model called `name`, or the first one."""
        return cast(Grounder, self._get("ground", name or self._first("ground")))

    def instructor(self, name: str) -> Instructor:
        """Return the instruction editor called `name`."""
        return cast(Instructor, self._get("edit", name))

    def reader(self, card: Card) -> PromptReader:
        """Return the engine of a card with `prompt_tokens`, as one that counts them."""
        return cast(PromptReader, self._get(card.capability, card.name))

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

    def fetched(self, name: str, progress: Progress) -> None:
        """Get the weights that an engine lacks and a turn may get; `progress` is told megabytes.

        Raises:
            EngineUnavailable: they could not be got.
            Cancelled: `progress` was told to stop.
        """
        fetched(self.taken(name), self.settings, progress)

    @contextmanager
    def alone(self, name: str, progress: Progress | None = None) -> abc.Generator[None]:
        """Hold the engine's lock: one pipeline object serves one call at a time.

        While it waits, `progress` is called, so that a turn in the queue can be cancelled too.
        Nobody waits for an engine whose class says `serves_many`. Weights are got before.

        Raises:
            EngineUnavailable, Cancelled: as `fetched`.
        """
        if progress:
            self.fetched(name, progress)
        if self._serves_many(name):
            yield
            return
        with self._naming:
            lock = self._locks.setdefault(name, threading.Lock())
        while not lock.acquire(timeout=WAIT_S):
            if progress:
                progress(0, 1)
        try:
            yield
        finally:
            lock.release()

    def _serves_many(self, name: str) -> bool:
        return any(
            name in entries and getattr(self._class(capability, name), "serves_many", False)
            for capability, entries in self.registry.items()
        )

    def _ready(self, name: str, served: Sequence[Capability]) -> None:
        """Refuse a known engine that lacks something, with the command that adds it."""
        for capability in served:
            if name in self.known(capability):
                self._get(capability, name)

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

    def _named(self, name: str) -> Any:  # noqa: ANN401  # of any protocol
        for capability, entries in self.registry.items():
            if name in entries:
                return self._class(capability, name)
        known = ", ".join(n for entries in self.registry.values() for n in entries)
        raise UnknownEngine(f"no engine `{name}`", hint=f"choose one of: {known}")

    def _class(self, capability: Capability, name: str) -> Any:  # noqa: ANN401  # of any protocol
        module, attribute, *given = self.registry[capability][name].split(":", 2)
        found = getattr(import_module(module), attribute)
        return found(*given) if given else found

    def missing(self, op: str, *served: Capability) -> NoEngine:
        """Return the error that names the capability and what would add it."""
        capability = served[0]
        model = ADDED_BY.get(capability, f"an engine with the capability `{capability}`")
        command = self.adding(op, *served)
        own = "one file in engines/ and one line in `engines/registry.py` (README, 'Add a model')"
        return NoEngine(
            f"no installed engine can do `{op}`: it needs the capability `{capability}`",
            capability=capability,
            hint=f"It takes {model}: {f'`{command}`' if command else own}.",
        )

    def adding(self, op: str, *served: Capability) -> str | None:
        """Return the one command that adds an engine for `op`, or None where none is known.

        Of the first capability that has one: the smallest download, services last.
        """
        lacking = [
            (served.index(c), self.card(name), self.taken(name), lack)
            for c in served
            for name in self.known(c)
            if (lack := self.lack(c, name))
        ]
        able = [one for one in lacking if op in one[1].ops] or lacking
        if not able:
            return None
        _, card, taken, lack = min(able, key=lambda one: (one[0], _bytes(one[2])))
        return commands(card, taken, lack, self.settings)


def _with_pipelines(registry: Registry, settings: Settings) -> Registry:
    """Add the pipelines of the settings, each after the engines that the house knows."""
    if not settings.diffusers:
        return registry
    # Imported on first use only.
    own = cast(Registry, import_module("engines.diffusion.folder").entries(settings))
    return {c: {**registry.get(c, {}), **own.get(c, {})} for c in (*registry, *own)}


def _bytes(taken: Sequence[Card]) -> float:
    """What weights take, by their cards; a service takes none, and comes last."""
    return sum(card.weights.size_bytes for card in taken if card.weights) or inf


def _first(name: str | None, entries: Mapping[str, str]) -> list[str]:
    return sorted(entries, key=lambda entry: entry != name)  # stable: the others keep their order
