"""Taara: how much of the internet plan is left, will it last, and what to do."""

from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ConfigEntryAuthFailed, ConfigEntryNotReady
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.typing import ConfigType

from .access import async_decrypted
from .actions import async_setup_actions
from .card_feed import async_forget
from .const import CONF_PLAN, DOMAIN
from .coordinator import TaaraConfigEntry, TaaraCoordinator
from .credentials import CredentialError, async_remove_keyring
from .entry import plan_from
from .frontend import async_hide, async_serve, async_show
from .http import async_setup_http
from .model import Reach
from .repairs import async_withdraw_issues
from .sentences import async_setup_sentences
from .sidebar import async_update_sidebar
from .source import Source, async_source, client_session
from .statistics import async_clear_statistics
from .store import EntryStore
from .websocket_api import async_setup_websocket_api
from .websocket_questions import async_setup_websocket_questions
from .week_view import WeekView

CONFIG_SCHEMA = cv.config_entry_only_config_schema(DOMAIN)
PLATFORMS = [
    Platform.BINARY_SENSOR,
    Platform.BUTTON,
    Platform.CALENDAR,
    Platform.EVENT,
    Platform.NUMBER,
    Platform.SENSOR,
    Platform.SWITCH,
]


async def async_setup(hass: HomeAssistant, config: ConfigType) -> bool:
    """Set up what there is once for all households: all that programs and people call."""
    async_setup_actions(hass)
    async_setup_sentences(hass)
    async_setup_websocket_api(hass)
    async_setup_websocket_questions(hass)
    await async_setup_http(hass)
    hass.http.register_view(WeekView)
    await async_serve(hass)
    return True


async def async_setup_entry(hass: HomeAssistant, entry: TaaraConfigEntry) -> bool:
    """Set up a household: on what is known of it, asking the source only if nothing is."""
    locked: CredentialError | None = None
    source: Source | None = None
    try:
        source = await _async_source(hass, entry)
    except CredentialError as error:
        locked = error
    plan, store = plan_from(entry.data[CONF_PLAN]), EntryStore(hass, entry.entry_id)
    coordinator = TaaraCoordinator(hass, entry, plan, store, source)
    outcome = await coordinator.async_begin()
    if coordinator.data is None:
        raise _not_yet(locked.translation_key if locked else outcome and outcome.key)
    if locked is not None:
        coordinator.ask_for_credentials(Reach.KEY_MISSING)
    entry.runtime_data = coordinator
    await hass.config_entries.async_forward_entry_setups(entry, PLATFORMS)
    coordinator.alerts.begin()
    await async_show(hass)
    async_update_sidebar(hass)
    return True


async def async_unload_entry(hass: HomeAssistant, entry: TaaraConfigEntry) -> bool:
    """Unload a household; the coordinator stops its clock and saves by itself."""
    unloaded = await hass.config_entries.async_unload_platforms(entry, PLATFORMS)
    # Who disables the last household that wants it there does not want an empty one.
    async_update_sidebar(hass)
    return unloaded


async def async_remove_entry(hass: HomeAssistant, entry: TaaraConfigEntry) -> None:
    """Remove what was kept of a household, and with the last one the key.

    The request log stays for a day: whoever adds the household again must not ask the
    source sooner than anybody else.
    """
    await EntryStore(hass, entry.entry_id).async_remove()
    async_clear_statistics(hass, entry)
    async_withdraw_issues(hass, entry)
    async_update_sidebar(hass)
    async_forget(hass, entry.entry_id)
    if not hass.config_entries.async_entries(DOMAIN):
        await async_hide(hass)
        await async_remove_keyring(hass)


async def _async_source(hass: HomeAssistant, entry: TaaraConfigEntry) -> Source:
    """Return the entry's source; `CredentialError` if its secrets cannot be read."""
    access = await async_decrypted(hass, entry)
    client = client_session(hass, verify_ssl=access.verify_ssl)
    return await async_source(hass, access, client)


def _not_yet(key: str | None) -> ConfigEntryNotReady | ConfigEntryAuthFailed:
    """Return why a household of which nothing is known cannot be set up now."""
    wrong = key in {"key_invalid", "key_missing", "tampered", "poll_invalid_auth"}
    kind = ConfigEntryAuthFailed if wrong else ConfigEntryNotReady
    return kind(translation_domain=DOMAIN, translation_key=key or "not_yet_allowed")
