"""What people do with a message comes back to the household, and closes the others."""

from typing import Any

import pytest

from custom_components.taara.model import Alert, Snooze
from custom_components.taara.taps import TapAction, action_of, tag_of
from homeassistant.components import persistent_notification
from homeassistant.components.persistent_notification import Notification
from homeassistant.core import Context
from homeassistant.exceptions import ServiceValidationError
from homeassistant.util import dt as dt_util

from .alert_home import PHONE, cross_a_level, employ, heard, kept_alerts
from .helpers_core import DAY, HOUR, NOON, Home
from .test_actions import act
from .test_notifications import shown
from .test_taps import tap

pytestmark = pytest.mark.freeze_time(NOON)


@pytest.fixture
def router_options() -> dict[str, Any]:
    """Let three fifths be used."""
    return {"used": 6 * 2**40 // 10}


async def told(home: Home) -> tuple[Alert, dict[str, Notification]]:
    """Return the alert that is raised, and what Home Assistant shows."""
    await home.set_up()
    notes = shown(home.hass)
    await cross_a_level(home)
    (alert,) = kept_alerts(home)
    return alert, notes


async def test_seen_and_closed(home: Home) -> None:
    """It is shown by itself, and who closes it took note."""
    alert, notes = await told(home)
    assert list(notes) == [tag_of(home.entry.entry_id, [alert])]
    persistent_notification.async_dismiss(home.hass, next(iter(notes)))
    await home.settle()
    (alert,) = kept_alerts(home)
    assert alert.acknowledged is not None
    assert (alert.acknowledged.via, alert.acknowledged.by) == ("notification", None)


async def test_acknowledged_elsewhere(home: Home) -> None:
    """The notification goes, and stays away."""
    alert, notes = await told(home)
    await act(home.hass, "acknowledge_alert", alert_id=alert.alert_id)
    await home.settle()
    assert notes == {}
    await home.turn(HOUR)
    assert notes == {}
    (alert,) = kept_alerts(home)
    assert alert.acknowledged is not None
    assert alert.acknowledged.via == "action"


async def test_tapped(home: Home) -> None:
    """On a phone, by whom; a reload does not make anybody deaf."""
    alert, notes = await told(home)
    await home.hass.config_entries.async_reload(home.entry.entry_id)
    user = await home.hass.auth.async_create_user("Asha")
    name = action_of(TapAction.ACKNOWLEDGE, home.entry.entry_id, [alert])
    await tap(home.hass, name, Context(user_id=user.id))
    (found,) = (await act(home.hass, "get_alert_history"))["alerts"]
    assert found["acknowledged"]["via"] == "phone_action"
    assert found["acknowledged"]["by"] == "Asha"
    assert notes == {}


async def test_put_off(home: Home) -> None:
    """Of its kind nothing is heard for a day."""
    alert, _ = await told(home)
    name = action_of(TapAction.SNOOZE, home.entry.entry_id, [alert])
    await tap(home.hass, name)
    household = home.coordinator.household
    assert household is not None
    assert household.snooze == Snooze(until=dt_util.utcnow() + DAY, kinds=(alert.kind,))


async def test_of_one_that_nobody_remembers(
    home: Home, caplog: pytest.LogCaptureFixture
) -> None:
    """A phone kept it longer than the history: nothing happens."""
    alert, _ = await told(home)
    for action in TapAction:
        await tap(home.hass, f"taara|{action}|{home.entry.entry_id}|forgotten")
    assert kept_alerts(home) == (alert,)
    assert "Traceback" not in caplog.text


async def test_the_week_now(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """Asked for, it goes to everybody at once; at first nothing is known yet."""
    messenger = employ(monkeypatch, PHONE)
    await home.set_up()
    with pytest.raises(ServiceValidationError) as refused:
        await act(home.hass, "send_weekly_summary")
    assert refused.value.translation_key == "week_unknown"
    await home.turn(2 * DAY, step=HOUR)
    messenger.sent.clear()
    events = heard(home)
    answer = await act(home.hass, "send_weekly_summary")
    await home.settle()
    assert [event.data["alert_id"] for event in events] == [answer["alert_id"]]
    assert answer["targets"] == [PHONE.name]
    assert messenger.sent == [[answer["alert_id"]]]
