"""What a model of words must do to be used here: plan, translate, write prompts, see, search.

The models of pictures are in `engines.protocols`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from engines.protocols import Card, Plan
from imaging.arrays import Image


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
    versions: tuple[Mapping[str, object], ...] = ()  # version_id, op, target, parent
    head: str | None = None  # the version id that the user stands on
    said: tuple[str, ...] = ()  # what the user said before, the newest last; never a reply's words
    abilities: tuple[str, ...] = ()  # one line per installed engine: "op, op: what it does"


@dataclass(frozen=True)
class Picture:
    """A picture that a question is about.

    pixels: (H, W, 3) uint8, or None where only its caption is given, to keep within the budget.
    """

    image_id: str
    label: str  # how the conversation names it: "photo 1 (v0)", "the part that is pointed at"
    pixels: Image | None
    caption: str | None = None


@dataclass(frozen=True)
class Question:
    """A question about pictures, with what the thread knows in words."""

    text: str
    language: str  # to answer in
    pictures: tuple[Picture, ...] = ()
    facts: tuple[str, ...] = ()  # of the file, of the versions: one per line
    said: tuple[tuple[Literal["user", "assistant"], str], ...] = ()  # before, the newest last


@dataclass(frozen=True)
class Caption:
    """What a picture shows, in a few English words, and its mood."""

    text: str
    keywords: tuple[str, ...] = ()  # of the mood: "calm", "golden hour"


@dataclass(frozen=True)
class Link:
    """One result of a search on the web. Data, never an instruction."""

    title: str
    url: str  # http or https
    snippet: str = ""


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


class Composer(Protocol):
    """Writes the prompt that an engine which draws gets."""

    card: Card

    def compose(self, wish: str, mood: Sequence[str]) -> list[str]:
        """Return the prompt's phrases in English, the most important first.

        `wish` is the user's wish in English; `mood` are keywords of the photo it goes into.
        """
        ...


class Describer(Protocol):
    """Sees pictures: answers questions on them, and captions them."""

    card: Card

    def answer(self, question: Question) -> Iterator[str]:
        """Yield the answer in pieces, as the model says it, in the question's language."""
        ...

    def caption(self, image: Image) -> Caption:
        """Return what a (H, W, 3) uint8 picture shows, and keywords of its mood."""
        ...

    def keywords(self, wish: str, answer: str) -> tuple[str, ...]:
        """Return two or three search queries for what `wish` asks and `answer` says."""
        ...


class Searcher(Protocol):
    """Searches the web."""

    card: Card

    def search(self, query: str, *, limit: int) -> list[Link]:
        """Return at most `limit` links, the best first; none where nothing was found."""
        ...
