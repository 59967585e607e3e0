"""What the evals measure, against figures known beforehand."""

import json
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from skimage import data
from skimage.metrics import peak_signal_noise_ratio

from engines import Engines
from engines.speaking import Translation
from errors import EngineUnavailable, InvalidImage, InvalidRequest, UnknownEngine
from evals import erase, marked, masks, route, samples, tokens, translate
from evals.clicks import Click, at_click, centre, clicks_to, iou, next_click
from evals.report import Report, Table, aligned, for_terminal, write
from evals.rows import read_json, read_rows
from evals.scores import confusions, matrix_text, scored
from evals.seam import psnr_db, seam_energy, ssim
from imaging.codec import decode
from nodes.work import Job, Made
from tests.unit.eval_engines import RED, LearningSegmenter, ScriptedPlanner, registry


def lines(path: Path, *rows: object) -> Path:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    return path


def png(path: Path, pixels: np.ndarray) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(cv2.imencode(".png", pixels[..., ::-1] if pixels.ndim == 3 else pixels)[1])
    return path


def grey(mask: np.ndarray) -> np.ndarray:
    return mask.astype(np.uint8) * 255


def rectangle(shape: tuple[int, int], x0: int, y0: int, x1: int, y1: int) -> np.ndarray:
    mask = np.zeros(shape, np.bool_)
    mask[y0:y1, x0:x1] = True
    return mask


# Rows


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ('{"a": 1}\n\n{"a": }\n', 3, "no JSON"),
        ('{"a": 1}\n[1, 2]\n', 2, "no JSON object"),
        ('"a"\n', 1, "no JSON object"),
    ],
)
def test_a_malformed_line_is_named_with_its_file(tmp_path, text, line, said):
    path = tmp_path / "rows.jsonl"
    path.write_text(text)
    with pytest.raises(InvalidRequest, match=said) as raised:
        read_rows(path)
    assert f"{path}, line {line}:" in raised.value.message
    assert raised.value.hint


def test_a_byte_order_mark_blank_lines_and_windows_line_ends_are_no_rows(tmp_path):
    path = tmp_path / "rows.jsonl"
    path.write_bytes(b'\xef\xbb\xbf{"a": "x"}\r\n\r\n{"a": "y"}\r\n')
    assert [(row.number, row.text("a")) for row in read_rows(path)] == [(1, "x"), (3, "y")]


def test_a_file_that_is_missing_empty_or_no_utf_8_is_named(tmp_path):
    with pytest.raises(InvalidRequest, match="no file"):
        read_rows(tmp_path / "none.jsonl")
    with pytest.raises(InvalidRequest, match="no rows"):
        read_rows(lines(tmp_path / "empty.jsonl"))
    (tmp_path / "latin.jsonl").write_bytes(b'{"a": 1}\n{"a": "caf\xe9"}\n')
    with pytest.raises(InvalidRequest, match="line 2: not UTF-8"):
        read_rows(tmp_path / "latin.jsonl")


def test_json_that_is_no_object_is_refused_with_its_line(tmp_path):
    (tmp_path / "p.json").write_text('{"a":\n  }')
    with pytest.raises(InvalidRequest, match=r"p\.json, line 2: no JSON"):
        read_json(tmp_path / "p.json")
    (tmp_path / "p.json").write_text("[]")
    with pytest.raises(InvalidRequest, match="holds"):
        read_json(tmp_path / "p.json")


# Scores of labels


def test_accuracy_and_f1_are_those_counted_by_hand():
    scores = scored(["a", "a", "b", "c"], ["a", "b", "b", "b"], ["a", "b", "c", "d"])
    assert scores.accuracy == 0.5
    assert [one.label for one in scores.per_label] == ["a", "b", "c"]  # no d anywhere
    a, b, c = scores.per_label
    assert (a.precision, a.recall, a.f1) == (1.0, 0.5, pytest.approx(2 / 3))
    assert (b.precision, b.recall, b.f1) == (pytest.approx(1 / 3), 1.0, 0.5)
    assert (c.rows, c.recall, c.f1) == (1, 0.0, 0.0)
    assert scores.macro_f1 == pytest.approx((2 / 3 + 1 / 2 + 0) / 3)
    assert scores.confusion.tolist() == [[1, 1, 0], [0, 1, 0], [0, 1, 0]]
    assert confusions(scores) == [("a", "b", 1), ("c", "b", 1)]
    assert matrix_text(scores).splitlines()[2].split() == ["2", "b", "·", "1", "·"]


