"""Segment Anything through transformers: tiny real architectures with random weights."""

import json
import threading

import numpy as np
import pytest
import torch
import transformers
from safetensors.torch import load_file, save_file
from skimage import data
from transformers.models.sam.image_processing_pil_sam import SamImageProcessorPil

from engines import Engines
from engines.protocols import Pointing
from engines.sam import Sam
from engines.sam2 import Sam2
from engines.sam_space import Space
from errors import EngineError, EngineUnavailable, InvalidRegion
from settings import Settings
from tests import tiny_transformers
from tests.tiny_transformers import SIDE_PX

MAKE = {"sam": tiny_transformers.sam, "sam2": tiny_transformers.sam2}
CLASS = {"sam": Sam, "sam2": Sam2}
SIZES = [(300, 450), (450, 300), (31, 57), (1000, 1600)]  # (height, width)


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    return {name: make(tmp_path_factory.mktemp(name)) for name, make in MAKE.items()}


@pytest.fixture(params=list(MAKE))
def name(request):
    return request.param


def of(name, folder, **settings):
    return CLASS[name].of(Settings.model_construct(models={name: str(folder)}, **settings))


@pytest.fixture
def engine(name, folders):
    return of(name, folders[name])


def photo(height=200, width=300, shift=0):
    return np.ascontiguousarray(data.coffee()[shift : shift + height, shift : shift + width])


def large(size):
    return np.ascontiguousarray(np.tile(data.coffee(), (3, 3, 1))[: size[0], : size[1]])


def click(*points, labels=None, boxes=()):
    return Pointing(tuple(points), tuple(labels or [1] * len(points)), tuple(boxes))


def encodings(engine):
    """A list that grows by one each time the encoder runs."""
    runs = []
    encoder = engine.model.loaded().model.vision_encoder
    encoder.register_forward_pre_hook(lambda *_: runs.append(1))
    return runs


def same(first, second):
    return len(first) == len(second) and all(
        np.array_equal(a.mask, b.mask) and (a.score, a.level) == (b.score, b.level)
        for a, b in zip(first, second, strict=True)
    )


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_sam_sees_the_photo_as_its_own_processor_prepares_it(size):
    image = large(size)
    made = SamImageProcessorPil()(image, return_tensors="np")
    assert np.abs(Space.of(image).tensor(image) - made["pixel_values"]).max() < 1e-5
    width, height = Space.of(image).inner_px
    assert (height, width) == tuple(made["reshaped_input_sizes"][0])


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_masks_are_enlarged_as_its_own_processor_does(size):
    coarse = torch.randn(1, 1, 16, 16, generator=torch.Generator().manual_seed(3))
    logits = torch.nn.functional.interpolate(coarse, (256, 256), mode="bicubic")
    space = Space(*size)
    (full,) = SamImageProcessorPil().post_process_masks(
        [logits], [size], [space.inner_px[::-1]], binarize=False
    )
    wanted, sure = full[0, 0].numpy() > 0, np.abs(full[0, 0].numpy()) > 1e-4
    assert np.array_equal(space.mask(logits[0, 0].numpy())[sure], wanted[sure])
    assert sure.mean() > 0.99


def test_a_click_gives_what_sam_itself_answers(folders):
    image = photo(96, SIDE_PX)  # at its own scale, so that the click is the same number
    model = transformers.SamModel.from_pretrained(folders["sam"]).eval()
    sides = {"size": {"longest_edge": SIDE_PX}, "pad_size": {"height": SIDE_PX, "width": SIDE_PX}}
    processor = transformers.SamProcessor(SamImageProcessorPil(**sides))
    given = processor(image, input_points=[[[70, 40]]], return_tensors="pt").to(torch.float32)
    with torch.no_grad():
        out = model(**{k: given[k] for k in ("pixel_values", "input_points")})
    (masks,) = processor.post_process_masks(
        out.pred_masks, given["original_sizes"], given["reshaped_input_sizes"]
    )
    wanted = sorted(zip(out.iou_scores[0, 0].tolist(), masks[0].numpy(), strict=True),
                    key=lambda one: one[1].sum())  # fmt: skip
    found = of("sam", folders["sam"]).segment(image, click((70, 40)), image_id="a")
    assert len(found) == 3
    for candidate, (score, mask) in zip(found, wanted, strict=True):
        assert (candidate.mask != mask).mean() < 0.005  # its embedding is held in half precision
        assert candidate.score == pytest.approx(min(1, max(0, score)), abs=0.01)


