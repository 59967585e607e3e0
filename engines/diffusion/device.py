"""Where models run here, in which number format, and how much memory is free for them."""

import os
import threading
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Literal

from errors import InvalidRequest
from settings import Settings

SHARE = 0.8  # of what is free when the first model is loaded
LOADING = threading.Lock()
"""Held while diffusers builds a pipeline: it then makes new layers of all threads weightless."""


@dataclass(frozen=True)
class Placement:
    """What the settings say of where models run. Hashable: pipelines are kept by it."""

    device: str = "auto"
    models_bytes: int | None = None
    offload: Literal["none", "model", "sequential"] = "none"
    compiled: bool = False

    @classmethod
    def of(cls, settings: Settings) -> "Placement":
        """Read it off the settings; asks no device."""
        return cls(settings.device, settings.models_bytes, settings.offload, settings.compile)


def device_of(placement: Placement) -> Any:  # noqa: ANN401  # torch is untyped here
    """Return the torch.device: as set, or with "auto" the first of CUDA, MPS and CPU.

    Raises:
        InvalidRequest: no such device on this machine.
    """
    torch: Any = import_module("torch")
    if placement.device == "auto":
        return torch.device("cuda:0" if torch.cuda.is_available() else _beside_cuda(torch))
    try:
        device = torch.device(placement.device)
    except RuntimeError as error:
        raise _no_device(placement.device) from error
    there = {"cpu": True, "cuda": torch.cuda.is_available(), "mps": _beside_cuda(torch) == "mps"}
    if not there.get(device.type, False):
        raise _no_device(placement.device)
    if device.type == "cuda" and (device.index or 0) >= torch.cuda.device_count():
        raise _no_device(placement.device)
    return device


def _beside_cuda(torch: Any) -> str:  # noqa: ANN401
    return "mps" if torch.backends.mps.is_available() else "cpu"


def _no_device(name: str) -> InvalidRequest:
    return InvalidRequest(
        f"PENTIMENTO_DEVICE={name} is not there", hint='set it to "auto", "cpu" or "cuda:0"'
    )


def dtype_of(device: Any) -> Any:  # noqa: ANN401
    """Return the torch.dtype of weights: float32 on a CPU, else bfloat16, else float16."""
    torch: Any = import_module("torch")
    if device.type == "cpu":
        return torch.float32
    if device.type == "cuda" and torch.cuda.is_bf16_supported(including_emulation=False):
        return torch.bfloat16
    return torch.float16


def free_bytes(device: Any) -> int:  # noqa: ANN401
    """Return the memory that new models may take on `device`, bytes."""
    if device.type == "cuda":
        torch: Any = import_module("torch")
        # What torch keeps for itself and does not use is free too.
        kept = torch.cuda.memory_reserved(device) - torch.cuda.memory_allocated(device)
        return int(torch.cuda.mem_get_info(device)[0]) + int(kept)
    return min(_machine_bytes(), group_bytes())


def _machine_bytes() -> int:
    meminfo = Path("/proc/meminfo")
    if meminfo.is_file():
        for line in meminfo.read_text().splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) * 1024
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


def group_bytes(folder: Path = Path("/sys/fs/cgroup")) -> int:
    """Return what a container's limit leaves (cgroup v2), bytes.

    Without a limit it is more than any machine has. Files that were read and are in no use now
    count as free: the kernel gives up their pages first.
    """
    limit, used, stat = (folder / f"memory.{name}" for name in ("max", "current", "stat"))
    said = limit.read_text().strip() if limit.is_file() and used.is_file() else "max"
    if said == "max":
        return 1 << 62
    told = dict(line.split() for line in stat.read_text().splitlines()) if stat.is_file() else {}
    return max(0, int(said) - int(used.read_text()) + int(told.get("inactive_file", 0)))


def empty_caches(device: Any) -> None:  # noqa: ANN401
    """Give back what torch keeps of freed memory."""
    torch: Any = import_module("torch")
    import_module("gc").collect()
    if device.type == "cuda":
        torch.cuda.empty_cache()
    elif device.type == "mps":
        torch.mps.empty_cache()
