"""IOPaint; what it has in common with lama-cleaner is tested beside that one."""

import numpy as np
import pytest
from skimage import data

from engines import Engines
from engines.iopaint import IOPaint
from errors import NoEngine
from settings import Settings
from tests.inpaint_servers import inpaint_server

PHOTO = np.ascontiguousarray(data.coffee()[60:180, 80:260])  # 120 × 180
MASK = np.zeros(PHOTO.shape[:2], np.bool_)
MASK[30:60, 100:150] = True


def nothing(*_):
    return None


def test_the_request_is_json_with_the_seed_and_a_bound_on_the_server_s_memory():
    with inpaint_server() as server:
        IOPaint(server.url).erase(PHOTO, MASK, seed=7, progress=nothing)
    (asked,) = server.requests
    assert asked.headers["content-type"] == "application/json"
    assert asked.fields == {
        "sd_seed": 7,
        "hd_strategy": "Resize",
        "hd_strategy_resize_limit": 2048,
    }


def test_the_engine_of_the_settings_asks_their_server_below_a_path_of_a_proxy_too():
    with inpaint_server() as server:
        engines = Engines(settings=Settings.model_construct(iopaint_url=f"{server.url}/"))
        engines.eraser(MASK, "iopaint").erase(PHOTO, MASK, seed=7, progress=nothing)
    assert len(server.requests) == 1


def test_without_its_address_it_is_refused_by_name_with_the_setting():
    engines = Engines(settings=Settings.model_construct())
    with pytest.raises(NoEngine, match="PENTIMENTO_IOPAINT_URL is not set"):
        engines.eraser(MASK, "iopaint")
