"""One step, run: what a model sees of the photo, and how its drawing comes back."""

import time

import cv2
import numpy as np
import pytest
from skimage import data

from engines import Engines
from engines.protocols import Note, Step
from errors import Cancelled, EngineError, InvalidMask, TooLarge
from evals.seam import seam_energy
from imaging.codec import Photo
from imaging.colour import to_srgb8
from imaging.composite import composite
from imaging.crop import native_box, resized
from nodes.job import FEATHER_PX, Job
from nodes.work import WORK
from settings import Settings
from tests.fakes import registry
from tests.fakes_that_draw import (
    ASKED,
    CROPPER,
    DRIFTER,
    ENLARGER,
    FLOATS,
    FOLLOWER,
    IDLE,
    IDLE_FOLLOWER,
    PERFECT,
    RED_DRIFTER,
    SHRINKER,
    drifted,
)
from tests.unit.icc_profiles import P3, rgb_profile

COFFEE = data.coffee()  # 400 x 600
SIZE = 128  # of the fakes


@pytest.fixture(autouse=True)
def _forget():
    ASKED.clear()


def quiet(_done, _total, _preview=None):
    return None


def spot(photo, x0, y0, x1, y1):
    mask = np.zeros(photo.pixels.shape[:2], np.bool_)
    mask[y0:y1, x0:x1] = True
    return mask


def ran(inpaint=None, edit=None, erase=None, *, photo=None, mask=None, op="replace", **changes):
    """The step, run by the one engine named."""
    photo = photo or Photo(COFFEE.copy())
    settings = changes.pop("settings", None)
    known = registry(inpaint=inpaint or {}, edit=edit or {}, erase=erase or {})
    engines = Engines(known, settings)
    args = changes.pop("args", {})
    step = Step(op=op, target=None, instruction="do it", args=args, needs_region=mask is not None)
    card = engines.for_step(step)
    job = Job(
        step=step,
        card=card,
        photo=photo,
        seen=to_srgb8(photo.pixels, photo.icc_profile),
        mask=mask,
        segmented=False,
        reference=None,
        prompt=changes.pop("prompt", "a red cup"),
        seed=changes.pop("seed", 3),
        options={},
    )
    return WORK[card.capability](job, engines, changes.pop("progress", quiet))


def untouched(made, photo, mask):
    """Every byte outside the mask is the photo's."""
    same = made.photo.pixels[~mask].tobytes() == photo.pixels[~mask].tobytes()
    if photo.alpha is None:
        return same and made.photo.alpha is None
    return same and made.photo.alpha[~mask].tobytes() == photo.alpha[~mask].tobytes()


MASKS = {
    "in the middle": [(250, 150, 330, 220)],
    "one pixel": [(300, 200, 301, 201)],
    "one pixel in the corner": [(599, 399, 600, 400)],
    "along the frame": [(0, 0, 600, 30)],
    "islands": [(10, 10, 60, 50), (540, 350, 590, 390), (300, 200, 310, 210)],
    "nearly all": [(0, 0, 599, 400)],
}


def photos():
    deep = COFFEE.astype(np.uint16) * 257 + np.arange(600, dtype=np.uint16)[None, :, None] % 200
    alpha = np.tile(np.linspace(0, 255, 600).astype(np.uint8), (400, 1))
    return {
        "plain": Photo(COFFEE.copy()),
        "16 bits": Photo(deep),
        "Display P3": Photo(COFFEE.copy(), icc_profile=rgb_profile(P3)),
        "16 bits in P3": Photo(deep, icc_profile=rgb_profile(P3)),
        "alpha": Photo(COFFEE.copy(), alpha=alpha),
        "alpha in P3": Photo(COFFEE.copy(), alpha=alpha, icc_profile=rgb_profile(P3)),
    }


@pytest.mark.parametrize("kind", photos())
@pytest.mark.parametrize("engine", [{"inpaint": RED_DRIFTER}, {"edit": FOLLOWER}])
def test_outside_the_mask_every_byte_is_the_photo_s(kind, engine):
    photo = photos()[kind]
    for name, boxes in MASKS.items():
        mask = np.logical_or.reduce([spot(photo, *box) for box in boxes])
        made = ran(**engine, photo=photo, mask=mask)
        assert untouched(made, photo, mask), name
        assert made.outside_changed == 0, name
        assert made.changed, name
        assert made.photo.pixels.dtype == photo.pixels.dtype
        assert made.photo.icc_profile == photo.icc_profile


