"""What the patterns read, weighed with the evidence of the words: who is right, and the steps.

The plan of the patterns stands unless the evidence speaks clearly for another op. Where they ask
back, the op that the evidence speaks for becomes the step, or the question stays.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from engines.grammar import clues, evidence, inferred, slots, split
from engines.grammar.colour_words import ENGLISH_COLOUR, KOREAN_COLOUR
from engines.grammar.reading import Reading
from engines.grammar.recognised import recognise
from engines.grammar.text import Text
from engines.protocols import Op, Step
from engines.speaking import PlanContext

OVERRULES, ANSWERS, PIECE = 0.4, 0.2, 0.45
"""How probable an op must be: against the patterns, where they ask back, and of a part.

Chosen by cross-validation; `CARE` by what a wrong step costs: a question must not become an edit,
nor one step two.
"""
CARE = 0.7
LONGEST = 400  # characters: what is longer is no sentence
QUIET = frozenset({"question", "chat", "none", "multi"})
_BREAK = {
    "en": re.compile(
        r"(?:,? (?:and|then|but|plus|also|&|\+)(?: then| also)? |[,;.!?] | \+ | - | / )"
    ),
    "ko": re.compile(
        r"(?<=고)요?,? |(?<=[해워꿔려여줘아어춰])서,? |(?<=며),? |[,.!;+/&] ?| (?:그리고|및) |"
        r"(?<=[한운꾼린긴킨든뺀춘준]) (?:다음|뒤|후)(?:에)? |(?:이랑|랑|하고) |(?:줘|주세요)[,.!]? "
    ),
}
_ASKS_WHAT_WAS_DONE = {
    "en": re.compile(r"^(?:is|are|was|were|did|has|have)\b.*\?$"),
    "ko": re.compile(r"[았었였했졌렸켰웠꿨뺐됐](?:어|나|니|냐|는가|습니까|는지|을까)요?\?+$"),
}
_SENTENCE = re.compile(
    r"^(?:um+|uh|so|ok|well)\b|\b(?:i|we|you|they|it|is|are|was|were|have|has|says|said|wants?|can)\b"
)
MOST_PIECES = 8
_MARKUP = re.compile(r"[<>{}]")  # code is no request
_COLOUR = re.compile(rf"(?:{ENGLISH_COLOUR}|{KOREAN_COLOUR})")


@dataclass(frozen=True)
class Read:
    """What the patterns made of a text.

    names: of the reading of each clause, "?" for one that they could not read.
    clauses: the parts of the text.
    final: the text is understood, but cannot be done (a senseless number, too many steps).
    """

    steps: Sequence[Step]
    names: tuple[str, ...] = ()
    clauses: tuple[Text, ...] = ()
    final: bool = False

    @property
    def verdict(self) -> str:
        """The op, "multi", or "none" where the patterns ask back."""
        return "multi" if len(self.steps) > 1 else self.steps[0]["op"] if self.steps else "none"


@dataclass(frozen=True)
class Weighing:
    """What a text is weighed with: the weights of its language, and the thread."""

    weights: evidence.Weights
    language: str
    context: PlanContext


def weighed(read: Read, text: Text, scales: Weighing) -> list[Step] | str | None:
    """Return the steps that the evidence speaks for; None where the reading of the patterns stands.

    An op alone is returned where what it cannot do without is not said, and nothing else is read.

    Args:
        read: what the patterns made of it.
        text: the tidied text.
        scales: what it is weighed with.
    """
    if read.final or len(text.low) > LONGEST or _MARKUP.search(text.low):
        return None
    label, share = likeliest(read, text, scales)
    if label in (read.verdict, "none") or share < _margin(read, label):
        return None
    if label == "background" and read.verdict == "adjust":
        return None  # "only the background darker" says how, and that is an adjustment
    if label not in _TALK | {"history"} and _ASKS_WHAT_WAS_DONE[scales.language].search(text.low):
        return None
    if label == "multi":
        return None if read.verdict in _IN_TWO_VERBS else _several(text, scales)
    things = {step["target"] for step in read.steps if step["op"] == label and step["target"]}
    if len(things) == len(read.steps) > 1:
        return _of_one(label, text, scales) if any(map(_says_more, read.steps)) else None
    places = sorted(read.clauses, key=lambda clause: -_share(clause, label, scales))
    steps = _inferred(label, [*places, text], scales)
    return steps or (None if read.steps else label)


def _says_more(step: Step) -> bool:
    """Return whether what was read as a thing is a sentence: "we already sold this one"."""
    return bool(_SENTENCE.search((step["target"] or "").lower()))


def _of_one(label: str, text: Text, scales: Weighing) -> list[Step] | None:
    """Return the one step of the part that speaks most for it; the other parts only tell why."""
    pieces = sorted(_pieces(text, scales.language), key=lambda piece: -_share(piece, label, scales))
    for piece in pieces:
        steps = _inferred(label, [split.without_opener(piece, scales.language)], scales)
        if len(steps) == 1 and not _says_more(steps[0]):
            return steps
    return None


def _margin(read: Read, label: str) -> float:
    if not read.steps:
        return ANSWERS
    asked = read.verdict in ("question", "chat") and label not in _TALK
    return CARE if asked or label == "multi" else OVERRULES


def _inferred(label: str, places: list[Text], scales: Weighing) -> list[Step]:
    return inferred.steps(cast(Op, label), places, scales.language, scales.context)


def likeliest(read: Read, text: Text, scales: Weighing) -> tuple[str, float]:
    """Return the label that all clues together speak for, and its probability."""
    said = clues.of_words(text.low, scales.language)
    if not _heard_of(text, said, scales):
        return "none", 1.0
    found = [*said, *clues.of_readings(read.names, read.verdict)]
    return next(iter(evidence.weigh(found, scales.weights).items()))


def _heard_of(text: Text, said: list[str], scales: Weighing) -> bool:
    """Return whether a word is known, or as many pieces as there are words: no gibberish."""
    words = clues.tokens(text.low)
    if any(clues.stem(word) in scales.weights for word in words):
        return True
    pieces = sum(clue in scales.weights for clue in said if clue.startswith(clues.PIECE))
    return pieces >= max(len(words), 1)


def _share(clause: Text, label: str, scales: Weighing) -> float:
    return evidence.weigh(clues.of_words(clause.low, scales.language), scales.weights)[label]


def _several(text: Text, scales: Weighing) -> list[Step] | None:
    """Return the steps of the parts of a text, each read alone; None for fewer than two."""
    steps: list[Step] = []
    for piece in _pieces(text, scales.language):
        for step in _alone(split.without_opener(piece, scales.language), scales):
            known = [(before["op"], before["target"], before["args"]) for before in steps]
            if (step["op"], step["target"], step["args"]) not in known:
                steps.append(step)
    return steps if len(steps) > 1 else None


def _pieces(text: Text, language: str) -> list[Text]:
    parts: list[Text] = []
    start = 0
    for found in _BREAK[language].finditer(text.low):
        if _COLOUR.match(text.low, found.end()):
            continue  # "the red and blue ball"
        parts.append(text.cut(start, found.start() if language == "en" else found.end()))
        start = found.end()
    return [part for part in (*parts, text.cut(start)) if part.low][:MOST_PIECES]


def _alone(piece: Text, scales: Weighing) -> list[Step]:
    reading: Reading | None = recognise(piece, scales.language, scales.context)
    made = list(slots.steps(reading, recognise)) if reading and reading.op in _EDITS else []
    read = Read(made, (reading.name if reading else "?",), (piece,))
    label, share = likeliest(read, piece, scales)
    if made and (label == read.verdict or share < OVERRULES):
        return made
    return [] if label in QUIET or share < PIECE else _inferred(label, [piece], scales)


_EDITS = frozenset(evidence.LABELS) - QUIET
_IN_TWO_VERBS = frozenset({"extract", "replace"})  # "keep the dog and remove the rest"
_TALK = frozenset({"question", "chat", "recommend"})
