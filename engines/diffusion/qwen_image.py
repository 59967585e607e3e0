"""Makes pictures from words, by Qwen-Image: what `diffusers:<folder or hub id>` runs of it.

Qwen-Image: Wu et al. 2025, arXiv 2508.02324.
"""

from collections.abc import Mapping
from typing import Any

from engines.diffusion.kinds import Generating
from engines.diffusion.packed import MULTIPLE, unpacked, with_true_cfg
from engines.diffusion.pipeline import Diffusion
from engines.protocols import Arg, Card, Weights

FILES = (
    "model_index.json",
    "scheduler/*.json",
    "text_encoder/*.json",
    "text_encoder/*.safetensors",
    "tokenizer/*.json",
    "tokenizer/merges.txt",
    "transformer/*.json",
    "transformer/*.safetensors",
    "vae/*.json",
    "vae/*.safetensors",
)
"""What a Qwen-Image pipeline reads of its folder."""
SIZE_BYTES = 57_700_000_000
TRUE_CFG = 4.0


class PackedQwen(Diffusion):
    """What pipelines of Qwen-Image have in common: packed latents of one frame."""

    def unpacked(self, pipeline: Any, latents: Any, height: int, width: int) -> Any:  # noqa: ANN401
        return unpacked(latents, height, width)

    def understood(self, options: Mapping[str, Arg]) -> Mapping[str, Arg]:
        return with_true_cfg(options, default=TRUE_CFG, wanted=TRUE_CFG)


class QwenImage(PackedQwen, Generating):
    """Makes pictures from words, English or Chinese, by Qwen-Image."""

    card = Card(
        name="qwen-image",
        capability="generate",
        summary="makes pictures from words, English or Chinese, by Qwen-Image",
        ops=frozenset({"generate"}),
        mask="none",
        size_px=1328,
        languages=frozenset({"en", "zh"}),
        options=frozenset({"true_cfg_scale", "negative_prompt", "num_inference_steps"}),
        multiple=MULTIPLE,
        prompt_tokens=512,
        memory_bytes=62_000_000_000,
        extra="torch",
        weights=Weights(
            model="Qwen/Qwen-Image",
            files=FILES,
            size_bytes=SIZE_BYTES,
            licence="Apache-2.0",
        ),
    )
    loads = "QwenImagePipeline"
    defaults: Mapping[str, Arg] = {"num_inference_steps": 50}
