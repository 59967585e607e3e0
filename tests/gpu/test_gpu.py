"""The torch engines on a GPU: as on a CPU, and within its memory."""

from functools import cache, partial

import numpy as np
import pytest
from skimage import data

torch = pytest.importorskip("torch", reason="needs the `torch` extra")
pytest.importorskip("diffusers", reason="needs the `torch` extra")
if not torch.cuda.is_available():
    pytest.skip("needs a CUDA device", allow_module_level=True)

from engines.diffusion.device import Placement
from engines.diffusion.runner import Runner
from engines.grounding import GroundingDino, Owlv2
from engines.protocols import Pointing
from engines.sam import Sam
from engines.sam2 import Sam2
from errors import Cancelled, EngineError
from settings import Settings
from tests import tiny_pipelines, tiny_transformers
from tests.models import test_lama_script as lama_script
from tests.models.test_diffusion_engines import ENGINES, draw, found

FOREIGN = "ignore:__array__ implementation doesn't accept a copy keyword:DeprecationWarning"
TORCH_S_OWN = "ignore:`torch.jit.script:DeprecationWarning"
pytestmark = [pytest.mark.gpu, pytest.mark.filterwarnings(FOREIGN, TORCH_S_OWN)]
DEVICE = "cuda:0"
HALF = ("bfloat16", "float16")
CLOSE = 8  # levels of 255 on average; in bf16 on a CPU 2.2 at the most, another seed's are 19
SAME_SHARE, SAME_PX = 0.03, 3  # a GPU's convolutions keep ten bits of float32
OPTIONS = {"num_inference_steps": 4}


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    """(name, placement) -> an engine on diffusers with a runner of its own."""

    @cache
    def folder(save) -> str:
        return str(save(tmp_path_factory.mktemp("weights")))

    guides = {
        f"controlnet-{kind}": partial(tiny_pipelines.save_controlnet, seed=seed)
        for seed, kind in enumerate(("canny", "scribble"))
    }

    def made(name, **placed):
        own, parts = found(name), guides if name == "controlnet" else {}
        models = {own.card.name: folder(ENGINES[name][1])}
        models |= {part: folder(save) for part, save in parts.items()}
        settings = Settings.model_construct(models=models)
        return own(settings, Runner(Placement(**{"device": DEVICE, **placed})))

    return made


def photo(height=64, width=96, step=4):
    return np.ascontiguousarray(
        data.coffee()[100 : 100 + step * height : step, 120 : 120 + step * width : step]
    )


def drawn(engine, progress=lambda *_: None):
    return draw(engine, photo(), seed=3, options=OPTIONS, progress=progress)


def apart(one, other):
    return np.abs(one.image.astype(int) - other.image).mean()


@pytest.mark.parametrize("name", ENGINES)
def test_a_picture_of_the_gpu_is_the_cpu_s_but_for_rounding_and_always_the_same(name, engine):
    cpu, gpu = drawn(engine(name, device="cpu")), drawn(engine(name))
    assert gpu.params["device"] == DEVICE
    assert gpu.params["dtype"] in HALF
    assert apart(cpu, gpu) < CLOSE
    assert np.array_equal(gpu.image, drawn(engine(name)).image)


@pytest.mark.parametrize("offload", ["model", "sequential"])
def test_an_offloaded_engine_draws_the_same_with_previews_and_leaves_the_gpu(offload, engine):
    plain, seen = drawn(engine("sd")), []
    offloaded = engine("sd", offload=offload)
    torch.cuda.empty_cache()
    before = torch.cuda.memory_allocated()
    made = drawn(offloaded, lambda _done, _total, preview=None: seen.append(preview))
    assert apart(plain, made) < CLOSE
    assert any(preview is not None for preview in seen)
    assert torch.cuda.memory_allocated() - before < offloaded.runner.pool.size_bytes / 2


