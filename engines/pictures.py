"""`.venv/bin/python -m engines catalogue`: an owner's picture catalogue, filled and searched.

A server may be running on the same data meanwhile.
"""

import argparse
import asyncio
import json
import sys
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from checkpoints.catalogue import Catalogue, PictureRow
from checkpoints.images import ImageStore, OwnerImages, image_id_of
from checkpoints.index import open_store, picture_ref
from checkpoints.memory import CaptionRow, Memory
from checkpoints.saver import open_saver
from checkpoints.threads import LOCAL, ThreadList, now
from engines import Engines
from engines.embeddings import lack_of_embeddings
from errors import EngineUnavailable, InvalidRequest, NotFound, RequestError
from graph.edit import build
from graph.threads import Threads
from house import vectors_of
from imaging.codec import Limits
from nodes.captions import caption_of
from nodes.likeness import english_of
from nodes.search import Wish, in_catalogue, words_of
from settings import Settings

ENDINGS = (
    ".jpg", ".jpeg", ".png", ".webp", ".tif", ".tiff", ".bmp", ".gif", ".heic", ".heif", ".avif",
)  # fmt: skip


@dataclass
class Shelf:
    """An owner's catalogue at hand, and how it went."""

    owner: str
    images: OwnerImages
    engines: Engines
    catalogue: Catalogue
    memory: Memory
    counts: dict[str, int] = field(default_factory=dict[str, int])
    failed: int = 0
    replaced: list[str] = field(default_factory=list[str])  # images that may be unused now
    blind: bool = False  # the model that sees did not answer: the rest goes without captions
    wordless: bool = False  # the model of the vectors did not answer

    def count(self, what: str, name: str, more: str = "") -> None:
        """Note and say what became of a picture, one line each."""
        self.counts[what] = self.counts.get(what, 0) + 1
        sys.stderr.write(f"{what:9} {name}{': ' + more if more else ''}\n")

    def fail(self, name: str, why: str) -> None:
        """Note and say that something could not be done."""
        self.failed += 1
        sys.stderr.write(f"{'failed':9} {name}: {why}\n")


def add_commands(commands: Any) -> None:  # noqa: ANN401  # argparse's subparsers have no public type
    """Add `catalogue` and its commands to a command line."""
    catalogue = commands.add_parser("catalogue", help="pictures that the chat can search")
    chosen = catalogue.add_subparsers(dest="catalogue", required=True)
    for name, work, argument, help_text in (
        ("add", _add, "folder", "add every picture of a folder, or what changed in it"),
        ("list", _list, None, "list the pictures"),
        ("remove", _remove, "picture", "remove a picture: its name, or its image id"),
        ("search", _search, "words", "search the pictures"),
    ):
        parser = chosen.add_parser(name, help=help_text)
        if argument:
            parser.add_argument(argument)
        parser.add_argument("--owner", default=LOCAL, help="whose; without keys it is `local`")
        parser.add_argument("--json", action="store_true", help="print JSON")
        parser.set_defaults(work=work)


def run(chosen: argparse.Namespace) -> int:
    """Do a command and return the exit code: 1 where a picture could not be added.

    Raises:
        InvalidRequest: no such folder, or a model of the settings is not installed.
        NotFound: no such picture.
        EngineUnavailable: the model of the vectors did not answer a search.
    """
    return asyncio.run(_run(chosen))


async def _run(chosen: argparse.Namespace) -> int:
    settings = Settings()
    if lack := lack_of_embeddings(settings):
        raise InvalidRequest(
            f"the pictures cannot be embedded: {lack.what}", hint=f"to change it: `{lack.command}`"
        )
    work: Callable[[argparse.Namespace, Shelf], int] = chosen.work
    async with _opened(settings, chosen.owner) as (shelf, threads):
        code = await asyncio.to_thread(work, chosen, shelf)
        if shelf.replaced:
            await threads.forget_unused(shelf.owner, shelf.replaced)
    return code


@asynccontextmanager
async def _opened(settings: Settings, owner: str) -> AsyncGenerator[tuple[Shelf, Threads]]:
    """Open what a server opens, but start nothing: it may be running."""
    limits = Limits(settings.max_upload_bytes, settings.max_pixels)
    images, engines = ImageStore(settings.images_folder, limits), Engines(settings=settings)
    async with (
        open_saver(settings.database, images) as saver,
        open_store(settings.database, vectors_of(settings, images)) as store,
    ):
        graph = build(images, engines).compile(checkpointer=saver, store=store)
        threads = Threads(graph, saver, ThreadList(store), images)
        catalogue, memory = Catalogue(store, owner), Memory(store, owner)
        yield Shelf(owner, images.of(owner), engines, catalogue, memory), threads


