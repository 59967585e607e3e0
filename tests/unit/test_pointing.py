import threading

import cv2
import numpy as np
import pytest
from skimage import data

from engines.pointing import CACHED_IMAGES, PointingSegmenter
from engines.protocols import Pointing
from errors import InvalidRegion

HEAD = [(155, 75), (160, 50), (185, 35), (200, 22), (235, 16), (265, 25), (290, 45), (300, 80),
        (300, 105), (285, 125), (270, 137), (262, 140), (255, 170), (252, 190), (225, 190),
        (190, 183), (184, 150), (180, 130), (170, 118), (160, 105)]  # fmt: skip
RIGHT_EYE = [(296, 140), (300, 125), (315, 113), (335, 110), (342, 122), (342, 140), (335, 155),
             (318, 164), (300, 162)]  # fmt: skip
LIQUID = [(204, 138), (225, 110), (250, 97), (300, 95), (340, 105), (360, 125), (369, 155),
          (360, 175), (330, 190), (290, 194), (250, 188), (220, 172), (207, 155)]  # fmt: skip
NOSE = [(242, 232), (260, 227), (291, 233), (285, 245), (270, 252), (258, 264), (250, 255),
        (248, 243)]  # fmt: skip


@pytest.fixture(scope="module")
def segmenter():
    return PointingSegmenter()


def polygon(shape, points):
    drawn = np.zeros(shape[:2], np.uint8)
    cv2.fillPoly(drawn, [np.array(points, np.int32)], 1)
    return drawn > 0


def ellipse(shape, centre, axes):
    drawn = np.zeros(shape[:2], np.uint8)
    cv2.ellipse(drawn, centre, axes, 0, 0, 360, 1, -1)
    return drawn > 0


def iou(first, second):
    return (first & second).sum() / (first | second).sum()


def click(*points, labels=None):
    return Pointing(points, tuple(labels or [1] * len(points)))


def best(candidates):
    return max(candidates, key=lambda candidate: candidate.score)


def same(first, second):
    return [(c.level, c.score, c.mask.tobytes()) for c in first] == [
        (c.level, c.score, c.mask.tobytes()) for c in second
    ]


@pytest.mark.parametrize(
    ("name", "point", "truth", "least"),
    [
        ("astronaut", (225, 110), lambda s: polygon(s, HEAD), 0.90),
        ("astronaut", (175, 390), lambda s: ellipse(s, (171, 386), (37, 37)), 0.85),
        ("coffee", (290, 150), lambda s: polygon(s, LIQUID), 0.90),
        ("coffee", (280, 60), lambda s: ellipse(s, (290, 113), (117, 95)), 0.90),
        ("chelsea", (330, 140), lambda s: polygon(s, RIGHT_EYE), 0.70),
        ("chelsea", (268, 240), lambda s: polygon(s, NOSE), 0.70),
    ],
)
def test_one_click_on_a_real_photo_finds_what_is_there(segmenter, name, point, truth, least):
    photo = getattr(data, name)()
    found = segmenter.segment(photo, click(point), image_id=name)
    assert max(iou(c.mask, truth(photo.shape)) for c in found) >= least


def test_the_highest_score_is_the_head_when_the_face_is_clicked(segmenter):
    photo = data.astronaut()
    found = segmenter.segment(photo, click((225, 110)), image_id="astronaut")
    assert iou(best(found).mask, polygon(photo.shape, HEAD)) >= 0.9


def test_swapping_x_and_y_finds_something_else(segmenter):
    photo = data.coffee()
    swapped = segmenter.segment(photo, click((150, 290)), image_id="coffee")
    assert max(iou(c.mask, polygon(photo.shape, LIQUID)) for c in swapped) < 0.3
    assert all(c.mask[290, 150] for c in swapped)


def test_candidates_are_distinct_and_named_by_growing_area(segmenter):
    found = segmenter.segment(data.astronaut(), click((225, 110)), image_id="astronaut")
    assert [c.level for c in found] == ["part", "object", "whole"]
    areas = [int(c.mask.sum()) for c in found]
    assert areas == sorted(areas)
    assert max(iou(found[i].mask, found[j].mask) for i in range(3) for j in range(i)) <= 0.9
    assert all(0 <= c.score <= 1 for c in found)


def test_every_candidate_holds_the_click_and_is_a_mask_of_the_photo(segmenter):
    photo = data.rocket()
    for point in ((322, 250), (0, 0), (639, 426), (400, 50)):
        for candidate in segmenter.segment(photo, click(point), image_id="rocket"):
            assert candidate.mask.shape == photo.shape[:2]
            assert candidate.mask.dtype == np.bool_
            assert candidate.mask[point[1], point[0]]


def test_several_clicks_are_all_held(segmenter):
    points = ((120, 200), (430, 200), (290, 370))
    found = segmenter.segment(data.coffee(), click(*points), image_id="coffee")
    assert all(best(found).mask[y, x] for x, y in points)


def test_a_negative_click_removes_its_part(segmenter):
    photo, spoon = data.coffee(), ellipse((400, 600), (366, 283), (33, 37))
    points = ((120, 200), (430, 200), (290, 370), (366, 290))
    found = segmenter.segment(photo, click(*points, labels=[1, 1, 1, 0]), image_id="coffee")
    for candidate in found:
        assert not candidate.mask[287:294, 363:370].any()
    mask = best(found).mask
    assert (mask & spoon).sum() < 0.35 * spoon.sum()
    assert mask[200, 120]


