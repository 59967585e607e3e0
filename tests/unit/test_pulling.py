"""`pull` and `verify` as a person meets them: what they say, ask and leave behind.

What needs a signal, a terminal or a limit runs in a process of its own.
"""

import fcntl
import json
import os
import pty
import re
import signal
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pytest

from tests.hub_server import HubServer
from tests.unit.pulled import LARGE, MARIAN, ROOT, blob, command, folder_of_opus, part, until

pytest.importorskip("huggingface_hub", reason="the onnx extra is not installed")


def test_pull_gets_what_the_engine_needs_checks_it_and_gets_nothing_twice(hub: HubServer, engines):
    done = engines("pull", "opus-mt")
    assert (done.returncode, done.stderr) == (0, "")
    first, last = done.stdout.splitlines()[:2]
    assert first.startswith("opus-mt: own/opus, 3.0 MB, apache-2.0 -> ")
    assert last.startswith("opus-mt: 6 files are here, and checked: ")
    folder = Path(last.rpartition(": ")[2])
    got = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    assert got == set(MARIAN) - {"flax_model.msgpack", "onnx/model.fp16.safetensors"}
    assert all((folder / name).read_bytes() == MARIAN[name] for name in got)
    asked = len(hub.asked)
    again = engines("pull", "opus-mt")
    assert again.stdout.startswith("opus-mt: is here, and checked: ")
    assert len(hub.asked) == asked


def test_the_hub_s_own_client_finds_what_was_pulled(hub: HubServer, engines):
    assert engines("pull", "opus-mt").returncode == 0
    code = (
        "import os; from huggingface_hub import snapshot_download;"
        "print(snapshot_download('own/opus', cache_dir=os.environ['PENTIMENTO_WEIGHTS'],"
        "local_files_only=True, allow_patterns=['*.bin', '*.spm']))"
    )
    told = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert (Path(told.stdout.strip()) / "pytorch_model.bin").read_bytes() == LARGE


def test_ctrl_c_keeps_what_is_there_and_the_next_pull_goes_on_from_it(hub: HubServer, engines):
    hub.pause_s = 0.05
    pulling = subprocess.Popen(
        command("pull", "opus-mt"), cwd=ROOT, text=True, stdout=-1, stderr=-1, stdin=-3
    )
    until(lambda: part().is_file() and part().stat().st_size > 500_000)
    pulling.send_signal(signal.SIGINT)
    _, told = pulling.communicate(timeout=20)
    assert pulling.returncode == 130
    assert told.strip() == (
        "opus-mt: stopped. What was downloaded is kept: the same command goes on from there."
    )
    kept, hub.pause_s = part().stat().st_size, 0.0
    assert folder_of_opus() is None
    assert engines("pull", "opus-mt").returncode == 0
    assert hub.got("pytorch_model.bin")[-1].start == kept > 500_000
    assert blob().read_bytes() == LARGE


@pytest.mark.parametrize("damage", ["a wrong byte", "cut short", "gone"])
def test_verify_names_a_damaged_file_and_pull_gets_it_again(hub: HubServer, damage, engines):
    assert engines("pull", "opus-mt").returncode == 0
    good = engines("verify")
    assert (good.returncode, good.stdout.startswith("opus-mt: 6 files are good: ")) == (0, True)
    folder = folder_of_opus()
    assert folder is not None
    if damage == "gone":
        blob().unlink()
    else:
        blob().write_bytes(LARGE[:-1] + (b"" if damage == "cut short" else b"!"))
    asked = len(hub.asked)
    bad = engines("verify", "opus-mt", HF_ENDPOINT="http://127.0.0.1:1")
    assert bad.returncode == 1
    assert f"damaged or not there: {folder / 'pytorch_model.bin'}" in bad.stdout
    assert ".venv/bin/python -m engines pull opus-mt" in bad.stdout
    assert "vocab.json" not in bad.stdout
    assert len(hub.asked) == asked
    assert engines("pull", "opus-mt").returncode == 0
    assert blob().read_bytes() == LARGE
    assert len(hub.got("vocab.json")) == 1  # what is good is not got again
    assert engines("verify", "opus-mt").returncode == 0


