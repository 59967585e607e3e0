"""What a browser remembers between visits: one cookie, read with suspicion."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

COOKIE = "pentimento"


class Preferences(BaseModel):
    """Defaults of one browser; a field that does not read well is as if it were not there."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    language: Literal["ko", "en"] | None = None  # None = the browser's
    theme: Literal["light", "dark"] | None = None  # None = the system's
    format: Literal["original", "jpeg", "png", "webp"] = "original"
    metadata: Literal["keep", "no-gps", "none"] = "keep"
    time_zone: str = ""  # IANA name, told by the browser
    engines: dict[str, str] = {}  # capability -> engine's name; absent = auto


def read(cookie: str | None) -> Preferences:
    """Return the preferences that a cookie holds; the defaults when it holds none."""
    try:
        return Preferences.model_validate_json(cookie or "{}")
    except ValidationError:
        return Preferences()


def language_of(preferred: Preferences, accept_language: str) -> Literal["ko", "en"]:
    """Return the page's language: as chosen, else the first that the browser asks for."""
    if preferred.language:
        return preferred.language
    for part in accept_language.split(","):
        tag = part.partition(";")[0].strip().lower()
        if tag.startswith("ko"):
            return "ko"
        if tag.startswith("en"):
            return "en"
    return "en"
