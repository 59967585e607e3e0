import time
import unicodedata

import pytest

from engines.protocols import Step
from engines.rules import RulePlanner
from engines.speaking import PlanContext
from tests.unit.data_instructions import OTHER, rows

PLANNER = RulePlanner()
ALONE = PlanContext()
POINTED = PlanContext(has_region=True)


def plan(text, context=ALONE):
    return PLANNER.plan(text, context)


def step(text, context=ALONE) -> Step:
    steps = plan(text, context)["steps"]
    assert len(steps) == 1, (text, steps)
    return steps[0]


def label(text):
    steps = plan(text)["steps"]
    return "multi" if len(steps) > 1 else steps[0]["op"] if steps else "none"


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize(("part", "least"), [("dev", 0.97), ("test", 0.93)])
def test_the_labelled_sentences_are_routed_to_their_op(language, part, least):
    labelled = rows(language, part)
    wrong = [(text, op, label(text)) for text, op in labelled if label(text) not in op.split("/")]
    assert len(labelled) > 100
    assert 1 - len(wrong) / len(labelled) >= least, wrong


@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_sentence_is_planned_in_its_language_with_its_own_words(language):
    for text, _ in rows(language, "dev") + rows(language, "test"):
        made = plan(text)
        assert made["planner"] == "rules"
        assert bool(made["steps"]) != ("question" in made)
        assert all(part["instruction"] and part["instruction"] in text for part in made["steps"])
        # a few words without function words could be of several languages
        assert made["language"] == language


