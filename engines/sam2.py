"""Finds what clicks or boxes mean with SAM 2.1, through transformers.

Ravi et al., "SAM 2: Segment Anything in Images and Videos", 2024, arXiv:2408.00714. Photos only.
Its image processor needs torchvision; `engines.sam_space` does that work here.
"""

from typing import ClassVar

from engines.protocols import Card, Weights
from engines.sam import Sam


class Sam2(Sam):
    """As `Sam`, with finer masks: it sees the photo stretched to a square, at three scales."""

    card = Card(
        name="sam2",
        capability="segment",
        summary="Finds what clicks or boxes mean with SAM 2.1 (tiny, small, base-plus, large).",
        memory_bytes=1_500_000_000,
        extra="torch",
        weights=Weights(
            "facebook/sam2.1-hiera-small",
            ("config.json", "model.safetensors"),
            184_000_000,
            "Apache-2.0",
        ),
    )
    model_class: ClassVar[str] = "Sam2Model"
    stretched: ClassVar[bool] = True
    most_logit: ClassVar[float | None] = 32.0  # as its authors bound a mask that is fed back
