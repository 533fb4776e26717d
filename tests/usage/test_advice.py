"""What would save data in a household, under the plan it has."""

from dataclasses import replace

import pytest

from custom_components.taara.model import CounterKind, FreeHours, Reading, TipKind
from custom_components.taara.usage.advice import advice
from custom_components.taara.usage.local_time import local_date

from .alerts import household
from .common import GB, MONTHLY, NAIROBI, at
from .households import FIRST, Manner, lived

NOW = at("2026-02-18", NAIROBI)
NIGHTS = (FreeHours(start=0, end=6),)
# Downloads at noon each fourth day, and nothing at night.
LIFE = lived(
    50,
    "free",
    Manner(noise=0.0, hour_noise=0.0, profile=(0.0,) * 6 + (1.0,) * 18),
    NAIROBI,
).changed(
    lambda when, hour: (
        replace(hour, used=hour.used + 20 * GB)
        if when.hour == 12 and when.day % 4 == 0
        else hour
    )
)


@pytest.mark.parametrize(
    ("free", "counter", "told"),
    [
        (NIGHTS, CounterKind.CUMULATIVE, True),
        ((), CounterKind.CUMULATIVE, False),
        (NIGHTS, CounterKind.USED, False),
    ],
)
def test_free_hours_of_the_plan(
    free: tuple[FreeHours, ...], counter: CounterKind, told: bool
) -> None:
    """They are advised where Taara knows of them, and the source does not count."""
    home = household(
        NOW,
        replace(MONTHLY, free_hours=free),
        since=at(FIRST.isoformat(), NAIROBI),
        last=Reading(taken_at=NOW, counter=counter, used=1),
        hours=LIFE.until(NOW),
        days=LIFE.before(local_date(NOW, NAIROBI)),
    )
    kinds = [tip.kind for tip in advice(home, local_date(NOW, NAIROBI), NAIROBI)]
    assert (TipKind.FREE_HOURS_UNUSED in kinds) is told
