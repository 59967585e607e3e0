"""Stands in for torchvision, whose binaries fail beside a CPU build of torch.

lama-cleaner imports it for models that are not run here. Any `torchvision.x.y` can be imported;
whatever is taken from it is a class that cannot be made.
"""

import sys
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

__version__ = "0.28.0"


def __getattr__(name: str) -> Any:
    if name.startswith("__"):
        raise AttributeError(name)
    return type(name, (_Absent,), {})


class _Absent:
    def __init__(self, *_: object, **__: object) -> None:
        raise NotImplementedError(f"{type(self).__name__} of torchvision is not here")


class _Stub(Loader):
    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return None

    def exec_module(self, module: ModuleType) -> None:
        module.__path__ = []
        module.__dict__["__getattr__"] = __getattr__


class _Finder(MetaPathFinder):
    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        inside = name.startswith("torchvision.")
        return ModuleSpec(name, _Stub(), is_package=True) if inside else None


sys.meta_path.append(_Finder())
