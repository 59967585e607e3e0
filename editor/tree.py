"""Where each version stands in the small tree over the film strip. Pure: no elements here."""

from collections.abc import Sequence
from dataclasses import dataclass

from errors import NotFound
from graph.state import Version


@dataclass(frozen=True)
class Dot:
    """A version's place: its column is its index, lane 0 is the head's own line."""

    version_id: str
    column: int
    lane: int
    on_path: bool  # between the head's photo and the head


@dataclass(frozen=True)
class Edge:
    """What was made from what."""

    start: Dot
    end: Dot

    @property
    def on_path(self) -> bool:
        """Whether it leads from the head's photo to the head."""
        return self.start.on_path and self.end.on_path


@dataclass(frozen=True)
class Layout:
    """The whole tree: dots in order of making, and how many lanes they take."""

    dots: tuple[Dot, ...] = ()
    edges: tuple[Edge, ...] = ()
    lanes: int = 0


def lanes(versions: Sequence[Version], head: str | None) -> Layout:
    """Give each version a column and a lane.

    The line through the head, from its photo to the newest version made from it, is lane 0 and
    stays straight over undo and redo. Every other line takes the lowest lane that is free from
    the column after its parent to its own last one, so lanes are used again.

    Args:
        versions: in order of making: a parent comes before what was made from it.
        head: the version that the person stands on; None = nowhere.

    Raises:
        NotFound: no version is called `head`, or a parent is not among those before.
    """
    column = {version["version_id"]: index for index, version in enumerate(versions)}
    parent = {version["version_id"]: version["parent"] for version in versions}
    _check(parent, head)
    path = _path(parent, head)
    lane = _placed(_lines(parent, path), parent, column)
    dots = {name: Dot(name, column[name], lane[name], name in path) for name in column}
    edges = tuple(Edge(dots[above], dots[name]) for name, above in parent.items() if above)
    return Layout(tuple(dots.values()), edges, max(lane.values(), default=-1) + 1)


def _check(parent: dict[str, str | None], head: str | None) -> None:
    seen: set[str | None] = {None}
    for name, above in parent.items():
        if above not in seen:
            raise NotFound(f"{name} was made from {above}", hint="which does not come before it")
        seen.add(name)
    if head not in seen:
        raise NotFound(f"there is no version {head!r}", hint=f"there are: {', '.join(parent)}")


def _path(parent: dict[str, str | None], head: str | None) -> list[str]:
    """The versions from the head's photo to the head."""
    path: list[str] = []
    while head:
        path.append(head)
        head = parent[head]
    return path[::-1]


def _lines(parent: dict[str, str | None], path: list[str]) -> list[list[str]]:
    """Cut the tree into lines: the head's first, then the others by when they begin.

    The head's line goes on to the newest version, as redo does; others to their oldest.
    """
    children: dict[str, list[str]] = {name: [] for name in parent}
    for name, above in parent.items():
        if above:
            children[above].append(name)
    main = list(path)
    while main and children[main[-1]]:
        main.append(children[main[-1]][-1])
    found, taken = [main] if main else [], set(main)
    for name in parent:
        if name in taken:
            continue
        line = [name]
        while children[line[-1]]:
            line.append(children[line[-1]][0])
        found.append(line)
        taken.update(line)
    return found


def _placed(
    found: list[list[str]], parent: dict[str, str | None], column: dict[str, int]
) -> dict[str, int]:
    """Give each line the lowest lane with nothing in its way."""
    busy: list[list[tuple[int, int]]] = []  # per lane: the columns taken, first and last
    lane: dict[str, int] = {}
    for line in found:
        above = parent[line[0]]
        first = column[above] + 1 if above else column[line[0]]
        last = column[line[-1]]
        free = (i for i, spans in enumerate(busy) if all(last < a or b < first for a, b in spans))
        at = next(free, len(busy))
        if at == len(busy):
            busy.append([])
        busy[at].append((first, last))
        lane |= dict.fromkeys(line, at)
    return lane
