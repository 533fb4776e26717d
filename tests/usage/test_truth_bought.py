"""A plan that is bought again and again, by counter, by remainder and by its label."""

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from hypothesis import given, strategies as st

from custom_components.taara.model import CycleKind, Plan, Reading
from custom_components.taara.usage.ledger import opened, recorded

from .common import GB, TEN_MINUTES, left, used
from .truth import (
    amounts,
    check,
    check_closing,
    check_days,
    everything,
    gaps,
    moments,
    zones,
)

FULL = 1000 * GB
kinds = st.sampled_from([CycleKind.DAYS, CycleKind.UNTIL_USED, CycleKind.PROVIDER])


@dataclass(frozen=True)
class Purchase:
    """A plan that is bought, and what is used of it before the next reading."""

    ago: float
    amount: int


@dataclass(frozen=True)
class Step:
    """Some time, what was used in it before a purchase, and perhaps the purchase."""

    gap: timedelta
    amount: int
    bought: Purchase | None
    topped_up: int = 0


purchases = st.builds(Purchase, ago=st.floats(0, 1), amount=amounts)
steps = st.lists(
    st.builds(Step, gap=gaps, amount=amounts, bought=st.none() | purchases), max_size=8
)
top_ups = st.lists(
    st.builds(
        Step,
        gap=gaps,
        amount=amounts,
        bought=st.none(),
        topped_up=st.just(0) | st.integers(0, 90 * GB),
    ),
    max_size=8,
)


def plan_of(kind: CycleKind, days: int) -> Plan:
    """Return a plan that is bought."""
    return Plan(allowance=FULL, cycle=kind, cycle_days=days)


@given(
    start=moments,
    zone=zones,
    kind=kinds,
    days=st.integers(1, 60),
    opening=amounts,
    walk=steps,
)
def test_counter_is_followed_through_purchases(
    start: datetime,
    zone: tzinfo,
    kind: CycleKind,
    days: int,
    opening: int,
    walk: list[Step],
) -> None:
    """In time, early, late or unseen: the account says what the source says."""
    plan = plan_of(kind, days)
    ledger, count = opened(used(start, opening), plan, zone), opening
    for step in walk:
        count = step.bought.amount if step.bought else count + step.amount
        reading = used(ledger.last.taken_at + step.gap, count)
        ledger = recorded(ledger, reading, plan, zone)
        assert ledger.cycle.used == count
        check(ledger, zone)
        check_days(ledger, zone)
        check_closing(ledger, zone)


@given(
    start=moments,
    zone=zones,
    opening=amounts,
    walk=steps,
    by_key=st.booleans(),
    by_remainder=st.booleans(),
)
def test_purchase_that_the_source_names_begins_a_cycle(
    start: datetime,
    zone: tzinfo,
    opening: int,
    walk: list[Step],
    by_key: bool,
    by_remainder: bool,
) -> None:
    """On its own date, with all that is counted in it and nothing else."""
    plan = plan_of(CycleKind.PROVIDER, 30)
    number, begun, count, shown = 1, start, opening, 0

    def reading(now: datetime) -> Reading:
        key = f"plan {number}" if by_key else None
        make, amount = (left, FULL - count) if by_remainder else (used, count)
        return make(
            now,
            amount,
            plan_key=key,
            cycle_start=begun,
            cycle_end=begun + timedelta(days=30),
        )

    ledger = opened(reading(start), plan, zone)
    for step in walk:
        now = ledger.last.taken_at + step.gap
        bought, grown = step.bought, step.amount
        if bought and step.gap > timedelta(hours=1):
            at = now - bought.ago * step.gap
            if not by_key and (at - begun) < timedelta(days=2):
                # Two purchases within a day look like a date that wavers.
                return
            number, begun, count, grown = number + 1, at, 0, bought.amount
        count, shown = count + grown, shown + grown
        if count > FULL:
            return
        ledger = recorded(ledger, reading(now), plan, zone)
        assert (ledger.cycle.number, ledger.cycle.used) == (number, count)
        assert abs(ledger.cycle.start - begun) < timedelta(seconds=1)
        assert everything(ledger) == shown
        check(ledger, zone)
        check_days(ledger, zone)
        check_closing(ledger, zone)


@given(start=moments, zone=zones, opening=amounts, walk=top_ups)
def test_top_ups_are_told_from_usage(
    start: datetime, zone: tzinfo, opening: int, walk: list[Step]
) -> None:
    """What is granted, what is used and what is left agree at every reading."""
    plan = plan_of(CycleKind.UNTIL_USED, 30)
    remaining, shown = FULL - opening, 0
    ledger = opened(left(start, remaining), plan, zone)
    for step in walk:
        # A reading between the two: in one, less usage and a smaller top-up look alike.
        for change, gap in ((-step.amount, step.gap), (step.topped_up, TEN_MINUTES)):
            if remaining + change < 0 or (change > 0 and remaining <= FULL // 2):
                return
            remaining += change
            now = ledger.last.taken_at + gap
            ledger = recorded(ledger, left(now, remaining), plan, zone)
            shown += max(0, -change)
            assert ledger.cycle.number == 1
            assert ledger.cycle.used == opening + shown == opening + everything(ledger)
            assert ledger.cycle.granted == remaining + ledger.cycle.used
            check(ledger, zone)
