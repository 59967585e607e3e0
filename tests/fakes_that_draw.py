"""Models that draw, without weights: each does to its whole crop what real ones do to theirs."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import cv2
import numpy as np

from engines.protocols import Arg, Card, Drawn, Note, Progress
from imaging.arrays import Image, Mask

DRIFT = (12, -8, 5)
VIGNETTE = 18.0
RED = (200, 30, 25)


@dataclass(frozen=True)
class Asked:
    """What a model was given."""

    image: Image
    mask: Mask | None
    prompt: str
    seed: int


ASKED: list[Asked] = []
"""By every fake of this file, in order."""


def drifted(image: Image, *, noise: float = 2.0, seed: int = 0) -> Image:
    """The picture as an autoencoder and guidance return it: other colours, dark corners, noise."""
    height, width = image.shape[:2]
    y, x = np.mgrid[:height, :width]
    radius = np.hypot(2 * x / width - 1, 2 * y / height - 1)
    shift = np.array(DRIFT) - VIGNETTE * (radius**2)[..., None]
    grain = np.random.default_rng(seed).normal(0, noise, image.shape)
    return np.clip(np.rint(image + shift + grain), 0, 255).astype(np.uint8)


class Drifter:
    """Draws what is there already, in drifted colours: its seam is the drift's alone."""

    card = Card(
        "drifter",
        "inpaint",
        "drifts in colour",
        size_px=128,
        ops=frozenset({"replace", "add", "background", "text", "expand"}),
        languages=frozenset({"en"}),
        options=frozenset({"guidance_scale"}),
    )

    def inpaint(
        self,
        image: Image,
        mask: Mask,
        prompt: str,
        *,
        seed: int,
        options: Mapping[str, Arg],
        progress: Progress,
    ) -> Drawn:
        ASKED.append(Asked(image.copy(), mask.copy(), prompt, seed))
        for done in range(3):
            progress(done, 3)
        drawn = self.draw(image.copy(), mask, seed)
        return Drawn(drawn, {"steps": 3}, (Note("unfinished"),) if prompt == "half" else ())

    def draw(self, image: Image, mask: Mask, seed: int) -> Image:
        return drifted(image, seed=seed)


class RedDrifter(Drifter):
    """Fills the mask with red, and drifts."""

    card = replace(Drifter.card, name="red-drifter")

    def draw(self, image: Image, mask: Mask, seed: int) -> Image:
        image[mask] = RED
        return drifted(image, seed=seed)


class Perfect(Drifter):
    """Fills the mask with red, and leaves the rest as it is."""

    card = replace(Drifter.card, name="perfect")

    def draw(self, image: Image, mask: Mask, seed: int) -> Image:
        image[mask] = RED
        return image


class Idle(Drifter):
    """Returns what it was given."""

    card = replace(Drifter.card, name="idle")

    def draw(self, image: Image, mask: Mask, seed: int) -> Image:
        return image


class Cropper(Drifter):
    """Returns a picture of another size."""

    card = replace(Drifter.card, name="cropper")

    def draw(self, image: Image, mask: Mask, seed: int) -> Image:
        return image[:-8]


class Floats(Drifter):
    """Returns numbers from 0 to 1."""

    card = replace(Drifter.card, name="floats")

    def draw(self, image: Image, mask: Mask, seed: int) -> Image:
        return image / np.float32(255)


class Follower:
    """An instruction editor: swaps red and blue of all it sees, and knows no mask."""

    card = Card(
        "follower",
        "edit",
        "swaps red and blue",
        ops=frozenset({"replace", "add", "background", "text", "style", "adjust"}),
        mask="optional",
        size_px=128,
        multiple=16,
        languages=frozenset({"en"}),
        prompt="instruction",
    )

    def follow(
        self,
        image: Image,
        instruction: str,
        *,
        seed: int,
        options: Mapping[str, Arg],
        progress: Progress,
    ) -> Drawn:
        ASKED.append(Asked(image.copy(), None, instruction, seed))
        progress(0, 1)
        return Drawn(self.draw(image.copy()), {"steps": 1})

    def draw(self, image: Image) -> Image:
        return np.ascontiguousarray(image[..., ::-1])


class IdleFollower(Follower):
    """Returns what it was given."""

    card = replace(Follower.card, name="idle-follower")

    def draw(self, image: Image) -> Image:
        return image


class Enlarger(Follower):
    """Returns a picture of another size."""

    card = replace(Follower.card, name="enlarger")

    def draw(self, image: Image) -> Image:
        return cv2.resize(image, None, fx=2, fy=2).astype(np.uint8)


class Shrinker:
    """An eraser that returns half of its crop."""

    card = Card("shrinker", "erase", "halves", ops=frozenset({"remove"}))

    def suits(self, mask: Mask) -> bool:
        return True

    def erase(self, image: Image, mask: Mask, *, seed: int, progress: Progress) -> Image:
        return image[::2, ::2]


SHRINKER = {"shrinker": "tests.fakes_that_draw:Shrinker"}
DRIFTER = {"drifter": "tests.fakes_that_draw:Drifter"}
RED_DRIFTER = {"red-drifter": "tests.fakes_that_draw:RedDrifter"}
PERFECT = {"perfect": "tests.fakes_that_draw:Perfect"}
IDLE = {"idle": "tests.fakes_that_draw:Idle"}
CROPPER = {"cropper": "tests.fakes_that_draw:Cropper"}
FLOATS = {"floats": "tests.fakes_that_draw:Floats"}
FOLLOWER = {"follower": "tests.fakes_that_draw:Follower"}
IDLE_FOLLOWER = {"idle-follower": "tests.fakes_that_draw:IdleFollower"}
ENLARGER = {"enlarger": "tests.fakes_that_draw:Enlarger"}
