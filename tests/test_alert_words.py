"""Amounts, days and times as people say them."""

from datetime import date, datetime, timedelta

import pytest

from custom_components.taara.alert_words import Words
from custom_components.taara.model import DataUnit, Price

from .alert_samples import NAIROBI, NOON

EN, SW = (Words(language, DataUnit.GB, NOON) for language in ("en", "sw"))
BINARY = Words("en", DataUnit.TIB, NOON)


@pytest.mark.parametrize(
    ("size", "words", "said"),
    [
        (0, EN, "0 GB"),
        (1, EN, "1 MB"),
        (450_000, EN, "0.5 MB"),
        (847_300_000, EN, "847 MB"),
        (999_700_000, EN, "1 GB"),
        (1_000_000_000, EN, "1 GB"),
        (2_680_000_000, EN, "2.7 GB"),
        (9_960_000_000, EN, "10 GB"),
        (23_551_000_000, EN, "24 GB"),
        (999_400_000_000, EN, "999 GB"),
        (999_600_000_000, EN, "1 TB"),
        (1_048_000_000_000, EN, "1.05 TB"),
        (1_234_560_000_000_000, EN, "1,234.56 TB"),
        (2_680_000_000, SW, "GB 2.7"),
        (2**40, BINARY, "1 TiB"),
        (600 * 2**30, BINARY, "600 GiB"),
        (2**30 - 1, BINARY, "1 GiB"),
        (2**30, BINARY, "1 GiB"),
    ],
)
def test_amounts(size: int, words: Words, said: str) -> None:
    """As exact as people can use them, and in the plan's own kind of units."""
    assert words.amount(size) == said


@pytest.mark.parametrize(
    ("days", "english", "swahili"),
    [
        (0.1, "less than a day", "muda usiozidi siku moja"),
        (1.2, "1 day", "siku 1"),
        (9.6, "10 days", "siku 10"),
    ],
)
def test_days(days: float, english: str, swahili: str) -> None:
    """None, one, many."""
    span = timedelta(days=days)
    assert (EN.days(span), SW.days(span)) == (english, swahili)


@pytest.mark.parametrize(
    ("day", "english", "swahili"),
    [
        (date(2026, 9, 20), "yesterday", "jana"),
        (date(2026, 9, 21), "today", "leo"),
        (date(2026, 9, 22), "tomorrow", "kesho"),
        (date(2026, 9, 23), "Wednesday 23rd", "Jumatano tarehe 23"),
        (date(2026, 9, 12), "Saturday 12th", "Jumamosi tarehe 12"),
        (date(2026, 10, 1), "Thursday 1st", "Alhamisi tarehe 1"),
        (date(2026, 10, 2), "Friday 2nd", "Ijumaa tarehe 2"),
        (date(2026, 10, 11), "Sunday 11th", "Jumapili tarehe 11"),
        (date(2026, 10, 24), "Saturday 24 October", "Jumamosi tarehe 24 Oktoba"),
    ],
)
def test_dates(day: date, english: str, swahili: str) -> None:
    """By their weekday while they are near."""
    assert (EN.day(day), SW.day(day)) == (english, swahili)
    near = english in {"yesterday", "today", "tomorrow"}
    assert EN.on(day) == (english if near else f"on {english}")
    assert SW.on(day) == swahili


@pytest.mark.parametrize(
    ("hour", "minute", "english", "swahili"),
    [
        (0, 0, "midnight", "saa 6:00 usiku"),
        (0, 30, "0:30", "saa 6:30 usiku"),
        (5, 0, "5:00", "saa 11:00 alfajiri"),
        (7, 5, "7:05", "saa 1:05 asubuhi"),
        (12, 0, "12:00", "saa 6:00 mchana"),
        (15, 0, "15:00", "saa 9:00 alasiri"),
        (18, 45, "18:45", "saa 12:45 jioni"),
        (21, 0, "21:00", "saa 3:00 usiku"),
    ],
)
def test_times(hour: int, minute: int, english: str, swahili: str) -> None:
    """In Swahili the day's first hour ends at seven in the morning."""
    assert EN.time(hour, minute) == english
    assert SW.time(hour, minute) == swahili


@pytest.mark.parametrize(
    ("share", "floor", "said"),
    [
        (74.99, True, "74%"),
        (99.9, True, "99%"),
        (99.9, False, "100%"),
        (112, True, "112%"),
    ],
)
def test_percent(share: float, floor: bool, said: str) -> None:
    """All is not all until it is."""
    assert EN.percent(share, floor=floor) == said
    assert SW.percent(share, floor=floor) == f"asilimia {said[:-1]}"


@pytest.mark.parametrize(
    ("share", "said"), [(0.0, "1%"), (62.4, "62%"), (99.9, "99%"), (100.0, "99%")]
)
def test_chance(share: float, said: str) -> None:
    """Never certain."""
    assert EN.chance(share) == said


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        ("2499.5", "KES 2,499.50"),
        ("2500.00", "KES 2,500"),
        ("2500", "KES 2,500"),
        ("0.25", "KES 0.25"),
        ("1500000", "KES 1,500,000"),
    ],
)
def test_prices(amount: str, said: str) -> None:
    """Without the cents of a whole amount."""
    assert EN.price(Price(amount=amount, currency="KES")) == said


def test_now_is_the_homes() -> None:
    """Shortly after midnight in Nairobi it is still yesterday in UTC."""
    night = Words("en", DataUnit.GB, datetime(2026, 9, 21, 0, 30, tzinfo=NAIROBI))
    assert night.day(date(2026, 9, 21)) == "today"
