"""The model hub over HTTP: what a model consists of, and the bytes of its files.

Only the hub's address and the user's token come from its own client, which keeps nothing of a
broken download since its version 2.
"""

import os
import time
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any
from urllib.parse import quote

import httpx

from engines.protocols import Card
from engines.snapshot import HubFile, hexadecimal
from errors import EngineUnavailable

TIMEOUT_S = 20.0
RETRIED = (408, 429, 500, 502, 503, 504)
OPEN_LICENCES = (
    "apache-2.0", "mit", "isc", "zlib", "unlicense", "bsd", "bsd-2-clause", "bsd-3-clause",
    "cc0-1.0", "cc-by-4.0", "cc-by-sa-4.0",
)  # fmt: skip
"""As the hub spells them; any other has to be read by a person."""
STALL_S = 5.0  # without a byte of a file: it is asked for again, and a stop is heard in between
WAITS_S = (0.5, 1.0)
_LATER = "what was downloaded is kept: the next try goes on from there"
_TOKEN = "for a private model set HF_TOKEN to a token of yours"
_CLIENT = "huggingface_hub"
_OFF = ("1", "true", "yes", "on")


@dataclass(frozen=True)
class Listing:
    """A model as the hub has it now."""

    model: str
    commit: str
    licence: str | None
    entries: Sequence[dict[str, Any]]  # its files as the hub's API says them
    files: Mapping[str, HubFile]  # the same, by their paths


class Hub:
    """One connection to the model hub."""

    def __init__(self, client: httpx.Client) -> None:
        self._client = client

    def listing(self, model: str) -> Listing:
        """Return what a model consists of now.

        Raises:
            EngineUnavailable: the hub cannot be reached, or shows no such model.
        """
        try:
            about = self._asked(f"/api/models/{model}/revision/main").json()
            commit = hexadecimal(about["sha"])
            entries: list[dict[str, Any]] = []
            page: str | None = f"/api/models/{model}/tree/{commit}?recursive=true"
            while page:
                answer = self._asked(page)
                entries += [entry for entry in answer.json() if entry["type"] == "file"]
                page = self._next(answer)
            files = {entry["path"]: _file(entry) for entry in entries}
            return Listing(model, commit, _licence(about), entries, files)
        except httpx.HTTPError as error:
            raise refused(model, error) from error
        except (ValueError, KeyError, TypeError, AttributeError, httpx.InvalidURL) as error:
            raise EngineUnavailable(
                f"the hub's answer for `{model}` cannot be read",
                hint="is there a proxy, or a page to sign in, between this machine and the hub?",
            ) from error

    def page(self, model: str) -> str:
        """Return the address of a model's page, where its licence stands."""
        return str(self._client.base_url.copy_with(userinfo=b"").join(model))

    @contextmanager
    def bytes_of(
        self, model: str, commit: str, path: str, start: int
    ) -> Generator[tuple[int, Iterator[bytes]]]:
        """Yield where the answer starts, `start` or 0, and its chunks.

        Raises:
            httpx.HTTPError: the connection broke, or the hub refused.
        """
        asked = {"Range": f"bytes={start}-"} if start else {}
        url = f"/{model}/resolve/{commit}/{quote(path)}"
        timeout = httpx.Timeout(TIMEOUT_S, read=STALL_S)
        with self._client.stream("GET", url, headers=asked, timeout=timeout) as answer:
            answer.raise_for_status()
            yield (start if answer.status_code == 206 else 0), answer.iter_bytes()

    def _next(self, answer: httpx.Response) -> str | None:
        """The next page's address, on this hub: another host would be told the token."""
        if not (address := answer.links.get("next", {}).get("url")):
            return None
        return str(self._client.base_url.copy_with(raw_path=httpx.URL(address).raw_path))

    def _asked(self, url: str) -> httpx.Response:
        """Ask; of a hub that is busy, again in a moment."""
        for wait_s in WAITS_S:
            answer = self._client.get(url)
            if answer.status_code not in RETRIED:
                return answer.raise_for_status()
            time.sleep(wait_s)
        return self._client.get(url).raise_for_status()


