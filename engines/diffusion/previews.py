"""The picture so far, from a step's latents: by a linear map, hundreds of times faster than a VAE.

Latents of such VAEs are close to a linear function of the mean colour of their cell. The map is
found once for each VAE, by least squares over a picture of random smooth colours that it encodes.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, cast

import cv2
import numpy as np
from numpy.typing import NDArray

from imaging.arrays import Image

SIDE_PX = 256
EVERY_S = 0.25
CONTRASTY = 2  # a photo's latents are spread more widely than the probe's, but not so much
_PROBE_PX, _COLOURS = 128, 16  # the probe's side, and its random colours on a side


@dataclass(frozen=True)
class Colours:
    """From latents to colour: rgb = latents @ matrix + offset, in -1..1.

    matrix: (C, 3). offset: (3,).
    mean, spread: of clean latents, (C, 1, 1), and their standard deviation around it.
    """

    matrix: NDArray[np.float32]
    offset: NDArray[np.float32]
    mean: NDArray[np.float32]
    spread: float

    def picture(self, latents: NDArray[np.float32]) -> Image:
        """Return latents (C, h, w) as a picture (h, w, 3); noise that exceeds them is tempered."""
        apart = latents - self.mean
        excess = float(np.sqrt(np.mean(apart**2))) / (CONTRASTY * self.spread)
        calm = self.mean + apart / max(1.0, excess)
        rgb = np.moveaxis(calm, 0, -1) @ self.matrix + self.offset
        shown = np.nan_to_num(np.clip(rgb, -1, 1))  # the picture itself is checked at the end
        return np.rint((shown + 1) * 127.5).astype(np.uint8)


def colours_of(vae: Any, device: Any) -> Colours | None:  # noqa: ANN401  # diffusers is untyped
    """Return the map of a VAE; None where it gives no numbers (some do in float16).

    Encodes 128 x 128 px on `device`: a VAE that is offloaded does not know where it runs.
    """
    torch: Any = import_module("torch")
    probe = _probe()
    with torch.no_grad():
        pixels = torch.from_numpy(np.moveaxis(probe, -1, 0)[None]).to(device, vae.dtype)
        latents = _scaled(vae, pixels)[0].float().cpu().numpy()
    channels, height, width = latents.shape
    means = cv2.resize(probe, (width, height), interpolation=cv2.INTER_AREA).reshape(-1, 3)
    cells = latents.reshape(channels, -1).T
    if not np.isfinite(cells).all():
        return None
    found = np.linalg.lstsq(np.c_[cells, np.ones(len(cells))], means, rcond=None)[0]
    mean = latents.mean((1, 2), keepdims=True)
    spread = max(float((latents - mean).std()), 1e-6)
    return Colours(found[:-1].astype(np.float32), found[-1].astype(np.float32), mean, spread)


def _probe() -> NDArray[np.float32]:
    """(128, 128, 3) in -1..1, smooth random colours: light and dark more than bright, as photos."""
    rng, grid = np.random.default_rng(0), (_COLOURS, _COLOURS)
    colours = np.clip(rng.uniform(-1, 1, (*grid, 1)) + rng.uniform(-0.5, 0.5, (*grid, 3)), -1, 1)
    side = (_PROBE_PX, _PROBE_PX)
    return cast(
        NDArray[np.float32],
        cv2.resize(colours.astype(np.float32), side, interpolation=cv2.INTER_LINEAR),
    )


def _scaled(vae: Any, pixels: Any) -> Any:  # noqa: ANN401
    """The latents (1, C, h, w) of pixels (1, 3, H, W), on the scale on which pipelines denoise."""
    torch: Any = import_module("torch")
    filmed = any(weight.dim() == 5 for weight in vae.parameters())  # a video's VAE: one frame
    mode = vae.encode(pixels[:, :, None] if filmed else pixels).latent_dist.mode()
    mode = mode[:, :, 0] if filmed else mode
    config = vae.config
    if getattr(config, "latents_mean", None) is not None:
        mean, std = (
            torch.tensor(values, device=mode.device, dtype=mode.dtype)[None, :, None, None]
            for values in (config.latents_mean, config.latents_std)
        )
        return (mode - mean) / std
    shift = getattr(config, "shift_factor", None) or 0.0
    return (mode - shift) * (getattr(config, "scaling_factor", None) or 1.0)


@dataclass(eq=False)
class Previews:
    """The previews of one run: at most one each 250 ms, since more are not shown.

    colours: asked for with the first preview.
    size_px: (width, height) of the picture that is drawn.
    """

    colours: Callable[[], Colours | None]
    size_px: tuple[int, int]
    clock: Callable[[], float] = time.monotonic
    _shown_s: float = field(default=-EVERY_S, init=False)

    def of(self, latents: Callable[[], Any]) -> Image | None:
        """Return (h, w, 3), at most 256 px a side; None where one was made just now.

        `latents` gives (1, C, h, w), and is asked only where a preview is made.
        """
        now = self.clock()
        if now - self._shown_s < EVERY_S or (colours := self.colours()) is None:
            return None
        self._shown_s = now
        small = colours.picture(latents()[0].detach().float().cpu().numpy())
        scale = min(1.0, SIDE_PX / max(self.size_px))
        width, height = (max(1, round(side * scale)) for side in self.size_px)
        return np.asarray(
            cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR), np.uint8
        )
