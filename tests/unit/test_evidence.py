import json
import math
import time

import pytest

from engines.grammar import clues, evidence
from engines.plan_schema import plan_of
from engines.rules import RulePlanner
from engines.speaking import PlanContext
from nodes.planning import is_sure
from scripts.learn_evidence import TRAINING, digest, learned, lines, sentences
from scripts.learn_evidence import example as learn_from
from tests.unit.test_chat_plan import as_a_model_writes, sayable, written

PLANNER = RulePlanner()
ALONE, POINTED = PlanContext(), PlanContext(has_region=True)


def training(tongue):
    rows = map(json.loads, TRAINING.read_text(encoding="utf-8").splitlines())
    return [row for row in rows if row["lang"] == tongue]


def accepted(row):
    return row["op"] if isinstance(row["op"], list) else [row["op"]]


def label(made):
    steps = made["steps"]
    return "multi" if len(steps) > 1 else steps[0]["op"] if steps else "none"


@pytest.mark.parametrize("tongue", ["ko", "en"])
def test_what_it_learned_from_is_read_better_than_by_the_patterns_alone(tongue):
    alone = RulePlanner(lambda _: {})
    rows = training(tongue)[::5]
    both = sum(label(PLANNER.plan(row["instruction"], ALONE)) in accepted(row) for row in rows)
    grammar = sum(label(alone.plan(row["instruction"], ALONE)) in accepted(row) for row in rows)
    assert len(rows) > 200
    assert both / len(rows) > 0.93
    assert both - grammar > 0.15 * len(rows)


def test_the_tables_are_made_of_the_sentences_that_lie_here():
    for tongue in ("ko", "en"):
        head = evidence.path(tongue).read_text(encoding="utf-8").splitlines()[:3]
        assert head[2] == f"# data {digest(sentences())}", "run scripts/learn_evidence.py"


def test_the_tables_are_small_sorted_and_speak_of_known_labels_only():
    tables = [evidence.path(tongue).read_text(encoding="utf-8") for tongue in ("ko", "en")]
    assert sum(len(table.encode()) for table in tables) < 500_000
    for table in tables:
        rows = [line.split("\t") for line in table.splitlines() if not line.startswith("# ")]
        assert [clue for clue, _ in rows] == sorted({clue for clue, _ in rows})
        assert {said[:2] for _, row in rows for said in row.split()} <= set(evidence.CODES)


def test_the_same_sentences_give_the_same_table():
    some = [learn_from(sentence) for sentence in sentences()[:120]]
    first, second = (lines(learned(some, 300)) for _ in range(2))
    assert first == second
    assert len(first) > 100


def test_a_clue_speaks_for_what_it_was_seen_with():
    odds = evidence.weigh(["vanish"], {"vanish": ((0, 1.5), (2, -0.5))})
    assert next(iter(odds)) == "remove"
    assert math.isclose(sum(odds.values()), 1)
    assert evidence.weigh(["unheard"], {"vanish": ((0, 1.5),)})["remove"] == 1 / 19


def test_the_clues_of_a_sentence_are_words_pairs_pieces_and_kinds():
    english = clues.of_words("paint the cups red", "en")
    assert {"paint", "cup", "=cups", "the cup", "paint _ cup", "^paint the", "~<pain",
            "<colour 1>", "<words 5>"} <= set(english)  # fmt: skip
    korean = clues.of_words("컵을 빨갛게 칠해줘", "ko")
    assert {"컵", "~칠해", "$칠해줘", "+게칠", "<colour 1>", "<words 3>"} <= set(korean)
    assert len(korean) == len(set(korean))


def weighed(tongue):
    made = ((row, PLANNER.plan(row["instruction"], ALONE)) for row in training(tongue))
    return [(row, plan) for row, plan in made if plan.get("weighed")]


@pytest.mark.parametrize("tongue", ["ko", "en"])
def test_a_step_from_evidence_is_as_complete_as_a_models(tongue):
    compared = 0
    for row, made in weighed(tongue):
        if all(map(sayable, made["steps"])):
            flat = written(*map(as_a_model_writes, made["steps"]), language=made["language"])
            again = plan_of(json.loads(json.dumps(flat)), row["instruction"], ALONE, "rules")
            assert again | {"weighed": True} == made, row
            compared += 1
    assert compared > 100


