"""A loopback server that speaks what model servers speak: OpenAI's API, Ollama's and Tavily's.

Real HTTP, scripted replies: `server.replies` are taken in order, then `server.otherwise`. What was
sent is in `server.requests`, as it came over the wire.
"""

import hashlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any

from tests.loopback import serving

DIMS = 16


@dataclass(frozen=True)
class Sent:
    """One request as it came."""

    path: str
    body: dict[str, Any]
    headers: dict[str, str]

    @property
    def text(self) -> str:
        """All words of its messages, one per line."""
        return "\n".join(_words(m.get("content")) for m in self.body.get("messages", []))

    @property
    def images(self) -> list[str]:
        """The images of its messages: data URLs (OpenAI) or base64 (Ollama)."""
        found: list[str] = []
        for message in self.body.get("messages", []):
            found += message.get("images", [])
            content = message.get("content")
            for block in content if isinstance(content, list) else []:
                if block.get("type") == "image_url":
                    found.append(block["image_url"]["url"])
        return found


@dataclass(frozen=True)
class Reply:
    """What the server answers.

    text: the message's words; streamed word by word where the request asks for a stream.
    data: structured output: a tool call where the request offers tools, else JSON as the text.
    refusal: the model declines (OpenAI's `refusal` field).
    status: an HTTP error instead. stall_s: wait before answering. pause_s: between the words.
    cut: hang up after this many words of a stream. raw: this very body, as JSON that it may not be.
    ended: OpenAI's finish_reason, where it is to be another than the usual.
    """

    text: str = ""
    data: Any = None
    refusal: str | None = None
    status: int = 200
    stall_s: float = 0.0
    pause_s: float = 0.0
    cut: int | None = None
    raw: bytes | None = None
    ended: str | None = None


@dataclass
class ModelServer:
    """The running server. `url` ends in /v1, as OPENAI_BASE_URL wants it."""

    url: str = ""
    requests: list[Sent] = field(default_factory=list)
    replies: list[Reply | str | Callable[[Sent], Reply | str]] = field(default_factory=list)
    otherwise: Reply | str | Callable[[Sent], Reply | str] = "ok"
    results: list[dict[str, str]] = field(default_factory=list)  # of a search: title, url, content
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def root(self) -> str:
        """The address without /v1, as Ollama and Tavily want it."""
        return self.url.removesuffix("/v1")

    def next_reply(self, sent: Sent) -> Reply:
        """Note a request and return what it is answered."""
        with self.lock:
            self.requests.append(sent)
            scripted = self.replies.pop(0) if self.replies else self.otherwise
        reply = scripted(sent) if callable(scripted) else scripted
        return Reply(text=reply) if isinstance(reply, str) else reply


@contextmanager
def model_server() -> Iterator[ModelServer]:
    """Run one on a free port of 127.0.0.1 until the block is left."""
    server = ModelServer()
    with serving(_handler(server)) as url:
        server.url = f"{url}/v1"
        yield server


def vector(text: str) -> list[float]:
    """An embedding without a model: the words a text shares make it near another."""
    found = [0.0] * DIMS
    for word in text.lower().split():
        found[int(hashlib.sha256(word.strip(".,!?").encode()).hexdigest(), 16) % DIMS] += 1.0
    return found if any(found) else [1.0] * DIMS


