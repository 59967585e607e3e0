"""Cuts what a picture should not show to what the model reads; the prompt's own cut is a node's."""

import re
from collections.abc import Callable

from engines.protocols import Note

_WORD = re.compile(r"\S+")


def cut(negative: str, limit: int, count: Callable[[str], int]) -> tuple[str, tuple[Note, ...]]:
    """Return as many whole words of a negative prompt as fit, and a note of those that do not.

    Args:
        negative: as the user wrote it.
        limit: tokens that the model reads, as `count` counts them.
        count: the engine's own tokenizer.
    """
    if count(negative) <= limit:
        return negative, ()
    ends = [0, *(word.end() for word in _WORD.finditer(negative))]
    least, most = 0, len(ends) - 1
    while most - least > 1:  # tokens grow with words: halve
        middle = (least + most) // 2
        least, most = (
            (middle, most) if count(negative[: ends[middle]]) <= limit else (least, middle)
        )
    kept, left = negative[: ends[least]], negative[ends[least] :].strip(" ,;")
    return kept.rstrip(" ,;"), (Note("negative_cut", {"limit": limit, "parts": left}),)