def test_a_negative_click_on_the_hair_leaves_the_face(segmenter):
    photo = data.astronaut()
    found = segmenter.segment(photo, click((225, 130), (240, 45), labels=[1, 0]), image_id="a2")
    mask = best(found).mask
    assert mask[130, 225]
    assert not mask[25:60, 210:270].any()


def test_a_box_finds_the_object_in_it(segmenter):
    photo = data.astronaut()
    box = (150, 12, 305, 195)
    found = segmenter.segment(photo, Pointing(boxes_xyxy=(box,)), image_id="astronaut")
    assert iou(best(found).mask, polygon(photo.shape, HEAD)) >= 0.9


def test_a_mask_from_a_box_stays_within_the_box_and_a_few_px(segmenter):
    found = segmenter.segment(
        data.coffee(), Pointing(boxes_xyxy=((320, 235, 412, 330),)), image_id="coffee"
    )
    for candidate in found:
        inside = np.zeros((400, 600), np.bool_)
        inside[235 - 4 : 330 + 4, 320 - 4 : 412 + 4] = True
        assert candidate.mask.any()
        assert not (candidate.mask & ~inside).any()


def test_a_negative_click_refines_a_box(segmenter):
    pointing = Pointing(((290, 150),), (0,), ((165, 10, 415, 210),))
    found = segmenter.segment(data.coffee(), pointing, image_id="coffee")
    assert not any(c.mask[147:154, 287:294].any() for c in found)


def test_two_boxes_give_both_objects(segmenter):
    pointing = Pointing(boxes_xyxy=((130, 80, 210, 152), (290, 105, 348, 168)))
    mask = best(segmenter.segment(data.chelsea(), pointing, image_id="chelsea")).mask
    assert mask[120, 165]
    assert mask[140, 325]


def test_the_same_click_gives_the_same_answer_cached_or_not():
    photo, pointing = data.chelsea(), click((330, 140))
    first, second = PointingSegmenter(), PointingSegmenter()
    once = first.segment(photo, pointing, image_id="one")
    assert same(once, first.segment(photo, pointing, image_id="one"))
    assert same(once, second.segment(photo, pointing, image_id="other"))


def test_two_threads_on_two_images_get_what_each_gets_alone():
    photos = {"chelsea": (data.chelsea(), (330, 140)), "coffee": (data.coffee(), (366, 290))}
    alone = {
        name: PointingSegmenter().segment(photo, click(point), image_id=name)
        for name, (photo, point) in photos.items()
    }
    shared, together = PointingSegmenter(), {name: [] for name in photos}
    start = threading.Barrier(2)

    def work(name):
        start.wait()
        photo, point = photos[name]
        for _ in range(2):
            together[name].append(shared.segment(photo, click(point), image_id=name))

    threads = [threading.Thread(target=work, args=(name,)) for name in photos]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for name, answers in together.items():
        assert len(answers) == 2
        assert all(same(answer, alone[name]) for answer in answers)


def test_the_photo_is_left_alone_and_the_cache_is_bounded():
    photo = data.chelsea()[100:164, 100:196].copy()
    before, segmenter = photo.copy(), PointingSegmenter()
    for number in range(CACHED_IMAGES + 3):
        segmenter.segment(photo, click((40, 20)), image_id=str(number))
    assert np.array_equal(photo, before)
    assert len(segmenter._scenes) == CACHED_IMAGES


@pytest.mark.parametrize("shape", [(1, 1), (1, 7), (3, 2), (16, 24), (5, 300)])
def test_tiny_and_plain_images_still_give_a_mask(segmenter, shape):
    plain = np.full((*shape, 3), 90, np.uint8)
    middle = (shape[1] // 2, shape[0] // 2)
    found = segmenter.segment(plain, click(middle), image_id=f"plain{shape}")
    assert all(c.mask[middle[1], middle[0]] for c in found)
    box = Pointing(boxes_xyxy=((0, 0, shape[1], shape[0]),))
    assert all(c.mask.any() for c in segmenter.segment(plain, box, image_id="plain"))


@pytest.mark.parametrize(
    ("pointing", "words"),
    [
        (Pointing(((24, 3),), (1,)), "24×16"),
        (Pointing(((3, 16),), (1,)), "24×16"),
        (Pointing(((-1, 3),), (1,)), "24×16"),
        (Pointing(((3, 3),), ()), "1 points and 0 labels"),
        (Pointing(((3, 3),), (2,)), "label: 2"),
        (Pointing(((3, 3),), (0,)), "Nothing is pointed at"),
        (Pointing(), "Nothing is pointed at"),
        (Pointing(boxes_xyxy=((3, 3, 3, 9),)), "no area"),
        (Pointing(boxes_xyxy=((3, 3, 30, 9),)), "24×16"),
        (Pointing(((20, 12),), (1,), ((3, 3, 9, 9),)), "outside every box"),
    ],
)
def test_a_malformed_region_is_refused_with_its_reason(segmenter, pointing, words):
    with pytest.raises(InvalidRegion, match=words):
        segmenter.segment(np.zeros((16, 24, 3), np.uint8), pointing, image_id="zeros")
