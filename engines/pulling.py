"""`python -m engines pull NAME` gets an engine's weights, `verify NAME` checks those that are here.

Both work on files only: no engine is loaded.
"""

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any, get_args

from engines import Engines
from engines.download import alone, fetch
from engines.embeddings import clip_card
from engines.hub import Hub, connected, licence_of
from engines.protocols import Capability, Card
from engines.snapshot import Checked, check
from engines.weight_files import of_folder, whole
from engines.weights import (
    PUT_THERE,
    folder_of,
    is_folder,
    lack_of_extra,
    lack_of_weights,
    own_folder,
    pulled_by,
    repository,
    snapshots_of,
    source_of,
    weights_root,
)
from errors import EditError, EngineUnavailable, InvalidRequest, UnknownEngine
from settings import Settings

STOPPED = 130
_CLIP = "clip:"
_DIFFUSERS = "diffusers:"


def add_commands(commands: Any) -> None:  # noqa: ANN401  # argparse's subparsers have no public type
    """Add `pull` and `verify` to a command line."""
    pull = commands.add_parser("pull", help="get an engine's weights; again: go on, or check them")
    pull.add_argument(
        "names", nargs="+", metavar="NAME", help="as `list` shows it, clip:MODEL or diffusers:MODEL"
    )
    pull.add_argument(
        "--accept-licence", action="store_true", help="you have read a licence that restricts use"
    )
    pull.set_defaults(work=_pull)
    verify = commands.add_parser("verify", help="check the weights that are here; asks nobody")
    verify.add_argument("names", nargs="*", metavar="NAME", help="none: all that are here")
    verify.set_defaults(work=_verify)


def run(chosen: argparse.Namespace, settings: Settings) -> int:
    """Do a command and return its exit code: 0 done, 1 something is wrong, 130 stopped.

    Raises:
        UnknownEngine: no engine has one of the names.
    """
    known = _known(settings, chosen.names)
    cards = _named(known, chosen.names) if chosen.names else _here(known, settings)
    if not cards:
        sys.stdout.write(
            "No weights are here: `.venv/bin/python -m engines list` shows what there is.\n"
        )
    failed = 0
    for card in cards:
        try:
            failed |= chosen.work(card, chosen, settings)
        except EditError as error:
            failed = 1
            sys.stderr.write(f"{card.name}: {error.sentence()}\n")
        except KeyboardInterrupt:
            sys.stderr.write(
                f"\n{card.name}: stopped. What was downloaded is kept: "
                "the same command goes on from there.\n"
            )
            return STOPPED
    return failed


def _known(settings: Settings, names: Sequence[str]) -> Mapping[str, Sequence[Card]]:
    """Return what each name takes: an engine, a part of one, or a model named by its kind."""
    own = _models_of(_DIFFUSERS, names)
    given = {"diffusers": [*dict.fromkeys((*settings.diffusers, *own))]}
    engines = Engines(settings=settings.model_copy(update=given))
    registered = [name for one in get_args(Capability) for name in engines.known(one)]
    taken = {name: engines.taken(name) for name in registered}
    parts = {card.name: (card,) for cards in taken.values() for card in cards}
    clips = map(clip_card, _models_of(_CLIP, (*names, settings.embeddings or "")))
    return parts | taken | {card.name: (card,) for card in clips}


def _models_of(kind: str, names: Sequence[str]) -> list[str]:
    return [model for name in names if name.startswith(kind) and (model := name[len(kind) :])]


def _named(known: Mapping[str, Sequence[Card]], names: Sequence[str]) -> list[Card]:
    """Return the cards of the names, each once."""
    for name in names:
        if name not in known:
            raise UnknownEngine(
                f"no engine `{name}`",
                hint="`.venv/bin/python -m engines list` shows all that are known",
            )
    return list({card.name: card for name in names for card in known[name]}.values())


def _here(known: Mapping[str, Sequence[Card]], settings: Settings) -> list[Card]:
    """Return the cards whose weights are here, whole or not."""
    cards = [card for card in _named(known, list(known)) if card.weights]
    return [card for card in cards if _nearest(card, settings)]


def _pull(card: Card, chosen: argparse.Namespace, settings: Settings) -> int:
    if card.weights is None:
        _say(card, "needs no weights")
        return 0
    if (folder := folder_of(card, settings)) and not _damaged(_read(card, folder)):
        _say(card, f"is here, and checked: {folder}")
    elif is_folder(model := source_of(card, settings)):
        lack = lack_of_weights(card, settings)
        raise EngineUnavailable(
            lack.what if lack else f"the folder `{model}` holds damaged files",
            hint=PUT_THERE,
        )
    elif settings.download == "never":
        raise InvalidRequest(
            "PENTIMENTO_DOWNLOAD=never: nothing is downloaded",
            hint=f"put the files of `{model}` into {own_folder(card, settings)}",
        )
    else:
        _get(card, model, bool(chosen.accept_licence), settings)
    if lack := lack_of_extra(card):
        _say(card, f"now takes: {lack.command}")
    return 0


