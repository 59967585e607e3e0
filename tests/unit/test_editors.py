import cv2
import numpy as np
import pytest
from skimage import data

from engines.adjust import Adjust
from engines.background import Background
from engines.cutout import CutOut
from engines.filters import Filters
from engines.geometry import Geometry
from engines.lanczos import Lanczos
from engines.protocols import ADJUSTMENTS, STYLES, Step
from engines.recolour import Recolour
from errors import Cancelled, InvalidMask, InvalidRequest
from imaging.colours import NAMED

MASKED = {
    "adjust": (Adjust(), {"name": "exposure", "amount": 60}),
    "recolour": (Recolour(), {"colour": "#2060c0"}),
    "blur": (Background(), {"mode": "blur", "amount": 60}),
    "colour": (Background(), {"mode": "colour", "colour": "#20c060"}),
    "image": (Background(), {"mode": "image", "image_id": "other"}),
    "cutout": (CutOut(), {}),
    "filters": (Filters(), {"name": "oil"}),
}


@pytest.fixture(scope="module")
def photo():
    small = np.ascontiguousarray(data.astronaut()[:360:2, 60:400:2])
    small.setflags(write=False)
    return small


@pytest.fixture(scope="module")
def mask(photo):
    drawn = np.zeros(photo.shape[:2], np.uint8)
    cv2.ellipse(drawn, (82, 45), (34, 38), 0, 0, 360, 1, -1)
    return drawn.astype(bool)


def step_for(engine, args) -> Step:
    op = next(iter(engine.card.ops))
    return {"op": op, "target": None, "instruction": "", "args": args, "needs_region": False}


def run(
    engine, args, image, mask=None, *, reference=None, seed=1, progress=lambda done, total: None
):
    step = step_for(engine, args)
    return engine.edit(image, mask, step, reference=reference, seed=seed, progress=progress)


@pytest.fixture(scope="module")
def made(photo, mask):
    return {
        name: run(engine, args, photo, mask, reference=data.rocket())
        for name, (engine, args) in MASKED.items()
    }


@pytest.mark.parametrize("name", MASKED)
def test_what_is_not_in_applied_is_byte_identical(name, photo, made):
    edited = made[name]
    kept = ~edited.applied
    np.testing.assert_array_equal(edited.pixels[kept][:, :3], photo[kept])
    assert kept.any()
    assert (edited.pixels[edited.applied][:, :3] != photo[edited.applied]).any(axis=1).mean() > 0.5


@pytest.mark.parametrize("name", ["adjust", "recolour", "filters"])
def test_applied_is_the_mask(name, mask, made):
    np.testing.assert_array_equal(made[name].applied, mask)
    assert not np.shares_memory(made[name].applied, mask)


@pytest.mark.parametrize("name", ["blur", "colour", "image", "cutout"])
def test_the_subjects_core_is_untouched_and_all_the_rest_applied(name, photo, mask, made):
    core = cv2.erode(mask.astype(np.uint8), np.ones((9, 9))).astype(bool)
    np.testing.assert_array_equal(made[name].pixels[core][:, :3], photo[core])
    assert not made[name].applied[core].any()
    assert (
        made[name].applied[~cv2.dilate(mask.astype(np.uint8), np.ones((9, 9))).astype(bool)].all()
    )


@pytest.mark.parametrize("name", MASKED)
def test_the_same_input_gives_the_same_pixels(name, photo, mask, made):
    engine, args = MASKED[name]
    again = run(engine, args, photo, mask, reference=data.rocket())
    np.testing.assert_array_equal(again.pixels, made[name].pixels)


@pytest.mark.parametrize("name", MASKED)
def test_progress_is_told_and_may_cancel(name, photo, mask):
    engine, args = MASKED[name]
    told = []
    run(engine, args, photo, mask, reference=photo, progress=lambda *step: told.append(step))
    assert told[0][0] == 0
    assert told[-1][0] == told[-1][1]

    def stop(done, total):
        raise Cancelled("stop")

    with pytest.raises(Cancelled):
        run(engine, args, photo, mask, reference=photo, progress=stop)


def test_every_adjustment_works_without_an_amount_on_the_whole_photo(photo):
    for name in ADJUSTMENTS:
        edited = run(Adjust(), {"name": name, "amount": None}, photo)
        assert edited.applied.all()
        assert not np.array_equal(edited.pixels, photo)


def test_every_style_is_supported_and_a_described_one_is_not(photo):
    engine = Filters()
    assert all(engine.supports(step_for(engine, {"name": name})) for name in STYLES)
    assert not engine.supports(step_for(engine, {"name": None}))
    assert not engine.supports(step_for(engine, {"name": "Van Gogh"}))
    assert run(engine, {"name": "poster"}, photo).applied.all()


def test_the_seed_moves_the_grain(photo):
    first, second = (run(Filters(), {"name": "film"}, photo, seed=seed) for seed in (1, 2))
    assert not np.array_equal(first.pixels, second.pixels)


def test_a_described_background_is_left_to_a_model():
    engine = Background()
    assert not engine.supports(step_for(engine, {"mode": "describe"}))
    assert engine.supports(step_for(engine, {"mode": "blur"}))


def test_engines_support_only_their_own_op():
    engines = (Adjust(), Recolour(), Background(), CutOut(), Filters(), Geometry(), Lanczos())
    for engine in engines:
        foreign = step_for(engine, {"name": "oil"}) | {"op": "remove"}
        assert not engine.supports(foreign)


