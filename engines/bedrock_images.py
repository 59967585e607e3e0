"""Draws by an image model on Amazon Bedrock: Stability's, or Nova Canvas.

Credentials and region are found as boto3 finds them (AWS_ACCESS_KEY_ID, AWS_PROFILE, a role;
AWS_DEFAULT_REGION). Nobody is asked for them before the first picture.
"""

import json
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future, wait
from dataclasses import replace
from functools import partial
from importlib import import_module
from typing import Any, Self

from engines.bedrock_bodies import StableImage, family_of, inpainting_model
from engines.bedrock_family import Body, Wish
from engines.bedrock_refusals import failure, no_picture
from engines.protocols import Arg, Card, Drawn, Guide, Lack, Op, Progress
from engines.remote_picture import at_size, on_canvas, read_base64, unreadable
from engines.retrying import TRIES, AskAgainError, pause_s
from engines.weights import lack_of
from errors import EditError, EngineUnavailable
from imaging.arrays import Image, Mask
from imaging.codec import Limits
from settings import Settings

SETTING = "PENTIMENTO_BEDROCK_IMAGES"
EXAMPLE = "stability.stable-image-core-v1:1"
POLL_S = 0.3
CONNECT_S = 10.0
SIDE_PX = 1024


class Bedrock:
    """What both engines share: one client for all threads, made on first use."""

    card: Card
    serves_many = True

    def __init__(self, settings: Settings) -> None:
        """Reads no credentials and opens no connection."""
        self.card = type(self).card_for(settings)
        self._model = settings.bedrock_images or EXAMPLE
        self._family = family_of(self._model) or StableImage()
        self._limits = Limits(settings.max_upload_bytes, settings.max_pixels)
        self._timeout_s = settings.images_timeout_s
        self._client: Any = None
        self._opening = threading.Lock()

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """Return the engine of the model that the settings name."""
        return cls(settings)

    @classmethod
    def card_for(cls, settings: Settings) -> Card:
        """Return the card with the options of the settings' model."""
        family = family_of(settings.bedrock_images or EXAMPLE) or StableImage()
        return replace(cls.card, options=family.options, multiple=family.multiple)

    @classmethod
    def lacks(cls, settings: Settings) -> Lack | None:
        """Return what is missing: the extra, or a model. Credentials are not looked for."""
        if lack := lack_of(cls.card, settings):
            return lack
        model, command = settings.bedrock_images, f"{SETTING}={EXAMPLE} make run"
        if not model:
            return Lack(f"{SETTING} is not set", command)
        if family_of(model) is None:
            return Lack(f"`{model}` is no image model that is known here", command)
        return None

    def _ask(self, model: str, body: Body, progress: Progress) -> tuple[Image, dict[str, Arg]]:
        """Return the picture, and what the answer says of its making."""
        client = self._opened()
        service = f"{model} (Bedrock)"
        asked = partial(_invoked, client, model, body)
        try:
            answer = _tried(asked, service, progress, self._timeout_s)
        except EngineUnavailable:
            self._client = None  # the next turn reads credentials and region again
            raise
        pictures, why = self._family.pictures(answer["body"])
        if not pictures:
            raise no_picture(service, why)
        said: dict[str, Arg] = {"model": model, "region": str(client.meta.region_name)}
        if answer["request_id"]:
            said["request_id"] = answer["request_id"]
        return read_base64(pictures[0], service, self._limits), said

    def _opened(self) -> Any:  # noqa: ANN401  # boto3 is untyped
        with self._opening:
            if self._client is None:
                boto3: Any = import_module("boto3")
                config: Any = import_module("botocore.config").Config(
                    connect_timeout=min(CONNECT_S, self._timeout_s),
                    read_timeout=self._timeout_s,
                    retries={"total_max_attempts": 1},  # tried again here, where it can be stopped
                )
                botocore: Any = import_module("botocore.exceptions")
                try:
                    self._client = boto3.session.Session().client("bedrock-runtime", config=config)
                except botocore.BotoCoreError as error:
                    raise _final(failure(error, self._model)) from error
            return self._client

    def _params(self, wish: Wish, said: Mapping[str, Arg]) -> dict[str, Arg]:
        numbers = {name: value for name, value in wish.numbers.items() if name != "seed"}
        return {**said, **numbers, "seed_sent": wish.seed}


