"""A loopback server that behaves as the model hub does: listings, redirects, ranges, refusals.

Large files (over `SMALL_BYTES`) are listed with their sha256 and served by another host name, as
the hub's file servers do; small ones are listed with git's sha1 and served at once.
"""

import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

SMALL_BYTES = 1000
PAGE = 3  # entries of a listing at once


@dataclass(frozen=True)
class Asked:
    """One request as it came."""

    host: str
    path: str
    start: int | None
    token: str | None


@dataclass
class Model:
    """One model. gated: given with a token only. private: hidden without one."""

    files: dict[str, bytes]
    licence: str | None = "apache-2.0"
    gated: bool = False
    private: bool = False
    claims: dict[str, int] = field(default_factory=dict[str, int])  # sizes that are not true

    @property
    def commit(self) -> str:
        told = b"".join(name.encode() + self.files[name] for name in sorted(self.files))
        return hashlib.sha1(told).hexdigest()


@dataclass
class HubServer:
    """What is served and how. `asked`: every request, in order."""

    port: int
    models: dict[str, Model] = field(default_factory=dict[str, Model])
    asked: list[Asked] = field(default_factory=list[Asked])
    cut_after: list[int] = field(default_factory=list[int])  # bytes, then it hangs up
    statuses: list[int] = field(default_factory=list[int])  # of the next files' answers
    listing_statuses: list[int] = field(default_factory=list[int])  # of the next listings
    pages_at: str = ""  # the address that later pages of a listing are given; "": the hub's own
    ranges: bool = True  # False: a Range header is ignored
    garbled: int = 0  # so many more large files come with a wrong byte
    sign_in: bool = False  # every answer is a page of a hotel's network
    pause_s: float = 0.0  # between the blocks of a large file

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def got(self, name: str) -> list[Asked]:
        """The requests for the bytes of one file."""
        return [one for one in self.asked if one.path.endswith(f"/bytes/{name}")]


@contextmanager
def hub_server() -> Iterator[HubServer]:
    """Serve until the block ends."""
    httpd = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    httpd.daemon_threads = True
    server = HubServer(httpd.server_address[1])
    httpd.hub = server  # type: ignore[attr-defined]
    thread = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        httpd.shutdown()
        thread.join()
        httpd.server_close()


def digest(content: bytes) -> str:
    """The name that the hub gives a file: sha256, or git's sha1 of a small one."""
    if len(content) > SMALL_BYTES:
        return hashlib.sha256(content).hexdigest()
    return hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    @property
    def hub(self) -> HubServer:
        return self.server.hub  # type: ignore[attr-defined]

    def log_message(self, *args: Any) -> None:
        pass

    def do_GET(self) -> None:
        token = (self.headers.get("Authorization") or "").removeprefix("Bearer ") or None
        given = self.headers.get("Range")
        start = int(given.removeprefix("bytes=").rstrip("-")) if given else None
        host = (self.headers.get("Host") or "").partition(":")[0]
        url = urlsplit(self.path)
        path = unquote(url.path)
        self.hub.asked.append(Asked(host, path, start, token))
        if self.hub.sign_in:
            return self._send(200, b"<html>Welcome! Room number?</html>", {})
        owner = path.removeprefix("/api/models").strip("/").split("/")
        name, rest = "/".join(owner[:2]), owner[2:]
        model = self.hub.models.get(name)
        if path.startswith("/bytes-of/"):
            return self._bytes(path.removeprefix("/bytes-of/"), start)
        if model is None or (model.private and not token):
            return self._error(401, "RepoNotFound")
        if path.startswith("/api/"):
            if self.hub.listing_statuses:
                return self._error(self.hub.listing_statuses.pop(0), "")
            return self._api(name, model, rest, parse_qs(url.query))
        if model.gated and not token:
            return self._error(401, "GatedRepo")
        return self._resolve(name, model, "/".join(rest[2:]), start)

    def _api(self, name: str, model: Model, rest: list[str], query: dict[str, list[str]]) -> None:
        if rest == ["revision", "main"]:
            card = {"license": model.licence} if model.licence else None
            return self._json({"id": name, "sha": model.commit, "cardData": card})
        if rest[0] != "tree" or rest[1] != model.commit:
            return self._error(404, "RevisionNotFound")
        entries = _entries(model)
        at = int(query.get("cursor", ["0"])[0])
        place = self.hub.pages_at or self.hub.url
        more = f"{place}/api/models/{name}/tree/{model.commit}?recursive=true"
        link = {"Link": f'<{more}&cursor={at + PAGE}>; rel="next"'} if entries[at + PAGE :] else {}
        return self._json(entries[at : at + PAGE], link)

    def _resolve(self, name: str, model: Model, file: str, start: int | None) -> None:
        content = model.files.get(file)
        if content is None:
            return self._error(404, "EntryNotFound")
        if len(content) <= SMALL_BYTES:
            return self._bytes(f"{name}/bytes/{file}", start)
        elsewhere = f"http://localhost:{self.hub.port}/bytes-of/{name}/bytes/{file}"
        return self._send(302, b"", {"Location": elsewhere})

    def _bytes(self, place: str, start: int | None) -> None:
        name, _, file = place.partition("/bytes/")
        content = self.hub.models[name].files[file]
        if self.hub.statuses:
            return self._error(self.hub.statuses.pop(0), "")
        if self.hub.garbled and len(content) > SMALL_BYTES:
            self.hub.garbled -= 1
            content = bytes([content[0] ^ 1]) + content[1:]
        if start and self.hub.ranges:
            if start >= len(content):
                return self._error(416, "")
            told = {"Content-Range": f"bytes {start}-{len(content) - 1}/{len(content)}"}
            return self._send(206, content[start:], told)
        return self._send(200, content, {})

    def _json(self, value: object, headers: dict[str, str] | None = None) -> None:
        self._send(200, json.dumps(value).encode(), headers or {})

    def _error(self, status: int, code: str) -> None:
        self._send(status, b"{}", {"X-Error-Code": code} if code else {})

    def _send(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for key, value in headers.items():
            self.send_header(key, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        try:
            self._write(body)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def _write(self, body: bytes) -> None:
        if len(body) > SMALL_BYTES and self.hub.cut_after:
            body = body[: self.hub.cut_after.pop(0)]
            self.close_connection = True
        block = 65536
        for at in range(0, len(body), block):
            self.wfile.write(body[at : at + block])
            if self.hub.pause_s and len(body) > SMALL_BYTES:
                time.sleep(self.hub.pause_s)


def _entries(model: Model) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [
        {"type": "directory", "path": name.rpartition("/")[0], "oid": "0" * 40, "size": 0}
        for name in model.files
        if "/" in name
    ]
    for name, content in model.files.items():
        size = model.claims.get(name, len(content))
        entry = {"type": "file", "path": name, "oid": "a" * 40, "size": size}
        if len(content) > SMALL_BYTES:
            large = {"oid": digest(content), "size": size, "pointerSize": 130}
            found.append(entry | {"lfs": large})
        else:
            found.append(entry | {"oid": digest(content)})
    return found
