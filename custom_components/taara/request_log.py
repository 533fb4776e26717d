"""When each source was last asked, written down before it is asked again.

The source's rule is one usage request in ten minutes and 144 a day for an account. It
has to hold whatever is pressed, reloaded, restarted, killed, deleted and added again,
so the log is the whole installation's, outlives an entry by a day, and keeps the
answer too: who may not ask again is shown what was answered.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
import hashlib
import secrets
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.helpers.storage import Store
from homeassistant.util import dt as dt_util
from homeassistant.util.hass_dict import HassKey

from .const import DOMAIN, LOGGER, POLL_INTERVAL
from .model import Reading
from .serial import from_json

STORAGE_KEY = f"{DOMAIN}.requests"
STORAGE_VERSION = 1

_LOG: HassKey[asyncio.Task[RequestLog]] = HassKey(f"{DOMAIN}_requests")

REQUESTS_A_DAY = 144
REMEMBERED = timedelta(hours=24)
# However long a source, or a wrong clock, wants us to wait.
LONGEST_WAIT = timedelta(hours=24)


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """What is known of the last usage request to a source.

    `count` requests were made on `day` (in UTC). `not_before` is what the source
    itself asked for, `refusals` how many times in a row it said that it was too much.
    `challenged` says that it was answered with a demand for (other) credentials only,
    after which one repeat is allowed.
    """

    at: datetime
    day: date
    count: int = 1
    refusals: int = 0
    not_before: datetime | None = None
    challenged: bool = False
    reading: Reading | None = None

    def allowed_at(self, now: datetime) -> datetime:
        """Return when the source may be asked again.

        A clock that was set back must not silence us for longer than we would have
        waited anyway.
        """
        allowed = min(self.at, now) + POLL_INTERVAL
        if self.count >= REQUESTS_A_DAY:
            tomorrow = datetime.combine(self.day, time.min, UTC) + timedelta(days=1)
            allowed = max(allowed, min(tomorrow, now + LONGEST_WAIT))
        if self.not_before is not None:
            allowed = max(allowed, min(self.not_before, now + LONGEST_WAIT))
        return allowed

    def again(self, now: datetime) -> Asked:
        """Return this with one more request at `now`."""
        day = now.astimezone(UTC).date()
        count = self.count + 1 if day == self.day else 1
        return replace(
            self, at=now, day=day, count=count, not_before=None, challenged=False
        )


class RequestLog:
    """The log of one Home Assistant, shared by its entries and flows."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Prepare an empty log; `async_load` fills it."""
        self._hass = hass
        self._store: Store[dict[str, Any]] = Store(
            hass, STORAGE_VERSION, STORAGE_KEY, private=True, atomic_writes=True
        )
        self._asked: dict[str, Asked] = {}
        self._salt = secrets.token_hex(16)

    async def async_load(self) -> None:
        """Read what earlier runs wrote down; what cannot be read is forgotten."""
        stored = await self._store.async_load() or {}
        self._salt = str(stored.get("salt", self._salt))
        for source, data in stored.get("sources", {}).items():
            try:
                self._asked[source] = from_json(Asked, data)
            except ValueError as error:
                LOGGER.warning("A line of the request log is unreadable: %s", error)

    async def async_source(self, *parts: str) -> str:
        """Return the name under which a source is kept: a keyed hash, slow to guess.

        It has to outlive the keyring, so its key lies beside it; that a phone number
        is short is made up for by the cost of a try (scrypt, RFC 7914).
        """
        text, salt = "\0".join(parts).encode(), self._salt.encode()
        digest = await self._hass.async_add_executor_job(
            partial(hashlib.scrypt, text, salt=salt, n=2**14, r=8, p=1, dklen=16)
        )
        return digest.hex()

    def allowed_at(self, source: str) -> datetime:
        """Return when a source may be asked for usage; now, if nothing forbids it."""
        now = dt_util.utcnow()
        asked = self._asked.get(source)
        return now if asked is None else max(now, asked.allowed_at(now))

    def may_ask(self, source: str) -> bool:
        """Tell whether a source may be asked for usage now."""
        return self.allowed_at(source) <= dt_util.utcnow()

    def last_reading(self, source: str) -> Reading | None:
        """Return the last answer of a source, if there was one in the last day."""
        asked = self._asked.get(source)
        return None if asked is None else asked.reading

    def announcer(self, source: str) -> Callable[[], Awaitable[None]]:
        """Return what is to be awaited before each usage request leaves."""

        async def announce() -> None:
            now = dt_util.utcnow()
            asked = self._asked.get(source) or Asked(at=now, day=now.date(), count=0)
            self._asked[source] = asked.again(now)
            await self._async_save()

        return announce

    async def async_withdraw(self, source: str, before: Asked | None) -> None:
        """Put back what was known before a request that, as it turned out, never left."""
        if before is None:
            self._asked.pop(source, None)
        else:
            self._asked[source] = before
        await self._async_save()

    async def async_answered(self, source: str, reading: Reading) -> None:
        """Keep the answer of a source beside the time it was asked."""
        kept = self.known(source) or _seen(reading.taken_at)
        reading = replace(reading, raw={})
        self._asked[source] = replace(kept, reading=reading, refusals=0)
        await self._async_save()

    async def async_refused(self, source: str, wait: timedelta | None) -> None:
        """Keep a source's word that it was too much, and for how long if it said so.

        Refused again and again, we wait twice as long each time.
        """
        now = dt_util.utcnow()
        kept = self.known(source) or _seen(now)
        backoff = POLL_INTERVAL * 2 ** min(kept.refusals, 8)
        until = now + min(max(wait or timedelta(0), backoff), LONGEST_WAIT)
        self._asked[source] = replace(
            kept, refusals=kept.refusals + 1, not_before=until
        )
        await self._async_save()

    async def async_challenged(self, source: str) -> None:
        """Keep that a source wanted other credentials before it would answer."""
        if (kept := self.known(source)) is not None:
            self._asked[source] = replace(kept, challenged=True)
            await self._async_save()

    async def async_wait(self, source: str, wait: timedelta) -> None:
        """Keep for how long a source that cannot serve now wants to be left alone."""
        now = dt_util.utcnow()
        kept = self.known(source) or _seen(now)
        until = now + min(wait, LONGEST_WAIT)
        self._asked[source] = replace(kept, not_before=until)
        await self._async_save()

    def known(self, source: str) -> Asked | None:
        """Return what is known of the last request to a source."""
        return self._asked.get(source)

    async def _async_save(self) -> None:
        self._prune()
        await self._store.async_save({"salt": self._salt, "sources": self._asked})

    def _prune(self) -> None:
        now = dt_util.utcnow()
        self._asked = {
            source: asked
            for source, asked in self._asked.items()
            if max(asked.at + REMEMBERED, asked.allowed_at(now)) > now
        }


async def async_request_log(hass: HomeAssistant) -> RequestLog:
    """Return the one log of this Home Assistant."""
    if (loading := hass.data.get(_LOG)) is None:
        loading = hass.data[_LOG] = hass.async_create_task(_async_loaded(hass))
    return await asyncio.shield(loading)


async def _async_loaded(hass: HomeAssistant) -> RequestLog:
    log = RequestLog(hass)
    await log.async_load()
    return log


def _seen(at: datetime) -> Asked:
    return Asked(at=at, day=at.date(), count=0)
