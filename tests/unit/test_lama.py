import threading
import tracemalloc

import cv2
import numpy as np
import pytest
from skimage import data

from engines import Engines
from engines.lama import Lama
from engines.lama_crops import Frame, erase, parts
from engines.registry import REGISTRY
from errors import Cancelled, EngineUnavailable, InvalidMask
from imaging.masks import box_of, rasterise
from settings import Settings
from tests import tiny_onnx

SQUARE = Frame(512, 512)
ANY = Frame(1024, 8)


def quiet(done, total, preview=None):
    pass


def boxed(shape, *boxes):
    mask = np.zeros(shape[:2], np.bool_)
    for x0, y0, x1, y1 in boxes:
        mask[y0:y1, x0:x1] = True
    return mask


def flat(width, height, colour=(90, 120, 150)):
    return np.full((height, width, 3), colour, np.uint8)


def of(folder):
    return Lama.of(Settings.model_construct(models={"lama": str(folder)}))


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    """Fills with the mean colour of all that the model sees."""
    return of(tiny_onnx.lama(tmp_path_factory.mktemp("lama")))


SIZES = [(300, 200), (200, 300), (31, 57), (1600, 900)]


@pytest.mark.parametrize(("width", "height"), SIZES)
@pytest.mark.parametrize("corner", [False, True], ids=["inside", "at the frame"])
def test_nothing_of_what_is_erased_comes_back(engine, width, height, corner):
    photo = flat(width, height)
    x0, y0 = (0, height - height // 4) if corner else (width // 3, height // 3)
    mask = boxed(photo.shape, (x0, y0, x0 + width // 4, y0 + height // 4))
    photo[mask] = (255, 0, 0)  # were a reflection of it seen, the fill would be reddish
    filled = engine.erase(photo, mask, seed=1, progress=quiet)
    assert (filled.shape, filled.dtype) == (photo.shape, np.uint8)
    assert np.abs(filled[mask].astype(int) - (90, 120, 150)).max() <= 1


def test_unmasked_pixels_are_exact_and_nothing_given_is_changed(engine):
    photo = data.coffee()[:300, :420].copy()
    mask = boxed(photo.shape, (120, 80, 220, 170))
    before, mask_before = photo.copy(), mask.copy()
    filled = engine.erase(photo, mask, seed=1, progress=quiet)
    assert np.array_equal(filled[~mask], before[~mask])
    assert (filled != before)[mask].any()
    assert np.array_equal(photo, before)
    assert np.array_equal(mask, mask_before)
    assert np.array_equal(filled, engine.erase(photo, mask, seed=2, progress=quiet))


def test_things_far_apart_are_filled_each_from_its_own_surroundings(engine):
    photo = flat(1600, 900)
    photo[:, 800:] = (20, 200, 40)
    left, right = (100, 100, 160, 180), (1400, 700, 1500, 760)
    mask = boxed(photo.shape, left, right)
    photo[mask] = 255
    steps = []
    told = engine.erase(photo, mask, seed=1, progress=lambda *p: steps.append(p[:2]))
    assert np.abs(told[boxed(photo.shape, left)].astype(int) - (90, 120, 150)).max() <= 1
    assert np.abs(told[boxed(photo.shape, right)].astype(int) - (20, 200, 40)).max() <= 1
    assert steps == [(0, 2), (1, 2), (2, 2)]


def test_a_hole_that_is_still_to_be_filled_is_no_context(engine):
    photo = flat(1000, 600)
    mask = boxed(photo.shape, (200, 200, 300, 300), (460, 200, 560, 300))  # in its window
    assert len(parts(mask, SQUARE)) == 2
    photo[mask] = (255, 0, 0)
    filled = engine.erase(photo, mask, seed=1, progress=quiet)
    assert np.abs(filled[mask].astype(int) - (90, 120, 150)).max() <= 1


def test_parts_that_fit_into_one_window_are_filled_at_once():
    dots = [(100 + 20 * i, 100 + 10 * i, 106 + 20 * i, 106 + 10 * i) for i in range(12)]
    mask = boxed((900, 1600), *dots, (1200, 600, 1300, 700))
    found = list(parts(mask, SQUARE))
    assert len(found) == 2
    assert np.array_equal(np.logical_or.reduce(found), mask)
    assert not (found[0] & found[1]).any()


def test_dust_on_a_scan_takes_no_mask_of_the_whole_photo_for_each_window():
    specks = [(40 + 200 * i, 40 + 200 * j) for i in range(8) for j in range(6)]
    mask = boxed((1200, 1600), *((x, y, x + 6, y + 6) for x, y in specks))
    tracemalloc.start()
    holes = parts(mask, Frame(128, 128))
    covered = np.zeros(mask.shape, np.bool_)
    for hole in holes:
        covered |= hole
    _, peak_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(holes) == 48
    assert np.array_equal(covered, mask)
    assert peak_bytes < 24 * mask.nbytes


def test_a_small_hole_is_filled_at_full_resolution_with_as_much_context_as_fits():
    seen = []

    def fill(image, mask):
        seen.append((image.shape, box_of(mask)))
        return image

    photo = data.rocket()
    erase(photo, boxed(photo.shape, (300, 200, 340, 260)), Frame(256, 256), fill, quiet)
    (shape, hole), *_ = seen
    assert shape == (256, 256, 3)
    assert (hole[2] - hole[0], hole[3] - hole[1]) == (40, 60)


@pytest.mark.parametrize("frame", [SQUARE, ANY], ids=["square", "any size"])
@pytest.mark.parametrize(
    ("size", "box"),
    [
        ((300, 200), (40, 20, 141, 81)),
        ((200, 300), (90, 190, 151, 291)),
        ((1600, 900), (301, 101, 402, 302)),
        ((1600, 900), (250, 150, 1251, 751)),  # larger than the model: scaled down and back
    ],
    ids=str,
)
def test_what_the_model_draws_comes_back_where_it_belongs(frame, size, box):
    """The model puts a white spot into the middle of the hole that it is shown."""

    def fill(image, mask):
        assert not any(side % frame.multiple for side in image.shape[:2])
        drawn = image.copy()
        drawn[mask] = 0
        hole = cv2.connectedComponents(mask.astype(np.uint8))[1] == 1  # the rest: reflections
        x0, y0, x1, y1 = box_of(hole)
        x, y = (x0 + x1) // 2, (y0 + y1) // 2
        drawn[y - 3 : y + 4, x - 3 : x + 4] = 255
        return drawn

    photo = flat(*size)
    mask = boxed(photo.shape, box)
    filled = erase(photo, mask, frame, fill, quiet)
    bright = np.argwhere((filled[..., 0] > 128) & mask).mean(axis=0)
    middle = np.array([(box[1] + box[3] - 1) / 2, (box[0] + box[2] - 1) / 2])
    scale = max(1.0, 1600 / frame.side_px)
    assert np.abs(bright - middle).max() <= scale


def test_a_hole_larger_than_the_model_gets_its_fine_texture_back(engine):
    rng = np.random.default_rng(3)
    photo = rng.integers(60, 200, (900, 1200, 1), dtype=np.uint8).repeat(3, axis=-1)
    mask = boxed(photo.shape, (300, 200, 900, 650))
    filled = engine.erase(photo, mask, seed=1, progress=quiet)
    assert filled[mask].std() > 0.5 * photo[~mask].std()  # the model itself fills it flat


def test_a_mask_that_leaves_nothing_is_refused(engine):
    photo = flat(40, 30)
    everything = np.ones((30, 40), np.bool_)
    assert not engine.suits(everything)
    for mask in (everything, ~everything, boxed((30, 41), (0, 0, 9, 9))):
        with pytest.raises(InvalidMask):
            engine.erase(photo, mask, seed=1, progress=quiet)


def test_a_stopped_turn_leaves_the_engine_usable(engine):
    photo = flat(1600, 900)
    mask = boxed(photo.shape, (100, 100, 160, 180), (1400, 700, 1500, 760))

    def stop(done, total, preview=None):
        if done:
            raise Cancelled("stopped")

    with pytest.raises(Cancelled):
        engine.erase(photo, mask, seed=1, progress=stop)
    assert engine.erase(photo, mask, seed=1, progress=quiet).shape == photo.shape


def test_several_threads_get_each_their_own_picture(engine):
    colours = [(20 * i, 250 - 20 * i, 100) for i in range(8)]
    made = {}

    def work(i):
        photo = flat(120, 90, colours[i])
        mask = boxed(photo.shape, (40, 30, 70, 60))
        photo[mask] = 0
        made[i] = engine.erase(photo, mask, seed=1, progress=quiet)

    threads = [threading.Thread(target=work, args=(i,)) for i in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(np.abs(made[i].astype(int) - colours[i]).max() <= 1 for i in range(8))


@pytest.mark.parametrize("how", [{"mask_first": True}, {"side": "S"}, {"side": 256}], ids=str)
def test_inputs_and_side_are_read_from_the_graph(tmp_path, how):
    photo = flat(300, 200)
    mask = boxed(photo.shape, (90, 60, 140, 120))
    photo[mask] = 255
    filled = of(tiny_onnx.lama(tmp_path, **how)).erase(photo, mask, seed=1, progress=quiet)
    assert np.abs(filled[mask].astype(int) - (90, 120, 150)).max() <= 1


def test_damaged_weights_name_the_command_that_gets_them_again(tmp_path):
    path = tiny_onnx.lama(tmp_path) / "lama_fp32.onnx"
    path.write_bytes(path.read_bytes()[:200])
    mask = boxed((30, 40), (9, 9, 20, 20))
    with pytest.raises(EngineUnavailable, match=r"lama_fp32\.onnx") as caught:
        of(tmp_path).erase(flat(40, 30), mask, seed=1, progress=quiet)
    assert ".venv/bin/python -m engines pull lama" in caught.value.hint


def test_another_model_under_its_name_is_refused(tmp_path):
    tiny_onnx.tensor_encoder(tmp_path / "lama_fp32.onnx")
    mask = boxed((30, 40), (9, 9, 20, 20))
    with pytest.raises(EngineUnavailable, match="another model"):
        of(tmp_path).erase(flat(40, 30), mask, seed=1, progress=quiet)


def test_auto_takes_lama_where_it_is_there_and_telea_for_thin_things(tmp_path):
    settings = Settings.model_construct(
        models={"lama": str(tiny_onnx.lama(tmp_path))}, weights=tmp_path
    )
    engines = Engines({"erase": REGISTRY["erase"]}, settings)
    wire = rasterise([{"points_xy": [[5, 5], [90, 60]], "radius_px": 1}], (80, 100))
    assert engines.eraser(boxed((80, 100), (20, 20, 60, 60))).card.name == "lama"
    assert engines.eraser(wire).card.name == "telea"
    without = Engines({"erase": REGISTRY["erase"]}, Settings.model_construct(weights=tmp_path))
    assert without.eraser(boxed((80, 100), (20, 20, 60, 60))).card.name == "patchmatch"
