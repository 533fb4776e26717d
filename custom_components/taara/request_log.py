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

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.util import dt as dt_util
from homeassistant.util.hass_dict import HassKey

from .const import DOMAIN, LOGGER, POLL_INTERVAL
from .model import Reading
from .router.provider import RateLimited
from .serial import from_json
from .store import CheckedStore

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
    itself asked for, `refusals` how many times in a row it said that it was too much,
    `challenged` says that it answered with a demand for (other) credentials only, after
    which one repeat is allowed, for people mistype; `repeated` that this was that one.
    `looked` says that it began with a look at the place, before it was known who asks.
    """

    at: datetime
    day: date
    count: int = 1
    refusals: int = 0
    not_before: datetime | None = None
    challenged: bool = False
    repeated: bool = False
    looked: bool = False
    reading: Reading | None = None

    @property
    def rest(self) -> timedelta:
        """How long after this request the source is to be left alone.

        A clock that was years off when the source said so must not silence us for years.
        """
        again = self.challenged and not self.repeated
        until = self.at if again else self.at + POLL_INTERVAL
        if self.count >= REQUESTS_A_DAY:
            until = max(until, self.tomorrow)
        if self.not_before is not None:
            until = max(until, self.not_before)
        return min(until - self.at, REMEMBERED + LONGEST_WAIT)

    @property
    def tomorrow(self) -> datetime:
        """When requests are counted anew."""
        return datetime.combine(self.day, time.min, UTC) + timedelta(days=1)

    def again(self, now: datetime) -> Asked:
        """Return this with one more request at `now`."""
        day = now.astimezone(UTC).date()
        count = self.count + 1 if day == self.day else 1
        in_a_row = self.at <= now < self.at + POLL_INTERVAL
        return replace(
            self,
            at=now,
            day=day,
            count=count,
            not_before=None,
            challenged=False,
            repeated=in_a_row and (self.challenged or self.repeated),
            looked=in_a_row and self.looked,
        )


class RequestLog:
    """The log of one Home Assistant, shared by its entries and flows.

    The wall clock only bridges restarts. From then on the age of a request goes by the
    loop's clock: a wall clock that is set back must not silence us, nor one that is set
    ahead, as happens soon after a start, make us ask too early.
    """

    def __init__(self, hass: HomeAssistant) -> None:
        """Prepare an empty log; `async_load` fills it."""
        self._hass = hass
        self._store = CheckedStore(
            hass, STORAGE_VERSION, STORAGE_KEY, private=True, atomic_writes=True
        )
        self.is_saved = True
        self._asked: dict[str, Asked] = {}
        self._asked_at: dict[str, float] = {}
        self._turns: dict[str, asyncio.Lock] = {}
        self._salt = secrets.token_hex(16)

    async def async_load(self) -> None:
        """Read what earlier runs wrote down; what cannot be read is forgotten."""
        stored = await self._store.async_load() or {}
        self._salt = str(stored.get("salt", self._salt))
        for source, data in stored.get("sources", {}).items():
            try:
                self._put(source, from_json(Asked, data))
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
        if (asked := self.known(source)) is None:
            return now
        return now + max(asked.rest - self._age(source), timedelta(0))

    def is_asked_lately(self, source: str) -> bool:
        """Tell whether a source was asked a short while ago, even if it may be again."""
        return self.known(source) is not None and self._age(source) < POLL_INTERVAL

    def turn(self, source: str) -> asyncio.Lock:
        """Return the lock to hold from looking whether a source may be asked to asking.

        Two flows, or a flow and an entry, would otherwise both find that they may.
        """
        return self._turns.setdefault(source, asyncio.Lock())

    def last_reading(self, source: str) -> Reading | None:
        """Return the last answer of a source, if there was one in the last day."""
        asked = self.known(source)
        return None if asked is None else asked.reading

    def announcer(self, source: str) -> Callable[[], Awaitable[None]]:
        """Return what is to be awaited before each usage request leaves.

        It raises `RateLimited` where one that answers a challenge would be the day's
        145th, or the second one to follow a look.
        """

        async def announce() -> None:
            now = dt_util.utcnow()
            asked = self.known(source) or _seen(now)
            if asked.count >= REQUESTS_A_DAY and now < asked.tomorrow:
                wait = (asked.tomorrow - now).total_seconds()
                raise RateLimited("asked too often today", retry_after=wait)
            if asked.looked and asked.repeated and self.is_asked_lately(source):
                raise RateLimited("asked when it was looked at, and again")
            self._put(source, asked.again(now))
            await self._async_save()

        return announce

    async def async_withdraw(self, source: str, before: Asked | None) -> None:
        """Put back what was known before a request that, as it turned out, never left."""
        if before == self.known(source):
            return
        if before is None:
            self._asked.pop(source, None)
        else:
            self._put(source, before)
        await self._async_save()

    async def async_answered(self, source: str, reading: Reading) -> None:
        """Keep the answer of a source beside the time it was asked."""
        kept = self.known(source) or _seen(reading.taken_at)
        reading = replace(reading, raw={})
        self._put(source, replace(kept, reading=reading, refusals=0))
        await self._async_save()

    async def async_refused(self, source: str, wait: timedelta | None) -> None:
        """Keep a source's word that it was too much, and for how long if it said so.

        Refused again and again, we wait twice as long each time.
        """
        now = dt_util.utcnow()
        kept = self.known(source) or _seen(now)
        backoff = POLL_INTERVAL * 2 ** min(kept.refusals, 8)
        until = now + min(max(wait or timedelta(0), backoff), LONGEST_WAIT)
        following = replace(kept, refusals=kept.refusals + 1, not_before=until)
        self._put(source, following)
        await self._async_save()

    async def async_challenged(self, source: str) -> None:
        """Keep that a source wanted other credentials before it would answer."""
        if (kept := self.known(source)) is not None:
            self._put(source, replace(kept, challenged=True))
            await self._async_save()

    async def async_follow_look(self, look: str, source: str) -> None:
        """Let a source that may be asked take over the challenge which a look met.

        Whoever asks now repeats what was asked before it was known who asks.
        """
        looked, kept = self.known(look), self.known(source)
        if looked is None or not looked.challenged or not self.is_asked_lately(look):
            return
        later = kept is not None and kept.at >= looked.at
        if later or self.allowed_at(source) > dt_util.utcnow():
            return
        asked = (kept or _seen(looked.at)).again(looked.at)
        self._put(source, replace(asked, challenged=True, looked=True))
        await self._async_save()

    async def async_wait(self, source: str, wait: timedelta) -> None:
        """Keep for how long a source that cannot serve now wants to be left alone."""
        now = dt_util.utcnow()
        kept = self.known(source) or _seen(now)
        until = now + min(wait, LONGEST_WAIT)
        self._put(source, replace(kept, not_before=until))
        await self._async_save()

    def known(self, source: str) -> Asked | None:
        """Return what is known of the last request to a source."""
        return self._asked.get(source)

    async def _async_save(self) -> None:
        self._prune()
        data = {"salt": self._salt, "sources": self._asked}
        self.is_saved = await self._store.async_save_checked(data)

    def _put(self, source: str, asked: Asked) -> None:
        """Keep what is known of a source, and the age of its last request."""
        known = self.known(source)
        if known is None or known.at != asked.at:
            age = max(dt_util.utcnow() - asked.at, timedelta(0))
            self._asked_at[source] = self._hass.loop.time() - age.total_seconds()
        self._asked[source] = asked

    def _age(self, source: str) -> timedelta:
        return timedelta(seconds=self._hass.loop.time() - self._asked_at[source])

    def _prune(self) -> None:
        self._asked = {
            source: asked
            for source, asked in self._asked.items()
            if self._age(source) < max(REMEMBERED, asked.rest)
        }


async def async_request_log(hass: HomeAssistant) -> RequestLog:
    """Return the one log of this Home Assistant; an error if its file can't be read."""
    if (loading := hass.data.get(_LOG)) is None:
        # Begun in the loop's next round, so that a failure finds it in its place.
        loading = hass.async_create_task(_async_loaded(hass), eager_start=False)
        hass.data[_LOG] = loading
    return await asyncio.shield(loading)


async def _async_loaded(hass: HomeAssistant) -> RequestLog:
    log = RequestLog(hass)
    try:
        await log.async_load()
    except HomeAssistantError:
        # Whoever asks next tries again.
        del hass.data[_LOG]
        raise
    return log


def _seen(at: datetime) -> Asked:
    return Asked(at=at, day=at.date(), count=0)
