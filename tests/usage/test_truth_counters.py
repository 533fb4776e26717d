"""Counters that know no cycle: sessions, and devices that start again."""

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from hypothesis import given, strategies as st

from custom_components.taara.model import CounterKind, CycleKind, Plan, Reading
from custom_components.taara.usage.ledger import opened, recorded
from custom_components.taara.usage.meter import HARDLY, ROLLOVER

from .common import GB
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


@dataclass(frozen=True)
class Step:
    """Some time, what was used before a restart, and after it if there was one."""

    gap: timedelta
    amount: int
    again: int | None


steps = st.lists(
    st.builds(Step, gap=gaps, amount=amounts, again=st.none() | amounts), max_size=8
)
uncycled = st.sampled_from([CounterKind.CUMULATIVE, CounterKind.SESSION])
plans = st.builds(
    Plan,
    allowance=st.none() | st.just(100 * GB),
    cycle=st.sampled_from(CycleKind),
    reset_day=st.integers(1, 31),
    cycle_days=st.integers(1, 60),
)


@given(start=moments, zone=zones, plan=plans, kind=uncycled, first=amounts, walk=steps)
def test_everything_the_counter_shows_is_counted_once(
    start: datetime,
    zone: tzinfo,
    plan: Plan,
    kind: CounterKind,
    first: int,
    walk: list[Step],
) -> None:
    """What it forgot between two readings nobody can know; nothing is made up."""
    count, true, shown = first, 0, 0
    ledger = opened(Reading(taken_at=start, counter=kind, used=count), plan, zone)
    for step in walk:
        before = count
        if step.again is not None and 0.8 * ROLLOVER < before < ROLLOVER:
            # A counter of 32 bits that ran over looks the same.
            return
        count = count + step.amount if step.again is None else step.again
        true += step.amount + (step.again or 0)
        hardly = kind is CounterKind.CUMULATIVE and 0 < before - count < HARDLY * before
        if not hardly:  # fallen so little, it was rounded or corrected
            shown += count - before if count >= before else count
        now = ledger.last.taken_at + step.gap
        reading = Reading(taken_at=now, counter=kind, used=count)
        ledger = recorded(ledger, reading, plan, zone)
        assert everything(ledger) == shown <= true
        assert ledger.cycle.opening == 0
        if plan.cycle is CycleKind.MONTHLY:
            assert ledger.cycle.end is not None
            assert ledger.cycle.start <= now < ledger.cycle.end
        check(ledger, zone)
        check_days(ledger, zone)
        check_closing(ledger, zone)


@given(start=moments, zone=zones, walk=st.lists(st.integers(0, 2**31), max_size=20))
def test_32_bits_run_over_without_loss(
    start: datetime, zone: tzinfo, walk: list[int]
) -> None:
    """As long as it was nearly full when it was last seen."""
    plan, count, true = Plan(allowance=None), 0, 0
    kind = CounterKind.CUMULATIVE
    ledger = opened(Reading(taken_at=start, counter=kind, used=0), plan, zone)
    for amount in walk:
        grown = min(amount, ROLLOVER // 8 - 1) if count >= ROLLOVER * 7 // 8 else amount
        if count < ROLLOVER * 7 // 8 and count + grown >= ROLLOVER:
            grown = ROLLOVER - 1 - count
        count, true = (count + grown) % ROLLOVER, true + grown
        now = ledger.last.taken_at + timedelta(minutes=10)
        reading = Reading(taken_at=now, counter=kind, used=count)
        ledger = recorded(ledger, reading, plan, zone)
        assert everything(ledger) == true
