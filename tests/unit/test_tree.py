from typing import cast

import pytest

from editor.tree import Layout, lanes
from errors import NotFound
from graph.state import Version


def tree(*parents: int | None) -> list[Version]:
    """Versions v0, v1, … by the index of what each was made from."""
    return [
        cast(Version, {"version_id": f"v{i}", "parent": None if p is None else f"v{p}"})
        for i, p in enumerate(parents)
    ]


def lanes_of(layout: Layout) -> list[int]:
    return [dot.lane for dot in layout.dots]


def on_path(layout: Layout) -> set[str]:
    return {dot.version_id for dot in layout.dots if dot.on_path}


def crossings(layout: Layout) -> list[tuple[int, int]]:
    """(lane, column) of dots that lie under another version's line."""
    lying = []
    for edge in layout.edges:
        for dot in layout.dots:
            if dot.lane == edge.end.lane and edge.start.column < dot.column < edge.end.column:
                lying.append((dot.lane, dot.column))
    return lying


def test_no_versions_take_no_lanes():
    assert lanes([], None) == Layout()


def test_versions_made_one_after_the_other_are_one_line():
    layout = lanes(tree(None, 0, 1), "v2")
    assert lanes_of(layout) == [0, 0, 0]
    assert [dot.column for dot in layout.dots] == [0, 1, 2]
    assert [(e.start.version_id, e.end.version_id) for e in layout.edges] == [
        ("v0", "v1"),
        ("v1", "v2"),
    ]
    assert layout.lanes == 1


def test_undo_keeps_the_line_straight_and_takes_what_follows_off_the_path():
    layout = lanes(tree(None, 0, 1), "v1")
    assert lanes_of(layout) == [0, 0, 0]
    assert on_path(layout) == {"v0", "v1"}
    assert [edge.on_path for edge in layout.edges] == [True, False]


def test_an_edit_after_undo_is_a_branch_and_the_head_keeps_lane_0():
    versions = tree(None, 0, 1, 1)  # v2 and v3 both from v1
    assert lanes_of(lanes(versions, "v3")) == [0, 0, 1, 0]
    assert lanes_of(lanes(versions, "v2")) == [0, 0, 0, 1]


def test_lane_0_goes_on_where_redo_goes_on():
    versions = tree(None, 0, 0)
    assert lanes_of(lanes(versions, "v0")) == [0, 1, 0]  # the newest child


def test_a_lane_that_has_ended_is_used_again():
    # v1 and v2 are dead ends off the photo's line, one after the other
    layout = lanes(tree(None, 0, 0, 2, 2, 4), "v5")
    assert lanes_of(layout) == [0, 1, 0, 1, 0, 0]
    assert layout.lanes == 2


def test_lines_side_by_side_take_lanes_of_their_own():
    layout = lanes(tree(None, 0, 0, 0, 1, 2, 3), "v6")
    assert lanes_of(layout) == [0, 1, 2, 0, 1, 2, 0]
    assert layout.lanes == 3


def test_a_second_photo_starts_a_line_of_its_own():
    layout = lanes(tree(None, 0, None, 2), "v3")
    assert on_path(layout) == {"v2", "v3"}
    assert len(layout.edges) == 2
    assert lanes_of(layout) == [0, 0, 0, 0]  # the first photo's line ended before


def test_a_photo_between_the_edits_of_another_goes_beside_them():
    layout = lanes(tree(None, None, 0), "v2")
    assert lanes_of(layout) == [0, 1, 0]


@pytest.mark.parametrize("seed", range(12))
def test_no_version_lies_on_the_line_of_another(seed):
    parents: list[int | None] = [None]
    state = seed
    for index in range(1, 40):
        state = (state * 1103515245 + 12345) % 2**31
        parents.append(state % index if state % 11 else None)
    for head in (f"v{index}" for index in range(0, 40, 7)):
        layout = lanes(tree(*parents), head)
        assert crossings(layout) == []
        places = [(dot.lane, dot.column) for dot in layout.dots]
        assert len(set(places)) == 40
        assert layout.dots[int(head[1:])].lane == 0
        assert layout.lanes == max(dot.lane for dot in layout.dots) + 1


def test_a_head_that_is_no_version_is_refused_with_those_there_are():
    with pytest.raises(NotFound) as refused:
        lanes(tree(None, 0), "v9")
    assert "v0, v1" in refused.value.hint


def test_a_parent_that_comes_later_is_refused():
    with pytest.raises(NotFound, match="v0 was made from v1"):
        lanes(tree(1, None), "v0")
