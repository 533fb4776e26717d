"""What people do with a message comes back: from a phone, and from a notification."""

import pytest

from custom_components.taara.model import Alert, AlertKind, Via
from custom_components.taara.taps import (
    Tap,
    TapAction,
    action_of,
    async_listen,
    async_show,
    async_take_away,
    tag_of,
)
from homeassistant.components import persistent_notification
from homeassistant.core import Context, HomeAssistant

from .alert_samples import NOON

ENTRY = "entry-1"
ALERTS = tuple(
    Alert(alert_id=name, kind=AlertKind.PACE, period="cycle 2", raised_at=NOON)
    for name in ("one", "two")
)


@pytest.fixture
async def taps(hass: HomeAssistant) -> list[Tap]:
    """Return what comes back."""
    found: list[Tap] = []

    async def heed(tap: Tap) -> None:
        found.append(tap)

    async_listen(hass, ENTRY, heed)
    return found


async def tap(
    hass: HomeAssistant, name: object, context: Context | None = None
) -> None:
    """Tap a button on a phone: its app tells it so."""
    data = {} if name is None else {"action": name}
    hass.bus.async_fire("mobile_app_notification_action", data, context=context)
    await hass.async_block_till_done()


@pytest.mark.parametrize("action", TapAction)
async def test_button(hass: HomeAssistant, taps: list[Tap], action: TapAction) -> None:
    """A button tells all alerts of its message, and who it was."""
    user = await hass.auth.async_create_user("Asha")
    name = action_of(action, ENTRY, ALERTS)
    await tap(hass, name, Context(user_id=user.id))
    assert taps == [
        Tap(
            action=action,
            alert_ids=("one", "two"),
            via=Via.PHONE_ACTION,
            by=user.id,
        )
    ]


async def test_nobody_knows_who(hass: HomeAssistant, taps: list[Tap]) -> None:
    """Nor does it matter."""
    await tap(hass, action_of(TapAction.SNOOZE, ENTRY, ALERTS[:1]))
    (found,) = taps
    assert found.by is None
    assert found.alert_ids == ("one",)


@pytest.mark.parametrize(
    "name",
    [
        None,
        7,
        "URI",
        "taara|acknowledge|entry-2|one",
        "taara|acknowledge|entry-1|",
        "taara|order_more|entry-1|one",
        "other|acknowledge|entry-1|one",
        "taara|acknowledge|entry-1|one|more",
    ],
)
async def test_other_buttons(
    hass: HomeAssistant, taps: list[Tap], name: object
) -> None:
    """Those of others, and of nobody, are left alone."""
    await tap(hass, name)
    assert not taps


async def test_closed(hass: HomeAssistant, taps: list[Tap]) -> None:
    """Who closes a notification took note of all that it told, once."""
    async_show(hass, ENTRY, ALERTS, "Title", "Text")
    await hass.async_block_till_done()
    assert not taps
    persistent_notification.async_dismiss(hass, tag_of(ENTRY, ALERTS))
    await hass.async_block_till_done()
    acknowledge, via = TapAction.ACKNOWLEDGE, Via.NOTIFICATION
    assert taps == [Tap(action=acknowledge, alert_ids=("one", "two"), via=via)]


async def test_closed_all(hass: HomeAssistant, taps: list[Tap]) -> None:
    """Several at once are told at once; those of others are not ours."""
    for one in ALERTS:
        async_show(hass, ENTRY, (one,), "Title", "Text")
    async_show(hass, "entry-2", ALERTS[:1], "Title", "Text")
    persistent_notification.async_create(hass, "Text", "Title", "other")
    persistent_notification.async_dismiss_all(hass)
    await hass.async_block_till_done()
    (found,) = taps
    assert found.alert_ids == ("one", "two")


async def test_closed_others(hass: HomeAssistant, taps: list[Tap]) -> None:
    """A notification that is not ours tells nothing."""
    persistent_notification.async_create(hass, "Text", "Title", "other")
    persistent_notification.async_dismiss(hass, "other")
    await hass.async_block_till_done()
    assert not taps


async def test_taken_away(hass: HomeAssistant, taps: list[Tap]) -> None:
    """What was acknowledged elsewhere closes by itself, once all of it was."""
    closed: list[str] = []
    persistent_notification.async_register_callback(
        hass, lambda update, told: closed.extend(told) if update == "removed" else None
    )
    async_take_away(hass, {"one"})
    async_show(hass, ENTRY, ALERTS, "Title", "Text")
    async_take_away(hass, {"one"})
    assert not closed
    async_take_away(hass, {"one", "two"})
    await hass.async_block_till_done()
    assert closed == [tag_of(ENTRY, ALERTS)]
    assert not taps


async def test_end(hass: HomeAssistant) -> None:
    """A household that is unloaded hears nothing more."""
    found: list[Tap] = []

    async def heed(tap: Tap) -> None:
        found.append(tap)

    async_listen(hass, ENTRY, heed)()
    async_show(hass, ENTRY, ALERTS, "Title", "Text")
    persistent_notification.async_dismiss_all(hass)
    await tap(hass, action_of(TapAction.SNOOZE, ENTRY, ALERTS))
    assert not found
