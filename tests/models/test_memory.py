"""The ladder, on real architectures whose UNet runs out of memory above a size."""

import threading

import numpy as np
import pytest
import torch
from diffusers import AutoencoderKL, UNet2DConditionModel
from diffusers.models.attention_processor import AttnProcessor2_0

from engines.diffusion.device import Placement
from engines.diffusion.pipeline import Diffusion
from engines.diffusion.runner import Runner
from engines.diffusion.sd import SD
from engines.diffusion.sd_inpaint import SDInpaint
from errors import EngineError
from nodes.wording import say
from settings import Settings
from tests import tiny_pipelines as tiny

WIDE, HIGH = 192, 128  # 24 x 16 cells
FULL, THREE_QUARTERS, HALF = 24 * 16, 18 * 12, 12 * 8


def exhausted():
    raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB.")


class Tight(UNet2DConditionModel):
    """Has memory for `most` cells."""

    most, raises = FULL, staticmethod(exhausted)

    def forward(self, sample, *args, **more):
        if sample.shape[-1] * sample.shape[-2] > self.most:
            self.raises()
        return super().forward(sample, *args, **more)


class TightRunner(Runner):
    """Loads pipelines whose UNet is a `Tight`."""

    tight, vae = Tight, AutoencoderKL

    def _build(self, recipe, shared):
        loaded = super()._build(recipe, shared)
        loaded.pipeline.unet.__class__ = self.tight
        loaded.pipeline.vae.__class__ = self.vae
        return loaded


@pytest.fixture(scope="module")
def settings(tmp_path_factory):
    folder = tmp_path_factory.mktemp("weights")
    models = {"sd": tiny.save_sd(folder / "sd"), "sd-inpaint": tiny.save_inpaint(folder / "in")}
    return Settings.model_construct(models={n: str(where) for n, where in models.items()})


def tight(most, raises=exhausted):
    """A runner whose UNet has memory for `most` cells; `raises` says what happens above."""
    runner = TightRunner(Placement(device="cpu"))
    runner.tight = type("Tight", (Tight,), {"most": most, "raises": staticmethod(raises)})
    return runner


def nothing(_done, _total, _preview=None):
    return None


def draw(engine, *, width=WIDE, height=HIGH, seed=1):
    return engine.generate(
        "a red house", width=width, height=height, guide=None, seed=seed,
        options={"num_inference_steps": 2}, progress=nothing,
    )  # fmt: skip


def keys(drawn):
    return [note.key for note in drawn.notes]


def test_with_enough_memory_nothing_is_said(settings):
    assert keys(draw(SD(settings, tight(FULL)))) == []


@pytest.mark.parametrize(
    ("most", "sides"), [(THREE_QUARTERS, "144 × 96"), (HALF, "96 × 64")], ids=["3/4", "1/2"]
)
def test_a_smaller_picture_is_brought_back_to_the_wanted_size_and_says_so(settings, most, sides):
    drawn = draw(SD(settings, tight(most)))
    assert drawn.image.shape == (HIGH, WIDE, 3)
    assert keys(drawn) == ["memory_freed", "memory_tiled", "memory_smaller"]
    assert drawn.notes[-1].values == {"wanted": "192 × 128", "drawn": sides}
    assert f"{drawn.params['drawn_width_px']} × {drawn.params['drawn_height_px']}" == sides
    assert np.array_equal(drawn.image, draw(SD(settings, tight(most))).image)


def test_every_rung_is_said_in_both_languages(settings):
    for note in draw(SD(settings, tight(HALF))).notes:
        english, korean = (say(language, note.key, **note.values) for language in ("en", "ko"))
        assert english != korean
        assert all(str(value) in english and str(value) in korean for value in note.values.values())


def test_memory_that_is_short_only_once_costs_no_quality(settings):
    failures = iter([exhausted])

    def once():
        for fail in failures:
            fail()

    short = draw(SD(settings, tight(0, once)))
    assert keys(short) == ["memory_freed"]
    assert np.array_equal(short.image, draw(SD(settings, tight(FULL))).image)


def test_idle_pipelines_go_before_quality_does(settings):
    runner = tight(FULL)
    draw(SD(settings, runner))
    before = runner.pool.size_bytes
    failures = iter([exhausted])
    runner.tight = type(
        "Short", (Tight,), {"most": 0, "raises": staticmethod(lambda: [f() for f in failures])}
    )
    photo, mask = np.zeros((HIGH, WIDE, 3), np.uint8), np.ones((HIGH, WIDE), np.bool_)
    options = {"num_inference_steps": 2}
    drawn = SDInpaint(settings, runner).inpaint(
        photo, mask, "grass", seed=1, options=options, progress=nothing
    )
    assert keys(drawn) == ["memory_freed"]
    assert runner.pool.size_bytes < before * 1.5  # the first one went


