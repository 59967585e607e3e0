"""Which server of OpenAI's images API is asked, and who gets which key.

The server is named on purpose, by `images_url`: a key that is set for chat never sends a photo
anywhere. `OPENAI_API_KEY` goes to OpenAI, and to the host of `OPENAI_BASE_URL`, only.
"""

import os

import httpx

from engines.protocols import Lack
from settings import Settings

OPENAI = "https://api.openai.com/v1"
URL = "PENTIMENTO_IMAGES_URL"


def lack_of(settings: Settings) -> Lack | None:
    """Return what is missing: the address, or the key that OpenAI itself wants."""
    if not settings.images_url:
        return Lack(f"{URL} is not set", f"{URL}={OPENAI} make run")
    if not host_of(settings.images_url):
        return Lack(f"{URL} is no address", f"{URL}=http://127.0.0.1:8091/v1 make run")
    key = key_for(settings)
    if host_of(settings.images_url) == host_of(OPENAI) and not key:
        return Lack("OPENAI_API_KEY is not set", "OPENAI_API_KEY=KEY make run")
    if key and not (key.isascii() and key.isprintable()):
        name = "PENTIMENTO_IMAGES_KEY" if settings.images_key else "OPENAI_API_KEY"
        return Lack(f"{name} has letters that no key has", f"{name}=KEY make run")
    return None


def key_for(settings: Settings) -> str | None:
    """Return the key that the server is given, or None. A mounted secret ends in a line's end.

    OPENAI_API_KEY is OpenAI's: another host gets it only where OPENAI_BASE_URL names it.
    """
    if settings.images_key:
        return settings.images_key.get_secret_value().strip()
    own = {host_of(OPENAI), host_of(os.environ.get("OPENAI_BASE_URL") or OPENAI)}
    known = os.environ.get("OPENAI_API_KEY", "").strip()
    return known or None if host_of(settings.images_url or "") in own else None


def host_of(url: str) -> str:
    """Return the host of an http address, or "" where it is none."""
    try:
        at = httpx.URL(url)
    except httpx.InvalidURL:
        return ""
    return at.host if at.scheme in ("http", "https") else ""
