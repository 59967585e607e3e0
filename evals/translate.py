"""Whether a translator gives English that an image model can read, and loses nothing on the way."""

import re
import time
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from engines import Engines
from engines.speaking import Translation
from evals import plots, tokens
from evals.progress import told
from evals.report import Cell, Plot, Report, Table, percentiles_ms
from evals.rows import Row, read_rows

SHIPPED = Path(__file__).parent / "data" / "translations.jsonl"
WITHOUT_CHRF = "no chrF: sacrebleu is not installed; `make install EXTRAS=evals` adds it"
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
# A Korean particle may follow a closing mark; after an apostrophe stands a Latin letter.
_QUOTED = re.compile(r"\"([^\"]+)\"|“([^”]+)”|‘([^’]+)’|「([^」]+)」|(?<!\w)'([^']+)'(?![A-Za-z])")


@dataclass(frozen=True)
class Wanted:
    """One row: a text, what has to stand in its translation, and a good translation."""

    text: str
    reference: str | None
    keep: tuple[str, ...]
    line: int


@dataclass(frozen=True)
class Checked:
    """A translation and what is wrong with it.

    lost: numbers, quoted texts and `keep` that do not stand in it letter by letter.
    """

    row: Wanted
    text: str
    english: bool
    tokens: int
    lost: tuple[str, ...]
    unknown: tuple[str, ...]
    ms: float

    @property
    def fits(self) -> bool:
        """Whether a CLIP text encoder reads all of it."""
        return self.tokens <= tokens.LIMIT


def measure(engines: Engines, path: Path = SHIPPED, *, translator: str | None) -> list[Checked]:
    """Translate every row of a file and check the results.

    Args:
        engines: the engines, with the settings that choose among them.
        path: JSON lines {"text", "reference"?, "keep"?}; further keys are not read.
        translator: its name; None for the first one there is.

    Raises:
        InvalidRequest, UnknownEngine, NoEngine: a bad row, or a translator that is not there.
        EngineUnavailable: its service did not answer.
    """
    rows = [_wanted(row) for row in read_rows(path)]
    engine, found = engines.translator(translator), list[Checked]()
    for row in told(rows, "translate"):
        start = time.perf_counter()
        translation = engine.translate(row.text)
        found.append(checked(row, translation, 1e3 * (time.perf_counter() - start)))
    return found


def checked(row: Wanted, translation: Translation, ms: float = 0.0) -> Checked:
    """Return what is right and wrong with one translation."""
    return Checked(
        row,
        translation.text,
        is_english(row, translation),
        tokens.counter().count(translation.text),
        tuple(lost(row, translation.text)),
        translation.unknown,
        ms,
    )


def is_english(row: Wanted, translation: Translation) -> bool:
    """Whether nothing but English is left, beside what had to be kept.

    Every letter is Latin, and the text is another than the original, unless that was English
    already. Latin letters alone don't tell French from English: there the second half decides.
    """
    rest = translation.text
    for kept in (*_quoted(row.text), *row.keep):
        rest = rest.replace(kept, " ")
    latin = all(unicodedata.name(c, "").startswith("LATIN") for c in rest if c.isalpha())
    return latin and (translation.source == "en" or translation.text != row.text)


def lost(row: Wanted, translation: str) -> list[str]:
    """Return the numbers, quoted texts and `keep` of a row that a translation has not.

    A number that stands twice has to come back twice.
    """
    quoted = _quoted(row.text)
    texts = [*quoted, *(kept for kept in row.keep if kept not in quoted)]
    gone = [text for text in texts if text not in translation]
    numbers = Counter(_NUMBER.findall(row.text)) - Counter(_NUMBER.findall(translation))
    return gone + [n for n in numbers.elements() if n not in gone]


def _quoted(text: str) -> list[str]:
    return ["".join(groups) for groups in _QUOTED.findall(text)]


def _wanted(row: Row) -> Wanted:
    reference = row.text("reference") if row.data.get("reference") is not None else None
    return Wanted(row.text("text"), reference, tuple(row.texts("keep")), row.number)


def chrf(found: Sequence[Checked]) -> float | None:
    """Return chrF over the rows with a reference, 0..100; None without them, or sacrebleu.

    Popović 2015, doi:10.18653/v1/W15-3049, as sacrebleu computes it: chrF2, no word n-grams.
    """
    pairs = [(c.text, c.row.reference) for c in found if c.row.reference is not None]
    try:
        metric: Any = import_module("sacrebleu.metrics").CHRF()
    except ImportError:
        return None
    if not pairs:
        return None
    return float(metric.corpus_score([p[0] for p in pairs], [[p[1] for p in pairs]]).score)


def report(found: Sequence[Checked], *, translator: str) -> Report:
    """Return what `measure` found, in shares of the rows."""
    score = chrf(found)
    shares = _shares(found)
    p50, p95 = percentiles_ms([c.ms for c in found])
    lines = (
        *(f"{name}: {_share(hit, of)}" for name, (hit, of) in shares.items()),
        f"chrF: {'–' if score is None else f'{score:.1f}'}",
        f"{len(found)} texts; translator {translator}; tokens {tokens.counter().how}",
        f"ms per text: p50 {p50:.1f}, p95 {p95:.1f}",
    )
    referenced = any(c.row.reference is not None for c in found)
    notes = (WITHOUT_CHRF,) if score is None and referenced else ()
    plot = Plot("shares", "Shares", lambda f: plots.shares(f, shares), (7.0, 3.0))
    data = {name: hit / of if of else None for name, (hit, of) in shares.items()}
    rows = [asdict(c) for c in found]
    data |= {"chrf": score, "translator": translator, "tokens": tokens.counter().how, "rows": rows}
    tables = (_wrong(found), _all(found))
    return Report("translate", lines, tables, plots=(plot,), data=data, notes=notes)


def _shares(found: Sequence[Checked]) -> dict[str, tuple[int, int]]:
    """By name: how many rows are right, of how many that ask for it."""
    asking = [c for c in found if lost(c.row, "")]
    return {
        "English only": (sum(c.english for c in found), len(found)),
        f"at most {tokens.LIMIT} tokens": (sum(c.fits for c in found), len(found)),
        "numbers and quoted text kept": (sum(not c.lost for c in asking), len(asking)),
        "no unknown word": (sum(not c.unknown for c in found), len(found)),
    }


def _share(hit: int, of: int) -> str:
    return f"{hit / of:.3f} ({hit} of {of})" if of else "– (no row asks for it)"


def _wrong(found: Sequence[Checked]) -> Table:
    columns = ("line", "text", "translation", "what is wrong")
    bad = [(c, _complaints(c)) for c in found]
    rows: list[list[Cell]] = [[c.row.line, c.row.text, c.text, said] for c, said in bad if said]
    return Table("What is wrong", columns, rows, most=10)


def _complaints(one: Checked) -> str:
    said = [
        "" if one.english else "not English only",
        "" if one.fits else f"{one.tokens} tokens",
        f"lost: {', '.join(one.lost)}" if one.lost else "",
        f"unknown: {', '.join(one.unknown)}" if one.unknown else "",
    ]
    return "; ".join(filter(None, said))


def _all(found: Sequence[Checked]) -> Table:
    rows: list[list[Cell]] = [[c.row.line, c.row.text, c.text, c.row.reference] for c in found]
    return Table("All translations", ("line", "text", "translation", "reference"), rows, most=0)
