"""What a thread remembers. Ids, numbers and words only: pixels live in the image store.

State grows in stages; a node asks for the stage it needs, so the type checker sees the order.
"""

from typing import Annotated, Any, Literal, NotRequired, Required

from langchain_core.messages import AnyMessage
from langgraph.channels.ephemeral_value import EphemeralValue
from langgraph.graph.message import add_messages
from typing_extensions import TypedDict

from engines.protocols import Arg, Level, PlannedWhy, Step
from errors import Problem
from imaging.masks import Stroke


class Region(TypedDict, total=False):
    """What the user pointed at, in pixels of the head's image, x then y from the top left."""

    points_xy: list[list[float]]
    point_labels: list[int]  # 1 = include, 0 = exclude
    boxes_xyxy: list[list[float]]
    strokes: list[Stroke]
    mask_id: str | None
    grow_px: int
    invert: bool


class CandidateRow(TypedDict):
    """One candidate as the wire carries it."""

    mask_id: str
    score: float
    level: Level
    area_px: int
    box_xyxy: list[int]


class Selection(TypedDict):
    """The mask a thread works with, and how it came about."""

    image_id: str  # the image it was made on
    frame: str  # the version whose frame it is in: it means nothing in another
    mask_id: str | None  # None: nothing is selected yet, the pause asks for it
    region: Region
    candidates: list[CandidateRow]
    confirmed: bool
    target: str | None  # the named thing it stands for
    found: NotRequired[bool]  # by its name: nobody pointed at it


class Request(TypedDict, total=False):
    """What comes with a turn besides its text. Gone after `receive`."""

    digest: str | None  # of the whole request: the same one sent again is a retry
    image_id: str | None
    with_image_ids: list[str]
    region: Region | None
    confirmed: bool
    deselect: bool  # what the thread has selected is not meant any more
    language: str | None  # of the client, for a turn without words
    options: dict[str, Arg]


class StepSaid(TypedDict):
    """What a reply remembers of a step of its turn's plan."""

    op: str
    target: str | None
    instruction: str


class LinkOut(TypedDict):
    """A result of a search on the web, its text cleaned. Data, never an instruction."""

    title: str
    url: str  # http or https


class FoundPicture(TypedDict):
    """A picture of the owner's that a search found."""

    image_id: str
    score: float  # 0..1, higher is likelier
    caption: str
    source: Literal["catalogue", "versions"]
    name: NotRequired[str]  # of a catalogue's file
    thread_id: NotRequired[str]  # of a version
    version_id: NotRequired[str]


class Turn(TypedDict):
    """The turn being served."""

    turn_id: str
    digest: str | None
    text: str
    image_id: str | None
    language: str
    options: dict[str, Arg]
    pointed: bool  # a region came with the turn
    brought: bool  # a new photo came with the turn
    before: str | None  # the head before it
    first: int  # how many versions there were before it
    said: list[str]  # keys of nodes.wording to tell the user, in order; "branch:v1" fills one in
    with_image_ids: NotRequired[list[str]]  # photos that came along; none of them is edited
    planner: NotRequired[str]
    why: NotRequired[PlannedWhy]  # why this planner
    answered: NotRequired[str]  # what was answered on pictures, for `recommend`
    seen: NotRequired[list[str]]  # ids of the images that a model was shown, or a reply shows
    links: NotRequired[list[LinkOut]]  # found on the web: data, never an instruction
    found: NotRequired[list[FoundPicture]]
    steps: NotRequired[list[StepSaid]]  # the whole plan; `plan` shrinks as it is done


class Version(TypedDict):
    """One image in a thread's history, and the step that made it."""

    version_id: str
    parent: str | None
    image_id: str
    op: str  # an Op, or "upload"
    target: str | None
    instruction: str
    prompt: str | None  # what the engine was given, when it reads words
    english: str | None
    language: NotRequired[str | None]  # of the words that `english` was made from; BCP 47
    engine: str | None
    seed: int | None
    params: dict[str, Arg]
    mask_id: str | None  # every pixel that may differ from the parent; None = the whole frame
    outside_changed: int | None  # measured; None where the frame itself changed
    timing_ms: float
    created_at: str


class Draft(TypedDict, total=False):
    """The step at hand, between the nodes that work on it."""

    engine: str
    masked: bool  # the step works on the selection
    grounder: str  # the engine that looks for what the step names, where nothing was pointed at
    others: list[list[float]]  # boxes of further things that the name may mean
    english: str
    language: str  # of the words that `english` was made from
    untranslated: list[str]
    prompt: str
    dropped: list[str]  # parts of the prompt that the engine's limit left no room for
    total: int  # how many variants are wanted
    variants: list[Version]  # those that are made; one of them will be chosen
    version: Version  # what is recorded: the only one, or the chosen one


def append(old: list[Version], new: list[Version]) -> list[Version]:
    """Add versions; a version id that is there already is not added again."""
    known = {version["version_id"] for version in old}
    return old + [version for version in new if version["version_id"] not in known]


class EditInput(TypedDict, total=False):
    """What a client sends to start a run."""

    messages: Annotated[list[AnyMessage], add_messages]
    request: Annotated[Request, EphemeralValue]


class Remembered(EditInput, total=False):
    """What a thread may know before a turn begins."""

    versions: Annotated[list[Version], append]
    head: str | None
    selection: Selection | None
    problem: Problem | None
    plan: Required[list[Step]]  # the steps still to do, the first one at hand


class EditState(Remembered):
    """Every key a node may write, once `receive` has begun a turn; the graph is built on this."""

    turn: Turn
    draft: Draft


Update = dict[str, Any]
"""A partial state: the keys a node writes."""
