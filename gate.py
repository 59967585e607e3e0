"""Who may come in: the first thing every request meets, before any body is read.

- With keys set, a request names its owner by `Authorization: Bearer KEY`, or HTTP Basic with the
  key as the password; without keys there is one owner, `local`, and only loopback is served.
- A Host that is not ours is refused (DNS rebinding), and so is a browser's foreign Origin.
- A body over its limit is cut off while it arrives.
"""

import base64
import binascii
import secrets
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from checkpoints.threads import LOCAL
from errors import EditError, Forbidden, TooLarge, Unauthenticated
from settings import LOOPBACK, Settings

OPEN = ("/health", "/ready")  # a load balancer has no key
JSON_OVERHEAD_BYTES = 1_000_000
GUARDS = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"SAMEORIGIN"),
    (b"referrer-policy", b"same-origin"),
)
"""On every answer: uploads are never run as scripts, and no foreign page shows ours in a frame."""


class Gate:
    """ASGI middleware; sets `request.state.owner`."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app, self.settings = app, settings
        # A photo inside JSON is base64: a third larger.
        self.limit = settings.max_upload_bytes * 4 // 3 + JSON_OVERHEAD_BYTES

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request in, or answer with the reason."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        try:
            owner = LOCAL
            if scope["path"] not in OPEN:
                self._check_place(headers, scope.get("client"))
                owner = self._owner(headers)
            scope.setdefault("state", {})["owner"] = owner
            await self._serve(scope, headers, receive, send)
        except (Forbidden, Unauthenticated, TooLarge) as refusal:
            await _refuse(refusal, scope, receive, send)

    async def _serve(self, scope: Scope, headers: Headers, receive: Receive, send: Send) -> None:
        """Pass the request on; a body that grows too large is answered so."""
        announced = headers.get("content-length", "0")
        if announced.isdigit() and int(announced) > self.limit:
            raise self._too_large()
        seen, refused = 0, False

        async def counted() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > self.limit:
                raise self._too_large()
            return message

        async def answered(message: Message) -> None:
            nonlocal refused
            if seen > self.limit and not refused:
                refused = True
                await _refuse(self._too_large(), scope, receive, send)
            elif not refused:
                if message["type"] == "http.response.start":
                    message = {**message, "headers": [*message.get("headers", []), *GUARDS]}
                await send(message)

        await self.app(scope, counted, answered)

    def _check_place(self, headers: Headers, client: tuple[str, int] | None) -> None:
        if not self.settings.keys and client and client[0] not in LOOPBACK:
            raise Forbidden("without keys only this machine is served", hint="set PENTIMENTO_KEYS")
        hosts = {*LOOPBACK, self.settings.host, *self.settings.allowed_hosts}
        host = urlsplit("//" + headers.get("host", "")).hostname or ""
        if host not in hosts and not (self.settings.keys and not self.settings.allowed_hosts):
            raise Forbidden(
                f"this server is not called {host!r}", hint="name it in PENTIMENTO_ALLOWED_HOSTS"
            )
        origin = headers.get("origin")
        foreign = origin and urlsplit(origin).netloc != headers.get("host")
        if foreign and origin not in self.settings.allowed_origins:
            raise Forbidden(
                f"requests from pages of {origin} are not served",
                hint="name it in PENTIMENTO_ALLOWED_ORIGINS",
            )

    def _owner(self, headers: Headers) -> str:
        if not self.settings.keys:
            return LOCAL
        given = _key(headers.get("authorization", ""))
        found = [
            owner
            for owner, key in self.settings.keys.items()
            if secrets.compare_digest(key.get_secret_value().encode(), given.encode())
        ]
        if not given or not found:
            raise Unauthenticated("a key is needed", hint="send Authorization: Bearer KEY")
        return found[0]

    def _too_large(self) -> TooLarge:
        return TooLarge(
            f"the request is larger than {self.limit} bytes",
            hint="send a smaller photo, or raise PENTIMENTO_MAX_UPLOAD_BYTES",
        )


def _key(authorization: str) -> str:
    scheme, _, value = authorization.partition(" ")
    if scheme.lower() == "bearer":
        return value.strip()
    if scheme.lower() != "basic":
        return ""
    try:
        return base64.b64decode(value, validate=True).decode().partition(":")[2]
    except (binascii.Error, UnicodeDecodeError):
        return ""


async def _refuse(error: EditError, scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008, "reason": error.message})
        return
    challenge = {"www-authenticate": "Basic"} if error.status == 401 else {}
    await JSONResponse(error.problem(), error.status, headers=challenge)(scope, receive, send)
