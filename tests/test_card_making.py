"""What cards show is made beside the event loop: in order, no more often than needed."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from threading import Event, get_ident
from typing import Any
from unittest.mock import Mock

import pytest

from custom_components.taara import card_feed
from custom_components.taara.card_feed import follow
from custom_components.taara.card_message import Moment, card_message
from homeassistant.util.json import JsonObjectType

from .helpers_core import Home
from .test_card_feed import heard


@dataclass
class Maker:
    """Makes messages as Taara does, but only once its gate is open."""

    gate: Event = field(default_factory=Event)
    moments: list[Moment] = field(default_factory=list)
    threads: set[int] = field(default_factory=set)
    fault: Exception | None = None

    def make(self, moment: Moment) -> JsonObjectType:
        """Make one, or fail."""
        self.moments.append(moment)
        self.threads.add(get_ident())
        assert self.gate.wait(10)
        if self.fault is not None:
            raise self.fault
        return card_message(moment)

    async def begun(self, count: int) -> None:
        """Wait until so many were begun."""
        while len(self.moments) < count:
            await asyncio.sleep(0)  # the clock stands still


@pytest.fixture
async def maker(home: Home, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Maker]:
    """Employ a maker for a household that was read; its gate is open at first."""
    await home.set_up()
    maker = Maker()
    maker.gate.set()
    monkeypatch.setattr(card_feed, "card_message", maker.make)
    yield maker
    maker.gate.set()


def update(home: Home) -> None:
    """Let something have changed."""
    home.coordinator.async_update_listeners()


async def test_beside_the_event_loop(home: Home, maker: Maker) -> None:
    """Nothing else waits for it."""
    _, leave = await heard(home)
    assert maker.threads
    assert get_ident() not in maker.threads
    leave()


async def test_many_changes_meanwhile(home: Home, maker: Maker) -> None:
    """They are shown by one making more, which begins with what is so by then."""
    told, leave = await heard(home)
    maker.gate.clear()
    update(home)
    await maker.begun(2)
    latest = await changed(home)
    for _ in range(20):
        update(home)
    assert len(maker.moments) == 2
    maker.gate.set()
    await home.settle()
    assert len(maker.moments) == 3
    assert maker.moments[-1].household is latest
    assert told[-1] == card_message(maker.moments[-1])
    leave()


async def changed(home: Home) -> Any:
    """Return the household after something about it has changed."""
    await home.hass.services.async_call(
        "taara", "correct_usage", {"used": 700, "unit": "GiB"}, blocking=True
    )
    return home.coordinator.household


async def test_nothing_older_after_something_newer(home: Home, maker: Maker) -> None:
    """However long one takes, what was so later is told later."""
    told, leave = await heard(home)
    maker.gate.clear()
    update(home)
    await maker.begun(2)
    await changed(home)
    maker.gate.set()
    await home.settle()
    used = [message["overview"]["used"] for message in told]
    assert used == [used[0], 700 * 2**30]
    leave()


async def test_another_card_need_not_wait(home: Home, maker: Maker) -> None:
    """What was told last is told at once, and the next to both."""
    told, leave = await heard(home)
    maker.gate.clear()
    await changed(home)
    await maker.begun(2)
    other: list[dict[str, Any]] = []
    entry: Any = home.entry
    leave_other = follow(home.hass, entry, other.append)
    assert other == told
    maker.gate.set()
    await home.settle()
    assert other[1]["overview"]["used"] == 700 * 2**30
    assert other == told
    leave()
    leave_other()


async def test_nobody_looks_any_more(home: Home, maker: Maker) -> None:
    """What is being made is for nobody, and nothing more is begun."""
    told, leave = await heard(home)
    maker.gate.clear()
    update(home)
    await maker.begun(2)
    update(home)
    leave()
    await home.settle()
    maker.gate.set()
    await home.settle()
    assert (len(told), len(maker.moments)) == (1, 2)


type End = Callable[[Home], Any]


@pytest.mark.parametrize(
    "end",
    [
        lambda home: home.hass.config_entries.async_reload(home.entry.entry_id),
        lambda home: home.hass.config_entries.async_unload(home.entry.entry_id),
        lambda home: home.hass.config_entries.async_remove(home.entry.entry_id),
    ],
    ids=["reloaded", "unloaded", "removed"],
)
async def test_end_of_the_entry(home: Home, maker: Maker, end: End) -> None:
    """What was being made is dropped; whatever runs then is shown, if anything does."""
    told, leave = await heard(home)
    before = home.coordinator
    maker.gate.clear()
    update(home)
    await maker.begun(2)
    await end(home)
    maker.gate.set()
    await home.settle()
    assert not [task for task in asyncio.all_tasks() if "card" in task.get_name()]
    reloaded = home.entry in home.hass.config_entries.async_loaded_entries("taara")
    if reloaded:
        assert home.coordinator is not before
        assert told[-1] == card_message(maker.moments[-1])
        await changed(home)
        await home.settle()
        assert told[-1]["overview"]["used"] == 700 * 2**30
    else:
        assert len(maker.moments) == 2
    leave()


async def test_fault_before_the_making(
    home: Home, maker: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It keeps nothing that comes later from being shown, either."""
    told, leave = await heard(home)
    with monkeypatch.context() as patch:
        patch.setattr(card_feed, "moment_of", Mock(side_effect=ZeroDivisionError))
        await changed(home)
        await home.settle()
    assert len(told) == 1
    update(home)
    await home.settle()
    assert told[-1]["overview"]["used"] == 700 * 2**30
    leave()


async def test_fault_in_the_making(
    home: Home, maker: Maker, caplog: pytest.LogCaptureFixture
) -> None:
    """It is logged; what was told stands, and the next change is shown."""
    told, leave = await heard(home)
    maker.fault = ZeroDivisionError("made up")
    await changed(home)
    await home.settle()
    assert len(told) == 1
    assert "ZeroDivisionError: made up" in caplog.text
    maker.fault = None
    update(home)
    await home.settle()
    assert told[-1]["overview"]["used"] == 700 * 2**30
    leave()
