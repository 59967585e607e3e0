import os
from importlib.util import find_spec
from pathlib import Path

import pytest

os.environ.setdefault("HF_HUB_OFFLINE", "1")  # read when the hub's client is imported
HERE = Path(__file__).parent
# numpy 2 asks torch's arrays for a `copy` argument that they do not have yet; diffusers does it.
FOREIGN = "ignore:__array__ implementation doesn't accept a copy keyword:DeprecationWarning"


class Lacking(pytest.Module):
    """A file of tests that cannot even be imported here."""

    def collect(self):
        pytest.skip("the `torch` extra is not installed", allow_module_level=True)


def pytest_pycollect_makemodule(module_path, parent):
    return None if find_spec("torch") else Lacking.from_parent(parent, path=module_path)


def pytest_collection_modifyitems(items):
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.filterwarnings(FOREIGN))
