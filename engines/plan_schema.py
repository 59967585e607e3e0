"""What a chat model writes as a plan, and what of it becomes steps.

Flat and closed: each field is there or null, so that strict structured output accepts it. Where a
step applies is never asked of the model: its need for a region follows from its op and target.
"""

import re
from typing import Annotated, Any, Literal, cast

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from engines.grammar import english, phrases
from engines.grammar.phrases import NOTHING, Target
from engines.grammar.reading import needs_region
from engines.grammar.text import Text
from engines.plan_args import TAKES, Complaint, args_of
from engines.protocols import ADJUSTMENTS, STYLES, Op, Plan, Step
from engines.rules import MOST_STEPS
from engines.speaking import PlanContext

LONGEST = 2000  # characters of a field
NAMES = (*ADJUSTMENTS, *TAKES["transform"].kinds)
_LANGUAGE = re.compile(r"([a-z]{2,3})(?:-[A-Za-z0-9-]+)?")
_HANGUL = re.compile("[가-힣]")
_BACKGROUND = re.compile(rf"{english.GROUND}|배경.*")
_ONLY_WHOLE = frozenset({"transform", "generate", "expand", "upscale"})
_NO_TARGET = frozenset({"background", "question", "recommend", "history", "chat"})
_WHOLE_WHEN_POINTED = frozenset({"adjust", "style"})
Number = int | float


class Unusable(ValueError):
    """A model's plan that is none; `problems` say which field, and what it may be."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


class _Closed(BaseModel):
    # No field says more than a person may: a turn's text has at most 2000 characters.
    model_config = ConfigDict(
        extra="forbid", strict=True, allow_inf_nan=False, str_max_length=LONGEST
    )


class WrittenStep(_Closed):
    """One step as a model writes it; what its op does not take is null."""

    op: Op
    instruction: str | None = None
    target: str | None = None
    whole: bool | None = None
    name: Annotated[str | None, Field(json_schema_extra={"enum": [*NAMES]})] = None
    amount: Number | None = None
    colour: str | None = None
    mode: Literal["blur", "colour", "image", "describe"] | None = None
    image_index: int | None = None
    style: Annotated[str | None, Field(json_schema_extra={"enum": [*STYLES]})] = None
    ratio: str | None = None
    degrees: Number | None = None
    axis: Literal["horizontal", "vertical"] | None = None
    width_px: int | None = None
    height_px: int | None = None
    scale: Number | None = None
    direction: Literal["left", "right", "top", "bottom", "horizontal", "vertical", "all"] | None = (
        None
    )
    replacement: str | None = None
    addition: str | None = None
    words: str | None = None
    description: str | None = None
    n: int | None = None
    action: Literal["undo", "redo", "reset", "goto"] | None = None
    count: int | None = None
    version: int | None = None
    source: Literal["web", "catalogue", "versions"] | None = None
    query: str | None = None
    kind: Literal["greeting", "thanks", "help", "other"] | None = None

    @field_validator("*", mode="before")
    @classmethod
    def _empty_is_null(cls, value: object) -> object:
        return None if value == "" else value


class WrittenPlan(_Closed):
    """A whole plan as a model writes it: steps, or a question."""

    steps: list[WrittenStep]
    language: str
    question: str | None = None


def schema() -> dict[str, Any]:
    """Return the plan's JSON schema: closed, every field required, no references."""
    made = WrittenPlan.model_json_schema()
    plain = cast(dict[str, Any], _plain(made, made["$defs"]))
    return {"title": "plan", "description": "What the user asked for, as steps.", **plain}


_NOISE = ("$defs", "title", "description", "default", "anyOf", "$ref")


def _plain(node: Any, defs: dict[str, Any]) -> Any:  # noqa: ANN401  # any JSON
    if isinstance(node, list):
        return [_plain(item, defs) for item in cast(list[Any], node)]
    if not isinstance(node, dict):
        return node
    node = cast(dict[str, Any], node)
    if reference := node.get("$ref"):
        return _plain(defs[reference.rpartition("/")[2]], defs)
    found = {key: _plain(value, defs) for key, value in node.items() if key not in _NOISE}
    if choices := node.get("anyOf"):
        found |= _nullable([_plain(choice, defs) for choice in choices], found.get("enum"))
    if "properties" in node:
        properties = {key: _plain(value, defs) for key, value in node["properties"].items()}
        found |= {"properties": properties, "required": [*properties]}
    return found


