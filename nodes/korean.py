"""A problem in the user's own language: message and hint, each a whole sentence."""

import re
from functools import lru_cache

from errors import Problem
from nodes import korean_words
from nodes.korean_models import MODEL_FORMS
from nodes.wording import KOREAN_HINTS, PROBLEMS

FORMS = {**korean_words.FORMS, **MODEL_FORMS}
_HANGUL = re.compile("[가-힣]")


def told(language: str | None, problem: Problem) -> tuple[str, str]:
    """Return a problem's message and hint as sentences in `language`; the hint may be empty.

    Korean for "ko", English for any other. A Korean hint is the error's own where it has words
    for it, and else what helps with any problem of its code.
    """
    message, hint = problem["message"], problem["hint"]
    if language == "ko":
        message = _message(problem)
        hint = hint and (korean(hint) or KOREAN_HINTS.get(problem["code"], ""))
    return _sentence(message), _sentence(hint)


def _message(problem: Problem) -> str:
    """The error's own words in Korean, or else what any problem of its code means."""
    said, plain = korean(problem["message"]), PROBLEMS.get(problem["code"], "{message}")
    if said and "{message}" not in plain:
        return said
    known = {"message": said or problem["message"], "capability": problem.get("capability", "")}
    return plain.format(**known)


def korean(text: str) -> str | None:
    """Return what an error's English says in Korean, its values kept, or None without words.

    Text that is Korean already comes back as it is.
    """
    if _HANGUL.search(text):
        return text
    for pattern, form in _patterns():
        if match := pattern.fullmatch(text):
            return _filled(form, [korean(value) or value for value in match.groups()])
    return None


def _filled(form: str, values: list[str]) -> str:
    # Not `format`: a form may show JSON, with braces of its own.
    return re.sub(r"{(\d)}", lambda place: values[int(place[1])], form)


@lru_cache(maxsize=1)
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    """The forms as patterns, those with the most words of their own first."""
    ordered = sorted(FORMS, key=lambda form: len(form.replace("{}", "")), reverse=True)
    return [(_pattern(form), FORMS[form]) for form in ordered]


def _pattern(form: str) -> re.Pattern[str]:
    pieces = "(.+?)".join(re.escape(piece) for piece in form.split("{}"))
    return re.compile(pieces + r"\.?", re.IGNORECASE | re.DOTALL)


def _sentence(text: str) -> str:
    text = text[:1].upper() + text[1:]
    return text if not text or text.endswith((".", "?", "!")) else text + "."
