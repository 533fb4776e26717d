"""Usage by the hour in Home Assistant's own statistics, and on its own card."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

from playwright.async_api import expect

from demo.home_assistant import HomeAssistant
from demo.household import NAIROBI
from demo.simulator import SimulatedRouter

from .frontend import Frontend
from .household import set_up

DAYS = 3
PATIENCE_SECONDS = 20


def earlier() -> dict[datetime, int]:
    """Return bytes by the hour for some days before today."""
    today = datetime.now(NAIROBI).replace(hour=0, minute=0, second=0, microsecond=0)
    first = today - timedelta(days=DAYS)
    return {
        first + timedelta(hours=hour): (1 + hour % 24) * 10**8
        for hour in range(24 * DAYS)
    }


async def imported(home: HomeAssistant, rows: dict[datetime, int]) -> None:
    """Bring usage of the time before Taara along."""
    told = [
        {"start": start.isoformat(), "usage": used, "unit": "B"}
        for start, used in rows.items()
    ]
    await home.api(
        "POST",
        "services/taara/import_usage?return_response",
        {"rows": told, "dry_run": False},
    )


async def recorded(
    home: HomeAssistant, statistic_id: str, start: datetime, period: str
) -> list[dict[str, Any]]:
    """Return what the recorder answers to a card."""
    found: dict[str, list[dict[str, Any]]] = await home.ws(
        {
            "type": "recorder/statistics_during_period",
            "start_time": start.isoformat(),
            "statistic_ids": [statistic_id],
            "period": period,
            "types": ["change", "state", "sum"],
            "units": {"information": "B"},
        }
    )
    return found.get(statistic_id, [])


async def dashboard(home: HomeAssistant, card: dict[str, Any]) -> None:
    """Make a dashboard that shows nothing but a card."""
    view = {"title": "Internet", "cards": [card]}
    path = "data-usage"
    await home.ws(
        {"type": "lovelace/dashboards/create", "url_path": path, "title": "Usage"}
    )
    await home.ws(
        {
            "type": "lovelace/config/save",
            "url_path": path,
            "config": {"views": [view]},
        }
    )


async def test_card(
    home: HomeAssistant, router: SimulatedRouter, frontend: Frontend
) -> None:
    """What was imported is there by the hour and by the day, and the card draws it."""
    entry = await set_up(home, router)
    rows = earlier()
    await imported(home, rows)
    name = f"taara:{entry['entry_id'].lower()}_usage"
    async with asyncio.timeout(PATIENCE_SECONDS):
        while len(found := await recorded(home, name, min(rows), "hour")) < len(rows):
            await asyncio.sleep(0.2)

    expected = {int(start.timestamp() * 1000): used for start, used in rows.items()}
    by_hour = {row["start"]: round(row["change"]) for row in found}
    assert {at: by_hour[at] for at in expected} == expected
    days = await recorded(home, name, min(rows), "day")
    assert [round(day["change"]) for day in days[:DAYS]] == [300 * 10**8] * DAYS
    known = await home.ws({"type": "recorder/list_statistic_ids"})
    (mine,) = (one for one in known if one["statistic_id"] == name)
    assert mine["name"] == f"{entry['title']} Data used"
    assert mine["unit_class"] == "information"

    card = {
        "type": "statistics-graph",
        "title": "By the day",
        "entities": [name],
        "stat_types": ["change"],
        "period": "day",
        "days_to_show": 7,
        "chart_type": "bar",
    }
    await dashboard(home, card)
    await frontend.go("/data-usage/0")
    graph = frontend.page.locator("hui-statistics-graph-card")
    await expect(graph.get_by_text("By the day")).to_be_visible()
    await expect(graph.locator("canvas").first).to_be_visible()
    await expect(graph.get_by_text(mine["name"])).to_be_visible()
    await expect(graph.get_by_text("No statistics found")).to_have_count(0)
    await frontend.shot("by-the-day")
    assert not frontend.complaints
