"""The sizes of pictures that a server of OpenAI's images API draws, (width, height) in px."""

from dataclasses import dataclass
from math import ceil, inf, sqrt
from typing import Protocol

from engines.remote_picture import nearest
from errors import InvalidRequest

MULTIPLE = 16


class Sizes(Protocol):
    """What a server may be asked for."""

    def near(self, own_px: tuple[int, int]) -> tuple[int, int]:
        """Return the size at which a picture of `own_px` is edited: its own, where that is one."""
        ...

    def check(self, name: str, width: int, height: int) -> None:
        """Refuse a new picture's size for the engine called `name`.

        Raises:
            InvalidRequest: the server does not draw it; the hint says what it draws.
        """
        ...


@dataclass(frozen=True)
class Listed:
    """These sizes and no others."""

    sizes: tuple[tuple[int, int], ...]

    def near(self, own_px: tuple[int, int]) -> tuple[int, int]:
        """Return the size that the picture fills best."""
        return nearest(own_px, self.sizes)

    def check(self, name: str, width: int, height: int) -> None:
        """Refuse what is not listed."""
        if (width, height) not in self.sizes:
            raise InvalidRequest(
                f"`{name}` draws no picture of {width}x{height} px",
                hint=f"choose one of: {', '.join(f'{w}x{h}' for w, h in self.sizes)}",
            )


@dataclass(frozen=True)
class Free:
    """Any multiples of `MULTIPLE`, of so many pixels at least, and so long for their width."""

    least_pixels: int = 0
    aspect: float = inf

    def near(self, own_px: tuple[int, int]) -> tuple[int, int]:
        """Return the least size that holds the picture, enlarged where it is too small."""
        width = max(own_px[0], ceil(own_px[1] / self.aspect))
        height = max(own_px[1], ceil(own_px[0] / self.aspect))
        grow = max(1.0, sqrt(self.least_pixels / (width * height)))
        return _up(width * grow), _up(height * grow)

    def check(self, name: str, width: int, height: int) -> None:
        """Refuse what is too small, too long, or no multiple."""
        even = width % MULTIPLE == 0 and height % MULTIPLE == 0
        long = max(width, height) > self.aspect * min(width, height)
        if not even or long or width * height < self.least_pixels:
            raise InvalidRequest(
                f"`{name}` draws no picture of {width}x{height} px",
                hint=f"use multiples of {MULTIPLE} px, {self.least_pixels} pixels or more in all, "
                f"at most 1:{self.aspect:g}",
            )


def _up(side: float) -> int:
    return ceil(side / MULTIPLE) * MULTIPLE
