"""When to ask a busy service again: exponential back-off with jitter, and as it says itself."""

import random
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from errors import EngineUnavailable

TRIES = 4
FIRST_S, MOST_S = 0.5, 8.0


class AskAgainError(Exception):
    """A try failed in a way that may pass.

    Args:
        error: what to raise where no try is left.
        after_s: how long the service asked to wait; None: it did not say.
        tries: at most, this one among them.
    """

    def __init__(
        self, error: EngineUnavailable, after_s: float | None = None, tries: int = TRIES
    ) -> None:
        super().__init__(error.message)
        self.error, self.after_s, self.tries = error, after_s, tries


def pause_s(tried: int, after_s: float | None = None) -> float:
    """Return how long to wait after `tried` failed tries, seconds; half of it is chance.

    Never less than the service asked for.
    """
    backoff = min(FIRST_S * 2 ** (tried - 1), MOST_S) * random.uniform(0.5, 1)
    return max(backoff, after_s or 0.0)


def retry_after_s(header: str | None) -> float | None:
    """Return what a Retry-After header says, in seconds: a number, or an HTTP date."""
    if not header:
        return None
    if header.strip().isdecimal():
        return float(header)
    try:
        at = parsedate_to_datetime(header)
    except ValueError:
        return None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return max(0.0, (at - datetime.now(UTC)).total_seconds())
