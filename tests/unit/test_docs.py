"""What the documents say is true."""

import re
from pathlib import Path

import pytest

from engines import Engines
from engines.registry import REGISTRY
from scripts.flow import BETWEEN, ROOT, flow
from settings import Settings

README = (ROOT / "README.md").read_text()
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
ENGINES = ROOT / "docs" / "engines.md"
PULLED = {"controlnet-canny", "controlnet-scribble", "clip", "diffusers"}  # besides engines


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


def test_every_engine_that_needs_something_stands_on_the_page_of_engines():
    said, house = ENGINES.read_text(), Engines()
    for capability, entries in REGISTRY.items():
        for name in entries:
            card = house.card(name)
            if card.extra or card.weights or house.lack(capability, name):
                assert f"`{name}`" in said, name


@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.name)
def test_every_setting_that_a_page_names_is_one(path: Path):
    for name in re.findall(r"PENTIMENTO_([A-Z][A-Z_]*)", path.read_text()):
        assert name.lower() in Settings.model_fields, name


def test_every_model_that_a_page_pulls_is_an_engine():
    known = {name for entries in REGISTRY.values() for name in entries} | PULLED
    for path in PAGES:
        for words in re.findall(r"-m engines pull ((?:[a-z0-9][a-z0-9-]* ?)+)", path.read_text()):
            assert known.issuperset(words.split()), (path.name, words)


@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.name)
def test_links_between_pages_lead_somewhere(path: Path):
    for target, heading in re.findall(r"\]\(([\w./-]*?\.md)?#([\w-]+)\)", path.read_text()):
        page = path.parent / target if target else path
        heads = re.findall(r"^#+ (.+)$", page.read_text(), re.MULTILINE)
        assert heading in [re.sub(r"[^\w -]", "", h).lower().replace(" ", "-") for h in heads]


@pytest.mark.parametrize(
    "path", sorted(ROOT.glob("*/*.py")), ids=lambda p: f"{p.parent.name}/{p.name}"
)
def test_modules_say_what_they_are_for(path: Path):
    text = path.read_text()
    assert not text.strip() or text.startswith('"""') or path.parent.name == "tests", path
