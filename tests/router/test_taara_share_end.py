"""When a plan ends, poll after poll: an end that is known to a day and stays there."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any, override

import pytest

from custom_components.taara.model import Reading
from custom_components.taara.router import taara_share

from .conftest import Subscribe
from .taara_service import LEFT, TaaraService, bundle, plan, purchase


class Clock(datetime):
    """A clock that a test sets."""

    shown = datetime(2025, 8, 21, 12, tzinfo=UTC)

    @override
    @classmethod
    def now(cls, tz: Any = None) -> Any:
        return cls.shown


BOUGHT = datetime(2025, 8, 21, 9, 30, tzinfo=UTC)
END = BOUGHT + timedelta(days=30)
DAY = timedelta(days=1)
ROUNDINGS: dict[str, Callable[[timedelta], int]] = {
    "down": lambda left: left // DAY,
    "up": lambda left: -(-left // DAY),
    "nearest": lambda left: round(left / DAY),
}


@pytest.mark.parametrize("how", ROUNDINGS)
async def test_end_does_not_go_to_and_fro(
    how: str,
    service: TaaraService,
    subscriber: Subscribe,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """However the days are counted, they are counted from some time of the day."""
    monkeypatch.setattr(taara_share, "datetime", Clock)
    account = subscriber()
    ends: list[date] = []
    at = BOUGHT + timedelta(minutes=5)
    while at < END:
        monkeypatch.setattr(Clock, "shown", at)
        days = ROUNDINGS[how](END - at)
        service.bundle = bundle(plans=[plan(expiresIn=f"{days} days")])
        reading = await account.read()
        assert reading.cycle_end is not None
        assert reading.cycle_end > at.date(), "a plan in use has not ended"
        ends.append(reading.cycle_end)
        at += timedelta(hours=7)

    settled = ends[4:-6]
    assert len(set(settled)) == 1, "no change after the first day"
    assert abs(settled[0] - END.date()) <= DAY
    assert max(ends) <= END.date() + DAY


async def test_end_that_is_put_off_is_believed(
    service: TaaraService, subscriber: Subscribe
) -> None:
    """Two days are more than rounding; so is another purchase."""
    account = subscriber()

    async def end(days: int, bought: str = "08/21/2025") -> date | None:
        service.bundle = bundle(
            plans=[plan(expiresIn=f"{days} days")], history=[purchase(bought)]
        )
        return (await account.read()).cycle_end

    first = await end(10)
    assert first is not None
    assert await end(11) == first
    assert await end(12) == first + 2 * DAY
    assert await end(9) == first - DAY
    assert await end(10, "08/22/2025") == first


async def test_reading_without_an_end(
    service: TaaraService, subscriber: Subscribe
) -> None:
    """What remains is known all the same."""
    service.bundle = bundle(plans=[plan(expiresIn=None)])

    reading: Reading = await subscriber().read()

    assert (reading.remaining, reading.cycle_end) == (LEFT, None)


async def test_end_of_the_plan_is_told_from_the_last_answer(
    service: TaaraService, subscriber: Subscribe
) -> None:
    """The purchase that was followed is known again when nothing is active."""
    account = subscriber()
    active = await account.read()
    ended = [purchase("08/30/2025", "other", left=5), purchase()]
    service.bundle = bundle(plans=[], history=ended)

    reading = await account.read()

    assert reading.plan_key == active.plan_key
    assert reading.remaining == LEFT
    assert reading.cycle_end is None
