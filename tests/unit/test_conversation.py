import pytest

from editor.generate import SHAPES, options_of, sentence, sizes_of
from editor.problems import commands, parts
from editor.progress import Rate
from editor.words import LANGUAGES
from editor.words.en import EN
from engines import Engines
from engines.protocols import Card
from engines.rules import RulePlanner
from engines.speaking import PlanContext
from errors import InvalidRequest
from nodes.korean import told

MISSING = Engines().missing("generate", "generate").problem()


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_command_in_a_hint_is_found_and_can_be_copied(language):
    _, hint = told(language, MISSING)
    assert commands(hint) == [Engines().adding("generate", "generate")]
    assert "".join(part for part, _ in parts(hint)) == hint.replace("`", "")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("run `.venv/bin/python -m engines pull sdxl` or set OPENAI_API_KEY",
         [".venv/bin/python -m engines pull sdxl", "OPENAI_API_KEY"]),
        (".venv/bin/python -m engines pull sdxl or set OPENAI_API_KEY",
         [".venv/bin/python -m engines pull sdxl", "OPENAI_API_KEY"]),
        ("받으려면 .venv/bin/python -m engines pull sdxl, 또는 OPENAI_API_KEY를 설정하세요.",
         [".venv/bin/python -m engines pull sdxl", "OPENAI_API_KEY"]),
        ("set PENTIMENTO_MAX_PIXELS=80000000.", ["PENTIMENTO_MAX_PIXELS=80000000"]),
        ("make it stronger, and make sure JPEG or PNG fits", []),
    ],
)  # fmt: skip
def test_commands_and_settings_are_code_and_prose_is_not(text, code):
    assert [part for part, is_code in parts(text) if is_code] == code


def test_markup_in_a_problem_stays_text():
    text = "<img src=x onerror=alert(1)> `<b>`"
    assert parts(text) == [("<img src=x onerror=alert(1)> ", False), ("<b>", True)]


def test_the_time_left_follows_the_rate_and_is_not_guessed_at_once():
    rate = Rate()
    assert rate.left_s(0, 20, 100.0) is None
    assert rate.left_s(1, 20, 100.1) is None  # too early to be worth saying
    assert rate.left_s(5, 20, 102.0) == pytest.approx(6.0)
    assert rate.left_s(10, 20, 104.0) == pytest.approx(4.0)


def test_the_time_left_starts_anew_with_every_run_and_every_total():
    rate = Rate()
    rate.left_s(0, 20, 100.0)
    assert rate.left_s(10, 20, 110.0) is not None
    assert rate.left_s(0, 20, 111.0) is None  # the next variant
    assert rate.left_s(10, 20, 113.0) == pytest.approx(2.0)
    assert rate.left_s(10, 50, 114.0) is None  # another engine counts differently


def test_an_engine_that_does_not_say_how_much_there_is_gives_no_time():
    rate = Rate()
    assert rate.left_s(0, 0, 100.0) is None
    assert rate.left_s(3, 0, 105.0) is None


def test_a_form_becomes_a_turns_options():
    fields = {"n": "4", "guide": "canny", "size": "640x448", "seed": " 7 ", "prompt": "a boat"}
    assert options_of(fields, "photo", EN) == {
        "n": 4, "seed": 7, "width": 640, "height": 448, "guide": "canny",
        "guide_image_id": "photo",
    }  # fmt: skip
    assert options_of({"n": "1", "guide": "", "size": "", "seed": ""}, None, EN) == {"n": 1}


def test_a_sketch_guides_with_its_own_picture():
    fields = {"n": "2", "guide": "scribble", "sketch": "drawing"}
    assert options_of(fields, "photo", EN)["guide_image_id"] == "drawing"


@pytest.mark.parametrize(
    "fields",
    [{"seed": "x7"}, {"seed": "-1"}, {"seed": "1.5"}, {"seed": str(2**32)}, {"guide": "scribble"},
     {"guide": "canny"}],
)  # fmt: skip
def test_a_seed_or_a_guide_that_cannot_be_meant_is_refused(fields):
    with pytest.raises(InvalidRequest):
        options_of(fields, None, EN)


@pytest.mark.parametrize(("own", "multiple"), [(512, 8), (1024, 64), (None, 8)])
def test_every_size_offered_suits_the_engine(own, multiple):
    card = Card("painter", "generate", "paints", size_px=own, multiple=multiple)
    sizes = sizes_of(card)
    assert set(sizes) == set(SHAPES)
    for shape, (width, height) in sizes.items():
        assert width % multiple == height % multiple == 0
        assert width / height == pytest.approx(SHAPES[shape], rel=0.1)


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize(
    "prompt",
    ["a lighthouse at dusk and a boat", "remove the car. make it blue", "파란 집을 지워줘",
     "눈 속의 빨간 여우, 수채화", "a logo; it says \"cafe\"", "등대와 배, 그리고 갈매기"],
)  # fmt: skip
def test_whatever_the_prompt_says_it_is_one_picture_to_draw(prompt, language):
    plan = RulePlanner().plan(sentence(prompt, LANGUAGES[language]), PlanContext())
    assert [step["op"] for step in plan["steps"]] == ["generate"]
    assert prompt.replace('"', "”") in str(plan["steps"][0]["args"]["prompt"])
