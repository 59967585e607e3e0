"""Turn a region into masks: candidates from points and boxes, exact ones from strokes."""

import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

import numpy as np

from checkpoints.images import OwnerImages
from engines import Engines
from engines.protocols import Candidate, Pointing, Progress
from errors import InvalidMask, InvalidRegion
from graph.state import CandidateRow, EditState, Region, Update
from imaging import masks
from imaging.arrays import Mask
from imaging.colour import to_srgb8

GROW_LIMIT_PX = 500


@dataclass(frozen=True)
class Found:
    """What a region means: at least one candidate, and the likeliest one."""

    rows: list[CandidateRow]
    best: CandidateRow
    engine: str
    timing_ms: float


def segment(
    state: EditState, *, images: OwnerImages, engines: Engines, progress: Progress
) -> Update:
    """Compute the candidates of the selection's region.

    Where the region was found by its name and others may be meant too, the candidates are the
    likeliest mask of each.

    Reads: selection, draft.  Writes: selection (mask_id, candidates); draft, when others are done.

    Raises:
        InvalidRegion: the region is malformed, or outside the image.
        InvalidMask: the region selects nothing.
    """
    selection = state.get("selection")
    assert selection is not None  # `locate` ran
    look = partial(
        find,
        image_id=selection["image_id"],
        images=images,
        engines=engines,
        progress=progress,
    )
    found, draft = look(selection["region"]), state["draft"]
    update: Update = {}
    rows = found.rows
    if others := draft.get("others"):
        each = [found.best, *_bests(look, others)]
        rows = list({row["mask_id"]: row for row in each}.values())
        update["draft"] = {**draft, "others": []}  # they count for the first question only
    chosen = {**selection, "mask_id": found.best["mask_id"], "candidates": rows}
    return {**update, "selection": chosen}


def _bests(look: Callable[[Region], Found], boxes: list[list[float]]) -> Iterator[CandidateRow]:
    """The likeliest mask in each box; a segmenter that finds nothing in one has none to offer."""
    for box in boxes:
        with suppress(InvalidRegion, InvalidMask):
            yield look(Region(boxes_xyxy=[box])).best


def find(
    region: Region,
    image_id: str,
    *,
    images: OwnerImages,
    engines: Engines,
    progress: Progress | None = None,
) -> Found:
    """Return the masks that `region` means on the image `image_id`.

    Points and boxes go to the segmenter; strokes, growing and inverting are applied to each of
    its candidates, or to the mask that the region names.

    Raises:
        InvalidRegion, InvalidMask: as `segment`.
    """
    start = time.perf_counter()
    info = images.info(image_id)
    check_region(region, info.width, info.height)
    points = pointing(region)
    pointed = bool(points.points_xy or points.boxes_xyxy)
    base = _base(region, (info.height, info.width), images, pointed)
    drawn = not pointed and not (region.get("mask_id") or "").startswith("m")
    name = "drawn" if drawn else "mask"
    candidates = [Candidate(base, 1.0, "object")]
    if pointed:
        segmenter = _Segmenter(engines, images, image_id, progress)
        name = segmenter.name
        candidates = segmenter.refine(base, points) if base.any() else segmenter(points)
    rows = [_row(c, region, images, drawn) for c in candidates]
    milliseconds = 1e3 * (time.perf_counter() - start)
    return Found(rows, max(rows, key=lambda r: r["score"]), name, milliseconds)


