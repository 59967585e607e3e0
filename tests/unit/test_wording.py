import re
from pathlib import Path
from typing import get_args

import pytest

from engines.protocols import Op
from nodes.wording import PROBLEMS, WORDS, detail, note, say, the

HOLES = re.compile(r"{(\w+)}")


def test_both_languages_say_the_same_things():
    for key, (english, korean) in WORDS.items():
        assert english.strip(), key
        assert re.search("[가-힣]", korean) or korean == "{detail}", key
        assert set(HOLES.findall(korean)) <= set(HOLES.findall(english)), key


def test_every_note_of_an_engine_or_a_node_has_words():
    root = Path(__file__).parents[2]
    files = [*(root / "engines").rglob("*.py"), *(root / "nodes").rglob("*.py")]
    keys = {k for file in files for k in re.findall(r'Note\(\s*"(\w+)"', file.read_text())}
    assert len(keys) > 5
    assert keys <= set(WORDS)


def test_every_op_has_words():
    assert set(get_args(Op)) - {"history", "question", "recommend", "chat"} <= set(WORDS)


def test_korean_problems_are_korean():
    assert all(re.search("[가-힣]", text) for text in PROBLEMS.values())


@pytest.mark.parametrize(
    ("args", "english", "korean"),
    [
        ({"name": "brightness", "amount": 20.0}, "brightness +20%", "밝기 +20%"),
        ({"name": "saturation", "amount": -40}, "saturation -40%", "채도 -40%"),
        ({"name": "sepia", "amount": 100}, "sepia", "세피아"),
        ({"name": "flip", "axis": "horizontal"}, "flip horizontal", "뒤집기 좌우"),
        ({"mode": "colour", "colour": "#00f", "colour_name": "blue"}, "blue", "파랑"),
        ({"name": "rotate", "degrees": -90}, "rotate -90°", "돌리기 -90°"),
        ({}, "", ""),
    ],
)
def test_a_step_s_args_are_told_in_words(args, english, korean):
    assert (detail("en", args), detail("ko", args)) == (english, korean)


def test_notes_carry_values_and_plain_text():
    assert "v2" in note("en", "branch:v2")
    assert note("ko", "text:그대로: 둡니다") == "그대로: 둡니다"
    assert say("de", "thanks") == say("en", "thanks")


def test_a_thing_is_named_as_a_sentence_names_it():
    assert the("en", "rocket") == "the rocket"
    assert the("en", "my red car") == "my red car"
    assert the("ko", "로켓") == "로켓"
