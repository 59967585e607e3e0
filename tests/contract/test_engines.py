"""What every engine in the registry must keep, whoever wrote it. A new line there is covered."""

import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest
from skimage import data

import engines
from engines import Engines
from engines.protocols import ADJUSTMENTS, STYLES, Guide, Pointing, Step
from engines.registry import REGISTRY, SERVED_BY
from errors import Cancelled, NoEngine, UnknownEngine
from tests.fakes import PAINTER, registry

HOUSE = Engines()
# No model that makes pictures comes with this house: a fake one shows that the kit can be kept.
PAINTING = Engines(registry(generate={**REGISTRY.get("generate", {}), **PAINTER}))
ROOT = Path(__file__).parents[2]


def of(capability):
    """Those that can be used here: what a setting or an extra adds has tests of its own."""
    return pytest.mark.parametrize("name", HOUSE.names(capability))


def nothing(_done, _total, _preview=None):
    return None


@pytest.fixture(scope="module")
def photo():
    return np.ascontiguousarray(data.coffee()[60:300:2, 80:440:2])  # 120 x 180


@pytest.fixture(scope="module")
def mask(photo):
    found = np.zeros(photo.shape[:2], np.bool_)
    found[40:80, 60:120] = True
    return found


def step(op, **args):
    return Step(op=op, target=None, instruction="do it", args=args, needs_region=False)


STEPS = [
    *(step("adjust", name=name, amount=40) for name in ADJUSTMENTS),
    *(step("style", name=name, amount=100) for name in STYLES),
    step("recolour", colour="#2060c0", colour_name="blue"),
    step("background", mode="blur", amount=60),
    step("background", mode="colour", colour="#ffffff"),
    step("extract"),
    step("transform", name="rotate", degrees=90),
    step("transform", name="flip", axis="horizontal"),
    step("transform", name="crop", ratio="1:1"),
    step("transform", name="resize", scale=0.5),
    step("upscale", scale=2),
]
IDS = ["-".join([s["op"], *(str(v) for v in s["args"].values())]) for s in STEPS]


@pytest.mark.parametrize("capability", list(REGISTRY))
def test_every_card_tells_the_truth_about_its_name_and_capability(capability):
    for name, target in REGISTRY[capability].items():
        card = HOUSE.card(name)
        assert card.name == name, target
        assert card.capability == capability, target
        assert card.summary, target
        assert len(card.summary) < 120, target


@of("segment")
def test_segmenters_return_ordered_scored_masks_of_the_photo_s_size(name, photo):
    before = photo.copy()
    pointing = Pointing(((90.0, 60.0),), (1,))
    first, again = (
        HOUSE.segmenter(name).segment(photo, pointing, image_id=image_id) for image_id in "ab"
    )
    assert 1 <= len(first) <= 3
    for candidate, same in zip(first, again, strict=True):
        assert candidate.mask.shape == photo.shape[:2]
        assert candidate.mask.dtype == np.bool_
        assert candidate.mask[60, 90]  # the click itself: (x, y), not (y, x)
        assert 0 <= candidate.score <= 1
        assert np.array_equal(candidate.mask, same.mask)
    areas = [candidate.mask.sum() for candidate in first]
    assert areas == sorted(areas)
    assert np.array_equal(photo, before)


