"""Whom a question is about, and while what the agent knows the sentences."""

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.taara.const import DOMAIN
from homeassistant.components.conversation import get_agent_manager
from homeassistant.config_entries import ConfigEntryDisabler, ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr
from homeassistant.setup import async_setup_component
from tests.common import set_up

from .conftest import Ask

LEFT = "how much data is left"
NOT_UNDERSTOOD = "Sorry, I couldn't understand that"


def known(hass: HomeAssistant) -> int:
    """Return how many sentence templates the agent knows."""
    return len(get_agent_manager(hass).trigger_sentences)


def rename(hass: HomeAssistant, entry: MockConfigEntry, title: str) -> None:
    """Give a household's entry another title."""
    hass.config_entries.async_update_entry(entry, title=title)


async def test_only_household(
    hass: HomeAssistant, ask: Ask, loaded_entry: MockConfigEntry
) -> None:
    """The only household need not be named, but may be."""
    rename(hass, loaded_entry, "Beach house")
    assert (answer := await ask(LEFT)).startswith("You have ")
    assert await ask(f"{LEFT} at the beach house?") == answer
    used = await ask("how much data have we used this month at the beach house")
    assert used.startswith("You have used ")
    watch = await ask("do we have enough data for an episode at the beach house")
    assert watch.startswith("An episode takes ")
    assert (await ask(f"{LEFT} at the town flat")).startswith("Sorry")


async def test_several_households(
    hass: HomeAssistant,
    ask: Ask,
    loaded_entry: MockConfigEntry,
    neighbour: MockConfigEntry,
) -> None:
    """Of several, the named one answers; without a name, it is asked for."""
    await set_up(hass, neighbour)
    rename(hass, loaded_entry, "Beach house")
    rename(hass, neighbour, "Beach house annex")
    assert await ask(LEFT) == "For which household: Beach house and Beach house annex?"
    annex = await ask(f"{LEFT} at the beach house annex")
    assert annex.startswith("You have 351 gigabytes left")
    house = await ask(f"{LEFT} at the Beach House")
    assert house.startswith("You have ")
    assert house != annex


async def test_equal_names(
    hass: HomeAssistant,
    ask: Ask,
    loaded_entry: MockConfigEntry,
    neighbour: MockConfigEntry,
) -> None:
    """Two of the same title are told apart by a number, and each can be asked."""
    await set_up(hass, neighbour)
    rename(hass, loaded_entry, "Beach house")
    rename(hass, neighbour, "beach house")
    assert await ask(LEFT) == "For which household: Beach house and beach house 2?"
    second = await ask(f"{LEFT} at the beach house 2")
    assert second.startswith("You have 351 gigabytes left")
    first = await ask(f"{LEFT} at the beach house")
    assert first.startswith("You have ")
    assert first != second


async def test_household_that_is_away(
    hass: HomeAssistant,
    ask: Ask,
    loaded_entry: MockConfigEntry,
    neighbour: MockConfigEntry,
) -> None:
    """One that was never read says so, and does not pass for the other."""
    rename(hass, loaded_entry, "Beach house")
    rename(hass, neighbour, "Town flat")
    assert await ask(f"{LEFT} in the town flat") == "Nothing is known of Town flat yet."
    assert (await ask(LEFT)).startswith("For which household")
    await hass.config_entries.async_set_disabled_by(
        neighbour.entry_id, ConfigEntryDisabler.USER
    )
    assert (await ask(LEFT)).startswith("You have ")


async def test_device_renamed(
    hass: HomeAssistant, ask: Ask, loaded_entry: MockConfigEntry
) -> None:
    """The name that people gave the device will do."""
    registry = dr.async_get(hass)
    (device,) = dr.async_entries_for_config_entry(registry, loaded_entry.entry_id)
    registry.async_update_device(device.id, name_by_user="Grandma's")
    await hass.async_block_till_done()
    assert (await ask(f"{LEFT} at grandma's")).startswith("You have ")


async def test_sentences_follow_the_households(
    hass: HomeAssistant,
    agent: None,
    loaded_entry: MockConfigEntry,
    neighbour: MockConfigEntry,
) -> None:
    """They are there while one household is, and once, however often it is reloaded."""
    there = known(hass)
    assert there > 0
    await set_up(hass, neighbour)
    await hass.config_entries.async_reload(loaded_entry.entry_id)
    assert known(hass) == there
    await hass.config_entries.async_unload(loaded_entry.entry_id)
    other = MockConfigEntry(domain="other")
    other.add_to_hass(hass)
    rename(hass, other, "Beach house")
    assert known(hass) == there
    await hass.config_entries.async_remove(neighbour.entry_id)
    assert known(hass) == 0


async def test_no_agent(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    """Taara does without; when the agent comes, it learns the sentences."""
    await set_up(hass, entry)
    assert entry.state is ConfigEntryState.LOADED
    assert "conversation" not in hass.config.components
    assert hass.services.has_service(DOMAIN, "refresh")
    assert await async_setup_component(hass, "homeassistant", {})
    assert await async_setup_component(hass, "conversation", {})
    await hass.async_block_till_done()
    assert known(hass) > 0


@pytest.mark.parametrize(
    ("language", "begin"), [("en", "You have "), ("sw", "Umebakiwa na ")]
)
async def test_language(
    hass: HomeAssistant,
    ask: Ask,
    loaded_entry: MockConfigEntry,
    language: str,
    begin: str,
) -> None:
    """The sentence tells the language; where it does not, the household's own is spoken."""
    options = {"language": language}
    hass.config_entries.async_update_entry(loaded_entry, options=options)
    assert (await ask("data balance")).startswith(begin)
    assert (await ask(LEFT)).startswith("You have ")
    assert (await ask("data imebaki kiasi gani")).startswith("Umebakiwa na ")


async def test_own_sentences_go_on(
    hass: HomeAssistant, ask: Ask, loaded_entry: MockConfigEntry
) -> None:
    """What the agent knows by itself, it still does."""
    hass.states.async_set("light.kitchen", "on", {"friendly_name": "Kitchen"})
    assert await ask("how much milk is left") == NOT_UNDERSTOOD
    assert "Sorry" not in await ask("what time is it")
