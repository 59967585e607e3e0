import json
from typing import get_args

import pytest
from langchain_core.language_models import FakeListChatModel

from engines import Engines
from engines.chat_plan import ChatPlanner
from engines.chat_plan_prompt import asked, system
from engines.geometry import TRANSFORMS
from engines.plan_args import LIMITS, TAKES
from engines.plan_schema import Unusable, WrittenStep, plan_of, schema
from engines.protocols import ADJUSTMENTS, STYLES, Op, Step
from engines.rules import RulePlanner
from engines.speaking import PlanContext
from errors import EngineUnavailable
from settings import Settings
from tests.model_server import Reply
from tests.unit.data_instructions import rows

METHODS = ("json_schema", "function_calling", "json_mode")
EMPTY = dict.fromkeys(name for name in WrittenStep.model_fields)
ALONE, POINTED = PlanContext(), PlanContext(has_region=True)


def written(*steps, language="en", question=None):
    return {"steps": [EMPTY | step for step in steps], "language": language, "question": question}


def planner(model="openai:tiny", **more):
    return ChatPlanner.of(Settings(_env_file=None, chat_model=model, **more))


def plan(step, text="do it", context=ALONE):
    (made,) = plan_of(written(step), text, context, "chat-plan")["steps"]
    return made


def problems(step, context=ALONE):
    with pytest.raises(Unusable) as caught:
        plan(step, context=context)
    return caught.value.problems


DARKER = {"op": "adjust", "name": "brightness", "amount": -20, "target": "the sky"}
SKY: Step = {
    "op": "adjust", "target": "sky", "instruction": "make the sky 20% darker",
    "args": {"name": "brightness", "amount": -20}, "needs_region": True,
}  # fmt: skip


@pytest.mark.parametrize("model", ["openai:tiny", "ollama:tiny"])
@pytest.mark.parametrize("method", METHODS)
def test_all_methods_and_servers_give_the_same_plan(models, model, method):
    models.otherwise = Reply(data=written(DARKER))
    made = planner(model, chat_method=method).plan("make the sky 20% darker", ALONE)
    assert made == {"steps": [SKY], "language": "en", "planner": "chat-plan"}
    assert len(models.requests) == 1


def test_a_strict_schema_is_sent_as_json_schema_or_as_a_tool(models):
    models.otherwise = Reply(data=written(DARKER))
    for method in METHODS:
        planner(chat_method=method).plan("darker", ALONE)
    by_schema, by_tool, by_mode = (sent.body for sent in models.requests)
    given = by_schema["response_format"]["json_schema"]
    assert (by_schema["response_format"]["type"], given["strict"]) == ("json_schema", True)
    tool = by_tool["tools"][0]["function"]
    assert (tool["strict"], by_tool["tool_choice"]["function"]["name"]) == (True, tool["name"])
    assert given["schema"] == tool["parameters"]
    assert by_mode["response_format"] == {"type": "json_object"}
    assert {body["temperature"] for body in (by_schema, by_tool, by_mode)} == {0}


def test_ollama_gets_the_schema_as_its_format_and_a_temperature_of_zero(models):
    models.otherwise = Reply(data=written(DARKER))
    planner("ollama:tiny").plan("darker", ALONE)
    (sent,) = models.requests
    assert sent.path == "/api/chat"
    assert sent.body["format"] == schema()
    assert sent.body["options"]["temperature"] == 0


def test_the_schema_is_one_that_strict_output_accepts():
    def walk(node):
        if node.get("type") == "object":
            assert node["additionalProperties"] is False
            assert node["required"] == list(node["properties"])
            for inner in node["properties"].values():
                walk(inner)
        if "items" in node:
            walk(node["items"])
        assert not {"$ref", "$defs", "default", "anyOf"} & node.keys()

    walk(schema())
    step = schema()["properties"]["steps"]["items"]["properties"]
    assert step["op"]["enum"] == list(get_args(Op))
    assert step["amount"]["type"] == ["number", "null"]
    assert set(step["style"]["enum"]) == {*STYLES, None}
    assert {*ADJUSTMENTS, *TRANSFORMS} < set(step["name"]["enum"])


