"""How many tokens of a CLIP text encoder a prompt takes; image models read 77 and drop the rest."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

LIMIT = 77  # with the marks of start and end
FOLDERS = ("openai/clip-vit-large-patch14", "openai/clip-vit-base-patch32")
# CLIP's own way to cut a text before its merges: words, single digits, runs of signs.
_PIECES = re.compile(r"'s|'t|'re|'ve|'m|'ll|'d|[^\W\d_]+|\d|(?:[^\s\w]|_)+")
_LETTERS = 8  # Latin letters that one token holds at least, in a word CLIP does not know whole


@dataclass(frozen=True)
class Counter:
    """Counts tokens. how: in words, whether it counts or estimates."""

    count: Callable[[str], int]
    how: str


@cache
def counter() -> Counter:
    """Return the tokenizer of a CLIP model that is on this machine already, else an estimate.

    Nothing is downloaded.
    """
    if find_spec("transformers") is not None:
        counters = (_counter(folder) for folder in FOLDERS)
        if found := next(filter(None, counters), None):
            return found
    return Counter(estimate, "estimated: no CLIP tokenizer is on this machine")


def _counter(folder: str) -> Counter | None:
    load: Any = import_module("transformers").CLIPTokenizer.from_pretrained
    try:
        tokenizer = load(folder, local_files_only=True)
    except OSError:
        return None
    return Counter(lambda text: len(tokenizer(text)["input_ids"]), f"counted by {folder}")


def estimate(text: str) -> int:
    """Return about how many CLIP tokens a text takes, with those of start and end.

    Known English words are one token; a word counts one for each 8 letters begun. A digit and a
    run of signs count one each. Another script counts each UTF-8 byte, the most it can take.
    """
    return 2 + sum(_piece(found[0]) for found in _PIECES.finditer(text.lower()))


def _piece(piece: str) -> int:
    if not piece.isascii():
        return len(piece.encode())
    return -(-len(piece) // _LETTERS) if piece[0].isalpha() else 1
