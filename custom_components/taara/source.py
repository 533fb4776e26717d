"""One account at one source, asked politely: whoever asks, asks through here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
import secrets
from typing import Any

from aiohttp import ClientSession, CookieJar
from yarl import URL

from homeassistant.core import HomeAssistant
from homeassistant.helpers.aiohttp_client import async_create_clientsession
from homeassistant.util import dt as dt_util

from .const import LOGGER
from .model import Poll, Reading, ReadingStatus
from .request_log import Asked, RequestLog
from .router import PROVIDERS, create_provider
from .router.provider import (
    CannotConnect,
    InvalidAuth,
    RateLimited,
    RouterError,
    RouterUnavailable,
)
from .router.session import TRIES, RouterSession

# What proves who one is; the other fields of an account say who.
SECRET_FIELDS = frozenset({"password", "passcode"})


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


def identity(
    provider: str, base_url: str, account: Mapping[str, str]
) -> tuple[str, ...]:
    """Return what makes an account at a source this one: all but its secrets."""
    fields = PROVIDERS[provider].account_fields
    names = (name for name in fields if name not in SECRET_FIELDS)
    return (str(URL(base_url).origin()), *(account.get(name, "") for name in names))


class Source:
    """One account at one source.

    `key` names it in the request log. Reading it keeps the source's rule: the caller
    may try at any time and looks at `allowed_at` only to be kind.
    """

    def __init__(
        self,
        client: ClientSession,
        log: RequestLog,
        key: str,
        base_url: str,
        provider: str,
        account: Mapping[str, str],
        whose: str | None = None,
    ) -> None:
        """Prepare; nothing is sent yet. `whose` names the account wherever it is."""
        self.key = key
        self.whose = whose
        self._log = log
        self._session = RouterSession(client, base_url, announce=log.announcer(key))
        self._provider = create_provider(provider, self._session, account)

    @property
    def allowed_at(self) -> datetime:
        """When the source may be asked for usage; not in the past."""
        return self._log.allowed_at(self.key)

    @property
    def wait(self) -> timedelta:
        """How long until the source may be asked; nothing or less means now."""
        return self.allowed_at - dt_util.utcnow()

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
        self._session.begin(_poll_id())
        await self._provider.sign_in()

    async def async_poll(self, tries: int = TRIES) -> Outcome:
        """Ask for usage once and keep what became of it. Raises nothing.

        Asked sooner than allowed, it sends nothing and says `RateLimited` itself.
        """
        async with self._log.turn(self.key):
            if self.wait <= timedelta(0):
                return await self._async_poll(tries)
        poll_id, error = _poll_id(), RateLimited("asked a short while ago")
        self._session.begin(poll_id)
        poll = self._record(poll_id, dt_util.utcnow(), None, error)
        return Outcome(poll=poll, error=error)

    async def _async_poll(self, tries: int) -> Outcome:
        poll_id, started = _poll_id(), dt_util.utcnow()
        before = self._log.known(self.key)
        self._session.begin(poll_id, tries)
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

    async def _async_keep(self, error: RouterError, before: Asked | None) -> None:
        """Keep in the request log what an error means for the next request."""
        match error:
            case RateLimited():
                await self._log.async_refused(self.key, _seconds(error.retry_after))
            case RouterUnavailable(retry_after=float() | int() as wait):
                await self._log.async_wait(self.key, timedelta(seconds=wait))
            case InvalidAuth():
                await self._log.async_challenged(self.key)
            case CannotConnect(left=False) if not self._session.usage_requests:
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
        exchanges = self._session.trace
        return Poll(
            poll_id=poll_id,
            at=at,
            status=ReadingStatus.FAILED if reading is None else reading.status,
            error=None if error is None else error.key,
            detail=None if error is None else error.detail,
            requests=len(exchanges),
            usage_requests=self._session.usage_requests,
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
