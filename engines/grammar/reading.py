"""A clause that a rule recognised, and the steps that are made of it."""

import re
from dataclasses import dataclass
from typing import cast

from engines.grammar import phrases
from engines.grammar.phrases import NOTHING, Target
from engines.grammar.text import Text
from engines.protocols import Arg, Op, Step
from engines.speaking import PlanContext

Args = dict[str, Arg]
_ALWAYS_A_REGION = frozenset({"remove", "replace", "recolour", "extract", "background"})
_REGION_WHEN_NAMED = frozenset({"adjust", "style"})


@dataclass(frozen=True)
class Reading:
    """A clause, and the rule that recognised it."""

    clause: Text
    name: str  # "op" or "op.detail"
    found: re.Match[str]
    language: str
    context: PlanContext

    @property
    def op(self) -> Op:
        """The op of the step."""
        return cast(Op, self.name.partition(".")[0])

    @property
    def detail(self) -> str:
        """What follows the op in the rule's reading, or ""."""
        return self.name.partition(".")[2]

    def group(self, *names: str) -> tuple[int, int] | None:
        """Return the span of the first of the pattern's groups `names` that took part."""
        groups = self.found.re.groupindex
        spans = (self.found.span(name) for name in names if name in groups)
        return next((span for span in spans if span[0] >= 0), None)

    def target(self, start: int, end: int) -> Target:
        """Return what a part of the clause means as a thing."""
        if self.language == "en":
            return phrases.english(self.clause, start, end)
        # A pattern may have taken the last syllable of a noun ("고양이") for a particle.
        last = _MAYBE_PARTICLE.match(self.clause.low, end, max(self.found.end(), end))
        return phrases.korean(self.clause, start, last.end() if last else end)

    def step(self, target: Target, args: Args, op: Op | None = None) -> Step:
        """Return the step with its need for a region."""
        op = op or self.op
        if op in _REGION_WHEN_NAMED and target.kind == "whole" and self.context.has_region:
            args = {**args, "whole": True}  # said in so many words: not what is selected
        return {
            "op": op,
            "target": target.words,
            "instruction": self.clause.said(),
            "args": args,
            "needs_region": needs_region(op, target, args, self.context),
        }


_MAYBE_PARTICLE = re.compile(r"[을를은는이가도만의거걸]+")


def needs_region(op: Op, target: Target, args: Args, context: PlanContext) -> bool:
    """Return whether a mask must be confirmed before a step with this target is done."""
    pointed = target.kind in ("named", "pointed") or (target.kind == "it" and context.has_region)
    if op == "transform":
        return args.get("name") == "crop" and pointed and not args.get("ratio")
    return op in _ALWAYS_A_REGION or (op in _REGION_WHEN_NAMED and pointed)


def one(reading: Reading, target: Target = NOTHING, args: Args | None = None) -> list[Step]:
    """Return a single step in a list."""
    return [reading.step(target, args or {})]


TARGET_GROUPS = (
    "target", "unwanted", "no", "without", "rid", "out", "away", "bye", "gone", "tidy", "moved",
    "of", "kept", "only", "bare", "as", "and", "dyed", "of2", "target2", "kept2", "off",
)  # fmt: skip


def targets(reading: Reading, *names: str) -> list[Target]:
    """Return the targets of a clause: one for each thing of "the dog and the cat"."""
    span = reading.group(*(names or TARGET_GROUPS))
    if span is None or span[0] == span[1]:
        return [NOTHING]
    parts = phrases.several(reading.clause.low, span, reading.language)
    return [reading.target(start, end) for start, end in parts]
