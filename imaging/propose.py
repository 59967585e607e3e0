"""Many cheap readings of a click, most of them wrong: `imaging.rank` tells which are not.

All of it in the working copy's pixels; a mask is (h, w) bool there.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np

from imaging.arrays import Image, Mask
from imaging.masks import fill_holes
from imaging.scene import (
    Field,
    Point,
    Scene,
    frame_superpixels,
    geodesic,
    superpixel_distance,
    superpixels_at,
)

SMALLEST_PX = 16
LARGEST_SHARE = 0.9
WINDOWS = ((2.0, 1, 3), (2.0, 2, 3), (0.35, 1, 3), (0.35, 2, 3), (0.15, 1, 3), (0.6, 1, 8))
TOLERANCES = ((0.15, (6, 10, 15, 22, 30)), (0.5, (6, 13, 25, 35)))
REACHES = (0.6, 1.0, 1.5)
FILLED_HOLE_SHARE = 0.12


@dataclass(frozen=True)
class Seeds:
    """Clicked pixels of the working copy, (x, y): at least one to include."""

    include: list[Point]
    exclude: list[Point]


def propose(scene: Scene, seeds: Seeds, *, barred: Mask | None = None) -> list[Mask]:
    """Return plausible regions that hold an included click, cleaned up; at least one.

    Args:
        scene: the photo.
        seeds: the clicks.
        barred: (h, w) bool, what no region may contain; None: what is clearly nearer to an
            excluded click than to any included one.
    """
    from_include = geodesic(scene, seeds.include)
    barred = _nearer_to_excluded(scene, seeds, from_include) if barred is None else barred
    found = [clean(mask & ~barred, seeds) for mask in _readings(scene, seeds, from_include)]
    most = LARGEST_SHARE * scene.labels.size
    kept = [mask for mask in found if SMALLEST_PX <= np.count_nonzero(mask) < most]
    return kept or [_spot(scene, seeds)]


def clean(mask: Mask, seeds: Seeds) -> Mask:
    """Drop thin bridges, what no click holds, and small holes.

    A large hole stays: a saucer is not the cup that stands on it.
    """
    mask = clicked(mask, seeds.include)
    ellipse = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (5, 5))
    opened = clicked(
        cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_OPEN, ellipse) > 0, seeds.include
    )
    solid = opened if np.count_nonzero(opened) >= SMALLEST_PX else mask
    return _without_small_holes(solid, seeds.exclude) & ~discs(mask.shape, seeds.exclude, 3)


def clicked(mask: Mask, points: list[Point]) -> Mask:
    """Return the connected parts of `mask` that hold a point."""
    _, labels = cv2.connectedComponents(mask.astype(np.uint8), connectivity=4)
    wanted = {int(labels[y, x]) for x, y in points} - {0}
    return np.isin(labels, list(wanted))


def discs(shape: tuple[int, ...], points: list[Point], radius_px: int) -> Mask:
    """Return the pixels within `radius_px` of any point."""
    drawn = np.zeros(shape[:2], np.uint8)
    for point in points:
        cv2.circle(drawn, point, radius_px, 1, -1)
    return drawn > 0


def _readings(scene: Scene, seeds: Seeds, from_include: Field) -> Iterator[Mask]:
    yield from _basins(scene, seeds)
    yield from _nearer(scene, seeds, from_include)
    yield from _plateaus(from_include, least_px=40, slack=1.12, offset=1.0, count=6)
    superpixels = superpixel_distance(scene, superpixels_at(scene, seeds.include))
    yield from _plateaus(superpixels, least_px=150, slack=1.15, offset=2.0, count=4)
    yield from _alike(scene, seeds)


def _basins(scene: Scene, seeds: Seeds) -> Iterator[Mask]:
    """Watersheds against windows of several sizes, so that small objects have a chance too.

    Meyer, "Color image segmentation", ICIP 1992 (`cv2.watershed`).
    """
    blurred = {sigma: cv2.GaussianBlur(scene.work, (0, 0), sigma) for sigma in (1, 2)}
    for share, sigma, radius in WINDOWS:
        basin = _basin(np.asarray(blurred[sigma], np.uint8), seeds, share, radius)
        # cv2.watershed leaves a line of one pixel between the basins.
        yield cv2.dilate(basin.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0


def _basin(image: Image, seeds: Seeds, share: float, radius: int) -> Mask:
    height, width = image.shape[:2]
    points, half = np.array(seeds.include), share * max(height, width) / 2
    x0, y0 = (int(v) for v in np.maximum(points.min(axis=0) - half, 0))
    x1, y1 = (int(v) for v in np.minimum(points.max(axis=0) + half + 1, (width, height)))
    markers = np.zeros((height, width), np.int32)
    markers[discs(image.shape, seeds.include, radius)] = 2
    markers[discs(image.shape, seeds.exclude, radius)] = 1
    window = np.ascontiguousarray(markers[y0:y1, x0:x1])
    for rim in (window[:2], window[-2:], window[:, :2], window[:, -2:]):
        rim[rim == 0] = 1
    cv2.watershed(np.ascontiguousarray(image[y0:y1, x0:x1]), window)
    basin = np.zeros((height, width), np.bool_)
    basin[y0:y1, x0:x1] = window == 2
    return basin


def _nearer(scene: Scene, seeds: Seeds, from_include: Field) -> Iterator[Mask]:
    """Nearer to a click than to the frame, over edges and over superpixels."""
    inside = superpixels_at(scene, seeds.include)
    outside = sorted(set(frame_superpixels(scene)) - set(inside))
    over_superpixels = superpixel_distance(scene, inside)
    from_frame = superpixel_distance(scene, outside) if outside else np.float32(np.inf)
    for reach in REACHES:
        yield from_include < reach * scene.from_frame
        yield over_superpixels < reach * from_frame


def _plateaus(
    distance: Field, *, least_px: int, slack: float, offset: float, count: int
) -> Iterator[Mask]:
    """Level sets that hardly grow when the level does: there, the region has met an edge.

    The stability of Matas et al., "Robust wide baseline stereo from maximally stable extremal
    regions", BMVC 2002, on a distance instead of a brightness.
    """
    values = np.sort(distance, axis=None)
    if len(values) * 0.7 <= least_px:
        return
    areas = np.unique(np.geomspace(least_px, 0.7 * len(values), 40).astype(int))
    levels = values[areas]
    more = np.searchsorted(values, levels * slack + offset)
    less = np.maximum(np.searchsorted(values, levels / slack - offset), 1)
    growth = np.log(more / less)
    flat = [i for i in range(1, len(areas) - 1) if growth[i] <= min(growth[i - 1], growth[i + 1])]
    for i in sorted(flat, key=lambda i: float(growth[i]))[:count]:
        yield distance < levels[i]


def _alike(scene: Scene, seeds: Seeds) -> Iterator[Mask]:
    """What has a clicked colour, with shading counted little or much."""
    near = [discs(scene.work.shape, [point], 3) for point in seeds.include]
    colours = [np.median(scene.lab[spot], axis=0) for spot in near]
    for shading, tolerances in TOLERANCES:
        weights = np.array([shading, 1, 1], np.float32)
        apart = [np.linalg.norm((scene.lab - colour) * weights, axis=-1) for colour in colours]
        smooth = cv2.GaussianBlur(np.min(apart, axis=0).astype(np.float32), (0, 0), 1)
        for tolerance in tolerances:
            yield smooth < tolerance


def _nearer_to_excluded(scene: Scene, seeds: Seeds, from_include: Field) -> Mask:
    if not seeds.exclude:
        return np.zeros(scene.labels.shape, np.bool_)
    theirs = np.isin(scene.labels, superpixels_at(scene, seeds.exclude))
    ours = np.isin(scene.labels, superpixels_at(scene, seeds.include))
    return (geodesic(scene, seeds.exclude) < 0.6 * from_include) | (theirs & ~ours)


def _without_small_holes(mask: Mask, exclude: list[Point]) -> Mask:
    filled = fill_holes(mask)
    holes = (filled & ~mask).astype(np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(holes, connectivity=4)
    small = stats[:, cv2.CC_STAT_AREA] < FILLED_HOLE_SHARE * np.count_nonzero(filled)
    small[[0, *(int(labels[y, x]) for x, y in exclude)]] = False
    return mask | small[np.asarray(labels, np.int32)]


def _spot(scene: Scene, seeds: Seeds) -> Mask:
    """The superpixels under the clicks: the smallest honest answer."""
    under = np.isin(scene.labels, superpixels_at(scene, seeds.include))
    spot = under & ~discs(under.shape, seeds.exclude, 2)
    return spot | discs(under.shape, seeds.include, 1)