def _get(card: Card, model: str, accepted: bool, settings: Settings) -> None:
    """Name the model, its size and its licence; then get it, with a progress bar."""
    assert card.weights is not None
    with connected(card.extra or "onnx") as hub:
        listing = hub.listing(model)
        meant = whole(listing.files, card.weights.files)[0]
        size = sum(listing.files[name].size_bytes for name in meant)
        licence, is_open = licence_of(card, listing)
        _say(card, f"{model}, {size / 1e6:,.1f} MB, {licence} -> {weights_root(settings)}")
        if not (is_open or accepted):
            _ask(card, hub, model, licence)
        with _Bar(card.name) as told, alone(repository(model, settings), told):
            folder = fetch(hub, listing, card.weights, settings, told)
    _say(card, f"{len(meant)} files are here, and checked: {folder}")


def _ask(card: Card, hub: Hub, model: str, licence: str) -> None:
    told = f"the licence of `{model}` may restrict what you do with it: {licence}"
    if sys.stdin.isatty():
        _say(card, f"{told}. Read it: {hub.page(model)}")
        with suppress(EOFError):
            if input("Type yes to accept it: ").strip().lower() == "yes":
                return
    raise InvalidRequest(
        told, hint=f"read it at {hub.page(model)}, then `{pulled_by(card)} --accept-licence`"
    )


def _verify(card: Card, _chosen: argparse.Namespace, settings: Settings) -> int:
    if card.weights is None:
        _say(card, "needs no weights")
        return 0
    folder = _nearest(card, settings)
    if folder is None:
        lack = lack_of_weights(card, settings)
        raise EngineUnavailable(
            f"the weights of `{card.name}` are not on this machine",
            hint=f"to add them: `{lack.command if lack else pulled_by(card)}`",
        )
    checked = _read(card, folder)
    for bad in _damaged(checked):
        _say(card, f"damaged or not there: {folder / bad.path}")
    unknown = sum(one.state == "unknown" for one in checked)
    beside = f", {unknown} of them without a known checksum" if unknown else ""
    if not _damaged(checked) and folder_of(card, settings):
        _say(card, f"{len(checked)} files are good{beside}: {folder}")
        return 0
    _say(card, f"is not whole; to get it again: {pulled_by(card)}")
    return 1


def _nearest(card: Card, settings: Settings) -> Path | None:
    """The folder an engine would load, or the newest snapshot that it cannot."""
    if folder := folder_of(card, settings):
        return folder
    model = source_of(card, settings)
    if is_folder(model):
        folder = Path(model).expanduser()
        return folder if folder.is_dir() else None
    return next(iter(snapshots_of(model, settings)), None)


def _read(card: Card, folder: Path) -> list[Checked]:
    assert card.weights is not None
    total = sum(one.stat().st_size for one in _files(card, folder))
    done = 0
    with _Bar(f"{card.name}: checking") as told:

        def read(count: int) -> None:
            nonlocal done
            done += count
            told(done, total)

        return check(folder, card.weights.files, read)


def _files(card: Card, folder: Path) -> list[Path]:
    assert card.weights is not None
    return [folder / name for name in of_folder(folder, card.weights.files)[0]]


def _damaged(checked: list[Checked]) -> list[Checked]:
    return [one for one in checked if one.state == "damaged"]


def _say(card: Card, text: str) -> None:
    sys.stdout.write(f"{card.name}: {text}\n")
    sys.stdout.flush()


class _Bar:
    """A progress bar on a terminal: bytes, rate, time left. Elsewhere, and without tqdm, none."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._bar: Any = None

    def __enter__(self) -> Callable[[int, int], None]:
        return self._told

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.close()

    def _told(self, done: int, total: int) -> None:
        if not total:
            return
        if self._bar is None:
            self._bar = _opened(self._name, done, total)
        self._bar.update(done - self._bar.n)


def _opened(name: str, done: int, total: int) -> Any:  # noqa: ANN401  # tqdm is untyped here
    try:
        tqdm: Any = import_module("tqdm").tqdm
    except ModuleNotFoundError:
        return _NoBar()
    how = {"unit": "B", "unit_scale": True, "leave": False, "disable": None}
    return tqdm(total=total, initial=done, desc=name, **how)


class _NoBar:
    n = 0

    def update(self, _count: int) -> None:
        """Show nothing."""

    def close(self) -> None:
        """There is nothing to close."""
