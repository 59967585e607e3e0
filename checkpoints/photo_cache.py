"""Decoded photos kept in memory, the least recently used dropped first."""

import threading
from collections import OrderedDict

from imaging.codec import Photo

Key = tuple[str, str]


class PhotoCache:
    """Photos by (owner, image id), at most `most_bytes` of pixels; for many threads."""

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._bytes = 0
        self._photos: OrderedDict[Key, Photo] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Key) -> Photo | None:
        """Return the photo, or None when it is not kept."""
        with self._lock:
            if key in self._photos:
                self._photos.move_to_end(key)
            return self._photos.get(key)

    def put(self, key: Key, photo: Photo) -> Photo:
        """Keep the photo, its arrays made read-only, and return it."""
        photo.pixels.flags.writeable = False
        if photo.alpha is not None:
            photo.alpha.flags.writeable = False
        with self._lock:
            self._forget(key)
            self._photos[key] = photo
            self._bytes += _size_bytes(photo)
            while self._bytes > self._most_bytes:
                self._forget(next(iter(self._photos)))
        return photo

    def drop(self, key: Key) -> None:
        """Forget the photo, if it is kept."""
        with self._lock:
            self._forget(key)

    def _forget(self, key: Key) -> None:
        gone = self._photos.pop(key, None)
        if gone is not None:
            self._bytes -= _size_bytes(gone)


def _size_bytes(photo: Photo) -> int:
    return photo.pixels.nbytes + (0 if photo.alpha is None else photo.alpha.nbytes)
