"""What a household's own past says of its next days, and how far it was off.

Exponential means of several half-lives are combined, each weighted by how well it
would have told the same number of days ahead before now. That combining forecasts by
their past errors beats choosing one is Bates and Granger's finding (1969).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate, pairwise
from math import exp, inf, log

from .level import (
    Absences,
    absences,
    exponential_means,
    factors_from,
    tamed,
    weekday_factors,
)

# Days after which a level has forgotten half, and its weight before it is judged.
LEVELS = ((4.0, 0.10), (8.0, 0.25), (16.0, 0.25), (32.0, 0.25), (90.0, 0.15))
# From this half-life on a level knows that the house is empty at times.
LONG = 90.0
STEADY = 3
"""The level, by position, that a day's noise is measured against."""

# The past that judges: days back, their discount in days, the longest horizon, the
# first day and every which one, the least share of a horizon that must be known, and
# how sharply losses tell.
JUDGED_DAYS = 200
JUDGED_DISCOUNT = 90.0
JUDGED_HORIZON = 28
JUDGED_FIRST = 6
JUDGED_STEP = 2
KNOWN_SHARE = 0.8
TEMPERATURE = 0.1
WORST_LOG = 3.0

# Growth: what the last weeks brought beyond a forecast for a week, believed as far as
# it stands out of their noise.
GROWTH_HORIZON = 7
GROWTH_DISCOUNT = 200.0
GROWTH_VARIANCE = 0.002
GROWTH_LEAST = 20.0

# A day's noise: the variance (relative to the level) that few days are mixed with.
NOISE_DAYS = 112
NOISE_PRIOR = 0.4
NOISE_PRIOR_DAYS = 10.0
MOST_REPEATED = 0.8


@dataclass(frozen=True, kw_only=True, slots=True)
class Outlook:
    """What is expected of a household's days.

    `level` is a usual day in bytes, `weekdays` the factors from Monday on, `growth`
    the logarithm by which the near future exceeds the level. `error` is the mean
    squared logarithm by which forecasts of this horizon were off, `judged` how many
    independent ones there were. `noise` is the relative variance of a day, so counted
    that it shrinks with their number; `known` are the days known and lived in.
    """

    level: float
    weekdays: Sequence[float]
    growth: float
    error: float
    judged: float
    noise: float
    known: int
    absence: Absences


@dataclass(frozen=True, slots=True)
class _Miss:
    """How far each level was off at one moment of the past, and what that counts."""

    weight: float
    logs: Sequence[float]


@dataclass(frozen=True, slots=True)
class _Past:
    """The days as the levels saw them, with running sums for quick answers.

    `logs` are the levels after each day, as logarithms: −∞ before a level is known.
    """

    logs: Sequence[Sequence[float]]
    away: Sequence[bool]
    usage: Sequence[float]
    factors: Sequence[float]
    known: Sequence[int]

    def misses(self, horizon: int, discount: float) -> list[_Miss]:
        """Return how far off forecasts of `horizon` days were, at moments of late."""
        count = len(self.away)
        found = []
        last = count - horizon - 1
        for day in range(
            last, max(JUDGED_FIRST, count - JUDGED_DAYS - 1), -JUDGED_STEP
        ):
            begin, end = day + 1, day + 1 + horizon
            usage = self.usage[end] - self.usage[begin]
            known = self.known[end] - self.known[begin]
            usual = self.factors[end] - self.factors[begin]
            if self.away[day] or usage <= 0 or known < KNOWN_SHARE * horizon:
                continue
            actual = log(usage / usual)
            logs = [
                min(WORST_LOG, max(-WORST_LOG, actual - level[day]))
                for level in self.logs
            ]
            found.append(_Miss(JUDGED_STEP * exp((day - last) / discount), logs))
        return found


