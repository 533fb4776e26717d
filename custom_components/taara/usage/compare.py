"""Which plan: candidates beside each other, from the household's own days."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta, tzinfo
from decimal import Decimal
from math import inf

from ..model import Candidate, Comparison, Fit
from .forecast import projection
from .household import Household
from .lived import lived
from .local_time import DAY
from .projected import AHEAD, span_of

# Spans of the past that are looked at, as long as the history of days allows.
MOST_SPANS = 12
# Percent: a plan that lasts so surely need not be larger.
SURE = 80.0
COST_DAYS = 30
CENT = Decimal("0.01")
# Days: whatever is used up sooner is no plan.
SHORTEST = 1 / 24


@dataclass(frozen=True, kw_only=True, slots=True)
class _Past:
    """Usage of closed days, and those of them that tell what the household wants."""

    usage: dict[date, int]
    told: frozenset[date]
    end: date

    def judged(self, days: int, allowance: int) -> Iterator[bool]:
        """Yield, for spans of so many days back from now, whether it was enough.

        A span with a day unknown tells nothing, unless it was too much anyhow.
        """
        first = min(self.usage)
        for back in range(1, MOST_SPANS + 1):
            begin = self.end - timedelta(days=days * back)
            if begin < first:
                return
            span = [begin + timedelta(days=at) for at in range(days)]
            used = sum(self.usage.get(day, 0) for day in span)
            if used > allowance:
                yield False
            elif self.told.issuperset(span):
                yield True


def compare(
    household: Household, candidates: Sequence[Candidate], zone: tzinfo
) -> Comparison:
    """Return how each plan would suit the household, were it bought at the last reading."""
    days = list(lived(household.ledger, household.plan, zone))
    past = _past(household, days)
    fits = [_fit(household, days, past, one, zone) for one in candidates]
    return Comparison(fits=fits, suggested=_suggested(fits))


def _past(
    household: Household, days: Sequence[tuple[date, int | None]]
) -> _Past | None:
    usage = {day.date: day.usage for day in household.ledger.days[-len(days) :]}
    if not usage:
        return None
    told = frozenset(day for day, used in days if used is not None)
    return _Past(usage=usage, told=told, end=max(usage) + timedelta(days=1))


def _fit(
    household: Household,
    days: Sequence[tuple[date, int | None]],
    past: _Past | None,
    candidate: Candidate,
    zone: tzinfo,
) -> Fit:
    ledger, allowance, length = household.ledger, candidate.allowance, candidate.days
    judged = (
        []
        if past is None or allowance is None or length is None
        else list(past.judged(length, allowance))
    )
    spans, enough = len(judged), sum(judged)
    start = ledger.last.taken_at
    end = start + (AHEAD if length is None else length * DAY)
    ahead = projection(days, span_of(ledger, start, end, zone), 0, allowance)
    if ahead is None or ahead.early:
        return Fit(candidate=candidate, early=True, spans=spans, enough=enough)
    lasts = ahead.run_out_days
    if lasts is None and length is not None:
        lasts = float(length)
    return Fit(
        candidate=candidate,
        needed=None if length is None else ahead.median,
        chance=None if length is None else 100 * (1 - (ahead.chance or 0.0)),
        lasts_days=lasts,
        spans=spans,
        enough=enough,
        cost=_cost(candidate, lasts),
    )


def _cost(candidate: Candidate, lasts: float | None) -> Decimal | None:
    """Return the money for 30 days of the way the household lives."""
    if candidate.price is None or lasts is None:
        return None
    times = Decimal(COST_DAYS / max(SHORTEST, lasts))
    return (Decimal(candidate.price.amount) * times).quantize(CENT)


def _suggested(fits: Sequence[Fit]) -> int | None:
    """Return the cheapest that surely lasts, else the one that most likely does.

    Of those without a cost nobody knows whether they are cheaper. Where none has one,
    the smallest that surely lasts: it rarely costs more.
    """
    if any(fit.early for fit in fits):
        return None
    sure = [at for at, fit in enumerate(fits) if _chance(fit) >= SURE]
    if not sure:
        places = range(len(fits))
        return max(places, key=lambda at: _chance(fits[at]), default=None)
    costs = {at: cost for at in sure if (cost := fits[at].cost) is not None}
    if costs:
        return min(costs, key=lambda at: costs[at])
    return min(sure, key=lambda at: fits[at].candidate.allowance or inf)


def _chance(fit: Fit) -> float:
    """Return the chance that a plan lasts; one that ends only when used always does."""
    return 100.0 if fit.chance is None else fit.chance
