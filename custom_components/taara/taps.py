"""What people do with a message: a tap on a phone, a notification that is closed."""

from collections.abc import Callable, Collection, Coroutine, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from homeassistant.components import persistent_notification
from homeassistant.components.persistent_notification import Notification, UpdateType
from homeassistant.core import CALLBACK_TYPE, Event, HomeAssistant, callback
from homeassistant.util.hass_dict import HassKey

from .const import DOMAIN
from .model import Alert, Via

EVENT_PHONE = "mobile_app_notification_action"
# The alerts of each notification that is shown, by its name. Home Assistant forgets its
# notifications when it stops, and so may we.
_SHOWN: HassKey[dict[str, tuple[str, ...]]] = HassKey(f"{DOMAIN}_notifications")


class TapAction(StrEnum):
    """What a button asks for."""

    ACKNOWLEDGE = "acknowledge"
    SNOOZE = "snooze"


@dataclass(frozen=True, kw_only=True, slots=True)
class Tap:
    """What somebody did with a message about these alerts; `by` is the id of a user."""

    action: TapAction
    alert_ids: tuple[str, ...]
    via: Via
    by: str | None = None


type Heed = Callable[[Tap], Coroutine[Any, Any, None]]


def tag_of(entry_id: str, alerts: Sequence[Alert]) -> str:
    """Return the name under which a message takes the place of one sent before.

    A message that is repeated may have more in it by then: the oldest is in both.
    """
    oldest = min(alerts, key=lambda alert: (alert.raised_at, alert.alert_id))
    return f"{DOMAIN}_{entry_id}_{oldest.alert_id}"


def action_of(action: TapAction, entry_id: str, alerts: Sequence[Alert]) -> str:
    """Return the name of a button: all that is known of it when it is tapped."""
    ids = ",".join(alert.alert_id for alert in alerts)
    return f"{DOMAIN}|{action}|{entry_id}|{ids}"


def tap_from(name: object, entry_id: str) -> tuple[TapAction, tuple[str, ...]] | None:
    """Return what a button of this name asks for; `None` if it is not of this entry."""
    match str(name).split("|"):
        case [domain, action, whose, ids] if domain == DOMAIN and whose == entry_id:
            if action in TapAction and ids:
                return TapAction(action), tuple(ids.split(","))
    return None


@callback
def async_show(
    hass: HomeAssistant, entry_id: str, alerts: Sequence[Alert], title: str, text: str
) -> None:
    """Show a message about alerts as a notification in Home Assistant."""
    name = tag_of(entry_id, alerts)
    shown = hass.data.setdefault(_SHOWN, {})
    shown[name] = tuple(alert.alert_id for alert in alerts)
    persistent_notification.async_create(hass, text, title, name)


@callback
def async_take_away(hass: HomeAssistant, acknowledged: Collection[str]) -> None:
    """Close the notifications all of whose alerts, by id, were acknowledged elsewhere."""
    shown = hass.data.get(_SHOWN, {})
    done = [name for name, ids in shown.items() if set(ids) <= set(acknowledged)]
    for name in done:
        # Forgotten first: that it closes then tells nothing.
        del shown[name]
        persistent_notification.async_dismiss(hass, name)


@callback
def async_listen(hass: HomeAssistant, entry_id: str, heed: Heed) -> CALLBACK_TYPE:
    """Tell `heed` what people do with this entry's messages; return what ends it."""

    async def tapped(event: Event) -> None:
        found = tap_from(event.data.get("action"), entry_id)
        if found is not None:
            action, alert_ids = found
            by, via = event.context.user_id, Via.PHONE_ACTION
            await heed(Tap(action=action, alert_ids=alert_ids, via=via, by=by))

    @callback
    def closed(update: UpdateType, notifications: dict[str, Notification]) -> None:
        if update is not UpdateType.REMOVED:
            return
        shown, ours = hass.data.get(_SHOWN, {}), f"{DOMAIN}_{entry_id}_"
        names = [name for name in notifications if name.startswith(ours)]
        ids = tuple(one for name in names for one in shown.pop(name, ()))
        if ids:
            acknowledge = TapAction.ACKNOWLEDGE
            tap = Tap(action=acknowledge, alert_ids=ids, via=Via.NOTIFICATION)
            hass.async_create_task(heed(tap), "taara notification closed")

    ends = (
        hass.bus.async_listen(EVENT_PHONE, tapped),
        persistent_notification.async_register_callback(hass, closed),
    )

    @callback
    def end() -> None:
        for one in ends:
            one()

    return end