def test_tiles_are_used_when_they_suffice_and_undone_afterwards(settings):
    runner, seen = tight(FULL), []

    class Tiled(AutoencoderKL):
        """Has memory for a picture in tiles only."""

        def decode(self, latents, *args, **more):
            if not (self.use_tiling and self.use_slicing):
                exhausted()
            return super().decode(latents, *args, **more)

    class Watched(Tight):
        def forward(self, sample, *args, **more):
            seen.extend(type(one) for one in self.attn_processors.values())
            return super().forward(sample, *args, **more)

    runner.tight, runner.vae = Watched, Tiled
    drawn = draw(SD(settings, runner))
    assert keys(drawn) == ["memory_freed", "memory_tiled"]
    assert "drawn_width_px" not in drawn.params
    assert set(seen) == {AttnProcessor2_0}, "attention in slices takes more memory, not less"
    recipe = next(iter(runner.pool._kept))
    with runner.pool.hold(recipe) as loaded:
        vae = loaded.pipeline.vae
        assert not vae.use_tiling
        assert not vae.use_slicing
        assert vae.tile_sample_min_size == 64  # as the weights say


def test_after_the_last_rung_it_fails_with_what_to_change_and_stays_usable(settings):
    engine = SD(settings, tight(HALF - 1))
    with pytest.raises(EngineError, match="memory") as failed:
        draw(engine)
    assert "smaller picture" in failed.value.hint
    assert not failed.value.retryable
    small = draw(engine, width=88, height=64)
    assert keys(small) == []
    assert np.array_equal(small.image, draw(SD(settings, tight(FULL)), width=88, height=64).image)


@pytest.mark.parametrize(
    "error",
    [
        RuntimeError("[enforce fail at alloc_cpu.cpp:118] DefaultCPUAllocator: can't allocate"),
        MemoryError("Unable to allocate 2.00 GiB for an array"),
        RuntimeError("CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`"),
        RuntimeError("cuDNN error: CUDNN_STATUS_ALLOC_FAILED"),
    ],
)
def test_a_lack_of_memory_that_is_said_in_other_words_is_one_too(settings, error):
    def fail():
        raise error

    assert keys(draw(SD(settings, tight(HALF, fail))))[-1] == "memory_smaller"


def test_any_other_failure_is_tried_once_and_is_no_lack_of_memory(settings, caplog):
    calls = []

    def fail():
        calls.append(1)
        raise RuntimeError("mat1 and mat2 shapes cannot be multiplied")

    with pytest.raises(EngineError, match="`sd` failed"):
        draw(SD(settings, tight(0, fail)))
    assert len(calls) == 1
    assert "mat1 and mat2" in caplog.text  # the operator finds out why


def test_another_pipeline_s_turn_lives_on_while_one_runs_out_of_memory(settings, tmp_path):
    runner = tight(0)
    other = Settings.model_construct(models={"sd": str(tiny.save_sd(tmp_path / "other"))})
    started, failed = threading.Event(), threading.Event()
    found = []

    def slow(done, total, _preview=None):
        if total > 1 and done == 1:
            started.set()
            assert failed.wait(60)

    def run():
        runner.tight = UNet2DConditionModel
        found.append(
            SD(other, runner).generate(
                "a red house", width=WIDE, height=HIGH, guide=None, seed=1,
                options={"num_inference_steps": 2}, progress=slow,
            )
        )  # fmt: skip

    thread = threading.Thread(target=run)
    thread.start()
    assert started.wait(60)
    runner.tight = type("None", (Tight,), {"most": 0})
    with pytest.raises(EngineError, match="memory"):
        draw(SD(settings, runner))
    failed.set()
    thread.join()
    assert found
    assert keys(found[0]) == []
    assert np.array_equal(found[0].image, draw(SD(settings, tight(FULL))).image)


def test_a_callback_is_made_for_each_attempt_with_arrays_of_its_size(settings):
    sizes = []

    class Watching(Diffusion):
        card, loads = SD.card, SD.loads

    def callback(_pipeline, arrays):
        sizes.append((arrays["width"], arrays["height"], arrays["mask"].shape))
        return lambda pipeline, index, timestep, tensors: tensors

    mask = np.zeros((HIGH, WIDE), np.bool_)
    mask[:, 7] = True  # a line of one pixel
    Watching(settings, tight(THREE_QUARTERS)).run(
        {"prompt": "a red house", "width": WIDE, "height": HIGH},
        seed=1, options={"num_inference_steps": 2}, progress=nothing,
        beside={"mask": mask}, callback=callback,
    )  # fmt: skip
    assert sizes == [(WIDE, HIGH, (HIGH, WIDE))] * 3 + [(144, 96, (96, 144))]
