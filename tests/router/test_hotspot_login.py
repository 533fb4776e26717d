"""What a HotSpot says to a login, and what becomes of it."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from custom_components.taara.router.hotspot import HotspotProvider
from custom_components.taara.router.provider import (
    InvalidAuth,
    RouterError,
    RouterUnavailable,
    UnexpectedPayload,
)

from .conftest import Connect
from .hotspot_device import (
    ACCOUNT,
    ASK_LOGIN,
    ASK_STATUS,
    LOGGED_IN,
    LOGGING_IN,
    NO_CHALLENGE,
    SEND_LOGIN,
    USERNAME,
    WRONG,
    HotspotDevice,
    hotspot,
)
from .replies import always, in_json


@pytest.fixture
async def device() -> AsyncIterator[HotspotDevice]:
    """Run a HotSpot."""
    async with hotspot() as device:
        yield device


@pytest.mark.parametrize("chap", [True, False])
@pytest.mark.parametrize(
    "text", [WRONG, "usuario o contraseña no válidos", "", "<b>Invalid password</b>"]
)
@pytest.mark.parametrize(
    "wrong", [{"password": "guess"}, {"password": ""}, {"username": "amira"}]
)
async def test_login_page_that_comes_back_is_a_refusal(
    wrong: dict[str, str],
    text: str,
    chap: bool,
    device: HotspotDevice,
    connect: Connect,
) -> None:
    """In whatever language it says so; nothing is tried twice."""
    device.chap, device.translated = chap, text
    session = connect(device.url)
    provider = HotspotProvider(session, ACCOUNT | wrong)

    for ask, spent in ((provider.sign_in, 0), (provider.read, 1)):
        device.requests.clear()
        with pytest.raises(InvalidAuth, match="refuses"):
            await ask()
        assert device.requests == [ASK_STATUS, ASK_LOGIN, SEND_LOGIN]
        assert session.usage_requests == spent


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        (always(text=f"<html><p>{WRONG}</p></html>"), InvalidAuth),
        (in_json({"logged_in": "no", "error": "quien sabe"}), InvalidAuth),
        (always(status=401), InvalidAuth),
        (always(status=302, headers={"Location": "/login?error=1"}), InvalidAuth),
        (always(status=302), UnexpectedPayload),
        (always(status=404), UnexpectedPayload),
        (always(text=f"<html>{NO_CHALLENGE}</html>"), UnexpectedPayload),
        (always(status=503), RouterUnavailable),
    ],
)
async def test_login_can_be_refused_otherwise(
    reply: Any, error: type[RouterError], device: HotspotDevice, connect: Connect
) -> None:
    """By a page without a form, a template, a redirect or a status."""
    device.replies[SEND_LOGIN] = reply

    with pytest.raises(RouterError) as caught:
        await HotspotProvider(connect(device.url), ACCOUNT).read()

    assert type(caught.value) is error
    assert device.requests == [ASK_STATUS, ASK_LOGIN, SEND_LOGIN]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f"user {USERNAME} has reached traffic limit", "allowance is used up"),
        (f"user {USERNAME} has reached uptime limit", "no login now"),
        (f"no more sessions are allowed for user {USERNAME}", "no login now"),
        ("RADIUS server is not responding", "no login now"),
        ("session limit reached (5)", "no login now"),
        ("already authorizing, retry later", "no login now"),
        ("cannot assign ip address - no more free addresses from pool", "no login now"),
        ("hotspot service is shutting down", "no login now"),
    ],
)
async def test_refusal_that_no_password_mends(
    text: str, told: str, device: HotspotDevice, connect: Connect
) -> None:
    """Nobody is asked for one, and what the page said is not repeated."""
    device.refusal = text

    with pytest.raises(RouterUnavailable, match=told) as caught:
        await HotspotProvider(connect(device.url), ACCOUNT).read()

    assert USERNAME not in caught.value.detail
    assert device.requests == [ASK_STATUS, ASK_LOGIN, SEND_LOGIN]


@pytest.mark.parametrize("path", [ASK_STATUS, ASK_LOGIN])
@pytest.mark.parametrize("status", [200, 403])
async def test_used_up_allowance_is_believed_before_a_login(
    path: str, status: int, device: HotspotDevice, connect: Connect
) -> None:
    """Wherever it is said; the password is not sent."""
    text = "<html>user <b>amina</b> has reached traffic\n limit</html>"
    device.replies[path] = always(status=status, text=text)

    with pytest.raises(RouterUnavailable, match="used up"):
        await HotspotProvider(connect(device.url), ACCOUNT).read()

    assert device.forms == []


async def test_account_that_is_asked_for_again_and_again_is_refused(
    device: HotspotDevice, connect: Connect
) -> None:
    """A login that leads to no session is not repeated."""
    device.replies[SEND_LOGIN] = always(text=LOGGED_IN)
    session = connect(device.url)

    with pytest.raises(InvalidAuth, match="again"):
        await HotspotProvider(session, ACCOUNT).read()

    assert device.requests == LOGGING_IN
    assert session.usage_requests == 2
