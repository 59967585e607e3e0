"""Whether a planner understands what is said: the op of each instruction, right or wrong."""

import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import get_args

from engines import Engines
from engines.protocols import Op, Plan
from engines.speaking import PlanContext
from errors import EngineUnavailable, InvalidRequest
from evals import plots
from evals.progress import told
from evals.report import Plot, Report, Table, percentiles_ms
from evals.rows import Row, read_rows
from evals.scores import Scores, confusions, matrix_text, scored
from nodes.planning import planned

SHIPPED = Path(__file__).parent / "data" / "instructions.jsonl"
FAILED = "failed"
LABELS = (*get_args(Op), "multi", "none")
ORDER = (*LABELS, FAILED)
SPLITS = ("dev", "test", "all")
GIVE_UP = 5  # failures in a row: the model's service is not there
CONTEXT = PlanContext(
    image_count=1,
    versions=(
        {"version_id": "v0", "op": "upload", "target": None},
        {"version_id": "v1", "op": "remove", "target": "car"},
        {"version_id": "v2", "op": "adjust", "target": None},
    ),
    head="v2",
)
"""What every row is planned in: one photo, two edits, nothing pointed at, nothing said before."""

Ask = Callable[[str], Plan]


@dataclass(frozen=True)
class Instruction:
    """One row: what is said, and the ops that count as understood, the likeliest first."""

    text: str
    ops: tuple[str, ...]
    lang: str
    line: int


@dataclass(frozen=True)
class Answer:
    """What a planner made of a row. op: one of `ORDER`; why: `PlannedWhy`, or what failed."""

    row: Instruction
    op: str
    why: str
    ms: float

    @property
    def right(self) -> bool:
        """Whether the op is one of those that count."""
        return self.op in self.row.ops

    @property
    def truth(self) -> str:
        """The label it is counted under: the one that was found, where it is accepted."""
        return self.op if self.right else self.row.ops[0]


def measure(
    engines: Engines, path: Path = SHIPPED, *, planner: str = "auto", split: str | None = None
) -> tuple[list[Answer], str]:
    """Plan every row of a file; return the answers, and which rows they are of.

    Args:
        engines: the engines, with the settings that choose among them.
        path: JSON lines; see `instructions`.
        planner: a planner's name, or "auto" for what a turn would ask.
        split: see `instructions`.

    Raises:
        InvalidRequest, UnknownEngine, NoEngine: a bad row, or a planner that is not there.
        EngineUnavailable: the planner's service failed five times in a row.
    """
    rows, which = instructions(path, split)
    ask, answers, failures = _asking(engines, planner), list[Answer](), 0
    for row in told(rows, "route"):
        start = time.perf_counter()
        try:
            op, why = _op_of(plan := ask(row.text)), str(plan.get("why", ""))
        except EngineUnavailable as error:
            op, why, failures = FAILED, error.message, failures + 1
            if failures >= GIVE_UP:
                raise
        else:
            failures = 0
        answers.append(Answer(row, op, why, 1e3 * (time.perf_counter() - start)))
    return answers, which


def instructions(path: Path, split: str | None = None) -> tuple[list[Instruction], str]:
    """Return a file's rows, and in words which they are.

    Args:
        path: JSON lines {"instruction", "op", "lang"}; further keys are not read.
        split: "dev", "test" or "all". None: "test" of the shipped file, all of any other.
            A file whose rows have no "split" is used whole.

    Raises:
        InvalidRequest: a bad row, by its line; or no row is in that split.
    """
    rows = read_rows(path)
    wanted = split or ("test" if path.resolve() == SHIPPED.resolve() else "all")
    if wanted == "all" or not any("split" in row.data for row in rows):
        return [_instruction(row) for row in rows], "all rows"
    chosen = [row for row in rows if row.data.get("split") == wanted]
    if not chosen:
        there = ", ".join(sorted({str(row.data.get("split")) for row in rows}))
        raise InvalidRequest(
            f'no row of {path} has "split": "{wanted}"', hint=f"there are: {there}; or use all"
        )
    return [_instruction(row) for row in chosen], f'split "{wanted}"'


def _instruction(row: Row) -> Instruction:
    op = row.data.get("op")
    accepted = row.texts("op") if isinstance(op, list) and op else [row.text("op")]
    if strange := [op for op in accepted if op not in LABELS]:
        hint = f"use one, or a list, of: {', '.join(LABELS)}"
        raise row.wrong(f'"op" is "{strange[0]}"', hint)
    return Instruction(row.text("instruction"), tuple(accepted), row.text("lang"), row.number)


