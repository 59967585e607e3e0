import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.hub_server import HubServer, Model, hub_server
from tests.unit.pulled import MARIAN


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[HubServer]:
    """A hub on loopback with one model; the environment leads to it."""
    with hub_server() as server:
        server.models["own/opus"] = Model(dict(MARIAN))
        for name in ("HF_TOKEN", "HF_HUB_OFFLINE", "HF_HUB_CACHE"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("HF_ENDPOINT", server.url)
        monkeypatch.setenv("HF_HOME", str(tmp_path / "hf"))
        monkeypatch.setenv("NO_PROXY", "127.0.0.1,localhost")
        monkeypatch.setenv("PENTIMENTO_WEIGHTS", str(tmp_path / "weights"))
        monkeypatch.setenv("PENTIMENTO_OPUS_MT", "own/opus")
        yield server


@dataclass(frozen=True)
class Done:
    returncode: int
    stdout: str
    stderr: str


@pytest.fixture
def engines(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable:
    """Run a command of `.venv/bin/python -m engines` here, in an environment with changes."""

    from engines.__main__ import main  # it imports much that few tests need

    def run(*words: str, **environment: str) -> Done:
        with monkeypatch.context() as changed:
            changed.setattr("sys.stdin", io.StringIO())
            for name, value in environment.items():
                changed.setenv(name, value)
            with pytest.raises(SystemExit) as left:
                main(list(words))
        out, err = capfd.readouterr()
        code = left.value.code
        return Done(code, out, err) if isinstance(code, int) else Done(1, out, f"{err}{code}\n")

    return run
