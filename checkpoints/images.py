"""The image store: content-addressed, scoped to its owner, immutable.

An image is two blobs: its bytes (`id.bin`: the file as uploaded, a PNG, or a PNG of a patch) and
its record (`id.json`), written last, so that an image exists once its record does. Thumbnails
(`id.t320`) are made on demand. A mask is one blob (`id.mask`), a 1-bit PNG.
"""

import hashlib
import sys
import threading
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from checkpoints.blobs import Blobs, FolderBlobs
from checkpoints.patches import check_patch, composed, cropped, digest, own_copy
from checkpoints.photo_cache import PhotoCache
from checkpoints.records import (
    ImageInfo,
    Record,
    base_name,
    checked_mask_id,
    describe,
    file_name,
    is_image_id,
    is_mask_id,
)
from checkpoints.shelf import OwnerShelf
from errors import InvalidRequest
from imaging import codec
from imaging.arrays import Box, Mask
from imaging.codec import Limits, Photo
from imaging.thumbnail import thumbnail

__all__ = ["ImageInfo", "ImageStore", "OwnerImages", "image_id_of"]

MOST_PATCHES = 32  # then a whole raster: bounds what one read has to put together
_STORED = Limits(max_bytes=sys.maxsize, max_pixels=sys.maxsize)  # checked on the way in


def image_id_of(data: bytes) -> str:
    """Return the id that an upload of these bytes has."""
    return hashlib.sha256(data).hexdigest()[:32]


class ImageStore:
    """Photos and masks of all owners.

    Args:
        folder: where they are kept; made by the first write.
        limits: for uploads.
        cache_bytes: how much memory decoded photos may take, over all owners.
    """

    def __init__(
        self, folder: Path, limits: Limits | None = None, *, cache_bytes: int = 512_000_000
    ) -> None:
        self._blobs = FolderBlobs(folder)
        self._limits = limits or Limits()
        self._cache = PhotoCache(cache_bytes)
        self._lock = threading.Lock()

    def sweep(self) -> None:
        """Remove what writers that died left behind; call it when a server starts."""
        self._blobs.sweep()

    def of(self, owner: str) -> "OwnerImages":
        """Return the images of `owner`, any non-empty string; nobody else's can be reached."""
        if not owner:
            raise InvalidRequest("The owner is empty.", hint="Give any non-empty string.")
        folder = hashlib.sha256(owner.encode()).hexdigest()[:32]  # any string, one safe name
        return OwnerImages(self._blobs, folder, self._limits, self._cache, self._lock)


