"""Which of several things words mean, on boxes of a picture that is wider than high."""

import pytest

from engines.places import read
from engines.protocols import Grounded

WIDTH, HEIGHT = 400, 200
BOXES = {
    "a": (10, 20, 60, 60),  # top left
    "b": (120, 90, 180, 190),  # bottom, tall
    "c": (190, 80, 230, 120),  # the middle
    "d": (300, 130, 390, 190),  # bottom right, biggest but for b
    "e": (340, 10, 370, 30),  # top right, smallest
}
SCORES = {"a": 0.8, "b": 0.5, "c": 0.7, "d": 0.9, "e": 0.6}
FOUND = [Grounded(box, SCORES[name]) for name, box in BOXES.items()]


def picked(phrase, found=FOUND, said=""):
    names = {box: name for name, box in BOXES.items()}
    return "".join(names[one.box_xyxy] for one in read(phrase, said).pick(found, WIDTH, HEIGHT))


@pytest.mark.parametrize(
    ("phrase", "order"),
    [
        ("the dog", "daceb"),
        ("the dog on the left", "abcde"),
        ("the leftmost dog", "abcde"),
        ("the dog on the far right of the photo", "edcba"),
        ("the dog at the top", "eacbd"),
        ("the lower dog", "dbcae"),
        ("the dog in the middle", "cbdae"),
        ("the dog in the top left corner", "acbed"),
        ("the dog in the bottom-right corner", "dcbea"),
        ("the second dog from the left", "bacde"),
        ("the third dog", "cabde"),
        ("the first dog", "abcde"),
        ("the last dog", "edcba"),
        ("the first two dogs", "ab"),
        ("the last two dogs", "ed"),
        ("the first dog from the right", "edcba"),
        ("the biggest dog", "bdace"),
        ("the second largest dog", "dbace"),
        ("the smaller dog", "ecadb"),
        ("the tallest dog", "bdace"),
        ("two dogs on the right", "ed"),
        ("both dogs", "da"),
        ("all the dogs", "daceb"),
        ("the dogs on the left", "ab"),
        ("every dog at the top", "ae"),
        ("the biggest dog on the right", "dce"),
        ("one of the dogs", "daceb"),
        ("왼쪽 개", "abcde"),
        ("맨 오른쪽에 있는 개", "edcba"),
        ("사진 위쪽 개", "eacbd"),
        ("왼쪽 위에 있는 개", "acbed"),
        ("가운데 개", "cbdae"),
        ("가운데 있는 개", "cbdae"),
        ("오른쪽에서 두 번째 개", "decba"),
        ("첫 번째 개", "abcde"),
        ("마지막 개", "edcba"),
        ("두 번째로 큰 개", "dbace"),
        ("제일 작은 개", "ecadb"),
        ("개 두 마리", "da"),
        ("왼쪽 개들", "ab"),
        ("모든 개", "daceb"),
    ],
)
def test_words_choose_among_what_was_found(phrase, order):
    assert picked(phrase) == order


@pytest.mark.parametrize(
    ("phrase", "noun"),
    [
        ("the second red cup from the left", "red cup"),
        ("cup of coffee on the left", "cup of coffee"),
        ("the cup on the right with a handle", "cup with a handle"),
        ("the man in a red hat in the middle", "man in a red hat"),
        ("biggest of the dogs", "dogs"),
        ("왼쪽에서 세번째 빨간 컵", "빨간 컵"),
        ("차 두 대", "차"),
        ("가운데 있는 사람", "사람"),
        ("everyone", "person"),
    ],
)
def test_a_model_is_asked_for_the_thing_alone(phrase, noun):
    assert read(phrase).noun == noun


@pytest.mark.parametrize(
    "phrase",
    [
        "dog on the left of the car", "cup on top of the table", "man on the left horse",
        "top hat", "red top", "lamp in the background", "second-hand car", "first-aid kit",
        "second-floor window", "last-minute sign",
        "차 왼쪽에 있는 개", "탁자 위에 있는 컵",
        "열쇠", "두부", "세탁기", "네모난 상자", "위스키 병", "아들", "큰 개",
    ],
)  # fmt: skip
def test_other_words_stay_with_the_thing(phrase):
    named = read(phrase)
    assert (named.noun, named.orders, named.nth, named.plural) == (phrase, (), 0, False)


@pytest.mark.parametrize(
    ("phrase", "said", "plural"),
    [
        ("dogs", "", True),
        ("people in the back", "", True),
        ("dog", "remove every dog", True),
        ("glass", "", False),
        ("bus", "", False),
        ("man with glasses", "", False),
        ("glasses", "", False),
        ("the jeans on the left", "", False),
        ("사람", "사람 모두 지워줘", True),
        ("사람", "사람들을 지워줘", True),
        ("개", "사람들 앞에 있는 개 지워줘", False),
        ("개", "개 지워줘", False),
        ("개", "개 다 지워줘", True),
        ("개", "개를 없애 다오", False),
        ("왼쪽 사람", "왼쪽 사람만 남기고 다 지워줘", False),
        ("사람", "사람들만 남기고 다 지워줘", True),
        ("sheep", "remove all the sheep", True),
        ("sheep", "remove the sheep from all of it", False),
        ("one of the dogs", "", False),
    ],
)
def test_one_or_several_are_told_apart(phrase, said, plural):
    assert read(phrase, said).plural is plural


@pytest.mark.parametrize(
    "phrase",
    [
        "첫 번째 개",
        "두 번째로 큰 개", "왼쪽에서 세번째 개", "왼쪽 개들", "개 두 마리", "마지막 개",
        "모서리에 있는 개",
        "오른쪽 아래 개", "가운데 개", "제일 키 큰 개", "12th dog", "위쪽에 있는 모든 개",
    ],
)  # fmt: skip
def test_english_made_of_it_reads_the_same(phrase):
    named = read(phrase)
    again = read(named.phrase("dog"))
    assert again.noun == "dog"
    for key in ("orders", "nth", "count", "plural"):
        assert getattr(again, key) == getattr(named, key), key


@pytest.mark.parametrize(
    "phrase", ["the second one from the right", "them", "왼쪽 거", "두 번째 것"]
)
def test_a_thing_without_a_name_has_none(phrase):
    assert read(phrase).noun == ""


def test_what_is_not_there_is_not_replaced():
    assert picked("the sixth dog") == ""
    assert picked("the dog on the left", found=[]) == ""
    assert picked("the dogs on the left", found=[FOUND[3]]) == ""


def test_an_unlikely_thing_is_not_the_leftmost_one():
    unlikely = Grounded(BOXES["a"], 0.3)
    assert picked("the dog on the left", found=[unlikely, *FOUND[1:]]) == "bcdea"
