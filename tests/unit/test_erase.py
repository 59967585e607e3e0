import threading

import numpy as np
import pytest
from skimage import data

from engines.patchmatch import LARGEST_SIDE_PX, PatchMatch
from engines.telea import Telea
from errors import Cancelled, InvalidMask
from imaging.faces import find_faces
from imaging.masks import rasterise


def quiet(done, total):
    pass


def dab(shape, x, y, radius):
    return rasterise([{"points_xy": [[x, y]], "radius_px": radius}], shape)


def whisker(shape):
    return rasterise([{"points_xy": [[20, 20], [90, 70]], "radius_px": 2}], shape)


@pytest.fixture(params=[PatchMatch, Telea])
def eraser(request):
    return request.param()


def test_unmasked_pixels_are_exact_and_masked_ones_are_filled(eraser):
    photo = data.chelsea()[60:180, 90:250].copy()
    mask, before = dab(photo.shape, 80, 55, 18), photo.copy()
    mask_before = mask.copy()
    filled = eraser.erase(photo, mask, seed=3, progress=quiet)
    assert (filled.shape, filled.dtype) == (photo.shape, np.uint8)
    assert np.array_equal(filled[~mask], before[~mask])
    assert (filled != before).any(axis=-1)[mask].mean() > 0.5
    assert np.array_equal(photo, before)
    assert np.array_equal(mask, mask_before)


def test_the_same_seed_gives_the_same_pixels(eraser):
    photo = data.coffee()[:160, 400:600].copy()
    mask = dab(photo.shape, 90, 80, 25)
    first, second = (eraser.erase(photo, mask, seed=11, progress=quiet) for _ in range(2))
    assert np.array_equal(first, second)


def test_another_seed_searches_elsewhere():
    photo = data.coffee()[:160, 400:600].copy()
    mask = dab(photo.shape, 90, 80, 25)
    first, second = (PatchMatch().erase(photo, mask, seed=s, progress=quiet) for s in (1, 2))
    assert not np.array_equal(first, second)


def test_a_bright_object_on_a_dark_sky_leaves_no_trace():
    photo = data.rocket()[120:380, 250:400].copy()
    mask = np.zeros(photo.shape[:2], np.bool_)
    mask[:, 55:95] = True
    filled = PatchMatch().erase(photo, mask, seed=0, progress=quiet)
    upper = filled[20:150, 55:95].astype(int).sum(axis=-1)
    sky = photo[20:150, 5:45].astype(int).sum(axis=-1)
    assert upper.max() <= sky.max() + 40


def test_a_large_window_keeps_its_grain_and_its_unmasked_pixels():
    height, width = 900, LARGEST_SIDE_PX * 2
    grain = np.random.default_rng(1).normal(0, 25, (height, width, 3))
    photo = np.clip(128 + grain, 0, 255).astype(np.uint8)
    mask = dab(photo.shape, 500, 400, 120)
    filled = PatchMatch().erase(photo, mask, seed=0, progress=quiet)
    assert np.array_equal(filled[~mask], photo[~mask])
    assert filled[mask].std() > 0.5 * photo[~mask].std()


def test_two_threads_on_two_images_get_what_each_gets_alone():
    engine = PatchMatch()
    photos = [data.coffee()[:160, 400:600].copy(), data.chelsea()[:160, :200].copy()]
    mask = dab((160, 200), 90, 80, 22)
    alone = [engine.erase(p, mask, seed=i, progress=quiet) for i, p in enumerate(photos)]
    together = [[], []]

    def work(i):
        for _ in range(3):
            together[i].append(engine.erase(photos[i], mask, seed=i, progress=quiet))

    threads = [threading.Thread(target=work, args=(i,)) for i in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for i in range(2):
        assert len(together[i]) == 3
        assert all(np.array_equal(made, alone[i]) for made in together[i])


def test_a_face_is_found_where_it_is_and_a_cat_is_none():
    ((x0, y0, x1, y1),) = find_faces(data.astronaut())
    assert x0 < 190 < 260 < x1
    assert y0 < 90 < 160 < y1
    assert not find_faces(data.coffee())
    assert not find_faces(np.zeros((16, 24, 3), np.uint8))


def test_a_face_beside_the_hole_is_never_copied_into_it():
    photo = data.astronaut()[0:260, 100:400].copy()
    (x0, y0, x1, y1), *_ = find_faces(photo)
    marked = photo.copy()
    marked[y0:y1, x0:x1, 1] = marked[y0:y1, x0:x1, 1] // 2 + 100
    mask = np.zeros(photo.shape[:2], np.bool_)
    mask[60:200, x1 + 8 : x1 + 60] = True
    filled = PatchMatch().erase(photo, mask, seed=0, progress=quiet)
    skin = (photo[..., 0] > 150) & (photo[..., 2] < 0.75 * photo[..., 0])
    assert skin[y0:y1, x0:x1].mean() > 0.1
    made = (filled[..., 0] > 150) & (filled[..., 2] < 0.75 * filled[..., 0])
    assert made[mask].mean() < 0.02


def test_telea_suits_a_whisker_and_patchmatch_anything_with_surroundings():
    shape = (120, 200)
    assert Telea().suits(whisker(shape))
    assert not Telea().suits(dab(shape, 90, 60, 12))
    large = rasterise([{"points_xy": [[10, 10], [1900, 10]], "radius_px": 3}], (100, 2000))
    assert not Telea().suits(large)
    assert PatchMatch().suits(dab(shape, 90, 60, 12))
    assert not PatchMatch().suits(np.ones(shape, np.bool_))


def test_a_full_an_empty_and_a_foreign_mask_are_refused(eraser):
    photo = data.chelsea()[:60, :90].copy()
    for mask, words in (
        (np.ones((60, 90), np.bool_), "everything"),
        (np.zeros((60, 90), np.bool_), "empty"),
        (np.ones((90, 60), np.bool_), r"\(90, 60\)"),
    ):
        with pytest.raises(InvalidMask, match=words):
            eraser.erase(photo, mask, seed=0, progress=quiet)


def test_a_mask_that_leaves_one_pixel_of_a_large_photo_is_refused_or_filled():
    photo = np.zeros((700, 1400, 3), np.uint8)
    mask = np.ones((700, 1400), np.bool_)
    mask[0, 0] = False
    with pytest.raises(InvalidMask, match="too little"):
        PatchMatch().erase(photo, mask, seed=0, progress=quiet)


def test_progress_starts_at_nothing_and_ends_at_all(eraser):
    photo, seen = data.chelsea()[:60, :90].copy(), []
    eraser.erase(photo, dab((60, 90), 40, 30, 8), seed=0, progress=lambda *at: seen.append(at))
    assert seen[0][0] == 0
    assert seen[-1][0] == seen[-1][1] > 0


def test_a_cancelled_erase_stops(eraser):
    def stop(done, total):
        raise Cancelled("The turn was stopped.")

    photo = data.chelsea()[:60, :90].copy()
    with pytest.raises(Cancelled):
        eraser.erase(photo, dab((60, 90), 40, 30, 8), seed=0, progress=stop)
