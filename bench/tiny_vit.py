"""MobileSAM's architecture at its real size, with random weights: for timing, not for looking.

The encoder is a TinyViT of 5 million weights (Wu et al., 2022, arXiv:2207.10666) as MobileSAM uses
it: convolutions, then attention in windows of 7 and 14, 256 channels of 64×64 out. Prompt encoder
and decoder are those of Segment Anything, from transformers.
"""

from importlib import import_module
from typing import Any

SIDE_PX = 1024
DIMS, DEPTHS, HEADS, WINDOWS = (64, 128, 160, 320), (2, 2, 6, 2), (2, 4, 5, 10), (7, 7, 14, 7)


def mobile_sam(side_px: int = SIDE_PX) -> Any:  # torch is untyped here
    """Return a model with the modules that `engines.export` takes."""
    torch: Any = import_module("torch")
    torch.manual_seed(0)
    sam = torch.nn.Module()
    sam.image_encoder = _encoder(torch, side_px)
    sam.prompt_encoder, sam.mask_decoder = _decoder(torch, side_px)
    return sam.eval()


def _encoder(torch: Any, side_px: int) -> Any:
    stages = [_stage(torch, i) for i in range(4)]
    neck = [_conv(torch, DIMS[3], 256, 1), torch.nn.GroupNorm(1, 256)]
    neck += [_conv(torch, 256, 256, 3), torch.nn.GroupNorm(1, 256)]
    first = [_conv(torch, 3, 32, 3, stride=2), torch.nn.GELU(), _conv(torch, 32, 64, 3, stride=2)]
    encoder = torch.nn.Sequential(*first, *stages, *neck)
    encoder.img_size = side_px
    return encoder


def _conv(
    torch: Any,
    inward: int,
    outward: int,
    size: int,
    *,
    stride: int = 1,
    groups: int = 1,
) -> Any:
    """A convolution with its normalisation folded in, as ONNX Runtime runs it."""
    return torch.nn.Conv2d(inward, outward, size, stride, size // 2, groups=groups)


def _stage(torch: Any, i: int) -> Any:
    parts: list[Any] = []
    if i:
        # The last stage keeps its size: Segment Anything wants 64×64.
        stride = 1 if i == 3 else 2
        dim = DIMS[i]
        parts += [_conv(torch, DIMS[i - 1], dim, 1), torch.nn.GELU()]
        parts += [_conv(torch, dim, dim, 3, stride=stride, groups=dim), torch.nn.GELU()]
        parts += [_conv(torch, dim, dim, 1)]
    block = _attending if i else _convolving
    return torch.nn.Sequential(*parts, *(block(torch, i) for _ in range(DEPTHS[i])))


def _convolving(torch: Any, i: int) -> Any:
    dim = DIMS[i]
    return _added(
        torch,
        torch.nn.Sequential(
            _conv(torch, dim, 4 * dim, 1),
            torch.nn.GELU(),
            _conv(torch, 4 * dim, 4 * dim, 3, groups=4 * dim),
            torch.nn.GELU(),
            _conv(torch, 4 * dim, dim, 1),
        ),
    )


def _attending(torch: Any, i: int) -> Any:
    dim = DIMS[i]
    mixed = [torch.nn.Conv2d(dim, 4 * dim, 1), torch.nn.GELU(), torch.nn.Conv2d(4 * dim, dim, 1)]
    return torch.nn.Sequential(
        _added(torch, _windows(torch, dim, HEADS[i], WINDOWS[i])),
        _conv(torch, dim, dim, 3, groups=dim),
        _added(torch, torch.nn.Sequential(torch.nn.GroupNorm(1, dim), *mixed)),
    )


def _added(torch: Any, inner: Any) -> Any:
    class Added(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.inner = inner

        def forward(self, seen: Any) -> Any:
            return seen + self.inner(seen)

    return Added()


def _windows(torch: Any, dim: int, heads: int, window: int) -> Any:
    class Windows(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.norm = torch.nn.LayerNorm(dim)
            self.asked = torch.nn.Linear(dim, 3 * dim)
            self.told = torch.nn.Linear(dim, dim)
            self.places = torch.nn.Parameter(torch.zeros(heads, window**2, window**2))

        def forward(self, seen: Any) -> Any:
            _, _, height, width = seen.shape
            below, right = -height % window, -width % window
            padded = torch.nn.functional.pad(seen, (0, right, 0, below))
            down, across = (height + below) // window, (width + right) // window
            parts = padded.reshape(dim, down, window, across, window).permute(1, 3, 2, 4, 0)
            tokens = self.norm(parts.reshape(down * across, window**2, dim))
            split = self.asked(tokens).reshape(-1, window**2, 3, heads, dim // heads)
            query, key, value = split.permute(2, 0, 3, 1, 4)
            weights = query @ key.transpose(-2, -1) * (dim // heads) ** -0.5 + self.places
            mixed = (weights.softmax(-1) @ value).transpose(1, 2).reshape(-1, window**2, dim)
            back = self.told(mixed).reshape(down, across, window, window, dim)
            whole = back.permute(4, 0, 2, 1, 3).reshape(1, dim, down * window, across * window)
            return whole[:, :, :height, :width]

    return Windows()


def _decoder(torch: Any, side_px: int) -> tuple[Any, Any]:
    """Transformers' own, under the names of the authors' package; the three masks of a click."""
    transformers: Any = import_module("transformers")
    vision = {
        "image_size": side_px,
        "num_hidden_layers": 1,
        "hidden_size": 64,
        "num_attention_heads": 1,
    }
    config = transformers.SamConfig(
        vision_config=vision,
        prompt_encoder_config={"image_size": side_px, "image_embedding_size": side_px // 16},
    )
    model = transformers.SamModel(config)
    theirs, prompts = model.prompt_encoder, torch.nn.Module()
    prompts.embed_dim, prompts.image_embedding_size = 256, (side_px // 16,) * 2
    prompts.pe_layer = theirs.shared_embedding
    prompts.pe_layer._pe_encoding = theirs.shared_embedding.forward
    prompts.point_embeddings, prompts.not_a_point_embed = (
        theirs.point_embed,
        theirs.not_a_point_embed,
    )
    prompts.mask_downscaling, prompts.no_mask_embed = theirs.mask_embed, theirs.no_mask_embed
    prompts.get_dense_pe = model.get_image_wide_positional_embeddings
    return prompts, _masks(torch, model.mask_decoder)


def _masks(torch: Any, theirs: Any) -> Any:
    class Masks(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.theirs = theirs

        def predict_masks(
            self,
            image_embeddings: Any,
            image_pe: Any,
            sparse_prompt_embeddings: Any,
            dense_prompt_embeddings: Any,
        ) -> tuple[Any, Any]:
            masks, scores = self.theirs(
                image_embeddings=image_embeddings,
                image_positional_embeddings=image_pe,
                sparse_prompt_embeddings=sparse_prompt_embeddings[None],
                dense_prompt_embeddings=dense_prompt_embeddings.expand_as(image_embeddings),
                multimask_output=True,
            )
            return masks[0], scores[0]

    return Masks()
