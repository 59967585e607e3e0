"""Answers questions on photos, by a chat model that sees."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Self

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessageChunk, HumanMessage, SystemMessage

from engines import vision_words as words
from engines.chat_asked import Asked
from engines.chat_model import ask_of, lack_of, spoken_to, unheard
from engines.protocols import Card, Lack
from engines.seeing import SeeingChat, Sent, picture_block, sent
from engines.speaking import Caption, Picture, Question
from errors import EngineUnavailable
from imaging.arrays import Image
from settings import Settings

TRIES = 2
_ENDED = ("finish_reason", "done_reason", "stopReason", "stop_reason")  # by provider
_CUT_OFF = ("length", "max_tokens", "content_filter")
_AGAIN = "ask again, or in other words"


class VisionModel:
    """Answers questions on photos, by a chat model that sees."""

    card = Card(
        name="vision",
        capability="describe",
        summary="answers questions on photos, by a chat model that sees",
        ops=frozenset({"question", "recommend"}),
        mask="none",
        extra="chat",
    )

    def __init__(self, settings: Settings, model: str) -> None:
        """Speak to `model`, "provider:name"; it is opened on first use."""
        self.card = replace(
            VisionModel.card, size_px=settings.vision_side_px, budget_px=settings.vision_pixels
        )
        self._settings, self._model, self._size_px = settings, model, settings.vision_side_px
        self._chat: BaseChatModel | None = None
        own = settings.model_copy(update={"chat_model": model})
        self._queries = Asked(own, words.Queries, words.QUERIES)

    @classmethod
    def lacks(cls, settings: Settings) -> Lack | None:
        """Return what is missing: the setting, or the extra."""
        return lack_of(settings.vision_model, "PENTIMENTO_VISION_MODEL")

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """Return the model that the settings name."""
        return cls(settings, settings.vision_model or "")

    def answer(self, question: Question) -> Iterator[str]:
        """Yield the answer in pieces, as the model says it, in the question's language.

        Raises:
            EngineUnavailable: the model did not answer, or broke off.
        """
        shown = [picture for picture in question.pictures if picture.pixels is not None]
        chat = self._seeing({_key(n, p): self._sent(p) for n, p in enumerate(shown, 1)})
        asked = [SystemMessage(words.rules(question.language)), HumanMessage(_asked(question))]
        ended = False
        with spoken_to(self._model):
            for chunk in chat.stream(asked):
                ended = ended or _has_ended(chunk)
                if piece := str(chunk.text).encode(errors="replace").decode():
                    yield piece  # without halves of characters, which no client can be sent
        if not ended:  # a lost connection looks like the end of a stream
            raise EngineUnavailable(
                f"`{self._model}` broke off in the middle of its answer", hint=_AGAIN
            )

    def caption(self, image: Image) -> Caption:
        """Return what a (H, W, 3) uint8 picture shows, and keywords of its mood.

        Raises:
            EngineUnavailable: the model did not answer, or twice not as asked.
        """
        chat = self._seeing({"picture": sent(image, self._size_px)})
        blocks = [{"type": "text", "text": words.CAPTION}, picture_block("picture")]
        asked, said = [HumanMessage(_blocks(blocks))], ""
        for _ in range(TRIES):
            with spoken_to(self._model):
                reply = chat.invoke(asked, unheard(self._model))
            said = str(reply.text)
            if caption := words.caption_in(said):
                return caption
            asked = [asked[0], reply, HumanMessage(words.CAPTION_AGAIN)]
        raise EngineUnavailable(
            f"`{self._model}` gave no caption that can be used", hint="try another vision model"
        )

    def keywords(self, wish: str, answer: str) -> tuple[str, ...]:
        """Return two or three search queries for what `wish` asks and `answer` says.

        Raises:
            EngineUnavailable: the model did not answer, or twice not as asked.
        """
        asked = words.wished(wish, answer)
        return words.queries_in(self._queries.ask(asked, words.problems_of).queries)

    def _sent(self, picture: Picture) -> Sent:
        assert picture.pixels is not None  # only those are shown
        return sent(picture.pixels, self._size_px)

    def _seeing(self, pictures: Mapping[str, Sent]) -> SeeingChat:
        return SeeingChat.over(self._open(), pictures)

    def _open(self) -> BaseChatModel:
        if self._chat is None:
            self._chat = ask_of(self._settings, self._model)
        return self._chat


def _asked(question: Question) -> list[str | dict[Any, Any]]:
    """The question's content: each shown picture after its label, then all that is words."""
    shown = [picture for picture in question.pictures if picture.pixels is not None]
    blocks: list[dict[str, str]] = []
    for number, picture in enumerate(shown, 1):
        label = words.label(number, len(shown), picture)
        blocks += [{"type": "text", "text": label}, picture_block(_key(number, picture))]
    return _blocks([*blocks, {"type": "text", "text": words.told(question)}])


def _blocks(blocks: list[dict[str, str]]) -> list[str | dict[Any, Any]]:
    return list(blocks)


def _key(number: int, picture: Picture) -> str:
    return f"{number}/{picture.image_id}"  # a part of a photo has the photo's id too


def _has_ended(chunk: AIMessageChunk) -> bool:
    ended = [chunk.response_metadata.get(key) for key in _ENDED]
    return any(ended) and not set(ended) & {*_CUT_OFF}
