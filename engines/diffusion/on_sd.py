"""Engines that run on the weights of `sd`: those are on the machine once, and loaded once."""

from pathlib import Path

from engines.diffusion.pipeline import Diffusion
from engines.diffusion.sd import SD
from engines.protocols import Card, Lack, Progress
from engines.weights import folder_at_hand, lack_of, source_of
from settings import Settings


class OnSD(Diffusion):
    """A pipeline over Stable Diffusion 1.x; PENTIMENTO_MODELS may name other weights for it."""

    @classmethod
    def lacks(cls, settings: Settings) -> Lack | None:
        """Return what is missing: the extra, or the weights."""
        return lack_of(cls.base(settings), settings)

    @classmethod
    def base(cls, settings: Settings) -> Card:
        """Return the card whose weights count: `sd`'s, or its own where the settings name any."""
        return cls.card if cls.card.name in settings.models else SD.card

    def folder(self, progress: Progress | None = None) -> Path:
        return folder_at_hand(self.base(self.settings), self.settings, progress)

    def source(self) -> str:
        return source_of(self.base(self.settings), self.settings)
