"""What a model must do to be used here: one small protocol per capability.

Arrays follow `imaging.arrays`. An engine holds weights, never a "current image", and never
changes the arrays it is given. The registry hands out one object per engine; `Engines.alone`
holds its lock.

A step's `args`, by op:
    adjust      name (ADJUSTMENTS), amount (percent, -100..100)
    recolour    colour ("#rrggbb"), colour_name
    background  mode ("blur" | "colour" | "image" | "describe"), amount (percent), colour, image_id
    style       name (STYLES, or null for a free description), amount (percent)
                (both: whole, true when the text says "the whole picture" beside a selection)
    transform   name ("crop" | "rotate" | "flip" | "resize" | "straighten"), ratio ("16:9"),
                degrees (clockwise), axis ("horizontal" | "vertical"), width_px, height_px, scale
    history     action ("undo" | "redo" | "reset" | "goto"), count, version (0 = the original),
                before ({"op", "target"}: the version before that step)
    replace     with           add   what          text  text
    generate    prompt, n      upscale  scale      expand  ratio, direction
    chat        kind ("greeting" | "thanks" | "help" | "other")
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, NotRequired, Protocol

from pydantic import JsonValue
from typing_extensions import TypedDict

from imaging.arrays import Image, Mask, Pixels

Op = Literal[
    "remove", "replace", "add", "background", "style", "adjust", "recolour", "extract",
    "transform", "text", "generate", "expand", "upscale", "question", "recommend", "history",
    "chat",
]  # fmt: skip
Capability = Literal[
    "segment", "ground", "erase", "inpaint", "edit", "generate", "upscale", "describe", "plan",
    "translate",
]  # fmt: skip
Level = Literal["part", "object", "whole"]
Arg = JsonValue
Progress = Callable[[int, int], None]
"""Called with (done, total); raises `errors.Cancelled` when the caller stopped the turn."""

ADJUSTMENTS = (
    "brightness", "contrast", "saturation", "temperature", "exposure", "shadows", "highlights",
    "sharpen", "denoise", "blur", "vignette", "grayscale", "sepia", "invert",
)  # fmt: skip
STYLES = (
    "sketch", "colour-sketch", "cartoon", "watercolour", "oil", "film", "pixel", "noir", "poster",
)  # fmt: skip


class Step(TypedDict):
    """One operation of a plan."""

    op: Op
    target: str | None  # what is meant, in the user's words; None = what was pointed at, or all
    instruction: str  # the part of the user's text that this step came from, unchanged
    args: dict[str, Arg]
    needs_region: bool  # True: a mask must be confirmed first


class Plan(TypedDict):
    """What a turn's text was understood as. No steps: `question` asks back."""

    steps: list[Step]
    language: str  # BCP 47 primary tag of the user's text: "ko", "en", "und"
    planner: str
    question: NotRequired[str]


@dataclass(frozen=True)
class Card:
    """What an engine says of itself, so that nothing is silently ignored."""

    name: str
    capability: Capability
    summary: str  # one line, for people and for planners
    ops: frozenset[Op] = frozenset()
    mask: Literal["required", "optional", "none"] = "required"
    native: bool = False  # takes `Pixels` in the photo's own depth and profile
    size_px: int | None = None  # the side it works at best; None = any
    languages: frozenset[str] | None = None  # of its prompt; None = it reads no words
    options: frozenset[str] = frozenset()  # of a turn's options, those it honours
    memory_bytes: int = 0


@dataclass(frozen=True)
class Pointing:
    """What the user pointed at, in pixels of the image, (x, y) from the top left."""

    points_xy: tuple[tuple[float, float], ...] = ()
    point_labels: tuple[int, ...] = ()  # 1 = include, 0 = exclude
    boxes_xyxy: tuple[tuple[float, float, float, float], ...] = ()


@dataclass(frozen=True)
class Candidate:
    """One reading of what was pointed at."""

    mask: Mask
    score: float  # 0..1, higher is likelier
    level: Level


@dataclass(frozen=True)
class Edited:
    """What an editor made.

    pixels: (H', W', 3) or (H', W', 4); the fourth channel is alpha, 255 = opaque.
    applied: (H, W) bool, every pixel that may differ; None: the frame itself changed.
    """

    pixels: Pixels
    applied: Mask | None = None


@dataclass(frozen=True)
class Translation:
    """English for a prompt, and what could not be translated."""

    text: str
    source: str  # language of the original: "ko", "en", "und"
    unknown: tuple[str, ...] = field(default=())  # words left as they were


@dataclass(frozen=True)
class PlanContext:
    """What a planner may know of the thread; words and numbers only."""

    has_region: bool = False
    image_count: int = 1
    versions: tuple[Mapping[str, object], ...] = ()  # version_id, op, target, in order


class Segmenter(Protocol):
    """Finds the region that points and boxes mean."""

    card: Card

    def segment(self, image: Image, pointing: Pointing, *, image_id: str) -> list[Candidate]:
        """Return one to three candidates ordered part, object, whole (by area).

        `image_id` keys a cache of what was computed from the image alone.
        """
        ...


class Eraser(Protocol):
    """Fills the masked pixels from what is around them."""

    card: Card

    def suits(self, mask: Mask) -> bool:
        """Whether this engine does well on `mask`; `auto` asks in registry order."""
        ...

    def erase(self, image: Image, mask: Mask, *, seed: int, progress: Progress) -> Image:
        """Return (H, W, 3) uint8; the same seed gives the same pixels."""
        ...


class Inpainter(Protocol):
    """Repaints the masked pixels from a prompt."""

    card: Card

    def inpaint(
        self,
        image: Image,
        mask: Mask,
        prompt: str,
        *,
        seed: int,
        options: Mapping[str, Arg],
        progress: Progress,
    ) -> Image:
        """Return (H, W, 3) uint8; the caller composites, so pixels outside may differ."""
        ...


class Editor(Protocol):
    """Changes an image as a step says, without a prompt or with one."""

    card: Card

    def supports(self, step: Step) -> bool:
        """Whether this engine can do `step`; asked before anything is computed."""
        ...

    def edit(
        self,
        image: Pixels,
        mask: Mask | None,
        step: Step,
        *,
        reference: Image | None,
        seed: int,
        progress: Progress,
    ) -> Edited:
        """Return the changed image. `reference` is the photo that `args.image_id` names."""
        ...


class Planner(Protocol):
    """Understands a turn's text as steps."""

    card: Card

    def plan(self, text: str, context: PlanContext) -> Plan:
        """Return the plan; unknown text gives no steps and a `question` in its language."""
        ...


class Translator(Protocol):
    """Gives English for the models that need it."""

    card: Card

    def translate(self, text: str) -> Translation:
        """Return English; what could not be translated is listed, never invented."""
        ...


Engine = Segmenter | Eraser | Inpainter | Editor | Planner | Translator
