"""Every sentence of the tables, asked of a real Home Assistant in its own process.

One process answers all of them; what is right is known from the router's counter, from
what was imported, and from the sensors.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
import re
import time
from typing import Any

import pytest

from demo.clock import Clock
from demo.home_assistant import HomeAssistant
from demo.household import NAIROBI
from demo.simulator import SimulatedRouter
from tests.e2e.household import set_up_monthly, shown, standing, stop_for_an_hour, told

from . import english, swahili
from .meaning import SAYS, Meaning, is_rounded, meaning

GB = 10**9
MIB = 2**20
ALLOWANCE, USED = 1000 * GB, 430 * GB
DAYS_LEFT = 12
TABLES = {"en": english.ENGLISH, "sw": swahili.SWAHILI}
# The longest that an answer may take, on a busy machine.
SECONDS = 1.0


@pytest.fixture
def router_options() -> dict[str, Any]:
    """Let two fifths be used, and nobody use more while we ask."""
    return {
        "allowance": ALLOWANCE,
        "used": USED,
        "clock": Clock(speed=0),
        "usage_interval_seconds": 600,
    }


class Asking:
    """A household that is asked, and what is known of it."""

    def __init__(self, home: HomeAssistant) -> None:
        """Begin with nothing known."""
        self.home = home
        self.figures: dict[str, float] = {}
        self.slowest = 0.0

    async def ask(self, text: str, language: str = "en") -> dict[str, Any]:
        """Return the response to a sentence."""
        began = time.monotonic()
        sent = {"text": text, "language": language}
        answer = await self.home.api("POST", "conversation/process", sent)
        self.slowest = max(self.slowest, time.monotonic() - began)
        response: dict[str, Any] = answer["response"]
        return response

    async def look(self, entry: Mapping[str, Any], router: SimulatedRouter) -> None:
        """Learn the figures of the moment: from the router, the sensors, the imports."""
        states = await shown(self.home, entry)
        truth, today = told(router), datetime.now(NAIROBI).date()
        closed = (await act(self.home, "get_daily_summaries"))["service_response"]
        days = {day["date"]: MIB * day["daily_usage_mb"] for day in closed["days"]}
        monday = f"{today - timedelta(days=today.weekday())}"
        used_today = GB * float(states["used_today"]["state"])
        assert truth.allowance is not None
        assert truth.remaining is not None
        left_at_midnight = truth.remaining + used_today
        self.figures = {
            "used": truth.used,
            "left": truth.remaining,
            "allowance": truth.allowance,
            "today": used_today,
            "yesterday": days[f"{today - timedelta(days=1)}"],
            "week": used_today
            + sum(size for day, size in days.items() if day >= monday),
            "budget": left_at_midnight / DAYS_LEFT,
            "budget_left": left_at_midnight / DAYS_LEFT - used_today,
            "spare": truth.allowance - GB * float(states["projected_usage"]["state"]),
            "lasting": 100 - float(states["overage_probability"]["state"]),
        }


async def act(home: HomeAssistant, name: str, **data: Any) -> Any:
    """Call an action of Taara's and return its answer."""
    return await home.api("POST", f"services/taara/{name}?return_response", data)


@pytest.fixture
async def asking(
    tmp_path: Path, router: SimulatedRouter, socket_enabled: None
) -> AsyncIterator[Asking]:
    """Run a Home Assistant with a household that has weeks behind it, and uses data."""
    today = datetime.now(NAIROBI).date()
    async with HomeAssistant(tmp_path / "config") as home:
        renewal = today + timedelta(days=DAYS_LEFT)
        entry = await set_up_monthly(home, router, renewal.day)
        days = [today - timedelta(days=back) for back in range(1, 40)]
        rows = [{"date": f"{day}", "usage": 20 + day.day % 7} for day in days]
        await act(home, "import_usage", rows=rows, dry_run=False)
        before = await standing(home, entry)
        router.counter.use(7 * GB)
        await stop_for_an_hour(home, router)
        async with asyncio.timeout(30):
            while await standing(home, entry) == before:
                await asyncio.sleep(0.1)
        asking = Asking(home)
        await asking.look(entry, router)
        yield asking
        log = home.log.read_text(encoding="utf-8")
        assert "Detected that custom integration 'taara'" not in log
        assert not re.search(r"ERROR.*taara", log)


def assert_right(key: str, says: Meaning, figures: Mapping[str, float]) -> None:
    """Assert that the figures in an answer are those of the moment."""
    amounts: Mapping[str, Sequence[float]] = {
        "left": [figures["left"], figures["allowance"]],
        "used.today": [figures["today"]],
        "used.yesterday": [figures["yesterday"]],
        "used.week": [figures["week"]],
        "used.cycle": [figures["used"], figures["allowance"]],
        "lasts": [figures["spare"]],
        "renews": [],
        "budget": [figures["budget"], figures["budget_left"]],
        "watch.film": [3 * GB],
        "watch.episode": [GB],
        "watch.match": [3 * GB],
    }
    if key == "bundle":
        assert figures["allowance"] in says.amounts
    else:
        assert all(map(is_rounded, says.amounts, amounts[key], strict=True))
    if key == "lasts":
        assert says.chances == pytest.approx([figures["lasting"]], abs=1)
    if key in {"lasts", "renews"} or key.startswith("watch"):
        renewal = datetime.now(NAIROBI).date() + timedelta(days=DAYS_LEFT)
        assert says.dates == [renewal.day]
    if key in {"left", "renews"}:
        now = datetime.now(NAIROBI)
        begun = now - now.replace(hour=0, minute=0, second=0)
        left = DAYS_LEFT - begun / timedelta(days=1)
        assert says.days == [pytest.approx(left, abs=0.51)]


@pytest.mark.timeout(240)
async def test_tables(asking: Asking) -> None:
    """Each is answered in its language, with the figures of the moment, or left alone."""
    for language, table in TABLES.items():
        for key, texts in table.items():
            for text in texts:
                response = await asking.ask(text)
                answer = response["speech"]["plain"]["speech"]
                assert re.match(SAYS[language][key], answer), (text, answer)
                assert_right(key, meaning(answer, language), asking.figures)
    assert asking.slowest < SECONDS
    for text in ("data balance", "data imebaki kiasi gani"):
        response = await asking.ask(text, "sw")
        assert response["response_type"] == "action_done"
    for text in english.NOT_OURS[:4]:
        response = await asking.ask(text)
        assert response["response_type"] == "error", text
    await assert_left_alone(asking.home, (*english.NOT_OURS, *swahili.NOT_OURS))


async def assert_left_alone(home: HomeAssistant, texts: Sequence[str]) -> None:
    """Assert that no sentence of Taara's is found in any of these."""
    found = await home.ws(
        {
            "type": "conversation/agent/homeassistant/debug",
            "sentences": ["how much data is left", *texts],
            "language": "en",
        }
    )
    ours, *others = found["results"]
    assert ours["source"] == "trigger"
    assert len(others) == len(texts)
    for text, result in zip(texts, others, strict=True):
        assert result is None or result.get("source") != "trigger", text
