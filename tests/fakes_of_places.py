"""Grounding engines without weights: they find squares of planted colours by an agreed name."""

import os
import signal

import cv2
import numpy as np

from engines.places import read
from engines.protocols import Candidate, Card, Grounded, Pointing
from errors import EngineUnavailable, InvalidRegion
from imaging.arrays import Image
from imaging.masks import check_box, from_box

COLOURS = {"dog": (200, 30, 30), "cat": (30, 30, 200), "cup": (30, 160, 40)}
GREY = (120, 120, 120)


def planted(width: int, height: int, **squares: list[tuple[int, int, int, int]]) -> Image:
    """A grey photo, (height, width, 3), with boxes of each thing's colour."""
    image = np.full((height, width, 3), GREY, np.uint8)
    for name, boxes in squares.items():
        for x0, y0, x1, y1 in boxes:
            image[y0:y1, x0:x1] = COLOURS[name]
    return image


class Beholder:
    """Finds each square of the thing's colour; what lies further right, it is surer of."""

    card = Card(
        "beholder", "ground", "finds planted squares", mask="none", languages=frozenset({"en"})
    )
    phrases: list[str] = []  # noqa: RUF012  # shared on purpose: the registry makes the object

    def ground(self, image: Image, phrase: str, *, image_id: str) -> list[Grounded]:
        self.phrases.append(phrase)
        named = read(phrase)
        colour = COLOURS.get(named.noun.removesuffix("s"), (255, 255, 255))
        near = np.abs(image.astype(int) - colour).max(axis=2) < 12
        _, _, stats, _ = cv2.connectedComponentsWithStats(near.astype(np.uint8), connectivity=4)
        height, width = near.shape
        found = [
            Grounded((float(x), float(y), float(x + w), float(y + h)), 0.5 + 0.4 * float(x) / width)
            for x, y, w, h, area in stats[1:]
            if area > 50
        ]
        return named.pick(found, width, height)


class BlindBeholder(Beholder):
    """Its server does not answer."""

    def ground(self, image: Image, phrase: str, *, image_id: str) -> list[Grounded]:
        raise EngineUnavailable("`beholder` did not answer", hint="start it")


class DoomedBeholder(Beholder):
    """Dies like a crashed machine when it is asked."""

    def ground(self, image: Image, phrase: str, *, image_id: str) -> list[Grounded]:
        os.kill(os.getpid(), signal.SIGKILL)
        raise AssertionError


class HalfBlind:
    """Takes a box for the thing in it, and sees nothing in the left third of the photo."""

    card = Card("half-blind", "segment", "takes boxes for things")

    def segment(self, image: Image, pointing: Pointing, *, image_id: str) -> list[Candidate]:
        (box,) = (check_box(box, image.shape) for box in pointing.boxes_xyxy)
        if box[2] <= image.shape[1] / 3:
            raise InvalidRegion("nothing is there")
        return [Candidate(from_box(box, image.shape), 0.9, "object")]


BEHOLDER = {"beholder": "tests.fakes_of_places:Beholder"}
DOOMED = {"beholder": "tests.fakes_of_places:DoomedBeholder"}
BLIND = {"beholder": "tests.fakes_of_places:BlindBeholder"}
