"""Peers that are not there: the tests that need one skip and say why, on CI they fail."""

import os
import shutil
import subprocess
import sys

import pytest

from tests.integration.process import ROOT

ASKS = """
from tests.peers.servers import lama_cleaner

def test_that_needs_a_server(tmp_path):
    with lama_cleaner(tmp_path):
        raise AssertionError("there is none")
"""


@pytest.fixture
def checkout(tmp_path):
    """A copy of what builds and starts peers, with a list of packages that nobody has."""
    for name in ("tests/peers", "tests/integration/process.py"):
        target = tmp_path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, target)
    (tmp_path / "tests/peers/lama-cleaner.txt").write_text("nobody-has-this==1.0\n")
    (tmp_path / "test_asks.py").write_text(ASKS)
    return tmp_path


def run(checkout, *arguments, **more):
    env = {k: v for k, v in os.environ.items() if k != "CI"}
    env |= {"PIP_NO_INDEX": "1", "PYTHONPATH": str(checkout), **more}
    env["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"  # it starts in half the time
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=checkout, env=env, capture_output=True, text=True, timeout=240,
    )  # fmt: skip


def asked(checkout, **env):
    quiet = ("-q", "-rs", "-p", "no:cacheprovider", "--import-mode=importlib")
    return run(checkout, "-m", "pytest", *quiet, "test_asks.py", **env)


def test_a_peer_that_was_never_built_is_skipped_with_the_command_and_fails_on_ci(checkout):
    skipped = asked(checkout)
    assert skipped.returncode == 0
    assert "1 skipped" in skipped.stdout
    assert "lama-cleaner is not built: run `make peers`" in skipped.stdout
    failed = asked(checkout, CI="1")
    assert failed.returncode == 1
    assert "lama-cleaner is not built: run `make peers`" in failed.stdout


def test_a_build_that_fails_ends_with_an_error_and_its_reason_is_kept_for_the_tests(checkout):
    built = run(checkout, "tests/peers/build.py", "lama-cleaner")
    assert built.returncode == 1
    (reason,) = (checkout / ".peers").glob("*.reason")
    assert reason.read_text().strip() in built.stderr
    skipped = asked(checkout)
    assert "1 skipped" in skipped.stdout
    assert "lama-cleaner could not be built" in skipped.stdout


def test_an_environment_of_other_pins_does_not_count(checkout):
    stamp = checkout / ".peers" / "lama-cleaner" / "stamp"
    stamp.parent.mkdir(parents=True)
    stamp.write_text("0123 3.11.7")
    assert "built from other pins: run `make peers` again" in asked(checkout).stdout
