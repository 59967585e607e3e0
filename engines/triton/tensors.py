"""The tensors that a model on a Triton server takes and gives, by capability.

    segment   IMAGE, POINTS_XY, POINT_LABELS       -> MASKS, SCORES
    ground    IMAGE, PHRASE                        -> BOXES_XYXY, SCORES
    erase     IMAGE, MASK, SEED                    -> RESULT
    inpaint   IMAGE, MASK, PROMPT, SEED, OPTIONS   -> RESULT
    edit      IMAGE, PROMPT, SEED, OPTIONS         -> RESULT
    generate  PROMPT, WIDTH, HEIGHT, SEED, OPTIONS -> RESULT

    IMAGE         UINT8 [H, W, 3]   sRGB
    MASK          UINT8 [H, W]      255 = change, 0 = keep
    POINTS_XY     FP32  [N, 2]      px from the top left, x then y; N is never 0
    POINT_LABELS  INT32 [N]         1 = include, 0 = exclude, 2 and 3 = top left and bottom right
                                    of a box, in pairs (as in Segment Anything's exported decoder)
    PHRASE        BYTES [1]         UTF-8, English: "the dog on the left"
    PROMPT        BYTES [1]         UTF-8, English; of `edit`: an order
    SEED          INT64 [1]         0 to 2**32 - 1
    OPTIONS       BYTES [1]         UTF-8, a JSON object of the turn's options
    WIDTH, HEIGHT INT32 [1]         px
    MASKS         BOOL or UINT8 [K, H, W]   not 0 = inside; K is 1 to 3, or more: the best count
    BOXES_XYXY    FP32  [K, 4]      px
    SCORES        FP32  [K]         0..1; of a box 0 = nothing there, for backends that cannot
                                    answer an empty tensor
    RESULT        UINT8 [H, W, 3]   sRGB; of `generate`: [HEIGHT, WIDTH, 3]

A model with `max_batch_size` above 0 has one more axis first, of any length; one request is sent
as a batch of one. KServe's inference protocol, version 2, says the rest.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engines.protocols import Capability

Arrays = Mapping[str, Any]  # of numpy; BYTES: an object array of bytes
Row = Mapping[str, Any]  # of a model's metadata: name, datatype, shape


@dataclass(frozen=True)
class Tensor:
    """One tensor; -1 in its shape is any length."""

    name: str
    shape: tuple[int, ...]
    kinds: tuple[str, ...] = ("UINT8",)

    def fault(self, row: Row, *, batched: bool, taken: bool) -> str | None:
        """Return what is wrong with a model's tensor of this name, or None.

        Args:
            row: of the model's metadata.
            batched: whether the model has an axis for batches.
            taken: it is an input: what may be of any length here must be so there.
        """
        kind, given = row.get("datatype"), [int(length) for length in row.get("shape", ())]
        if kind not in self.kinds:
            return f"{self.name} is {kind}, not {' or '.join(self.kinds)}"
        own = given[1:] if batched else given
        pairs = zip(own, self.shape, strict=False)
        fits = all(a in (-1, b) or (b == -1 and not taken) for a, b in pairs)
        if len(own) == len(self.shape) and fits:
            return None
        return f"{self.name} is {given}, not {list(self.shape)}"


_IMAGE, _MASK = Tensor("IMAGE", (-1, -1, 3)), Tensor("MASK", (-1, -1))
_WORDS = Tensor("PROMPT", (1,), ("BYTES",))
_SEED, _OPTIONS = Tensor("SEED", (1,), ("INT64",)), Tensor("OPTIONS", (1,), ("BYTES",))
_SCORES, _RESULT = Tensor("SCORES", (-1,), ("FP32",)), Tensor("RESULT", (-1, -1, 3))


@dataclass(frozen=True)
class Signature:
    """What a model takes and gives."""

    inputs: tuple[Tensor, ...]
    outputs: tuple[Tensor, ...] = (_RESULT,)

    def batched(self, rows: Sequence[Row]) -> bool:
        """Whether all of a model's tensors have an axis for batches before their own."""
        ranks = {tensor.name: len(tensor.shape) for tensor in (*self.inputs, *self.outputs)}
        shapes = {str(row.get("name")): row.get("shape", ()) for row in rows}
        known = [(shapes[name], rank) for name, rank in ranks.items() if name in shapes]
        return all(len(shape) == rank + 1 and int(shape[0]) == -1 for shape, rank in known)

    def faults(self, metadata: Mapping[str, Any]) -> list[str]:
        """Return where a model's metadata does not follow; none: it does."""
        inputs, outputs = metadata.get("inputs", []), metadata.get("outputs", [])
        batched = self.batched([*inputs, *outputs])
        taken = {tensor.name for tensor in self.inputs}
        unknown = [str(row.get("name")) for row in inputs if row.get("name") not in taken]
        return [
            *_faults(self.inputs, inputs, batched=batched, taken=True),
            *_faults(self.outputs, outputs, batched=batched, taken=False),
            *(f"nothing is sent as {name}" for name in unknown),
        ]


SIGNATURES: Mapping[Capability, Signature] = {
    "segment": Signature(
        (
            _IMAGE,
            Tensor("POINTS_XY", (-1, 2), ("FP32",)),
            Tensor("POINT_LABELS", (-1,), ("INT32",)),
        ),
        (Tensor("MASKS", (-1, -1, -1), ("BOOL", "UINT8")), _SCORES),
    ),
    "ground": Signature(
        (_IMAGE, Tensor("PHRASE", (1,), ("BYTES",))),
        (Tensor("BOXES_XYXY", (-1, 4), ("FP32",)), _SCORES),
    ),
    "erase": Signature((_IMAGE, _MASK, _SEED)),
    "inpaint": Signature((_IMAGE, _MASK, _WORDS, _SEED, _OPTIONS)),
    "edit": Signature((_IMAGE, _WORDS, _SEED, _OPTIONS)),
    "generate": Signature(
        (
            _WORDS,
            Tensor("WIDTH", (1,), ("INT32",)),
            Tensor("HEIGHT", (1,), ("INT32",)),
            _SEED,
            _OPTIONS,
        )
    ),
}


def _faults(
    wanted: Sequence[Tensor], rows: Sequence[Row], *, batched: bool, taken: bool
) -> list[str]:
    by_name = {row.get("name"): row for row in rows}
    missing = [f"{t.name} is missing" for t in wanted if t.name not in by_name]
    found = [
        t.fault(by_name[t.name], batched=batched, taken=taken) for t in wanted if t.name in by_name
    ]
    return [*missing, *(fault for fault in found if fault)]
