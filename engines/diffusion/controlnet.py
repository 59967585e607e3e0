"""Makes pictures from words along a sketch or a photo's edges, by ControlNet on Stable Diffusion.

ControlNet: Zhang, Rao and Agrawala 2023, arXiv 2302.05543.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import ClassVar

from engines.diffusion.on_sd import OnSD
from engines.diffusion.recipe import Part
from engines.diffusion.sd import OPTIONS, SD
from engines.protocols import (
    Arg,
    Card,
    Drawn,
    Guide,
    GuideKind,
    Lack,
    Note,
    Progress,
    Weights,
)
from engines.weights import folder_at_hand, lack_of
from settings import Settings

FILES = ("config.json", "diffusion_pytorch_model.safetensors")
SIZE_BYTES = 1_445_000_000


def _lines(kind: GuideKind, model: str) -> Card:
    return Card(
        name=f"controlnet-{kind}",
        capability="generate",
        summary=f"reads {kind} lines, for `controlnet`",
        extra="torch",
        weights=Weights(model, FILES, SIZE_BYTES, "CreativeML OpenRAIL-M", open=False),
    )


READING: Mapping[GuideKind, Card] = {
    "canny": _lines("canny", "lllyasviel/control_v11p_sd15_canny"),
    "scribble": _lines("scribble", "lllyasviel/control_v11p_sd15_scribble"),
}
"""Guide -> the card of the ControlNet that reads it."""


class ControlNet(OnSD):
    """Makes pictures from words along a guide; each ControlNet is loaded when it is asked for."""

    card = Card(
        name="controlnet",
        capability="generate",
        summary="makes pictures from words along a sketch or a photo's edges, by ControlNet",
        ops=frozenset({"generate"}),
        mask="none",
        size_px=512,
        languages=frozenset({"en"}),
        options=OPTIONS | {"controlnet_conditioning_scale"},
        guides=frozenset(READING),
        prompt_tokens=77,
        memory_bytes=SD.card.memory_bytes + SIZE_BYTES,
        extra="torch",
        weights=SD.card.weights,
    )
    parts: ClassVar[tuple[Card, ...]] = tuple(READING.values())
    """Cards of the models that it needs besides the weights of its own card."""
    loads = "StableDiffusionControlNetPipeline"
    defaults: Mapping[str, Arg] = {
        "guidance_scale": 7.0,
        "num_inference_steps": 20,
        "controlnet_conditioning_scale": 1.0,
    }

    @classmethod
    def lacks(cls, settings: Settings) -> Lack | None:
        """Return what is missing: the extra, or the weights of `sd` or of a ControlNet."""
        for card in (cls.base(settings), *cls.parts):
            if lack := lack_of(card, settings):
                pull = f".venv/bin/python -m engines pull {cls.card.name}"
                return replace(lack, command=pull) if " pull " in lack.command else lack
        return None

    def generate(
        self,
        prompt: str,
        *,
        width: int,
        height: int,
        guide: Guide | None,
        seed: int,
        options: Mapping[str, Arg],
        progress: Progress,
    ) -> Drawn:
        given = {"prompt": prompt, "width": width, "height": height}
        if guide is None:
            plain = _Unguided(self.settings, self.runner)
            drawn = plain.run(given, seed=seed, options=options, progress=progress)
            return replace(drawn, notes=(*drawn.notes, Note("unguided")))
        lines = folder_at_hand(READING[guide.kind], self.settings, progress)
        return self.run(
            {**given, "image": guide.image},
            seed=seed,
            options=options,
            progress=progress,
            parts=(Part("controlnet", "ControlNetModel", lines),),
        )


class _Unguided(OnSD):
    """The same weights without a guide."""

    card = replace(ControlNet.card, options=OPTIONS)
    loads = "StableDiffusionPipeline"
    defaults: Mapping[str, Arg] = {"guidance_scale": 7.0, "num_inference_steps": 20}
