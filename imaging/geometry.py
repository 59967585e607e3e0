"""Changes of the frame: crop, rotate, flip, resize, straighten.

Everything here takes a photo as it was decoded: (H, W, 3) or (H, W, 4), uint8 or uint16, and
returns the same kind. Angles are in degrees, clockwise as seen. What cannot be done raises
InvalidRequest.
"""

import re
from typing import cast

import cv2
import numpy as np

from errors import InvalidRequest
from imaging.arrays import Box, Pixels

MAX_PIXELS = 64_000_000
_MAX_SIDE = 32_000  # cv2.warpAffine's bound is 32767


def crop(pixels: Pixels, box_xyxy: Box) -> Pixels:
    """Return the part inside the box (x0, y0, x1, y1), the far edge excluded."""
    height, width = pixels.shape[:2]
    x0, y0, x1, y1 = box_xyxy
    inside = x0 >= 0 and y0 >= 0 and x1 <= width and y1 <= height
    if not inside or x0 >= x1 or y0 >= y1:
        raise InvalidRequest(
            f"The box ({x0}, {y0}, {x1}, {y1}) is not a part of the {width}×{height} photo.",
            hint="Give x0, y0, x1, y1 in pixels from the top left, with x0 < x1 and y0 < y1.",
        )
    return pixels[y0:y1, x0:x1].copy()


def crop_to_ratio(pixels: Pixels, ratio: str, focus_xyxy: Box | None = None) -> Pixels:
    """Return the largest part of that ratio, around the focus box if one is given.

    Args:
        pixels: (H, W, 3 or 4).
        ratio: "16:9", width to height.
        focus_xyxy: what should stay in the picture; None = the middle of the photo.
    """
    across, down = ratio_of(ratio)
    height, width = pixels.shape[:2]
    new_width = min(width, max(1, round(height * across / down)))
    new_height = min(height, max(1, round(width * down / across)))
    x0, y0, x1, y1 = focus_xyxy or (0, 0, width, height)
    left = min(max(0, round((x0 + x1 - new_width) / 2)), width - new_width)
    top = min(max(0, round((y0 + y1 - new_height) / 2)), height - new_height)
    return crop(pixels, (left, top, left + new_width, top + new_height))


def ratio_of(text: str) -> tuple[float, float]:
    """Return width and height of a ratio as people write it: "16:9", "4/3", "1.85:1"."""
    match = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*[:/x×]\s*(\d+(?:\.\d+)?)\s*", text)
    if match is None or not (float(match[1]) > 0 and float(match[2]) > 0):
        raise InvalidRequest(
            f"“{text}” is not a ratio.", hint="Write width to height, such as 16:9, 4:3 or 1:1."
        )
    return float(match[1]), float(match[2])


