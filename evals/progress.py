"""How far an eval is, on the standard error: the standard output is the result's alone."""

import sys
from collections.abc import Iterable, Iterator, Sized
from typing import Protocol, TypeVar

T = TypeVar("T", covariant=True)


class Counted(Sized, Iterable[T], Protocol[T]):
    """Things whose number is known before they are gone through."""


def told(things: Counted[T], what: str) -> Iterator[T]:
    """Yield the things; tell the standard error after each (a terminal), or at each quarter."""
    total, live = len(things), sys.stderr.isatty()
    quarters = {-(-total * quarter // 4) for quarter in range(1, 5)}
    for done, thing in enumerate(things, start=1):
        yield thing
        if live:
            sys.stderr.write(f"\r{what} {done}/{total}" + ("\n" if done == total else ""))
        elif done in quarters:
            sys.stderr.write(f"{what} {done}/{total}\n")
        sys.stderr.flush()


def silent(_done: int, _total: int, _preview: object = None, /) -> None:
    """Tell nobody how far an engine is (`engines.protocols.Progress`)."""
