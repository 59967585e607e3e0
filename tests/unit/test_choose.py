import pytest

from errors import InvalidRequest
from nodes.choose import choice_of, chosen, spoken_choice
from nodes.decision import decided

THIRD = (
    "3", "#3", "no. 3", "number 3", "3rd", "three", "the third", "The third one, please", "third.",
    "I like the third one", "take number 3", "i'd like the third", "let's use the 3rd", "option 3",
    "picture 3", "3번", "3번이요", "3번으로 해줘", "3번째", "세 번째", "세번째 걸로 할게요", "삼번",
    "세 번째 그림으로 해 주세요", "3번이 좋아요", "3번 선택해줘", "3번 그림을 골라주세요",
)  # fmt: skip
OTHER = (
    "", "draw a dog", "이거 지워줘", "undo", "go to version 2", "2번 버전으로", "두 번 눌러", "이",
    "오", "일", "again", "다시", "make it 20% brighter", "3 cats", "하나 더 그려줘", "one more",
    "the third is too dark", "1번이랑 3번",
)  # fmt: skip


@pytest.mark.parametrize("said", THIRD)
def test_people_count_from_one(said):
    assert spoken_choice(said, 4, "en") == choice_of(2)


@pytest.mark.parametrize("said", ["the last one", "last", "마지막 거", "마지막으로 할게요"])
def test_the_last_is_the_last_there_is(said):
    assert spoken_choice(said, 5, "ko") == choice_of(4)


@pytest.mark.parametrize("said", OTHER)
def test_other_words_are_no_choice(said):
    assert spoken_choice(said, 8, "en") is None


@pytest.mark.parametrize("said", ["no", "none of them", "neither", "다 별로야", "취소", "없어요"])
def test_none_of_them_can_be_said(said):
    assert spoken_choice(said, 2, "en") == decided("reject")


@pytest.mark.parametrize("said", ["yes", "네", "좋아요", "5", "0", "다섯 번째", "the eighth"])
def test_a_choice_that_does_not_say_which_is_asked_back(said):
    with pytest.raises(InvalidRequest, match="1번부터 4번"):
        spoken_choice(said, 4, "ko")


@pytest.mark.parametrize(
    "answer",
    [
        None,
        {},
        {"decisions": []},
        {"decisions": [{"type": "maybe"}]},
        {"decisions": [{"type": "edit"}]},
        {"decisions": [{"type": "edit", "edited_action": {"name": "confirm_mask", "args": {}}}]},
        {"decisions": [{"type": "edit", "edited_action": {"args": {"index": 1, "seed": 3}}}]},
        choice_of(4),
    ],
)
def test_an_answer_of_another_shape_is_refused(answer):
    with pytest.raises(InvalidRequest):
        chosen(answer, 4, "en")


def test_an_edit_may_send_back_what_it_was_shown():
    args = {"variants": [], "op": "generate", "target": None, "index": 1}
    decision = {"type": "edit", "edited_action": {"name": "choose_variant", "args": args}}
    assert chosen({"decisions": [decision]}, 4, "en") == 1
