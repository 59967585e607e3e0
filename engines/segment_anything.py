"""What all models of the Segment Anything family do alike: encode a photo once, decode clicks.

Kirillov et al., "Segment Anything", 2023, arXiv:2304.02643.
"""

from abc import ABC, abstractmethod
from functools import partial

from engines.held import Arrays, Held
from engines.pointed import Pointed
from engines.protocols import Candidate, Pointing
from engines.sam_prompts import Decoded, Prompt, candidates
from engines.sam_space import Logits, Space
from imaging.arrays import Image


class SegmentAnything(ABC):
    """A segmenter over three methods: how a photo lies in the square, encoding, decoding.

    Photos are told apart by their image id. Safe to call from several threads where those are.
    """

    def __init__(self, embeddings_bytes: int) -> None:
        """Read nothing before the first photo; `embeddings_bytes`: memory for embeddings."""
        self.held = Held(embeddings_bytes)

    @abstractmethod
    def space(self, image: Image) -> Space:
        """Return how the photo, (H, W, 3) uint8, lies in the model's square."""

    @abstractmethod
    def encoded(self, image: Image) -> Arrays:
        """Return the photo's embedding, float32."""

    @abstractmethod
    def decoded(
        self, embedding: Arrays, space: Space, prompt: Prompt, previous: Logits | None
    ) -> Decoded:
        """Return the masks of one prompt; `previous`: logits of the clicks before the last."""

    def prepare(self, image: Image, *, image_id: str) -> None:
        """Encode the photo, so that its first click finds that done.

        Raises:
            EngineUnavailable, EngineError: as `segment`.
        """
        self._embedding(image, image_id)

    def segment(self, image: Image, pointing: Pointing, *, image_id: str) -> list[Candidate]:
        """Return one to three candidates ordered part, object, whole (by area).

        Raises:
            InvalidRegion: nothing is pointed at, or outside the image, or the model finds nothing.
            EngineUnavailable: the weights are not here, or cannot be read.
            EngineError: the model failed.
        """
        Pointed.of(pointing, image.shape)  # a wrong click is refused before the photo is encoded
        space, embedding = self.space(image), self._embedding(image, image_id)
        decode = partial(self.decoded, embedding, space)
        return candidates(pointing, space, decode, self.held, key=("masks", image_id))

    def _embedding(self, image: Image, image_id: str) -> Arrays:
        return self.held.get(("embedding", image_id), partial(self.encoded, image))
