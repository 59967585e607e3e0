"""All evals on what is shipped, with the embedded engines: one table, one report."""

import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from engines import Engines
from evals import erase, masks, route, samples, translate
from evals.marked import read_marked
from evals.report import Cell, Plot, Report, Table
from settings import Settings

COLUMNS = ("eval", "of", "figure", "value")
NOT_HERE = "answers: asks a chat model; `.venv/bin/python -m evals answers` runs it"

Part = Callable[[Engines], tuple[Report, list[list[Cell]]]]


def run() -> Report:
    """Run route (the test split), translate, masks and erase; return one report.

    No settings are read and no model is asked: the same checkout gives the same figures, but for
    the times.
    """
    engines = Engines(settings=Settings.model_construct())
    parts: list[Report] = []
    rows: list[list[Cell]] = []
    for part in _PARTS:
        report, summary = part(engines)
        parts.append(report)
        rows += [[report.name, *row] for row in summary]
    return Report(
        "all",
        lines=(),
        tables=(Table("What the embedded engines reach", COLUMNS, rows), *_tables(parts)),
        text=tuple((f"{p.name}: {title}", text) for p in parts for title, text in p.text),
        plots=tuple(plot for part in parts for plot in _plots(part)),
        data={part.name: part.data for part in parts},
        notes=(NOT_HERE, *(note for part in parts for note in part.notes)),
        brief=True,
        broken=next((part.broken for part in parts if part.broken), None),
    )


def _route(engines: Engines) -> tuple[Report, list[list[Cell]]]:
    answers, which = route.measure(engines, planner="rules")
    report = route.report(answers, which, planner="rules", errors=0)
    rows: list[list[Cell]] = []
    for lang in sorted({a.row.lang for a in answers}):
        own = [a for a in answers if a.row.lang == lang]
        scores, of = route.scores_of(own), f"rules, {lang}, {which}, {len(own)} rows"
        rows.append([of, "accuracy", f"{scores.accuracy:.3f}"])
        rows.append([of, "macro-F1", f"{scores.macro_f1:.3f}"])
    return report, rows


def _translate(engines: Engines) -> tuple[Report, list[list[Cell]]]:
    found = translate.measure(engines, translator="glossary")
    report = translate.report(found, translator="glossary")
    of = f"glossary, {len(found)} texts"
    return report, [_split(of, line) for line in report.lines[:-2]]


def _masks(engines: Engines) -> tuple[Report, list[list[Cell]]]:
    with tempfile.TemporaryDirectory() as folder:
        found = masks.measure(engines, read_marked(samples.write_marked(Path(folder))))
    report = masks.report(found, segmenter="pointing")
    of = f"pointing, {len(found)} samples"
    return report, [_split(of, line) for line in report.lines if line.startswith(("mIoU", "NoC"))]


def _erase(engines: Engines) -> tuple[Report, list[list[Cell]]]:
    with tempfile.TemporaryDirectory() as folder:
        found = erase.measure(engines, erase.read_holes(samples.write_holes(Path(folder))))
    report = erase.report(found, eraser="auto")
    of = f"auto, {len(found)} samples"
    return report, [_split(of, line) for line in report.lines[:4]]


_PARTS: tuple[Part, ...] = (_route, _translate, _masks, _erase)


def _split(of: str, line: str) -> list[Cell]:
    figure, _, value = line.partition(": ")
    return [of, figure, value]


def _tables(parts: list[Report]) -> tuple[Table, ...]:
    return tuple(
        replace(table, title=f"{part.name}: {table.title}", most=0)
        for part in parts
        for table in part.tables
    )


def _plots(part: Report) -> list[Plot]:
    return [
        replace(plot, name=f"{part.name}-{plot.name}", title=f"{part.name}: {plot.title}")
        for plot in part.plots
    ]
