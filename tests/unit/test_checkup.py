from editor.checkup import additions
from engines import Engines
from engines.doctor import report
from tests.fakes import ABSENT, ONLOOKER, VANDAL, registry


def added(**changes):
    return {a.command: a for a in additions(report(Engines(registry(**changes))))}


def test_a_command_is_shown_once_with_all_that_it_adds():
    twice = {**ABSENT, "absent-too": ABSENT["absent"]}
    key = added(describe=ABSENT, search=twice)["A_KEY=secret make run"]
    assert {capability for capability, _ in key.adds} == {"describe", "search"}
    assert key.lacks == ("A_KEY is not set",)


def test_what_works_can_still_be_added_to():
    key = added(describe={**ONLOOKER, **ABSENT})["A_KEY=secret make run"]
    assert key.adds == (("describe", "absent"),)


def test_what_no_known_engine_does_takes_the_models_of_the_torch_extra():
    plain = added(inpaint={})["make install EXTRAS=torch"]
    assert ("inpaint", "") in plain.adds
    assert "" not in plain.lacks
    known = added(inpaint=VANDAL).get("make install EXTRAS=torch")
    assert known is None or ("inpaint", "") not in known.adds
