import os

os.environ |= {
    "LANGGRAPH_STRICT_MSGPACK": "true",  # read when langgraph is imported
    "LANGSMITH_TRACING": "false",
    "LANGGRAPH_CLI_NO_ANALYTICS": "1",
}

import io
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as PillowImage
from skimage import data

from checkpoints.images import ImageStore, OwnerImages
from tests.model_server import ModelServer, model_server


@pytest.fixture
def store(tmp_path: Path) -> ImageStore:
    return ImageStore(tmp_path / "images")


@pytest.fixture
def images(store: ImageStore) -> OwnerImages:
    return store.of("local")


def encoded(pixels: np.ndarray, format: str = "PNG", **options: object) -> bytes:
    buffer = io.BytesIO()
    PillowImage.fromarray(pixels).save(buffer, format, **options)
    return buffer.getvalue()


@pytest.fixture(scope="session")
def rocket() -> bytes:
    return encoded(data.rocket(), "JPEG", quality=92)


@pytest.fixture(scope="session")
def coffee() -> bytes:
    return encoded(data.coffee(), "JPEG", quality=92)


@pytest.fixture(scope="session")
def astronaut() -> bytes:
    return encoded(data.astronaut(), "PNG")


@pytest.fixture
def models(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModelServer]:
    """A model server on loopback; the environment leads "openai:" and "ollama:" to it."""
    with model_server() as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.url)
        monkeypatch.setenv("OLLAMA_HOST", server.root)
        monkeypatch.setenv("TAVILY_API_KEY", "tvly-test")
        monkeypatch.delenv("OPENAI_API_KEY", raising=False)
        yield server
