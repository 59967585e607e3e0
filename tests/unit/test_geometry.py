import numpy as np
import pytest
from skimage import data

from errors import InvalidRequest
from imaging.geometry import crop, crop_to_ratio, flip, resize, rotate, rotate_right_angle
from imaging.straighten import lean_of, straighten

KINDS = [(np.uint8, 3), (np.uint8, 4), (np.uint16, 3), (np.uint16, 4)]


@pytest.fixture(params=KINDS, ids=lambda kind: f"{kind[0].__name__}x{kind[1]}")
def pixels(request):
    dtype, channels = request.param
    made = np.random.default_rng(5).integers(
        0, np.iinfo(dtype).max, (16, 24, channels), dtype, endpoint=True
    )
    made.setflags(write=False)
    return made


def test_four_right_angles_come_back(pixels):
    turned = pixels
    for _ in range(4):
        turned = rotate_right_angle(turned, 90)
    np.testing.assert_array_equal(turned, pixels)


def test_ninety_degrees_is_clockwise(pixels):
    turned = rotate_right_angle(pixels, 90)
    assert turned.shape == (24, 16, pixels.shape[2])
    np.testing.assert_array_equal(turned[0, -1], pixels[0, 0])  # top left goes to top right
    np.testing.assert_array_equal(rotate(pixels, 90), turned)
    np.testing.assert_array_equal(rotate(pixels, -270), turned)


@pytest.mark.parametrize("axis", ["horizontal", "vertical"])
def test_two_flips_come_back(axis, pixels):
    once = flip(pixels, axis)
    assert not np.array_equal(once, pixels)
    np.testing.assert_array_equal(flip(once, axis), pixels)


def test_horizontal_swaps_left_and_right(pixels):
    np.testing.assert_array_equal(flip(pixels, "horizontal")[:, 0], pixels[:, -1])
    np.testing.assert_array_equal(flip(pixels, "vertical")[0], pixels[-1])


def test_a_box_is_x_then_y_with_the_far_edge_excluded(pixels):
    part = crop(pixels, (2, 3, 12, 8))
    np.testing.assert_array_equal(part, pixels[3:8, 2:12])
    assert part.dtype == pixels.dtype


@pytest.mark.parametrize("box", [(0, 0, 25, 16), (-1, 0, 5, 5), (5, 5, 5, 9), (0, 9, 9, 2)])
def test_a_box_outside_the_photo_is_refused(box, pixels):
    with pytest.raises(InvalidRequest, match="24×16"):
        crop(pixels, box)


@pytest.mark.parametrize(
    ("ratio", "shape"), [("1:1", (16, 16)), ("3:1", (8, 24)), ("1:2", (16, 8)), ("3:2", (16, 24))]
)
def test_a_ratio_takes_the_largest_middle_part(ratio, shape, pixels):
    part = crop_to_ratio(pixels, ratio)
    assert part.shape[:2] == shape
    top, left = (16 - shape[0]) // 2, (24 - shape[1]) // 2
    np.testing.assert_array_equal(part, pixels[top : top + shape[0], left : left + shape[1]])


def test_the_focus_stays_in_a_ratio_crop(pixels):
    np.testing.assert_array_equal(crop_to_ratio(pixels, "1:1", (20, 0, 24, 4)), pixels[:, 8:])
    np.testing.assert_array_equal(crop_to_ratio(pixels, "1:1", (0, 0, 4, 4)), pixels[:, :16])


@pytest.mark.parametrize("ratio", ["wide", "16:0", "0:9", "16", "-4:3", ""])
def test_a_malformed_ratio_is_refused(ratio, pixels):
    with pytest.raises(InvalidRequest, match="not a ratio"):
        crop_to_ratio(pixels, ratio)


@pytest.mark.parametrize("degrees", [1.5, -7, 30, 44.9, 62, 133, -200])
def test_a_free_rotation_reads_nothing_from_outside_the_photo(degrees):
    y, x = np.mgrid[:60, :100]
    slope = (20000 + 150 * x + 90 * y).astype(np.uint16)  # read from outside, it would bend
    turned = rotate(np.repeat(slope[:, :, None], 3, axis=2), degrees)[:, :, 0].astype(float)
    rows, columns = (grid.ravel() for grid in np.indices(turned.shape))
    plane = np.stack([rows, columns, np.ones_like(rows)], axis=1)
    fitted = plane @ np.linalg.lstsq(plane, turned.ravel(), rcond=None)[0]
    assert np.abs(fitted - turned.ravel())[turned.ravel() > 0].max() < 30
    assert turned.size >= 1700  # 60×60/2 would fit at any angle; whole pixels cost a little


