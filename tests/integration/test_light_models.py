"""A conversation where the light models are there: MobileSAM finds, LaMa removes."""

import io

import numpy as np
import pytest
from PIL import Image as PillowImage

from imaging.composite import outside_changed
from settings import Settings
from tests import tiny_onnx
from tests.conftest import encoded
from tests.integration.conftest import Conversation, opened

GREY, RED = (90, 120, 150), (220, 40, 40)
SIZES = [(900, 600), (300, 200), (200, 300)]


@pytest.fixture
def settings(tmp_path):
    pair, lama = tiny_onnx.sam_pair(tmp_path / "pair"), tiny_onnx.lama(tmp_path / "lama")
    models = {"mobile-sam": str(pair), "lama": str(lama)}
    return Settings.model_construct(data=tmp_path / "data", models=models, weights=tmp_path)


def scene(size):
    width, height = size
    photo = np.full((height, width, 3), GREY, np.uint8)
    photo[height // 2 : height - 20, width // 2 : width - 20] = RED
    return photo


def pixels(images, image_id):
    return np.asarray(PillowImage.open(io.BytesIO(images.export(image_id, "PNG")[0])))


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_what_was_clicked_on_is_gone_and_nothing_else_changed(tmp_path, settings, size):
    photo = scene(size)
    async with opened(tmp_path, settings=settings) as turns:
        talk = Conversation(turns)
        image_id = talk.images.put(encoded(photo)).image_id
        click = {"points_xy": [[size[0] * 3 // 4, size[1] * 3 // 4]], "point_labels": [1]}
        paused = await talk.send(text="remove this", image_id=image_id, region=click)
        assert paused["asking"]
        done = await talk.answer("approve")
        last = done["versions"][-1]
        made = pixels(talk.images, last["image_id"])
    assert (last["op"], last["engine"], last["outside_changed"]) == ("remove", "lama", 0)
    object_ = (photo == RED).all(axis=-1)
    assert np.abs(made[object_].astype(int) - GREY).max() <= 2
    far = np.ones(photo.shape[:2], np.bool_)
    far[size[1] // 2 - 12 :, size[0] // 2 - 12 :] = False
    assert outside_changed(photo, made, ~far) == 0
