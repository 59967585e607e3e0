import numpy as np
import pytest
from skimage import data

from engines import protocols
from errors import InvalidMask, InvalidRequest
from imaging.adjust import ADJUSTMENTS, adjust, blend
from imaging.detail import noise_of
from imaging.perceptual import from_oklab, luma, luminance, to_bytes, to_linear, to_oklab


@pytest.fixture(scope="module")
def photo():
    return data.astronaut()[::2, ::2][:, :230].copy()


def chroma(image):
    lab = to_oklab(image)
    return float(np.hypot(lab[..., 1], lab[..., 2]).mean())


def detail(image):
    grey = luma(image)
    return float(np.abs(np.diff(grey, axis=0)).mean() + np.abs(np.diff(grey, axis=1)).mean())


def warmth(image):
    return float(image[..., 0].mean() - image[..., 2].mean())


def brightness_of(image):
    return float(luma(image).mean())


def contrast_of(image):
    return float(luma(image).std())


def dark_part(image):
    return float(np.quantile(luma(image), 0.2))


def light_part(image):
    return float(np.quantile(luma(image), 0.8))


def corner(image):
    return float(image[:20, :20].mean())


RISES_WITH_AMOUNT = {
    "brightness": brightness_of,
    "contrast": contrast_of,
    "saturation": chroma,
    "temperature": warmth,
    "exposure": brightness_of,
    "shadows": dark_part,
    "highlights": light_part,
    "sharpen": detail,
    "denoise": lambda image: -detail(image),
    "blur": lambda image: -detail(image),
    "vignette": lambda image: -corner(image),
    "grayscale": lambda image: -chroma(image),
    "sepia": lambda image: -chroma(image),
    "invert": lambda image: -brightness_of(image[60:120, 120:180]),
}


def test_the_table_holds_the_adjustments_that_planners_name():
    assert set(ADJUSTMENTS) == set(protocols.ADJUSTMENTS) == set(RISES_WITH_AMOUNT)


@pytest.mark.parametrize("name", ADJUSTMENTS)
def test_a_larger_amount_goes_further_in_the_expected_direction(name, photo):
    bounds = ADJUSTMENTS[name]
    steps = {bounds.lowest, bounds.lowest / 2, 0, bounds.highest / 2, bounds.highest}
    ordered = [RISES_WITH_AMOUNT[name](adjust(photo, name, amount)) for amount in sorted(steps)]
    assert ordered == sorted(ordered)
    assert len(set(ordered)) == len(ordered)


@pytest.mark.parametrize("name", ADJUSTMENTS)
def test_amount_zero_changes_no_byte_and_no_amount_changes_the_input(name, photo):
    before = photo.copy()
    unchanged = adjust(photo, name, 0)
    adjust(photo, name, ADJUSTMENTS[name].highest)
    np.testing.assert_array_equal(unchanged, before)
    np.testing.assert_array_equal(photo, before)
    assert not np.shares_memory(unchanged, photo)


@pytest.mark.parametrize("name", ADJUSTMENTS)
def test_a_default_amount_shows(name, photo):
    changed = adjust(photo, name, ADJUSTMENTS[name].default)
    assert np.abs(changed.astype(int) - photo).mean() > 0.3
    assert changed.dtype == np.uint8
    assert changed.shape == photo.shape


@pytest.mark.parametrize("name", ADJUSTMENTS)
def test_outside_a_mask_every_byte_stays(name, photo):
    mask = np.zeros(photo.shape[:2], bool)
    mask[40:90, 100:200] = True
    changed = adjust(photo, name, ADJUSTMENTS[name].highest, mask)
    np.testing.assert_array_equal(changed[~mask], photo[~mask])
    np.testing.assert_array_equal(
        changed[mask], adjust(photo, name, ADJUSTMENTS[name].highest)[mask]
    )


@pytest.mark.parametrize("name", ADJUSTMENTS)
def test_an_odd_tiny_picture_is_adjusted_too(name):
    picture = np.random.default_rng(3).integers(0, 256, (5, 3, 3), np.uint8)
    assert adjust(picture, name, ADJUSTMENTS[name].highest).shape == (5, 3, 3)


def test_a_half_matte_gives_half_the_change():
    picture = np.full((16, 24, 3), 100, np.uint8)
    half = np.full((16, 24), 0.5, np.float32)
    full = int(adjust(picture, "exposure", 50)[0, 0, 0])
    assert abs(int(adjust(picture, "exposure", 50, half)[0, 0, 0]) - (100 + full) / 2) <= 0.5