def test_a_label_that_was_only_said_counts_in_the_mean():
    assert scored(["a", "a"], ["a", "b"], ["a", "b"]).macro_f1 == pytest.approx(1 / 3)


# route


def scripted(tmp_path: Path, *rows: dict[str, object]) -> list[route.Answer]:
    path = lines(tmp_path / "r.jsonl", *({"lang": "en", "further": 1} | row for row in rows))
    engines = Engines(registry("plan", ["scripted"]))
    return route.measure(engines, path, planner="scripted")[0]


def test_several_steps_are_multi_none_is_none_and_one_is_its_op(tmp_path):
    answers = scripted(
        tmp_path,
        {"instruction": "history history", "op": "multi"},
        {"instruction": "none", "op": "none"},
        {"instruction": "adjust", "op": "adjust"},
        {"instruction": "adjust", "op": "remove"},
    )
    assert [(a.op, a.right) for a in answers] == [
        ("multi", True), ("none", True), ("adjust", True), ("adjust", False),
    ]  # fmt: skip


def test_of_several_accepted_ops_any_is_right_and_a_mistake_counts_under_the_first(tmp_path):
    accepted = {"op": ["extract", "background"]}
    answers = scripted(
        tmp_path,
        {"instruction": "background", **accepted},
        {"instruction": "remove", **accepted},
    )
    assert [(a.right, a.truth, a.op) for a in answers] == [
        (True, "background", "background"), (False, "extract", "remove"),
    ]  # fmt: skip
    assert route.scores_of(answers).accuracy == 0.5


def test_every_row_is_planned_in_a_thread_with_one_photo_and_two_edits(tmp_path):
    ScriptedPlanner.contexts.clear()
    scripted(tmp_path, {"instruction": "adjust", "op": "adjust"})
    (context,) = ScriptedPlanner.contexts
    assert [v["version_id"] for v in context.versions] == ["v0", "v1", "v2"]
    assert (context.head, context.image_count, context.has_region) == ("v2", 1, False)


def test_a_row_that_was_not_planned_is_wrong_and_five_in_a_row_end_it(tmp_path):
    dead = {"instruction": "dead", "op": "none"}
    answers = scripted(
        tmp_path, dead, dead, dead, dead, {"instruction": "text", "op": "text"}, dead
    )
    assert [a.op for a in answers].count("failed") == 5
    assert not answers[0].right
    assert "5 not planned" in "\n".join(route.report(answers, "x", planner="p", errors=0).lines)
    with pytest.raises(EngineUnavailable):
        scripted(tmp_path, *[dead] * 5)


def test_the_first_line_of_the_report_is_the_accuracy(tmp_path):
    answers = scripted(
        tmp_path, *({"instruction": op, "op": "text"} for op in ("text", "text", "add"))
    )
    report = route.report(answers, "all rows", planner="scripted", errors=5)
    printed = for_terminal(report)
    assert printed.splitlines()[0] == "accuracy: 0.667"
    assert printed.splitlines()[1] == "macro-F1: 0.400"  # text 0.8, add 0
    assert report.data["accuracy"] == pytest.approx(2 / 3)
    assert json.loads(json.dumps(report.data))["errors"][0]["op"] == "add"


def test_the_shipped_file_is_tested_on_its_test_split_any_other_on_all(tmp_path):
    rows, which = route.instructions(route.SHIPPED)
    raw = [row.data for row in read_rows(route.SHIPPED)]
    assert [r.text for r in rows] == [r["instruction"] for r in raw if r["split"] == "test"]
    assert which == 'split "test"'
    assert len(route.instructions(route.SHIPPED, "all")[0]) == len(raw) >= 400
    plain = {"instruction": "x", "op": "add", "lang": "en"}
    copy = lines(tmp_path / "c.jsonl", plain | {"split": "dev"}, plain | {"split": "test"})
    assert len(route.instructions(copy)[0]) == 2
    assert len(route.instructions(copy, "dev")[0]) == 1
    unsplit = lines(tmp_path / "u.jsonl", plain)
    assert route.instructions(unsplit, "dev")[1] == "all rows"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"instruction": "x", "lang": "en"}, '"op" is missing'),
        ({"instruction": "x", "op": "recolor", "lang": "en"}, '"op" is "recolor"'),
        ({"instruction": "x", "op": ["add", "erase"], "lang": "en"}, '"op" is "erase"'),
        ({"instruction": "x", "op": [], "lang": "en"}, r'"op" is \[\]'),
        ({"instruction": " ", "op": "add", "lang": "en"}, '"instruction" is " "'),
        ({"instruction": "x", "op": "add"}, '"lang" is missing'),
    ],
)
def test_a_row_that_cannot_be_scored_is_named_by_its_line(tmp_path, row, said):
    good = {"instruction": "x", "op": "add", "lang": "en"}
    path = lines(tmp_path / "r.jsonl", good, row)
    with pytest.raises(InvalidRequest, match=f"line 2: {said}"):
        route.instructions(path)


