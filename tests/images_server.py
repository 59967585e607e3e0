"""A loopback server that speaks OpenAI's images API as each kind of real server does.

It refuses what that kind refuses (OpenAI: fields it does not know; vLLM-Omni: another model, a
stream) and ignores what it ignores (vLLM-Omni: `mask`; SGLang: any mask). Its "model" repaints the
whole picture in colours of the prompt and the seed, and what it took for the mask in MAGENTA.
"""

import base64
import io
import json
import re
import select
import socket
import threading
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any

import numpy as np
from PIL import Image

from tests.loopback import serving

MAGENTA = (255, 0, 255)
OPENAI_FIELDS = {
    "image[]", "mask", "prompt", "model", "n", "size", "quality", "background", "output_format",
    "output_compression", "input_fidelity", "stream", "partial_images", "moderation", "user",
}  # fmt: skip
OPENAI_SIZES = ("1024x1024", "1536x1024", "1024x1536", "auto")
USAGE = {
    "input_tokens": 700,
    "output_tokens": 4160,
    "total_tokens": 4860,
    "input_tokens_details": {"image_tokens": 650, "text_tokens": 50},
}


@dataclass(frozen=True)
class Sent:
    """One request: its fields as text, its files as bytes."""

    path: str
    headers: dict[str, str]
    fields: dict[str, str]
    files: dict[str, bytes]

    def picture(self, name: str) -> np.ndarray:
        """A file, as it was sent: (h, w) or (h, w, channels)."""
        return np.asarray(Image.open(io.BytesIO(self.files[name])))


@dataclass(frozen=True)
class Reply:
    """What the server does instead of drawing.

    body: bytes, or what becomes JSON. hang_up: close without a word; `after`: bytes of the body
    that are sent first. stall_s: wait before answering.
    """

    status: int = 200
    body: Any = b""
    kind: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)
    stall_s: float = 0.0
    hang_up: bool = False
    after: int = 0


@dataclass
class ImagesServer:
    """The running server. Scripted replies are taken in order; then it draws.

    echo: its "model" changes nothing. size: what it draws, whatever is asked. pause_s: between the
    events of a stream. by_url: answers with this address instead of the picture.
    """

    dialect: str
    url: str = ""
    model: str = "the-model"
    replies: list[Reply] = field(default_factory=list)
    requests: list[Sent] = field(default_factory=list)
    echo: bool = False
    size: tuple[int, int] | None = None
    pause_s: float = 0.0
    draw_s: float = 0.0
    by_url: str | None = None
    extra: dict[str, Any] = field(default_factory=dict)
    left: threading.Event = field(default_factory=threading.Event)  # a client hung up
    lock: threading.Lock = field(default_factory=threading.Lock)
    drawn: int = 0

    @property
    def last(self) -> Sent:
        return self.requests[-1]


@contextmanager
def images_server(dialect: str) -> Iterator[ImagesServer]:
    """Run one on a free port of 127.0.0.1 until the block is left."""
    server = ImagesServer(dialect)
    with serving(_handler(server)) as url:
        server.url = f"{url}/v1"
        yield server


def encoded(pixels: np.ndarray) -> str:
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "PNG", compress_level=1)
    return base64.b64encode(buffer.getvalue()).decode()


def _handler(server: ImagesServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: Any) -> None: ...

        def do_GET(self) -> None:
            buffer = io.BytesIO()
            Image.fromarray(_painted(server, server.last, None)).save(buffer, "PNG")
            self._body(200, buffer.getvalue(), "image/png")

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            sent = Sent(self.path, headers, *_parsed(headers["content-type"], body))
            with server.lock:
                server.requests.append(sent)
                reply = server.replies.pop(0) if server.replies else None
            try:
                self._scripted(reply) if reply else self._draw(sent)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

        def _scripted(self, reply: Reply) -> None:
            if not self._waited(reply.stall_s):
                return
            if reply.hang_up and not reply.after:
                self.close_connection = True
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            raw = reply.body if isinstance(reply.body, bytes) else json.dumps(reply.body).encode()
            self._body(reply.status, raw, reply.kind, reply.headers, reply.after)

        def _waited(self, seconds: float) -> bool:
            """Wait as long as the client does: whether it is still there."""
            ends = time.monotonic() + seconds
            while time.monotonic() < ends:
                readable, _, _ = select.select([self.connection], [], [], 0.02)
                if readable and not self.connection.recv(1, socket.MSG_PEEK):
                    server.left.set()
                    self.close_connection = True
                    return False
            return True

        def _draw(self, sent: Sent) -> None:
            if refusal := _refused(server, sent):
                status, error = refusal
                return self._body(status, json.dumps(error).encode())
            if not self._waited(server.draw_s):
                return None
            mask = _mask_read(server, sent)
            picture = encoded(_painted(server, sent, mask))
            if sent.fields.get("stream") == "true":
                return self._stream(sent, picture)
            row = {"url": server.by_url} if server.by_url else {"b64_json": picture}
            answer = {"created": 0, "data": [row], **server.extra}
            return self._body(200, json.dumps(answer).encode(), headers={"x-request-id": "req_1"})

        def _stream(self, sent: Sent, picture: str) -> None:
            self.send_response(200)
            self.send_header("content-type", "text/event-stream")
            self.send_header("x-request-id", "req_1")
            self.send_header("connection", "close")
            self.end_headers()
            self.close_connection = True
            kind = "image_edit" if sent.path.endswith("edits") else "image_generation"
            for index in range(int(sent.fields.get("partial_images", 0))):
                self._event(f"{kind}.partial_image", b64_json=picture, partial_image_index=index)
                if not self._waited(server.pause_s):
                    return
            self._event(f"{kind}.completed", b64_json=picture, usage=USAGE, **server.extra)

        def _event(self, kind: str, **data: Any) -> None:
            said = json.dumps({"type": kind, **data})
            self.wfile.write(f"event: {kind}\ndata: {said}\n\n".encode())
            self.wfile.flush()

        def _body(
            self,
            status: int,
            raw: bytes,
            kind: str = "application/json",
            headers: dict[str, str] | None = None,
            after: int = 0,
        ) -> None:
            self.send_response(status)
            self.send_header("content-type", kind)
            self.send_header("content-length", str(len(raw)))
            self.send_header("connection", "close")
            for name, value in (headers or {}).items():
                self.send_header(name, value)
            self.end_headers()
            self.close_connection = True
            self.wfile.write(raw[:after] if after else raw)

    return Handler


