"""`list` shows every engine that is known, here or not, and what it takes."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from engines import Engines
from engines.listing import HEADS, listed, table
from engines.opus_mt import OpusMT
from engines.registry import REGISTRY
from settings import Settings
from tests.fakes import ABSENT, VANDAL, registry

ROOT = Path(__file__).parents[2]


class Light(OpusMT):
    """Without its extra, so that only the weights count."""

    card = replace(OpusMT.card, extra=None)


def rows(settings: Settings, **changes: dict[str, str]):
    found = listed(Engines(registry(**changes), settings))
    return {(row["capability"], row["name"]): row for row in found}


def plain(folder: Path, **more) -> Settings:
    return Settings(_env_file=None, weights=folder, **more)


def test_every_engine_of_the_registry_is_there_once_in_auto_order(tmp_path):
    found = listed(Engines(settings=plain(tmp_path)))
    assert len(found) == sum(len(entries) for entries in REGISTRY.values())
    for capability, entries in REGISTRY.items():
        assert [row["name"] for row in found if row["capability"] == capability] == list(entries)


def test_what_is_here_and_what_it_lacks(tmp_path):
    found = rows(plain(tmp_path), describe=ABSENT, inpaint=VANDAL)
    assert found["erase", "patchmatch"]["installed"] is True
    assert found["describe", "absent"]["installed"] is False
    assert found["describe", "absent"]["lacks"] == "A_KEY is not set"
    assert found["describe", "absent"]["command"] == "A_KEY=secret make run"
    assert found["inpaint", "vandal"]["languages"] == ["en"]
    assert found["translate", "opus-mt"]["licence"] == "Apache-2.0"
    assert found["translate", "opus-mt"]["extra"] == "torch"
    assert found["translate", "opus-mt"]["download_bytes"] == 315_000_000


def test_weights_that_a_turn_would_get_are_not_here_yet_and_lack_nothing(tmp_path):
    light = {"translate": {"opus-mt": f"{__name__}:Light"}}
    asked = rows(plain(tmp_path), **light)["translate", "opus-mt"]
    assert (asked["installed"], asked["command"]) == (
        False,
        ".venv/bin/python -m engines pull opus-mt",
    )
    got = rows(plain(tmp_path, download="auto"), **light)["translate", "opus-mt"]
    assert (got["installed"], got["lacks"]) == (False, None)
    assert " on use " in table([got])


def test_the_table_has_a_cell_for_all_and_marks_a_licence_that_restricts(tmp_path):
    found = rows(plain(tmp_path), describe=ABSENT)
    free = found["translate", "opus-mt"]
    many = {**free, "name": "polyglot", "languages": ["aa", "bb", "cc", "dd", "ee"]}
    restricted = {**many, "licence": "CC-BY-NC-4.0", "licence_open": False, "lacks": None}
    head, one, two, *rest = table([free, restricted]).splitlines()
    assert tuple(head.split()) == HEADS
    assert [cell.strip() for cell in one.split("  ") if cell.strip()] == [
        "translate", "opus-mt", "no", "torch", "315.0 MB", "700.0 MB", "none", "ko", "Apache-2.0",
    ]  # fmt: skip
    assert "5 languages" in two
    assert two.endswith("CC-BY-NC-4.0 *")
    assert any(line.startswith("  opus-mt: ") and " -> " in line for line in rest)
    assert rest[-1].startswith("* ")
    assert "* " not in table([free])


def test_the_command_prints_both_forms_and_loads_nothing_heavy(tmp_path):
    environment = os.environ | {"PENTIMENTO_WEIGHTS": str(tmp_path)}
    code = (
        "import sys; from engines.__main__ import main\n"
        "try: main(['list', *sys.argv[1:]])\n"
        "finally: print({'torch', 'onnxruntime', 'diffusers'} & set(sys.modules), file=sys.stderr)"
    )
    shown = [
        subprocess.run(
            [sys.executable, "-c", code, *form], cwd=ROOT, env=environment,
            capture_output=True, text=True, check=True,
        )
        for form in ((), ("--json",))
    ]  # fmt: skip
    assert [done.stderr.strip() for done in shown] == ["set()", "set()"]
    as_json = json.loads(shown[1].stdout)
    assert all(row["name"] in shown[0].stdout for row in as_json)
    assert {"patchmatch", "opus-mt"} <= {row["name"] for row in as_json}


def test_of_another_model_that_a_setting_names_nobody_knows_size_and_licence(tmp_path):
    named = plain(tmp_path, models={"opus-mt": "own/other"})
    row = rows(named)["translate", "opus-mt"]
    assert (row["download_bytes"], row["licence"], row["licence_open"]) == (0, None, None)
