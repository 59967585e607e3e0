import logging

import httpx
import pytest
from langchain_core.messages import HumanMessage

from engines.chat_model import lack_of, open_chat, spoken_to
from errors import EngineUnavailable
from tests.model_server import Reply

MODELS = ("openai:tiny", "ollama:tiny")


def said(model, timeout_s=5.0):
    with spoken_to(model):
        return open_chat(model, timeout_s).invoke([HumanMessage("hello")]).text


@pytest.mark.parametrize("model", MODELS)
def test_a_name_is_enough_to_talk_to_a_server_at_its_own_address(models, model):
    models.otherwise = "good day"
    assert said(model) == "good day"
    assert models.requests[0].body["model"] == "tiny"


@pytest.mark.parametrize(
    ("status", "what", "hint"),
    [
        (401, "it refused the key", "check the key"),
        (403, "it refused access", "check what the key may use"),
        (404, "it does not know the model", "check the model's name"),
        (429, "it is busy", "try again"),
        (503, r"its server failed \(503\)", "try again"),
    ],
)
@pytest.mark.parametrize("model", MODELS)
def test_an_error_of_the_server_says_what_to_do(models, model, status, what, hint):
    models.otherwise = Reply(status=status)
    with pytest.raises(EngineUnavailable, match=f"`{model}` did not answer: {what}") as caught:
        said(model)
    assert caught.value.hint.startswith(hint)
    assert caught.value.__cause__ is not None


@pytest.mark.parametrize("model", MODELS)
def test_a_slow_server_is_given_up_after_the_timeout(models, model):
    models.otherwise = Reply("late", stall_s=0.6)
    with pytest.raises(EngineUnavailable, match="it took too long") as caught:
        said(model, timeout_s=0.1)
    assert "PENTIMENTO_CHAT_TIMEOUT_S" in caught.value.hint


@pytest.mark.parametrize("model", MODELS)
def test_an_address_where_nothing_answers_is_said(monkeypatch, model):
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")  # the discard port: closed
    monkeypatch.setenv("OLLAMA_HOST", "http://127.0.0.1:9")
    with pytest.raises(EngineUnavailable, match="nothing answers at its address"):
        said(model)


@pytest.mark.parametrize("model", ["tiny", "nobody:tiny"])
def test_a_name_without_a_known_provider_is_explained(model):
    with pytest.raises(EngineUnavailable, match="cannot be opened") as caught:
        open_chat(model, 1.0)
    assert '"provider:name"' in caught.value.hint


def test_a_provider_whose_key_is_missing_is_explained(monkeypatch):
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "OPENAI_API_BASE"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(EngineUnavailable):
        open_chat("openai:tiny", 1.0)


@pytest.mark.parametrize("model", MODELS)
def test_a_body_that_is_no_chat_servers_is_said(models, model):
    models.otherwise = Reply(raw=b"<html>Please log in</html>")
    with pytest.raises(EngineUnavailable, match="is no chat server's answer"):
        said(model)


def test_what_is_no_failure_of_a_service_passes_through():
    with pytest.raises(ZeroDivisionError), spoken_to("openai:tiny"):
        raise ZeroDivisionError


def test_a_lack_names_the_setting_or_the_extra():
    unset = lack_of(None, "PENTIMENTO_CHAT_MODEL")
    assert unset
    assert unset.what == "PENTIMENTO_CHAT_MODEL is not set"
    assert lack_of("openai:tiny", "PENTIMENTO_CHAT_MODEL") is None
    assert lack_of("ollama:tiny", "PENTIMENTO_CHAT_MODEL") is None


def test_bedrock_lacks_its_own_extra_where_it_is_not_installed():
    pytest.importorskip("langchain")
    lack = lack_of("bedrock_converse:nova", "PENTIMENTO_CHAT_MODEL")
    try:
        import langchain_aws  # noqa: F401  # only whether it is there
    except ImportError:
        assert lack
        assert (lack.what, lack.command) == (
            "the `bedrock` extra is not installed", "make install EXTRAS=chat,bedrock",
        )  # fmt: skip
    else:
        assert lack is None


def test_a_photo_that_a_provider_quotes_stands_neither_in_the_error_nor_in_the_log(caplog):
    photo = "/9j/4AAQ" * 500
    with (
        caplog.at_level(logging.WARNING),
        pytest.raises(EngineUnavailable) as caught,
        spoken_to("m"),
    ):
        raise httpx.HTTPError(f"bad picture {photo}, send a JPEG")
    assert caught.value.message == "`m` did not answer: bad picture (data), send a JPEG"
    assert "bad picture (data), send a JPEG" in caplog.text  # what the hint promises
