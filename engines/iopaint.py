"""Removal by an IOPaint server, lama-cleaner's successor, with whatever model it runs."""

from base64 import b64encode
from typing import Any

from engines.inpaint_server import CONTEXT_PX, RESIZE_LIMIT_PX, InpaintServer
from engines.protocols import Card


class IOPaint(InpaintServer):
    """Asks an IOPaint 1 server: `POST /api/v1/inpaint`, JSON."""

    card = Card(
        name="iopaint",
        capability="erase",
        summary="Removes things by the model of an IOPaint server, LaMa or MAT for instance.",
        ops=frozenset({"remove"}),
        context_px=CONTEXT_PX,
    )
    setting = "iopaint_url"
    path = "/api/v1/inpaint"
    start = "iopaint start --model=lama --device=cpu --port=8081"

    def content(self, image: bytes, mask: bytes, seed: int) -> dict[str, Any]:
        """Return the request; what is left out has the server's defaults."""
        return {
            "json": {
                "image": b64encode(image).decode("ascii"),
                "mask": b64encode(mask).decode("ascii"),
                "hd_strategy": "Resize",
                "hd_strategy_resize_limit": RESIZE_LIMIT_PX,
                "sd_seed": seed,
            }
        }
