import numpy as np
import pytest

from errors import InvalidImage, InvalidMask
from imaging.composite import composite, outside_changed


def pair(channels, dtype, shape=(16, 24)):
    rng = np.random.default_rng(3)
    most = np.iinfo(dtype).max
    return tuple(
        rng.integers(0, most, (*shape, channels), dtype=dtype, endpoint=True) for _ in range(2)
    )


@pytest.fixture
def mask():
    mask = np.zeros((16, 24), np.bool_)
    mask[3:12, 6:21] = True
    return mask


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
@pytest.mark.parametrize("channels", [3, 4])
@pytest.mark.parametrize("feather_px", [0, 3, 50])
def test_outside_the_mask_every_byte_is_the_parents(dtype, channels, feather_px, mask):
    parent, edited = pair(channels, dtype)
    made = composite(parent, edited, mask, feather_px=feather_px)
    assert made.pixels.dtype == dtype
    assert made.pixels[~mask].tobytes() == parent[~mask].tobytes()
    assert made.outside_changed == 0


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_without_a_feather_the_masked_pixels_are_the_edits(dtype, mask):
    parent, edited = pair(4, dtype)
    made = composite(parent, edited, mask)
    assert np.array_equal(made.pixels[mask], edited[mask])
    assert made.inside_changed == (parent != edited).any(axis=-1)[mask].sum()


def test_the_feather_ramps_from_the_parent_to_the_edit():
    parent, edited = np.zeros((40, 60, 3), np.uint16), np.full((40, 60, 3), 60000, np.uint16)
    mask = np.zeros((40, 60), np.bool_)
    mask[5:35, 10:50] = True
    row = composite(parent, edited, mask, feather_px=6).pixels[20, :, 0].astype(int)
    assert row[9] == 0
    assert 0 < row[10] < row[11] < row[13] < 60000
    assert (row[17:43] == 60000).all()


def test_a_mask_at_the_frame_is_not_feathered_there():
    parent, edited = np.zeros((16, 24, 3), np.uint8), np.full((16, 24, 3), 200, np.uint8)
    mask = np.zeros((16, 24), np.bool_)
    mask[:, :12] = True
    assert (composite(parent, edited, mask, feather_px=4).pixels[:, 0] == 200).all()


def test_the_smallest_mask_at_the_last_pixel_is_applied():
    parent, edited = np.zeros((16, 24, 3), np.uint8), np.full((16, 24, 3), 9, np.uint8)
    mask = np.zeros((16, 24), np.bool_)
    mask[15, 23] = True
    made = composite(parent, edited, mask, feather_px=2)
    assert (made.outside_changed, made.inside_changed) == (0, 1)


def test_the_proof_counts_each_pixel_that_leaked(mask):
    parent, edited = pair(4, np.uint8)
    leaky = np.where(mask[..., None], edited, parent)
    leaky[0, 0, 3] ^= 1
    leaky[15, 23, :3] ^= 1
    assert outside_changed(parent, leaky, mask) == 2


def test_images_that_differ_in_size_or_depth_are_refused(mask):
    parent, edited = pair(3, np.uint8)
    with pytest.raises(InvalidImage, match="uint16"):
        composite(parent, edited.astype(np.uint16), mask)
    with pytest.raises(InvalidImage):
        composite(parent, edited[:, :-1], mask)
    with pytest.raises(InvalidImage):
        composite(parent, pair(4, np.uint8)[0], mask)


def test_a_transposed_or_empty_mask_is_refused(mask):
    parent, edited = pair(3, np.uint8)
    with pytest.raises(InvalidMask):
        composite(parent, edited, mask.T)
    with pytest.raises(InvalidMask):
        composite(parent, edited, np.zeros_like(mask))


def test_inputs_are_left_alone(mask):
    parent, edited = pair(3, np.uint8)
    before = parent.copy(), edited.copy(), mask.copy()
    composite(parent, edited, mask, feather_px=3).pixels[:] = 0
    for array, copy in zip((parent, edited, mask), before, strict=True):
        assert np.array_equal(array, copy)
