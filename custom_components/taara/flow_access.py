"""What the config flow asks a router, and what it may know of accounts set up already."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import CONF_URL, CONF_VERIFY_SSL
from homeassistant.core import HomeAssistant
from homeassistant.helpers.translation import async_get_translations
from homeassistant.util import dt as dt_util

from .const import CONF_CREDENTIAL_ID, CONF_CREDENTIALS, CONF_PROVIDER, DOMAIN
from .credentials import CredentialError, async_load_keyring
from .model import Reading
from .request_log import async_request_log
from .router.discovery import discover
from .router.provider import RateLimited, UnexpectedPayload
from .router.session import RouterSession
from .source import Source, client_session, identity


@dataclass(frozen=True, kw_only=True, slots=True)
class Access:
    """Where a source is, what it speaks, and who asks."""

    url: str = ""
    provider: str = ""
    account: Mapping[str, str] = field(default_factory=dict, repr=False)
    verify_ssl: bool = True

    @property
    def identity(self) -> tuple[str, ...]:
        """What makes this account at this source the one it is."""
        return identity(self.provider, self.url, self.account)


async def async_look(hass: HomeAssistant, url: str) -> str | None:
    """Return the dialect that a host speaks, if it can be told; any `RouterError`.

    No credentials are sent, so there is nothing that a certificate would protect.
    """
    client = client_session(hass, verify_ssl=False, auto_cleanup=False)
    try:
        return (await discover(RouterSession(client, url))).provider
    finally:
        client.detach()


async def async_read(hass: HomeAssistant, access: Access) -> Reading:
    """Prove the credentials and return a reading; any `RouterError`.

    A source that may not be asked again yet proves them too, and has answered
    already. One that only wanted other credentials has one repeat left.
    """
    log = await async_request_log(hass)
    key = await log.async_source(*access.identity)
    client = client_session(hass, verify_ssl=access.verify_ssl, auto_cleanup=False)
    source = Source(client, log, key, access.url, access.provider, access.account)
    try:
        asked, wait = log.known(key), log.allowed_at(key) - dt_util.utcnow()
        if wait.total_seconds() > 0 and not (asked and asked.challenged):
            if (known := source.last_reading) is None:
                raise RateLimited("asked too lately", retry_after=wait.total_seconds())
            await source.async_sign_in()
            return known
        outcome = await source.async_poll()
        if outcome.reading is not None:
            return outcome.reading
        raise outcome.error or UnexpectedPayload("a poll without an end")
    finally:
        client.detach()


async def async_decrypted(hass: HomeAssistant, entry: ConfigEntry) -> Access:
    """Return an entry's access; `CredentialError` if its secrets cannot be read."""
    data = entry.data
    keyring = await async_load_keyring(hass)
    return Access(
        url=data[CONF_URL],
        provider=data[CONF_PROVIDER],
        account=keyring.decrypt_all(data[CONF_CREDENTIALS], data[CONF_CREDENTIAL_ID]),
        verify_ssl=data.get(CONF_VERIFY_SSL, True),
    )


async def async_is_taken(
    hass: HomeAssistant, access: Access, but: str | None = None
) -> bool:
    """Tell whether another entry than `but` reads this account at this source."""
    for entry in hass.config_entries.async_entries(DOMAIN):
        if entry.entry_id == but:
            continue
        try:
            other = await async_decrypted(hass, entry)
        except CredentialError:
            continue
        if other.identity == access.identity:
            return True
    return False


async def async_provider_name(hass: HomeAssistant, provider: str) -> str:
    """Return what people call a dialect, in Home Assistant's language."""
    texts = await async_get_translations(
        hass, hass.config.language, "selector", {DOMAIN}
    )
    key = f"component.{DOMAIN}.selector.{CONF_PROVIDER}.options.{provider}"
    return texts.get(key, provider)
