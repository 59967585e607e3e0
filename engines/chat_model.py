"""Any LangChain chat model by its name, its failures as this house's errors.

Providers differ in their exceptions, not in what went wrong: `spoken_to` is the one boundary.
"""

import logging
import os
import re
import sys
from collections.abc import Generator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import Any

from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.exceptions import OutputParserException
from langchain_core.language_models import BaseChatModel
from langchain_core.outputs import LLMResult
from langchain_core.runnables import RunnableConfig

from engines.protocols import Lack
from errors import EngineUnavailable
from settings import Settings

log = logging.getLogger(__name__)

MOST_WRITTEN = 20_000  # characters of a structured answer; a plan of eight steps has 8000
RETRIES = 2  # of the provider's client, with back-off: 429, 5xx, a lost connection
PACKAGES = {  # provider: (its package, the extra that installs it)
    "openai": ("langchain_openai", "chat"),
    "ollama": ("langchain_ollama", "chat"),
    "bedrock": ("langchain_aws", "bedrock"),
    "bedrock_converse": ("langchain_aws", "bedrock"),
}
_FAILURES = (
    ("openai", "OpenAIError"),
    ("ollama", "ResponseError"),
    ("httpx", "HTTPError"),
    ("botocore.exceptions", "BotoCoreError"),
    ("botocore.exceptions", "ClientError"),
    ("anthropic", "AnthropicError"),
)
# What the clients run into, unguarded, where a body is HTML, or JSON of another shape.
_MALFORMED = (ValueError, TypeError, AttributeError, LookupError)
_SAID = {
    401: ("it refused the key", "check the key in the environment (OPENAI_API_KEY ...)"),
    403: ("it refused access", "check what the key may use"),
    404: ("it does not know the model", "check the model's name in the setting"),
    429: ("it is busy (429)", "try again in a moment"),
}
_ENCODED = re.compile(r"[A-Za-z0-9+/]{100,}={0,2}")  # a provider may quote the photo it was sent


def lack_of(model: str | None, setting: str) -> Lack | None:
    """Return what a chat model named by a setting lacks on this machine.

    Args:
        model: the setting's value, "provider:name".
        setting: its environment variable.
    """
    if not model:
        install = "" if find_spec("langchain") else "make install EXTRAS=chat && "
        return Lack(f"{setting} is not set", f"{install}{setting}=openai:NAME make run")
    package, extra = PACKAGES.get(model.partition(":")[0], ("langchain", "chat"))
    wanted = extra if extra == "chat" else f"chat,{extra}"
    if find_spec("langchain") is None or find_spec(package) is None:
        return Lack(f"the `{extra}` extra is not installed", f"make install EXTRAS={wanted}")
    return None


def open_chat(model: str, timeout_s: float) -> BaseChatModel:
    """Return the chat model "provider:name": temperature 0, a timeout, two retries.

    Raises:
        EngineUnavailable: the name, or a key that its client wants at once, is missing.
    """
    from langchain.chat_models import init_chat_model

    with spoken_to(model), _explained(model):
        return init_chat_model(model, **_arguments(model, timeout_s))


def ask_of(settings: Settings, model: str) -> BaseChatModel:
    """Return the chat model as the settings say."""
    return open_chat(model, settings.chat_timeout_s)


def unheard(model: str) -> RunnableConfig:
    """Return how to call a model whose words are for this program, not for the person.

    The tag keeps them out of LangGraph's stream of what a model says. What is far too long is an
    `EngineUnavailable`: LangChain's parser of JSON takes minutes for 100 kB of prose.
    """
    return {"tags": ["nostream"], "callbacks": [_Brief(model)]}


class _Brief(BaseCallbackHandler):
    raise_error = True

    def __init__(self, model: str) -> None:
        self._model = model

    def on_llm_end(self, response: LLMResult, **_: Any) -> None:  # noqa: ANN401  # its signature
        if any(len(made.text) > MOST_WRITTEN for each in response.generations for made in each):
            raise EngineUnavailable(
                f"`{self._model}` wrote far more than it was asked for",
                hint="try again, or choose another chat model",
            )


def _arguments(model: str, timeout_s: float) -> dict[str, Any]:
    provider = model.partition(":")[0]
    if provider == "openai":
        # A server of one's own asks for no key, but the client does.
        key = {} if os.environ.get("OPENAI_API_KEY") else {"api_key": "none"}
        own = os.environ.get("OPENAI_BASE_URL") or os.environ.get("OPENAI_API_BASE")
        plain = {"use_responses_api": False} if own else {}
        timed = {"timeout": timeout_s, "max_retries": RETRIES}
        return {"temperature": 0, **timed, **plain, **(key if own else {})}
    if provider == "ollama":
        return {"temperature": 0, "client_kwargs": {"timeout": timeout_s}}
    return {"temperature": 0}


@contextmanager
def _explained(model: str) -> Generator[None]:
    try:
        yield
    except (ValueError, ImportError) as error:  # pydantic's ValidationError is a ValueError
        raise EngineUnavailable(
            f"the chat model `{model}` cannot be opened: {_first_line(error)}",
            hint='use "provider:name", for example "openai:NAME" or "ollama:NAME"',
        ) from error


@contextmanager
def spoken_to(model: str) -> Generator[None]:
    """Turn what a provider's client raises into `EngineUnavailable`.

    Raises:
        EngineUnavailable: no answer in time, a refusal, a lost connection, a body that is no
            chat server's; the message says which. Hold the call alone: a bug inside reads the same.
    """
    try:
        yield
    except failures() as error:
        log.warning("%s did not answer: %s", model, _legible(error))
        what, hint = _what(error)
        raise EngineUnavailable(f"`{model}` did not answer: {what}", hint=hint) from error
    except _MALFORMED as error:
        log.warning("%s did not answer: %s", model, _legible(error))
        raise EngineUnavailable(
            f"`{model}` did not answer: what came back is no chat server's answer",
            hint="check its address (OPENAI_BASE_URL ends in /v1)",
        ) from error


def failures() -> tuple[type[Exception], ...]:
    """Return the exceptions of the clients that are loaded: one that is not has raised nothing."""
    known: list[type[Exception]] = [ConnectionError, TimeoutError, OutputParserException]
    for module, name in _FAILURES:
        if module in sys.modules:
            known.append(getattr(sys.modules[module], name))
    return tuple(known)


def _what(error: Exception) -> tuple[str, str]:
    status = getattr(error, "status_code", None)
    if status in _SAID:
        return _SAID[status]
    if isinstance(status, int) and status >= 500:
        return f"its server failed ({status})", "try again in a moment"
    name = type(error).__name__
    if "Timeout" in name:
        return "it took too long", "try again, or raise PENTIMENTO_CHAT_TIMEOUT_S"
    if "Connect" in name:
        return "nothing answers at its address", "start its server, or check OPENAI_BASE_URL"
    return _first_line(error), "the server's log says more"


def _first_line(error: Exception) -> str:
    return (_legible(error).splitlines() or [type(error).__name__])[0][:200].rstrip(".")


def _legible(error: Exception) -> str:
    """What an error says, without encoded photos, as far as anybody would read."""
    return _ENCODED.sub("(data)", str(error))[:2000]