def _asking(engines: Engines, planner: str) -> Ask:
    if planner == "auto":
        sure_first = engines.settings.plan_sure_first
        return lambda text: planned(engines, text, CONTEXT, sure_first=sure_first)
    named = engines.planner(planner)
    context = PlanContext(
        versions=CONTEXT.versions, head=CONTEXT.head, abilities=engines.abilities()
    )
    return lambda text: named.plan(text, context)


def _op_of(plan: Plan) -> str:
    steps = plan["steps"]
    if len(steps) == 1:
        return steps[0]["op"]
    return "multi" if steps else "none"


def scores_of(answers: Sequence[Answer]) -> Scores:
    """Return accuracy, F1 and confusion of some answers."""
    return scored([a.truth for a in answers], [a.op for a in answers], ORDER)


def report(answers: Sequence[Answer], which: str, *, planner: str, errors: int) -> Report:
    """Return what `measure` found; the first line is the accuracy, three decimals.

    Args:
        answers: of at least one row.
        which: in words, which rows they are of.
        planner: whose answers they are.
        errors: how many mistakes the terminal shows; report.md has them all.
    """
    scores, wrong = scores_of(answers), [a for a in answers if not a.right]
    p50, p95 = percentiles_ms([a.ms for a in answers])
    lines = (
        f"accuracy: {scores.accuracy:.3f}",
        f"macro-F1: {scores.macro_f1:.3f}",
        f"{len(answers)} instructions ({which}), {len(wrong)} wrong; planner {planner}",
        f"ms per instruction: p50 {p50:.1f}, p95 {p95:.1f}",
        *_whys(answers),
    )
    matrix = ("Confusion (row: what is meant, column: what was understood)", matrix_text(scores))
    plot = Plot("confusion", "Confusion", lambda f: plots.confusion(f, scores), (9.0, 8.0))
    tables = (_languages(answers), _ops(scores), _worst(wrong, scores), _mistakes(wrong, errors))
    measured = {"which": which, "planner": planner, "ms_p50": p50, "ms_p95": p95}
    data = _data(scores, wrong) | {"rows": len(answers)} | measured
    return Report("route", lines, tables, (matrix,), (plot,), data)


def _data(scores: Scores, wrong: Sequence[Answer]) -> dict[str, object]:
    return {
        "accuracy": scores.accuracy,
        "macro_f1": scores.macro_f1,
        "labels": list(scores.labels),
        "confusion": scores.confusion.tolist(),
        "per_op": [asdict(one) for one in scores.per_label],
        "errors": [asdict(a) for a in wrong],
    }


def _whys(answers: Sequence[Answer]) -> list[str]:
    whys = Counter(a.why for a in answers if a.why and a.op != FAILED)
    failed = [a for a in answers if a.op == FAILED]
    said = [f"planned: {', '.join(f'{n} {why}' for why, n in whys.most_common())}"] if whys else []
    return said + ([f"{len(failed)} not planned: {failed[0].why}"] if failed else [])


def _languages(answers: Sequence[Answer]) -> Table:
    rows = []
    for lang in sorted({a.row.lang for a in answers}):
        own = [a for a in answers if a.row.lang == lang]
        scores, wrong = scores_of(own), sum(not a.right for a in own)
        rows.append([lang, len(own), wrong, scores.accuracy, scores.macro_f1])
    return Table("By language", ("lang", "rows", "wrong", "accuracy", "macro-F1"), rows)


def _ops(scores: Scores) -> Table:
    columns = ("op", "rows", "precision", "recall", "F1")
    rows = [[o.label, o.rows, o.precision, o.recall, o.f1] for o in scores.per_label]
    return Table("By op", columns, [list(row) for row in rows])


def _worst(wrong: Sequence[Answer], scores: Scores) -> Table:
    rows = []
    for truth, said, count in confusions(scores)[:10]:
        own = [a.row.text for a in wrong if (a.truth, a.op) == (truth, said)]
        rows.append([truth, said, count, " / ".join(own[:2])])
    return Table("Worst confusions", ("meant", "understood", "rows", "for example"), rows)


def _mistakes(wrong: Sequence[Answer], most: int) -> Table:
    columns = ("line", "lang", "meant", "understood", "instruction")
    rows = [[a.row.line, a.row.lang, " / ".join(a.row.ops), a.op, a.row.text] for a in wrong]
    return Table("Mistakes", columns, [list(row) for row in rows], most)
