"""`.venv/bin/python -m evals`, as a person runs it."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from evals.__main__ import main
from tests.model_server import ModelServer, Reply, Sent

ROOT = Path(__file__).parents[2]
WITHOUT = (  # a machine without some packages, then the command
    "import runpy, sys\n"
    "missing = sys.argv.pop(1).split(',')\n"
    "sys.modules.update(dict.fromkeys(missing))\n"  # None: importing it is an ImportError
    "runpy.run_module('evals', run_name='__main__', alter_sys=True)\n"
)


def run(*arguments: str | Path, without: str | None = None) -> subprocess.CompletedProcess[str]:
    """Run it with no settings of the environment's, and with warnings as errors."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PENTIMENTO_", "OPENAI_"))}
    start = ["-c", WITHOUT, without] if without else ["-m", "evals"]
    return subprocess.run(
        [sys.executable, "-W", "error", *start, *map(str, arguments)],
        cwd=ROOT,
        env=kept,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def jsonl(path: Path, *rows: object) -> Path:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    return path


@pytest.fixture
def instructions(tmp_path: Path) -> Path:
    return jsonl(
        tmp_path / "mine.jsonl",
        {"instruction": "undo", "op": "history", "lang": "en", "note": "further keys are fine"},
        {"instruction": "사진을 더 밝게 해줘", "op": ["adjust", "style"], "lang": "ko"},
        {"instruction": "더 밝게 하고 왼쪽으로 돌려줘", "op": "multi", "lang": "ko"},
        {"instruction": "qwertz", "op": "none", "lang": "en"},
        {"instruction": "undo", "op": "remove", "lang": "en"},
        {"instruction": "undo", "op": "remove", "lang": "en"},
    )


def test_the_first_line_is_the_accuracy_with_three_decimals(instructions, tmp_path):
    done = run("route", instructions, "--out", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    printed = done.stdout.splitlines()
    assert printed[0] == "accuracy: 0.667"
    assert re.fullmatch(r"macro-F1: 0\.\d{3}", printed[1])
    assert "6 instructions (all rows), 2 wrong; planner auto" in printed
    assert re.search(r"^  en +4 +2 +0\.500", done.stdout, re.MULTILINE)
    assert re.search(r"^  ko +2 +0 +1\.000", done.stdout, re.MULTILINE)
    assert re.search(r"^  remove +history +2 +undo / undo$", done.stdout, re.MULTILINE)
    assert "route 6/6" in done.stderr
    report = json.loads((tmp_path / "out" / "report.json").read_text("utf-8"))
    assert [e["row"]["line"] for e in report["errors"]] == [5, 6]
    text = (tmp_path / "out" / "report.md").read_text("utf-8")
    assert "| 5 | en | remove | history | undo |" in text
    assert "![Confusion](confusion.png)" in text
    assert (tmp_path / "out" / "confusion.png").stat().st_size > 5_000


def test_mistakes_are_printed_up_to_the_number_asked_for(instructions, tmp_path):
    done = run("route", instructions, "--planner", "rules", "--errors", "1", "--out", tmp_path)
    assert "Mistakes (the first 1 of 2)" in done.stdout
    out = tmp_path / "before"  # --out may stand before the eval's name too
    none = run("--out", out, "route", instructions, "--planner", "rules", "--errors", "0")
    assert "Mistakes" not in none.stdout
    assert (out / "report.md").exists()


def test_it_runs_without_matplotlib_sacrebleu_and_openevals(instructions, tmp_path):
    missing = "matplotlib,sacrebleu,openevals,langchain,torch,transformers"
    done = run("route", instructions, "--out", tmp_path / "r", without=missing)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("accuracy: 0.667\n")
    assert "`make install EXTRAS=evals` adds them" in done.stderr
    assert sorted(p.name for p in (tmp_path / "r").iterdir()) == ["report.json", "report.md"]
    rows = jsonl(tmp_path / "t.jsonl", {"text": "빨간 문", "reference": "a red door"})
    done = run("translate", rows, "--out", tmp_path / "t", without=missing)
    assert done.returncode == 0, done.stderr
    assert "chrF: –" in done.stdout
    assert "no chrF: sacrebleu is not installed; `make install EXTRAS=evals` adds it" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("route", "BAD"), "BAD, line 2: no JSON"),
        (("route", "none.jsonl"), "no file none.jsonl"),
        (("route", "GOOD", "--planner", "oracle"), "No engine `oracle` for `plan`"),
        (("route", "GOOD", "--planner", "chat-plan"), "PENTIMENTO_CHAT_MODEL"),
        (("route", "GOOD", "--errors", "-1"), "--errors"),
        (("translate", "GOOD"), 'line 1: "text" is missing'),
        (("masks", "nowhere"), "no folder nowhere"),
        (("masks", "--clicks", "2"), "at least 5"),
        (("erase", "nowhere"), "no folder nowhere"),
        (("erase", "--eraser", "rubber"), "choose one of"),
        (("speed",), "invalid choice"),
        (("route", "GOOD", "--out", "GOOD"), "is a file"),
    ],
)
def test_what_is_not_right_is_said_with_exit_status_2(arguments, said, tmp_path, instructions):
    row = {"instruction": "x", "op": "add", "lang": "en"}
    bad = jsonl(tmp_path / "bad.jsonl", row)
    bad.write_text(bad.read_text() + "{not json}\n")
    given = {"BAD": str(bad), "GOOD": str(instructions)}
    done = run(*(given.get(a, a) for a in arguments))
    assert done.returncode == 2
    assert said.replace("BAD", str(bad)).lower() in done.stderr.lower()
    assert "Traceback" not in done.stderr
    assert not done.stdout


