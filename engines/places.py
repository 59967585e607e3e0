"""Which of several things words mean: "the second dog from the left", "제일 큰 개", "all the cups".

A model that finds things by their name reads such words badly, so they are taken away before it is
asked, and decide among what it found. Places are those of the picture, as a viewer sees it.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import hypot

from engines.places_words import (
    ENGLISH_LEADING,
    ENGLISH_NO_NOUN,
    ENGLISH_WHERE,
    KOREAN_LEADING,
    KOREAN_NO_NOUN,
    KOREAN_TRAILING,
    NUMBERS,
    ORDERS,
    PLURALS,
    SINGULAR_S,
)
from engines.protocols import Grounded

LIKELY = 0.5
"""Where words choose among boxes, those less than half as likely as the likeliest come last."""

Box = tuple[float, float, float, float]
_HANGUL = re.compile("[가-힣]")
_TALL = re.compile("키가(?: 제일| 가장| 더)?")
_WORD = re.compile("|".join(sorted(ORDERS, key=len, reverse=True)))
_HEAD = re.compile(
    r" (?:in|on|of|at|by|with|without|near|behind|under|over|beside|between|against|from|next|"
    r"wearing|holding|riding|carrying|sitting|standing|lying|that|who|which)\b.*"
)
_EACH = re.compile(r"\b(?:every|each)\b|모든|모두|전부|전체|(?<![가-힣])다(?![가-힣])")
_BUT = re.compile("남기|남겨|빼고|말고|제외")
_NTH = (
    "",
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
)


@dataclass(frozen=True)
class Named:
    """What a phrase names: a noun, and which of the things that it may stand for.

    orders: names of `BY`; the last one counts, those before it narrow.
    nth: 1 is the first by that order; -1 the last; 0 where no number is said.
    count: so many of them; None: one, or all with `every`.
    """

    noun: str
    orders: tuple[str, ...] = ()
    nth: int = 0
    count: int | None = None
    every: bool = False

    @property
    def plural(self) -> bool:
        """Whether several things are meant together."""
        return self.count != 1 if self.count else self.every

    def phrase(self, noun: str) -> str:
        """Return it in English, with an English `noun` in the place of its own."""
        sizes = [order for order in self.orders if order in SIZES]
        sides = [order for order in self.orders if order not in SIZES]
        several = str(self.count) if self.count else "all the"
        how_many = several if self.plural else "the"
        link = "from" if self.nth and sides and not sizes else "on"
        words = (how_many, _nth(self.nth), *sizes, noun, *(_where(side, link) for side in sides))
        return " ".join(word for word in words if word)

    def pick(self, found: Sequence[Grounded], width: int, height: int) -> list[Grounded]:
        """Return those of `found` that may be meant, the one that is meant most first.

        One thing: all of them, ordered; none, where there is no second, third, … one. Several:
        so many of them, or those in the half of the picture that is said.

        Args:
            found: what a model found for the noun, in any order.
            width: of the picture, px.
            height: likewise.
        """
        left = sorted(found, key=lambda one: -one.score)
        for order in self.orders if self.plural and not self.count else self.orders[:-1]:
            within = [one for one in left if _within(order, one.box_xyxy, width, height)]
            left = within if within or self.plural else left
        if left and self.orders and (self.count or not self.every):
            left = self._ordered(left, width, height)
        return left[: self.count] if self.plural and self.count else left

    def _ordered(self, found: list[Grounded], width: int, height: int) -> list[Grounded]:
        by = BY[self.orders[-1]]
        likely = [one for one in found if one.score >= LIKELY * found[0].score]
        rest = [one for one in found if one.score < LIKELY * found[0].score]
        likely.sort(key=lambda one: by(_Placed.of(one.box_xyxy, width, height)))
        if self.nth < 0:
            likely.reverse()
        if len(likely) < self.nth:
            return []
        first = likely.pop(max(self.nth, 1) - 1)
        return [first, *likely, *rest]


def read(phrase: str, said: str = "") -> Named:
    """Return what a phrase names, in English or Korean.

    Args:
        phrase: a thing as a person names it: "the dog on the left", "왼쪽 개".
        said: the request that it came in: "사람 모두 지워줘" says more than "사람".
    """
    phrase = " ".join(phrase.split())
    named = _korean(phrase) if _HANGUL.search(phrase) else _english(phrase)
    if named.nth and not named.orders:
        named = replace(named, orders=("left",))  # "the second dog" is counted as one reads
    every = named.count is None and named.noun and _all_of(named.noun, said.lower())
    return replace(named, every=True) if every else named


def _all_of(noun: str, said: str) -> bool:
    """Whether a request means all of them; in "그 개만 남기고 다 지워줘" the rest is "다"."""
    if f"{noun}들" in said or re.search(rf"\ball (?:of )?(?:the )?{re.escape(noun)}\b", said):
        return True
    return bool(_EACH.search(said)) and not _BUT.search(said)


def _english(phrase: str) -> Named:
    low = phrase.lower()
    if low in ("everyone", "everybody"):
        return Named("person", every=True)
    named, rest = Named(""), phrase
    trailing: list[str] = []
    for match in reversed(list(ENGLISH_WHERE.finditer(rest))):
        trailing.insert(0, _order(match.groupdict()))
        rest = f"{rest[: match.start()]} {rest[match.end() :]}"
    named, noun = _leading(named, " ".join(rest.split()), ENGLISH_LEADING)
    sides = (*named.orders, *trailing)
    ordered = tuple(sorted(sides, key=lambda order: order in SIZES))  # a size decides last
    if noun.lower() in ENGLISH_NO_NOUN:
        noun = ""
    every = named.every or (not named.nth and named.count is None and _many(noun))
    return replace(named, noun=noun, orders=ordered, every=every)


def _korean(phrase: str) -> Named:
    named, noun = _leading(Named(""), phrase, KOREAN_LEADING)
    while match := KOREAN_TRAILING.search(noun):
        noun = noun[: match.start()].strip()
        named = _told(named, match)
    ordered = tuple(sorted(named.orders, key=lambda order: order in SIZES))
    return replace(named, noun="" if noun in KOREAN_NO_NOUN else noun, orders=ordered)


def _leading(named: Named, rest: str, pattern: re.Pattern[str]) -> tuple[Named, str]:
    """Take words off the beginning of `rest` while they say which one is meant."""
    while match := pattern.match(rest):
        named, rest = _told(named, match), rest[match.end() :]
    return named, rest.strip()


def _told(named: Named, match: re.Match[str]) -> Named:
    """Add what one matched word says."""
    groups = match.groupdict()
    if word := groups.get("nth"):
        named = replace(named, nth=_number(word))
    if word := groups.get("count") or groups.get("many"):
        named = replace(named, count=_number(word))
    if groups.get("single"):
        named = replace(named, count=1)
    if groups.get("every") or groups.get("each"):
        named = replace(named, every=True)
    if order := _order(groups):
        named = replace(named, orders=(*named.orders, order))
    return named


def _number(word: str) -> int:
    if digits := re.match(r"\d+", word):
        return max(1, int(digits[0]))
    known = re.match("|".join(sorted(NUMBERS, key=len, reverse=True)), word.lower())
    return NUMBERS[known[0]] if known else 1


def _order(groups: Mapping[str, str | None]) -> str:
    """The order that a matched word means, "" for none: "upper-left" is "top left"."""
    said = "".join(groups.get(key) or "" for key in ("place", "size", "after", "end")).lower()
    found = [ORDERS[word] for word in _WORD.findall(_TALL.sub("키", said).replace(" ", ""))]
    found = [word for word in found if word != "corner"] or found
    return " ".join(sorted(found, key=lambda word: word not in ("top", "bottom")))


def _many(noun: str) -> bool:
    """Whether an English noun phrase is about several: its head is a plural."""
    head = _HEAD.sub("", noun.lower()).rsplit(" ", 1)[-1]
    if head in PLURALS:
        return True
    return len(head) > 3 and head.endswith("s") and head not in SINGULAR_S and not (
        head.endswith(("ss", "us", "is"))
    )  # fmt: skip


def _nth(number: int) -> str:
    if number < 0:
        return "last"
    return _NTH[number] if number < len(_NTH) else f"{number}th"


def _where(side: str, link: str) -> str:
    if " " in side:
        return f"in the {side} corner"
    return f"in the {side}" if side in ("middle", "corner") else f"{link} the {side}"


@dataclass(frozen=True)
class _Placed:
    """A box's centre and size, 0..1 of the picture's."""

    x: float
    y: float
    w: float
    h: float

    @classmethod
    def of(cls, box: Box, width: int, height: int) -> "_Placed":
        x0, y0, x1, y1 = box
        centre = (x0 + x1) / 2 / width, (y0 + y1) / 2 / height
        return cls(*centre, (x1 - x0) / width, (y1 - y0) / height)

    def to(self, x: float, y: float) -> float:
        return hypot(self.x - x, self.y - y)


BY: dict[str, Callable[[_Placed], float]] = {
    "left": lambda at: at.x,
    "right": lambda at: -at.x,
    "top": lambda at: at.y,
    "bottom": lambda at: -at.y,
    "middle": lambda at: at.to(0.5, 0.5),
    "top left": lambda at: at.to(0, 0),
    "top right": lambda at: at.to(1, 0),
    "bottom left": lambda at: at.to(0, 1),
    "bottom right": lambda at: at.to(1, 1),
    "corner": lambda at: at.to(round(at.x), round(at.y)),
    "biggest": lambda at: -at.w * at.h,
    "smallest": lambda at: at.w * at.h,
    "tallest": lambda at: -at.h,
    "shortest": lambda at: at.h,
}
"""Order -> what a box is sorted by, the least first."""

SIZES = ("biggest", "smallest", "tallest", "shortest")


def _within(order: str, box: Box, width: int, height: int) -> bool:
    """Whether a box's centre lies in the half, quarter or middle that `order` means."""
    at = _Placed.of(box, width, height)
    middle = abs(at.x - 0.5) < 1 / 6 and abs(at.y - 0.5) < 1 / 3
    sides = {"left": at.x < 0.5, "right": at.x >= 0.5, "top": at.y < 0.5, "bottom": at.y >= 0.5}
    return all({**sides, "middle": middle}.get(word, True) for word in order.split())
