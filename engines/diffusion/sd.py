"""Makes pictures from words, by Stable Diffusion 1.x.

Latent diffusion: Rombach et al. 2022, arXiv 2112.10752.
"""

from collections.abc import Mapping

from engines.diffusion.kinds import Generating
from engines.protocols import Arg, Card, Weights

FILES = (
    "model_index.json",
    "scheduler/*.json",
    "text_encoder/config.json",
    "text_encoder/model.safetensors",
    "tokenizer/*",
    "unet/config.json",
    "unet/diffusion_pytorch_model.safetensors",
    "vae/config.json",
    "vae/diffusion_pytorch_model.safetensors",
)
"""What a Stable Diffusion 1.x pipeline reads of its folder; the fp16 copies beside are not got."""
OPTIONS = frozenset({"negative_prompt", "guidance_scale", "num_inference_steps", "scheduler"})


class SD(Generating):
    """Makes pictures from words, by Stable Diffusion 1.x."""

    card = Card(
        name="sd",
        capability="generate",
        summary="makes pictures from words, by Stable Diffusion 1.5",
        ops=frozenset({"generate"}),
        mask="none",
        size_px=512,
        languages=frozenset({"en"}),
        options=OPTIONS,
        prompt_tokens=77,
        memory_bytes=4_500_000_000,
        extra="torch",
        weights=Weights(
            model="stable-diffusion-v1-5/stable-diffusion-v1-5",
            files=FILES,
            size_bytes=4_270_000_000,
            licence="CreativeML OpenRAIL-M",
            open=False,  # it restricts what the pictures may be used for
        ),
    )
    loads = "StableDiffusionPipeline"
    defaults: Mapping[str, Arg] = {"guidance_scale": 7.5, "num_inference_steps": 30}
