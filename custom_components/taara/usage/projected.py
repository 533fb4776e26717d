"""The projection of a household's present cycle, from what was recorded."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta, tzinfo

from ..model import Projection
from .forecast import Span, fan, projection, seen_share
from .household import Household
from .ledger import Ledger
from .lived import lived
from .local_time import DAY, day_end, day_start, local_date, midnight
from .spread import hour_profile

# How far ahead it is asked when a plan without an end will be used up.
AHEAD = timedelta(days=92)


def projected(household: Household, zone: tzinfo) -> Projection | None:
    """Return the projection as of the last reading.

    `None` where nobody can know, and for an unlimited plan without an end. Of a plan
    that lasts until it is used, only when that will be means anything.
    """
    ledger, plan = household.ledger, household.plan
    cycle = ledger.cycle
    if cycle.end is None and cycle.granted is None:
        return None
    return projection(
        lived(ledger, plan, zone), _span(ledger, zone), cycle.used, cycle.granted
    )


def fanned(
    household: Household, zone: tzinfo, steps: int
) -> Iterator[tuple[datetime, Sequence[int]]]:
    """Yield when the cycle's total may have come how far, as `forecast.fan` does."""
    ledger, now = household.ledger, household.ledger.last.taken_at
    days = lived(ledger, household.plan, zone)
    for ahead, came in fan(days, _span(ledger, zone), ledger.cycle.used, steps):
        yield now + DAY * ahead, came


def _span(ledger: Ledger, zone: tzinfo) -> Span:
    """Return the cycle in local days, as of the last reading."""
    now = ledger.last.taken_at
    start = min(now, counted_from(ledger, zone))
    end = max(now, ledger.cycle.end or now + AHEAD)
    gone = _gone(now, zone)
    return Span(
        start=local_date(start, zone),
        began=_gone(start, zone),
        end=local_date(end, zone),
        ends=_gone(end, zone),
        today=local_date(now, zone),
        gone=gone,
        seen=seen_share(hour_profile(ledger.hours, zone, counted=True), gone),
        zone=zone,
    )


def counted_from(ledger: Ledger, zone: tzinfo) -> datetime:
    """Return since when the cycle's usage is known: a counter of its own tells all."""
    cycle = ledger.cycle
    if ledger.last.counter.counts_the_cycle or cycle.corrected:
        return cycle.start
    known = [midnight(day.date, zone) for day in ledger.days[:1]]
    return max(cycle.start, min((ledger.since, *known)))


def _gone(at: datetime, zone: tzinfo) -> float:
    """Return the share of a local day that is over, by the clock."""
    start = day_start(at, zone)
    return (at - start) / (day_end(at, zone) - start)
