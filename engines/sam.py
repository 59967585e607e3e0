"""Finds what clicks or boxes mean with Segment Anything, through transformers.

Kirillov et al., "Segment Anything", 2023, arXiv:2304.02643.
"""

from collections.abc import Sequence
from contextlib import nullcontext
from importlib import import_module
from typing import Any, ClassVar, Self

import numpy as np

from engines.diffusion.device import dtype_of
from engines.held import Arrays
from engines.protocols import Card, Weights
from engines.sam_prompts import Decoded, Prompt
from engines.sam_space import Logits, Space, Tensor
from engines.segment_anything import SegmentAnything
from engines.torch_model import Loaded, TorchModel
from errors import EngineError
from imaging.arrays import Image
from settings import Settings


class Sam(SegmentAnything):
    """A photo is encoded once, each click is decoded from that. ViT-B, ViT-L or ViT-H.

    Safe to call from several threads; photos are told apart by their image id.
    """

    card = Card(
        name="sam",
        capability="segment",
        summary="Finds what clicks or boxes mean with Segment Anything (ViT-B, ViT-L, ViT-H).",
        memory_bytes=2_600_000_000,
        extra="torch",
        weights=Weights(
            "facebook/sam-vit-base", ("config.json", "model.safetensors"), 375_000_000, "Apache-2.0"
        ),
    )
    model_class: ClassVar[str] = "SamModel"
    stretched: ClassVar[bool] = False
    most_logit: ClassVar[float | None] = None  # of an earlier mask that refines the next

    def __init__(self, settings: Settings) -> None:
        """Nothing is read before the first photo."""
        super().__init__(settings.embeddings_bytes)
        self.model = TorchModel(self.card, settings, model=self.model_class)

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """Make it for the settings; nothing is read."""
        return cls(settings)

    def space(self, image: Image) -> Space:
        side = int(self.model.loaded().model.config.prompt_encoder_config.image_size)
        return Space.of(image, side, stretched=self.stretched)

    def encoded(self, image: Image) -> Arrays:
        torch: Any = import_module("torch")
        seen = self.space(image).tensor(image)
        with self.model.running() as at, _fast(torch, at):
            found = at.model.get_image_embeddings(torch.from_numpy(seen).to(at.device))
        layers: Sequence[Any] = found if isinstance(found, list | tuple) else [found]
        arrays = tuple(layer.float().cpu().numpy() for layer in layers)
        if not all(np.isfinite(array).all() for array in arrays):
            raise EngineError(f"`{self.card.name}` gave no numbers for this photo")
        return arrays

    def decoded(
        self, embedding: Arrays, space: Space, prompt: Prompt, previous: Logits | None
    ) -> Decoded:
        """The three masks; where it is clear what is meant, the one mask for that as well."""
        torch: Any = import_module("torch")
        clear = prompt.box is not None or len(prompt.clicks) > 1
        several = (False, True) if clear else (True,)
        with self.model.running() as at:
            layers = [torch.from_numpy(layer).to(at.device) for layer in embedding]
            given = {name: torch.from_numpy(a).to(at.device) for name, a in _given(prompt, space)}
            given["image_embeddings"] = layers if len(layers) > 1 else layers[0]
            if previous is not None:
                given["input_masks"] = self._earlier(torch.from_numpy(previous).to(at.device))
            outs = [at.model(**given, multimask_output=each) for each in several]
            masks = torch.cat([out.pred_masks[0, 0] for out in outs]).float().cpu().numpy()
            scores = torch.cat([out.iou_scores[0, 0] for out in outs]).float().cpu().numpy()
        return Decoded(masks, scores)

    def _earlier(self, logits: Any) -> Any:  # noqa: ANN401  # torch is untyped here
        most = self.most_logit
        return (logits if most is None else logits.clamp(-most, most))[None, None]


def _given(prompt: Prompt, space: Space) -> list[tuple[str, Tensor]]:
    """The prompt as these models take it: clicks and boxes apart, each (1, 1, …)."""
    coords, labels = prompt.coords(space), prompt.labels()
    count = len(prompt.clicks)
    given: list[tuple[str, Any]] = []
    if count:
        given.append(("input_points", coords[None, None, :count]))
        given.append(("input_labels", labels[None, None, :count]))
    if prompt.box is not None:
        given.append(("input_boxes", coords[count:].reshape(1, 1, 4)))
    return given


def _fast(torch: Any, at: Loaded) -> Any:  # noqa: ANN401
    """Half precision for the encoder on a GPU: its input are pixels, not places."""
    dtype = dtype_of(at.device)
    return nullcontext() if dtype == torch.float32 else torch.autocast(at.device.type, dtype)
