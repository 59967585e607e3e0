"""The README's examples, run as a newcomer runs them."""

import os
import re
import subprocess
import sys

from tests.integration.process import ROOT, ServerProcess
from tests.integration.test_studio import studio


def run(tmp_path, name, **env):
    return subprocess.run(
        [sys.executable, str(ROOT / "examples" / name)],
        cwd=tmp_path,
        env={**os.environ, **env},
        check=True,
        capture_output=True,
        text=True,
        timeout=120,
    ).stdout


def test_the_first_edit_runs_and_writes_its_pictures(tmp_path):
    with ServerProcess(tmp_path / "data") as server:
        said = run(tmp_path, "first_edit.py", PENTIMENTO_URL=server.url)
    assert "했어요" in said
    assert "0 px changed outside the mask" in said
    assert {p.stem for p in (tmp_path / "pictures").iterdir()} == {"before", "mask", "after"}


def test_the_studio_client_runs_and_writes_its_picture(tmp_path):
    with studio(tmp_path / "data") as server:
        said = run(tmp_path, "studio_client.py", STUDIO_URL=server.url)
    assert "v1 remove by patchmatch" in said
    assert (tmp_path / "pictures" / "studio.png").exists()


def test_the_five_lines_of_the_readme_run(tmp_path, coffee):
    (tmp_path / "photo.jpg").write_bytes(coffee)
    code = re.search(
        r"```python\n(import httpx.*?)```", (ROOT / "README.md").read_text(), re.DOTALL
    )
    assert code is not None
    with ServerProcess(tmp_path / "data") as server:
        lines = code.group(1).replace("http://127.0.0.1:8000", server.url)
        done = subprocess.run(
            [sys.executable, "-c", lines], cwd=tmp_path, check=True, capture_output=True, text=True
        )
    assert "brightness +20%" in done.stdout
