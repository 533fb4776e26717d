"""Whatever a household does: more used never projects less, more bought risks no more."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given, strategies as st

from custom_components.taara.model import (
    Cycle,
    DailySummary,
    Hour,
    Plan,
    Projection,
    Reading,
)
from custom_components.taara.usage.household import Household
from custom_components.taara.usage.ledger import Ledger
from custom_components.taara.usage.projected import projected

from .common import GB

START = datetime(2026, 3, 1, tzinfo=UTC)
amounts = st.integers(0, 50 * GB)
moments = st.timedeltas(timedelta(0), timedelta(days=31) - timedelta(seconds=1))


@st.composite
def households(draw: st.DrawFn) -> Household:
    """Make a household in the middle of March, with the days it lived before."""
    now = START + draw(moments)
    count = draw(st.integers(0, 60))
    used = draw(st.lists(st.none() | amounts, min_size=count, max_size=count))
    today = now.date()
    days = tuple(
        DailySummary(date=today - timedelta(days=count - at), usage=usage)
        for at, usage in enumerate(used)
        if usage is not None
    )
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    so_far = draw(amounts)
    counted = so_far + sum(day.usage for day in days if day.date >= START.date())
    allowance = draw(st.integers(1, 500 * GB))
    cycle = Cycle(
        number=2,
        start=START,
        end=datetime(2026, 4, 1, tzinfo=UTC),
        counted=counted,
        granted=allowance,
    )
    ledger = Ledger(
        since=midnight - timedelta(days=count),
        last=Reading(taken_at=now, used=counted),
        cycle=cycle,
        open_from=midnight,
        hours={int(midnight.timestamp()): Hour(used=so_far)},
        days=days,
    )
    return Household(ledger=ledger, plan=Plan(allowance=allowance))


def after(household: Household, used: int, granted: int) -> Projection | None:
    """Return the projection if so much was used, and granted."""
    ledger = household.ledger
    cycle = replace(ledger.cycle, counted=used, granted=granted)
    return projected(replace(household, ledger=replace(ledger, cycle=cycle)), UTC)


@given(household=households(), more=amounts)
def test_more_used_never_projects_less(household: Household, more: int) -> None:
    """Nor does it make the allowance last longer, or likelier to suffice."""
    cycle = household.ledger.cycle
    granted = cycle.granted or 0
    one = after(household, cycle.counted, granted)
    other = after(household, cycle.counted + more, granted)
    if one is None or other is None:
        assert one is None
        return
    assert other.median >= one.median
    assert other.low80 >= one.low80
    assert (other.chance or 0) >= (one.chance or 0) - 1e-9
    assert (other.safe_days or 0) <= (one.safe_days or 0) + 1e-9


@given(household=households(), more=amounts)
def test_larger_allowance_never_risks_more(household: Household, more: int) -> None:
    """While some of it is left, it changes nothing of what will be used."""
    cycle = household.ledger.cycle
    granted = cycle.granted or 0
    one = after(household, cycle.counted, granted)
    other = after(household, cycle.counted, granted + more)
    if one is None or other is None:
        assert one is other is None
        return
    if sum(day.usage for day in household.ledger.days) < granted:
        assert (other.median, other.high95) == (one.median, one.high95)
    assert (other.chance or 0) <= (one.chance or 0) + 1e-9
    assert (other.safe_days or 0) >= (one.safe_days or 0) - 1e-9
