"""Real architectures of transformers with random weights, small enough for tests.

Saved to a folder with what prepares their input, as the hub serves them. Nothing is downloaded.
"""

import json
from pathlib import Path
from typing import Any

import torch
import transformers
from transformers.models.grounding_dino.image_processing_pil_grounding_dino import (
    GroundingDinoImageProcessorPil,
)
from transformers.models.owlv2.image_processing_pil_owlv2 import Owlv2ImageProcessorPil

SIDE_PX = 128  # of the photo as the tiny SAMs see it
WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", ".", "dog", "dogs", "cat", "red", "the", "a"]


def sam(folder: Path, seed: int = 0) -> Path:
    """SAM with 8 x 8 patches of 16 px, and a mask of 32 x 32."""
    torch.manual_seed(seed)
    config = transformers.SamConfig(
        vision_config={
            "hidden_size": 32, "output_channels": 32, "num_hidden_layers": 2,
            "num_attention_heads": 2, "image_size": SIDE_PX, "patch_size": 16, "window_size": 4,
            "global_attn_indexes": [1], "mlp_dim": 64, "num_pos_feats": 16,
        },
        prompt_encoder_config={
            "hidden_size": 32, "image_size": SIDE_PX, "patch_size": 16, "mask_input_channels": 4,
        },
        mask_decoder_config={
            "hidden_size": 32, "mlp_dim": 64, "num_hidden_layers": 2, "num_attention_heads": 2,
            "iou_head_hidden_dim": 32,
        },
    )  # fmt: skip
    return _saved(_lively(transformers.SamModel(config)), folder)


def sam2(folder: Path, seed: int = 0) -> Path:
    """SAM 2 with three levels of features, 32, 16 and 8 cells wide."""
    torch.manual_seed(seed)
    cells = [[32, 32], [16, 16], [8, 8]]
    config = transformers.Sam2Config(
        vision_config={
            "backbone_config": {
                "model_type": "sam2_hiera_det_model", "hidden_size": 16, "num_attention_heads": 1,
                "image_size": [SIDE_PX, SIDE_PX], "blocks_per_stage": [1, 1, 2, 1],
                "embed_dim_per_stage": [16, 32, 64, 128],
                "num_attention_heads_per_stage": [1, 2, 4, 8],
                "window_size_per_stage": [8, 4, 8, 4], "global_attention_blocks": [3],
                "window_positional_embedding_background_size": [7, 7],
            },
            "backbone_channel_list": [128, 64, 32, 16], "backbone_feature_sizes": cells,
            "fpn_hidden_size": 32,
        },
        prompt_encoder_config={"hidden_size": 32, "image_size": SIDE_PX, "patch_size": 16},
        mask_decoder_config={
            "hidden_size": 32, "mlp_dim": 64, "num_hidden_layers": 2, "num_attention_heads": 2,
            "iou_head_hidden_dim": 32,
        },
    )  # fmt: skip
    return _saved(_lively(transformers.Sam2Model(config)), folder)


def grounding_dino(folder: Path, seed: int = 0) -> Path:
    """Grounding DINO with a small Swin, a small BERT and ten queries."""
    torch.manual_seed(seed)
    config = transformers.GroundingDinoConfig(
        backbone_config={
            "model_type": "swin", "embed_dim": 12, "depths": [1, 1, 1, 1],
            "num_heads": [1, 2, 3, 4], "window_size": 7, "image_size": 64, "out_indices": [2, 3, 4],
        },
        text_config={
            "model_type": "bert", "hidden_size": 16, "num_hidden_layers": 1,
            "vocab_size": len(WORDS), "num_attention_heads": 2, "intermediate_size": 32,
        },
        d_model=32, encoder_layers=1, decoder_layers=2, encoder_attention_heads=2,
        decoder_attention_heads=2, encoder_ffn_dim=32, decoder_ffn_dim=32, num_queries=10,
        num_feature_levels=4, max_text_len=16,
    )  # fmt: skip
    model = transformers.GroundingDinoForObjectDetection(config)
    (folder / "vocabulary").mkdir(parents=True)
    words = folder / "vocabulary" / "vocab.txt"
    words.write_text("\n".join(WORDS))
    tokenizer = transformers.BertTokenizer(vocab=str(words))
    images = GroundingDinoImageProcessorPil(size={"shortest_edge": 64, "longest_edge": 96})
    return _saved(model, folder, transformers.GroundingDinoProcessor(images, tokenizer))


def owlv2(folder: Path, seed: int = 0) -> Path:
    """OWLv2 with 4 x 4 patches and a byte-level vocabulary."""
    torch.manual_seed(seed)
    config = transformers.Owlv2Config(
        text_config={
            "hidden_size": 16, "intermediate_size": 32, "num_hidden_layers": 1,
            "num_attention_heads": 2, "vocab_size": 514, "max_position_embeddings": 48,
            "bos_token_id": 512, "eos_token_id": 513, "pad_token_id": 0,
        },
        vision_config={
            "hidden_size": 16, "intermediate_size": 32, "num_hidden_layers": 1,
            "num_attention_heads": 2, "image_size": 64, "patch_size": 16,
        },
        projection_dim=16,
    )  # fmt: skip
    images = Owlv2ImageProcessorPil(size={"height": 64, "width": 64})
    processor = transformers.Owlv2Processor(images, _bytes_tokenizer(folder))
    return _saved(transformers.Owlv2ForObjectDetection(config), folder, processor)


def _bytes_tokenizer(folder: Path) -> Any:
    """A CLIP tokenizer of 514 tokens: each letter is one."""
    kept = [*range(ord("!"), ord("~") + 1), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    letters = [chr(b) for b in kept] + [chr(256 + n) for n in range(256 - len(kept))]
    tokens = letters + [c + "</w>" for c in letters] + ["<|startoftext|>", "<|endoftext|>"]
    place = folder / "vocabulary"
    place.mkdir(parents=True)
    (place / "vocab.json").write_text(json.dumps({t: i for i, t in enumerate(tokens)}))
    (place / "merges.txt").write_text("#version: 0.2\n")
    return transformers.CLIPTokenizer.from_pretrained(str(place), model_max_length=48)


def _lively(model: Any) -> Any:
    """Its fresh weights are so small that all its masks would be empty or full."""
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.add_(torch.randn_like(parameter) * 0.2)
    return model


def _saved(model: Any, folder: Path, processor: Any = None) -> Path:
    model.eval().save_pretrained(str(folder))
    if processor is not None:
        processor.save_pretrained(str(folder))
    return folder