def test_alone_it_measures_all_that_is_shipped_in_one_table(tmp_path):
    done = run("--out", tmp_path)
    assert done.returncode == 0, done.stderr
    figures = [line for line in done.stdout.splitlines() if line.startswith("  ")]
    for name in ("route .* ko.* accuracy", "route .* en.* macro-F1", "translate .* chrF", "NoC@90"):
        assert any(re.search(name, line) for line in figures), name
    assert any(re.search("erase .* pixels changed outside +0$", line) for line in figures)
    data = json.loads((tmp_path / "report.json").read_text("utf-8"))
    assert list(data) == ["route", "translate", "masks", "erase"]
    assert data["masks"]["summary"]["mIoU at 3"]["best_scored"] > 0.8
    assert {one["engine"] for one in data["erase"]["pictures"]} == {"patchmatch", "telea"}
    assert len(list(tmp_path.glob("*.png"))) == 5


def test_answers_are_skipped_without_a_model_and_that_is_no_failure(tmp_path):
    done = run("answers", "--out", tmp_path)
    assert done.returncode == 0
    assert done.stdout == (
        "skipped: PENTIMENTO_CHAT_MODEL is not set "
        "(`PENTIMENTO_CHAT_MODEL=openai:NAME .venv/bin/python -m evals answers`)\n"
    )


ROWS = (
    {
        "question": "How many dogs?",
        "context": "Two dogs and {a cat}.",
        "reference": "Two.",
        "rubric": "Correct only if it says two.",
    },
    {"question": "색이 뭐야?", "context": "A red door.", "reference": "빨강", "rubric": "Red."},
)


@pytest.mark.parametrize("method", ["json_schema", "function_calling", "json_mode"])
def test_answers_are_given_from_the_context_and_judged_by_the_rubric(
    method: str,
    models: ModelServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
):
    def said(sent: Sent) -> Reply | str:
        if sent.body.get("stream"):
            return "Three dogs." if "How many" in sent.text else "빨간색입니다."
        return Reply(data={"reasoning": "it says so", "score": "Three" not in sent.text})

    models.otherwise = said
    monkeypatch.setenv("PENTIMENTO_CHAT_MODEL", "openai:tiny")
    monkeypatch.setenv("PENTIMENTO_CHAT_METHOD", method)
    rows = jsonl(tmp_path / "a.jsonl", *ROWS)
    assert main(["answers", str(rows), "--out", str(tmp_path / "out")]) == 0
    printed = capsys.readouterr().out
    assert printed.splitlines()[0] == "judged right: 0.500 (1 of 2)"
    assert re.search(r"1 +How many dogs\? +Three dogs\. +it says so", printed)
    asked, judged = models.requests[:2]
    assert "Two dogs and {a cat}." in asked.text
    assert "Korean" in models.requests[2].text  # the language to answer in
    for part in ("Correct only if it says two.", "Two dogs and {a cat}.", "Three dogs.", "Two."):
        assert part in judged.text


def test_a_model_that_does_not_answer_ends_it_with_status_1(
    models: ModelServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
):
    models.otherwise = Reply(status=401)
    monkeypatch.setenv("PENTIMENTO_CHAT_MODEL", "openai:tiny")
    rows = jsonl(tmp_path / "a.jsonl", *ROWS)
    assert main(["answers", str(rows), "--out", str(tmp_path / "out")]) == 1
    assert "refused the key" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_chat_planner_is_measured_like_any_other(
    models: ModelServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
):
    models.otherwise = Reply(status=401)
    monkeypatch.setenv("PENTIMENTO_CHAT_MODEL", "openai:tiny")
    rows = [
        {"instruction": "undo", "op": "history", "lang": "en"},
        {"instruction": "remove the car", "op": "remove", "lang": "en"},
    ]
    path, out = jsonl(tmp_path / "r.jsonl", *rows), ["--out", str(tmp_path / "out")]
    assert main(["route", str(path), *out]) == 0
    printed = capsys.readouterr().out.splitlines()
    assert printed[0] == "accuracy: 1.000"
    assert "planned: 1 sure, 1 fallback" in printed
    assert main(["route", str(path), "--planner", "chat-plan", *out]) == 0
    printed = capsys.readouterr().out.splitlines()
    assert printed[0] == "accuracy: 0.000"
    assert any(line.startswith("2 not planned: `openai:tiny` did not answer") for line in printed)
