"""The REST routes of threads: lists, names, added photos, downloads, differences."""

import asyncio
from functools import partial
from typing import Annotated, cast
from urllib.parse import quote

from fastapi import APIRouter, Query, Response

from checkpoints.images import OwnerImages
from checkpoints.records import file_name
from checkpoints.threads import ThreadCard
from errors import InvalidRequest
from graph.compare import Compared, compare
from graph.reply import thread_of
from graph.state import Remembered
from graph.wire import DifferenceOut, HeadIn, NameIn, ThreadOut, TitleIn
from house import House
from imaging import codec
from imaging.cutout import cut_out
from nodes.thread import version_of
from rest import REFUSALS, Format, Images, InHouse, Owner

threads = APIRouter(responses=REFUSALS, tags=["threads"])
VERSION = "/threads/{thread_id}/versions/{number}"
Against = Annotated[str | None, Query(description="a version; none = the one it was made from")]


@threads.get("/threads")
async def list_threads(
    house: InHouse,
    owner: Owner,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
    search: Annotated[str | None, Query(max_length=200)] = None,
) -> dict[str, list[ThreadCard] | int | None]:
    """Return your threads, the last changed first; `next_offset` is null on the last page.

    `search` leaves those whose title, or a name you gave a version, holds it.
    """
    listed = house.turns.threads
    cards = await listed.page(owner, limit=limit + 1, offset=offset, search=search)
    following = offset + limit if len(cards) > limit else None
    return {"threads": cards[:limit], "next_offset": following}


@threads.get("/threads/{thread_id}")
async def get_thread(house: InHouse, owner: Owner, thread_id: str) -> ThreadOut:
    """Return a thread: its versions, its conversation, and the question that is open."""
    card = await house.turns.threads.get(owner, thread_id)
    snapshot = await house.turns.state(owner, thread_id)
    return thread_of(card, snapshot, running=house.turns.is_running(owner, thread_id))


@threads.patch("/threads/{thread_id}")
async def rename_thread(house: InHouse, owner: Owner, thread_id: str, given: TitleIn) -> ThreadCard:
    """Give a thread a title of 1 to 80 characters."""
    await house.turns.rename(owner, thread_id, given.title)
    return await house.turns.threads.get(owner, thread_id)


@threads.delete("/threads/{thread_id}", status_code=204)
async def delete_thread(house: InHouse, owner: Owner, thread_id: str) -> None:
    """Delete a thread: its checkpoints, its row, and images no other thread of yours uses."""
    await house.turns.delete(owner, thread_id)


@threads.post("/threads/{thread_id}/trash", status_code=204)
async def trash_thread(house: InHouse, owner: Owner, thread_id: str) -> None:
    """Delete a thread in a few seconds; until then it is hidden, and can be restored."""
    await house.turns.trash(owner, thread_id)


@threads.post("/threads/{thread_id}/restore")
async def restore_thread(house: InHouse, owner: Owner, thread_id: str) -> ThreadCard:
    """Bring a trashed thread back."""
    await house.turns.restore(owner, thread_id)
    return await house.turns.threads.get(owner, thread_id)


@threads.post("/threads/{thread_id}/cancel")
async def cancel_thread(house: InHouse, owner: Owner, thread_id: str) -> dict[str, bool]:
    """Stop the thread's turn, or drop its open question; versions made so far stay."""
    await house.turns.threads.get(owner, thread_id)
    return {"cancelled": await house.turns.cancel(owner, thread_id)}


@threads.put("/threads/{thread_id}/images/{image_id}")
async def attach_image(house: InHouse, owner: Owner, thread_id: str, image_id: str) -> ThreadCard:
    """Add an uploaded photo beside the thread's versions; a new thread may begin so."""
    await house.turns.attach(owner, thread_id, image_id)
    return await house.turns.threads.get(owner, thread_id)


@threads.delete("/threads/{thread_id}/images/{image_id}", status_code=204)
async def detach_image(house: InHouse, owner: Owner, thread_id: str, image_id: str) -> None:
    """Take an added photo away; it is forgotten when no other thread of yours uses it."""
    await house.turns.detach(owner, thread_id, image_id)


@threads.put("/threads/{thread_id}/head")
async def go(house: InHouse, owner: Owner, thread_id: str, given: HeadIn) -> ThreadOut:
    """Stand on a version, as "undo" and "go to version 2" do when they are said."""
    await house.turns.go(owner, thread_id, given.version_id)
    return await get_thread(house, owner, thread_id)


