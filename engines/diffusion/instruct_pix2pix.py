"""Repaints a picture as an order says, by InstructPix2Pix.

InstructPix2Pix: Brooks, Holynski and Efros 2023, arXiv 2211.09800.
"""

from collections.abc import Mapping

from engines.diffusion.pipeline import Diffusion
from engines.diffusion.sd import FILES, OPTIONS
from engines.protocols import Arg, Card, Drawn, Progress, Weights
from imaging.arrays import Image


class InstructPix2Pix(Diffusion):
    """Repaints a picture as an order says, by InstructPix2Pix."""

    card = Card(
        name="instruct-pix2pix",
        capability="edit",
        summary="repaints a picture as an order says, by InstructPix2Pix",
        ops=frozenset({"replace", "add", "background", "style"}),
        mask="optional",
        size_px=512,
        languages=frozenset({"en"}),
        options=OPTIONS | {"image_guidance_scale"},
        prompt="instruction",
        prompt_tokens=77,
        memory_bytes=4_500_000_000,
        extra="torch",
        weights=Weights(
            model="timbrooks/instruct-pix2pix",
            files=FILES,
            size_bytes=4_270_000_000,
            licence="MIT",
        ),
    )
    loads = "StableDiffusionInstructPix2PixPipeline"
    defaults: Mapping[str, Arg] = {
        "guidance_scale": 7.0,
        "image_guidance_scale": 1.5,
        "num_inference_steps": 20,
        "scheduler": "Euler a",
    }

    def follow(
        self,
        image: Image,
        instruction: str,
        *,
        seed: int,
        options: Mapping[str, Arg],
        progress: Progress,
    ) -> Drawn:
        given = {"prompt": instruction, "image": image}
        return self.run(given, seed=seed, options=options, progress=progress)
