"""A real Triton with small models, run by the interpreter of .peers/triton: `PORT FOLDER`.

The models know colours only, so that a test can tell to the pixel what they were sent.
"""

import json
import socket
import sys
import time
from typing import Any

import numpy as np
from pytriton.model_config import DynamicBatcher, ModelConfig, Tensor
from pytriton.triton import Triton, TritonConfig

FAILS, SHRINKS, TAKES_LONG = 101, 102, 103
LONG_S = 2.0
GREY = 128  # of the ground that the things stand on
NEAR = 12  # of 255, in each channel
RING_PX = 4

Tensors = dict[str, Any]


def marked(request: Tensors) -> Tensors:
    """Segment: what has the colour under an included click, in a box alone what is not grey."""
    image, points, labels = (request[k] for k in ("IMAGE", "POINTS_XY", "POINT_LABELS"))
    inside = np.ones(image.shape[:2], bool)
    corners = points[labels >= 2].astype(int)
    if len(corners):
        inside[:] = False
        for (x0, y0), (x1, y1) in zip(corners[::2], corners[1::2], strict=True):
            inside[y0:y1, x0:x1] = True
    found = np.zeros_like(inside)
    for (x, y), label in zip(points, labels, strict=True):
        if label == 1:
            off = np.abs(image.astype(int) - image[int(y), int(x)].astype(int))
            found |= off.max(axis=2) <= NEAR
    if not (labels == 1).any():
        found = (image != GREY).any(axis=2)
    found &= inside
    return {"MASKS": found[None], "SCORES": np.array([0.9], np.float32)}


def filled(request: Tensors) -> Tensors:
    """Erase: the median colour of the ring around the mask; outside everything is inverted.

    Some seeds go wrong: it fails, answers another size, takes its time.
    """
    image, mask = request["IMAGE"], request["MASK"] > 0
    seed = int(request["SEED"][0])
    if seed == FAILS:
        raise RuntimeError("out of paint")
    if seed == SHRINKS:
        return {"RESULT": image[:-1]}
    if seed == TAKES_LONG:
        time.sleep(LONG_S)
    grown = mask.copy()
    for _ in range(RING_PX):
        wider = grown.copy()
        wider[1:] |= grown[:-1]
        wider[:-1] |= grown[1:]
        wider[:, 1:] |= grown[:, :-1]
        wider[:, :-1] |= grown[:, 1:]
        grown = wider
    result = 255 - image
    result[mask] = np.median(image[grown & ~mask], axis=0).astype(np.uint8)
    return {"RESULT": result}


def tinted(request: Tensors) -> Tensors:
    """Inpaint and edit: the colour that the prompt's first word names; the seed is its blue."""
    colours = {"red": (220, 30), "green": (30, 200)}
    red, green = colours.get(request["PROMPT"][0].decode().split()[0], (128, 128))
    result = np.empty_like(request["IMAGE"])
    result[:] = (red, green, int(request["SEED"][0]) % 256)
    if json.loads(request["OPTIONS"][0]).get("strength") == 0:
        result = request["IMAGE"].copy()
    return {"RESULT": result}


def ramp(request: Tensors) -> Tensors:
    """Generate: red grows to the right, green downwards."""
    width, height = int(request["WIDTH"][0]), int(request["HEIGHT"][0])
    result = np.zeros((height, width, 3), np.uint8)
    result[..., 0] = np.linspace(0, 255, width)[None]
    result[..., 1] = np.linspace(0, 255, height)[:, None]
    result[..., 2] = int(request["SEED"][0]) % 256
    return {"RESULT": result}


