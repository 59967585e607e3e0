"""A model that ONNX Runtime runs on the processor."""

import os
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engines.protocols import Card
from errors import EngineError, EngineUnavailable

Array = NDArray[Any]
MOST_THREADS = 8  # more of them gain little on these models, and take the cores from others
ERRORS = 3  # ONNX Runtime's level: only errors reach the log
KINDS = {
    "tensor(float)": np.float32,
    "tensor(float16)": np.float16,
    "tensor(double)": np.float64,
    "tensor(bool)": np.bool_,
    "tensor(uint8)": np.uint8,
    "tensor(int32)": np.int32,
    "tensor(int64)": np.int64,
}


class OnnxModel:
    """One graph, loaded. Several threads may run it at once."""

    def __init__(self, path: Path, card: Card) -> None:
        """Load it.

        Raises:
            EngineUnavailable: the file is damaged, or of a kind that ONNX Runtime does not run.
        """
        self.name = card.name
        onnx: Any = import_module("onnxruntime")
        options = onnx.SessionOptions()
        options.log_severity_level = ERRORS
        options.intra_op_num_threads = min(MOST_THREADS, _cores())
        options.inter_op_num_threads = 1
        # Spinning makes waiting threads busy: the server's other work needs the cores.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        try:
            self._session = onnx.InferenceSession(
                str(path), options, providers=["CPUExecutionProvider"]
            )
        except _failures() as error:
            raise EngineUnavailable(
                f"the weights of `{card.name}` cannot be read: {path.name}",
                hint=f"get them again: .venv/bin/python -m engines pull {card.name}",
            ) from error
        self.inputs = {one.name: one for one in self._session.get_inputs()}
        self.outputs = [one.name for one in self._session.get_outputs()]

    def shape(self, name: str) -> list[int | None]:
        """Return the shape of an input; None where a side is free."""
        return [side if isinstance(side, int) else None for side in self.inputs[name].shape]

    def run(self, given: dict[str, Array], wanted: list[str] | None = None) -> list[Array]:
        """Return the outputs called `wanted`, or all, for inputs by name.

        Inputs are converted to the graph's own number types; those it does not have are left out.

        Raises:
            EngineError: the model failed.
        """
        typed = {
            name: np.ascontiguousarray(array, KINDS[self.inputs[name].type])
            for name, array in given.items()
            if name in self.inputs
        }
        try:
            return self._session.run(wanted, typed)
        except _failures() as error:
            raise EngineError(f"`{self.name}` failed on this photo") from error


def _failures() -> tuple[type[Exception], ...]:
    """ONNX Runtime's errors, which have no common base, and a missing input's."""
    state: Any = import_module("onnxruntime.capi.onnxruntime_pybind11_state")
    names = "Fail InvalidArgument InvalidGraph InvalidProtobuf NoSuchFile NotImplemented"
    named = [getattr(state, name) for name in f"{names} RuntimeException".split()]
    return ValueError, *named


def _cores() -> int:
    affinity = getattr(os, "sched_getaffinity", None)  # not on every system
    return len(affinity(0)) if affinity else os.cpu_count() or 1
