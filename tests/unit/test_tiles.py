import io
from dataclasses import replace

import cv2
import numpy as np
import pytest
from PIL import Image as PillowImage
from skimage import data
from starlette.testclient import TestClient

from errors import NotFound
from imaging.codec import Photo
from imaging.tiles import TILE_PX, levels, tile, tile_file
from server import make_app
from settings import Settings


@pytest.fixture
def photo():
    return Photo(cv2.resize(data.coffee(), (1301, 867), interpolation=cv2.INTER_LANCZOS4))


def laid(photo, level):
    """All tiles of a level side by side."""
    side = TILE_PX * 2**level
    rows = [
        np.hstack([tile(photo, level, c, r).pixels for c in range(-(-photo.width // side))])
        for r in range(-(-photo.height // side))
    ]
    return np.vstack(rows)


def test_tiles_of_level_0_are_the_photo(photo):
    assert np.array_equal(laid(photo, 0), photo.pixels)


@pytest.mark.parametrize("level", [1, 2])
def test_each_pixel_of_a_level_is_the_mean_of_its_square(photo, level):
    side = 2**level
    small = laid(photo, level)
    assert small.shape[:2] == (-(-photo.height // side), -(-photo.width // side))
    square = photo.pixels[40 * side : 41 * side, 150 * side : 151 * side]
    assert np.abs(small[40, 150] - square.mean(axis=(0, 1))).max() <= 0.5


def test_the_last_level_is_one_tile(photo):
    assert levels(photo.width, photo.height) == 3
    assert tile(photo, 2, 0, 0).pixels.shape == (217, 326, 3)
    assert levels(TILE_PX, 1) == 1
    assert levels(TILE_PX + 1, 1) == 2
    assert levels(8000, 8000) == 5


@pytest.mark.parametrize(
    ("place", "hint"),
    [
        ((3, 0, 0), "levels 0 to 2"),
        ((-1, 0, 0), "levels 0 to 2"),
        ((0, 3, 0), "columns 0 to 2 and rows 0 to 1"),
        ((0, 0, 2), "columns 0 to 2 and rows 0 to 1"),
        ((1, 0, -1), "columns 0 to 1 and rows 0 to 0"),
    ],
)
def test_a_tile_that_is_not_there_says_what_is(photo, place, hint):
    with pytest.raises(NotFound) as refusal:
        tile(photo, *place)
    assert hint in refusal.value.hint


def test_hidden_colours_do_not_bleed_into_the_edge(photo):
    alpha = np.zeros((photo.height, photo.width), np.uint8)
    alpha[:, ::2] = 255
    pixels = photo.pixels.copy()
    pixels[:, ::2], pixels[:, 1::2] = (200, 100, 50), (0, 255, 0)
    small = tile(replace(photo, pixels=pixels, alpha=alpha), 1, 0, 0)
    assert small.alpha is not None
    assert (small.alpha == 128).all()
    assert (small.pixels == (200, 100, 50)).all()


def test_sixteen_bits_become_eight():
    photo = Photo(data.coffee().astype(np.uint16) * 257)
    assert np.array_equal(tile(photo, 0, 1, 0).pixels, data.coffee()[:400, 512:])


def test_small_photos_keep_every_pixel_and_large_ones_are_close(photo):
    small = np.asarray(PillowImage.open(io.BytesIO(tile_file(Photo(data.coffee()), 0, 0, 0))))
    assert np.array_equal(small, data.coffee()[:512, :512])
    file = tile_file(photo, 0, 1, 0)
    assert PillowImage.open(io.BytesIO(file)).format == "WEBP"
    seen = np.asarray(PillowImage.open(io.BytesIO(file))).astype(int)
    assert np.abs(seen - photo.pixels[:512, 512:1024]).mean() < 2


def test_the_photo_is_left_as_it_was(photo):
    before = photo.pixels.copy()
    photo.pixels.flags.writeable = False
    tile(photo, 2, 0, 0)
    assert np.array_equal(photo.pixels, before)


@pytest.fixture
def client(tmp_path):
    with TestClient(
        make_app(Settings(data=tmp_path)), base_url="http://127.0.0.1", client=("127.0.0.1", 9)
    ) as client:
        yield client


def test_a_tile_is_served_to_be_kept_for_ever(client, coffee):
    image_id = client.post("/images", content=coffee).json()["image_id"]
    answer = client.get(f"/images/{image_id}/tiles/0/1/0")
    assert answer.headers["content-type"] == "image/png"
    assert "immutable" in answer.headers["cache-control"]
    assert PillowImage.open(io.BytesIO(answer.content)).size == (88, 400)
    tag = {"if-none-match": answer.headers["etag"]}
    again = client.get(f"/images/{image_id}/tiles/0/1/0", headers=tag)
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(f"/images/{image_id}/tiles/0/0/0", headers=tag).status_code == 200


def test_a_tile_that_is_not_there_is_a_404_that_says_what_is(client, coffee):
    image_id = client.post("/images", content=coffee).json()["image_id"]
    refused = client.get(f"/images/{image_id}/tiles/0/2/0")
    assert refused.status_code == 404
    assert refused.json()["hint"] == "it has columns 0 to 1 and rows 0 to 0"
    assert client.get(f"/images/{'0' * 32}/tiles/0/0/0").status_code == 404
