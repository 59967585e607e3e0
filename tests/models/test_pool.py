"""Which pipelines stay loaded, on real architectures."""

import threading

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file

from engines.diffusion.device import Placement
from engines.diffusion.pool import Loaded, Pool, bytes_of, modules_of, to_load_bytes
from engines.diffusion.recipe import Recipe
from engines.diffusion.runner import Runner, runner_for
from errors import Cancelled, EngineUnavailable
from settings import Settings
from tests import tiny_pipelines as tiny

CPU = Placement(device="cpu")
TEXT, IMAGE = "StableDiffusionPipeline", "StableDiffusionImg2ImgPipeline"


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    """Three folders of the same pipeline."""
    return [tiny.save_sd(tmp_path_factory.mktemp(f"sd{n}")) for n in range(3)]


@pytest.fixture(scope="module")
def one_bytes(folders):
    pool = Runner(Placement(device="cpu")).pool
    with pool.hold(recipe(folders[0])):
        return pool.size_bytes


def recipe(folder, loads=TEXT):
    return Recipe(loads, folder, str(folder))


def pool_for(pictures, one_bytes):
    """A pool with room for so many pipelines."""
    return Runner(Placement(device="cpu", models_bytes=int(pictures * one_bytes))).pool


def touch(pool, wanted):
    with pool.hold(wanted) as loaded:
        return loaded.pipeline


def test_a_pipeline_is_loaded_once_and_counted_in_bytes_of_its_weights(folders):
    pool = Runner(Placement(device="cpu")).pool
    assert pool.size_bytes == 0
    first, again = touch(pool, recipe(folders[0])), touch(pool, recipe(folders[0]))
    assert first is again
    assert pool.size_bytes == sum(bytes_of(m) for m in modules_of(first).values())
    assert pool.size_bytes > 1_000_000


def test_the_longest_unused_pipeline_goes_when_the_budget_is_full(folders, one_bytes):
    first, second, third = map(recipe, folders)
    pool = pool_for(2.5, one_bytes)
    for wanted in (first, second, first, third):
        touch(pool, wanted)
    assert first in pool
    assert second not in pool
    assert third in pool
    assert pool.size_bytes <= 2.5 * one_bytes


def test_a_pipeline_in_use_is_never_dropped(folders, one_bytes):
    first, second, third = map(recipe, folders)
    pool = pool_for(1.5, one_bytes)
    with pool.hold(first):
        touch(pool, second)
        assert first in pool
        assert second in pool  # it had to be loaded, over the budget
        assert pool.drop_idle() == one_bytes
        assert first in pool
        assert second not in pool
    touch(pool, third)
    assert first not in pool


def test_pipelines_of_the_same_weights_share_them_in_memory(folders, one_bytes):
    pool = Runner(Placement(device="cpu")).pool
    text, image = (touch(pool, recipe(folders[0], loads)) for loads in (TEXT, IMAGE))
    assert (type(text).__name__, type(image).__name__) == (TEXT, IMAGE)
    for name in ("unet", "vae", "text_encoder"):
        assert getattr(text, name) is getattr(image, name)
    assert text.scheduler is not image.scheduler  # that one holds the state of a run
    assert pool.size_bytes == one_bytes


def test_dropping_a_pipeline_that_shares_its_weights_is_no_way_to_make_room(folders, one_bytes):
    pool = pool_for(1.5, one_bytes)
    touch(pool, recipe(folders[0]))
    with pool.hold(recipe(folders[0], IMAGE)):
        pass
    assert recipe(folders[0]) in pool
    with pool.hold(recipe(folders[0], IMAGE)):
        touch(pool, recipe(folders[1]))
        assert recipe(folders[0]) in pool  # its weights are in use beside it


def test_one_larger_than_the_budget_is_loaded_and_goes_for_the_next(folders, one_bytes):
    pool = pool_for(0.5, one_bytes)
    touch(pool, recipe(folders[0]))
    touch(pool, recipe(folders[1]))
    assert recipe(folders[0]) not in pool


