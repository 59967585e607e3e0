"""Draws by a server that speaks OpenAI's images API: OpenAI's own, vLLM-Omni, SGLang and others.

One request draws one picture; variants are as many requests, each cancelled and told by itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Self

from engines.images_api.access import OPENAI, key_for, lack_of
from engines.images_api.answers import Answer
from engines.images_api.client import Ask, ImagesServer, Value
from engines.images_api.dialects import DIALECTS, SIDE_PX, Dialect
from engines.images_api.sizes import MULTIPLE
from engines.protocols import Arg, Card, Drawn, Guide, Lack, Note, Op, Progress
from engines.remote_picture import (
    Canvas,
    alpha_png,
    at_size,
    grey_png,
    on_canvas,
    png,
    read,
    read_base64,
    thumbnail,
)
from errors import EngineError
from imaging.arrays import Image, Mask
from imaging.codec import Limits
from settings import Settings

SLACK_BYTES = 1_000_000


@dataclass(frozen=True)
class Asked:
    """A picture to be drawn, before it is put into a server's fields.

    size_px: (width, height). canvas: what to edit; None: a new picture.
    """

    prompt: str
    size_px: tuple[int, int]
    seed: int
    options: Mapping[str, Arg]
    canvas: Canvas | None = None
    masked: bool = False


class ImagesApi:
    """What the three engines share: the server, its dialect, and how a picture comes back."""

    card: Card
    serves_many = True

    def __init__(self, settings: Settings) -> None:
        """Nothing is asked of the server before the first picture."""
        self.card = type(self).card_for(settings)
        self._dialect = DIALECTS[settings.images_dialect]
        self._model = settings.images_model or self._dialect.model
        self._sizes = self._dialect.sizes_of(self._model)
        self._limits = Limits(settings.max_upload_bytes, settings.max_pixels)
        pictures = self._dialect.partials + 1
        self._server = ImagesServer(
            settings.images_url or OPENAI,
            key_for(settings),
            timeout_s=settings.images_timeout_s,
            most_bytes=settings.max_upload_bytes * 4 // 3 * pictures + SLACK_BYTES,
        )

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """Return the engine as the settings say."""
        return cls(settings)

    @classmethod
    def card_for(cls, settings: Settings) -> Card:
        """Return the card with the options and languages of the settings' dialect."""
        dialect = DIALECTS[settings.images_dialect]
        return replace(cls.card, languages=dialect.languages, options=dialect.options)

    @classmethod
    def lacks(cls, settings: Settings) -> Lack | None:
        """Return what is missing: the address, or the key that OpenAI itself wants."""
        return lack_of(settings)

    def _drawn(self, asked: Asked, progress: Progress) -> Drawn:
        ask = self._ask(asked)

        def preview(text: str) -> Image | None:
            try:
                unfinished = read_base64(text, self._server.host, self._limits)
                shown = at_size(unfinished, asked.size_px, self._server.host).image
            except EngineError:
                return None  # it is only shown; the picture itself is read strictly
            return thumbnail(asked.canvas.back(shown) if asked.canvas else shown)

        answer = self._server.ask(ask, progress, preview)
        made = at_size(self._picture(answer), asked.size_px, self._server.host)
        image = asked.canvas.back(made.image) if asked.canvas else made.image
        progress(1, 1)
        return Drawn(image, self._params(asked, answer), (*made.notes, *self._notes(asked)))

    def _ask(self, asked: Asked) -> Ask:
        dialect, (width, height) = self._dialect, asked.size_px
        fields: dict[str, Value] = {"prompt": asked.prompt, "n": 1, "size": f"{width}x{height}"}
        fields |= dialect.always
        if self._model:
            fields["model"] = self._model
        if dialect.seeded:
            fields["seed"] = asked.seed
        for name in sorted(dialect.options):
            value = asked.options.get(name)
            if isinstance(value, str | int | float) and value != "":
                fields[name] = value
        if dialect.partials:
            fields |= {"stream": True, "partial_images": dialect.partials}
        path = "images/edits" if asked.canvas else "images/generations"
        return Ask(path, fields, _files(dialect, asked), dialect.partials)

    def _picture(self, answer: Answer) -> Image:
        if answer.data is not None:
            return read(answer.data, self._server.host, self._limits)
        return read_base64(answer.base64, self._server.host, self._limits)

    def _params(self, asked: Asked, answer: Answer) -> dict[str, Arg]:
        width, height = asked.size_px
        params: dict[str, Arg] = {
            "server": self._server.host,
            "dialect": self._dialect.name,
            "model": self._model,
            "size": f"{width}x{height}",
            "seed_used": self._dialect.seeded,
        }
        taken = {name: asked.options[name] for name in self._dialect.options & set(asked.options)}
        return {**params, **taken, **answer.said}

    def _notes(self, asked: Asked) -> tuple[Note, ...]:
        server: dict[str, Arg] = {"server": self._server.host}
        notes: list[Note] = []
        if asked.masked and self._dialect.mask == "unused":
            notes.append(Note("mask_not_read", server))
        if not self._dialect.seeded and "seed" in asked.options:
            notes.append(Note("seed_not_taken", server))
        return tuple(notes)

    def _canvas(self, image: Image, mask: Mask | None) -> Canvas:
        return on_canvas(image, mask, self._sizes.near((image.shape[1], image.shape[0])))


