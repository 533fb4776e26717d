"""Usage over time: an interval's bytes into the local hours they were used in."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta, tzinfo
from itertools import pairwise

from ..model import Hour, Interval
from .local_time import HOUR, hour_of_day, hour_start

# Every hour of the day gets at least this share of the mean, in hundredths: a
# household that has never been seen awake at four may still have been.
LEAST_WEIGHT = 5
FLAT_PROFILE = (100,) * 24
# Four weeks: a habit, and the same number of each weekday.
PROFILE_SECONDS = 28 * 86_400


def hour_profile(
    hours: Mapping[int, Hour], zone: tzinfo, *, counted: bool = False
) -> Sequence[int]:
    """Return 24 relative weights, the household's usage by local hour of the day.

    Only measured hours of the last weeks teach it. Without a week of them it is flat:
    one odd evening is no habit. That of free hours is in it unless only what `counted`
    is asked for.
    """
    totals = [0] * 24
    seconds = [0] * 24
    oldest = max(hours, default=0) - PROFILE_SECONDS
    for at, hour in hours.items():
        if hour.measured and at > oldest:
            local = hour_of_day(at, zone)
            totals[local] += hour.used if counted else hour.used + hour.free
            seconds[local] += hour.measured
    if sum(seconds) < 7 * 86_400 or not all(seconds):
        return FLAT_PROFILE
    rates = [total / span for total, span in zip(totals, seconds, strict=True)]
    mean = sum(rates) / 24
    if mean <= 0:
        return FLAT_PROFILE
    return tuple(max(LEAST_WEIGHT, round(100 * rate / mean)) for rate in rates)


def spread(
    interval: Interval,
    zone: tzinfo,
    profile: Sequence[int] = FLAT_PROFILE,
    cuts: Iterable[datetime] = (),
) -> Iterator[Interval]:
    """Yield the parts of an interval by local hour, cut at `cuts` too.

    The parts' bytes add up to the interval's to the byte: each gets the difference
    of two rounded cumulative shares.
    """
    edges = list(_edges(interval.start, interval.end, zone, cuts))
    if len(edges) < 2:
        yield interval
        return
    weights = [
        _microseconds(end - start) * profile[start.astimezone(zone).hour]
        for start, end in pairwise(edges)
    ]
    whole = sum(weights)
    seen = given = 0
    for (start, end), weight in zip(pairwise(edges), weights, strict=True):
        seen += weight
        used = interval.used * seen // whole - given
        given += used
        yield Interval(start=start, end=end, used=used, estimated=interval.estimated)


def _edges(
    start: datetime, end: datetime, zone: tzinfo, cuts: Iterable[datetime]
) -> Iterator[datetime]:
    """Yield the instants that bound the parts, in order."""
    waiting = sorted(cut for cut in set(cuts) if start < cut < end)
    at = start
    while at < end:
        yield at
        following = hour_start(at, zone) + HOUR
        while waiting and waiting[0] <= at:
            waiting.pop(0)
        at = min(following, waiting[0]) if waiting else following
    if start < end:
        yield end


def _microseconds(span: timedelta) -> int:
    return span // timedelta(microseconds=1)