def _add(chosen: argparse.Namespace, shelf: Shelf) -> int:
    folder = Path(chosen.folder).expanduser().resolve()
    if not folder.is_dir():
        raise InvalidRequest(f"{chosen.folder} is no folder", hint="name one with pictures in it")
    rows = {row["path"]: row for row in shelf.catalogue.rows()}
    for path in _pictures(folder):
        _add_one(path, path.relative_to(folder).as_posix(), rows.get(str(path)), shelf)
    counts = {**shelf.counts, **({"failed": shelf.failed} if shelf.failed else {})}
    said = ", ".join(f"{count} {what}" for what, count in counts.items()) or "no pictures found"
    _print(counts if chosen.json else said)
    return 1 if shelf.failed else 0


def _pictures(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if not hidden and path.suffix.lower() in ENDINGS and path.is_file():
            yield path


def _add_one(path: Path, name: str, old: PictureRow | None, shelf: Shelf) -> None:
    try:
        data = path.read_bytes()
        image_id = image_id_of(data)
        shelf.images.put(data, name=path.name)
    except OSError as error:
        shelf.fail(name, error.strerror or "it cannot be read")
        return
    except RequestError as error:
        shelf.fail(name, error.sentence())
        return
    if old and old["image_id"] != image_id:
        shelf.catalogue.forget([old["image_id"]])
        shelf.replaced.append(old["image_id"])
    known = shelf.catalogue.row(image_id)
    if known and known["path"] != str(path) and Path(known["path"]).exists():
        shelf.count("same", name, f"as {known['name']}")
        return
    said = _caption(image_id, name, shelf)
    row = _row(path, name, image_id, said, known)
    changed = _keep(row, known, shelf)
    what = "added" if known is None else "updated"
    shelf.count(("replaced" if old and known is None else what) if changed else "unchanged", name)


def _row(
    path: Path, name: str, image_id: str, said: CaptionRow | None, known: PictureRow | None
) -> PictureRow:
    return PictureRow(
        image_id=image_id,
        name=name,
        path=str(path),
        caption=said["text"] if said else "",
        keywords=said["keywords"] if said else [],
        added_at=known["added_at"] if known else now(),
    )


def _keep(row: PictureRow, known: PictureRow | None, shelf: Shelf) -> bool:
    """Write what is new of a picture; return whether anything was."""
    changed = row != known
    if changed:
        shelf.catalogue.keep(row)
    vectors = shelf.catalogue.vectors
    if vectors is None or shelf.wordless:
        return changed
    seen = picture_ref(shelf.owner, row["image_id"])
    text = seen if vectors.sees else words_of(row)
    if shelf.catalogue.vector_text("catalogue", row["image_id"]) == text:
        return changed
    try:
        shelf.catalogue.index("catalogue", row["image_id"], text)
    except EngineUnavailable as error:
        shelf.wordless = True
        shelf.fail(row["name"], f"found by its words only: {error.sentence()}")
        return changed
    return True


def _caption(image_id: str, name: str, shelf: Shelf) -> CaptionRow | None:
    """What a model says of a picture; once it did not answer, the rest goes without."""
    if shelf.blind:
        return shelf.memory.caption(image_id)
    try:
        return caption_of(image_id, images=shelf.images, engines=shelf.engines, memory=shelf.memory)
    except EngineUnavailable as error:
        shelf.blind = True
        shelf.fail(name, f"no caption: {error.sentence()}")
        return None


def _list(chosen: argparse.Namespace, shelf: Shelf) -> int:
    rows = shelf.catalogue.rows()
    if chosen.json:
        _print(rows)
        return 0
    for row in rows:
        _print(f"{row['image_id']}  {row['name']}  {row['caption']}".rstrip())
    _print(f"{len(rows)} pictures")
    return 0


def _remove(chosen: argparse.Namespace, shelf: Shelf) -> int:
    wanted = chosen.picture
    ids = [
        row["image_id"]
        for row in shelf.catalogue.rows()
        if wanted in (row["name"], row["image_id"])
    ]
    if not ids:
        raise NotFound(
            f"no picture {wanted!r} in the catalogue", hint="`catalogue list` shows their names"
        )
    shelf.catalogue.forget(ids)
    shelf.replaced += ids
    _print({"removed": ids} if chosen.json else f"{len(ids)} removed")
    return 0


def _search(chosen: argparse.Namespace, shelf: Shelf) -> int:
    if not chosen.words.strip():
        raise InvalidRequest("there are no words to search for", hint='search "red door"')
    english = english_of(chosen.words, shelf.engines)
    found = in_catalogue(shelf.catalogue, Wish((chosen.words, english), english))
    if chosen.json:
        _print(found.pictures)
        return 0
    for each in found.pictures:
        _print(f"{each['score']:.2f}  {each.get('name')}  {each['caption']}".rstrip())
    _print(f"{len(found.pictures)} of {found.of} pictures")
    if found.unindexed:
        sys.stderr.write(f"{found.unindexed} are not embedded by this model: add them again\n")
    return 0


def _print(what: object) -> None:
    text = what if isinstance(what, str) else json.dumps(what, ensure_ascii=False, indent=2)
    sys.stdout.write(text + "\n")