def test_a_small_place_is_drawn_pixel_for_pixel_from_the_photo():
    photo = Photo(COFFEE.copy())
    mask = spot(photo, 280, 180, 340, 230)
    ran(PERFECT, photo=photo, mask=mask)
    (asked,) = ASKED
    assert asked.image.shape == (SIZE, SIZE, 3)
    y, x = (int(v[0]) for v in np.nonzero(asked.mask))
    seen = photo.pixels[180 - y : 180 - y + SIZE, 280 - x : 280 - x + SIZE]
    assert np.array_equal(asked.image, seen)


def test_what_was_drawn_smaller_than_its_part_is_said_to_be_softer():
    photo = Photo(COFFEE.copy())
    made = ran(PERFECT, photo=photo, mask=spot(photo, 100, 60, 500, 340))
    assert made.notes == (
        Note("softer_part", {"engine": "perfect", "drawn": "152×101", "part": "600×400"}),
    )
    assert made.params["drawn_px"] == [152, 101]
    assert ran(PERFECT, photo=photo, mask=spot(photo, 280, 180, 340, 230)).notes == ()


def test_what_the_engine_has_to_say_and_to_remember_is_kept():
    photo = Photo(COFFEE.copy())
    made = ran(PERFECT, photo=photo, mask=spot(photo, 280, 180, 340, 230), prompt="half")
    assert made.notes == (Note("unfinished"),)
    assert made.params["steps"] == 3


@pytest.mark.parametrize("box", [(240, 130, 330, 230), (200, 120, 380, 280)])
def test_matching_the_colours_hides_most_of_a_drifting_model_s_seam(box):
    # Soft, so that what is scaled loses nothing and the seam is the drift's alone.
    photo = Photo(np.asarray(cv2.GaussianBlur(COFFEE, (0, 0), 6), np.uint8))
    mask = spot(photo, *box)
    made = ran(DRIFTER, photo=photo, mask=mask)
    (asked,) = ASKED
    x0, y0, x1, y1 = native_box(mask, SIZE)
    width, height = made.params["drawn_px"]
    drawn = resized(drifted(asked.image, seed=3)[:height, :width], (x1 - x0, y1 - y0))
    plain = photo.pixels.copy()
    plain[y0:y1, x0:x1] = drawn
    without = composite(photo.pixels, plain, mask, feather_px=FEATHER_PX).pixels
    truth = seam_energy(photo.pixels, mask)
    left = abs(seam_energy(made.photo.pixels, mask) - truth)
    assert left < 0.6 * abs(seam_energy(without, mask) - truth)
    red, green, _ = made.params["colour_shift"]
    assert red < 0 < green  # against the drift of +12, -8


def test_a_perfect_model_s_drawing_is_not_touched():
    photo = Photo(COFFEE.copy())
    mask = spot(photo, 280, 180, 340, 230)
    made = ran(PERFECT, photo=photo, mask=mask)
    assert made.params["colour_shift"] == [0, 0, 0]
    assert (made.photo.pixels[190:220, 290:330] == (200, 30, 25)).all()


def test_the_same_seed_gives_the_same_pixels_and_another_one_others():
    photo = Photo(COFFEE.copy())
    mask = spot(photo, 100, 60, 500, 340)
    first, again, other = (
        ran(DRIFTER, photo=photo, mask=mask, seed=seed).photo.pixels for seed in (3, 3, 4)
    )
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


@pytest.mark.parametrize("inpaint", [CROPPER, FLOATS])
def test_a_drawing_of_another_size_or_depth_is_the_engine_s_failure(inpaint):
    photo = Photo(COFFEE.copy())
    with pytest.raises(EngineError, match=f"`{next(iter(inpaint))}`") as failed:
        ran(inpaint, photo=photo, mask=spot(photo, 280, 180, 340, 230))
    assert "128x128" in failed.value.message


def test_an_eraser_s_answer_of_another_size_is_its_failure():
    photo = Photo(COFFEE.copy())
    with pytest.raises(EngineError, match="`shrinker`"):
        ran(erase=SHRINKER, op="remove", photo=photo, mask=spot(photo, 280, 180, 340, 230))


def test_an_instruction_editor_s_answer_of_another_size_is_its_failure():
    with pytest.raises(EngineError, match="`enlarger`"):
        ran(edit=ENLARGER, op="style")


@pytest.mark.parametrize("engine", [{"inpaint": IDLE}, {"edit": IDLE_FOLLOWER}])
@pytest.mark.parametrize("box", [(280, 180, 340, 230), (20, 20, 580, 380)])
def test_scaling_alone_is_no_edit(engine, box):
    photo = Photo(COFFEE.copy())
    assert not ran(**engine, photo=photo, mask=spot(photo, *box)).changed


