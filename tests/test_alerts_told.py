"""The history of alerts: whose note it was, and no wait for all the others."""

from dataclasses import replace
from threading import get_ident
from typing import Any

import pytest

from custom_components.taara import alert_told
from custom_components.taara.alert_fields import event_fields
from custom_components.taara.alert_told import async_alerts_told
from custom_components.taara.model import Acknowledgement, Alert, AlertKind, Via
from homeassistant.util.json import JsonObjectType

from .alert_samples import NOON, alert
from .helpers_core import Home


def noted(by: str | None) -> Alert:
    """Return an alert that somebody took note of."""
    return replace(
        alert(AlertKind.PACE),
        alert_id=f"noted by {by}",
        acknowledged=Acknowledgement(at=NOON, via=Via.CARD, by=by),
    )


async def test_who_took_note(home: Home, hass_admin_user: Any) -> None:
    """People are called by their names; who is gone, or was nobody, is not."""
    await home.set_up()
    alerts = [noted(hass_admin_user.id), noted("long gone"), noted(None)]
    told: Any = await async_alerts_told(home.coordinator, alerts)
    assert [one["alert_id"] for one in told] == [one.alert_id for one in alerts]
    names = [one["acknowledged"]["by"] for one in told]
    assert names == [hass_admin_user.name, None, None]
    assert hass_admin_user.name


async def test_not_noted(home: Home) -> None:
    """Nobody is named."""
    await home.set_up()
    (told,) = await async_alerts_told(home.coordinator, [alert(AlertKind.PACE)])
    assert isinstance(told, dict)
    assert told["acknowledged"] is None


async def test_beside_the_event_loop(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The words of hundreds of alerts keep nothing else waiting."""
    await home.set_up()
    threads: set[int] = set()

    def seen(*known: Any) -> JsonObjectType:
        threads.add(get_ident())
        return event_fields(*known)

    def besides(one: Alert) -> JsonObjectType:
        threads.add(get_ident())
        return {"became": [one.kind.value]}

    monkeypatch.setattr(alert_told, "event_fields", seen)
    (told,) = await async_alerts_told(
        home.coordinator, [alert(AlertKind.PACE)], besides
    )
    assert isinstance(told, dict)
    assert told["became"] == ["pace"]
    assert threads
    assert get_ident() not in threads
