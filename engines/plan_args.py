"""What each op takes: one table for the words a chat model is told, and for what it may answer."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from engines.protocols import STYLES, Arg, Op
from imaging import adjust, colours

Args = dict[str, Arg]
REQUIRED, ABSENT = object(), object()
"""Of a field that is null: an error, or no argument at all; any other value is its default."""


class Complaint(ValueError):
    """What is wrong with a field, and what it may be."""


@dataclass(frozen=True)
class Takes:
    """What an op does, and its fields with their defaults; `kinds`: by the first field's value."""

    means: str
    fields: Mapping[str, Any] = field(default_factory=dict[str, Any])
    kinds: Mapping[str, Mapping[str, Any]] = field(default_factory=dict[str, Mapping[str, Any]])


_TABLE = adjust.ADJUSTMENTS
_SIZES = {"width_px": ABSENT, "height_px": ABSENT, "scale": ABSENT}

TAKES: dict[Op, Takes] = {
    "remove": Takes("takes the target away and closes the gap"),
    "replace": Takes("puts something else in the target's place", {"replacement": REQUIRED}),
    "add": Takes("puts something new in; target: where, or null", {"addition": REQUIRED}),
    "background": Takes(
        "changes all that is behind the subject: a scene in words is `describe`, another photo of "
        "the thread is `image`",
        {"mode": REQUIRED},
        {
            "blur": {"amount": 50},
            "colour": {"colour": REQUIRED},
            "image": {"image_index": ABSENT},
            "describe": {},
        },
    ),
    "style": Takes(
        "gives a look; `style` null for one that is not listed", {"style": None, "amount": 100}
    ),
    "adjust": Takes("changes light, tone or detail", {"name": REQUIRED, "amount": REQUIRED}),
    "recolour": Takes("gives the target another colour", {"colour": REQUIRED}),
    "extract": Takes("cuts the target out; taking the background away is this, with target null"),
    "transform": Takes(
        "changes the frame",
        {"name": REQUIRED},
        {
            "crop": {"ratio": None},
            "rotate": {"degrees": REQUIRED},
            "flip": {"axis": REQUIRED},
            "resize": _SIZES,
            "straighten": {},
        },
    ),
    "text": Takes("writes `words`; target: the old words they stand in for", {"words": REQUIRED}),
    "generate": Takes("makes a new picture", {"description": REQUIRED, "n": 1}),
    "expand": Takes("draws on beyond the edges", {"ratio": None, "direction": "all"}),
    "upscale": Takes("more pixels, sharper", {"scale": 2.0}),
    "question": Takes("asks something about the pictures, the file or the versions"),
    "recommend": Takes(
        "looks for products or ideas that suit the photo (`web`), for pictures of the user's own "
        "(`catalogue`), or for one of their earlier versions by what it shows (`versions`)",
        {"source": "web", "query": None},
    ),
    "history": Takes(
        "moves among the versions",
        {"action": REQUIRED},
        {"undo": {"count": 1}, "redo": {"count": 1}, "goto": {"version": REQUIRED}, "reset": {}},
    ),
    "chat": Takes("small talk", {"kind": "other"}),
}
_ARG_OF = {
    "replacement": "with", "addition": "what", "words": "text", "description": "prompt",
    "style": "name",
}  # fmt: skip
_RATIO = re.compile(r"[1-9]\d{0,3}(?:\.\d+)?:[1-9]\d{0,3}(?:\.\d+)?")


def args_of(given: Mapping[str, Any], op: Op) -> Args:
    """Return a step's args, as `engines.protocols` lists them.

    Args:
        given: the fields of a step as a model wrote them; null is nothing.
        op: the step's op.

    Raises:
        Complaint: a field is missing, has no such value, or is none of this op.
    """
    taken = _fields(given, op)
    for name, value in given.items():
        if value is not None and name not in taken:
            raise Complaint(f"{name}: null, `{op}` takes: {', '.join(taken) or 'no other fields'}")
    args: Args = {}
    for name, default in taken.items():
        value = given[name]
        if value is None and default is REQUIRED:
            raise Complaint(f"{name}: `{op}` needs it; {LIMITS[name].may_be(op)}")
        if value is None and default is ABSENT:
            continue
        if value is not None:
            _check(name, value, op, given)
        args |= _arg(name, default if value is None else value)
    if op == "transform" and given["name"] == "resize" and len(args) == 1:
        raise Complaint(f"scale: resize needs one of: {', '.join(_SIZES)}")
    return {**args, "image_id": None} if args.get("mode") == "image" else args


