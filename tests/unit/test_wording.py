import re
from typing import get_args

from engines.protocols import Op
from nodes.wording import PROBLEMS, WORDS, note, say

HOLES = re.compile(r"{(\w+)}")


def test_both_languages_say_the_same_things():
    for key, (english, korean) in WORDS.items():
        assert english.strip(), key
        assert re.search("[가-힣]", korean) or key == "problem", key
        assert set(HOLES.findall(korean)) <= set(HOLES.findall(english)), key


def test_every_op_has_words():
    assert set(get_args(Op)) - {"history", "question", "recommend", "chat"} <= set(WORDS)


def test_korean_problems_are_korean():
    assert all(re.search("[가-힣]", text) for text in PROBLEMS.values())


def test_notes_carry_values_and_plain_text():
    assert "v2" in note("en", "branch:v2")
    assert note("ko", "text:그대로: 둡니다") == "그대로: 둡니다"
    assert say("de", "thanks") == say("en", "thanks")
