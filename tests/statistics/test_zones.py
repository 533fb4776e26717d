"""The days of the recorder are the days of the ledger, wherever the home is."""

from datetime import timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, given, settings, strategies as st
import pytest
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.taara.statistics import statistic_id
from custom_components.taara.usage.hourly import hourly
from custom_components.taara.usage.ledger import Ledger
from custom_components.taara.usage.local_time import midnight
from homeassistant.components.recorder import Recorder
from homeassistant.core import HomeAssistant
from homeassistant.util.dt import utc_from_timestamp
from tests.usage.common import GB, at, read, used
from tests.usage.truth import Step, gaps, moments, zones

from .follower import Follower, lost, spied, summed

# A day whose clock is turned, or an ordinary one, and in which part of the world.
DAYS = [
    ("Africa/Nairobi", "2025-10-14"),
    ("Europe/Berlin", "2025-10-26"),
    ("Europe/Berlin", "2025-03-30"),
    ("America/New_York", "2025-11-02"),
    ("America/Havana", "2025-03-09"),
    ("Asia/Kolkata", "2025-10-14"),
    ("Asia/Kathmandu", "2025-10-14"),
    ("Australia/Lord_Howe", "2025-04-06"),
    ("Australia/Lord_Howe", "2025-10-05"),
    ("Pacific/Chatham", "2025-04-06"),
]


def around(day: str, zone: tzinfo) -> Ledger:
    """Return the ledger of a week around a day, read every now and then."""
    start = at(f"{day} 09:17", zone) - timedelta(days=3)
    gap = timedelta(minutes=73)
    return read(
        (used(start + number * gap, number * (GB + 1)) for number in range(140)),
        zone=zone,
    )


@pytest.mark.parametrize(("place", "day"), DAYS)
async def test_days_of_a_card(
    hass: HomeAssistant,
    recorder: Recorder,
    follower: Follower,
    hass_ws_client: WebSocketGenerator,
    place: str,
    day: str,
) -> None:
    """What a statistics card asks for by day is, to the byte, what the days hold."""
    await hass.config.async_set_time_zone(place)
    zone = ZoneInfo(place)
    ledger = around(day, zone)
    await follower.follow(ledger, zone)
    client = await hass_ws_client(hass)
    await client.send_json_auto_id(
        {
            "type": "recorder/statistics_during_period",
            "start_time": midnight(ledger.days[0].date, zone).isoformat(),
            "end_time": ledger.open_from.isoformat(),
            "statistic_ids": [statistic_id(follower.entry)],
            "period": "day",
            "types": ["change"],
        }
    )
    answer = await client.receive_json()
    shown = answer["result"][statistic_id(follower.entry)]
    assert len(ledger.days) == 7
    assert [(row["start"], round(row["change"] * GB)) for row in shown[:7]] == [
        (midnight(day.date, zone).timestamp() * 1000, day.usage) for day in ledger.days
    ]


@pytest.mark.parametrize(("place", "day"), DAYS[1:4])
async def test_any_span_of_a_card(
    hass: HomeAssistant,
    recorder: Recorder,
    follower: Follower,
    hass_ws_client: WebSocketGenerator,
    place: str,
    day: str,
) -> None:
    """What a statistic card asks for, one span, holds what its hours do."""
    await hass.config.async_set_time_zone(place)
    zone = ZoneInfo(place)
    ledger = around(day, zone)
    await follower.follow(ledger, zone)
    client = await hass_ws_client(hass)
    starts = sorted(hourly(ledger, zone).over)
    for first, last in ((0, 1), (0, 100), (20, 50), (31, 32), (50, len(starts) - 1)):
        span = range(starts[first], starts[last])
        await client.send_json_auto_id(
            {
                "type": "recorder/statistic_during_period",
                "fixed_period": {
                    "start_time": iso(span.start),
                    "end_time": iso(span.stop),
                },
                "statistic_id": statistic_id(follower.entry),
                "types": ["change"],
            }
        )
        answer = await client.receive_json()
        assert round(answer["result"]["change"] * GB) == sum(
            hour.used for start, hour in ledger.hours.items() if start in span
        )


async def test_home_moves(recorder: Recorder, follower: Follower) -> None:
    """From then on the days of the new place hold what they do there."""
    old, new = ZoneInfo("Asia/Kolkata"), ZoneInfo("Africa/Nairobi")
    ledger = around("2026-10-14", old)
    await follower.follow(ledger, old)
    await follower.follow(ledger, new)
    rows, hours = await follower.rows(), hourly(ledger, new)
    assert rows.keys() >= hours.over.keys()
    assert rows == summed({start: hours.used.get(start, 0) for start in rows})


def iso(seconds: int) -> str:
    """Return a moment as a card writes it."""
    return utc_from_timestamp(seconds).isoformat()


fates = st.sampled_from(["written", "written", "lost", "restarted", "not yet"])
lives = st.lists(
    st.tuples(st.builds(Step, gap=gaps, amount=st.integers(0, 90 * GB)), fates),
    max_size=6,
)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(zone=zones, start=moments, steps=lives)
async def test_any_life(
    recorder: Recorder, hass: HomeAssistant, zone: tzinfo, start: Any, steps: Any
) -> None:
    """Whatever is lost, late or started again: every hour looked at once is right."""
    follower = Follower.new(hass)
    count, now = 0, start
    ledger = read([used(now, count)], zone=zone)
    hours: dict[int, int] = {}
    for step, fate in [*steps, (Step(gap=timedelta(hours=2), amount=1), "written")]:
        count, now = count + step.amount, now + step.gap
        ledger = read([used(now, count)], zone=zone, ledger=ledger)
        if fate == "restarted":
            follower = follower.again()
        if fate == "lost":
            with lost():
                await follower.follow(ledger, zone)
        elif fate != "not yet":
            with spied() as spy:
                await follower.follow(ledger, zone)
            if spy.queries:  # else no hour is over since, and what was lost still is
                hours |= hourly(ledger, zone).over
    assert await follower.rows() == summed(hours)
    with spied() as spy:
        await follower.again().follow(ledger, zone)
    assert spy.rows == []
