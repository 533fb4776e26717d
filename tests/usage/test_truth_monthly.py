"""A counter that follows the calendar is followed to the byte."""

from datetime import datetime, timedelta, tzinfo

from hypothesis import given, strategies as st

from custom_components.taara.model import CycleKind, Plan, Reading
from custom_components.taara.usage.cycle import NEAR_RENEWAL
from custom_components.taara.usage.ledger import Ledger, opened, recorded

from .common import GB, left, used
from .truth import Step, check, check_days, everything, moments, resets, steps, zones

FULL = 1000 * GB


def after(step: Step, start: datetime, last_reset: datetime) -> int:
    """Return what of a step was used after the last reset in it."""
    now = start + step.gap
    return (
        step.amount
        * ((now - last_reset) // timedelta(microseconds=1))
        // (step.gap // timedelta(microseconds=1))
    )


def follow(
    ledger: Ledger, plan: Plan, zone: tzinfo, walk: list[Step], kind: str
) -> None:
    """Let a source count a walk, and check the ledger at each reading."""
    count, shown = ledger.cycle.used, 0
    for step in walk:
        start = ledger.last.taken_at
        now = start + step.gap
        begun = list(resets(start, now, plan.reset_day, zone))
        fresh = after(step, start, begun[-1]) if begun else 0
        before, count = count, fresh if begun else count + step.amount
        if count > FULL:
            return
        if begun and now - begun[0] <= NEAR_RENEWAL and count >= before:
            # Late, or in time and heavily used? A counter alone does not tell.
            return
        shown += count if begun else step.amount
        reading = used(now, count) if kind == "used" else left(now, FULL - count)
        ledger = recorded(ledger, reading, plan, zone)
        assert ledger.cycle.used == count
        assert everything(ledger) == shown
        assert ledger.cycle.end is not None
        assert ledger.cycle.start <= now < ledger.cycle.end
        check(ledger, zone)
        check_days(ledger, zone)


@given(
    start=moments,
    zone=zones,
    reset_day=st.integers(1, 31),
    opening=st.integers(0, 90 * GB),
    walk=steps,
    kind=st.sampled_from(["used", "remaining"]),
)
def test_monthly_counter_is_followed(
    start: datetime,
    zone: tzinfo,
    reset_day: int,
    opening: int,
    walk: list[Step],
    kind: str,
) -> None:
    """Through outages, renewals unseen, and clocks that are turned."""
    plan = Plan(allowance=FULL, cycle=CycleKind.MONTHLY, reset_day=reset_day)
    first = used(start, opening) if kind == "used" else left(start, FULL - opening)
    follow(opened(first, plan, zone), plan, zone, walk, kind)
