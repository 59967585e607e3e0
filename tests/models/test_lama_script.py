import threading
import warnings

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="needs the `torch` extra")

from engines import Engines  # after the skip
from engines.diffusion.recipe import Recipe
from engines.diffusion.runner import runner_for
from engines.lama_script import LamaScript
from engines.registry import REGISTRY
from errors import Cancelled, EngineError, EngineUnavailable, InvalidMask, InvalidRequest
from settings import Settings
from tests import tiny_pipelines as tiny


class Mean(torch.nn.Module):
    """Fills with the mean colour of what is visible, as LaMa's export: 0..1 in and out."""

    def forward(self, image: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        assert image.shape[2] % 8 == 0
        assert image.shape[3] % 8 == 0
        assert float(image.max()) <= 1.0
        known = 1 - mask
        assert float((image * mask).max()) == 0.0
        mean = image.sum((2, 3), keepdim=True) / known.sum((2, 3), keepdim=True)
        return image + mean * mask


class Failing(torch.nn.Module):
    def forward(self, image: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        assert int(image.shape[2]) == 0, "no memory is left"
        return image


class Huge(torch.nn.Module):
    """Takes more memory than any machine has, when it is read."""

    def __init__(self):
        super().__init__()
        self.weight = torch.zeros(1)

    @torch.jit.export
    def __getstate__(self) -> tuple[torch.Tensor, bool]:
        return self.weight, self.training

    @torch.jit.export
    def __setstate__(self, state: tuple[torch.Tensor, bool]) -> None:
        self.weight, self.training = torch.zeros(1 << 50), state[1]

    def forward(self, image: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        return image


def saved(folder, model):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # torch calls TorchScript's making old, not its use
        torch.jit.save(torch.jit.script(model), str(folder / "big-lama.pt"))
    return folder


def of(folder, **more):
    given = Settings.model_construct(models={"lama-script": str(folder)}, device="cpu")
    return LamaScript.of(given.model_copy(update=more))


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    return of(saved(tmp_path_factory.mktemp("script"), Mean()))


def quiet(done, total, preview=None):
    pass


def scene(width, height, box, colour=(90, 120, 150)):
    photo, mask = np.full((height, width, 3), colour, np.uint8), np.zeros((height, width), np.bool_)
    x0, y0, x1, y1 = box
    mask[y0:y1, x0:x1] = True
    photo[mask] = (255, 0, 0)
    return photo, mask


@pytest.mark.parametrize(
    ("width", "height", "box"),
    [
        (301, 203, (100, 60, 160, 120)),
        (203, 301, (0, 250, 60, 301)),
        (31, 57, (9, 9, 20, 30)),
        (1601, 907, (700, 300, 900, 500)),
        (1600, 900, (100, 100, 1300, 800)),
    ],
    ids=str,
)
def test_any_size_is_filled_and_nothing_of_what_is_erased_comes_back(engine, width, height, box):
    photo, mask = scene(width, height, box)
    before = photo.copy()
    filled = engine.erase(photo, mask, seed=1, progress=quiet)
    assert (filled.shape, filled.dtype) == (photo.shape, np.uint8)
    assert np.abs(filled[mask].astype(int) - (90, 120, 150)).max() <= 1
    assert np.array_equal(filled[~mask], before[~mask])
    assert np.array_equal(photo, before)


def test_several_threads_get_each_their_own_picture(engine):
    made, colours = {}, [(30 * i, 200 - 20 * i, 77) for i in range(6)]

    def work(i):
        made[i] = engine.erase(
            *scene(90 + 8 * i, 60, (20, 20, 50, 40), colours[i]), seed=1, progress=quiet
        )

    threads = [threading.Thread(target=work, args=(i,)) for i in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for i, colour in enumerate(colours):
        assert made[i].shape == (60, 90 + 8 * i, 3)
        assert np.abs(made[i].astype(int) - colour).max() <= 1


def test_a_stopped_turn_leaves_the_engine_usable(engine):
    photo, mask = scene(300, 200, (100, 60, 160, 120))

    def stop(done, total, preview=None):
        raise Cancelled("stopped")

    with pytest.raises(Cancelled):
        engine.erase(photo, mask, seed=1, progress=stop)
    assert engine.erase(photo, mask, seed=1, progress=quiet).shape == photo.shape


def test_a_mask_of_everything_is_refused(engine):
    photo, mask = scene(40, 30, (0, 0, 40, 30))
    assert not engine.suits(mask)
    with pytest.raises(InvalidMask):
        engine.erase(photo, mask, seed=1, progress=quiet)


def test_what_torch_says_of_a_failure_becomes_an_error_with_a_hint(tmp_path):
    engine = of(saved(tmp_path, Failing()))
    with pytest.raises(EngineError, match="failed") as caught:
        engine.erase(*scene(40, 30, (9, 9, 20, 20)), seed=1, progress=quiet)
    assert caught.value.hint


def test_damaged_weights_name_the_command_that_gets_them_again(tmp_path):
    path = saved(tmp_path, Mean()) / "big-lama.pt"
    path.write_bytes(path.read_bytes()[:300])
    with pytest.raises(EngineUnavailable, match=r"big-lama\.pt") as caught:
        of(tmp_path).erase(*scene(40, 30, (9, 9, 20, 20)), seed=1, progress=quiet)
    assert ".venv/bin/python -m engines pull lama-script" in caught.value.hint


def test_a_lack_of_memory_is_no_damage_and_idle_pipelines_go_for_it(tmp_path):
    engine, sd = of(saved(tmp_path, Huge())), tiny.save_sd(tmp_path / "sd")
    pool = runner_for(engine.settings).pool
    with pool.hold(Recipe("StableDiffusionPipeline", sd, str(sd))):
        pass
    assert pool.size_bytes > 0
    with pytest.raises(EngineError, match="not enough memory"):
        engine.erase(*scene(40, 30, (9, 9, 20, 20)), seed=1, progress=quiet)
    assert pool.size_bytes == 0


def test_a_device_that_is_not_there_is_named(tmp_path):
    engine = of(saved(tmp_path, Mean()), device="cuda:7")
    with pytest.raises(InvalidRequest, match="cuda:7"):
        engine.erase(*scene(40, 30, (9, 9, 20, 20)), seed=1, progress=quiet)


def test_auto_takes_it_where_it_is_there(tmp_path):
    settings = Settings.model_construct(
        models={"lama-script": str(saved(tmp_path, Mean()))}, weights=tmp_path
    )
    engines = Engines({"erase": REGISTRY["erase"]}, settings)
    _, mask = scene(100, 80, (20, 20, 60, 60))
    assert engines.eraser(mask).card.name == "lama-script"
