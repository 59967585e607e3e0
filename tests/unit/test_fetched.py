"""With PENTIMENTO_DOWNLOAD=auto: a turn that waits for weights says so, and can be stopped."""

from dataclasses import replace

import pytest
from langgraph.store.memory import InMemoryStore

from checkpoints.memory import Memory
from engines import Engines
from engines.protocols import Card, Step, Weights
from engines.weights import folder_of
from errors import Cancelled
from nodes.compose_prompt import compose_prompt
from nodes.translate import translated
from tests.fakes import Painter, registry
from tests.hub_server import HubServer
from tests.unit.pulled import part, weights

pytest.importorskip("huggingface_hub", reason="the onnx extra is not installed")


class Reader(Painter):
    """Counts the words of an order by its tokenizer, which lies among its weights."""

    card = replace(
        Painter.card,
        name="reader",
        prompt="instruction",
        languages=frozenset({"en"}),
        prompt_tokens=77,
        weights=Weights("own/opus", ("*.json", "pytorch_model.bin"), 3_000_000, "MIT"),
    )

    @classmethod
    def of(cls, settings):
        made = cls()
        made.settings = settings
        return made

    def tokens(self, prompt):
        assert folder_of(self.card, self.settings), "it would be got here, in silence"
        return len(prompt.split())


class Closed(Reader):
    card = replace(Reader.card, weights=replace(Reader.card.weights, open=False))


class Interpreter:
    card = Card(
        "interpreter", "translate", "reads Korean", mask="none", languages=frozenset({"ko"}),
        weights=Reader.card.weights,
    )  # fmt: skip

    def translate(self, text):
        pytest.fail("its weights are not here yet")


@pytest.fixture
def engines(hub: HubServer) -> Engines:
    hub.pause_s = 0.02
    named = registry(
        generate={"reader": f"{__name__}:Reader"},
        translate={"interpreter": f"{__name__}:Interpreter"},
    )
    return Engines(named, weights(download="auto"))


def composed(engines, images, progress):
    step = Step(
        op="generate", target=None, instruction="paint a house", args={}, needs_region=False
    )
    state = {"plan": [step], "turn": {"language": "en", "said": []}, "draft": {"engine": "reader"}}
    return compose_prompt(
        state,
        images=images,
        engines=engines,
        memory=Memory(InMemoryStore(), "me"),
        progress=progress,
    )


def stop(done, _total, _preview=None):
    if done >= 1:
        raise Cancelled("stopped")


def test_the_words_are_counted_when_the_tokenizer_is_here_and_the_wait_is_told(engines, images):
    told = []
    made = composed(engines, images, lambda done, total, preview=None: told.append((done, total)))
    assert made["draft"]["prompt"] == "paint a house"
    assert any(0 < done < total == 3 for done, total in told)  # megabytes


def test_a_turn_is_stopped_while_it_waits_for_a_tokenizer_and_what_came_is_kept(engines, images):
    with pytest.raises(Cancelled):
        composed(engines, images, stop)
    assert part().stat().st_size >= 1_000_000


def test_a_turn_is_stopped_while_an_engine_s_weights_come_and_holds_nobody_up(engines):
    with pytest.raises(Cancelled), engines.alone("reader", stop):
        pytest.fail("its weights are not here yet")
    told = []
    with engines.alone("reader", lambda *now: told.append(now)):
        assert folder_of(Reader.card, engines.settings)
    assert told


def test_a_turn_is_stopped_while_a_translator_s_weights_come(engines):
    with pytest.raises(Cancelled):
        translated("집을 그려 줘", "ko", engines, stop)


def test_weights_that_a_turn_may_not_get_are_left_to_the_engine_to_name(hub: HubServer, tmp_path):
    for name, more in (("Closed", {}), ("Reader", {"models": {"reader": str(tmp_path)}})):
        named = registry(generate={"reader": f"{__name__}:{name}"})
        with Engines(named, weights(download="auto", **more)).alone("reader", stop):
            pass
    assert hub.asked == []
