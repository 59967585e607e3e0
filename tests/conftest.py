import os

os.environ |= {
    "LANGGRAPH_STRICT_MSGPACK": "true",  # read when langgraph is imported
    "LANGSMITH_TRACING": "false",
    "LANGGRAPH_CLI_NO_ANALYTICS": "1",
}

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as PillowImage
from skimage import data

from checkpoints.images import ImageStore, OwnerImages


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
