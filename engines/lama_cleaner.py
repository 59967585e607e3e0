"""Removal by a lama-cleaner server, with whatever model it runs.

Its usual one: Suvorov et al., "Resolution-robust Large Mask Inpainting with Fourier Convolutions",
2021, arXiv:2109.07161.
"""

from typing import Any

from engines.inpaint_server import CONTEXT_PX, RESIZE_LIMIT_PX, InpaintServer
from engines.protocols import Card

FORM: dict[str, str] = {
    "ldmSteps": "25", "ldmSampler": "plms", "zitsWireframe": "true",
    "hdStrategy": "Resize", "hdStrategyCropMargin": "196", "hdStrategyCropTrigerSize": "1280",
    "hdStrategyResizeLimit": str(RESIZE_LIMIT_PX),
    "prompt": "", "negativePrompt": "",
    "useCroper": "false", "croperX": "0", "croperY": "0",
    "croperHeight": "512", "croperWidth": "512",
    "sdScale": "1.0", "sdMaskBlur": "4", "sdStrength": "0.75", "sdSteps": "50",
    "sdGuidanceScale": "7.5", "sdSampler": "uni_pc", "sdMatchHistograms": "false",
    "cv2Flag": "INPAINT_NS", "cv2Radius": "5",
    "paintByExampleSteps": "50", "paintByExampleGuidanceScale": "7.5",
    "paintByExampleMaskBlur": "5", "paintByExampleMatchHistograms": "false",
    "p2pSteps": "50", "p2pImageGuidanceScale": "1.5", "p2pGuidanceScale": "7.5",
    "controlnet_conditioning_scale": "0.4", "controlnet_method": "control_v11p_sd15_canny",
}  # fmt: skip
"""All form fields of lama-cleaner 1.2.5 but the seeds: one that is missing is a 400 there."""


class LamaCleaner(InpaintServer):
    """Asks a lama-cleaner 1.2 server: `POST /inpaint`, multipart."""

    card = Card(
        name="lama-cleaner",
        capability="erase",
        summary="Removes things by the model of a lama-cleaner server, LaMa for instance.",
        ops=frozenset({"remove"}),
        context_px=CONTEXT_PX,
    )
    setting = "lama_cleaner_url"
    path = "/inpaint"
    start = "lama-cleaner --model=lama --device=cpu --port=8080"

    def content(self, image: bytes, mask: bytes, seed: int) -> dict[str, Any]:
        """Return image and mask as files, and the 34 form fields."""
        files = {
            "image": ("image.png", image, "image/png"),
            "mask": ("mask.png", mask, "image/png"),
        }
        return {"files": files, "data": FORM | {"sdSeed": seed, "paintByExampleSeed": seed}}
