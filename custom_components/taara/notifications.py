"""Deliver alerts to people: one message to one target, and what became of it."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum
from typing import Any

from homeassistant.components.notify import (
    ATTR_DATA,
    ATTR_MESSAGE,
    ATTR_TITLE,
    DOMAIN as NOTIFY,
    SERVICE_SEND_MESSAGE,
)
from homeassistant.const import ATTR_ENTITY_ID, STATE_UNAVAILABLE
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.util import dt as dt_util

from .alert_options import PERSISTENT_NOTIFICATION
from .alert_texts import together
from .alert_words import Words
from .channels import async_missing, is_phone_service
from .const import LOGGER
from .model import Alert, AlertKind, Channel, DataUnit, Target
from .push import troubles
from .taps import TapAction, action_of, async_show, tag_of
from .usage.delivery import Parcel
from .week_view import async_week_path

# A mail server may need a while; whatever takes longer is tried again later.
SECONDS = 30.0
# Home Assistant's own first page: everybody in the household may open it.
DASHBOARD = "/"


class Fault(StrEnum):
    """Why a message did not go out, in a word that stands in the history."""

    MISSING = "target_missing"
    """The home does not have the target any more."""
    UNAVAILABLE = "target_unavailable"
    """It is there, but takes no messages now."""
    REFUSED = "refused"
    """It says that it cannot."""
    TIMEOUT = "timeout"
    ERROR = "error"
    """It failed in a way that nobody foresaw; the log has it."""


async def async_deliver(
    hass: HomeAssistant, entry_id: str, parcel: Parcel, language: str, unit: DataUnit
) -> Fault | None:
    """Send a parcel as one message; return what went wrong, `None` if it went out.

    A phone's service answers before the phone does: to be out means that the service
    that pushes has it, or the phone's own connection where it has one.
    """
    target = Target(name=parcel.target, channel=parcel.channel)
    if async_missing(hass, (target,)):
        return Fault.MISSING
    if not _takes_messages(hass, parcel.target):
        return Fault.UNAVAILABLE
    words = Words(language, unit, dt_util.now())
    try:
        async with asyncio.timeout(SECONDS):
            await _async_send(hass, entry_id, parcel, words)
    except TimeoutError:
        return Fault.TIMEOUT
    except HomeAssistantError as error:
        LOGGER.debug("%s refuses a message: %s", parcel.target, error)
        return Fault.REFUSED
    except Exception:  # noqa: BLE001  whatever stands behind a target may raise it
        LOGGER.exception("Sending a message to %s failed unexpectedly", parcel.target)
        return Fault.ERROR
    return None


def _takes_messages(hass: HomeAssistant, name: str) -> bool:
    """Tell whether a target can be sent to: an unavailable entity drops all in silence."""
    if name == PERSISTENT_NOTIFICATION:
        return True
    if is_phone_service(name):
        return hass.services.has_service(NOTIFY, name.removeprefix(f"{NOTIFY}."))
    state = hass.states.get(name)
    return state is not None and state.state != STATE_UNAVAILABLE


async def _async_send(
    hass: HomeAssistant, entry_id: str, parcel: Parcel, words: Words
) -> None:
    """Send a message in the way its target takes it; any exception."""
    name, alerts = parcel.target, parcel.alerts
    message = together(alerts, words.language, words.unit, words.now)
    picture = _picture(hass, entry_id, alerts)
    if name == PERSISTENT_NOTIFICATION:
        if picture is not None:  # in place of the bars that text has to do with
            said = words.word("picture_of_week")
            message = replace(message, picture=(f"![{said}]({picture})",))
        async_show(hass, entry_id, alerts, message.title, message.text)
        return
    mail = parcel.channel is Channel.EMAIL
    data: dict[str, Any] = {
        ATTR_TITLE: message.title,
        ATTR_MESSAGE: message.text if mail else message.short,
    }
    service = SERVICE_SEND_MESSAGE
    if is_phone_service(name):
        service = name.removeprefix(f"{NOTIFY}.")
        data[ATTR_DATA] = _buttons(entry_id, alerts, words)
        if picture is not None:
            data[ATTR_DATA]["image"] = picture
    else:
        data[ATTR_ENTITY_ID] = name
    with troubles() as heard:
        await hass.services.async_call(NOTIFY, service, data, blocking=True)
    if heard:
        raise HomeAssistantError(heard[-1])


def _picture(hass: HomeAssistant, entry_id: str, alerts: Sequence[Alert]) -> str | None:
    """Return where the picture of a message is, if it tells of a week."""
    weeks = (one.alert_id for one in alerts if one.kind is AlertKind.WEEKLY_SUMMARY)
    alert_id = next(weeks, None)
    return None if alert_id is None else async_week_path(hass, entry_id, alert_id)


def _buttons(entry_id: str, alerts: Sequence[Alert], words: Words) -> dict[str, Any]:
    """Return what a phone's app shows below a message, and what absorbs a repeat."""
    taps = [
        {"action": action_of(tap, entry_id, alerts), "title": words.word(tap)}
        for tap in TapAction
    ]
    # The app opens an address by itself, and by this name on every kind of phone.
    opens = {"action": "URI", "title": words.word("open"), "uri": DASHBOARD}
    return {
        "tag": tag_of(entry_id, alerts),
        "actions": [*taps, opens],
        "url": DASHBOARD,  # what a tap on the message itself opens, on one kind
        "clickAction": DASHBOARD,  # and on the other
    }
