"""A message goes to its target in the way it takes it; what went wrong is told."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from custom_components.taara import notifications
from custom_components.taara.model import Alert, AlertKind, Channel, DataUnit
from custom_components.taara.notifications import Fault, async_deliver
from custom_components.taara.usage.delivery import Parcel
from homeassistant.components.persistent_notification import (
    Notification,
    UpdateType,
    async_register_callback,
)
from homeassistant.const import STATE_UNAVAILABLE
from homeassistant.core import CoreState, HomeAssistant, ServiceCall
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import entity_registry as er
from homeassistant.setup import async_setup_component

from .alert_samples import NOON, alert
from .ways import BROWSER, HERE, MAIL, PHONE, SPEAKER, add_entity, add_phone, catch

pytestmark = pytest.mark.freeze_time(NOON)

ENTRY = "entry-1"
FIRST = replace(alert(AlertKind.THRESHOLD), alert_id="one", threshold=75)
WEEK = replace(alert(AlertKind.WEEKLY_SUMMARY), alert_id="week")
SECOND = replace(alert(AlertKind.PACE), alert_id="two", raised_at=NOON)


def parcel(
    target: str, channel: Channel = Channel.PHONE, alerts: tuple[Alert, ...] = (FIRST,)
) -> Parcel:
    """Return a message on its way."""
    return Parcel(target=target, channel=channel, alerts=alerts)


async def deliver(
    hass: HomeAssistant, one: Parcel, language: str = "en"
) -> Fault | None:
    """Send it."""
    return await async_deliver(hass, ENTRY, one, language, DataUnit.GB)


def shown(hass: HomeAssistant) -> dict[str, Notification]:
    """Return Home Assistant's own notifications from now on, by id."""
    found: dict[str, Notification] = {}

    def follow(update: UpdateType, changed: dict[str, Notification]) -> None:
        for name in changed:
            found.pop(name, None)
        if update is not UpdateType.REMOVED:
            found.update(changed)

    async_register_callback(hass, follow)
    return found


async def test_mail(hass: HomeAssistant) -> None:
    """An e-mail has all of it: figures, a line each."""
    add_entity(hass, MAIL, "smtp")
    sent = catch(hass)
    assert await deliver(hass, parcel(MAIL, Channel.EMAIL)) is None
    (call,) = sent
    assert call.data["entity_id"] == MAIL
    assert call.data["title"] == "75% of your data is used"
    assert "\n\n" in call.data["message"]
    assert set(call.data) == {"entity_id", "title", "message"}


@pytest.mark.parametrize("channel", [Channel.PHONE, Channel.DESKTOP])
async def test_short(hass: HomeAssistant, channel: Channel) -> None:
    """A browser or a small screen has what happened and what to do."""
    add_entity(hass, BROWSER, "html5")
    sent = catch(hass)
    assert await deliver(hass, parcel(BROWSER, channel)) is None
    assert "\n" not in sent[0].data["message"]


async def test_phone(hass: HomeAssistant) -> None:
    """A phone has buttons that know what they are about, and absorbs a repeat."""
    sent = add_phone(hass)
    later = replace(SECOND, raised_at=NOON + timedelta(minutes=1))
    assert await deliver(hass, parcel(PHONE)) is None
    assert await deliver(hass, parcel(PHONE, alerts=(later, FIRST))) is None
    alone, both = (call.data["data"] for call in sent)
    assert alone["tag"] == both["tag"] == "taara_entry-1_one"
    assert alone["actions"] == [
        {"action": "taara|acknowledge|entry-1|one", "title": "Got it"},
        {"action": "taara|snooze|entry-1|one", "title": "Not for a day"},
        {"action": "URI", "title": "Open Home Assistant", "uri": "/"},
    ]
    assert both["actions"][0]["action"] == "taara|acknowledge|entry-1|two,one"
    assert sent[0].data["title"] == "75% of your data is used"


async def test_week_on_a_phone(hass: HomeAssistant) -> None:
    """A phone shows the picture of the week; no other message has one."""
    assert await async_setup_component(hass, "http", {})
    sent = add_phone(hass)
    assert await deliver(hass, parcel(PHONE, alerts=(FIRST, WEEK))) is None
    assert await deliver(hass, parcel(PHONE)) is None
    with_week, without = (call.data["data"] for call in sent)
    assert with_week["image"].startswith("/api/taara/week/entry-1/week.png?authSig=")
    assert "image" not in without