@pytest.mark.parametrize("tongue", ["ko", "en"])
def test_a_step_from_evidence_never_lacks_its_name_or_its_colour(tongue):
    for row, made in weighed(tongue):
        for step in made["steps"]:
            if step["op"] in ("adjust", "transform"):
                assert step["args"]["name"], row
            if step["op"] == "recolour" and len(made["steps"]) == 1:
                assert step["args"].get("colour"), row


@pytest.mark.parametrize(
    ("text", "clue", "op", "named"),
    [("retint the curtains please", "retint", "recolour", "Which colour"),
     ("커튼 바림질 부탁", "커튼", "recolour", "어떤 색으로"),
     ("zhuzh the curtains", "zhuzh", "adjust", "What shall I adjust"),
     ("wobble the curtains", "wobbl", "transform", "Which change of the frame")],
)  # fmt: skip
def test_what_a_step_cannot_do_without_is_asked_for_with_its_choices(text, clue, op, named):
    speaks = {clue: ((evidence.LABELS.index(op), 9.0),)}
    made = RulePlanner(lambda _: speaks).plan(text, ALONE)
    assert made["steps"] == []
    assert named in made.get("question", "")


@pytest.mark.parametrize(
    ("text", "target"),
    [("Please take out the for sale sign, we already sold this one", "for sale sign"),
     ("the braces on my teeth, can they be taken away", "braces")],
)  # fmt: skip
def test_a_reason_is_not_taken_for_a_second_thing(text, target):
    (step,) = PLANNER.plan(text, ALONE)["steps"]
    assert (step["op"], step["target"]) == ("remove", target)


def test_two_things_stay_two_steps():
    made = PLANNER.plan("remove the dog and the cat", ALONE)
    assert [step["target"] for step in made["steps"]] == ["dog", "cat"]


def test_what_only_the_words_speak_for_is_never_sure():
    (made,) = [PLANNER.plan("컨트롤제트", ALONE)]
    assert label(made) == "history"
    assert made.get("weighed")
    assert not is_sure(made, "컨트롤제트")
    assert is_sure(PLANNER.plan("undo", ALONE), "undo")


@pytest.mark.parametrize(
    "text",
    ["is the dog removed?", "did you remove the cat?", "why did you delete the sky?",
     "what did you erase?", "배경이 지워졌어?", "뭘 지운 거야?"],
)  # fmt: skip
def test_a_question_about_an_edit_is_no_edit(text):
    assert label(PLANNER.plan(text, ALONE)) in ("question", "history", "none")


@pytest.mark.parametrize(
    "text",
    ["xyzzy plugh", "qwfp zxcv tyui", "lorem ipsum dolor", "ㅁㄴㅇㄹ ㅁㄴㅇㄹ", "뷁뷁뷁",
     "order me a pizza", "피자 시켜줘", "book a flight to Rome", "택시 불러줘"],
)  # fmt: skip
def test_what_says_nothing_of_an_edit_is_asked_back(text):
    made = PLANNER.plan(text, ALONE)
    assert made["steps"] == []
    assert made.get("question")


def test_a_sentence_is_weighed_in_no_time():
    rows = [row["instruction"] for tongue in ("ko", "en") for row in training(tongue)[:150]]
    for text in rows:
        PLANNER.plan(text, ALONE)
    start = time.process_time()
    for text in rows:
        PLANNER.plan(text, POINTED)
    assert (time.process_time() - start) / len(rows) < 0.01


@pytest.mark.parametrize(
    "unit", ["the thing a ", "고양이를 ", "make the ", "x" * 9 + " ", "좀 더 "]
)
def test_a_long_text_is_weighed_in_no_time(unit):
    for size in (390, 2000):
        text = (unit * 2000)[:size]
        PLANNER.plan(text, ALONE)
        start = time.process_time()
        PLANNER.plan(text, ALONE)
        assert time.process_time() - start < 0.3
