"""A chat model that gets pictures by id: their bytes join the request at the last moment.

LangChain hands a model's messages to every callback (Studio's stream, tracers), and providers'
clients log what they send. Both see ids here, never a photo.
"""

import base64
import logging
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel, LangSmithParams
from langchain_core.messages import AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGenerationChunk, ChatResult
from pydantic import Field, PrivateAttr

from imaging.arrays import Image
from imaging.codec import Photo, encode
from imaging.crop import resized

QUALITY = 85
SMALL_PX = 256  # up to here a PNG costs little, and keeps small print legible
_CLIENTS = ("openai._base_client", "botocore.endpoint")  # they log whole requests at DEBUG
_ENCODED = re.compile(r"[A-Za-z0-9+/]{400,}={0,2}")


@dataclass(frozen=True)
class Sent:
    """A picture as a model gets it."""

    data: bytes = field(repr=False)
    mime_type: str


class SeeingChat(BaseChatModel):
    """`inner`, spoken to with `picture_block`s in place of pictures."""

    inner: BaseChatModel = Field(exclude=True, repr=False)
    _pictures: Mapping[str, Sent] = PrivateAttr(default_factory=dict[str, Sent])

    @classmethod
    def over(cls, inner: BaseChatModel, pictures: Mapping[str, Sent]) -> "SeeingChat":
        """Return `inner` with the pictures that its messages may name, by their ids."""
        for name in _CLIENTS:
            logging.getLogger(name).addFilter(_WORDS_ONLY)  # the same filter is added once
        seeing = cls(inner=inner)
        seeing._pictures = dict(pictures)
        return seeing

    @property
    def _llm_type(self) -> str:
        return "seeing"

    def _get_ls_params(self, stop: list[str] | None = None, **kwargs: Any) -> LangSmithParams:  # noqa: ANN401  # BaseChatModel's signature
        return self.inner._get_ls_params(stop=stop, **kwargs)

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,  # noqa: ANN401  # the same
    ) -> Iterator[ChatGenerationChunk]:
        yield ChatGenerationChunk(
            message=AIMessageChunk(content="")
        )  # LangChain refuses an empty stream
        yield from self.inner._stream(self._expanded(messages), stop=stop, **kwargs)

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,  # noqa: ANN401  # the same
    ) -> ChatResult:
        return self.inner._generate(self._expanded(messages), stop=stop, **kwargs)

    def _expanded(self, messages: list[BaseMessage]) -> list[BaseMessage]:
        return [
            message.model_copy(update={"content": self._blocks(message)}) for message in messages
        ]

    def _blocks(self, message: BaseMessage) -> str | list[Any]:
        content = cast("str | list[Any]", message.content)  # pyright: ignore[reportUnknownMemberType]  # its own dicts are unknown
        return content if isinstance(content, str) else [self._block(block) for block in content]

    def _block(self, block: Any) -> Any:  # noqa: ANN401  # a content block
        if not isinstance(block, dict) or cast(dict[str, Any], block).get("type") != "picture":
            return block
        sent = self._pictures[block["id"]]
        encoded = base64.b64encode(sent.data).decode()
        return {"type": "image", "base64": encoded, "mime_type": sent.mime_type}


def picture_block(picture_id: str) -> dict[str, str]:
    """Return the content block that stands for a picture until it is sent."""
    return {"type": "picture", "id": picture_id}


def sent(image: Image, size_px: int) -> Sent:
    """Return a picture at a model's useful size.

    Args:
        image: (H, W, 3) uint8 sRGB.
        size_px: the longest side at most; smaller pictures are never enlarged.
    """
    height, width = image.shape[:2]
    scale = min(1.0, size_px / max(height, width))
    small = resized(image, (max(1, round(width * scale)), max(1, round(height * scale))))
    if max(small.shape[:2]) <= SMALL_PX:
        return Sent(encode(Photo(small), "PNG"), "image/png")
    return Sent(encode(Photo(small), "JPEG", quality=QUALITY), "image/jpeg")


class _WordsOnly(logging.Filter):
    """Leaves encoded pictures out of what is logged."""

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        if _ENCODED.search(said):
            record.msg, record.args = _ENCODED.sub("(a picture)", said), ()
        return True


_WORDS_ONLY = _WordsOnly()
