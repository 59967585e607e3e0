"""Which files of a model are meant by `Weights.files`, and which of them a folder lacks.

A pattern has one part per folder, as a shell's: "unet/*.safetensors". "a|b" is the first of the
two that is there. Copies in another precision (`x.fp16.safetensors`) fit only a pattern that names
the precision, and a file in shards is there when all its shards are.
"""

import json
import re
from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase
from functools import lru_cache
from pathlib import Path

_VARIANT = re.compile(r"\.(fp8|fp16|bf16|fp32|non_ema|ema_only)(?=[.-])")
_SHARD = re.compile(r"(.+)-(\d{5})-of-(\d{5})(\.\w+)")
_INDEX = re.compile(r"(.+)\.index(\.\w+)?\.json")


def fitting(names: Iterable[str], pattern: str) -> list[str]:
    """Return those of `names` (relative, with "/") that a pattern means, sorted."""
    given = list(names)
    for one in pattern.split("|"):
        if fit := sorted(name for name in given if _fits(name, one)):
            return fit
    return []


def whole(names: Iterable[str], patterns: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return what the patterns mean of `names`, and what they need and `names` has not."""
    given = list(names)
    fit = {pattern: fitting(given, pattern) for pattern in patterns}
    meant = sorted({name for found in fit.values() for name in found})
    gone = [pattern for pattern, found in fit.items() if not found]
    shards = dict.fromkeys(shard for name in meant for shard in _shards(name))
    return meant, gone + [shard for shard in shards if shard not in given]


def of_folder(folder: Path, patterns: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the files that the patterns mean in a folder, and what it lacks of them.

    A link to nothing is no file. What an index (`x.safetensors.index.json`) names is needed too.
    """
    tried = {one for pattern in patterns for one in pattern.split("|")}
    found = {path for one in tried for path in folder.glob(one) if path.is_file()}
    meant, gone = whole([path.relative_to(folder).as_posix() for path in found], patterns)
    named = dict.fromkeys(part for name in meant for part in _indexed(folder, name))
    gone += [part for part in named if part not in gone and not (folder / part).is_file()]
    return meant, gone


def _fits(name: str, pattern: str) -> bool:
    variant = _VARIANT.search(name)
    if variant and variant.group() not in pattern:
        return False
    parts, wanted = name.split("/"), pattern.split("/")
    return len(parts) == len(wanted) and all(
        fnmatchcase(part, want) and (not part.startswith(".") or want.startswith("."))
        for part, want in zip(parts, wanted, strict=True)
    )


def _shards(name: str) -> list[str]:
    if not (shard := _SHARD.fullmatch(name)):
        return []
    stem, _, count, suffix = shard.groups()
    return [f"{stem}-{n:05}-of-{count}{suffix}" for n in range(1, int(count) + 1)]


def _indexed(folder: Path, name: str) -> tuple[str, ...]:
    """The files that an index names; none where the file it would split lies there whole."""
    index = _INDEX.fullmatch(name)
    if index is None or (folder / index.group(1)).is_file():
        return ()
    path = folder / name
    parent = name.rpartition("/")[0]
    parts = _named_by(path, path.stat().st_mtime_ns)
    return tuple(f"{parent}/{part}" if parent else part for part in parts)


@lru_cache(maxsize=256)
def _named_by(index: Path, _mtime_ns: int) -> tuple[str, ...]:
    try:
        parts = json.loads(index.read_bytes())["weight_map"].values()
        return tuple(sorted({str(part) for part in parts}))
    except (ValueError, KeyError, AttributeError, TypeError):
        return ()  # no index of shards: its reader will say what it is