@pytest.mark.parametrize(
    ("name", "amount", "says"),
    [
        ("brightness", 101, "-100 to 100"),
        ("sharpen", -1, "0 to 100"),
        ("exposure", float("nan"), "-100 to 100"),
    ],
)
def test_an_amount_out_of_bounds_is_refused_with_the_bounds(name, amount, says, photo):
    with pytest.raises(InvalidRequest, match=says):
        adjust(photo, name, amount)


def test_an_unknown_name_is_refused_with_the_choices(photo):
    with pytest.raises(InvalidRequest) as refused:
        adjust(photo, "clarity", 10)
    assert "vignette" in refused.value.hint


def test_a_mask_with_swapped_axes_is_refused():
    picture = np.zeros((16, 24, 3), np.uint8)
    with pytest.raises(InvalidMask, match="16×24"):
        blend(picture, picture, np.ones((24, 16), bool))


@pytest.mark.parametrize("amount", [-100, -60, 60, 100])
@pytest.mark.parametrize("name", ["brightness", "exposure", "contrast"])
def test_curves_never_swap_two_tones(name, amount):
    ramp = np.repeat(np.arange(256, dtype=np.uint8)[None, :, None], 3, axis=2)
    curve = adjust(ramp, name, amount)[0, :, 0].astype(int)
    assert (np.diff(curve) >= 0).all()


def test_brightness_clips_neither_end():
    ramp = np.repeat(np.arange(256, dtype=np.uint8)[None, :, None], 3, axis=2)
    for amount in (-100, 100):
        curve = adjust(ramp, "brightness", amount)[0, :, 0]
        assert (curve[0], curve[-1]) == (0, 255)
        assert (curve == 0).sum() < 12
        assert (curve == 255).sum() < 20


def test_a_quarter_of_minus_exposure_halves_the_light():
    grey = np.full((4, 6, 3), 150, np.uint8)
    darker = adjust(grey, "exposure", -50)  # one stop
    np.testing.assert_allclose(to_linear(darker), to_linear(grey) / 2, atol=0.003)


@pytest.mark.parametrize("amount", [-80, 80])
def test_temperature_keeps_luminance_where_nothing_clips(amount):
    picture = np.random.default_rng(1).integers(60, 140, (16, 24, 3)).astype(np.uint8)
    before, after = (
        luminance(to_linear(im)) for im in (picture, adjust(picture, "temperature", amount))
    )
    np.testing.assert_allclose(after, before, atol=0.01)


def test_saturation_at_minus_100_is_grey(photo):
    grey = adjust(photo, "saturation", -100).astype(int)
    assert np.ptp(grey, axis=2).max() <= 1


def test_saturation_moves_vivid_colours_less_than_pale_ones():
    pale, vivid = (
        np.full((2, 3, 3), colour, np.uint8) for colour in ((150, 120, 110), (250, 40, 30))
    )
    gains = [chroma(adjust(c, "saturation", 60)) / chroma(c) for c in (pale, vivid)]
    assert gains[0] > 1.3 > gains[1]


def test_shadows_leave_the_light_part_alone(photo):
    light = luma(photo) > 0.9
    change = np.abs(adjust(photo, "shadows", 60).astype(int) - photo)
    assert change[light].mean() < 3 < change[~light].mean()


def test_denoise_takes_noise_and_keeps_edges():
    clean = np.full((64, 96, 3), 60, np.uint8)
    clean[:, 48:] = 190
    grain = np.random.default_rng(2).normal(0, 10, clean.shape).astype(np.float32)
    noisy = to_bytes(clean + grain)
    smooth = adjust(noisy, "denoise", 100).astype(float)
    assert np.abs(smooth - clean).mean() < 0.5 * np.abs(noisy.astype(float) - clean).mean()
    assert smooth[:, 50].mean() - smooth[:, 45].mean() > 120


def test_noise_is_measured_in_levels():
    grain = np.random.default_rng(4).normal(128, 8, (120, 160))
    assert abs(noise_of(to_bytes(grain.astype(np.float32))) - 8) < 1


def test_blur_looks_the_same_at_twice_the_size(photo):
    double = photo.repeat(2, axis=0).repeat(2, axis=1)
    small, large = adjust(photo, "blur", 60), adjust(double, "blur", 60)
    assert np.abs(large[::2, ::2].astype(int) - small).mean() < 2


def test_oklab_comes_back(photo):
    assert np.abs(from_oklab(to_oklab(photo)).astype(int) - photo).max() <= 1
