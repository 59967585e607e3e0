"""Photos for the first visit: they come with scikit-image, so nothing is fetched."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from errors import NotFound
from imaging.codec import decode
from imaging.thumbnail import thumbnail

THUMB_PX = 320
THUMB_QUALITY = 70  # keeps each of them under 15 kB


@dataclass(frozen=True)
class Sample:
    """A photo to try things on; `words` is the key of its name."""

    key: str
    file: str  # in skimage/data; all six are CC0 or in the public domain
    words: str


SAMPLES: tuple[Sample, ...] = (
    Sample("coffee", "coffee.png", "sample_coffee"),
    Sample("cat", "chelsea.png", "sample_cat"),
    Sample("motorcycle", "motorcycle_left.png", "sample_motorcycle"),
    Sample("astronaut", "astronaut.png", "sample_astronaut"),
    Sample("rocket", "rocket.jpg", "sample_rocket"),
    Sample("photographer", "camera.png", "sample_photographer"),
)
"""In the order of the gallery; the first is the one that pointing is best learned on."""


def named(key: str) -> Sample:
    """Return the sample called `key`.

    Raises:
        NotFound: there is none; the hint lists those there are.
    """
    for sample in SAMPLES:
        if sample.key == key:
            return sample
    known = ", ".join(sample.key for sample in SAMPLES)
    raise NotFound(f"there is no sample {key[:40]!r}", hint=f"choose one of: {known}")


def data(key: str) -> bytes:
    """Return a sample's file, byte for byte.

    Raises:
        NotFound: there is no sample of that key.
    """
    return files("skimage.data").joinpath(named(key).file).read_bytes()


@cache
def thumb(key: str) -> bytes:
    """Return a WebP of a sample, at most `THUMB_PX` on the long side; made once.

    Raises:
        NotFound: there is no sample of that key.
    """
    return thumbnail(decode(data(key)), THUMB_PX, quality=THUMB_QUALITY)
