"""A turn's options as diffusers' arguments: merged over an engine's own, and checked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from math import nan
from typing import Any

from engines.protocols import Arg, Card
from errors import InvalidRequest

MOST_STEPS = 200
MOST_GUIDANCE = 50.0


@dataclass(frozen=True)
class Scheduler:
    """A sampling method: diffusers' class, and what of its configuration differs."""

    loads: str
    config: Mapping[str, Arg] = field(default_factory=dict[str, Arg])


_DPM, _SDE = "DPMSolverMultistepScheduler", {"algorithm_type": "sde-dpmsolver++"}
_KARRAS, _UNBOUNDED = {"use_karras_sigmas": True}, {"clip_sample": False}  # latents exceed 1
SCHEDULERS: Mapping[str, Scheduler] = {
    "DDIM": Scheduler("DDIMScheduler", _UNBOUNDED),
    "DDPM": Scheduler("DDPMScheduler", _UNBOUNDED),
    "PNDM": Scheduler("PNDMScheduler", {"skip_prk_steps": True}),
    "LMS": Scheduler("LMSDiscreteScheduler"),
    "Euler": Scheduler("EulerDiscreteScheduler"),
    "Euler a": Scheduler("EulerAncestralDiscreteScheduler"),
    "Heun": Scheduler("HeunDiscreteScheduler", _UNBOUNDED),
    "UniPC": Scheduler("UniPCMultistepScheduler"),
    "DPM++ 2M": Scheduler(_DPM),
    "DPM++ 2M Karras": Scheduler(_DPM, _KARRAS),
    "DPM++ SDE": Scheduler(_DPM, _SDE),
    "DPM++ SDE Karras": Scheduler(_DPM, {**_SDE, **_KARRAS}),
}
"""What a turn's `scheduler` may be; upper and lower case do not count, nor do class names' ends."""

_OWN = (
    "use_karras_sigmas",
    "use_exponential_sigmas",
    "use_beta_sigmas",
    "algorithm_type",
    "solver_order",
    "solver_type",
    "skip_prk_steps",
    "clip_sample",
)
"""What a scheduler's configuration says of its own method; another method has its own defaults."""

_BOUNDS: Mapping[str, tuple[float, float]] = {
    "guidance_scale": (0.0, MOST_GUIDANCE),
    "true_cfg_scale": (0.0, MOST_GUIDANCE),
    "image_guidance_scale": (1.0, MOST_GUIDANCE),
    "controlnet_conditioning_scale": (0.0, 2.0),
    "strength": (0.0, 1.0),
}


def merged(card: Card, defaults: Mapping[str, Arg], options: Mapping[str, Arg]) -> dict[str, Arg]:
    """Return diffusers' arguments of one call: an engine's `defaults`, and what the turn says.

    An option that the card does not list is left alone: the reply names it.

    Raises:
        InvalidRequest: an option is off; the hint lists what is allowed.
    """
    given = {k: v for k, v in options.items() if k in card.options and v is not None}
    arguments = {**defaults, **given}
    for name, value in arguments.items():
        _check(name, value, card)
    guidance = arguments.get("guidance_scale")
    off = isinstance(guidance, int | float) and guidance <= 1
    # Where there is `true_cfg_scale`, that one counts: see `packed`.
    if off and arguments.get("negative_prompt") and "true_cfg_scale" not in card.options:
        raise InvalidRequest(
            f"guidance_scale is {guidance:g}, so that `negative_prompt` would not be read",
            hint="set it over 1, or leave `negative_prompt` out",
        )
    steps, strength = arguments.get("num_inference_steps"), arguments.get("strength")
    # diffusers runs int(steps * strength) steps: of none comes the photo unchanged.
    if isinstance(steps, int) and isinstance(strength, int | float) and int(steps * strength) < 1:
        raise InvalidRequest(
            f"{steps} steps at strength {strength:g} are none: nothing would change",
            hint="raise `strength` or `num_inference_steps`",
        )
    return arguments


def _check(name: str, value: Arg, card: Card) -> None:
    if name in _BOUNDS:
        least, most = _BOUNDS[name]
        number = float(value) if isinstance(value, int | float) else nan
        if isinstance(value, bool) or not least <= number <= most:  # nan is not between them either
            raise _off(name, value, f"`{card.name}` takes {least:g} to {most:g}")
    elif name == "num_inference_steps":
        if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= MOST_STEPS:
            raise _off(name, value, f"use a whole number, 1 to {MOST_STEPS}")
    elif name == "scheduler":
        scheduler_called(value)
    elif name == "negative_prompt" and not isinstance(value, str):
        raise _off(name, value, "say in words what should not be there")


def _off(name: str, value: Arg, hint: str) -> InvalidRequest:
    return InvalidRequest(f"{name} is {value!r}", hint=hint)


def scheduler_called(name: Arg) -> Scheduler:
    """Return the sampling method of that name.

    Raises:
        InvalidRequest: there is none; the hint lists them.
    """
    wanted = _folded(str(name))
    for known, scheduler in SCHEDULERS.items():
        if wanted in (_folded(known), _folded(scheduler.loads)):
            return scheduler
    raise InvalidRequest(f"no scheduler {name!r}", hint=f"choose one of: {', '.join(SCHEDULERS)}")


def _folded(name: str) -> str:
    """A name as it is compared; "Euler ancestral" and "dpmpp_2m" are said elsewhere."""
    plain = name.casefold().replace("dpmpp", "dpm++").replace("ancestral", "a")
    plain = plain.removesuffix("scheduler").removesuffix("discrete")
    return "".join(letter for letter in plain if letter.isalnum() or letter == "+")


def scheduler_of(shipped: Any, name: Arg) -> Any:  # noqa: ANN401  # diffusers is untyped here
    """Return a fresh scheduler: schedulers keep the state of a run, even of one that was stopped.

    Args:
        shipped: the one that the weights came with.
        name: of SCHEDULERS, or None: as shipped.

    Raises:
        InvalidRequest: the model was not trained for that one; the hint lists those it takes.
    """
    if name is None:
        return type(shipped).from_config(shipped.config)
    wanted = scheduler_called(name)
    taken = {one.__name__ for one in shipped.compatibles} | {type(shipped).__name__}
    if wanted.loads not in taken:
        fitting = [known for known, one in SCHEDULERS.items() if one.loads in taken]
        choices = ", ".join(fitting) or "none: leave `scheduler` out"
        raise InvalidRequest(
            f"the model does not work with the scheduler {name!r}", hint=f"choose one of: {choices}"
        )
    # How the noise was trained is the model's; how it is sampled is the method's.
    config = {key: value for key, value in shipped.config.items() if key not in _OWN}
    found = getattr(import_module("diffusers"), wanted.loads)
    return found.from_config(config, **wanted.config)
