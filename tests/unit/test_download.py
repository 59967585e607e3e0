"""Getting weights from a hub on loopback: whole, checked, resumed, and once."""

import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from engines.download import fetch
from engines.hub import connected
from engines.protocols import Card, Weights
from engines.weights import folder_at_hand, folder_of, weights_root
from errors import Cancelled, EngineUnavailable
from tests.hub_server import HubServer
from tests.unit.pulled import LARGE, ROOT, blob, command, folder_of_opus, part, weights

pytest.importorskip("huggingface_hub", reason="the onnx extra is not installed")

TINY = Card(
    "tiny", "generate", "draws little",
    weights=Weights("own/opus", ("*.json", "pytorch_model.bin"), 5_000_000, "MIT"),
)  # fmt: skip


def test_a_broken_connection_is_taken_up_where_it_broke(hub: HubServer, engines):
    hub.cut_after = [1_000_000, 500_000]
    done = engines("pull", "opus-mt")
    assert done.returncode == 0
    starts = [one.start for one in hub.got("pytorch_model.bin")]
    assert starts == [None, 1_000_000, 1_500_000]
    assert blob().read_bytes() == LARGE


def test_a_server_that_ignores_ranges_sends_it_all_again(hub: HubServer, engines):
    hub.cut_after, hub.ranges = [1_000_000], False
    assert engines("pull", "opus-mt").returncode == 0
    assert blob().read_bytes() == LARGE


def test_a_busy_server_is_asked_again_in_a_moment(hub: HubServer, engines):
    hub.statuses = [503, 429]
    assert engines("pull", "opus-mt").returncode == 0


def test_bytes_that_came_wrong_are_not_kept_and_got_again(hub: HubServer, engines):
    hub.garbled = 1
    assert engines("pull", "opus-mt").returncode == 0
    assert blob().read_bytes() == LARGE
    assert len(hub.got("pytorch_model.bin")) == 2


def test_a_file_that_comes_wrong_every_time_is_no_file(hub: HubServer, engines):
    hub.garbled = 9
    done = engines("pull", "opus-mt")
    assert done.returncode == 1
    assert "`pytorch_model.bin` of `own/opus` came damaged, twice" in done.stderr
    assert not part().exists()
    assert not blob().exists()
    assert folder_of_opus() is None


def test_bytes_kept_that_are_none_of_the_file_s_are_thrown_away(hub: HubServer, engines):
    part().parent.mkdir(parents=True)
    part().write_bytes(b"x" * 10_000)
    assert engines("pull", "opus-mt").returncode == 0
    part().write_bytes(b"x" * 4_000_000)  # longer than the file
    blob().unlink()
    assert engines("pull", "opus-mt").returncode == 0
    assert blob().read_bytes() == LARGE


def test_two_processes_that_want_the_same_get_it_once(hub: HubServer):
    hub.pause_s = 0.01
    both = [
        subprocess.Popen(command("pull", "opus-mt"), cwd=ROOT, stdout=-1, stderr=-1, stdin=-3)
        for _ in range(2)
    ]
    for one in both:
        one.communicate(timeout=60)
    assert [one.returncode for one in both] == [0, 0]
    assert len(hub.got("pytorch_model.bin")) == 1


def test_two_turns_that_need_the_same_get_it_once_and_are_told_how_far_it_is(hub: HubServer):
    hub.pause_s = 0.01
    told: list[tuple[int, int]] = []
    auto = weights(download="auto")
    with ThreadPoolExecutor(4) as turns:
        jobs = [
            turns.submit(folder_at_hand, TINY, auto, lambda *now: told.append(now))
            for _ in range(4)
        ]
        folders = {job.result(timeout=60) for job in jobs}
    assert len(folders) == 1
    assert (folders.pop() / "pytorch_model.bin").read_bytes() == LARGE
    assert len(hub.got("pytorch_model.bin")) == 1
    assert {total for _, total in told} == {1, 3}  # megabytes; while it waits, nothing of one
    assert all(0 <= done <= total for done, total in told)


def test_a_lock_that_cannot_be_taken_is_said_and_nothing_is_got(hub: HubServer):
    lock = weights_root(weights()) / ".locks" / "models--own--opus" / "pentimento.lock"
    lock.mkdir(parents=True)  # as good as a folder that another user owns: it cannot be written
    with pytest.raises(EngineUnavailable, match="cannot write into"):
        folder_at_hand(TINY, weights(download="auto"))
    assert hub.asked == []


