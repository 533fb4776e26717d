"""Websocket commands: what the card and the dashboard show and do.

Anybody who is signed in may read, acknowledge and snooze.
"""

from datetime import date, timedelta
from typing import Any

import voluptuous as vol

from homeassistant.components import websocket_api
from homeassistant.components.websocket_api import ActiveConnection
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import config_validation as cv
from homeassistant.util import dt as dt_util
from homeassistant.util.json import JsonObjectType, JsonValueType

from .alert_became import async_becoming
from .alert_fields import looks
from .alert_options import settings_from
from .alert_told import async_alerts_told
from .card_feed import follow
from .card_household import follow_the_only_one, households
from .card_words import card_form, card_labels
from .const import DOMAIN
from .coordinator import TaaraCoordinator
from .dashboard import Shown, dashboard
from .errors import failure, translated
from .model import Alert, AlertKind, Snooze, Via
from .overview_fields import day_fields
from .questions import alerts_between, days_between, heat, never_heeded
from .statistics import statistic_id
from .usage.alert import ALERTS_KEPT
from .usage.refusal import Refused
from .websocket_command import Message, command, question, refuse


@callback
def async_setup_websocket_api(hass: HomeAssistant) -> None:
    """Register the commands, once for all households."""
    for handler in COMMANDS:
        websocket_api.async_register_command(hass, handler)


@command("dashboard")
@callback
def ws_dashboard(
    hass: HomeAssistant, connection: ActiveConnection, msg: Message
) -> None:
    """Tell the dashboard of all households."""
    shown = [
        Shown(
            entry_id=entry.entry_id,
            title=entry.title,
            statistic_id=statistic_id(entry),
        )
        for entry in households(hass)
    ]
    labels = card_labels(_language(hass))
    connection.send_result(msg["id"], dashboard(shown, labels))


@command("card_form")
@callback
def ws_card_form(
    hass: HomeAssistant, connection: ActiveConnection, msg: Message
) -> None:
    """Tell the form in which people choose what a card shows."""
    connection.send_result(msg["id"], card_form(_language(hass)))


def _language(hass: HomeAssistant) -> str:
    """Return the language of what is said of all households: that of the first."""
    return next(
        (settings_from(entry.options).language for entry in households(hass)), "en"
    )


@command("overview/subscribe", entry_id=cv.string, opened=cv.boolean)
@callback
def ws_subscribe(
    hass: HomeAssistant, connection: ActiveConnection, msg: Message
) -> None:
    """Tell what the card shows, now and at each change.

    `opened` says that somebody looks: then that is noted of the alerts before it.
    """
    known = households(hass)
    wanted = msg.get("entry_id")
    # One that cannot be read yet is waited for.
    meant = [one for one in known if wanted in {None, one.entry_id}]
    if len(meant) != 1:
        refusal = failure("which_household") if meant else failure("no_household")
        refuse(connection, msg, refusal)
        return
    (entry,) = meant

    @callback
    def tell(shown: JsonObjectType) -> None:
        connection.send_event(msg["id"], shown)

    connection.send_result(msg["id"])
    following = follow_the_only_one if wanted is None else follow
    connection.subscriptions[msg["id"]] = following(hass, entry, tell)
    if msg.get("opened") and entry.state is ConfigEntryState.LOADED:
        entry.async_create_background_task(
            hass, entry.runtime_data.alerts.async_looked_at(), name=f"{DOMAIN} opened"
        )


@question("days", start=cv.date, end=cv.date)
async def ws_days(
    _connection: ActiveConnection,
    coordinator: TaaraCoordinator,
    msg: Message,
) -> JsonObjectType:
    """Tell the closed days from the first to the last one."""
    found = days_between(
        coordinator, msg.get("start", date.min), msg.get("end", date.max)
    )
    return {"days": [day_fields(day) for day in found]}


@question("heat")
async def ws_heat(
    _connection: ActiveConnection,
    coordinator: TaaraCoordinator,
    _msg: Message,
) -> JsonObjectType:
    """Tell the mean bytes of each hour of each weekday, Monday first."""
    return {"hours": [list(hours) for hours in heat(coordinator)]}


@question("alerts", limit=vol.All(vol.Coerce(int), vol.Range(1, ALERTS_KEPT)))
async def ws_alerts(
    connection: ActiveConnection,
    coordinator: TaaraCoordinator,
    msg: Message,
) -> JsonObjectType:
    """Tell what people were told, newest first, and what became of it.

    Who is no admin does not see the settings that the hint in `vain` leads to.
    """
    limit, becoming = msg.get("limit", 50), async_becoming(coordinator)
    found = alerts_between(coordinator, date.min, date.max, AlertKind)
    vain = never_heeded(coordinator)

    def besides(alert: Alert) -> JsonObjectType:
        said: list[JsonValueType] = []
        if alert.figures:
            said.extend(becoming.became(alert))
        return {**looks(alert), "became": said}

    return {
        "alerts": await async_alerts_told(
            coordinator, found[: -limit - 1 : -1], besides
        ),
        "more": any(one.figures for one in found[:-limit]),
        "never_heeded": [kind.value for kind in vain],
        "vain": becoming.in_vain(vain) if connection.user.is_admin else None,
    }


@question("alerts/acknowledge", alert_ids=[cv.string])
async def ws_acknowledge(
    connection: ActiveConnection,
    coordinator: TaaraCoordinator,
    msg: Message,
) -> JsonObjectType:
    """Take note of some alerts, or of all."""
    named = msg.get("alert_ids")
    answer = await coordinator.alerts.async_acknowledge(
        Via.CARD,
        by=connection.user.id,
        alert_ids=None if named is None else frozenset(named),
    )
    return dict(answer)


@question(
    "alerts/snooze",
    hours=vol.All(vol.Coerce(float), vol.Range(0, 366 * 24)),
    until_renewal=cv.boolean,
    kinds=vol.All([vol.Coerce(AlertKind)], vol.Length(min=1)),
)
async def ws_snooze(
    _connection: ActiveConnection,
    coordinator: TaaraCoordinator,
    msg: Message,
) -> JsonObjectType:
    """Let people hear nothing for so many hours, or until the renewal."""
    kinds = tuple(dict.fromkeys(msg.get("kinds", ())))
    renewal, hours = msg.get("until_renewal", False), msg.get("hours")
    with translated():
        if (hours is not None) is renewal:
            raise Refused("snooze_one_end")
    if hours is None:
        snooze = Snooze(cycle=coordinator.data.cycle.number, kinds=kinds)
    else:
        until = dt_util.utcnow() + timedelta(hours=hours)
        snooze = Snooze(until=until, kinds=kinds)
    return dict(await coordinator.alerts.async_snooze(snooze))


COMMANDS: tuple[Any, ...] = (
    ws_card_form,
    ws_dashboard,
    ws_subscribe,
    ws_days,
    ws_heat,
    ws_alerts,
    ws_acknowledge,
    ws_snooze,
)
