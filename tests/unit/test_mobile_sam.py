import threading

import numpy as np
import pytest

from engines import Engines
from engines.mobile_sam import MobileSam
from engines.protocols import Pointing
from engines.registry import REGISTRY
from errors import EngineUnavailable, InvalidRegion
from imaging.masks import depth_px
from settings import Settings
from tests import tiny_onnx

GREY, RED, GREEN = (60, 60, 60), (200, 60, 60), (60, 200, 60)
# Photo (width, height), a red square and a green one, all on borders of the model's cells.
PLANTED = {
    (300, 200): ((75, 75, 150, 150), (225, 0, 300, 75)),
    (200, 300): ((75, 75, 150, 150), (0, 225, 75, 300)),
    (1600, 900): ((400, 225, 650, 475), (1350, 625, 1600, 875)),
    (31, 57): ((5, 40, 20, 52), (20, 0, 31, 12)),
}


def click(*points, labels=None, boxes=()):
    return Pointing(tuple(points), tuple(labels or [1] * len(points)), tuple(boxes))


def planted(size):
    width, height = size
    photo = np.full((height, width, 3), GREY, np.uint8)
    for (x0, y0, x1, y1), colour in zip(PLANTED[size], (RED, GREEN), strict=True):
        photo[y0:y1, x0:x1] = colour
    return photo


def square(photo, box):
    mask = np.zeros(photo.shape[:2], np.bool_)
    mask[box[1] : box[3], box[0] : box[2]] = True
    return mask


def same_but_for_its_border(mask, wanted):
    wrong = mask ^ wanted
    return (
        not (wrong & (depth_px(wanted) > 1)).any() and not (wrong & (depth_px(~wanted) > 1)).any()
    )


def best(found):
    return max(found, key=lambda one: one.score)


def of(folder, **settings):
    given = Settings.model_construct(models={"mobile-sam": str(folder)}, **settings)
    return MobileSam.of(given)


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    """The two public kinds of encoder, each with a decoder."""
    tensor = tiny_onnx.sam_pair(tmp_path_factory.mktemp("tensor"))
    raw = tmp_path_factory.mktemp("raw")
    tiny_onnx.raw_encoder(raw / "my_encoder.onnx")
    tiny_onnx.decoder(raw / "my_decoder.onnx", 4)
    square = tmp_path_factory.mktemp("square")
    tiny_onnx.raw_encoder(square / "encoder.onnx", "1024", "1024")
    tiny_onnx.decoder(square / "decoder.onnx", 1)
    return {"tensor": tensor, "raw": raw, "square": square}


@pytest.fixture(scope="module", params=["tensor", "raw"])
def engine(request, folders):
    return of(folders[request.param])


@pytest.fixture(scope="module")
def sam(folders):
    return of(folders["tensor"])


@pytest.mark.parametrize("size", list(PLANTED), ids=str)
@pytest.mark.parametrize("which", [0, 1], ids=["red", "green"])
def test_a_click_on_any_corner_pixel_of_a_square_finds_exactly_that_square(engine, size, which):
    photo = planted(size)
    x0, y0, x1, y1 = PLANTED[size][which]
    for point in ((x0, y0), (x1 - 1, y0), (x0, y1 - 1), (x1 - 1, y1 - 1)):
        found = best(engine.segment(photo, click(point), image_id=str(size)))
        wanted = square(photo, PLANTED[size][which])
        assert same_but_for_its_border(found.mask, wanted), point


@pytest.mark.parametrize("size", list(PLANTED), ids=str)
def test_a_click_beside_a_square_finds_what_is_beside_it(engine, size):
    photo = planted(size)
    x0, y0, x1, y1 = PLANTED[size][0]
    background = (photo == GREY).all(axis=-1)
    step = 2 + size[0] // 100  # past the border's own mixture
    for point in ((x0 - step, y0), (x1 - 1 + step, y1 - 1), (x0, y0 - step), (x1 - 1, y1 + step)):
        found = best(engine.segment(photo, click(point), image_id=str(size)))
        assert same_but_for_its_border(found.mask, background), point