@pytest.mark.parametrize(
    ("text", "op", "target", "args"),
    [
        ("빨간 자동차 지워줘", "remove", "빨간 자동차", {}),
        ("고양이를 지워 주시겠어요?", "remove", "고양이", {}),
        ("사과 좀 지워줘", "remove", "사과", {}),
        ("remove the red car from the photo", "remove", "red car", {}),
        ("get rid of that Eiffel Tower", "remove", "Eiffel Tower", {}),
        ("안경 벗겨줘", "remove", "안경", {}),
        ("글자 지워줘", "remove", "글자", {}),
        ("배경 지워줘", "extract", None, {}),
        ("remove the background", "extract", None, {}),
        ("나만 남기고 다 지워줘", "extract", "나", {}),
        ("everything but the person", "extract", "person", {}),
        ("누끼 따줘", "extract", None, {}),
        ("컵을 꽃병으로 바꿔줘", "replace", "컵", {"with": "꽃병"}),
        ("replace the cup with a vase", "replace", "cup", {"with": "vase"}),
        ("모자 씌워줘", "add", None, {"what": "모자"}),
        ("put a hat on the cat", "add", "cat", {"what": "hat"}),
        ("draw a hat on him", "add", None, {"what": "hat"}),
        ("고양이 그려줘", "generate", None, {"prompt": "고양이", "n": 1}),
        ("고양이 네 장 그려줘", "generate", None, {"prompt": "고양이", "n": 4}),
        ("make 3 variants", "generate", None, {"prompt": "variants", "n": 3}),
        ("write HELLO on it", "text", None, {"text": "HELLO"}),
        ("'안녕'이라고 써줘", "text", None, {"text": "안녕"}),
        ('add the text "Salt and Pepper, then more"', "text", None,
         {"text": "Salt and Pepper, then more"}),
        ("20% brighter", "adjust", None, {"name": "brightness", "amount": 20}),
        ("조금만 더 밝게 해줘", "adjust", None, {"name": "brightness", "amount": 10}),
        ("change the apple to an orange", "replace", "apple", {"with": "orange"}),
        ("조금 더 밝게", "adjust", None, {"name": "brightness", "amount": 10}),
        ("훨씬 어둡게", "adjust", None, {"name": "brightness", "amount": -50}),
        ("채도를 30 낮춰", "adjust", None, {"name": "saturation", "amount": -30}),
        ("reduce the contrast by 15%", "adjust", None, {"name": "contrast", "amount": -15}),
        ("차갑게 해줘", "adjust", None, {"name": "temperature", "amount": -30}),
        ("어두운 부분 밝게", "adjust", None, {"name": "shadows", "amount": 35}),
        ("하이라이트 줄여줘", "adjust", None, {"name": "highlights", "amount": -35}),
        ("비네팅 추가", "adjust", None, {"name": "vignette", "amount": 45}),
        ("노이즈 제거", "adjust", None, {"name": "denoise", "amount": 50}),
        ("색 반전", "adjust", None, {"name": "invert", "amount": 100}),
        ("배경만 밝게", "adjust", "배경", {"name": "brightness", "amount": 25}),
        ("make the sky much brighter", "adjust", "sky", {"name": "brightness", "amount": 50}),
        ("black and white please", "adjust", None, {"name": "grayscale", "amount": 100}),
        ("make the car red", "recolour", "car", {"colour": "#d62024", "colour_name": "red"}),
        ("빨간 차를 파란색으로", "recolour", "빨간 차",
         {"colour": "#1c58cd", "colour_name": "blue"}),
        ("치마를 노랗게 해줘", "recolour", "치마", {"colour": "#fad71e", "colour_name": "yellow"}),
        ("배경을 흐리게", "background", None, {"mode": "blur", "amount": 50}),
        ("배경을 파란색으로", "background", None,
         {"mode": "colour", "colour": "#1c58cd", "colour_name": "blue"}),
        ("배경을 두 번째 사진으로", "background", None,
         {"mode": "image", "image_id": None, "image_index": 2}),
        ("use my other photo as the background", "background", None,
         {"mode": "image", "image_id": None}),
        ("배경을 해변으로", "background", None, {"mode": "describe"}),
        ("수채화처럼", "style", None, {"name": "watercolour", "amount": 100}),
        ("in the style of Van Gogh", "style", None, {"name": None, "amount": 100}),
        ("지브리풍으로", "style", None, {"name": None, "amount": 100}),
        ("crop to 16:9", "transform", None, {"name": "crop", "ratio": "16:9"}),
        ("정사각형으로 잘라줘", "transform", None, {"name": "crop", "ratio": "1:1"}),
        ("세로로 9:16", "transform", None, {"name": "crop", "ratio": "9:16"}),
        ("왼쪽으로 90도 돌려", "transform", None, {"name": "rotate", "degrees": -90}),
        ("거꾸로", "transform", None, {"name": "rotate", "degrees": 180}),
        ("좌우 반전", "transform", None, {"name": "flip", "axis": "horizontal"}),
        ("가로 800픽셀로 줄여줘", "transform", None, {"name": "resize", "width_px": 800}),
        ("half the size", "transform", None, {"name": "resize", "scale": 0.5}),
        ("두 배로 키워줘", "transform", None, {"name": "resize", "scale": 2}),
        ("수평 맞춰줘", "transform", None, {"name": "straighten"}),
        ("extend the picture to the left", "expand", None, {"ratio": None, "direction": "left"}),
        ("여백을 늘려줘", "expand", None, {"ratio": None, "direction": "all"}),
        ("upscale 4x", "upscale", None, {"scale": 4}),
        ("rotate it a little", "transform", None, {"name": "rotate", "degrees": 5}),
        ("make it vertical for stories", "transform", None, {"name": "crop", "ratio": "9:16"}),
        ("make the tourists disappear", "remove", "tourists", {}),
        ("put a cat where the dog is", "replace", "dog", {"with": "cat"}),
        ("이 컵 꽃병으로 바꿔줘", "replace", "컵", {"with": "꽃병"}),
        ("티셔츠 검은 정장으로 바꿔줘", "replace", "티셔츠", {"with": "검은 정장"}),
        ("예쁜 꽃으로 바꿔줘", "replace", None, {"with": "예쁜 꽃"}),
        ("커피 말고 맥주로 바꿔주세요", "replace", "커피", {"with": "맥주"}),
        ("들고있는 핸드폰을 책으로 바꿔줘", "replace", "들고있는 핸드폰", {"with": "책"}),
        ("change her dress color to emerald green", "recolour", "dress",
         {"colour": "#10a068", "colour_name": "emerald"}),
        ("make her lipstick darker red", "recolour", "lipstick",
         {"colour": "#761214", "colour_name": "dark red"}),
        ("change 'Monday' to 'Friday'", "text", "Monday", {"text": "Friday"}),
        ("add text: SALE 50% OFF", "text", None, {"text": "SALE 50% OFF"}),
        ("put a caption saying see you soon", "text", None, {"text": "see you soon"}),
        ("Happy New Year 문구 추가해줘", "text", None, {"text": "Happy New Year"}),
        ("아래쪽에 2024.05.01 날짜 적어줘", "text", None, {"text": "2024.05.01"}),
        ("하단에 문구 넣어줘", "text", None, {"text": None}),
        ("background 지워줘", "extract", None, {}),
        ("BG 흐리게", "background", None, {"mode": "blur", "amount": 50}),
        ("crop 16:9로 해줘", "transform", None, {"name": "crop", "ratio": "16:9"}),
        ("resize 해줘 1080x1080", "transform", None,
         {"name": "resize", "width_px": 1080, "height_px": 1080}),
        ("brightness 20 올려줘", "adjust", None, {"name": "brightness", "amount": 20}),
        ("remove 고양이", "remove", "고양이", {}),
        ("make it 흑백", "adjust", None, {"name": "grayscale", "amount": 100}),
        ("ORIGINAL 이라고 써줘", "text", None, {"text": "ORIGINAL"}),
        ("remove the version 2 text", "remove", "version 2 text", {}),
        ("go back to the last version", "history", None, {"action": "undo", "count": 1}),
        ("화질 높여줘", "upscale", None, {"scale": 2}),
        ("두 번째 버전으로", "history", None, {"action": "goto", "version": 2}),
        ("version 2", "history", None, {"action": "goto", "version": 2}),
        ("the third one", "history", None, {"action": "goto", "version": 3}),
        ("원본으로", "history", None, {"action": "reset"}),
        ("두 번 취소", "history", None, {"action": "undo", "count": 2}),
        ("undo twice", "history", None, {"action": "undo", "count": 2}),
        ("세 단계 전으로", "history", None, {"action": "undo", "count": 3}),
        ("고양이 지우기 전으로", "history", None,
         {"action": "goto", "before": {"op": "remove", "target": "고양이"}}),
        ("go back to before I removed the cat", "history", None,
         {"action": "goto", "before": {"op": "remove", "target": "cat"}}),
        ("hello", "chat", None, {"kind": "greeting"}),
        ("뭐 할 수 있어?", "chat", None, {"kind": "help"}),
    ],
)  # fmt: skip
def test_the_slots_of_a_step_are_filled(text, op, target, args):
    made = step(text)
    assert (made["op"], made["target"], made["args"]) == (op, target, args)


