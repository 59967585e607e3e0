"""Build the environments of the servers that tests talk to: `make peers`, or one of them by name.

Each is a virtual environment of its own under .peers/, with exactly the packages of NAME.txt
beside this file. One that was built from the same list is left alone. Why a build failed stays in
.peers/NAME.reason, for the tests that are skipped then.
"""

import hashlib
import platform
import shutil
import subprocess
import sys
import sysconfig
import time
from pathlib import Path

HERE = Path(__file__).parent
BUILT = HERE.parents[1] / ".peers"
NAMES = ("lama-cleaner", "triton")
PYTHON = (3, 11)


class CannotBuildError(Exception):
    """This machine cannot build a peer; the message says why."""


def python_of(name: str) -> Path:
    """Return the interpreter of a peer's environment."""
    return BUILT / name / "bin" / "python"


def stamp_of(name: str) -> str:
    """Return what a peer's environment depends on, as one short line."""
    pins = hashlib.sha256((HERE / f"{name}.txt").read_bytes()).hexdigest()
    return f"{pins} {platform.python_version()}"


def reason_against(name: str) -> str | None:
    """Return why the tests of a peer cannot run, or None where its environment is there."""
    stamp, reason = BUILT / name / "stamp", BUILT / f"{name}.reason"
    if reason.exists():
        return f"{name} could not be built: {reason.read_text().strip()}"
    if not stamp.exists():
        return f"{name} is not built: run `make peers`"
    # Of the pins only: the tests may run on another Python than the one that built it.
    if stamp.read_text().split()[0] != stamp_of(name).split()[0]:
        return f"{name} was built from other pins: run `make peers` again"
    return None


def build(name: str) -> None:
    """Make the environment of one peer, unless it is there.

    Raises:
        CannotBuildError: this machine cannot, or pip failed.
    """
    folder, began = BUILT / name, time.monotonic()
    stamp = folder / "stamp"
    if stamp.exists() and stamp.read_text() == stamp_of(name):
        _say(f"{name}: built already")
        return
    _check_machine(name)
    _say(f"{name}: building in {folder} ...")
    shutil.rmtree(folder, ignore_errors=True)
    _run("-m", "venv", str(folder))
    _pip(name, "--no-deps", "-r", str(HERE / f"{name}.txt"))
    if name == "lama-cleaner":
        _pip(name, "torch==2.13.0")  # a build for a GPU brings libraries of its own
    stamp.write_text(stamp_of(name))
    _say(f"{name}: built in {time.monotonic() - began:.0f} s")


def _check_machine(name: str) -> None:
    machine = f"{platform.system()} {platform.machine()}"
    if machine != "Linux x86_64":
        raise CannotBuildError(f"its packages are for Linux on x86_64; this is {machine}")
    if sys.version_info[:2] != PYTHON:
        raise CannotBuildError(
            f"its packages are for Python 3.11; this is {sys.version.split()[0]}"
        )
    # Triton's Python backend loads it.
    library = Path(str(sysconfig.get_config_var("LIBDIR"))) / "libpython3.11.so.1.0"
    if name == "triton" and not library.exists():
        raise CannotBuildError(f"{library} is missing (Debian: apt install libpython3.11)")


def _pip(name: str, *what: str) -> None:
    quiet = ("-q", "--disable-pip-version-check", "--no-input", "--no-compile")
    _run("-m", "pip", "install", *quiet, *what, python=python_of(name))


def _run(*arguments: str, python: Path | str = sys.executable) -> None:
    done = subprocess.run(
        [str(python), *arguments], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    if done.returncode:
        told = "\n".join(done.stdout.strip().splitlines()[-5:])
        raise CannotBuildError(f"{' '.join(arguments[:3])} failed:\n{told}")


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")


def main(names: list[str]) -> int:
    """Build the peers that are named, or all; the exit code is 1 where one could not be built."""
    failed = 0
    BUILT.mkdir(exist_ok=True)
    for name in names or NAMES:
        reason = BUILT / f"{name}.reason"
        reason.unlink(missing_ok=True)
        try:
            build(name)
        except CannotBuildError as error:
            reason.write_text(f"{error}\n")
            _say(f"{name}: {error}")
            failed = 1
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
