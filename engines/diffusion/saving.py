"""Ways to run a pipeline, in less memory too; each is undone afterwards."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

from engines.diffusion.device import empty_caches

TILE_PX = 256  # smaller than any model's own side: a VAE's default would leave those pictures whole


@contextmanager
def attached(pipeline: Any, device: Any, offload: str) -> Generator[None]:  # noqa: ANN401
    """Have a pipeline on its device, or with "model" or "sequential" the part of it that runs.

    Pipelines that share models take turns here, so that one's hooks never meet another's. On a CPU
    there is nothing to offload to.
    """
    if offload == "none" or device.type == "cpu":
        pipeline.to(device)
        yield
        return
    if offload == "model":
        pipeline.enable_model_cpu_offload(device=device)
    else:
        pipeline.enable_sequential_cpu_offload(device=device)
    try:
        yield
    finally:  # diffusers' own clean-up does not run where a callback raised
        pipeline.remove_all_hooks()
        pipeline.to("cpu", silence_dtype_warnings=True)
        empty_caches(device)


@contextmanager
def same_precision(pipeline: Any) -> Generator[None]:  # noqa: ANN401
    """Leave the VAE in its own dtype: SDXL casts it for a while, and not back where it fails."""
    vae = getattr(pipeline, "vae", None)
    own = vae.dtype if vae is not None else None
    try:
        yield
    finally:
        if vae is not None and vae.dtype != own:
            vae.to(own)


@contextmanager
def tiled(pipeline: Any, wanted: bool) -> Generator[None]:  # noqa: ANN401
    """Have the VAE work in tiles and slices, where `wanted`.

    Attention stays torch's own: diffusers' slices of it would hold whole score matrices.
    """
    vae = getattr(pipeline, "vae", None)
    if not wanted or vae is None:
        yield
        return
    own = _tiles(vae)
    try:
        for name in own:
            setattr(vae, name, TILE_PX if "sample" in name else TILE_PX // 8)
        vae.enable_tiling()
        vae.enable_slicing()
        yield
    finally:
        vae.disable_tiling()
        vae.disable_slicing()
        for name, size in own.items():
            setattr(vae, name, size)


def _tiles(vae: Any) -> dict[str, int]:  # noqa: ANN401
    """The tile sizes of an image VAE, px and latents; a video's VAE has its own, and keeps them."""
    names = ("tile_sample_min_size", "tile_latent_min_size")
    return {name: getattr(vae, name) for name in names if hasattr(vae, name)}
