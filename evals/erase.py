"""Whether what is erased leaves no trace: the hole against the truth, and its border."""

import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from engines import Engines
from engines.protocols import Step
from errors import InvalidRequest
from evals import plots
from evals.marked import read_mask, read_photo
from evals.progress import silent, told
from evals.report import Cell, Plot, Report, Table, percentiles_ms
from evals.seam import Filled, compared
from imaging.arrays import Image, Mask
from imaging.codec import Photo
from imaging.colour import to_srgb8
from imaging.composite import outside_changed
from nodes import work
from nodes.work import Job, Work

FILES = ("input.png", "mask.png", "gt.png")
STEP: Step = {"op": "remove", "target": None, "instruction": "", "args": {}, "needs_region": True}
STRIP = 4


@dataclass(frozen=True)
class Hole:
    """A picture with something in it, where that is, and the picture without it."""

    name: str
    photo: Photo
    mask: Mask
    truth: Image


@dataclass(frozen=True)
class Erased:
    """One filled hole. outside: pixels outside the mask that changed; 0 is the promise."""

    hole: Hole
    ours: Image
    engine: str
    outside: int
    filled: Filled
    ms: float


def read_holes(folder: Path) -> list[Hole]:
    """Return the pictures of a folder by name: name/input.png, name/mask.png, name/gt.png.

    Raises:
        InvalidRequest: no such folder, nothing in it, a file that is missing or no picture, or
            sizes that differ.
    """
    if not folder.is_dir():
        raise InvalidRequest(f"there is no folder {folder}", hint="check its name")
    folders = sorted(path for path in folder.iterdir() if path.is_dir())
    if not folders:
        raise InvalidRequest(f"{folder} has no folders", hint=f"put name/{', name/'.join(FILES)}")
    return [_hole(path) for path in folders]


def _hole(folder: Path) -> Hole:
    given, marked, wanted = (folder / name for name in FILES)
    photo, truth = read_photo(given), read_photo(wanted)
    if photo.pixels.shape != truth.pixels.shape:
        sizes = f"{truth.width}×{truth.height} px, its input {photo.width}×{photo.height}"
        raise InvalidRequest(f"{wanted} is {sizes}", hint="both are of one size")
    mask = read_mask(marked, photo.pixels.shape)
    return Hole(folder.name, photo, mask, to_srgb8(truth.pixels, truth.icc_profile))


def measure(
    engines: Engines, holes: Sequence[Hole], *, eraser: str | None = None, by: Work = work.erase
) -> list[Erased]:
    """Erase what is marked in every picture, as a turn with a painted mask does.

    Args:
        engines: the engines.
        holes: what to erase.
        eraser: its name; None for the first one that suits the mask.
        by: how a step is run: the crop, the engine, the composite.

    Raises:
        UnknownEngine: no eraser is called that. EngineError: it failed.
    """
    return [_erased(engines, hole, eraser, by) for hole in told(holes, "erase")]


def _erased(engines: Engines, hole: Hole, eraser: str | None, by: Work) -> Erased:
    job = Job(
        step=STEP,
        card=engines.for_step(STEP, eraser),
        photo=hole.photo,
        seen=to_srgb8(hole.photo.pixels, hole.photo.icc_profile),
        mask=hole.mask,
        segmented=False,
        reference=None,
        prompt="",
        seed=0,
        options={"engine": eraser} if eraser else {},
    )
    start = time.perf_counter()
    made = by(job, engines, silent)
    ms = 1e3 * (time.perf_counter() - start)
    ours = to_srgb8(made.photo.pixels, made.photo.icc_profile)
    # Counted here again: the product's own count is what is under test.
    outside = outside_changed(hole.photo.pixels, made.photo.pixels, hole.mask)
    return Erased(hole, ours, made.engine, outside, compared(ours, hole.truth, hole.mask), ms)


def report(found: Sequence[Erased], *, eraser: str) -> Report:
    """Return what `measure` found: means over the pictures, and each picture."""
    outside = sum(one.outside for one in found)
    p50, p95 = percentiles_ms([one.ms for one in found])
    means = _means(found)
    lines = (
        f"PSNR in the hole: {_said(means['psnr_db'])} dB",
        f"SSIM in the hole: {_said(means['ssim'])}",
        f"seam energy: {_said(means['seam'])} (the truth's own: {_said(means['seam_truth'])})",
        f"pixels changed outside: {outside}",
        f"{len(found)} pictures; eraser {eraser}; ms: p50 {p50:.0f}, p95 {p95:.0f}",
    )
    data: dict[str, object] = {**means, "outside_changed": outside, "eraser": eraser}
    data |= {"ms_p50": p50, "ms_p95": p95, "pictures": [_facts(one) for one in found]}
    strip = Plot(
        "pictures",
        "Worst and best by SSIM",
        lambda f: plots.erased(f, _extremes(found)),
        (9.0, 2.3 * min(STRIP, len(found))),
    )
    broken = f"{outside} pixels changed outside a mask: that must never be" if outside else None
    tables = (_pictures(found),)
    return Report("erase", lines, tables, plots=(strip,), data=data, broken=broken)


def _means(found: Sequence[Erased]) -> dict[str, object]:
    """Means over the pictures; PSNR over those that are not equal to the truth."""
    psnr = [one.filled.psnr_db for one in found if one.filled.psnr_db is not None]
    return {
        "psnr_db": float(np.mean(psnr)) if psnr else None,
        "ssim": float(np.mean([one.filled.ssim for one in found])),
        "seam": float(np.mean([one.filled.seam for one in found])),
        "seam_truth": float(np.mean([one.filled.seam_truth for one in found])),
    }


def _said(value: object) -> str:
    return f"{value:.2f}" if isinstance(value, float) else "– (equal)"


def _extremes(found: Sequence[Erased]) -> list[Erased]:
    ordered = sorted(found, key=lambda one: one.filled.ssim)
    half = STRIP // 2
    return ordered if len(ordered) <= STRIP else [*ordered[:half], *ordered[-half:]]


def _pictures(found: Sequence[Erased]) -> Table:
    columns = ("picture", "engine", "PSNR dB", "SSIM", "seam", "truth's seam", "outside", "ms")
    rows: list[list[Cell]] = []
    for one in found:
        figures = one.filled.psnr_db, one.filled.ssim, one.filled.seam, one.filled.seam_truth
        rows.append([one.hole.name, one.engine, *figures, one.outside, round(one.ms)])
    return Table("By picture", columns, rows)


def _facts(one: Erased) -> dict[str, object]:
    facts: dict[str, object] = {"name": one.hole.name, "engine": one.engine, "ms": one.ms}
    return facts | asdict(one.filled) | {"outside_changed": one.outside}
