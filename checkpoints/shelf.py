"""Where one owner's records and bytes lie among the blobs."""

from checkpoints.blobs import Blobs
from checkpoints.records import Record, checked_image_id
from errors import NotFound


class OwnerShelf:
    """Finds records and bytes of one owner's images; no other owner's can be named.

    Args:
        blobs: where all owners' bytes are.
        owner: the owner's part of each key.
    """

    def __init__(self, blobs: Blobs, owner: str) -> None:
        self._blobs = blobs
        self._owner = owner

    def key(self, name: str) -> str:
        """Return the key of one of the owner's blobs."""
        return f"{self._owner}/{name}"

    def has(self, image_id: str) -> bool:
        """Say whether the image exists: whether its record does."""
        return self._blobs.exists(f"{self.key(image_id)}.json")

    def record(self, image_id: str) -> Record:
        """Return an image's record; raise `NotFound` for an unknown or malformed id."""
        try:
            key = f"{self.key(checked_image_id(image_id))}.json"
            return Record.from_json(self._blobs.get_bytes(key))
        except NotFound as error:
            raise NotFound(f"No image {image_id[:40]!r}.", hint="Upload it first.") from error

    def content(self, record: Record) -> bytes:
        """Return an image's bytes: an upload's file, a raster's or a patch's PNG."""
        return self._blobs.get_bytes(f"{self.key(record.info.image_id)}.bin")

    def root_file(self, record: Record) -> bytes | None:
        """Return the upload an edit goes back to; None when it is gone, or there never was one."""
        if record.root_id is None or not self.has(record.root_id):
            return None
        return self.content(self.record(record.root_id))
