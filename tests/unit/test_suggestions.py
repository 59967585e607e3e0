import itertools
from collections.abc import Mapping

import pytest

from editor.suggestions import ANSWERS, MEANT, Situation, possible_with, suggestions
from editor.words import LANGUAGES
from engines import Engines
from engines.protocols import Arg
from engines.rules import RulePlanner
from engines.speaking import PlanContext
from nodes.choose import spoken_choice
from nodes.decision import NO, YES, plain
from tests.fakes import ONLOOKER, VANDAL, registry

EMBEDDED = possible_with(Engines())
PLANNER = RulePlanner()
MASKED = {"say_remove", "say_recolour", "say_replace", "say_cut_out", "say_brighter_here"}


def every_situation():
    made = (None, "upload", "adjust", "extract")
    both = (False, True)
    for op, mask, asking, redo, several in itertools.product(
        made, both, (None, "mask", "where", "variant"), both, both
    ):
        yield Situation(made=op, mask=mask, asking=asking, redo=redo, several=several)


def holds(found: Mapping[str, Arg], meant: Mapping[str, Arg]):
    return all(found.get(name) == value for name, value in meant.items())


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("key", MEANT)
def test_the_rule_planner_understands_a_suggestion_as_what_it_stands_for(key, language):
    context = PlanContext(has_region=key in MASKED)
    plan = PLANNER.plan(LANGUAGES[language][key], context)
    op, args = MEANT[key]
    assert plan["language"] == language
    assert [step["op"] for step in plan["steps"]] == [op]
    assert holds(plan["steps"][0]["args"], args)


@pytest.mark.parametrize("language", ["ko", "en"])
def test_what_is_suggested_without_a_mask_asks_for_none_but_of_the_background(language):
    for key in suggestions(Situation(made="upload"), EMBEDDED):
        (step,) = PLANNER.plan(LANGUAGES[language][key], PlanContext())["steps"]
        assert not step["needs_region"] or step["op"] == "background", key


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("key", sorted(MASKED))
def test_what_is_suggested_for_a_mask_works_on_the_mask(key, language):
    context = PlanContext(has_region=True)
    (step,) = PLANNER.plan(LANGUAGES[language][key], context)["steps"]
    assert step["needs_region"]


@pytest.mark.parametrize("language", ["ko", "en"])
def test_suggested_answers_answer_the_open_question(language):
    words = LANGUAGES[language]
    assert YES.fullmatch(plain(words["say_yes"]))
    assert NO.fullmatch(plain(words["say_no"]))
    first = spoken_choice(words["say_first"], 4, language)
    assert first
    assert first["decisions"][0]["edited_action"]["args"] == {"index": 0}
    assert spoken_choice(words["say_none"], 4, language) == {"decisions": [{"type": "reject"}]}


def test_only_what_an_installed_engine_can_do_is_suggested():
    masked = Situation(made="upload", mask=True)
    assert "say_remove" in suggestions(masked, EMBEDDED)
    assert "say_replace" not in suggestions(masked, EMBEDDED)
    assert "say_draw" not in suggestions(Situation(), EMBEDDED)
    painting = possible_with(Engines(registry(inpaint=VANDAL)))
    assert "say_replace" in suggestions(masked, painting)


def test_questions_about_photos_are_suggested_where_a_model_sees_them():
    here, two = Situation(made="upload"), Situation(made="adjust", several=True)
    seeing = possible_with(Engines(registry(describe=ONLOOKER)))
    assert "say_look" in suggestions(here, seeing)
    assert "say_share" not in suggestions(here, seeing)
    assert suggestions(two, seeing)[0] == "say_share"
    blind = {*suggestions(here, EMBEDDED), *suggestions(two, EMBEDDED)}
    assert not {"say_look", "say_share"} & blind
    pointed = Situation(made="upload", mask=True, several=True)
    assert suggestions(pointed, seeing)[0] == "say_remove"


def test_every_state_has_suggestions_and_none_comes_twice():
    for now in every_situation():
        keys = suggestions(now, EMBEDDED)
        assert keys, now
        assert len(keys) == len(set(keys)), now


def test_every_suggestion_has_words_and_is_suggested_somewhere():
    everything = frozenset(MEANT)
    shown = {key for now in every_situation() for key in suggestions(now, everything)}
    assert shown == {*MEANT, *ANSWERS}
    assert all(key in words for words in LANGUAGES.values() for key in shown)


def test_an_open_question_gets_answers_and_no_new_instructions():
    for now in every_situation():
        if now.asking:
            assert set(suggestions(now, EMBEDDED)) <= set(ANSWERS)


def test_redo_is_suggested_only_where_there_is_something_to_redo():
    assert "say_redo" in suggestions(Situation(made="upload", redo=True), EMBEDDED)
    assert "say_redo" not in suggestions(Situation(made="upload"), EMBEDDED)
