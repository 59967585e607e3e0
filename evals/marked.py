"""A folder of pictures whose objects are marked: name.jpg or .png, beside it name.mask.png."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from errors import EditError, InvalidRequest
from evals.rows import read_json
from imaging import codec, masks
from imaging.arrays import Box, Image, Mask
from imaging.codec import Photo
from imaging.colour import to_8bit

PICTURES = (".jpg", ".jpeg", ".png")
MASK = ".mask.png"
PROMPTS = "prompts.json"
HALF = 128  # of 255: this and more is white


@dataclass(frozen=True)
class Marked:
    """A picture and the object in it.

    data: the picture's file. truth: (H, W) bool, True = the object.
    click: the first click (x, y); None: the object's centre. box: None: the mask's own.
    """

    name: str
    data: bytes
    image: Image
    truth: Mask
    click: tuple[int, int] | None = None
    box: Box | None = None


def read_marked(folder: Path) -> list[Marked]:
    """Return the pictures of a folder by name, with their masks and prompts.

    prompts.json, where there is one: {"name": {"click": [x, y], "box": [x0, y0, x1, y1]}}, either
    or both.

    Raises:
        InvalidRequest: no such folder; a picture without its mask or the other way round; sizes
            that differ; an empty mask; prompts for no picture, or outside it.
    """
    pictures = _pairs(folder)
    prompts = read_json(folder / PROMPTS) if (folder / PROMPTS).exists() else {}
    if strange := sorted(set(prompts) - set(pictures)):
        raise InvalidRequest(
            f'{folder / PROMPTS}: there is no picture "{strange[0]}"',
            hint=f"there are: {', '.join(pictures)}",
        )
    return [_marked(name, path, prompts.get(name, {})) for name, path in pictures.items()]


def read_photo(path: Path) -> Photo:
    """Return the photo in a file.

    Raises:
        InvalidRequest: no such file, or no picture in it; the message names it.
    """
    if not path.is_file():
        raise InvalidRequest(f"there is no file {path}", hint="each picture needs it")
    try:
        return codec.decode(path.read_bytes())
    except EditError as error:
        raise InvalidRequest(f"{path}: {error.message}", hint=error.hint) from error


def read_mask(path: Path, shape: tuple[int, ...]) -> Mask:
    """Return the mask in a file, white = True; grey counts by its half.

    Raises:
        InvalidRequest: no such file, of another size than (H, W), or nothing in it is white.
    """
    white = to_8bit(read_photo(path).pixels).mean(axis=-1) >= HALF
    if white.shape != shape[:2]:
        raise InvalidRequest(
            f"{path} is {white.shape[1]}×{white.shape[0]} px, its picture {shape[1]}×{shape[0]}",
            hint="a mask has its picture's size",
        )
    if not white.any():
        raise InvalidRequest(f"{path} marks nothing", hint="white is what is meant, black the rest")
    return white


def _pairs(folder: Path) -> dict[str, Path]:
    if not folder.is_dir():
        raise InvalidRequest(f"there is no folder {folder}", hint="check its name")
    files = sorted(folder.iterdir())
    pictures = [
        f for f in files if f.suffix.lower() in PICTURES and not f.name.lower().endswith(MASK)
    ]
    named = {picture.stem: picture for picture in pictures}
    marked = {f.name.removesuffix(MASK) for f in files if f.name.endswith(MASK)}
    if odd := sorted(marked ^ set(named)):
        missing = f"{odd[0]}{MASK}" if odd[0] in named else f"{odd[0]}.jpg or {odd[0]}.png"
        raise InvalidRequest(f"{folder} has no {missing}", hint="each picture needs its mask")
    if len(named) < len(pictures):
        raise InvalidRequest(f"{folder} has a name twice", hint="one picture for each mask")
    if not named:
        raise InvalidRequest(f"{folder} has no pictures", hint=f"put name.jpg and name{MASK} there")
    return named


def _marked(name: str, path: Path, prompt: object) -> Marked:
    image = to_8bit(read_photo(path).pixels)
    truth = read_mask(path.with_name(f"{name}{MASK}"), image.shape)
    place = f'{path.with_name(PROMPTS)}: "{name}"'
    try:
        click, box = _prompt(prompt, image.shape)
    except EditError as error:
        raise InvalidRequest(f"{place}: {error.message}", hint=error.hint) from error
    return Marked(name, path.read_bytes(), image, truth, click, box)


def _prompt(prompt: object, shape: tuple[int, ...]) -> tuple[tuple[int, int] | None, Box | None]:
    hint = 'use {"click": [x, y], "box": [x0, y0, x1, y1]}, either or both'
    if not isinstance(prompt, Mapping) or not set(prompt) <= {"click", "box"}:
        raise InvalidRequest(f"{prompt} is no prompt", hint=hint)
    given: dict[str, Any] = dict(prompt)
    for numbers in given.values():
        if not isinstance(numbers, list) or not all(isinstance(n, int | float) for n in numbers):
            raise InvalidRequest(f"{numbers} are no coordinates", hint=hint)
    click = masks.check_point(given["click"], shape) if "click" in given else None
    return click, masks.check_box(given["box"], shape) if "box" in given else None
