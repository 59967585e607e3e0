"""Questions on photos: what a model is shown, how its words come back. Real HTTP on loopback."""

import base64
import io

import numpy as np
import pytest
from langgraph.store.memory import InMemoryStore
from PIL import Image as PillowImage
from skimage import data

from checkpoints.memory import Memory
from engines import Engines
from graph.wire import TurnRequest
from nodes.answer import answer
from nodes.facts import by_file
from settings import Settings
from tests.conftest import encoded
from tests.fakes import ONLOOKER, registry
from tests.model_server import Reply

SEEING = Settings.model_construct(vision_model="openai:tiny", chat_timeout_s=5.0)
POINT = {"points_xy": [[322, 250]], "point_labels": [1]}
SAID = "A cup of coffee stands on a wooden table, and it is full."


def decoded(image: str) -> np.ndarray:
    raw = base64.b64decode(image.rpartition(",")[2])
    return np.asarray(PillowImage.open(io.BytesIO(raw)).convert("RGB"))


def is_of(sent: str, pixels: np.ndarray) -> bool:
    """Whether a picture as it was sent shows what `pixels` do."""
    got = decoded(sent)
    wanted = PillowImage.fromarray(pixels).resize((got.shape[1], got.shape[0]))
    return float(np.abs(got.astype(int) - np.asarray(wanted).astype(int)).mean()) < 8


def settings(**changed):
    return SEEING.model_copy(update=changed)


def labels(words: str) -> list[str]:
    return [line for line in words.splitlines() if line.startswith("Picture ")]


@pytest.mark.parametrize("model", ["openai:tiny", "ollama:llava"])
async def test_an_answer_is_streamed_piece_by_piece_and_said_once(talk, models, coffee, model):
    models.replies = [Reply(text=SAID, pause_s=0.03)]
    async with talk(settings=settings(vision_model=model)) as thread:
        image_id = thread.images.put(coffee, name="cup.jpg").image_id
        events = await thread.events(text="what is in this photo?", image_id=image_id)
    tokens = [e["data"]["text"] for e in events if e["event"] == "token"]
    assert len(tokens) > 3
    assert "".join(tokens) == SAID
    assert events[-1]["event"] == "done"
    assert events[-1]["data"]["text"] == SAID
    request = models.requests[0]
    assert len(request.images) == 1
    assert is_of(request.images[0], data.coffee())
    assert "cup.jpg: 600 × 400 px" in request.text
    assert "Question: what is in this photo?" in request.text


async def test_what_follows_an_answer_is_a_token_of_its_own(talk, models, coffee):
    models.replies = [SAID, "Brown."]
    async with talk(settings=SEEING) as thread:
        image_id = thread.images.put(coffee).image_id
        events = await thread.events(text="make it sepia, then what do you see?", image_id=image_id)
        text = "".join(e["data"]["text"] for e in events if e["event"] == "token")
        assert text.split() == events[-1]["data"]["text"].split()
        assert text.startswith(SAID + " Done: sepia")
        shown = (await thread.events(text="what is it?"))[-1]["data"]["text"]
    assert shown == "Brown."
    first, second = models.requests
    assert is_of(second.images[0], decoded(first.images[0]))
    assert not is_of(second.images[0], data.coffee())  # the picture on the screen is sepia
    assert "assistant: " + SAID in second.text
    assert "v1, from v0: adjust; sepia" in second.text


async def test_several_photos_are_shown_in_the_conversations_order(talk, models, coffee, rocket):
    async with talk(settings=SEEING) as thread:
        first, second = thread.images.put(rocket).image_id, thread.images.put(coffee).image_id
        third = thread.images.put(encoded(data.chelsea(), "JPEG", quality=92)).image_id
        await thread.send(image_id=first)
        await thread.turns.attach("local", "t", second)
        await thread.send(text="what do they share?", with_image_ids=[third])
    sent = models.requests[-1]
    assert len(sent.images) == 3
    shown = zip(sent.images, (data.rocket(), data.coffee(), data.chelsea()), strict=True)
    assert all(is_of(image, pixels) for image, pixels in shown)
    assert labels(sent.text) == [
        "Picture 1 of 3: photo 1 (v0, on the screen)",
        "Picture 2 of 3: photo 2",
        "Picture 3 of 3: photo 3, sent along with the question",
    ]
    assert "The photo sent along: " in sent.text