async def test_week_in_home_assistant(hass: HomeAssistant) -> None:
    """The picture takes the place of the bars that text has to do with."""
    assert await async_setup_component(hass, "http", {})
    notes = shown(hass)
    assert await deliver(hass, parcel(HERE, Channel.DASHBOARD, (WEEK,))) is None
    await hass.async_block_till_done()
    (note,) = notes.values()
    assert (
        "![The week, day by day](/api/taara/week/entry-1/week.png?" in note["message"]
    )
    assert "█" not in note["message"]
    assert "In the week: " in note["message"]


async def test_phone_in_swahili(hass: HomeAssistant) -> None:
    """Its buttons speak the language of the message."""
    sent = add_phone(hass)
    assert await deliver(hass, parcel(PHONE), "sw") is None
    titles = [action["title"] for action in sent[0].data["data"]["actions"]]
    assert titles == ["Nimeelewa", "Nyamaza siku moja", "Fungua Home Assistant"]


async def test_here(hass: HomeAssistant) -> None:
    """A repeat takes the place of the first in Home Assistant, too."""
    notifications_shown = shown(hass)
    for _ in range(2):
        assert await deliver(hass, parcel(HERE, Channel.DASHBOARD)) is None
    (only,) = notifications_shown.values()
    assert only["notification_id"] == "taara_entry-1_one"
    assert only["title"] == "75% of your data is used"
    assert "\n\n" in only["message"]


@pytest.mark.parametrize("target", [PHONE, MAIL])
async def test_removed(hass: HomeAssistant, target: str) -> None:
    """A target that is not there any more is missing; while starting it may yet come."""
    assert await deliver(hass, parcel(target)) is Fault.MISSING
    hass.set_state(CoreState.starting)
    assert await deliver(hass, parcel(target)) is Fault.UNAVAILABLE


async def test_disabled(hass: HomeAssistant) -> None:
    """An entity that people disabled is missing; one whose state is to come is not."""
    add_entity(hass, MAIL, "smtp")
    hass.states.async_remove(MAIL)
    assert await deliver(hass, parcel(MAIL)) is Fault.UNAVAILABLE
    er.async_get(hass).async_update_entity(
        MAIL, disabled_by=er.RegistryEntryDisabler.USER
    )
    assert await deliver(hass, parcel(MAIL)) is Fault.MISSING


async def test_unavailable(hass: HomeAssistant) -> None:
    """Nothing is sent to an entity that would drop it in silence."""
    sent = catch(hass)
    hass.states.async_set(SPEAKER, STATE_UNAVAILABLE)
    assert await deliver(hass, parcel(SPEAKER)) is Fault.UNAVAILABLE
    assert not sent


@pytest.mark.parametrize(
    ("error", "fault", "logged"),
    [
        (HomeAssistantError("mail server says no"), Fault.REFUSED, False),
        (TimeoutError(), Fault.TIMEOUT, False),
        (RuntimeError("a bug elsewhere"), Fault.ERROR, True),
    ],
)
async def test_failed(
    hass: HomeAssistant,
    caplog: pytest.LogCaptureFixture,
    error: Exception,
    fault: Fault,
    logged: bool,
) -> None:
    """Whatever a target raises is an outcome; only what nobody foresaw is logged."""
    add_entity(hass, MAIL, "smtp")
    catch(hass, error=error)
    assert await deliver(hass, parcel(MAIL)) is fault
    errors = [record for record in caplog.records if record.levelname == "ERROR"]
    assert bool(errors) is logged


async def test_no_service(hass: HomeAssistant) -> None:
    """An entity without anything that sends refuses."""
    hass.states.async_set(SPEAKER, "unknown")
    assert await deliver(hass, parcel(SPEAKER)) is Fault.REFUSED


async def test_takes_too_long(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A target that does not answer is given up for now."""

    async def wait(_call: ServiceCall) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(notifications, "SECONDS", 0)
    hass.states.async_set(SPEAKER, "unknown")
    hass.services.async_register("notify", "send_message", wait)
    assert await deliver(hass, parcel(SPEAKER)) is Fault.TIMEOUT
