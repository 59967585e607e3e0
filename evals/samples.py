"""Small folders for `masks` and `erase`, made from scikit-image's photos, the truth known exactly.

Objects are drawn into real photos, so that the truth needs nobody's hand: round, pointed, thin,
with a hole, of one colour, shaded, of another photo's texture. They are easier than a person or an
animal, and there are few: figures on them tell one engine from another, and a regression.
"""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import cv2
import numpy as np
from skimage import data

from imaging.arrays import Image, Mask
from imaging.masks import grow, is_thin

SIZE_PX = (400, 300)  # width, height
AROUND_PX = 3  # that a person paints over the edge of what is to go
THIN_AROUND_PX = 2  # over a scratch
_SHIFT = 3  # fixed-point bits of cv2's drawing: sub-pixel places

Shape = Callable[[], Mask]
Surface = Callable[[Mask], Image]


def write_marked(folder: Path) -> Path:
    """Write name.png and name.mask.png for each sample of `masks`; return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, (photo, shape, surface) in _OBJECTS.items():
        mask = shape()
        _write(folder / f"{name}.png", _pasted(_photo(photo), surface(mask), mask))
        _write(folder / f"{name}.mask.png", _white(mask))
    return folder


def write_holes(folder: Path) -> Path:
    """Write name/input.png, mask.png and gt.png for each sample of `erase`; return the folder.

    The truth is the photo itself; the mask reaches 2 or 3 px beyond the object, as a brush does.
    """
    for name, (photo, shape, surface) in _BLEMISHES.items():
        place, mask = folder / name, shape()
        place.mkdir(parents=True, exist_ok=True)
        _write(place / "gt.png", _photo(photo))
        _write(place / "input.png", _pasted(_photo(photo), surface(mask), mask))
        around_px = THIN_AROUND_PX if is_thin(mask) else AROUND_PX
        _write(place / "mask.png", _white(grow(mask, around_px)))
    return folder


@cache
def _photo(name: str) -> Image:
    photo = np.asarray(getattr(data, name)())
    width, height = SIZE_PX
    scale = max(width / photo.shape[1], height / photo.shape[0])
    size = round(photo.shape[1] * scale), round(photo.shape[0] * scale)
    small = cv2.resize(photo, size, interpolation=cv2.INTER_AREA)
    left, top = (size[0] - width) // 2, (size[1] - height) // 2
    cut = np.ascontiguousarray(small[top : top + height, left : left + width], np.uint8)
    cut.flags.writeable = False
    return cut


def _ellipse(x: int, y: int, across: int, down: int, turn: int = 0) -> Shape:
    def drawn() -> Mask:
        canvas = _canvas()
        cv2.ellipse(canvas, (x, y), (across, down), turn, 0, 360, 255, -1)
        return canvas > 0

    return drawn


def _ring(x: int, y: int, outer: int, inner: int) -> Shape:
    return lambda: _ellipse(x, y, outer, outer)() & ~_ellipse(x, y, inner, inner)()


def _star(x: int, y: int, radius: int, points: int, depth: float = 0.45) -> Shape:
    def drawn() -> Mask:
        angles = np.pi * np.arange(2 * points) / points - np.pi / 2
        reach = np.where(np.arange(2 * points) % 2, radius * depth, radius)
        corners = np.stack([x + reach * np.cos(angles), y + reach * np.sin(angles)], axis=1)
        canvas = _canvas()
        cv2.fillPoly(canvas, [np.rint(corners * 2**_SHIFT).astype(np.int32)], 255, shift=_SHIFT)
        return canvas > 0

    return drawn


def _line(width: int, *points_xy: tuple[int, int]) -> Shape:
    def drawn() -> Mask:
        canvas = _canvas()
        cv2.polylines(canvas, [np.array(points_xy, np.int32)], False, 255, width)
        return canvas > 0

    return drawn


def _words(text: str, x: int, y: int, scale: float, width: int) -> Shape:
    def drawn() -> Mask:
        canvas = _canvas()
        cv2.putText(canvas, text, (x, y), cv2.FONT_HERSHEY_SIMPLEX, scale, 255, width)
        return canvas > 0

    return drawn


def _canvas() -> Image:
    return np.zeros(SIZE_PX[::-1], np.uint8)


def _flat(*colour: int) -> Surface:
    """One colour with the grain of a photo."""

    def made(mask: Mask) -> Image:
        grain = np.random.default_rng(7).normal(0, 4, (*mask.shape, 1))
        return np.clip(np.array(colour) + grain, 0, 255).astype(np.uint8)

    return made


def _shaded(*colour: int) -> Surface:
    """One colour, light from the upper left, as on a ball."""

    def made(mask: Mask) -> Image:
        rows, columns = np.nonzero(mask)
        y, x = np.indices(mask.shape)
        light = 1.25 - 0.9 * ((x - columns.min()) / np.ptp(columns) * 0.5)
        light -= 0.9 * ((y - rows.min()) / np.ptp(rows) * 0.5)
        return np.clip(np.array(colour) * light[..., None], 0, 255).astype(np.uint8)

    return made


def _from(photo: str) -> Surface:
    """Another photo's texture."""
    return lambda _: _photo(photo)


def _pasted(photo: Image, surface: Image, mask: Mask) -> Image:
    """The object in the photo, its edge mixed over a pixel on each side, as a lens does."""
    soft = cv2.GaussianBlur(mask.astype(np.float32), (3, 3), 0.7)[..., None]
    return np.rint(photo + soft * (surface.astype(np.float32) - photo)).astype(np.uint8)


def _white(mask: Mask) -> Image:
    return mask.astype(np.uint8) * np.uint8(255)


def _write(path: Path, picture: Image) -> None:
    bgr = picture[..., ::-1] if picture.ndim == 3 else picture
    path.write_bytes(cv2.imencode(".png", bgr)[1].tobytes())


_OBJECTS: dict[str, tuple[str, Shape, Surface]] = {
    "ball": ("coffee", _ellipse(90, 90, 42, 42), _shaded(60, 120, 200)),
    "star": ("chelsea", _star(300, 90, 60, 5), _flat(210, 60, 50)),
    "ring": ("rocket", _ring(110, 150, 60, 30), _shaded(220, 180, 60)),
    "leaf": ("astronaut", _ellipse(75, 190, 70, 24, 35), _flat(70, 140, 60)),
    "patch": ("chelsea", _ellipse(110, 215, 75, 45, 10), _from("coffee")),
    "fur": ("rocket", _star(280, 160, 80, 7, 0.7), _from("chelsea")),
    "rope": (
        "coffee", _line(11, (20, 270), (140, 235), (260, 280), (380, 240)), _flat(235, 235, 225),
    ),
    "grey": ("astronaut", _ellipse(310, 225, 50, 34), _shaded(120, 120, 125)),
}  # fmt: skip
_BLEMISHES: dict[str, tuple[str, Shape, Surface]] = {
    "sky": ("rocket", _ellipse(80, 110, 26, 26), _shaded(200, 70, 60)),
    "wood": ("coffee", _ellipse(60, 50, 30, 22), _flat(60, 160, 90)),
    "fur": ("chelsea", _star(200, 240, 32, 5), _flat(240, 220, 60)),
    "scratches": (
        "astronaut", _line(1, (30, 20), (180, 140), (170, 280), (390, 200)), _flat(245, 245, 240),
    ),
    "words": ("chelsea", _words("SAMPLE", 90, 170, 1.8, 3), _flat(250, 250, 250)),
    "edge": ("coffee", _ellipse(325, 165, 30, 24), _shaded(90, 90, 200)),
}  # fmt: skip
