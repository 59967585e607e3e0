"""Where frontal faces are, so that nothing copies one by accident."""

from functools import cache
from typing import Protocol, cast

from skimage.data import lbp_frontal_face_cascade_filename
from skimage.feature import Cascade

from imaging.arrays import Box, Image
from imaging.scene import shrunk

SEARCH_PX = 320
SMALLEST_PX = 24


class _Detector(Protocol):
    """The part of scikit-image's untyped `Cascade` that is used here."""

    def detect_multi_scale(
        self,
        *,
        img: Image,
        scale_factor: float,
        step_ratio: float,
        min_size: tuple[int, int],
        max_size: tuple[int, int],
    ) -> list[dict[str, int]]: ...


def find_faces(image: Image) -> list[Box]:
    """Return frontal faces with their hair and chin, in about 50 ms.

    Looked for at `SEARCH_PX`, so a face smaller than a thirteenth of the photo is not found.
    Local binary patterns: Ahonen, Hadid and Pietikäinen, 2006, doi:10.1109/TPAMI.2006.244.

    Args:
        image: (H, W, 3) uint8 RGB.

    Returns:
        Boxes (x0, y0, x1, y1) inside the image.
    """
    small = shrunk(image, SEARCH_PX)
    shortest = min(small.shape[:2])
    if shortest <= SMALLEST_PX:
        return []
    found = _detector().detect_multi_scale(
        img=small,
        scale_factor=1.25,
        step_ratio=1.3,
        min_size=(SMALLEST_PX, SMALLEST_PX),
        max_size=(shortest, shortest),
    )
    scale = image.shape[1] / small.shape[1]
    return [_with_hair(face, scale, image.shape) for face in found]


def _with_hair(face: dict[str, int], scale: float, shape: tuple[int, ...]) -> Box:
    top, left, height, width = (face[key] * scale for key in ("r", "c", "height", "width"))
    x0, y0 = max(0, round(left - 0.3 * width)), max(0, round(top - 0.5 * height))
    x1, y1 = round(left + 1.3 * width), round(top + 1.3 * height)
    return x0, y0, min(shape[1], x1), min(shape[0], y1)


@cache
def _detector() -> _Detector:
    return cast(_Detector, Cascade(lbp_frontal_face_cascade_filename()))
