"""One request to a server of OpenAI's images API: tries, streams, limits, cancelling.

The request runs on an event loop of its own in the caller's thread. Meanwhile `progress` is
called; where it raises, the connection is closed at once.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx

from engines.images_api.answers import Answer, events, json_answer
from engines.images_api.refusals import KEY_HINT, refusal, silent, strange
from engines.peer import client_for
from engines.protocols import Progress
from engines.retrying import AskAgainError, pause_s
from errors import EngineError, EngineUnavailable
from imaging.arrays import Image

POLL_S = 0.3
CONNECT_S = 10.0
MOST_ERROR_BYTES = 65_536
OK = 200
Value = str | int | float | bool


@dataclass(frozen=True)
class Ask:
    """What is asked of the server.

    path: below its address: "images/edits".
    fields: the arguments. files: field -> a PNG. With files it is multipart, else JSON.
    partials: unfinished pictures to come.
    """

    path: str
    fields: Mapping[str, Value]
    files: Mapping[str, bytes] = field(default_factory=dict[str, bytes])
    partials: int = 0

    def body(self) -> dict[str, Any]:
        """Return the body as httpx takes it."""
        if not self.files:
            return {"json": dict(self.fields)}
        files = [
            (name, (f"{name.removesuffix('[]')}.png", data, "image/png"))
            for name, data in self.files.items()
        ]
        return {"data": {name: _form(value) for name, value in self.fields.items()}, "files": files}


@dataclass
class _Shown:
    """What is known of a picture that is being drawn."""

    done: int = 0
    picture: Image | None = None

    def taken(self) -> Image | None:
        """Return the newest preview, once."""
        picture, self.picture = self.picture, None
        return picture


class ImagesServer:
    """A server at an address, with a key or without; holds no connection between requests."""

    def __init__(self, url: str, key: str | None, *, timeout_s: float, most_bytes: int) -> None:
        """`timeout_s` is for a request with all its tries; `most_bytes` for one answer."""
        self._given, self._key = httpx.URL(url.rstrip("/") + "/"), key
        at = self._url = self._given.copy_with(userinfo=b"")
        self._timeout_s, self._most_bytes = timeout_s, most_bytes
        self.host = at.host if at.port is None else f"{at.host}:{at.port}"

    def ask(self, ask: Ask, progress: Progress, preview: Callable[[str], Image | None]) -> Answer:
        """Return the server's answer, with a picture in it.

        Args:
            ask: the request.
            progress: called three times a second until there is an answer.
            preview: turns an unfinished picture, base64, into what `progress` shows; None: nothing.

        Raises:
            EngineUnavailable: no answer in time, none that makes sense, or a refused key.
            EngineError: the server refuses to draw this.
            Cancelled: out of `progress`; the connection is closed then. Only the look-up of a
                name is waited for, as long as the system tries.
        """
        return asyncio.run(self._attended(ask, progress, preview))

    async def _attended(
        self, ask: Ask, progress: Progress, preview: Callable[[str], Image | None]
    ) -> Answer:
        shown = _Shown()

        def partial(text: str) -> None:
            shown.picture, shown.done = preview(text), min(shown.done + 1, ask.partials)

        work = asyncio.create_task(self._in_time(ask, partial))
        try:
            while not work.done():
                progress(shown.done, ask.partials + 1, shown.taken())
                await asyncio.wait({work}, timeout=POLL_S)
            return work.result()
        finally:
            work.cancel()
            await asyncio.gather(work, return_exceptions=True)

    async def _in_time(self, ask: Ask, partial: Callable[[str], None]) -> Answer:
        timeout = httpx.Timeout(None, connect=min(CONNECT_S, self._timeout_s))
        try:
            async with asyncio.timeout(self._timeout_s), client_for(self._given, timeout) as http:
                return await self._tried(http, ask, partial)
        except TimeoutError as error:
            raise silent(
                self.host, "it took too long", "try again, or raise PENTIMENTO_IMAGES_TIMEOUT_S"
            ) from error

    async def _tried(
        self, http: httpx.AsyncClient, ask: Ask, partial: Callable[[str], None]
    ) -> Answer:
        """Ask until there is an answer or no try is left; no wait is begun that is too long."""
        loop = asyncio.get_running_loop()
        ends = loop.time() + self._timeout_s
        tried = 0
        while True:
            tried += 1
            try:
                return await self._once(http, ask, partial)
            except AskAgainError as again:
                wait_s = pause_s(tried, again.after_s)
                if tried >= again.tries or loop.time() + wait_s >= ends:
                    raise again.error from again
            await asyncio.sleep(wait_s)

    async def _once(
        self, http: httpx.AsyncClient, ask: Ask, partial: Callable[[str], None]
    ) -> Answer:
        request = http.build_request(
            "POST", self._url.join(ask.path), headers=self._headers(), **ask.body()
        )
        try:
            response = await http.send(request, stream=True)
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            raise AskAgainError(self._unreachable()) from error
        except httpx.LocalProtocolError:  # it would quote the key
            raise silent(self.host, "the request cannot be sent", KEY_HINT) from None
        except httpx.TransportError as error:
            # It was asked, and may have drawn: paid for once more, and not oftener.
            hung_up = silent(self.host, "it hung up", "try again in a moment")
            raise AskAgainError(hung_up, tries=2) from error
        try:
            return await self._answer(http, response, partial)
        except (httpx.TransportError, httpx.DecodingError) as error:
            raise silent(
                self.host, "it broke off in the middle of its answer", "try again in a moment"
            ) from error
        finally:
            await response.aclose()

    async def _answer(
        self, http: httpx.AsyncClient, response: httpx.Response, partial: Callable[[str], None]
    ) -> Answer:
        if response.status_code != OK:
            body = await self._read(response, MOST_ERROR_BYTES, cut=True)
            raise refusal(self.host, response.status_code, response.headers, body)
        if response.headers.get("content-type", "").startswith("text/event-stream"):
            answer = await events(self.host, self._lines(response), partial)
        else:
            answer = json_answer(self.host, await self._read(response, self._most_bytes))
        if answer.base64 is None:
            answer = answer.holding(await self._fetched(http, answer.url or ""))
        return answer.marked(response.headers)

    async def _fetched(self, http: httpx.AsyncClient, address: str) -> bytes:
        """Get a picture that the answer only points to, from the same server and no other."""
        try:
            at = self._url.join(address)
        except httpx.InvalidURL as error:
            raise strange(self.host) from error
        if (at.scheme, at.host, at.port) != (self._url.scheme, self._url.host, self._url.port):
            raise EngineError(
                f"`{self.host}` keeps its picture at another address, and is not followed there",
                hint="have the server answer with b64_json, or choose another dialect",
            )
        async with http.stream("GET", at, headers=self._headers()) as response:
            if response.status_code != OK:
                raise strange(self.host)
            return await self._read(response, self._most_bytes)

    async def _read(self, response: httpx.Response, most: int, *, cut: bool = False) -> bytes:
        """Read a body; one that is too long is cut, or refused."""
        body = bytearray()
        async for chunk in response.aiter_bytes():
            body += chunk
            if len(body) > most:
                if cut:
                    break
                raise self._too_much(most)
        return bytes(body[:most])

    async def _lines(self, response: httpx.Response) -> AsyncIterator[bytes]:
        read = 0
        parts: list[bytes] = []  # of one line: a picture comes in hundreds of chunks
        async for chunk in response.aiter_bytes():
            read += len(chunk)
            if read > self._most_bytes:
                raise self._too_much(self._most_bytes)
            *ends, rest = chunk.split(b"\n")
            for end in ends:
                yield b"".join((*parts, end)).rstrip(b"\r")
                parts.clear()
            parts.append(rest)
        yield b"".join(parts)

    def _too_much(self, most: int) -> EngineError:
        return EngineError(
            f"`{self.host}` answered with more than {most} bytes",
            hint="ask for a smaller picture, or raise PENTIMENTO_MAX_UPLOAD_BYTES",
        )

    def _headers(self) -> dict[str, str]:
        return {"authorization": f"Bearer {self._key}"} if self._key else {}

    def _unreachable(self) -> EngineUnavailable:
        return silent(
            self.host,
            "nothing answers at its address",
            "start the server, or check PENTIMENTO_IMAGES_URL",
        )


def _form(value: Value) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
