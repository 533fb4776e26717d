"""What programs read, with the names of the original document."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from custom_components.taara.const import API, DOMAIN
from custom_components.taara.model import CycleKind, TrendPeriod
from demo.simulator import SimulatedRouter
from homeassistant.components.http.auth import async_sign_path
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from tests.common import TEBIBYTE, new_entry, set_up
from tests.helpers_core import DAY, HOUR, NOON, Home
from tests.test_actions import act

from .client import DOCUMENT, Program

pytestmark = pytest.mark.freeze_time(NOON)

MB = 2**20


async def test_current(home: Home, program: Program) -> None:
    """The figures of the moment are those of the sensors, in MB."""
    await home.set_up()
    await home.turn(4 * DAY, step=2 * HOUR)
    view = home.overview
    told = await program.get("/usage/current")
    assert told.status == 200
    assert told.error is None
    assert view.used is not None
    assert view.remaining is not None
    assert view.daily_budget is not None
    assert view.safe_days is not None
    assert told.data["total_used_mb"] == round(view.used / MB)
    assert told.data["total_allocated_mb"] == 1_048_576
    assert told.data["remaining_mb"] == round(view.remaining / MB)
    assert told.data["usage_percentage"] == round(view.percentage or 0, 1)
    assert told.data["safe_time_remaining"] == int(view.safe_days)
    assert told.data["daily_budget_mb"] == view.daily_budget // MB
    assert told.data["last_updated"] == view.as_of.isoformat(timespec="seconds")
    assert told.data["collection_status"] == "success"
    # An answer is not older than what is known.
    await home.turn()
    later = await program.get("/usage/current")
    assert later.data["last_updated"] > told.data["last_updated"]
    assert (await program.get("/usage/current")).data == later.data


@pytest.mark.parametrize("router_options", [{"used": 614_400 * MB}])
async def test_original_example(
    hass: HomeAssistant, router: SimulatedRouter, program: Program
) -> None:
    """The original document's example comes out as it stands there: 18 days are left."""
    monthly = replace(TEBIBYTE, cycle=CycleKind.MONTHLY)
    await set_up(hass, await new_entry(hass, router, plan=monthly))
    told = await program.get("/usage/current")
    assert told.data["total_used_mb"] == 614_400
    assert told.data["remaining_mb"] == 434_176
    assert told.data["usage_percentage"] == 58.6
    assert told.data["daily_budget_mb"] == 24_120
    assert told.data["days_remaining"] == 18


async def test_trends(home: Home, program: Program) -> None:
    """They are those of the action."""
    await home.set_up()
    assert (await program.get("/usage/trends")).data["days_known"] == 0
    await home.turn(9 * DAY, step=3 * HOUR)
    for period in TrendPeriod:
        told = await program.get("/usage/trends", period=period.value)
        assert told.data == await act(home.hass, "get_trends", period=period.value)
    week = await program.get("/usage/trends")
    assert week.data["period"] == "week"
    assert week.data["best_day"] is not None


async def test_daily(home: Home, program: Program) -> None:
    """Days are those of the action, page by page."""
    await home.set_up()
    await home.turn(5 * DAY, step=3 * HOUR)
    days = (await act(home.hass, "get_daily_summaries"))["days"]
    told = await program.get("/usage/daily")
    assert told.data == {
        "days": days,
        "total": 5,
        "offset": 0,
        "limit": 800,
        "next_offset": None,
    }
    page = await program.get("/usage/daily", limit=2)
    assert (page.data["days"], page.data["next_offset"]) == (days[:2], 2)
    page = await program.get("/usage/daily", limit=2, offset=4)
    assert (page.data["days"], page.data["next_offset"]) == (days[4:], None)
    page = await program.get("/usage/daily", limit=5)
    assert page.data["next_offset"] is None
    span = {"start": "2026-10-15", "end": "2026-10-16"}
    page = await program.get("/usage/daily", **span)
    assert page.data["days"] == days[1:3]
    page = await program.get("/usage/daily", offset=1000)
    assert (page.data["days"], page.data["total"]) == ([], 5)