async def test_what_does_not_fit_goes_by_its_caption_made_once(talk, models, coffee, rocket):
    budget = settings(vision_pixels=640 * 427 + 5, vision_side_px=1024)
    rocketed = "Caption: a rocket\nMood: bold, bright, tense"
    cup = "Caption: a cup of coffee\nMood: warm, calm, cosy"
    models.replies = [cup, "one", "two", rocketed, "three"]
    async with talk(settings=budget) as thread:
        await thread.send(image_id=thread.images.put(rocket).image_id)
        await thread.turns.attach("local", "t", thread.images.put(coffee).image_id)
        await thread.send(text="what do you see?")
        await thread.send(text="what do you see now?")
        await thread.send(text="what colour is the cup in the second photo?")
    caption, one, two, _, three = models.requests
    assert is_of(caption.images[0], data.coffee())
    for request in (one, two):
        assert len(request.images) == 1
        assert is_of(request.images[0], data.rocket())
        assert 'photo 2: "a cup of coffee"' in request.text
    assert is_of(three.images[0], data.coffee())  # it was named: it comes first
    assert labels(three.text) == ["Picture 1 of 1: photo 2"]
    assert 'photo 1 (v0, on the screen): "a rocket"' in three.text


async def test_a_photo_without_a_caption_is_said_to_be_there(talk, models, coffee, rocket):
    models.replies = ["no", "no", SAID]
    async with talk(settings=settings(vision_pixels=1)) as thread:
        await thread.send(image_id=thread.images.put(rocket).image_id)
        await thread.turns.attach("local", "t", thread.images.put(coffee).image_id)
        reply = await thread.send(text="what do you see?")
    assert reply["text"] == SAID
    assert "photo 2: none" in models.requests[-1].text


@pytest.mark.parametrize(("words", "selected"), [("what is it?", True), ("이 사진 뭐야?", False)])
async def test_what_is_pointed_at_goes_first_as_a_crop(talk, models, rocket, words, selected):
    async with talk(settings=SEEING) as thread:
        image_id = thread.images.put(rocket).image_id
        mask_id = thread.mask(image_id, (305, 120, 340, 300))
        region = {"mask_id": mask_id}
        await thread.send(text="what is it?", image_id=image_id, region=region, confirmed=True)
        await thread.send(text=words)
    pointed, after = models.requests
    crop = decoded(pointed.images[0])
    x0, x1, y0, y1 = 305 - 90, 340 + 90, 120 - 90, 300 + 90
    assert crop.shape[:2] == (y1 - y0, x1 - x0)
    assert is_of(pointed.images[0], data.rocket()[y0:y1, x0:x1])
    assert is_of(pointed.images[1], data.rocket())
    assert labels(pointed.text)[0].startswith("Picture 1 of 2: what is pointed at")
    assert len(after.images) == (2 if selected else 1)  # a selection counts where the words say so


async def test_a_click_is_enough_to_ask_what_is_there(talk, models, rocket):
    async with talk(settings=SEEING) as thread:
        image_id = thread.images.put(rocket).image_id
        reply = await thread.send(text="what is it?", image_id=image_id, region=POINT)
    assert reply["asking"] is None
    assert len(models.requests[0].images) == 2
    assert decoded(models.requests[0].images[0]).size < data.rocket().size


@pytest.mark.parametrize("words", ["what changed since the first?", "원본과 뭐가 달라졌어?"])
async def test_a_question_on_versions_shows_both_and_lists_the_steps(talk, models, rocket, words):
    async with talk(settings=SEEING) as thread:
        image_id = thread.images.put(rocket).image_id
        mask_id = thread.mask(image_id, (305, 120, 340, 300))
        await thread.send(text="invert the colours", image_id=image_id)
        said = {"text": "remove this", "region": {"mask_id": mask_id}, "confirmed": True}
        await thread.send(**said)
        await thread.send(text=words)
    sent = models.requests[-1]
    assert labels(sent.text) == [
        "Picture 1 of 2: photo 1 (v0, the original)",
        "Picture 2 of 2: photo 1 as edited (v2, on the screen)",
    ]
    assert is_of(sent.images[0], data.rocket())
    assert is_of(sent.images[1], 255 - data.rocket())
    assert 'v1, from v0: adjust; invert; asked for as "invert the colours"' in sent.text
    assert "v2, from v1: remove" in sent.text
    assert "; 0 pixels outside its mask changed" in sent.text


async def test_transparent_pixels_are_shown_on_white(talk, models):
    photo = np.zeros((40, 60, 4), np.uint8)
    photo[:, 30:, 3] = 255
    async with talk(settings=SEEING) as thread:
        await thread.send(text="what is it?", image_id=thread.images.put(encoded(photo)).image_id)
    shown = decoded(models.requests[0].images[0])
    assert (shown[:, :30] == 255).all()
    assert (shown[:, 30:] == 0).all()


async def test_small_talk_goes_to_the_model_without_pictures_and_greetings_do_not(
    talk, models, coffee
):
    models.replies = ["Why did the pixel cross the road?"]
    async with talk(settings=SEEING) as thread:
        await thread.send(image_id=thread.images.put(coffee).image_id)
        joke = await thread.send(text="tell me a joke")
        hello = await thread.send(text="hello")
    assert joke["text"] == "Why did the pixel cross the road?"
    assert "Hello" in hello["text"]
    assert [request.images for request in models.requests] == [[]]


