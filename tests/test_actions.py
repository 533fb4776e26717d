"""Actions: what people and automations can ask of a household."""

from datetime import timedelta
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.taara.const import DOMAIN
from custom_components.taara.usage.household import Household
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError

from .common import new_entry, set_up
from .helpers_core import DAY, HOUR, NOON, Home
from .sensor_home import GB, SensorHome
from .test_store import full_disk

pytestmark = pytest.mark.freeze_time(NOON)

ROWS = [{"date": "2026-10-12", "usage": 2}, {"date": "2026-10-13", "usage": 3}]


async def act(hass: HomeAssistant, name: str, **data: Any) -> dict[str, Any]:
    """Call an action and return its answer."""
    answer = await hass.services.async_call(
        DOMAIN, name, data, blocking=True, return_response=True
    )
    return dict(answer or {})


def kept(entry: MockConfigEntry) -> Household:
    """Return what is known of a household."""
    household: Household | None = entry.runtime_data.household
    assert household is not None
    return household


def refusal(key: str, name: str, **data: Any) -> Any:
    """Return a case of an action that is refused."""
    return pytest.param(key, name, data, id=f"{key}-{name}")


async def test_refresh(home: Home) -> None:
    """It reads the source, no sooner than that may be asked again."""
    await home.set_up()
    asked = home.usage_requests
    refresh = "taara", "refresh", {"config_entry_id": home.entry.entry_id}
    with pytest.raises(ServiceValidationError) as refused:
        await home.hass.services.async_call(*refresh, blocking=True)
    assert refused.value.translation_key == "too_soon"
    home.freezer.tick(timedelta(minutes=10))
    await home.hass.services.async_call(*refresh, blocking=True)
    assert home.usage_requests == asked + 1


async def test_daily_summaries(home: Home) -> None:
    """Days that are over, with the original document's names and unit."""
    await home.set_up()
    await home.turn(3 * DAY, step=3 * HOUR)
    answer = await act(home.hass, "get_daily_summaries")
    assert [day["date"] for day in answer["days"]] == [
        "2026-10-14",
        "2026-10-15",
        "2026-10-16",
    ]
    closed = kept(home.entry).ledger.days[1]
    assert closed.budget is not None
    assert closed.efficiency is not None
    variance = closed.usage - closed.budget
    assert answer["days"][1] == {
        "date": "2026-10-15",
        "daily_usage_mb": round(closed.usage / 2**20),
        "daily_budget_mb": round(closed.budget / 2**20),
        "budget_variance_mb": round(variance / 2**20),
        "usage_efficiency_score": round(closed.efficiency, 2),
        "peak_usage_hour": closed.peak_hour,
        "reading_count": closed.reading_count,
        "data_quality_score": round(closed.data_quality, 2),
        "trend_direction": None,
        "imported": False,
        "partial": False,
        "free_usage_mb": 0,
    }
    answer = await act(home.hass, "get_daily_summaries", start="2026-10-16")
    assert [day["date"] for day in answer["days"]] == ["2026-10-16"]
    span = {"start": "2026-10-13", "end": "2026-10-14"}
    answer = await act(home.hass, "get_daily_summaries", **span)
    assert [day["date"] for day in answer["days"]] == ["2026-10-14"]


async def test_summary_of_a_day_without_a_budget(home: Home) -> None:
    """What is not known is not made up; a trend is told in a word."""
    await home.set_up()
    rows = [{"date": f"2026-09-{day:02}", "usage": 1} for day in range(1, 15)]
    await act(home.hass, "import_usage", rows=rows, dry_run=False)
    answer = await act(home.hass, "get_daily_summaries")
    assert answer["days"][-1] == {
        "date": "2026-09-14",
        "daily_usage_mb": 954,
        "daily_budget_mb": None,
        "budget_variance_mb": None,
        "usage_efficiency_score": None,
        "peak_usage_hour": None,
        "reading_count": 0,
        "data_quality_score": 0.0,
        "trend_direction": "stable",
        "imported": True,
        "partial": False,
        "free_usage_mb": 0,
    }


async def test_top_up(sensor_home: SensorHome) -> None:
    """It is allowed at once, once, and until the cycle ends."""
    hass = sensor_home.hass
    await sensor_home.set_up("used")
    data = {"amount": 10, "unit": "GB", "idempotency_key": "receipt 7"}
    for _ in range(2):
        answer = await act(hass, "add_top_up", **data)
        assert answer == {"allowance_before": 100 * GB, "allowance": 110 * GB}
    assert sensor_home.overview.allowance == 110 * GB
    assert sensor_home.overview.remaining == 100 * GB
    # Without asking for an answer, too.
    await hass.services.async_call(DOMAIN, "add_top_up", {"amount": 5}, blocking=True)
    assert sensor_home.overview.allowance == 115 * GB
    assert await hass.config_entries.async_reload(sensor_home.entry.entry_id)
    await act(hass, "add_top_up", **data)
    assert sensor_home.overview.allowance == 115 * GB


