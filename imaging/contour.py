"""The outline of a mask: closed rings along pixel edges, exact to the pixel."""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from errors import InvalidMask
from imaging.arrays import Mask

Corners = NDArray[np.intp]


def outline(mask: Mask) -> list[list[int]]:
    """Return the border between True and False as closed rings along pixel edges.

    Filling all rings together by the even-odd rule gives the mask back exactly. In every row
    of the lattice the corners pair up into horizontal edges, in every column into vertical
    ones; following the pairs in turn closes the rings.

    Args:
        mask: bool (H, W); the frame counts as False.

    Returns:
        Rings of x0, y0, x1, y1, ... in whole pixels from the top left: corners only, the first
        not repeated, the first edge of each horizontal. An empty mask has none.

    Raises:
        InvalidMask: not a two-dimensional bool array.
    """
    if mask.dtype != np.bool_ or mask.ndim != 2:
        raise InvalidMask(f"The mask is {mask.dtype} {mask.shape}.", hint="Give bool (H, W).")
    if not mask.any():
        return []
    top, left, inner = _cropped(mask)
    rows, columns = _corners(inner)
    rings = _rings(rows, columns)
    order = np.fromiter((i for ring in rings for i in ring), np.intp, len(rows))
    flat = np.stack([columns[order] + left, rows[order] + top], axis=1).ravel().tolist()
    ends = np.cumsum([0, *(2 * len(ring) for ring in rings)]).tolist()
    return [flat[a:b] for a, b in pairwise(ends)]


def packed(rings: list[list[int]]) -> str:
    """Write rings as text, a tenth of their JSON: "x y dx dy dx ...", parted by ";".

    After the first corner only the length of each edge is said: edges are horizontal and
    vertical in turn, and the last one leads back to the start.
    """
    return ";".join(_packed(ring) for ring in rings)


def _packed(ring: list[int]) -> str:
    moves = np.diff(np.reshape(ring, (-1, 2)), axis=0).sum(axis=1)
    return " ".join(map(str, [*ring[:2], *moves.tolist()]))


def _cropped(mask: Mask) -> tuple[int, int, Mask]:
    """Return (top, left, the mask's box with a rim of one False pixel)."""
    rows = np.flatnonzero(mask.any(axis=1))
    top, bottom = int(rows[0]), int(rows[-1]) + 1
    columns = np.flatnonzero(mask[top:bottom].any(axis=0))
    left, right = int(columns[0]), int(columns[-1]) + 1
    return top, left, np.pad(mask[top:bottom, left:right], 1)


def _corners(inner: Mask) -> tuple[Corners, Corners]:
    """Return rows and columns of the corners, row by row; two where pixels touch diagonally."""
    sides = inner[:, 1:] ^ inner[:, :-1]  # vertical edges
    width = inner.shape[1] - 1
    turns = np.flatnonzero(sides[1:] ^ sides[:-1])
    through = np.flatnonzero(sides[1:] & sides[:-1])
    rows, columns = np.divmod(through, width)
    touching = through[inner[rows, columns] != inner[rows + 1, columns]]
    found = np.sort(np.concatenate([turns, touching, touching]))
    rows, columns = np.divmod(found, width)
    return rows, columns


def _rings(rows: Corners, columns: Corners) -> list[list[int]]:
    """Return the corners' indices, ring by ring; corners pair up in each row and each column."""
    by_column = np.lexsort((rows, columns))  # stable: of two in one place the first goes up
    vertical = np.empty(len(rows), np.intp)
    vertical[by_column[0::2]], vertical[by_column[1::2]] = by_column[1::2], by_column[0::2]
    across = vertical.tolist()
    waiting = bytearray(b"\1") * len(rows)
    rings: list[list[int]] = []
    start = waiting.find(1)
    while start >= 0:
        ring: list[int] = []
        at = start
        while waiting[at]:
            waiting[at] = waiting[at ^ 1] = 0
            ring += (at, at ^ 1)  # the neighbour in the row
            at = across[at ^ 1]
        rings.append(ring)
        start = waiting.find(1, start)
    return rings