class OwnerImages:
    """One owner's images and masks. Unknown ids raise `NotFound` in every method."""

    def __init__(
        self, blobs: Blobs, owner: str, limits: Limits, cache: PhotoCache, lock: threading.Lock
    ) -> None:
        self._blobs = blobs
        self._owner = owner
        self._shelf = OwnerShelf(blobs, owner)
        self._limits = limits
        self._cache = cache
        self._lock = lock  # a delete must not fall between an image's two blobs

    def put(self, data: bytes, *, name: str | None = None) -> ImageInfo:
        """Keep an upload, its bytes untouched; the same bytes again are a no-op.

        Args:
            data: the whole file.
            name: its name; the folder part is cut off, and the first put's name stays.

        Raises:
            InvalidImage: not an image we read, or damaged. TooLarge: over a limit.
        """
        self._limits.check_bytes(data)
        image_id = image_id_of(data)
        if self._shelf.has(image_id):
            return self.info(image_id)
        photo = codec.decode(data, self._limits)
        info = describe(photo, image_id, photo.format, base_name(name), len(data), None)
        return self._keep(Record(info, "upload", root_id=image_id), data, photo)

    def put_photo(self, photo: Photo, *, parent_id: str | None = None) -> ImageInfo:
        """Keep a whole new picture as a lossless PNG with its profile.

        Name and format, for a later download, are the parent's.
        """
        parent = self._shelf.record(parent_id) if parent_id else None
        image_id = digest("raster", parent_id or "", photo)
        return self._put_raster(photo, image_id, parent)

    def put_patch(self, parent_id: str, photo: Photo, box_xyxy: Box) -> ImageInfo:
        """Keep a picture that differs from its parent inside a box only, as that box.

        Args:
            parent_id: an image of the same frame, depth, profile and transparency.
            photo: the whole picture after the edit.
            box_xyxy: (x0, y0, x1, y1) pixels, the far edge excluded.

        Raises:
            InvalidRequest: the box is empty or outside, the frames do not match, or a pixel
                outside the box differs.
        """
        parent = self._shelf.record(parent_id)
        check_patch(self.photo(parent_id), photo, box_xyxy)
        patch = cropped(photo, box_xyxy)
        image_id = digest("patch", f"{parent_id} {box_xyxy}", patch)
        if parent.patches >= MOST_PATCHES:
            return self._put_raster(photo, image_id, parent)
        if self._shelf.has(image_id):
            return self.info(image_id)
        data = codec.encode(patch, "PNG")
        info = describe(photo, image_id, parent.info.format, parent.info.name, len(data), parent_id)
        record = Record(info, "patch", parent.root_id, box_xyxy, parent.patches + 1)
        return self._keep(record, data, photo)

    def info(self, image_id: str) -> ImageInfo:
        """Return what is known of an image without decoding it."""
        return self._shelf.record(image_id).info

    def photo(self, image_id: str) -> Photo:
        """Return the decoded photo; its arrays are shared and read-only."""
        patches: list[tuple[Box, Photo]] = []
        info = (at := self._shelf.record(image_id)).info
        while (found := self._cache.get((self._owner, at.info.image_id))) is None:
            stored = codec.decode(self._shelf.content(at), _STORED)
            if at.box_xyxy is None:
                found = stored
                break
            patches.append((at.box_xyxy, stored))
            at = self._shelf.record(at.info.parent_id or "")
        whole = replace(composed(found, patches), format=info.format, notes=info.notes)
        return self._cache.put((self._owner, image_id), whole)

    def original(self, image_id: str) -> bytes:
        """Return the file as it was uploaded; for an edit, a PNG of the whole picture."""
        record = self._shelf.record(image_id)
        if record.kind == "patch":
            return codec.encode(self.photo(image_id), "PNG")
        return self._shelf.content(record)

    def upload_of(self, image_id: str) -> bytes:
        """Return the file that an image goes back to; for a new picture, the picture itself."""
        return self.original(self._shelf.record(image_id).root_id or image_id)

    def thumbnail(self, image_id: str, size_px: int) -> bytes:
        """Return a WebP, sRGB, at most `size_px` on the long side, never enlarged.

        Raises:
            InvalidRequest: `size_px` is not 16 to 2048.
        """
        if not 16 <= size_px <= 2048:
            raise InvalidRequest(f"size is {size_px}.", hint="Choose 16 to 2048 pixels.")
        self._shelf.record(image_id)
        key = f"{self._shelf.key(image_id)}.t{size_px}"
        if not self._blobs.exists(key):
            self._blobs.put_bytes(key, thumbnail(self.photo(image_id), size_px))
        return self._blobs.get_bytes(key)

    def export(
        self,
        image_id: str,
        format: str | None = None,
        *,
        strip_gps: bool = False,
        strip_all: bool = False,
    ) -> tuple[bytes, str, str]:
        """Return (bytes, media type, file name) of a download, with the root upload's EXIF.

        An upload that nothing is asked of comes back byte for byte. Otherwise `format` is
        JPEG, PNG or WEBP; None = the root upload's, or PNG where that is not written or
        would lose transparency.
        """
        record = self._shelf.record(image_id)
        if record.kind == "upload" and format is None and not (strip_gps or strip_all):
            name = record.info.name or f"{image_id[:8]}.{record.info.format.lower()}"
            return self._shelf.content(record), codec.MEDIA_TYPES[record.info.format], name
        photo = self.photo(image_id)
        chosen = codec.export_format(photo, format)
        data = codec.export(
            photo, self._shelf.root_file(record), chosen, strip_gps=strip_gps, strip_all=strip_all
        )
        return data, codec.MEDIA_TYPES[chosen], file_name(record.info, chosen)

    def put_mask(self, mask: Mask, *, drawn: bool = False) -> str:
        """Keep a bool (H, W) mask as a 1-bit PNG, white = change, and return its id.

        The id's first letter says who made it: "m" a segmenter, "p" a hand that painted.

        Raises:
            InvalidMask: not a two-dimensional bool array.
        """
        data = codec.encode_mask(mask)
        content = f"{mask.shape}".encode() + np.packbits(mask).tobytes()
        mask_id = ("p" if drawn else "m") + hashlib.sha256(content).hexdigest()[:31]
        self._blobs.put_bytes(f"{self._shelf.key(mask_id)}.mask", data)
        return mask_id

    def mask_png(self, mask_id: str) -> bytes:
        """Return the mask's file: a 1-bit PNG, white = change."""
        return self._blobs.get_bytes(f"{self._shelf.key(checked_mask_id(mask_id))}.mask")

    def mask(self, mask_id: str) -> Mask:
        """Return the bool (H, W) mask, read-only."""
        mask = codec.decode_mask(self.mask_png(mask_id))
        mask.flags.writeable = False
        return mask

    def exists(self, image_or_mask_id: str) -> bool:
        """Say whether the owner has an image or mask of that id."""
        if is_mask_id(image_or_mask_id):
            return self._blobs.exists(f"{self._shelf.key(image_or_mask_id)}.mask")
        return is_image_id(image_or_mask_id) and self._shelf.has(image_or_mask_id)

    def ids(self) -> Iterator[str]:
        """Yield the ids of all images and masks of the owner."""
        for key in self._blobs.keys(f"{self._owner}/"):
            name, _, ending = key.partition("/")[2].partition(".")
            if ending in ("json", "mask"):
                yield name

    def old_masks(self, age_s: float) -> set[str]:
        """Return the masks stored longer ago than `age_s`: most were candidates nobody chose."""
        masks = [one for one in self.ids() if is_mask_id(one)]
        return {m for m in masks if self._blobs.age_s(f"{self._shelf.key(m)}.mask") > age_s}

    def closure(self, ids: Iterable[str]) -> set[str]:
        """Return `ids` and all that reading or exporting them needs.

        These are the ancestors that patches lie on, and the root upload for name and EXIF.
        Ids that are not there come back alone.
        """
        needed: set[str] = set()
        waiting = list(ids)
        while waiting:
            one = waiting.pop()
            if one in needed:
                continue
            needed.add(one)
            if is_image_id(one) and self._shelf.has(one):
                record = self._shelf.record(one)
                parent_id = record.info.parent_id if record.kind == "patch" else None
                waiting += [other for other in (parent_id, record.root_id) if other]
        return needed

    def delete(self, ids: Iterable[str]) -> None:
        """Remove images and masks with their thumbnails; ids that are not there are passed over.

        Images whose patches lie on a removed one become unreadable: keep `closure` of what stays.
        """
        for one in ids:
            if not (is_image_id(one) or is_mask_id(one)):
                continue
            with self._lock:
                self._cache.drop((self._owner, one))
                self._blobs.delete(f"{self._shelf.key(one)}.json")  # first: then it does not exist
                for key in list(self._blobs.keys(f"{self._shelf.key(one)}.")):
                    self._blobs.delete(key)

    def _put_raster(self, photo: Photo, image_id: str, parent: Record | None) -> ImageInfo:
        if self._shelf.has(image_id):
            return self.info(image_id)
        data = codec.encode(photo, "PNG")
        format, name = (parent.info.format, parent.info.name) if parent else ("PNG", None)
        parent_id = parent.info.image_id if parent else None
        info = describe(photo, image_id, format, name, len(data), parent_id)
        return self._keep(Record(info, "raster", parent.root_id if parent else None), data, photo)

    def _keep(self, record: Record, data: bytes, photo: Photo) -> ImageInfo:
        """Write an image's bytes, then its record, and remember the pixels as they will be read."""
        image_id = record.info.image_id
        with self._lock:
            self._blobs.put_bytes(f"{self._shelf.key(image_id)}.bin", data)
            self._blobs.put_bytes(f"{self._shelf.key(image_id)}.json", record.to_json())
        kept = replace(photo, format=record.info.format, notes=record.info.notes)
        self._cache.put((self._owner, image_id), own_copy(kept))
        return self.info(image_id)
