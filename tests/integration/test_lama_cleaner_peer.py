"""A real lama-cleaner, in an environment of its own, with OpenCV's model."""

import signal

import cv2
import httpx
import numpy as np
import pytest

from engines.lama_cleaner import LamaCleaner
from errors import EngineUnavailable
from imaging.codec import Photo, encode
from settings import Settings
from tests.peers.servers import lama_cleaner

SKY, GRASS, RED = (90, 150, 220), (40, 130, 50), (220, 30, 40)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with lama_cleaner(tmp_path_factory.mktemp("lama-cleaner")) as running:
        yield running


@pytest.fixture(scope="module")
def photo():
    """150 × 260: sky above, grass below, a red ball in the sky, right of the middle."""
    made = np.empty((150, 260, 3), np.uint8)
    made[:80], made[80:] = SKY, GRASS
    cv2.circle(made, (190, 40), 14, RED, -1)
    return made


def nothing(*_):
    return None


def test_the_real_server_speaks_as_the_loopback_one_does(server, photo):
    assert httpx.get(f"{server.url}/model").text == "cv2"
    mask = np.zeros(photo.shape[:2], np.bool_)
    cv2.circle(view := mask.view(np.uint8), (190, 40), 18, 1, -1)
    before, engine = photo.copy(), LamaCleaner(server.url)
    filled, again = (engine.erase(photo, mask, seed=s, progress=nothing) for s in (3, 2**32 - 1))
    assert view.any()
    assert np.abs(filled[mask].astype(int) - SKY).max() <= 3  # sky: not red, and not BGR
    assert np.array_equal(filled[~mask], before[~mask])
    assert np.array_equal(filled, again)
    assert np.array_equal(photo, before)


def test_a_mask_of_one_pixel_row_reaches_the_row_that_was_meant(server, photo):
    striped = photo.copy()
    striped[20, 30:200] = (255, 255, 0)
    mask = np.zeros(photo.shape[:2], np.bool_)
    mask[20, 30:200] = True
    filled = LamaCleaner(server.url).erase(striped, mask, seed=1, progress=nothing)
    assert np.abs(filled[20, 30:170].astype(int) - SKY).max() <= 3


async def test_a_whole_turn_erases_by_the_server_and_changes_nothing_else(server, photo, talk):
    settings = Settings.model_construct(lama_cleaner_url=server.url)
    async with talk(settings=settings) as thread:
        image_id = thread.images.put(encode(Photo(photo), "PNG")).image_id
        mask_id = thread.mask(image_id, (172, 22, 208, 58))
        reply = await thread.send(
            text="이거 지워줘", image_id=image_id, region={"mask_id": mask_id}, confirmed=True
        )
        assert reply["problem"] is None
        v1 = reply["versions"][1]
        assert (v1["engine"], v1["outside_changed"]) == ("lama-cleaner", 0)
        after, mask = thread.images.photo(v1["image_id"]).pixels, thread.images.mask(v1["mask_id"])
        assert np.array_equal(after[~mask], photo[~mask])
        assert np.abs(after[30:50, 180:200].astype(int) - SKY).max() <= 3


def test_the_server_that_is_stopped_is_unavailable_and_works_again_when_it_is_back(server, photo):
    mask = np.zeros(photo.shape[:2], np.bool_)
    mask[30:50, 180:200] = True
    engine = LamaCleaner(server.url)
    server.stop(signal.SIGTERM)
    with pytest.raises(EngineUnavailable, match="nothing answers") as caught:
        engine.erase(photo, mask, seed=3, progress=nothing)
    assert "lama-cleaner --model=lama" in caught.value.hint
    server.start()
    with server:
        assert engine.erase(photo, mask, seed=3, progress=nothing).shape == photo.shape
