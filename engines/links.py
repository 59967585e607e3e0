"""Results of a search on the web, made safe to show: data, whoever wrote them."""

import html
import re
import unicodedata
from collections.abc import Iterable
from itertools import chain, zip_longest
from urllib.parse import urlsplit

from engines.speaking import Link

TITLE_CHARACTERS = 120
URL_CHARACTERS = 2000
_TAG = re.compile(r"<[^>]*>?")
_MARKUP = str.maketrans(dict.fromkeys("<>[]{}`*|\\~", " "))
_UNSAFE_IN_URL = re.compile(r"[\s<>\"'`\\^{}|]")


def cleaned(link: Link) -> Link | None:
    """Return a link with its words as plain text, or None where its address cannot be trusted.

    Titles and snippets lose markup, line breaks and characters that steer the display, and are
    cut. An address is http or https, names a host, and holds no user name or password.
    """
    host = _host(link.url)
    if host is None:
        return None
    return Link(plain(link.title) or host, link.url, plain(link.snippet))


def plain(text: str) -> str:
    """Return text in one line without markup, at most 120 characters, cut between words."""
    spaced = _TAG.sub(" ", html.unescape(text)).translate(_MARKUP)
    shown = "".join(" " if _steers(char) else char for char in spaced)
    words = " ".join(shown.split())
    if len(words) <= TITLE_CHARACTERS:
        return words
    cut = words[: TITLE_CHARACTERS - 1]
    return (cut.rpartition(" ")[0] or cut) + "…"


def interleaved(results: Iterable[Iterable[Link]], limit: int) -> list[Link]:
    """Return the best of several searches in turn, each address once, cleaned."""
    once: dict[str, Link] = {}
    for link in chain.from_iterable(zip_longest(*results)):
        if link is not None and (safe := cleaned(link)):
            once.setdefault(_same(safe.url), safe)
    return list(once.values())[:limit]


def _steers(char: str) -> bool:
    """Control, format (bidi, zero width), surrogate, private, line and paragraph separators."""
    return unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


def _host(url: str) -> str | None:
    if len(url) > URL_CHARACTERS or _UNSAFE_IN_URL.search(url) or any(map(_steers, url)):
        return None
    try:
        parts = urlsplit(url)
        _ = parts.port  # a port that is no number is found here only
    except ValueError:
        return None
    known = parts.scheme in ("http", "https") and "@" not in parts.netloc
    return parts.hostname if known else None


def _same(url: str) -> str:
    return url.partition("#")[0].rstrip("/").casefold()
