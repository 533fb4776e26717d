"""One account at one source, asked politely: whoever asks, asks through here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
import secrets
from typing import Any

from aiohttp import ClientSession, CookieJar

from homeassistant.core import HomeAssistant
from homeassistant.helpers.aiohttp_client import async_create_clientsession
from homeassistant.util import dt as dt_util

from .access import Access
from .const import LOGGER
from .entity_source import EntityProvider
from .model import Poll, Reading, ReadingStatus
from .request_log import Asked, RequestLog, async_request_log
from .router import create_provider
from .router.provider import (
    CannotConnect,
    InvalidAuth,
    RateLimited,
    RouterError,
    RouterUnavailable,
    UsageProvider,
)
from .router.session import TRIES, Exchange, RouterSession
from .usage.household import counter_name


class UnknownFault(RouterError):
    """A fault of ours, not of the router; the log has its traceback."""

    key = "unknown"


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """How one poll ended: with a reading, or with an error; always with a record."""

    poll: Poll
    reading: Reading | None = None
    error: RouterError | None = None

    @property
    def is_ours(self) -> bool:
        """Whether nobody was asked, because somebody else just had been."""
        return isinstance(self.error, RateLimited) and not self.poll.requests

    @property
    def key(self) -> str | None:
        """The translation key of the text about the error."""
        return None if self.error is None else f"poll_{self.error.key}"


def client_session(
    hass: HomeAssistant, *, verify_ssl: bool = True, auto_cleanup: bool = True
) -> ClientSession:
    """Return a session of its own: routers live at addresses, whose cookies count."""
    jar = CookieJar(unsafe=True, quote_cookie=False)
    return async_create_clientsession(hass, verify_ssl, auto_cleanup, cookie_jar=jar)


async def async_source(
    hass: HomeAssistant, access: Access, client: ClientSession
) -> Source:
    """Return the one way to ask what `access` describes."""
    log = await async_request_log(hass)
    key = await log.async_source(*access.identity)
    whose = await log.async_source(access.provider, *access.whose)
    if access.meaning is not None:
        whose = counter_name(whose, access.meaning)
    if access.provider == EntityProvider.name:
        return Source(log, key, EntityProvider(hass, access.account), whose=whose)
    session = RouterSession(client, access.url, announce=log.announcer(key))
    provider = create_provider(access.provider, session, access.account)
    return Source(log, key, provider, session, whose)


class Source:
    """One account at one source.

    `key` names it in the request log, `whose` names the account wherever it is read,
    with what its counter is said to mean.
    Reading it keeps the source's rule: the caller may try at any time and looks at
    `allowed_at` only to be kind. What is asked without a `session` may be asked freely.
    """

    def __init__(
        self,
        log: RequestLog,
        key: str,
        provider: UsageProvider,
        session: RouterSession | None = None,
        whose: str | None = None,
    ) -> None:
        """Prepare; nothing is sent yet."""
        self.key = key
        self.whose = whose
        self._log = log
        self._provider = provider
        self._session = session

    @property
    def allowed_at(self) -> datetime:
        """When the source may be asked for usage; not in the past."""
        if self.is_inside:  # nobody is asked
            return dt_util.utcnow()
        return self._log.allowed_at(self.key)

    @property
    def wait(self) -> timedelta:
        """How long until the source may be asked; nothing or less means now."""
        return self.allowed_at - dt_util.utcnow()

    @property
    def is_inside(self) -> bool:
        """Whether it is in Home Assistant itself, which has to have started."""
        return self._session is None

    @property
    def is_logged(self) -> bool:
        """Whether the last request could be written down."""
        return self._log.is_saved

    @property
    def last_reading(self) -> Reading | None:
        """The last answer in a day, whoever asked."""
        return self._log.last_reading(self.key)

    async def async_sign_in(self) -> None:
        """Prove the credentials without a usage request; any `RouterError`."""
        self._begin(_poll_id())
        await self._provider.sign_in()

    async def async_offers(self) -> tuple[str, ...]:
        """Return what may be chosen from, without a usage request; any `RouterError`."""
        self._begin(_poll_id())
        return await self._provider.offers()

    async def async_poll(self, tries: int = TRIES) -> Outcome:
        """Ask for usage once and keep what became of it. Raises nothing.

        Asked sooner than allowed, it sends nothing and says `RateLimited` itself.
        """
        async with self._log.turn(self.key):
            if self.wait <= timedelta(0):
                return await self._async_poll(tries)
        poll_id, error = _poll_id(), RateLimited("asked a short while ago")
        self._begin(poll_id)
        poll = self._record(poll_id, dt_util.utcnow(), None, error)
        return Outcome(poll=poll, error=error)

    async def _async_poll(self, tries: int) -> Outcome:
        poll_id, started = _poll_id(), dt_util.utcnow()
        before = self._log.known(self.key)
        self._begin(poll_id, tries)
        reading: Reading | None = None
        error: RouterError | None = None
        try:
            reading = await self._provider.read()
        except RouterError as caught:
            error = caught
        except Exception as caught:  # noqa: BLE001  a fault of ours must not end polling
            LOGGER.exception("[%s] Reading the source failed unexpectedly", poll_id)
            error = UnknownFault(type(caught).__name__)
        else:
            await self._log.async_answered(self.key, reading)
        if error is not None:
            await self._async_keep(error, before)
        return Outcome(
            poll=self._record(poll_id, started, reading, error),
            reading=reading,
            error=error,
        )

    @property
    def _exchanges(self) -> Sequence[Exchange]:
        return () if self._session is None else self._session.trace

    @property
    def _usage_requests(self) -> int:
        return 0 if self._session is None else self._session.usage_requests

    def _begin(self, poll_id: str, tries: int = TRIES) -> None:
        if self._session is not None:
            self._session.begin(poll_id, tries)

    async def _async_keep(self, error: RouterError, before: Asked | None) -> None:
        """Keep in the request log what an error means for the next request."""
        match error:
            case RateLimited():
                await self._log.async_refused(self.key, _seconds(error.retry_after))
            case RouterUnavailable(retry_after=float() | int() as wait):
                await self._log.async_wait(self.key, timedelta(seconds=wait))
            case InvalidAuth():
                await self._log.async_challenged(self.key)
            case CannotConnect(left=False) if not self._usage_requests:
                await self._log.async_withdraw(self.key, before)
            case _:
                pass

    def _record(
        self,
        poll_id: str,
        at: datetime,
        reading: Reading | None,
        error: RouterError | None,
    ) -> Poll:
        exchanges = self._exchanges
        return Poll(
            poll_id=poll_id,
            at=at,
            status=ReadingStatus.FAILED if reading is None else reading.status,
            error=None if error is None else error.key,
            detail=None if error is None else error.detail,
            requests=len(exchanges),
            usage_requests=self._usage_requests,
            response_ms=sum(exchange.ms for exchange in exchanges),
            used=None if reading is None else reading.used,
            remaining=None if reading is None else reading.remaining,
            raw=_sample(error) if reading is None else reading.raw,
        )


def _sample(error: RouterError | None) -> Mapping[str, Any]:
    """Return the redacted structure of an answer that was not understood."""
    sample = getattr(error, "sample", None)
    return {} if sample is None else {"sample": sample}


def _seconds(value: float | None) -> timedelta | None:
    return None if value is None else timedelta(seconds=value)


def _poll_id() -> str:
    """Return a short id that every line about one poll carries."""
    return secrets.token_hex(4)
