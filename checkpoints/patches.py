"""Patches: a photo as its parent and what lies in one box."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from errors import InvalidRequest
from imaging.arrays import Box, Pixels
from imaging.codec import Photo


def digest(kind: str, place: str, photo: Photo) -> str:
    """Return the id of an edit: 32 hex of the SHA-256 over its place, pixels and profile."""
    shape = f"{kind} {place} {photo.pixels.shape} {photo.pixels.dtype} {photo.alpha is not None}"
    content = hashlib.sha256(f"{shape}\n".encode())
    content.update(np.ascontiguousarray(photo.pixels).data)
    if photo.alpha is not None:
        content.update(np.ascontiguousarray(photo.alpha).data)
    content.update(photo.icc_profile or b"")
    return content.hexdigest()[:32]


def cropped(photo: Photo, box_xyxy: Box) -> Photo:
    """Return what lies in the box, (x0, y0, x1, y1) pixels, the far edge excluded."""
    x0, y0, x1, y1 = box_xyxy
    alpha = None if photo.alpha is None else photo.alpha[y0:y1, x0:x1]
    return replace(photo, pixels=photo.pixels[y0:y1, x0:x1], alpha=alpha)


def composed(base: Photo, patches: Sequence[tuple[Box, Photo]]) -> Photo:
    """Return `base` with the patches laid on it, the last of the sequence first."""
    if not patches:
        return base
    whole = own_copy(base, writeable=True)
    for (x0, y0, x1, y1), patch in reversed(patches):
        whole.pixels[y0:y1, x0:x1] = patch.pixels
        if whole.alpha is not None and patch.alpha is not None:
            whole.alpha[y0:y1, x0:x1] = patch.alpha
    return whole


def check_patch(parent: Photo, photo: Photo, box_xyxy: Box) -> None:
    """Raise `InvalidRequest` unless `photo` can be kept as `parent` and a box."""
    x0, y0, x1, y1 = box_xyxy
    if not (0 <= x0 < x1 <= parent.width and 0 <= y0 < y1 <= parent.height):
        raise InvalidRequest(
            f"The box {box_xyxy} is empty or outside {parent.width} × {parent.height} pixels.",
            hint="A box is (x0, y0, x1, y1), the far edge excluded.",
        )
    same = (parent.pixels.shape, parent.pixels.dtype, parent.alpha is None, parent.icc_profile)
    if same != (photo.pixels.shape, photo.pixels.dtype, photo.alpha is None, photo.icc_profile):
        raise InvalidRequest(
            "The picture has another size, depth, profile or transparency than its parent.",
            hint="Keep it whole, with put_photo.",
        )
    if not _same_outside(parent.pixels, photo.pixels, box_xyxy) or not (
        parent.alpha is None
        or photo.alpha is None
        or _same_outside(parent.alpha, photo.alpha, box_xyxy)
    ):
        raise InvalidRequest(
            "The picture differs from its parent outside the box.",
            hint="Give the box of all that changed.",
        )


def _same_outside(one: Pixels, other: Pixels, box_xyxy: Box) -> bool:
    x0, y0, x1, y1 = box_xyxy
    strips = (
        (slice(0, y0), slice(None)),
        (slice(y1, None), slice(None)),
        (slice(y0, y1), slice(0, x0)),
        (slice(y0, y1), slice(x1, None)),
    )
    return all(np.array_equal(one[strip], other[strip]) for strip in strips)


def own_copy(photo: Photo, *, writeable: bool = False) -> Photo:
    """Return the photo with arrays of its own."""

    def copied(array: Pixels) -> Pixels:
        fresh: Any = np.array(array)
        fresh.flags.writeable = writeable
        return fresh

    alpha = None if photo.alpha is None else copied(photo.alpha)
    return replace(photo, pixels=copied(photo.pixels), alpha=alpha)
