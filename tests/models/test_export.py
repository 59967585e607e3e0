import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="needs the `torch` extra")
pytest.importorskip("onnx", reason="torch writes ONNX files with it")

from engines.export import DECODER_FILE, ENCODER_FILE, export
from engines.mobile_sam import MobileSam
from engines.protocols import Pointing
from errors import EngineError
from settings import Settings
from tests.models import tiny_mobile_sam
from tests.models.tiny_mobile_sam import SIDE_PX, Masks, Sam

ROOT = Path(__file__).parents[2]
PHOTO = np.random.default_rng(5).integers(0, 256, (48, 64, 3), np.uint8)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("pair")
    export(Sam(), made)
    return made


def expected(sam, points, labels, box=None, mask=None):
    """What the package itself answers, through its prompt encoder."""
    from engines.sam_space import Space

    space = Space.of(PHOTO, SIDE_PX)
    with torch.inference_mode():
        embedding = sam.image_encoder(torch.from_numpy(space.tensor(PHOTO))).half().float()
        coords = torch.from_numpy(space.points(points))[None]
        corners = None if box is None else torch.from_numpy(space.corners(box))[None]
        given = None if mask is None else torch.from_numpy(mask)[None, None]
        sparse, dense = sam.prompt_encoder(
            (coords, torch.tensor([labels], dtype=torch.float32)), corners, given
        )
        masks, scores = sam.mask_decoder.predict_masks(
            embedding, sam.prompt_encoder.get_dense_pe(), sparse, dense
        )
    return masks[0].numpy(), scores[0].numpy(), space


def segmented(folder, pointing):
    settings = Settings.model_construct(models={"mobile-sam": str(folder)})
    return MobileSam.of(settings).segment(PHOTO, pointing, image_id="a")


def agree(found, masks, scores, space, settled=lambda mask: mask):
    wanted = {}
    for mask, score in zip(masks, scores, strict=True):
        wanted.setdefault(round(float(score), 3), settled(space.mask(mask)))
    for one in found:
        mask = wanted[round(one.score, 3)]
        assert (one.mask ^ mask).mean() < 0.002  # the embedding is held as float16


def test_the_exported_pair_answers_a_click_as_the_package_does(folder):
    masks, scores, space = expected(Sam(), [(20, 30)], [1])
    found = segmented(folder, Pointing(((20, 30),), (1,)))

    def held(mask):
        mask = mask.copy()
        mask[30, 20] = True
        return mask

    agree(found, masks[1:], scores[1:], space, held)


def test_the_exported_pair_answers_a_box_as_the_package_does(folder):
    box = (10, 8, 40, 44)
    masks, scores, space = expected(Sam(), [], [], box)
    agree(segmented(folder, Pointing(boxes_xyxy=(box,))), masks, scores, space)


def test_a_second_click_is_answered_with_the_first_one_s_mask(folder):
    first, rated, _ = expected(Sam(), [(20, 30)], [1])
    previous = first[1 + int(np.argmax(rated[1:]))].astype(np.float16).astype(np.float32)
    masks, scores, space = expected(Sam(), [(20, 30), (50, 10)], [1, 1], mask=previous)
    without = expected(Sam(), [(20, 30), (50, 10)], [1, 1])[0]
    assert not np.allclose(masks, without, atol=1e-2)
    found = segmented(folder, Pointing(((20, 30), (50, 10)), (1, 1)))

    def held(mask):
        mask = mask.copy()
        mask[30, 20] = mask[10, 50] = True
        return mask

    agree(found, masks, scores, space, held)


def test_masks_of_the_graph_have_the_photo_s_size(folder):
    session = pytest.importorskip("onnxruntime").InferenceSession(folder / DECODER_FILE)
    names = [one.name for one in session.get_inputs()]
    assert names == [
        "image_embeddings", "point_coords", "point_labels", "mask_input", "has_mask_input",
        "orig_im_size",
    ]  # fmt: skip
    floats = np.float32
    given = {
        "image_embeddings": np.zeros((1, 8, 4, 4), floats),
        "point_coords": np.zeros((1, 3, 2), floats),
        "point_labels": np.array([[1, 1, -1]], floats),
        "mask_input": np.zeros((1, 1, 16, 16), floats),
        "has_mask_input": np.zeros(1, floats),
        "orig_im_size": np.array([123, 77], floats),
    }
    masks, scores, low = session.run(None, given)
    assert (masks.shape, scores.shape, low.shape) == ((1, 4, 123, 77), (1, 4), (1, 4, 16, 16))


class Frozen(Masks):
    """Decides in Python by how many points there are: a trace keeps what it saw."""

    def predict_masks(self, image_embeddings, sparse_prompt_embeddings, **more):
        masks, scores = super().predict_masks(
            image_embeddings, sparse_prompt_embeddings=sparse_prompt_embeddings, **more
        )
        return (masks * 2 if int(sparse_prompt_embeddings.shape[1]) > 3 else masks), scores


def test_a_graph_that_froze_its_example_is_refused_and_nothing_stays(tmp_path):
    sam = Sam()
    sam.mask_decoder = Frozen()
    with pytest.raises(EngineError, match="does not answer as the weights do"):
        export(sam, tmp_path)
    assert list(tmp_path.iterdir()) == []


def command(tmp_path, *arguments, package=True):
    if package:
        (tmp_path / "path").mkdir(exist_ok=True)
        shutil.copy(tiny_mobile_sam.__file__, tmp_path / "path" / "mobile_sam.py")
    env = {**os.environ, "PYTHONPATH": str(tmp_path / "path"), "PENTIMENTO_WEIGHTS": str(tmp_path)}
    line = [sys.executable, "-m", "engines", "export", "mobile-sam", *map(str, arguments)]
    return subprocess.run(line, cwd=ROOT, env=env, capture_output=True, text=True, check=False)


def test_the_command_makes_a_pair_that_the_engine_then_finds_by_itself(tmp_path):
    torch.save(Sam().state_dict(), tmp_path / "mobile_sam.pt")
    done = command(tmp_path, tmp_path / "mobile_sam.pt")
    assert done.returncode == 0, done.stderr
    assert [Path(line).name for line in done.stdout.splitlines()] == [ENCODER_FILE, DECODER_FILE]
    assert MobileSam.lacks(Settings.model_construct(weights=tmp_path)) is None


def test_in_another_folder_the_command_says_how_it_is_used(tmp_path):
    torch.save(Sam().state_dict(), tmp_path / "mobile_sam.pt")
    done = command(tmp_path, tmp_path / "mobile_sam.pt", "--to", tmp_path / "mine")
    assert done.returncode == 0, done.stderr
    said = done.stdout.splitlines()[-1]
    models = json.loads(said.removeprefix("PENTIMENTO_MODELS='").removesuffix("' make run"))
    assert models == {"mobile-sam": str(tmp_path / "mine")}


def test_without_the_package_it_says_how_to_install_it(tmp_path):
    done = command(tmp_path, "mobile_sam.pt", package=False)
    assert done.returncode == 1
    assert "the package `mobile_sam` is needed" in done.stderr
    assert "pip install" in done.stderr


def test_weights_that_are_none_are_named(tmp_path):
    (tmp_path / "mobile_sam.pt").write_bytes(b"no weights at all")
    done = command(tmp_path, tmp_path / "mobile_sam.pt")
    assert done.returncode == 1
    assert "cannot be read as MobileSAM's weights" in done.stderr
    assert "Traceback" not in done.stderr
