"""The days on which a plan renews or ends, as a calendar shows them."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta, tzinfo

from ..model import CycleKind, Plan, Renewal
from .cycle import turned
from .ledger import Ledger
from .local_time import local_date

# A calendar may be asked for any span; plans change before this.
AHEAD = timedelta(days=800)


def renewals(ledger: Ledger, plan: Plan, zone: tzinfo) -> Iterator[Renewal]:
    """Yield the renewals known of, in order, and those that the calendar will bring.

    Only a monthly plan renews by itself; of any other the end is known at most, and
    nobody knows whether it will be bought again.
    """
    for cycle in (*ledger.past, ledger.cycle):
        # Where nobody said when the first cycle began, Taara's first reading stands.
        if cycle.start < ledger.since or cycle.number > 1:
            yield Renewal(date=local_date(cycle.start, zone))
    end = ledger.cycle.end
    if end is None:
        return
    if plan.cycle is not CycleKind.MONTHLY:
        yield Renewal(date=local_date(end, zone), ends=True)
        return
    ahead = ledger.last.taken_at + AHEAD
    for cycle in turned(ledger.cycle, plan, end, ahead, zone):
        yield Renewal(date=local_date(cycle.start, zone))


def renewals_between(
    ledger: Ledger, plan: Plan, start: datetime, end: datetime, zone: tzinfo
) -> list[Renewal]:
    """Return the renewals on local days that hold any moment from `start` to `end`."""
    first, last = local_date(start, zone), local_date(end, zone)
    return [
        renewal
        for renewal in renewals(ledger, plan, zone)
        if first <= renewal.date <= last
    ]


def next_renewal(
    ledger: Ledger, plan: Plan, today: date, zone: tzinfo
) -> Renewal | None:
    """Return the renewal of today, or the first one after it."""
    found = renewals(ledger, plan, zone)
    return next((renewal for renewal in found if renewal.date >= today), None)
