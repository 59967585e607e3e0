"""One model on a Triton server: its metadata checked once, then asked in binary tensors."""

import json
from collections.abc import Mapping
from importlib import import_module
from typing import Any
from urllib.parse import quote

import numpy as np

from engines.peer import Answer, Peer, words_of
from engines.protocols import Capability, Progress
from engines.triton.tensors import SIGNATURES, Arrays, Tensor
from errors import EngineError

METADATA_BYTES = 1_000_000
_UNREADABLE = (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError)
_DTYPES = {"UINT8": "uint8", "BOOL": "bool", "FP32": "float32"}
_LENGTH = "Inference-Header-Content-Length"


class TritonModel:
    """A model that follows the tensors of `engines.triton.tensors`. Keeps no image."""

    def __init__(self, peer: Peer, name: str, capability: Capability) -> None:
        """`name`: as the server knows it. Nothing is asked of the server yet."""
        self._peer, self._name = peer, name
        self._signature = SIGNATURES[capability]
        self._batched: bool | None = None

    def ask(self, inputs: Arrays, *, progress: Progress, most_bytes: int) -> dict[str, Any]:
        """Return the model's outputs by name, as numpy arrays.

        Args:
            inputs: by name, as the signature wants them, without an axis for batches.
            progress: called while the server works.
            most_bytes: of the answer.

        Raises:
            EngineUnavailable: the server does not answer, or has no such model.
            EngineError: the model does not follow the signature, failed, or answered what
                cannot be read.
            Cancelled: the turn was stopped.
        """
        batched = self._is_batched(progress)
        body, length = self._request(inputs, batched)
        headers = {"accept-encoding": "identity", "content-type": "application/octet-stream"}
        if length is not None:
            headers[_LENGTH] = str(length)
        answer = self._peer.ask(
            "POST",
            f"{self._path}/infer",
            progress=progress,
            most_bytes=METADATA_BYTES + most_bytes,
            content=body,
            headers=headers,
        )
        return self._outputs(self._check(answer), batched)

    @property
    def _path(self) -> str:
        return f"/v2/models/{quote(self._name, safe='')}"

    def _is_batched(self, progress: Progress) -> bool:
        if self._batched is None:  # two that ask at once are told the same
            answer = self._peer.ask("GET", self._path, progress=progress, most_bytes=METADATA_BYTES)
            self._batched = self._checked(self._metadata(self._check(answer)))
        return self._batched

    def _check(self, answer: Answer) -> Answer:
        """Triton says 400 or 404 of a model that it does not have."""
        if answer.status in (400, 404) and "unknown model" in words_of(answer):
            raise self._peer.unavailable(
                f"it has no model `{self._name}` that is ready",
                hint="check PENTIMENTO_TRITON_MODELS",
            )
        return self._peer.check(answer)

    def _metadata(self, answer: Answer) -> dict[str, Any]:
        try:
            found = json.loads(answer.body)
        except ValueError:
            found = None
        if not isinstance(found, dict) or "inputs" not in found or "outputs" not in found:
            raise EngineError(
                f"what {self._peer.where} answers is no metadata of a model",
                hint="check that PENTIMENTO_TRITON_URL is the HTTP address of a Triton server",
            )
        return found

    def _checked(self, metadata: Mapping[str, Any]) -> bool:
        if faults := self._signature.faults(metadata):
            raise EngineError(
                f"the model `{self._name}` does not follow: {'; '.join(faults)}",
                hint="docs/engines.md lists the tensors that a model on Triton takes and gives",
            )
        return self._signature.batched([*metadata["inputs"], *metadata["outputs"]])

    def _request(self, inputs: Arrays, batched: bool) -> tuple[bytes, int | None]:
        triton: Any = import_module("tritonclient.http")
        given: list[Any] = []
        for tensor in self._signature.inputs:
            array = inputs[tensor.name][None] if batched else inputs[tensor.name]
            row = triton.InferInput(tensor.name, list(array.shape), tensor.kinds[0])
            given.append(row.set_data_from_numpy(np.ascontiguousarray(array)))
        wanted = [triton.InferRequestedOutput(t.name) for t in self._signature.outputs]
        return triton.InferenceServerClient.generate_request_body(given, outputs=wanted)

    def _outputs(self, answer: Answer, batched: bool) -> dict[str, Any]:
        """The arrays, without an axis for batches; each of the kind and rank it should have."""
        triton: Any = import_module("tritonclient.http")
        refused: type[Exception] = import_module("tritonclient.utils").InferenceServerException
        try:
            length = answer.headers.get(_LENGTH)
            parsed = triton.InferResult.from_response_body(
                answer.body, header_length=int(length) if length else None
            )
            found = {t.name: parsed.as_numpy(t.name) for t in self._signature.outputs}
        except (*_UNREADABLE, refused) as error:
            raise self.odd("an answer that cannot be read") from error
        for tensor in self._signature.outputs:
            self._check_output(tensor, found[tensor.name], batched)
        return {name: array[0] if batched else array for name, array in found.items()}

    def _check_output(self, tensor: Tensor, array: Any, batched: bool) -> None:  # noqa: ANN401  # of numpy, or None
        if array is None or array.ndim != len(tensor.shape) + batched:
            raise self.odd(f"no {tensor.name} of the shape {list(tensor.shape)}")
        if batched and len(array) != 1:
            raise self.odd(f"{len(array)} of {tensor.name}, and was sent a batch of one")
        if array.size and array.dtype not in [np.dtype(_DTYPES[kind]) for kind in tensor.kinds]:
            raise self.odd(f"{tensor.name} as {array.dtype}")

    def odd(self, what: str) -> EngineError:
        """Return the error for an answer that is not what was asked for."""
        return EngineError(
            f"the model `{self._name}` on Triton gave {what}",
            hint="docs/engines.md lists the tensors that a model on Triton takes and gives",
        )
