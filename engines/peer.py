"""A model's server in an environment of its own, spoken to over HTTP."""

import asyncio
import json
import re
import ssl
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, cast

import httpx

from engines.protocols import Progress
from errors import EngineError, EngineUnavailable
from settings import LOOPBACK

TICK_S = 0.2  # how often a turn that waits can be stopped
CONNECT_S = 5.0
LONGEST_WORDS = 200  # characters of a server's own words that are told
_RAISED = re.compile(r"^[\w.]*(?:Error|Exception): .+", re.MULTILINE)  # in a Python traceback
BUSY = (429, 502, 503, 504)


@dataclass(frozen=True)
class Answer:
    """What a server answered, whatever its status."""

    status: int
    headers: httpx.Headers
    body: bytes


@dataclass(frozen=True)
class Peer:
    """One server.

    engine: the name of the engine that asks it.
    url: its address, as it was set; "http://" may be left out.
    setting: the environment variable that names it.
    start: a command that starts such a server.
    timeout_s: for one whole answer.
    """

    engine: str
    url: str
    setting: str
    start: str
    timeout_s: float

    def ask(
        self,
        method: str,
        path: str,
        *,
        progress: Progress,
        most_bytes: int,
        **content: Any,  # noqa: ANN401  # as httpx takes them: files, data, json, content, headers
    ) -> Answer:
        """Return the answer, of any status; redirects are not followed.

        While it waits `progress` is called, so that the turn can be stopped: the connection is
        closed then. Only the look-up of a name is waited for, as long as the system tries.

        Raises:
            EngineUnavailable: nothing answers, or not in time, or it hung up; or the environment
                names a proxy that cannot be used.
            EngineError: it answered more than `most_bytes`.
            Cancelled: `progress` was told to stop.
        """
        asked = self._ask(method, path, progress, most_bytes, content)
        try:
            return asyncio.run(asked)
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            raise self.unavailable("nothing answers", hint=f"start it: {self.start}") from error
        except (TimeoutError, httpx.TimeoutException) as error:
            raise self.unavailable(f"no answer within {self.timeout_s:g} s") from error
        except (httpx.HTTPError, httpx.StreamError) as error:
            raise self.unavailable("it hung up, or does not speak HTTP") from error

    def check(self, answer: Answer) -> Answer:
        """Return an answer of status 200.

        Raises:
            EngineUnavailable: the server is busy, still starting, or wants credentials.
            EngineError: any other status; with the server's own words, where it gave some.
        """
        status, words = answer.status, words_of(answer)
        if status == 200:
            return answer
        said = f"status {status}{f': {words}' if words else ''}"
        if status in BUSY:
            raise self.unavailable(f"it is busy, or still starting ({said})")
        if status in (401, 403):
            raise self.unavailable(f"it refused ({said})", hint=f"check {self.setting}")
        other = status in (404, 405) or 300 <= status < 400
        hint = f"check that {self.setting} is the address of such a server" if other else ""
        raise EngineError(f"`{self.engine}` failed: its server answered {said}", hint=hint)

    def unavailable(self, why: str, *, hint: str = "try again in a moment") -> EngineUnavailable:
        """Return the error that says that the server is of no use now."""
        return EngineUnavailable(f"the server of `{self.engine}` at {self.where}: {why}", hint=hint)

    @property
    def where(self) -> str:
        """Host and port, without credentials."""
        return self._url.netloc.decode("ascii")

    @cached_property
    def _url(self) -> httpx.URL:
        """Raises EngineUnavailable where it is no address."""
        given = self.url if "://" in self.url else f"http://{self.url}"
        try:
            url = httpx.URL(given)
        except httpx.InvalidURL as error:
            raise self._no_address() from error
        if url.scheme not in ("http", "https") or not url.host or (url.port or 0) > 65535:
            raise self._no_address()
        return url

    def _no_address(self) -> EngineUnavailable:
        return EngineUnavailable(
            f"{self.setting} is no address of a server",
            hint=f"{self.setting}=http://127.0.0.1:8080, for example",
        )

    async def _ask(
        self, method: str, path: str, progress: Progress, most_bytes: int, content: dict[str, Any]
    ) -> Answer:
        timeout = httpx.Timeout(self.timeout_s, connect=CONNECT_S)
        async with asyncio.timeout(self.timeout_s), client_for(self._url, timeout) as client:
            task = asyncio.create_task(self._sent(client, method, path, most_bytes, content))
            try:
                while not task.done():
                    await asyncio.wait({task}, timeout=TICK_S)
                    progress(0, 1)
            finally:
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)
            return task.result()

    async def _sent(
        self,
        client: httpx.AsyncClient,
        method: str,
        path: str,
        most_bytes: int,
        content: dict[str, Any],
    ) -> Answer:
        base = self._url.copy_with(userinfo=b"", query=None, fragment=None)
        body = bytearray()
        async with client.stream(method, f"{str(base).rstrip('/')}{path}", **content) as response:
            async for chunk in response.aiter_bytes():
                body += chunk
                if len(body) > most_bytes:
                    raise EngineError(
                        f"the server of `{self.engine}` answered more than {most_bytes:,} bytes",
                        hint=f"check that {self.setting} is the address of such a server",
                    )
        return Answer(response.status_code, response.headers, bytes(body))


def client_for(url: httpx.URL, timeout: httpx.Timeout) -> httpx.AsyncClient:
    """Return a client for the server at `url`, with the credentials of that address.

    Ask it for addresses without them: httpx logs addresses.

    Raises:
        EngineUnavailable: the environment names a proxy that cannot be used.
    """
    try:
        return httpx.AsyncClient(
            auth=(url.username, url.password) if url.userinfo else None,
            timeout=timeout,
            verify=_tls(),
            trust_env=url.host not in LOOPBACK,  # a proxy does not reach this machine's servers
        )
    except (httpx.InvalidURL, ValueError, ImportError) as error:  # of a SOCKS proxy: no package
        raise EngineUnavailable(
            "a proxy of the environment cannot be used",
            hint="set HTTP_PROXY, HTTPS_PROXY and ALL_PROXY to http addresses, or unset them",
        ) from error


def words_of(answer: Answer) -> str:
    """Return what a server said of an error, on one line, or "" where it is not for people."""
    kind = answer.headers.get("content-type", "")
    if "html" in kind:
        return ""
    text = answer.body.decode("utf-8", "replace").strip()
    try:
        said: Any = json.loads(text)
    except ValueError:
        said = text if kind.startswith("text/") else ""
    if isinstance(said, dict):
        found = cast(dict[str, Any], said)
        said = found.get("error") or found.get("detail") or ""
    said = said.strip() if isinstance(said, str) else ""
    raised = _RAISED.findall(said) if "Traceback" in said else []
    first = raised[-1] if raised else said.partition("\n")[0]
    # A page of HTML may come as plain text.
    return "" if first.startswith("<") else first[:LONGEST_WORDS]


@cache
def _tls() -> ssl.SSLContext:
    return httpx.create_ssl_context()
