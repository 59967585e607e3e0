"""Whoever writes Korean hears what went wrong, and what to do about it, in Korean."""

import ast
import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

import errors
from engines import Engines
from engines.registry import ADDED_BY
from errors import EditError, InvalidImage, InvalidRequest, NothingToUndo, NotUnderstood, ThreadBusy
from imaging.codec import decode
from imaging.masks import check, check_point, rasterise
from nodes.korean import FORMS, korean, told
from nodes.wording import KOREAN_HINTS, PROBLEMS

ROOT = Path(__file__).parents[2]
HANGUL = re.compile("[가-힣]")
ERRORS = {n: c for n, c in vars(errors).items() if inspect.isclass(c) and issubclass(c, EditError)}
MET = ("nodes", "engines", "graph", "imaging")  # where a person's turn may raise
NOT_MET = {  # internal checks: a mistake of the code that calls, never a person's
    "imaging/composite.py", "imaging/contour.py", "imaging/crop.py", "imaging/mask_png.py",
    "imaging/tiles.py", "imaging/matte.py",
}  # fmt: skip
BUILT = {  # put together from parts: the whole sentences are tested below
    "`7` 7 `7`", "7: 7 7.", "7.", "7 is 7", "The mask is 7, not bool.", "True = change.",
    "7 px is not a distance.", "Give 0 px or more.", "The mask is 7×7, the image 7×7 pixels.",
    "The box (7, 7, 7, 7) is not a part of the 7×7 photo.",
    "Give x0, y0, x1, y1 in pixels from the top left, with x0 < x1 and y0 < y1.",
}  # fmt: skip


def texts(node: ast.expr) -> Iterator[str]:
    """The texts that an argument may be, every value in them a 7."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        parts = (v.value if isinstance(v, ast.Constant) else "7" for v in node.values)
        yield "".join(str(part) for part in parts)
    elif isinstance(node, ast.IfExp):
        yield from texts(node.body)
        yield from texts(node.orelse)
    elif isinstance(node, ast.BinOp):
        yield from (text + "7" for text in texts(node.left))


def raised() -> Iterator[tuple[str, str]]:
    for path in sorted(p for folder in MET for p in (ROOT / folder).rglob("*.py")):
        place = str(path.relative_to(ROOT))
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", None) in ERRORS:
                given = [*node.args[:1], *(k.value for k in node.keywords if k.arg == "hint")]
                yield from ((place, text) for each in given for text in texts(each))


RAISED = [(p, t) for p, t in raised() if p not in NOT_MET and t not in BUILT]


def test_the_errors_are_found_at_all():
    assert len(RAISED) > 120


@pytest.mark.parametrize(("place", "text"), RAISED)
def test_every_error_that_a_person_can_meet_has_korean_words(place, text):
    said = korean(text)
    assert said, f"{place}: give nodes/korean_words.py, or korean_models.py, a line for {text!r}"
    assert HANGUL.search(said) or "px" in said
    assert "{" not in re.sub(r"{(points_xy|polygon_xy|name:|id)[^}]*}", "", said)


@pytest.mark.parametrize("code", sorted({c.code for c in ERRORS.values()}))
def test_every_code_has_a_korean_message_and_hint(code):
    assert HANGUL.search(PROBLEMS[code])
    assert HANGUL.search(KOREAN_HINTS[code])


def test_forms_fill_every_value_in_and_invent_none():
    for english, said in FORMS.items():
        places = {int(n) for n in re.findall(r"{(\d)}", said)}
        assert places <= set(range(english.count("{}"))), english


def problem_of(kind, call, *args):
    with pytest.raises(kind) as refused:
        call(*args)
    return refused.value.problem()


@pytest.mark.parametrize(
    ("kind", "call", "args", "message", "hint"),
    [
        (
            EditError, check_point, ((700, 20), (400, 600)),
            "가리킨 곳을 쓸 수 없어요: 점 (700, 20)은(는) 600×400픽셀 사진 밖에 있어요.",
            "점은 [x, y]이고 0 <= x < 600, 0 <= y < 400이에요.",
        ),
        (
            EditError, check, (np.zeros((4, 6), np.bool_), (4, 6, 3)),
            "마스크를 쓸 수 없어요: 마스크가 비어 있어요: 칠해진 픽셀이 없어요.",
            "바꿀 곳을 칠해 주세요.",
        ),
        (
            EditError, rasterise, ([{"points_xy": []}], (4, 6)),
            "가리킨 곳을 쓸 수 없어요: 붓 자국에 점이 없어요.",
            "붓 자국은 {points_xy, radius_px}, 올가미는 {polygon_xy}예요.",
        ),
        (
            InvalidImage, decode, (b"",),
            "이미지를 읽을 수 없어요: 파일이 비어 있어요.",
            "읽을 수 있는 형식: JPEG, PNG, WebP, TIFF, BMP, GIF(첫 장면), HEIC, AVIF.",
        ),
    ],
)  # fmt: skip
def test_real_errors_are_told_with_their_values(kind, call, args, message, hint):
    assert told("ko", problem_of(kind, call, *args)) == (message, hint)


def test_a_missing_model_is_told_with_what_adds_it():
    for capability, model in ADDED_BY.items():
        message, hint = told("ko", Engines().missing(capability, "replace").problem())
        assert capability in message
        assert re.search(r"`[^`]+`", hint)  # a command, or the file to add a line to
        assert korean(model)
        assert model not in hint


def test_a_named_engine_that_cannot_is_told_with_the_choices():
    step = {"op": "remove", "target": None, "instruction": "", "args": {}, "needs_region": True}
    for name in ("telescope", "adjust"):
        message, hint = told("ko", problem_of(EditError, Engines().for_step, step, name))
        assert name in message
        assert hint == "다음에서 고르세요: telea, patchmatch."


def test_an_error_without_words_of_its_own_still_ends_in_korean():
    foreign = InvalidRequest("the flux is too low", hint="raise the flux").problem()
    assert told("ko", foreign) == (
        "요청을 처리할 수 없어요: the flux is too low.", KOREAN_HINTS["invalid_request"],
    )  # fmt: skip
    assert told("en", foreign) == ("The flux is too low.", "Raise the flux.")
    assert told(None, ThreadBusy("busy").problem()) == ("Busy.", "")


def test_what_is_korean_already_is_left_alone():
    asked = NotUnderstood("무엇을 할까요? 예: '이거 지워줘'.").problem()
    assert told("ko", asked) == ("무엇을 할까요? 예: '이거 지워줘'.", "")
    undone = NothingToUndo("there are only 2 steps to undo", hint="this is the original")
    assert told("ko", undone.problem()) == (
        "되돌릴 수 있는 단계는 2개뿐이에요.", "지금이 원본이에요.",
    )  # fmt: skip
