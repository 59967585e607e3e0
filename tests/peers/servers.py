"""The real servers that tests talk to, started from the environments that `make peers` built."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.integration.process import ServerProcess
from tests.peers.build import HERE, python_of, reason_against

LAST = "marked-in-batches"  # of the models of `triton_models.py`, as they are loaded
START_S = 180  # the first start of a new environment compiles it; on a busy machine that takes long


@contextmanager
def lama_cleaner(folder: Path) -> Iterator[ServerProcess]:
    """A lama-cleaner with OpenCV's model, which needs no weights; logs go to `folder`."""
    lama = str(python_of(_built("lama-cleaner")).with_name("lama-cleaner"))
    model = ("--model=cv2", "--device=cpu", f"--model-dir={folder / 'models'}")
    quiet = {
        "PYTHONPATH": str(HERE / "stubs"),
        "HF_HOME": str(folder / "hub"),  # an old transformers moves what it finds in the usual one
        "HF_HUB_OFFLINE": "1",
        "GRADIO_ANALYTICS_ENABLED": "False",
    }
    command = (lama, *model, "--host=127.0.0.1", "--port=PORT")
    with ServerProcess(folder, *command, ready="/model", within_s=START_S, **quiet) as server:
        yield server


@contextmanager
def triton(folder: Path) -> Iterator[ServerProcess]:
    """A Triton with the models of `triton_models.py`, on a processor."""
    python = str(python_of(_built("triton")))
    command = (python, str(HERE / "triton_models.py"), "PORT", str(folder / "workspace"))
    # Triton's Python backend loads the library of this very Python, or fails in odd ways.
    asked = (python, "-c", "import sysconfig; print(sysconfig.get_config_var('LIBDIR'))")
    library = subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()
    own = {"PYTHONPATH": "", "LD_LIBRARY_PATH": library}
    ready = f"/v2/models/{LAST}/ready"
    with ServerProcess(folder, *command, ready=ready, within_s=START_S, **own) as server:
        yield server


def _built(name: str) -> str:
    """Without its environment the tests of a peer are skipped, on CI they fail."""
    if reason := reason_against(name):
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return name