def test_a_split_that_no_row_has_is_refused_with_those_there_are(tmp_path):
    path = lines(
        tmp_path / "r.jsonl", {"instruction": "x", "op": "add", "lang": "en", "split": "a"}
    )
    with pytest.raises(InvalidRequest, match="test") as raised:
        route.instructions(path, "test")
    assert "there are: a" in raised.value.hint


def test_auto_plans_as_a_turn_does_and_says_why(tmp_path):
    path = lines(tmp_path / "r.jsonl", {"instruction": "undo", "op": "history", "lang": "en"})
    (answer,), _ = route.measure(Engines(), path)
    assert (answer.op, answer.why) == ("history", "only")
    with pytest.raises(UnknownEngine):
        route.measure(Engines(), path, planner="oracle")


# translate


def wanted(text: str, *keep: str, reference: str | None = None) -> translate.Wanted:
    return translate.Wanted(text, reference, keep, 1)


@pytest.mark.parametrize(
    ("text", "keep", "translation", "gone"),
    [
        ("풍선 3개와 3마리", (), "3 balloons and dogs", ["3"]),  # twice there, once here
        ("1920x1080로", (), "to 1920x1080", []),
        ("1,5배 밝게", (), "15 times brighter", ["1,5"]),
        ("'봄날 2024'이라고 써줘", (), 'write "봄날 2024"', []),
        ("'봄날'이라고 써줘", (), 'write "spring day"', ["봄날"]),
        ("it's the dog's 'TOY'", (), "it is a toy", ["TOY"]),  # an apostrophe quotes nothing
        ("남산 타워 앞", ("Namsan",), "before a tower", ["Namsan"]),
    ],
)
def test_what_a_translation_lost_is_listed(text, keep, translation, gone):
    assert translate.lost(wanted(text, *keep), translation) == gone


@pytest.mark.parametrize(
    ("text", "translation", "source", "english"),
    [
        ("빨간 문", "red door", "ko", True),
        ("빨간 문", "red 문", "ko", False),
        ("'문'이라고 써줘", "write '문'", "ko", True),  # kept, as it has to be
        ("une porte rouge", "une porte rouge", "und", False),  # not translated
        ("a red door", "a red door", "en", True),
        ("café의 문", "door of a café, 3 m", "ko", True),
        ("дверь", "дверь", "und", False),
    ],
)
def test_english_only_means_no_other_script_and_no_untouched_text(
    text, translation, source, english
):
    assert translate.is_english(wanted(text), Translation(translation, source)) is english


def test_the_estimate_counts_words_digits_signs_and_bytes():
    assert tokens.estimate("") == 2
    assert tokens.estimate("a red door, 12") == 2 + 3 + 1 + 2
    assert tokens.estimate("watercolour") == 2 + 2  # more than 8 letters
    assert tokens.estimate("문") == 2 + 3
    assert tokens.estimate(" ".join(["dog"] * 76)) == 78 > tokens.LIMIT


def test_chrf_is_100_for_the_reference_and_0_for_something_else():
    row = wanted("빨간 문", reference="a red door")
    same = translate.checked(row, Translation("a red door", "ko"))
    other = translate.checked(row, Translation("zzzz", "ko"))
    assert translate.chrf([same]) == pytest.approx(100)
    assert translate.chrf([other]) == 0
    assert translate.chrf([replace(same, row=wanted("빨간 문"))]) is None


