"""Which pictures of a conversation the words of a question name. Words and numbers only."""

import re

from engines.grammar.numbers import COUNT, ORDINAL, ordinal

_NTH = re.compile(
    rf"{ORDINAL}(?=(?: and|,| or)? (?:\S+ )?(?:photo|picture|image|one|and|or)\b)|"
    rf"\b(?:photo|picture|image|number) (?:no\.? ?|#)?(?P<after>\d+)|"
    rf"(?:{COUNT}|첫) ?번 ?째(?! ?버전)|\d+ ?번(?= ?(?:사진|그림|이미지|거|것|[이과와]\b))|"
    rf"(?:사진|그림|이미지) ?(?P<korean>\d+)"
)
_LAST = re.compile(r"\blast (?:photo|picture|image|one)\b|마지막 ?(?:사진|그림|이미지|거|것)")
_VERSION = re.compile(
    r"\b(?:v|version |ver\.? ?)(?P<a>\d+)\b|(?P<b>\d+) ?번? ?(?:째 ?)?버[전젼]|버[전젼] ?(?P<c>\d+)"
)
_CHANGES = re.compile(
    r"\b(?:chang(?:e|es|ed|ing)|edits?|edited|since|original|before|version|history)\b|\bdid you\b|"
    r"달라|바뀌|바뀐|바꿨|바꾼|변했|변한|변화|고쳤|편집|원본|처음|이전|전이랑|전과|버[전젼]"
)
_DIFFER = re.compile(r"\bdiffer|\bcompar|다른 ?점|차이|비교")
_POINTED = re.compile(
    r"\b(?:this|that|these|those)\b(?! (?:photo|picture|image|one)s?\b)|\b(?:it|here|there)\b|"
    r"이거|이것|이건|이게|이걸|그거|저거|여기|저기|거기|선택한|가리킨|표시한|"
    r"(?:^|\s)[이그저] (?!사진|그림|이미지)"
)


def photo_numbers(text: str, count: int) -> set[int]:
    """Return the numbers of the photos that a question names, of photos 1 to `count`."""
    low, found = text.lower(), set[int]()
    for match in _NTH.finditer(low):
        after = match["after"] or match["korean"]
        found.add(int(after) if after else ordinal(match[0]) or 0)
    if _LAST.search(low):
        found.add(count)
    return {number for number in found if 1 <= number <= count}


def version_ids(text: str) -> set[str]:
    """Return the version ids that a question names: "v2", "version 2", "2번 버전"."""
    found = _VERSION.finditer(text.lower())
    return {f"v{int(match['a'] or match['b'] or match['c'])}" for match in found}


def about_changes(text: str, *, photos: int) -> bool:
    """Whether a question is about what the edits changed; with several photos, not their own."""
    low = text.lower()
    return bool(_CHANGES.search(low) or (photos == 1 and _DIFFER.search(low)))


def points(text: str) -> bool:
    """Whether a question means what is selected: "what is this?", "여기 뭐라고 써 있어?"."""
    return bool(_POINTED.search(text.lower()))
