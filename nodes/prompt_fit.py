"""Cut a prompt to what an engine reads, in whole phrases and whole words."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from errors import InvalidRequest

# A quoted passage is one word; so is each character of scripts that put no spaces between words.
_WORD = re.compile(r"\"[^\"]*\"\S*|“[^”]*”\S*|「[^」]*」|[぀-ヿ一-鿿]|[^\s぀-ヿ一-鿿]+")


@dataclass(frozen=True)
class Fitted:
    """A prompt that fits, and the parts that were left out, the most important first."""

    prompt: str
    dropped: tuple[str, ...] = ()


def fitted(phrases: Sequence[str], limit: int | None, count: Callable[[str], int]) -> Fitted:
    """Return as much of a prompt as an engine reads.

    Whole phrases go first, the least important (the last) ones before the others; then the first
    phrase is cut behind the last word that fits. A larger limit never gives a shorter prompt.

    Args:
        phrases: the most important first; at least one.
        limit: tokens that the engine reads, as `count` counts; None: all.
        count: the engine's own tokenizer, start and end tokens included.

    Raises:
        InvalidRequest: not even the first word fits.
    """
    if limit is None:
        return Fitted(_joined(phrases))
    for kept in range(len(phrases), 0, -1):
        prompt = _joined(phrases[:kept])
        if count(prompt) <= limit:
            return Fitted(prompt, tuple(phrases[kept:]))
    first = phrases[0].strip()
    for end in reversed([word.end() for word in _WORD.finditer(first)]):
        if count(first[:end]) <= limit:
            return Fitted(first[:end], (first[end:].strip(), *phrases[1:]))
    raise InvalidRequest(
        f"the first word of the prompt takes more than the {limit} tokens that the model reads",
        hint="use shorter words",
    )


def _joined(phrases: Sequence[str]) -> str:
    return ", ".join(phrase.strip() for phrase in phrases)
