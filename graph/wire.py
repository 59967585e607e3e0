"""The wire: what a client sends and gets. Extra keys are refused, so that a typo is heard of."""

from typing import Annotated, Any, Literal, Self, cast

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    field_validator,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue, WithJsonSchema
from pydantic_core import CoreSchema
from typing_extensions import TypedDict

from engines.protocols import Arg, GuideKind, PlannedWhy, Step
from errors import Problem
from graph.state import CandidateRow, FoundPicture, LinkOut, StepSaid, Version
from nodes.receive import TEXT_LIMIT

MAX_POINTS = 100
MAX_STROKES = 100
MAX_STROKE_POINTS = 2000
PointXY = tuple[float, float]
OptionalId = Annotated[str | None, WithJsonSchema({"type": "string"})]


class Strict(BaseModel):
    """A request body: keys it does not know are an error."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)

    @model_validator(mode="before")
    @classmethod
    def _null_is_absent(cls, given: Any) -> Any:  # noqa: ANN401  # any JSON
        if not isinstance(given, dict):
            return given
        return {k: v for k, v in cast(dict[str, Any], given).items() if v is not None}

    @field_validator("*", mode="after")
    @classmethod
    def _text_is_text(cls, value: Any) -> Any:  # noqa: ANN401  # any field
        if isinstance(value, str) and not value.isascii():
            value.encode()  # a lone surrogate is a ValueError, and so a 422
        return value

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Show `x | null` as an optional x: LangServe's playground draws no form with null."""
        schema = handler(core_schema)
        for field in handler.resolve_ref_schema(schema).get("properties", {}).values():
            kinds = [kind for kind in field.get("anyOf", []) if kind != {"type": "null"}]
            if len(kinds) == 1 and len(field["anyOf"]) == 2:
                del field["anyOf"]
                field |= {**kinds[0], **field}
                field.pop("default", None)
        return schema


class StrokeIn(Strict):
    """A brush stroke, or a lasso; `erase` takes away instead of adding."""

    points_xy: list[PointXY] | None = Field(default=None, max_length=MAX_STROKE_POINTS)
    radius_px: float | None = Field(default=None, gt=0, le=2000)
    polygon_xy: list[PointXY] | None = Field(default=None, max_length=MAX_STROKE_POINTS)
    erase: bool = False


class RegionIn(Strict):
    """What is pointed at, in pixels of the image, (x, y) from the top left."""

    points_xy: list[PointXY] = Field(default_factory=list[PointXY], max_length=MAX_POINTS)
    point_labels: list[Literal[0, 1]] = Field(
        default_factory=list[Literal[0, 1]], description="per point: 1 = include, 0 = exclude"
    )
    boxes_xyxy: list[tuple[float, float, float, float]] = Field(
        default_factory=list[tuple[float, float, float, float]], max_length=MAX_POINTS
    )
    strokes: list[StrokeIn] = Field(default_factory=list[StrokeIn], max_length=MAX_STROKES)
    mask_id: str | None = None
    grow_px: int = Field(default=0, description="negative shrinks")
    invert: bool = False


class TurnOptions(Strict):
    """Knobs of a turn. The reply names those that the engine does not use."""

    engine: str | None = Field(default=None, description="an engine's name; none = the best")
    prefer: dict[str, str] | None = Field(
        default=None, max_length=12, description="capability: the engine to ask first for it"
    )
    seed: int | None = Field(default=None, ge=0, le=2**32 - 1)
    n: int | None = Field(
        default=None, ge=1, le=8, description="variants to choose from; none = as the text says"
    )
    strength: float | None = Field(default=None, ge=0, le=1)
    guidance_scale: float | None = Field(default=None, ge=0, le=50)
    num_inference_steps: int | None = Field(default=None, ge=1, le=200)
    negative_prompt: str | None = Field(default=None, max_length=2000)
    image_guidance_scale: float | None = Field(default=None, ge=0, le=50)
    true_cfg_scale: float | None = Field(default=None, ge=0, le=50)
    controlnet_conditioning_scale: float | None = Field(default=None, ge=0, le=2)
    scheduler: str | None = Field(default=None, max_length=40, description='"DDIM", "Euler", …')
    width: int | None = Field(default=None, ge=64, le=2048, description="of a new picture, px")
    height: int | None = Field(default=None, ge=64, le=2048, description="of a new picture, px")
    guide: GuideKind | None = Field(
        default=None, description="what a new picture follows: a sketch, or a photo's edges"
    )
    guide_image_id: str | None = Field(
        default=None, description="the sketch or photo; canny without one takes the head's image"
    )


