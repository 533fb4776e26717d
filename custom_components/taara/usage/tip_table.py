"""Hours as rows of days, and what tips find in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from ..model import Tip, TipKind

# A habit is what was seen in so many days, and on at least half of those known.
LEAST_DAYS = 14

type Row = Sequence[int | None]
"""A day's 24 hours in bytes; `None` where an hour was not measured."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """What was found: bytes a day that could be saved, and the figures of its tip."""

    kind: TipKind
    daily: float
    days: int
    amount: float
    times: float = 30.0
    hours: tuple[int, ...] = ()

    def tip(self, month: float) -> Tip:
        """Return the tip, where 30 days come to `month` bytes."""
        return Tip(
            kind=self.kind,
            saves=round(30 * self.daily),
            share=30 * self.daily / month,
            days=self.days,
            amount=round(self.amount),
            times=self.times,
            hours=self.hours,
        )


def block_totals(rows: Sequence[Row], hours: Sequence[int]) -> list[int]:
    """Return what was used in a block of hours, on the days all of it was measured."""
    every = ([row[hour] for hour in hours] for row in rows)
    known = ([used for used in day if used is not None] for day in every)
    return [sum(day) for day in known if len(day) == len(hours)]


def relative_spread(values: Sequence[int]) -> float:
    """Return the width of the middle half of values, as a share of their median."""
    ordered = sorted(values)
    quarter = len(ordered) // 4
    middle = median(ordered)
    width = ordered[-1 - quarter] - ordered[quarter]
    return width / middle if middle > 0 else float("inf")
