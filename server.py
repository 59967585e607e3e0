"""The HTTP edge: the one app, its LangServe routes, and how every error is answered."""

import logging
import sys
from importlib.metadata import version
from typing import Any, cast

import uvicorn
from fastapi import Depends, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from langserve import add_routes
from pydantic import ValidationError
from starlette.exceptions import HTTPException

from editor.routes import mount
from engines import Engines
from errors import EditError, EngineError, InvalidRequest
from gate import Gate
from graph.turn import EditTurn
from graph.wire import TurnReply, TurnRequest
from house import House
from rest import api, owner_of
from rest_threads import threads
from settings import Settings

log = logging.getLogger("pentimento")

LANGSERVE_KEYS = {"input", "inputs", "config", "kwargs", "diff"} | {
    f"{verb}_{what}" for verb in ("include", "exclude") for what in ("names", "types", "tags")
}


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
    logging.getLogger("httpx").setLevel(logging.WARNING)  # it logs addresses, signed ones too
    house = House(settings, engines or Engines(settings=settings))
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
    app.include_router(threads)
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
    mount(app, house)
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
    uvicorn.run(make_app(settings), host=settings.host, port=settings.port)


def __getattr__(name: str) -> FastAPI:
    """Make `app` once it is asked for: by `uvicorn server:app`, by LangGraph Studio."""
    if name != "app":
        raise AttributeError(name)
    globals()["app"] = made = make_app(Settings())
    return made


if __name__ == "__main__":
    main()