class TurnRequest(Strict):
    """One turn: words, a photo, a region, or an answer to the open question."""

    text: str = Field(default="", max_length=TEXT_LIMIT)
    image_id: str | None = None
    image: str | None = Field(default=None, description="inline photo: base64 or a data URL")
    with_image_ids: list[str] = Field(
        default_factory=list[str],
        max_length=8,
        description="photos that go along, for a background or a question; they are not edited",
    )
    region: RegionIn | None = None
    confirmed: bool = Field(default=False, description="the user has seen region.mask_id")
    deselect: bool = Field(default=False, description="forget what the thread has selected")
    language: Literal["ko", "en"] | None = Field(
        default=None, description="of a reply where the text does not tell"
    )
    answer: dict[str, Any] | None = Field(default=None, description="to a reply's `asking`")
    options: TurnOptions = Field(default_factory=TurnOptions)
    turn_id: str | None = Field(
        default=None, max_length=64, description="your id of the turn: sent again, it runs once"
    )

    @model_validator(mode="after")
    def _says_one_thing(self) -> Self:
        if self.answer and (self.text or self.image or self.image_id):
            raise ValueError("an answer goes alone: without text or image")
        if self.image and self.image_id:
            raise ValueError("give image or image_id, not both")
        return self


class Timing(TypedDict):
    """Milliseconds."""

    total: float
    engine: float


class TurnReply(TypedDict):
    """The thread after the turn, and what was said."""

    thread_id: str
    text: str
    head: str | None
    image_id: str | None
    image_url: str | None
    versions: list[Version]
    asking: dict[str, Any] | None
    problem: Problem | None
    links: list[LinkOut]
    found: list[FoundPicture]
    timing_ms: Timing


EventName = Literal[
    "plan", "progress", "token", "links", "found", "mask", "version", "asking", "variant",
    "problem", "done",
]  # fmt: skip
NoticeName = (
    EventName | Literal["started", "renamed", "deleted", "restored", "attached", "moved", "lost"]
)


class Event(TypedDict):
    """One event of a streamed turn.

    `progress` {done, total, op, engine, step, steps, variant, variants}, counted from 0; a model
    that shows its picture adds `preview`, one in 250 ms at most: a WebP data URL up to 20 kB.
    `token` {text}: a piece of the reply, an answer's as the model says it; `done` has the whole.
    `links` {links}, `found` {found}: what a search found, after the answer.
    `variant` {index, total, image_id, seed}: one of several is ready; the choice is asked later.
    """

    event: EventName
    data: Any


class Notice(TypedDict):
    """What happens on one of an owner's threads, as those who watch get it.

    An event of a turn, whoever sent it; `started` {text, image_id, turn_id} before the first.
    `renamed` {title, names}, `attached` {images}, `moved` {head}, `deleted` {}, `restored` {}: the
    thread changed.
    `lost` {}, of no thread: this watcher was too slow, missed something and gets no more.
    """

    thread_id: str
    event: NoticeName
    data: Any


class Masks(TypedDict):
    """The reply to pointing."""

    candidates: list[CandidateRow]
    engine: str
    timing_ms: dict[str, float]


class ImageOut(TypedDict):
    """An image as the wire shows it."""

    image_id: str
    width: int
    height: int
    format: str
    name: str | None
    has_alpha: bool
    bit_depth: int
    size_bytes: int
    notes: list[str]
    image_url: str


class TitleIn(Strict):
    """A thread's new title."""

    title: str


class HeadIn(Strict):
    """The version to stand on."""

    version_id: str


class NameIn(Strict):
    """A version's name; an empty one takes the name away."""

    name: str


class DifferenceOut(TypedDict):
    """What two versions differ in, measured from their stored pixels."""

    version_id: str
    against: str
    masked: bool  # false: the steps between them had no mask, so that nothing is outside
    changed_px: int
    outside_px: int  # those of them that no step between the two was allowed to touch
    share: float  # of the frame that changed, 0 to 1
    picture_url: str


class MessageOut(TypedDict):
    """One message of the conversation."""

    message_id: str | None
    role: Literal["user", "assistant"]
    text: str
    image_id: str | None  # a user's: the photo that came with it
    mask_id: str | None  # a user's: the mask that came with it
    versions: list[str]  # a reply's: the ids of those its turn made
    problem: Problem | None  # a reply's: why its turn ended early
    steps: list[StepSaid]  # a reply's: the whole plan of its turn
    planner: str | None
    why: PlannedWhy | None  # a reply's: why this planner
    links: list[LinkOut]  # a reply's: what a search on the web found
    found: list[FoundPicture]  # a reply's: pictures of the owner's
    language: str | None


class ThreadOut(TypedDict):
    """A thread as it stands."""

    thread_id: str
    title: str
    created_at: str
    updated_at: str
    head: str | None
    image_id: str | None
    image_url: str | None
    versions: list[Version]
    asking: dict[str, Any] | None
    problem: Problem | None
    plan: list[Step]
    selection: dict[str, Arg] | None
    messages: list[MessageOut]
    names: dict[str, str]  # what the user called versions, by version id
    images: list[str]  # photos added beside the versions
    running: bool
    unfinished: bool  # a crash cut its last turn off; an empty turn finishes it
