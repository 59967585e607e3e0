"""Grounding DINO and OWLv2 through transformers: tiny real architectures with random weights."""

import json
import shutil
import threading

import numpy as np
import pytest
import torch
import transformers
from skimage import data
from transformers.models.grounding_dino.image_processing_pil_grounding_dino import (
    GroundingDinoImageProcessorPil,
)
from transformers.models.owlv2.image_processing_pil_owlv2 import Owlv2ImageProcessorPil

from engines import Engines
from engines.grounding import SAME_IOU, GroundingDino, Owlv2, apart, inside, iou
from engines.protocols import Grounded
from errors import EngineError, EngineUnavailable
from settings import Settings
from tests import tiny_transformers

MAKE = {"grounding-dino": tiny_transformers.grounding_dino, "owlv2": tiny_transformers.owlv2}
CLASS = {"grounding-dino": GroundingDino, "owlv2": Owlv2}
MODEL = {"grounding-dino": "GroundingDinoForObjectDetection", "owlv2": "Owlv2ForObjectDetection"}
IMAGES = {"grounding-dino": GroundingDinoImageProcessorPil, "owlv2": Owlv2ImageProcessorPil}


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    return {name: make(tmp_path_factory.mktemp(name)) for name, make in MAKE.items()}


@pytest.fixture(params=list(MAKE))
def name(request):
    return request.param


def of(name, folder, threshold=0.0):
    """An engine that keeps more boxes than the real one: random weights are sure of few."""
    eager = type("Eager", (CLASS[name],), {"threshold": threshold})
    return eager.of(Settings.model_construct(models={name: str(folder)}))


def photo(height=200, width=320):
    return np.ascontiguousarray(data.coffee()[:height, :width])


def asked(name, folder, image, text):
    """All that the model itself says: boxes in px of the image, and scores."""
    model = getattr(transformers, MODEL[name]).from_pretrained(folder).eval()
    processor = transformers.AutoProcessor.from_pretrained(folder)
    words = [[text]] if name == "owlv2" else text
    given = processor(images=image, text=words, return_tensors="pt")
    with torch.no_grad():
        out = model(**given)
    (found,) = processor.post_process_grounded_object_detection(
        out, threshold=0.0, target_sizes=[image.shape[:2]]
    )
    return found["boxes"].numpy(), found["scores"].numpy()


@pytest.mark.parametrize("size", [(80, 128), (120, 36)], ids=str)
def test_boxes_are_the_model_s_own_inside_the_photo_and_each_thing_once(name, folders, size):
    image, (height, width) = photo(*size), size
    before = image.copy()
    found = of(name, folders[name]).ground(image, "the red dog", image_id="a")
    text = {"grounding-dino": "red dog.", "owlv2": "a photo of a red dog"}[name]
    boxes, scores = asked(name, folders[name], image, text)
    limits = np.array((width, height, width, height))
    boxes = np.clip(boxes, 0, limits)
    assert found
    for one in found:
        x0, y0, x1, y1 = one.box_xyxy
        assert 0 <= x0 < x1 <= width
        assert 0 <= y0 < y1 <= height
        off = np.abs(boxes - one.box_xyxy).max(axis=1)
        assert off.min() < 1e-3
        assert one.score == pytest.approx(scores[off.argmin()], abs=1e-4)
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert found[0].score == pytest.approx(scores.max(), abs=1e-4)
    for i, one in enumerate(found):
        assert all(iou(one.box_xyxy, other.box_xyxy) < SAME_IOU for other in found[:i])
    assert np.array_equal(image, before)


def test_words_of_place_do_not_reach_the_model_but_choose_among_its_boxes(name, folders):
    engine, image = of(name, folders[name]), photo()
    found = engine.ground(image, "dog", image_id="a")
    ordered = engine.ground(image, "the dog on the left", image_id="a")
    assert {one.box_xyxy for one in ordered} == {one.box_xyxy for one in found}
    likely = [one for one in found if one.score >= found[0].score / 2]
    leftmost = min(likely, key=lambda one: one.box_xyxy[0] + one.box_xyxy[2])
    assert ordered[0] == leftmost
    assert engine.ground(image, "two dogs", image_id="a") == engine.ground(
        image, "dogs", image_id="a"
    )[:2]  # fmt: skip
    assert engine.ground(image, "the cat", image_id="a") != found


def test_below_the_threshold_nothing_is_found(name, folders):
    image = photo()
    sure = of(name, folders[name]).ground(image, "dog", image_id="a")[0].score
    assert of(name, folders[name], sure + 1e-3).ground(image, "dog", image_id="a") == []
    assert of(name, folders[name], sure - 1e-3).ground(image, "dog", image_id="a")
    assert 0.05 < CLASS[name].threshold < 0.5


