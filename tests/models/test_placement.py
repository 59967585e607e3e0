"""Where a pipeline runs and in how little memory: accelerate's real hooks, on a CPU."""

import logging
from functools import cached_property

import numpy as np
import pytest
import torch
from accelerate import cpu_offload
from diffusers import StableDiffusionPipeline
from skimage import data

from engines.diffusion.device import Placement, group_bytes
from engines.diffusion.pool import modules_of
from engines.diffusion.recipe import Recipe
from engines.diffusion.runner import Runner
from engines.diffusion.saving import same_precision
from engines.diffusion.sd import SD
from engines.diffusion.sdxl_inpaint import SDXLInpaint
from errors import Cancelled, EngineError
from settings import Settings
from tests import tiny_pipelines as tiny

WIDE, HIGH = 96, 64
ROUNDING = 3  # levels of 255: channels-last adds in another order, in float16


class Accelerator(str):
    """The CPU, which passes for a GPU: models are moved to it, offloaded from it and in float16."""

    type = "accelerator"


class Pipeline(StableDiffusionPipeline):
    """Offloads as diffusers does; that one asks for "cpu:0", which torch takes for another CPU."""

    def enable_sequential_cpu_offload(self, device):
        for model in modules_of(self).values():
            cpu_offload(model, torch.device("cpu"), offload_buffers=bool(model._parameters))


class AcceleratedRunner(Runner):
    """Runs on an `Accelerator`."""

    @cached_property
    def device(self):
        return Accelerator("cpu:0")

    def _build(self, recipe, shared):
        loaded = super()._build(recipe, shared)
        loaded.pipeline.__class__ = Pipeline
        return loaded


@pytest.fixture(scope="module")
def settings(tmp_path_factory):
    at = tmp_path_factory.mktemp("weights")
    models = {"sd": tiny.save_sd(at / "sd"), "sdxl-inpaint": tiny.save_sdxl_inpaint(at / "xl")}
    return Settings.model_construct(models={n: str(where) for n, where in models.items()})


@pytest.fixture(scope="module")
def plain(settings):
    return draw(SD(settings, AcceleratedRunner(Placement())))


def close(one, other):
    return np.abs(one.image.astype(int) - other.image).max() <= ROUNDING


def draw(sd, progress=lambda *_: None):
    return sd.generate(
        "a red house", width=WIDE, height=HIGH, guide=None, seed=1,
        options={"num_inference_steps": 3}, progress=progress,
    )  # fmt: skip


def pipeline_of(engine):
    recipe = Recipe(engine.loads, engine.folder(), engine.source())
    with engine.runner.pool.hold(recipe) as loaded:
        return loaded.pipeline


def hooked(pipeline):
    return [
        name for name, module in modules_of(pipeline).items()
        if any(hasattr(part, "_hf_hook") for part in module.modules())
    ]  # fmt: skip


@pytest.mark.parametrize("offload", ["model", "sequential"])
def test_a_pipeline_that_is_offloaded_as_set_draws_the_same_with_previews(offload, settings, plain):
    sd, seen = SD(settings, AcceleratedRunner(Placement(offload=offload))), []
    pipeline = pipeline_of(sd)

    def watch(_done, _total, preview=None):
        if preview is not None:
            seen.append((preview.shape, hooked(pipeline)))

    assert close(draw(sd, watch), plain)
    assert seen
    shape, names = seen[0]
    assert shape == (HIGH, WIDE, 3)
    assert {"unet", "vae", "text_encoder"} <= set(names)


@pytest.mark.parametrize("offload", ["model", "sequential"])
def test_a_stopped_run_leaves_no_part_offloaded(offload, settings, plain):
    sd = SD(settings, AcceleratedRunner(Placement(offload=offload)))

    def stop(done, total, _preview=None):
        if total > 1 and done == 2:
            raise Cancelled("stopped")

    with pytest.raises(Cancelled):
        draw(sd, stop)
    pipeline = pipeline_of(sd)
    assert hooked(pipeline) == []
    for module in modules_of(pipeline).values():
        assert {weight.device.type for weight in module.parameters()} == {"cpu"}
    assert close(draw(sd), plain)


