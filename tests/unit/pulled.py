"""A model as the hub has it, and where its files lie when they are pulled."""

import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from engines.opus_mt import OpusMT
from engines.weights import folder_of, repository
from settings import Settings
from tests.hub_server import digest

ROOT = Path(__file__).parents[2]
LARGE = np.random.default_rng(0).bytes(3_000_000)
MARIAN = {
    "config.json": b'{"a": 1}',
    "tokenizer_config.json": b"{}",
    "vocab.json": b"{}" * 900,
    "source.spm": b"s" * 900,
    "target.spm": b"t" * 2000,
    "pytorch_model.bin": LARGE,
    "flax_model.msgpack": b"not needed" * 900,
    "onnx/model.fp16.safetensors": b"nor this" * 900,
}


def command(*words: str) -> list[str]:
    return [sys.executable, "-m", "engines", *words]


def weights(**more) -> Settings:
    return Settings(_env_file=None, **more)


def part() -> Path:
    return repository("own/opus", weights()) / "blobs" / f"{digest(LARGE)}.incomplete"


def blob() -> Path:
    return part().with_suffix("")


def until(true: Callable[[], bool], timeout_s: float = 20.0) -> None:
    deadline = time.monotonic() + timeout_s
    while not true():
        assert time.monotonic() < deadline, "it took too long"
        time.sleep(0.02)


def folder_of_opus() -> Path | None:
    return folder_of(OpusMT.card, weights())
