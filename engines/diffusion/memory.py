"""What is tried when memory runs short, one rung after the other, and what is said of each."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from engines.protocols import Note
from errors import EngineError

T = TypeVar("T")
SIGNS = (
    "DefaultCPUAllocator",
    "not enough memory",
    "can't allocate memory",
    "out of memory",
    "STATUS_ALLOC_FAILED",  # cuBLAS and cuDNN, for their own work space
)
"""What a RuntimeError says where torch got no memory for an array."""


@dataclass(frozen=True)
class Rung:
    """One way to draw with less memory.

    scale: of the picture's sides; the result is brought back to the wanted size.
    tiled: the VAE works in tiles and slices.
    offloaded: parts that do not run wait on the CPU.
    """

    key: str  # of `nodes.wording`
    scale: float = 1.0
    tiled: bool = False
    offloaded: bool = False


WHOLE = Rung("")
RUNGS = (
    WHOLE,
    Rung("memory_freed"),
    Rung("memory_tiled", tiled=True),
    Rung("memory_smaller", 3 / 4, tiled=True),
    Rung("memory_smaller", 1 / 2, tiled=True),
    Rung("memory_offloaded", 1 / 2, tiled=True, offloaded=True),
)
"""In order of what they cost; each keeps what the ones before it saved."""


def rungs(accelerated: bool) -> tuple[Rung, ...]:
    """Return the rungs of a machine; `accelerated`: there is a GPU, and a CPU beside it."""
    return tuple(rung for rung in RUNGS if accelerated or not rung.offloaded)


def climb(
    attempt: Callable[[Rung], T], free: Callable[[], object], ladder: tuple[Rung, ...]
) -> tuple[T, Rung]:
    """Return what the first rung with enough memory made, and that rung.

    Args:
        attempt: draws as a rung says, and leaves nothing behind where it fails.
        free: frees what is not in use; called before each further rung.
        ladder: what to try, at least one rung.

    Raises:
        EngineError: there is not enough memory on any rung.
    """
    for rung in ladder:
        made = _tried(attempt, rung)
        if made is not None:
            return made, rung
        # Out here nothing refers to the failed attempt any more: its arrays can go.
        free()
    raise out_of_memory()


def _tried(attempt: Callable[[Rung], T], rung: Rung) -> T | None:
    try:
        return attempt(rung)
    except (RuntimeError, MemoryError) as error:
        if not lacking_memory(error):
            raise
        return None


def lacking_memory(error: BaseException) -> bool:
    """Whether an error says that memory ran out: torch's own, or a RuntimeError that says so."""
    if isinstance(error, MemoryError) or type(error).__name__ == "OutOfMemoryError":
        return True
    said = str(error)
    return isinstance(error, RuntimeError) and any(sign in said for sign in SIGNS)


def out_of_memory() -> EngineError:
    """Return the error of a machine that has not enough memory on any rung."""
    return EngineError(
        "there is not enough memory for this model, not even for a smaller picture",
        hint="ask for a smaller picture, or choose a smaller model; the operator may free memory, "
        "or set PENTIMENTO_OFFLOAD=sequential",
    )


def notes_of(rung: Rung, wanted_px: tuple[int, int], drawn_px: tuple[int, int]) -> tuple[Note, ...]:
    """Return what a reply says of the rungs that were needed; both sizes are (width, height)."""
    climbed = RUNGS[1 : RUNGS.index(rung) + 1]
    sizes = {"wanted": _sides(wanted_px), "drawn": _sides(drawn_px)}
    return tuple(
        Note(key, sizes if key == "memory_smaller" else {})
        for key in dict.fromkeys(one.key for one in climbed)
    )


def scaled_px(size_px: tuple[int, int], rung: Rung, multiple: int) -> tuple[int, int]:
    """Return the (width, height) that a rung draws at: multiples of `multiple`, at least one."""
    if rung.scale == 1:
        return size_px
    width, height = (max(int(side * rung.scale) // multiple, 1) * multiple for side in size_px)
    return width, height


def _sides(size_px: tuple[int, int]) -> str:
    return f"{size_px[0]} × {size_px[1]}"
