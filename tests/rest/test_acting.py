"""What programs change: taking note of alerts, and preferences."""

from typing import Any

import pytest

from custom_components.taara.alert_options import settings_from
from tests.alert_home import PHONE, cross_a_level, employ, kept_alerts
from tests.helpers_core import NOON, Home

from .client import Program

pytestmark = pytest.mark.freeze_time(NOON)


@pytest.fixture
def router_options() -> dict[str, Any]:
    """Let three fifths be used."""
    return {"used": 6 * 2**40 // 10}


async def test_alerts(
    home: Home, program: Program, guest: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever lives there sees what was told, and takes note of it."""
    employ(monkeypatch, PHONE)
    await home.set_up()
    assert (await program.get("/alerts")).data["alerts"] == []
    await cross_a_level(home)
    told = await guest.get("/alerts")
    (alert,) = told.data["alerts"]
    assert told.data["total"] == 1
    assert alert["alert_type"] == "threshold"
    assert alert["threshold"] == 50
    assert alert["trigger_usage_mb"] == 6 * 2**20 // 10
    assert alert["trigger_percentage"] == 60
    assert alert["message_content"]
    assert alert["user_engagement"] is False
    assert alert["acknowledged_at"] is None
    assert alert["sent_at"] == alert["created_at"]
    (delivery,) = alert["deliveries"]
    assert delivery["delivery_channel"] == "phone"
    assert delivery["delivery_status"] == "sent"
    path = f"/alerts/{alert['id']}/acknowledge"
    route = "/alerts/{alert_id}/acknowledge"
    noted = await guest.ask("post", path, route)
    assert noted.status == 200
    assert noted.data["acknowledged_at"] == alert["created_at"]
    (kept,) = kept_alerts(home)
    assert kept.acknowledged is not None
    assert kept.acknowledged.via == "rest"
    assert kept.acknowledged.by == guest.user.id
    # A second time changes nothing: the first one took note.
    assert (await program.ask("post", path, route)).data == noted.data
    (kept,) = kept_alerts(home)
    assert kept.acknowledged is not None
    assert kept.acknowledged.by == guest.user.id


async def test_some_alerts(home: Home, program: Program) -> None:
    """Of a kind, of a span, of a page."""
    await home.set_up()
    await cross_a_level(home)
    for query, count in (
        ({"alert_type": "threshold"}, 1),
        ({"alert_type": "stale"}, 0),
        ({"start": "2026-10-14", "end": "2026-10-14"}, 1),
        ({"start": "2026-10-15"}, 0),
        ({"limit": "1"}, 1),
        ({"offset": "1"}, 0),
    ):
        told = await program.get("/alerts", **query)
        assert len(told.data["alerts"]) == count, query


async def test_unknown_alert(home: Home, program: Program) -> None:
    """What nobody was told cannot be noted."""
    await home.set_up()
    route = "/alerts/{alert_id}/acknowledge"
    told = await program.ask("post", "/alerts/none/acknowledge", route)
    assert (told.status, told.code) == (404, "alert_unknown")


async def test_preferences(home: Home, program: Program, guest: Program) -> None:
    """They are as by default at first; what is named is changed, and holds."""
    await home.set_up()
    before = await guest.get("/preferences")
    assert before.data["alert_threshold_percentage"] == 75
    assert before.data["daily_budget_alerts"] is True
    assert before.data["weekly_summary_enabled"] is True
    assert before.data["email_enabled"] is False
    assert before.data["desktop_notifications_enabled"] is True
    assert before.data["timezone"] == "Africa/Nairobi"
    changes = {
        "alert_threshold_percentage": 80,
        "alert_threshold_high_percentage": 95,
        "further_thresholds": [60, 50],
        "pace_alert_probability": 30,
        "daily_budget_alerts": False,
        "desktop_notifications_enabled": False,
        "quiet_from": "22:00",
        "quiet_until": "06:30",
        "summary_weekday": "fri",
        "summary_time": "19:15",
        "language": "sw",
        "people": 4,
    }
    after = await program.post("/preferences", changes)
    assert after.status == 200
    kinds = [kind for kind in before.data["alert_types"] if kind != "daily_budget"]
    ordered = {"further_thresholds": [50, 60], "alert_types": kinds}
    assert after.data == before.data | changes | ordered
    assert (await guest.get("/preferences")).data == after.data
    assert home.state("alert_threshold", "number").state == "80"
    assert home.state("daily_budget_alert", "switch").state == "off"
    settings = settings_from(home.entry.options)
    assert settings.levels == (50, 60)
    assert settings.targets == ()
    assert home.entry_state().value == "loaded"
    # As JSON writes it, this is a whole number, too.
    again = await program.post("/preferences", {"alert_threshold_percentage": 85.0})
    assert again.data["alert_threshold_percentage"] == 85
    emptied = {"quiet_from": None, "quiet_until": None, "people": None}
    again = await program.post("/preferences", emptied)
    assert emptied.items() <= again.data.items()


async def test_kinds(home: Home, program: Program) -> None:
    """A list says which kinds are wanted; the two switches say it of one."""
    await home.set_up()
    wanted = ["pace", "used_up"]
    told = await program.post(
        "/preferences", {"alert_types": wanted, "weekly_summary_enabled": True}
    )
    assert told.data["alert_types"] == ["pace", "used_up", "weekly_summary"]
    assert told.data["daily_budget_alerts"] is False
    told = await program.post("/preferences", {"weekly_summary_enabled": False})
    assert told.data["alert_types"] == wanted


async def test_ways(home: Home, program: Program) -> None:
    """A switch of a channel takes all of its ways, or none."""
    await home.set_up()
    told = await program.post("/preferences", {"email_enabled": True})
    assert (told.status, told.code) == (400, "no_way")
    for enabled in (False, True, True):
        changes = {"desktop_notifications_enabled": enabled}
        told = await program.post("/preferences", changes)
        assert told.data["desktop_notifications_enabled"] is enabled
    (target,) = settings_from(home.entry.options).targets
    assert target.name == "persistent_notification"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "nothing_to_change"),
        ([], "no_object"),
        (None, "no_object"),
        ({"timezone": "UTC"}, "unknown_field"),
        ({"alert_threshold_percentage": 49}, "bad_parameter"),
        ({"alert_threshold_percentage": 96}, "bad_parameter"),
        ({"alert_threshold_percentage": 75.5}, "bad_parameter"),
        ({"alert_threshold_percentage": True}, "bad_parameter"),
        ({"alert_threshold_percentage": "75"}, "bad_parameter"),
        ({"daily_budget_alerts": 1}, "bad_parameter"),
        ({"further_thresholds": 60}, "bad_parameter"),
        ({"further_thresholds": [60, 60]}, "bad_parameter"),
        ({"further_thresholds": [0]}, "bad_parameter"),
        ({"alert_types": ["loud"]}, "bad_parameter"),
        ({"alert_types": [["pace"]]}, "bad_parameter"),
        ({"quiet_from": "22:00"}, "quiet_hours"),
        ({"quiet_from": "22:00", "quiet_until": "22:00"}, "quiet_hours"),
        ({"quiet_from": "24:00", "quiet_until": "06:00"}, "bad_parameter"),
        ({"summary_time": None}, "bad_parameter"),
        ({"summary_weekday": "Friday"}, "bad_parameter"),
        ({"people": 0}, "bad_parameter"),
        ({"language": "tlh", "people": 3}, "bad_parameter"),
    ],
)
async def test_refused(home: Home, program: Program, body: Any, code: str) -> None:
    """What makes no sense is refused whole, and changes nothing."""
    await home.set_up()
    options = dict(home.entry.options)
    told = await program.post("/preferences", body)
    assert (told.status, told.code) == (400, code)
    assert home.entry.options == options


@pytest.mark.parametrize("size", [64 * 1024, 10**6])
async def test_no_json(home: Home, program: Program, size: int) -> None:
    """What is no JSON, or too much of it, is refused."""
    await home.set_up()
    for data in (
        b"{" * size,
        b'{"people": 3, "' + b" " * size + b'": 1}',
        b"\xff",
        b"",
    ):
        told = await program.ask("post", "/preferences", "/preferences", data=data)
        assert told.status == 400


async def test_guest_changes_nothing(home: Home, guest: Program) -> None:
    """Preferences are for those who keep the house."""
    await home.set_up()
    options = dict(home.entry.options)
    told = await guest.post("/preferences", {"alert_threshold_percentage": 60})
    assert (told.status, told.code) == (403, "admin_needed")
    assert home.entry.options == options


async def test_snooze(home: Home, guest: Program) -> None:
    """Whoever lives there may have it quiet, and end that."""
    await home.set_up()
    told = await guest.post("/alerts/snooze", {"hours": 1.5})
    assert told.status == 200
    assert told.data["snoozed"] is True
    assert told.data["until"] == "2026-10-14T10:30:00+00:00"
    assert len(told.data["alert_types"]) == 11
    kinds = {"until_renewal": True, "alert_types": ["spare", "pace"]}
    told = await guest.post("/alerts/snooze", kinds)
    assert told.data == {
        "snoozed": True,
        "until": None,
        "until_renewal": True,
        "alert_types": ["pace", "spare"],
    }
    told = await guest.post("/alerts/snooze", {"hours": 0})
    assert told.data["snoozed"] is False


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "snooze_one_end"),
        ({"hours": 1, "until_renewal": True}, "snooze_one_end"),
        ({"until_renewal": False}, "snooze_one_end"),
        ({"hours": -1}, "bad_parameter"),
        ({"hours": 8785}, "bad_parameter"),
        ({"hours": True}, "bad_parameter"),
        ({"hours": "1"}, "bad_parameter"),
        ({"hours": 1, "alert_types": ["loud"]}, "bad_parameter"),
        ({"hours": 1, "alert_types": []}, "bad_parameter"),
        ({"minutes": 1}, "unknown_field"),
    ],
)
async def test_snooze_refused(
    home: Home, program: Program, body: Any, code: str
) -> None:
    """What makes no sense is refused."""
    await home.set_up()
    told = await program.post("/alerts/snooze", body)
    assert (told.status, told.code) == (400, code)
