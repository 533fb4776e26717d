"""The mean of each hour of each weekday."""

from datetime import UTC, timedelta

from custom_components.taara.model import Hour
from custom_components.taara.usage.heat import heat

from .common import BERLIN, GB, at
from .households import FIRST, lived


def test_means_by_weekday_and_hour() -> None:
    """Two Mondays of which one took twice as much at six."""
    monday, six = at("2026-03-02 00:00"), at("2026-03-02 06:00")
    hours = {
        int((start + timedelta(weeks=week)).timestamp()): Hour(
            used=amount, measured=3600
        )
        for start, week, amount in (
            (monday, 0, GB),
            (monday, 1, GB),
            (six, 0, 2 * GB),
            (six, 1, 4 * GB),
        )
    }
    table = heat(hours, at("2026-03-16 00:00").date(), UTC)
    assert len(table) == 7
    assert table[0][0] == GB
    assert table[0][6] == 3 * GB
    assert table[0][7] is None
    assert table[1] == (None,) * 24


def test_what_was_not_measured_is_unknown() -> None:
    """Guesses would show a habit that nobody has."""
    hours = {int(at("2026-03-02 06:00").timestamp()): Hour(used=GB)}
    table = heat(hours, at("2026-03-16 00:00").date(), UTC)
    assert all(size is None for day in table for size in day)


def test_today_and_long_ago_do_not_count() -> None:
    """The last eight weeks before today do."""
    life = lived(70, zone=BERLIN)
    today = FIRST + timedelta(days=69)
    table = heat(life.hours, today, BERLIN)
    assert all(size is not None for day in table for size in day)
    start = at((today - timedelta(weeks=8)).isoformat() + " 00:00", BERLIN).timestamp()
    end = at(today.isoformat() + " 00:00", BERLIN).timestamp()
    within = {key: hour for key, hour in life.hours.items() if start <= key < end}
    assert heat(within, today, BERLIN) == table
    assert len(within) < len(life.hours)