@pytest.mark.filterwarnings("ignore:`torch.jit.script:DeprecationWarning")  # torch's own
def test_a_gpu_gets_channels_last_and_compiled_models_only_where_it_is_set(settings, caplog):
    for compiled in (False, True):
        pipeline = pipeline_of(SD(settings, AcceleratedRunner(Placement(compiled=compiled))))
        weight = pipeline.unet.conv_in.weight
        assert weight.is_contiguous(memory_format=torch.channels_last)
        assert (pipeline.unet._compiled_call_impl is not None) == compiled
        assert weight.dtype == torch.float16
    plain = pipeline_of(SD(settings, Runner(Placement(device="cpu", compiled=True))))
    assert not plain.unet.conv_in.weight.is_contiguous(memory_format=torch.channels_last)
    assert "PENTIMENTO_COMPILE has no effect" in caplog.text
    assert plain.unet._compiled_call_impl is None  # on a CPU it takes minutes and gains little


@pytest.mark.filterwarnings("ignore:`torch.jit.script:DeprecationWarning")  # torch's own
def test_a_model_that_two_pipelines_share_is_compiled_once(settings):
    runner, folder = AcceleratedRunner(Placement(compiled=True)), SD(settings).folder()
    compiled = []
    for loads in ("StableDiffusionPipeline", "StableDiffusionImg2ImgPipeline"):
        with runner.pool.hold(Recipe(loads, folder, "sd")) as loaded:
            compiled.append(loaded.pipeline.unet._compiled_call_impl)
    assert compiled[0] is not None
    assert compiled[0] is compiled[1]


def test_a_container_s_limit_leaves_what_only_files_that_were_read_take(tmp_path):
    assert group_bytes(tmp_path) > 1 << 60  # no container
    told = {"max": "32000\n", "current": "29000\n", "stat": "anon 9000\ninactive_file 20000\n"}
    for name, said in told.items():
        (tmp_path / f"memory.{name}").write_text(said)
    assert group_bytes(tmp_path) == 23000
    (tmp_path / "memory.stat").unlink()
    assert group_bytes(tmp_path) == 3000
    (tmp_path / "memory.max").write_text("max\n")
    assert group_bytes(tmp_path) > 1 << 60


def test_a_model_that_does_not_fit_the_device_whole_runs_in_parts_and_says_so(settings, plain):
    class SmallRunner(AcceleratedRunner):
        """Never holds a whole pipeline."""

        def _placed(self, pipeline):
            raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB.")

    drawn = draw(SD(settings, SmallRunner(Placement())))
    assert [note.key for note in drawn.notes] == ["memory_offloaded"]
    assert close(drawn, plain)


def test_a_device_that_fails_when_a_model_is_moved_there_fails_the_turn_and_no_more(settings):
    failures = iter([RuntimeError("CUDA error: an illegal memory access was encountered")])

    class FailingRunner(AcceleratedRunner):
        """Its device fails once."""

        def _placed(self, pipeline):
            for failure in failures:
                raise failure
            return super()._placed(pipeline)

    sd = SD(settings, FailingRunner(Placement()))
    with pytest.raises(EngineError, match="`sd` failed"):
        draw(sd)
    assert draw(sd).image.any()


def test_a_vae_that_a_failure_left_in_another_dtype_gets_its_own_back(settings):
    pipeline = pipeline_of(SD(settings, Runner(Placement(device="cpu"))))

    def fail():
        pipeline.vae.to(torch.float64)
        raise MemoryError

    with pytest.raises(MemoryError), same_precision(pipeline):
        fail()
    assert pipeline.vae.dtype == torch.float32


def test_diffusers_is_silent_of_layers_that_there_are_none_of_and_of_nothing_else(settings, caplog):
    photo = np.ascontiguousarray(data.coffee()[100:356:4, 120:504:4])
    mask = np.zeros((HIGH, WIDE), np.bool_)
    mask[20:50, 30:70] = True
    engine = SDXLInpaint(settings, Runner(Placement(device="cpu")))
    how = {"seed": 1, "options": {"num_inference_steps": 2}, "progress": lambda *_: None}
    with caplog.at_level(logging.WARNING):
        engine.inpaint(photo, mask, "a hat", **how)
    assert "float32" not in caplog.text
    log = logging.getLogger("diffusers.models.modeling_utils")
    log.warning("There are modules in Flux that should be kept in float32: ['norm'].")
    assert "['norm']" in caplog.text
