"""Repaints a picture as an order says, by FLUX.1 Kontext.

FLUX.1 Kontext: Black Forest Labs 2025, arXiv 2506.15742.
"""

from collections.abc import Mapping

from engines.diffusion.flux import FILES, LICENCE, SIZE_BYTES, PackedFlux
from engines.diffusion.packed import MULTIPLE, OFF, with_true_cfg
from engines.protocols import Arg, Card, Drawn, Progress, Weights
from imaging.arrays import Image

WITH_NEGATIVE = 2.5  # true_cfg_scale where the turn has a negative prompt and no scale


class FluxKontext(PackedFlux):
    """Repaints a picture as an order says, by FLUX.1 Kontext [dev]."""

    card = Card(
        name="flux-kontext",
        capability="edit",
        summary="changes a photo as you order it, by FLUX.1 Kontext",
        ops=frozenset({"style", "background", "replace", "add", "text"}),
        mask="optional",
        size_px=1024,
        languages=frozenset({"en"}),
        options=frozenset(
            {"guidance_scale", "true_cfg_scale", "negative_prompt", "num_inference_steps"}
        ),
        multiple=MULTIPLE,
        prompt="instruction",
        prompt_tokens=512,
        memory_bytes=37_000_000_000,
        extra="torch",
        weights=Weights(
            model="black-forest-labs/FLUX.1-Kontext-dev",
            files=FILES,
            size_bytes=SIZE_BYTES,
            licence=LICENCE,
            open=False,
        ),
    )
    loads = "FluxKontextPipeline"
    defaults: Mapping[str, Arg] = {"guidance_scale": 2.5, "num_inference_steps": 28}

    def understood(self, options: Mapping[str, Arg]) -> Mapping[str, Arg]:
        return with_true_cfg(options, default=OFF, wanted=WITH_NEGATIVE)

    def follow(
        self,
        image: Image,
        instruction: str,
        *,
        seed: int,
        options: Mapping[str, Arg],
        progress: Progress,
    ) -> Drawn:
        # It would bring both its pictures to a megapixel of its own proportions.
        height, width = image.shape[:2]
        given = {
            "prompt": instruction,
            "image": image,
            "width": width,
            "height": height,
            "_auto_resize": False,
        }
        return self.run(given, seed=seed, options=options, progress=progress)
