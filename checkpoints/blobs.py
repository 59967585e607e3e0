"""Bytes under keys, immutable: a folder today, an object store by the same methods later.

A key is "owner/name", both of [a-z0-9.-]; a name begins with at least four characters of an id.
"""

import os
import re
import secrets
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from errors import NotFound

_KEY = re.compile(r"[a-z0-9]{1,64}/[a-z0-9]{4,64}(\.[a-z0-9-]{1,20})?")
_STALE_S = 3600


class Blobs(Protocol):
    """Where the image store keeps its bytes. All methods may be called by many threads."""

    def put_bytes(self, key: str, data: bytes) -> None:
        """Store `data`; on return it survives a crash. A key that exists is left as it is."""
        ...

    def get_bytes(self, key: str) -> bytes:
        """Return what was stored; raise `NotFound` when nothing was."""
        ...

    def delete(self, key: str) -> None:
        """Remove the key; nothing happens when it is not there."""
        ...

    def exists(self, key: str) -> bool:
        """Say whether the key is there."""
        ...

    def keys(self, prefix: str) -> Iterator[str]:
        """Yield the keys that begin with `prefix`, "owner/" at the least."""
        ...

    def age_s(self, key: str) -> float:
        """Return how long ago the key was stored; raise `NotFound` when it was not."""
        ...


class FolderBlobs:
    """Blobs as files: `folder/owner/ab/cd/abcd….png`, readable by this user only.

    A blob is written to `folder/incoming`, synced, and renamed into place, so that no reader in
    any process sees half of it, whenever the writer dies. What a dead writer leaves in `incoming`
    is swept by `sweep` after an hour. Nothing is touched before the first call.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder.absolute()
        self._incoming = self._folder / "incoming"

    def put_bytes(self, key: str, data: bytes) -> None:
        """Store `data` durably; a key that exists is left as it is."""
        path = self._path(key)
        if path.exists():
            return
        self._make_folder(path.parent)
        self._make_folder(self._incoming)
        part = self._incoming / secrets.token_hex(16)
        with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, path)
        _sync_folder(path.parent)

    def get_bytes(self, key: str) -> bytes:
        """Return what was stored; raise `NotFound` when nothing was."""
        try:
            return self._path(key).read_bytes()
        except FileNotFoundError as error:
            raise NotFound(f"Nothing is stored as {key.partition('/')[2]}.") from error

    def delete(self, key: str) -> None:
        """Remove the key; nothing happens when it is not there."""
        self._path(key).unlink(missing_ok=True)

    def exists(self, key: str) -> bool:
        """Say whether the key is there."""
        return self._path(key).exists()

    def keys(self, prefix: str) -> Iterator[str]:
        """Yield the keys that begin with `prefix`, "owner/" at the least."""
        owner, _, start = prefix.partition("/")
        shards = (start[0:2], start[2:4]) if len(start) >= 4 else ("*", "*")
        for path in (self._folder / owner).glob("/".join((*shards, "*"))):
            if path.name.startswith(start):
                yield f"{owner}/{path.name}"

    def age_s(self, key: str) -> float:
        """Return how many seconds ago the key was stored."""
        try:
            return time.time() - self._path(key).stat().st_mtime
        except FileNotFoundError as error:
            raise NotFound(f"Nothing is stored as {key.partition('/')[2]}.") from error

    def _path(self, key: str) -> Path:
        if not _KEY.fullmatch(key):
            raise ValueError(f"no such key: {key!r}")
        owner, name = key.split("/")
        return self._folder / owner / name[0:2] / name[2:4] / name

    def _make_folder(self, folder: Path) -> None:
        """Make `folder` and what is missing above it, each entry synced in its parent."""
        if folder.is_dir():
            return
        self._make_folder(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)
        _sync_folder(folder.parent)

    def sweep(self) -> None:
        """Remove what dead writers left behind, an hour after they did."""
        if not self._incoming.is_dir():
            return
        for part in self._incoming.iterdir():
            try:
                if time.time() - part.stat().st_mtime > _STALE_S:
                    part.unlink()
            except FileNotFoundError:  # another process swept it, or finished it
                continue


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
