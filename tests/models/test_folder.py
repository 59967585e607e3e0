"""`diffusers:<folder or hub id>`: what is served as what, and what is refused and why."""

import json
import re
import subprocess
import sys
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from skimage import data

from engines import Engines
from engines.diffusion.folder import CLASSES
from errors import NoEngine
from nodes.korean import korean
from settings import Settings
from tests import tiny_pipelines as tiny

SERVED = {
    "StableDiffusionPipeline": ("generate", tiny.save_sd),
    "StableDiffusionXLPipeline": ("generate", tiny.save_sdxl),
    "FluxPipeline": ("generate", tiny.save_flux),
    "QwenImagePipeline": ("generate", tiny.save_qwen_image),
    "StableDiffusionInpaintPipeline": ("inpaint", tiny.save_inpaint),
    "StableDiffusionXLInpaintPipeline": ("inpaint", tiny.save_sdxl_inpaint),
    "FluxFillPipeline": ("inpaint", tiny.save_flux_fill),
    "StableDiffusionInstructPix2PixPipeline": ("edit", tiny.save_instruct_pix2pix),
    "FluxKontextPipeline": ("edit", tiny.save_flux_kontext),
    "QwenImageEditPipeline": ("edit", tiny.save_qwen_image_edit),
    "QwenImageEditPlusPipeline": (
        "edit",
        partial(tiny.save_qwen_image_edit, loads="QwenImageEditPlusPipeline"),
    ),
}


@pytest.fixture(scope="module")
def photo():
    return np.ascontiguousarray(data.coffee()[100:356:4, 120:504:4])  # 64 x 96


def with_pipelines(*names, **settings):
    return Engines(
        settings=Settings.model_construct(
            diffusers=[str(name) for name in names], device="cpu", **settings
        )
    )


def draw(engines, name, capability, photo, seed):
    how = {"seed": seed, "options": {"num_inference_steps": 2}, "progress": lambda *_: None}
    if capability == "generate":
        engine = engines.generator(name)
        return engine.generate("a red house", width=96, height=64, guide=None, **how).image
    if capability == "inpaint":
        mask = np.zeros(photo.shape[:2], np.bool_)
        mask[20:50, 30:70] = True
        return engines.inpainter(name).inpaint(photo, mask, "a red house", **how).image
    return engines.instructor(name).follow(photo, "make it red", **how).image


def saved(folder, **index):
    """A Stable Diffusion folder whose index says something else."""
    tiny.save_sd(folder)
    file = folder / "model_index.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | index))
    return folder


def test_every_class_that_is_offered_is_tested_here():
    assert set(SERVED) == set(CLASSES)


@pytest.mark.parametrize("loads", SERVED)
def test_a_folder_is_served_as_what_its_index_says(loads, tmp_path, photo):
    capability, save = SERVED[loads]
    name = f"diffusers:{save(tmp_path)}"
    engines = with_pipelines(tmp_path)
    assert name in engines.names(capability)
    card = engines.card(name)
    assert (card.name, card.capability) == (name, capability)
    assert len(card.summary) < 120
    drawn = draw(engines, name, capability, photo, 1)  # test_diffusion_engines.py has the rest
    assert drawn.shape == (64, 96, 3)
    assert drawn.std() > 5


def test_own_pipelines_come_after_the_engines_that_the_house_knows(tmp_path):
    engines = with_pipelines(tiny.save_sd(tmp_path))
    assert engines.known("generate")[-1] == f"diffusers:{tmp_path}"
    assert engines.known("generate")[:-1] == Engines().known("generate")


def test_a_distilled_flux_offers_no_guidance(tmp_path):
    guided = tiny.save_flux(tmp_path / "dev")
    distilled = tiny.save_flux(tmp_path / "schnell", guided=False)
    engines = with_pipelines(guided, distilled)
    assert "guidance_scale" in engines.card(f"diffusers:{guided}").options
    assert "guidance_scale" not in engines.card(f"diffusers:{distilled}").options


@pytest.mark.parametrize(
    ("save", "channels", "engine"),
    [
        (tiny.save_sd, 9, "sd-inpaint"),
        (tiny.save_sd, 8, "instruct-pix2pix"),
        (tiny.save_sdxl, 9, "sdxl-inpaint"),
    ],
)
def test_a_unet_of_another_kind_behind_a_class_is_refused_clearly(save, channels, engine, tmp_path):
    folder = save(tmp_path, in_channels=channels)
    engines = with_pipelines(folder)
    assert f"diffusers:{folder}" not in engines.names("generate")
    lack = engines.lack("generate", f"diffusers:{folder}")
    assert f"takes {channels} channels" in lack.what
    assert f'"{engine}": "{folder}"' in lack.command  # that engine runs it
    with pytest.raises(NoEngine, match="channels"):
        engines.generator(f"diffusers:{folder}")