def test_the_table_knows_every_op_and_every_field():
    assert set(TAKES) == set(get_args(Op))
    assert tuple(TAKES["transform"].kinds) == TRANSFORMS
    used = {f for takes in TAKES.values() for f in takes.fields}
    used |= {f for takes in TAKES.values() for kind in takes.kinds.values() for f in kind}
    assert used == set(LIMITS) == set(WrittenStep.model_fields) - {
        "op", "instruction", "target", "whole",
    }  # fmt: skip


_FIELD_OF = {"with": "replacement", "what": "addition", "text": "words", "prompt": "description"}


def as_a_model_writes(step: Step) -> dict:
    """The same step in the flat form, as a model would have to write it."""
    given = {_FIELD_OF.get(key, key): value for key, value in step["args"].items()}
    given.pop("colour_name", None)
    given.pop("image_id", None)
    if step["op"] == "style":
        given["style"] = given.pop("name")
    pointed = step["needs_region"] and step["op"] in ("adjust", "style", "transform")
    target = step["target"] or ("this" if pointed else None)
    return {"op": step["op"], "instruction": step["instruction"], "target": target, **given}


def sayable(step: Step) -> bool:
    """Whether a model may say the same: the rules leave gaps that it is to ask about."""
    args = step["args"]
    gaps = [key for key in ("text", "what", "prompt", "with") if args.get(key, "") is None]
    gaps += ["before"] if "before" in args else []  # a model names the version
    gaps += ["colour"] if step["op"] == "recolour" and not args else []
    gaps += ["shade"] if " " in str(args.get("colour_name", "")) else []  # mixed: has no name
    gaps += ["source"] if step["op"] == "recommend" else []  # what the rules leave to the node
    gaps += ["less"] if args.get("name") == "sharpen" and float(str(args["amount"])) < 0 else []
    gaps += ["reason"] if step["op"] == "upscale" and step["needs_region"] else []
    return not gaps


@pytest.mark.parametrize("language", ["ko", "en"])
def test_what_a_model_writes_becomes_the_very_steps_that_the_rules_make(language):
    rules, compared = RulePlanner(), 0
    for text, _ in rows(language, "dev"):
        for context in (ALONE, POINTED):
            made = rules.plan(text, context)
            if not made.get("weighed") and made["steps"] and all(map(sayable, made["steps"])):
                flat = written(*map(as_a_model_writes, made["steps"]), language=language)
                again = plan_of(json.loads(json.dumps(flat)), text, context, "rules")
                assert again == made, text
                compared += 1
    assert compared > 250


@pytest.mark.parametrize(
    ("step", "context", "target", "needs_region"),
    [
        ({"op": "remove", "target": "the red car"}, ALONE, "red car", True),
        ({"op": "remove", "target": "빨간 자동차를"}, ALONE, "빨간 자동차", True),
        ({"op": "remove", "target": "la voiture rouge"}, ALONE, "la voiture rouge", True),
        ({"op": "remove", "target": "this"}, POINTED, None, True),
        ({"op": "adjust", "name": "blur", "amount": 30, "target": "this"}, ALONE, None, True),
        ({"op": "adjust", "name": "blur", "amount": 30, "target": "it"}, ALONE, None, False),
        ({"op": "adjust", "name": "blur", "amount": 30, "target": "it"}, POINTED, None, True),
        ({"op": "adjust", "name": "blur", "amount": 30}, ALONE, None, False),
        ({"op": "extract", "target": "the background"}, ALONE, None, True),
        ({"op": "background", "mode": "blur", "target": "배경"}, ALONE, None, True),
        ({"op": "transform", "name": "crop", "target": "the dog"}, ALONE, "dog", True),
        ({"op": "transform", "name": "crop", "ratio": "1:1"}, ALONE, None, False),
        ({"op": "text", "target": "the MONDAY", "words": "x"}, ALONE, "the MONDAY", False),
        ({"op": "expand", "target": "사진"}, ALONE, None, False),
    ],
)
def test_the_need_for_a_region_is_computed_as_the_rules_do(step, context, target, needs_region):
    made = plan(step, context=context)
    assert (made["target"], made["needs_region"]) == (target, needs_region)