def test_a_click_gives_what_sam2_itself_answers(folders):
    image = photo(96, SIDE_PX)
    model = transformers.Sam2Model.from_pretrained(folders["sam2"]).eval()
    seen = torch.from_numpy(image).permute(2, 0, 1)[None].float() / 255
    square = (SIDE_PX, SIDE_PX)
    seen = torch.nn.functional.interpolate(seen, square, mode="bilinear", antialias=True)
    mean, std = torch.tensor([0.485, 0.456, 0.406]), torch.tensor([0.229, 0.224, 0.225])
    seen = (seen - mean[:, None, None]) / std[:, None, None]
    point = torch.tensor([[[[70.0, 40.5 * SIDE_PX / 96 - 0.5]]]])
    with torch.no_grad():
        out = model(pixel_values=seen, input_points=point)
    masks = torch.nn.functional.interpolate(out.pred_masks[0], (96, SIDE_PX), mode="bilinear")[0]
    wanted = sorted(zip(out.iou_scores[0, 0].tolist(), masks.numpy() > 0, strict=True),
                    key=lambda one: one[1].sum())  # fmt: skip
    found = of("sam2", folders["sam2"]).segment(image, click((70, 40)), image_id="a")
    assert len(found) == 3
    for candidate, (score, mask) in zip(found, wanted, strict=True):
        assert (candidate.mask != mask).mean() < 0.02
        assert candidate.score == pytest.approx(score, abs=0.01)


def test_a_further_click_is_decoded_with_the_mask_of_those_before_it(name, folders):
    engine, runs = of(name, folders[name]), []
    model = engine.model.loaded().model
    model.register_forward_hook(lambda _m, _a, how, out: runs.append((how, out)), with_kwargs=True)
    clicks = click((70, 40), (20, 90), labels=[1, 0])
    engine.segment(photo(), clicks, image_id="a")
    (first, found), *second = runs
    assert "input_masks" not in first
    assert [how["multimask_output"] for how, _ in second] == [False, True]
    best = found.pred_masks[0, 0, found.iou_scores[0, 0].argmax()]
    wanted = best.clamp(-32, 32) if name == "sam2" else best
    for how, _ in second:
        assert how["input_points"].shape == (1, 1, 2, 2)
        assert torch.allclose(how["input_masks"][0, 0], wanted, rtol=2e-3, atol=1e-3)
    before = len(runs)
    engine.segment(photo(), clicks, image_id="a")
    assert len(runs) == before + 2  # the mask of the first click is held


def test_candidates_are_of_the_photo_s_size_and_hold_the_click(engine):
    image = photo(181, 277)
    before = image.copy()
    for pointing in (
        click((250, 20)),
        click((250, 20), (40, 150), (60, 160), labels=[1, 1, 0]),
        click(boxes=[(20.5, 30, 200, 150)]),
        click((100, 60), boxes=[(20, 30, 200, 150), (210, 10, 270, 90)]),
    ):
        found = engine.segment(image, pointing, image_id="a")
        assert 1 <= len(found) <= 3
        areas = [one.mask.sum() for one in found]
        assert areas == sorted(areas)
        for one in found:
            assert one.mask.shape == (181, 277)
            assert one.mask.dtype == np.bool_
            assert 0 <= one.score <= 1
            for (x, y), label in zip(pointing.points_xy, pointing.point_labels, strict=True):
                assert one.mask[y, x] == bool(label)
    assert np.array_equal(image, before)


def test_each_part_of_a_pointing_counts(engine):
    image = photo()
    answers = [
        engine.segment(image, pointing, image_id="a")
        for pointing in (
            click((250, 20)),
            click((40, 150)),
            click((250, 20), (40, 150)),
            click((250, 20), (40, 150), labels=[1, 0]),
            click(boxes=[(20, 30, 200, 150)]),
            click((100, 60), boxes=[(20, 30, 200, 150)]),
        )
    ]
    for i, one in enumerate(answers):
        assert not any(same(one, other) for other in answers[:i])


def test_a_photo_is_encoded_once_for_all_its_clicks(engine):
    runs, image = encodings(engine), photo()
    engine.prepare(image, image_id="a")
    for x in range(20, 280, 40):
        engine.segment(image, click((x, 100)), image_id="a")
    assert len(runs) == 1
    engine.segment(photo(shift=60), click((20, 100)), image_id="b")
    assert len(runs) == 2


def test_what_is_not_held_is_encoded_again_and_answers_the_same(name, folders):
    small, roomy = of(name, folders[name], embeddings_bytes=1), of(name, folders[name])
    runs = encodings(small)
    answers = [
        engine.segment(photo(), click((70, 90), (200, 30)), image_id="a")
        for engine in (small, roomy, small, roomy)
    ]
    assert len(runs) == 2
    assert all(same(answers[0], other) for other in answers[1:])


