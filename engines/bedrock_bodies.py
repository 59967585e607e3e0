"""What the image models on Amazon Bedrock are asked in, and answer in: a JSON of its own each.

From Amazon's documentation, November 2026 (docs.aws.amazon.com): Bedrock user guide, "Stability AI
models" and "Stability AI Image Services"; Nova user guide, "Image generation and editing". Amazon
has given Nova Canvas up by the end of September 2026: it is here for accounts that still have it.
"""

import base64
from collections.abc import Mapping, Sequence
from math import ceil
from typing import Any, ClassVar

from engines.bedrock_family import Body, Family, Range, Wish, rows
from engines.remote_picture import Canvas, grey_png, nearest, png
from errors import InvalidRequest


class NovaCanvas(Family):
    """Amazon Nova Canvas: TEXT_IMAGE and INPAINTING; its masks are black where they change."""

    ranges: ClassVar[Mapping[str, Range]] = {
        "seed": Range(0, 858_993_459),
        "guidance_scale": Range(1.1, 10, 6.5),
    }
    most_chars = 1024
    _least, _most, _area, _aspect = 320, 4096, 4_194_304, 4

    def size_for(self, own_px: tuple[int, int]) -> tuple[int, int]:
        width, height = (max(self._least, side) for side in own_px)
        width = max(width, ceil(height / self._aspect))
        height = max(height, ceil(width / self._aspect))
        return width + -width % self.multiple, height + -height % self.multiple

    def check_size(self, width: int, height: int) -> None:
        sides = all(self._least <= s <= self._most and s % 16 == 0 for s in (width, height))
        flat = max(width, height) > self._aspect * min(width, height)
        if not sides or flat or width * height >= self._area:
            raise InvalidRequest(
                f"Nova Canvas draws no picture of {width}x{height} px",
                hint=f"use {self._least} px or more in multiples of 16, at most 1:4, below 4.19 "
                "megapixels",
            )

    def generation(self, wish: Wish, width: int, height: int) -> Body:
        sides = {"width": width, "height": height}
        return {
            "taskType": "TEXT_IMAGE",
            "textToImageParams": self._words(wish),
            "imageGenerationConfig": {**sides, **self._config(wish)},
        }

    def inpainting(self, wish: Wish, canvas: Canvas) -> Body:
        given = {"image": _text(png(canvas.image)), "maskImage": _black(canvas)}
        return {
            "taskType": "INPAINTING",
            "inPaintingParams": {**self._words(wish), **given},
            "imageGenerationConfig": self._config(wish),
        }

    @staticmethod
    def _words(wish: Wish) -> Body:
        negative = {"negativeText": wish.negative} if wish.negative else {}
        return {"text": wish.prompt, **negative}

    @staticmethod
    def _config(wish: Wish) -> Body:
        scale = {"cfgScale": wish.numbers["guidance_scale"]}
        return {"numberOfImages": 1, "quality": "standard", "seed": wish.seed, **scale}


