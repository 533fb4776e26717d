"""What people can do about alerts: look them up, take note, hear nothing, choose."""

from datetime import timedelta
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockUser
import voluptuous as vol

from custom_components.taara.const import DOMAIN
from homeassistant.core import Context
from homeassistant.exceptions import ServiceValidationError

from .alert_home import PHONE, cross_a_level, employ, heard, kept_alerts
from .helpers_core import HOUR, NOON, Home
from .test_actions import act

pytestmark = pytest.mark.freeze_time(NOON)


@pytest.fixture
def router_options() -> dict[str, Any]:
    """Let three fifths be used."""
    return {"used": 6 * 2**40 // 10}


async def switch(home: Home, key: str, service: str) -> None:
    """Turn one of the household's switches."""
    data = {"entity_id": home.entity_id(key, "switch")}
    await home.hass.services.async_call("switch", service, data, blocking=True)
    await home.settle()


async def use_more(home: Home) -> None:
    """Let more be used than the high level, a minute later."""
    home.freezer.tick(timedelta(minutes=1))
    await act(home.hass, "correct_usage", used=92 * 2**40 // 100, unit="B")
    await home.settle()


async def test_history(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """It tells what was told, to whom, and what became of it."""
    messenger = employ(monkeypatch, PHONE)
    messenger.reason = "away"
    await home.set_up()
    await cross_a_level(home)
    answer = await act(home.hass, "get_alert_history")
    assert answer["never_heeded"] == []
    (told,) = answer["alerts"]
    assert told["kind"] == "threshold"
    assert told["acknowledged"] is None
    assert told["deliveries"] == [
        {
            "target": "notify.phone",
            "channel": "phone",
            "status": "pending",
            "tried_at": "2026-10-14T09:00:00+00:00",
            "tries": 1,
            "reason": "away",
        }
    ]


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({"start": "2026-10-14", "end": "2026-10-14"}, 2),
        ({"start": "2026-10-15"}, 0),
        ({"kinds": "stale"}, 0),
        ({"limit": 1}, 1),
    ],
)
async def test_part_of_the_history(
    home: Home, asked: dict[str, Any], count: int
) -> None:
    """By day, by kind, and no more than wanted; the latest first."""
    await home.set_up()
    await cross_a_level(home)
    await use_more(home)
    answer = await act(
        home.hass, "get_alert_history", **{"kinds": ["threshold"]} | asked
    )
    assert [one["threshold"] for one in answer["alerts"]] == [90, 50][:count]


async def test_acknowledge(home: Home, hass_read_only_user: MockUser) -> None:
    """Whoever hears of it may: no admin is needed."""
    await home.set_up()
    await cross_a_level(home)
    (alert,) = kept_alerts(home)
    await home.hass.services.async_call(
        DOMAIN,
        "acknowledge_alert",
        {"alert_id": alert.alert_id},
        blocking=True,
        context=Context(user_id=hass_read_only_user.id),
    )
    (told,) = (await act(home.hass, "get_alert_history"))["alerts"]
    assert told["acknowledged"] == {
        "at": "2026-10-14T09:00:00+00:00",
        "via": "action",
        "by": hass_read_only_user.name,
    }
    assert (await act(home.hass, "acknowledge_alert"))["acknowledged"] == []


async def test_button(home: Home) -> None:
    """It takes note of all."""
    await home.set_up()
    await cross_a_level(home)
    data = {"entity_id": home.entity_id("acknowledge_alerts", "button")}
    await home.hass.services.async_call("button", "press", data, blocking=True)
    (alert,) = kept_alerts(home)
    assert alert.acknowledged is not None
    assert alert.acknowledged.via == "button"


@pytest.mark.parametrize(
    ("key", "name", "asked"),
    [
        ("alert_unknown", "acknowledge_alert", {"alert_id": "none"}),
        ("period_reversed", "get_alert_history", _SPAN := {"start": "2026-10-15"}),
        ("snooze_one_end", "snooze_alerts", {}),
        ("snooze_one_end", "snooze_alerts", {"duration": 60, "until_renewal": True}),
        ("snooze_over", "snooze_alerts", {"until": "2026-10-14 11:59:00"}),
        ("snooze_too_long", "snooze_alerts", {"until": "2027-10-17 00:00:00"}),
        ("snooze_too_long", "snooze_alerts", {"duration": {"days": 10**8}}),
    ],
)
async def test_refused(home: Home, key: str, name: str, asked: dict[str, Any]) -> None:
    """With words for what is wrong."""
    await home.set_up()
    if asked is _SPAN:
        asked = {**asked, "end": "2026-10-14"}
    with pytest.raises(ServiceValidationError) as refused:
        await act(home.hass, name, **asked)
    assert refused.value.translation_key == key


async def test_snooze(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """Automations hear of it at once, people when the snooze ends, also after a restart."""
    messenger = employ(monkeypatch, PHONE)
    await home.set_up()
    answer = await act(home.hass, "snooze_alerts", duration={"hours": 2})
    assert answer["until"] == "2026-10-14T11:00:00+00:00"
    events = heard(home)
    await cross_a_level(home)
    await home.turn(HOUR)
    assert (len(events), messenger.sent) == (1, [])
    async with home.next_life() as later:
        await later.set_up()
        await later.turn(HOUR)
        assert len(messenger.sent) == 1


async def test_snooze_until_the_renewal(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Then it stands in the history only; a snooze of nothing ends that."""
    messenger = employ(monkeypatch, PHONE)
    await home.set_up()
    await act(home.hass, "snooze_alerts", until_renewal=True, kinds=["threshold"])
    await cross_a_level(home)
    (told,) = (await act(home.hass, "get_alert_history"))["alerts"]
    assert (told["silenced"], told["deliveries"]) == (True, [])
    assert not (await act(home.hass, "snooze_alerts", duration=0))["snoozed"]
    await use_more(home)
    assert len(messenger.sent) == 1


async def test_snooze_of_no_kind(home: Home) -> None:
    """To name no kind is not to name all of them."""
    await home.set_up()
    with pytest.raises(vol.Invalid):
        await act(home.hass, "snooze_alerts", duration={"hours": 1}, kinds=[])


async def test_switch(home: Home) -> None:
    """What nobody wants is not told; wanted again, it is, if it still holds."""
    await home.set_up()
    events, runtime = heard(home), home.entry.runtime_data
    await switch(home, "threshold_alert", "turn_off")
    assert home.state("threshold_alert", "switch").state == "off"
    await cross_a_level(home)
    assert events == []
    assert home.entry.options == {"alert_threshold": 50, "off": ["threshold"]}
    await switch(home, "threshold_alert", "turn_on")
    assert [event.data["kind"] for event in events] == ["threshold"]
    assert home.entry.options["off"] == []
    assert home.state("alert_threshold", "number").state == "50"
    assert home.entry.runtime_data is runtime