def test_positive_degrees_turn_clockwise():
    picture = np.zeros((101, 141, 3), np.uint8)
    picture[50, 75:] = 255  # from the middle to the right
    turned = rotate(picture, 10)
    y, x = np.nonzero(turned[:, :, 0] > 60)
    assert np.polyfit(x, y, 1)[0] == pytest.approx(np.tan(np.radians(10)), abs=0.02)  # y runs down


def test_there_and_back_is_nearly_the_same():
    photo = data.chelsea()
    back = rotate(rotate(photo, 4), -4)
    y, x = ((photo.shape[i] - back.shape[i]) // 2 for i in (0, 1))
    middle = photo[y : y + back.shape[0], x : x + back.shape[1]].astype(int)
    assert np.abs(middle - back)[5:-5, 5:-5].mean() < 4


@pytest.mark.parametrize(
    ("wanted", "shape"),
    [
        ({"width_px": 12}, (8, 12)),
        ({"height_px": 32}, (32, 48)),
        ({"width_px": 48, "height_px": 8}, (8, 48)),
        ({"scale": 0.5}, (8, 12)),
        ({"scale": 3}, (48, 72)),
        ({"width_px": 1}, (1, 1)),
    ],
)
def test_a_size_is_width_by_height(wanted, shape, pixels):
    sized = resize(pixels, **wanted)
    assert sized.shape == (*shape, pixels.shape[2])
    assert sized.dtype == pixels.dtype


def test_halving_averages_areas():
    pixels = np.random.default_rng(6).integers(0, 65536, (16, 24, 3)).astype(np.uint16)
    means = pixels.reshape(8, 2, 12, 2, 3).mean(axis=(1, 3))
    np.testing.assert_allclose(resize(pixels, scale=0.5), means, atol=1)


@pytest.mark.parametrize(
    "wanted",
    [
        {},
        {"width_px": 0},
        {"height_px": -3},
        {"scale": 0},
        {"scale": float("nan")},
        {"scale": 900},
        {"width_px": 70000},
        {"scale": 2, "width_px": 10},
    ],
)
def test_an_impossible_size_is_refused(wanted, pixels):
    with pytest.raises(InvalidRequest):
        resize(pixels, **wanted)


def test_colours_hidden_by_alpha_do_not_bleed():
    pixels = np.zeros((16, 24, 4), np.uint8)
    pixels[:, :12] = (10, 200, 10, 255)
    pixels[:, 12:] = (255, 0, 255, 0)  # magenta, but not to be seen
    for moved in (resize(pixels, scale=2.5), rotate(pixels, 8)):
        seen = moved[moved[:, :, 3] > 40]
        assert seen[:, 0].max() < 30


@pytest.mark.parametrize("lean", [-12.0, -3.0, 1.0, 6.5])
def test_a_known_lean_of_a_drawing_is_found(lean):
    upright = np.full((300, 420, 3), 200, np.uint8)
    upright[150:, :] = (60, 90, 50)
    upright[60:150, 200:260] = (150, 60, 40)
    leaning = rotate(upright, lean)
    assert lean_of(leaning) == pytest.approx(lean, abs=0.5)
    assert straighten(leaning).shape[0] < leaning.shape[0]


@pytest.mark.parametrize("lean", [-7.0, 3.0, 11.3])
@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_a_known_lean_of_a_photo_is_found_and_taken_out(lean, dtype):
    photo = np.repeat(data.camera()[:, :, None], 3, axis=2)
    leaning = rotate(photo if dtype == np.uint8 else photo.astype(np.uint16) * 257, lean)
    assert lean_of(leaning) == pytest.approx(lean, abs=0.5)
    upright = straighten(leaning)
    assert upright.dtype == dtype
    assert abs(lean_of(upright)) < 0.5


def test_a_photo_without_straight_lines_is_not_straightened():
    with pytest.raises(InvalidRequest, match="No clear"):
        straighten(data.chelsea())
    with pytest.raises(InvalidRequest, match="No clear"):
        straighten(np.full((40, 60, 3), 128, np.uint8))


def test_a_straight_photo_is_said_to_be_straight():
    with pytest.raises(InvalidRequest, match="straight already"):
        straighten(np.repeat(data.camera()[:, :, None], 3, axis=2))


def test_unknown_axes_and_angles_are_refused(pixels):
    with pytest.raises(InvalidRequest, match="diagonal"):
        flip(pixels, "diagonal")
    with pytest.raises(InvalidRequest, match="45"):
        rotate_right_angle(pixels, 45)
    with pytest.raises(InvalidRequest, match="angle"):
        rotate(pixels, float("inf"))