def test_a_cancelled_picture_leaves_the_gpu_usable(engine):
    sd = engine("sd")
    before = drawn(sd)

    def stop(done, _total, _preview=None):
        if done:
            raise Cancelled("stopped")

    with pytest.raises(Cancelled):
        drawn(sd, stop)
    assert np.array_equal(before.image, drawn(sd).image)


def test_a_compiled_engine_draws_the_same(engine):
    assert apart(drawn(engine("sd")), drawn(engine("sd", compiled=True))) < CLOSE


def test_without_memory_on_the_gpu_it_fails_with_a_word_and_draws_again_when_there_is_some(engine):
    sd = engine("sd")
    before = drawn(sd)
    torch.cuda.set_per_process_memory_fraction(1e-5)  # less than a megabyte
    try:
        with pytest.raises(EngineError, match="not enough memory"):
            drawn(sd)
    finally:
        torch.cuda.set_per_process_memory_fraction(1.0)
    again = drawn(sd)
    assert again.notes == ()
    assert np.array_equal(before.image, again.image)


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    """(class, how its tiny weights are saved) -> the engine on the CPU and on the GPU."""

    def made(own, save):
        folder = str(save(tmp_path_factory.mktemp(own.card.name)))
        models = {own.card.name: folder}
        return [own.of(Settings.model_construct(models=models, device=d)) for d in ("cpu", DEVICE)]

    return made


@pytest.mark.parametrize(
    ("own", "save"), [(Sam, tiny_transformers.sam), (Sam2, tiny_transformers.sam2)]
)
def test_a_click_means_the_same_on_the_gpu(own, save, both):
    image = photo(200, 300, step=1)
    asked = [
        Pointing(((250, 20),), (1,), ()),
        Pointing(((250, 20), (40, 150)), (1, 0), ()),
        Pointing((), (), ((20, 30, 200, 150),)),
    ]
    cpu, gpu = ([one.segment(image, p, image_id="a") for p in asked] for one in both(own, save))
    for here, there in zip(cpu, gpu, strict=True):
        assert len(here) == len(there)
        for one in here:
            assert min(unlike(one, other) for other in there) < SAME_SHARE


def unlike(one, other):
    """The share of pixels that two masks differ in, or how far their scores are, if that is more.

    In bf16 on a CPU these are 0.012 at the most; another photo's are 0.3 and more.
    """
    return max((one.mask != other.mask).mean(), abs(one.score - other.score))


@pytest.mark.parametrize(
    ("own", "save"),
    [(GroundingDino, tiny_transformers.grounding_dino), (Owlv2, tiny_transformers.owlv2)],
)
def test_words_name_the_same_places_on_the_gpu(own, save, both):
    eager = type("Eager", (own,), {"threshold": 0.0})  # random weights are sure of few
    cpu, gpu = (
        one.ground(photo(200, 300, step=1), "the red dog", image_id="a")
        for one in both(eager, save)
    )
    sure = [one for one in cpu if one.score > 0.1]
    assert len(sure) > 2
    for one in sure:
        near = [o for o in gpu if np.abs(np.subtract(one.box_xyxy, o.box_xyxy)).max() < SAME_PX]
        assert min(abs(one.score - other.score) for other in near) < SAME_SHARE


def test_a_hole_is_filled_alike_on_the_gpu(tmp_path):
    folder = lama_script.saved(tmp_path, lama_script.Mean())
    image, mask = lama_script.scene(301, 203, (100, 60, 160, 120))
    image = np.where(mask[..., None], image, photo(203, 301, step=1))
    cpu, gpu = (
        lama_script.of(folder, device=device).erase(image, mask, seed=1, progress=lambda *_: None)
        for device in ("cpu", DEVICE)
    )
    assert np.abs(cpu.astype(int) - gpu).max() <= 1
    assert np.array_equal(gpu[~mask], image[~mask])
    assert not np.array_equal(gpu[mask], image[mask])
