"""When something happened, as a person says it. Pure: the clock is given."""

from datetime import datetime, tzinfo
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from editor.words import Words

Day = Literal["today", "yesterday", "week", "earlier"]
DAYS: tuple[Day, ...] = ("today", "yesterday", "week", "earlier")
JUST_NOW_S = 60
MINUTES_S = 3600


def zone(name: str) -> tzinfo | None:
    """Return the time zone called `name` (IANA); None, the server's own, where it is unknown.

    The name comes from a cookie, so it can be anything.
    """
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def day_of(moment: datetime, now: datetime) -> Day:
    """Return the heading under which `moment` is listed; both are aware and in one zone."""
    days = (now.date() - moment.date()).days
    if days <= 0:
        return "today"
    if days == 1:
        return "yesterday"
    return "week" if days < 7 else "earlier"


def when(moment: datetime, now: datetime, words: Words) -> str:
    """Return how `moment` is told at `now`; both are aware and in one zone.

    Minutes within the hour, the time of today and yesterday, then the weekday, then the date.
    """
    ago_s = (now - moment).total_seconds()
    if ago_s < JUST_NOW_S:
        return words["when_now"]
    if ago_s < MINUTES_S:
        return words["when_minutes"].format(minutes=int(ago_s // 60))
    day = day_of(moment, now)
    if day in ("today", "yesterday"):
        half = "when_am" if moment.hour < 12 else "when_pm"
        return words[half].format(hour=moment.hour % 12 or 12, minute=f"{moment.minute:02}")
    if day == "week":
        return words[f"weekday_{moment.weekday()}"]
    key = "when_date" if moment.year == now.year else "when_date_year"
    month = words[f"month_{moment.month}"]
    return words[key].format(year=moment.year, month=month, day=moment.day)
