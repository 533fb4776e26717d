"""A counter that follows the calendar is followed to the byte."""

from datetime import datetime, timedelta, tzinfo

from hypothesis import given, strategies as st

from custom_components.taara.model import CycleKind, Plan, Reading
from custom_components.taara.usage.cycle import NEAR_RENEWAL, next_reset
from custom_components.taara.usage.ledger import opened, recorded

from .common import GB, left, used
from .truth import (
    Step,
    check,
    check_closing,
    check_days,
    everything,
    moments,
    resets,
    steps,
    zones,
)

FULL = 1000 * GB
MICROSECOND = timedelta(microseconds=1)

reset_days = st.integers(1, 31)
openings = st.integers(0, 90 * GB)
# A household that is watched, and uses enough in a month to see where it ends.
watched = st.lists(
    st.builds(
        Step,
        gap=st.timedeltas(timedelta(minutes=1), timedelta(hours=6)),
        amount=st.integers(0, GB),
    ),
    min_size=10,
    max_size=20,
)


def monthly(reset_day: int) -> Plan:
    """Return a plan that renews by itself."""
    return Plan(allowance=FULL, cycle=CycleKind.MONTHLY, reset_day=reset_day)


def told(now: datetime, count: int, by_remainder: bool) -> Reading:
    """Return a reading of what is used, or of what that leaves."""
    return left(now, FULL - count) if by_remainder else used(now, count)


def used_after(reset: datetime, step: Step, now: datetime) -> int:
    """Return what of a step that ends now was used after a reset."""
    return step.amount * ((now - reset) // MICROSECOND) // (step.gap // MICROSECOND)


@given(
    start=moments,
    zone=zones,
    reset_day=reset_days,
    count=openings,
    walk=steps,
    by_remainder=st.booleans(),
)
def test_monthly_counter_is_followed(
    start: datetime,
    zone: tzinfo,
    reset_day: int,
    count: int,
    walk: list[Step],
    by_remainder: bool,
) -> None:
    """Through outages, renewals unseen, and clocks that are turned."""
    plan, shown = monthly(reset_day), 0
    ledger = opened(told(start, count, by_remainder), plan, zone)
    for step in walk:
        start, before = ledger.last.taken_at, count
        now = start + step.gap
        begun = list(resets(start, now, reset_day, zone))
        count = used_after(begun[-1], step, now) if begun else count + step.amount
        if begun and now - begun[0] <= NEAR_RENEWAL and count >= before:
            # Late, or in time and heavily used? A counter alone does not tell.
            return
        if count > FULL:
            return
        shown += count if begun else step.amount
        ledger = recorded(ledger, told(now, count, by_remainder), plan, zone)
        assert ledger.cycle.used == count
        assert everything(ledger) == shown
        assert ledger.cycle.end is not None
        assert ledger.cycle.start <= now < ledger.cycle.end
        check(ledger, zone)
        check_days(ledger, zone)
        check_closing(ledger, zone)


@given(
    near=moments,
    zone=zones,
    reset_day=reset_days,
    walk=watched,
    lag=st.timedeltas(timedelta(0), NEAR_RENEWAL - timedelta(hours=6)),
    by_remainder=st.booleans(),
)
def test_monthly_counter_that_lags_is_caught_up_with(
    near: datetime,
    zone: tzinfo,
    reset_day: int,
    walk: list[Step],
    lag: timedelta,
    by_remainder: bool,
) -> None:
    """From its own renewal on, the account is the source's again."""
    plan, count, shown = monthly(reset_day), 90 * GB, 0
    reset = next_reset(near, reset_day, zone)
    ledger = opened(told(reset - 2 * walk[0].gap, count, by_remainder), plan, zone)
    for step in walk:
        start = ledger.last.taken_at
        now = start + step.gap
        renews = start < reset + lag <= now
        count = used_after(reset + lag, step, now) if renews else count + step.amount
        shown += count if renews else step.amount
        ledger = recorded(ledger, told(now, count, by_remainder), plan, zone)
        if now < reset or now >= reset + lag:
            assert ledger.cycle.used == count
        assert ledger.cycle.number == (1 if now < reset else 2)
        assert everything(ledger) == shown
        check(ledger, zone)
        check_days(ledger, zone)
        check_closing(ledger, zone)
    assert len(ledger.past) == ledger.cycle.number - 1
    assert ledger.cycle.end == next_reset(reset + NEAR_RENEWAL, reset_day, zone) or (
        ledger.last.taken_at < reset
    )