def named(request: Tensors) -> Tensors:
    """Ground: the box of all that has the colour that the phrase names."""
    colours = {"red": (200, 40, 40), "blue": (40, 60, 200)}
    colour = colours.get(request["PHRASE"][0].decode().split()[-1])
    hits = np.zeros(request["IMAGE"].shape[:2], bool)
    if colour:
        hits = np.abs(request["IMAGE"].astype(int) - colour).max(axis=2) <= NEAR
    if not hits.any():
        # This backend cannot answer an empty tensor.
        return {"BOXES_XYXY": np.zeros((1, 4), np.float32), "SCORES": np.zeros(1, np.float32)}
    ys, xs = np.nonzero(hits)
    box = [[xs.min(), ys.min(), xs.max() + 1, ys.max() + 1]]
    return {"BOXES_XYXY": np.array(box, np.float32), "SCORES": np.array([0.8], np.float32)}


def each(model: Any) -> Any:
    """One request after another; with an axis for batches, row after row."""

    def infer(requests: list[Any]) -> list[Tensors]:
        return [model(dict(request)) for request in requests]

    return infer


def in_batches(model: Any) -> Any:
    def infer(requests: list[Any]) -> list[Tensors]:
        answers: list[Tensors] = []
        for request in requests:
            rows = len(request["IMAGE"])
            made = [model({k: v[row] for k, v in dict(request).items()}) for row in range(rows)]
            answers.append({k: np.stack([one[k] for one in made]) for k in made[0]})
        return answers

    return infer


def tensor(name: str, dtype: Any, *shape: int) -> Tensor:
    return Tensor(name=name, dtype=dtype, shape=shape)


IMAGE, MASK = tensor("IMAGE", np.uint8, -1, -1, 3), tensor("MASK", np.uint8, -1, -1)
POINTS = [tensor("POINTS_XY", np.float32, -1, 2), tensor("POINT_LABELS", np.int32, -1)]
PROMPT, OPTIONS = tensor("PROMPT", bytes, 1), tensor("OPTIONS", bytes, 1)
SEED, RESULT = tensor("SEED", np.int64, 1), tensor("RESULT", np.uint8, -1, -1, 3)
MASKS, SCORES = tensor("MASKS", np.bool_, -1, -1, -1), tensor("SCORES", np.float32, -1)
BOXES = tensor("BOXES_XYXY", np.float32, -1, 4)
SIZE = [tensor("WIDTH", np.int32, 1), tensor("HEIGHT", np.int32, 1)]
MODELS = {  # name: model, inputs, outputs
    "marked": (marked, [IMAGE, *POINTS], [MASKS, SCORES]),
    "filled": (filled, [IMAGE, MASK, SEED], [RESULT]),
    "tinted": (tinted, [IMAGE, MASK, PROMPT, SEED, OPTIONS], [RESULT]),
    "tinted-edit": (tinted, [IMAGE, PROMPT, SEED, OPTIONS], [RESULT]),
    "ramp": (ramp, [PROMPT, *SIZE, SEED, OPTIONS], [RESULT]),
    "named": (named, [IMAGE, tensor("PHRASE", bytes, 1)], [BOXES, SCORES]),
    # Follows in nothing: a float image of 512 px, no labels, one input too many, masks flat.
    "crooked": (
        marked,
        [tensor("IMAGE", np.float32, 512, 512, 3), POINTS[0], tensor("ZOOM", np.float32, 1)],
        [tensor("MASKS", np.bool_, -1, -1), SCORES],
    ),
}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def main(port: int, folder: str) -> None:
    ports = TritonConfig(http_port=port, grpc_port=free_port(), metrics_port=free_port())
    with Triton(config=ports, workspace=folder) as triton:
        for name, (model, inputs, outputs) in MODELS.items():
            config = ModelConfig(batching=False)
            triton.bind(name, each(model), inputs, outputs, config=config, strict=False)
        batched = ModelConfig(
            max_batch_size=8, batcher=DynamicBatcher(max_queue_delay_microseconds=20_000)
        )
        triton.bind(
            "marked-in-batches", in_batches(marked), [IMAGE, *POINTS], [MASKS, SCORES],
            config=batched,
        )  # fmt: skip
        triton.serve()


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