@contextmanager
def connected(extra: str = "onnx") -> Generator[Hub]:
    """Connect to the hub: at HF_ENDPOINT where it is set, with the user's token if there is one.

    Raises:
        EngineUnavailable: its client is not installed (`extra` would), or the environment says to
            stay offline, or names an address or a proxy that cannot be used.
    """
    if find_spec(_CLIENT) is None:
        raise EngineUnavailable(
            "the hub's client is not installed", hint=f"to add it: `make install EXTRAS={extra}`"
        )
    place, headers = _known()
    try:
        client = httpx.Client(
            base_url=place, headers=headers, timeout=TIMEOUT_S, follow_redirects=True
        )
    except (httpx.InvalidURL, ValueError, ImportError) as error:  # of a SOCKS proxy: no package
        raise EngineUnavailable(
            "HF_ENDPOINT, or a proxy of the environment, cannot be used",
            hint="set HF_ENDPOINT, HTTPS_PROXY and ALL_PROXY to http addresses, or unset them",
        ) from error
    with client:
        yield Hub(client)


def _known() -> tuple[str, dict[str, str]]:
    """The hub's address, and what to send with every question, as its own client would."""
    known: Any = import_module(f"{_CLIENT}.constants")
    if known.HF_HUB_OFFLINE or os.environ.get("HF_HUB_OFFLINE", "").lower() in _OFF:
        raise EngineUnavailable(
            "HF_HUB_OFFLINE is set: nothing is downloaded", hint="unset HF_HUB_OFFLINE"
        )
    # Compressed, a file has another length than the hub lists.
    headers = {"accept-encoding": "identity"}
    # The client's own headers would cost a question to the hub, about who is asking.
    token = None if known.HF_HUB_DISABLE_IMPLICIT_TOKEN else import_module(_CLIENT).get_token()
    if token:  # it does not follow a redirect to another host: httpx drops it there
        headers["authorization"] = f"Bearer {token}"
    return os.environ.get("HF_ENDPOINT") or known.ENDPOINT, headers


def licence_of(card: Card, listing: Listing) -> tuple[str, bool]:
    """Return a licence's name, and whether it is open.

    The card's word; of another model, the hub's.
    """
    assert card.weights is not None
    if listing.model == card.weights.model and card.weights.size_bytes and card.weights.licence:
        return card.weights.licence, card.weights.open
    known = listing.licence
    return known or "a licence that its page does not name", known in OPEN_LICENCES


def passing(error: httpx.HTTPError) -> bool:
    """Whether the same question may be answered in a moment."""
    if isinstance(error, httpx.HTTPStatusError):
        return error.response.status_code in RETRIED
    return isinstance(error, httpx.TransportError)


def refused(model: str, error: httpx.HTTPError) -> EngineUnavailable:
    """Return what a failed question means, and what to do."""
    if not isinstance(error, httpx.HTTPStatusError):
        return EngineUnavailable(
            "the hub cannot be reached", hint=f"check the network (HF_ENDPOINT, a proxy); {_LATER}"
        )
    status = error.response.status_code
    if error.response.headers.get("X-Error-Code") == "GatedRepo":
        return EngineUnavailable(
            f"`{model}` is given only to those who accepted its licence",
            hint="accept it on the model's page, then set HF_TOKEN to a token of yours",
        )
    if status in (401, 404):
        return EngineUnavailable(
            f"the hub shows no `{model}`: it does not exist, or it is private",
            hint=f"check the name; {_TOKEN}",
        )
    if status == 403:
        return EngineUnavailable(
            f"the hub refused access to `{model}` (403)",
            hint="check what HF_TOKEN may read, and the network's rules",
        )
    return EngineUnavailable(f"the hub answered {status} for `{model}`", hint=_LATER)


def _file(entry: dict[str, Any]) -> HubFile:
    large = entry.get("lfs")
    digest = hexadecimal(large["oid"] if large else entry["oid"])
    path = str(entry["path"])
    if not all(part.strip(".") for part in path.split("/")):
        raise ValueError(path)  # "/x" and "../x" lead out of the model's folder
    return HubFile(path, int(entry["size"]), digest)


def _licence(about: dict[str, Any]) -> str | None:
    """The licence that the model's page names; "other" has a name of its own."""
    card = about.get("cardData") or {}
    return card.get("license_name") or card.get("license")
