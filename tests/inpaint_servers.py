"""Loopback servers that answer as lama-cleaner and IOPaint do, or as they should not.

They demand what the real ones demand, fill the mask with one colour, and change the rest too: as
a model does. What was sent is in `requests`, as it came over the wire.
"""

import base64
import io
import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.parser import BytesParser
from email.policy import HTTP
from http.server import BaseHTTPRequestHandler
from typing import Any

import numpy as np
from PIL import Image as PillowImage

from tests.loopback import serving

PAINT = (200, 30, 90)
FIELDS = {  # of lama-cleaner 1.2.5: it answers 400 where one is missing
    "ldmSteps", "ldmSampler", "zitsWireframe", "hdStrategy", "hdStrategyCropMargin",
    "hdStrategyCropTrigerSize", "hdStrategyResizeLimit", "prompt", "negativePrompt", "useCroper",
    "croperX", "croperY", "croperHeight", "croperWidth", "sdScale", "sdMaskBlur", "sdStrength",
    "sdSteps", "sdGuidanceScale", "sdSampler", "sdSeed", "sdMatchHistograms", "cv2Flag",
    "cv2Radius", "paintByExampleSteps", "paintByExampleGuidanceScale", "paintByExampleMaskBlur",
    "paintByExampleSeed", "paintByExampleMatchHistograms", "p2pSteps", "p2pImageGuidanceScale",
    "p2pGuidanceScale", "controlnet_conditioning_scale", "controlnet_method",
}  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """One request: its fields, its two pictures decoded, and the formats they came in."""

    fields: dict[str, Any]
    image: np.ndarray
    mask: np.ndarray
    formats: tuple[str | None, str | None]
    headers: dict[str, str]


@dataclass(frozen=True)
class Odd:
    """An answer that is none: `body` as it is, after `stall_s`; `pause_s` after each byte."""

    body: bytes = b""
    status: int = 200
    kind: str = "image/png"
    stall_s: float = 0.0
    pause_s: float = 0.0
    location: str | None = None


@dataclass
class InpaintServer:
    """The running server; with `odd` it answers that instead."""

    url: str = ""
    odd: Odd | None = None
    requests: list[Asked] = field(default_factory=list)
    gone: threading.Event = field(default_factory=threading.Event)  # a client hung up


@contextmanager
def inpaint_server() -> Iterator[InpaintServer]:
    """Run one on a free port of 127.0.0.1 until the block is left."""
    server = InpaintServer()
    with serving(_handler(server)) as server.url:
        yield server


def painted(asked: Asked) -> np.ndarray:
    """What the model makes: the mask in one colour, and noise over the rest."""
    noise = asked.image.astype(int) + np.arange(asked.image.shape[1])[None, :, None] % 7 - 3
    return np.where(asked.mask[..., None], PAINT, np.clip(noise, 0, 255)).astype(np.uint8)


def picture(pixels: np.ndarray, format: str = "PNG", **options: Any) -> bytes:
    buffer = io.BytesIO()
    PillowImage.fromarray(pixels).save(buffer, format, **options)
    return buffer.getvalue()


def _opened(data: bytes) -> tuple[PillowImage.Image, str | None]:
    found = PillowImage.open(io.BytesIO(data))
    return found, found.format


def _asked(fields: dict[str, Any], image: bytes, mask: bytes, headers: dict[str, str]) -> Asked:
    (photo, first), (marks, second) = _opened(image), _opened(mask)
    marked = np.array(marks.convert("L")) > 127  # as both of them read it
    return Asked(fields, np.array(photo.convert("RGB")), marked, (first, second), headers)


def _form(body: bytes, kind: str) -> dict[str, bytes]:
    whole = BytesParser(policy=HTTP).parsebytes(f"Content-Type: {kind}\r\n\r\n".encode() + body)
    parts: dict[str, bytes] = {}
    for part in whole.iter_parts():
        name = part.get_param("name", header="content-disposition")
        parts[str(name)] = part.get_payload(decode=True)
    return parts


def _handler(server: InpaintServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: Any) -> None: ...

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            headers = {k.lower(): v for k, v in self.headers.items()}
            try:
                if server.odd:
                    return self._oddly(server.odd)
                if self.path == "/inpaint":
                    return self._lama_cleaner(body, headers)
                if self.path == "/api/v1/inpaint":
                    return self._iopaint(body, headers)
                return self._say(404, b"<!doctype html><title>404</title>", "text/html")
            except (BrokenPipeError, ConnectionResetError):
                server.gone.set()
                self.close_connection = True

        def _lama_cleaner(self, body: bytes, headers: dict[str, str]) -> None:
            parts = _form(body, headers["content-type"])
            image, mask = parts.pop("image"), parts.pop("mask")
            fields = {name: value.decode() for name, value in parts.items()}
            if missing := FIELDS - set(fields):
                return self._say(400, f"Bad Request: {missing}".encode(), "text/html")
            return self._paint(_asked(fields, image, mask, headers))

        def _iopaint(self, body: bytes, headers: dict[str, str]) -> None:
            fields = json.loads(body)
            if not fields.get("image") or not fields.get("mask"):
                return self._say(500, b'{"error": "TypeError"}', "application/json")
            image, mask = (base64.b64decode(fields.pop(name)) for name in ("image", "mask"))
            return self._paint(_asked(fields, image, mask, headers))

        def _paint(self, asked: Asked) -> None:
            server.requests.append(asked)
            if asked.image.shape[:2] != asked.mask.shape:
                return self._say(400, b"Mask shape not equal to Image shape", "text/plain")
            # In the input's own format, as both of them answer.
            return self._say(200, picture(painted(asked), asked.formats[0] or "PNG"), "image/png")

        def _oddly(self, odd: Odd) -> None:
            for _ in range(int(odd.stall_s / 0.05)):
                time.sleep(0.05)
                if self._left():
                    server.gone.set()
            if not odd.pause_s:
                return self._say(odd.status, odd.body, odd.kind, odd.location)
            self._head(odd.status, len(odd.body), odd.kind, odd.location)
            for i in range(len(odd.body)):
                self.wfile.write(odd.body[i : i + 1])
                self.wfile.flush()
                time.sleep(odd.pause_s)
            return None

        def _left(self) -> bool:
            """Whether the client has closed the connection: a read ends at once."""
            try:
                return self.connection.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT) == b""
            except BlockingIOError:
                return False

        def _head(self, status: int, length: int, kind: str, location: str | None = None) -> None:
            self.send_response(status)
            self.send_header("content-type", kind)
            self.send_header("content-length", str(length))
            self.send_header("connection", "close")
            if location:
                self.send_header("location", location)
            self.end_headers()
            self.close_connection = True

        def _say(self, status: int, body: bytes, kind: str, location: str | None = None) -> None:
            self._head(status, len(body), kind, location)
            self.wfile.write(body)

    return Handler
