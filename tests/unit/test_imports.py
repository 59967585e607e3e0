"""Imports point down, and what is heavy or belongs to the edge stays in its place."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LAYERS = (  # from the top; names on one line may not import each other
    ("server", "engines.__main__", "engines.pictures", "evals"),
    ("rest_threads", "editor"),
    ("rest",),
    ("gate", "house"),
    ("graph.turn",),
    ("graph.turns",),
    ("graph.threads",),
    ("graph.asked", "graph.reply", "graph.notices", "graph.compare"),
    ("graph.wire",),
    ("graph.edit",),
    ("graph.waiting",),
    ("nodes",),
    ("graph.state",),
    ("engines", "checkpoints"),
    ("settings",),
    ("imaging",),
    ("errors",),
)
ONLY_IN = {  # package: the modules that may import it
    "fastapi": ("server", "rest", "rest_threads"),
    "langserve": ("server",),
    "nicegui": ("editor",),
    "settings": ("server", "gate", "house", "graph.edit", "checkpoints.saver", "engines", "evals"),
    "langgraph": ("house", "graph", "nodes.confirm_mask", "nodes.choose", "checkpoints"),
}
HEAVY = (
    "torch",
    "diffusers",
    "transformers",
    "onnxruntime",
    "boto3",
    "tritonclient",
    "openai",
    "patchmatch",
    "langchain",
    "langchain_openai",
    "langchain_ollama",
    "langchain_tavily",
)
BESIDE = {"tests", "examples", "scripts", "bench", "build"}  # they may import anything
FILES = [
    path
    for path in sorted([*ROOT.glob("*.py"), *ROOT.glob("*/**/*.py")])
    if path.relative_to(ROOT).parts[0] not in BESIDE
    and not path.parts[len(ROOT.parts)].startswith(".")
]


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def within(name: str, place: str) -> bool:
    return name == place or name.startswith(place + ".")


def layer_of(module: str) -> int | None:
    found = (i for i, layer in enumerate(LAYERS) if any(within(module, n) for n in layer))
    return next(found, None)


@pytest.mark.parametrize("path", FILES, ids=module_of)
def test_imports_point_down(path):
    module = module_of(path)
    here = layer_of(module)
    for name in imports(ast.parse(path.read_text())):
        there = layer_of(name)
        if here is None or there is None:
            continue
        same_package = name.partition(".")[0] == module.partition(".")[0]
        assert there > here or (there == here and same_package), f"{module} imports {name}"


@pytest.mark.parametrize("path", FILES, ids=module_of)
def test_packages_stay_in_their_place(path):
    module = module_of(path)
    for name in imports(ast.parse(path.read_text())):
        for package, places in ONLY_IN.items():
            if within(name, package) and not within(module, package):
                assert any(within(module, place) for place in places), f"{module}: {name}"
        if any(within(name, heavy) for heavy in HEAVY):
            assert within(module, "engines") or within(module, "evals"), f"{module} imports {name}"


def test_every_module_has_a_layer():
    unplaced = [m for m in map(module_of, FILES) if m != "graph" and layer_of(m) is None]
    assert unplaced == []