class BedrockInpainter(Bedrock):
    """Repaints the masked pixels from a prompt."""

    card = Card(
        name="bedrock-inpaint",
        capability="inpaint",
        away=True,
        summary="Repaints what is marked, by Stability's models or Nova Canvas on Amazon Bedrock.",
        ops=frozenset[Op]({"replace", "add", "background", "expand"}),
        size_px=SIDE_PX,
        languages=frozenset({"en"}),
        multiple=16,
        extra="bedrock",
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
        """Return the picture; what is outside the mask may differ too.

        Raises:
            InvalidRequest: a number is out of the model's range, or the prompt too long.
            EngineUnavailable: no credentials, no access, no answer in time.
            EngineError: the model refuses, fails, or sends no picture of this shape.
            Cancelled: out of `progress`; an answer that comes later is thrown away.
        """
        wish = self._family.wish(prompt, seed, options)
        own = image.shape[1], image.shape[0]
        canvas = on_canvas(image, mask, self._family.size_for(own))
        model = inpainting_model(self._model)
        picture, said = self._ask(model, self._family.inpainting(wish, canvas), progress)
        drawn = at_size(picture, canvas.size_px, str(said["model"]))
        return Drawn(canvas.back(drawn.image), self._params(wish, said), drawn.notes)


class BedrockGenerator(Bedrock):
    """Makes a new picture from a prompt."""

    card = Card(
        name="bedrock-generate",
        capability="generate",
        away=True,
        summary="Makes pictures from words, by Stability's models or Nova Canvas on Bedrock.",
        ops=frozenset[Op]({"generate"}),
        mask="none",
        size_px=SIDE_PX,
        languages=frozenset({"en"}),
        multiple=16,
        extra="bedrock",
    )

    @classmethod
    def lacks(cls, settings: Settings) -> Lack | None:
        """Return what is missing; a model that only repaints makes no new pictures."""
        if (lack := super().lacks(settings)) or "inpaint" not in (settings.bedrock_images or ""):
            return lack
        return Lack(f"`{settings.bedrock_images}` only repaints", f"{SETTING}={EXAMPLE} make run")

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
        """Return one picture, (height, width, 3); raises as `BedrockInpainter.inpaint` does.

        Raises:
            InvalidRequest: also for a size that the model does not draw; the hint says which.
        """
        self._family.check_size(width, height)
        wish = self._family.wish(prompt, seed, options)
        body = self._family.generation(wish, width, height)
        picture, said = self._ask(self._model, body, progress)
        drawn = at_size(picture, (width, height), self._model)
        return Drawn(drawn.image, self._params(wish, said), drawn.notes)


def _invoked(client: Any, model: str, body: Body) -> dict[str, Any]:  # noqa: ANN401  # boto3's
    """Ask once; runs in a thread of its own."""
    botocore: Any = import_module("botocore.exceptions")
    try:
        response = client.invoke_model(
            modelId=model,
            body=json.dumps(body),
            contentType="application/json",
            accept="application/json",
        )
        answer = json.loads(response["body"].read())
    except (botocore.BotoCoreError, botocore.ClientError) as error:
        raise failure(error, model) from error
    except ValueError as error:
        raise unreadable(model, "the answer is no JSON") from error
    if not isinstance(answer, dict):
        raise unreadable(model, "the answer is no JSON object")
    request_id = response["ResponseMetadata"].get("RequestId", "")
    return {"body": answer, "request_id": str(request_id)[:100]}


def _tried(
    call: Callable[[], dict[str, Any]], service: str, progress: Progress, timeout_s: float
) -> dict[str, Any]:
    """Ask until there is an answer, four times at most and no longer than `timeout_s`."""
    ends = time.monotonic() + timeout_s
    tried = 0
    while True:
        tried += 1
        future: Future[dict[str, Any]] = Future()
        # Nothing can break such a call off: a turn that is stopped leaves its thread behind.
        threading.Thread(target=_filled, args=(future, call), daemon=True).start()
        try:
            return _awaited(future, service, progress, ends)
        except AskAgainError as again:
            wait_s = pause_s(tried, again.after_s)
            if tried == TRIES or time.monotonic() + wait_s >= ends:
                raise again.error from again
        _pause(wait_s, progress)


def _filled(future: Future[dict[str, Any]], call: Callable[[], dict[str, Any]]) -> None:
    try:
        future.set_result(call())
    except (EditError, AskAgainError) as error:
        future.set_exception(error)
    finally:
        future.cancel()  # only where a bug left it open


def _awaited(
    future: Future[dict[str, Any]], service: str, progress: Progress, ends: float
) -> dict[str, Any]:
    while not future.done():
        progress(0, 1)
        if time.monotonic() >= ends:
            raise EngineUnavailable(
                f"`{service}` did not answer: it took too long",
                hint="try again, or raise PENTIMENTO_IMAGES_TIMEOUT_S",
            )
        wait([future], timeout=POLL_S)
    answer = future.result()
    progress(1, 1)
    return answer


def _pause(seconds: float, progress: Progress) -> None:
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        progress(0, 1)
        time.sleep(min(left, POLL_S))


def _final(error: Exception) -> Exception:
    return error.error if isinstance(error, AskAgainError) else error
