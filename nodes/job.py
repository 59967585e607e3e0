"""One step ready to run, what comes of it, and how pixels get back into the photo."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import cast

import numpy as np

from engines import Engines
from engines.protocols import Arg, Card, Note, Progress, Step
from errors import InvalidMask
from imaging import masks
from imaging.arrays import Box, Image, Mask, Pixels
from imaging.codec import Photo
from imaging.colour import from_srgb8
from imaging.composite import composite

FEATHER_PX = 3


@dataclass(frozen=True)
class Job:
    """One step, ready to run.

    seen: (H, W, 3) uint8 sRGB, the photo as engines see it.
    segmented: the mask came from a segmenter, not from a hand.
    reference: the photo that `args.image_id` names.
    """

    step: Step
    card: Card
    photo: Photo
    seen: Image
    mask: Mask | None
    segmented: bool
    reference: Image | None
    prompt: str
    seed: int
    options: Mapping[str, Arg]


@dataclass(frozen=True)
class Made:
    """What came of a step.

    applied: every pixel that may differ; None where the frame changed.
    outside_changed: pixels outside `applied` that differ, measured; None where the frame changed.
    changed: whether any pixel differs.
    """

    photo: Photo
    engine: str
    applied: Mask | None
    outside_changed: int | None
    changed: bool
    params: Mapping[str, Arg] = field(default_factory=dict[str, Arg])
    notes: tuple[Note, ...] = ()


Work = Callable[[Job, Engines, Progress], Made]


def required(job: Job) -> Mask:
    """Return the mask of a step that cannot do without.

    Raises:
        InvalidMask: there is none.
    """
    if job.mask is None:
        raise InvalidMask(f"`{job.step['op']}` needs a mask", hint="point at something first")
    return job.mask


def to_repaint(job: Job, mask: Mask) -> Mask:
    """Return what a model repaints: the mask, or all around it where that is the background.

    Raises:
        InvalidMask: the subject fills the photo, and there is no background.
    """
    if job.step["op"] != "background":
        return mask
    around = masks.invert(mask)
    masks.check(around, job.seen.shape)
    return around


def composited(
    job: Job,
    engine: str,
    edited: Pixels,
    applied: Mask,
    *,
    feather_px: float = 0,
    box: Box | None = None,
) -> Made:
    """Bring an engine's sRGB pixels back into the photo, inside `applied` only.

    Args:
        job: the step.
        engine: who made them.
        edited: (h, w, 3) or (h, w, 4) uint8; the fourth channel is alpha.
        applied: (H, W) bool, of the photo's size.
        feather_px: of the seam, inside `applied`.
        box: the window of the photo that `edited` is; None = all of it.
    """
    x0, y0, x1, y1 = box or (0, 0, job.photo.width, job.photo.height)
    here = np.s_[y0:y1, x0:x1]
    rgb = np.asarray(edited[..., :3], np.uint8)
    before = job.photo.pixels
    own = from_srgb8(rgb, job.seen[here], before[here], job.photo.icc_profile)
    if box is not None:
        whole = before.copy()
        whole[here] = own
        own = whole
    alpha = edited[..., 3] if edited.shape[2] == 4 else None
    parent, wanted = _with_alpha(job.photo, own, alpha)
    result = composite(parent, wanted, applied, feather_px=feather_px)
    photo = with_pixels(job.photo, result.pixels)
    return Made(photo, engine, applied, result.outside_changed, result.inside_changed > 0)


def with_pixels(photo: Photo, pixels: Pixels) -> Photo:
    """Return the photo with (H, W, 3) or (H, W, 4) other pixels."""
    alpha = pixels[..., 3] if pixels.shape[2] == 4 else None
    return replace(photo, pixels=pixels[..., :3], alpha=alpha)


def stacked(photo: Photo) -> Pixels:
    """Return (H, W, 3) pixels, or (H, W, 4) where the photo has alpha."""
    if photo.alpha is None:
        return photo.pixels
    return cast(Pixels, np.dstack([photo.pixels, photo.alpha]))


def _with_alpha(photo: Photo, own: Pixels, alpha: Pixels | None) -> tuple[Pixels, Pixels]:
    """Parent and edit with an alpha channel each, where either has one."""
    if photo.alpha is None and alpha is None:
        return photo.pixels, own
    opaque = np.iinfo(photo.pixels.dtype).max
    before = photo.alpha if photo.alpha is not None else np.full_like(own[..., 0], opaque)
    after = before
    if alpha is not None:
        scaled = np.rint(alpha.astype(np.float64) / 255 * opaque).astype(own.dtype)
        after = np.minimum(before, scaled)
    return cast(Pixels, np.dstack([photo.pixels, before])), cast(Pixels, np.dstack([own, after]))
