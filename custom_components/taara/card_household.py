"""Which household a card shows: the one that it names, or whichever there is."""

from homeassistant.config_entries import (
    SIGNAL_CONFIG_ENTRY_CHANGED,
    ConfigEntry,
    ConfigEntryChange,
)
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.dispatcher import async_dispatcher_connect

from .card_feed import Tell, follow
from .const import DOMAIN
from .coordinator import TaaraConfigEntry


@callback
def households(hass: HomeAssistant) -> list[TaaraConfigEntry]:
    """Return the households that are in use, always in the same order."""
    return hass.config_entries.async_entries(
        DOMAIN, include_ignore=False, include_disabled=False
    )


@callback
def follow_the_only_one(
    hass: HomeAssistant, entry: TaaraConfigEntry, tell: Tell
) -> CALLBACK_TYPE:
    """Follow a household that nobody named; return what ends that.

    Once it is not in use any more, the only one that is then takes its place: cards stay
    on the page while Taara is removed and set up again.
    """
    leave = follow(hass, entry, tell)

    @callback
    def changed(_change: ConfigEntryChange, _entry: ConfigEntry) -> None:
        nonlocal entry, leave
        known = households(hass)
        if entry not in known and len(known) == 1:
            leave()
            entry = known[0]
            leave = follow(hass, entry, tell)

    stop = async_dispatcher_connect(hass, SIGNAL_CONFIG_ENTRY_CHANGED, changed)

    @callback
    def end() -> None:
        stop()
        leave()

    return end
