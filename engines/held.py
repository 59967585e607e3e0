"""What models computed from photos, kept for the next click: bounded in bytes, the oldest go."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Arrays = tuple[NDArray[np.float32], ...]
_Small = tuple[NDArray[np.float16], ...]


@dataclass(eq=False)
class _Work:
    """One computation that is under way."""

    ended: threading.Event = field(default_factory=threading.Event)
    made: _Small | None = None  # still None after the end: it failed


class Held:
    """Arrays by key, least recently used first; safe to use from several threads.

    They are held as float16, which halves them. Whoever asks gets float32 of the float16, the one
    who computed too: an answer never depends on what was held.
    """

    def __init__(self, limit_bytes: int) -> None:
        """`limit_bytes` bounds what is kept; what alone is larger is computed and not kept."""
        self.limit_bytes = limit_bytes
        self._kept: OrderedDict[Hashable, _Small] = OrderedDict()
        self._size = 0
        self._works: dict[Hashable, _Work] = {}
        self._lock = threading.Lock()

    @property
    def size_bytes(self) -> int:
        """Bytes that are kept now."""
        with self._lock:
            return self._size

    def __contains__(self, key: Hashable) -> bool:
        with self._lock:
            return key in self._kept

    def get(self, key: Hashable, compute: Callable[[], Arrays]) -> Arrays:
        """Return what `compute` makes for `key`; threads that ask for one key compute it once.

        Args:
            key: the image id, and whatever else the arrays follow from.
            compute: returns float arrays of any shape, of magnitudes below 65504 (float16's
                largest). Where it raises, that thread gets its error and the next one tries again.
        """
        while True:
            with self._lock:
                if small := self._kept.get(key):
                    self._kept.move_to_end(key)
                    return _wide(small)
                others = self._works.get(key)
                work = others or self._works.setdefault(key, _Work())
            if others is None:
                return self._computed(key, work, compute)
            work.ended.wait()
            if work.made is not None:
                return _wide(work.made)

    def _computed(self, key: Hashable, work: _Work, compute: Callable[[], Arrays]) -> Arrays:
        try:
            work.made = tuple(np.asarray(array, np.float16) for array in compute())
            self._keep(key, work.made)
            return _wide(work.made)
        finally:
            with self._lock:
                del self._works[key]
            work.ended.set()

    def _keep(self, key: Hashable, arrays: _Small) -> None:
        size = _size_bytes(arrays)
        if size > self.limit_bytes:
            return
        with self._lock:
            while self._size + size > self.limit_bytes:
                _, gone = self._kept.popitem(last=False)
                self._size -= _size_bytes(gone)
            self._kept[key] = arrays
            self._size += size


def _wide(arrays: _Small) -> Arrays:
    return tuple(array.astype(np.float32) for array in arrays)


def _size_bytes(arrays: _Small) -> int:
    return sum(array.nbytes for array in arrays)
