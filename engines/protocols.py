"""What a model must do to be used here: one small protocol per capability.

Arrays follow `imaging.arrays`. An engine holds weights, never a "current image", and never
changes the arrays it is given. The registry hands out one object per engine; `Engines.alone`
holds its lock, but not where its class says `serves_many = True`: a server takes several at once.

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
    recommend   source ("web" | "catalogue" | "versions"), query (words to search by, or null)
"""

from collections.abc import Mapping
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
    "translate", "compose", "search",
]  # fmt: skip
Level = Literal["part", "object", "whole"]
Arg = JsonValue
GuideKind = Literal["scribble", "canny"]


ADJUSTMENTS = (
    "brightness", "contrast", "saturation", "temperature", "exposure", "shadows", "highlights",
    "sharpen", "denoise", "blur", "vignette", "grayscale", "sepia", "invert",
)  # fmt: skip
STYLES = (
    "sketch", "colour-sketch", "cartoon", "watercolour", "oil", "film", "pixel", "noir", "poster",
)  # fmt: skip


class Progress(Protocol):
    """What an engine calls as it goes on; raises `errors.Cancelled` when the turn was stopped."""

    def __call__(self, done: int, total: int, preview: Image | None = None, /) -> None:
        """Tell how far it is: `done` of `total`, in units of the engine's own.

        `preview` is the picture so far, longest side at most 256 px. It is shown, never kept.
        """
        ...


PlannedWhy = Literal["sure", "model", "only", "fallback", "preferred"]
"""Why a plan is its planner's: the rules were sure, a model was asked, there is no model, the
model failed, the client prefers this planner."""


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
    why: NotRequired[PlannedWhy]
    failed: NotRequired[str]  # what the planner that was asked first said, when it failed
    question: NotRequired[str]
    weighed: NotRequired[bool]  # True: no rule read it, the evidence of its words speaks for it


@dataclass(frozen=True)
class Weights:
    """A model's parameter files, as the hub serves them. `engines.weights` finds and gets them."""

    model: str  # the hub's id: "owner/name"; a setting may name another, or a folder
    files: tuple[str, ...]  # patterns of what is needed: "unet/*.safetensors", "this|or that"
    size_bytes: int  # of all of them, about
    licence: str  # its name, as the model card says it
    open: bool = True  # False: it restricts use, and is named before anything is downloaded


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
    languages: frozenset[str] | None = None  # its prompt's; None: no words (of a translator: any)
    options: frozenset[str] = frozenset()  # of a turn's options, those it honours
    guides: frozenset[GuideKind] = frozenset()  # of a generator: the guides it takes
    multiple: int = 8  # with a prompt: width and height are multiples of this, px
    prompt: Literal["scene", "instruction"] = "scene"  # what its words are: a picture, or an order
    prompt_tokens: int | None = None  # at most; its engine is then a `PromptReader` too
    away: bool = False  # a paid service: the photo leaves, and `auto` asks it last
    context_px: int = 0  # of an eraser: the least side of the window that it sees, px
    budget_px: int | None = None  # of a describer: pixels of all pictures of one question
    memory_bytes: int = 0  # while it runs, about
    extra: str | None = None  # of this package, that it needs: "onnx", "torch", "triton"
    weights: Weights | None = None

    def honoured(self) -> frozenset[str]:
        """Return the turn's options that count here: the engine's own, and those of its nodes."""
        makes = self.capability == "generate"
        several = {"n"} if makes or self.languages is not None else set[str]()
        sized = {"width", "height"} if makes else set[str]()
        guided = {"guide", "guide_image_id"} if self.guides else set[str]()
        return self.options | several | sized | guided


@dataclass(frozen=True)
class Pointing:
    """What the user pointed at, in pixels of the image, (x, y) from the top left."""

    points_xy: tuple[tuple[float, float], ...] = ()
    point_labels: tuple[int, ...] = ()  # 1 = include, 0 = exclude
    boxes_xyxy: tuple[tuple[float, float, float, float], ...] = ()


@dataclass(frozen=True)
class Guide:
    """The lines that a generated picture follows, as ControlNets take them.

    image: (H, W, 3) uint8 of the picture's own size, white lines on black.
    """

    kind: GuideKind
    image: Image


