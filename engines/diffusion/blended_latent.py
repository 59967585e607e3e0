"""Repaints the masked pixels from words with a model that knows no masks, by blending latents.

Blended Latent Diffusion: Avrahami, Fried and Lischinski 2023, doi:10.1145/3592450,
arXiv 2206.02779.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from importlib import import_module
from typing import Any

from engines.diffusion.arguments import SCHEDULERS, scheduler_called
from engines.diffusion.loading import component_class
from engines.diffusion.on_sd import OnSD
from engines.diffusion.recipe import OnStep
from engines.diffusion.sd import OPTIONS, SD
from engines.protocols import Arg, Card, Drawn, Progress
from errors import InvalidRequest
from imaging.arrays import Image, Mask

REPEATING = "PNDM"
"""Repeats timesteps: no noise level belongs to one of its steps. Stock SD 1.x ships it."""
OFFERED = tuple(name for name in SCHEDULERS if name != REPEATING)
SEED_OFFSET = 2**32  # past all seeds of turns: the background's noise is no other turn's


class BlendedLatent(OnSD):
    """Repaints the masked pixels from words, on the weights of `sd`."""

    card = Card(
        name="blended-latent",
        capability="inpaint",
        summary="repaints a marked area from words, on plain Stable Diffusion weights",
        ops=frozenset({"replace", "add", "background"}),
        size_px=512,
        languages=frozenset({"en"}),
        options=OPTIONS | {"strength"},
        prompt_tokens=77,
        memory_bytes=SD.card.memory_bytes,
        extra="torch",
        weights=SD.card.weights,
    )
    loads = "StableDiffusionImg2ImgPipeline"
    defaults: Mapping[str, Arg] = {
        "guidance_scale": 7.5,
        "num_inference_steps": 50,
        "strength": 0.8,
        "scheduler": "DDIM",
    }

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
        """Return a picture of the image's size.

        Raises:
            InvalidRequest: an option is off, or the scheduler is PNDM.
        """
        _check(options.get("scheduler"))
        drawn = self.run(
            {"prompt": prompt, "image": image},
            seed=seed,
            options=options,
            progress=progress,
            beside={"mask": mask},
            callback=partial(blending, seed=seed),
        )
        shipped = component_class(self.folder(progress), "scheduler")
        return replace(drawn, params={**drawn.params, "scheduler_shipped": shipped})


def blending(pipeline: Any, arrays: Mapping[str, Any], *, seed: int) -> OnStep:  # noqa: ANN401
    """Return what is called at each step: outside the mask the latents become the photo's again.

    A latent that the mask touches is the model's; all others are the photo's latents with the
    noise of the step that comes next, and without any after the last one. That noise is drawn
    once, so that the background stays on one trajectory.

    Args:
        pipeline: a StableDiffusionImg2ImgPipeline, on its device.
        arrays: `image`, (H, W, 3) uint8, and `mask`, (H, W) bool, True = change.
        seed: of the background's noise.
    """
    torch: Any = import_module("torch")
    source = _encoded(pipeline, arrays["image"])
    changed = _cells(arrays["mask"], pipeline.vae_scale_factor).to(source)
    chance = torch.Generator("cpu").manual_seed(seed + SEED_OFFSET)
    noise = torch.randn(source.shape, generator=chance).to(source)

    def blend(
        running: Any,  # noqa: ANN401
        _index: int,
        timestep: Any,  # noqa: ANN401
        tensors: dict[str, Any],
    ) -> dict[str, Any]:
        drawn = tensors["latents"]
        kept = _noised(running.scheduler, source, noise, timestep)
        tensors["latents"] = (drawn * changed + kept * (1 - changed)).to(drawn.dtype)
        return tensors

    return blend


def _encoded(pipeline: Any, image: Image) -> Any:  # noqa: ANN401
    """The photo's latents (1, 4, H / 8, W / 8), scaled as the pipeline's own are."""
    torch: Any = import_module("torch")
    pixels = torch.from_numpy(image.copy()).permute(2, 0, 1)[None].float() / 127.5 - 1
    vae = pipeline.vae
    with torch.no_grad():
        encoded = vae.encode(pixels.to(pipeline._execution_device, vae.dtype))
    return encoded.latent_dist.mode() * vae.config.scaling_factor


def _cells(mask: Mask, cell_px: int) -> Any:  # noqa: ANN401
    """The mask as (1, 1, h, w) of 0 and 1: a latent cell that it touches is 1."""
    torch: Any = import_module("torch")
    whole = torch.from_numpy(mask.copy()).float()[None, None]
    return torch.nn.functional.max_pool2d(whole, cell_px)


def _noised(scheduler: Any, source: Any, noise: Any, timestep: Any) -> Any:  # noqa: ANN401
    """`source` as noisy as the scheduler expects it after the step of `timestep`."""
    timesteps = scheduler.timesteps
    following = getattr(scheduler, "step_index", None)  # it has gone on already
    if following is None:  # DDIM and DDPM do not count, and repeat no timestep
        following = int((timesteps == timestep).nonzero()[0]) + 1
    if following >= len(timesteps):
        return source
    return scheduler.add_noise(source, noise, timesteps[following : following + 1])


def _check(scheduler: Arg) -> None:
    if scheduler is not None and scheduler_called(scheduler) is SCHEDULERS[REPEATING]:
        raise InvalidRequest(
            f"the scheduler {REPEATING} repeats steps, so that nothing can be blended with them",
            hint=f"choose one of: {', '.join(OFFERED)}",
        )
