"""Forty days at a reading in ten minutes: what Taara holds is what the router counted."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
import json
import os
from typing import Any
from unittest.mock import patch
from zoneinfo import ZoneInfo

import pytest
from yarl import URL

from custom_components.taara.router.answer import Answer
from custom_components.taara.router.provider import CannotConnect
from demo.household import Household
from demo.simulator import SimulatedRouter

from .helpers_core import DAY, HOUR, Home
from .usage.truth import everything

BERLIN = ZoneInfo("Europe/Berlin")

# Through the end of summer time on 25 October, and two renewals.
pytestmark = pytest.mark.freeze_time("2026-10-14 10:00:00+00:00")
DAYS = 40
READINGS = DAYS * 144

# From when on, after the start, and for how long the router is away.
OUTAGES = (
    (20 * HOUR, 40 * timedelta(minutes=1)),
    (3 * DAY, 5 * HOUR),
    (6 * DAY, 26 * HOUR),
    (10 * DAY + 9 * HOUR, 10 * HOUR),  # the night with 25 hours
    (15 * DAY, HOUR),
    (30 * DAY, 3 * DAY),
)
RESTART_EACH = 100


@pytest.fixture
def router_options() -> dict[str, Any]:
    """Let the router count for a household in Berlin."""
    return {"household": Household(zone=BERLIN)}


class Wire:
    """In the wire's place: what the router would answer, without sending it.

    `told` is the bytes it told last, `total` what all its answers add up to.
    """

    def __init__(self, router: SimulatedRouter) -> None:
        """Answer for a router; `away` is whether nothing reaches it."""
        self.router = router
        self.away = False
        self.told = 0
        self.total = 0
        self.answers = 0

    async def send(self, *args: Any, **kwargs: Any) -> Answer:
        """Answer a request in the words of dialect A."""
        _client, _method, url, *_ = args
        if self.away:
            raise CannotConnect("no connection")
        if url.path == "/status":
            return self.answer(url, {"status": "success", "session_valid": True})
        counter = self.router.counter
        told = counter.used >> 20 << 20
        self.total += told - self.told if told >= self.told else told
        self.told = told
        self.answers += 1
        usage = {
            "total_used_mb": told >> 20,
            "total_allocated_mb": 2**20,
            "remaining_mb": 2**20 - (told >> 20),
            "billing_cycle": {
                "start_date": counter.cycle.start.date().isoformat(),
                "total_days": (
                    counter.cycle.end.date() - counter.cycle.start.date()
                ).days,
            },
        }
        return self.answer(url, {"status": "success", "usage": usage})

    def answer(self, url: URL, body: dict[str, Any]) -> Answer:
        """Return a good answer."""
        return Answer(status=200, url=url, headers={}, body=json.dumps(body).encode())


@pytest.fixture
def wire(router: SimulatedRouter) -> Iterator[Wire]:
    """Put the answers in the wire's place, and spare the disk: neither is the matter."""
    wire = Wire(router)
    with (
        patch("custom_components.taara.router.session.send", wire.send),
        patch.object(os, "fsync"),
    ):
        yield wire


async def test_forty_days(home: Home, wire: Wire) -> None:
    """After each reading the figures are the router's, and the days add up to them."""
    home.hass.loop.set_debug(False)
    await home.hass.config.async_set_time_zone(BERLIN.key)
    await home.set_up()
    start = home.overview.as_of
    opening = home.overview.cycle.opening
    assert opening == home.overview.used == wire.told
    known_cycle = home.overview.cycle.number
    dark = 0
    for reading in range(1, READINGS + 1):
        since = reading * timedelta(minutes=10)
        wire.away = any(begin <= since < begin + span for begin, span in OUTAGES)
        answers = wire.answers
        await home.turn()
        assert wire.answers == answers + (not wire.away)
        if reading % RESTART_EACH == 0:
            await home.hass.config_entries.async_reload(home.entry.entry_id)
            await home.settle()
        if wire.away:
            dark += 1
            continue
        household = home.coordinator.household
        assert household is not None
        assert home.overview.used == wire.told
        assert opening + everything(household.ledger) == wire.total
    assert household is not None
    assert home.overview.cycle.number == known_cycle + 1
    assert dark == sum(span // timedelta(minutes=10) for _, span in OUTAGES)
    assert_days(start, household.ledger.days)


def assert_days(start: datetime, days: Any) -> None:
    """Every day is there once, in order, and says how much of it was watched."""
    first = start.astimezone(BERLIN).date()
    assert [day.date for day in days] == [
        first + timedelta(days=passed) for passed in range(DAYS)
    ]
    quality = {day.date: day.data_quality for day in days}
    assert quality[date(2026, 10, 18)] == 1.0
    assert quality[date(2026, 10, 21)] < 0.5
    assert quality[date(2026, 11, 14)] == 0.0
    assert all(day.usage > 0 for day in days)