def test_a_turn_can_be_cancelled_while_what_came_is_being_checked(hub: HubServer):
    told: list[tuple[int, int]] = []
    assert TINY.weights is not None
    with connected() as client:
        listing = client.listing("own/opus")
        whole = listing.files["pytorch_model.bin"].size_bytes

        def stop(done: int, total: int) -> None:
            told.append((done, total))
            if (
                part().is_file()
                and part().stat().st_size == whole
                and told.count((done, total)) > 1
            ):
                raise Cancelled("stopped")

        with pytest.raises(Cancelled):
            fetch(client, listing, TINY.weights, weights(), stop)
    assert part().read_bytes() == LARGE
    assert not blob().exists()


def test_a_cancelled_turn_keeps_what_it_got_and_the_next_goes_on(hub: HubServer):
    hub.pause_s = 0.05
    auto = weights(download="auto")

    def stop(done: int, total: int, _preview: object = None) -> None:
        if done >= 1:
            raise Cancelled("stopped")

    with pytest.raises(Cancelled):
        folder_at_hand(TINY, auto, stop)
    kept, hub.pause_s = part().stat().st_size, 0.0
    assert folder_of(TINY, auto) is None
    assert folder_at_hand(TINY, auto) == folder_of(TINY, auto)
    assert hub.got("pytorch_model.bin")[-1].start == kept >= 1_000_000


@pytest.mark.parametrize("licence", ["cc-by-nc-4.0", None])
def test_a_turn_gets_no_other_model_whose_licence_has_to_be_read(hub: HubServer, licence):
    assert TINY.weights is not None
    card = replace(TINY, weights=replace(TINY.weights, model="own/tiny"))
    auto = weights(download="auto", models={"tiny": "own/opus"})
    hub.models["own/opus"].licence = licence
    with pytest.raises(EngineUnavailable, match="the licence of `own/opus` may restrict") as told:
        folder_at_hand(card, auto)
    assert f"read it at {hub.url}/own/opus" in told.value.hint
    assert "-m engines pull tiny" in told.value.hint
    assert hub.got("pytorch_model.bin") == []
    hub.models["own/opus"].licence = "mit"
    assert folder_at_hand(card, auto) == folder_of(card, auto)


def test_a_turn_is_stopped_while_a_hub_that_failed_is_left_in_peace(hub: HubServer):
    assert TINY.weights is not None
    hub.statuses = [503]
    began = time.monotonic()

    def stop(*_: object) -> None:
        if time.monotonic() - began > 0.5:
            raise Cancelled("stopped")

    with connected() as client:
        listing = client.listing("own/opus")
        with pytest.raises(Cancelled):
            fetch(client, listing, TINY.weights, weights(), stop, (20.0,))
    assert time.monotonic() - began < 5


def test_a_turn_is_stopped_while_a_hub_stalls(hub: HubServer):
    hub.pause_s = 12.0
    began = time.monotonic()

    def stop(*_: object) -> None:
        if time.monotonic() - began > 0.5:
            raise Cancelled("stopped")

    with pytest.raises(Cancelled):
        folder_at_hand(TINY, weights(download="auto"), stop)
    assert time.monotonic() - began < 9


def test_a_hub_that_is_gone_for_good_is_given_up_and_what_came_is_kept(hub: HubServer):
    assert TINY.weights is not None
    hub.cut_after = [1_000_000, 0, 0, 0]
    with connected() as client:
        listing = client.listing("own/opus")
        how = weights(), lambda *_: None, (0.01, 0.01)
        with pytest.raises(EngineUnavailable, match="cannot be reached"):
            fetch(client, listing, TINY.weights, *how)
    assert part().stat().st_size == 1_000_000


def test_a_new_version_of_a_model_shares_the_files_that_did_not_change(hub: HubServer):
    auto = weights(download="auto")
    older = folder_at_hand(TINY, auto)
    hub.models["own/opus"].files["config.json"] = b'{"a": 2}'
    assert TINY.weights is not None
    with connected() as client:
        listing = client.listing("own/opus")
        newer = fetch(client, listing, TINY.weights, auto, lambda *_: None)
    assert newer != older
    assert (newer / "config.json").read_bytes() == b'{"a": 2}'
    assert (older / "config.json").read_bytes() == b'{"a": 1}'
    assert len(hub.got("pytorch_model.bin")) == 1
