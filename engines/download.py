"""Gets a model's files from the hub into the weights folder: resumed, checked, once at a time.

A file is got into `blobs/CHECKSUM.incomplete`, which stays when a download breaks off, and is
linked into its snapshot when it is whole and its checksum is right: the layout of the hub's own
client, which finds the files there too.
"""

import os
import shutil
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from typing import Any

import httpx

from engines.hub import Hub, Listing, connected, licence_of, passing, refused
from engines.protocols import Card, Progress, Weights
from engines.snapshot import HubFile, is_good, written
from engines.weight_files import whole
from engines.weights import folder_of, pulled_by, repository, source_of, weights_root
from errors import EngineUnavailable
from settings import Settings

Told = Callable[[int, int], None]
"""Told bytes at hand, and bytes in all; may raise to stop."""
WAITS_S = (0.5, 1.0, 2.0, 4.0)
LOCK_WAIT_S = 0.2
TOLD_EVERY_S = 0.2
MEGA = 1_000_000
_ROOM = "make room, or set PENTIMENTO_WEIGHTS to a folder on another disk"


def in_turn(card: Card, settings: Settings, progress: Progress | None) -> Path:
    """Get an engine's weights while a turn waits; `progress` is told megabytes.

    Raises:
        EngineUnavailable: they cannot be got, or a person has to read their licence first.
        Cancelled: `progress` was told to stop; what was got is kept.
    """
    assert card.weights is not None
    last = -TOLD_EVERY_S

    def told(done: int, total: int) -> None:
        nonlocal last
        if progress and time.monotonic() - last >= TOLD_EVERY_S:
            last = time.monotonic()
            progress(done // MEGA, max(1, total // MEGA))

    model = source_of(card, settings)
    with connected() as hub, alone(repository(model, settings), told):
        if folder := folder_of(card, settings):
            return folder  # another turn got them meanwhile
        listing = hub.listing(model)
        if not licence_of(card, listing)[1]:
            raise EngineUnavailable(
                f"the licence of `{model}` may restrict what you do with it",
                hint=f"read it at {hub.page(model)}, then `{pulled_by(card)}`",
            )
        return fetch(hub, listing, card.weights, settings, told)


def fetch(
    hub: Hub,
    listing: Listing,
    weights: Weights,
    settings: Settings,
    told: Told,
    waits_s: Sequence[float] = WAITS_S,
) -> Path:
    """Return the snapshot with all files that the weights' patterns mean, each of them checked.

    What is there already is checked and kept; a damaged file is got again. The links are made
    last, so that a snapshot is whole or is not there.

    Raises:
        EngineUnavailable: the model has no such files, the disk has no room, or the hub failed.
    """
    files = _wanted(listing, weights)
    home = repository(listing.model, settings)
    snapshot = home / "snapshots" / listing.commit
    getting = _Getting(hub, listing, home / "blobs", told, files, waits_s)
    try:
        getting.blobs.mkdir(parents=True, exist_ok=True)
        blobs = [getting.blob(file) for file in files]
        for file, blob in zip(files, blobs, strict=True):
            _link(blob, snapshot / file.path)
        written(snapshot, listing.entries)
        (home / "refs").mkdir(exist_ok=True)
        (home / "refs" / "main").write_text(listing.commit)
    except OSError as error:
        raise _unwritable(weights_root(settings), error) from error
    return snapshot


class _Getting:
    """One model's files on their way."""

    def __init__(
        self, hub: Hub, listing: Listing, blobs: Path, told: Told, files: list[HubFile],
        waits_s: Sequence[float],
    ) -> None:  # fmt: skip
        self.blobs = blobs
        self._hub, self._listing, self._told, self._waits_s = hub, listing, told, waits_s
        self._total = sum(file.size_bytes for file in files)
        self._done = 0  # of the files before this one
        self._seen = 0  # of a file that is there already, as it is checked
        self._need_room(files)

    def blob(self, file: HubFile) -> Path:
        """Return a file's blob, whole and checked; got where it is not there or damaged."""
        blob, part = self.blobs / file.digest, self.blobs / f"{file.digest}.incomplete"
        whole_then = self._done + file.size_bytes
        if not is_good(blob, file, self._read):
            for _ in range(2):  # bytes kept from a broken download may be what is wrong
                self._receive(file, part)
                if is_good(part, file, lambda _: self._told(whole_then, self._total)):
                    break
                part.unlink()
            else:
                raise EngineUnavailable(
                    f"`{file.path}` of `{self._listing.model}` came damaged, twice",
                    hint="try again later, or from another network",
                )
            blob.unlink(missing_ok=True)
            part.replace(blob)
        self._done, self._seen = whole_then, 0
        self._told(self._done, self._total)
        return blob

    def _read(self, read_bytes: int) -> None:
        self._seen += read_bytes
        self._told(self._done + self._seen, self._total)

    def _receive(self, file: HubFile, part: Path) -> None:
        """Append what `part` lacks. A break is waited out; new bytes make the patience new."""
        waits, failed = iter(self._waits_s), None
        part.touch()
        if part.stat().st_size > file.size_bytes:
            part.write_bytes(b"")
        while (have := part.stat().st_size) < file.size_bytes:
            self._told(self._done + have, self._total)
            try:
                self._append(file, part, have)
                failed = httpx.RemoteProtocolError("the answer ended early")
            except httpx.HTTPError as error:
                if not passing(error):
                    raise refused(self._listing.model, error) from error
                failed = error
            if part.stat().st_size > have:
                waits = iter(self._waits_s)
            elif (wait_s := next(waits, None)) is None:
                raise refused(self._listing.model, failed) from failed
            else:
                self._pause(wait_s, have)

    def _pause(self, wait_s: float, have: int) -> None:
        """Wait, in steps in which a turn can be stopped."""
        ends = time.monotonic() + wait_s
        while (left_s := ends - time.monotonic()) > 0:
            self._told(self._done + have, self._total)
            time.sleep(min(TOLD_EVERY_S, left_s))

    def _append(self, file: HubFile, part: Path, have: int) -> None:
        where = self._listing.model, self._listing.commit, file.path
        with self._hub.bytes_of(*where, have) as (start, chunks), part.open("r+b") as out:
            out.seek(start)
            out.truncate()
            for chunk in chunks:
                start += out.write(chunk)
                self._told(self._done + min(start, file.size_bytes), self._total)
                if start > file.size_bytes:
                    return  # of another length than listed: its checksum will not fit

    def _need_room(self, files: list[HubFile]) -> None:
        lacking = sum(file.size_bytes - self._kept(file) for file in files)
        place = next(folder for folder in (self.blobs, *self.blobs.parents) if folder.is_dir())
        free = shutil.disk_usage(place).free
        if lacking > free:
            raise EngineUnavailable(
                f"`{self._listing.model}` takes {lacking / 1e9:.1f} GB more, "
                f"and {place} has {free / 1e9:.1f} GB free",
                hint=_ROOM,
            )

    def _kept(self, file: HubFile) -> int:
        for name in (file.digest, f"{file.digest}.incomplete"):
            if (self.blobs / name).is_file():
                return min(file.size_bytes, (self.blobs / name).stat().st_size)
        return 0


def _wanted(listing: Listing, weights: Weights) -> list[HubFile]:
    meant, gone = whole(listing.files, weights.files)
    if gone:
        raise EngineUnavailable(
            f"`{listing.model}` has no {', '.join(gone[:3])}",
            hint="it is no model for this engine: name another in PENTIMENTO_MODELS",
        )
    return [listing.files[name] for name in meant]


def _link(blob: Path, place: Path) -> None:
    """Make `place` the blob: a relative link, or a copy where the disk knows no links."""
    place.parent.mkdir(parents=True, exist_ok=True)
    if place.is_symlink() or place.exists():
        if place.exists() and place.samefile(blob):
            return
        place.unlink()
    try:
        place.symlink_to(os.path.relpath(blob, place.parent))
    except (OSError, NotImplementedError):
        shutil.copyfile(blob, place)


@contextmanager
def alone(home: Path, told: Told) -> Generator[None]:
    """Hold the lock of one model's files, across threads and processes.

    While it waits, `told` is called with (0, 0).

    Raises:
        EngineUnavailable: the weights folder cannot be written.
    """
    locks: Any = import_module("filelock")
    place = home.parent / ".locks" / home.name
    lock = locks.FileLock(place / "pentimento.lock")
    try:
        place.mkdir(parents=True, exist_ok=True)
        while not lock.is_locked:
            told(0, 0)
            with suppress(locks.Timeout):
                lock.acquire(timeout=LOCK_WAIT_S)
    except OSError as error:
        raise _unwritable(home.parent, error) from error
    try:
        yield
    finally:
        lock.release()


def _unwritable(folder: Path, error: OSError) -> EngineUnavailable:
    why = error.strerror or type(error).__name__
    return EngineUnavailable(f"cannot write into {folder}: {why}", hint=_ROOM)
