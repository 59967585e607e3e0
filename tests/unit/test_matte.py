import cv2
import numpy as np
import pytest
from skimage import data

from errors import InvalidMask, InvalidRequest
from imaging.backdrop import covering, out_of_focus
from imaging.matte import foreground, inside, matte, over

RED, GREEN = np.array([200, 40, 40]), np.array([30, 150, 60])


@pytest.fixture(scope="module")
def disc():
    """A red disc before green with a known soft edge, and its hard mask two pixels off."""
    y, x = np.mgrid[:160, :220]
    radius = np.hypot(x - 100, y - 80)
    truth = np.clip((52 - radius) / 4, 0, 1)  # 48..52 px
    mixed = truth[:, :, None] * RED + (1 - truth[:, :, None]) * GREEN
    return np.rint(mixed).astype(np.uint8), radius < 52, truth


@pytest.fixture(scope="module")
def person():
    photo = data.astronaut()[:260, 60:380].copy()
    mask = np.zeros(photo.shape[:2], np.uint8)
    cv2.ellipse(mask, (165, 85), (68, 75), 0, 0, 360, 1, -1)
    cv2.rectangle(mask, (70, 190), (250, 259), 1, -1)
    return photo, mask.astype(bool)


def test_a_matte_finds_the_soft_edge_that_a_mask_misses(disc):
    image, mask, truth = disc
    found = matte(image, mask, edge_px=6)
    assert found.dtype == np.float32
    assert np.abs(found - truth).mean() < 0.4 * np.abs(mask - truth).mean()
    assert np.abs(found - truth).max() < 0.35


def test_far_from_the_contour_a_matte_is_the_mask(person):
    photo, mask = person
    found = matte(photo, mask, edge_px=4)
    depth = [cv2.distanceTransform(side.astype(np.uint8), cv2.DIST_L2, 5) for side in (mask, ~mask)]
    far = np.maximum(*depth) > 6
    np.testing.assert_array_equal(found[far], mask[far].astype(np.float32))
    assert ((found > 0) & (found < 1)).any()


def test_a_wider_edge_gives_a_wider_band(person):
    photo, mask = person
    soft = [
        ((found > 0) & (found < 1)).sum()
        for found in (matte(photo, mask, edge_px=width) for width in (2, 8))
    ]
    assert soft[1] > 1.5 * soft[0]


def test_tiles_leave_no_seam():
    image = np.full((400, 700, 3), GREEN, np.uint8)
    mask = np.zeros((400, 700), bool)
    mask[200:] = True
    image[mask] = RED
    found = matte(image, mask, edge_px=10)
    assert np.abs(found - found[:, :1]).max() < 1e-3


@pytest.mark.parametrize("value", [True, False])
def test_a_full_and_an_empty_mask_are_their_own_matte(value):
    image = np.zeros((16, 24, 3), np.uint8)
    assert (matte(image, np.full((16, 24), value)) == value).all()


def test_a_subject_of_three_pixels_has_a_matte():
    image = np.full((16, 24, 3), 90, np.uint8)
    mask = np.zeros((16, 24), bool)
    mask[5, 6:9] = True
    image[mask] = 250
    found = matte(image, mask)
    assert np.isfinite(found).all()
    assert found[5, 7] > 0.5 > found[5, 12]


def test_foreground_takes_the_background_out_of_the_edge(disc):
    image, _, truth = disc
    alpha = truth.astype(np.float32)
    edge = (truth > 0.2) & (truth < 0.9)
    before = np.abs(image[edge] - RED).mean()
    after = np.abs(foreground(image, alpha)[edge] - RED).mean()
    assert after < 0.3 * before


def test_foreground_changes_nothing_outside_the_band(disc):
    image, _, truth = disc
    alpha = truth.astype(np.float32)
    sure = (alpha == 0) | (alpha == 1)
    kept = image.copy()
    np.testing.assert_array_equal(foreground(image, alpha)[sure], kept[sure])
    np.testing.assert_array_equal(image, kept)


def test_before_another_background_there_is_no_halo(disc):
    image, _, truth = disc
    behind = np.full_like(image, (20, 20, 220))
    wanted = truth[:, :, None] * RED + (1 - truth[:, :, None]) * behind
    put = over(image, behind, truth.astype(np.float32))
    assert np.abs(put - wanted).max() < 25
    np.testing.assert_array_equal(put[truth == 1], image[truth == 1])
    np.testing.assert_array_equal(put[truth == 0], behind[truth == 0])


def test_inside_never_leaves_the_mask(person):
    photo, mask = person
    soft = inside(photo, mask)
    assert soft[~mask].max() == 0
    assert soft[mask].mean() > 0.9


def test_a_mask_with_swapped_axes_is_refused():
    with pytest.raises(InvalidMask):
        matte(np.zeros((16, 24, 3), np.uint8), np.ones((24, 16), bool))


def test_the_subjects_colour_does_not_bleed_into_the_blur(disc):
    image, _, truth = disc
    blurred = out_of_focus(image, truth.astype(np.float32), 100)
    assert np.abs(blurred[truth == 0] - GREEN).max() <= 8  # of 170


def test_the_blur_grows_with_the_distance_and_the_amount():
    image = np.zeros((120, 360, 3), np.uint8)
    image[:, (np.arange(360) // 4) % 2 == 0] = 255
    alpha = np.zeros((120, 360), np.float32)
    alpha[:, :40] = 1
    weak, strong = (out_of_focus(image, alpha, amount).astype(float) for amount in (20, 60))
    assert weak[:, 60:90].std() > weak[:, 250:330].std()
    assert strong[:, 250:330].std() < weak[:, 250:330].std()


def test_a_point_of_light_becomes_a_disc():
    image = np.full((121, 181, 3), 20, np.uint8)
    image[60, 90] = 255
    drawn = out_of_focus(image, np.zeros((121, 181), np.float32), 60)[:, :, 0].astype(int)
    lit = drawn > 21
    y, x = np.nonzero(lit)
    assert 5 < np.ptp(y) == np.ptp(x) < 20
    assert np.ptp(drawn[60, 88:93]) <= 2  # flat in the middle, unlike a Gaussian


@pytest.mark.parametrize("amount", [0, 101, -1, float("nan")])
def test_an_amount_of_blur_out_of_bounds_is_refused(amount):
    with pytest.raises(InvalidRequest, match="100 percent"):
        out_of_focus(np.zeros((16, 24, 3), np.uint8), np.zeros((16, 24), np.float32), amount)


@pytest.mark.parametrize("shape", [(40, 90), (90, 40), (300, 500)])
def test_a_photo_covers_the_frame_undistorted(shape):
    y, x = np.mgrid[:120, :160]
    photo = np.zeros((120, 160, 3), np.uint8)
    photo[np.hypot(y - 60, x - 80) < 10] = 255
    covered = covering(photo, shape)
    assert covered.shape == (*shape, 3)
    rows, columns = np.nonzero(covered[:, :, 0] > 127)
    assert np.ptp(rows) == pytest.approx(np.ptp(columns), abs=2)
    assert rows.mean() == pytest.approx(shape[0] / 2, abs=2)
