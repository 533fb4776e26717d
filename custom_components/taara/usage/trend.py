"""Direction of usage: one span of days against the span before it."""

from collections.abc import Sequence

from ..model import DailySummary, TrendDirection

WEEK = 7
# Within this share of the earlier span, usage is called stable.
STABLE_WITHIN = 0.10


def direction(days: Sequence[DailySummary]) -> TrendDirection | None:
    """Compare the last seven closed days with the seven before; `None` if too few."""
    recent, earlier = days[-WEEK:], days[-2 * WEEK : -WEEK]
    if len(earlier) < WEEK:
        return None
    now, then = (sum(day.usage for day in span) for span in (recent, earlier))
    if abs(now - then) <= STABLE_WITHIN * then:
        return TrendDirection.STABLE
    return TrendDirection.INCREASING if now > then else TrendDirection.DECREASING
