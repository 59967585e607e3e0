"""Repaints the masked pixels from words, by Stable Diffusion XL inpainting.

SDXL: Podell et al. 2023, arXiv 2307.01952.
"""

from collections.abc import Mapping

from engines.diffusion.kinds import Inpainting
from engines.diffusion.sd import OPTIONS
from engines.diffusion.sdxl import FILES
from engines.protocols import Arg, Card, Weights


class SDXLInpaint(Inpainting):
    """Repaints the masked pixels from words, by Stable Diffusion XL inpainting."""

    card = Card(
        name="sdxl-inpaint",
        capability="inpaint",
        summary="repaints a marked area from words, by Stable Diffusion XL inpainting",
        ops=frozenset({"replace", "add", "background", "expand"}),
        size_px=1024,
        languages=frozenset({"en"}),
        options=OPTIONS | {"strength"},
        prompt_tokens=77,
        memory_bytes=11_000_000_000,
        extra="torch",
        weights=Weights(
            model="diffusers/stable-diffusion-xl-1.0-inpainting-0.1",
            files=FILES,
            size_bytes=13_880_000_000,
            licence="CreativeML Open RAIL++-M",
            open=False,  # it restricts what the pictures may be used for
        ),
    )
    loads = "StableDiffusionXLInpaintPipeline"
    # At strength 1 this model forgets the colours around the mask (its card says under 1).
    defaults: Mapping[str, Arg] = {
        "guidance_scale": 8.0,
        "num_inference_steps": 30,
        "strength": 0.99,
    }
