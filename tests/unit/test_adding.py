"""What a turn is told when no engine can do a step: one command, and the right one."""

from dataclasses import replace

import pytest

from engines import Engines
from engines.protocols import Card, Step, Weights
from errors import NoEngine, UnknownEngine
from settings import Settings
from tests.fakes import ABSENT, VANDAL, registry


class Huge:
    card = Card(
        "huge", "inpaint", "paints all", ops=frozenset({"replace", "text"}),
        languages=frozenset({"en"}),
        weights=Weights("own/huge", ("*.safetensors",), 30_000_000_000, "MIT"),
    )  # fmt: skip


class Little:
    card = replace(
        Huge.card, name="little", ops=frozenset({"replace"}),
        weights=Weights("own/little", ("*.safetensors",), 4_000_000_000, "MIT"),
    )  # fmt: skip


class Told:
    card = replace(
        Huge.card, name="told", capability="edit",
        weights=Weights("own/told", ("*.safetensors",), 1_000_000, "MIT"),
    )  # fmt: skip


def step(op: str) -> Step:
    return {"op": op, "target": None, "instruction": "", "args": {}, "needs_region": True}


@pytest.fixture
def lacking(tmp_path) -> Engines:
    """A service, a huge model and a little one for masks; a tiny one that takes orders."""
    inpaint = {name: f"{__name__}:{name.title()}" for name in ("huge", "little")}
    known = registry(inpaint={**ABSENT, **inpaint}, edit={"told": f"{__name__}:Told"})
    return Engines(known, Settings(_env_file=None, weights=tmp_path))


def commands(error: NoEngine) -> list[str]:
    return error.hint.split("`")[1::2]


def test_one_command_is_named_for_the_capability_asked_first_the_smallest_that_can(lacking):
    with pytest.raises(NoEngine) as replaced:
        lacking.for_step(step("replace"))
    assert commands(replaced.value) == [".venv/bin/python -m engines pull little"]
    with pytest.raises(NoEngine) as written:
        lacking.for_step(step("text"))  # `little` cannot
    assert commands(written.value) == [".venv/bin/python -m engines pull huge"]


def test_a_service_is_named_where_no_model_is_known():
    error = Engines(registry(describe=ABSENT)).missing("question", "describe")
    assert commands(error) == ["A_KEY=secret make run"]


def test_a_named_engine_that_is_not_ready_says_what_it_lacks(lacking):
    with pytest.raises(NoEngine, match="`own/little` are not on this machine") as refused:
        lacking.for_step(step("replace"), "little")
    assert refused.value.hint == "to add it: `.venv/bin/python -m engines pull little`"
    with pytest.raises(UnknownEngine):
        lacking.for_step(step("replace"), "nothing")


def test_auto_takes_what_is_here_before_what_a_turn_would_have_to_get(tmp_path):
    inpaint = {name: f"{__name__}:{name.title()}" for name in ("huge", "little")}
    settings = Settings(_env_file=None, weights=tmp_path, download="auto")
    engines = Engines(registry(inpaint={**inpaint, **VANDAL}), settings)
    assert engines.names("inpaint") == ["vandal", "little", "huge"]
    assert engines.preferring({"inpaint": "huge"}).names("inpaint")[0] == "huge"
    (tmp_path / "huge").mkdir()
    (tmp_path / "huge" / "a.safetensors").write_bytes(b"weights")
    assert engines.names("inpaint") == ["huge", "vandal", "little"]
    asking = Engines(registry(inpaint={**VANDAL, **inpaint}), settings.model_copy(
        update={"download": "ask"}
    ))  # fmt: skip
    assert asking.names("inpaint") == ["vandal", "huge"]