@pytest.mark.parametrize("size", list(PLANTED), ids=str)
def test_a_box_means_what_is_in_it_to_the_pixel(engine, size):
    photo, box = planted(size), PLANTED[size][0]
    found = best(engine.segment(photo, click(boxes=[box]), image_id=str(size)))
    assert same_but_for_its_border(found.mask, square(photo, box))


def test_an_encoder_of_the_whole_square_gets_the_photo_padded(folders):
    photo = planted((300, 200))
    (found,) = of(folders["square"]).segment(photo, click((100, 100)), image_id="a")
    assert same_but_for_its_border(found.mask, square(photo, PLANTED[300, 200][0]))
    assert (found.level, found.score) == ("object", 0.5)


def test_three_masks_are_part_object_and_whole_with_the_model_s_scores(sam):
    found = sam.segment(planted((300, 200)), click((112, 112)), image_id="a")
    assert [(one.level, one.score) for one in found] == [
        ("part", 0.25),
        ("object", 0.5),
        ("whole", 0.125),
    ]
    areas = [int(one.mask.sum()) for one in found]
    assert areas == sorted(areas)


def test_four_masks_are_the_three_of_one_click_and_near_duplicates_are_one(folders):
    engine, photo = of(folders["raw"]), planted((300, 200))
    found = engine.segment(photo, click((112, 112)), image_id="a")
    assert [one.score for one in found] == [0.25, 0.5, 0.125]
    boxed = engine.segment(photo, click(boxes=[PLANTED[300, 200][0]]), image_id="a")
    assert best(boxed).score == 0.5  # not 0.375, the same mask with a lower score
    assert len({one.mask.tobytes() for one in boxed}) == len(boxed)


def test_an_excluded_click_takes_away_what_it_points_at(engine):
    photo = planted((300, 200))
    red, green = PLANTED[300, 200]
    both = click((100, 100), (250, 30))
    found = best(engine.segment(photo, both, image_id="a"))
    assert same_but_for_its_border(found.mask, square(photo, red) | square(photo, green))
    without = click((100, 100), (250, 30), (260, 40), labels=[1, 1, 0])
    found = engine.segment(photo, without, image_id="a")
    assert same_but_for_its_border(best(found).mask & ~square(photo, green), square(photo, red))
    assert all(not one.mask[35:46, 260].any() for one in found)
    assert all(one.mask[30, 250] for one in found)  # an included point always is


def test_the_earlier_clicks_mask_is_given_to_the_decoder_as_it_was(sam):
    photo = planted((300, 200))
    one = best(sam.segment(photo, click((100, 100)), image_id="a"))
    two = best(sam.segment(photo, click((100, 100), (250, 30)), image_id="a"))
    # The graph adds to its score the share of the square that the given mask covers.
    share = one.mask.sum() / (300 * 300)
    assert two.score == pytest.approx(0.5 + share, abs=1e-3)


def test_the_answer_does_not_depend_on_what_was_asked_before(folders):
    photo, pointing = planted((300, 200)), click((100, 100), (20, 20), (250, 30), labels=[1, 0, 1])
    warm, cold = of(folders["tensor"]), of(folders["tensor"], embeddings_bytes=1)
    for other in (click((250, 30)), click((100, 100)), click((20, 20), (100, 100)), pointing):
        warmed = warm.segment(photo, other, image_id="a")
    fresh = cold.segment(photo, pointing, image_id="a")
    assert cold.held.size_bytes == 0
    for one, other in zip(warmed, fresh, strict=True):
        assert np.array_equal(one.mask, other.mask)
        assert one.score == other.score


def test_a_prepared_photo_is_not_encoded_again(folders):
    engine, photo = of(folders["tensor"]), planted((300, 200))
    engine.prepare(photo, image_id="a")
    prepared = engine.held.size_bytes
    assert prepared == 2 * 3 * 256 * 256  # float16 of this encoder's 3 × 256 × 256
    blank = np.full_like(photo, 9)  # were it looked at, nothing red would be found
    found = best(engine.segment(blank, click((100, 100)), image_id="a"))
    assert same_but_for_its_border(found.mask, square(photo, PLANTED[300, 200][0]))
    assert engine.held.size_bytes == prepared


