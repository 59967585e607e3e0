"""Pipelines that the settings name, as engines: any folder or hub id of a class that is known.

Nothing of a model is loaded to know what it is: `model_index.json` says its class.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any, ClassVar, cast

from engines.diffusion.pipeline import Diffusion
from engines.protocols import Capability, Card, Lack, Weights
from engines.weights import folder_of, is_folder, lack_of, pulled_by
from settings import Settings

CLASSES: Mapping[str, str] = {
    "StableDiffusionPipeline": "sd:SD",
    "StableDiffusionInpaintPipeline": "sd_inpaint:SDInpaint",
    "StableDiffusionInstructPix2PixPipeline": "instruct_pix2pix:InstructPix2Pix",
    "StableDiffusionXLPipeline": "sdxl:SDXL",
    "StableDiffusionXLInpaintPipeline": "sdxl_inpaint:SDXLInpaint",
    "FluxPipeline": "flux:Flux",
    "FluxFillPipeline": "flux_fill:FluxFill",
    "FluxKontextPipeline": "flux_kontext:FluxKontext",
    "QwenImagePipeline": "qwen_image:QwenImage",
    "QwenImageEditPipeline": "qwen_image_edit:QwenImageEdit",
    "QwenImageEditPlusPipeline": "qwen_image_edit:QwenImageEditPlus",
}
"""What `_class_name` may be -> the engine of this package that runs it."""
DISTILLED = "FluxPipeline, distilled"
"""FLUX.1 [schnell]: the same class, with no guidance to set."""
ENGINES: Mapping[str, str] = {**CLASSES, DISTILLED: "flux:FluxSchnell"}
UNKNOWN = "unknown"
INDEX = "model_index.json"
FILES = (INDEX, "*/*.json", "*/*.txt", "*/*.safetensors")
CHANNELS: Mapping[str, tuple[int, ...]] = {
    "StableDiffusionPipeline": (4,),
    "StableDiffusionXLPipeline": (4,),
    "StableDiffusionInpaintPipeline": (4, 9),
    "StableDiffusionXLInpaintPipeline": (4, 9),
    "StableDiffusionInstructPix2PixPipeline": (8,),
}
"""Class -> the channels that its UNet may take; the others have none."""
MADE_FOR: Mapping[tuple[bool, int], str] = {
    (False, 4): "sd",
    (False, 8): "instruct-pix2pix",
    (False, 9): "sd-inpaint",
    (True, 4): "sdxl",
    (True, 9): "sdxl-inpaint",
}
"""(whether it is of SDXL, its UNet's channels) -> the engine that would run it."""
_OTHER = """PENTIMENTO_DIFFUSERS='["owner/name"]' make run"""


class Found(Diffusion):
    """A pipeline of the settings; mixed into the engine that runs its class.

    late: it was not here when the server asked which class it is.
    """

    late: ClassVar[bool]

    @classmethod
    def lacks(cls, settings: Settings) -> Lack | None:
        """Return what is missing: the extra, the files, or that it is of a class we know."""
        if lack := lack_of(cls.card, settings):
            return lack
        folder = folder_of(cls.card, settings)
        if folder is None:
            # With download=auto too: what a pipeline does is known once it is here.
            return Lack(f"`{_name(cls.card)}` is not on this machine", pulled_by(cls.card))
        if lack := refused(folder, _name(cls.card)):
            return lack
        came = f"`{_name(cls.card)}` came here after the server had started: start it again"
        return Lack(came, "make run") if cls.late else None


def entries(settings: Settings) -> Mapping[Capability, Mapping[str, str]]:
    """Return the pipelines of the settings as the registry has engines, by what they can do.

    One whose class cannot be told (it is not here yet) stands under "generate", with its lack.
    """
    found: dict[Capability, dict[str, str]] = {}
    for name in settings.diffusers:
        kind = kind_of(folder_of(_unread(name), settings))
        target = f"engines.diffusion.folder:named:{kind}:{name}"
        found.setdefault(_engine(kind).card.capability, {})[f"diffusers:{name}"] = target
    return found


def named(given: str) -> type[Diffusion]:
    """Return the engine of a registry's entry, "CLASS:NAME", as `entries` writes it."""
    kind, _, name = given.partition(":")
    base = _engine(kind)
    summary, ops = (base.card.summary, base.card.ops) if kind in ENGINES else ("not here yet", ())
    card = replace(
        base.card,
        name=f"diffusers:{name}",
        summary=f"{summary} ({name})"[-119:],
        ops=frozenset(ops),
        weights=_unread(name).weights,
    )
    return type(base.__name__, (Found, base), {"card": card, "late": kind not in ENGINES})


def kind_of(folder: Path | None) -> str:
    """Return the key in ENGINES of the pipeline in a folder, or UNKNOWN."""
    said = _json(folder / INDEX).get("_class_name") if folder else None
    if folder and said == "FluxPipeline":
        guided = _json(folder / "transformer" / "config.json").get("guidance_embeds")
        return "FluxPipeline" if guided else DISTILLED
    return said if isinstance(said, str) and said in CLASSES else UNKNOWN


def refused(folder: Path, name: str) -> Lack | None:
    """Return why the pipeline in a folder cannot be run here, or None."""
    said = _json(folder / INDEX).get("_class_name")
    if not isinstance(said, str):
        what = f"`{INDEX}` of `{name}` does not say which pipeline it is"
        return Lack(what, _OTHER if is_folder(name) else pulled_by(_unread(name)))
    if said not in CLASSES:
        what = f"`{name}` is a {said}; those that can be run are: {', '.join(CLASSES)}"
        return Lack(what, _OTHER)
    takes = _json(folder / "unet" / "config.json").get("in_channels")
    if said not in CHANNELS or not isinstance(takes, int) or takes in CHANNELS[said]:
        return None
    what = (
        f"`{name}` says that it is a {said}, and its UNet takes {takes} channels, "
        f"not {' or '.join(map(str, CHANNELS[said]))}"
    )
    engine = MADE_FOR.get(("XL" in said, takes))
    run = f"""PENTIMENTO_MODELS='{{"{engine}": "{name}"}}' make run"""
    return Lack(what, run if engine else _OTHER)


def _unread(name: str) -> Card:
    """The card of a pipeline of which only the name is known."""
    weights = Weights(name, FILES, 0, "see the model's card", open=False)
    return Card(f"diffusers:{name}", "generate", name, extra="torch", weights=weights)


def _engine(kind: str) -> type[Diffusion]:
    module, attribute = ENGINES.get(kind, CLASSES["StableDiffusionPipeline"]).split(":")
    return cast(type[Diffusion], getattr(import_module(f"engines.diffusion.{module}"), attribute))


def _name(card: Card) -> str:
    return card.name.removeprefix("diffusers:")


def _json(file: Path) -> dict[str, Any]:
    try:
        read = json.loads(file.read_text())
    except (OSError, ValueError):
        return {}
    return cast(dict[str, Any], read) if isinstance(read, dict) else {}
