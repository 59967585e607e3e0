"""What counts as a model's weights on this machine, and what is said where they are missing."""

import hashlib
import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from engines.protocols import Card, Weights
from engines.weight_files import fitting, whole
from engines.weights import (
    folder_at_hand,
    folder_of,
    hub_cache,
    is_folder,
    lack_of,
    repository,
    source_of,
)
from errors import EngineUnavailable
from settings import Settings

FILES = ("config.json", "unet/*.safetensors", "model.safetensors|pytorch_model.bin")
CARD = Card(
    "tiny", "generate", "draws little", weights=Weights("own/tiny", FILES, 5_000_000, "MIT")
)


def settings(root: Path, **more) -> Settings:
    return Settings(_env_file=None, weights=root, **more)


def filled(folder: Path, *names: str) -> Path:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"{}")
    return folder


def snapshot(root: Path, commit: str, *names: str) -> Path:
    """A snapshot as the hub's client lays it out: links to blobs."""
    home = repository("own/tiny", settings(root))
    folder = home / "snapshots" / commit
    for name in names:
        content = f"{commit} {name}".encode()
        blob = home / "blobs" / hashlib.sha256(content).hexdigest()
        blob.parent.mkdir(parents=True, exist_ok=True)
        blob.write_bytes(content)
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).symlink_to(os.path.relpath(blob, (folder / name).parent))
    return folder


WHOLE = ("config.json", "unet/a.safetensors", "model.safetensors")


def test_weights_are_found_in_the_hub_s_layout_and_the_newest_whole_snapshot_counts(tmp_path):
    assert folder_of(CARD, settings(tmp_path)) is None
    older = snapshot(tmp_path, "aaa", *WHOLE)
    assert folder_of(CARD, settings(tmp_path)) == older
    os.utime(older, (1, 1))
    newer = snapshot(tmp_path, "bbb", *WHOLE)
    assert folder_of(CARD, settings(tmp_path)) == newer
    snapshot(tmp_path, "ccc", *WHOLE[:2])
    assert folder_of(CARD, settings(tmp_path)) == newer


def test_a_file_is_not_there_while_its_link_leads_to_nothing(tmp_path):
    folder = snapshot(tmp_path, "aaa", *WHOLE)
    blob = (folder / "unet/a.safetensors").resolve()
    blob.rename(blob.with_suffix(".incomplete"))
    assert folder_of(CARD, settings(tmp_path)) is None


def test_one_of_two_alternatives_is_enough(tmp_path):
    folder = snapshot(tmp_path, "aaa", "config.json", "unet/a.safetensors", "pytorch_model.bin")
    assert folder_of(CARD, settings(tmp_path)) == folder


def test_a_copy_in_another_precision_is_not_the_file(tmp_path):
    snapshot(tmp_path, "aaa", "config.json", "unet/a.fp16.safetensors", "model.safetensors")
    assert folder_of(CARD, settings(tmp_path)) is None
    assert CARD.weights is not None
    files = ("config.json", "unet/*.fp16.safetensors")
    half = replace(CARD, weights=replace(CARD.weights, files=files))
    assert folder_of(half, settings(tmp_path)) is not None


@pytest.mark.parametrize(
    ("pattern", "meant"),
    [
        ("*.safetensors", ["model-v1.5.safetensors", "model.safetensors"]),
        ("unet/*", ["unet/a.safetensors", "unet/config.json"]),
        ("*/*.json", ["unet/config.json"]),
        ("*.fp16.safetensors", ["model.fp16.safetensors"]),
        ("none.bin|model.safetensors", ["model.safetensors"]),
        ("*.onnx", []),
    ],
)
def test_a_pattern_means_files_of_its_own_depth_and_precision(pattern, meant):
    names = [
        "model.safetensors", "model.fp16.safetensors", "model.non_ema.safetensors",
        "model-v1.5.safetensors", "unet/a.safetensors", "unet/a.fp16-00001-of-00002.safetensors",
        "unet/config.json", "unet/deep/x.json", ".cache/x.json", "unet/.hidden",
    ]  # fmt: skip
    assert fitting(names, pattern) == meant


def test_shards_are_there_when_all_of_them_are():
    shards = [f"model-0000{n}-of-00003.safetensors" for n in (1, 2, 3)]
    assert whole(shards, ["*.safetensors"]) == (shards, [])
    assert whole(shards[:2], ["*.safetensors"])[1] == [shards[2]]


def test_what_an_index_names_is_needed(tmp_path):
    index = {"weight_map": {"a": "big-1.safetensors", "b": "big-2.safetensors"}}
    folder = filled(tmp_path / "own", *WHOLE, "unet/big-1.safetensors")
    (folder / "unet/big.safetensors.index.json").write_text(json.dumps(index))
    assert CARD.weights is not None
    card = replace(CARD, weights=replace(CARD.weights, files=("config.json", "unet/*")))
    own = settings(tmp_path, models={"tiny": str(folder)})
    lack = lack_of(card, own)
    assert lack is not None
    assert "lacks unet/big-2.safetensors" in lack.what
    filled(folder, "unet/big-2.safetensors")
    assert folder_of(card, own) == folder


def test_a_snapshot_that_the_hub_s_client_left_half_done_is_not_whole(tmp_path):
    folder = snapshot(tmp_path, "aaa", *WHOLE)
    sizes = {name: (folder / name).stat().st_size for name in WHOLE}
    tree = folder.parent.parent / "trees" / "aaa.json"
    tree.parent.mkdir()

    def listed(**more: int) -> None:
        files = {n: {"size": s, "blob_id": "0" * 40} for n, s in (sizes | more).items()}
        tree.write_text(json.dumps({"format_version": 1, "files": files}))
        os.utime(tree, ns=(0, len(json.dumps(files))))

    listed()
    assert folder_of(CARD, settings(tmp_path)) == folder
    listed(**{"unet/b.safetensors": 7})  # the patterns mean it too
    assert folder_of(CARD, settings(tmp_path)) is None
    listed(**{"README.md": 7})  # they do not mean this one
    assert folder_of(CARD, settings(tmp_path)) == folder
    listed(**{"config.json": 1000})  # cut short
    assert folder_of(CARD, settings(tmp_path)) is None
    tree.write_text("no listing")
    assert folder_of(CARD, settings(tmp_path)) == folder


