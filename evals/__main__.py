"""Quality, measured.

`python -m evals` measures all that is shipped; `python -m evals route FILE.jsonl` (translate,
masks, erase, answers) one thing. A table goes to the standard output, a report into a folder.
Exit status: 0 done, 1 an engine failed or broke a promise, 2 the command or a file is not right.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

from engines import Engines
from errors import EditError, EngineError, InvalidRequest
from evals import answers, erase, everything, masks, route, samples, translate
from evals.marked import read_marked
from evals.report import Report, for_terminal, write
from settings import Settings

REPORTS = Path("build/evals")
Run = Callable[[argparse.Namespace], Report]


def main(arguments: list[str]) -> int:
    """Run one eval, print its table, write its report; return the exit status."""
    chosen = _parser().parse_args(arguments)
    run: Run = chosen.run
    folder: Path = chosen.out or REPORTS / f"{chosen.name}-{date.today()}"
    try:
        _check_folder(folder)
        report = run(chosen)
    except EditError as error:
        sys.stderr.write(f"{error.sentence()}\n")
        return 1 if isinstance(error, EngineError) else 2
    sys.stdout.write(for_terminal(report))
    sys.stdout.flush()
    sys.stderr.write("".join(f"{line}\n" for line in write(report, folder)))
    if report.broken:
        sys.stderr.write(f"BROKEN: {report.broken}\n")
    return 1 if report.broken else 0


def _all(_: argparse.Namespace) -> Report:
    return everything.run()


def _route(chosen: argparse.Namespace) -> Report:
    engines = Engines(settings=Settings())
    found, which = route.measure(engines, chosen.file, planner=chosen.planner, split=chosen.split)
    return route.report(found, which, planner=chosen.planner, errors=chosen.errors)


def _translate(chosen: argparse.Namespace) -> Report:
    engines = Engines(settings=Settings())
    name = chosen.translator or engines.translator().card.name
    found = translate.measure(engines, chosen.file, translator=name)
    return translate.report(found, translator=name)


def _masks(chosen: argparse.Namespace) -> Report:
    engines = Engines(settings=Settings())
    name = chosen.segmenter or engines.segmenter().card.name
    engines = engines.preferring({"segment": name})
    with tempfile.TemporaryDirectory() as made:
        folder = chosen.folder or samples.write_marked(Path(made))
        found = masks.measure(engines, read_marked(folder), most=chosen.clicks)
    return masks.report(found, segmenter=name, most=chosen.clicks)


def _erase(chosen: argparse.Namespace) -> Report:
    engines = Engines(settings=Settings())
    with tempfile.TemporaryDirectory() as made:
        folder = chosen.folder or samples.write_holes(Path(made))
        found = erase.measure(engines, erase.read_holes(folder), eraser=chosen.eraser)
    return erase.report(found, eraser=chosen.eraser or "auto")


def _answers(chosen: argparse.Namespace) -> Report:
    settings, rows = Settings(), answers.read_asked(chosen.file)
    if lack := answers.missing(settings):
        return answers.skipped(lack)
    return answers.report(answers.measure(settings, rows), settings)


def _parser() -> argparse.ArgumentParser:
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(
        prog=".venv/bin/python -m evals", description=__doc__, formatter_class=raw
    )
    _add_out(parser, None)
    parser.set_defaults(run=_all, name="all")
    evals = parser.add_subparsers(metavar="EVAL")
    _command(evals, "all", _all, "everything that is shipped, by the embedded engines (default)")
    one = _command(evals, "route", _route, "whether a planner understands instructions")
    _file(one, route.SHIPPED)
    one.add_argument("--planner", default="auto", help="rules, chat-plan, or auto (default)")
    one.add_argument("--split", choices=route.SPLITS, help="default: test of the shipped file")
    one.add_argument("--errors", type=_count, default=10, metavar="N", help="mistakes to print")
    one = _command(evals, "translate", _translate, "whether a translator gives good English")
    _file(one, translate.SHIPPED)
    one.add_argument("--translator", help="glossary, opus-mt or chat-translate; default: the first")
    one = _command(evals, "masks", _masks, "in how many clicks a segmenter finds an object")
    _folder(one, "name.jpg or .png, name.mask.png, prompts.json")
    one.add_argument("--segmenter", metavar="NAME", help="default: the first")
    one.add_argument("--clicks", type=_clicks, default=masks.MOST_CLICKS, metavar="N")
    one = _command(evals, "erase", _erase, "whether what is erased leaves no trace")
    _folder(one, "name/input.png, mask.png, gt.png")
    one.add_argument("--eraser", metavar="NAME", help="default: the first that suits the mask")
    one = _command(evals, "answers", _answers, "whether answers are right, judged by a chat model")
    _file(one, answers.SHIPPED)
    return parser


def _command(
    evals: "argparse._SubParsersAction[argparse.ArgumentParser]",  # pyright: ignore[reportPrivateUsage]  # argparse names no other
    name: str,
    run: Run,
    what: str,
) -> argparse.ArgumentParser:
    parser = evals.add_parser(name, help=what, description=what)
    parser.set_defaults(run=run, name=name)
    _add_out(parser, argparse.SUPPRESS)  # or it would undo an --out before the eval's name
    return parser


def _add_out(parser: argparse.ArgumentParser, default: str | None) -> None:
    what = f"of the report; default: {REPORTS}/EVAL-DATE"
    parser.add_argument("--out", type=Path, metavar="FOLDER", default=default, help=what)


def _file(parser: argparse.ArgumentParser, shipped: Path) -> None:
    what = f"JSON lines; default: evals/data/{shipped.name}"
    parser.add_argument("file", nargs="?", type=Path, default=shipped, metavar="FILE", help=what)


def _folder(parser: argparse.ArgumentParser, holds: str) -> None:
    what = f"holds {holds}; default: samples"
    parser.add_argument("folder", nargs="?", type=Path, metavar="FOLDER", help=what)


def _count(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text} is no number from 0")
    return int(text)


def _clicks(text: str) -> int:
    if not text.isdecimal() or int(text) < max(masks.SHOWN):
        raise argparse.ArgumentTypeError(f"{text} is too few: at least {max(masks.SHOWN)}")
    return int(text)


def _check_folder(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise InvalidRequest(f"{folder} is a file", hint="name a folder with --out")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
