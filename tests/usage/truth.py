"""Sources that count truthfully, and what must hold of every ledger kept of them."""

from bisect import bisect_left
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo

from hypothesis import strategies as st

from custom_components.taara.model import DailySummary
from custom_components.taara.usage.ledger import CYCLES_KEPT, Ledger, closed
from custom_components.taara.usage.local_time import day_end, local_date, midnight

from .common import GB, TEN_MINUTES, ZONES

zones = st.sampled_from(ZONES)
moments = st.integers(0, 3 * 365 * 86_400).map(
    lambda seconds: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
)
amounts = st.one_of(
    st.integers(0, 5), st.integers(0, 3 * 10**6), st.integers(0, 90 * GB)
)
gaps = st.one_of(
    st.just(TEN_MINUTES),
    st.just(TEN_MINUTES),
    st.timedeltas(timedelta(0), timedelta(hours=2)),
    st.timedeltas(timedelta(0), timedelta(days=4)),
    st.timedeltas(timedelta(0), timedelta(days=45)),
)


@dataclass(frozen=True)
class Step:
    """Some time, and what was used in it, evenly."""

    gap: timedelta
    amount: int


steps = st.lists(st.builds(Step, gap=gaps, amount=amounts), max_size=8)


def resets(
    since: datetime, until: datetime, reset_day: int, zone: tzinfo
) -> Iterator[datetime]:
    """Yield the local midnights of a monthly reset day after one instant, to another."""
    year, month = since.year, since.month
    while datetime(year, month, 1, tzinfo=UTC) < until + timedelta(days=62):
        day = min(reset_day, monthrange(year, month)[1])
        reset = datetime(year, month, day, tzinfo=zone).astimezone(UTC)
        if since < reset <= until:
            yield reset
        year, month = year + month // 12, month % 12 + 1


def everything(ledger: Ledger) -> int:
    """Return the bytes of all days, the open one too."""
    return sum(day.usage for day in ledger.days) + ledger.used_since(ledger.open_from)


def before_cycles(ledger: Ledger, zone: tzinfo) -> int | None:
    """Return the bytes imported of the time before the first cycle.

    `None` where the day on which that began is known by its sum only.
    """
    first = (*ledger.past, ledger.cycle)[0].start
    began = local_date(first, zone)
    whole = sum(day.usage for day in ledger.days if day.date < began)
    start = midnight(began, zone).timestamp()
    if any(day.date == began for day in ledger.days) and start < min(ledger.hours):
        return None
    early = range(int(start), int(first.timestamp()))
    return whole + sum(ledger.hours[at].used for at in ledger.hours if at in early)


def check(ledger: Ledger, zone: tzinfo) -> None:
    """Assert what holds of every ledger, whatever was read."""
    cycles = (*ledger.past, ledger.cycle)
    assert min(hour.used for hour in ledger.hours.values()) >= 0
    assert min(hour.measured for hour in ledger.hours.values()) >= 0
    assert all(cycle.used >= 0 and cycle.counted >= 0 for cycle in cycles)
    assert all(cycle.end is None or cycle.end >= cycle.start for cycle in cycles)
    earlier = before_cycles(ledger, zone)
    if len(ledger.past) < CYCLES_KEPT and earlier is not None:
        counted = sum(cycle.counted for cycle in cycles)
        assert counted == everything(ledger) - earlier
    for day in ledger.days:
        assert day.usage >= 0
        assert 0 <= day.data_quality <= 1
        assert day.efficiency is None or 0 <= day.efficiency <= 1
    assert closed(ledger, ledger.last.taken_at, zone) is ledger


def check_days(ledger: Ledger, zone: tzinfo) -> None:
    """Assert that the hours of each day add up to it, as far as hours are kept."""
    kept = sorted(ledger.hours)
    for day in ledger.days:
        start = midnight(day.date, zone)
        edges = (start.timestamp(), day_end(start, zone).timestamp())
        first, following = (bisect_left(kept, edge) for edge in edges)
        if edges[0] >= kept[0]:
            mine = kept[first:following]
            assert sum(ledger.hours[at].used for at in mine) == day.usage


def check_closing(ledger: Ledger, zone: tzinfo) -> None:
    """Assert that days closed once more, as after a kill, come out the same.

    But for their budgets: a cycle may have ended otherwise than it was thought to.
    """
    for count in range(max(0, len(ledger.days) - 3), len(ledger.days)):
        start = midnight(ledger.days[count].date, zone)
        if start.timestamp() >= min(ledger.hours):
            opened = replace(ledger, open_from=start, days=ledger.days[:count])
            again = closed(opened, ledger.last.taken_at, zone)
            assert again.open_from == ledger.open_from
            assert _without_budgets(again) == _without_budgets(ledger)


def _without_budgets(ledger: Ledger) -> list[DailySummary]:
    return [replace(day, budget=None) for day in ledger.days]