async def test_corrections(sensor_home: SensorHome) -> None:
    """The cycle as of now, or a day."""
    hass = sensor_home.hass
    await sensor_home.set_up("cumulative")
    sensor_home.show(14)
    await sensor_home.turn()
    answer = await act(hass, "correct_usage", used=40)
    assert answer == {"cycle_used_before": 4 * GB, "cycle_used": 40 * GB}
    assert sensor_home.overview.used == 40 * GB
    sensor_home.show(15)
    await sensor_home.turn()
    assert sensor_home.overview.used == 41 * GB
    await act(hass, "correct_usage", date="2026-10-14", usage="2048", unit="MiB")
    assert sensor_home.overview.used_today == 2 * 2**30
    assert sensor_home.overview.used == 41 * GB


async def test_import(home: Home) -> None:
    """First it is only tried; then it is done, once."""
    await home.set_up()
    before = home.overview
    tried = await act(home.hass, "import_usage", rows=ROWS, idempotency_key="a")
    assert (tried["dry_run"], tried["usage"]) == (True, 5 * GB)
    assert not kept(home.entry).ledger.days
    done = await act(
        home.hass, "import_usage", rows=ROWS, idempotency_key="a", dry_run=False
    )
    assert done == tried | {"dry_run": False}
    assert [day.usage for day in kept(home.entry).ledger.days] == [2 * GB, 3 * GB]
    assert home.overview.used == before.used
    again = await act(
        home.hass, "import_usage", rows=ROWS[:1], idempotency_key="a", dry_run=False
    )
    assert again == done
    await home.turn(HOUR)
    assert home.overview.used == home.told


@pytest.mark.parametrize(
    ("key", "name", "data"),
    [
        refusal("bad_amount", "add_top_up", amount="much"),
        refusal("bad_amount", "correct_usage", used=-1),
        refusal("correct_one_thing", "correct_usage"),
        refusal("correct_one_thing", "correct_usage", date="2026-10-14"),
        refusal("correct_one_thing", "correct_usage", usage=1),
        refusal("correct_one_thing", "correct_usage", used=1, date="2026-10-14"),
        refusal("correct_one_thing", "correct_usage", used=1, usage=1),
        refusal("day_unknown", "correct_usage", date="2026-10-13", usage=1),
        refusal("import_one_source", "import_usage"),
        refusal("import_one_source", "import_usage", rows=[], csv=""),
        refusal(
            "period_reversed",
            "get_daily_summaries",
            start="2026-10-02",
            end="2026-10-01",
        ),
        refusal("top_up_known_to_source", "add_top_up", amount=1),
    ],
)
async def test_refused(home: Home, key: str, name: str, data: dict[str, Any]) -> None:
    """What makes no sense is refused in words, and changes nothing."""
    await home.set_up()
    before = kept(home.entry)
    with pytest.raises(ServiceValidationError) as refused:
        await act(home.hass, name, **data)
    assert refused.value.translation_domain == DOMAIN
    assert refused.value.translation_key == key
    assert key not in str(refused.value)
    assert kept(home.entry) is before


async def test_not_saved(home: Home) -> None:
    """What cannot be written down does not happen, nor is its key used up."""
    await home.set_up()
    before = home.overview
    data = {"used": 700, "idempotency_key": "a"}
    with full_disk(), pytest.raises(HomeAssistantError) as failed:
        await act(home.hass, "correct_usage", **data)
    assert failed.value.translation_key == "not_saved"
    assert home.overview == before
    await act(home.hass, "correct_usage", **data)
    assert home.overview.used == 700 * GB


async def test_several_households(home: Home) -> None:
    """One has to be named, and another's is left alone."""
    await home.set_up()
    other = await new_entry(
        home.hass, home.router, account={"username": "b", "password": "c"}
    )
    home.router.account = type(home.router.account)("b", "c")
    await set_up(home.hass, other)
    with pytest.raises(ServiceValidationError):
        await act(home.hass, "correct_usage", used=1)
    with pytest.raises(ServiceValidationError):
        await act(home.hass, "correct_usage", used=1, config_entry_id="unknown")
    await act(home.hass, "correct_usage", used=700, config_entry_id=home.entry.entry_id)
    assert home.overview.used == 700 * GB
    assert other.runtime_data.data.used != 700 * GB


async def test_while_polling(home: Home) -> None:
    """An act waits for a poll that is under way: neither is lost."""
    await home.set_up()
    await home.begin_poll()
    answer = await act(home.hass, "correct_usage", used=700)
    await home.settle()
    assert answer["cycle_used_before"] == home.told
    assert home.overview.used == 700 * GB
