import numpy as np
import pytest
from skimage import data

from errors import InvalidMask
from imaging.colours import KOREAN, NAMED, as_hex, parse
from imaging.perceptual import luminance, to_linear, to_oklab
from imaging.recolour import recolour


@pytest.fixture(scope="module")
def saucer():
    """The red saucer's left part, in front of the cup."""
    photo = data.coffee()
    mask = np.zeros(photo.shape[:2], bool)
    mask[150:280, 100:170] = True
    return photo, mask


def hue_of(image, mask):
    lab = to_oklab(image)[mask]
    vivid = lab[np.hypot(lab[:, 1], lab[:, 2]) > 0.03]
    return float(np.arctan2(np.median(vivid[:, 2]), np.median(vivid[:, 1])))


@pytest.mark.parametrize("name", ["blue", "green", "teal", "purple", "gold", "pink"])
def test_a_coloured_object_reaches_the_named_hue(name, saucer):
    photo, mask = saucer
    target = np.array([[NAMED[name]]], np.uint8)
    wanted = hue_of(target, np.ones((1, 1), bool))
    turn = np.angle(np.exp(1j * (hue_of(recolour(photo, mask, NAMED[name]), mask) - wanted)))
    assert abs(np.degrees(turn)) < 8


@pytest.mark.parametrize("name", ["black", "white", "grey"])
def test_a_coloured_object_becomes_neutral(name, saucer):
    photo, mask = saucer
    lab = to_oklab(recolour(photo, mask, NAMED[name]))[mask]
    assert np.median(np.hypot(lab[:, 1], lab[:, 2])) < 0.015


def test_black_is_darker_than_grey_and_grey_than_white(saucer):
    photo, mask = saucer
    levels = [
        np.median(luminance(to_linear(recolour(photo, mask, NAMED[name])))[mask])
        for name in ("black", "grey", "white")
    ]
    assert levels[0] < 0.02 < levels[1] < 0.5 * levels[2]
    assert levels[2] > 0.4


@pytest.mark.parametrize("name", ["blue", "white", "black"])
def test_shading_keeps_its_order(name, saucer):
    photo, mask = saucer
    before = luminance(to_linear(photo))[mask]
    after = luminance(to_linear(recolour(photo, mask, NAMED[name])))[mask]
    ranks = [np.argsort(np.argsort(levels)) for levels in (before, after)]
    assert np.corrcoef(*ranks)[0, 1] > 0.85


def test_outside_the_mask_every_byte_stays_and_the_input_is_not_changed(saucer):
    photo, mask = saucer
    before = photo.copy()
    result = recolour(photo, mask, NAMED["blue"])
    np.testing.assert_array_equal(result[~mask], before[~mask])
    np.testing.assert_array_equal(photo, before)
    assert (result[mask] != photo[mask]).any(axis=1).mean() > 0.95


def test_a_grey_object_takes_the_colour():
    ramp = np.linspace(60, 200, 24).astype(np.uint8)
    picture = np.broadcast_to(ramp[None, :, None], (16, 24, 3)).copy()
    mask = np.ones((16, 24), bool)
    painted = recolour(picture, mask, NAMED["green"])
    assert (
        abs(
            np.degrees(
                hue_of(painted, mask)
                - hue_of(np.array([[NAMED["green"]]], np.uint8), np.ones((1, 1), bool))
            )
        )
        < 8
    )
    assert (np.diff(luminance(to_linear(painted))[8]) >= 0).all()


def test_gloss_stays_white_and_a_label_of_another_colour_stays():
    picture = np.full((40, 60, 3), (190, 30, 30), np.uint8)
    picture[5:12, 5:12] = (250, 250, 250)
    picture[20:30, 20:40] = (30, 40, 190)
    painted = recolour(picture, np.ones((40, 60), bool), NAMED["green"])
    np.testing.assert_allclose(painted[8, 8], (250, 250, 250), atol=12)
    np.testing.assert_allclose(painted[25, 30], (30, 40, 190), atol=6)
    assert painted[35, 50, 1] > painted[35, 50, 0] + 60


def test_the_change_fades_at_the_edge_inside_the_mask():
    picture = np.full((40, 60, 3), (190, 30, 30), np.uint8)
    mask = np.zeros((40, 60), bool)
    mask[10:30, 10:50] = True
    moved = np.abs(recolour(picture, mask, NAMED["blue"]).astype(int) - picture).sum(axis=2)
    assert 0 < moved[10, 30] < moved[20, 30]
    assert moved[9, 30] == 0


def test_an_empty_mask_and_one_with_swapped_axes_are_refused():
    picture = np.zeros((16, 24, 3), np.uint8)
    with pytest.raises(InvalidMask, match="empty"):
        recolour(picture, np.zeros((16, 24), bool), NAMED["blue"])
    with pytest.raises(InvalidMask, match=r"\(24, 16\)"):
        recolour(picture, np.ones((24, 16), bool), NAMED["blue"])


@pytest.mark.parametrize(
    ("text", "colour"),
    [
        ("red", NAMED["red"]),
        ("  Sky-Blue ", NAMED["sky blue"]),
        ("gray", NAMED["grey"]),
        ("#fa0", (255, 170, 0)),
        ("#0A141e", (10, 20, 30)),
        ("파란색", NAMED["blue"]),
        ("빨간", NAMED["red"]),
        ("검은 색", NAMED["black"]),
        ("reddish", None),
        ("#12345", None),
        ("", None),
    ],
)
def test_colours_are_read(text, colour):
    assert parse(text) == colour


def test_korean_words_mean_english_colours():
    assert set(KOREAN.values()) <= set(NAMED.values())
    needed = {
        "빨간",
        "빨간색",
        "빨강",
        "파란",
        "연두",
        "하늘색",
        "남색",
        "보라",
        "분홍",
        "주황",
        "갈색",
    }
    assert needed | {"베이지", "회색", "검정", "흰색", "금색", "은색", "민트"} <= set(KOREAN)


def test_hex_comes_back():
    assert all(parse(as_hex(colour)) == colour for colour in NAMED.values())