def test_the_whole_picture_is_said_only_beside_a_selection():
    step = {"op": "adjust", "name": "sepia", "amount": 100, "whole": True}
    assert plan(step, context=POINTED)["args"]["whole"] is True
    assert "whole" not in plan(step)["args"]
    assert plan(step | {"whole": None, "target": "사진 전체"}, context=POINTED)["args"]["whole"]


def test_an_instruction_that_is_no_part_of_the_text_is_the_whole_text():
    blur = {"op": "adjust", "name": "blur", "amount": 30}
    text = "blur it, then go back and undo"
    flat = written(blur | {"instruction": "blur it"}, {"op": "chat", "instruction": "hello"})
    first, second = plan_of(flat, text, ALONE, "p")["steps"]
    assert (first["instruction"], second["instruction"]) == ("blur it", text)
    assert plan(blur | {"instruction": "blur"}, text)["instruction"] == text


@pytest.mark.parametrize(
    ("step", "says"),
    [
        ({"op": "adjust", "name": "brightness", "amount": 250}, "steps[0].amount: not '250'"),
        ({"op": "adjust", "name": "sharpen", "amount": -10}, "0 to 100: sharpen"),
        ({"op": "adjust", "name": "brightness"}, "steps[0].amount: `adjust` needs it"),
        ({"op": "adjust", "name": "crop", "amount": 5}, "brightness, contrast"),
        ({"op": "adjust", "amount": 5}, "steps[0].name: `adjust` needs it; one of: brightness"),
        ({"op": "style", "style": "ghibli"}, "sketch, colour-sketch"),
        ({"op": "style", "style": "oil", "amount": 0}, "percent, 1 to 100"),
        ({"op": "recolour", "target": "car", "colour": "shiny"}, "#rrggbb"),
        ({"op": "recolour", "target": "car"}, "steps[0].colour: `recolour` needs it"),
        ({"op": "background"}, "steps[0].mode: `background` needs one of: blur, colour"),
        ({"op": "background", "mode": "blur", "colour": "red"}, "takes: mode, amount"),
        ({"op": "background", "mode": "image", "image_index": 0}, "1 is the first photo"),
        ({"op": "transform"}, "needs one of: crop, rotate, flip, resize, straighten"),
        ({"op": "transform", "name": "rotate"}, "steps[0].degrees"),
        ({"op": "transform", "name": "rotate", "degrees": 400}, "-360 to 360"),
        ({"op": "transform", "name": "flip"}, "horizontal"),
        ({"op": "transform", "name": "crop", "ratio": "wide"}, "16:9"),
        ({"op": "transform", "name": "resize"}, "width_px, height_px, scale"),
        ({"op": "transform", "name": "rotate", "degrees": 9, "target": "the car"}, "whole picture"),
        ({"op": "upscale", "scale": 0}, "a factor above 0"),
        ({"op": "history"}, "undo, redo, goto, reset"),
        ({"op": "history", "action": "undo", "version": 2}, "takes: action, count"),
        ({"op": "history", "action": "goto"}, "steps[0].version"),
        ({"op": "history", "action": "undo", "count": 0}, "1 or more"),
        ({"op": "recommend", "source": "ebay"}, "'web', 'catalogue' or 'versions'"),
        ({"op": "generate", "description": "a cat", "n": 0}, "how many"),
        ({"op": "remove", "amount": 20, "target": "car"}, "`remove` takes: no other fields"),
        ({"op": "remove", "whole": True}, "only adjust, style"),
        ({"op": "style", "whole": True, "target": "the car"}, "whole: null"),
        ({"op": "delete"}, "'remove', 'replace'"),
        ({"op": "remove", "colr": "red"}, "steps[0].colr"),
        ({"op": "adjust", "name": "blur", "amount": "30"}, "steps[0].amount"),
        ({"op": "adjust", "name": "blur", "amount": float("nan")}, "steps[0].amount"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_its_field_and_the_choices(step, says):
    assert any(says in problem for problem in problems(step)), problems(step)


@pytest.mark.parametrize(
    ("flat", "says"),
    [
        (written(), "steps and null, or no steps and a question"),
        (written({"op": "remove", "target": "car"}, question="Which?"), "question"),
        (written(*[{"op": "remove", "target": "car"}] * 9), "at most 8, not 9"),
        (written({"op": "remove", "target": "car"}, language="English"), "BCP 47"),
        ({"steps": []}, "language: Field required"),
        (["steps"], "plan: Input should be"),
        (written() | {"answer": "Sure!"}, "there are: steps, language, question"),
    ],
)
def test_a_plan_of_another_shape_is_refused(flat, says):
    with pytest.raises(Unusable, match=says.replace("(", r"\(")):
        plan_of(flat, "remove the car", ALONE, "p")


def test_a_colour_by_its_name_has_the_house_value_and_by_hex_the_nearest_word():
    assert plan({"op": "recolour", "target": "car", "colour": "red"})["args"] == {
        "colour": "#d62024", "colour_name": "red",
    }  # fmt: skip
    given = plan({"op": "recolour", "target": "car", "colour": "#d62024"})["args"]
    assert given["colour_name"] == "red"
    odd = plan({"op": "recolour", "target": "car", "colour": "#123456"})["args"]
    assert odd == {"colour": "#123456", "colour_name": "#123456"}


def test_bad_json_is_fed_back_and_the_second_answer_counts(models):
    models.replies = ["I would make the sky darker."]
    models.otherwise = Reply(data=written(DARKER))
    assert planner().plan("make the sky 20% darker", ALONE)["steps"] == [SKY]
    first, second = models.requests
    assert "not valid JSON" in second.text
    assert "I would make the sky darker." in second.text
    assert second.text.startswith(first.text)


@pytest.mark.parametrize("method", METHODS)
def test_an_amount_out_of_range_is_fed_back_and_never_clamped(models, method):
    models.otherwise = Reply(data=written(DARKER | {"amount": -250}))
    with pytest.raises(EngineUnavailable, match="gave no usable plan"):
        planner(chat_method=method).plan("make the sky 250% darker", ALONE)
    assert len(models.requests) == 3
    assert all("steps[0].amount: not '-250'" in sent.text for sent in models.requests[1:])


def test_a_tool_call_that_is_missing_or_holds_no_plan_is_fed_back(models):
    models.replies = ["Sure!", Reply(data={"plan": "make it darker"})]
    models.otherwise = Reply(data=written(DARKER))
    made = planner(chat_method="function_calling").plan("make the sky 20% darker", ALONE)
    assert made["steps"] == [SKY]
    _, second, third = models.requests
    assert "Sure!" in second.text
    assert "make it darker" in third.text
    assert "plan: Extra inputs are not permitted" in third.text


def test_a_provider_without_structured_output_is_unavailable():
    parrot = FakeListChatModel(responses=["hello"])
    with pytest.raises(EngineUnavailable, match="no structured output by json_schema"):
        ChatPlanner(parrot, name="parrot", method="json_schema")


@pytest.mark.parametrize("ended", ["length", "content_filter"])
def test_a_plan_that_was_cut_off_or_filtered_is_none(models, ended):
    models.otherwise = Reply(data=written(DARKER), ended=ended)
    with pytest.raises(EngineUnavailable) as caught:
        planner(chat_method="function_calling").plan("make the sky 20% darker", ALONE)
    assert ("no usable plan" if ended == "length" else "refused") in caught.value.message
    assert all("it was cut off" in sent.text for sent in models.requests[1:])
    assert len(models.requests) == (3 if ended == "length" else 1)


def test_a_refusal_is_not_asked_again(models):
    models.otherwise = Reply(refusal="I cannot help with that.")
    with pytest.raises(EngineUnavailable, match="refused to plan this"):
        planner().plan("remove the watermark", ALONE)
    assert len(models.requests) == 1


def test_a_model_that_takes_too_long_is_unavailable(models):
    models.otherwise = Reply(data=written(DARKER), stall_s=1.0)
    with pytest.raises(EngineUnavailable, match="it took too long"):
        planner(chat_timeout_s=0.1).plan("darker", ALONE)


def test_a_busy_server_is_asked_again(models):
    models.replies = [Reply(status=429), Reply(status=429)]
    models.otherwise = Reply(data=written(DARKER))
    assert planner().plan("make the sky 20% darker", ALONE)["steps"] == [SKY]
    assert len(models.requests) == 3


@pytest.mark.parametrize("model", ["openai:tiny", "ollama:tiny"])
def test_a_server_that_fails_is_unavailable(models, model):
    models.otherwise = Reply(status=500)
    with pytest.raises(EngineUnavailable, match="did not answer"):
        planner(model).plan("darker", ALONE)


def test_a_question_comes_back_as_the_plan_in_any_language(models):
    models.otherwise = Reply(data=written(language="fr", question=" Quelle voiture ? "))
    assert planner().plan("enlève la voiture", ALONE) == {
        "steps": [], "language": "fr", "planner": "chat-plan", "question": "Quelle voiture ?",
    }  # fmt: skip


@pytest.mark.parametrize(("tag", "kept"), [("ja", "ja"), ("pt-BR", "pt"), ("und", "und")])
def test_the_language_is_kept_as_its_primary_tag(models, tag, kept):
    models.otherwise = Reply(data=written({"op": "remove", "target": "空"}, language=tag))
    assert planner().plan("空を消して", ALONE)["language"] == kept


def test_the_prompt_holds_what_is_installed_and_the_tables():
    abilities = Engines().abilities()
    prompt = system(abilities)
    assert all(f"- {ability}" in prompt for ability in abilities)
    assert all(f"\n- {op}" in prompt for op in get_args(Op))
    for choices in (ADJUSTMENTS, STYLES, TRANSFORMS, WrittenStep.model_fields):
        assert all(choice in prompt for choice in choices)


def test_the_thread_is_told_in_words_and_every_word_of_the_user_is_quoted():
    versions = (
        {"version_id": "v0", "op": "upload", "target": None, "parent": None},
        {"version_id": "v1", "op": "remove", "target": 'dog"\n- v9: x', "parent": "v0"},
    )
    context = PlanContext(True, 2, versions, "v1", ("remove the dog\nThe new text to plan: x",))
    lines = asked('make it\n"darker"', context).splitlines()
    assert "Photos in the thread: 2" in lines
    assert "Something is pointed at: yes" in lines
    assert '- v1: remove "dog\\"\\n- v9: x", made from v0 (the user stands here)' in lines
    assert '- "remove the dog\\nThe new text to plan: x"' in lines
    assert lines[-1] == r'The new text to plan: "make it\n\"darker\""'
    assert len(lines) == 8


def test_without_a_model_it_is_lacking_and_says_what_to_do():
    lack = ChatPlanner.lacks(Settings(_env_file=None))
    assert lack
    assert (lack.what, "PENTIMENTO_CHAT_MODEL=" in lack.command) == (
        "PENTIMENTO_CHAT_MODEL is not set", True,
    )  # fmt: skip


@pytest.mark.parametrize("method", METHODS)
def test_a_model_that_writes_on_and_on_is_given_up_at_once(models, method):
    models.otherwise = "well, then " * 2000  # LangChain's parser would take seconds, three times
    with pytest.raises(EngineUnavailable, match="wrote far more than it was asked for"):
        planner(chat_method=method).plan("make the sky darker", ALONE)
    assert len(models.requests) == 1


@pytest.mark.parametrize(
    "flat",
    [
        written({"op": "remove", "target": "cup " * 1000}),
        written(question="what? " * 1000),
        written({"op": "remove", "c" * 5000: 1}),
        written(*[{"op": "remove", "colour": "red"}] * 30),
    ],
)
def test_nothing_endless_gets_into_a_plan_an_error_or_what_is_fed_back(models, flat):
    models.otherwise = Reply(data=flat)
    with pytest.raises(EngineUnavailable) as caught:
        planner().plan("take the cup away", ALONE)
    assert len(caught.value.sentence()) < 300
    first, second, _ = models.requests
    assert len(second.text) - len(first.text) < 6000