def test_words_without_a_thing_are_not_asked_for(name):
    assert of(name, "/nowhere").ground(photo(), "the second one", image_id="a") == []
    with pytest.raises(EngineUnavailable, match="nowhere"):
        of(name, "/nowhere").ground(photo(), "the dog", image_id="a")


def test_a_phrase_that_is_too_long_is_refused(name, folders):
    with pytest.raises(EngineError, match="tokens") as raised:
        of(name, folders[name]).ground(photo(), "the dog " * 30, image_id="a")
    assert "fewer words" in raised.value.hint
    assert of(name, folders[name]).ground(photo(), "the dog", image_id="a")


def test_a_full_stop_does_not_part_a_phrase(folders):
    engine = of("grounding-dino", folders["grounding-dino"])
    joined = engine.ground(photo(), "red. dog", image_id="a")
    assert joined == engine.ground(photo(), "red  dog", image_id="a")


def test_a_large_photo_s_boxes_are_in_its_own_pixels(folders):
    image = np.ascontiguousarray(np.kron(photo(), np.ones((5, 5, 1), np.uint8)))  # 1600 x 1000
    (best, *_) = of("owlv2", folders["owlv2"]).ground(image, "dog", image_id="a")
    boxes, scores = asked("owlv2", folders["owlv2"], image, "a photo of a dog")
    wanted = np.clip(boxes[scores.argmax()], 0, (1600, 1000, 1600, 1000))
    assert np.abs(np.array(best.box_xyxy) - wanted).max() < 32  # 2% of its width


def test_several_threads_find_the_same(name, folders):
    engine, phrases = of(name, folders[name]), ["dog", "red dog", "cat", "a red cat"]
    alone = [of(name, folders[name]).ground(photo(), one, image_id="a") for one in phrases]
    together: dict[int, list] = {}

    def use(index):
        together[index] = engine.ground(photo(), phrases[index % 4], image_id="a")

    threads = [threading.Thread(target=use, args=(index,)) for index in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(together[index] == alone[index % 4] for index in range(8))


@pytest.mark.parametrize("gone", ["half of its weights", "tokenizer.json"])
def test_weights_that_cannot_be_read_are_named(name, folders, tmp_path, gone):
    folder = tmp_path / "model"
    shutil.copytree(folders[name], folder)
    if gone == "tokenizer.json":
        (folder / gone).write_text("{")
    else:
        whole = (folder / "model.safetensors").read_bytes()
        (folder / "model.safetensors").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(EngineUnavailable, match=name) as raised:
        of(name, folder).ground(photo(), "dog", image_id="a")
    assert f"engines pull {name}" in raised.value.hint


def test_a_folder_as_the_hub_serves_it_is_read_too(name, folders, tmp_path):
    """Older repositories keep what prepares photos in a file of its own, by another class name."""
    folder = tmp_path / "model"
    shutil.copytree(folders[name], folder)
    (folder / "processor_config.json").unlink()
    images = transformers.AutoProcessor.from_pretrained(folders[name]).image_processor
    told = {**images.to_dict(), "image_processor_type": IMAGES[name].__name__.removesuffix("Pil")}
    (folder / "preprocessor_config.json").write_text(json.dumps(told, default=str))
    wanted = of(name, folders[name]).ground(photo(), "dog", image_id="a")
    assert of(name, folder).ground(photo(), "dog", image_id="a") == wanted


def test_the_server_asks_the_model_of_its_settings(name, folders, tmp_path):
    here = Engines(settings=Settings.model_construct(models={name: str(folders[name])}))
    assert here.grounder().card.name == name
    empty = Engines(settings=Settings.model_construct(weights=tmp_path))
    assert empty.names("ground") == []
    assert f"engines pull {name}" in empty.lack("ground", name).command


def test_boxes_end_at_the_rim_and_those_beyond_it_are_none():
    boxes = [(-5.0, 10.5, 40.0, 90.0), (60.0, 20.0, 99.5, 30.0), (81.0, 5.0, 95.0, 30.0)]
    found = inside([*boxes, (10.0, 10.0, 30.0, 10.4)], [0.4, 1.2, 0.9, 0.9], 80, 60)
    assert found == [Grounded((0, 10.5, 40, 60), 0.4), Grounded((60, 20, 80, 30), 1.0)]


def test_the_likeliest_box_of_a_thing_stays():
    first, again, other = (
        Grounded((10, 10, 50, 30), 0.6), Grounded((12, 10, 52, 31), 0.9),
        Grounded((60, 10, 90, 30), 0.7),
    )  # fmt: skip
    assert apart([first, again, other]) == [again, other]
    assert iou((0, 0, 10, 4), (5, 0, 15, 4)) == pytest.approx(1 / 3)
    assert iou((0, 0, 10, 4), (20, 0, 30, 4)) == 0
