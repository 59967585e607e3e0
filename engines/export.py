"""`python -m engines export mobile-sam WEIGHTS.pt`: the ONNX pair, from the authors' own weights.

Zhang et al., "Faster Segment Anything", 2023, arXiv:2306.14289; the decoder's signature is that of
Kirillov et al., "Segment Anything", 2023, arXiv:2304.02643.
"""

import argparse
import json
import sys
import warnings
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from pickle import UnpicklingError
from typing import Any

import numpy as np

from engines.mobile_sam import MobileSam
from engines.onnx_session import OnnxModel
from engines.sam_graph import decoder_graph, example, prompts
from engines.weights import own_folder
from errors import EngineError, EngineUnavailable, InvalidRequest
from settings import Settings

PACKAGE, KIND = "mobile_sam", "vit_t"
OPSET = 17
TOLERANCE = 1e-3  # of the largest value: float32 in another order of adding
ENCODER_FILE, DECODER_FILE = "mobile_sam_image_encoder.onnx", "sam_mask_decoder_multi.onnx"
# It imports torchvision, which does not go with the torch that our constraints pin for CPUs.
_ADD = (
    "make an environment of its own: `python3 -m venv .venv/export && .venv/export/bin/pip install "
    "-e '.[torch,onnx]' onnx timm torchvision git+https://github.com/ChaoningZhang/MobileSAM`, "
    "then give this command to `.venv/export/bin/python`"
)


def add_commands(commands: Any) -> None:  # noqa: ANN401  # argparse's subparsers have no public type
    """Add `export` to a command line."""
    export = commands.add_parser("export", help="make the ONNX files of an engine from its weights")
    export.add_argument("name", choices=[MobileSam.card.name])
    export.add_argument("weights", type=Path, help="the authors' file: mobile_sam.pt")
    export.add_argument("--to", type=Path, help="folder; none: where the engine looks for it")


def run(chosen: argparse.Namespace, settings: Settings) -> int:
    """Make the pair, check it against the weights, and say how it is used.

    Raises:
        EngineUnavailable: a package is missing; the hint installs it.
        InvalidRequest: the weights cannot be read.
        EngineError: the pair does not answer as the weights do; nothing is left behind.
    """
    folder = (chosen.to or own_folder(MobileSam.card, settings)).expanduser()
    export(_model(chosen.weights), folder)
    sys.stdout.write(f"{folder / ENCODER_FILE}\n{folder / DECODER_FILE}\n")
    if chosen.to:
        models = json.dumps({MobileSam.card.name: str(folder.resolve())})
        sys.stdout.write(f"PENTIMENTO_MODELS='{models}' make run\n")
    return 0


def export(sam: Any, folder: Path) -> None:  # noqa: ANN401  # torch is untyped here
    """Write the encoder and the decoder of `sam` into `folder`, under the public pair's names.

    Both are run and compared with `sam` on prompts that the tracing did not see: no click count,
    label or mask of the traced example may be frozen into the graph.

    Args:
        sam: an (untrained or trained) model with `image_encoder`, `prompt_encoder` and
            `mask_decoder`, as the package's `sam_model_registry` makes it.
        folder: made where it is not there.

    Raises:
        EngineError: the graphs answer otherwise than the model.
    """
    folder.mkdir(parents=True, exist_ok=True)
    torch: Any = import_module("torch")
    made = {file: folder / f"{file}.part" for file in (ENCODER_FILE, DECODER_FILE)}
    encoder, decoder = sam.eval().image_encoder, decoder_graph(sam)
    side = int(encoder.img_size)
    try:
        with torch.inference_mode():
            image = torch.randn(1, 3, side, side, generator=torch.Generator().manual_seed(1))
            _write(encoder, (image,), made[ENCODER_FILE], ["images"], ["image_embeddings"])
            given = example(sam)
            _write(decoder, tuple(given.values()), made[DECODER_FILE], list(given), _ANSWERS)
            _compare(made[ENCODER_FILE], encoder, {"images": image})
            for asked in prompts(sam):
                _compare(made[DECODER_FILE], decoder, asked)
        for file, path in made.items():
            path.replace(folder / file)
    finally:
        for path in made.values():
            path.unlink(missing_ok=True)


_ANSWERS = ["masks", "iou_predictions", "low_res_masks"]
_FREE = {
    "point_coords": {1: "points"},
    "point_labels": {1: "points"},
    "masks": {2: "height", 3: "width"},
}


def _model(weights: Path) -> Any:  # noqa: ANN401
    for package in ("torch", "onnx", "onnxruntime", PACKAGE):
        if find_spec(package) is None:
            raise EngineUnavailable(
                f"to export, the package `{package}` is needed; it is not installed", hint=_ADD
            )
    registry: Any = import_module(PACKAGE).sam_model_registry
    try:
        return registry[KIND](checkpoint=str(weights.expanduser()))
    except (OSError, RuntimeError, KeyError, EOFError, UnpicklingError) as error:
        raise InvalidRequest(
            f"{weights} cannot be read as MobileSAM's weights",
            hint="give the authors' file mobile_sam.pt, whole",
        ) from error


def _write(
    module: Any,  # noqa: ANN401
    given: tuple[Any, ...],
    path: Path,
    names: list[str],
    answers: list[str],
) -> None:
    torch: Any = import_module("torch")
    with warnings.catch_warnings():
        # Tracing warns of each Python number that it freezes; what matters of them is compared.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            module,
            given,
            str(path),
            input_names=names,
            output_names=answers,
            dynamic_axes={name: axes for name, axes in _FREE.items() if name in names + answers},
            opset_version=OPSET,
            dynamo=False,  # the new exporter needs one more package, and gains nothing here
        )


def _compare(path: Path, module: Any, given: dict[str, Any]) -> None:  # noqa: ANN401
    answers = module(*given.values())
    wanted = answers if isinstance(answers, tuple) else (answers,)
    got = OnnxModel(path, MobileSam.card).run({k: v.numpy() for k, v in given.items()})
    for one, other in zip(wanted, got, strict=True):
        expected = one.numpy()
        if expected.shape != other.shape or not np.allclose(
            expected, other, rtol=0, atol=TOLERANCE * max(1e-6, float(np.abs(expected).max()))
        ):
            raise EngineError(
                f"the graph made of `{path.stem}` does not answer as the weights do",
                hint="report it, with the versions of torch and of mobile_sam",
            )
