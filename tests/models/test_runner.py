"""What the runner does for every engine on diffusers, on tiny real architectures."""

import json
import shutil
import subprocess
import sys
import threading
from pathlib import Path
from types import SimpleNamespace

import cv2
import numpy as np
import pytest
import torch
from diffusers import UNet2DConditionModel
from skimage import data

from engines.diffusion.arguments import SCHEDULERS, scheduler_of
from engines.diffusion.device import LOADING, Placement
from engines.diffusion.instruct_pix2pix import InstructPix2Pix
from engines.diffusion.pool import Loaded
from engines.diffusion.previews import Previews, colours_of
from engines.diffusion.recipe import Recipe
from engines.diffusion.runner import Runner
from engines.diffusion.sd import SD
from engines.diffusion.sd_inpaint import SDInpaint
from errors import Cancelled, EngineError, EngineUnavailable, InvalidRequest
from settings import Settings
from tests import tiny_pipelines as tiny

ROOT = Path(__file__).parents[2]
WIDE, HIGH = 96, 64
CPU = torch.device("cpu")


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    at = tmp_path_factory.mktemp("weights")
    return {
        "sd": tiny.save_sd(at / "sd"),
        "sd-inpaint": tiny.save_inpaint(at / "inpaint"),
        "instruct-pix2pix": tiny.save_instruct_pix2pix(at / "pix2pix"),
    }


@pytest.fixture(scope="module")
def runner():
    return Runner(Placement(device="cpu"))


def engine(made, folders, runner=None, **changes):
    models = {name: str(folder) for name, folder in {**folders, **changes}.items()}
    return made(Settings.model_construct(models=models), runner or Runner(Placement(device="cpu")))


def nothing(_done, _total, _preview=None):
    return None


def draw(sd, *, progress=nothing, seed=1, **options):
    return sd.generate(
        "a red house", width=WIDE, height=HIGH, guide=None, seed=seed,
        options={"num_inference_steps": 3, **options}, progress=progress,
    )  # fmt: skip


def spoilt(folder, into, name="sd"):
    """A copy of a folder, to be damaged."""
    return Path(shutil.copytree(folder, into / name))


