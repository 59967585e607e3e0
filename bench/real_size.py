"""Pipelines of real size with random weights: as fast and as large as real ones, and untrained.

The configurations are those of the published models; the tokenizer knows one token per byte.
"""

from pathlib import Path
from typing import Any

import diffusers
import torch
import transformers

from tests.tiny_pipelines import SD_SCHEDULER, clip_tokenizer

UNET_SD: dict[str, Any] = {
    "sample_size": 64,
    "cross_attention_dim": 768,
    "attention_head_dim": 8,
}
UNET_SDXL: dict[str, Any] = {
    "sample_size": 128,
    "block_out_channels": (320, 640, 1280),
    "down_block_types": ("DownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D"),
    "up_block_types": ("CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "UpBlock2D"),
    "transformer_layers_per_block": (1, 2, 10),
    "attention_head_dim": (5, 10, 20),
    "cross_attention_dim": 2048,
    "addition_embed_type": "text_time",
    "addition_time_embed_dim": 256,
    "projection_class_embeddings_input_dim": 2816,
    "use_linear_projection": True,
}


def save_sd(folder: Path, in_channels: int, loads: str) -> Path:
    """Save Stable Diffusion 1.5's architecture; 8 channels: InstructPix2Pix, 9: inpainting."""
    torch.manual_seed(0)
    encoder = _clip(768, layers=12, heads=12)
    unet = diffusers.UNet2DConditionModel(in_channels=in_channels, **UNET_SD)
    pipeline = getattr(diffusers, loads)(
        vae=_vae(0.18215),
        text_encoder=encoder,
        tokenizer=clip_tokenizer(folder / "tokenizer"),
        unet=unet,
        scheduler=diffusers.DDIMScheduler(**SD_SCHEDULER),
        safety_checker=None,
        feature_extractor=None,
        requires_safety_checker=False,
    )
    pipeline.to(torch.bfloat16).save_pretrained(folder)
    return folder


def save_sdxl(folder: Path, in_channels: int, loads: str) -> Path:
    """Save SDXL's architecture; 9 channels: inpainting."""
    torch.manual_seed(0)
    first = _clip(768, layers=12, heads=12)
    second = _clip(1280, layers=32, heads=20, projected=True)
    pipeline = getattr(diffusers, loads)(
        vae=_vae(0.13025),
        text_encoder=first,
        text_encoder_2=second,
        tokenizer=clip_tokenizer(folder / "tokenizer"),
        tokenizer_2=clip_tokenizer(folder / "tokenizer_2"),
        unet=diffusers.UNet2DConditionModel(in_channels=in_channels, **UNET_SDXL),
        scheduler=diffusers.EulerDiscreteScheduler(**SD_SCHEDULER),
    )
    pipeline.to(torch.bfloat16).save_pretrained(folder)
    return folder


def _vae(scaling_factor: float) -> Any:
    return diffusers.AutoencoderKL(
        block_out_channels=(128, 256, 512, 512),
        layers_per_block=2,
        latent_channels=4,
        down_block_types=("DownEncoderBlock2D",) * 4,
        up_block_types=("UpDecoderBlock2D",) * 4,
        sample_size=512,
        scaling_factor=scaling_factor,
    )


def _clip(width: int, *, layers: int, heads: int, projected: bool = False) -> Any:
    config = transformers.CLIPTextConfig(
        bos_token_id=512,
        eos_token_id=513,
        pad_token_id=513,
        vocab_size=49408,  # the tokenizer uses the first 514
        hidden_size=width,
        intermediate_size=4 * width,
        projection_dim=width,
        num_attention_heads=heads,
        num_hidden_layers=layers,
        max_position_embeddings=77,
    )
    kind = transformers.CLIPTextModelWithProjection if projected else transformers.CLIPTextModel
    return kind(config)
