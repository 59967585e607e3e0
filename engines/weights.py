"""Where models' weights lie on this machine, what is missing of them, and how they are got."""

import os
import re
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import cast

from engines.protocols import Card, Lack, Progress, Weights
from engines.snapshot import complete
from engines.weight_files import of_folder
from errors import EngineUnavailable
from settings import Settings

PACKAGES = {
    "onnx": ("onnxruntime",),
    "torch": ("torch", "diffusers", "transformers", "sentencepiece"),
    "triton": ("tritonclient",),
    "bedrock": ("boto3",),
    "chat": ("langchain",),
    "search": ("langchain_tavily",),
}
"""Extra -> the packages that it brings."""
PUT_THERE = "put the files there, or change PENTIMENTO_MODELS"
_HUB_ID = re.compile(r"\w[\w.-]*/\w[\w.-]*")
_NAMED = 3  # missing files, in one sentence


def lack_of(card: Card, settings: Settings) -> Lack | None:
    """Return what an engine needs and this machine has not: its extra, then its weights."""
    return lack_of_extra(card) or lack_of_weights(card, settings)


def lack_of_extra(card: Card) -> Lack | None:
    """Return the extra that an engine needs and that is not installed; nothing is imported."""
    extra = card.extra
    if extra and any(find_spec(package) is None for package in PACKAGES[extra]):
        return Lack(f"the `{extra}` extra is not installed", f"make install EXTRAS={extra}")
    return None


def lack_of_weights(card: Card, settings: Settings) -> Lack | None:
    """Return what is missing of an engine's weights; None too where a turn may get them."""
    if card.weights is None or folder_of(card, settings):
        return None
    model = source_of(card, settings)
    if is_folder(model):
        return Lack(_gone(Path(model).expanduser(), card.weights), _SET.format(card.name))
    own = own_folder(card, settings)
    here = os.path.isdir(own)  # Path's own raises where a folder may not be looked into
    what = _gone(own, card.weights) if here else f"the weights of `{model}` are not on this machine"
    if settings.download == "never":
        return Lack(what, f"cp -r FOLDER {own}")
    if settings.download == "auto" and card.weights.open:
        return None
    return Lack(what, pulled_by(card))


def pulled_by(card: Card) -> str:
    """Return the command that gets an engine's weights."""
    return f".venv/bin/python -m engines pull {card.name}"


def commands(card: Card, taken: Sequence[Card], lack: Lack, settings: Settings) -> str:
    """Return all that an engine takes as one command: its extra, then its weights.

    Args:
        card: the engine's.
        taken: those whose weights it takes, as `Engines.taken`.
        lack: what it lacks first.
        settings: say where weights lie.
    """
    first = lack_of_extra(card)
    if first is None or first.command != lack.command:
        return lack.command
    then: dict[str, None] = {}
    for one in taken:
        if lacking := lack_of_weights(one, settings):  # one pull gets all that an engine takes
            pulled = lacking.command == pulled_by(one)
            then[pulled_by(card) if pulled else lacking.command] = None
    return " && ".join((lack.command, *then))


def as_told(card: Card, settings: Settings) -> Weights | None:
    """Return the weights that a card tells of; None where a setting names others."""
    weights = card.weights
    return weights if weights and source_of(card, settings) == weights.model else None


def download_bytes(cards: Sequence[Card], settings: Settings) -> int | None:
    """Return how much of weights the cards take, about.

    None: they have none. 0: nobody knows, since a setting names another model.
    """
    told = [as_told(card, settings) for card in cards if card.weights]
    sizes = [weights.size_bytes for weights in told if weights]
    return (sum(sizes) if len(sizes) == len(told) else 0) if told else None


def source_of(card: Card, settings: Settings) -> str:
    """Return where an engine's weights come from: a folder, or the hub's id of a model."""
    assert card.weights is not None
    named = {"opus-mt": settings.opus_mt} | settings.models  # that one had a setting before
    return named.get(card.name, card.weights.model)


def is_folder(model: str) -> bool:
    """Whether `model` is a folder, there or not, and no hub's id."""
    return not _HUB_ID.fullmatch(model) or os.path.isdir(model)


def folder_of(card: Card, settings: Settings) -> Path | None:
    """Return the folder that holds all files an engine needs, or None. Asks nobody.

    The folder that a setting names; or else the newest whole snapshot in the weights folder, or
    the folder there that bears the engine's name.
    """
    assert card.weights is not None
    model = source_of(card, settings)
    return found(model, card.weights, settings, own_folder(card, settings))


