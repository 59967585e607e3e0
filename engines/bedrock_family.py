"""What all image models on Amazon Bedrock have in common: numbers in ranges, words, pictures."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, cast

from engines.protocols import Arg
from engines.remote_picture import Canvas
from errors import InvalidRequest

Body = dict[str, Any]


@dataclass(frozen=True)
class Range:
    """What a number may be, both ends included, and what it is where the turn does not say."""

    least: float
    most: float
    default: float | None = None

    def checked(self, name: str, value: object) -> float:
        """Return a number of a turn's options.

        Raises:
            InvalidRequest: it is no number in the range; the hint names the range.
        """
        if isinstance(value, int | float) and self.least <= value <= self.most:
            return value
        raise InvalidRequest(
            f"the model takes no {name} of {value}",
            hint=f"use a number from {self.least:.12g} to {self.most:.12g}",
        )


@dataclass(frozen=True)
class Wish:
    """A picture to be drawn. numbers: checked, by the turn's names: "seed", "guidance_scale"."""

    prompt: str
    negative: str
    numbers: Mapping[str, float] = field(default_factory=dict[str, float])

    @property
    def seed(self) -> int:
        """The seed that is sent."""
        return int(self.numbers["seed"])


class Family(ABC):
    """Models that are asked in one JSON.

    ranges: of a turn's options, the numbers it takes; "seed" always is one of them.
    most_chars: of a prompt. multiple: of a picture's sides, px.
    """

    ranges: ClassVar[Mapping[str, Range]]
    most_chars: ClassVar[int]
    multiple: ClassVar[int] = 16

    @property
    def options(self) -> frozenset[str]:
        """Of a turn's options, those that it honours."""
        return frozenset({"negative_prompt", *self.ranges} - {"seed"})

    def wish(self, prompt: str, seed: int, options: Mapping[str, Arg]) -> Wish:
        """Return a wish with its numbers checked.

        A seed that the person chose must be in range; one that was made up here is folded into it.

        Raises:
            InvalidRequest: a number is out of range, or the prompt too long.
        """
        if len(prompt) > self.most_chars:
            raise InvalidRequest(
                f"the prompt has {len(prompt)} characters", hint=f"use at most {self.most_chars}"
            )
        seeds = self.ranges["seed"]
        least, span = int(seeds.least), int(seeds.most - seeds.least) + 1
        chosen = "seed" in options
        numbers = {"seed": seeds.checked("seed", seed) if chosen else least + seed % span}
        for name, allowed in self.ranges.items():
            given = options.get(name, allowed.default)
            if name != "seed" and given is not None:
                numbers[name] = allowed.checked(name, given)
        return Wish(prompt, str(options.get("negative_prompt") or ""), numbers)

    @abstractmethod
    def size_for(self, own_px: tuple[int, int]) -> tuple[int, int]:
        """Return the (width, height) to edit a picture of `own_px` at."""

    @abstractmethod
    def check_size(self, width: int, height: int) -> None:
        """Raise InvalidRequest, with the choices, where no new picture can have this size."""

    @abstractmethod
    def generation(self, wish: Wish, width: int, height: int) -> Body:
        """Return the body for a new picture."""

    @abstractmethod
    def inpainting(self, wish: Wish, canvas: Canvas) -> Body:
        """Return the body for repainting what `canvas.mask` marks."""

    def pictures(self, answer: Mapping[str, Any]) -> tuple[Sequence[object], str]:
        """Return an answer's pictures, base64, and why there may be none."""
        whys = [str(why) for why in rows(answer.get("finish_reasons")) if why]
        return rows(answer.get("images")), str(answer.get("error") or "; ".join(whys))


def rows(value: object) -> list[Any]:
    """Return a list of an answer, or an empty one where it is something else."""
    return cast(list[Any], value) if isinstance(value, list) else []