@pytest.mark.parametrize(
    ("text", "needed"),
    [
        ("이거 지워줘", True),
        ("고양이 지워줘", True),
        ("배경을 흐리게", True),
        ("배경을 해변으로", True),
        ("make the car red", True),
        ("crop to this", True),
        ("crop to 16:9", False),
        ("make it brighter", False),
        ("make this brighter", True),
        ("make this photo brighter", False),
        ("brighten the whole picture", False),
        ("사진 전체를 밝게 해줘", False),
        ("하늘을 밝게 해줘", True),
        ("이 부분만 밝게", True),
        ("수채화처럼", False),
        ("add a hat", False),
        ("undo", False),
    ],
)
def test_a_region_is_needed_only_where_a_part_is_meant(text, needed):
    assert step(text)["needs_region"] is needed


def test_it_means_the_region_where_one_is_given():
    assert step("make it brighter", POINTED)["needs_region"] is True
    assert step("make it brighter", POINTED)["target"] is None


@pytest.mark.parametrize("text", ["이거 지워줘", "저거 없애", "여기 지워줘", "선택한 곳 지워줘",
                                  "remove this", "erase it", "delete the area"])  # fmt: skip
def test_pointing_words_name_no_target(text):
    assert step(text)["target"] is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("remove the dog and the cat", [("remove", "dog"), ("remove", "cat")]),
        ("강아지랑 고양이 지워줘", [("remove", "강아지"), ("remove", "고양이")]),
        ("remove the salt and pepper", [("remove", "salt and pepper")]),
        ("remove the red and blue ball", [("remove", "red and blue ball")]),
        ("빨간색과 파란색 공 지워줘", [("remove", "빨간색과 파란색 공")]),
        ("이거지우고밝게해줘", [("remove", None), ("adjust", None)]),
        ("blur the background then crop to 1:1", [("background", None), ("transform", None)]),
        ("upscale 2x after removing the noise", [("adjust", None), ("upscale", None)]),
        ("고양이 지우고, 하늘을 파랗게 하고, 왼쪽으로 돌려줘",
         [("remove", "고양이"), ("recolour", "하늘"), ("transform", None)]),
        (
            "make the hat red, the shirt blue and the shoes white",
            [("recolour", "hat"), ("recolour", "shirt"), ("recolour", "shoes")],
        ),
        ("remove the cup and the big orange", [("remove", "cup"), ("remove", "big orange")]),
        ("remove the cat and the tall flower", [("remove", "cat"), ("remove", "tall flower")]),
        ("increase brightness and contrast", [("adjust", None), ("adjust", None)]),
        ("it's too dark, make it brighter", [("adjust", None)]),
        ("the photo looks yellowish, cool it down", [("adjust", None)]),
        ("there's a fly on the wall, can you remove it?", [("remove", "fly on the wall")]),
        ("the sky is too dark, make it brighter", [("adjust", "sky")]),
        ("it's blurry, improve the quality", [("upscale", None)]),
        ("it's too dark, and remove the cat", [("adjust", None), ("remove", "cat")]),
        ("뒤에 사람이 있는데 지워줘", [("remove", "뒤에 사람")]),
        ("사진이 누런데 좀 차갑게 해줘", [("adjust", None)]),
        ("배경이 지저분한데 흐리게 해줘", [("background", None)]),
        ("Hi! Thanks, now undo that", [("history", None)]),
        ("사람만 남기고 다 지워줘", [("extract", "사람")]),
    ],
)  # fmt: skip
def test_a_sentence_is_split_at_its_steps_only(text, expected):
    assert [(part["op"], part["target"]) for part in plan(text)["steps"]] == expected


