"""One structured answer of a chat model, checked; asked for once more where it is of no use."""

import json
import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Generic, Self, TypeVar, cast

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage
from pydantic import BaseModel, ValidationError

from engines.chat_model import ask_of, lack_of, spoken_to, unheard
from engines.protocols import Lack
from errors import EngineUnavailable
from settings import Settings

log = logging.getLogger(__name__)
TRIES = 2
LONGEST_QUOTE = 2000  # characters of a bad answer, and of what is wrong with it, that are told
_AGAIN = "Your last answer cannot be used: {problems}. Answer again, in the same form."
_ENDED, _CUT_OFF = ("finish_reason", "done_reason", "stopReason"), ("length", "max_tokens")
Answer = TypeVar("Answer", bound=BaseModel)


class Asked(Generic[Answer]):
    """Asks the chat model of the settings for answers of one form."""

    def __init__(self, settings: Settings, form: type[Answer], system: str) -> None:
        """The model is opened on first use; `system` says what to do, and names the form."""
        self._settings, self._form, self._system = settings, form, system
        self._opened: Any = None

    def ask(self, given: str, problems_of: Callable[[Answer], Sequence[str]]) -> Answer:
        """Return the answer on `given`.

        Args:
            given: the user's message.
            problems_of: what is wrong with an answer of the right form, in words for the model.

        Raises:
            EngineUnavailable: no answer, or twice one that is of no use.
        """
        name = self._settings.chat_model or ""
        said: list[BaseMessage] = [SystemMessage(self._system), HumanMessage(given)]
        for _ in range(TRIES):
            with spoken_to(name):
                reply = cast(dict[str, Any], self._chat(name).invoke(said))
            if _refused(cast(AIMessage, reply["raw"])):
                raise EngineUnavailable(
                    f"`{name}` refused to do this",
                    hint="say it in other words, or choose another chat model",
                )
            answer, problems = self._read(reply)
            problems = problems or problems_of(cast(Answer, answer))
            if not problems:
                return cast(Answer, answer)
            told = "; ".join(problems)
            log.warning("%s did not answer as asked: %.500s", name, told)
            again = _AGAIN.format(problems=told[:LONGEST_QUOTE])
            said = [*said[:2], AIMessage(_written(reply)[:LONGEST_QUOTE]), HumanMessage(again)]
        raise EngineUnavailable(
            f"`{name}` did not answer as asked",
            hint="say it in other words, or choose another chat model",
        )

    def _chat(self, name: str) -> Any:  # noqa: ANN401  # a runnable over dicts
        if self._opened is None:
            chat: BaseChatModel = ask_of(self._settings, name)
            method = self._settings.chat_method
            self._opened = chat.with_structured_output(
                _schema(self._form),
                method=method,
                include_raw=True,
                strict=None if method == "json_mode" else True,
            ).with_config(unheard(name))
        return self._opened

    def _read(self, reply: Mapping[str, Any]) -> tuple[Answer | None, Sequence[str]]:
        ended = cast(AIMessage, reply["raw"]).response_metadata
        if any(ended.get(key) in _CUT_OFF for key in _ENDED):
            return None, ["it was cut off: write less"]  # LangChain closes its open brackets
        fields = ", ".join(self._form.model_fields)
        if not isinstance(reply["parsed"], dict):
            return None, [f"it is no JSON object with: {fields}"]
        try:
            return self._form.model_validate(reply["parsed"]), []
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(str(part) for part in first["loc"])
            return None, [f"{place}: {first['msg']} (the fields are: {fields})"]


class ByChat(Generic[Answer]):
    """What the engines that get a form filled in by the chat model of the settings share."""

    form: type[Answer]
    system: str

    def __init__(self, settings: Settings) -> None:
        """The model is opened on first use."""
        self._asked = Asked(settings, self.form, self.system)

    @classmethod
    def lacks(cls, settings: Settings) -> Lack | None:
        """Return what the chat model of the settings lacks."""
        return lack_of(settings.chat_model, "PENTIMENTO_CHAT_MODEL")

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """Make it with the chat model of the settings."""
        return cls(settings)


def _refused(raw: AIMessage) -> bool:
    """Whether the model declines, as the chat API or the responses API says it."""
    blocks = [block for block in raw.content if isinstance(block, dict)]
    refused = any(block.get("type") == "refusal" for block in blocks)
    filtered = raw.response_metadata.get("finish_reason") == "content_filter"
    return refused or filtered or bool(raw.additional_kwargs.get("refusal"))


def _schema(form: type[BaseModel]) -> dict[str, Any]:
    """The form as JSON schema, closed and with every field required, as strict output wants it."""
    made = form.model_json_schema()
    plain = {
        name: {
            key: value for key, value in about.items() if key in ("type", "items", "description")
        }
        for name, about in made["properties"].items()
    }
    return {
        "title": form.__name__.lower(),
        "description": made["description"],
        "type": "object",
        "properties": plain,
        "required": [*plain],
        "additionalProperties": False,
    }


def _written(reply: Mapping[str, Any]) -> str:
    """What the model wrote, as words: a tool's call may not stand in a conversation unanswered."""
    if reply["parsed"] is not None:
        return json.dumps(reply["parsed"], ensure_ascii=False)
    return str(cast(AIMessage, reply["raw"]).content) or "(nothing)"


def enclosed(text: str, tag: str) -> str:
    """Return a text in tags that it cannot close itself: it is material, never an order."""
    number, name = 1, tag
    while f"</{name}>" in text:
        number += 1
        name = f"{tag}-{number}"
    return f"<{name}>\n{text}\n</{name}>"
