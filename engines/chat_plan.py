"""Understands what is said, in any language, by a chat model."""

import json
import logging
from typing import Any, cast

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage

from engines.chat_model import ask_of, lack_of, spoken_to, unheard
from engines.chat_plan_prompt import again, asked, system
from engines.plan_schema import Unusable, plan_of, schema
from engines.protocols import Card, Lack, Plan
from engines.speaking import PlanContext
from errors import EngineUnavailable
from settings import Settings

log = logging.getLogger(__name__)
TRIES = 3  # one, and two more with what was wrong fed back
_CUT_OFF = ("length", "max_tokens")


class ChatPlanner:
    """Understands what is said, in any language, by a chat model."""

    card = Card(
        name="chat-plan",
        capability="plan",
        summary="understands what is said, in any language, by a chat model",
        mask="none",
        extra="chat",
    )

    def __init__(self, chat: BaseChatModel, *, name: str, method: str) -> None:
        """`name`: the model's, for errors; `method`: how structured output is asked for.

        Raises:
            EngineUnavailable: the provider knows no such method.
        """
        self.name = name
        how = {"method": method, "strict": None if method == "json_mode" else True}
        try:
            structured = chat.with_structured_output(schema(), include_raw=True, **how)
        except (ValueError, TypeError, NotImplementedError) as error:
            raise EngineUnavailable(
                f"`{name}` gives no structured output by {method}",
                hint="choose another PENTIMENTO_CHAT_METHOD, or another chat model",
            ) from error
        self._plan = structured.with_config(unheard(name))

    @classmethod
    def lacks(cls, settings: Settings) -> Lack | None:
        """Return what the chat model of the settings lacks."""
        return lack_of(settings.chat_model, "PENTIMENTO_CHAT_MODEL")

    @classmethod
    def of(cls, settings: Settings) -> "ChatPlanner":
        """Make it with the chat model of the settings.

        Raises:
            EngineUnavailable: the model cannot be opened.
        """
        name = settings.chat_model or ""
        return cls(ask_of(settings, name), name=name, method=settings.chat_method)

    def plan(self, text: str, context: PlanContext) -> Plan:
        """Return the plan of `text`, or the model's question.

        Raises:
            EngineUnavailable: no answer, a refusal, or three times no usable plan.
        """
        messages: list[BaseMessage] = [
            SystemMessage(system(context.abilities)),
            HumanMessage(asked(text, context)),
        ]
        for _ in range(TRIES):
            with spoken_to(self.name):
                reply = cast(dict[str, Any], self._plan.invoke(messages))
            raw = cast(AIMessage, reply["raw"])
            self._check_refusal(raw)
            try:
                return plan_of(_written(reply), text, context, self.card.name)
            except Unusable as error:
                log.warning("%s gave no usable plan: %.500s", self.name, error)
                messages = [*messages[:2], HumanMessage(again(_words(raw), error.problems))]
        raise EngineUnavailable(
            f"`{self.name}` gave no usable plan",
            hint="choose another chat model, or another PENTIMENTO_CHAT_METHOD",
        )

    def _check_refusal(self, raw: AIMessage) -> None:
        filtered = raw.response_metadata.get("finish_reason") == "content_filter"
        if filtered or _refusal(raw):
            raise EngineUnavailable(
                f"`{self.name}` refused to plan this",
                hint="say it in other words, or choose another chat model",
            )


def _refusal(raw: AIMessage) -> bool:
    """Whether the model declines, as the chat API or the responses API says it."""
    blocks = [block for block in raw.content if isinstance(block, dict)]
    refused = any(block.get("type") == "refusal" for block in blocks)
    return refused or bool(raw.additional_kwargs.get("refusal"))


def _written(reply: dict[str, Any]) -> object:
    """The plan as the model wrote it; LangChain would close what was cut off."""
    ended = reply["raw"].response_metadata
    if {ended.get("finish_reason"), ended.get("done_reason"), ended.get("stopReason")} & {
        *_CUT_OFF
    }:
        raise Unusable(["plan: it was cut off; write it shorter"])
    if reply["parsing_error"] is not None or reply["parsed"] is None:
        raise Unusable(["plan: not valid JSON"])
    return reply["parsed"]


def _words(raw: AIMessage) -> str:
    """What the model wrote, as text or as the arguments of a call."""
    called = [str(call["args"]) for call in raw.invalid_tool_calls]
    called += [json.dumps(call["args"], ensure_ascii=False) for call in raw.tool_calls]
    return "\n".join(called) or str(raw.text)