class ImagesInpainter(ImagesApi):
    """Repaints the masked pixels of a photo as the user's words say."""

    card = Card(
        name="openai-inpaint",
        capability="inpaint",
        away=True,
        summary="Repaints what is marked, by a server that speaks OpenAI's images API.",
        ops=frozenset[Op]({"replace", "add", "background", "text", "expand"}),
        size_px=SIDE_PX,
        languages=DIALECTS["openai"].languages,
        multiple=MULTIPLE,
        prompt="instruction",
    )

    def inpaint(
        self,
        image: Image,
        mask: Mask,
        prompt: str,
        *,
        seed: int,
        options: Mapping[str, Arg],
        progress: Progress,
    ) -> Drawn:
        """Return the picture, all of it redrawn where the server likes; the caller composites.

        Raises:
            EngineUnavailable: no answer in time, or a refused key.
            EngineError: the server refuses to draw this, or sends no picture of this shape.
            Cancelled: out of `progress`.
        """
        canvas = self._canvas(image, mask)
        asked = Asked(prompt, canvas.size_px, seed, options, canvas, masked=True)
        return self._drawn(asked, progress)


class ImagesInstructor(ImagesApi):
    """Repaints a photo as an order says."""

    card = Card(
        name="openai-edit",
        capability="edit",
        away=True,
        summary="Repaints a photo as you say, by a server that speaks OpenAI's images API.",
        ops=frozenset[Op]({"style", "replace", "add", "background", "text"}),
        mask="optional",
        size_px=SIDE_PX,
        languages=DIALECTS["openai"].languages,
        multiple=MULTIPLE,
        prompt="instruction",
    )

    def follow(
        self,
        image: Image,
        instruction: str,
        *,
        seed: int,
        options: Mapping[str, Arg],
        progress: Progress,
    ) -> Drawn:
        """Return the picture as the order says; raises as `ImagesInpainter.inpaint` does."""
        canvas = self._canvas(image, None)
        asked = Asked(instruction, canvas.size_px, seed, options, canvas)
        return self._drawn(asked, progress)


class ImagesGenerator(ImagesApi):
    """Makes a new picture from words."""

    card = Card(
        name="openai-generate",
        capability="generate",
        away=True,
        summary="Makes pictures from words, by a server that speaks OpenAI's images API.",
        ops=frozenset[Op]({"generate"}),
        mask="none",
        size_px=SIDE_PX,
        languages=DIALECTS["openai"].languages,
        multiple=MULTIPLE,
    )

    def generate(
        self,
        prompt: str,
        *,
        width: int,
        height: int,
        guide: Guide | None,
        seed: int,
        options: Mapping[str, Arg],
        progress: Progress,
    ) -> Drawn:
        """Return one picture, (height, width, 3); the same seed gives it again where it counts.

        Raises:
            InvalidRequest: the server draws no picture of this size; the hint says which.
            EngineUnavailable, EngineError, Cancelled: as `ImagesInpainter.inpaint` does.
        """
        self._sizes.check(self.card.name, width, height)
        return self._drawn(Asked(prompt, (width, height), seed, options), progress)


def _files(dialect: Dialect, asked: Asked) -> dict[str, bytes]:
    if asked.canvas is None:
        return {}
    files = {dialect.image: png(asked.canvas.image)}
    if asked.masked and dialect.mask == "alpha":
        files["mask"] = alpha_png(asked.canvas.mask)
    elif asked.masked and dialect.mask == "white":
        files["mask_image"] = grey_png(asked.canvas.mask)
    return files