def test_the_glossary_is_scored_on_a_file(tmp_path):
    path = lines(
        tmp_path / "t.jsonl",
        {"text": "빨간 우산", "reference": "red umbrella"},
        {"text": "'SALE'이라고 써줘", "keep": ["SALE"]},
        {"text": "쿠쿠루"},
    )
    found = translate.measure(Engines(), path, translator="glossary")
    assert [c.english for c in found] == [True, True, False]
    assert found[2].unknown == ("쿠쿠루",)
    report = translate.report(found, translator="glossary")
    assert report.lines[0] == "English only: 0.667 (2 of 3)"
    assert "numbers and quoted text kept: 1.000 (1 of 1)" in report.lines
    bad = lines(tmp_path / "bad.jsonl", {"text": "x", "keep": "x"})
    with pytest.raises(InvalidRequest, match='line 1: "keep" is "x"'):
        translate.measure(Engines(), bad, translator="glossary")


# Clicks


def test_intersection_over_union_is_that_counted_by_hand():
    first, second = rectangle((16, 24), 0, 0, 4, 4), rectangle((16, 24), 2, 0, 6, 4)
    assert iou(first, second) == 8 / 24
    assert iou(first, first) == 1
    empty = np.zeros((16, 24), np.bool_)
    assert (iou(first, empty), iou(empty, empty)) == (0, 1)


def test_the_first_click_is_at_the_centre_of_the_object():
    truth = rectangle((16, 24), 13, 2, 22, 11)  # 9×9: its centre is one pixel
    assert next_click(truth, np.zeros_like(truth)) == Click(17, 6, include=True)
    corner = rectangle((16, 24), 0, 0, 5, 5)  # the frame is an edge
    assert centre(corner) == (2, 2)


def test_a_click_lands_in_the_largest_error_and_says_what_it_is():
    truth = rectangle((16, 24), 2, 2, 9, 9)
    missing = truth & ~rectangle((16, 24), 2, 2, 5, 5)  # 9 pixels are missing
    surplus = missing | rectangle((16, 24), 15, 5, 22, 12)  # 49 are too much
    assert next_click(truth, surplus) == Click(18, 8, include=False)
    assert next_click(truth, missing) == Click(3, 3, include=True)
    assert next_click(truth, truth) is None


def test_of_two_errors_the_larger_counts_not_the_wider():
    truth = rectangle((16, 24), 0, 0, 24, 2) | rectangle((16, 24), 3, 8, 8, 13)  # 48 and 25
    click = next_click(truth, np.zeros_like(truth))
    assert click is not None
    assert click.y < 2


def test_a_pixel_is_not_clicked_twice():
    truth = rectangle((16, 24), 3, 3, 4, 5)  # two pixels
    empty = np.zeros_like(truth)
    assert next_click(truth, empty, [(3, 3)]) == Click(3, 4, include=True)
    assert next_click(truth, empty, [(3, 3), (3, 4)]) is None


def test_clicks_are_counted_up_to_the_wanted_iou():
    ious = [0.5, 0.86, 0.8, 0.91]
    assert (clicks_to(ious, 0.85, 20), clicks_to(ious, 0.90, 20)) == (2, 4)
    assert clicks_to(ious, 0.95, 20) == 20
    assert (at_click(ious, 1), at_click(ious, 3), at_click(ious, 9)) == (0.5, 0.8, 0.91)


# masks


@pytest.fixture
def red_folder(tmp_path: Path) -> Path:
    """Two photos, each with a red rectangle that is meant."""
    folder = tmp_path / "red"
    for name, photo in (("coffee", data.coffee()), ("chelsea", data.chelsea())):
        pixels = np.asarray(photo)[:120, :200].copy()
        mask = rectangle((120, 200), 30, 20, 91, 61)
        pixels[mask] = RED
        png(folder / f"{name}.png", pixels)
        png(folder / f"{name}.mask.png", grey(mask))
    return folder


def clicked(folder: Path, name: str, most: int = 20) -> list[masks.Clicked]:
    engines = Engines(registry("segment", [name]))
    return masks.measure(engines, marked.read_marked(folder), most=most)


def test_a_perfect_segmenter_has_iou_1_and_needs_one_click(red_folder):
    found = clicked(red_folder, "perfect")
    report = masks.report(found, segmenter="perfect")
    assert [one.ious for one in found] == [(1.0,), (1.0,)]
    assert report.lines[:6] == (
        "mIoU at 1: 1.000 (oracle 1.000)",
        "mIoU at 3: 1.000 (oracle 1.000)",
        "mIoU at 5: 1.000 (oracle 1.000)",
        "mIoU of the box: 1.000 (oracle 1.000)",
        "NoC@85: 1.000 (oracle 1.000)",
        "NoC@90: 1.000 (oracle 1.000)",
    )


