"""What the card is told and may do, over the websocket."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from pytest_homeassistant_custom_component.typing import (
    MockHAClientWebSocket,
    WebSocketGenerator,
)

from custom_components.taara.model import Alert, AlertKind, Via
from homeassistant.util import dt as dt_util

from .alert_home import cross_a_level, kept_alerts
from .common import new_entry, set_up
from .helpers_core import Home
from .test_in_vain_repair import told

type Ask = Callable[..., Any]


@pytest.fixture
def router_options() -> dict[str, Any]:
    """Let three fifths be used."""
    return {"used": 6 * 2**40 // 10}


@pytest.fixture
async def client(
    home: Home, hass_ws_client: WebSocketGenerator
) -> MockHAClientWebSocket:
    """Return a browser's connection to a household that was read."""
    await home.set_up()
    return await hass_ws_client(home.hass)


async def ask(client: MockHAClientWebSocket, command: str, **fields: Any) -> Any:
    """Return the answer to a command."""
    await client.send_json_auto_id({"type": f"taara/{command}", **fields})
    return await client.receive_json()


async def subscribe(client: MockHAClientWebSocket, **fields: Any) -> tuple[int, Any]:
    """Return the subscription's number and what is told first."""
    answer = await ask(client, "overview/subscribe", **fields)
    assert answer["success"], answer
    told = await client.receive_json()
    assert told["id"] == answer["id"]
    return answer["id"], told["event"]


async def test_overview_and_each_change(home: Home, client: Any) -> None:
    """The whole of it first, then each change, without asking again."""
    number, first = await subscribe(client, entry_id=home.entry.entry_id)
    assert first["overview"]["used"] == home.overview.used
    assert first["words"]["headline"]
    assert first["picture"]["used"][-1][1] == home.overview.used
    await home.hass.services.async_call(
        "taara", "correct_usage", {"used": 700, "unit": "GiB"}, blocking=True
    )
    told = await client.receive_json()
    assert told["id"] == number
    assert told["event"]["overview"]["used"] == home.overview.used == 700 * 2**30


async def test_nothing_is_told_twice(home: Home, client: Any) -> None:
    """What shows the same need not be drawn again."""
    await subscribe(client)
    home.coordinator.async_update_listeners()
    await client.send_json_auto_id({"type": "ping"})
    assert (await client.receive_json())["type"] == "pong"


async def test_end_of_a_subscription(home: Home, client: Any) -> None:
    """Nobody is told any more."""
    number, _ = await subscribe(client)
    await client.send_json_auto_id(
        {"type": "unsubscribe_events", "subscription": number}
    )
    assert (await client.receive_json())["success"]
    await ask(client, "alerts/snooze", hours=1)


async def test_which_household(home: Home, client: Any) -> None:
    """With several it has to be said, and it has to be one of Taara's."""
    refused = await ask(client, "overview/subscribe", entry_id="unheard of")
    assert not refused["success"]
    assert refused["error"]["translation_key"] == "no_household"
    await set_up(home.hass, await new_entry(home.hass, home.router))
    refused = await ask(client, "overview/subscribe")
    assert refused["error"]["translation_key"] == "which_household"
    await subscribe(client, entry_id=home.entry.entry_id)
    assert not (await ask(client, "days"))["success"]


async def test_days(home: Home, client: Any) -> None:
    """The closed ones, in bytes, from one date to another."""
    rows = [{"start": f"2026-10-1{day}", "usage": day, "unit": "GB"} for day in (1, 2)]
    await home.hass.services.async_call(
        *("taara", "import_usage", {"rows": rows, "dry_run": False}),
        blocking=True,
        return_response=True,
    )
    days = (await ask(client, "days"))["result"]["days"]
    assert [(day["date"], day["usage"]) for day in days] == [
        ("2026-10-11", 10**9),
        ("2026-10-12", 2 * 10**9),
    ]
    assert days[0]["budget_variance"] is None
    asked = await ask(client, "days", start="2026-10-12", end="2026-10-12")
    assert asked["result"]["days"] == days[1:]
    assert (await ask(client, "days", start="soon"))["error"][
        "code"
    ] == "invalid_format"


async def test_heat(client: Any) -> None:
    """A table of seven by twenty-four, empty at first."""
    hours = (await ask(client, "heat"))["result"]["hours"]
    assert hours == [[None] * 24] * 7


async def test_acknowledge(home: Home, client: Any) -> None:
    """It is written down who did, where, and every card hears of it."""
    await cross_a_level(home)
    _, told = await subscribe(client)
    (alert,) = told["alerts"]
    assert alert["title"]
    assert alert["icon"].startswith("mdi:")
    refused = await ask(client, "alerts/acknowledge", alert_ids=["unheard of"])
    assert refused["error"]["translation_key"] == "alert_unknown"
    await client.send_json_auto_id(
        {"type": "taara/alerts/acknowledge", "alert_ids": [alert["alert_id"]]}
    )
    answers = [await client.receive_json() for _ in range(2)]
    event = next(one["event"] for one in answers if one["type"] == "event")
    assert event["alerts"] == []
    (kept,) = kept_alerts(home)
    assert kept.acknowledged is not None
    assert kept.acknowledged.via is Via.CARD
    history = (await ask(client, "alerts"))["result"]["alerts"]
    assert history[0]["alert_id"] == alert["alert_id"]
    assert history[0]["acknowledged"]["by"] is not None
    assert (await ask(client, "alerts", limit=0))["error"]["code"] == "invalid_format"


