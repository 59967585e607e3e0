"""What running one step means, by capability; `execute` is the node around it."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from engines import Engines
from engines.protocols import Capability, Progress
from errors import EngineError
from imaging import masks
from imaging.arrays import Pixels
from imaging.codec import Photo
from imaging.crop import context_box, cut, window_of
from nodes.expand import expand
from nodes.job import FEATHER_PX, Job, Made, Work, composited, required, stacked, with_pixels
from nodes.repaint import checked, follow, repaint, softer

NARROWED = ("adjust", "recolour", "style")
"""Ops that change what is inside their mask; the others change what is around it, or the frame."""
ERASE_CONTEXT_PX = 48
ERASE_CONTEXT = 0.5  # of the mask's longer side: with more, distant things are copied into the hole


def erase(job: Job, engines: Engines, progress: Progress) -> Made:
    """Fill the mask from around it; a segmented object is taken with its rim."""
    mask = required(job)
    if job.segmented:
        mask = masks.grow(mask, masks.erase_margin_px(mask))
    named = job.card.name if job.options.get("engine") == job.card.name else None
    engine = engines.eraser(mask, named)
    name = engine.card.name
    box = context_box(
        mask,
        margin=ERASE_CONTEXT,
        min_margin_px=ERASE_CONTEXT_PX,
        min_px=engine.card.context_px,
    )
    crop = cut(job.seen, mask, box, size_px=engine.card.size_px)
    with engines.alone(name, progress):
        filled = engine.erase(crop.image, crop.mask, seed=job.seed, progress=progress)
    window = window_of(checked(filled, crop, name), crop)
    made = composited(job, name, window, mask, feather_px=FEATHER_PX, box=box)
    return replace(made, notes=softer(crop, name))


def inpaint(job: Job, engines: Engines, progress: Progress) -> Made:
    """Repaint the mask from the prompt, or paint on beyond the photo's edges."""
    work = expand if job.step["op"] == "expand" else repaint
    return work(job, engines, progress)


def edit(job: Job, engines: Engines, progress: Progress) -> Made:
    """Change the picture as the step says; the engine tells which pixels may differ."""
    if job.card.languages is not None:
        return follow(job, engines, progress)
    engine = engines.editor(job.card.name, job.card.capability)
    with engines.alone(job.card.name, progress):
        edited = engine.edit(
            stacked(job.photo) if job.card.native else job.seen,
            job.mask,
            job.step,
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
    return composited(job, job.card.name, edited.pixels, applied)


WORK: Mapping[Capability, Work] = {
    "erase": erase,
    "inpaint": inpaint,
    "edit": edit,
    "upscale": edit,
}


def _reframed(job: Job, pixels: Pixels) -> Photo:
    """A picture of another frame: in the photo's own profile only where the engine kept it."""
    photo = job.photo if job.card.native else replace(job.photo, icc_profile=None)
    return with_pixels(photo, pixels)


def _same(first: Photo, second: Photo) -> bool:
    if not np.array_equal(first.pixels, second.pixels):
        return False
    if first.alpha is None or second.alpha is None:
        return first.alpha is second.alpha
    return np.array_equal(first.alpha, second.alpha)