class _Segmenter:
    """The segmenter, standing on one image."""

    def __init__(
        self, engines: Engines, images: OwnerImages, image_id: str, progress: Progress | None
    ) -> None:
        self.progress = progress
        self.engines, self.engine = engines, engines.segmenter()
        self.name, self.image_id = self.engine.card.name, image_id
        photo = images.photo(image_id)
        self.seen = to_srgb8(photo.pixels, photo.icc_profile)

    def __call__(self, points: Pointing) -> list[Candidate]:
        with self.engines.alone(self.name, self.progress):
            return self.engine.segment(self.seen, points, image_id=self.image_id)

    def refine(self, base: Mask, points: Pointing) -> list[Candidate]:
        """Add what the included points and boxes select, take away what the excluded ones do."""
        included = [p for p, label in _labelled(points) if label]
        excluded = [p for p, label in _labelled(points) if not label]
        if included or points.boxes_xyxy:
            added = Pointing(tuple(included), (1,) * len(included), points.boxes_xyxy)
            base = masks.union(base, _best(self(added)).mask)
        for point in excluded:
            base = masks.subtract(base, self(Pointing((point,), (1,)))[0].mask)
        return [Candidate(base, 1.0, "object")]


def _labelled(points: Pointing) -> list[tuple[tuple[float, float], int]]:
    return list(zip(points.points_xy, points.point_labels, strict=True))


def _best(candidates: list[Candidate]) -> Candidate:
    return max(candidates, key=lambda c: c.score)


def check_region(region: Region, width: int, height: int) -> None:
    """Refuse a region that cannot be meant.

    Raises:
        InvalidRegion: coordinates outside the image, labels that don't fit, growth beyond
            500 px.
    """
    points, labels = region.get("points_xy") or [], region.get("point_labels") or []
    if len(points) != len(labels):
        raise InvalidRegion(
            f"{len(points)} points and {len(labels)} labels",
            hint="give one label per point: 1 = include, 0 = exclude",
        )
    for point in points:
        masks.check_point(point, (height, width))
    for box in region.get("boxes_xyxy") or []:
        masks.check_box(box, (height, width))
    if abs(region.get("grow_px") or 0) > GROW_LIMIT_PX:
        raise InvalidRegion(
            f"grow_px is {region.get('grow_px')}",
            hint=f"use -{GROW_LIMIT_PX} to {GROW_LIMIT_PX}; negative shrinks",
        )


def pointing(region: Region) -> Pointing:
    """Return the region's points and boxes as an engine takes them."""
    return Pointing(
        points_xy=tuple((p[0], p[1]) for p in region.get("points_xy") or []),
        point_labels=tuple(region.get("point_labels") or []),
        boxes_xyxy=tuple((b[0], b[1], b[2], b[3]) for b in region.get("boxes_xyxy") or []),
    )


def _base(region: Region, shape: tuple[int, int], images: OwnerImages, pointed: bool) -> Mask:
    """The mask to start from: the one that is named, or an empty one to point or draw on."""
    if mask_id := region.get("mask_id"):
        mask = images.mask(mask_id)
        masks.check(mask, shape)
        return mask
    if not pointed and not region.get("strokes"):
        raise InvalidRegion(
            "the region is empty", hint="give points_xy, boxes_xyxy, strokes or a mask_id"
        )
    return np.zeros(shape, np.bool_)


def _row(found: Candidate, region: Region, images: OwnerImages, drawn: bool) -> CandidateRow:
    mask = found.mask
    for stroke in region.get("strokes") or []:
        area = masks.rasterise([{**stroke, "erase": False}], mask.shape)
        mask = masks.subtract(mask, area) if stroke.get("erase") else masks.union(mask, area)
    if grow := region.get("grow_px"):
        mask = masks.grow(mask, grow) if grow > 0 else masks.shrink(mask, -grow)
    if region.get("invert"):
        mask = ~mask
    masks.check(mask, mask.shape)
    return row_of(images.put_mask(mask, drawn=drawn), mask, found)


def row_of(mask_id: str, mask: Mask, found: Candidate) -> CandidateRow:
    """Return a candidate as the wire carries it."""
    return {
        "mask_id": mask_id,
        "score": round(found.score, 4),
        "level": found.level,
        "area_px": int(mask.sum()),
        "box_xyxy": [int(side) for side in masks.box_of(mask)],
    }
