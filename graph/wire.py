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

from engines.protocols import Arg, Step
from errors import Problem
from graph.state import CandidateRow, Version
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
    seed: int | None = Field(default=None, ge=0, le=2**32 - 1)
    n: int = Field(default=1, ge=1, le=8)
    strength: float | None = Field(default=None, ge=0, le=1)
    guidance_scale: float | None = Field(default=None, ge=0, le=50)
    num_inference_steps: int | None = Field(default=None, ge=1, le=200)
    negative_prompt: str | None = Field(default=None, max_length=2000)


class TurnRequest(Strict):
    """One turn: words, a photo, a region, or an answer to the open question."""

    text: str = Field(default="", max_length=TEXT_LIMIT)
    image_id: str | None = None
    image: str | None = Field(default=None, description="inline photo: base64 or a data URL")
    region: RegionIn | None = None
    confirmed: bool = Field(default=False, description="the user has seen region.mask_id")
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
    timing_ms: Timing


class Event(TypedDict):
    """One event of a streamed turn."""

    event: Literal["plan", "progress", "token", "mask", "version", "asking", "problem", "done"]
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


class MessageOut(TypedDict):
    """One message of the conversation."""

    role: Literal["user", "assistant"]
    text: str


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
    running: bool
    unfinished: bool  # a crash cut its last turn off; an empty turn finishes it
