"""The tools of language models, as Home Assistant offers them."""

from dataclasses import replace
from typing import Any

import probatio
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.taara.const import DOMAIN
from custom_components.taara.llm import async_get_tools
from custom_components.taara.model import DataUnit, Plan
from homeassistant.components.conversation import DOMAIN as CONVERSATION
from homeassistant.core import Context, HomeAssistant
from homeassistant.helpers import llm
from homeassistant.util.json import JsonObjectType
from tests.common import TEBIBYTE, new_entry, set_up
from tests.helpers_core import DAY, HOUR, Home
from tests.test_actions import act

GB = 10**9
GIB = 2**30
CONTEXT = llm.LLMContext(
    platform="test",
    context=Context(),
    language="en",
    assistant=CONVERSATION,
    device_id=None,
)
NAMES = [f"taara__{name}" for name in ("days", "overview", "trends", "what_if")]


async def tools_of(hass: HomeAssistant) -> llm.APIInstance:
    """Return what Assist offers to a language model."""
    return await llm.async_get_api(hass, llm.LLM_API_ASSIST, CONTEXT)


async def call(hass: HomeAssistant, name: str, **asked: Any) -> Any:
    """Return what a tool answers to a language model."""
    api = await tools_of(hass)
    sent = llm.ToolInput(tool_name=f"{DOMAIN}__{name}", tool_args=asked)
    result = await api.async_call_tool(sent)
    assert not result.error
    return result.data


@pytest.fixture
async def lived_in(home: Home, agent: None) -> Home:
    """Return a household with some days behind it, the last of them watched by half."""
    await home.set_up()
    first = home.overview.today - 9 * DAY
    rows = [{"date": f"{first + at * DAY}", "usage": 20 + at} for at in range(9)]
    await act(home.hass, "import_usage", rows=rows, dry_run=False)
    await home.turn(DAY, step=6 * HOUR)
    return home


async def test_offered(
    hass: HomeAssistant, agent: None, loaded_entry: MockConfigEntry
) -> None:
    """Assist offers them, described, and as reading only; other interfaces do not."""
    api = await tools_of(hass)
    ours = [tool for tool in api.tools if tool.integration == DOMAIN]
    assert sorted(tool.name for tool in ours) == NAMES
    for tool in ours:
        assert tool.annotations.read_only
        assert not tool.annotations.destructive
        assert not tool.annotations.open_world
        assert tool.title
        assert tool.description
        assert len(tool.description) < 300
        described = probatio.to_openapi(
            tool.parameters, custom_serializer=api.custom_serializer
        )
        assert described["type"] == "object"
        for field in described["properties"].values():
            assert field["description"]
    assert async_get_tools(hass, CONTEXT, "another") is None


