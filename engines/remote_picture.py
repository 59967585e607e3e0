"""A picture on its way to a service that draws, and back: sizes, masks as files, decoding."""

import base64
import binascii
from collections.abc import Iterable
from dataclasses import dataclass

import cv2
import numpy as np

from engines.protocols import Drawn, Note
from errors import EngineError, InvalidImage, TooLarge
from imaging.arrays import Image, Mask
from imaging.codec import Limits, Photo, decode, encode
from imaging.crop import resized
from imaging.paper import on_white

PREVIEW_PX = 256
ASPECT = 0.02  # of the sides' ratio: less than this nobody sees


@dataclass(frozen=True)
class Canvas:
    """A picture at a size that a service takes; right of and below `inner_px` is padding.

    image: (h, w, 3) uint8. mask: (h, w) bool, True = change; never in the padding.
    inner_px: (width, height) of the picture in it. own_px: of the picture as it came.
    """

    image: Image
    mask: Mask
    inner_px: tuple[int, int]
    own_px: tuple[int, int]

    @property
    def size_px(self) -> tuple[int, int]:
        """(width, height) of the canvas."""
        return self.image.shape[1], self.image.shape[0]

    def back(self, drawn: Image) -> Image:
        """Return what was drawn on the canvas at the picture's own size, without the padding."""
        width, height = self.inner_px
        return np.asarray(resized(drawn[:height, :width], self.own_px), np.uint8)


def on_canvas(image: Image, mask: Mask | None, size_px: tuple[int, int]) -> Canvas:
    """Scale a picture into `size_px` (width, height), all of it, and pad it by reflection."""
    own = image.shape[1], image.shape[0]
    scale = min(size_px[0] / own[0], size_px[1] / own[1])
    width = min(max(1, round(own[0] * scale)), size_px[0])
    height = min(max(1, round(own[1] * scale)), size_px[1])
    given = np.zeros(image.shape[:2], np.bool_) if mask is None else mask
    small = cv2.resize(given.astype(np.float32), (width, height), interpolation=cv2.INTER_AREA)
    pixels = np.asarray(resized(image, (width, height)), np.uint8)
    below, right = size_px[1] - height, size_px[0] - width
    return Canvas(
        np.asarray(cv2.copyMakeBorder(pixels, 0, below, 0, right, cv2.BORDER_REFLECT), np.uint8),
        np.pad(small > 0, ((0, below), (0, right))),
        (width, height),
        own,
    )


def nearest(own_px: tuple[int, int], sizes: Iterable[tuple[int, int]]) -> tuple[int, int]:
    """Return the size on which a picture of `own_px` (width, height) fills the largest share."""

    def share(size: tuple[int, int]) -> float:
        scale = min(size[0] / own_px[0], size[1] / own_px[1])
        return own_px[0] * own_px[1] * scale**2 / (size[0] * size[1])

    return max(sizes, key=share)


def png(image: Image) -> bytes:
    """Return (h, w, 3) uint8 as a PNG."""
    return encode(Photo(image), "PNG")


def alpha_png(mask: Mask) -> bytes:
    """Return a mask as an RGBA PNG that is transparent where it may change."""
    black = np.zeros((*mask.shape, 3), np.uint8)
    return encode(Photo(black, np.where(mask, 0, 255).astype(np.uint8)), "PNG")


def grey_png(mask: Mask, *, change: int = 255) -> bytes:
    """Return a mask as an RGB PNG of pure black and white; `change`: 255 white, 0 black."""
    level = np.where(mask, change, 255 - change).astype(np.uint8)
    return encode(Photo(np.repeat(level[..., None], 3, axis=2)), "PNG")


def read_base64(text: object, service: str, limits: Limits) -> Image:
    """Return the picture that a service sent, (h, w, 3) uint8 sRGB, on white if transparent.

    Raises:
        EngineError: not base64, or not a picture that is read here, or over a limit.
    """
    try:
        data = base64.b64decode(str(text).encode("ascii"), validate=True)
    except (binascii.Error, UnicodeEncodeError) as error:
        raise unreadable(service, "it is not base64") from error
    return read(data, service, limits)


def read(data: bytes, service: str, limits: Limits) -> Image:
    """Return the picture in a file that a service sent, as `read_base64` does."""
    try:
        return on_white(decode(data, limits))
    except (InvalidImage, TooLarge) as error:
        raise unreadable(service, error.message) from error


def unreadable(service: str, why: str) -> EngineError:
    """Return the error for a picture that is none."""
    return EngineError(
        f"`{service}` sent a picture that cannot be read: {why}",
        hint="try again, or choose another engine",
    )


def at_size(drawn: Image, size_px: tuple[int, int], service: str) -> Drawn:
    """Return a picture at the (width, height) that was asked for, with a word where it was not.

    Raises:
        EngineError: it has other proportions: nothing in it lies where it should.
    """
    width, height = drawn.shape[1], drawn.shape[0]
    if (width, height) == size_px:
        return Drawn(drawn)
    made, asked = f"{width}x{height}", f"{size_px[0]}x{size_px[1]}"
    if abs(width / height * size_px[1] / size_px[0] - 1) > ASPECT:
        raise EngineError(
            f"`{service}` drew {made} px and was asked for {asked}",
            hint="choose another engine, or another model on that server",
        )
    note = Note("server_resized", {"server": service, "made": made, "asked": asked})
    return Drawn(np.asarray(resized(drawn, size_px), np.uint8), notes=(note,))


def thumbnail(image: Image) -> Image:
    """Return a picture for `Progress`: its longest side at most 256 px."""
    scale = min(1.0, PREVIEW_PX / max(image.shape[:2]))
    width, height = (max(1, round(side * scale)) for side in (image.shape[1], image.shape[0]))
    return np.asarray(resized(image, (width, height)), np.uint8)
