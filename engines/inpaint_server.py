"""What servers that erase have in common: a PNG and its mask go there, a PNG comes back."""

from abc import ABC, abstractmethod
from typing import Any, Self

import numpy as np

from engines.peer import Peer
from engines.protocols import Card, Lack, Progress
from engines.remote_picture import png, read
from errors import EngineError, InvalidImage, InvalidMask
from imaging.arrays import Image, Mask
from imaging.codec import Limits, encode_mask
from imaging.masks import check
from imaging.sniff import sniff
from settings import Settings

CONTEXT_PX = 512  # as of `lama`: such models go on with what they see around the hole
TIMEOUT_S = 300.0  # a diffusion model on a CPU takes minutes; the turn can be stopped meanwhile
RESIZE_LIMIT_PX = 2048
"""Longest side at which the server's model works: a larger window is filled on a smaller copy."""


class InpaintServer(ABC):
    """An eraser whose model runs in a server of its own."""

    card: Card
    serves_many = True
    setting: str  # the field of `Settings` with its address
    path: str
    start: str  # a command that starts such a server; its port stands last

    def __init__(self, url: str, *, timeout_s: float = TIMEOUT_S) -> None:
        """`url`: "http://127.0.0.1:8080"; nothing is asked of it yet."""
        self._peer = Peer(self.card.name, url, _variable(self.setting), self.start, timeout_s)

    @classmethod
    def lacks(cls, settings: Settings) -> Lack | None:
        """Return what is missing: the server's address."""
        if getattr(settings, cls.setting):
            return None
        variable, port = _variable(cls.setting), cls.start.rpartition("=")[2]
        return Lack(f"{variable} is not set", f"{variable}=http://127.0.0.1:{port} make run")

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """Make it for the server of the settings."""
        return cls(str(getattr(settings, cls.setting)))

    def suits(self, mask: Mask) -> bool:
        """Whether there is anything to continue from: any mask but a whole frame."""
        return not bool(mask.all())

    def erase(self, image: Image, mask: Mask, *, seed: int, progress: Progress) -> Image:
        """Return the filled image; outside the mask it is the one given, whatever was answered.

        Raises:
            InvalidMask: empty, of another size, or with nothing left to continue from.
            EngineUnavailable: the server does not answer, is busy, or refuses.
            EngineError: it failed, or answered something else than a PNG of the image's size.
            Cancelled: the turn was stopped.
        """
        check(mask, image.shape)
        if mask.all():
            raise InvalidMask("The mask covers everything: nothing is left to continue from.")
        progress(0, 1)
        answer = self._peer.ask(
            "POST",
            self.path,
            progress=progress,
            most_bytes=1_000_000 + 8 * image.size,  # a PNG is never much larger than its pixels
            **self.content(png(np.ascontiguousarray(image)), encode_mask(mask), seed),
        )
        filled = self._picture(self._peer.check(answer).body, image)
        progress(1, 1)
        return np.where(mask[..., None], filled, image)

    @abstractmethod
    def content(self, image: bytes, mask: bytes, seed: int) -> dict[str, Any]:
        """Return the request's body as httpx takes it.

        Args:
            image: a PNG of 8-bit RGB.
            mask: a PNG of one bit, white = erase.
            seed: for models with chance in them, 0 to 2**32 - 1.
        """

    def _picture(self, data: bytes, image: Image) -> Image:
        height, width = image.shape[:2]
        try:
            kind = sniff(data)
        except InvalidImage as error:
            raise self._odd("something else than a picture") from error
        if kind != "PNG":
            raise self._odd(f"a {kind}, and was sent a PNG: it is not exact")
        limits = Limits(max_bytes=len(data), max_pixels=16 * width * height)
        filled = read(data, self.card.name, limits)
        if filled.shape != image.shape:
            size = f"{filled.shape[1]} × {filled.shape[0]} px"
            raise self._odd(f"a picture of {size}, and was sent {width} × {height}")
        return filled

    def _odd(self, what: str) -> EngineError:
        return EngineError(
            f"the server of `{self.card.name}` answered {what}",
            hint=f"check that {_variable(self.setting)} is the address of such a server",
        )


def _variable(setting: str) -> str:
    return f"PENTIMENTO_{setting.upper()}"
