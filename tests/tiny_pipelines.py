"""Real diffusers architectures with random weights: small folders as a hub would serve them.

Each `save_…(folder)` writes a pipeline that `from_pretrained(folder, local_files_only=True)` loads,
of at most 6 MB that runs in a tenth of a second at 64 px, and returns the folder. Qwen-Image-Edit
takes a second: it looks at a photo of one megapixel, whatever the result's size. Nothing is
downloaded: tokenizers know one token per byte, so that lengths count. Latents have the real number
of channels.
"""

import json
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import diffusers
import torch
import transformers

SIDE_PX = 64
SD_SCHEDULER = {
    "beta_start": 0.00085,
    "beta_end": 0.012,
    "beta_schedule": "scaled_linear",
    "steps_offset": 1,
}
_QWEN_SPECIAL = (
    "<|endoftext|>",
    "<|im_start|>",
    "<|im_end|>",
    "<|vision_start|>",
    "<|vision_end|>",
    "<|vision_pad|>",
    "<|image_pad|>",
    "<|video_pad|>",
)


def letters() -> list[str]:
    """The 256 printable stand-ins of a byte-level BPE, in its order."""
    kept = [*range(ord("!"), ord("~") + 1), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    return [chr(b) for b in kept] + [chr(256 + n) for n in range(256 - len(kept))]


def clip_tokenizer(folder: Path) -> Any:
    """CLIP's, of 514 tokens, at most 77 at once."""
    folder.mkdir(parents=True, exist_ok=True)
    ends = [letter + "</w>" for letter in letters()]
    words = [*letters(), *ends, "<|startoftext|>", "<|endoftext|>"]
    (folder / "vocab.json").write_text(json.dumps({t: i for i, t in enumerate(words)}))
    (folder / "merges.txt").write_text("#version: 0.2\n")
    return transformers.CLIPTokenizer.from_pretrained(str(folder), model_max_length=77)


def t5_tokenizer() -> Any:
    """T5's, one token per printable letter of ASCII."""
    own = [("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0), ("▁", -2.0)]
    own += [(chr(n), -2.0) for n in range(33, 127)]
    own += [(f"<extra_id_{n}>", 0.0) for n in reversed(range(100))]
    return transformers.T5Tokenizer(vocab=own, model_max_length=512)


def qwen_tokenizer(folder: Path) -> Any:
    """Qwen 2's, one token per byte, with the special tokens of its vision model."""
    folder.mkdir(parents=True, exist_ok=True)
    words = [*letters(), *_QWEN_SPECIAL]
    (folder / "vocab.json").write_text(json.dumps({t: i for i, t in enumerate(words)}))
    (folder / "merges.txt").write_text("#version: 0.2\n")
    return transformers.Qwen2Tokenizer.from_pretrained(
        str(folder), additional_special_tokens=list(_QWEN_SPECIAL[1:]), model_max_length=4096
    )


def clip(projected: bool = False) -> Any:
    """CLIP's text encoder, 32 wide; `projected`: SDXL's second one."""
    torch.manual_seed(0)
    config = transformers.CLIPTextConfig(
        bos_token_id=512,
        eos_token_id=513,
        pad_token_id=513,
        vocab_size=514,
        hidden_size=32,
        intermediate_size=37,
        projection_dim=32,
        num_attention_heads=4,
        num_hidden_layers=2,
        max_position_embeddings=77,
    )
    made = transformers.CLIPTextModelWithProjection if projected else transformers.CLIPTextModel
    return made(config).eval()


def t5() -> Any:
    """T5's encoder, 32 wide."""
    torch.manual_seed(0)
    config = transformers.T5Config(
        vocab_size=200, d_model=32, d_kv=8, d_ff=37, num_layers=2, num_heads=4
    )
    return transformers.T5EncoderModel(config).eval()


def unet(in_channels: int = 4, **changes: Any) -> Any:
    """in_channels: 4 text-to-image, 8 InstructPix2Pix, 9 inpainting."""
    torch.manual_seed(0)
    sizes: dict[str, Any] = {
        "block_out_channels": (32, 64),
        "layers_per_block": 1,
        "sample_size": SIDE_PX // 8,
        "in_channels": in_channels,
        "out_channels": 4,
        "down_block_types": ("DownBlock2D", "CrossAttnDownBlock2D"),
        "up_block_types": ("CrossAttnUpBlock2D", "UpBlock2D"),
        "cross_attention_dim": 32,
        "attention_head_dim": 2,
        "norm_num_groups": 8,
    }
    return diffusers.UNet2DConditionModel(**sizes | changes)


def xl_unet(in_channels: int = 4) -> Any:
    """SDXL's: two text encoders side by side, and the sizes of the picture as a condition."""
    return unet(
        in_channels,
        cross_attention_dim=64,
        addition_embed_type="text_time",
        addition_time_embed_dim=8,
        projection_class_embeddings_input_dim=80,  # 32 pooled, 6 numbers of 8
        use_linear_projection=True,
    )


def vae(latent_channels: int = 4, **changes: Any) -> Any:
    """One latent cell per 8 pixels, like the real one."""
    torch.manual_seed(0)
    return diffusers.AutoencoderKL(
        block_out_channels=[8, 8, 16, 16],
        down_block_types=["DownEncoderBlock2D"] * 4,
        up_block_types=["UpDecoderBlock2D"] * 4,
        norm_num_groups=4,
        latent_channels=latent_channels,
        sample_size=SIDE_PX,
        **changes,
    ).eval()


def controlnet(seed: int = 0) -> Any:
    """A ControlNet whose zero convolutions are none any more, as after training."""
    torch.manual_seed(seed)
    made = diffusers.ControlNetModel(
        block_out_channels=(32, 64),
        layers_per_block=1,
        in_channels=4,
        cross_attention_dim=32,
        attention_head_dim=2,
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"),
        norm_num_groups=8,
        conditioning_embedding_out_channels=(8, 8, 16, 16),  # it takes four
    )
    for zero in (*made.controlnet_down_blocks, made.controlnet_mid_block):
        torch.nn.init.normal_(zero.weight, std=0.3)
    seeing = made.controlnet_cond_embedding
    for layer in (seeing.conv_in, *seeing.blocks, seeing.conv_out):
        torch.nn.init.normal_(layer.weight, std=0.5)
    return made


def flux_transformer(in_channels: int = 64, guided: bool = True) -> Any:
    """in_channels: 64 packed latents; Fill adds 64 of the masked photo and 256 of the mask."""
    torch.manual_seed(0)
    return diffusers.FluxTransformer2DModel(
        in_channels=in_channels,
        out_channels=64,
        num_layers=1,
        num_single_layers=1,
        attention_head_dim=16,
        num_attention_heads=2,
        joint_attention_dim=32,
        pooled_projection_dim=32,
        guidance_embeds=guided,
        axes_dims_rope=(4, 4, 8),
    )


def qwen_transformer() -> Any:
    """Qwen-Image's: packed latents of 64 channels."""
    torch.manual_seed(0)
    return diffusers.QwenImageTransformer2DModel(
        num_layers=1,
        attention_head_dim=16,
        num_attention_heads=2,
        joint_attention_dim=32,
        axes_dims_rope=(4, 4, 8),
    )


def qwen_vae() -> Any:
    """Qwen-Image's: 16 channels, a frame of a film."""
    torch.manual_seed(0)
    return diffusers.AutoencoderKLQwenImage(base_dim=2, num_res_blocks=1).eval()


def qwen_encoder() -> Any:
    """Qwen 2.5 VL, one layer that reads and one that sees."""
    torch.manual_seed(0)
    ids = {token: 256 + n for n, token in enumerate(_QWEN_SPECIAL)}
    config = transformers.Qwen2_5_VLConfig(
        text_config={
            "vocab_size": 264,
            "hidden_size": 32,
            "intermediate_size": 37,
            "num_hidden_layers": 1,
            "num_attention_heads": 4,
            "num_key_value_heads": 4,
            "rope_parameters": {
                "rope_type": "default",
                "mrope_section": [1, 1, 2],
                "rope_theta": 1e6,
            },
            "bos_token_id": ids["<|endoftext|>"],
            "eos_token_id": ids["<|im_end|>"],
        },
        vision_config={
            "depth": 1,
            "hidden_size": 16,
            "intermediate_size": 16,
            "num_heads": 2,
            "out_hidden_size": 32,
            "fullatt_block_indexes": [],
        },
        image_token_id=ids["<|image_pad|>"],
        video_token_id=ids["<|video_pad|>"],
        vision_start_token_id=ids["<|vision_start|>"],
        vision_end_token_id=ids["<|vision_end|>"],
    )
    return transformers.Qwen2_5_VLForConditionalGeneration(config).eval()


def save_sd(folder: Path, in_channels: int = 4, loads: str = "StableDiffusionPipeline") -> Path:
    """Stable Diffusion 1.x; it ships PNDM, like the real ones."""
    getattr(diffusers, loads)(
        vae=vae(),
        text_encoder=clip(),
        tokenizer=clip_tokenizer(folder / "tokenizer"),
        unet=unet(in_channels),
        scheduler=diffusers.PNDMScheduler(skip_prk_steps=True, **SD_SCHEDULER),
        safety_checker=None,
        feature_extractor=None,
        requires_safety_checker=False,
    ).save_pretrained(folder)
    return folder


save_inpaint = partial(save_sd, in_channels=9, loads="StableDiffusionInpaintPipeline")
save_instruct_pix2pix = partial(
    save_sd, in_channels=8, loads="StableDiffusionInstructPix2PixPipeline"
)


def save_sdxl(folder: Path, in_channels: int = 4, loads: str = "StableDiffusionXLPipeline") -> Path:
    """Stable Diffusion XL; its VAE asks for fp32, like the real one."""
    getattr(diffusers, loads)(
        vae=vae(scaling_factor=0.13025, force_upcast=True),
        text_encoder=clip(),
        text_encoder_2=clip(projected=True),
        tokenizer=clip_tokenizer(folder / "tokenizer"),
        tokenizer_2=clip_tokenizer(folder / "tokenizer_2"),
        unet=xl_unet(in_channels),
        scheduler=diffusers.EulerDiscreteScheduler(**SD_SCHEDULER),
    ).save_pretrained(folder)
    return folder


save_sdxl_inpaint = partial(save_sdxl, in_channels=9, loads="StableDiffusionXLInpaintPipeline")


def save_controlnet(folder: Path, seed: int = 0) -> Path:
    """A ControlNet alone, as canny's and scribble's folders are; other seeds see other lines."""
    controlnet(seed).save_pretrained(folder)
    return folder


def save_flux(
    folder: Path, in_channels: int = 64, loads: str = "FluxPipeline", guided: bool = True
) -> Path:
    """FLUX.1: CLIP and T5, packed latents; `guided` is [dev]'s, without it it is [schnell]'s."""
    getattr(diffusers, loads)(
        scheduler=diffusers.FlowMatchEulerDiscreteScheduler(use_dynamic_shifting=True),
        vae=vae(
            16,
            scaling_factor=0.3611,
            shift_factor=0.1159,
            use_quant_conv=False,
            use_post_quant_conv=False,
        ),
        text_encoder=clip(),
        tokenizer=clip_tokenizer(folder / "tokenizer"),
        text_encoder_2=t5(),
        tokenizer_2=t5_tokenizer(),
        transformer=flux_transformer(in_channels, guided),
    ).save_pretrained(folder)
    return folder


save_flux_fill = partial(save_flux, in_channels=384, loads="FluxFillPipeline")
save_flux_kontext = partial(save_flux, loads="FluxKontextPipeline")


def save_qwen_image(folder: Path) -> Path:
    """Qwen-Image."""
    diffusers.QwenImagePipeline(**_qwen(folder)).save_pretrained(folder)
    return folder


def save_qwen_image_edit(folder: Path, loads: str = "QwenImageEditPipeline") -> Path:
    """Qwen-Image-Edit. Its processor is written by hand: saving one takes torchvision."""
    diffusers.QwenImagePipeline(**_qwen(folder)).save_pretrained(folder)
    index = json.loads((folder / "model_index.json").read_text())
    index |= {"_class_name": loads, "processor": ["transformers", "Qwen2VLProcessor"]}
    (folder / "model_index.json").write_text(json.dumps(index, indent=2))
    qwen_tokenizer(folder / "processor").save_pretrained(folder / "processor")
    seeing = transformers.Qwen2VLImageProcessor(min_pixels=56 * 56, max_pixels=112 * 112)
    seeing.save_pretrained(folder / "processor")
    config = json.loads((folder / "processor" / "preprocessor_config.json").read_text())
    config |= {
        "image_processor_type": "Qwen2VLImageProcessor",
        "processor_class": "Qwen2_5_VLProcessor",
    }
    (folder / "processor" / "preprocessor_config.json").write_text(json.dumps(config))
    return folder


def _qwen(folder: Path) -> dict[str, Any]:
    return {
        "scheduler": diffusers.FlowMatchEulerDiscreteScheduler(
            use_dynamic_shifting=True, shift_terminal=0.02
        ),
        "vae": qwen_vae(),
        "text_encoder": qwen_encoder(),
        "tokenizer": qwen_tokenizer(folder / "tokenizer"),
        "transformer": qwen_transformer(),
    }


SAVE: Mapping[str, Callable[[Path], Path]] = {
    "sd": save_sd,
    "sd-inpaint": save_inpaint,
    "instruct-pix2pix": save_instruct_pix2pix,
    "sdxl": save_sdxl,
    "sdxl-inpaint": save_sdxl_inpaint,
    "flux": save_flux,
    "flux-fill": save_flux_fill,
    "flux-kontext": save_flux_kontext,
    "qwen-image": save_qwen_image,
    "qwen-image-edit": save_qwen_image_edit,
}
"""Name -> what saves it; a pipeline's where an engine of that name loads it."""
