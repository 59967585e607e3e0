"""What the image store knows of an image besides its pixels, and how that is written down."""

import json
import re
from dataclasses import asdict, dataclass, fields
from pathlib import PurePosixPath
from typing import Literal

from errors import NotFound
from imaging.arrays import Box
from imaging.codec import Photo

_IMAGE_ID = re.compile(r"[0-9a-f]{32}")
_MASK_ID = re.compile(r"[mp][0-9a-f]{31}")  # letters that no image id begins with

_LONGEST_NAME = 200
_SUFFIXES = {"JPEG": (".jpg", ".jpeg", ".jpe", ".jfif"), "PNG": (".png",), "WEBP": (".webp",)}


@dataclass(frozen=True)
class ImageInfo:
    """What is known of a stored image without decoding it.

    format and name are the root upload's, for edits too; size_bytes is what this image adds on
    disk; notes are what decoding had to do; parent_id is None for an upload.
    """

    image_id: str
    width: int
    height: int
    format: str
    name: str | None
    has_alpha: bool
    bit_depth: int
    size_bytes: int
    notes: tuple[str, ...]
    parent_id: str | None


@dataclass(frozen=True)
class Record:
    """An `ImageInfo` and how its pixels are kept.

    kind: "upload" (a user's file), "raster" (a whole PNG) or "patch" (a PNG of `box_xyxy`,
    to be laid on the parent).
    root_id: the upload whose name, format and EXIF an export has; None for a new picture.
    patches: how many patches a reader lays on a whole picture to get this one.
    """

    info: ImageInfo
    kind: Literal["upload", "raster", "patch"]
    root_id: str | None
    box_xyxy: Box | None = None
    patches: int = 0

    def to_json(self) -> bytes:
        """Return the record as it lies on disk."""
        return json.dumps(asdict(self), ensure_ascii=False).encode()

    @classmethod
    def from_json(cls, data: bytes) -> "Record":
        """Read what `to_json` wrote; keys a newer version added are passed over."""
        found = json.loads(data)
        known = {f.name for f in fields(ImageInfo)}
        info = {k: v for k, v in found["info"].items() if k in known}
        info["notes"] = tuple(info["notes"])
        return cls(
            info=ImageInfo(**info),
            kind=found["kind"],
            root_id=found["root_id"],
            box_xyxy=tuple(found["box_xyxy"]) if found["box_xyxy"] else None,
            patches=found["patches"],
        )


def describe(
    photo: Photo,
    image_id: str,
    format: str,
    name: str | None,
    size_bytes: int,
    parent_id: str | None,
) -> ImageInfo:
    """Return the `ImageInfo` of a photo that is kept under `image_id`."""
    return ImageInfo(
        image_id=image_id,
        width=photo.width,
        height=photo.height,
        format=format,
        name=name,
        has_alpha=photo.alpha is not None,
        bit_depth=photo.bit_depth,
        size_bytes=size_bytes,
        notes=photo.notes,
        parent_id=parent_id,
    )


def is_mask_id(value: str) -> bool:
    """Say whether `value` has the form of a mask's id."""
    return bool(_MASK_ID.fullmatch(value))


def is_image_id(value: str) -> bool:
    """Say whether `value` has the form of an image's id."""
    return bool(_IMAGE_ID.fullmatch(value))


def checked_image_id(value: str) -> str:
    """Return `value`, or raise `NotFound` before anything of it can reach a path."""
    if not is_image_id(value):
        raise NotFound(f"No image {value[:40]!r}.", hint="Ids come from POST /images.")
    return value


def checked_mask_id(value: str) -> str:
    """Return `value`, or raise `NotFound` before anything of it can reach a path."""
    if not is_mask_id(value):
        raise NotFound(f"No mask {value[:40]!r}.", hint="Ids come from POST /images/{id}/masks.")
    return value


def base_name(name: str | None) -> str | None:
    """Return the last part of a path of any system, without unprintable characters, or None."""
    if name is None:
        return None
    last = PurePosixPath(name.replace("\\", "/")).name
    return "".join(c for c in last if c.isprintable()).strip(" .")[-_LONGEST_NAME:] or None


def file_name(info: ImageInfo, format: str) -> str:
    """Return the name of a download: the upload's, with the ending of `format`."""
    name = info.name or info.image_id[:8]
    path = PurePosixPath(name)
    if path.suffix.lower() in _SUFFIXES[format]:
        return name
    return path.stem + _SUFFIXES[format][0]