def found(model: str, weights: Weights, settings: Settings, *places: Path) -> Path | None:
    """Return the first folder with all of a model's files: its own, a snapshot, or a place."""
    if is_folder(model):
        folder = Path(model).expanduser()
        return folder if is_whole(folder, weights) else None
    tried = (*snapshots_of(model, settings), *places)
    return next((folder for folder in tried if is_whole(folder, weights)), None)


def snapshots_of(model: str, settings: Settings) -> list[Path]:
    """Return the snapshots of a hub's model that are here, whole or not, the newest first."""
    kept = repository(model, settings) / "snapshots"
    try:
        return sorted(kept.iterdir(), key=_changed, reverse=True)
    except OSError:  # there are none, or they may not be read
        return []


def is_whole(folder: Path, weights: Weights) -> bool:
    """Whether a folder has all files that the weights' patterns mean, each at its full size.

    One that may not be read has none.
    """
    try:
        meant, gone = of_folder(folder, weights.files)
        return not gone and folder.is_dir() and complete(folder, weights.files, meant)
    except OSError:
        return False


def folder_at_hand(card: Card, settings: Settings, progress: Progress | None = None) -> Path:
    """Return the folder as `folder_of`; where settings.download is "auto", get it first.

    `progress` is told megabytes. What was got before an error or a cancellation is kept, and the
    next call goes on from there.

    Raises:
        EngineUnavailable: the weights are not here, or could not be got; the hint says how.
        Cancelled: `progress` was told to stop.
    """
    if folder := folder_of(card, settings):
        return folder
    assert card.weights is not None
    model = source_of(card, settings)
    if is_folder(model):
        lost = _gone(Path(model).expanduser(), card.weights)
        raise EngineUnavailable(lost, hint=PUT_THERE)
    if settings.download == "auto" and card.weights.open:
        got = import_module("engines.download").in_turn(card, settings, progress)
        return cast(Path, got)
    lack = lack_of_weights(card, settings)
    raise EngineUnavailable(
        f"the weights of `{card.name}` are not on this machine",
        hint=f"to add them: `{lack.command if lack else pulled_by(card)}`",
    )


def fetched(cards: Sequence[Card], settings: Settings, progress: Progress) -> None:
    """Get the weights that a turn may get, told, before an engine would get them in silence.

    What is missing and may not be got is left to the engine to say.

    Raises:
        EngineUnavailable, Cancelled: as `folder_at_hand`.
    """
    if settings.download != "auto":
        return
    for card in cards:
        if card.weights and card.weights.open and not is_folder(source_of(card, settings)):
            folder_at_hand(card, settings, progress)


def weights_root(settings: Settings) -> Path:
    """Return the folder that weights are got into, laid out as the hub's client does."""
    return settings.weights.expanduser() if settings.weights else hub_cache()


def repository(model: str, settings: Settings) -> Path:
    """Return where a hub's model is kept: `blobs`, and `snapshots` of links to them."""
    return weights_root(settings) / f"models--{model.replace('/', '--')}"


def own_folder(card: Card, settings: Settings) -> Path:
    """Return where a person may put an engine's files: by its name, in the weights folder."""
    return weights_root(settings) / card.name.replace("/", "--").replace(":", "-")


def hub_cache() -> Path:
    """Return where the hub's client keeps what it has downloaded, by its environment variables."""
    if own := os.environ.get("HF_HUB_CACHE"):
        return Path(own).expanduser()
    cache = Path(os.environ.get("XDG_CACHE_HOME", "~/.cache"))
    return Path(os.environ.get("HF_HOME", cache / "huggingface")).expanduser() / "hub"


_SET = """PENTIMENTO_MODELS='{{"{}": "FOLDER"}}' make run"""


def _gone(folder: Path, weights: Weights) -> str:
    """Say what a folder lacks, its first files by name."""
    try:
        if not folder.is_dir():
            return f"there is no folder `{folder}`"
        gone = of_folder(folder, weights.files)[1]
    except OSError as error:
        return f"the folder `{folder}` cannot be read: {error.strerror}"
    more = f" and {len(gone) - _NAMED} more" if len(gone) > _NAMED else ""
    return f"the folder `{folder}` lacks {', '.join(gone[:_NAMED])}{more}"


def _changed(folder: Path) -> float:
    try:
        return folder.stat().st_mtime
    except OSError:  # a link to nothing, or deleted meanwhile
        return 0.0