async def test_acknowledge_all(home: Home, client: Any) -> None:
    """Whatever there is."""
    await cross_a_level(home)
    answer = await ask(client, "alerts/acknowledge")
    assert answer["result"]["acknowledged"] == [kept_alerts(home)[0].alert_id]


@pytest.mark.parametrize(
    ("fields", "snoozed"),
    [
        ({"hours": 24}, True),
        ({"hours": 0}, False),
        ({"until_renewal": True}, True),
        ({"hours": 1, "kinds": ["pace", "pace"]}, True),
    ],
)
async def test_snooze(
    home: Home, client: Any, fields: dict[str, Any], snoozed: bool
) -> None:
    """For some hours, or until the renewal."""
    answer = await ask(client, "alerts/snooze", **fields)
    assert answer["result"]["snoozed"] is snoozed
    household = home.coordinator.household
    assert household is not None
    assert (household.snooze is not None) is snoozed


async def test_snooze_of_no_kind(home: Home, client: Any) -> None:
    """To name no kind is not to name all of them."""
    answer = await ask(client, "alerts/snooze", hours=1, kinds=[])
    assert answer["error"]["code"] == "invalid_format"
    household = home.coordinator.household
    assert household is not None
    assert household.snooze is None


@pytest.mark.parametrize("fields", [{}, {"hours": 1, "until_renewal": True}])
async def test_snooze_has_one_end(client: Any, fields: dict[str, Any]) -> None:
    """None or two are refused, kindly."""
    refused = await ask(client, "alerts/snooze", **fields)
    assert refused["error"]["translation_key"] == "snooze_one_end"
    assert refused["error"]["message"]


async def test_who_opens_the_dashboard(home: Home, client: Any) -> None:
    """It is noted of the alerts before it, once; a wall is nobody."""
    await cross_a_level(home)
    await subscribe(client)
    await home.settle()
    assert kept_alerts(home)[0].opened_at is None
    await subscribe(client, opened=True)
    await home.settle()
    assert kept_alerts(home)[0].opened_at is not None


async def test_dashboard_and_form(home: Home, client: Any) -> None:
    """They need no household to be named."""
    dashboard = (await ask(client, "dashboard"))["result"]
    assert [view["path"] for view in dashboard["views"]] == [
        *("today", "cycle", "history"),
        *("alerts", "wall"),
    ]
    form = (await ask(client, "card_form"))["result"]
    assert form["labels"]["entry_id"] == "Household"


async def test_who_is_no_admin_may_do_all_this(
    home: Home, client: Any, hass_admin_user: Any
) -> None:
    """Reading, acknowledging and snoozing are everybody's."""
    hass_admin_user.groups = []
    _, told = await subscribe(client)
    assert told["overview"]["used"] == home.overview.used
    for command in ("alerts/acknowledge", "alerts", "days", "dashboard", "heat"):
        assert (await ask(client, command))["success"], command


async def test_what_became_of_alerts(home: Home, client: Any) -> None:
    """In words, under the sign that the card has for it; the latest ones first."""
    await cross_a_level(home)
    answer = (await ask(client, "alerts"))["result"]
    (alert,) = answer["alerts"]
    assert alert["became"] == ["Sent to Home Assistant"]
    assert (answer["more"], answer["vain"]) == (False, None)
    home.coordinator.alerts.choose({"language": "sw"})
    (alert,) = (await ask(client, "alerts"))["result"]["alerts"]
    assert alert["became"] == ["Imetumwa kwa Home Assistant"]
    _, message = await subscribe(client)
    for look in ("icon", "tone"):
        assert alert[look] == message["alerts"][0][look]


async def keep(home: Home, *alerts: Alert) -> None:
    """Let these be all that people were told."""
    await home.coordinator.async_follow(lambda known: replace(known, alerts=alerts))


async def test_more_alerts_than_asked_for(home: Home, client: Any) -> None:
    """It is said that there are older ones, if they can still be told in words."""
    await cross_a_level(home)
    (known,) = kept_alerts(home)
    for figures, more in ((known.figures, True), ({}, False)):
        older = replace(known, alert_id="older", period="before", figures=figures)
        await keep(home, older, known)
        answer = (await ask(client, "alerts", limit=1))["result"]
        assert [one["alert_id"] for one in answer["alerts"]] == [known.alert_id]
        assert answer["more"] is more
        both = (await ask(client, "alerts", limit=2))["result"]
        assert both["more"] is False
        assert bool(both["alerts"][1]["became"]) is more


@pytest.mark.parametrize("is_admin", [True, False])
async def test_alerts_in_vain(
    home: Home, client: Any, hass_admin_user: Any, is_admin: bool
) -> None:
    """Who may switch them off is told so; for others there is nothing to do."""
    if not is_admin:
        hass_admin_user.groups = []
    unheeded = told(AlertKind.DAILY_BUDGET, 6)
    now = dt_util.utcnow()
    alerts = [
        replace(one, raised_at=now - timedelta(days=2 + at))
        for at, one in enumerate(unheeded)
    ]
    await keep(home, *reversed(alerts))
    answer = (await ask(client, "alerts"))["result"]
    assert answer["never_heeded"] == ["daily_budget"]
    if is_admin:
        assert "Over daily budget" in answer["vain"]
    else:
        assert answer["vain"] is None