def _fields(given: Mapping[str, Any], op: Op) -> dict[str, Any]:
    fields, kinds = dict(TAKES[op].fields), TAKES[op].kinds
    if not kinds:
        return fields
    first = next(iter(fields))
    if given[first] not in kinds:
        raise Complaint(f"{first}: `{op}` needs one of: {', '.join(kinds)}")
    return {**fields, **kinds[given[first]]}


def _arg(name: str, value: Arg) -> Args:
    if name != "colour":
        return {_ARG_OF.get(name, name): value}
    colour = colours.parse(str(value)) or (0, 0, 0)
    exact = (known for known, rgb in colours.NAMED.items() if rgb == colour)
    return {"colour": colours.as_hex(colour), "colour_name": next(exact, colours.as_hex(colour))}


@dataclass(frozen=True)
class Limit:
    """What a field may be: in words (by op), and as a check that may look at other fields."""

    words: str
    fits: Callable[[Any, Op, Mapping[str, Any]], bool]
    by_op: Mapping[str, str] = field(default_factory=dict[str, str])

    def may_be(self, op: Op) -> str:
        """Return what the field may be, for a model to read."""
        return self.by_op.get(op, self.words)


def _amount_fits(value: float, op: Op, given: Mapping[str, Any]) -> bool:
    known = _TABLE.get(str(given["name"])) if op == "adjust" else None
    return known.lowest <= value <= known.highest if known else 0 < value <= 100


def _name_fits(value: str, op: Op, _given: Mapping[str, Any]) -> bool:
    return value in (_TABLE if op == "adjust" else TAKES[op].kinds)


def _at_least(least: int) -> Callable[[Any, Op, Mapping[str, Any]], bool]:
    return lambda value, _op, _given: value >= least


def _free(_value: object, _op: Op, _given: Mapping[str, Any]) -> bool:
    return True


_AMOUNTS = (
    "percent, -100 to 100, darker, duller and colder are negative; 0 to 100: "
    f"{', '.join(name for name, known in _TABLE.items() if known.lowest == 0)}; where the user "
    f"gives no number: {', '.join(f'{name} {known.default:g}' for name, known in _TABLE.items())}"
)
_COLOURS = list({rgb: name for name, rgb in reversed(colours.NAMED.items())}.values())[::-1]
LIMITS: dict[str, Limit] = {
    "name": Limit(
        "", _name_fits,
        {"adjust": f"one of: {', '.join(_TABLE)}",
         "transform": f"one of: {', '.join(TAKES['transform'].kinds)}"},
    ),
    "amount": Limit(
        "percent, 1 to 100", _amount_fits,
        {"adjust": _AMOUNTS},
    ),
    "style": Limit(f"one of: {', '.join(STYLES)}; or null", lambda v, _o, _g: v in STYLES),
    "colour": Limit(
        f"#rrggbb, or one of: {', '.join(_COLOURS)}",
        lambda v, _o, _g: colours.parse(v) is not None,
    ),
    "mode": Limit(f"one of: {', '.join(TAKES['background'].kinds)}", _free),
    "image_index": Limit("1 is the first photo; null: the other one", _at_least(1)),
    "ratio": Limit('width to height: "16:9"', lambda v, _o, _g: bool(_RATIO.fullmatch(v))),
    "degrees": Limit(
        "clockwise, -360 to 360, not 0; left is negative; a quarter where none is said",
        lambda v, _o, _g: 0 < abs(v) <= 360,
    ),
    "axis": Limit("one of: horizontal (left and right change places), vertical", _free),
    "width_px": Limit("1 or more", _at_least(1)),
    "height_px": Limit("1 or more", _at_least(1)),
    "scale": Limit("a factor above 0: 0.5 is half", lambda v, _o, _g: v > 0),
    "direction": Limit("one of: left, right, top, bottom, horizontal, vertical, all", _free),
    "replacement": Limit("what comes in its place, in the user's words", _free),
    "addition": Limit("what is put in, in the user's words", _free),
    "words": Limit("the letters to write, exactly as the user gave them", _free),
    "description": Limit("what the picture shows, in the user's words", _free),
    "n": Limit("how many, 1 or more", _at_least(1)),
    "action": Limit(f"one of: {', '.join(TAKES['history'].kinds)}", _free),
    "count": Limit("how many steps, 1 or more", _at_least(1)),
    "version": Limit("the number of a version id: 0 is the original", _at_least(0)),
    "source": Limit("one of: web, catalogue, versions", _free),
    "query": Limit("words to search by, or null", _free),
    "kind": Limit("one of: greeting, thanks, help, other", _free),
}  # fmt: skip


def _check(name: str, value: Any, op: Op, given: Mapping[str, Any]) -> None:  # noqa: ANN401  # any field's
    limit = LIMITS[name]
    if not limit.fits(value, op, given):
        raise Complaint(f"{name}: not {str(value)[:40]!r}; {limit.may_be(op)}")