async def test_without_a_model_the_file_answers_and_else_the_setting_is_named(talk, coffee):
    async with talk() as thread:
        image_id = thread.images.put(coffee).image_id
        size = await thread.send(text="how big is the photo?", image_id=image_id)
        dog = await thread.send(text="how big is the dog?")
        other = await thread.send(text="tell me a joke")
    assert "600 × 400" in size["text"]
    assert dog["problem"]["code"] == "no_engine"
    assert "PENTIMENTO_VISION_MODEL" in dog["problem"]["hint"]
    assert "I edit photos" in other["text"]


async def test_a_question_without_a_photo_asks_for_one(talk, models):
    async with talk(settings=SEEING) as thread:
        reply = await thread.send(text="what is in this photo?")
    assert reply["problem"]["code"] == "no_image"
    assert models.requests == []


async def test_a_model_that_breaks_off_leaves_what_it_said_and_says_so(talk, models, coffee):
    models.replies = [Reply(text=SAID, cut=4, pause_s=0.03)]
    async with talk(settings=SEEING) as thread:
        image_id = thread.images.put(coffee).image_id
        events = await thread.events(text="what is in this photo?", image_id=image_id)
        again = await thread.send(text="what is it made of?")
    done = events[-1]["data"]
    assert done["problem"]["code"] == "engine_unavailable"
    assert done["problem"]["retryable"]
    assert done["text"].startswith("A cup of coffee The answer breaks off here.")
    text = "".join(e["data"]["text"] for e in events if e["event"] == "token")
    assert text.split() == done["text"].split()
    assert again["problem"] is None


async def test_a_model_that_says_nothing_is_unavailable(talk, models, coffee):
    models.replies = [Reply(text=" "), Reply(status=401), Reply(status=401), Reply(status=401)]
    async with talk(settings=SEEING) as thread:
        image_id = thread.images.put(coffee).image_id
        silent = await thread.send(text="what is in this photo?", image_id=image_id)
        down = await thread.send(text="어떤 카메라로 찍었어?")
        other = await thread.send(text="tell me a joke")
    assert silent["problem"]["code"] == "engine_unavailable"
    assert down["problem"] is None  # the file knows
    assert "모델이 답하지 않아서" in down["text"]
    assert "카메라" in down["text"]
    assert "did not answer" in other["text"]


def test_a_wish_is_answered_first_and_stays_in_the_plan(images, coffee):
    image_id = images.put(coffee).image_id
    step = {"op": "recommend", "target": None, "instruction": "a table like this", "args": {}}
    version = {"version_id": "v0", "image_id": image_id, "parent": None}
    turn = {"language": "en", "options": {}, "said": [], "pointed": False, "with_image_ids": []}
    state = {"plan": [step], "turn": turn, "versions": [version], "head": "v0", "messages": []}
    told = []
    update = answer(
        state,
        images=images,
        engines=Engines(registry(describe=ONLOOKER)),
        memory=Memory(InMemoryStore(), "local"),
        tell=lambda event, data: told.append((event, data["text"])),
    )
    assert update["plan"] == [step]
    assert update["turn"]["seen"] == [image_id]
    assert update["turn"]["answered"].startswith("In this photo")
    assert "".join(text for _, text in told).strip() == update["turn"]["answered"]
    assert {event for event, _ in told} == {"token"}


async def test_a_turn_that_is_stopped_keeps_what_was_said(talk, models, coffee):
    models.replies = [Reply(text=" ".join([SAID] * 20), pause_s=0.02)]
    async with talk(settings=SEEING) as thread:
        image_id = thread.images.put(coffee).image_id
        request = {"text": "what is in this photo?", "image_id": image_id}
        tokens, last = [], None
        async for event in thread.turns.events("local", "t", TurnRequest.model_validate(request)):
            last = event
            if event["event"] == "token":
                tokens.append(event["data"]["text"])
                if len(tokens) == 3:
                    await thread.turns.cancel("local", "t")
    assert last["data"]["problem"]["code"] == "cancelled"
    assert last["data"]["text"].startswith("".join(tokens[:3]).strip())
    assert len(last["data"]["text"]) < 400


@pytest.mark.parametrize(
    "question",
    [
        "how big is the dog?",
        "강아지 크기가 얼마야?",
        "how tall is the man?",
        "how wide is this door?",
    ],
)
def test_the_size_of_a_thing_is_not_the_size_of_the_file(question, images):
    assert by_file({"turn": {"language": "en"}, "versions": []}, question, images) == ""


@pytest.mark.parametrize(
    "question",
    [
        "how big is the photo?", "how large is this picture?", "what size is it?", "how big is it?",
        "what's the size?", "이 사진 크기가 얼마야?", "크기가 얼마야?", "what resolution is it?",
        "사진의 가로 길이는?", "what is the size of this image?",
    ],
)  # fmt: skip
def test_the_size_of_the_picture_is(question, images, coffee):
    image_id = images.put(coffee).image_id
    version = {"version_id": "v0", "image_id": image_id}
    state = {"turn": {"language": "en"}, "versions": [version], "head": "v0"}
    assert "600 × 400" in by_file(state, question, images)