def _parsed(kind: str, body: bytes) -> tuple[dict[str, str], dict[str, bytes]]:
    if not kind.startswith("multipart/form-data"):
        given = json.loads(body)
        return {k: json.dumps(v).strip('"') if k != "prompt" else v for k, v in given.items()}, {}
    boundary = re.search("boundary=(.+)", kind)[1].encode()
    fields, files = {}, {}
    for part in body.split(b"--" + boundary)[1:-1]:
        head, _, content = part.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        name = re.search(rb'[ ;]name="([^"]*)"', head)[1].decode()
        if b"filename=" in head:
            files[name] = content.removesuffix(b"\r\n")
        else:
            fields[name] = content.removesuffix(b"\r\n").decode()
    return fields, files


def _refused(server: ImagesServer, sent: Sent) -> tuple[int, dict[str, Any]] | None:
    edits = sent.path.endswith("/images/edits")
    given, size = {*sent.fields, *sent.files}, sent.fields.get("size", "auto")
    if edits and not {"image", "image[]"} & set(sent.files):
        return 422, {"detail": "Field 'image' or 'url' is required"}
    if server.dialect == "openai":
        for name in sorted(given - OPENAI_FIELDS):
            return 400, _openai(f"Unknown parameter: '{name}'.", "unknown_parameter")
        if not _openai_draws(size, sent.fields.get("model", "")):
            return 400, _openai(f"Invalid value: '{size}'.", "invalid_value")
        if "mask" in sent.files:
            picture, mask = sent.picture("image[]"), sent.picture("mask")
            if mask.ndim != 3 or mask.shape[2] != 4 or mask.shape[:2] != picture.shape[:2]:
                return 400, _openai("Invalid mask image format", "invalid_image_mask")
    if server.dialect == "vllm-omni":
        if sent.fields.get("model", server.model) != server.model:
            return 400, {"detail": f"Model mismatch: server is running '{server.model}'."}
        if sent.fields.get("stream") == "true":
            return 400, {"detail": "stream=true is only supported for multi-stage pipelines."}
    return None


def _openai_draws(size: str, model: str) -> bool:
    if size in OPENAI_SIZES or "gpt-image-2" not in model:
        return size in OPENAI_SIZES
    width, height = (int(side) for side in size.split("x"))
    even = width % 16 == height % 16 == 0
    return even and max(width, height) <= 3 * min(width, height) and width * height >= 655_360


def _openai(message: str, code: str) -> dict[str, Any]:
    error = {"message": message, "type": "invalid_request_error", "param": None, "code": code}
    return {"error": error}


def _mask_read(server: ImagesServer, sent: Sent) -> np.ndarray | None:
    if server.dialect in ("openai", "generic") and "mask" in sent.files:
        return sent.picture("mask")[..., 3] == 0
    if server.dialect == "vllm-omni" and "mask_image" in sent.files:
        return sent.picture("mask_image")[..., 0] == 255
    return None  # SGLang takes a mask and never looks at it


def _painted(server: ImagesServer, sent: Sent, mask: np.ndarray | None) -> np.ndarray:
    given = next((sent.picture(n) for n in ("image", "image[]") if n in sent.files), None)
    asked = sent.fields.get("size", "auto")
    width, height = (
        server.size
        or ([int(side) for side in asked.split("x")] if "x" in asked else None)
        or ((given.shape[1], given.shape[0]) if given is not None else (1024, 1024))
    )
    if server.echo and given is not None:
        return np.asarray(Image.fromarray(given[..., :3]).resize((width, height)))
    with server.lock:
        server.drawn += 1
        own = server.drawn  # OpenAI: never twice the same
    seed = own if server.dialect in ("openai", "generic") else sent.fields.get("seed")
    knobs = "".join(f"{k}{sent.fields.get(k)}" for k in ("guidance_scale", "num_inference_steps"))
    rng = np.random.default_rng(zlib.crc32(f"{sent.fields['prompt']}{seed}{knobs}".encode()))
    blocks = rng.integers(0, (256, 256, 128), (16, 16, 3), dtype=np.uint8)  # never MAGENTA
    picture = np.array(Image.fromarray(blocks).resize((width, height), Image.Resampling.BILINEAR))
    if mask is not None and mask.shape == picture.shape[:2]:
        picture[mask] = MAGENTA
        picture[mask, 1] = rng.integers(0, 30)  # so that variants differ
    return picture
