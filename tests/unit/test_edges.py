import base64
import io

import cv2
import numpy as np
import pytest
from PIL import Image as PillowImage
from skimage import data

from imaging.edges import canny, lines
from imaging.preview import preview_url


def test_edges_are_white_where_the_picture_changes_and_black_elsewhere():
    picture = np.full((40, 60, 3), 30, np.uint8)
    picture[:, 30:] = 220
    before = picture.copy()
    edges = canny(picture)
    assert edges.shape == (40, 60, 3)
    assert set(np.unique(edges)) == {0, 255}
    assert edges[5:35, 28:32].max(axis=1).min() == 255
    assert edges[:, :25].max() == edges[:, 35:].max() == 0
    assert np.array_equal(picture, before)


def test_a_photo_s_edges_are_thin():
    edges = canny(np.ascontiguousarray(data.camera()[..., None].repeat(3, axis=2)[:, :400]))
    assert 0.02 < (edges > 0).mean() < 0.2


@pytest.mark.parametrize("paper", [0, 255])
def test_a_sketch_becomes_white_on_black_whatever_its_paper(paper):
    sketch = np.full((30, 50, 3), paper, np.uint8)
    cv2.line(sketch, (5, 5), (45, 25), (255 - paper,) * 3, 2)
    drawn = lines(sketch)
    assert drawn[0, 40].max() == 0
    assert drawn[15, 25].min() == 255


@pytest.mark.parametrize("shape", [(16, 24), (300, 200), (700, 1400), (3, 2000)])
def test_a_preview_is_small_whatever_the_picture(shape):
    noise = np.random.default_rng(1).integers(0, 256, (*shape, 3), np.uint8)
    url = preview_url(noise)
    assert len(url) <= 20_000
    kind, _, encoded = url.partition(",")
    assert kind == "data:image/webp;base64"
    shown = PillowImage.open(io.BytesIO(base64.b64decode(encoded)))
    assert max(shown.size) <= 256
    if max(shape) <= 256:
        assert shown.size == shape[::-1]  # never enlarged


def test_a_preview_shows_the_picture():
    photo = data.chelsea()
    url = preview_url(photo)
    shown = PillowImage.open(io.BytesIO(base64.b64decode(url.partition(",")[2])))
    assert shown.size == (256, 170)
    small = cv2.resize(photo, shown.size, interpolation=cv2.INTER_AREA)
    assert np.abs(np.asarray(shown.convert("RGB"), int) - small).mean() < 6
