"""What every engine on diffusers keeps, on tiny real architectures that were saved and reloaded."""

import threading
from functools import cache, partial
from importlib import import_module
from types import SimpleNamespace

import numpy as np
import pytest
from skimage import data

from engines.diffusion.device import Placement
from engines.diffusion.packed import unpacked
from engines.diffusion.runner import Runner
from engines.protocols import Guide
from errors import Cancelled, InvalidRequest
from settings import Settings
from tests import tiny_pipelines as tiny

HIGH, WIDE = 64, 96
ENGINES = {
    "sd": ("sd:SD", tiny.save_sd),
    "sdxl": ("sdxl:SDXL", tiny.save_sdxl),
    "flux": ("flux:Flux", tiny.save_flux),
    "flux-schnell": ("flux:FluxSchnell", partial(tiny.save_flux, guided=False)),
    "qwen-image": ("qwen_image:QwenImage", tiny.save_qwen_image),
    "controlnet": ("controlnet:ControlNet", tiny.save_sd),
    "sd-inpaint": ("sd_inpaint:SDInpaint", tiny.save_inpaint),
    "sdxl-inpaint": ("sdxl_inpaint:SDXLInpaint", tiny.save_sdxl_inpaint),
    "flux-fill": ("flux_fill:FluxFill", tiny.save_flux_fill),
    "blended-latent": ("blended_latent:BlendedLatent", tiny.save_sd),
    "instruct-pix2pix": ("instruct_pix2pix:InstructPix2Pix", tiny.save_instruct_pix2pix),
    "flux-kontext": ("flux_kontext:FluxKontext", tiny.save_flux_kontext),
    "qwen-image-edit": ("qwen_image_edit:QwenImageEdit", tiny.save_qwen_image_edit),
    "qwen-image-edit-plus": (
        "qwen_image_edit:QwenImageEditPlus",
        partial(tiny.save_qwen_image_edit, loads="QwenImageEditPlusPipeline"),
    ),
}
CHANGED = {
    "guidance_scale": 2.0,
    "image_guidance_scale": 4.0,
    "true_cfg_scale": 2.0,
    "controlnet_conditioning_scale": 0.3,
    "strength": 0.6,
    "num_inference_steps": 4,
    "negative_prompt": "blurry",
    "scheduler": "DPM++ 2M",  # what no engine here has by itself
}
every = pytest.mark.parametrize("name", ENGINES)


def found(name):
    module, attribute = ENGINES[name][0].split(":")
    return getattr(import_module(f"engines.diffusion.{module}"), attribute)


