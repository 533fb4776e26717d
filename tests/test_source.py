"""One account at one source: asked politely, whoever asks, and whatever comes of it."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from custom_components.taara.access import Access
from custom_components.taara.model import Reading, ReadingStatus
from custom_components.taara.request_log import RequestLog, async_request_log
from custom_components.taara.router.provider import (
    CannotConnect,
    InvalidAuth,
    RateLimited,
    RouterTimeout,
    RouterUnavailable,
    UnexpectedPayload,
)
from custom_components.taara.router.session import RouterSession
from custom_components.taara.source import Source, client_session
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util

from .common import ACCOUNT
from .helpers_core import HOUR, MINUTE, NOON

pytestmark = pytest.mark.freeze_time(NOON)

URL = "http://192.168.88.1"


@dataclass
class Provider:
    """Stands in for a dialect: asks for usage, and gives or raises its `outcome`.

    The request is announced or not, and then arrives or not.
    """

    outcome: Reading | Exception
    announced: bool = True
    arrives: bool = True
    asked: int = 0
    session: RouterSession | None = None

    def create(
        self, _name: str, session: RouterSession, _account: Mapping[str, str]
    ) -> Provider:
        """Be what speaks the dialect in this session."""
        self.session = session
        return self

    async def read(self) -> Reading:
        """Ask for usage."""
        assert self.session is not None
        assert self.session._announce is not None
        await asyncio.sleep(0)
        if self.announced:
            await self.session._announce()
        self.session.usage_requests += self.arrives
        self.asked += 1
        if isinstance(self.outcome, Exception):
            raise self.outcome
        return self.outcome


@pytest.fixture
def provider() -> Any:
    """Return what the source asks in place of a router."""
    return Provider(Reading(taken_at=dt_util.utcnow(), used=5, remaining=7))


@pytest.fixture
async def log(hass: HomeAssistant) -> RequestLog:
    """Return the log of requests."""
    return await async_request_log(hass)


@pytest.fixture
async def source(hass: HomeAssistant, log: RequestLog, provider: Any) -> Source:
    """Return a source that was never asked."""
    session = RouterSession(client_session(hass), URL, announce=log.announcer("key"))
    return Source(log, "key", provider.create("local", session, ACCOUNT), session)


def access(url: str = URL, **account: str) -> Access:
    """Return an account at a local router."""
    return Access(url=url, provider="local", account=ACCOUNT | account)


def test_identity() -> None:
    """An account is the same whatever its password, and whatever page was entered."""
    this = access().identity
    assert this == access(f"{URL}/login?x=1", password="new").identity
    assert this != access("http://192.168.88.2").identity
    assert this != access(username="other").identity
    assert ACCOUNT["password"] not in this


async def test_good_poll(source: Source, log: RequestLog) -> None:
    """A reading is returned, recorded and remembered; the next may come in ten minutes."""
    outcome = await source.async_poll()
    assert (outcome.error, outcome.key) == (None, None)
    assert outcome.poll.status is ReadingStatus.SUCCESS
    assert (outcome.poll.used, outcome.poll.remaining) == (5, 7)
    assert outcome.poll.usage_requests == 1
    assert source.last_reading == outcome.reading
    assert source.wait == 10 * MINUTE


@pytest.mark.parametrize(
    ("error", "key", "wait"),
    [
        (CannotConnect("broke", left=True), "poll_cannot_connect", 10 * MINUTE),
        (RouterTimeout("late"), "poll_timeout", 10 * MINUTE),
        (UnexpectedPayload("odd"), "poll_unexpected_payload", 10 * MINUTE),
        (InvalidAuth("no"), "poll_invalid_auth", timedelta(0)),
        (RateLimited("much"), "poll_rate_limited", 10 * MINUTE),
        (RateLimited("much", retry_after=3600), "poll_rate_limited", HOUR),
        (RouterUnavailable("down"), "poll_cannot_connect", 10 * MINUTE),
        (RouterUnavailable("down", retry_after=3600), "poll_cannot_connect", HOUR),
        (RuntimeError("ours"), "poll_unknown", 10 * MINUTE),
    ],
    ids=repr,
)
async def test_failed_poll(
    source: Source, provider: Provider, error: Exception, key: str, wait: timedelta
) -> None:
    """Whatever comes, nothing is raised; each says what it means for the next request."""
    provider.outcome = error
    outcome = await source.async_poll()
    assert (outcome.reading, outcome.key) == (None, key)
    assert outcome.poll.status is ReadingStatus.FAILED
    assert outcome.poll.error == key.removeprefix("poll_")
    assert source.wait == wait


async def test_fault_of_ours(
    source: Source, provider: Provider, caplog: pytest.LogCaptureFixture
) -> None:
    """A fault of our own is in the log with its traceback, under the poll's id."""
    provider.outcome = RuntimeError("a secret may be in here")
    outcome = await source.async_poll()
    assert outcome.poll.detail == "RuntimeError"
    assert f"[{outcome.poll.poll_id}]" in caplog.text
    assert "Traceback" in caplog.text


async def test_answer_not_understood(source: Source, provider: Provider) -> None:
    """The structure of what came is in the record of the poll."""
    provider.outcome = UnexpectedPayload("odd", sample='{"a": "…"}')
    outcome = await source.async_poll()
    assert outcome.poll.raw == {"sample": '{"a": "…"}'}


@pytest.mark.parametrize("announced", [True, False])
async def test_never_left(
    source: Source, provider: Provider, log: RequestLog, *, announced: bool
) -> None:
    """A try that reached nobody does not count, announced or not."""
    provider.announced, provider.arrives = announced, False
    provider.outcome = CannotConnect("refused")
    outcome = await source.async_poll()
    assert outcome.poll.usage_requests == 0
    assert log.known(source.key) is None
    assert source.wait == timedelta(0)


async def test_two_at_once(source: Source, provider: Provider) -> None:
    """Of two who ask at once, one asks the source; the other sends nothing."""
    first, second = await asyncio.gather(source.async_poll(), source.async_poll())
    assert provider.asked == 1
    assert first.reading is not None
    assert second.key == "poll_rate_limited"
    assert (second.poll.requests, second.poll.usage_requests) == (0, 0)


async def test_tries(source: Source, provider: Provider) -> None:
    """With the circuit open the caller wants a single try."""
    await source.async_poll(tries=1)
    assert provider.session is not None
    assert provider.session.tries == 1
