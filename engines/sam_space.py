"""A photo in the square that Segment Anything sees, and the way back.

Kirillov et al., "Segment Anything", 2023, arXiv:2304.02643. The longer side becomes 1024 px, the
rest is padding to the right and below. SAM 2 (Ravi et al., 2024, arXiv:2408.00714) stretches.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image as Pillow

from imaging.arrays import Box, Image, Mask

SIDE_PX = 1024
MEAN_RGB = np.array((123.675, 116.28, 103.53), np.float32)  # of 0..255, as both were trained
STD_RGB = np.array((58.395, 57.12, 57.375), np.float32)

Coords = NDArray[np.float32]
Logits = NDArray[np.float32]
Tensor = NDArray[np.float32]


@dataclass(frozen=True)
class Space:
    """How a photo of (height, width) px lies in the model's square.

    stretched: it fills the whole square (SAM 2); otherwise it keeps its proportions.
    """

    height: int
    width: int
    side_px: int = SIDE_PX
    stretched: bool = False

    @classmethod
    def of(cls, image: Image, side_px: int = SIDE_PX, *, stretched: bool = False) -> "Space":
        """Return the space of an (H, W, 3) photo."""
        return cls(image.shape[0], image.shape[1], side_px, stretched)

    @property
    def inner_px(self) -> tuple[int, int]:
        """(width, height) of the photo inside the square, rounded as the models' authors do."""
        if self.stretched:
            return self.side_px, self.side_px
        scale = self.side_px / max(self.height, self.width)
        return max(1, int(self.width * scale + 0.5)), max(1, int(self.height * scale + 0.5))

    def fitted(self, image: Image) -> Image:
        """Return the photo at `inner_px`, (h, w, 3) uint8: bilinear with area support."""
        small = Pillow.fromarray(image).resize(self.inner_px, Pillow.Resampling.BILINEAR)
        return np.asarray(small, np.uint8)

    def tensor(self, image: Image) -> Tensor:
        """Return the photo normalised, then padded with 0: (1, 3, side_px, side_px) float32."""
        width, height = self.inner_px
        seen = np.zeros((1, 3, self.side_px, self.side_px), np.float32)
        colours = (self.fitted(image) - MEAN_RGB) / STD_RGB
        seen[0, :, :height, :width] = colours.transpose(2, 0, 1)
        return seen

    def points(self, points_xy: Sequence[tuple[int, int]]) -> Coords:
        """Return pixels of the photo as (n, 2) x, y in the square.

        The centre of a pixel stays its centre. The model adds 0.5 to what it is given, so a whole
        number is the middle of a pixel of the square, as it is of a pixel of the photo.
        """
        pixels = np.asarray(points_xy, np.float64).reshape(-1, 2)
        return ((pixels + 0.5) * self._scale - 0.5).astype(np.float32)

    def corners(self, box: Box) -> Coords:
        """Return a box of the photo as its first and last pixel in the square, (2, 2) x, y."""
        first = np.asarray(box[:2], np.float64) * self._scale
        last = np.asarray(box[2:], np.float64) * self._scale - 1  # the far edge is excluded
        return np.stack([first, np.maximum(first, last)]).astype(np.float32)

    def mask(self, logits: Logits) -> Mask:
        """Return where logits over the whole square, (h, w), are above 0: (H, W) of the photo.

        Bilinear to the square, without its padding bilinear to the photo: as the models' authors.
        """
        width, height = self.inner_px
        square = (self.side_px, self.side_px)
        drawn = cv2.resize(logits, square, interpolation=cv2.INTER_LINEAR)[:height, :width]
        full = cv2.resize(drawn, (self.width, self.height), interpolation=cv2.INTER_LINEAR)
        return np.asarray(full) > 0

    @property
    def _scale(self) -> NDArray[np.float64]:
        return np.asarray(self.inner_px, np.float64) / (self.width, self.height)
