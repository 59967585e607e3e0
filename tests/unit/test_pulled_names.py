"""Which names `pull` and `verify` know: engines, parts of one, and models named by their kind."""

import json

import pytest

from engines import Engines
from engines.diffusion.controlnet import FILES, ControlNet
from engines.diffusion.folder import FILES as PIPELINE
from engines.diffusion.sd import FILES as SD_FILES
from engines.doctor import report
from engines.listing import listed
from settings import Settings
from tests.hub_server import HubServer, Model

pytest.importorskip("huggingface_hub", reason="the onnx extra is not installed")

LICENCE = "creativeml-openrail-m"
OWN = {"sd": "own/sd", "controlnet-canny": "own/canny", "controlnet-scribble": "own/scribble"}
MODELS = {"PENTIMENTO_MODELS": json.dumps(OWN)}


def serve(hub: HubServer, name: str, patterns: tuple[str, ...]) -> None:
    files = {one.replace("*", "a.json"): f"{name} {one}".encode() for one in patterns}
    hub.models[name] = Model(files, licence=LICENCE)


def asked_for(hub: HubServer, model: str, file: str) -> list[str]:
    found = [one.path for one in hub.asked if one.path.startswith(f"/{model}/")]
    return [path for path in found if path.endswith(f"/{file}")]


@pytest.fixture
def several(hub: HubServer) -> HubServer:
    """A hub with all that `controlnet` takes."""
    serve(hub, "own/sd", tuple(p.replace("/*.json", "/*") for p in SD_FILES))
    serve(hub, "own/canny", FILES)
    serve(hub, "own/scribble", FILES)
    return hub


def test_pull_gets_all_models_that_an_engine_takes(several: HubServer, engines):
    done = engines("pull", "controlnet", "sd", "--accept-licence", **MODELS)
    assert (done.returncode, done.stderr) == (0, "")
    got = [line.partition(":")[0] for line in done.stdout.splitlines() if "are here" in line]
    assert got == ["sd", "controlnet-canny", "controlnet-scribble"]
    assert len(asked_for(several, "own/sd", "unet/config.json")) == 1
    settings = Settings(_env_file=None, models=OWN)
    # Without torch its extra is still lacking, but no weights are.
    lack = ControlNet.lacks(settings)
    assert lack is None or lack.command == "make install EXTRAS=torch"


def test_what_pull_says_to_type_for_a_part_can_be_typed(several: HubServer, engines):
    asked = engines("pull", "controlnet-canny", **MODELS)
    assert asked.returncode == 1
    typed = asked.stderr.rpartition("`.venv/bin/python -m engines ")[2].partition("`")[0]
    assert typed == "pull controlnet-canny --accept-licence"
    assert engines(*typed.split(), **MODELS).returncode == 0
    assert asked_for(several, "own/sd", "unet/config.json") == []
    assert engines("verify", "controlnet-canny", **MODELS).returncode == 0


def test_a_pipeline_is_pulled_by_its_name_though_no_setting_names_it_here(
    hub: HubServer, engines, tmp_path
):
    serve(hub, "own/pipeline", PIPELINE)
    done = engines("pull", "diffusers:own/pipeline", "--accept-licence")
    assert (done.returncode, done.stderr) == (0, "")
    assert "diffusers:own/pipeline: 4 files are here, and checked: " in done.stdout
    assert engines("verify", "diffusers:own/pipeline").returncode == 0
    gone = engines("pull", f"diffusers:{tmp_path}/none")
    assert f"There is no folder `{tmp_path}/none`" in gone.stderr


@pytest.mark.parametrize("name", ["nothing", "diffusers:", "clip:"])
def test_a_name_that_nothing_has_is_refused_before_anything_is_got(
    several: HubServer, engines, name
):
    done = engines("pull", "controlnet-canny", name, "--accept-licence", **MODELS)
    assert done.returncode == 1
    assert done.stderr.startswith(f"No engine `{name}`. `.venv/bin/python -m engines list` shows")
    assert several.asked == []


def test_verify_reads_the_search_s_model_too_and_says_when_there_is_nothing(
    hub: HubServer, engines
):
    none = engines("verify")
    assert (none.returncode, none.stderr) == (0, "")
    assert none.stdout.startswith("No weights are here")
    files = ("config.json", "tokenizer.json", "preprocessor_config.json", "model.safetensors")
    hub.models["own/clip"] = Model({name: name.encode() for name in files})
    assert engines("pull", "clip:own/clip").returncode == 0
    found = engines("verify", PENTIMENTO_EMBEDDINGS="clip:own/clip")
    assert found.stdout.startswith("clip:own/clip: 4 files are good: ")


def test_every_command_that_the_list_and_the_doctor_show_names_engines_that_pull_knows(
    hub: HubServer, engines
):
    known = Engines(settings=Settings(_env_file=None))
    shown = {row["command"] for row in listed(known)}
    shown |= {lack["adds_it"] for row in report(known)["capabilities"] for lack in row["lacking"]}
    pulls = [one for some in shown if some for one in some.split(" && ") if " pull " in one]
    names = {name for one in pulls for name in one.partition(" pull ")[2].split()}
    assert {"mobile-sam", "sd-inpaint", "controlnet"} <= names
    offline = engines("pull", *sorted(names), PENTIMENTO_DOWNLOAD="never")
    assert offline.stderr.count("PENTIMENTO_DOWNLOAD=never") == len(offline.stderr.splitlines())