def test_users_in_several_threads_get_their_own_photo_s_masks(name, folders):
    photos = [photo(200, 300, shift) for shift in (0, 50, 100, 150)]
    alone = [of(name, folders[name]).segment(one, click((70, 90)), image_id="a") for one in photos]
    engine, together = of(name, folders[name]), {}
    runs = encodings(engine)

    def use(index):
        for _ in range(2):
            one = photos[index % 4]
            together[index] = engine.segment(one, click((70, 90)), image_id=f"photo {index % 4}")

    threads = [threading.Thread(target=use, args=(index,)) for index in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(runs) == 4
    for index in range(8):
        assert same(together[index], alone[index % 4])


def test_a_click_on_a_prepared_photo_does_not_wait_for_another_photo(engine):
    engine.prepare(photo(), image_id="mine")
    found = []
    clicking = threading.Thread(
        target=lambda: found.append(engine.segment(photo(), click((150, 100)), image_id="mine"))
    )
    with engine.model.running():  # as while another photo is encoded
        clicking.start()
        clicking.join(60)
        assert found
    clicking.join()


def test_a_wrong_click_is_refused_before_any_weights_are_read(name):
    engine = of(name, "/nowhere")
    with pytest.raises(InvalidRegion):
        engine.segment(photo(), click((300, 90)), image_id="a")
    with pytest.raises(EngineUnavailable, match="nowhere"):
        engine.segment(photo(), click((299, 90)), image_id="a")


def test_a_model_that_memory_is_too_small_for_is_not_called_damaged(tmp_path):
    folder = MAKE["sam"](tmp_path)
    config, weights = folder / "config.json", folder / "model.safetensors"
    told = json.loads(config.read_text())
    told["vision_config"]["mlp_dim"] = 1 << 45  # its layers are made when the file lacks them
    config.write_text(json.dumps(told))
    layers = {name: layer for name, layer in load_file(weights).items() if ".mlp." not in name}
    save_file(layers, weights, metadata={"format": "pt"})
    with pytest.raises(EngineError, match="not enough memory") as lacking:
        of("sam", folder).segment(photo(), click((40, 40)), image_id="a")
    assert "PENTIMENTO" in lacking.value.hint


@pytest.mark.parametrize("damage", ["cut off", "a layer is gone", "of another kind", "no config"])
def test_weights_that_cannot_be_read_are_named_and_can_be_replaced(name, tmp_path, damage):
    folder = MAKE[name](tmp_path / "model")
    weights, config = folder / "model.safetensors", folder / "config.json"
    good, told = weights.read_bytes(), config.read_text()
    if damage == "cut off":
        weights.write_bytes(good[: len(good) // 2])
    elif damage == "a layer is gone":
        layers = load_file(weights)
        del layers[next(key for key in layers if key.startswith("mask_decoder"))]
        save_file(layers, weights, metadata={"format": "pt"})
    elif damage == "of another kind":
        save_file({"weight": torch.zeros(3)}, weights, metadata={"format": "pt"})
    else:
        config.write_text("{")
    engine = of(name, folder)
    with pytest.raises(EngineUnavailable, match=name) as raised:
        engine.segment(photo(), click((70, 90)), image_id="a")
    assert f"engines pull {name}" in raised.value.hint
    weights.write_bytes(good)
    config.write_text(told)
    assert engine.segment(photo(), click((70, 90)), image_id="a")


def test_an_embedding_without_numbers_is_an_error_and_not_a_mask(name, tmp_path):
    folder = MAKE[name](tmp_path / "model")
    layers = load_file(folder / "model.safetensors")
    key = next(key for key in layers if key.startswith("vision_encoder") and "bias" in key)
    layers[key] = layers[key] * float("nan")
    save_file(layers, folder / "model.safetensors", metadata={"format": "pt"})
    with pytest.raises(EngineError, match="no numbers"):
        of(name, folder).segment(photo(), click((70, 90)), image_id="a")


def test_the_server_uses_the_folder_of_its_settings(name, folders, tmp_path):
    here = Engines(settings=Settings.model_construct(models={name: str(folders[name])}))
    assert name in here.names("segment")
    assert here.segmenter(name).segment(photo(), click((70, 90)), image_id="a")
    empty = Engines(settings=Settings.model_construct(weights=tmp_path))
    assert name not in empty.names("segment")
    assert f"engines pull {name}" in empty.lack("segment", name).command


def test_sizes_of_the_model_are_read_from_its_config(folders, tmp_path):
    """ViT-B, -L and -H differ in their config alone: nothing of a size is written in the code."""
    folder = tiny_transformers.sam(tmp_path / "other", seed=1)
    told = json.loads((folder / "config.json").read_text())
    assert told["prompt_encoder_config"]["image_size"] == SIDE_PX  # and 1024 in the real ones
    other = of("sam", folder).segment(photo(), click((70, 90)), image_id="a")
    assert not same(
        other, of("sam", folders["sam"]).segment(photo(), click((70, 90)), image_id="a")
    )
