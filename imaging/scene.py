"""What can be known of a photo before anyone clicks: computed once, reused by every click.

Everything is worked out on a copy of at most `WORK_PX` a side; edges are refined on one of at most
`FINE_PX`. So a photo of 64 megapixels costs little more than one of a tenth.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import dijkstra
from skimage.graph import MCP_Geometric

from imaging.arrays import Image

WORK_PX, FINE_PX, COARSE_PX = 400, 1600, 200
SUPERPIXEL_PX = 14
SLIC_LEAST_PX = 16  # below 8 px a side OpenCV's SLIC ends the process

Point = tuple[int, int]
Field = NDArray[np.float32]
"""(h, w) float32, one value per pixel of the working copy."""


@dataclass(frozen=True)
class Scene:
    """A photo's working copies and what follows from its pixels alone.

    shape: (H, W) of the photo itself. scale: working px per photo px, at most 1.
    fine, work: (h, w, 3) uint8 RGB. lab: of `work`, texture smoothed away.
    edges: strength of the Lab gradient. coarse_cost: of crossing a pixel, on a smaller grid.
    from_frame: geodesic distance to the frame.
    labels, graph: superpixels, and the Lab distance between neighbours.
    """

    shape: tuple[int, int]
    scale: float
    fine: Image
    work: Image
    lab: Field
    edges: Field
    coarse_cost: Field
    from_frame: Field
    labels: NDArray[np.int32]
    graph: csr_array


def look(image: Image) -> Scene:
    """Compute what `Scene` holds of an (H, W, 3) uint8 RGB photo, in about 0.1 s."""
    work, fine = shrunk(image, WORK_PX), shrunk(image, FINE_PX)
    lab = to_lab(np.asarray(cv2.bilateralFilter(work, 7, 30, 7), np.uint8))
    edges = _gradient(lab)
    coarse_cost = 0.3 + _coarse(edges)
    labels, graph = _superpixels(work)
    return Scene(
        shape=(image.shape[0], image.shape[1]),
        scale=work.shape[1] / image.shape[1],
        fine=fine,
        work=work,
        lab=lab,
        edges=edges,
        coarse_cost=coarse_cost,
        from_frame=_distance(coarse_cost, _rim(coarse_cost.shape), work.shape),
        labels=labels,
        graph=graph,
    )


def geodesic(scene: Scene, points: list[Point]) -> Field:
    """Return how much edge lies between each pixel and the nearest of some working-copy points.

    Bai and Sapiro, "A geodesic framework for fast interactive image and video segmentation and
    matting", ICCV 2007.
    """
    height, width = scene.work.shape[:2]
    rows, columns = scene.coarse_cost.shape
    starts = [(y * rows // height, x * columns // width) for x, y in points]
    return _distance(scene.coarse_cost, starts, scene.work.shape)


def superpixel_distance(scene: Scene, superpixels: list[int]) -> Field:
    """Return each pixel's distance over the graph of superpixels to the nearest given one."""
    found = dijkstra(scene.graph, directed=False, indices=superpixels, min_only=True)
    return np.asarray(found, np.float32)[scene.labels]


def superpixels_at(scene: Scene, points: list[Point]) -> list[int]:
    """Return the superpixels that hold some working-copy points."""
    return sorted({int(scene.labels[y, x]) for x, y in points})


def frame_superpixels(scene: Scene) -> list[int]:
    """Return the superpixels that touch the frame."""
    rims = (scene.labels[0], scene.labels[-1], scene.labels[:, 0], scene.labels[:, -1])
    return sorted({int(label) for label in np.concatenate(rims)})


def to_lab(image: Image) -> Field:
    """Return (h, w, 3) float32 CIE Lab in OpenCV's 8-bit scale (L 0..255, a and b around 128)."""
    return cv2.cvtColor(image, cv2.COLOR_RGB2LAB).astype(np.float32)


def shrunk(image: Image, side_px: int) -> Image:
    """Return a copy whose longer side is at most `side_px` px, by area average."""
    scale = min(1.0, side_px / max(image.shape[:2]))
    size = max(1, round(image.shape[1] * scale)), max(1, round(image.shape[0] * scale))
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)


def _gradient(lab: Field) -> Field:
    across, down = cv2.Sobel(lab, -1, 1, 0) / 4, cv2.Sobel(lab, -1, 0, 1) / 4
    return np.sqrt((across**2 + down**2).sum(axis=-1)).astype(np.float32)


def _coarse(edges: Field) -> Field:
    scale = min(1.0, COARSE_PX / max(edges.shape))
    size = max(1, round(edges.shape[1] * scale)), max(1, round(edges.shape[0] * scale))
    return np.asarray(cv2.resize(edges, size, interpolation=cv2.INTER_AREA), np.float32)


def _rim(shape: tuple[int, ...]) -> list[Point]:
    rows, columns = shape[0], shape[1]
    sides = [(y, x) for y in range(rows) for x in (0, columns - 1)]
    return sides + [(y, x) for x in range(columns) for y in (0, rows - 1)]


def _distance(cost: Field, starts: list[Point], shape: tuple[int, ...]) -> Field:
    found = MCP_Geometric(cost).find_costs(starts)[0].astype(np.float32)
    return np.asarray(cv2.resize(found, (shape[1], shape[0])), np.float32)


def _superpixels(work: Image) -> tuple[NDArray[np.int32], csr_array]:
    labels = _slic(work) if min(work.shape[:2]) >= SLIC_LEAST_PX else _grid(work)
    count = int(labels.max()) + 1
    sizes = np.maximum(np.bincount(labels.ravel(), minlength=count), 1)
    colours = to_lab(work)
    sums = [np.bincount(labels.ravel(), colours[..., c].ravel(), count) for c in range(3)]
    means = np.stack(sums, axis=1) / sizes[:, None]
    pairs = _neighbours(labels)
    weights = np.linalg.norm(means[pairs[:, 0]] - means[pairs[:, 1]], axis=1) + 0.5
    graph = coo_array((weights, (pairs[:, 0], pairs[:, 1])), shape=(count, count)).tocsr()
    return labels, graph


def _slic(work: Image) -> NDArray[np.int32]:
    """SLIC superpixels: Achanta et al., 2012, doi:10.1109/TPAMI.2012.120."""
    smooth = cv2.cvtColor(cv2.GaussianBlur(work, (3, 3), 0), cv2.COLOR_RGB2LAB)
    side = min(SUPERPIXEL_PX, min(work.shape[:2]) // 4)
    slic = cv2.ximgproc.createSuperpixelSLIC(smooth, cv2.ximgproc.SLICO, side)
    slic.iterate(8)
    slic.enforceLabelConnectivity(25)
    return np.asarray(slic.getLabels(), np.int32)


def _grid(work: Image) -> NDArray[np.int32]:
    rows, columns = np.indices(work.shape[:2]) // 4
    return (rows * (columns.max() + 1) + columns).astype(np.int32)


def _neighbours(labels: NDArray[np.int32]) -> NDArray[np.int32]:
    across = np.stack([labels[:, :-1].ravel(), labels[:, 1:].ravel()], axis=1)
    down = np.stack([labels[:-1].ravel(), labels[1:].ravel()], axis=1)
    pairs = np.concatenate([across, down])
    return np.unique(np.sort(pairs[pairs[:, 0] != pairs[:, 1]], axis=1), axis=0)
