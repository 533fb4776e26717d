"""Counters of devices that restart and roll over, and tell how long they have run."""

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from hypothesis import given, strategies as st

from custom_components.taara.model import CounterKind, Plan, Reading
from custom_components.taara.usage.ledger import opened, recorded
from custom_components.taara.usage.meter import JITTER, ROLLOVER, movement

from .truth import check, check_days, everything, gaps, moments, zones

# What two directions count between two readings; with more than a quarter of what fits
# into a counter nobody could tell one that rolled over from one that was set up anew.
amounts = st.integers(0, 5) | st.integers(0, ROLLOVER // 4 - 1)
# An uptime is off by so much, so two starts are by twice as much.
off = st.timedeltas(-JITTER / 2, JITTER / 2)


@dataclass(frozen=True)
class Step:
    """Some time, and what is told at its end by an uptime that is `off`.

    `restarts` are moments in it, from 0 to 1. What had been used before the last of
    them is forgotten; `amount` since is not, `up` percent of it sent.
    """

    gap: timedelta
    restarts: list[float]
    amount: int
    up: int
    off: timedelta


steps = st.lists(
    st.builds(
        Step,
        gap=gaps,
        restarts=st.lists(st.floats(0, 1), max_size=3).map(sorted),
        amount=amounts,
        up=st.integers(0, 100),
        off=off,
    ),
    max_size=12,
)


@dataclass(kw_only=True)
class Device:
    """Counts what is sent and received since its start, each in so many bits."""

    bits: int
    started: datetime
    sent: int = 0
    received: int = 0

    def live(self, step: Step, start: datetime) -> None:
        """Restart at each of the moments, unless it has hardly begun, and count."""
        for at in (start + part * step.gap for part in step.restarts):
            if at - self.started > 2 * JITTER:
                self.started, self.sent, self.received = at, 0, 0
        sent = step.amount * step.up // 100
        self.sent += sent
        self.received += step.amount - sent

    def reading(self, at: datetime, kind: CounterKind, off: timedelta) -> Reading:
        """Tell the sum of both counters and, not quite exactly, the uptime."""
        return Reading(
            taken_at=at,
            counter=kind,
            used=self.sent % 2**self.bits + self.received % 2**self.bits,
            counting_since=self.started + off,
        )


uncycled = st.sampled_from([CounterKind.CUMULATIVE, CounterKind.SESSION])


@given(
    start=moments,
    zone=zones,
    kind=uncycled,
    bits=st.sampled_from([32, 64]),
    ran=st.timedeltas(timedelta(0), timedelta(days=99)),
    walk=steps,
)
def test_only_what_a_restart_forgot_is_missing(
    start: datetime,
    zone: tzinfo,
    kind: CounterKind,
    bits: int,
    ran: timedelta,
    walk: list[Step],
) -> None:
    """To the byte, at any moments, and though an uptime is a minute off."""
    device, plan, true = Device(bits=bits, started=start - ran), Plan(allowance=None), 0
    ledger = opened(device.reading(start, kind, timedelta(0)), plan, zone)
    for step in walk:
        device.live(step, ledger.last.taken_at)
        true += step.amount
        now = ledger.last.taken_at + step.gap
        ledger = recorded(ledger, device.reading(now, kind, step.off), plan, zone)
        assert everything(ledger) == true
        check(ledger, zone)
        check_days(ledger, zone)


some_bytes = st.none() | st.integers(0, 3) | st.integers(0, 10**18)
anything = st.builds(
    Reading,
    taken_at=moments,
    counter=uncycled,
    used=some_bytes,
    counting_since=st.none() | moments,
)


@given(before=anything, now=anything)
def test_whatever_is_told_counts_once(before: Reading, now: Reading) -> None:
    """Never less than nothing, nor more than one of the explanations."""
    moved = movement(before, now)
    first, second = before.used or 0, now.used or 0
    assert moved.used in {0, second - first, second, (second - first) % ROLLOVER}
    assert 0 <= moved.used <= max(second, ROLLOVER)
    assert (moved.granted, moved.returned, moved.renewed) == (0, 0, False)
