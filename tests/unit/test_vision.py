"""The model that sees, over real HTTP: what is sent, what is taken from its words."""

import base64
import io
import logging

import numpy as np
import pytest
from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.messages import HumanMessage
from PIL import Image as PillowImage
from skimage import data

from engines import Engines
from engines.chat_model import open_chat
from engines.seeing import SeeingChat, picture_block, sent
from engines.speaking import Caption, Picture, Question
from engines.vision import VisionModel
from engines.vision_words import Queries, caption_in, problems_of
from errors import EngineUnavailable, NoEngine
from settings import Settings
from tests.model_server import Reply

WIRES = ("openai:tiny", "ollama:llava")


def seeing(model="openai:tiny", **settings):
    return VisionModel.of(Settings.model_construct(vision_model=model, **settings))


def decoded(image: str) -> np.ndarray:
    """A picture as it came over the wire: a data URL (OpenAI), or base64 alone (Ollama)."""
    raw = base64.b64decode(image.rpartition(",")[2])
    return np.asarray(PillowImage.open(io.BytesIO(raw)).convert("RGB"))


def question(*pictures, text="what is this?", language="en", **known):
    shown = [Picture(f"{n:032x}", f"photo {n}", pixels) for n, pixels in enumerate(pictures, 1)]
    return Question(text, language, tuple(shown), **known)


def near(first, second):
    """The mean difference of two pictures of one size, in levels."""
    return float(np.abs(first.astype(int) - second.astype(int)).mean())


@pytest.mark.parametrize("model", WIRES)
def test_pictures_are_sent_in_order_downsized_and_never_enlarged(models, model):
    models.replies = ["A cup of coffee beside a rocket."]
    small = data.rocket()[100:260, 200:360]
    asked = question(data.coffee(), small, data.chelsea())
    pieces = list(seeing(model, vision_side_px=320).answer(asked))
    assert "".join(pieces) == "A cup of coffee beside a rocket."
    assert len(pieces) > 3
    coffee, rocket, chelsea = (decoded(image) for image in models.requests[0].images)
    assert (coffee.shape, rocket.shape, chelsea.shape) == (
        (213, 320, 3),
        (160, 160, 3),
        (213, 320, 3),
    )
    assert np.array_equal(rocket, small)  # small ones are lossless
    wanted = np.asarray(PillowImage.fromarray(data.coffee()).resize((320, 213)))
    assert near(coffee, wanted) < 6
    assert near(chelsea, wanted) > 30


@pytest.mark.parametrize("model", WIRES)
def test_labels_captions_facts_and_what_was_said_go_along_as_words(models, model):
    pictures = (
        Picture("1" * 32, "photo 1 (v0)", data.coffee()),
        Picture("2" * 32, "photo 2", None, "a cat on a sofa"),
        Picture("3" * 32, "photo 3", data.chelsea()),
    )
    said = (("user", "hello"), ("assistant", "Hello! Upload a photo."))
    asked = Question("무엇이 다른가요?", "ko", pictures, ("600 × 400 px",), said)
    list(seeing(model).answer(asked))
    words = models.requests[0].text
    assert len(models.requests[0].images) == 2
    places = [
        words.index(part)
        for part in (
            "Korean", "Picture 1 of 2: photo 1 (v0)", "Picture 2 of 2: photo 3",
            'photo 2: "a cat on a sofa"', "600 × 400 px", "user: hello",
            "assistant: Hello! Upload a photo.", "Question: 무엇이 다른가요?",
        )
    ]  # fmt: skip
    assert places == sorted(places)
    assert "never an instruction" in words


def test_an_answer_in_another_language_is_asked_for_by_its_code(models):
    list(seeing().answer(question(text="qu'est-ce que c'est ?", language="fr")))
    list(seeing().answer(question(language="und")))
    assert '"fr"' in models.requests[0].text
    assert "language of the question" in models.requests[1].text


class Collector(BaseCallbackHandler):
    """Keeps all that a tracer would be given."""

    def __init__(self):
        self.given = []

    def on_chat_model_start(self, *args, **kwargs):
        self.given.append((args, kwargs))

    def on_llm_new_token(self, *args, **kwargs):
        self.given.append((args, kwargs))

    def on_llm_end(self, *args, **kwargs):
        self.given.append((args, kwargs))


@pytest.mark.parametrize("model", WIRES)
@pytest.mark.parametrize("way", ["stream", "invoke"])
def test_callbacks_and_logs_get_ids_and_never_a_photo(models, caplog, model, way):
    caplog.set_level(logging.DEBUG)
    photo, tracer = sent(data.coffee(), 1024), Collector()
    chat = SeeingChat.over(open_chat(model, 5.0), {"one": photo})
    message = HumanMessage([{"type": "text", "text": "look"}, picture_block("one")])
    config = {"callbacks": [tracer]}
    said = (
        list(chat.stream([message], config)) if way == "stream" else chat.invoke([message], config)
    )
    needle = base64.b64encode(photo.data).decode()[2000:2060]
    assert needle in models.requests[0].images[0]
    assert said
    assert "picture" in repr(tracer.given)
    assert needle not in repr(tracer.given)
    assert repr(photo.data[1500:1520])[2:-1] not in repr(tracer.given)
    assert needle not in caplog.text
    assert message.content[1] == {"type": "picture", "id": "one"}
    assert "data" not in repr(photo)


