"""The HTTP edge: the only module that knows routes and status codes."""

import asyncio
import logging
import sys
from importlib.metadata import version
from typing import Annotated, Any, Literal, cast
from urllib.parse import quote

import uvicorn
from fastapi import APIRouter, Depends, FastAPI, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from langserve import add_routes
from pydantic import ValidationError
from starlette.exceptions import HTTPException

from checkpoints.images import ImageInfo, OwnerImages
from checkpoints.threads import ThreadCard
from engines import Engines
from errors import EditError, EngineError, InvalidImage, InvalidRequest, NotFound, Problem
from gate import Gate
from graph.reply import thread_of
from graph.state import Region
from graph.turn import EditTurn
from graph.wire import ImageOut, Masks, RegionIn, ThreadOut, TurnReply, TurnRequest
from house import House
from imaging import codec, masks
from imaging.colour import to_srgb8
from imaging.overlay import overlay
from nodes.segment import find
from settings import Settings

log = logging.getLogger("pentimento")

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
LANGSERVE_KEYS = {"input", "inputs", "config", "kwargs", "diff"} | {
    f"{verb}_{what}" for verb in ("include", "exclude") for what in ("names", "types", "tags")
}


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


async def known_keys(request: Request) -> None:
    """Refuse a LangServe body that is no JSON object, or has keys nobody reads."""
    if request.method != "POST":
        return
    try:
        body = await request.json()
    except (ValueError, RecursionError) as error:
        raise InvalidRequest("the body is not JSON", hint="send UTF-8 JSON") from error
    if not isinstance(body, dict):
        raise InvalidRequest("the body is no JSON object", hint='send {"input": {...}}')
    unknown = sorted(set(cast(dict[str, Any], body)) - LANGSERVE_KEYS)
    if unknown or body.get("config", {}) is None:
        named = ", ".join(unknown) or "config: null"
        raise InvalidRequest(f"unknown: {named}", hint='{"input": {...}, "config": {...}}')


@api.post("/images", tags=["images"])
async def put_image(request: Request, images: Images, name: str | None = None) -> ImageOut:
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
    return _image_out(await asyncio.to_thread(images.put, data, name=name))


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
    tag = f'"{image_id}-{size or "full"}-{format or "own"}"'
    headers = {"etag": tag, "cache-control": "private, max-age=31536000, immutable"}
    if size is not None and format is not None:
        raise InvalidRequest("a preview (size) is always WebP", hint="give size or format")
    known = request.headers.get("if-none-match", "").split(",")
    if {tag, "*"} & {each.strip().removeprefix("W/") for each in known}:
        return Response(status_code=304, headers=headers)
    if size is not None:
        data = images.thumbnail(image_id, size)
    elif format is not None:
        data = images.export(image_id, format.upper())[0]
    else:
        data = images.original(image_id)
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