@threads.patch(VERSION)
async def name_version(
    house: InHouse, owner: Owner, thread_id: str, number: str, given: NameIn
) -> ThreadCard:
    """Call a version by a name of at most 60 characters; an empty one takes the name away."""
    await house.turns.name_version(owner, thread_id, _version_id(number), given.name)
    return await house.turns.threads.get(owner, thread_id)


@threads.get(VERSION + "/download", response_class=Response)
async def download(
    house: InHouse,
    owner: Owner,
    images: Images,
    thread_id: str,
    number: str,
    format: Format | None = None,  # the wire's word
    mask_id: str | None = None,
    strip_gps: bool = False,
    strip_all: bool = False,
) -> Response:
    """Download a version in the upload's format and name, or in another `format`.

    With `mask_id` it is the cut-out: what the mask does not cover is transparent (PNG or WebP).
    """
    version = version_of(await _values(house, owner, thread_id), _version_id(number))
    image_id, chosen = version["image_id"], format.upper() if format else None
    if mask_id is None:
        whole = partial(images.export, strip_gps=strip_gps, strip_all=strip_all)
        data, media_type, name = await asyncio.to_thread(whole, image_id, chosen)
    else:
        cut = partial(_cut_out, images, strip_gps=strip_gps, strip_all=strip_all)
        data, media_type, name = await asyncio.to_thread(cut, image_id, mask_id, chosen)
    return Response(data, media_type=media_type, headers={"content-disposition": _named(name)})


threads.add_api_route(
    VERSION + "/download",
    download,
    methods=["HEAD"],
    include_in_schema=False,
    response_class=Response,
)


@threads.get(VERSION + "/difference")
async def get_difference(
    house: InHouse,
    owner: Owner,
    images: Images,
    thread_id: str,
    number: str,
    against: Against = None,
) -> DifferenceOut:
    """Return how many pixels differ from another version, counted now from the stored images."""
    return (await _compared(house, owner, images, thread_id, number, against)).row(thread_id)


@threads.get(VERSION + "/difference.png", response_class=Response)
async def draw_difference(
    house: InHouse,
    owner: Owner,
    images: Images,
    thread_id: str,
    number: str,
    against: Against = None,
    size: Annotated[int, Query(ge=64, le=2048, description="longest side in px")] = 1024,
) -> Response:
    """Draw what differs: the photo pale, changes inside the mask cyan, outside red."""
    compared = await _compared(house, owner, images, thread_id, number, against)
    drawn = await asyncio.to_thread(compared.picture, size)
    data = await asyncio.to_thread(codec.encode, codec.Photo(drawn), "PNG")
    return Response(data, media_type="image/png", headers={"cache-control": "no-cache"})


async def _compared(
    house: House, owner: str, images: OwnerImages, thread_id: str, number: str, against: str | None
) -> Compared:
    state = await _values(house, owner, thread_id)
    other = _version_id(against) if against else None
    return await asyncio.to_thread(compare, state, images, _version_id(number), other)


async def _values(house: House, owner: str, thread_id: str) -> Remembered:
    """Return what the owner's thread remembers."""
    await house.turns.threads.get(owner, thread_id)
    return cast(Remembered, (await house.turns.state(owner, thread_id)).values)


def _cut_out(
    images: OwnerImages,
    image_id: str,
    mask_id: str,
    format: str | None,
    *,
    strip_gps: bool,
    strip_all: bool,
) -> tuple[bytes, str, str]:
    """Return (bytes, media type, file name) of the cut-out, as `OwnerImages.export` does."""
    if format == "JPEG":
        raise InvalidRequest("JPEG has no transparency", hint="choose png or webp")
    photo = cut_out(images.photo(image_id), images.mask(mask_id))
    chosen, original = codec.export_format(photo, format), images.upload_of(image_id)
    data = codec.export(photo, original, chosen, strip_gps=strip_gps, strip_all=strip_all)
    return data, codec.MEDIA_TYPES[chosen], file_name(images.info(image_id), chosen)


def _version_id(number: str) -> str:
    return number if number.startswith("v") else f"v{number}"


def _named(name: str) -> str:
    plain = name.encode("ascii", "replace").decode().replace('"', "_").replace("?", "_")
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
