"""Pipelines that are called alike: those that make pictures, those that repaint a mask."""

from collections.abc import Mapping

from engines.diffusion.pipeline import Diffusion
from engines.protocols import Arg, Drawn, Guide, Progress
from imaging.arrays import Image, Mask


class Generating(Diffusion):
    """A pipeline that makes a picture of words, its width and its height."""

    def generate(
        self,
        prompt: str,
        *,
        width: int,
        height: int,
        guide: Guide | None,
        seed: int,
        options: Mapping[str, Arg],
        progress: Progress,
    ) -> Drawn:
        given = {"prompt": prompt, "width": width, "height": height}
        return self.run(given, seed=seed, options=options, progress=progress)


class Inpainting(Diffusion):
    """A pipeline that reads a picture and its mask beside the words."""

    def inpaint(
        self,
        image: Image,
        mask: Mask,
        prompt: str,
        *,
        seed: int,
        options: Mapping[str, Arg],
        progress: Progress,
    ) -> Drawn:
        height, width = mask.shape
        given = {"prompt": prompt, "image": image, "mask_image": mask}
        given |= {"width": width, "height": height}
        return self.run(given, seed=seed, options=options, progress=progress)
