"""Repaints a picture as an order says, by Qwen-Image-Edit.

Qwen-Image: Wu et al. 2025, arXiv 2508.02324.
"""

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from engines.diffusion.packed import MULTIPLE
from engines.diffusion.qwen_image import FILES, SIZE_BYTES, PackedQwen
from engines.diffusion.recipe import Part
from engines.protocols import Arg, Card, Drawn, Progress, Weights
from imaging.arrays import Image

PROCESSOR = "engines.diffusion.qwen_image_edit:processor"


class QwenImageEdit(PackedQwen):
    """Repaints a picture as an order says, English or Chinese, by Qwen-Image-Edit."""

    card = Card(
        name="qwen-image-edit",
        capability="edit",
        summary="changes a photo as you order it, in English or Chinese, by Qwen-Image-Edit",
        ops=frozenset({"style", "background", "replace", "add", "text"}),
        mask="optional",
        size_px=1024,
        languages=frozenset({"en", "zh"}),
        options=frozenset({"true_cfg_scale", "negative_prompt", "num_inference_steps"}),
        multiple=MULTIPLE,
        prompt="instruction",
        prompt_tokens=512,
        memory_bytes=63_000_000_000,
        extra="torch",
        weights=Weights(
            model="Qwen/Qwen-Image-Edit",
            files=(*FILES, "processor/*.json"),
            size_bytes=SIZE_BYTES,
            licence="Apache-2.0",
        ),
    )
    loads = "QwenImageEditPipeline"
    defaults: Mapping[str, Arg] = {"num_inference_steps": 50}

    def follow(
        self,
        image: Image,
        instruction: str,
        *,
        seed: int,
        options: Mapping[str, Arg],
        progress: Progress,
    ) -> Drawn:
        height, width = image.shape[:2]
        given = {"prompt": instruction, "image": image, "width": width, "height": height}
        # Wherever the folder lies by then: with download=auto it may have to be got first.
        seeing = Part("processor", PROCESSOR, self.folder(progress) / "processor")
        return self.run(given, seed=seed, options=options, progress=progress, parts=(seeing,))


class QwenImageEditPlus(QwenImageEdit):
    """Qwen-Image-Edit-2509 and later: the same, by a pipeline that may see several photos."""

    loads = "QwenImageEditPlusPipeline"


def processor(folder: Path) -> Any:  # noqa: ANN401  # transformers is untyped here
    """Return Qwen 2.5 VL's processor of words and pictures, without its part for films.

    That part needs torchvision, which this house does not install, and no picture uses it.

    Args:
        folder: the pipeline's own `processor`.
    """
    transformers: Any = import_module("transformers")
    mixin: Any = import_module("transformers.processing_utils").ProcessorMixin

    class Stills(transformers.Qwen2VLProcessor):
        # The arguments' names say which parts it has; there is no `video_processor`.
        def __init__(self, image_processor: Any, tokenizer: Any) -> None:  # noqa: ANN401
            self.image_token, self.video_token = "<|image_pad|>", "<|video_pad|>"
            self.image_token_id = tokenizer.convert_tokens_to_ids(self.image_token)
            self.video_token_id = tokenizer.convert_tokens_to_ids(self.video_token)
            mixin.__init__(self, image_processor, tokenizer)

    where: dict[str, Any] = {"local_files_only": True}
    seen = transformers.Qwen2VLImageProcessorPil.from_pretrained(str(folder), **where)
    return Stills(seen, transformers.Qwen2Tokenizer.from_pretrained(str(folder), **where))