def test_each_step_carries_the_part_of_the_text_it_came_from():
    text = "Please remove the Cat, then make it 20% brighter!"
    parts = [part["instruction"] for part in plan(text)["steps"]]
    assert parts == ["remove the Cat", "make it 20% brighter"]
    assert step("  Remove the Cat!  ")["instruction"] == "Remove the Cat!"


@pytest.mark.parametrize(
    ("text", "source", "query"),
    [
        ("find something like this in my catalogue", "catalogue", None),
        ("내 카탈로그에서 이거랑 비슷한 거 찾아줘", "catalogue", None),
        ("find a red sofa in my catalogue", "catalogue", "red sofa"),
        ("do I have any blue vases in my catalog?", "catalogue", "blue vases"),
        ("search my pictures for ones with a lighthouse", "catalogue", "lighthouse"),
        ("카탈로그에서 빨간 소파 찾아줘", "catalogue", "빨간 소파"),
        ("내 앨범에서 고양이 사진 찾아줘", "catalogue", "고양이"),
        ("find the one with the red door", "versions", "red door"),
        ("show me the version where I removed the car", "versions", "removed the car"),
        ("빨간 문 있던 거 찾아줘", "versions", "빨간 문"),
        ("차 지운 버전 보여줘", "versions", "차 지운"),
        ("where can I buy this?", "web", None),
        ("recommend a frame", "web", None),
        ("이 옷 어디서 살 수 있어?", "web", None),
        ("어울리는 신발 추천해줘", "web", None),
    ],
)
def test_a_search_says_where_to_look_and_for_what(text, source, query):
    made = step(text)
    assert (made["op"], made["args"]) == ("recommend", {"source": source, "query": query})