def test_a_setting_leads_to_a_folder_or_to_another_model(tmp_path):
    own = filled(tmp_path / "own", *WHOLE)
    assert folder_of(CARD, settings(tmp_path, models={"tiny": str(own)})) == own
    other = settings(tmp_path, models={"tiny": "else/where"})
    assert source_of(CARD, other) == "else/where"
    lack = lack_of(CARD, other)
    assert lack is not None
    assert lack.what == "the weights of `else/where` are not on this machine"
    assert lack.command == ".venv/bin/python -m engines pull tiny"


@pytest.mark.parametrize(
    ("model", "folder"),
    [
        ("own/tiny", False), ("own/tiny-v1.5_x", False), ("/my/sd", True), ("~/sd", True),
        ("./sd", True), ("../x/sd", True), ("sd", True), ("a/b/c", True),
    ],
)  # fmt: skip
def test_a_hub_s_id_has_an_owner_and_a_name_and_all_else_is_a_folder(model, folder):
    assert is_folder(model) is folder


def test_a_folder_that_lacks_files_is_named_with_the_first_of_them(tmp_path):
    own = filled(tmp_path / "own", "config.json")
    lack = lack_of(CARD, settings(tmp_path, models={"tiny": str(own)}))
    assert lack is not None
    assert lack.what == (
        f"the folder `{own}` lacks unet/*.safetensors, model.safetensors|pytorch_model.bin"
    )
    assert lack.command.startswith('PENTIMENTO_MODELS=\'{"tiny": ')
    gone = lack_of(CARD, settings(tmp_path, models={"tiny": str(tmp_path / "no")}))
    assert gone is not None
    assert gone.what == f"there is no folder `{tmp_path / 'no'}`"


def test_files_may_be_put_into_the_weights_folder_by_hand(tmp_path):
    never = settings(tmp_path, download="never")
    lack = lack_of(CARD, never)
    assert lack is not None
    assert lack.command == f"cp -r FOLDER {tmp_path / 'tiny'}"
    with pytest.raises(EngineUnavailable) as refused:
        folder_at_hand(CARD, never)
    assert str(tmp_path / "tiny") in refused.value.hint
    assert folder_of(CARD, never) is None
    own = filled(tmp_path / "tiny", "config.json")
    for here in (never, settings(tmp_path)):
        lack = lack_of(CARD, here)
        assert lack is not None
        assert lack.what.startswith(f"the folder `{own}` lacks unet/*.safetensors, model.")
    filled(own, *WHOLE)
    assert folder_at_hand(CARD, never) == own


def test_what_a_turn_may_get_is_not_lacking_unless_its_licence_has_to_be_read(tmp_path):
    auto = settings(tmp_path, download="auto")
    assert lack_of(CARD, settings(tmp_path)) is not None
    assert lack_of(CARD, auto) is None
    assert CARD.weights is not None
    restricted = replace(CARD, weights=replace(CARD.weights, open=False))
    lack = lack_of(restricted, auto)
    assert lack is not None
    assert lack.command == ".venv/bin/python -m engines pull tiny"
    with pytest.raises(EngineUnavailable) as refused:
        folder_at_hand(restricted, auto)
    assert ".venv/bin/python -m engines pull tiny" in refused.value.hint


def test_asking_never_downloads_in_a_turn(tmp_path):
    with pytest.raises(EngineUnavailable) as refused:
        folder_at_hand(CARD, settings(tmp_path))
    assert ".venv/bin/python -m engines pull tiny" in refused.value.hint
    assert list(tmp_path.iterdir()) == []


def test_what_may_not_be_read_is_not_here_and_breaks_nothing(tmp_path):
    closed = tmp_path / ("x" * 300)  # as good as a folder of another user: looking into it fails
    assert folder_of(CARD, settings(closed)) is None
    lack = lack_of(CARD, settings(closed))
    assert lack is not None
    assert lack.what == "the weights of `own/tiny` are not on this machine"
    lack = lack_of(CARD, settings(tmp_path, models={"tiny": str(closed)}))
    assert lack is not None
    assert lack.what == f"the folder `{closed}` cannot be read: File name too long"


def test_a_snapshot_that_leads_nowhere_hides_no_other(tmp_path):
    folder = snapshot(tmp_path, "aaa", *WHOLE)
    (folder.parent / "bbb").symlink_to(tmp_path / "gone")
    assert folder_of(CARD, settings(tmp_path)) == folder


@pytest.mark.parametrize(
    ("given", "cache"),
    [
        ({"HF_HOME": "/a"}, "/a/hub"),
        ({"XDG_CACHE_HOME": "/b"}, "/b/huggingface/hub"),
        ({"HF_HOME": "/a", "HF_HUB_CACHE": "/c"}, "/c"),
    ],
)
def test_the_cache_of_the_hub_lies_where_its_client_says(monkeypatch, given, cache):
    for name in ("HF_HOME", "HF_HUB_CACHE", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    assert hub_cache() == Path(cache)


def test_without_a_setting_weights_lie_in_the_hub_s_own_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path))
    folder = snapshot(tmp_path, "aaa", *WHOLE)
    assert folder_of(CARD, Settings(_env_file=None)) == folder