def test_the_best_scored_and_the_best_candidate_are_told_apart(red_folder):
    found = clicked(red_folder, "modest", most=6)
    share = 61 * 41 / (120 * 200)
    assert found[0].ious == pytest.approx((share,) * 6)
    assert found[0].oracle == (1.0,) * 6
    assert (found[0].box_iou, found[0].box_oracle) == (pytest.approx(share), 1.0)
    summary = masks.report(found, segmenter="modest", most=6).data["summary"]
    assert summary["NoC@85"] == {"best_scored": 6.0, "oracle": 1.0}


def test_a_click_without_a_mask_counts_as_nothing_found_and_is_told(red_folder):
    found = clicked(red_folder, "empty", most=5)
    assert found[0].ious == (0.0,) * 5
    report = masks.report(found, segmenter="empty", most=5)
    assert "12 clicks gave no mask and count as IoU 0" in report.lines  # 5 and a box, twice


def test_clicks_add_up_until_the_object_is_found(red_folder):
    LearningSegmenter.seen.clear()
    found = clicked(red_folder, "learning")
    ious = found[0].ious
    assert len(ious) == 3  # then nothing is wrong any more
    assert ious[0] == pytest.approx(57 * 37 / (61 * 41))
    assert ious[2] == 1.0
    last = LearningSegmenter.seen[2]
    assert last.points_xy[0] == (50, 40)  # 21 px from the edge, the first such pixel
    assert last.point_labels == (1, 1, 1)
    assert [len(p.points_xy) for p in LearningSegmenter.seen[:4]] == [1, 2, 3, 0]  # the box: last


def test_prompts_say_where_the_first_click_and_the_box_are(red_folder):
    prompts = {"chelsea": {"click": [31.5, 21], "box": [25, 15, 100, 70]}}
    (red_folder / "prompts.json").write_text(json.dumps(prompts))
    LearningSegmenter.seen.clear()
    clicked(red_folder, "learning")
    assert LearningSegmenter.seen[0].points_xy == ((31.0, 21.0),)
    boxes = [p.boxes_xyxy for p in LearningSegmenter.seen if p.boxes_xyxy]
    assert boxes == [((25, 15, 100, 70),), ((30, 20, 91, 61),)]  # coffee: its mask's own


@pytest.mark.parametrize(
    ("prompts", "said"),
    [
        ({"dog": {}}, 'no picture "dog"'),
        ({"coffee": {"click": [200, 5]}}, r'"coffee": The point .* is not inside'),
        ({"coffee": {"box": [5, 5, 5, 9]}}, '"coffee": The box .* has no area'),
        ({"coffee": {"clicks": [1, 2]}}, '"coffee": .* is no prompt'),
        ({"coffee": {"click": "1,2"}}, '"coffee": .* are no coordinates'),
    ],
)
def test_prompts_that_cannot_be_meant_are_refused(red_folder, prompts, said):
    (red_folder / "prompts.json").write_text(json.dumps(prompts))
    with pytest.raises(InvalidRequest, match=said):
        marked.read_marked(red_folder)


def test_a_folder_with_something_missing_is_refused_by_name(red_folder, tmp_path):
    with pytest.raises(InvalidRequest, match="no folder"):
        marked.read_marked(tmp_path / "none")
    (tmp_path / "bare").mkdir()
    with pytest.raises(InvalidRequest, match="no pictures"):
        marked.read_marked(tmp_path / "bare")
    png(red_folder / "new.png", np.zeros((8, 9, 3), np.uint8))
    with pytest.raises(InvalidRequest, match=r"no new\.mask\.png"):
        marked.read_marked(red_folder)
    png(red_folder / "new.mask.png", np.full((9, 8), 255, np.uint8))
    with pytest.raises(InvalidRequest, match=r"new\.mask\.png is 8×9 px, its picture 9×8"):
        marked.read_marked(red_folder)
    png(red_folder / "new.mask.png", np.full((8, 9), 127, np.uint8))
    with pytest.raises(InvalidRequest, match=r"new\.mask\.png marks nothing"):
        marked.read_marked(red_folder)
    (red_folder / "new.png").unlink()
    with pytest.raises(InvalidRequest, match=r"no new\.jpg or new\.png"):
        marked.read_marked(red_folder)


