"""Paint on beyond the photo's edges: a larger frame, in which the photo stays as it is."""

from dataclasses import dataclass, replace

import numpy as np

from engines import Engines
from engines.protocols import Arg, Note, Progress, Step
from errors import TooLarge
from imaging import masks
from imaging.arrays import Image, Mask, Pixels
from imaging.codec import Photo
from imaging.colour import from_srgb8
from imaging.composite import composite
from imaging.expand import Margins, border, extended, margins, windows
from nodes.draft import SEEDS
from nodes.job import FEATHER_PX, Job, Made
from nodes.repaint import Draw, Redrawn, inpainting, redrawn, softer


@dataclass(frozen=True)
class Painted:
    """The larger frame, painted. image: (H', W', 3) uint8 sRGB. runs: what each window gave."""

    image: Image
    runs: tuple[Redrawn, ...]

    @property
    def params(self) -> dict[str, Arg]:
        """What a version remembers of the runs: of one as it is, of several one by one."""
        if len(self.runs) == 1:
            return self.runs[0].params
        return {"windows": [run.params for run in self.runs]}


def expand(job: Job, engines: Engines, progress: Progress) -> Made:
    """Grow the frame by what `args.ratio` or `args.direction` say, and have the new border drawn.

    The photo's own pixels stay, byte for byte; the version's params say where (`offset_xy`), and
    how many of them changed (`photo_changed`, measured).

    Raises:
        InvalidRequest: a ratio or direction that cannot be meant.
        TooLarge: the new frame has more pixels than this server takes.
        EngineError: the model failed, or drew another size.
        Cancelled: the caller stopped the turn.
    """
    photo, by = job.photo, _margins(job.step, job.photo, engines.settings.max_pixels)
    new = border(photo.width, photo.height, by)
    stand_in = extended(job.seen, by).astype(np.uint8, copy=False)
    painted = _painted(job, stand_in, new, by, engines, progress)
    pixels = extended(photo.pixels, by)
    own = from_srgb8(painted.image, stand_in, pixels, photo.icc_profile)
    result = composite(pixels, own, new)
    grown = replace(photo, pixels=result.pixels, alpha=_alpha(photo, by, new))
    params = {**painted.params, **_place(by, result.outside_changed)}
    changed, name = any(run.changed for run in painted.runs), job.card.name
    return Made(grown, name, None, None, changed, params, _notes(painted, name))


def _margins(step: Step, photo: Photo, most: int) -> Margins:
    ratio, direction = step["args"].get("ratio"), step["args"].get("direction")
    wanted = None if ratio is None else str(ratio)
    by = margins(photo.width, photo.height, wanted, str(direction or "all"))
    width, height = by.size_px(photo.width, photo.height)
    if width * height > most:
        raise TooLarge(
            f"the larger photo would have {width}×{height} pixels",
            hint=f"this server takes {most} (PENTIMENTO_MAX_PIXELS): make the photo smaller first",
        )
    return by


def _painted(
    job: Job, stand_in: Image, new: Mask, by: Margins, engines: Engines, progress: Progress
) -> Painted:
    """Draw window by window; what is drawn in one is known in the next."""
    frame, left, runs = stand_in.copy(), new.copy(), list[Redrawn]()
    boxes = windows(new, by, job.card.size_px)
    for index, (x0, y0, x1, y1) in enumerate(boxes):
        here = np.s_[y0:y1, x0:x1]
        if not left[here].any():
            continue
        told, seed = _within(progress, index, len(boxes)), (job.seed + index) % SEEDS
        draw: Draw = inpainting(job, engines, told, seed=seed)
        made = redrawn(frame[here], left[here], (0, 0, x1 - x0, y1 - y0), job.card, draw)
        # Windows meet in what the earlier one drew; the mirrored photo fades at the photo only.
        mask = masks.grow(left[here], FEATHER_PX) & new[here]
        frame[here] = composite(frame[here], made.window, mask, feather_px=FEATHER_PX).pixels
        left[here] = False
        runs.append(made)
    return Painted(frame, tuple(runs))


def _within(progress: Progress, index: int, count: int) -> Progress:
    """Progress of one window as progress of all."""

    def told(done: int, total: int, preview: Image | None = None, /) -> None:
        progress(index * total + done, count * total, preview)

    return told


def _alpha(photo: Photo, by: Margins, new: Mask) -> Pixels | None:
    """The photo's alpha in the new frame, whose border is opaque."""
    if photo.alpha is None:
        return None
    alpha = extended(photo.alpha, by)
    alpha[new] = np.iinfo(alpha.dtype).max
    return alpha


def _place(by: Margins, photo_changed: int) -> dict[str, Arg]:
    """Where the photo lies in its new frame, and the proof that it is as it was."""
    return {"offset_xy": [by.left, by.top], "photo_changed": photo_changed}


def _notes(painted: Painted, name: str) -> tuple[Note, ...]:
    notes = [note for run in painted.runs for note in run.drawn.notes]
    soft = [note for run in painted.runs for note in softer(run.crop, name)]
    return (*notes, *soft[:1])