class StableDiffusionXL(Family):
    """Stable Diffusion XL 1.0: weighted prompts, cfg_scale, steps."""

    ranges: ClassVar[Mapping[str, Range]] = {
        "seed": Range(1, 4_294_967_295),  # 0 asks for a random one
        "guidance_scale": Range(0, 35, 9),
        "num_inference_steps": Range(10, 150, 50),
    }
    most_chars = 2000
    sizes = (
        (1024, 1024), (1152, 896), (1216, 832), (1344, 768), (1536, 640),
        (640, 1536), (768, 1344), (832, 1216), (896, 1152),
    )  # fmt: skip

    def size_for(self, own_px: tuple[int, int]) -> tuple[int, int]:
        return nearest(own_px, self.sizes)

    def check_size(self, width: int, height: int) -> None:
        if (width, height) not in self.sizes:
            raise InvalidRequest(
                f"Stable Diffusion XL draws no picture of {width}x{height} px",
                hint=f"choose one of: {', '.join(f'{w}x{h}' for w, h in self.sizes)}",
            )

    def generation(self, wish: Wish, width: int, height: int) -> Body:
        return {**self._shared(wish), "width": width, "height": height}

    def inpainting(self, wish: Wish, canvas: Canvas) -> Body:
        return {
            **self._shared(wish),
            "init_image": _text(png(canvas.image)),
            "mask_source": "MASK_IMAGE_WHITE",
            "mask_image": _white(canvas),
        }

    def pictures(self, answer: Mapping[str, Any]) -> tuple[Sequence[object], str]:
        made = [one for one in rows(answer.get("artifacts")) if isinstance(one, dict)]
        good = [one for one in made if one.get("finishReason", "SUCCESS") == "SUCCESS"]
        whys = [str(one.get("finishReason")) for one in made if one not in good]
        return [one.get("base64") for one in good], "; ".join(whys)

    @staticmethod
    def _shared(wish: Wish) -> Body:
        prompts: list[Body] = [{"text": wish.prompt, "weight": 1.0}]
        if wish.negative:
            prompts.append({"text": wish.negative, "weight": -1.0})
        return {
            "text_prompts": prompts,
            "cfg_scale": wish.numbers["guidance_scale"],
            "steps": int(wish.numbers["num_inference_steps"]),
            "seed": wish.seed,
            "samples": 1,
        }


class StableImage(Family):
    """Stable Image Core and Ultra, Stable Diffusion 3.5; repaints by Stable Image Inpaint."""

    ranges: ClassVar[Mapping[str, Range]] = {"seed": Range(1, 4_294_967_294)}  # 0: a random one
    most_chars = 10_000
    ratios = ("1:1", "16:9", "21:9", "2:3", "3:2", "4:5", "5:4", "9:16", "9:21")
    _aspect, _least = 2.5, 64

    def size_for(self, own_px: tuple[int, int]) -> tuple[int, int]:
        width, height = (max(self._least, side) for side in own_px)
        return max(width, ceil(height / self._aspect)), max(height, ceil(width / self._aspect))

    def check_size(self, width: int, height: int) -> None:
        self._ratio(width, height)

    def generation(self, wish: Wish, width: int, height: int) -> Body:
        return {**self._shared(wish), "aspect_ratio": self._ratio(width, height)}

    def inpainting(self, wish: Wish, canvas: Canvas) -> Body:
        given = {"image": _text(png(canvas.image)), "mask": _white(canvas)}
        return {**self._shared(wish), **given, "grow_mask": 0}  # the mask was seen and confirmed

    def _ratio(self, width: int, height: int) -> str:
        for ratio in self.ratios:
            across, down = (int(side) for side in ratio.split(":"))
            if abs(width * down / (height * across) - 1) <= 0.02:
                return ratio
        raise InvalidRequest(
            f"Stable Image draws no picture of {width}x{height} px",
            hint=f"choose a width and height of one of these proportions: {', '.join(self.ratios)}",
        )

    @staticmethod
    def _shared(wish: Wish) -> Body:
        negative = {"negative_prompt": wish.negative} if wish.negative else {}
        return {"prompt": wish.prompt, "seed": wish.seed, "output_format": "png", **negative}


FAMILIES: Mapping[str, Family] = {
    "nova-canvas": NovaCanvas(),
    "stable-diffusion-xl": StableDiffusionXL(),
    "stability.stable-image": StableImage(),
    "stability.sd3": StableImage(),
}
"""A part of a model's id -> its family."""


def family_of(model: str) -> Family | None:
    """Return the family of a Bedrock model by its id, or None where it is not known here."""
    return next((family for part, family in FAMILIES.items() if part in model), None)


def inpainting_model(model: str) -> str:
    """Return the id of the model that repaints where `model` draws.

    Stability's service for it is offered across the regions of one geography only, by its prefix.
    """
    if not isinstance(family_of(model), StableImage) or "inpaint" in model:
        return model
    geography = model.partition("stability.")[0] or "us."
    return f"{geography}stability.stable-image-inpaint-v1:0"


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _white(canvas: Canvas) -> str:
    return _text(grey_png(canvas.mask))


def _black(canvas: Canvas) -> str:
    return _text(grey_png(canvas.mask, change=0))
