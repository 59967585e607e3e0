"""What running one step means, by capability; `execute` is the node around it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import cast

import numpy as np

from engines import Engines
from engines.protocols import Arg, Capability, Card, Progress, Step
from errors import EngineError, InvalidMask
from imaging import masks
from imaging.arrays import Image, Mask, Pixels
from imaging.codec import Photo
from imaging.colour import from_srgb8
from imaging.composite import composite
from imaging.crop import context_box, cut, paste

FEATHER_PX = 3
NARROWED = ("adjust", "recolour", "style")
"""Ops that change what is inside their mask; the others change what is around it, or the frame."""
ERASE_CONTEXT_PX = 48
ERASE_CONTEXT = 0.5  # of the mask's longer side: with more, distant things are copied into the hole


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


Work = Callable[[Job, Engines, Progress], Made]


def erase(job: Job, engines: Engines, progress: Progress) -> Made:
    """Fill the mask from around it; a segmented object is taken with its rim."""
    mask = _required(job)
    if job.segmented:
        mask = masks.grow(mask, masks.erase_margin_px(mask))
    named = job.card.name if job.options.get("engine") == job.card.name else None
    engine = engines.eraser(mask, named)
    box = context_box(mask, margin=ERASE_CONTEXT, min_margin_px=ERASE_CONTEXT_PX)
    crop = cut(job.seen, mask, box, size_px=engine.card.size_px)
    with engines.alone(engine.card.name, progress):
        filled = engine.erase(crop.image, crop.mask, seed=job.seed, progress=progress)
    return _composited(job, engine.card.name, paste(job.seen, filled, crop), mask, FEATHER_PX)


def inpaint(job: Job, engines: Engines, progress: Progress) -> Made:
    """Repaint the mask from the prompt, at the model's native size."""
    mask = _required(job)
    if job.step["op"] == "background":
        mask = masks.invert(mask)
    engine, name = engines.inpainter(job.card.name), job.card.name
    crop = cut(
        job.seen, mask, context_box(mask), size_px=job.card.size_px, multiple=job.card.multiple
    )
    with engines.alone(name, progress):
        filled = engine.inpaint(
            crop.image,
            crop.mask,
            job.prompt,
            seed=job.seed,
            options=job.options,
            progress=progress,
        )
    return _composited(job, name, paste(job.seen, filled, crop), mask, FEATHER_PX)


def edit(job: Job, engines: Engines, progress: Progress) -> Made:
    """Change the picture as the step says; the engine tells which pixels may differ."""
    engine = engines.editor(job.card.name, engines.capability_of(job.step))
    step: Step = job.step
    if job.card.languages is not None:
        step = {**step, "instruction": job.prompt}  # in the engine's language, cut to its limit
    with engines.alone(job.card.name, progress):
        edited = engine.edit(
            _stacked(job.photo) if job.card.native else job.seen,
            job.mask,
            step,
            reference=job.reference,
            seed=job.seed,
            progress=progress,
        )
    if edited.applied is None and job.step["op"] not in NARROWED:
        photo = _reframed(job, edited.pixels)
        return Made(photo, job.card.name, None, None, not _same(photo, job.photo))
    # Where a mask narrows the edit it is the confirmed one that counts, whatever the engine says.
    narrowed = job.mask is not None and job.step["op"] in NARROWED
    applied = job.mask if narrowed else edited.applied
    if applied is None:
        raise EngineError(f"`{job.card.name}` changed the frame, and was asked for pixels")
    return _composited(job, job.card.name, edited.pixels, applied, 0)


WORK: Mapping[Capability, Work] = {
    "erase": erase,
    "inpaint": inpaint,
    "edit": edit,
    "upscale": edit,
}


def _composited(job: Job, engine: str, edited: Pixels, applied: Mask, feather_px: float) -> Made:
    """Bring the engine's sRGB pixels back into the photo, inside `applied` only."""
    rgb = np.asarray(edited[..., :3], np.uint8)
    own = from_srgb8(rgb, job.seen, job.photo.pixels, job.photo.icc_profile)
    alpha = edited[..., 3] if edited.shape[2] == 4 else None
    parent, wanted = _with_alpha(job.photo, own, alpha)
    result = composite(parent, wanted, applied, feather_px=feather_px)
    photo = _replaced(job.photo, result.pixels)
    return Made(photo, engine, applied, result.outside_changed, result.inside_changed > 0)


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


def _stacked(photo: Photo) -> Pixels:
    if photo.alpha is None:
        return photo.pixels
    return cast(Pixels, np.dstack([photo.pixels, photo.alpha]))


def _replaced(photo: Photo, pixels: Pixels) -> Photo:
    alpha = pixels[..., 3] if pixels.shape[2] == 4 else None
    return replace(photo, pixels=pixels[..., :3], alpha=alpha)


def _reframed(job: Job, pixels: Pixels) -> Photo:
    """A picture of another frame: in the photo's own profile only where the engine kept it."""
    photo = job.photo if job.card.native else replace(job.photo, icc_profile=None)
    return _replaced(photo, pixels)


def _same(first: Photo, second: Photo) -> bool:
    if not np.array_equal(first.pixels, second.pixels):
        return False
    if first.alpha is None or second.alpha is None:
        return first.alpha is second.alpha
    return np.array_equal(first.alpha, second.alpha)


def _required(job: Job) -> Mask:
    if job.mask is None:
        raise InvalidMask(f"`{job.step['op']}` needs a mask", hint="point at something first")
    return job.mask
