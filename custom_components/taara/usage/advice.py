"""What would save data in a household, under the plan it has."""

from datetime import date, tzinfo

from ..model import Tip
from .free_hours import is_open, windows
from .household import Household
from .tip import tips


def advice(household: Household, today: date, zone: tzinfo) -> tuple[Tip, ...]:
    """Return the tips for a household, most first, from the days before `today`."""
    ledger = household.ledger
    free = windows(household.plan, ledger.last)

    def is_free(weekday: int, hour: int) -> bool:
        return any(is_open(window, weekday, hour) for window in free)

    return tips(
        ledger.days,
        ledger.hours,
        today,
        zone,
        ledger.cycle.granted,
        is_free if free else None,
    )