def test_a_unet_that_no_engine_here_runs_is_sent_to_none(tmp_path):
    folder = tiny.save_sd(tmp_path, in_channels=5)  # with depth
    lack = with_pipelines(folder).lack("generate", f"diffusers:{folder}")
    assert "takes 5 channels" in lack.what
    assert "PENTIMENTO_MODELS" not in lack.command


def test_the_engine_that_the_refusal_names_draws_with_that_folder(tmp_path, photo):
    folder = tiny.save_sd(tmp_path, in_channels=9)
    engines = with_pipelines(models={"sd-inpaint": str(folder)})
    assert draw(engines, "sd-inpaint", "inpaint", photo, 1).shape == photo.shape


def test_a_class_that_is_not_known_is_refused_with_those_that_are(tmp_path):
    folder = saved(tmp_path, _class_name="KandinskyPipeline")
    lack = with_pipelines(folder).lack("generate", f"diffusers:{folder}")
    assert "KandinskyPipeline" in lack.what
    for known in CLASSES:
        assert known in lack.what


def test_each_refusal_is_told_in_korean_too(tmp_path):
    unknown = saved(tmp_path / "unknown", _class_name="KandinskyPipeline")
    unnamed = saved(tmp_path / "unnamed", _class_name=None)
    other = tiny.save_sd(tmp_path / "other", in_channels=9)
    for folder in (unknown, unnamed, other):
        lack = with_pipelines(folder).lack("generate", f"diffusers:{folder}")
        assert re.search("[가-힣]", korean(lack.what))
        assert str(folder) in korean(lack.what)


def test_a_folder_that_is_not_there_is_told(tmp_path):
    folder = tmp_path / "nowhere"
    lack = with_pipelines(folder).lack("generate", f"diffusers:{folder}")
    assert str(folder) in lack.what


@pytest.mark.parametrize("index", ["[1, 2", "[1, 2]", "{}", '{"_class_name": ["a"]}'])
def test_an_index_that_says_nothing_is_refused_with_what_to_do(index, tmp_path):
    folder = tiny.save_sd(tmp_path / "own")
    kept = tiny.save_sd(tmp_path / "models--owner--name" / "snapshots" / "0123abc")
    for broken in (folder, kept):
        (broken / "model_index.json").write_text(index)
    engines = with_pipelines(folder, "owner/name", weights=tmp_path)
    lack = engines.lack("generate", f"diffusers:{folder}")
    assert f"`model_index.json` of `{folder}`" in lack.what
    assert "PENTIMENTO_DIFFUSERS" in lack.command
    got_again = engines.lack("generate", "diffusers:owner/name")
    assert "model_index.json" in got_again.what
    assert got_again.command == ".venv/bin/python -m engines pull diffusers:owner/name"


def test_a_hub_id_that_is_not_here_yet_says_how_to_get_it(tmp_path):
    for download in ("ask", "auto"):
        engines = with_pipelines("owner/name", weights=tmp_path, download=download)
        lack = engines.lack("generate", "diffusers:owner/name")
        assert "owner/name" in lack.what
        assert lack.command == ".venv/bin/python -m engines pull diffusers:owner/name"


def test_what_is_pulled_while_the_server_runs_waits_for_its_next_start(tmp_path):
    name = "diffusers:owner/name"
    running = with_pipelines("owner/name", weights=tmp_path)
    tiny.save_inpaint(tmp_path / "models--owner--name" / "snapshots" / "0123abc")
    lack = running.lack("generate", name)
    assert "after the server had started" in lack.what
    assert lack.command == "make run"
    assert re.search("[가-힣]", korean(lack.what))
    assert with_pipelines("owner/name", weights=tmp_path).lack("inpaint", name) is None


def test_a_hub_id_is_found_in_the_weights_folder(tmp_path, photo):
    snapshot = tmp_path / "models--owner--name" / "snapshots" / "0123abc"
    tiny.save_inpaint(snapshot)
    engines = with_pipelines("owner/name", weights=tmp_path)
    name = "diffusers:owner/name"
    assert name in engines.names("inpaint")
    assert draw(engines, name, "inpaint", photo, 1).shape == photo.shape


def test_nothing_heavy_is_imported_to_know_what_a_folder_is(tmp_path):
    folder = tiny.save_flux_fill(tmp_path)
    code = (
        "import sys; from engines import Engines; from settings import Settings; "
        f"e = Engines(settings=Settings(diffusers=[{str(folder)!r}])); "
        f"assert 'diffusers:{folder}' in e.names('inpaint'); print(*sys.modules)"
    )
    root = Path(__file__).parents[2]
    loaded = subprocess.run(
        [sys.executable, "-c", code], cwd=root, check=True, capture_output=True, text=True
    ).stdout.split()
    assert {"torch", "diffusers", "transformers"}.isdisjoint(loaded)
