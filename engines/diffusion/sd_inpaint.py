"""Repaints what is masked from a prompt, by Stable Diffusion 1.x for inpainting.

Latent diffusion: Rombach et al. 2022, arXiv 2112.10752. Its UNet takes the noise, the photo without
what is masked, and the mask: nine channels.
"""

from collections.abc import Mapping

from engines.diffusion.kinds import Inpainting
from engines.diffusion.sd import FILES, OPTIONS
from engines.protocols import Arg, Card, Weights


class SDInpaint(Inpainting):
    """Repaints what is masked from a prompt, by Stable Diffusion 1.x for inpainting."""

    card = Card(
        name="sd-inpaint",
        capability="inpaint",
        summary="repaints what is masked from words, by Stable Diffusion 1.5 inpainting",
        ops=frozenset({"replace", "add", "background", "expand"}),
        size_px=512,
        languages=frozenset({"en"}),
        options=OPTIONS | {"strength"},
        prompt_tokens=77,
        memory_bytes=4_500_000_000,
        extra="torch",
        weights=Weights(
            model="stable-diffusion-v1-5/stable-diffusion-inpainting",
            files=FILES,
            size_bytes=4_270_000_000,
            licence="CreativeML OpenRAIL-M",
            open=False,  # it restricts what the pictures may be used for
        ),
    )
    loads = "StableDiffusionInpaintPipeline"
    defaults: Mapping[str, Arg] = {
        "guidance_scale": 7.5,
        "num_inference_steps": 30,
        "strength": 1.0,
    }
