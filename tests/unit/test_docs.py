"""What the documents say is true."""

import re
from pathlib import Path

import pytest

from scripts.flow import BETWEEN, ROOT, flow

README = (ROOT / "README.md").read_text()


def test_the_readme_s_flow_is_the_graph_s():
    found = BETWEEN.search(README)
    assert found is not None
    assert found.group() == flow(), "run: .venv/bin/python scripts/flow.py --write"


def test_every_test_and_file_the_readme_names_is_there():
    sources = "\n".join(path.read_text() for path in (ROOT / "tests").rglob("test_*.py"))
    for name in re.findall(r"`(test_\w+)`", README):
        assert f"def {name}(" in sources, name
    for path in re.findall(
        r"`?(?:\()?((?:tests|docs|examples|scripts|graph|engines)/[\w./-]+)", README
    ):
        assert (ROOT / path.rstrip(".")).exists(), path


@pytest.mark.parametrize(
    "path", sorted(ROOT.glob("*/*.py")), ids=lambda p: f"{p.parent.name}/{p.name}"
)
def test_modules_say_what_they_are_for(path: Path):
    text = path.read_text()
    assert not text.strip() or text.startswith('"""') or path.parent.name == "tests", path
