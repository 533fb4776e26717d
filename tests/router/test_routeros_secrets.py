"""Where the credentials of a RouterOS device go, and what is seen of its payloads."""

from collections.abc import AsyncIterator
from contextlib import suppress
import json

import pytest
from yarl import URL

from custom_components.taara.router.provider import CannotConnect, RouterError
from custom_components.taara.router.routeros import RouterOsProvider

from .conftest import Connect
from .replies import always, in_json
from .routeros_device import (
    BASIC,
    COUNTERS,
    MONITOR,
    PASSWORD,
    USERNAME,
    USERS,
    Device,
    running,
)

LOGIN = {"username": USERNAME, "password": PASSWORD}


@pytest.fixture
async def device() -> AsyncIterator[Device]:
    """Run a device."""
    async with running() as device:
        yield device


@pytest.fixture
async def other() -> AsyncIterator[Device]:
    """Run a host that should hear nothing."""
    async with running() as other:
        yield other


@pytest.mark.parametrize("counter", COUNTERS)
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_credentials_follow_no_redirect(
    status: int, counter: str, device: Device, other: Device, connect: Connect
) -> None:
    """Not even to a place with the very same menus."""
    path = COUNTERS[counter][-1].partition(" ")[2]
    location = str(other.url.join(URL(path)))
    device.replies[path] = always(status=status, headers={"Location": location})

    # An interface's reading stands without the answer.
    with suppress(RouterError):
        await RouterOsProvider(connect(device.url), LOGIN | {"counter": counter}).read()

    assert other.requests == []
    assert device.requests == COUNTERS[counter]


@pytest.mark.parametrize(
    "base", ["http://router.example.com", "http://8.8.8.8", "http://[2a00::1]:81"]
)
async def test_credentials_are_not_sent_to_a_public_host_in_the_clear(
    base: str, connect: Connect
) -> None:
    """Nothing at all is sent, and the error says why."""
    session = connect(URL(base))

    for counter in COUNTERS:
        provider = RouterOsProvider(session, LOGIN | {"counter": counter})
        for ask in (provider.sign_in, provider.offers, provider.read):
            with pytest.raises(CannotConnect, match="https") as caught:
                await ask()
            assert not caught.value.left

    assert session.trace == []
    assert session.usage_requests == 0


async def test_secrets_are_in_no_error_log_or_trace(
    device: Device, connect: Connect, caplog: pytest.LogCaptureFixture
) -> None:
    """Also where the device repeats them back."""
    caplog.set_level("DEBUG")
    secrets = (USERNAME, PASSWORD, BASIC.removeprefix("Basic "))
    echo = " of ".join(secrets)

    for reply in (
        in_json({"detail": echo}, 400),
        in_json({"detail": f"not allowed (9) {echo}"}, 500),
        in_json([{"name": echo}]),
        always(text=echo),
    ):
        device.replies[USERS] = reply
        session = connect(device.url)
        provider = RouterOsProvider(session, LOGIN | {"counter": "hotspot:home"})
        with pytest.raises(RouterError) as caught:
            await provider.read()
        error = caught.value
        told = (error, error.detail, getattr(error, "sample", ""), session.trace)
        assert not any(secret in f"{told}{provider!r}" for secret in secrets)

    ours = [r.getMessage() for r in caplog.records if "taara" in r.name]
    assert f"[poll-1] GET {USERS}: 400" in caplog.text
    assert not any(secret in line for secret in secrets for line in ours)


@pytest.mark.parametrize("counter", COUNTERS)
async def test_raw_payload_shows_figures_and_hides_whose_they_are(
    counter: str, device: Device, connect: Connect
) -> None:
    """What the figures were read from stays."""
    device.change(MONITOR, **{"actual-profile": "Amina's 24"})
    reading = await RouterOsProvider(
        connect(device.url), LOGIN | {"counter": counter}
    ).read()

    raw = json.dumps(reading.raw)

    shown = {"hotspot": "20000", "user_manager": "9000", "interface": "600"}
    assert shown[counter.partition(":")[0]] in raw
    assert not any(word in raw for word in ("home", "Amina", "ether", "n0t-to-be"))
