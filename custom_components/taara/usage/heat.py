"""When usage happens: the mean of each hour of each weekday."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta, tzinfo

from ..model import Hour
from .by_hour import by_hour

# As many weeks as hours are kept for, in whole.
WEEKS = 8


def heat(
    hours: Mapping[int, Hour], today: date, zone: tzinfo
) -> Sequence[Sequence[int | None]]:
    """Return mean bytes by weekday (Monday first) and local hour, `None` if unknown.

    Of the last weeks before today; only what was measured counts.
    """
    used = [[0] * 24 for _ in range(7)]
    seen = [[0] * 24 for _ in range(7)]
    for day in by_hour(hours, today - timedelta(weeks=WEEKS), today, zone):
        weekday = day.date.weekday()
        for hour, known in enumerate(day.known()):
            if known is not None:
                used[weekday][hour] += known
                seen[weekday][hour] += 1
    return tuple(
        tuple(
            round(total / count) if count else None
            for total, count in zip(totals, counts, strict=True)
        )
        for totals, counts in zip(used, seen, strict=True)
    )