@api.get("/threads", tags=["threads"])
async def list_threads(
    house: InHouse,
    owner: Owner,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> dict[str, list[ThreadCard] | int | None]:
    """Return your threads, the last changed first; `next_offset` is null on the last page."""
    cards = await house.turns.threads.page(owner, limit=limit + 1, offset=offset)
    following = offset + limit if len(cards) > limit else None
    return {"threads": cards[:limit], "next_offset": following}


@api.get("/threads/{thread_id}", tags=["threads"])
async def get_thread(house: InHouse, owner: Owner, thread_id: str) -> ThreadOut:
    """Return a thread: its versions, its conversation, and the question that is open."""
    card = await house.turns.threads.get(owner, thread_id)
    snapshot = await house.turns.state(owner, thread_id)
    return thread_of(card, snapshot, running=house.turns.is_running(owner, thread_id))


@api.delete("/threads/{thread_id}", status_code=204, tags=["threads"])
async def delete_thread(house: InHouse, owner: Owner, thread_id: str) -> None:
    """Delete a thread: its checkpoints, its row, and images no other thread of yours uses."""
    await house.turns.delete(owner, thread_id)


@api.post("/threads/{thread_id}/cancel", tags=["threads"])
async def cancel_thread(house: InHouse, owner: Owner, thread_id: str) -> dict[str, bool]:
    """Stop the thread's turn, or drop its open question; versions made so far stay."""
    await house.turns.threads.get(owner, thread_id)
    return {"cancelled": await house.turns.cancel(owner, thread_id)}


@api.get(
    "/threads/{thread_id}/versions/{number}/download", tags=["threads"], response_class=Response
)
async def download(
    house: InHouse,
    owner: Owner,
    images: Images,
    thread_id: str,
    number: str,
    format: Format | None = None,  # the wire's word
    strip_gps: bool = False,
    strip_all: bool = False,
) -> Response:
    """Download a version in the upload's format and name, or in another `format`."""
    await house.turns.threads.get(owner, thread_id)
    snapshot = await house.turns.state(owner, thread_id)
    versions = snapshot.values.get("versions", [])
    wanted = number if number.startswith("v") else f"v{number}"
    image_id = next((v["image_id"] for v in versions if v["version_id"] == wanted), None)
    if image_id is None:
        known = ", ".join(v["version_id"] for v in versions)
        raise NotFound(f"there is no version {wanted}", hint=f"this thread has: {known}")
    data, media_type, name = await asyncio.to_thread(
        images.export,
        image_id,
        format.upper() if format else None,
        strip_gps=strip_gps,
        strip_all=strip_all,
    )
    return Response(data, media_type=media_type, headers={"content-disposition": _named(name)})


@api.get("/health", tags=["server"])
def health() -> dict[str, str]:
    """Answer while the process lives."""
    return {"status": "ok"}


@api.get("/ready", tags=["server"])
async def ready(house: InHouse, response: Response) -> dict[str, Any]:
    """Answer 200 once turns can be served."""
    response.status_code = 200 if house.ready else 503
    return {
        "ready": house.ready,
        "engines": {c: house.engines.names(c) for c in house.engines.registry},
    }


def _named(name: str) -> str:
    plain = name.encode("ascii", "replace").decode().replace('"', "_").replace("?", "_")
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"


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


async def _problem(_request: Request, error: Exception) -> JSONResponse:
    """Turn any error raised on purpose into its status and body."""
    known = cast(EditError, error)
    return JSONResponse(known.problem(), status_code=known.status)


async def _plain(_request: Request, error: Exception) -> JSONResponse:
    """Give the framework's own refusals (unknown path, wrong method, bad form) our shape."""
    refused = cast(HTTPException, error)
    code = {404: "not_found", 405: "wrong_method"}.get(refused.status_code, "invalid_request")
    body = {"code": code, "message": str(refused.detail), "hint": "see /docs", "retryable": False}
    return JSONResponse(body, status_code=refused.status_code, headers=refused.headers)


async def _unexpected(_request: Request, _error: Exception) -> JSONResponse:
    """Answer a bug of ours without its details; the traceback goes to the log."""
    problem = EngineError("something failed inside the server", hint="the server's log says what")
    return JSONResponse({**problem.problem(), "code": "internal_error"}, status_code=500)


async def _invalid(_request: Request, error: Exception) -> JSONResponse:
    """Say which field is off, and how."""
    said = [
        f"{'.'.join(str(part) for part in e['loc'])}: {e['msg']}" if isinstance(e, dict) else str(e)
        for e in cast("RequestValidationError | ValidationError", error).errors()
    ]
    refusal = InvalidRequest("; ".join(said), hint="/docs shows the shape of every request")
    return JSONResponse(refusal.problem(), status_code=refusal.status)


def make_app(settings: Settings, engines: Engines | None = None) -> FastAPI:
    """Return the server. Nothing is opened before its lifespan starts."""
    house = House(settings, engines or Engines())
    app = FastAPI(
        title="Pentimento",
        description="A self-hosted photo editor that you talk to.",
        version=version("pentimento"),
        lifespan=house.open,
    )
    app.state.house = house
    app.add_exception_handler(EditError, _problem)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(ValidationError, _invalid)  # LangServe's batch lets it through
    app.add_exception_handler(HTTPException, _plain)
    app.add_exception_handler(Exception, _unexpected)
    app.include_router(api)
    add_routes(
        app,
        EditTurn(lambda: house.turns).with_types(input_type=TurnRequest, output_type=TurnReply),
        path="/edit",
        config_keys=["configurable"],
        per_req_config_modifier=_as_owner,
        dependencies=[Depends(known_keys)],
    )
    # LangServe's banner: `langgraph dev` refuses start-up hooks beside a lifespan.
    app.router.on_startup.clear()
    app.add_middleware(Gate, settings=settings)
    return app


def _as_owner(config: dict[str, Any], request: Request) -> dict[str, Any]:
    """Keep the client's thread id, and put in the identity that the gate has checked."""
    thread_id = (config.get("configurable") or {}).get("thread_id")
    return {**config, "configurable": {"thread_id": thread_id, "owner": owner_of(request)}}


def main() -> None:
    """Serve until stopped."""
    settings = Settings()
    try:
        settings.check_exposure()
    except EditError as error:
        sys.exit(f"{error.message}: {error.hint}")
    logging.basicConfig(
        level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    uvicorn.run(app, host=settings.host, port=settings.port)


app = make_app(Settings())
"""For `uvicorn server:app` and LangGraph Studio."""

if __name__ == "__main__":
    main()
