"""Makes pictures from words, by Stable Diffusion XL.

SDXL: Podell et al. 2023, arXiv 2307.01952.
"""

from collections.abc import Mapping

from engines.diffusion.kinds import Generating
from engines.diffusion.sd import FILES as SD_FILES
from engines.diffusion.sd import OPTIONS
from engines.protocols import Arg, Card, Weights

FILES = (
    *SD_FILES,
    "text_encoder_2/config.json",
    "text_encoder_2/model.safetensors",
    "tokenizer_2/*.json",
    "tokenizer_2/merges.txt",
)
"""What a Stable Diffusion XL pipeline reads of its folder; the fp16 copies beside are not got."""


class SDXL(Generating):
    """Makes pictures from words, by Stable Diffusion XL."""

    card = Card(
        name="sdxl",
        capability="generate",
        summary="makes pictures from words, by Stable Diffusion XL",
        ops=frozenset({"generate"}),
        mask="none",
        size_px=1024,
        languages=frozenset({"en"}),
        options=OPTIONS,
        prompt_tokens=77,
        memory_bytes=10_000_000_000,
        extra="torch",
        weights=Weights(
            model="stabilityai/stable-diffusion-xl-base-1.0",
            files=FILES,
            size_bytes=13_880_000_000,
            licence="CreativeML Open RAIL++-M",
            open=False,  # it restricts what the pictures may be used for
        ),
    )
    loads = "StableDiffusionXLPipeline"
    defaults: Mapping[str, Arg] = {"guidance_scale": 5.0, "num_inference_steps": 40}
