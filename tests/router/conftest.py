"""Sessions and providers for the tests of the router clients."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack

from aiohttp import ClientSession, CookieJar
import pytest
from yarl import URL

from custom_components.taara.router.local import LocalProvider
from custom_components.taara.router.session import RouterSession, Timeouts
from custom_components.taara.router.taara_share import TaaraShareProvider

from . import taara_service as taara
from .server import ACCOUNT, LocalRouter, RawServer, serving, serving_raw

# Long enough for a busy machine, and the pauses short.
PATIENT = Timeouts(connect=10, read=10, total=20, backoff=0.001)
# For hosts that are silent by intention.
HASTY = Timeouts(connect=1, read=1, total=2, backoff=0.001)

type Serve[T] = Callable[[T], Awaitable[T]]
type Connect = Callable[..., RouterSession]
type Provide = Callable[..., LocalProvider]
type Subscribe = Callable[..., TaaraShareProvider]


@pytest.fixture(autouse=True)
def _sockets(socket_enabled: None) -> None:
    """Let the tests use the loopback address."""


@pytest.fixture
async def client() -> AsyncIterator[ClientSession]:
    """Make a client as the integration does: with a jar of its own."""
    jar = CookieJar(unsafe=True, quote_cookie=False)
    async with ClientSession(cookie_jar=jar) as session:
        yield session


@pytest.fixture
async def serve() -> AsyncIterator[Serve[LocalRouter]]:
    """Start routers that stop with the test."""
    async with AsyncExitStack() as stack:
        yield lambda router: stack.enter_async_context(serving(router))


@pytest.fixture
async def serve_raw() -> AsyncIterator[Serve[RawServer]]:
    """Start raw servers that stop with the test."""
    async with AsyncExitStack() as stack:
        yield lambda server: stack.enter_async_context(serving_raw(server))


@pytest.fixture
def connect(client: ClientSession) -> Connect:
    """Make a session with a host, with short time-outs."""

    def connect(
        url: URL,
        *,
        announce: Callable[[], Awaitable[None]] | None = None,
        timeouts: Timeouts = PATIENT,
    ) -> RouterSession:
        session = RouterSession(client, url, announce=announce, timeouts=timeouts)
        session.begin("poll-1", 3)
        return session

    return connect


@pytest.fixture
def provider(connect: Connect) -> Provide:
    """Make the provider of a router's account."""

    def provider(
        router: LocalRouter | RawServer, timeouts: Timeouts = PATIENT, **account: str
    ) -> LocalProvider:
        session = connect(router.url, timeouts=timeouts)
        return LocalProvider(session, {**ACCOUNT, **account})

    return provider


@pytest.fixture
async def service() -> AsyncIterator[taara.TaaraService]:
    """Run the account service."""
    async with taara.sharing() as service:
        yield service


@pytest.fixture
def subscriber(service: taara.TaaraService, connect: Connect) -> Subscribe:
    """Make the provider of the service's account."""

    def subscriber(**account: str) -> TaaraShareProvider:
        return TaaraShareProvider(connect(service.url), taara.ACCOUNT | account)

    return subscriber