def test_an_engine_costs_nothing_until_it_draws(folders):
    code = (
        "import sys; from engines import Engines; from settings import Settings\n"
        f"models = { ({name: str(folder) for name, folder in folders.items()})!r}\n"
        "engines = Engines(settings=Settings.model_construct(models=models))\n"
        "engines.inpainter('sd-inpaint'), engines.generator('sd')\n"
        "engines.instructor('instruct-pix2pix')\n"
        "print(*sys.modules)"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.split()
    assert "engines.diffusion.runner" in loaded
    assert {"torch", "diffusers", "transformers"}.isdisjoint(loaded)


def test_tokens_are_counted_without_the_weights_and_while_another_thread_draws(folders, tmp_path):
    bare = spoilt(folders["sd"], tmp_path)
    sd = engine(SD, folders, sd=bare)
    assert sd.tokens("ab c") == 2 + 3
    for file in bare.glob("*/*.safetensors"):
        file.write_bytes(b"no weights")
    assert engine(SD, folders, sd=bare).tokens("ab c") == 2 + 3

    sd, counted = engine(SD, folders), []

    def count(done, _total, _preview=None):
        if done == 1:
            thread = threading.Thread(target=lambda: counted.append(sd.tokens("ab c")))
            thread.start()
            thread.join(30)

    draw(sd, progress=count)
    assert counted == [5]


def test_a_version_remembers_what_it_takes_to_draw_it_again(folders, runner, tmp_path):
    drawn = draw(engine(SD, folders, runner), guidance_scale=4.0, negative_prompt="text")
    assert drawn.params == {
        "guidance_scale": 4.0,
        "num_inference_steps": 3,
        "negative_prompt": "text",
        "seed": 1,
        "scheduler": "PNDMScheduler",
        "model": "sd",  # and not where it lies
        "device": "cpu",
        "dtype": "float32",
    }
    kept = tmp_path / "models--stable-diffusion-v1-5--stable-diffusion-v1-5" / "snapshots"
    shutil.copytree(folders["sd"], kept / "abc123")
    hub = SD(Settings.model_construct(weights=tmp_path), runner)
    params = draw(hub).params
    assert params["model"] == "stable-diffusion-v1-5/stable-diffusion-v1-5"
    assert params["revision"] == "abc123"


@pytest.mark.parametrize("name", SCHEDULERS)
def test_every_scheduler_draws_the_same_twice_and_is_recorded(name, folders, runner):
    sd = engine(SD, folders, runner)
    first, again = (draw(sd, scheduler=name, num_inference_steps=4) for _ in range(2))
    assert np.array_equal(first.image, again.image)
    assert first.params["scheduler"] == SCHEDULERS[name].loads


def test_a_turn_s_scheduler_is_not_the_next_turn_s(folders, runner):
    sd = engine(SD, folders, runner)
    plain = draw(sd)
    draw(sd, scheduler="Heun")
    assert draw(sd).params["scheduler"] == "PNDMScheduler"
    assert np.array_equal(draw(sd).image, plain.image)


def test_schedulers_differ_from_each_other(folders, runner):
    sd = engine(SD, folders, runner)
    drawn = (draw(sd, scheduler=name, num_inference_steps=6) for name in SCHEDULERS)
    pictures = {one.image.tobytes() for one in drawn}
    assert len(pictures) == len(SCHEDULERS)


@pytest.mark.parametrize("name", ["PNDM", "DPM++ 2M", "UniPC", "LMS", "Euler a"])
def test_a_run_that_was_stopped_half_way_leaves_nothing_behind(name, folders, runner):
    sd, plain = engine(SD, folders, runner), None

    def stop(done, total, _preview=None):
        if total > 1 and done == 3:
            raise Cancelled("stopped")

    plain = draw(sd, scheduler=name, num_inference_steps=6)
    with pytest.raises(Cancelled):
        draw(sd, scheduler=name, num_inference_steps=6, progress=stop)
    assert np.array_equal(draw(sd, scheduler=name, num_inference_steps=6).image, plain.image)


def test_a_model_that_was_trained_otherwise_refuses_a_scheduler_with_the_choices():
    from diffusers import FlowMatchEulerDiscreteScheduler

    with pytest.raises(InvalidRequest, match="DDIM") as refused:
        scheduler_of(FlowMatchEulerDiscreteScheduler(), "DDIM")
    assert "leave `scheduler` out" in refused.value.hint


def test_another_method_keeps_the_model_s_noise_and_not_the_shipped_method_s_ways():
    from diffusers import DDIMScheduler, DPMSolverMultistepScheduler

    shipped = DPMSolverMultistepScheduler(
        beta_start=0.00085, beta_schedule="scaled_linear", use_karras_sigmas=True,
        prediction_type="v_prediction",
    )  # fmt: skip
    plain = scheduler_of(shipped, "DPM++ 2M")
    assert plain.config.beta_start == 0.00085
    assert plain.config.prediction_type == "v_prediction"
    assert not plain.config.use_karras_sigmas
    assert scheduler_of(shipped, None).config.use_karras_sigmas
    bounded = DDIMScheduler(clip_sample=True)
    assert not scheduler_of(bounded, "DDIM").config.clip_sample  # latents exceed 1


def test_eight_threads_with_options_of_their_own_draw_what_they_would_alone(folders, runner):
    sd = engine(SD, folders, runner)
    turns = [
        {"seed": n, "scheduler": name, "num_inference_steps": 3 + n % 2, "guidance_scale": 2.0 + n}
        for n, name in enumerate(list(SCHEDULERS)[:8])
    ]
    alone = [draw(sd, **turn) for turn in turns]
    together = {}
    threads = [
        threading.Thread(target=lambda n=n: together.update({n: draw(sd, **turns[n])}))
        for n in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for n, one in enumerate(alone):
        assert np.array_equal(together[n].image, one.image)
        assert together[n].params == one.params


def test_inpainting_draws_at_the_photo_s_own_proportions_and_leaves_it_alone(folders, runner):
    photo = np.ascontiguousarray(data.coffee()[100:356:4, 120:504:4])
    mask = np.zeros((HIGH, WIDE), np.bool_)
    mask[20:50, 30:70] = True
    before = photo.copy(), mask.copy()
    inpaint = engine(SDInpaint, folders, runner)
    drawn = inpaint.inpaint(
        photo, mask, "a hat", seed=1, options={"num_inference_steps": 2}, progress=nothing
    )
    assert drawn.image.shape == photo.shape
    assert np.array_equal(photo, before[0])
    assert np.array_equal(mask, before[1])


def test_instruct_pix2pix_starts_from_the_values_of_the_first_system_of_this_kind(folders, runner):
    photo = np.ascontiguousarray(data.coffee()[100:356:4, 120:504:4])
    drawn = engine(InstructPix2Pix, folders, runner).follow(
        photo, "make it winter", seed=1, options={}, progress=nothing
    )
    known = {k: drawn.params[k] for k in ("guidance_scale", "image_guidance_scale")}
    assert known == {"guidance_scale": 7.0, "image_guidance_scale": 1.5}
    assert drawn.params["num_inference_steps"] == 20
    assert drawn.params["scheduler"] == "EulerAncestralDiscreteScheduler"


def test_a_long_negative_prompt_is_cut_and_the_reply_says_so(folders, runner):
    sd, told = engine(SD, folders, runner), "blurry " * 20
    drawn = draw(sd, negative_prompt=told)
    assert [note.key for note in drawn.notes] == ["negative_cut"]
    assert sd.tokens(drawn.params["negative_prompt"]) <= 77
    assert drawn.params["negative_prompt"].startswith("blurry blurry")
    assert draw(sd, negative_prompt="blurry").notes == ()


def test_pickled_weights_are_refused_before_they_are_read(folders, tmp_path):
    folder = spoilt(folders["sd"], tmp_path)
    safe = folder / "unet" / "diffusion_pytorch_model.safetensors"
    safe.rename(safe.with_suffix(".bin"))
    recipe = Recipe("StableDiffusionPipeline", folder, str(folder))
    pool = Runner(Placement(device="cpu")).pool
    with pytest.raises(EngineUnavailable, match="pickled") as refused, pool.hold(recipe):
        pass
    assert "safetensors" in refused.value.hint


@pytest.mark.parametrize("part", ["unet", "text_encoder", "vae"])
def test_damaged_weights_are_named_without_where_they_lie(part, folders, tmp_path):
    folder = spoilt(folders["sd"], tmp_path)
    for file in (folder / part).glob("*.safetensors"):
        file.write_bytes(file.read_bytes()[:1000])
    with pytest.raises(EngineUnavailable, match="`sd` cannot be read") as refused:
        draw(engine(SD, folders, sd=folder))
    assert str(tmp_path) not in refused.value.sentence()


@pytest.mark.parametrize("index", ["", "[]", '{"unet": 3}'])
def test_a_folder_without_a_readable_index_is_refused(index, folders, tmp_path):
    folder = spoilt(folders["sd"], tmp_path)
    (folder / "model_index.json").write_text(index)
    with pytest.raises(EngineUnavailable, match="cannot be read"):
        draw(engine(SD, folders, sd=folder))


@pytest.mark.parametrize(
    ("made", "other", "says"),
    [
        (SD, "sd-inpaint", "inpainting"),
        (SD, "instruct-pix2pix", "orders"),
        (SDInpaint, "instruct-pix2pix", "orders"),
        (InstructPix2Pix, "sd", "pictures from words"),
    ],
)
def test_a_model_of_another_kind_is_refused_when_it_is_loaded(made, other, says, folders):
    wrong = engine(made, folders, **{made.card.name: folders[other]})
    recipe = Recipe(made.loads, wrong.folder(), wrong.source())
    with pytest.raises(EngineUnavailable, match=says), wrong.runner.pool.hold(recipe):
        pass


def test_a_model_that_loses_its_numbers_gives_no_black_picture(folders):
    class Lost(UNet2DConditionModel):
        def forward(self, sample, *args, **more):
            return (torch.full_like(sample, float("nan")),)

    class LostRunner(Runner):
        def _build(self, recipe, shared) -> Loaded:
            loaded = super()._build(recipe, shared)
            loaded.pipeline.unet.__class__ = Lost
            return loaded

    with pytest.raises(EngineError, match="lost its numbers"):
        draw(engine(SD, folders, LostRunner(Placement(device="cpu"))), scheduler="DDIM")


@pytest.mark.parametrize("device", ["cuda:7", "tpu", "mps"])
def test_a_device_that_is_not_there_is_named(device, folders):
    if device == "mps" and torch.backends.mps.is_available():
        pytest.skip("this machine has one")
    with pytest.raises(InvalidRequest, match=f"PENTIMENTO_DEVICE={device}"):
        draw(engine(SD, folders, Runner(Placement(device=device))))


class LinearVAE(torch.nn.Module):
    """Mixes the mean colour of each cell of 8 px into four channels: what real ones do, nearly."""

    config = SimpleNamespace(scaling_factor=0.18215, shift_factor=0.1, latents_mean=None)
    dtype = torch.float32

    def __init__(self):
        super().__init__()
        self.mixed = torch.nn.Parameter(torch.tensor(np.random.default_rng(1).normal(size=(4, 3))))

    def encode(self, pixels):
        means = torch.nn.functional.avg_pool2d(pixels, 8).double()
        latents = torch.einsum("lc,bchw->blhw", self.mixed, means) + 2.5
        return SimpleNamespace(latent_dist=SimpleNamespace(mode=lambda: latents))


def test_a_preview_shows_what_is_where_in_its_colours():
    photo, vae = np.ascontiguousarray(data.coffee()[:384, :576]), LinearVAE()
    pixels = torch.from_numpy(photo).permute(2, 0, 1)[None].float() / 127.5 - 1
    with torch.no_grad():
        latents = (vae.encode(pixels).latent_dist.mode() - 0.1) * 0.18215
    shown = Previews(lambda: colours_of(vae, CPU), (576, 384)).of(lambda: latents)
    assert shown.shape == (171, 256, 3)
    cells = cv2.resize(photo, (72, 48), interpolation=cv2.INTER_AREA)
    wanted = cv2.resize(cells, (256, 171), interpolation=cv2.INTER_LINEAR)
    assert np.abs(shown.astype(int) - wanted).mean() < 5


def test_a_preview_of_much_noise_is_no_field_of_black_and_white():
    colours = colours_of(LinearVAE(), CPU)
    noise = np.random.default_rng(0).normal(0, 14, (4, 16, 24)).astype(np.float32)
    shown = colours.picture(noise)
    assert ((shown > 5) & (shown < 250)).mean() > 0.5


def test_previews_are_made_no_more_often_than_they_are_shown(folders, runner):
    asked, now = [], [0.0]
    recipe = Recipe(SD.loads, folders["sd"], "sd")
    with runner.pool.hold(recipe) as loaded:
        colours = colours_of(loaded.pipeline.vae, CPU)
    previews = Previews(lambda: colours, (WIDE, HIGH), clock=lambda: now[0])

    def latents():
        asked.append(now[0])
        return torch.zeros(1, 4, 8, 12)

    for step in range(10):
        now[0] = step * 0.1
        previews.of(latents)
    assert asked == [0.0, pytest.approx(0.3), pytest.approx(0.6), pytest.approx(0.9)]


def test_a_preview_changes_no_pixel_of_the_picture(folders):
    sd, seen = engine(SD, folders), []
    first = draw(sd, progress=lambda *at: seen.append(at))  # computes the map of its colours
    assert any(len(at) == 3 and at[2] is not None for at in seen)
    assert np.array_equal(first.image, draw(sd).image)


def test_a_turn_that_was_stopped_before_it_began_loads_nothing(folders):
    def stop(_done, _total, _preview=None):
        raise Cancelled("stopped")

    sd = engine(SD, folders)
    with pytest.raises(Cancelled):
        draw(sd, progress=stop)
    assert sd.runner.pool.size_bytes == 0


def test_what_the_hub_s_old_folders_hold_besides_is_neither_needed_nor_loaded(folders, tmp_path):
    folder = spoilt(folders["sd"], tmp_path)
    index = json.loads((folder / "model_index.json").read_text())
    index["safety_checker"] = ["stable_diffusion", "StableDiffusionSafetyChecker"]
    index["feature_extractor"] = ["transformers", "CLIPImageProcessor"]
    (folder / "model_index.json").write_text(json.dumps(index))
    (folder / "safety_checker").mkdir()
    (folder / "safety_checker" / "pytorch_model.bin").write_bytes(b"pickled")
    plain = draw(engine(SD, folders))
    assert np.array_equal(draw(engine(SD, folders, sd=folder)).image, plain.image)
    assert not LOADING.locked()
