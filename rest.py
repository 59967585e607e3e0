"""The REST routes of images and masks, and health. `server` puts them on the app."""

import asyncio
import threading
from typing import Annotated, Any, Literal, cast

from fastapi import APIRouter, BackgroundTasks, Depends, Query, Request, Response

from checkpoints.images import ImageInfo, OwnerImages
from engines.doctor import Report, report
from errors import InvalidImage, InvalidRequest, Problem
from graph.state import Region
from graph.wire import ImageOut, Masks, RegionIn
from house import House
from imaging import codec, masks
from imaging.colour import to_srgb8
from imaging.overlay import overlay
from imaging.tiles import tile_file
from nodes.segment import find

REFUSALS: dict[int | str, dict[str, Any]] = {
    code: {"model": Problem, "description": text}
    for code, text in {
        401: "No key, or a wrong one",
        404: "Not there, or not yours",
        409: "The thread is busy, or asks nothing",
        413: "Over a size limit",
        422: "Cannot be served as given; the hint says what to change",
    }.items()
}
Format = Literal["jpeg", "png", "webp"]


def house_of(request: Request) -> House:
    """Return what this server holds."""
    return cast(House, request.app.state.house)


def owner_of(request: Request) -> str:
    """Return the caller's identity, which the gate has checked."""
    return cast(str, request.state.owner)


def images_of(request: Request) -> OwnerImages:
    """Return the caller's images."""
    return house_of(request).images.of(owner_of(request))


Owner = Annotated[str, Depends(owner_of)]
Images = Annotated[OwnerImages, Depends(images_of)]
InHouse = Annotated[House, Depends(house_of)]
api = APIRouter(responses=REFUSALS)
_ONE_READER = threading.Lock()  # a burst of tiles must not decode one photo many times at once


@api.post("/images", tags=["images"])
async def put_image(
    request: Request,
    house: InHouse,
    images: Images,
    then: BackgroundTasks,
    name: str | None = None,
) -> ImageOut:
    """Upload a photo: the file's bytes as the body, or multipart with one file.

    `name` is the file name for a raw body; a download keeps it.
    """
    data = b""
    if request.headers.get("content-type", "").startswith("multipart/form-data"):
        async with request.form(max_files=1) as form:
            files = [part for part in form.values() if not isinstance(part, str)]
            if not files:
                raise InvalidImage("the form has no file", hint="send one file part")
            data, name = await files[0].read(), name or files[0].filename
    else:
        data = await request.body()
    info = await asyncio.to_thread(images.put, data, name=name)
    if house.ready:
        then.add_task(house.turns.prefetch.begin, images, info.image_id)  # after the answer
    return _image_out(info)


@api.get("/images/{image_id}", tags=["images"], response_class=Response)
def get_image(
    request: Request,
    images: Images,
    image_id: str,
    size: Annotated[int | None, Query(ge=16, le=2048, description="longest side in px")] = None,
    format: Format | None = None,  # the wire's word
) -> Response:
    """Return an image: as uploaded, as a preview (`size`), or in another `format`."""
    images.info(image_id)
    headers, known = _lasting(request, f'"{image_id}-{size or "full"}-{format or "own"}"')
    if size is not None and format is not None:
        raise InvalidRequest("a preview (size) is always WebP", hint="give size or format")
    if known:
        return Response(status_code=304, headers=headers)
    if size is not None:
        data = images.thumbnail(image_id, size)
    elif format is not None:
        data = images.export(image_id, format.upper())[0]
    else:
        data = images.original(image_id)
    return Response(data, media_type=codec.media_type(data), headers=headers)


@api.get(
    "/images/{image_id}/tiles/{level}/{column}/{row}", tags=["images"], response_class=Response
)
def get_tile(
    request: Request, images: Images, image_id: str, level: int, column: int, row: int
) -> Response:
    """Return a tile of 512 px, sRGB: level 0 is full resolution, level n is 2^n times smaller."""
    images.info(image_id)
    headers, known = _lasting(request, f'"{image_id}-{level}-{column}-{row}"')
    if known:
        return Response(status_code=304, headers=headers)
    with _ONE_READER:
        photo = images.photo(image_id)
    data = tile_file(photo, level, column, row)
    return Response(data, media_type=codec.media_type(data), headers=headers)


@api.get("/images/{image_id}/info", tags=["images"])
def get_info(images: Images, image_id: str) -> ImageOut:
    """Return what is known of an image without its pixels."""
    return _image_out(images.info(image_id))


@api.post("/images/{image_id}/masks", tags=["images"])
def point(house: InHouse, images: Images, image_id: str, region: RegionIn) -> Masks:
    """Return the masks that a region means, without a turn: pointing is not a turn."""
    given = cast(Region, region.model_dump(exclude_defaults=True))
    found = find(given, image_id, images=images, engines=house.engines)
    milliseconds = {"total": round(found.timing_ms, 1)}
    return {"candidates": found.rows, "engine": found.engine, "timing_ms": milliseconds}


@api.get("/images/{image_id}/masks/{mask_id}", tags=["images"], response_class=Response)
def get_mask(images: Images, image_id: str, mask_id: str) -> Response:
    """Return a mask: a 1-bit PNG of the image's size, white = change."""
    info = images.info(image_id)
    masks.check(images.mask(mask_id), (info.height, info.width))
    return Response(images.mask_png(mask_id), media_type="image/png")


@api.get("/images/{image_id}/overlay/{mask_id}", tags=["images"], response_class=Response)
def get_overlay(images: Images, image_id: str, mask_id: str) -> Response:
    """Return a preview of the image with the mask drawn over it, at most 1024 px."""
    photo = images.photo(image_id)
    masks.check(images.mask(mask_id), photo.pixels.shape)
    drawn = overlay(to_srgb8(photo.pixels, photo.icc_profile), images.mask(mask_id))
    preview = codec.Photo(drawn, None, None, "PNG", ())
    return Response(codec.encode(preview, "PNG"), media_type="image/png")


@api.get("/health", tags=["server"])
def health() -> dict[str, str]:
    """Answer while the process lives."""
    return {"status": "ok"}


@api.get("/engines", tags=["server"])
def list_engines(house: InHouse) -> Report:
    """Return what this server can do, what would add the rest, and what it runs on."""
    return report(house.engines)


@api.get("/ready", tags=["server"])
async def ready(house: InHouse, response: Response) -> dict[str, Any]:
    """Answer 200 once turns can be served."""
    response.status_code = 200 if house.ready else 503
    return {
        "ready": house.ready,
        "engines": {c: house.engines.names(c) for c in house.engines.registry},
    }


def _lasting(request: Request, tag: str) -> tuple[dict[str, str], bool]:
    """Return the headers of what never changes, and whether the client has it already."""
    given = request.headers.get("if-none-match", "").split(",")
    known = bool({tag, "*"} & {each.strip().removeprefix("W/") for each in given})
    return {"etag": tag, "cache-control": "private, max-age=31536000, immutable"}, known


def _image_out(info: ImageInfo) -> ImageOut:
    return {
        "image_id": info.image_id,
        "width": info.width,
        "height": info.height,
        "format": info.format,
        "name": info.name,
        "has_alpha": info.has_alpha,
        "bit_depth": info.bit_depth,
        "size_bytes": info.size_bytes,
        "notes": list(info.notes),
        "image_url": f"/images/{info.image_id}",
    }
