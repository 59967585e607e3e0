"""Let the segmenter see a new photo before anybody clicks on it."""

import logging
import threading
from typing import cast

from checkpoints.images import OwnerImages
from engines import Engines
from engines.protocols import Preparing
from errors import EditError
from imaging.colour import to_srgb8

CLOSING_S = 5.0
log = logging.getLogger(__name__)


class Prefetch:
    """Prepares one photo at a time, in the background; what comes meanwhile is dropped.

    A photo that was dropped is prepared by its first click, as every photo is without this.
    """

    def __init__(self, engines: Engines) -> None:
        self.engines = engines
        self._busy = threading.Lock()

    def begin(self, images: OwnerImages, image_id: str) -> bool:
        """Begin to prepare an image of the owner's, and return whether it was begun."""
        if not self.engines.settings.prefetch or not self._busy.acquire(blocking=False):
            return False
        threading.Thread(target=self._run, args=(images, image_id), daemon=True).start()
        return True

    def close(self) -> None:
        """Wait for the one that runs, some seconds at most; none begins after this."""
        self._busy.acquire(timeout=CLOSING_S)

    def _run(self, images: OwnerImages, image_id: str) -> None:
        try:
            self._prepare(images, image_id)
        except EditError as error:
            log.warning("image %s was not prepared: %s", image_id, error.sentence())
        finally:
            self._busy.release()

    def _prepare(self, images: OwnerImages, image_id: str) -> None:
        """Without the engine's lock: a click on another photo must not wait for this one."""
        if not self.engines.names("segment"):
            return
        segmenter = self.engines.segmenter()  # the one that clicks are answered by
        if hasattr(segmenter, "prepare"):
            photo = images.photo(image_id)
            seen = to_srgb8(photo.pixels, photo.icc_profile)
            cast(Preparing, segmenter).prepare(seen, image_id=image_id)
