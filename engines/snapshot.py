"""What the files of a model should be: sizes and checksums, kept beside a snapshot of the hub.

The hub names a large file by the sha256 of its bytes, and a small one by git's sha1 of it: the
sha1 of "blob SIZE", a zero byte, and the bytes. Its client keeps a file under that name in
`blobs`, and what a whole snapshot holds in `trees/COMMIT.json`.
"""

import hashlib
import json
import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from engines.weight_files import fitting, of_folder

CHUNK_BYTES = 1 << 20
FORMAT = 1
_DIGEST = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_POINTER = b"version https://git-lfs"
_SAFETENSORS_HEAD = 8
_SAFETENSORS_HEADER = 100_000_000  # bytes, as its own reader allows


@dataclass(frozen=True)
class HubFile:
    """One file of a model, as the hub lists it. `digest`: sha256, or git's sha1, in hex."""

    path: str
    size_bytes: int
    digest: str


@dataclass(frozen=True)
class Checked:
    """What came of checking one file; "unknown": nobody told this machine its checksum."""

    path: str
    size_bytes: int
    state: Literal["good", "damaged", "unknown"]


def complete(folder: Path, patterns: Sequence[str], meant: Sequence[str]) -> bool:
    """Whether a snapshot has all that its listing says the patterns mean, at full size.

    `meant` is what they mean of the files that are there. A folder without a listing is taken as
    it is.
    """
    listed = listing(folder)
    if not listed:
        return True
    wanted = {name for pattern in patterns for name in fitting(listed, pattern)}
    return wanted <= set(meant) and all(
        (folder / name).stat().st_size == listed[name].size_bytes for name in wanted
    )


def listing(snapshot: Path) -> Mapping[str, HubFile]:
    """Return the files that a snapshot of the hub's cache should hold; empty where unknown."""
    if snapshot.parent.name != "snapshots":
        return {}
    kept = tree_of(snapshot)
    return _read(kept, kept.stat().st_mtime_ns) if kept.is_file() else {}


def tree_of(snapshot: Path) -> Path:
    """Return where the listing of a snapshot is kept."""
    return snapshot.parent.parent / "trees" / f"{snapshot.name}.json"


def written(snapshot: Path, entries: Sequence[Mapping[str, Any]]) -> None:
    """Keep the hub's listing of a snapshot, in the form of its client, unless it is there."""
    kept = tree_of(snapshot)
    if kept.is_file():
        return
    kept.parent.mkdir(parents=True, exist_ok=True)
    files = {str(entry["path"]): _entry(entry) for entry in entries}
    part = kept.with_suffix(".part")
    part.write_text(json.dumps({"format_version": FORMAT, "files": files}, indent=1))
    part.replace(kept)


def check(
    folder: Path, patterns: Sequence[str], told: Callable[[int], None] | None = None
) -> list[Checked]:
    """Read every file that the patterns mean, and compare it with what it should be.

    `told` is given the number of bytes read, as they are read.
    """
    listed = listing(folder)
    names = dict.fromkeys(of_folder(folder, patterns)[0])
    names |= dict.fromkeys(name for one in patterns for name in fitting(listed, one))
    return [_checked(folder / name, name, listed.get(name), told) for name in names]


def is_good(path: Path, file: HubFile, told: Callable[[int], None] | None = None) -> bool:
    """Whether a file's size and checksum are those that the hub lists."""
    if not path.is_file() or path.stat().st_size != file.size_bytes:
        return False
    return digest_of(path, len(file.digest), told) == file.digest


def digest_of(path: Path, length: int, told: Callable[[int], None] | None = None) -> str:
    """Return the sha256 (of 64 letters) or git's sha1 (of 40) of a file, in hex."""
    size = path.stat().st_size
    sha = hashlib.sha256() if length == 64 else hashlib.sha1(usedforsecurity=False)
    if length != 64:
        sha.update(b"blob %d\0" % size)
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            sha.update(chunk)
            if told:
                told(len(chunk))
    return sha.hexdigest()


def hexadecimal(digest: str) -> str:
    """Return a checksum or a commit as it was given: it becomes the name of a file.

    Raises:
        ValueError: it is none.
    """
    if not _DIGEST.fullmatch(digest):
        raise ValueError(f"no checksum: {digest!r}")
    return digest


def _checked(
    path: Path, name: str, listed: HubFile | None, told: Callable[[int], None] | None
) -> Checked:
    if not path.is_file():
        return Checked(name, 0, "damaged")
    size = path.stat().st_size
    digest = listed.digest if listed else _linked(path)
    if digest is None:
        return Checked(name, size, "unknown" if _plausible(path, size) else "damaged")
    file = HubFile(name, listed.size_bytes if listed else size, digest)
    return Checked(name, size, "good" if is_good(path, file, told) else "damaged")


def _linked(path: Path) -> str | None:
    """The checksum that the blob behind a link is named by."""
    name = Path(os.readlink(path)).name if path.is_symlink() else ""
    return name if _DIGEST.fullmatch(name) else None


def _plausible(path: Path, size: int) -> bool:
    """Whether a file is no stand-in of git's, and a safetensors file as long as it says."""
    with path.open("rb") as file:
        head = file.read(len(_POINTER))
        if head == _POINTER:
            return False
        if path.suffix != ".safetensors":
            return True
        length = int.from_bytes(head[:_SAFETENSORS_HEAD], "little")
        if length > min(size - _SAFETENSORS_HEAD, _SAFETENSORS_HEADER):
            return False
        file.seek(_SAFETENSORS_HEAD)
        return _end(file.read(length)) == size - _SAFETENSORS_HEAD - length


def _end(header: bytes) -> int | None:
    """Where a safetensors header says that the last tensor ends, in bytes after the header."""
    try:
        tensors = {k: v for k, v in json.loads(header).items() if k != "__metadata__"}
        return max((int(v["data_offsets"][1]) for v in tensors.values()), default=0)
    except (ValueError, KeyError, AttributeError, TypeError, IndexError):
        return None


@lru_cache(maxsize=64)
def _read(kept: Path, _mtime_ns: int) -> Mapping[str, HubFile]:
    try:
        told = json.loads(kept.read_bytes())
        if told["format_version"] != FORMAT:
            return {}
        return {
            path: HubFile(path, entry["size"], entry.get("lfs_sha256") or entry["blob_id"])
            for path, entry in told["files"].items()
        }
    except (ValueError, KeyError, AttributeError, TypeError):
        return {}  # as if it were not there: the patterns still count


def _entry(entry: Mapping[str, Any]) -> dict[str, Any]:
    kept = {"size": entry["size"], "blob_id": entry["oid"]}
    if large := entry.get("lfs"):
        kept |= {"lfs_sha256": large["oid"], "lfs_size": large["size"]}
    return kept | ({"xet_hash": entry["xetHash"]} if entry.get("xetHash") else {})
