"""Two versions of a thread, compared from their stored pixels."""

from dataclasses import dataclass
from urllib.parse import quote

from checkpoints.images import OwnerImages
from errors import InvalidRequest
from graph.state import Remembered, Version
from graph.wire import DifferenceOut
from imaging import difference, masks
from imaging.arrays import Image, Mask
from imaging.codec import Photo
from imaging.colour import to_srgb8
from nodes.thread import steps_between, version_of


@dataclass(frozen=True)
class Compared:
    """What two versions differ in.

    mask: every pixel that the steps between them may have changed; None = all, or no mask.
    """

    version: Version
    against: Version
    after: Photo
    mask: Mask | None
    found: difference.Difference

    def row(self, thread_id: str) -> DifferenceOut:
        """Return it as the wire shows it."""
        version_id, against = self.version["version_id"], self.against["version_id"]
        changed = self.found.inside_px + self.found.outside_px
        url = f"/threads/{quote(thread_id)}/versions/{version_id}/difference.png?against={against}"
        return {
            "version_id": version_id,
            "against": against,
            "masked": self.mask is not None,
            "changed_px": changed,
            "outside_px": self.found.outside_px,
            "share": changed / self.found.changed.size,
            "picture_url": url,
        }

    def picture(self, size_px: int = 1024) -> Image:
        """Draw it, at most `size_px` on the long side."""
        seen = to_srgb8(self.after.pixels, self.after.icc_profile)
        return difference.picture(seen, self.found.changed, self.mask, size_px)


def compare(
    state: Remembered, images: OwnerImages, version_id: str, against: str | None = None
) -> Compared:
    """Compare a version with another one, or with the one it was made from.

    Raises:
        NotFound: no such version, or its picture is gone.
        InvalidRequest: it was made from none, or the two have not the same frame.
    """
    version = version_of(state, version_id)
    against = against or version["parent"]
    if against is None:
        raise InvalidRequest(
            f"{version_id} was made from no other version", hint="say against which: ?against=v1"
        )
    other = version_of(state, against)
    before, after = images.photo(other["image_id"]), images.photo(version["image_id"])
    # Sizes first: between two frames the steps' masks say nothing.
    difference.check_frames(before, after)
    mask = _meant(state, images, version, other)
    return Compared(version, other, after, mask, difference.difference(before, after, mask))


def _meant(state: Remembered, images: OwnerImages, version: Version, other: Version) -> Mask | None:
    steps = steps_between(state, version, other)
    ids = [step["mask_id"] for step in steps or []]
    named = [mask_id for mask_id in ids if mask_id]
    if not named or len(named) < len(ids):
        return None
    return masks.union(*(images.mask(mask_id) for mask_id in named))
