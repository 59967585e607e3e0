"""A real server in a process of its own, that can be killed and started again."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import httpx

ROOT = Path(__file__).parents[2]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class ServerProcess:
    """`python server.py` (or another command) on a free port; a context manager."""

    def __init__(
        self, data: Path, *command: str, ready: str = "/ready", within_s: float = 60, **env: str
    ) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = data / f"server-{self.port}.log"
        self.ready, self.within_s = ready, within_s
        data.mkdir(parents=True, exist_ok=True)
        command = tuple(part.replace("PORT", str(self.port)) for part in command)
        self.command = command or (sys.executable, "server.py")
        self.env = {
            **os.environ,
            "PENTIMENTO_DATA": str(data),
            "PENTIMENTO_PORT": str(self.port),
            "PYTHONPATH": str(ROOT),
            **env,
        }
        self.start()

    def start(self) -> None:
        """Start it, again after a `kill`: on the same port and data."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                cwd=ROOT,
                stdout=log,
                stderr=log,
                start_new_session=True,
                env=self.env,
            )

    def __enter__(self) -> "ServerProcess":
        deadline = time.monotonic() + self.within_s
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise RuntimeError(f"the server died at start:\n{self.log.read_text()[-3000:]}")
            with suppress(httpx.TransportError):
                if httpx.get(self.url + self.ready).status_code == 200:
                    return self
            time.sleep(0.05)
        self.kill()
        told = self.log.read_text()[-3000:]
        raise RuntimeError(f"the server was not ready within {self.within_s:g} s:\n{told}")

    def __exit__(self, *_: object) -> None:
        self.stop(signal.SIGTERM)

    def kill(self) -> None:
        self.stop(signal.SIGKILL)

    def stop(self, number: int) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, number)
        try:
            self.process.wait(timeout=30)
        except subprocess.TimeoutExpired:  # it stays for no later test
            os.killpg(self.process.pid, signal.SIGKILL)
            raise

    def wait_dead(self) -> None:
        self.process.wait(timeout=60)
