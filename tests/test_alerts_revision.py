"""Whoever shows the history of alerts is told when to ask for it again, and only then."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from custom_components.taara.model import (
    Acknowledgement,
    Alert,
    AlertSettings,
    DeliveryStatus,
    Via,
)

from .alert_home import cross_a_level
from .alert_samples import NOON as THEN
from .card_states import STATES
from .helpers_core import DAY, HOUR, MINUTE, Home
from .test_actions import act
from .test_card_feed import heard


@pytest.fixture
def router_options() -> dict[str, Any]:
    """Let three fifths be used."""
    return {"used": 6 * 2**40 // 10}


def revisions(told: list[dict[str, Any]]) -> list[int]:
    """Return the numbers that were told, each once where it stayed the same."""
    numbers = [message["alerts_revision"] for message in told]
    return [
        number
        for number, before in zip(numbers, [None, *numbers], strict=False)
        if number != before
    ]


def sent_again(alert: Alert) -> Alert:
    """Return an alert of which one more try has failed."""
    again = [
        replace(one, status=DeliveryStatus.PENDING, tries=one.tries + 1)
        for one in alert.deliveries
    ]
    assert again
    return replace(alert, deliveries=tuple(again))


@pytest.mark.parametrize(
    "change",
    [
        sent_again,
        lambda alert: replace(alert, opened_at=THEN),
        lambda alert: replace(alert, effect=0.2),
        lambda alert: replace(alert, silenced=True),
        lambda alert: replace(
            alert, acknowledged=Acknowledgement(at=THEN, via=Via.CARD)
        ),
    ],
    ids=["delivery", "opened", "effect", "silenced", "acknowledged"],
)
async def test_each_change_of_an_alert(
    home: Home, change: Callable[[Alert], Alert]
) -> None:
    """Whatever became of one, whoever looks hears that something did."""
    await home.set_up()
    await cross_a_level(home)
    told, leave = await heard(home)
    await home.coordinator.async_follow(
        lambda known: replace(known, alerts=tuple(map(change, known.alerts)))
    )
    await home.settle()
    first, *others = revisions(told)
    assert others
    assert first not in others
    leave()


async def test_snooze(home: Home) -> None:
    """Its beginning and its end say something else of what waits."""
    await home.set_up()
    told, leave = await heard(home)
    await act(home.hass, "snooze_alerts", duration={"minutes": 3})
    await home.settle()
    assert len(revisions(told)) == 2
    await home.turn(5 * MINUTE, step=MINUTE)
    assert len(set(revisions(told))) == len(revisions(told)) == 3
    leave()


async def test_readings(home: Home) -> None:
    """They are no reason to ask again."""
    await home.set_up()
    await cross_a_level(home)
    told, leave = await heard(home)
    await home.turn(HOUR)
    assert len({message["overview"]["used"] for message in told}) > 1
    assert len(revisions(told)) == 1
    leave()


def test_what_people_choose_and_another_day() -> None:
    """The history is said in their language, and calls tomorrow by its name."""
    state = STATES["lasts"]
    in_swahili = replace(state, settings=AlertSettings(people=4, language="sw"))
    a_minute_later = replace(state, now=state.read + MINUTE)
    tomorrow = replace(state, now=state.read + DAY)
    said = state.message()["alerts_revision"]
    assert a_minute_later.message()["alerts_revision"] == said
    assert in_swahili.message()["alerts_revision"] != said
    assert tomorrow.message()["alerts_revision"] != said