def test_users_who_point_at_the_same_time_never_see_each_other_s_photo(folders):
    engine, wrong = of(folders["tensor"]), []
    photos = {str(size): planted(size) for size in ((300, 200), (200, 300), (31, 57))}
    photos["flipped"] = np.ascontiguousarray(photos["(300, 200)"][:, ::-1])
    colours = {name: (photo == RED).all(axis=-1) for name, photo in photos.items()}

    def points(name):
        y, x = np.argwhere(colours[name])[-1]
        for _ in range(4):
            found = best(engine.segment(photos[name], click((x, y)), image_id=name))
            if not same_but_for_its_border(found.mask, colours[name]):
                wrong.append(name)

    threads = [threading.Thread(target=points, args=(name,)) for name in photos for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_the_clicks_of_one_photo_do_not_refine_another(folders):
    engine, photo = of(folders["tensor"]), planted((300, 200))
    other = np.full_like(photo, 60)  # its first click means all of it
    clicks = click((100, 100), (250, 30))
    engine.segment(photo, clicks, image_id="a")
    found = engine.segment(other, clicks, image_id="b")
    alone = of(folders["tensor"]).segment(other, clicks, image_id="b")
    assert [one.score for one in found] == [one.score for one in alone]
    assert all(np.array_equal(o.mask, a.mask) for o, a in zip(found, alone, strict=True))


def test_embeddings_stay_within_their_memory(folders):
    engine = of(folders["tensor"], embeddings_bytes=1_000_000)
    for name in "abcd":
        engine.prepare(planted((300, 200)), image_id=name)
        assert engine.held.size_bytes <= 1_000_000
    assert ("embedding", "d") in engine.held
    assert ("embedding", "a") not in engine.held


def test_the_photo_is_not_changed(sam):
    photo = planted((300, 200))
    before = photo.copy()
    sam.segment(photo, click((100, 100)), image_id="a")
    assert np.array_equal(photo, before)


def test_a_click_outside_the_photo_is_refused_before_the_weights_are_read(tmp_path):
    with pytest.raises(InvalidRegion, match="not inside"):
        of(tmp_path).segment(planted((300, 200)), click((300, 0)), image_id="a")


def test_without_weights_it_says_which_command_gets_them(tmp_path):
    settings = Settings.model_construct(weights=tmp_path)
    lack = MobileSam.lacks(settings)
    assert lack is not None
    assert lack.command == ".venv/bin/python -m engines pull mobile-sam"
    with pytest.raises(EngineUnavailable) as caught:
        MobileSam.of(settings).segment(planted((300, 200)), click((9, 9)), image_id="a")
    assert "pull mobile-sam" in caught.value.hint


def test_an_exported_pair_counts_as_weights_and_is_used_first(folders):
    settings = Settings.model_construct(models={"mobile-sam": str(folders["raw"])})
    engines = Engines({"segment": REGISTRY["segment"]}, settings)
    assert engines.lack("segment", "mobile-sam") is None
    assert engines.segmenter().card.name == "mobile-sam"


@pytest.mark.parametrize(
    "damaged", ["mobile_sam_image_encoder.onnx", "sam_mask_decoder_multi.onnx"]
)
def test_a_damaged_file_is_named_with_the_command_that_gets_it_again(tmp_path, damaged):
    folder = tiny_onnx.sam_pair(tmp_path)
    whole = (folder / damaged).read_bytes()
    (folder / damaged).write_bytes(whole[: len(whole) // 2])
    with pytest.raises(EngineUnavailable, match=damaged) as caught:
        of(folder).segment(planted((300, 200)), click((9, 9)), image_id="a")
    assert ".venv/bin/python -m engines pull mobile-sam" in caught.value.hint
    tiny_onnx.sam_pair(tmp_path)  # got again: the same engine object serves
    assert of(folder).segment(planted((300, 200)), click((9, 9)), image_id="a")


def test_a_graph_of_another_kind_is_refused_by_name(tmp_path):
    tiny_onnx.sam_pair(tmp_path)
    tiny_onnx.lama(tmp_path)
    (tmp_path / "lama_fp32.onnx").replace(tmp_path / "mobile_sam_image_encoder.onnx")
    with pytest.raises(EngineUnavailable, match="not of the kind"):
        of(tmp_path).segment(planted((300, 200)), click((9, 9)), image_id="a")
