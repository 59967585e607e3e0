"""Clauses that ask for recommendations or look for a picture: where to search, and for what."""

import re

from engines.grammar.phrases import NOTHING, korean
from engines.grammar.reading import Reading, one
from engines.grammar.text import Text
from engines.protocols import Step

_LIKE_THIS = re.compile(
    r"\b(?:like|similar|close|resembl\w*|match\w*|same)\b"
    r"|비슷|닮|이런|같은 ?(?:거|것|사진|느낌)|유사"
)
_EN_QUERY = re.compile(
    r"\bfor (?P<after>.+)$"
    r"|^(?:find|get|show|look up|give|fetch|search|locate|pull up|dig out|is there|are there|"
    r"do i have|have i got|do we have)(?: me| up)? ?(?P<before>.+?) (?:in|from|on|among|inside) "
    r"(?:my|our|the|your)?"
    r"|^(?:with|that has|that have|showing|of) (?P<has>.+)$"
)
_EN_LEAD = re.compile(
    r"(?:(?:the|an?|any|some|all|my|ones?|those|pictures?|photos?|images?|with|of|showing|i|we|you|"
    r"had|has|have|was|were|that|there|where|which|me) )+"
)
_EN_TAIL = re.compile(r" (?:in|on) it$|,? please$")
_KO_PLACE = re.compile(
    r"^.*?(?:카탈로그|앨범|갤러리|사진첩|보관함|라이브러리|컬렉션|사진들?)"
    r"(?:에서|에는|에|중에서?|속에서?|안에서?)? "
)
_KO_QUERY = re.compile(
    r"^(?P<query>.+?) ?(?:사진|그림|이미지)?(?:이|가|을|를|도|들|만)? ?(?:좀 |하나 |다 |한번 )*"
    r"(?:찾|검색|있|보여|골라|꺼내)"
)
_KO_TAIL = re.compile(r" ?(?:있던|있었던|나온|나왔던|있는)$")


def _english_query(clause: Text) -> str | None:
    found = _EN_QUERY.search(clause.low)
    if not found:
        return None
    name = next(name for name, said in found.groupdict().items() if said)
    return _plain_english(clause.cut(*found.span(name)))


def _plain_english(part: Text) -> str | None:
    if lead := _EN_LEAD.match(part.low + " "):
        part = part.cut(min(lead.end(), len(part.low)))
    if tail := _EN_TAIL.search(part.low):
        part = part.cut(0, tail.start())
    return part.said() or None


def _korean_query(clause: Text) -> str | None:
    place = _KO_PLACE.match(clause.low)
    part = clause.cut(place.end()) if place else clause
    found = _KO_QUERY.match(part.low)
    return korean(part, *found.span("query")).words if found else None


def _version_query(reading: Reading) -> str | None:
    span = reading.group("query", "query2")
    if span is None:
        return None
    part = reading.clause.cut(*span)
    if reading.language == "en":
        return _plain_english(part)
    tail = _KO_TAIL.search(part.low)
    return part.cut(0, tail.start() if tail else None).said() or None


def recommend(reading: Reading) -> list[Step]:
    """Return the step that searches: the web, the catalogue or the thread's own versions.

    Its `query` is the words to search by, and null for "something like this" and for the web,
    whose words are made of the answer.
    """
    query: str | None = None
    if reading.detail == "versions":
        query = _version_query(reading)
    elif reading.detail == "catalogue" and not _LIKE_THIS.search(reading.clause.low):
        asked = _english_query if reading.language == "en" else _korean_query
        query = asked(reading.clause)
    return one(reading, NOTHING, {"source": reading.detail, "query": query})
