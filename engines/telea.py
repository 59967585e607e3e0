"""Scratches, wires and hairs: what is thin is filled from its rim."""

import cv2
import numpy as np

from engines.protocols import Card, Progress
from errors import InvalidMask
from imaging.arrays import Image, Mask
from imaging.masks import check, is_thin

LARGEST_PX = 4000
RADIUS_PX = 4


class Telea:
    """Fast marching from the rim: good for thin masks, a smear on others.

    Telea, "An image inpainting technique based on the fast marching method", 2004,
    doi:10.1080/10867651.2004.10487596.
    """

    card = Card(
        name="telea",
        capability="erase",
        summary="Removes scratches, wires and other thin things in milliseconds.",
        ops=frozenset({"remove"}),
    )

    def suits(self, mask: Mask) -> bool:
        """Whether `mask` is thin and small enough to be filled from its rim."""
        return int(np.count_nonzero(mask)) <= LARGEST_PX and is_thin(mask)

    def erase(self, image: Image, mask: Mask, *, seed: int, progress: Progress) -> Image:
        """Return the filled image; there is no chance in it, so `seed` changes nothing.

        Raises:
            InvalidMask: empty, of another size, or with nothing left to fill from.
        """
        check(mask, image.shape)
        if mask.all():
            raise InvalidMask("The mask covers everything: nothing is left to fill from.")
        progress(0, 1)
        filled = cv2.inpaint(
            np.ascontiguousarray(image), mask.astype(np.uint8), RADIUS_PX, cv2.INPAINT_TELEA
        )
        progress(1, 1)
        return np.where(mask[..., None], np.asarray(filled, np.uint8), image)
