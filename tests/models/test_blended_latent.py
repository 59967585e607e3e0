"""Blended Latent Diffusion against its closed form, at every step of every scheduler it offers."""

from functools import partial

import numpy as np
import pytest
from skimage import data

torch = pytest.importorskip("torch", reason="the `torch` extra is not installed")

from engines.diffusion.arguments import SCHEDULERS
from engines.diffusion.blended_latent import OFFERED, SEED_OFFSET, BlendedLatent, blending
from engines.diffusion.device import Placement
from engines.diffusion.runner import Runner
from errors import InvalidRequest
from settings import Settings
from tests import tiny_pipelines as tiny

HIGH, WIDE, CELL = 64, 96, 8
STEPS = 4
EXACT = 1e-5
SCALED = ("Euler", "Heun", "LMS")  # these hold x + sigma * noise, unscaled


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    folder = tiny.save_sd(tmp_path_factory.mktemp("sd"))
    return BlendedLatent(
        Settings.model_construct(models={"sd": str(folder)}), Runner(Placement(device="cpu"))
    )


@pytest.fixture(scope="module")
def photo():
    return np.ascontiguousarray(data.coffee()[100:356:4, 120:504:4])  # 64 x 96


@pytest.fixture(scope="module")
def mask():
    drawn = np.zeros((HIGH, WIDE), np.bool_)
    drawn[13:40, 34:60] = True  # not on the cells' borders
    return drawn


def watched(engine, photo, mask, callback, **options):
    """The latents after each step, outside the cells that the mask touches, and the pipeline."""
    seen, pipelines = [], []

    def watching(pipeline, arrays):
        own = callback(pipeline, arrays)
        pipelines.append(pipeline)

        def step(running, index, timestep, tensors):
            kept = own(running, index, timestep, tensors)
            seen.append(kept["latents"][0].clone())
            return kept

        return step

    engine.run(
        {"prompt": "a red house", "image": photo},
        seed=5,
        options={"num_inference_steps": STEPS, **options},
        progress=lambda *_: None,
        beside={"mask": mask},
        callback=watching,
    )
    rows, columns = HIGH // CELL, WIDE // CELL
    outside = ~mask.reshape(rows, CELL, columns, CELL).any((1, 3))
    return [latents[:, torch.from_numpy(outside)] for latents in seen], pipelines[0], outside


def levels(scheduler, strength, steps=STEPS):
    """(share of the photo, share of the noise) after each step, from the noise schedule alone."""
    betas = torch.linspace(0.00085**0.5, 0.012**0.5, 1000, dtype=torch.float64) ** 2
    left = torch.cumprod(1 - betas, 0)
    first = (steps - int(steps * strength)) * scheduler.order
    found = []
    for following in range(first + 1, len(scheduler.timesteps)):
        if hasattr(scheduler, "sigmas"):
            sigma = scheduler.sigmas[following].double()
            told = torch.tensor(np.interp(float(scheduler.timesteps[following]), range(1000), left))
            assert sigma == pytest.approx(float(((1 - told) / told) ** 0.5), rel=0.03)
            unscaled = type(scheduler).__name__.startswith(SCALED)
            kept = torch.tensor(1.0) if unscaled else 1 / (1 + sigma**2) ** 0.5
            found.append((kept, kept * sigma))
        else:
            share = left[int(scheduler.timesteps[following])]
            found.append((share**0.5, (1 - share) ** 0.5))
    return [*found, (torch.tensor(1.0), torch.tensor(0.0))]


def furthest(engine, photo, mask, callback, strength, scheduler):
    """How far the latents outside the mask are from the closed form, at the worst step."""
    seen, pipeline, outside = watched(
        engine, photo, mask, callback, strength=strength, scheduler=scheduler
    )
    pixels = torch.from_numpy(photo).permute(2, 0, 1)[None] / 127.5 - 1
    with torch.no_grad():
        source = pipeline.vae.encode(pixels).latent_dist.mode() * pipeline.vae.config.scaling_factor
    noise = torch.randn(source.shape, generator=torch.Generator("cpu").manual_seed(5 + SEED_OFFSET))
    cells = torch.from_numpy(outside)
    expected = [
        kept.float() * source[0][:, cells] + added.float() * noise[0][:, cells]
        for kept, added in levels(pipeline.scheduler, strength)
    ]
    assert len(seen) == len(expected)
    assert len(seen) > 1
    return max(
        float((latents - wanted).abs().max() / wanted.abs().max())
        for latents, wanted in zip(seen, expected, strict=True)
    )


def a_step_late(pipeline, arrays, *, seed):
    """A wrong one: the background of each step is that of the step before it."""
    own, before = blending(pipeline, arrays, seed=seed), []

    def step(running, index, timestep, tensors):
        before.append(own(running, index, timestep, tensors)["latents"])
        return {"latents": before[max(0, len(before) - 2)]}

    return step


@pytest.mark.parametrize("strength", [0.5, 1.0])
@pytest.mark.parametrize("scheduler", OFFERED)
def test_outside_the_mask_each_step_is_the_photo_as_noisy_as_it_must_be(
    scheduler, strength, engine, photo, mask
):
    right = furthest(engine, photo, mask, partial(blending, seed=5), strength, scheduler)
    assert right < EXACT


@pytest.mark.parametrize("scheduler", OFFERED)
def test_a_blend_with_the_wrong_noise_level_would_be_noticed(scheduler, engine, photo, mask):
    wrong = furthest(engine, photo, mask, partial(a_step_late, seed=5), 0.8, scheduler)
    assert wrong > 100 * EXACT


def test_all_schedulers_but_the_one_that_repeats_steps_are_offered():
    assert set(SCHEDULERS) - set(OFFERED) == {"PNDM"}


def test_pndm_is_refused_and_is_not_used_where_the_weights_ship_it(engine, photo, mask):
    how = {"seed": 1, "progress": lambda *_: None}
    for name in ("PNDM", "pndm", "PNDMScheduler"):
        with pytest.raises(InvalidRequest) as refused:
            engine.inpaint(photo, mask, "a house", options={"scheduler": name}, **how)
        assert "DDIM" in refused.value.hint
        assert "PNDM" not in refused.value.hint
    drawn = engine.inpaint(photo, mask, "a house", options={"num_inference_steps": 4}, **how)
    assert drawn.params["scheduler"] == "DDIMScheduler"
    assert drawn.params["scheduler_shipped"] == "PNDMScheduler"


def test_inside_the_mask_the_words_count_and_the_photo_stays_recognisable_outside(
    engine, photo, mask
):
    how = {"seed": 1, "progress": lambda *_: None, "options": {"num_inference_steps": 4}}
    house, snow = (engine.inpaint(photo, mask, words, **how).image for words in ("house", "snow"))
    differs = (house != snow).any(-1)
    assert differs[mask].mean() > 0.5
    # A VAE's decoder mixes neighbours, and no more than a little of what is far away.
    far = np.abs(house[:, 80:].astype(int) - snow[:, 80:]).mean()
    near = np.abs(house[mask].astype(int) - snow[mask]).mean()
    assert far < near / 4