@pytest.mark.parametrize(
    ("path", "query", "code"),
    [
        ("/usage/trends", {"period": "year"}, "bad_parameter"),
        ("/usage/daily", {"limit": "0"}, "bad_parameter"),
        ("/usage/daily", {"limit": "801"}, "bad_parameter"),
        ("/usage/daily", {"limit": "+5"}, "bad_parameter"),
        ("/usage/daily", {"offset": "-1"}, "bad_parameter"),
        ("/usage/daily", {"offset": "٣"}, "bad_parameter"),
        ("/usage/daily", {"start": "20261014"}, "bad_parameter"),
        ("/usage/daily", {"start": "2026-02-30"}, "bad_parameter"),
        ("/usage/daily", {"start": "yesterday"}, "bad_parameter"),
        (
            "/usage/daily",
            {"start": "2026-10-15", "end": "2026-10-14"},
            "period_reversed",
        ),
        ("/usage/daily", {"begin": "2026-10-15"}, "unknown_parameter"),
        ("/alerts", {"alert_type": "loud"}, "bad_parameter"),
        ("/usage/current", {"period": "week"}, "unknown_parameter"),
        ("/usage/trends", [("period", "week"), ("period", "week")], "twice"),
    ],
)
async def test_asked_wrongly(
    home: Home, program: Program, path: str, query: Any, code: str
) -> None:
    """Who asks wrongly is told how to ask."""
    await home.set_up()
    told = await program.ask("get", path, path, params=query)
    assert (told.status, told.data, told.code) == (400, None, code)


async def test_health(home: Home, program: Program) -> None:
    """It tells how reading the source goes."""
    await home.set_up()
    await home.turn(2 * HOUR)
    told = await program.get("/system/health")
    (household,) = told.data["households"]
    assert (told.data["status"], household["status"]) == ("healthy", "healthy")
    collection = household["collection"]
    assert collection["collection_status"] == "success"
    assert collection["circuit_breaker"] == "closed"
    assert collection["polls_24h"] == collection["successful_polls_24h"] == 13
    await home.router.stop()
    await home.turn(HOUR)
    told = await program.get("/system/health", entry_id=home.entry.entry_id)
    (household,) = told.data["households"]
    assert (told.data["status"], household["status"]) == ("degraded", "degraded")
    collection = household["collection"]
    assert collection["last_poll"] == "cannot_connect"
    assert collection["circuit_breaker"] == "open"
    assert collection["successful_polls_24h"] < collection["polls_24h"]
    assert await home.hass.config_entries.async_unload(home.entry.entry_id)
    (household,) = (await program.get("/system/health")).data["households"]
    assert (household["status"], household["collection"]) == ("unavailable", None)


async def test_no_household(program: Program) -> None:
    """Before the first one there is nothing to tell."""
    assert await async_setup_component(program.hass, DOMAIN, {})
    told = await program.get("/usage/current")
    assert (told.status, told.code) == (404, "no_household")
    assert (await program.get("/system/health")).data["status"] == "degraded"


async def test_not_ready(home: Home, program: Program) -> None:
    """One that is not set up may answer later."""
    await home.set_up()
    assert await home.hass.config_entries.async_unload(home.entry.entry_id)
    told = await program.get("/usage/current")
    assert (told.status, told.code) == (503, "not_ready")


async def test_several(home: Home, program: Program, router: SimulatedRouter) -> None:
    """One has to be named, by an id that the error itself tells."""
    await home.set_up()
    account = {"username": "b", "password": "c"}
    other = await new_entry(home.hass, router, account=account)
    router.account = type(router.account)("b", "c")
    await set_up(home.hass, other)
    told = await program.get("/usage/current")
    assert (told.status, told.code) == (400, "which_household")
    assert other.entry_id in told.error["message"]
    for entry_id in (home.entry.entry_id, other.entry_id):
        told = await program.get("/usage/current", entry_id=entry_id)
        assert told.data["entry_id"] == entry_id
    told = await program.get("/usage/current", entry_id="another")
    assert (told.status, told.code) == (404, "unknown_household")
    assert len((await program.get("/system/health")).data["households"]) == 2


async def test_description(program: Program, guest: Program) -> None:
    """It is served to whoever is signed in, and names the version that runs."""
    assert await async_setup_component(program.hass, DOMAIN, {})
    for asker in (program, guest):
        answer = await asker.raw("get", "/openapi.json")
        told = await answer.json()
        assert told["openapi"].startswith("3.")
        assert told["info"]["version"] != DOCUMENT["info"]["version"]
        assert told["paths"].keys() == DOCUMENT["paths"].keys()


async def test_without_a_token(home: Home, program: Program) -> None:
    """Home Assistant itself turns away who does not say who they are."""
    await home.set_up()
    client = await program.client()
    for path, operations in DOCUMENT["paths"].items():
        for method in operations:
            url = f"{API}{path.format(alert_id='any')}"
            answer = await client.request(method, url)
            assert answer.status == 401
            wrong = {"Authorization": "Bearer wrong"}
            answer = await client.request(method, url, headers=wrong)
            assert answer.status == 401


async def test_signed_path(home: Home, program: Program) -> None:
    """A path that Home Assistant signed may be read without a token."""
    await home.set_up()
    token = await home.hass.auth.async_create_refresh_token(program.user, "https://a.b")
    path = async_sign_path(
        home.hass,
        f"{API}/usage/current",
        timedelta(minutes=1),
        refresh_token_id=token.id,
    )
    assert (await (await program.client()).get(path)).status == 200
