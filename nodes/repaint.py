"""Let a model that reads words repaint a part of the photo, or all of it."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from engines import Engines
from engines.protocols import Arg, Card, Drawn, Note, Progress
from errors import EngineError
from imaging.arrays import Box, Image, Mask
from imaging.crop import Crop, cut, drawn_px, native_box, window_of
from imaging.match import match
from nodes.job import FEATHER_PX, Job, Made, composited, required, to_repaint

Draw = Callable[[Crop], Drawn]


@dataclass(frozen=True)
class Redrawn:
    """A window that a model drew, back at the photo's resolution and in its colours.

    window: (h, w, 3) uint8, of the window's own size.
    shift: what was added to its colours, in levels of red, green and blue.
    changed: whether the model drew anything else than it was shown; scaling is no change.
    """

    window: Image
    crop: Crop
    drawn: Drawn
    shift: tuple[float, float, float]
    changed: bool

    @property
    def params(self) -> dict[str, Arg]:
        """What a version remembers of it: the model's own, at what size, how far it drifted."""
        return {
            **self.drawn.params,
            "drawn_px": list[Arg](self.crop.inner_px),
            "colour_shift": list[Arg](self.shift),
        }


def repaint(job: Job, engines: Engines, progress: Progress) -> Made:
    """Repaint the mask from the prompt, at the model's native size.

    Raises:
        InvalidMask: there is none, or nothing around the subject.
        EngineError: the model failed, or drew another size.
        Cancelled: the caller stopped the turn.
    """
    mask = to_repaint(job, required(job))
    return _into(job, mask, inpainting(job, engines, progress))


def inpainting(job: Job, engines: Engines, progress: Progress, *, seed: int | None = None) -> Draw:
    """Return how the step's inpainter draws a crop; by the job's seed, or another one."""
    engine, name = engines.inpainter(job.card.name), job.card.name

    def draw(crop: Crop) -> Drawn:
        with engines.alone(name, progress):
            return engine.inpaint(
                crop.image,
                crop.mask,
                job.prompt,
                seed=job.seed if seed is None else seed,
                options=job.options,
                progress=progress,
            )

    return draw


def follow(job: Job, engines: Engines, progress: Progress) -> Made:
    """Let an instruction editor repaint the mask and its surroundings, or the whole photo.

    Raises:
        InvalidMask: nothing is around the subject.
        EngineError: the model failed, or drew another size.
        Cancelled: the caller stopped the turn.
    """
    engine, name = engines.instructor(job.card.name), job.card.name

    def draw(crop: Crop) -> Drawn:
        with engines.alone(name, progress):
            return engine.follow(
                crop.image, job.prompt, seed=job.seed, options=job.options, progress=progress
            )

    if job.mask is None:
        return _whole(job, draw)
    return _into(job, to_repaint(job, job.mask), draw)


def redrawn(image: Image, mask: Mask, box: Box, card: Card, draw: Draw) -> Redrawn:
    """Have a window of `image` drawn and bring it back, matched to the photo around `mask`.

    Args:
        image: (H, W, 3) uint8 sRGB.
        mask: (H, W) bool, True = repaint; all of it inside `box`.
        box: the window.
        card: of the model: its size.
        draw: the model.

    Raises:
        EngineError: the model drew another size than its crop's.
    """
    inner_px = drawn_px(box, card.size_px, card.multiple)
    crop = cut(image, mask, box, inner_px=inner_px, multiple=card.multiple)
    drawn = draw(crop)
    checked(drawn.image, crop, card.name)
    width, height = inner_px
    inner = np.s_[:height, :width]
    own, was, hole = drawn.image[inner], crop.image[inner], crop.mask[inner]
    matched, changed = match(own, was, hole), bool((own != was)[hole].any())
    pasted = drawn.image.copy()
    pasted[inner] = matched.image
    window = np.asarray(window_of(pasted, crop), np.uint8)
    return Redrawn(window, crop, drawn, matched.shift, changed)


def checked(drawn: Image, crop: Crop, name: str) -> Image:
    """Return what an engine made of a crop, if that is a picture of the crop's size.

    Raises:
        EngineError: of another size or depth.
    """
    if drawn.shape != crop.image.shape or drawn.dtype != np.uint8:
        sides = f"{crop.image.shape[1]}x{crop.image.shape[0]}"
        raise EngineError(f"`{name}` made {drawn.shape} {drawn.dtype}, not {sides} in RGB")
    return drawn


def softer(crop: Crop, name: str, *, whole: bool = False) -> tuple[Note, ...]:
    """Return what is to be said where a window was drawn smaller than it is."""
    x0, y0, x1, y1 = crop.box
    width, height = crop.inner_px
    if width >= x1 - x0 and height >= y1 - y0:
        return ()
    sizes: dict[str, Arg] = {"drawn": f"{width}×{height}", "part": f"{x1 - x0}×{y1 - y0}"}
    return (Note("softer_whole" if whole else "softer_part", {"engine": name, **sizes}),)


def _into(job: Job, mask: Mask, draw: Draw) -> Made:
    """Repaint a mask, on a window around it."""
    made = redrawn(job.seen, mask, native_box(mask, job.card.size_px), job.card, draw)
    window, box = made.window, made.crop.box
    back = composited(job, job.card.name, window, mask, feather_px=FEATHER_PX, box=box)
    return _told(back, made, softer(made.crop, job.card.name))


def _whole(job: Job, draw: Draw) -> Made:
    """Repaint the photo in its frame.

    No detail of the photo is added to what comes back enlarged: an order may have changed it.
    """
    mask, box = np.ones(job.seen.shape[:2], np.bool_), (0, 0, job.photo.width, job.photo.height)
    made = redrawn(job.seen, mask, box, job.card, draw)
    back = composited(job, job.card.name, made.window, mask)
    return _told(back, made, softer(made.crop, job.card.name, whole=True))


def _told(back: Made, made: Redrawn, notes: tuple[Note, ...]) -> Made:
    changed, said = back.changed and made.changed, (*made.drawn.notes, *notes)
    return replace(back, changed=changed, params=made.params, notes=said)
