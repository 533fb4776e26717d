"""What the config flow asks a source, and what it may know of accounts set up already."""

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager

from aiohttp import ClientSession
from yarl import URL

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import CONF_URL
from homeassistant.core import HomeAssistant
from homeassistant.helpers.translation import async_get_translations
from homeassistant.util import dt as dt_util

from .access import Access, async_decrypted
from .const import CONF_ENTITY_ID, CONF_PROVIDER, DEFAULT_HOST, DOMAIN, LOGGER
from .credentials import CredentialError
from .entity_source import EntityProvider, entity_id_of
from .model import Reading
from .request_log import RequestLog, async_request_log
from .router.discovery import Discovery, discover
from .router.local import LocalProvider
from .router.provider import RateLimited, RouterError, UnexpectedPayload
from .router.session import RouterSession
from .source import Outcome, UnknownFault, async_source, client_session

# How long the portal of the home is looked for where nobody named one.
_PORTAL_SECONDS = 3.0


async def async_look(hass: HomeAssistant, url: str) -> Discovery:
    """Return what a host speaks, as far as it can be told; any `RouterError`.

    No credentials are sent, so there is nothing that a certificate would protect. What
    may be a usage request is only sent where it may, and is written down.
    """
    with _client(hass, verify_ssl=False) as client:
        log = await async_request_log(hass)
        place = await _async_place(log, url)
        session = RouterSession(client, url, announce=log.announcer(place))
        async with log.turn(place):
            # Nobody has signed in since the last look, so none repeats it.
            allowed = log.allowed_at(place) <= dt_util.utcnow()
            allowed = allowed and not log.is_asked_lately(place)
            # Whoever is read there already is recognised by something else.
            entries = hass.config_entries.async_entries(DOMAIN)
            allowed = allowed and url not in {entry.data[CONF_URL] for entry in entries}
            found = await discover(session, usage_allowed=allowed)
            if found.refused:
                await log.async_challenged(place)
        return found


async def async_portal_hints(hass: HomeAssistant) -> dict[str, str]:
    """Return what the home's own router tells of its Taara account; nothing if none does."""
    try:
        with _client(hass, verify_ssl=False) as client:
            session = RouterSession(client, DEFAULT_HOST)
            found = await discover(session, seconds=_PORTAL_SECONDS)
    except RouterError:
        return {}
    return found.hints


async def async_offers(hass: HomeAssistant, access: Access) -> tuple[str, ...]:
    """Prove the credentials and return what may be chosen from; any `RouterError`."""
    with _client(hass, verify_ssl=access.verify_ssl) as client:
        return await (await async_source(hass, access, client)).async_offers()


async def async_read(hass: HomeAssistant, access: Access) -> Reading:
    """Prove the credentials and return a reading; any `RouterError`.

    A source that may not be asked again yet proves them too, and may have answered
    already. `RateLimited` says how long it is until it may be asked.
    """
    with _client(hass, verify_ssl=access.verify_ssl) as client:
        source = await async_source(hass, access, client)
        log = await async_request_log(hass)
        await _async_follow_look(log, access, source.key)
        if (known := await _async_known_elsewhere(hass, log, access)) is not None:
            await source.async_sign_in()
            return known
        match await source.async_poll():
            case Outcome(reading=Reading() as reading):
                return reading
            case Outcome(error=RouterError() as error) if not isinstance(
                error, RateLimited
            ):
                raise error
        asked = log.known(source.key)
        # Where only usage told that credentials were wrong, signing in proves nothing.
        if asked is not None and asked.reading is not None and not asked.challenged:
            await source.async_sign_in()
            return asked.reading
        wait = source.wait.total_seconds()
        raise RateLimited("asked a short while ago", retry_after=wait)


async def _async_place(log: RequestLog, url: str) -> str:
    """Return the name under which a look at a host is kept."""
    return await log.async_source("look", str(URL(url).origin()))


async def _async_follow_look(log: RequestLog, access: Access, key: str) -> None:
    """Leave a router alone that answered a look with usage; one that refused may be asked.

    It is then asked as who was entered, once.
    """
    if not access.url:
        return
    place = await _async_place(log, access.url)
    wait = (log.allowed_at(place) - dt_util.utcnow()).total_seconds()
    if wait > 0:
        raise RateLimited("asked while it was looked at", retry_after=wait)
    # To all other dialects what a look asks last means nothing.
    if access.provider == LocalProvider.name:
        await log.async_follow_look(place, key)


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
        LOGGER.exception("Asking the source failed unexpectedly")
        raise UnknownFault(type(error).__name__) from error
    finally:
        client.detach()


async def _async_known_elsewhere(
    hass: HomeAssistant, log: RequestLog, access: Access
) -> Reading | None:
    """Return what this account answered a moment ago at another address.

    A router that has moved is still asked only once in ten minutes.
    """
    async for other in _async_others(hass, None):
        same = (other.provider, other.whose) == (access.provider, access.whose)
        if not same or not access.whose or other.place == access.place:
            continue
        key = await log.async_source(*other.identity)
        if log.allowed_at(key) > dt_util.utcnow():
            return log.last_reading(key)
    return None


async def async_is_taken(
    hass: HomeAssistant, access: Access, but: str | None = None
) -> bool:
    """Tell whether another entry than `but` reads this account at this source."""
    async for other in _async_others(hass, but):
        if other.identity == access.identity:
            return True
    return False


async def _async_others(hass: HomeAssistant, but: str | None) -> AsyncIterator[Access]:
    """Yield the access of every entry but one, where it can be read."""
    for entry in hass.config_entries.async_entries(DOMAIN):
        if entry.entry_id == but:
            continue
        try:
            yield await async_decrypted(hass, entry)
        except CredentialError:
            continue


async def async_provider_name(hass: HomeAssistant, provider: str) -> str:
    """Return what people call a dialect, in Home Assistant's language."""
    return await async_text(hass, CONF_PROVIDER, provider) or provider


async def async_text(hass: HomeAssistant, kind: str, key: str) -> str | None:
    """Return what people call one of a `kind` of things, in Home Assistant's language."""
    texts = await async_get_translations(
        hass, hass.config.language, "selector", {DOMAIN}
    )
    return texts.get(f"component.{DOMAIN}.selector.{kind}.options.{key}")


def last_reading(entry: ConfigEntry) -> Reading | None:
    """Return what a loaded entry last read."""
    coordinator = getattr(entry, "runtime_data", None)
    household = None if coordinator is None else coordinator.household
    return None if household is None else household.ledger.last


def title_of(hass: HomeAssistant, access: Access) -> str:
    """Return what an entry is called unless people call it otherwise; never an account."""
    if access.provider != EntityProvider.name:
        return f"Taara ({URL(access.url).host})"
    entity_id = entity_id_of(hass, access.account.get(CONF_ENTITY_ID, ""))
    state = None if entity_id is None else hass.states.get(entity_id)
    return f"Taara ({state.name})" if state else "Taara"
