"""What all engines on Triton have in common: the server and the model that the settings name."""

from typing import Self

from engines.peer import Peer
from engines.protocols import Card, Lack
from engines.triton.model import TritonModel
from engines.weights import lack_of
from settings import Settings

URL, MODELS = "PENTIMENTO_TRITON_URL", "PENTIMENTO_TRITON_MODELS"
START = "tritonserver --model-repository=FOLDER"
OPTIONS = frozenset(
    {"strength", "guidance_scale", "num_inference_steps", "negative_prompt", "true_cfg_scale"}
)
"""The turn's options that go along: a model takes or refuses them, as its author decided."""


class Served:
    """An engine whose model a Triton server runs."""

    card: Card
    serves_many = True
    timeout_s = 300.0

    def __init__(self, url: str, model: str, *, timeout_s: float | None = None) -> None:
        """`url`: "127.0.0.1:8000". `model`: as the server knows it. Nothing is asked yet."""
        waits_s = timeout_s or self.timeout_s
        peer = Peer(self.card.name, url, URL, START, waits_s)
        self.model = TritonModel(peer, model, self.card.capability)

    @classmethod
    def lacks(cls, settings: Settings) -> Lack | None:
        """Return what is missing: the client, the server's address, or the model's name."""
        if lack := lack_of(cls.card, settings):
            return lack
        if not settings.triton_url:
            return Lack(f"{URL} is not set", _serving(cls.card.capability, "HOST:8000"))
        if cls.card.capability not in settings.triton_models:
            what = f"{MODELS} names no model for `{cls.card.capability}`"
            return Lack(what, _serving(cls.card.capability, settings.triton_url))
        return None

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """Make it for the server and the model of the settings."""
        named: dict[str, str] = {**settings.triton_models}
        return cls(str(settings.triton_url), named[cls.card.capability])


def nothing(*_: object) -> None:
    """Where nobody waits in steps: pointing is not a turn."""


def _serving(capability: str, url: str) -> str:
    """The one command with all that is needed; Triton's own port is this server's too."""
    return f"""PENTIMENTO_PORT=8010 {URL}={url} {MODELS}='{{"{capability}": "MODEL"}}' make run"""
