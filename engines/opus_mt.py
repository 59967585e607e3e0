"""Puts Korean into English, by a Marian model on this machine.

Marian: Junczys-Dowmunt et al. 2018, doi:10.18653/v1/P18-4020; OPUS-MT: Tiedemann and Thottingal
2020, "OPUS-MT: Building open translation services for the World".
"""

import warnings
from importlib import import_module
from pickle import UnpicklingError
from typing import Any, Self

from engines.grammar.text import Text, language
from engines.kept import foreign, lengths, lost
from engines.protocols import Card, Weights
from engines.speaking import Translation
from engines.weights import folder_at_hand, pulled_by, source_of
from errors import EngineUnavailable
from settings import Settings

FILES = (
    "*.json",
    "config.json",
    "vocab.json",
    "source.spm",
    "target.spm",
    "model.safetensors|pytorch_model.bin",
)
BEAMS = 4
_HINT = "say it in English, or in other words"


class OpusMT:
    """Puts Korean into English, by a Marian model on this machine."""

    card = Card(
        name="opus-mt",
        capability="translate",
        summary="puts Korean into English, by a Marian model on this machine",
        languages=frozenset({"ko"}),
        mask="none",
        memory_bytes=700_000_000,
        extra="torch",
        weights=Weights(
            model="Helsinki-NLP/opus-mt-ko-en",
            files=FILES,
            size_bytes=315_000_000,
            licence="Apache-2.0",
        ),
    )

    def __init__(self, settings: Settings) -> None:
        """The model that the settings name is loaded on first use."""
        self._settings = settings
        self._loaded: tuple[Any, Any] | None = None

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """Make it with the model of the settings."""
        return cls(settings)

    def translate(self, text: str) -> Translation:
        """Return English; quoted text, numbers and names are kept.

        Raises:
            EngineUnavailable: the text is not Korean, or too long, or the model lost something of
                it; or its files cannot be read.
        """
        if language(Text.of(text)) != "ko":
            raise EngineUnavailable(f"`{self.card.name}` reads Korean only", hint=_HINT)
        english = self._english(text)
        _check(text, english, self.card.name)
        return Translation(english, "ko")

    def _english(self, text: str) -> str:
        torch: Any = import_module("torch")
        tokenizer, model = self._load()
        given = tokenizer([text], return_tensors="pt")
        most = int(model.config.max_position_embeddings)
        if given["input_ids"].shape[1] > most:
            raise EngineUnavailable(
                f"`{self.card.name}` reads at most {most} tokens at once", hint="say it shorter"
            )
        with torch.inference_mode():
            made = model.generate(**given, num_beams=BEAMS, do_sample=False, max_length=most)
        return str(tokenizer.decode(made[0], skip_special_tokens=True)).strip()

    def _load(self) -> tuple[Any, Any]:
        if self._loaded is None:
            marian: Any = import_module("transformers")
            damaged: type[Exception] = import_module("safetensors").SafetensorError
            folder = str(folder_at_hand(self.card, self._settings))
            try:
                with warnings.catch_warnings():
                    # Without its normaliser of punctuation, which would change quoted text.
                    warnings.filterwarnings("ignore", message=".*sacremoses")
                    tokenizer = marian.MarianTokenizer.from_pretrained(
                        folder, local_files_only=True
                    )
                model = marian.MarianMTModel.from_pretrained(folder, local_files_only=True)
            except (OSError, ValueError, RuntimeError, UnpicklingError, damaged) as error:
                raise EngineUnavailable(
                    f"the model `{source_of(self.card, self._settings)}` cannot be read",
                    hint=f"to get it again: `{pulled_by(self.card)}`",
                ) from error
            self._loaded = tokenizer, model.eval()
        return self._loaded


def _check(text: str, english: str, name: str) -> None:
    """Refuse a translation that is none, or that lost or added something."""
    if not english:
        raise EngineUnavailable(f"`{name}` gave no translation", hint=_HINT)
    if gone := lost(text, english):
        raise EngineUnavailable(f"`{name}` lost a part of the text: {', '.join(gone)}", hint=_HINT)
    if words := foreign(text, english):
        raise EngineUnavailable(f"`{name}` left words as they were: {' '.join(words)}", hint=_HINT)
    least, most = lengths(text)
    if not least <= len(english) <= most:
        raise EngineUnavailable(f"`{name}` gave more or less than was said", hint=_HINT)
