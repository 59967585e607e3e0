"""Builds a pipeline from a folder on this machine: safetensors only, nothing is asked elsewhere."""

import json
import logging
import warnings
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from engines.diffusion.device import LOADING
from engines.diffusion.memory import lacking_memory
from engines.diffusion.recipe import Part, Recipe
from errors import EngineUnavailable

UNUSED = ("safety_checker", "feature_extractor", "image_encoder")
"""Components of Stable Diffusion that no engine of this house runs: they are not loaded."""
_BROKEN = (OSError, ValueError, RuntimeError, KeyError, TypeError, ImportError)
"""What diffusers and transformers raise of a folder that they cannot read."""
_HARMLESS = "should be kept in float32: []"


def index_of(folder: Path) -> dict[str, Any]:
    """Return a pipeline's `model_index.json`.

    Raises:
        EngineUnavailable: there is none, or it is no JSON object.
    """
    try:
        read = json.loads((folder / "model_index.json").read_text())
    except (OSError, ValueError) as error:
        raise _unreadable(folder) from error
    if not isinstance(read, dict):
        raise _unreadable(folder)
    return read


def component_class(folder: Path, name: str) -> str:
    """Return the class name of a pipeline's component, as its index says.

    Raises:
        EngineUnavailable: the pipeline has no such component.
    """
    said = index_of(folder).get(name)
    if not isinstance(said, list) or len(said) != 2 or not isinstance(said[1], str):
        raise _unreadable(folder)
    return said[1]


def built(recipe: Recipe, dtype: Any, shared: Mapping[str, Any]) -> Any:  # noqa: ANN401
    """Return the pipeline on the CPU, in `dtype`, as diffusers' `recipe.loads`.

    Args:
        recipe: which one.
        dtype: torch's, of its weights.
        shared: components that another pipeline of the same folder has loaded already.

    Raises:
        EngineUnavailable: the folder cannot be read, is pickled, or is of another kind.
    """
    found = getattr(import_module("diffusers"), recipe.loads)
    expected = set(found._get_signature_keys(found)[0])
    own = {part.name: _part(part, dtype) for part in recipe.parts}
    reused = {name: one for name, one in shared.items() if name in expected and name not in own}
    unused: dict[str, Any] = {name: None for name in UNUSED if name in expected}
    if "safety_checker" in expected:
        unused["requires_safety_checker"] = False
    _check_safe(recipe.folder, skipped={*own, *reused, *unused})
    pipeline = _read(found, recipe.folder, dtype=dtype, **unused, **reused, **own)
    _check_channels(pipeline, recipe)
    pipeline.set_progress_bar_config(disable=True)
    return pipeline


def _part(part: Part, dtype: Any) -> Any:  # noqa: ANN401
    if ":" in part.loads:
        module, function = part.loads.split(":")
        return getattr(import_module(module), function)(part.folder)
    _check_pickled(part.folder, part.folder.name)
    return _read(getattr(import_module("diffusers"), part.loads), part.folder, dtype=dtype)


def _telling(record: logging.LogRecord) -> bool:
    """Drop one warning: no layer is to stay in float32, and SDXL casts its VAE at every photo."""
    return _HARMLESS not in record.getMessage()


def _read(found: Any, folder: Path, **how: Any) -> Any:  # noqa: ANN401
    damaged: type[Exception] = import_module("safetensors").SafetensorError
    logging.getLogger("diffusers.models.modeling_utils").addFilter(_telling)
    for library in ("diffusers", "transformers"):
        import_module(f"{library}.utils.logging").disable_progress_bar()
    try:
        with LOADING, warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)
            return found.from_pretrained(
                str(folder), local_files_only=True, use_safetensors=True, **how
            )
    except (*_BROKEN, damaged) as error:
        if lacking_memory(error):
            raise
        raise _unreadable(folder) from error


def _check_safe(folder: Path, skipped: set[str]) -> None:
    for name, said in index_of(folder).items():
        if isinstance(said, list) and said[0] is not None and name not in skipped:
            _check_pickled(folder / name, folder.name)


def _check_pickled(part: Path, model: str) -> None:
    """Refuse weights that would have to be unpickled: reading those can run any code."""
    if any(part.glob("*.bin")) and not any(part.glob("*.safetensors")):
        raise EngineUnavailable(
            f"the weights of `{model}` are pickled (.bin), and reading those can run any code",
            hint="take a version of the model with .safetensors files",
        )


def _check_channels(pipeline: Any, recipe: Recipe) -> None:  # noqa: ANN401
    """Refuse a UNet of another kind of pipeline: diffusers would fail only when it draws."""
    unet, vae = getattr(pipeline, "unet", None), getattr(pipeline, "vae", None)
    if unet is None or vae is None:
        return
    has, latent = int(unet.config.in_channels), int(vae.config.latent_channels)
    if "Pix2Pix" in recipe.loads:
        takes = {2 * latent}
    elif "Inpaint" in recipe.loads:
        takes = {latent, 2 * latent + 1}  # latents alone, or with the masked photo and its mask
    else:
        takes = {latent}
    if has not in takes:
        kinds = {latent: "pictures from words", 2 * latent: "orders", 2 * latent + 1: "inpainting"}
        raise EngineUnavailable(
            f"`{recipe.model}` is a model for {kinds.get(has, 'something else')}: its UNet "
            f"takes {has} channels, and {recipe.loads} gives it {min(takes)}",
            hint="set PENTIMENTO_MODELS to a model of the right kind",
        )


def _unreadable(folder: Path) -> EngineUnavailable:
    return EngineUnavailable(
        f"the weights in `{folder.name}` cannot be read",
        hint="get them again (`.venv/bin/python -m engines pull NAME`), or set PENTIMENTO_MODELS",
    )
