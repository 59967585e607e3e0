"""Makes pictures from words, by FLUX.1: what `diffusers:<folder or hub id>` runs of that family.

FLUX.1: Black Forest Labs 2025, arXiv 2506.15742 (with Kontext); flow matching: Lipman et al. 2022,
arXiv 2210.02747.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from engines.diffusion.kinds import Generating
from engines.diffusion.packed import MULTIPLE, unpacked
from engines.diffusion.pipeline import Diffusion
from engines.protocols import Arg, Card, Weights

FILES = (
    "model_index.json",
    "scheduler/*.json",
    "text_encoder/config.json",
    "text_encoder/model.safetensors",
    "text_encoder_2/*.json",
    "text_encoder_2/*.safetensors",
    "tokenizer/*.json",
    "tokenizer/merges.txt",
    "tokenizer_2/*.json",
    "transformer/*.json",
    "transformer/*.safetensors",
    "vae/*.json",
    "vae/*.safetensors",
)
"""What a FLUX.1 pipeline reads of its folder."""
SIZE_BYTES = 33_730_000_000
LICENCE = "FLUX.1 [dev] Non-Commercial License"


class PackedFlux(Diffusion):
    """What pipelines of FLUX.1 have in common: T5 counts the words, latents are packed."""

    reads = "tokenizer_2"  # T5's; CLIP beside it gives one vector only, of the first 77 tokens

    def unpacked(self, pipeline: Any, latents: Any, height: int, width: int) -> Any:  # noqa: ANN401
        return unpacked(latents, height, width)


class Flux(PackedFlux, Generating):
    """Makes pictures from words, by FLUX.1 [dev]."""

    card = Card(
        name="flux",
        capability="generate",
        summary="makes pictures from words, by FLUX.1",
        ops=frozenset({"generate"}),
        mask="none",
        size_px=1024,
        languages=frozenset({"en"}),
        options=frozenset({"guidance_scale", "num_inference_steps"}),
        multiple=MULTIPLE,
        prompt_tokens=512,
        memory_bytes=36_000_000_000,
        extra="torch",
        weights=Weights(
            model="black-forest-labs/FLUX.1-dev",
            files=FILES,
            size_bytes=SIZE_BYTES,
            licence=LICENCE,
            open=False,
        ),
    )
    loads = "FluxPipeline"
    defaults: Mapping[str, Arg] = {"guidance_scale": 3.5, "num_inference_steps": 28}


class FluxSchnell(Flux):
    """FLUX.1 [schnell]: distilled to a few steps, with no guidance to set."""

    card = replace(
        Flux.card,
        name="flux-schnell",
        options=frozenset({"num_inference_steps"}),
        prompt_tokens=256,
        weights=Weights(
            model="black-forest-labs/FLUX.1-schnell",
            files=FILES,
            size_bytes=SIZE_BYTES,
            licence="Apache-2.0",
        ),
    )
    defaults: Mapping[str, Arg] = {"num_inference_steps": 4, "max_sequence_length": 256}
