"""What the pipelines of FLUX and Qwen-Image share: packed latents, and guidance by two prompts."""

from collections.abc import Mapping
from typing import Any

from engines.protocols import Arg
from errors import InvalidRequest

MULTIPLE = 16  # px: a latent cell is 8, and 2 x 2 of them are one token
OFF = 1.0  # true_cfg_scale at most this: the second prompt is not read
NO_WORDS = " "
"""A second prompt that says nothing: without one these pipelines skip their guidance."""


def unpacked(latents: Any, height: int, width: int) -> Any:  # noqa: ANN401  # torch is untyped here
    """Return packed latents as a picture of latents.

    Args:
        latents: (1, h/2 * w/2, 4 * C); a token holds its cells channel by channel, row by row.
        height: of the picture that is drawn, px, 8 h.
        width: the same, 8 w.

    Returns:
        (1, C, h, w).
    """
    rows, columns = height // MULTIPLE, width // MULTIPLE
    channels = latents.shape[2] // 4
    cells = latents.reshape(1, rows, columns, channels, 2, 2).permute(0, 3, 1, 4, 2, 5)
    return cells.reshape(1, channels, rows * 2, columns * 2)


def with_true_cfg(options: Mapping[str, Arg], *, default: float, wanted: float) -> dict[str, Arg]:
    """Return a turn's options so that neither `true_cfg_scale` nor `negative_prompt` is ignored.

    Classifier-free guidance (Ho and Salimans 2022, arXiv 2207.12598) is off in these pipelines
    unless the scale is over 1 and there is a negative prompt, if an empty one.

    Args:
        options: the turn's.
        default: the engine's true_cfg_scale.
        wanted: the scale where the turn has a negative prompt and the engine's own is off.

    Raises:
        InvalidRequest: a negative prompt, and a scale that would ignore it.
    """
    scale, negative = options.get("true_cfg_scale"), options.get("negative_prompt")
    if negative and isinstance(scale, int | float) and scale <= OFF:
        raise InvalidRequest(
            f"true_cfg_scale is {scale:g}, so that `negative_prompt` would not be read",
            hint="set it over 1, or leave `negative_prompt` out",
        )
    if scale is None:
        scale = wanted if negative and default <= OFF else default
    if isinstance(scale, int | float) and scale > OFF:
        return {**options, "true_cfg_scale": scale, "negative_prompt": negative or NO_WORDS}
    return {**options, "true_cfg_scale": scale, "negative_prompt": None}
