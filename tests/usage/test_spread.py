"""Usage over time: every byte in some hour, none in two."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from itertools import pairwise

import pytest

from custom_components.taara.model import Hour, Interval
from custom_components.taara.usage.spread import (
    FLAT_PROFILE,
    LEAST_WEIGHT,
    hour_profile,
    spread,
)

from .common import BERLIN, CHATHAM, KOLKATA, LORD_HOWE, NAIROBI, at


def parts(
    start: str,
    end: str,
    amount: int,
    zone: tzinfo = UTC,
    profile: Sequence[int] = FLAT_PROFILE,
    cuts: Sequence[str] = (),
) -> list[Interval]:
    """Return the parts of an interval between two times in UTC."""
    whole = Interval(start=at(start), end=at(end), used=amount)
    return list(spread(whole, zone, profile, map(at, cuts)))


def shape(found: Sequence[Interval]) -> list[tuple[str, int]]:
    """Return each part's start and bytes."""
    return [(f"{part.start:%H:%M}", part.used) for part in found]


def test_interval_within_an_hour_stays_whole() -> None:
    """Nothing to divide."""
    assert shape(parts("2026-03-01 10:10", "2026-03-01 10:20", 7)) == [("10:10", 7)]


def test_interval_is_cut_at_the_hours() -> None:
    """By time: a quarter, a half, a quarter."""
    found = parts("2026-03-01 10:30", "2026-03-01 12:30", 400)
    assert shape(found) == [("10:30", 100), ("11:00", 200), ("12:00", 100)]


def test_interval_without_length_keeps_its_bytes() -> None:
    """A clock that stood still does not swallow usage."""
    assert shape(parts("2026-03-01 10:00", "2026-03-01 10:00", 7)) == [("10:00", 7)]


def test_hours_are_local() -> None:
    """In India they begin at half past by UTC."""
    found = parts("2026-03-01 10:15", "2026-03-01 10:45", 30, KOLKATA)
    assert shape(found) == [("10:15", 15), ("10:30", 15)]


def test_renewals_cut_too() -> None:
    """Cuts outside or at the edges change nothing, one given twice cuts once."""
    cuts = ["2026-03-01 10:20", "2026-03-01 10:20", "2026-03-01 10:00"]
    cuts += ["2026-03-01 11:00", "2026-03-01 11:30", "2026-03-01 12:00"]
    found = parts("2026-03-01 10:00", "2026-03-01 12:00", 120, cuts=cuts)
    assert shape(found) == [("10:00", 20), ("10:20", 40), ("11:00", 30), ("11:30", 30)]


@pytest.mark.parametrize("amount", [0, 1, 2, 23, 999_999_999_999, 10**18 + 7])
@pytest.mark.parametrize("zone", [UTC, BERLIN, KOLKATA, NAIROBI], ids=str)
def test_parts_add_up_to_the_byte(amount: int, zone: tzinfo) -> None:
    """Rounding neither loses nor makes a byte, and never takes one back."""
    found = parts("2026-03-27 10:07:13", "2026-03-31 03:00:01", amount, zone)
    assert sum(part.used for part in found) == amount
    assert min(part.used for part in found) >= 0
    assert all(one.end == two.start for one, two in pairwise(found))


@pytest.mark.parametrize(("day", "hours"), [("2026-03-29", 23), ("2026-10-25", 25)])
def test_day_on_which_the_clock_is_turned(day: str, hours: int) -> None:
    """Each hour that there was gets its share, the repeated one twice."""
    start = at(f"{day} 00:00", BERLIN)
    end = start + timedelta(hours=hours)
    whole = Interval(start=start, end=end, used=hours * 10)
    assert [part.used for part in spread(whole, BERLIN)] == [10] * hours


@pytest.mark.parametrize(
    ("zone", "turned_at"),
    [
        (LORD_HOWE, "2026-04-04 15:00"),
        (LORD_HOWE, "2026-10-03 15:30"),
        (CHATHAM, "2026-04-04 14:00"),
        (CHATHAM, "2026-09-26 14:00"),
    ],
)
def test_clock_turned_within_an_hour(zone: tzinfo, turned_at: str) -> None:
    """No part is longer than an hour, and there is an end of them."""
    start = at(turned_at) - timedelta(hours=6)
    end = start + timedelta(hours=12)
    found = list(spread(Interval(start=start, end=end, used=12_000), zone))
    assert sum(part.used for part in found) == 12_000
    assert all(
        timedelta(0) < part.end - part.start <= timedelta(hours=1) for part in found
    )
    # From then on, parts begin with the hours again.
    later = [part.start.astimezone(zone).minute for part in found[-4:]]
    assert later == [0, 0, 0, 0]


def test_profile_decides_the_hours_of_a_gap() -> None:
    """An hour with thrice the weight gets thrice the bytes."""
    profile = [100] * 24
    profile[11] = 300
    found = parts("2026-03-01 10:00", "2026-03-01 12:00", 400, profile=profile)
    assert shape(found) == [("10:00", 100), ("11:00", 300)]


def test_parts_are_as_sure_as_the_whole() -> None:
    """A part of an estimate is an estimate."""
    start = at("2026-03-01 10:30")
    end = start + timedelta(hours=1)
    whole = Interval(start=start, end=end, used=2, estimated=True)
    assert [part.estimated for part in spread(whole, UTC)] == [True, True]


def hours_of(
    days: int, used_at: Sequence[int], measured: int = 3600
) -> dict[int, Hour]:
    """Return whole days of hours with the usage of each hour of the day."""
    first = datetime(2026, 3, 1, tzinfo=UTC)
    return {
        int((first + timedelta(days=day, hours=hour)).timestamp()): Hour(
            used=used_at[hour], measured=measured
        )
        for day in range(days)
        for hour in range(24)
    }


EVENING = [0] * 18 + [100, 200, 200, 100] + [0] * 2


def test_profile_is_the_households_own() -> None:
    """A week of evenings teaches it; no hour is thought impossible."""
    profile = hour_profile(hours_of(7, EVENING), UTC)
    assert len(profile) == 24
    assert profile[19] == profile[20] == 2 * profile[18]
    assert profile[4] == LEAST_WEIGHT


def test_profile_is_by_local_hours() -> None:
    """What is used at 19:00 UTC is used at 22:00 in Nairobi."""
    profile = hour_profile(hours_of(7, EVENING), NAIROBI)
    assert max(profile) == profile[22] == profile[23]


@pytest.mark.parametrize(
    "hours",
    [
        {},
        hours_of(6, EVENING),
        hours_of(14, EVENING, measured=0),
        hours_of(7, [0] * 24),
        {
            at: hour
            for at, hour in hours_of(30, EVENING).items()
            if at // 3600 % 24 != 4
        },
    ],
    ids=["nothing", "six days", "estimates", "no usage", "an hour never seen"],
)
def test_profile_is_flat_until_a_week_was_measured(hours: dict[int, Hour]) -> None:
    """One odd evening is no habit, and an estimate teaches nothing."""
    assert hour_profile(hours, UTC) == FLAT_PROFILE
