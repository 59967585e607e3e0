"""Vectors of words and pictures, by the model that a setting names."""

import os
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any

import numpy as np

from engines.chat_model import RETRIES, lack_of, spoken_to
from engines.protocols import Card, Lack, Weights
from engines.weights import folder_at_hand, pulled_by
from engines.weights import lack_of as lack_of_model
from errors import EngineUnavailable, InvalidRequest
from imaging.arrays import Image
from settings import Settings

SETTING = "PENTIMENTO_EMBEDDINGS"
CLIP_FILES = (
    "*.json",
    "config.json",
    "tokenizer.json|merges.txt",
    "preprocessor_config.json|processor_config.json",
    "model.safetensors|pytorch_model.bin",
)
CLIP_BYTES = 610_000_000  # of the smallest one in use
PROVIDERS = ("openai", "ollama", "clip")
Pixels = Callable[[str], "Image | None"]
"""Return the picture that a text stands for, (H, W, 3) uint8, or None for plain words."""


def lack_of_embeddings(settings: Settings) -> Lack | None:
    """Return what the embeddings of the settings lack on this machine, None where they are off.

    Raises:
        InvalidRequest: the setting names no provider that is known.
    """
    if settings.embeddings is None:
        return None
    provider, _, name = settings.embeddings.partition(":")
    if provider not in PROVIDERS or not name:
        raise InvalidRequest(
            f"{SETTING}={settings.embeddings} names no embeddings",
            hint='use "openai:NAME", "ollama:NAME", or "clip:FOLDER"',
        )
    if provider != "clip":
        return lack_of(settings.embeddings, SETTING)
    return lack_of_model(clip_card(name), settings)


def clip_card(name: str) -> Card:
    """Return what a CLIP takes, a hub's id or a folder; `engines.weights` finds and gets it."""
    weights = Weights(name, CLIP_FILES, CLIP_BYTES, licence="")
    summary = "puts words and pictures into one space, for searching"
    return Card(f"clip:{name}", "search", summary, mask="none", extra="torch", weights=weights)


class WordVectors:
    """Vectors of words by LangChain's embeddings: "openai:NAME", "ollama:NAME"."""

    sees = False

    def __init__(self, name: str, timeout_s: float) -> None:
        """Name the model "provider:name"; it is opened on first use."""
        self.name, self._timeout_s = name, timeout_s
        self._model: Any = None

    def embed(self, texts: Sequence[str]) -> list[list[float]]:
        """Return one vector per text.

        Raises:
            EngineUnavailable: the model did not answer, or cannot be opened.
        """
        with spoken_to(self.name):
            return self._open().embed_documents(list(texts))

    def _open(self) -> Any:  # noqa: ANN401  # LangChain's Embeddings, imported on first use
        if self._model is None:
            from langchain.embeddings import init_embeddings

            try:
                self._model = init_embeddings(self.name, **_arguments(self.name, self._timeout_s))
            except (ValueError, ImportError) as error:
                raise EngineUnavailable(
                    f"the embeddings `{self.name}` cannot be opened",
                    hint="check the model's name, and the key in the environment",
                ) from error
        return self._model


def _arguments(name: str, timeout_s: float) -> dict[str, Any]:
    if name.startswith("ollama:"):
        return {"client_kwargs": {"timeout": timeout_s}}
    own = os.environ.get("OPENAI_BASE_URL") or os.environ.get("OPENAI_API_BASE")
    # A server of one's own asks for no key, but the client does.
    keyless = {"api_key": "none"} if own and not os.environ.get("OPENAI_API_KEY") else {}
    # Plain words: token numbers mean nothing to servers with another tokenizer.
    plain = {"check_embedding_ctx_length": False, "tiktoken_enabled": True}
    return {"timeout": timeout_s, "max_retries": RETRIES, **plain, **keyless}


class ClipVectors:
    """Vectors of words and pictures in one space, by CLIP (Radford et al. 2021, 2103.00020).

    Args:
        model: the hub's id of it, or a folder of its files.
        pixels: gives the picture that a text stands for.
        settings: say where weights lie, and whether a missing model may be got.
    """

    sees = True

    def __init__(self, model: str, pixels: Pixels, settings: Settings) -> None:
        self._card = clip_card(model)
        self.name = self._card.name
        self._pixels, self._settings = pixels, settings
        self._loaded: tuple[Any, Any] | None = None

    def embed(self, texts: Sequence[str]) -> list[list[float]]:
        """Return one vector per text: of the picture it stands for, or of its words.

        Raises:
            EngineUnavailable: the model's files are not here, or are no CLIP.
        """
        return [self._one(text) for text in texts]

    def _one(self, text: str) -> list[float]:
        torch: Any = import_module("torch")
        model, processor = self._open()
        picture = self._pixels(text)
        with torch.inference_mode():
            if picture is None:
                # Not every folder says how long a text may be; its model knows.
                most = model.config.text_config.max_position_embeddings
                cut = {"truncation": True, "max_length": most}
                given = processor(text=[text], return_tensors="pt", **cut)
                made = model.get_text_features(**given)
            else:
                made = model.get_image_features(**processor(images=picture, return_tensors="pt"))
        # Newer transformers wrap the features in an output of named fields.
        features = made if isinstance(made, torch.Tensor) else made.pooler_output
        return np.asarray(features[0], np.float32).tolist()

    def _open(self) -> tuple[Any, Any]:
        if self._loaded is None:
            clip: Any = import_module("transformers")
            folder = str(folder_at_hand(self._card, self._settings))
            try:
                model = clip.CLIPModel.from_pretrained(folder, local_files_only=True)
                processor = clip.CLIPProcessor.from_pretrained(folder, local_files_only=True)
            except (OSError, ValueError) as error:
                raise EngineUnavailable(
                    f"the embeddings `{self.name}` cannot be opened",
                    hint=f"to get it again: `{pulled_by(self._card)}`",
                ) from error
            self._loaded = model.eval(), processor
        return self._loaded


def embeddings_of(settings: Settings, pixels: Pixels) -> WordVectors | ClipVectors | None:
    """Return the embeddings that the settings name, or None where they are off.

    Args:
        settings: `embeddings`, "provider:name"; a CLIP's weights are found by them too.
        pixels: for a model that sees.
    """
    if settings.embeddings is None:
        return None
    provider, _, name = settings.embeddings.partition(":")
    if provider == "clip":
        return ClipVectors(name, pixels, settings)
    return WordVectors(settings.embeddings, settings.chat_timeout_s)
