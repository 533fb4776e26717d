"""Which plan to buy next, in the words of who asks aloud, on the card in time."""

from datetime import datetime, timedelta

from .coordinator import TaaraCoordinator
from .model import CycleKind, Overview, Plan
from .questions import async_compare_sizes
from .voice_answers import Answers
from .voice_texts import SpokenWords

# Sizes of plans to look at, as multiples of the last one.
SIZES = (0.25, 0.5, 0.75, 1.25, 1.5, 2.0, 3.0, 4.0)
# So long before the end people think of the next one.
IN_TIME = timedelta(days=3)


async def async_plan_advice(
    coordinator: TaaraCoordinator, language: str, now: datetime
) -> str | None:
    """Return which size would suit the household; `None` while it is too early to tell."""
    comparison = await async_compare_sizes(coordinator, SIZES)
    if comparison.fits[0].early:
        return None
    answers = Answers(
        view=coordinator.data,
        words=SpokenWords(language, coordinator.plan.unit, now),
        renews=coordinator.plan.cycle is CycleKind.MONTHLY,
    )
    return answers.bundle(comparison)


def is_wanted(plan: Plan, seen: Overview, now: datetime) -> bool:
    """Tell whether a plan that has to be bought again is about to end, or has."""
    if plan.cycle is CycleKind.MONTHLY or seen.unlimited:
        return False
    end = seen.cycle.end
    return seen.expired or (end is not None and end - now <= IN_TIME)