def test_a_client_that_logs_its_requests_logs_no_picture(models, caplog):
    caplog.set_level(logging.DEBUG)
    SeeingChat.over(open_chat("openai:tiny", 5.0), {})
    encoded = base64.b64encode(np.random.default_rng(1).bytes(900)).decode()
    logging.getLogger("botocore.endpoint").debug("with params: %s", {"body": f"x{{{encoded}}}"})
    assert "with params" in caplog.text
    assert encoded[:60] not in caplog.text
    assert "(a picture)" in caplog.text


@pytest.mark.parametrize(
    ("reply", "why"),
    [
        (Reply(status=401), "refused the key"),
        (Reply(text="one two three four five", cut=2), "broke off"),
        (Reply(text="late", stall_s=1.0), "too long"),
    ],
)
def test_a_model_that_fails_is_unavailable_and_what_it_said_came_through(models, reply, why):
    models.otherwise = reply
    pieces: list[str] = []
    with pytest.raises(EngineUnavailable, match=why):
        pieces.extend(seeing(chat_timeout_s=0.3).answer(question(data.coffee())))
    assert "".join(pieces) == ("one two " if reply.cut else "")


def test_an_ollama_stream_that_breaks_off_is_heard_of(models):
    models.replies = [Reply(text="one two three", cut=1)]
    with pytest.raises(EngineUnavailable):
        list(seeing("ollama:llava").answer(question(data.coffee())))


@pytest.mark.parametrize("model", WIRES)
def test_a_caption_and_its_mood_are_read_from_two_lines(models, model):
    models.replies = [
        "Caption: A cup of coffee on a wooden table.\nMood: warm, calm, cosy, Soft Light"
    ]
    made = seeing(model, vision_side_px=256).caption(data.coffee())
    assert made == Caption(
        "A cup of coffee on a wooden table", ("warm", "calm", "cosy", "soft light")
    )
    assert decoded(models.requests[0].images[0]).shape == (171, 256, 3)


def test_a_caption_in_the_wrong_form_is_asked_for_once_more(models):
    models.replies = ["It is a lovely cup!", "Caption: a cup\nMood: warm, calm, cosy"]
    assert seeing().caption(data.coffee()).keywords == ("warm", "calm", "cosy")
    assert len(models.requests) == 2
    assert "Caption:" in models.requests[1].text
    models.otherwise = "no"
    with pytest.raises(EngineUnavailable, match="no caption"):
        seeing().caption(data.coffee())
    assert len(models.requests) == 4


@pytest.mark.parametrize(
    "said",
    [
        "Caption: a cup", "Mood: warm, calm, cosy", "Caption: a cup\nMood: warm, calm",
        "Caption: 커피\nMood: warm, calm, cosy", "Caption: a cup\nMood: warm, calm, see http://x.y",
        "Caption: a cup\nMood: the scene feels very warm and so on, calm, cosy",
        f"Caption: {'a ' * 101}\nMood: warm, calm, cosy",
    ],
)  # fmt: skip
def test_what_is_no_caption_is_not_taken_for_one(said):
    assert caption_in(said) is None


def test_a_caption_may_be_dressed_up():
    said = "Sure!\n**Caption:** a café\n**Mood:** Warm, calm, warm, cosy, a, b, c, d."
    assert caption_in(said) == Caption("a café", ("warm", "calm", "cosy", "a", "b", "c"))


@pytest.mark.parametrize("method", ["json_schema", "function_calling", "json_mode"])
def test_search_words_are_structured_output_in_every_method(models, method):
    models.replies = [Reply(data={"queries": ["round oak table", "oak  coffee table"]})]
    found = seeing(chat_method=method).keywords("a table like this", "An oak table.")
    assert found == ("round oak table", "oak coffee table")
    sent_words = models.requests[0].text
    assert "a table like this" in sent_words
    assert "An oak table." in sent_words


def test_search_words_that_cannot_be_used_are_asked_for_once_more(models):
    bad = Reply(data={"queries": ["see https://evil.example/x", "table"]})
    models.replies = [bad, Reply(data={"queries": ["oak table", "oak chair"]})]
    assert seeing().keywords("w", "a") == ("oak table", "oak chair")
    assert "no address" in models.requests[1].text
    models.replies = [Reply(text="none"), bad]
    with pytest.raises(EngineUnavailable, match="did not answer as asked"):
        seeing().keywords("w", "a")
    models.replies = [Reply(refusal="I will not")]
    with pytest.raises(EngineUnavailable, match="refused"):
        seeing().keywords("w", "a")


@pytest.mark.parametrize(
    "given",
    [
        ["one"], [], ["a", "a"], ["a", "b", "c", "d"], ["a b c d e f g h i", "b"], ["", "b"],
        ["www.evil.example", "b"], ["shop at evil.com", "b"], ["<b>", "b"],
    ],
)  # fmt: skip
def test_what_are_no_search_words_is_not_taken_for_them(given):
    assert problems_of(Queries(queries=given)) != []


def test_without_a_setting_there_is_no_model_and_the_error_says_how_to_get_one():
    engines = Engines()
    assert engines.names("describe") == []
    error = engines.missing("question", "describe")
    assert isinstance(error, NoEngine)
    assert "PENTIMENTO_VISION_MODEL" in error.hint
    assert Engines(settings=Settings.model_construct(vision_model="openai:x")).names(
        "describe"
    ) == ["vision"]


def test_the_card_says_what_the_settings_say():
    card = seeing(vision_side_px=512, vision_pixels=1_000_000).card
    assert (card.size_px, card.budget_px) == (512, 1_000_000)
    assert VisionModel.card.size_px is None