def test_verify_says_what_a_folder_of_one_s_own_cannot_prove(tmp_path, hub: HubServer, engines):
    own = tmp_path / "own"
    own.mkdir()
    for name, content in MARIAN.items():
        if "/" not in name:
            (own / name).write_bytes(content)
    models = json.dumps({"opus-mt": str(own)})
    done = engines("verify", "opus-mt", PENTIMENTO_MODELS=models)
    assert done.returncode == 0
    assert "6 files are good, 6 of them without a known checksum" in done.stdout
    header = json.dumps({"a": {"data_offsets": [0, 64]}}).encode()
    whole = len(header).to_bytes(8, "little") + header + b"\0" * 64
    for content, code in ((whole, 0), (whole[:-1], 1), (b"version https://git-lfs x", 1)):
        (own / "model.safetensors").write_bytes(content)
        done = engines("verify", "opus-mt", PENTIMENTO_MODELS=models)
        assert done.returncode == code, done.stdout
    assert "model.safetensors" in done.stdout
    (own / "vocab.json").unlink()
    pulled = engines("pull", "opus-mt", PENTIMENTO_MODELS=models)
    assert pulled.returncode == 1
    assert f"The folder `{own}` lacks vocab.json." in pulled.stderr
    assert hub.asked == []


def test_a_private_or_unknown_model_and_a_gated_one_say_what_to_do(hub: HubServer, engines):
    gone = engines("pull", "opus-mt", PENTIMENTO_OPUS_MT="own/nothing")
    assert gone.returncode == 1
    assert "The hub shows no `own/nothing`: it does not exist, or it is private" in gone.stderr
    assert len(gone.stderr.splitlines()) == 1
    hub.models["own/opus"].gated = True
    gated = engines("pull", "opus-mt")
    assert gated.returncode == 1
    assert "`own/opus` is given only to those who accepted its licence" in gated.stderr
    assert "HF_TOKEN" in gated.stderr
    allowed = engines("pull", "opus-mt", HF_TOKEN="hf_secret")
    assert allowed.returncode == 0
    assert "hf_secret" not in allowed.stdout + allowed.stderr


def test_the_token_is_told_to_the_hub_and_to_no_other_server(hub: HubServer, engines):
    hub.models["own/opus"].private = True
    assert engines("pull", "opus-mt", HF_TOKEN="hf_secret").returncode == 0
    tokens = {(one.host, one.token) for one in hub.asked}
    assert tokens == {("127.0.0.1", "hf_secret"), ("localhost", None)}


def test_a_listing_s_next_page_on_another_host_is_not_asked_with_the_token(hub: HubServer, engines):
    hub.pages_at = f"http://localhost:{hub.port}"
    assert engines("pull", "opus-mt", HF_TOKEN="hf_secret").returncode == 0
    assert [one for one in hub.asked if one.host == "localhost" and one.token] == []
    assert [one for one in hub.asked if one.host == "localhost" and "/api/" in one.path] == []


def test_credentials_in_the_hub_s_address_are_not_shown(hub: HubServer, engines):
    hub.models["own/opus"].licence = None
    secret = hub.url.replace("http://", "http://me:sesame@")
    done = engines("pull", "opus-mt", HF_ENDPOINT=secret)
    assert f"read it at {hub.url}/own/opus" in done.stderr.lower()
    assert "sesame" not in done.stdout + done.stderr


def test_a_hub_that_is_busy_for_a_moment_is_asked_for_the_listing_again(hub: HubServer, engines):
    hub.listing_statuses = [503, 429]
    assert engines("pull", "opus-mt").returncode == 0


def test_access_that_is_refused_is_not_called_a_licence(hub: HubServer, engines):
    hub.listing_statuses = [403]
    done = engines("pull", "opus-mt")
    assert "The hub refused access to `own/opus` (403). Check what HF_TOKEN may" in done.stderr


