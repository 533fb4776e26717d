"""Kinds that nobody cares for can be switched off there and then, or kept for good."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.taara.alert_options import settings_from
from custom_components.taara.const import DOMAIN
from custom_components.taara.model import (
    Alert,
    AlertKind,
    Channel,
    Delivery,
    DeliveryStatus,
    Via,
)
from homeassistant.helpers import issue_registry as ir
from homeassistant.setup import async_setup_component

from .helpers_core import DAY, NOON, Home
from .test_actions import act
from .test_channel_repair import post
from .texts import english, placeholders

pytestmark = pytest.mark.freeze_time(NOON)

AT_NOON = datetime.fromisoformat(NOON)
TEXTS = english()["issues"]["alerts_in_vain"]


def told(kind: AlertKind, count: int, **known: Any) -> list[Alert]:
    """Return alerts of a kind that reached somebody, one a day until yesterday."""
    alerts = []
    for back in range(count, 0, -1):
        at = AT_NOON - back * DAY - DAY
        delivery = Delivery(
            target="notify.phone",
            channel=Channel.PHONE,
            due_at=at,
            status=DeliveryStatus.SENT,
        )
        alerts.append(
            Alert(
                alert_id=f"{kind}-{back}",
                kind=kind,
                period=f"day {back}",
                raised_at=at,
                deliveries=(delivery,),
                **known,
            )
        )
    return alerts


async def tell(home: Home) -> None:
    """Let six of two kinds have been told, and five of a third, and nobody care."""
    alerts = [
        *told(AlertKind.DAILY_BUDGET, 6),
        *told(AlertKind.OPTIMIZATION_TIP, 6),
        *told(AlertKind.UNUSUAL_USAGE, 5),
    ]
    alerts.sort(key=lambda alert: alert.raised_at)
    await home.coordinator.async_follow(
        lambda known: replace(known, alerts=tuple(alerts))
    )


def issue(home: Home) -> ir.IssueEntry | None:
    """Return the issue, if there is one."""
    name = f"alerts_in_vain_{home.entry.entry_id}"
    return ir.async_get(home.hass).async_get_issue(DOMAIN, name)


async def test_switched_off_or_kept(
    home: Home, hass_client: ClientSessionGenerator
) -> None:
    """What is ticked is switched off; of the other nobody is asked again."""
    assert await async_setup_component(home.hass, "repairs", {})
    await home.set_up()
    assert issue(home) is None
    await tell(home)
    raised = issue(home)
    assert raised is not None
    assert raised.is_fixable
    client = await hass_client()
    form = await post(client, "", handler=DOMAIN, issue_id=raised.issue_id)
    texts = TEXTS["fix_flow"]["step"][form["step_id"]]
    assert placeholders(texts["description"]) <= set(form["description_placeholders"])
    (field,) = form["data_schema"]
    assert {field["name"]} == set(texts["data"]) == set(texts["data_description"])
    both = ["daily_budget", "optimization_tip"]
    assert field["selector"]["select"]["options"] == both
    assert field["description"]["suggested_value"] == both
    done = await post(client, f"/{form['flow_id']}", kinds=["daily_budget"])
    assert done["type"] == "create_entry"
    await home.hass.async_block_till_done()
    settings = settings_from(home.entry.options)
    assert settings.off == (AlertKind.DAILY_BUDGET,)
    assert settings.kept == (AlertKind.OPTIMIZATION_TIP,)
    assert home.state("daily_budget_alert", "switch").state == "off"
    assert home.state("optimization_tip_alert", "switch").state == "on"
    assert issue(home) is None
    answer = await act(home.hass, "get_alert_history")
    assert answer["never_heeded"] == []


async def test_heeded_after_all(home: Home) -> None:
    """Who takes note of one cares: nothing is asked any more."""
    await home.set_up()
    await tell(home)
    assert issue(home) is not None
    await home.coordinator.alerts.async_acknowledge(Via.BUTTON)
    assert issue(home) is None


async def test_the_dashboard_is_opened(home: Home) -> None:
    """Whoever looks within a day after an alert cares, too."""
    await home.set_up()
    fresh = replace(told(AlertKind.PACE, 1)[0], raised_at=AT_NOON - DAY / 2)
    await home.coordinator.async_follow(lambda known: replace(known, alerts=(fresh,)))
    await home.coordinator.alerts.async_looked_at()
    (alert,) = (await act(home.hass, "get_alert_history"))["alerts"]
    assert alert["opened_at"] == AT_NOON.isoformat()
