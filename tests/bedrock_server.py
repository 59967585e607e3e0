"""A loopback server that answers `InvokeModel` as Amazon Bedrock's image models do.

Each model refuses what it refuses in life (a ValidationException with its words); its picture is
in colours of the prompt and the seed, and MAGENTA where its own kind of mask says so.
"""

import base64
import io
import json
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import numpy as np
from PIL import Image

from tests.loopback import serving

MAGENTA = (255, 0, 255)
NOVA = "amazon.nova-canvas-v1:0"
SDXL = "stability.stable-diffusion-xl-v1"
CORE = "stability.stable-image-core-v1:1"
ULTRA = "stability.stable-image-ultra-v1:1"
SD35 = "stability.sd3-5-large-v1:0"
INPAINT = "us.stability.stable-image-inpaint-v1:0"


@dataclass(frozen=True)
class Reply:
    """What it answers instead of a picture.

    error: the exception's name, sent as Bedrock sends it. stall_s: wait first.
    """

    status: int = 200
    error: str | None = None
    body: Any = field(default_factory=dict)
    stall_s: float = 0.0


@dataclass
class BedrockServer:
    """The running server; `requests` are (model, body) as they came."""

    url: str = ""
    replies: list[Reply] = field(default_factory=list)
    requests: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    size: tuple[int, int] | None = None
    over: threading.Event = field(default_factory=threading.Event)

    @property
    def model(self) -> str:
        return self.requests[-1][0]

    @property
    def body(self) -> dict[str, Any]:
        return self.requests[-1][1]


@contextmanager
def bedrock_server() -> Iterator[BedrockServer]:
    """Run one on a free port of 127.0.0.1 until the block is left."""
    server = BedrockServer()
    with serving(_handler(server)) as server.url:
        try:
            yield server
        finally:
            server.over.set()


def environment(server: BedrockServer, nowhere: Path) -> dict[str, str]:
    """What leads boto3 to the server: credentials that are none, and no metadata service."""
    return {
        "AWS_ENDPOINT_URL_BEDROCK_RUNTIME": server.url,
        "AWS_ACCESS_KEY_ID": "AKIDTEST",
        "AWS_SECRET_ACCESS_KEY": "very-secret",
        "AWS_DEFAULT_REGION": "us-west-2",
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_CONFIG_FILE": str(nowhere),
        "AWS_SHARED_CREDENTIALS_FILE": str(nowhere),
    }


def _handler(server: BedrockServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: Any) -> None: ...

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            assert self.headers["authorization"].startswith("AWS4-HMAC-SHA256 Credential=AKIDTEST/")
            model = unquote(self.path.removeprefix("/model/").removesuffix("/invoke"))
            server.requests.append((model, body))
            reply = server.replies.pop(0) if server.replies else None
            try:
                self._answer(reply or _drawn(server, model, body))
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

        def _answer(self, reply: Reply) -> None:
            server.over.wait(reply.stall_s)
            body = reply.body
            raw = body if isinstance(body, bytes) else json.dumps(body).encode()
            self.send_response(reply.status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(raw)))
            self.send_header("x-amzn-requestid", "11111111-2222")
            if reply.error:
                self.send_header("x-amzn-errortype", f"{reply.error}:http://internal.amazon.com/")
            self.send_header("connection", "close")
            self.end_headers()
            self.close_connection = True
            self.wfile.write(raw)

    return Handler


def invalid(message: str) -> Reply:
    return Reply(400, "ValidationException", {"message": message})


