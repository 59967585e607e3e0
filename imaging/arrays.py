"""Array conventions, stated once; everything else converts at its own edge.

Image   (H, W, 3) uint8, RGB, sRGB
Mask    (H, W) bool, True = change
Matte   (H, W) float32 in 0..1, 1 = wholly the subject
Pixels  (H, W, 3) or (H, W, 4) uint8 or uint16, a photo as it was decoded

Coordinates are (x, y) pixels from the top left; boxes are (x0, y0, x1, y1), the far edge excluded.
"""

import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]
Mask = NDArray[np.bool_]
Matte = NDArray[np.float32]
Pixels = NDArray[np.uint8] | NDArray[np.uint16]
Box = tuple[int, int, int, int]