def rotate_right_angle(pixels: Pixels, degrees: int) -> Pixels:
    """Return the photo turned clockwise by a multiple of 90 degrees; every pixel is kept."""
    if degrees % 90:
        raise InvalidRequest(
            f"{degrees} is not a multiple of 90 degrees.", hint="Choose 90, 180 or 270."
        )
    return cast(Pixels, np.ascontiguousarray(np.rot90(pixels, k=-(degrees // 90))))


def rotate(pixels: Pixels, degrees: float) -> Pixels:
    """Return the photo turned clockwise by any angle, cropped so that no empty corner shows.

    The result is the largest upright rectangle inside the turned photo.
    """
    if not np.isfinite(degrees):
        raise InvalidRequest(f"{degrees} is not an angle in degrees.")
    quarters = round(degrees / 90)
    turned, rest = rotate_right_angle(pixels, 90 * (quarters % 4)), degrees - 90 * quarters
    if rest == 0:
        return turned
    height, width = turned.shape[:2]
    _check_size(width, height)
    new_width, new_height = _inscribed(width, height, np.deg2rad(abs(rest)))
    place = cv2.getRotationMatrix2D(((width - 1) / 2, (height - 1) / 2), -rest, 1.0)
    place[:, 2] += ((new_width - width) / 2, (new_height - height) / 2)
    straight = _premultiplied(turned)
    moved = cv2.warpAffine(
        straight,
        place,
        (new_width, new_height),
        flags=cv2.INTER_LANCZOS4,
        borderMode=cv2.BORDER_REFLECT_101,  # read only by the kernel's rim
    )
    return _unpremultiplied(cast(Pixels, moved), pixels)


def _inscribed(width: int, height: int, angle: float) -> tuple[int, int]:
    """Return the largest upright rectangle in a turned one; angle in radians, 0..π/4."""
    sine, cosine = float(np.sin(angle)), float(np.cos(angle))
    long, short = max(width, height), min(width, height)
    if short <= 2 * sine * cosine * long:  # two corners touch the long sides, two are free
        sides = (short / 2 / sine, short / 2 / cosine)
        new_width, new_height = sides if width >= height else sides[::-1]
    else:
        spread = cosine * cosine - sine * sine
        new_width = (width * cosine - height * sine) / spread
        new_height = (height * cosine - width * sine) / spread
    return max(1, int(new_width)), max(1, int(new_height))


def flip(pixels: Pixels, axis: str) -> Pixels:
    """Return the mirror image: "horizontal" swaps left and right, "vertical" top and bottom."""
    if axis not in ("horizontal", "vertical"):
        raise InvalidRequest(f"There is no axis “{axis}”.", hint="Choose horizontal or vertical.")
    mirrored = pixels[:, ::-1] if axis == "horizontal" else pixels[::-1]
    return cast(Pixels, np.ascontiguousarray(mirrored))


def resize(
    pixels: Pixels,
    *,
    width_px: int | None = None,
    height_px: int | None = None,
    scale: float | None = None,
) -> Pixels:
    """Return the photo at another size: area averages when smaller, Lanczos when larger.

    With one of `width_px` and `height_px` the proportions stay; with both, the photo is stretched
    to them; `scale` stands alone.
    """
    width, height = _new_size(pixels, width_px, height_px, scale)
    _check_size(width, height)
    source = _premultiplied(pixels)
    # Each axis on its own: one may shrink while the other grows.
    for size in ((width, source.shape[0]), (width, height)):
        grows = size[0] > source.shape[1] or size[1] > source.shape[0]
        method = cv2.INTER_LANCZOS4 if grows else cv2.INTER_AREA
        if size != source.shape[1::-1]:
            source = cast(Pixels, cv2.resize(source, size, interpolation=method))
    return _unpremultiplied(source, pixels)


def _new_size(
    pixels: Pixels, width_px: int | None, height_px: int | None, scale: float | None
) -> tuple[int, int]:
    height, width = pixels.shape[:2]
    if (scale is None) == (width_px is None and height_px is None):
        raise InvalidRequest(
            "A new size is needed: a width, a height, both, or a scale on its own.",
            hint="Give width_px, height_px or scale, such as 0.5.",
        )
    if scale is not None:
        return _whole(width * scale), _whole(height * scale)
    grown = max((width_px or 0) / width, (height_px or 0) / height)  # read when one is given
    new_width = max(1, round(width * grown)) if width_px is None and grown > 0 else width_px
    new_height = max(1, round(height * grown)) if height_px is None and grown > 0 else height_px
    return new_width or 0, new_height or 0


def _whole(value: float) -> int:
    return round(value) if np.isfinite(value) else 0


def _check_size(width: int, height: int) -> None:
    if width < 1 or height < 1:
        raise InvalidRequest(f"A photo cannot be {width}×{height} pixels.", hint="Make it larger.")
    if width * height > MAX_PIXELS or max(width, height) > _MAX_SIDE:
        raise InvalidRequest(
            f"{width}×{height} pixels are too many.",
            hint=f"At most {MAX_PIXELS // 1_000_000} megapixels, {_MAX_SIDE} on a side.",
        )


def _premultiplied(pixels: Pixels) -> Pixels:
    """Return colours times alpha, so that hidden colours do not bleed into the visible ones."""
    if pixels.shape[2] == 3:
        return pixels
    full = np.iinfo(pixels.dtype).max
    opaque = pixels[:, :, 3:].astype(np.float32) / full
    colour = np.rint(pixels[:, :, :3] * opaque).astype(pixels.dtype)
    return cast(Pixels, np.concatenate([colour, pixels[:, :, 3:]], axis=2))


def _unpremultiplied(moved: Pixels, original: Pixels) -> Pixels:
    if original.shape[2] == 3:
        return moved
    full = np.iinfo(original.dtype).max
    opaque = np.maximum(moved[:, :, 3:].astype(np.float32) / full, 1 / full)
    colour = np.clip(np.rint(moved[:, :, :3] / opaque), 0, full).astype(original.dtype)
    return cast(Pixels, np.concatenate([colour, moved[:, :, 3:]], axis=2))