@of("segment")
def test_segmenters_keep_users_apart(name, photo):
    other = np.ascontiguousarray(photo[:, ::-1])
    engine, pointing = HOUSE.segmenter(name), Pointing(((40.0, 60.0),), (1,))
    alone = [engine.segment(p, pointing, image_id=str(i)) for i, p in enumerate((photo, other))]
    together: dict[int, list] = {}
    threads = [
        threading.Thread(
            target=lambda i=i, p=p: together.update(
                {i: engine.segment(p, pointing, image_id=f"again{i}")}
            )
        )
        for i, p in enumerate((photo, other))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for i in range(2):
        for one, same in zip(alone[i], together[i], strict=True):
            assert np.array_equal(one.mask, same.mask)


@of("erase")
def test_erasers_are_deterministic_and_leave_the_rest_alone(name, photo, mask):
    before, engine = photo.copy(), HOUSE.eraser(mask, name)
    first, again = (engine.erase(photo, mask, seed=3, progress=nothing) for _ in range(2))
    assert first.shape == photo.shape
    assert first.dtype == np.uint8
    assert np.array_equal(first, again)
    assert np.array_equal(first[~mask], photo[~mask])
    assert (first[mask] != photo[mask]).any()
    assert np.array_equal(photo, before)


def painted(name, progress=nothing, **changes):
    """One picture of an engine, of a size that its card allows; wider than high."""
    engine = PAINTING.generator(name)
    side = engine.card.multiple * 8
    how = {"width": side * 2, "height": side, "guide": None, "seed": 3, "options": {}, **changes}
    return engine.generate("a red house", progress=progress, **how).image


def lines_for(name, kind):
    side = PAINTING.generator(name).card.multiple * 8
    drawn = np.zeros((side, side * 2, 3), np.uint8)
    drawn[side // 4 : side // 2, side // 2] = 255
    return Guide(kind, drawn)


@pytest.mark.parametrize("name", PAINTING.names("generate"))
def test_generators_are_deterministic_and_give_the_size_that_was_asked_for(name):
    card = PAINTING.generator(name).card
    side = card.multiple * 8
    first, again, other = painted(name), painted(name), painted(name, seed=4)
    assert first.shape == (side, side * 2, 3)
    assert first.dtype == np.uint8
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)
    assert PAINTING.for_step(step("generate"), name) is card
    assert card.languages  # it reads words


@pytest.mark.parametrize("name", PAINTING.names("generate"))
def test_generators_follow_every_guide_they_declare(name):
    plain = painted(name)
    for kind in PAINTING.generator(name).card.guides:
        guide = lines_for(name, kind)
        before = guide.image.copy()
        assert not np.array_equal(painted(name, guide=guide), plain)
        assert np.array_equal(guide.image, before)


@pytest.mark.parametrize("name", PAINTING.names("generate"))
def test_generators_honour_the_guidance_they_declare(name):
    if "guidance_scale" in PAINTING.generator(name).card.options:
        changed = painted(name, options={"guidance_scale": 2})
        assert not np.array_equal(changed, painted(name))


@pytest.mark.parametrize("name", PAINTING.names("generate"))
def test_generators_tell_how_far_they_are_and_stop_when_told_to(name):
    told = []
    painted(name, progress=lambda *at: told.append(at))
    assert told
    for done, total, *preview in told:
        assert 0 <= done <= total
        for picture in preview:
            assert picture is None or max(picture.shape[:2]) <= 256
            assert picture is None or picture.dtype == np.uint8

    def stop(_done, _total, _preview=None):
        raise Cancelled("stopped")

    with pytest.raises(Cancelled):
        painted(name, progress=stop)
    assert np.array_equal(painted(name), painted(name))  # still usable


@pytest.mark.parametrize("wanted", STEPS, ids=IDS)
def test_some_editor_does_every_embedded_step_as_declared(wanted, photo, mask):
    card = HOUSE.for_step(wanted)
    engine = HOUSE.editor(card.name, card.capability)
    given = mask if card.mask == "required" else None
    before = photo.copy()
    first, again = (
        engine.edit(photo, given, wanted, reference=None, seed=5, progress=nothing)
        for _ in range(2)
    )
    assert np.array_equal(first.pixels, again.pixels)
    assert np.array_equal(photo, before)
    assert first.pixels.dtype == np.uint8
    if first.applied is not None:
        assert first.pixels.shape[:2] == photo.shape[:2]
        rest = ~first.applied
        assert np.array_equal(first.pixels[..., :3][rest], photo[rest])
    assert first.pixels.shape != photo.shape or not np.array_equal(first.pixels, photo)


@of("plan")
def test_planners_ask_back_when_they_do_not_understand(name):
    plan = HOUSE.planner(name).plan("xqzt vlorp", engines.speaking.PlanContext())
    assert plan["steps"] == []
    assert plan.get("question")


@of("translate")
def test_translators_leave_english_alone_and_list_what_they_do_not_know(name):
    engine = HOUSE.translator(name)
    assert engine.translate("a red car").text == "a red car"
    unknown = engine.translate("쀍뷁 자동차")
    assert unknown.unknown


def test_a_missing_capability_names_itself_and_what_adds_it():
    for op in ("replace", "add", "text", "generate", "expand"):
        with pytest.raises(NoEngine) as refused:
            HOUSE.for_step(step(op))
        assert refused.value.problem()["capability"] == SERVED_BY[op][0]
        assert "`" in refused.value.hint  # what to do, as a command or a file


def test_an_unknown_name_lists_the_choices():
    with pytest.raises(UnknownEngine) as refused:
        HOUSE.segmenter("sam9")
    assert "pointing" in refused.value.hint


def test_engines_are_imported_on_first_use_only():
    code = "import sys, engines; engines.Engines(); print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.split()
    assert {"cv2", "patchmatch", "skimage", "torch", "engines.pointing"}.isdisjoint(loaded)
