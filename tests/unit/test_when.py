from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from editor.when import day_of, when, zone
from editor.words import LANGUAGES

SEOUL = ZoneInfo("Asia/Seoul")
NOW = datetime(2026, 3, 12, 14, 5, tzinfo=SEOUL)  # a Thursday


@pytest.mark.parametrize(
    ("moment", "day", "korean", "english"),
    [
        (NOW - timedelta(seconds=59), "today", "방금", "just now"),
        (NOW + timedelta(seconds=3), "today", "방금", "just now"),  # clocks differ a little
        (NOW - timedelta(minutes=59), "today", "59분 전", "59 min ago"),
        (NOW.replace(hour=9, minute=2), "today", "오전 9:02", "9:02 AM"),
        (NOW.replace(hour=0, minute=0), "today", "오전 12:00", "12:00 AM"),
        (NOW.replace(hour=12, minute=30), "today", "오후 12:30", "12:30 PM"),
        (NOW.replace(day=11, hour=23, minute=0), "yesterday", "오후 11:00", "11:00 PM"),
        (NOW.replace(day=10), "week", "화요일", "Tuesday"),
        (NOW.replace(day=6), "week", "금요일", "Friday"),
        (NOW.replace(day=5), "earlier", "3월 5일", "March 5"),
        (
            NOW.replace(year=2025, month=12, day=31),
            "earlier",
            "2025년 12월 31일",
            "December 31, 2025",
        ),
    ],
)
def test_a_moment_is_told_as_a_person_would(moment, day, korean, english):
    assert day_of(moment, NOW) == day
    assert when(moment, NOW, LANGUAGES["ko"]) == korean
    assert when(moment, NOW, LANGUAGES["en"]) == english


def test_the_day_is_that_of_the_persons_own_zone():
    moment = datetime(2026, 3, 11, 15, 30, tzinfo=UTC)  # already the 12th in Seoul
    assert day_of(moment.astimezone(SEOUL), NOW) == "today"
    assert day_of(moment, NOW.astimezone(UTC)) == "yesterday"


@pytest.mark.parametrize("name", ["", "Mars/Olympus", "../../etc/passwd", "/etc/passwd", "a" * 300])
def test_a_zone_that_is_none_means_the_servers_own(name):
    assert zone(name) is None


def test_a_zone_is_found_by_its_name():
    assert zone("Asia/Seoul") == SEOUL
