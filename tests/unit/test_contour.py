import cv2
import numpy as np
import pytest
from skimage import data

from errors import InvalidMask
from imaging.contour import outline, packed


def filled(rings, shape):
    """The even-odd rule by counting: a pixel is inside when an odd number of edges is above it."""
    edges = np.zeros((shape[0] + 1, shape[1] + 1), np.int64)
    for ring in rings:
        corners = np.reshape(ring, (-1, 2))
        for (x0, y0), (x1, y1) in zip(corners, np.roll(corners, -1, axis=0), strict=True):
            if y0 == y1:
                edges[y0, min(x0, x1) : max(x0, x1)] += 1
    return np.cumsum(edges, axis=0)[:-1, :-1] % 2 == 1


def unpacked(text):
    rings = []
    for part in text.split(";") if text else []:
        x, y, *moves = map(int, part.split())
        ring = [x, y]
        for turn, move in enumerate(moves):
            x, y = (x, y + move) if turn % 2 else (x + move, y)
            ring += [x, y]
        rings.append(ring)
    return rings


def masks():
    random = np.random.default_rng(3)
    for density in (0.02, 0.3, 0.5, 0.7, 0.98):
        yield random.random((16, 24)) < density
    holes = np.ones((16, 24), np.bool_)
    holes[4:9, 5:19] = False
    holes[6, 8:12] = True
    yield holes
    dot = np.zeros((16, 24), np.bool_)
    dot[3, 20] = True
    yield dot
    yield np.indices((16, 24)).sum(axis=0) % 2 == 0
    yield np.eye(16, 24, dtype=np.bool_)
    yield np.ones((1, 24), np.bool_)
    yield np.ones((16, 1), np.bool_)
    yield data.camera()[100:400, 50:500] < 90


@pytest.mark.parametrize("mask", list(masks()), ids=lambda mask: str(int(mask.sum())))
def test_filling_the_rings_gives_the_mask_back(mask):
    assert np.array_equal(filled(outline(mask), mask.shape), mask)


@pytest.mark.parametrize("mask", list(masks()), ids=lambda mask: str(int(mask.sum())))
def test_rings_turn_at_every_corner_and_start_along_a_row(mask):
    for ring in outline(mask):
        moves = np.diff(np.reshape([*ring, *ring[:2]], (-1, 2)), axis=0)
        assert len(moves) >= 4
        assert ((moves != 0).sum(axis=1) == 1).all()
        assert (moves[0::2, 1] == 0).all()
        assert (moves[1::2, 0] == 0).all()


def test_a_browser_like_fill_agrees():
    mask = cv2.circle(np.zeros((160, 240), np.uint8), (100, 70), 55, 1, -1) > 0
    mask[60:80, 90:130] = False
    big = np.zeros((160 * 4, 240 * 4), np.uint8)
    lines = [np.reshape(ring, (-1, 2)).astype(np.int32) * 4 for ring in outline(mask)]
    cv2.fillPoly(big, lines, 1)
    assert np.array_equal(big[2::4, 2::4] > 0, mask)


def test_an_empty_mask_has_no_rings():
    assert outline(np.zeros((16, 24), np.bool_)) == []
    assert packed([]) == ""


def test_a_single_pixel_is_its_four_corners():
    mask = np.zeros((16, 24), np.bool_)
    mask[3, 20] = True
    assert outline(mask) == [[20, 3, 21, 3, 21, 4, 20, 4]]
    assert packed(outline(mask)) == "20 3 1 1 -1"


@pytest.mark.parametrize("mask", list(masks()), ids=lambda mask: str(int(mask.sum())))
def test_packed_rings_say_the_same(mask):
    rings = outline(mask)
    assert unpacked(packed(rings)) == rings


def test_what_is_no_mask_is_refused():
    with pytest.raises(InvalidMask, match="uint8"):
        outline(np.zeros((16, 24), np.uint8))


def test_the_mask_is_left_as_it_was():
    mask = data.camera() < 90
    before = mask.copy()
    outline(mask)
    assert np.array_equal(mask, before)
