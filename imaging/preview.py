"""A picture small enough to travel inside an event."""

import base64

from imaging.arrays import Image
from imaging.codec import Photo, encode
from imaging.crop import resized

LONGEST_PX = 256
MOST_BYTES = 20_000
QUALITIES = (70, 40, 15)


def preview_url(image: Image) -> str:
    """Return an (H, W, 3) uint8 picture as a WebP data URL of at most 20 kB.

    It is at most 256 px on the long side; quality goes down before size does.
    """
    side = min(LONGEST_PX, max(image.shape[:2]))
    while True:
        small = Photo(resized(image, _within(image, side)))
        for quality in QUALITIES:
            data = base64.b64encode(encode(small, "WEBP", quality=quality)).decode()
            url = f"data:image/webp;base64,{data}"
            if len(url) <= MOST_BYTES:
                return url
        side //= 2


def _within(image: Image, side: int) -> tuple[int, int]:
    scale = side / max(image.shape[:2])
    return max(1, round(image.shape[1] * scale)), max(1, round(image.shape[0] * scale))
