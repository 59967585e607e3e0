"""Removal without weights: the hole is filled with patches of its surroundings."""

import threading

import cv2
import numpy as np
import patchmatch

from engines.protocols import Card, Progress
from errors import InvalidMask
from imaging.arrays import Image, Mask
from imaging.faces import find_faces
from imaging.masks import check
from imaging.scene import shrunk
from imaging.transfer_detail import transfer_detail

CONTEXT_MARGIN = 0.5
"""Of the mask's longer side, on each side: with more, distant objects are copied into the hole."""
MIN_CONTEXT_PX = 48
PATCH_RADIUS_PX = 3  # larger ones copy whole objects, and take twice as long
LARGEST_SIDE_PX = 640
MIN_SOURCE_SHARE = 0.25

_seeded = threading.Lock()  # the library keeps one seed for the whole process


class PatchMatch:
    """Coherent patches from around the hole: good on texture, sky, walls, grass.

    Barnes et al., 2009, doi:10.1145/1531326.1531330. Faces are never copied. A large window is
    filled on a small copy, and gets its fine texture back from the photo.
    """

    card = Card(
        name="patchmatch",
        capability="erase",
        summary="Removes things by continuing what is around them; no model, some seconds at most.",
        ops=frozenset({"remove"}),
    )

    def suits(self, mask: Mask) -> bool:
        """Whether this engine can fill `mask`: any that leaves something to copy from."""
        return not bool(mask.all())

    def erase(self, image: Image, mask: Mask, *, seed: int, progress: Progress) -> Image:
        """Return the filled image; pass a window of `CONTEXT_MARGIN` around the mask.

        Raises:
            InvalidMask: empty, of another size, or with nothing left to copy from.
        """
        check(mask, image.shape)
        if mask.all():
            raise InvalidMask(
                "The mask covers everything: nothing is left to copy from.",
                hint="Mark less, or give the engine more of the photo around the mask.",
            )
        progress(0, 3)
        barred = _faces_beside(image, mask)
        progress(1, 3)
        filled = _fill(image, mask, barred, seed)
        progress(3, 3)
        return np.where(mask[..., None], filled, image)


def _fill(image: Image, mask: Mask, barred: Mask, seed: int) -> Image:
    small = shrunk(image, LARGEST_SIDE_PX)
    if small.shape == image.shape:
        return _inpainted(image, mask, barred, seed)
    hole, small_barred = _covered(mask, small), _covered(barred, small)
    if hole.all():
        raise InvalidMask("The mask leaves too little to copy from.", hint="Mark less.")
    filled = _inpainted(small, hole, small_barred, seed)
    return transfer_detail(image, mask, filled, ~hole & ~small_barred)


def _inpainted(image: Image, hole: Mask, barred: Mask, seed: int) -> Image:
    barred = barred & ~hole
    with _seeded:
        patchmatch.set_random_seed(seed)
        filled = patchmatch.inpaint(
            np.ascontiguousarray(image),
            hole,
            global_mask=barred if barred.any() else None,
            patch_size=PATCH_RADIUS_PX,
        )
    return np.asarray(filled, np.uint8)


def _covered(mask: Mask, small: Image) -> Mask:
    size = small.shape[1], small.shape[0]
    return cv2.resize(mask.astype(np.float32), size, interpolation=cv2.INTER_AREA) > 0


def _faces_beside(image: Image, mask: Mask) -> Mask:
    """Faces that the mask leaves alone: never a source, unless little else is left.

    A face that is itself retouched must lend its own skin.
    """
    barred = np.zeros(mask.shape, np.bool_)
    for x0, y0, x1, y1 in find_faces(image):
        if not mask[y0:y1, x0:x1].any():
            barred[y0:y1, x0:x1] = True
    left = np.count_nonzero(~mask & ~barred)
    enough = left >= MIN_SOURCE_SHARE * np.count_nonzero(~mask)
    return barred if enough else np.zeros_like(barred)
