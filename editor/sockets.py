"""Who may speak for a page: sockets of its own owner, and of those only its own.

NiceGUI lets in any socket that names a page's id, and takes events for any page from any socket.
The gate knows a socket's owner; here the two are brought together.
"""

from collections.abc import Awaitable, Callable
from inspect import isawaitable
from typing import Any, cast
from urllib.parse import parse_qs

from nicegui import core
from nicegui.client import Client
from socketio import AsyncServer
from socketio.exceptions import ConnectionRefusedError as Refused

Handler = Callable[..., Any]
SPOKEN = ("event", "javascript_response", "ack", "log")
"""What a page's socket says once it is let in."""


def guard() -> None:
    """Put the checks before NiceGUI's own handlers; once per process."""
    sio = core.sio
    handlers = cast("dict[str, Handler]", sio.handlers["/"])
    sio.on("connect", _connecting(handlers["connect"]))
    sio.on("handshake", _shaking(sio, handlers["handshake"]))
    for name in SPOKEN:
        sio.on(name, _speaking(sio, handlers[name]))


def _connecting(act: Handler) -> Callable[..., Awaitable[Any]]:
    async def connect(sid: str, environ: dict[str, Any], auth: Any = None) -> Any:  # noqa: ANN401  # socketio's
        named = parse_qs(environ.get("QUERY_STRING", "")).get("client_id", [None])[0]
        if named in Client.instances and not _may(environ, named):
            raise Refused("this page is another owner's")
        return await act(sid, environ, auth)

    return connect


def _shaking(sio: AsyncServer, act: Handler) -> Callable[..., Awaitable[bool]]:
    async def handshake(sid: str, data: dict[str, Any]) -> bool:
        return _may(sio.get_environ(sid), data["client_id"]) and await act(sid, data)

    return handshake


def _speaking(sio: AsyncServer, act: Handler) -> Callable[..., Awaitable[None]]:
    async def speak(sid: str, message: dict[str, Any]) -> None:
        # The handshake put the socket into a room that is named after its page.
        if message["client_id"] in sio.rooms(sid) and isawaitable(done := act(sid, message)):
            await done

    return speak


def _may(environ: dict[str, Any] | None, client_id: str) -> bool:
    """Whether the page is there, and its owner is the socket's."""
    client = Client.instances.get(client_id)
    if client is None or environ is None:
        return False
    return client.request.state.owner == environ["asgi.scope"]["state"]["owner"]
