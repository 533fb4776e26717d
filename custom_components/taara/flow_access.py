"""What the config flow asks a router, and what it may know of accounts set up already."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from aiohttp import ClientSession
from yarl import URL

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import CONF_URL, CONF_VERIFY_SSL
from homeassistant.core import HomeAssistant
from homeassistant.helpers.translation import async_get_translations

from .const import CONF_CREDENTIAL_ID, CONF_CREDENTIALS, CONF_PROVIDER, DOMAIN, LOGGER
from .credentials import CredentialError, async_load_keyring
from .model import Reading
from .request_log import async_request_log
from .router import PROVIDERS
from .router.address import is_private
from .router.discovery import discover
from .router.provider import RateLimited, RouterError, UnexpectedPayload
from .router.session import RouterSession
from .source import (
    SECRET_FIELDS,
    Outcome,
    Source,
    UnknownFault,
    client_session,
    identity,
)


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

    @property
    def title(self) -> str:
        """What an entry is called unless people call it otherwise; never an account."""
        return f"Taara ({URL(self.url).host})"

    @property
    def names(self) -> dict[str, str]:
        """The account without its secrets: what a form may show again."""
        return {k: v for k, v in self.account.items() if k not in SECRET_FIELDS}

    @property
    def secrets(self) -> dict[str, str]:
        """What of the account no form shows."""
        return {k: v for k, v in self.account.items() if k in SECRET_FIELDS}

    @property
    def may_skip_verifying(self) -> bool:
        """Whether people may trust a certificate unseen: only at home."""
        url = URL(self.url)
        return url.scheme == "https" and is_private(url)

    def entered(self, typed: Mapping[str, Any], secrets: Mapping[str, str]) -> Access:
        """Return this with what was typed; `secrets` stand for those left empty."""
        account = {
            name: typed.get(name) or secrets.get(name, "")
            for name in PROVIDERS[self.provider].account_fields
        }
        verify = typed.get(CONF_VERIFY_SSL, self.verify_ssl)
        return replace(self, account=account, verify_ssl=verify)

    def moved_to(self, url: str) -> Access:
        """Return this at another place, where nobody has said what to trust."""
        return replace(self, url=url, verify_ssl=self.verify_ssl or url != self.url)


def access_of(entry: ConfigEntry) -> Access:
    """Return an entry's access without its account."""
    data = entry.data
    return Access(
        url=data[CONF_URL],
        provider=data[CONF_PROVIDER],
        verify_ssl=data.get(CONF_VERIFY_SSL, True),
    )


async def async_decrypted(hass: HomeAssistant, entry: ConfigEntry) -> Access:
    """Return an entry's access; `CredentialError` if its secrets cannot be read."""
    data, keyring = entry.data, await async_load_keyring(hass)
    account = keyring.decrypt_all(data[CONF_CREDENTIALS], data[CONF_CREDENTIAL_ID])
    return replace(access_of(entry), account=account)


async def async_access_data(
    hass: HomeAssistant, access: Access, credential_id: str
) -> dict[str, Any]:
    """Return the part of an entry's data that says how to read the source."""
    keyring = await async_load_keyring(hass)
    return {
        CONF_URL: access.url,
        CONF_PROVIDER: access.provider,
        CONF_VERIFY_SSL: access.verify_ssl,
        CONF_CREDENTIAL_ID: credential_id,
        CONF_CREDENTIALS: keyring.encrypt_all(access.account, credential_id),
    }


async def async_look(hass: HomeAssistant, url: str) -> str | None:
    """Return the dialect that a host speaks, if it can be told; any `RouterError`.

    No credentials are sent, so there is nothing that a certificate would protect.
    """
    with _client(hass, verify_ssl=False) as client:
        return (await discover(RouterSession(client, url))).provider


async def async_read(hass: HomeAssistant, access: Access) -> Reading:
    """Prove the credentials and return a reading; any `RouterError`.

    A source that may not be asked again yet proves them too, and may have answered
    already. `RateLimited` says how long it is until it may be asked.
    """
    with _client(hass, verify_ssl=access.verify_ssl) as client:
        log = await async_request_log(hass)
        key = await log.async_source(*access.identity)
        source = Source(client, log, key, access.url, access.provider, access.account)
        match await source.async_poll():
            case Outcome(reading=Reading() as reading):
                return reading
            case Outcome(error=RouterError() as error) if not isinstance(
                error, RateLimited
            ):
                raise error
        asked = log.known(key)
        # Where only usage told that credentials were wrong, signing in proves nothing.
        if asked is not None and asked.reading is not None and not asked.challenged:
            await source.async_sign_in()
            return asked.reading
        wait = source.wait.total_seconds()
        raise RateLimited("asked a short while ago", retry_after=wait)


@contextmanager
def _client(hass: HomeAssistant, *, verify_ssl: bool) -> Iterator[ClientSession]:
    """Give a client for a while; a fault of ours becomes a `RouterError`, too."""
    client = client_session(hass, verify_ssl=verify_ssl, auto_cleanup=False)
    try:
        yield client
    except UnexpectedPayload as error:
        # Nothing is set up yet that diagnostics could be taken from.
        LOGGER.warning("%s; with all values masked: %s", error.detail, error.sample)
        raise
    except RouterError:
        raise
    except Exception as error:
        LOGGER.exception("Asking the router failed unexpectedly")
        raise UnknownFault(type(error).__name__) from error
    finally:
        client.detach()


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


def last_reading(entry: ConfigEntry) -> Reading | None:
    """Return what a loaded entry last read."""
    coordinator = getattr(entry, "runtime_data", None)
    household = None if coordinator is None else coordinator.household
    return None if household is None else household.ledger.last
