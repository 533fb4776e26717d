"""A card that names no household shows whichever there is; others stay with theirs."""

from typing import Any

import pytest
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.taara.card_feed import FEEDS
from custom_components.taara.card_household import follow_the_only_one
from homeassistant.config_entries import ConfigEntryDisabler

from .common import new_entry, set_up
from .helpers_core import Home
from .test_websocket_api import subscribe


class Card:
    """Keeps what it is told."""

    def __init__(self, home: Home) -> None:
        """Follow the household, until told to leave."""
        self.told: list[dict[str, Any]] = []
        entry: Any = home.entry
        self.leave = follow_the_only_one(home.hass, entry, self.told.append)

    @property
    def shows(self) -> bool:
        """Whether it shows any figures."""
        return bool(self.told) and self.told[-1]["overview"] is not None


@pytest.mark.parametrize("named", [False, True])
async def test_removed_and_set_up_again(
    home: Home, hass_ws_client: WebSocketGenerator, named: bool
) -> None:
    """The page need not be loaded again; who named a household waits for that one."""
    await home.set_up()
    client = await hass_ws_client(home.hass)
    _, told = await subscribe(
        client, **({"entry_id": home.entry.entry_id} if named else {})
    )
    assert told["overview"] is not None
    await home.hass.config_entries.async_remove(home.entry.entry_id)
    assert (await client.receive_json())["event"]["overview"] is None
    await set_up(home.hass, await new_entry(home.hass, home.router))
    await client.send_json_auto_id({"type": "ping"})
    last: dict[str, Any] = {}
    while (answer := await client.receive_json())["type"] != "pong":
        last = answer["event"]
    assert bool(last.get("overview")) is not named


async def test_another_household(home: Home) -> None:
    """It is shown once it is the only one, and not as long as both are there."""
    await home.set_up()
    card = Card(home)
    other = await new_entry(home.hass, home.router)
    await set_up(home.hass, other)
    await home.settle()
    feeds = home.hass.data.get(FEEDS)
    assert feeds is not None
    assert list(feeds) == [home.entry.entry_id]
    await home.hass.config_entries.async_remove(home.entry.entry_id)
    await home.settle()
    assert list(feeds) == [other.entry_id]
    assert card.shows
    card.leave()


async def test_disabled_for_a_while(home: Home) -> None:
    """Where there is no other, its own comes back."""
    await home.set_up()
    card = Card(home)
    await home.settle()
    entries, entry_id = home.hass.config_entries, home.entry.entry_id
    await entries.async_set_disabled_by(entry_id, ConfigEntryDisabler.USER)
    await home.settle()
    assert not card.shows
    await entries.async_set_disabled_by(entry_id, None)
    await home.settle()
    assert card.shows
    card.leave()


async def test_whoever_has_left(home: Home) -> None:
    """Nothing follows for a card that is gone."""
    await home.set_up()
    card = Card(home)
    await home.settle()
    card.leave()
    count = len(card.told)
    await home.hass.config_entries.async_remove(home.entry.entry_id)
    await set_up(home.hass, await new_entry(home.hass, home.router))
    await home.settle()
    assert len(card.told) == count
