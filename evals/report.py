"""What an eval found: a table for the terminal, and a folder with report.md, report.json, plots."""

import json
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Cell = str | int | float | None
WITHOUT_PLOTS = "no plots: matplotlib is not installed; `make install EXTRAS=evals` adds them"


@dataclass(frozen=True)
class Table:
    """Rows under column names. most: rows that the terminal shows; the report has all of them."""

    title: str
    columns: tuple[str, ...]
    rows: list[list[Cell]]
    most: int | None = None


@dataclass(frozen=True)
class Plot:
    """A picture of the report. size_in: (width, height) in inches of 100 px."""

    name: str
    title: str
    draw: "Callable[[Figure], None]"
    size_in: tuple[float, float] = (8.0, 5.0)


@dataclass(frozen=True)
class Report:
    """What an eval found.

    lines: the figures that matter, first in the terminal. brief: `text` is in the report only.
    text: (title, lines) as they are, such as a matrix. data: everything, as JSON takes it.
    broken: a promise that was not kept.
    """

    name: str
    lines: tuple[str, ...]
    tables: tuple[Table, ...] = ()
    text: tuple[tuple[str, str], ...] = ()
    plots: tuple[Plot, ...] = ()
    data: Mapping[str, object] = field(default_factory=dict[str, object])
    notes: tuple[str, ...] = ()
    broken: str | None = None
    brief: bool = False


def for_terminal(report: Report) -> str:
    """Return the report as plain text."""
    parts = ["\n".join(report.lines)] if report.lines else []
    parts += [_for_terminal(table) for table in report.tables if table.rows and table.most != 0]
    parts += [f"{title}\n{text}" for title, text in report.text if not report.brief]
    parts += ["\n".join(report.notes)] if report.notes else []
    return "\n\n".join(parts) + "\n"


def _for_terminal(table: Table) -> str:
    rows, most = len(table.rows), len(table.rows) if table.most is None else table.most
    title = f"{table.title} (the first {most} of {rows})" if most < rows else table.title
    return f"{title}\n{aligned(replace(table, rows=table.rows[:most]))}"


def aligned(table: Table) -> str:
    """Return a table in columns; numbers stand right, Hangul counts as two columns."""
    rows = [list(table.columns), *([shown(cell) for cell in row] for row in table.rows)]
    numeric = [
        all(isinstance(row[i], int | float | None) for row in table.rows)
        for i in range(len(table.columns))
    ]
    widths = [max(_width(row[i]) for row in rows) for i in range(len(table.columns))]
    ends = list(zip(widths, numeric, strict=True))
    return "\n".join(
        "  " + "  ".join(_padded(cell, *end) for cell, end in zip(row, ends, strict=True)).rstrip()
        for row in rows
    )


def shown(cell: Cell) -> str:
    """Return a cell as people read it: three decimals below 10, one from there on."""
    if cell is None:
        return "–"
    if isinstance(cell, float):
        return f"{cell:.3f}" if abs(cell) < 10 else f"{cell:.1f}"
    return str(cell)


def write(report: Report, folder: Path) -> list[str]:
    """Write report.md, report.json and the plots into `folder`; return what to tell the user.

    Without matplotlib the plots are left out, and a line says what adds them.
    """
    folder.mkdir(parents=True, exist_ok=True)
    drawn = _draw(report, folder)
    (folder / "report.md").write_text(_markdown(report, drawn), "utf-8")
    written = json.dumps(report.data, ensure_ascii=False, indent=1, allow_nan=False)
    (folder / "report.json").write_text(written + "\n", "utf-8")
    said = [WITHOUT_PLOTS] if report.plots and not drawn else []
    return [*said, f"report: {folder / 'report.md'}"]


def percentiles_ms(spent_ms: list[float]) -> tuple[float, float]:
    """Return the median and the 95th percentile of some times in ms."""
    p50, p95 = np.percentile(spent_ms, [50, 95]) if spent_ms else (0.0, 0.0)
    return round(float(p50), 2), round(float(p95), 2)


def _draw(report: Report, folder: Path) -> list[Plot]:
    try:
        from matplotlib.figure import Figure
    except ImportError:
        return []
    for plot in report.plots:
        figure = Figure(figsize=plot.size_in, dpi=100, layout="constrained", facecolor="white")
        plot.draw(figure)
        # Without the version in the file the same result is the same bytes.
        figure.savefig(folder / f"{plot.name}.png", metadata={"Software": None})
    return list(report.plots)


def _markdown(report: Report, drawn: list[Plot]) -> str:
    listed = (*report.lines, *report.notes)
    parts = [f"# Eval: {report.name}", "\n".join(f"- {line}" for line in listed)]
    parts += [
        f"## {table.title}\n\n{_markdown_table(table)}" for table in report.tables if table.rows
    ]
    parts += [f"## {title}\n\n```\n{text}\n```" for title, text in report.text]
    parts += [f"## {plot.title}\n\n![{plot.title}]({plot.name}.png)" for plot in drawn]
    return "\n\n".join(parts) + "\n"


def _markdown_table(table: Table) -> str:
    rows = [list(table.columns), ["---"] * len(table.columns)]
    rows += [[shown(cell) for cell in row] for row in table.rows]
    cells = [[cell.replace("|", "\\|").replace("\n", " ") for cell in row] for row in rows]
    return "\n".join(f"| {' | '.join(row)} |" for row in cells)


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _padded(text: str, width: int, right: bool) -> str:
    space = " " * (width - _width(text))
    return space + text if right else text + space
