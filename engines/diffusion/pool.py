"""The pipelines that are loaded now: least recently used first out, within a budget of bytes."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from math import prod
from pathlib import Path
from typing import Any

from engines.diffusion.loading import UNUSED
from engines.diffusion.recipe import Recipe
from engines.protocols import Progress

WAIT_S = 0.2


@dataclass(eq=False)
class Loaded:
    """A pipeline that is loaded.

    shipped: its scheduler, as the weights came with; every run gets a fresh one made from it.
    offload: how it has to run, where its device cannot hold it whole.
    kept: what was computed of its models once, by name.
    """

    pipeline: Any
    shipped: Any
    offload: str = "none"
    kept: dict[str, Any] = field(default_factory=dict[str, Any])


@dataclass(eq=False)
class _Kept:
    recipe: Recipe
    loaded: Loaded
    users: int
    extra_bytes: int = 0  # what loading took on the device beyond the models, as measured


Build = Callable[[Recipe, Mapping[str, Any]], Loaded]
"""(recipe, components that are loaded already) -> the pipeline, on its device."""


class Pool:
    """Pipelines by recipe; safe to use from several threads.

    Models that several pipelines share are loaded once and counted once. A pipeline in use is
    never dropped. What alone is larger than the budget is loaded all the same, and dropped for the
    next one: there is no other way to run it.
    """

    def __init__(
        self,
        build: Build,
        limit_bytes: Callable[[], int],
        used_bytes: Callable[[], int],
        dropped: Callable[[], None],
        weight_bytes: Callable[[], int],
    ) -> None:
        """Load nothing.

        Args:
            build: loads a pipeline.
            limit_bytes: the budget; asked once, when the first pipeline is wanted.
            used_bytes: what the device has in use now, bytes; 0 where it cannot be asked.
            dropped: called after pipelines were dropped, to give their memory back.
            weight_bytes: what one number of a loaded model takes.
        """
        self._build, self._used, self._dropped = build, used_bytes, dropped
        self._weight_bytes = weight_bytes
        self._limit, self._budget = limit_bytes, -1
        self._kept: OrderedDict[Recipe, _Kept] = OrderedDict()
        self._queues: dict[Path, threading.Lock] = {}
        self._lock = threading.Lock()

    @property
    def size_bytes(self) -> int:
        """Bytes of all loaded pipelines, shared models counted once."""
        with self._lock:
            return _size_of(list(self._kept.values()))

    def __contains__(self, recipe: Recipe) -> bool:
        with self._lock:
            return recipe in self._kept

    @contextmanager
    def hold(self, recipe: Recipe, progress: Progress | None = None) -> Generator[Loaded]:
        """Hold a pipeline alone: those of one folder share models, and so one queue.

        It is loaded where it is not, and others may be dropped for it.

        While this waits for its turn, `progress` is called, so that a turn that waits can be
        cancelled too.

        Raises:
            Cancelled: `progress` was told to stop.
            EngineUnavailable: the pipeline cannot be loaded.
        """
        with self._lock:
            queue = self._queues.setdefault(recipe.folder, threading.Lock())
        while not queue.acquire(timeout=WAIT_S):
            if progress:
                progress(0, 1)
        try:
            kept = self._at_hand(recipe)
            try:
                yield kept.loaded
            finally:
                self._let_go(kept)
        finally:
            queue.release()

    def drop_idle(self) -> int:
        """Drop every pipeline that is not in use; return the bytes that were counted for them."""
        with self._lock:
            before = _size_of(list(self._kept.values()))
            for recipe in [r for r, kept in self._kept.items() if not kept.users]:
                del self._kept[recipe]
            freed = before - _size_of(list(self._kept.values()))
        if freed:
            self._dropped()
        return freed

    def _at_hand(self, recipe: Recipe) -> _Kept:
        """The pipeline, marked as used. Its queue is held: nobody else loads it meanwhile."""
        with self._lock:
            if kept := self._kept.get(recipe):
                self._kept.move_to_end(recipe)
                kept.users += 1
                return kept
            shared = self._components(recipe.folder)
        self._make_room(to_load_bytes(recipe, shared, self._weight_bytes()))
        before, idle = self._used(), self._idle()
        kept = _Kept(recipe, self._build(recipe, shared), users=1)
        grown = self._used() - before - own_bytes(kept.loaded.pipeline, shared)
        # What a picture takes that is drawn meanwhile is none of this pipeline's.
        kept.extra_bytes = max(0, grown) if idle and self._idle() else 0
        with self._lock:
            self._kept[recipe] = kept
        self._make_room(0)
        return kept

    def _idle(self) -> bool:
        with self._lock:
            return not any(kept.users for kept in self._kept.values())

    def _let_go(self, kept: _Kept) -> None:
        with self._lock:
            kept.users -= 1

    def _components(self, folder: Path) -> dict[str, Any]:
        """What is loaded of a folder already; schedulers hold a run's state and are not shared."""
        found: dict[str, Any] = {}
        for kept in self._kept.values():
            if kept.recipe.folder == folder:
                added = {part.name for part in kept.recipe.parts}
                named = kept.loaded.pipeline.components.items()
                found |= {n: c for n, c in named if n not in added and c is not None}
        found.pop("scheduler", None)
        return found

    def _make_room(self, wanted_bytes: int) -> None:
        """Drop idle pipelines, the longest unused first, until `wanted_bytes` more fit."""
        dropped = False
        with self._lock:
            if self._budget < 0:
                self._budget = self._limit()
            for recipe in list(self._kept):
                size = _size_of(list(self._kept.values()))
                if size + wanted_bytes <= self._budget:
                    break
                rest = [kept for other, kept in self._kept.items() if other != recipe]
                if not self._kept[recipe].users and _size_of(rest) < size:
                    del self._kept[recipe]
                    dropped = True
        if dropped:
            self._dropped()