def test_a_mask_may_be_black_and_white_grey_or_coloured(tmp_path):
    mask = rectangle((16, 24), 3, 4, 9, 8)
    for name, pixels in (("grey", grey(mask)), ("rgb", np.dstack([grey(mask)] * 3))):
        assert (marked.read_mask(png(tmp_path / f"{name}.png", pixels), (16, 24)) == mask).all()
    bilevel = cv2.imencode(".png", grey(mask), [cv2.IMWRITE_PNG_BILEVEL, 1])[1].tobytes()
    (tmp_path / "one.png").write_bytes(bilevel)
    assert (marked.read_mask(tmp_path / "one.png", (16, 24)) == mask).all()


# erase


def test_psnr_counts_the_hole_only_and_is_skimage_s():
    truth = np.asarray(data.coffee())[:40, :60]
    hole = rectangle((40, 60), 10, 5, 50, 30)
    ours = truth.copy()
    ours[hole] = np.clip(ours[hole].astype(int) + 5, 0, 255)
    ours[~hole] = 0  # of no account
    same = peak_signal_noise_ratio(truth[hole], ours[hole], data_range=255)
    assert psnr_db(ours, truth, hole) == pytest.approx(same)
    flat = np.full((16, 24, 3), 100, np.uint8)
    assert psnr_db(flat + 5, flat, hole[:16, :24]) == pytest.approx(10 * np.log10(255**2 / 25))
    assert psnr_db(truth, truth, hole) is None


def test_ssim_counts_the_hole_only():
    truth = np.asarray(data.chelsea())[:60, :90]
    hole = rectangle((60, 90), 20, 15, 40, 35)
    far = truth.copy()
    far[50:, 80:] = 0
    assert ssim(truth, truth, hole) == pytest.approx(1)
    assert ssim(far, truth, hole) == pytest.approx(1)
    noise = truth.copy()
    noise[hole] = np.random.default_rng(0).integers(0, 256, (400, 3))
    assert ssim(noise, truth, hole) < 0.3
    with pytest.raises(InvalidImage, match="24×6 px"):
        ssim(truth[:6, :24], truth[:6, :24], hole[15:21, 20:44])


def test_seam_energy_is_the_step_at_the_border_over_the_steps_around():
    hole = rectangle((32, 48), 14, 12, 30, 20)
    flat = np.full((32, 48, 3), 50, np.uint8)
    assert seam_energy(flat, hole) == 1
    seamed = flat.copy()
    seamed[hole] = 60
    assert seam_energy(seamed, hole) == 11  # (10 + 1) / (0 + 1)
    assert seam_energy(flat, np.ones((32, 48), np.bool_)) == 1  # no border
    ramp = np.broadcast_to(np.arange(48, dtype=np.uint8)[None, :, None] * 4, (32, 48, 3)).copy()
    left = rectangle((32, 48), 0, 0, 24, 32)  # its border is crossed along x only
    assert seam_energy(ramp, left) == 1  # (4 + 1) / (4 + 1)
    assert seam_energy(ramp, hole) == pytest.approx(1)
    ramp[:, 24:] += 10
    assert seam_energy(ramp, left) == 3  # (14 + 1) / (4 + 1)


@pytest.fixture
def hole_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "holes"
    truth = np.asarray(data.coffee())[:150, 60:260]
    mask = rectangle((150, 200), 70, 50, 110, 90)
    given = truth.copy()
    given[mask] = RED
    for name, pixels in (("input", given), ("mask", grey(mask)), ("gt", truth)):
        png(folder / "table" / f"{name}.png", pixels)
    return folder


def test_what_an_eraser_paints_outside_never_leaves_the_product(hole_folder):
    engines = Engines(registry("erase", ["vandal"]))
    (one,) = erase.measure(engines, erase.read_holes(hole_folder))
    assert (one.engine, one.outside) == ("vandal", 0)
    inside = one.ours[70, 90]
    assert (inside == 255 - np.array(RED)).all()  # it did run
    assert erase.report([one], eraser="auto").broken is None


def test_pixels_changed_outside_are_counted_and_break_the_promise(hole_folder):
    def careless(job: Job, _engines: object, _progress: object) -> Made:
        assert job.mask is not None
        pixels = job.photo.pixels.copy()
        pixels[job.mask] += 1
        pixels[0, :3] ^= 1  # three beside it; and it claims none
        return Made(replace(job.photo, pixels=pixels), "careless", job.mask, 0, changed=True)

    (one,) = erase.measure(Engines(), erase.read_holes(hole_folder), by=careless)
    assert one.outside == 3
    report = erase.report([one], eraser="careless")
    assert report.broken == "3 pixels changed outside a mask: that must never be"
    assert "pixels changed outside: 3" in report.lines