async def test_not_offered(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    """Without a household there is nothing to read."""
    assert async_get_tools(hass, CONTEXT, llm.LLM_API_ASSIST) is None


async def test_overview(hass: HomeAssistant, lived_in: Home) -> None:
    """The figures of the moment, in the plan's unit; what is unknown is left out."""
    view, told = lived_in.overview, await call(hass, "overview")
    assert told["unit"] == "GiB"
    sizes = {
        "used": view.used,
        "allowance": view.allowance,
        "remaining": view.remaining,
        "used_today": view.used_today,
        "budget_today": view.daily_budget,
        "budget_left_today": view.budget_left,
        "average_day": view.average_daily,
        "expected_total": view.projected,
    }
    for name, size in sizes.items():
        assert size is not None
        assert told[name] == pytest.approx(size / GIB, abs=0.05), name
    assert told["chance_not_to_last_percent"] == round(view.overage_chance or 0, 1)
    assert told["last_reading"].endswith("+03:00")
    assert "notes" not in told
    assert "probably_gone_by" in told or view.exhaustion is None
    assert len(str(told)) < 600


async def test_days(hass: HomeAssistant, lived_in: Home) -> None:
    """The last days, yesterday last, and no more than are asked for."""
    told = await call(hass, "days", days=2)
    yesterday = lived_in.overview.last_day
    assert yesterday is not None
    before, last = told["days"]
    assert before["date"] == f"{yesterday.date - DAY}"
    assert before["used"] == pytest.approx(28 * GB / GIB, abs=0.05)
    assert last == {
        "date": f"{yesterday.date}",
        "weekday": f"{yesterday.date:%A}",
        "used": pytest.approx(yesterday.usage / GIB, abs=0.05),
        "budget": pytest.approx((yesterday.budget or 0) / GIB, abs=0.05),
        "only_part_watched": True,
    }
    assert len((await call(hass, "days"))["days"]) == 7


async def test_trends(hass: HomeAssistant, lived_in: Home) -> None:
    """A period, with what is known of it."""
    told = await call(hass, "trends", period="month")
    days = (await call(hass, "days", days=31))["days"]
    # A day that was watched by half is none to compare with.
    *whole, part = days
    assert part["only_part_watched"]
    assert told["total"] == pytest.approx(sum(day["used"] for day in whole), abs=0.5)
    busiest = whole[-1]
    assert told["busiest_day"] == {"date": busiest["date"], "used": busiest["used"]}
    assert told["tips"] == []
    assert "change_percent" not in told
    assert (await call(hass, "trends"))["from"] > told["from"]


async def test_what_if(hass: HomeAssistant, lived_in: Home) -> None:
    """What would be stands beside what is, and nothing has changed by asking."""
    before = lived_in.overview
    told = await call(hass, "what_if", extra=100)
    now, then = told["now"], told["then"]
    assert then["remaining"] == pytest.approx(now["remaining"] - 100, abs=0.2)
    assert then["expected_total"] == pytest.approx(now["expected_total"] + 100, abs=0.2)
    less = await call(hass, "what_if", pace_change_percent=-50, days_away=1)
    assert less["then"]["expected_total"] < now["expected_total"]
    assert (await call(hass, "what_if"))["then"] == now
    assert lived_in.overview == before


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("days", {"days": 0}),
        ("days", {"days": 1000}),
        ("overview", {"household": "next door"}),
        ("trends", {"period": "century"}),
        ("what_if", {"extra": -1}),
        ("what_if", {"pace_change_percent": -101}),
        ("what_if", {"days_away": "nan"}),
    ],
)
async def test_refused(
    hass: HomeAssistant, agent: None, home: Home, name: str, asked: JsonObjectType
) -> None:
    """What a language model makes up is refused, as Home Assistant expects it."""
    await home.set_up()
    with pytest.raises(probatio.Invalid):
        await call(hass, name, **asked)


async def test_several_households(
    hass: HomeAssistant, agent: None, home: Home, neighbour: MockConfigEntry
) -> None:
    """Which one is asked for, by name."""
    await home.set_up()
    hass.config_entries.async_update_entry(home.entry, title="Beach house")
    hass.config_entries.async_update_entry(neighbour, title="Town flat")
    told = await call(hass, "overview", household="Town flat")
    assert told["allowance"] == pytest.approx(500 * GB / GIB, abs=0.05)
    assert (await call(hass, "overview", household="Beach house")) != told
    with pytest.raises(probatio.Invalid):
        await call(hass, "overview")


async def test_household_that_is_away(
    hass: HomeAssistant, agent: None, home: Home, neighbour: MockConfigEntry
) -> None:
    """The only one that is set up is still asked for by name: it is not the other one."""
    await home.set_up()
    hass.config_entries.async_update_entry(neighbour, title=home.entry.title)
    names = (home.entry.title, f"{home.entry.title} 2")
    told = [await call(hass, "overview", household=name) for name in names]
    assert told[0] != told[1]
    await hass.config_entries.async_unload(neighbour.entry_id)
    with pytest.raises(probatio.Invalid):
        await call(hass, "overview")
    with pytest.raises(probatio.Invalid):
        await call(hass, "overview", household=names[1])
    assert await call(hass, "overview", household=names[0]) == told[0]


@pytest.mark.parametrize(
    ("plan", "note"),
    [
        (replace(TEBIBYTE, allowance=None), "The plan has no limit."),
        (TEBIBYTE, "It is too early for a projection."),
    ],
)
async def test_notes(
    hass: HomeAssistant, agent: None, router: Any, plan: Plan, note: str
) -> None:
    """What has to be known with the figures is said in words."""
    await set_up(hass, await new_entry(hass, router, plan=replace(plan)))
    told = await call(hass, "overview")
    assert note in told["notes"]
    assert "expected_total" not in told
    assert ("remaining" in told) == (plan.allowance is not None)
    assert told["unit"] in DataUnit
