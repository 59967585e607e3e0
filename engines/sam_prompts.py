"""From a pointing to candidates, for every model that decodes masks from an image embedding.

Kirillov et al., "Segment Anything", 2023, arXiv:2304.02643. Each further click is decoded with
the low-resolution mask of the clicks before it, as the model was trained (section 3).
"""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from engines.held import Held
from engines.pointed import Pointed, holds, levelled
from engines.protocols import Candidate, Pointing
from engines.sam_space import Coords, Logits, Space
from errors import InvalidRegion
from imaging.arrays import Box
from imaging.rank import Ranked
from imaging.scene import Point

REFINED_CLICKS = 8  # the last ones: a turn with many clicks costs no more than these


@dataclass(frozen=True)
class Prompt:
    """What one mask is asked for: clicks in order, true = include, and a box, in photo pixels."""

    clicks: tuple[tuple[Point, bool], ...]
    box: Box | None = None

    def coords(self, space: Space) -> Coords:
        """Return the clicks, then the box's two corners, as (n, 2) x, y in the square."""
        clicks = space.points([point for point, _ in self.clicks])
        return clicks if self.box is None else np.concatenate([clicks, space.corners(self.box)])

    def labels(self) -> NDArray[np.int64]:
        """Return (n,): 1 = include, 0 = exclude, 2 and 3 = the corners of a box."""
        clicks = [int(included) for _, included in self.clicks]
        return np.asarray(clicks if self.box is None else [*clicks, 2, 3], np.int64)

    def before(self) -> "Prompt | None":
        """Return the prompt without its last click, or None where nothing is pointed at then."""
        earlier = Prompt(self.clicks[:-1], self.box)
        pointed = any(included for _, included in earlier.clicks) or self.box is not None
        return earlier if self.clicks and pointed else None


@dataclass(frozen=True)
class Decoded:
    """What a decoder answers.

    logits: (n, h, w) float32 over the whole square, above 0 = in the mask.
    scores: (n,) the IoU that the model expects of each, 0..1 or a little beyond.
    """

    logits: Logits
    scores: NDArray[np.float32]

    def best(self) -> Logits:
        """Return the logits of the likeliest mask, (h, w)."""
        return self.logits[int(np.argmax(self.scores))]


class Decode(Protocol):
    """Decodes one prompt on one photo, from its embedding."""

    def __call__(self, prompt: Prompt, previous: Logits | None, /) -> Decoded:
        """`previous`: (h, w) logits of the clicks before the last one, or None."""
        ...


def candidates(
    pointing: Pointing, space: Space, decode: Decode, held: Held, *, key: Hashable
) -> list[Candidate]:
    """Return one to three candidates ordered part, object, whole (by area).

    Of one box or of clicks alone, what the decoder offers; of several boxes, the union of each
    box's likeliest mask, which scores as the weakest of them.

    Args:
        pointing: in pixels of the photo.
        space: how that photo lies in the model's square.
        decode: asked once per click of at most `REFINED_CLICKS`; what was refined is held.
        held: keeps the masks of earlier clicks; the answer does not depend on it.
        key: what they are held under: the engine's name and the image id.

    Raises:
        InvalidRegion: as `Pointed.of`, or the model found nothing there.
    """
    pointed = Pointed.of(pointing, (space.height, space.width))
    answers = [_refined(prompt, decode, held, key) for prompt in _prompts(pointed)]
    readings = [_ranked(answer, space) for answer in answers]
    found = readings[0] if len(readings) == 1 else _united(readings)
    settled = [Ranked(pointed.exactly(one.mask), one.score) for one in found if one.mask.any()]
    settled = [one for one in settled if one.mask.any()]
    if not settled:
        raise InvalidRegion(
            "The model found nothing there.", hint="Click on the thing, or draw a larger box."
        )
    return levelled(settled)


def _prompts(pointed: Pointed) -> list[Prompt]:
    if not pointed.boxes:
        return [Prompt(pointed.clicks)]
    if len(pointed.boxes) == 1:
        return [Prompt(pointed.clicks, pointed.boxes[0])]
    return [
        Prompt(tuple(click for click in pointed.clicks if holds(box, click[0])), box)
        for box in pointed.boxes
    ]


def _refined(prompt: Prompt, decode: Decode, held: Held, key: Hashable) -> Decoded:
    """Decode the clicks one after another, each with the mask of those before it."""
    chain = [prompt]
    while len(chain) < REFINED_CLICKS and (earlier := chain[0].before()):
        chain.insert(0, earlier)
    previous: Logits | None = None
    for earlier in chain[:-1]:
        previous = _logits(earlier, previous, decode, held, (key, chain[0], earlier))
    return decode(prompt, previous)


def _logits(
    prompt: Prompt, previous: Logits | None, decode: Decode, held: Held, key: Hashable
) -> Logits:
    """The likeliest mask's logits; the key names where its chain began, as they depend on it."""
    return held.get(key, lambda: (decode(prompt, previous).best(),))[0]


def _ranked(decoded: Decoded, space: Space) -> list[Ranked]:
    # A predicted IoU can overshoot: then all shrink, so that the likeliest mask stays the first.
    scores = np.clip(decoded.scores / max(1.0, decoded.scores.max()), 0, 1)
    return [
        Ranked(space.mask(logits), float(score))
        for logits, score in zip(decoded.logits, scores, strict=True)
    ]


def _united(readings: list[list[Ranked]]) -> list[Ranked]:
    bests = [max(reading, key=lambda one: one.score) for reading in readings]
    union = np.logical_or.reduce([best.mask for best in bests])
    return [Ranked(union, min(best.score for best in bests))]
