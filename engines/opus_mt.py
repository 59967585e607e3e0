"""Puts Korean into English, by a Marian model on this machine.

Marian: Junczys-Dowmunt et al. 2018, doi:10.18653/v1/P18-4020; OPUS-MT: Tiedemann and Thottingal
2020, "OPUS-MT: Building open translation services for the World".
"""

import os
import warnings
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from pickle import UnpicklingError
from typing import Any, Self

from engines.grammar.text import Text, language
from engines.kept import foreign, lengths, lost
from engines.protocols import Card, Lack, Translation
from errors import EngineUnavailable
from settings import Settings

NEEDED = ("torch", "transformers", "sentencepiece")
FILES = ("config.json", "vocab.json", "source.spm", "target.spm")
WEIGHTS = ("model.safetensors", "pytorch_model.bin")
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
    )

    def __init__(self, model: str) -> None:
        """`model`: a folder, or the name that the hub's cache knows it by. Loaded on first use."""
        self.model = model
        self._loaded: tuple[Any, Any] | None = None

    @classmethod
    def lacks(cls, settings: Settings) -> Lack | None:
        """Return what is missing: the extra, or the weights; nothing is imported or downloaded."""
        if any(find_spec(package) is None for package in NEEDED):
            return Lack("the `torch` extra is not installed", "make install EXTRAS=torch")
        if folder_of(settings.opus_mt) is None:
            return Lack(
                f"the weights of `{settings.opus_mt}` are not on this machine",
                f"hf download {settings.opus_mt}",
            )
        return None

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """Make it with the model of the settings."""
        return cls(settings.opus_mt)

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
            folder = str(folder_of(self.model) or self.model)
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
                    f"the model `{self.model}` cannot be read",
                    hint="get it again, or set PENTIMENTO_OPUS_MT to another one",
                ) from error
            self._loaded = tokenizer, model.eval()
        return self._loaded


def folder_of(model: str) -> Path | None:
    """Return the folder with a Marian model's files, or None where this machine has none.

    Args:
        model: a folder, or a hub name: then the newest snapshot in the hub's cache, which lies at
            HF_HUB_CACHE, HF_HOME/hub, or XDG_CACHE_HOME/huggingface/hub (default ~/.cache).
    """
    kept = hub_cache() / f"models--{model.replace('/', '--')}" / "snapshots"
    snapshots = sorted(kept.iterdir(), key=lambda f: f.stat().st_mtime) if kept.is_dir() else []
    for folder in (Path(model).expanduser(), *reversed(snapshots)):
        whole = all((folder / name).is_file() for name in FILES)
        if whole and any((folder / name).is_file() for name in WEIGHTS):
            return folder
    return None


def hub_cache() -> Path:
    """Return where the hub's client keeps what it has downloaded, by its environment variables."""
    if own := os.environ.get("HF_HUB_CACHE"):
        return Path(own).expanduser()
    cache = Path(os.environ.get("XDG_CACHE_HOME", "~/.cache"))
    return Path(os.environ.get("HF_HOME", cache / "huggingface")).expanduser() / "hub"


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