def test_a_coloured_background_has_that_colour_and_a_named_one_too(photo, mask):
    for args in ({"colour": "#ff0000"}, {"colour": None, "colour_name": "빨간색"}):
        edited = run(Background(), {"mode": "colour"} | args, photo, mask)
        wanted = (255, 0, 0) if args["colour"] else NAMED["red"]
        assert tuple(edited.pixels[-1, -1]) == wanted


def test_a_cut_out_hides_what_it_cut_away(photo, mask, made):
    pixels = made["cutout"].pixels
    assert pixels.shape == (*photo.shape[:2], 4)
    assert (pixels[pixels[:, :, 3] == 0] == 0).all()
    assert pixels[45, 82, 3] == 255
    assert ((pixels[:, :, 3] > 0) & (pixels[:, :, 3] < 255)).any()


@pytest.mark.parametrize(
    ("engine", "args", "hint"),
    [
        (Adjust(), {}, "vignette"),
        (Adjust(), {"name": "clarity"}, "vignette"),
        (Recolour(), {}, "teal"),
        (Recolour(), {"colour": "reddish"}, "teal"),
        (Background(), {}, "blur"),
        (Background(), {"mode": "image"}, "image_id"),
        (Filters(), {"name": "cubist"}, "oil"),
        (Geometry(), {"name": "shear"}, "straighten"),
        (Geometry(), {"name": "flip"}, "vertical"),
        (Geometry(), {"name": "resize"}, "scale"),
        (Geometry(), {"name": "crop", "ratio": 1.5}, "16:9"),
    ],
)
def test_missing_and_unknown_arguments_are_refused_with_the_choices(
    engine, args, hint, photo, mask
):
    with pytest.raises(InvalidRequest) as refused:
        run(engine, args, photo, mask)
    assert hint in refused.value.hint


@pytest.mark.parametrize(
    ("engine", "args"),
    [
        (Adjust(), {"name": "exposure", "amount": "20"}),
        (Adjust(), {"name": "exposure", "amount": True}),
        (Filters(), {"name": "oil", "amount": 200}),
        (Geometry(), {"name": "rotate"}),
        (Geometry(), {"name": "resize", "width_px": 10.5}),
        (Lanczos(), {"scale": 8}),
        (Lanczos(), {"scale": 1}),
    ],
)
def test_numbers_of_the_wrong_kind_or_size_are_refused(engine, args, photo):
    with pytest.raises(InvalidRequest):
        run(engine, args, photo)


@pytest.mark.parametrize("engine", [Recolour(), Background(), CutOut()])
def test_a_mask_is_needed_where_the_card_says_so(engine, photo):
    assert engine.card.mask == "required"
    args = {"colour": "#ff0000", "mode": "colour"}
    for wrong in (None, np.zeros(photo.shape[:2], bool), np.ones(photo.shape[1::-1], bool)):
        with pytest.raises(InvalidMask):
            run(engine, args, photo, wrong)


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
@pytest.mark.parametrize("channels", [3, 4])
def test_frame_changes_keep_depth_and_channels(dtype, channels):
    pixels = np.random.default_rng(2).integers(0, 250, (16, 24, channels)).astype(dtype)
    for engine, args, shape in (
        (Geometry(), {"name": "crop", "ratio": "1:1"}, (16, 16)),
        (Geometry(), {"name": "rotate", "degrees": 90}, (24, 16)),
        (Geometry(), {"name": "flip", "axis": "vertical"}, (16, 24)),
        (Geometry(), {"name": "resize", "width_px": 12.0}, (8, 12)),
        (Geometry(), {"name": "resize", "scale": 2}, (32, 48)),
        (Lanczos(), {}, (32, 48)),
        (Lanczos(), {"scale": 2.5}, (40, 60)),
    ):
        edited = run(engine, args, pixels)
        assert engine.card.native
        assert edited.applied is None
        assert edited.pixels.dtype == dtype
        assert edited.pixels.shape == (*shape, channels)


def test_a_crop_with_a_mask_is_its_box_or_a_ratio_around_it():
    pixels = np.random.default_rng(2).integers(0, 250, (16, 24, 3)).astype(np.uint8)
    mask = np.zeros((16, 24), bool)
    mask[3:7, 18:23] = True
    boxed = run(Geometry(), {"name": "crop"}, pixels, mask).pixels
    np.testing.assert_array_equal(boxed, pixels[3:7, 18:23])
    square = run(Geometry(), {"name": "crop", "ratio": "1:1"}, pixels, mask).pixels
    np.testing.assert_array_equal(square, pixels[:, 8:])
    with pytest.raises(InvalidRequest, match="missing"):
        run(Geometry(), {"name": "crop"}, pixels)


def test_straighten_goes_through_the_engine():
    leaning = np.repeat(data.camera()[:, :, None], 3, axis=2)
    leaning = run(Geometry(), {"name": "rotate", "degrees": 5}, leaning).pixels
    assert run(Geometry(), {"name": "straighten"}, leaning).pixels.shape < leaning.shape


def test_an_engine_without_native_refuses_other_depths(mask):
    deep = np.zeros((*mask.shape, 3), np.uint16)
    with pytest.raises(InvalidRequest, match="uint16"):
        run(CutOut(), {}, deep, mask)