def outlook(days: Sequence[float | None], today: date, horizon: int) -> Outlook:
    """Return what is expected of the days from `today` on, `horizon` of them.

    `days` are the totals before today, in bytes. An empty house teaches only the longest
    level, and only once somebody is back; spikes teach the levels less, but count whole
    where a forecast is judged.
    """
    absence = absences(days)
    lived = [
        None if away else usage for usage, away in zip(days, absence.days, strict=True)
    ]
    calm = tamed(lived)
    weekdays = weekday_factors(calm, today)
    factors = factors_from(weekdays, today - timedelta(days=len(days)), len(days))
    ended = len(days) - absence.length
    whole = [
        days[at] if usage is None and at < ended else usage
        for at, usage in enumerate(calm)
    ]
    levels = [
        exponential_means(_evened(whole if half >= LONG else calm, factors), half)
        for half, _ in LEVELS
    ]
    past = _Past(
        [[log(mean) if mean > 0 else -inf for mean in level] for level in levels],
        absence.days,
        _sums([usage or 0.0 for usage in days]),
        _sums(
            [
                0.0 if usage is None else factor
                for usage, factor in zip(days, factors, strict=True)
            ]
        ),
        [0, *accumulate(int(usage is not None) for usage in days)],
    )
    horizon = min(max(1, horizon), JUDGED_HORIZON)
    misses = past.misses(horizon, JUDGED_DISCOUNT)
    judged = sum(miss.weight for miss in misses) / horizon
    shares = _shares(misses, judged)
    return Outlook(
        level=sum(
            share * (level[-1] if level else 0.0)
            for share, level in zip(shares, levels, strict=True)
        ),
        weekdays=weekdays,
        growth=_growth(past.misses(GROWTH_HORIZON, GROWTH_DISCOUNT), shares),
        error=_mean_square(misses, shares),
        judged=judged,
        noise=_noise(_evened(lived, factors), levels[STEADY]),
        known=sum(usage is not None for usage in lived),
        absence=absence,
    )


def _evened(
    days: Sequence[float | None], factors: Sequence[float]
) -> list[float | None]:
    """Return the days as if each were of a mean weekday."""
    return [
        None if usage is None else usage / factor
        for usage, factor in zip(days, factors, strict=True)
    ]


def _sums(values: Sequence[float]) -> list[float]:
    return [0.0, *accumulate(values)]


def _shares(misses: Sequence[_Miss], judged: float) -> Sequence[float]:
    """Return each level's weight: more for those that were off less."""
    counted = sum(miss.weight for miss in misses) or 1.0
    losses = [
        sum(miss.weight * abs(miss.logs[at]) for miss in misses) / counted
        for at in range(len(LEVELS))
    ]
    least = min(losses)
    raw = [
        prior * exp(-judged * (loss - least) / TEMPERATURE)
        for (_, prior), loss in zip(LEVELS, losses, strict=True)
    ]
    whole = sum(raw)
    return [weight / whole for weight in raw]


def _mixed(misses: Sequence[_Miss], shares: Sequence[float]) -> list[float]:
    """Return how far off the mixture of the levels was, as logarithms."""
    return [
        sum(share * off for share, off in zip(shares, miss.logs, strict=True))
        for miss in misses
    ]


def _mean_square(misses: Sequence[_Miss], shares: Sequence[float]) -> float:
    whole = sum(miss.weight for miss in misses)
    if not whole:
        return 0.0
    off = _mixed(misses, shares)
    squares = sum(
        miss.weight * value**2 for miss, value in zip(misses, off, strict=True)
    )
    return squares / whole


def _growth(misses: Sequence[_Miss], shares: Sequence[float]) -> float:
    """Return the logarithm by which weeks outgrew their forecast, if they did.

    The mean of a skewed day exceeds its median: that half variance is no decline.
    Shrunk towards none as a normal mean with a normal prior is (Bayes).
    """
    whole = sum(miss.weight for miss in misses)
    if whole < GROWTH_LEAST:
        return 0.0
    off = _mixed(misses, shares)
    pairs = list(zip(misses, off, strict=True))
    mean = sum(miss.weight * value for miss, value in pairs) / whole
    variance = sum(miss.weight * (value - mean) ** 2 for miss, value in pairs) / whole
    doubt = variance * GROWTH_HORIZON / whole
    believed = GROWTH_VARIANCE / (GROWTH_VARIANCE + doubt)
    return believed * max(0.0, mean + variance / 2)


def _noise(days: Sequence[float | None], level: Sequence[float]) -> float:
    """Return the relative variance of a day, as its sum over many days shows it.

    Days that resemble the day before average out more slowly: the factor is that of
    an autoregressive series of the first order, (1 + r) / (1 − r).
    """
    begin = max(0, len(days) - NOISE_DAYS)
    shares = [
        usage / usual
        for usage, usual in zip(days[begin:], level[begin:], strict=True)
        if usage is not None and usual > 0
    ]
    count = len(shares)
    mean = sum(shares) / count if count else 0.0
    if mean <= 0:
        return NOISE_PRIOR
    off = [share / mean - 1.0 for share in shares]
    squares = sum(value**2 for value in off)
    products = sum(one * other for one, other in pairwise(off))
    repeated = products / squares if squares > 0 else 0.0
    repeated = min(MOST_REPEATED, max(0.0, repeated))
    variance = (squares + NOISE_PRIOR * NOISE_PRIOR_DAYS) / (count + NOISE_PRIOR_DAYS)
    return variance * (1 + repeated) / (1 - repeated)
