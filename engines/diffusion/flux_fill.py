"""Repaints the masked pixels from words, by FLUX.1 Fill.

FLUX.1 Fill: Black Forest Labs 2024, "FLUX.1 Tools"; flow matching: Lipman et al. 2022,
arXiv 2210.02747.
"""

from collections.abc import Mapping

from engines.diffusion.flux import FILES, LICENCE, SIZE_BYTES, PackedFlux
from engines.diffusion.kinds import Inpainting
from engines.diffusion.packed import MULTIPLE
from engines.protocols import Arg, Card, Weights


class FluxFill(PackedFlux, Inpainting):
    """Repaints the masked pixels from words, by FLUX.1 Fill [dev]."""

    card = Card(
        name="flux-fill",
        capability="inpaint",
        summary="repaints a marked area from words, by FLUX.1 Fill; it can write text",
        ops=frozenset({"replace", "add", "background", "text", "expand"}),
        size_px=1024,
        languages=frozenset({"en"}),
        options=frozenset({"guidance_scale", "num_inference_steps", "strength"}),
        multiple=MULTIPLE,
        prompt_tokens=512,
        memory_bytes=36_000_000_000,
        extra="torch",
        weights=Weights(
            model="black-forest-labs/FLUX.1-Fill-dev",
            files=FILES,
            size_bytes=SIZE_BYTES,
            licence=LICENCE,
            open=False,
        ),
    )
    loads = "FluxFillPipeline"
    defaults: Mapping[str, Arg] = {
        "guidance_scale": 30.0,
        "num_inference_steps": 50,
        "strength": 1.0,
    }