def test_scaling_the_whole_photo_alone_is_no_edit():
    assert not ran(edit=IDLE_FOLLOWER, op="style").changed


def test_the_whole_photo_keeps_its_frame_and_aspect_and_says_what_size_was_drawn():
    made = ran(edit=FOLLOWER, op="style")
    (asked,) = ASKED
    height, width = asked.image.shape[:2]
    assert (width % 16, height % 16) == (0, 0)
    assert width * height <= SIZE**2
    assert made.photo.pixels.shape == COFFEE.shape
    assert made.applied.all()
    (note,) = made.notes
    assert note.key == "softer_whole"
    assert note.values["part"] == "600×400"
    swapped = COFFEE[..., ::-1].astype(int)  # the padding is gone: each place is where it was
    blurred = cv2.GaussianBlur(swapped.astype(np.float32), (0, 0), 4)
    assert np.abs(made.photo.pixels - blurred).mean() < 6


def test_a_photo_smaller_than_the_model_s_comes_back_without_a_word():
    small = Photo(np.ascontiguousarray(COFFEE[:60, :90]))
    made = ran(edit=FOLLOWER, op="style", photo=small)
    assert made.notes == ()
    assert made.photo.pixels.shape == (60, 90, 3)
    assert ASKED[0].image.shape[1] > 90


@pytest.mark.parametrize("engine", [{"inpaint": RED_DRIFTER}, {"edit": FOLLOWER}])
def test_a_described_background_leaves_the_subject_alone(engine):
    photo = Photo(COFFEE.copy())
    subject = spot(photo, 180, 90, 430, 300)
    made = ran(**engine, photo=photo, mask=subject, op="background", args={"mode": "describe"})
    assert np.array_equal(made.photo.pixels[subject], photo.pixels[subject])
    assert np.array_equal(made.applied, ~subject)
    assert (made.photo.pixels != photo.pixels).any(axis=-1)[~subject].mean() > 0.9


@pytest.mark.parametrize("engine", [{"inpaint": RED_DRIFTER}, {"edit": FOLLOWER}])
def test_a_subject_that_fills_the_photo_has_no_background(engine):
    photo = Photo(COFFEE.copy())
    everything = np.ones((400, 600), np.bool_)
    with pytest.raises(InvalidMask):
        ran(**engine, photo=photo, mask=everything, op="background", args={"mode": "describe"})


def test_a_small_place_in_24_megapixels_is_worked_on_alone():
    huge = Photo(np.ascontiguousarray(np.tile(COFFEE, (10, 10, 1))))  # 4000 x 6000
    mask = spot(huge, 2900, 1900, 2960, 1950)
    ran(PERFECT, photo=huge, mask=mask)
    start = time.process_time()
    made = ran(PERFECT, photo=huge, mask=mask)
    assert time.process_time() - start < 1.2  # 0.2 s; comparing all pixels one by one takes 2 s
    assert made.outside_changed == 0


# Beyond the edges.


def kept(made, photo):
    x, y = made.params["offset_xy"]
    return made.photo.pixels[y : y + photo.height, x : x + photo.width]


@pytest.mark.parametrize(
    ("args", "size", "offset"),
    [
        ({"direction": "all", "ratio": None}, (900, 600), [150, 100]),
        ({"direction": "left", "ratio": None}, (750, 400), [150, 0]),
        ({"direction": "right", "ratio": None}, (750, 400), [0, 0]),
        ({"direction": "top", "ratio": None}, (600, 500), [0, 100]),
        ({"direction": "down"}, (600, 500), [0, 0]),
        ({"direction": "horizontal"}, (900, 400), [150, 0]),
        ({"direction": "all", "ratio": "16:9"}, (712, 400), [56, 0]),
        ({"direction": "all", "ratio": "1:1"}, (600, 600), [0, 100]),
        ({"direction": "right", "ratio": "2:1"}, (800, 400), [0, 0]),
        ({}, (900, 600), [150, 100]),
    ],
)
def test_the_frame_grows_as_asked_and_the_photo_stays_in_it_byte_for_byte(args, size, offset):
    photo = Photo(COFFEE.copy())
    made = ran(RED_DRIFTER, photo=photo, op="expand", args=args)
    assert (made.photo.width, made.photo.height) == size
    assert made.params["offset_xy"] == offset
    assert kept(made, photo).tobytes() == photo.pixels.tobytes()
    assert made.params["photo_changed"] == 0
    assert made.outside_changed is None  # another frame
    x, y = offset
    new = np.ones(made.photo.pixels.shape[:2], np.bool_)
    new[y : y + 400, x : x + 600] = False
    assert (made.photo.pixels[new][:, 0] > 120).mean() > 0.95  # it was all painted red
    assert (made.photo.pixels[new][:, 1] < 90).mean() > 0.9


