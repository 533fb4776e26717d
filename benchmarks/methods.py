"""Ways to project a cycle: Taara's, everybody's, and those of statsforecast.

Each takes a `Case` and returns the quantiles of the cycle's total, in bytes, at
2.5, 10, 50, 90 and 97.5 %.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from importlib import import_module
import math
from pathlib import Path
from statistics import NormalDist, fmean, stdev
import sys
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from custom_components.taara.usage.forecast import projection
from custom_components.taara.usage.span import Span

CHANCES = (0.025, 0.1, 0.5, 0.9, 0.975)
SCORES = tuple(NormalDist().inv_cdf(chance) for chance in CHANCES)
# What the slower rivals are fitted on: more changes little but the time.
FITTED_DAYS = 200

type Quantiles = tuple[float, ...]
type Method = Callable[[Case], Quantiles]


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """A moment in a cycle: what was known then, and what the total came to.

    `days` are the totals of the days before `today`, from `first` on; the last
    `passed` of them belong to the cycle, which has `left` days more.
    """

    first: date
    days: Sequence[int | None]
    passed: int
    left: int
    total: int

    @property
    def today(self) -> date:
        """The day whose beginning is the moment."""
        return self.first + timedelta(days=len(self.days))

    @property
    def cycle(self) -> list[int]:
        """The cycle's days so far."""
        return [usage or 0 for usage in self.days[len(self.days) - self.passed :]]

    @property
    def known(self) -> list[int]:
        """All known days."""
        return [usage for usage in self.days if usage is not None]


def taara(case: Case) -> Quantiles:
    """Project as the sensors do."""
    span = Span(
        start=case.today - timedelta(days=case.passed),
        end=case.today + timedelta(days=case.left),
        today=case.today,
    )
    days = [
        (case.first + timedelta(days=at), usage) for at, usage in enumerate(case.days)
    ]
    found = projection(days, span, sum(case.cycle), 2 * sum(case.cycle))
    if found is None:
        return straight_line(case)
    return tuple(
        float(size)
        for size in (found.low95, found.low80, found.median, found.high80, found.high95)
    )


def straight_line(case: Case) -> Quantiles:
    """Go on at the cycle's own rate; days vary as those of the cycle did."""
    return _normal(case, fmean(case.cycle), case.cycle)


def mean_of_28(case: Case) -> Quantiles:
    """Go on at the mean of the last 28 known days."""
    recent = case.known[-28:]
    return _normal(case, fmean(recent), recent)


def last_cycle(case: Case) -> Quantiles:
    """Use as much as in the cycle before, but not less than by now."""
    length = case.passed + case.left
    before = [
        usage
        for usage in case.days[-case.passed - length : -case.passed]
        if usage is not None
    ]
    total = max(sum(case.cycle), fmean(before) * length)
    return _normal(case, (total - sum(case.cycle)) / case.left, before)


def _normal(case: Case, rate: float, days: Sequence[int]) -> Quantiles:
    """Return used + rate · days left, with a normal band of independent days."""
    middle = sum(case.cycle) + rate * case.left
    spread = (stdev(days) if len(days) > 1 else 0.0) * math.sqrt(case.left)
    return tuple(middle + score * spread for score in SCORES)


def rivals() -> dict[str, Method]:
    """Return the models of statsforecast; none where it is not installed."""
    try:
        models = import_module("statsforecast.models")
        numbers = import_module("numpy")
    except ImportError:
        return {}
    return {
        name: _rival(getattr(models, name), numbers)
        for name in ("AutoETS", "AutoTheta", "AutoARIMA")
    }


def _rival(model: Any, numbers: Any) -> Method:
    """Return a method that fits a weekly model to the days and adds up its forecast."""

    def method(case: Case) -> Quantiles:
        usual = fmean(case.known)
        days = [usual if usage is None else usage for usage in case.days]
        fitted = numbers.array(days[-FITTED_DAYS:], dtype=float)
        told = model(season_length=7).forecast(y=fitted, h=case.left, level=[80])
        # Days taken as independent: the models give no range for their sum.
        widths = (told["hi-80"] - told["mean"]) / SCORES[3]
        spread = math.sqrt(float((widths**2).sum()))
        middle = sum(case.cycle) + max(0.0, float(told["mean"].sum()))
        return tuple(middle + score * spread for score in SCORES)

    return method


METHODS: dict[str, Method] = {
    "taara": taara,
    "straight line": straight_line,
    "last cycle": last_cycle,
    "28-day mean": mean_of_28,
}
