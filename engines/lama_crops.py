"""Which windows of a photo LaMa fills one after another, and how they come back sharp.

Suvorov et al., "Resolution-robust Large Mask Inpainting with Fourier Convolutions", 2022,
arXiv:2109.07161.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import find_objects

from engines.protocols import Progress
from errors import InvalidMask
from imaging.arrays import Box, Image, Mask
from imaging.crop import context_box
from imaging.masks import check, grow
from imaging.scene import shrunk
from imaging.transfer_detail import transfer_detail

CONTEXT = 0.25  # of the hole's longer side, on each side: more makes the window, and so the hole,
MIN_CONTEXT_PX = 32  # coarser; a small hole gets the rest of the model's picture anyway
JOINED_PX = 16  # parts nearer than twice this are one thing: a wire that a mask cuts into dots

Fill = Callable[[Image, Mask], Image]
"""(h, w, 3) uint8 and (h, w) bool, True = fill, to (h, w, 3) uint8; both sides as `Frame` says."""


@dataclass(frozen=True)
class Frame:
    """What a model takes.

    side_px: no window is larger than this; it is scaled down.
    multiple: both sides are multiples of this; `side_px` itself: all windows are that square.
    """

    side_px: int
    multiple: int


def erase(image: Image, mask: Mask, frame: Frame, fill: Fill, progress: Progress) -> Image:
    """Fill the mask window by window; each sees the photo around it at the finest scale that fits.

    Args:
        image: (H, W, 3) uint8.
        mask: (H, W) bool, True = fill. Parts that fit into one window are filled in one.
        frame: what the model takes.
        fill: the model.
        progress: told of each window.

    Returns:
        (H, W, 3) uint8; unmasked pixels are the image's. Windows that do not overlap are filled
        from the photo as it is; one that overlaps an earlier one sees what was filled there.

    Raises:
        InvalidMask: empty, of another size, or with nothing left to continue the photo from.
    """
    check(mask, image.shape)
    if mask.all():
        raise InvalidMask("The mask covers everything: nothing is left to continue.")
    filled, left = image.copy(), mask.copy()
    holes = parts(mask, frame)
    for done, hole in enumerate(holes):
        progress(done, len(holes))
        x0, y0, x1, y1 = _window(hole, frame)
        here = np.s_[y0:y1, x0:x1]
        # Holes that are not filled yet are holes here too: what is to go is no context.
        made = _filled(filled[here], left[here], frame, fill)
        filled[here][hole[here]] = made[hole[here]]
        left &= ~hole
    progress(len(holes), len(holes))
    return filled


@dataclass(frozen=True)
class Parts:
    """The holes of a mask; one mask (H, W) is made at a time, for there may be hundreds.

    labels: (H, W), 0 = keep; groups: of each hole its box in px, and its labels.
    """

    labels: NDArray[np.int32]
    groups: Sequence[tuple[Box, list[int]]]

    def __len__(self) -> int:
        return len(self.groups)

    def __iter__(self) -> Iterator[Mask]:
        for (x0, y0, x1, y1), members in self.groups:
            hole = np.zeros(self.labels.shape, np.bool_)
            hole[y0:y1, x0:x1] = np.isin(self.labels[y0:y1, x0:x1], members)
            yield hole


def parts(mask: Mask, frame: Frame) -> Parts:
    """Return the holes to fill at once: those of one window at full resolution, and each other."""
    _, near = cv2.connectedComponents(grow(mask, JOINED_PX).astype(np.uint8))
    labels = np.where(mask, near, 0).astype(np.int32)
    groups: list[tuple[Box, list[int]]] = []
    for label, (rows, columns) in enumerate(find_objects(labels), start=1):
        box = columns.start, rows.start, columns.stop, rows.stop
        for i, (known, members) in enumerate(groups):
            joined = _around(known, box)
            if _needed_px(joined) <= frame.side_px:
                groups[i] = joined, [*members, label]
                break
        else:
            groups.append((box, [label]))
    return Parts(labels, groups)


def _needed_px(box: Box) -> int:
    longest = max(box[2] - box[0], box[3] - box[1])
    return longest + 2 * max(round(CONTEXT * longest), MIN_CONTEXT_PX)


def _around(first: Box, second: Box) -> Box:
    (a, b, c, d), (e, f, g, h) = first, second
    return min(a, e), min(b, f), max(c, g), max(d, h)


def _window(hole: Mask, frame: Frame) -> Box:
    """A square where the model takes squares: the photo is better context than its reflection."""
    square = frame.multiple == frame.side_px
    return context_box(
        hole,
        margin=CONTEXT,
        min_margin_px=MIN_CONTEXT_PX,
        min_px=min(frame.side_px, 512),
        max_aspect=1.0 if square else 3.0,
    )


def _filled(window: Image, hole: Mask, frame: Frame, fill: Fill) -> Image:
    small = shrunk(window, frame.side_px)
    gap = _covered(hole, small)
    if gap.all():
        raise InvalidMask("The mask leaves too little to continue the photo from.")
    height, width = gap.shape
    below, right = -height % frame.multiple, -width % frame.multiple
    # Reflected with its hole: the reflection of what is to go would be copied back into it.
    seen, masked = (
        cv2.copyMakeBorder(array, 0, below, 0, right, cv2.BORDER_REFLECT)
        for array in (small, gap.astype(np.uint8))
    )
    made = fill(np.asarray(seen, np.uint8), np.asarray(masked) > 0)[:height, :width]
    made = np.where(gap[..., None], made, small)
    return made if small.shape == window.shape else transfer_detail(window, hole, made, ~gap)


def _covered(hole: Mask, small: Image) -> Mask:
    if hole.shape == small.shape[:2]:
        return hole
    size = small.shape[1], small.shape[0]
    return cv2.resize(hole.astype(np.float32), size, interpolation=cv2.INTER_AREA) > 0
