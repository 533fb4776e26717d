"""What people are told: once, whatever happens between raising it and its arrival."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from custom_components.taara.model import DeliveryStatus
from homeassistant.core import HomeAssistant

from .alert_home import PHONE, cross_a_level, employ, heard, kept_alerts, set_number
from .helpers_core import DAY, HOUR, MINUTE, NOON, Home
from .test_store import break_file, full_disk

pytestmark = pytest.mark.freeze_time(NOON)

_WAITING: list[Callable[[HomeAssistant], None]] = []


def _later(
    _hass: HomeAssistant, started: Callable[[HomeAssistant], None]
) -> Callable[[], None]:
    _WAITING.append(started)
    return lambda: None


@pytest.fixture(autouse=True)
def _no_worn_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do not wait for the disk: what a test kills is Home Assistant, not the power."""
    monkeypatch.setattr("atomicwrites._proper_fsync", lambda _file: None)


@pytest.fixture
def router_options() -> dict[str, Any]:
    """Let three fifths be used."""
    return {"used": 6 * 2**40 // 10}


async def test_event(home: Home) -> None:
    """Automations hear of it by both ways, with all that they may need."""
    await home.set_up()
    events = heard(home)
    await cross_a_level(home)
    (event,) = events
    (alert,) = kept_alerts(home)
    assert event.data == {
        "kind": "threshold",
        "alert_id": alert.alert_id,
        "entry_id": home.entry.entry_id,
        "threshold": 50,
        "used_bytes": home.told,
        "percentage": pytest.approx(100 * home.told / 2**40, abs=0.1),
        "title": event.data["title"],
        "message": event.data["message"],
        "raised_at": "2026-10-14T09:00:00+00:00",
    }
    assert "%" in event.data["title"]
    assert "50" not in event.data["title"]
    shown = home.state("alert", "event").attributes
    assert shown["event_type"] == "threshold"
    assert dict(event.data).items() <= dict(shown).items()


async def test_once(home: Home) -> None:
    """Neither polls nor a reload nor a restart bring it again."""
    await home.set_up()
    events = heard(home)
    await cross_a_level(home)
    await home.turn(HOUR)
    await home.hass.config_entries.async_reload(home.entry.entry_id)
    await home.turn(HOUR)
    assert [event.data["kind"] for event in events] == ["threshold"]
    before = kept_alerts(home)
    async with home.next_life() as later:
        events = heard(later)
        await later.set_up()
        await later.turn(HOUR)
        assert kept_alerts(later) == before
        assert events == []


async def test_at_a_tick(home: Home) -> None:
    """Where nothing is read any more, the clock alone brings what is due."""
    await home.set_up()
    events = heard(home)
    home.router.faults.set("unavailable", times=10_000)
    await home.turn(DAY + HOUR, step=HOUR)
    assert "stale" in [event.data["kind"] for event in events]


async def test_killed_while_sending(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was written down before: it is sent again, and is no second alert."""
    messenger = employ(monkeypatch, PHONE)
    await home.set_up()
    messenger.stuck = True
    await set_number(home, "alert_threshold", 50)
    while not messenger.sent:
        await asyncio.sleep(0)  # the clock stands still
    before = kept_alerts(home)
    async with home.next_life(killed=True) as later:
        messenger.stuck = False
        events = heard(later)
        await later.set_up()
        assert events == []
        assert messenger.sent == [[before[0].alert_id]] * 2
        (alert,) = kept_alerts(later)
        assert alert.deliveries[0].status is DeliveryStatus.SENT
        await later.turn(HOUR)
        assert len(messenger.sent) == 2


async def test_reload_while_sending(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A message is not parted from the record of it: it is not sent again."""
    messenger = employ(monkeypatch, PHONE)
    await home.set_up()
    messenger.gate = asyncio.Event()
    await set_number(home, "alert_threshold", 50)
    while not messenger.sent:
        await asyncio.sleep(0)
    entries = home.hass.config_entries
    reload = home.hass.async_create_task(entries.async_reload(home.entry.entry_id))
    for _ in range(20):
        await asyncio.sleep(0)
    messenger.gate.set()
    assert await reload
    await home.settle()
    assert len(messenger.sent) == 1
    (delivery,) = kept_alerts(home)[0].deliveries
    assert (delivery.status, delivery.tries) == (DeliveryStatus.SENT, 1)


@pytest.mark.parametrize("pending", [True, False])
async def test_lost_history(
    home: Home, monkeypatch: pytest.MonkeyPatch, *, pending: bool
) -> None:
    """Nothing is told again, and what was on its way arrives."""
    messenger = employ(monkeypatch, PHONE)
    messenger.reason = "away" if pending else None
    await home.set_up()
    await cross_a_level(home)
    before = kept_alerts(home)
    break_file(home.history, "lost")
    messenger.sent.clear()
    messenger.reason = None
    async with home.next_life(killed=True) as later:
        events = heard(later)
        await later.set_up()
        await later.turn(HOUR)
        assert events == []
        assert [alert.key for alert in kept_alerts(later)] == [before[0].key]
        assert messenger.sent == ([[before[0].alert_id]] if pending else [])


async def test_full_disk(home: Home) -> None:
    """People hear of it nevertheless, and once."""
    await home.set_up()
    events = heard(home)
    with full_disk():
        await cross_a_level(home)
        await home.turn(HOUR)
        assert len(events) == 1
    await home.turn()
    async with home.next_life(killed=True) as later:
        events = heard(later)
        await later.set_up()
        assert events == []


async def test_files_of_an_earlier_version(home: Home) -> None:
    """They know of no alerts; what holds now is told."""
    await home.set_up()
    await home.turn(HOUR)
    household = home.coordinator.household
    assert household is not None
    for path in (home.hot, home.history):
        text = path.read_text().replace('"alerts"', '"-"').replace('"heard"', '"--"')
        path.write_text(text.replace('"snooze"', '"---"'))
    async with home.next_life(killed=True) as later:
        await later.set_up()
        known = later.coordinator.household
        assert known is not None
        assert (known.ledger, known.alerts) == (household.ledger, ())


async def test_tried_again(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """A minute later, then two: no poll is needed for it."""
    messenger = employ(monkeypatch, PHONE)
    messenger.reason = "away"
    await home.set_up()
    await cross_a_level(home)
    await home.turn(MINUTE, step=MINUTE)
    await home.turn(MINUTE, step=MINUTE)
    assert len(messenger.sent) == 2
    messenger.reason = None
    await home.turn(MINUTE, step=MINUTE)
    assert len(messenger.sent) == 3
    (delivery,) = kept_alerts(home)[0].deliveries
    assert (delivery.status, delivery.tries) == (DeliveryStatus.SENT, 3)


async def test_what_comes_while_starting(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It waits until there is somebody to hear it."""
    monkeypatch.setattr("custom_components.taara.alerts.async_at_started", _later)
    home.hass.config_entries.async_update_entry(
        home.entry, options={"alert_threshold": 50}
    )
    events = heard(home)
    await home.set_up()
    assert kept_alerts(home) == ()
    _WAITING.pop()(home.hass)
    await home.settle()
    assert len(events) == 1