@pytest.mark.parametrize("kind", photos())
def test_every_kind_of_photo_is_in_its_larger_frame_as_it_was(kind):
    photo = photos()[kind]
    made = ran(RED_DRIFTER, photo=photo, op="expand", args={"direction": "all"})
    assert kept(made, photo).tobytes() == photo.pixels.tobytes()
    assert made.photo.pixels.dtype == photo.pixels.dtype
    assert made.photo.icc_profile == photo.icc_profile
    if photo.alpha is not None:
        alpha = made.photo.alpha
        assert alpha[100:500, 150:750].tobytes() == photo.alpha.tobytes()
        assert (alpha[:100] == 255).all()  # what is new is there


def test_a_frame_larger_than_the_model_is_drawn_in_windows_that_see_the_photo():
    told = []
    made = ran(
        RED_DRIFTER,
        op="expand",
        args={"direction": "all"},
        progress=lambda done, total, preview=None: told.append((done, total)),
    )
    assert 1 < len(ASKED) <= 16
    assert [asked.seed for asked in ASKED] == list(range(3, 3 + len(ASKED)))
    for asked in ASKED:
        assert max(asked.image.shape[:2]) <= 2 * SIZE
        assert 0 < asked.mask.mean() < 0.9  # what is known is in every window
    # Windows of 300 px, twice the border: what one has drawn the next leaves alone.
    drawn = sum(asked.mask.mean() for asked in ASKED) * 300**2
    assert drawn == pytest.approx(900 * 600 - 600 * 400, rel=0.05)
    assert len(made.params["windows"]) == len(ASKED)
    assert len([note for note in made.notes if note.key == "softer_part"]) == 1  # said once
    shares = [done / total for done, total in told]
    assert shares == sorted(shares)
    assert shares[-1] < 1


def test_where_windows_meet_nothing_of_the_stand_in_is_left():
    made = ran(PERFECT, op="expand", args={"direction": "all"})
    assert len(made.params["windows"]) > 1
    new, rim = np.ones(made.photo.pixels.shape[:2], np.bool_), 2 * FEATHER_PX
    new[100 - rim : 500 + rim, 150 - rim : 750 + rim] = False
    assert (made.photo.pixels[new] == (200, 30, 25)).all()


def test_a_frame_near_the_model_s_size_is_drawn_in_one_piece():
    small = Photo(np.ascontiguousarray(COFFEE[100:200, 200:300]))
    made = ran(PERFECT, photo=small, op="expand", args={"direction": "all"})
    assert len(ASKED) == 1
    assert "windows" not in made.params


def test_the_seam_of_the_new_border_is_matched_too():
    photo = Photo(np.full((100, 160, 3), (120, 160, 215), np.uint8))
    made = ran(DRIFTER, photo=photo, op="expand", args={"direction": "right"})
    new = np.zeros(made.photo.pixels.shape[:2], np.bool_)
    new[:, 160:] = True
    assert seam_energy(made.photo.pixels, new) < 2
    assert np.abs(made.photo.pixels[:, 160:].astype(int) - (120, 160, 215)).mean() < 8


def test_a_model_that_only_gives_back_the_mirrored_border_has_drawn_nothing():
    assert not ran(IDLE, op="expand", args={"direction": "all"}).changed


def test_a_frame_beyond_the_limit_is_refused_before_anything_is_drawn():
    settings = Settings.model_construct(max_pixels=300_000)
    with pytest.raises(TooLarge, match="900×600") as refused:
        ran(PERFECT, op="expand", args={"direction": "all"}, settings=settings)
    assert "PENTIMENTO_MAX_PIXELS" in refused.value.hint
    assert not ASKED


def test_a_stopped_turn_stops_between_windows_and_the_next_one_runs():
    def stop(done, total, _preview=None):
        if done * 2 > total:
            raise Cancelled("stopped")

    with pytest.raises(Cancelled):
        ran(DRIFTER, op="expand", args={"direction": "all"}, progress=stop)
    begun = len(ASKED)
    assert 1 < begun < 16
    assert ran(DRIFTER, op="expand", args={"direction": "all"}).changed
