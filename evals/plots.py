"""The pictures of the reports, drawn by matplotlib: dark on white, no number without its label."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from evals.clicks import at_click
from evals.scores import Scores
from imaging.arrays import Image
from imaging.crop import context_box

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from evals.erase import Erased
    from evals.masks import Clicked

INK, BLUE, ORANGE, PALE = "#1b2733", "#2b6cb0", "#c05621", "#e8eef5"
DIM = 0.25  # how bright what is not selected stays


def confusion(figure: "Figure", scores: Scores) -> None:
    """Draw a confusion matrix: rows are the truth; the shade is the share of the row."""
    axes, counts = figure.subplots(), scores.confusion
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    axes.imshow(shares, cmap="Blues", vmin=0, vmax=1)
    places = range(len(scores.labels))
    axes.set_xticks(places, scores.labels, rotation=60, ha="right", rotation_mode="anchor")
    axes.set_yticks(places, scores.labels)
    for i, j in zip(*np.nonzero(counts), strict=True):
        colour = "white" if shares[i, j] > 0.5 else INK if i == j else ORANGE
        weight = "normal" if i == j else "bold"
        axes.text(j, i, str(counts[i, j]), ha="center", va="center", color=colour, weight=weight)
    axes.set(xlabel="understood", ylabel="meant")
    axes.set_title(f"accuracy {scores.accuracy:.3f}, macro-F1 {scores.macro_f1:.3f}", color=INK)
    axes.spines[:].set_visible(False)


def shares(figure: "Figure", of: Mapping[str, tuple[int, int]]) -> None:
    """Draw a bar for each share: how many rows, of how many that ask for it."""
    axes = figure.subplots()
    names = list(of)[::-1]
    values = [of[name][0] / max(1, of[name][1]) for name in names]
    axes.barh(names, [1] * len(names), color=PALE)
    axes.barh(names, values, color=BLUE)
    for i, (name, value) in enumerate(zip(names, values, strict=True)):
        axes.text(1.02, i, f"{value:.2f}  ({of[name][0]} of {of[name][1]})", va="center", color=INK)
    axes.set_xlim(0, 1.35)
    axes.set_xticks([0, 0.25, 0.5, 0.75, 1])
    axes.spines[:].set_visible(False)


def clicks(figure: "Figure", found: "Sequence[Clicked]", most: int) -> None:
    """Draw the mean IoU after each click; where a picture was done, its last one holds."""
    axes = figure.subplots()
    counts = list(range(1, most + 1))
    lines = (("best-scored", BLUE, "-", "ious"), ("oracle", ORANGE, "--", "oracle"))
    for name, colour, style, field in lines:
        means = [float(np.mean([at_click(getattr(f, field), n) for f in found])) for n in counts]
        axes.plot(counts, means, style, color=colour, marker="o", markersize=3, label=name)
    for wanted in (0.85, 0.90):
        axes.axhline(wanted, color=INK, linewidth=0.6, linestyle=":")
        axes.text(most + 0.4, wanted, f"{wanted:.2f}", va="bottom", fontsize=8, color=INK)
    axes.set(xlabel="clicks", ylabel="mean IoU", xlim=(0.5, most + 2), ylim=(0, 1.02))
    axes.set_xticks([1, *range(5, most + 1, 5)])
    axes.legend(loc="lower right", frameon=False)
    axes.spines[["top", "right"]].set_visible(False)


def masks(figure: "Figure", found: "Sequence[Clicked]", counts: Sequence[int]) -> None:
    """Draw, for each picture, what some clicks selected (bright); the object's outline is white."""
    grid = figure.subplots(len(found), len(counts), squeeze=False)
    for row, one in zip(grid, found, strict=True):
        for axes, count, mask in zip(row, counts, one.masks, strict=True):
            picture = one.picture.image.copy()
            picture[~mask] = (picture[~mask] * DIM).astype(np.uint8)
            _show(axes, picture)
            axes.contour(one.picture.truth, levels=[0.5], colors="white", linewidths=1.2)
            plural = "s" if count > 1 else ""
            title = f"{one.picture.name}, {count} click{plural}: {at_click(one.ious, count):.2f}"
            axes.set_title(title, fontsize=9, color=INK)


def erased(figure: "Figure", found: "Sequence[Erased]") -> None:
    """Draw what is around each hole: input, mask, ours, truth."""
    grid = figure.subplots(len(found), 4, squeeze=False)
    for row, one in zip(grid, found, strict=True):
        x0, y0, x1, y1 = context_box(one.hole.mask, max_aspect=1.5)
        marked = one.hole.photo.pixels[..., :3].copy()
        marked[one.hole.mask] = np.iinfo(marked.dtype).max
        psnr = "equal" if one.filled.psnr_db is None else f"{one.filled.psnr_db:.1f} dB"
        ours = f"{one.engine}: SSIM {one.filled.ssim:.2f}, {psnr}"
        pictures = (one.hole.photo.pixels, marked, one.ours, one.hole.truth)
        titles = (one.hole.name, "mask", ours, "truth")
        for axes, picture, title in zip(row, pictures, titles, strict=True):
            _show(axes, _to_8bit(picture[y0:y1, x0:x1]))
            axes.set_title(title, fontsize=9, color=INK)


def _to_8bit(picture: Any) -> Image:  # noqa: ANN401  # either depth
    return np.asarray(picture >> 8 if picture.dtype == np.uint16 else picture, np.uint8)


def _show(axes: Any, picture: Image) -> None:  # noqa: ANN401  # matplotlib's Axes
    axes.imshow(picture)
    axes.set_axis_off()