@pytest.mark.parametrize("name", ["/x.json", "a/../../x.json", "a//x.json", "./x.json"])
def test_a_file_that_would_lie_elsewhere_makes_the_listing_unreadable(
    hub: HubServer, engines, name
):
    hub.models["own/opus"].files[name] = b"{}"
    done = engines("pull", "opus-mt")
    assert "The hub's answer for `own/opus` cannot be read" in done.stderr
    assert hub.got("pytorch_model.bin") == []


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"HF_ENDPOINT": "http://127.0.0.1:1"}, "The hub cannot be reached. Check the network"),
        ({"HF_HUB_OFFLINE": "1"}, "HF_HUB_OFFLINE is set: nothing is downloaded"),
        ({"HF_ENDPOINT": "hub"}, "The hub cannot be reached."),
        ({"HF_ENDPOINT": "http://[::"}, "HF_ENDPOINT, or a proxy of the environment, cannot"),
        ({"ALL_PROXY": "odd://127.0.0.1:1"}, "HF_ENDPOINT, or a proxy of the environment, cannot"),
        ({"ALL_PROXY": "socks5://127.0.0.1:1"}, "a proxy of the environment, cannot be used. Set"),
        ({"PENTIMENTO_DOWNLOAD": "never"}, "PENTIMENTO_DOWNLOAD=never: nothing is downloaded"),
        ({"PENTIMENTO_MODELS": "sd=/x"}, """it takes JSON, as {"sd": "/my/sd"}"""),
        ({"PENTIMENTO_OPUS_MT": "/no/folder"}, "There is no folder `/no/folder`"),
        ({"PENTIMENTO_WEIGHTS": str(ROOT / "LICENSE")}, f"Cannot write into {ROOT / 'LICENSE'}"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_an_exit_code(
    hub: HubServer, environment, said, engines
):
    done = engines("pull", "opus-mt", **environment)
    assert done.returncode == 1
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert hub.got("pytorch_model.bin") == []


def test_a_page_to_sign_in_is_not_taken_for_the_hub(hub: HubServer, engines):
    hub.sign_in = True
    done = engines("pull", "opus-mt")
    assert done.returncode == 1
    assert "The hub's answer for `own/opus` cannot be read" in done.stderr


def test_a_model_without_the_files_is_refused_before_anything_is_got(hub: HubServer, engines):
    del hub.models["own/opus"].files["source.spm"]
    done = engines("pull", "opus-mt")
    assert done.returncode == 1
    assert "`own/opus` has no source.spm" in done.stderr
    assert hub.got("pytorch_model.bin") == []


def test_a_disk_without_room_is_said_before_and_while_it_fills(hub: HubServer, engines):
    hub.models["own/opus"].claims["pytorch_model.bin"] = 10**15
    done = engines("pull", "opus-mt")
    assert done.returncode == 1
    assert "`own/opus` takes 1000000.0 GB more, and" in done.stderr
    assert "PENTIMENTO_WEIGHTS" in done.stderr
    hub.models["own/opus"].claims.clear()
    limited = f"ulimit -f 1024; exec {' '.join(command('pull', 'opus-mt'))}"  # KiB a file
    full = subprocess.run(
        ["bash", "-c", limited], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert full.returncode == 1
    assert "Cannot write into" in full.stderr
    assert len(full.stderr.splitlines()) == 1
    assert engines("pull", "opus-mt").returncode == 0
    assert hub.got("pytorch_model.bin")[-1].start == 1024 * 1024


def test_a_licence_that_restricts_is_named_before_the_download_and_asked_about(
    hub: HubServer, engines
):
    hub.models["own/opus"].licence = "cc-by-nc-4.0"
    done = engines("pull", "opus-mt")
    assert done.returncode == 1
    assert "may restrict what you do with it: cc-by-nc-4.0" in done.stderr
    assert f"{hub.url}/own/opus" in done.stderr
    assert "--accept-licence" in done.stderr
    assert hub.got("pytorch_model.bin") == []
    assert engines("pull", "opus-mt", "--accept-licence").returncode == 0


def terminal(*words: str, typed: str = "") -> tuple[int, str]:
    """Run a command on a terminal, and return its exit code and what was shown."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("4H", 24, 100, 0, 0))  # rows, columns
    started = subprocess.Popen(
        command(*words), cwd=ROOT, stdin=theirs, stdout=theirs, stderr=theirs
    )
    os.close(theirs)
    os.write(ours, typed.encode())
    shown = b""
    while True:
        try:
            some = os.read(ours, 4096)
        except OSError:  # Linux says so when the other side has closed
            break
        if not some:
            break
        shown += some
    os.close(ours)
    return started.wait(timeout=20), shown.decode()


@pytest.mark.parametrize(("typed", "code"), [("no\n", 1), ("\n", 1), ("yes\n", 0)])
def test_on_a_terminal_a_person_types_yes(hub: HubServer, typed, code):
    hub.models["own/opus"].licence = None
    done, shown = terminal("pull", "opus-mt", typed=typed)
    assert done == code, shown
    assert "a licence that its page does not name" in shown
    assert "Type yes to accept it" in shown


def test_on_a_terminal_a_bar_shows_bytes_rate_and_time_left(hub: HubServer):
    hub.pause_s = 0.02
    done, shown = terminal("pull", "opus-mt")
    assert done == 0
    assert re.search(r"\d+%\|.*\| [12]\.\d+M/3\.0\d*M \[00:0\d<00:0\d, +[\d.]+[kM]?B/s\]", shown)