def _nullable(choices: list[dict[str, Any]], known: list[str] | None) -> dict[str, Any]:
    """One type or null; a number needs no integer beside it."""
    kinds = [choice["type"] for choice in choices]
    kinds = [kind for kind in kinds if kind != "integer" or "number" not in kinds]
    listed = known or [value for choice in choices for value in choice.get("enum", [])]
    return {"type": kinds, **({"enum": [*listed, None]} if listed else {})}


def plan_of(written: object, text: str, context: PlanContext, planner: str) -> Plan:
    """Return what a model wrote as the plan of `text`.

    Raises:
        Unusable: a field that is missing, unknown, or of no use; none is mended.
    """
    try:
        plan = WrittenPlan.model_validate(written)
    except ValidationError as error:
        raise Unusable([_said(dict(problem)) for problem in error.errors()]) from error
    tag = _LANGUAGE.fullmatch(plan.language)
    problems = [] if tag else ['language: write a BCP 47 tag: "ko", "en", "ja" ..., or "und"']
    if bool(plan.steps) == bool((plan.question or "").strip()):
        problems.append("question: give steps and null, or no steps and a question")
    if len(plan.steps) > MOST_STEPS:
        problems.append(f"steps: at most {MOST_STEPS}, not {len(plan.steps)}; else ask a question")
    steps: list[Step] = []
    for index, step in enumerate(plan.steps):
        try:
            steps.append(_step(step, text, context, alone=len(plan.steps) == 1))
        except Complaint as complaint:
            problems.append(f"steps[{index}].{complaint}")
    if problems or tag is None:
        raise Unusable(problems)
    made: Plan = {"steps": steps, "language": tag[1], "planner": planner}
    return made if plan.question is None else {**made, "question": plan.question.strip()}


def _said(problem: dict[str, Any]) -> str:
    """One of pydantic's errors, with the field as the model knows it."""
    place = "".join(f"[{p}]" if isinstance(p, int) else f".{p}" for p in problem["loc"])
    known = WrittenStep if "[" in place else WrittenPlan
    fields = f" (there are: {', '.join(known.model_fields)})"
    hint = fields if problem["type"] == "extra_forbidden" else ""
    return f"{place.removeprefix('.') or 'plan'}: {problem['msg']}{hint}"


def _step(written: WrittenStep, text: str, context: PlanContext, *, alone: bool) -> Step:
    args = args_of(written.model_dump(exclude={"op", "instruction", "target", "whole"}), written.op)
    target = _target(written)
    if written.op in _WHOLE_WHEN_POINTED and target.kind == "whole" and context.has_region:
        args = {**args, "whole": True}  # as the rules say it: not what is selected
    part = written.instruction
    return {
        "op": written.op,
        "target": target.words,
        "instruction": part if part and part in text and not alone else text.strip(),
        "args": args,
        "needs_region": needs_region(written.op, target, args, context),
    }


def _target(written: WrittenStep) -> Target:
    """What a step is about, read as the rules read it: "this" points, "the photo" is all of it."""
    op, said = written.op, written.target
    if written.whole and op not in _WHOLE_WHEN_POINTED:
        raise Complaint(f"whole: only {', '.join(sorted(_WHOLE_WHEN_POINTED))} take it, not {op}")
    if said is None or op in _NO_TARGET:
        return Target(None, "whole") if written.whole else NOTHING
    if op == "text":
        return Target(said, "named")  # letters that are to go: as they stand
    target = (phrases.korean if _HANGUL.search(said) else phrases.english)(Text.of(said))
    if written.whole and target.kind != "whole":
        raise Complaint("whole: null where there is a target")
    if op == "extract" and _BACKGROUND.fullmatch((target.words or "").lower()):
        return NOTHING  # what stays is meant, and nobody named it
    if target.words and op in _ONLY_WHOLE and written.name != "crop":
        raise Complaint(f"target: null, `{op}` changes the whole picture")
    return target
