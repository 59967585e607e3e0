"""The doctor says what is there, in the order of `auto`, and what would add the rest."""

import json
import subprocess
import sys
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import get_args

import pytest

from engines import Engines
from engines.doctor import gpus, report, table
from engines.protocols import Capability, Card, Weights
from engines.registry import ADDED_BY
from settings import Settings
from tests.fakes import ABSENT, ONLOOKER, VANDAL, registry

ROOT = Path(__file__).parents[2]


def rows(found):
    return {row["capability"]: row for row in found["capabilities"]}


def test_every_capability_has_its_engines_in_auto_order_or_what_would_add_one():
    found = rows(report(Engines()))
    assert set(found) == set(get_args(Capability))
    assert [e["name"] for e in found["erase"]["engines"]] == ["telea", "patchmatch"]
    assert found["erase"]["command"] is None
    assert all(row["engines"] or row["added_by"] for row in found.values())


def test_an_engine_is_described_by_its_card():
    found = rows(report(Engines(registry(inpaint=VANDAL))))["inpaint"]["engines"]
    assert [(e["name"], e["languages"], e["size_px"]) for e in found] == [("vandal", ["en"], 64)]
    assert found[0]["ops"] == ["add", "background", "replace"]
    assert "guidance_scale" in found[0]["options"]


def test_an_engine_that_cannot_be_used_says_what_it_lacks_and_the_command():
    row = rows(report(Engines(registry(describe=ABSENT))))["describe"]
    assert row["engines"] == []
    assert row["lacking"] == [
        {
            "name": "absent",
            "summary": "would see, with a key",
            "what": "A_KEY is not set",
            "command": "A_KEY=secret make run",
            "adds_it": "A_KEY=secret make run",
            "extra": None,
            "download_bytes": None,
            "licence": None,
        }
    ]
    assert row["added_by"] == ADDED_BY["describe"]
    assert row["command"] == "A_KEY=secret make run"


class Large:
    card = Card(
        "large", "describe", "sees all", extra="torch", memory_bytes=9,
        weights=Weights("own/large", ("*.safetensors",), 9_000_000_000, "MIT"),
    )  # fmt: skip


class Small:
    card = replace(Large.card, name="small", extra=None, weights=Weights(
        "own/small", ("*.safetensors",), 5_000_000, "CC-BY-NC-4.0", open=False)
    )  # fmt: skip


LARGE = {"large": f"{__name__}:Large"}
SMALL = {"small": f"{__name__}:Small"}


def test_what_adds_a_capability_is_one_command_the_smallest_download_first(tmp_path):
    settings = Settings(_env_file=None, weights=tmp_path)
    known = registry(describe={**ABSENT, **LARGE, **SMALL})
    row = rows(report(Engines(known, settings)))["describe"]
    assert row["command"] == ".venv/bin/python -m engines pull small"
    told = table(report(Engines(known, settings)))
    assert ".venv/bin/python -m engines pull small  (5.0 MB, CC-BY-NC-4.0)" in told
    alone = rows(report(Engines(registry(describe={**ABSENT, **LARGE}), settings)))["describe"]
    pull = ".venv/bin/python -m engines pull large"
    if find_spec("torch") is None:
        assert alone["lacking"][1]["command"] == "make install EXTRAS=torch"
        pull = f"make install EXTRAS=torch && {pull}"
    assert alone["command"] == alone["lacking"][1]["adds_it"] == pull


def test_a_row_says_what_an_engine_takes(tmp_path):
    (tmp_path / "small").mkdir()
    (tmp_path / "small" / "a.safetensors").write_bytes(b"weights")
    settings = Settings(_env_file=None, weights=tmp_path)
    row = rows(report(Engines(registry(describe={**LARGE, **SMALL}), settings)))["describe"]
    (small,), (large,) = row["engines"], row["lacking"]
    assert (small["name"], small["extra"], small["licence"]) == ("small", None, "CC-BY-NC-4.0")
    assert (large["extra"], large["download_bytes"]) == ("torch", 9_000_000_000)


def test_beside_an_engine_that_works_another_may_be_lacking():
    both = rows(report(Engines(registry(describe={**ABSENT, **ONLOOKER}))))["describe"]
    assert [engine["name"] for engine in both["engines"]] == ["onlooker"]
    assert [lack["name"] for lack in both["lacking"]] == ["absent"]
    assert (both["added_by"], both["command"]) == (None, None)


def test_the_table_says_what_to_do_for_each_engine_that_is_lacking():
    lines = table(report(Engines(registry(describe={**ABSENT, **ONLOOKER})))).splitlines()
    told = [line.split() for line in lines if line.startswith("describe")]
    assert [words[1] for words in told] == ["onlooker", "absent"]
    assert " ".join(told[1][2:]) == "not yet: A_KEY is not set -> A_KEY=secret make run"


def test_the_report_is_json_and_the_table_names_everything():
    found = report(Engines())
    assert json.loads(json.dumps(found)) == found
    told = table(found)
    for row in found["capabilities"]:
        for engine in row["engines"]:
            assert f"{engine['name']} " in told
            assert engine["summary"] in told
        if row["added_by"] and not row["lacking"]:
            assert row["added_by"] in told
    machine = found["machine"]
    assert machine["cores"] >= 1
    assert machine["memory_bytes"] > 1e8


def script(folder, body):
    path = folder / "nvidia-smi"
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)
    return str(path)


def test_gpus_are_those_that_nvidia_smi_names(tmp_path):
    asked = script(tmp_path, 'echo "NVIDIA H200, 143771"; echo "Odd, Name, [N/A]"')
    assert gpus(asked) == [
        {"name": "NVIDIA H200", "memory_bytes": 143771 << 20},
        {"name": "Odd, Name", "memory_bytes": 0},
    ]


@pytest.mark.parametrize("body", ["exit 9", "sleep 5", "true"])
def test_a_driver_that_fails_hangs_or_knows_nothing_is_no_gpu(tmp_path, body):
    assert gpus(script(tmp_path, body), timeout_s=0.3) == []
    assert gpus(None) == []
    assert gpus(str(tmp_path / "not there")) == []


def test_the_command_prints_both_forms_and_loads_nothing_heavy():
    ran = subprocess.run(
        (sys.executable, "-m", "engines", "doctor", "--json"),
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert rows(json.loads(ran.stdout))["plan"]["engines"][0]["name"] == "rules"
    plain = subprocess.run(
        (sys.executable, "-m", "engines", "doctor"),
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert "patchmatch" in plain.stdout
    heavy = "import sys; from engines import Engines; from engines.doctor import report; "
    heavy += "report(Engines()); print({'torch', 'onnxruntime', 'diffusers'} & set(sys.modules))"
    loaded = subprocess.run(
        (sys.executable, "-c", heavy), cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert loaded.stdout.strip() == "set()"