def of(*capabilities):
    fitting = [name for name in ENGINES if found(name).card.capability in capabilities]
    return pytest.mark.parametrize("name", fitting)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Engines by name; their weights are saved when they are first asked for."""
    runner = Runner(Placement(device="cpu"))

    @cache
    def folder(save):
        return str(save(tmp_path_factory.mktemp("weights")))

    @cache
    def make(name):
        own = found(name)
        models = {own.card.name: folder(ENGINES[name][1])}
        for seed, kind in enumerate(("canny", "scribble")):
            models[f"controlnet-{kind}"] = folder(partial_of(seed))
        return own(Settings.model_construct(models=models), runner)

    @cache
    def partial_of(seed):
        return partial(tiny.save_controlnet, seed=seed)

    return make


@pytest.fixture(scope="module")
def photo():
    return np.ascontiguousarray(data.coffee()[100:356:4, 120:504:4])  # 64 x 96


def masked():
    mask = np.zeros((HIGH, WIDE), np.bool_)
    mask[20:50, 30:70] = True
    return mask


def lines(kind="canny", column=40):
    drawn = np.zeros((HIGH, WIDE, 3), np.uint8)
    drawn[10:50, column : column + 3] = 255
    return Guide(kind, drawn)


def nothing(_done, _total, _preview=None):
    return None


def draw(engine, image, *, words="a red house", options=None, seed=1, progress=nothing, **own):
    """One picture of an engine, whatever it is for; three steps unless the options say more."""
    how = {"seed": seed, "options": {"num_inference_steps": 3, **(options or {})}}
    how["progress"] = progress
    if engine.card.capability == "generate":
        guide = own.get("guide", lines() if engine.card.guides else None)
        return engine.generate(words, width=WIDE, height=HIGH, guide=guide, **how)
    if engine.card.capability == "inpaint":
        return engine.inpaint(image, own.get("mask", masked()), words, **how)
    return engine.follow(image, words, **how)


@pytest.fixture(scope="module")
def plain(made, photo):
    """What an engine draws of a seed with nothing else said, and what it told; drawn once."""

    @cache
    def drawn(name, seed=1):
        told = []
        made_of = draw(made(name), photo, seed=seed, progress=lambda *at: told.append(at))
        return SimpleNamespace(image=made_of.image, params=made_of.params, told=told)

    return drawn


@every
def test_the_same_seed_gives_the_same_picture_of_the_wanted_size(name, made, photo, plain):
    before = photo.copy()
    first, again, other = plain(name), draw(made(name), photo), plain(name, seed=2)
    assert first.image.shape == (HIGH, WIDE, 3)
    assert first.image.dtype == np.uint8
    assert np.array_equal(first.image, again.image)
    assert (first.image != other.image).mean() > 0.2
    assert first.params["seed"] == 1
    assert first.params["num_inference_steps"] == 3
    assert np.array_equal(photo, before)


@pytest.mark.parametrize(
    ("name", "option"), [(n, o) for n in ENGINES for o in sorted(found(n).card.options)]
)
def test_each_option_of_the_card_changes_the_picture_and_is_recorded(
    name, option, made, photo, plain
):
    changed = draw(made(name), photo, options={option: CHANGED[option]})
    assert not np.array_equal(plain(name).image, changed.image)
    kept = "DPMSolverMultistepScheduler" if option == "scheduler" else CHANGED[option]
    assert changed.params[option] == kept


@every
def test_words_change_the_picture(name, made, photo, plain):
    other = draw(made(name), photo, words="snow on green hills")
    assert not np.array_equal(plain(name).image, other.image)


@of("edit", "inpaint")
def test_the_photo_changes_the_picture(name, made, photo, plain):
    other = draw(made(name), np.ascontiguousarray(photo[::-1]))
    assert not np.array_equal(plain(name).image, other.image)


@of("inpaint")
def test_the_mask_changes_the_picture(name, made, photo, plain):
    moved = draw(made(name), photo, mask=np.roll(masked(), 16, axis=1))
    assert not np.array_equal(plain(name).image, moved.image)


@every
def test_it_tells_each_step_and_shows_the_picture_so_far(name, plain):
    told = plain(name).told
    steps = [at[:2] for at in told if at[1] > 1]
    assert steps == sorted(steps)
    assert steps[-1][0] == steps[-1][1]
    shown = [at[2] for at in told if len(at) == 3 and at[2] is not None]
    assert shown
    for picture in shown:
        assert picture.shape == (HIGH, WIDE, 3)
        assert picture.dtype == np.uint8


@every
def test_a_cancelled_run_stops_at_the_next_step_and_leaves_the_engine_as_it_was(
    name, made, photo, plain
):
    engine, seen = made(name), []

    def stop(done, total, _preview=None):
        seen.append(done)
        if total > 1 and done >= 1:
            raise Cancelled("stopped")

    alone = plain(name).image
    with pytest.raises(Cancelled):
        draw(engine, photo, progress=stop)
    assert seen[-1] == 1
    assert np.array_equal(draw(engine, photo).image, alone)


@every
def test_eight_threads_draw_what_one_after_another_draws(name, made, photo, plain):
    engine, together = made(name), {}
    alone = {seed: plain(name, seed).image for seed in (1, 2)}

    def drawn(n):
        together[n] = draw(engine, photo, seed=1 + n % 2).image

    threads = [threading.Thread(target=drawn, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(together) == 8
    for n, picture in together.items():
        assert np.array_equal(picture, alone[1 + n % 2])


@every
def test_words_are_counted_as_the_model_reads_them(name, made):
    engine = made(name)
    short, long = engine.tokens("a red house"), engine.tokens("a red house " * 20)
    assert 3 < short < long
    assert engine.tokens("a red house " * 200) > engine.card.prompt_tokens  # nothing is cut


def test_each_guide_has_a_model_of_its_own_and_its_lines_count(made, photo):
    engine = made("controlnet")
    canny, again, scribble = (
        draw(engine, photo, guide=lines(kind)) for kind in ("canny", "canny", "scribble")
    )
    moved = draw(engine, photo, guide=lines(column=70))
    assert np.array_equal(canny.image, again.image)
    assert not np.array_equal(canny.image, scribble.image)
    assert not np.array_equal(canny.image, moved.image)


def test_a_controlnet_without_a_guide_draws_from_words_and_says_so(made, photo):
    engine = made("controlnet")
    drawn = draw(engine, photo, guide=None)
    assert [note.key for note in drawn.notes] == ["unguided"]
    assert not np.array_equal(drawn.image, draw(engine, photo).image)


@pytest.mark.parametrize("name", ["qwen-image", "qwen-image-edit", "flux-kontext"])
def test_a_negative_prompt_that_would_not_be_read_is_refused(name, made, photo):
    with pytest.raises(InvalidRequest, match="true_cfg_scale"):
        draw(made(name), photo, options={"true_cfg_scale": 1, "negative_prompt": "blurry"})


def test_guidance_needs_no_negative_prompt_to_count(made, photo):
    options = {"true_cfg_scale": 1}
    off, on = draw(made("flux-kontext"), photo, options=options), draw(made("flux-kontext"), photo)
    assert np.array_equal(off.image, on.image)  # off is its default
    options = {"true_cfg_scale": 3}
    guided = draw(made("flux-kontext"), photo, options=options)
    assert not np.array_equal(guided.image, on.image)


def test_packed_latents_come_back_as_the_picture_they_were():
    torch = pytest.importorskip("torch")
    from diffusers import FluxPipeline, QwenImagePipeline

    latents = torch.arange(16 * 8 * 12, dtype=torch.float32).reshape(1, 16, 8, 12)
    for pipeline in (FluxPipeline, QwenImagePipeline):
        packed = pipeline._pack_latents(latents, 1, 16, 8, 12)
        assert torch.equal(unpacked(packed, 64, 96), latents)
