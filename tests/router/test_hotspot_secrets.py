"""Where the password of a HotSpot goes, and what is seen of its pages."""

from collections.abc import AsyncIterator
import socket
from typing import override

from aiohttp import ClientSession, TCPConnector, web
from aiohttp.abc import AbstractResolver, ResolveResult
import pytest

from custom_components.taara.router.hotspot import HotspotProvider
from custom_components.taara.router.provider import (
    CannotConnect,
    RouterError,
    UnexpectedPayload,
)
from custom_components.taara.router.session import RouterSession

from .conftest import PATIENT, Connect
from .hotspot_device import (
    ACCOUNT,
    ASK_LOGIN,
    ASK_STATUS,
    LOGGING_IN,
    PASSWORD,
    SEND_LOGIN,
    STATUS_PAGE,
    USED,
    USERNAME,
    HotspotDevice,
    hotspot,
    login_page,
)
from .replies import always, in_json


@pytest.fixture
async def device() -> AsyncIterator[HotspotDevice]:
    """Run a HotSpot."""
    async with hotspot() as device:
        yield device


@pytest.fixture
async def other() -> AsyncIterator[HotspotDevice]:
    """Run a host that should hear nothing."""
    async with hotspot(chap=False) as other:
        yield other


@pytest.mark.parametrize("asked", [ASK_STATUS, ASK_LOGIN, SEND_LOGIN])
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("target", ["status", "login", "portal"])
async def test_password_follows_no_redirect(
    target: str,
    status: int,
    asked: str,
    device: HotspotDevice,
    other: HotspotDevice,
    connect: Connect,
) -> None:
    """Not even to a place with the very same pages; and it is not called wrong."""
    location = {"Location": str(other.url / target)}
    device.replies[asked] = always(status=status, headers=location)

    with pytest.raises(UnexpectedPayload, match="redirects to another address"):
        await HotspotProvider(connect(device.url), ACCOUNT).read()

    assert other.requests == []
    assert device.requests in [LOGGING_IN[:length] for length in (1, 2, 3, 4)]


async def test_password_goes_to_the_address_that_was_entered(
    device: HotspotDevice, connect: Connect
) -> None:
    """Also where the servlet sends people to a name of its own, and its form, too."""
    sent_away = always(status=302, headers={"Location": "http://hotspot.example/login"})

    async def status(request: web.BaseRequest) -> web.StreamResponse:
        if device.logged_in:
            return device.page(STATUS_PAGE)
        return await sent_away(request)

    device.replies[ASK_STATUS] = status

    await HotspotProvider(connect(device.url), ACCOUNT).read()

    assert device.requests == LOGGING_IN


class Nearby(AbstractResolver):
    """A name service that knows every name, and each is this machine's."""

    @override
    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        return [
            ResolveResult(
                hostname=host,
                host="127.0.0.1",
                port=port,
                family=socket.AF_INET,
                proto=0,
                flags=0,
            )
        ]

    @override
    async def close(self) -> None:
        """There is nothing to close."""


@pytest.mark.parametrize("chap", [True, False])
async def test_password_is_not_sent_to_a_public_host_in_the_clear(
    chap: bool, device: HotspotDevice
) -> None:
    """Nor is it hashed for one: whoever listens could try passwords at leisure."""
    device.chap = chap
    public = device.url.with_host("hotspot.example.com")
    async with ClientSession(connector=TCPConnector(resolver=Nearby())) as client:
        session = RouterSession(client, public, timeouts=PATIENT)
        provider = HotspotProvider(session, ACCOUNT)
        for ask in (provider.sign_in, provider.read):
            with pytest.raises(CannotConnect, match="https") as caught:
                await ask()
            assert not caught.value.left

        device.logged_in = True
        assert (await provider.read()).used == USED

    assert set(device.requests) == {ASK_STATUS}


async def test_secrets_are_in_no_error_log_or_trace(
    device: HotspotDevice, connect: Connect, caplog: pytest.LogCaptureFixture
) -> None:
    """Also where the hotspot repeats them back."""
    caplog.set_level("DEBUG")
    device.chap = False
    secrets = (USERNAME, PASSWORD)
    echo = " of ".join(secrets)

    for asked in (ASK_STATUS, ASK_LOGIN, SEND_LOGIN):
        for reply in (
            always(text=f"<html>{echo}</html>"),
            always(text=f"<html>user {echo} has reached traffic limit</html>"),
            always(text=login_page(f"invalid username or password: {echo}")),
            always(status=404, text=echo),
            in_json({"logged_in": "yes", "username": echo}),
            in_json({"logged_in": "no", "error": echo}),
        ):
            device.replies = {asked: reply}
            device.logged_in = False
            session = connect(device.url)
            provider = HotspotProvider(session, ACCOUNT)
            try:
                told: tuple[object, ...] = ((await provider.read()).raw,)
            except RouterError as err:
                told = (err, err.detail, getattr(err, "sample", ""))
            told = (*told, session.trace, provider)
            assert not any(secret in f"{told!r}" for secret in secrets)

    ours = [r.getMessage() for r in caplog.records if "taara" in r.name]
    assert "[poll-1] POST /login: 404" in caplog.text
    assert not any(secret in line for secret in secrets for line in ours)