def test_a_real_eraser_is_nearer_the_truth_than_what_was_there(hole_folder):
    holes = erase.read_holes(hole_folder)
    (one,) = erase.measure(Engines(), holes, eraser="patchmatch")
    before = psnr_db(holes[0].photo.pixels, holes[0].truth, holes[0].mask)
    assert one.engine == "patchmatch"
    assert one.filled.psnr_db > before + 3
    assert one.ms > 0
    with pytest.raises(UnknownEngine):
        erase.measure(Engines(), holes, eraser="rubber")


def test_a_picture_with_something_missing_is_refused_by_name(hole_folder, tmp_path):
    (tmp_path / "bare").mkdir()
    with pytest.raises(InvalidRequest, match="no folders"):
        erase.read_holes(tmp_path / "bare")
    png(hole_folder / "table" / "gt.png", np.zeros((150, 199, 3), np.uint8))
    with pytest.raises(InvalidRequest, match=r"gt\.png is 199×150 px, its input 200×150"):
        erase.read_holes(hole_folder)
    (hole_folder / "table" / "gt.png").write_bytes(b"no picture")
    with pytest.raises(InvalidRequest, match=r"gt\.png: "):
        erase.read_holes(hole_folder)
    (hole_folder / "table" / "mask.png").unlink()
    png(hole_folder / "table" / "gt.png", np.zeros((150, 200, 3), np.uint8))
    with pytest.raises(InvalidRequest, match=r"no file .*mask\.png"):
        erase.read_holes(hole_folder)


# Samples and reports


def test_samples_are_the_same_each_time_and_true_outside_their_masks(tmp_path):
    first, second = samples.write_holes(tmp_path / "a"), samples.write_holes(tmp_path / "b")
    holes = erase.read_holes(first)
    assert {hole.name for hole in holes} >= {"scratches", "words", "sky"}
    for hole in holes:
        outside = ~hole.mask
        assert (hole.photo.pixels[outside] == hole.truth[outside]).all(), hole.name
        assert (hole.photo.pixels[hole.mask] != hole.truth[hole.mask]).any()
        name = Path(hole.name) / "input.png"
        assert (first / name).read_bytes() == (second / name).read_bytes()
    shapes = marked.read_marked(samples.write_marked(tmp_path / "m"))
    assert all(one.truth.shape == (300, 400) and one.truth.mean() < 0.3 for one in shapes)


def test_a_table_stands_in_columns_whatever_its_script():
    table = Table("t", ("text", "n"), [["문", 1], ["door", 22.5], ["x", None]])
    assert aligned(table).splitlines() == [
        "  text     n",
        "  문       1",
        "  door  22.5",
        "  x        –",
    ]


def test_a_report_is_written_for_people_and_programs(tmp_path):
    table = Table("Rows", ("text", "n"), [["a|b\nc", 0.5]], most=0)
    report = Report("t", ("accuracy: 0.500",), (table,), data={"n": 0.5, "문": None})
    assert write(report, tmp_path / "deep" / "er")[-1].endswith("report.md")
    text = (tmp_path / "deep" / "er" / "report.md").read_text("utf-8")
    assert "| a\\|b c | 0.500 |" in text
    assert json.loads((tmp_path / "deep" / "er" / "report.json").read_text("utf-8"))["문"] is None
    assert "Rows" not in for_terminal(report)  # in the report only


def test_plots_are_pictures_and_the_same_bytes_each_time(tmp_path, red_folder, hole_folder):
    erased = erase.measure(Engines(registry("erase", ["vandal"])), erase.read_holes(hole_folder))
    reports = [
        masks.report(clicked(red_folder, "learning"), segmenter="learning"),
        erase.report(erased, eraser="vandal"),
    ]
    for report in reports:
        write(report, tmp_path / "1" / report.name)
        write(report, tmp_path / "2" / report.name)
    plots = sorted((tmp_path / "1").rglob("*.png"))
    assert [p.name for p in plots] == ["pictures.png", "clicks.png", "pictures.png"]
    for plot in plots:
        twin = tmp_path / "2" / plot.relative_to(tmp_path / "1")
        assert plot.read_bytes() == twin.read_bytes()
        assert decode(plot.read_bytes()).pixels.std() > 5