def _drawn(server: BedrockServer, model: str, body: dict[str, Any]) -> Reply:
    if model == NOVA:
        return _nova(server, body)
    if model == SDXL:
        return _sdxl(server, body)
    if model == INPAINT:
        return _inpaint(server, body)
    if model in (CORE, ULTRA, SD35):
        allowed = {"prompt", "seed", "aspect_ratio", "negative_prompt", "output_format", "mode"}
        if extra := sorted(set(body) - allowed):
            return invalid(f"extraneous key [{extra[0]}] is not permitted")
        across, down = (int(side) for side in body["aspect_ratio"].split(":"))
        unit = {"1:1": 1024, "16:9": 84}.get(body["aspect_ratio"], 256)
        size = server.size or (unit * across, unit * down)
        return _stable(_painted(size, body["prompt"], body["seed"], None), body["seed"])
    return Reply(404, "ResourceNotFoundException", {"message": "Could not resolve the model"})


def _nova(server: BedrockServer, body: dict[str, Any]) -> Reply:
    config = body["imageGenerationConfig"]
    if not 1.1 <= config["cfgScale"] <= 10 or not 0 <= config["seed"] <= 858_993_459:
        return invalid("Malformed input request, please reformat your input and try again.")
    if body["taskType"] == "TEXT_IMAGE":
        size, words, mask = (config["width"], config["height"]), body["textToImageParams"], None
    else:
        words = body["inPaintingParams"]
        picture, mask = _opened(words["image"]), _opened(words["maskImage"])
        if mask.shape != picture.shape or not set(np.unique(mask)) <= {0, 255}:
            return invalid("The mask must be pure black and white, of the image's size.")
        if min(picture.shape[:2]) < 320:
            return invalid("The image must be at least 320 pixels a side.")
        size, mask = (picture.shape[1], picture.shape[0]), (mask == 0).all(axis=2)
    picture = _painted(server.size or size, words["text"], config["seed"], mask)
    return Reply(body={"images": [_text(picture)], "error": None})


def _sdxl(server: BedrockServer, body: dict[str, Any]) -> Reply:
    if not 10 <= body["steps"] <= 150 or not 0 <= body["cfg_scale"] <= 35:
        return invalid("steps or cfg_scale out of range")
    mask, size = None, (body.get("width", 1024), body.get("height", 1024))
    if "init_image" in body:
        picture = _opened(body["init_image"])
        size = (picture.shape[1], picture.shape[0])
        white = body["mask_source"] == "MASK_IMAGE_WHITE"
        mask = (_opened(body["mask_image"]) == (255 if white else 0)).all(axis=2)
    seed = f"{body['seed']}{body['steps']}{body['cfg_scale']}"
    picture = _painted(server.size or size, str(body["text_prompts"]), seed, mask)
    made = {"seed": body["seed"], "base64": _text(picture), "finishReason": "SUCCESS"}
    return Reply(body={"result": "success", "artifacts": [made]})


def _inpaint(server: BedrockServer, body: dict[str, Any]) -> Reply:
    picture, mask = _opened(body["image"]), _opened(body["mask"])
    height, width = picture.shape[:2]
    if max(width, height) / min(width, height) > 2.5:
        return invalid("image: aspect ratio must be between 1:2.5 and 2.5:1")
    size = server.size or (width, height)
    white = (mask == 255).all(axis=2)
    return _stable(_painted(size, body["prompt"], body["seed"], white), body["seed"])


def _stable(picture: np.ndarray, seed: int) -> Reply:
    return Reply(body={"seeds": [seed], "finish_reasons": [None], "images": [_text(picture)]})


def _painted(
    size: tuple[int, int], prompt: str, seed: object, mask: np.ndarray | None
) -> np.ndarray:
    rng = np.random.default_rng(zlib.crc32(f"{prompt}{seed}".encode()))
    blocks = rng.integers(0, (256, 256, 128), (16, 16, 3), dtype=np.uint8)
    picture = np.array(Image.fromarray(blocks).resize(size, Image.Resampling.BILINEAR))
    if mask is not None and mask.shape == picture.shape[:2]:
        picture[mask] = MAGENTA
    return picture


def _opened(text: str) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(text))))


def _text(picture: np.ndarray) -> str:
    buffer = io.BytesIO()
    Image.fromarray(picture).save(buffer, "PNG", compress_level=1)
    return base64.b64encode(buffer.getvalue()).decode()