@dataclass(frozen=True)
class Candidate:
    """One reading of what was pointed at."""

    mask: Mask
    score: float  # 0..1, higher is likelier
    level: Level


@dataclass(frozen=True)
class Grounded:
    """One place that a phrase names."""

    box_xyxy: tuple[float, float, float, float]  # px of the image, inside it
    score: float  # 0..1, higher is likelier


@dataclass(frozen=True)
class Note:
    """What a reply has to say of a run: a sentence of `nodes.wording`, and what fills it."""

    key: str
    values: Mapping[str, Arg] = field(default_factory=dict[str, Arg])


@dataclass(frozen=True)
class Drawn:
    """A picture that a model drew.

    image: (h, w, 3) uint8.
    params: what the version remembers of the run: the arguments that counted, usage, cost.
    notes: what the user has to hear of it.
    """

    image: Image
    params: Mapping[str, Arg] = field(default_factory=dict[str, Arg])
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class Edited:
    """What an editor made.

    pixels: (H', W', 3) or (H', W', 4); the fourth channel is alpha, 255 = opaque.
    applied: (H, W) bool, every pixel that may differ; None: the frame itself changed.
    """

    pixels: Pixels
    applied: Mask | None = None


@dataclass(frozen=True)
class Lack:
    """Why a registered engine cannot be used here, and the one command that changes it."""

    what: str  # "the `chat` extra is not installed"
    command: str  # "make install EXTRAS=chat"


class Segmenter(Protocol):
    """Finds the region that points and boxes mean."""

    card: Card

    def segment(self, image: Image, pointing: Pointing, *, image_id: str) -> list[Candidate]:
        """Return one to three candidates ordered part, object, whole (by area).

        `image_id` keys a cache of what was computed from the image alone.
        """
        ...


class Preparing(Protocol):
    """What a segmenter is besides, where most of its work needs the image alone."""

    def prepare(self, image: Image, *, image_id: str) -> None:
        """Compute what `segment` would first, so that a click finds it done.

        Bounded: what was prepared longest ago is forgotten.
        """
        ...


class Grounder(Protocol):
    """Finds what words name."""

    card: Card

    def ground(self, image: Image, phrase: str, *, image_id: str) -> list[Grounded]:
        """Return the places that `phrase` (English: "the dog on the left") names, likeliest first.

        None: an empty list. Never a guess below the engine's own threshold.
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


class PromptReader(Protocol):
    """What an engine that reads words is besides, where its card says `prompt_tokens`."""

    def tokens(self, prompt: str) -> int:
        """Return how many tokens `prompt` takes, by the engine's own tokenizer.

        As the card's limit counts them: CLIP's 77 include start and end. Another thread may ask
        while the engine draws.
        """
        ...


class Inpainter(Protocol):
    """Repaints the masked pixels from a prompt; with `prompt_tokens` a `PromptReader` too."""

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
    ) -> Drawn:
        """Return a picture of the image's size; the caller composites: all of it may differ."""
        ...


class Instructor(Protocol):
    """Repaints a picture as an order says; with `prompt_tokens` a `PromptReader` too.

    Its card has `languages` and the capability "edit". It knows no mask: the caller composites.
    """

    card: Card

    def follow(
        self,
        image: Image,
        instruction: str,
        *,
        seed: int,
        options: Mapping[str, Arg],
        progress: Progress,
    ) -> Drawn:
        """Return a picture of the image's size; its sides are multiples of the card's."""
        ...


class Generator(Protocol):
    """Makes a new picture from a prompt; with `prompt_tokens` a `PromptReader` too."""

    card: Card

    def generate(
        self,
        prompt: str,
        *,
        width: int,
        height: int,
        guide: Guide | None,
        seed: int,
        options: Mapping[str, Arg],
        progress: Progress,
    ) -> Drawn:
        """Return one picture, (height, width, 3) uint8; the same seed gives the same pixels.

        Width and height are px, multiples of the card's `multiple`. `guide` is of the same size
        and of a kind that the card lists. `options` are the turn's.
        """
        ...


class Editor(Protocol):
    """Changes an image as a step's `args` say, without a model's words."""

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