def test_without_a_setting_the_budget_is_a_part_of_what_is_free():
    runner = Runner(Placement(device="cpu"))
    limit = runner._limit_bytes()
    assert 100_000_000 < limit < 1 << 50


def test_who_waits_for_a_pipeline_can_be_cancelled(folders):
    pool, told = Runner(Placement(device="cpu")).pool, []

    def stop(done, total, _preview=None):
        told.append((done, total))
        raise Cancelled("stopped")

    held, free = threading.Event(), threading.Event()

    def hold():
        with pool.hold(recipe(folders[0])):
            held.set()
            free.wait(60)

    thread = threading.Thread(target=hold)
    thread.start()
    assert held.wait(60)
    with pytest.raises(Cancelled), pool.hold(recipe(folders[0], IMAGE), stop):
        pass
    assert told == [(0, 1)]
    free.set()
    thread.join()
    assert touch(pool, recipe(folders[0], IMAGE))  # the queue goes on


@pytest.mark.parametrize("on_disk", [torch.float16, torch.float32], ids=str)
def test_room_is_made_for_what_is_loaded_whatever_the_files_are_in(on_disk, tmp_path):
    tiny.save_sd(tmp_path)
    for file in tmp_path.glob("*/*.safetensors"):
        layers = {name: layer.to(on_disk) for name, layer in load_file(file).items()}
        save_file(layers, file, metadata={"format": "pt"})
    pipeline = touch(Runner(CPU).pool, recipe(tmp_path))
    loaded = sum(bytes_of(module) for module in modules_of(pipeline).values())
    assert to_load_bytes(recipe(tmp_path), {}, 4) == pytest.approx(loaded, rel=0.01)
    assert to_load_bytes(recipe(tmp_path), {}, 2) == pytest.approx(loaded / 2, rel=0.01)


def test_what_another_picture_takes_while_a_pipeline_loads_is_not_charged_to_it(folders):
    used = 0

    def build(wanted, shared):
        nonlocal used
        used += 1_000_000_000
        return Loaded(Runner(CPU)._build(wanted, shared).pipeline, None)

    pool = Pool(build, lambda: 1 << 40, lambda: used, lambda: None, lambda: 4)
    with pool.hold(recipe(folders[0])):
        alone_bytes = pool.size_bytes
        with pool.hold(recipe(folders[1])):
            assert pool.size_bytes - alone_bytes < 100_000_000
    assert alone_bytes >= 1_000_000_000  # nobody else was there: it is what loading took


def test_a_folder_that_cannot_be_loaded_leaves_the_pool_as_it_was(folders, tmp_path):
    pool = Runner(Placement(device="cpu")).pool
    with pytest.raises(EngineUnavailable):
        touch(pool, recipe(tmp_path))
    with pytest.raises(EngineUnavailable):  # and does not hold its queue
        touch(pool, recipe(tmp_path))
    assert touch(pool, recipe(folders[0]))


def test_two_threads_that_want_one_pipeline_load_it_once(folders):
    pool, found = Runner(Placement(device="cpu")).pool, []
    threads = [
        threading.Thread(target=lambda: found.append(touch(pool, recipe(folders[0]))))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    assert all(pipeline is found[0] for pipeline in found)


def test_several_folders_loaded_at_once_come_out_whole(folders):
    pool, found = Runner(Placement(device="cpu")).pool, {}
    threads = [
        threading.Thread(target=lambda f=f: found.update({f: touch(pool, recipe(f))}))
        for f in folders
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for pipeline in found.values():  # none is left without its numbers
        for module in modules_of(pipeline).values():
            assert all(np.isfinite(weight.detach().numpy()).all() for weight in module.parameters())
    assert len(found) == 3


def test_engines_of_the_same_settings_share_one_pool():
    own, same = (Settings.model_construct(device="cpu", models_bytes=123) for _ in range(2))
    assert runner_for(own) is runner_for(same)
    assert runner_for(own) is not runner_for(Settings.model_construct(device="cpu"))