def modules_of(pipeline: Any) -> dict[str, Any]:  # noqa: ANN401
    """Return a pipeline's models by component name."""
    return {n: c for n, c in pipeline.components.items() if hasattr(c, "parameters")}


def bytes_of(module: Any) -> int:  # noqa: ANN401
    """Return the bytes of a model's parameters and buffers."""
    tensors = [*module.parameters(), *module.buffers()]
    return sum(tensor.numel() * tensor.element_size() for tensor in tensors)


def _size_of(kept: list[_Kept]) -> int:
    """Return the bytes of several pipelines, models that they share counted once."""
    modules = {id(m): m for one in kept for m in modules_of(one.loaded.pipeline).values()}
    return sum(bytes_of(m) for m in modules.values()) + sum(one.extra_bytes for one in kept)


def own_bytes(pipeline: Any, shared: Mapping[str, Any]) -> int:  # noqa: ANN401
    """Return the bytes of a pipeline's models that are not among `shared`."""
    known = {id(component) for component in shared.values()}
    return sum(bytes_of(m) for m in modules_of(pipeline).values() if id(m) not in known)


def to_load_bytes(recipe: Recipe, shared: Mapping[str, Any], weight_bytes: int) -> int:
    """Return what loading a pipeline will take, about: its files that are not loaded already.

    Files may be in another number format than the loaded model, of `weight_bytes` a number.
    """
    known = {*shared, *UNUSED}
    folders = [f for f in recipe.folder.iterdir() if f.is_dir() and f.name not in known]
    folders += [part.folder for part in recipe.parts]
    return sum(_numbers(file) for folder in folders for file in _plain(folder)) * weight_bytes


def _plain(folder: Path) -> list[Path]:
    """Its safetensors; "model.fp16.safetensors" beside "model.safetensors" is not read."""
    return [file for file in folder.glob("*.safetensors") if file.stem.count(".") == 0]


def _numbers(file: Path) -> int:
    """How many numbers a file holds, by its header; of a damaged one none will be loaded."""
    safetensors: Any = import_module("safetensors")
    try:
        with safetensors.safe_open(str(file), framework="np") as opened:
            return sum(prod(opened.get_slice(name).get_shape()) for name in opened.keys())  # noqa: SIM118  # it is no mapping
    except (OSError, safetensors.SafetensorError):
        return 0
