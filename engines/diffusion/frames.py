"""An engine's arrays as diffusers takes them: PIL pictures, at the size of an attempt."""

from collections.abc import Mapping
from typing import Any, cast

import numpy as np
from PIL import Image as PillowImage

from imaging.arrays import Image
from imaging.crop import resized


def as_pictures(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return arguments with arrays, and lists of them, as PIL pictures.

    Args:
        given: (H, W, 3) uint8 becomes RGB, (H, W) bool becomes L with 255 = True; what is no array
            stays.
    """
    return {name: _as_picture(value) for name, value in given.items()}


def _as_picture(value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, list):
        return [_as_picture(one) for one in cast(list[Any], value)]
    if not isinstance(value, np.ndarray):
        return value
    return PillowImage.fromarray(value.astype(np.uint8) * 255 if value.dtype == np.bool_ else value)


def sized(
    given: Mapping[str, Any], wanted_px: tuple[int, int], size_px: tuple[int, int]
) -> dict[str, Any]:
    """Return arguments for a picture of another size: width, height, and arrays of that size.

    Args:
        given: arguments of a picture of `wanted_px`; arrays of other sizes stay as they are.
        wanted_px: (width, height).
        size_px: the same, of the attempt.
    """
    if wanted_px == size_px:
        return dict(given)
    own = {"width": size_px[0], "height": size_px[1]}
    return {name: own.get(name, _sized(one, wanted_px, size_px)) for name, one in given.items()}


def _sized(value: Any, wanted_px: tuple[int, int], size_px: tuple[int, int]) -> Any:  # noqa: ANN401
    if isinstance(value, list):
        return [_sized(one, wanted_px, size_px) for one in cast(list[Any], value)]
    if not isinstance(value, np.ndarray) or value.shape[1::-1] != wanted_px:
        return value
    if value.dtype == np.bool_:  # a touched cell is editable: the caller composites
        return resized(value.astype(np.uint8) * 255, size_px) > 0
    return resized(cast(Image, value), size_px)
