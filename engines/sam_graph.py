"""Segment Anything's prompt encoder and mask decoder as one graph of the public signature.

Kirillov et al., "Segment Anything", 2023, arXiv:2304.02643.

The trap of exporting it: the prompt encoder of the package looks at its arguments in Python.
Whether there is a mask, whether there is a box (else it appends a padding point itself), and which
points have which label (by indexing in place) are all decided while the graph is traced, and stay
what they were in the traced example. Such a graph runs, and answers wrong for every other prompt.
Here all of it is arithmetic:

* the caller always gives the last point: a box's corners (labels 2 and 3), or a padding point of
  label -1, whose position counts for nothing;
* each label adds its embedding times (label == that one), 0 or 1;
* the embedding of the mask and that of "no mask" are mixed by `has_mask_input`, 1 or 0;
* `masks` is enlarged to the square, loses its padding, and takes the size `orig_im_size`, which
  is an input, and no number of the example.
"""

from importlib import import_module
from typing import Any


def decoder_graph(sam: Any) -> Any:  # noqa: ANN401  # torch is untyped here
    """Return a torch module for tracing.

    Takes image_embeddings (1, c, e, e); point_coords (1, n, 2) x, y in the square; point_labels
    (1, n); mask_input (1, 1, 4e, 4e) logits; has_mask_input (1,); orig_im_size (2,) height, width.
    Gives masks (1, m, height, width) logits, iou_predictions (1, m), low_res_masks
    (1, m, 4e, 4e), with all m masks: first the one for an unambiguous prompt.
    """
    torch: Any = import_module("torch")

    class Decoder(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.prompts, self.decoder = sam.prompt_encoder, sam.mask_decoder
            self.side_px = int(sam.image_encoder.img_size)

        def forward(  # the public order
            self,
            image_embeddings: Any,  # noqa: ANN401
            point_coords: Any,  # noqa: ANN401
            point_labels: Any,  # noqa: ANN401
            mask_input: Any,  # noqa: ANN401
            has_mask_input: Any,  # noqa: ANN401
            orig_im_size: Any,  # noqa: ANN401
        ) -> tuple[Any, Any, Any]:
            low_res, scores = self.decoder.predict_masks(
                image_embeddings=image_embeddings,
                image_pe=self.prompts.get_dense_pe(),
                sparse_prompt_embeddings=_points(self, point_coords, point_labels),
                dense_prompt_embeddings=_mask(self, mask_input, has_mask_input),
            )
            return _enlarged(torch, low_res, self.side_px, orig_im_size), scores, low_res

    return Decoder().eval()


def _points(graph: Any, coords: Any, labels: Any) -> Any:  # noqa: ANN401
    labels = labels.unsqueeze(-1)
    place = graph.prompts.pe_layer._pe_encoding((coords + 0.5) / graph.side_px)
    embedded = place * (labels != -1) + graph.prompts.not_a_point_embed.weight * (labels == -1)
    for label, kind in enumerate(graph.prompts.point_embeddings):
        embedded = embedded + kind.weight * (labels == label)
    return embedded


def _mask(graph: Any, mask: Any, has_mask: Any) -> Any:  # noqa: ANN401
    nothing = graph.prompts.no_mask_embed.weight.reshape(1, -1, 1, 1)
    return has_mask * graph.prompts.mask_downscaling(mask) + (1 - has_mask) * nothing


def _enlarged(torch: Any, low_res: Any, side_px: int, size: Any) -> Any:  # noqa: ANN401
    """Logits at the photo's size: bilinear to the square, without its padding to the photo."""
    wanted = size.to(torch.int64)
    inner = torch.floor(side_px / size.max() * size + 0.5).to(torch.int64)
    functional = torch.nn.functional
    square = functional.interpolate(low_res, size=(side_px, side_px), mode="bilinear")
    seen = square[..., : inner[0], : inner[1]]
    return functional.interpolate(seen, size=(wanted[0], wanted[1]), mode="bilinear")


def example(sam: Any) -> dict[str, Any]:  # noqa: ANN401
    """Return the decoder's inputs to trace with, float32, in the public order."""
    return _prompt(sam, [1, 0, 2, 3], mask=True, size=(750, 1000), seed=1)


def prompts(sam: Any) -> list[dict[str, Any]]:  # noqa: ANN401
    """Return inputs unlike `example`, for each thing that a trace could have frozen."""
    return [
        _prompt(sam, [1, -1], mask=False, size=(900, 1600), seed=2),
        _prompt(sam, [2, 3], mask=False, size=(300, 200), seed=3),
        _prompt(sam, [1, 1, 0, 0, 1, -1], mask=True, size=(57, 31), seed=4),
        _prompt(sam, [0, 2, 3], mask=False, size=(64, 64), seed=5),
    ]


def _prompt(
    sam: Any,  # noqa: ANN401
    labels: list[int],
    *,
    mask: bool,
    size: tuple[int, int],
    seed: int,
) -> dict[str, Any]:
    torch: Any = import_module("torch")
    chance = torch.Generator().manual_seed(seed)
    cells = [int(side) for side in sam.prompt_encoder.image_embedding_size]
    channels = int(sam.prompt_encoder.embed_dim)
    side_px = int(sam.image_encoder.img_size)
    return {
        "image_embeddings": torch.randn(1, channels, *cells, generator=chance),
        "point_coords": torch.rand(1, len(labels), 2, generator=chance) * side_px,
        "point_labels": torch.tensor([labels], dtype=torch.float32),
        "mask_input": torch.randn(1, 1, 4 * cells[0], 4 * cells[1], generator=chance),
        "has_mask_input": torch.tensor([float(mask)]),
        "orig_im_size": torch.tensor(size, dtype=torch.float32),
    }