@pytest.mark.parametrize(
    "text",
    ["go back to the version before I removed the cat", "back to version 2", "두 번째 버전으로",
     "방금 지운 거 되살려줘", "restore the version with the dog"],
)  # fmt: skip
def test_going_back_is_no_search(text):
    assert step(text)["op"] == "history"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the mole on her cheek, please erase it", [("remove", "mole on her cheek")]),
        ("지워 줄 수 있어? 뒤에 있는 차", [("remove", "뒤에 있는 차")]),
        ("why is there a random bloke in my photo, remove him", [("remove", "random bloke")]),
        ("I don't like the mug, make it a glass", [("replace", "mug")]),
        ("leave everything as it is but add a moon", [("add", None)]),
        ("the background is too busy, soften it", [("background", None)]),
        ("수평 좀 맞춰줘 사진이 기울었어", [("transform", None)]),
        ("keep the dog and remove the rest", [("extract", "dog")]),
        ("remove the cat and blur the background", [("remove", "cat"), ("background", None)]),
        ("would you mind removing the sign", [("remove", "sign")]),
        ("take the phone out and put a rose in its place", [("replace", "phone")]),
    ],
)
def test_what_is_said_beside_a_request_is_no_step_of_its_own(text, expected):
    assert [(part["op"], part["target"]) for part in plan(text)["steps"]] == expected


@pytest.mark.parametrize("text", ["수정하기 전 사진으로 돌려놔", "back to before I fixed it"])
def test_the_version_before_something_vague_is_asked_for_without_an_op(text):
    before = step(text)["args"]["before"]
    assert isinstance(before, dict)
    assert before["op"] is None


@pytest.mark.parametrize("text", OTHER.strip().splitlines())
def test_other_languages_are_asked_back_about(text):
    made = plan(text)
    assert made["language"] == "und"
    assert made["steps"] == []
    assert made.get("question", "").count("“") >= 4


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("remove the dog and frobnicate it", "frobnicate it"),
        ("이거 지우고 커피 주문해줘", "커피 주문해줘"),
        ("flibbertigibbet", "flibbertigibbet"),
        ("make it better", "brighter"),
        ("예쁘게 해줘", "더 밝게"),
        ("300% brighter", "between -100% and 100%"),
        ("", "What shall I do"),
        ("   ", "What shall I do"),
        ("please", "What shall I do"),
        ("make the sky red and blue", "make the sky red and blue"),
    ],
)
def test_what_is_not_understood_is_asked_and_never_guessed(text, said):
    made = plan(text)
    assert made["steps"] == []
    assert said in made.get("question", "")


def test_decomposed_and_full_width_text_is_read_and_quoted_unchanged():
    decomposed = unicodedata.normalize("NFD", "고양이 지워줘")
    made = step(decomposed)
    assert made["op"] == "remove"
    assert unicodedata.normalize("NFC", made["target"]) == "고양이"
    assert made["instruction"] == decomposed
    assert step("１６：９로 잘라줘")["args"]["ratio"] == "16:9"
    assert step("write “Hello” on it")["args"]["text"] == "Hello"


@pytest.mark.parametrize(
    "unit",
    ["좀 ", "더 조금 더 ", "색을 더 ", "만 좀 ", "배경을 ", "지우고 ", "에 ", "make it ", "and ",
     "remove ", "cut ", "'", "\"a ", "change a to ", "이", "a bit more ", "1:", ", "],
)  # fmt: skip
def test_a_hostile_text_is_planned_in_no_time(unit):
    text = (unit * 2000)[:2000]
    plan(text)
    start = time.process_time()
    plan(text)
    assert time.process_time() - start < 5  # a pattern that backtracks takes minutes


def test_the_card_says_what_it_reads():
    card = PLANNER.card
    assert (card.name, card.capability, card.languages) == ("rules", "plan", {"ko", "en"})


@pytest.mark.parametrize(
    "text",
    ["resize to 0x0", "upscale 0x", "rotate 1e400 degrees", "crop to 99999:1", "0배로 키워줘"],
)
def test_a_number_without_sense_is_asked_back(text):
    plan = RulePlanner().plan(text, PlanContext())
    assert plan["steps"] == []
    assert plan.get("question")


@pytest.mark.parametrize(
    "said", ["use this as the background", "이걸 배경으로 써줘", "이 사진을 배경으로 써줘"]
)
def test_a_photo_that_came_along_is_meant_by_this_as_the_background(said):
    (step,) = RulePlanner().plan(said, PlanContext(image_count=2))["steps"]
    assert (step["op"], step["args"]["mode"]) == ("background", "image")