def _handler(server: ModelServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: Any) -> None: ...

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            sent = Sent(self.path, body, {k.lower(): v for k, v in self.headers.items()})
            try:
                self._answer(sent)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True  # the client has gone, as in life

        def _answer(self, sent: Sent) -> None:
            if sent.path.endswith(("/embeddings", "/api/embed")):
                server.requests.append(sent)
                return self._json(_embedded(sent))
            reply = server.next_reply(sent)
            time.sleep(reply.stall_s)
            if reply.status != 200:
                error = {"message": f"scripted {reply.status}", "type": "error"}
                return self._json({"error": error}, reply.status)
            if reply.raw is not None:
                return self._body(reply.raw)
            if sent.path.endswith("/search"):
                return self._json({"query": sent.body.get("query"), "results": server.results})
            if sent.path.endswith("/chat/completions"):
                return (
                    self._stream(sent, reply)
                    if sent.body.get("stream")
                    else self._chat(sent, reply)
                )
            if sent.path.endswith("/api/chat"):
                return self._ollama(sent, reply)
            return self._json({"error": {"message": f"no {sent.path}"}}, 404)

        def _json(self, data: Any, status: int = 200) -> None:
            self._body(json.dumps(data).encode(), status)

        def _body(self, raw: bytes, status: int = 200) -> None:
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(raw)))
            self.send_header("connection", "close")  # a client that is dropped leaves no socket
            self.end_headers()
            self.close_connection = True
            self.wfile.write(raw)

        def _chat(self, sent: Sent, reply: Reply) -> None:
            message = _message(sent, reply)
            ended = reply.ended or ("tool_calls" if "tool_calls" in message else "stop")
            choice = {"index": 0, "message": message, "finish_reason": ended}
            usage = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
            self._json(_envelope("chat.completion", sent) | {"choices": [choice], "usage": usage})

        def _chunks(self, kind: str) -> None:
            self.send_response(200)
            self.send_header("content-type", kind)
            self.send_header("connection", "close")
            self.end_headers()
            self.close_connection = True

        def _stream(self, sent: Sent, reply: Reply) -> None:
            self._chunks("text/event-stream")
            deltas = [
                {"role": "assistant", "content": ""},
                *({"content": w} for w in _pieces(reply)),
            ]
            for count, delta in enumerate(deltas):
                if reply.cut is not None and count > reply.cut:
                    return
                self._event(sent, {"index": 0, "delta": delta, "finish_reason": None})
                time.sleep(reply.pause_s)
            self._event(sent, {"index": 0, "delta": {}, "finish_reason": "stop"})
            self.wfile.write(b"data: [DONE]\n\n")

        def _event(self, sent: Sent, choice: dict[str, Any]) -> None:
            chunk = _envelope("chat.completion.chunk", sent) | {"choices": [choice]}
            self.wfile.write(f"data: {json.dumps(chunk)}\n\n".encode())
            self.wfile.flush()

        def _ollama(self, sent: Sent, reply: Reply) -> None:
            self._chunks("application/x-ndjson")
            model = {"model": sent.body.get("model", ""), "created_at": "2026-01-01T00:00:00Z"}
            called = reply.data is not None and sent.body.get("tools")
            for count, word in enumerate([""] if called else _pieces(reply)):
                if count == reply.cut:
                    return
                message: dict[str, Any] = {"role": "assistant", "content": word}
                if called:  # whole, in one line, as Ollama streams a call
                    call = {"name": called[0]["function"]["name"], "arguments": reply.data}
                    message["tool_calls"] = [{"function": call}]
                line = model | {"message": message, "done": False}
                self.wfile.write(json.dumps(line).encode() + b"\n")
                self.wfile.flush()
                time.sleep(reply.pause_s)
            ended = {"message": {"role": "assistant", "content": ""}, "done": True}
            self.wfile.write(json.dumps(model | ended | {"done_reason": "stop"}).encode() + b"\n")

    return Handler


def _words(content: Any) -> str:
    if isinstance(content, str):
        return content
    return "\n".join(block.get("text", "") for block in content or [])


def _pieces(reply: Reply) -> list[str]:
    text = json.dumps(reply.data) if reply.data is not None else reply.text
    words = text.split(" ")
    return [word + (" " if i < len(words) - 1 else "") for i, word in enumerate(words)]


def _message(sent: Sent, reply: Reply) -> dict[str, Any]:
    message: dict[str, Any] = {"role": "assistant", "content": reply.text, "refusal": reply.refusal}
    if reply.data is None:
        return message
    written = json.dumps(reply.data)
    if tools := sent.body.get("tools"):
        call = {"name": tools[0]["function"]["name"], "arguments": written}
        return message | {"tool_calls": [{"id": "call_1", "type": "function", "function": call}]}
    return message | {"content": written}


def _envelope(kind: str, sent: Sent) -> dict[str, Any]:
    return {"id": "chat-1", "object": kind, "created": 0, "model": sent.body.get("model", "")}


def _embedded(sent: Sent) -> dict[str, Any]:
    given = sent.body["input"]
    vectors = [vector(str(text)) for text in (given if isinstance(given, list) else [given])]
    if sent.path.endswith("/api/embed"):
        return {"model": sent.body.get("model", ""), "embeddings": vectors}
    rows = [{"object": "embedding", "index": i, "embedding": v} for i, v in enumerate(vectors)]
    return {
        "object": "list",
        "data": rows,
        "model": "m",
        "usage": {"prompt_tokens": 1, "total_tokens": 1},
    }
