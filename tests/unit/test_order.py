"""Whom `auto` asks: a photo leaves only where nothing on this machine can do the step."""

from dataclasses import replace

import pytest

from engines import Engines
from engines.protocols import Card, Step
from settings import Settings
from tests.fakes import ABSENT, registry

LOCAL = Card(
    "local", "edit", "takes orders here", ops=frozenset({"replace", "add", "text", "background"}),
    languages=frozenset({"en"}),
)  # fmt: skip


class Local:
    card = LOCAL


class Away:
    card = replace(LOCAL, name="away", capability="inpaint", away=True)


class Later:
    card = replace(LOCAL, name="later", capability="inpaint")


@pytest.fixture
def engines() -> Engines:
    """A service for masks, then an inpainter and an editor of this machine."""
    inpaint = {name: f"{__name__}:{name.title()}" for name in ("away", "later")}
    known = registry(inpaint={**ABSENT, **inpaint}, edit={"local": f"{__name__}:Local"})
    return Engines(known, Settings(_env_file=None))


def step(op: str, **args: str) -> Step:
    return {"op": op, "target": None, "instruction": "", "args": dict(args), "needs_region": True}


STEPS = [step("replace"), step("add"), step("text"), step("background", mode="describe")]


@pytest.mark.parametrize("wanted", STEPS, ids=lambda wanted: wanted["op"])
def test_what_is_on_this_machine_does_the_step_before_a_service(engines, wanted):
    assert engines.for_step(wanted).name == "later"
    without = {
        c: {n: e for n, e in some.items() if n != "later"} for c, some in engines.registry.items()
    }
    assert Engines(without, engines.settings).for_step(wanted).name == "local"


@pytest.mark.parametrize("wanted", STEPS, ids=lambda wanted: wanted["op"])
def test_a_service_does_it_where_it_is_preferred_named_or_alone(engines, wanted):
    assert engines.preferring({"inpaint": "away"}).for_step(wanted).name == "away"
    assert engines.for_step(wanted, "away").name == "away"
    alone = {
        **engines.registry,
        "edit": {},
        "inpaint": {"away": engines.registry["inpaint"]["away"]},
    }
    assert Engines(alone, engines.settings).for_step(wanted).name == "away"


def test_every_service_that_is_paid_for_says_so():
    house = Engines()
    names = {n for some in house.registry.values() for n in some}
    paid = {n for n in names if n.startswith(("openai-", "bedrock-"))}
    assert len(paid) == 5
    assert {n for n in names if house.card(n).away} == paid
