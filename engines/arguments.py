"""Reading a step's arguments: the right type, or an error that says what is wanted."""

from collections.abc import Iterable

import numpy as np

from engines.protocols import Step
from errors import InvalidMask, InvalidRequest
from imaging.arrays import Image, Mask, Pixels


def number(step: Step, name: str, default: float | None = None) -> float:
    """Return a numeric argument; `default` where it is missing or null.

    Raises:
        InvalidRequest: it is missing without a default, or not a finite number.
    """
    value = step["args"].get(name)
    value = default if value is None else value
    if isinstance(value, bool) or not isinstance(value, int | float) or not np.isfinite(value):
        raise InvalidRequest(f"{step['op']} needs a number as {name}, not {value!r}.")
    return value


def whole_number(step: Step, name: str) -> int | None:
    """Return a whole-number argument, or None where it is missing or null."""
    if step["args"].get(name) is None:
        return None
    value = number(step, name)
    if value != int(value):
        raise InvalidRequest(f"{step['op']} needs a whole number as {name}, not {value!r}.")
    return int(value)


def choice(step: Step, name: str, choices: Iterable[str]) -> str:
    """Return an argument that is one of `choices`.

    Raises:
        InvalidRequest: it is missing, or another; the hint lists the choices.
    """
    value, known = step["args"].get(name), tuple(choices)
    if not isinstance(value, str) or value not in known:
        said = "is missing" if value is None else f"cannot be {value!r}"
        raise InvalidRequest(
            f"{step['op']}: {name} {said}.", hint="Choose one of: " + ", ".join(known)
        )
    return value


def photo(image: Pixels) -> Image:
    """Return the image as the 8-bit RGB that an engine without `card.native` is promised.

    Raises:
        InvalidRequest: it is of another depth or has another number of channels.
    """
    if image.dtype != np.uint8 or image.ndim != 3 or image.shape[2] != 3:
        raise InvalidRequest(f"This engine edits 8-bit RGB, not {image.dtype} {image.shape}.")
    return image.astype(np.uint8, copy=False)


def region(mask: Mask | None, image: Pixels) -> Mask:
    """Return the mask that an op cannot do without.

    Raises:
        InvalidMask: there is none, it is empty, or of another size than the image.
    """
    if mask is None:
        raise InvalidMask("This edit needs a mask.", hint="Point at the object first.")
    if mask.shape != image.shape[:2]:
        raise InvalidMask(f"The mask is {mask.shape}, the image {image.shape[:2]} (height, width).")
    if not mask.any():
        raise InvalidMask("The mask is empty.", hint="Point at the object first.")
    return mask
