"""When an alert is due, and what its period is called."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo

from hypothesis import given, strategies as st
import pytest

from custom_components.taara.model import QuietHours
from custom_components.taara.usage.alert_period import (
    last_weekly,
    next_weekly,
    outage_period,
    quiet_until,
    week_period,
)

from .common import BERLIN, NAIROBI, at
from .truth import moments, zones

clocks = st.times().map(lambda clock: clock.replace(second=0, microsecond=0))


@given(moments, st.integers(0, 6), clocks, zones)
def test_weekly_moments(now: datetime, weekday: int, clock: time, zone: tzinfo) -> None:
    """One is past, the next is to come, and nothing is between them."""
    last = last_weekly(now, weekday, clock, zone)
    following = next_weekly(now, weekday, clock, zone)
    assert last <= now < following
    assert timedelta(days=6.9) < following - last < timedelta(days=7.1)
    assert last_weekly(following, weekday, clock, zone) == following


@given(moments, clocks, clocks, zones)
def test_quiet_hours_end(now: datetime, start: time, end: time, zone: tzinfo) -> None:
    """Later than they hold, within a day or so, and at their end by the clock."""
    quiet = QuietHours(start=start, end=end)
    until = quiet_until(now, quiet, zone)
    assert now <= until <= now + timedelta(hours=26)
    clock = now.astimezone(zone).time()
    inside = start <= clock < end if start <= end else clock >= start or clock < end
    assert (until > now) is inside


@pytest.mark.parametrize(
    ("now", "until"),
    [
        ("21:59", "21:59"),
        ("22:00", "06:30+1"),
        ("23:59", "06:30+1"),
        ("00:00", "06:30"),
        ("06:29", "06:30"),
        ("06:30", "06:30"),
        ("12:00", "12:00"),
    ],
)
def test_quiet_night(now: str, until: str) -> None:
    """From ten in the evening past midnight."""
    quiet = QuietHours(start=time(22), end=time(6, 30))
    clock, _, days = until.partition("+")
    expected = at(f"2026-03-16 {clock}", NAIROBI) + timedelta(days=int(days or 0))
    assert quiet_until(at(f"2026-03-16 {now}", NAIROBI), quiet, NAIROBI) == expected


def test_quiet_night_in_which_the_clock_is_turned() -> None:
    """It is quiet until the clock says so for the last time."""
    quiet = QuietHours(start=time(22), end=time(2, 30))
    first = datetime(2026, 10, 25, 0, 10, tzinfo=UTC)  # 2:10, summer time
    assert quiet_until(first, quiet, BERLIN) == first + timedelta(minutes=20)
    again = first + timedelta(hours=1)  # 2:10 once more
    assert quiet_until(again, quiet, BERLIN) == again + timedelta(minutes=20)


def test_never_quiet() -> None:
    """Without quiet hours, or with ones that end when they begin."""
    now = at("2026-03-16 03:00")
    assert quiet_until(now, None, UTC) == now
    assert quiet_until(now, QuietHours(start=time(3), end=time(3)), UTC) == now


def test_names_of_periods() -> None:
    """A week belongs to the year that has its Thursday; an outage to an instant."""
    assert week_period(date(2027, 1, 1)) == "week 2026-W53"
    moment = at("2026-03-16 12:00", NAIROBI)
    assert outage_period(moment) == outage_period(moment.astimezone(BERLIN))
