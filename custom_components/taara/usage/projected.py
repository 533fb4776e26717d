"""The projection of a household's present cycle, from what was recorded."""

from datetime import datetime, timedelta, tzinfo

from ..model import Change, Projection
from .forecast import AS_USUAL, Span, projection, seen_share
from .household import Household
from .ledger import Ledger
from .lived import lived
from .local_time import day_end, day_start, local_date, midnight
from .spread import hour_profile

# How far ahead it is asked when a plan without an end will be used up.
AHEAD = timedelta(days=92)


def projected(
    household: Household, zone: tzinfo, change: Change = AS_USUAL
) -> Projection | None:
    """Return the projection as of the last reading, with what might change from then on.

    `None` where nobody can know, and for an unlimited plan without an end. Of a plan
    that lasts until it is used, only when that will be means anything.
    """
    ledger, plan = household.ledger, household.plan
    cycle, now = ledger.cycle, ledger.last.taken_at
    if cycle.end is None and cycle.granted is None:
        return None
    start = min(now, counted_from(ledger, zone))
    end = max(now, cycle.end or now + AHEAD)
    days = lived(ledger, plan, zone)
    span = span_of(ledger, start, end, zone)
    return projection(days, span, cycle.used, cycle.granted, change)


def span_of(ledger: Ledger, start: datetime, end: datetime, zone: tzinfo) -> Span:
    """Return a period in local days, seen from the last reading in it."""
    now = ledger.last.taken_at
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
