"""Where the passcode never goes, and what never shows whose account it is."""

from collections.abc import AsyncIterator
import json

import pytest
from yarl import URL

from custom_components.taara.router.address import keeps_secrets
from custom_components.taara.router.provider import CannotConnect, RouterError
from custom_components.taara.router.taara_share import (
    DEFAULT_BASE_URL,
    TaaraShareProvider,
)

from .conftest import Connect
from .replies import always, in_json
from .taara_service import (
    ACCOUNT,
    ASK_BUNDLE,
    ASK_LOGIN,
    BUNDLE,
    LOGIN,
    TaaraService,
    bundle,
    plan,
    purchase,
    sharing,
    token,
)


@pytest.fixture
async def other() -> AsyncIterator[TaaraService]:
    """Run a host that should hear nothing."""
    async with sharing() as other:
        yield other


@pytest.mark.parametrize("path", [LOGIN, BUNDLE])
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_neither_passcode_nor_token_follows_a_redirect(
    path: str,
    status: int,
    service: TaaraService,
    other: TaaraService,
    connect: Connect,
) -> None:
    """Not even to a place with the very same paths."""
    location = str(other.url.join(URL(path)))
    service.replies[path] = always(status=status, headers={"Location": location})

    with pytest.raises(RouterError):
        await TaaraShareProvider(connect(service.url), ACCOUNT).read()

    assert other.requests == []
    assert service.count(ASK_LOGIN) <= 2
    assert service.count(ASK_BUNDLE) <= 2


@pytest.mark.parametrize(
    "base", ["http://share.taara.company", "http://198.51.99.7", "http://[2a00::1]:81"]
)
async def test_passcode_is_not_sent_to_a_public_host_in_the_clear(
    base: str, connect: Connect
) -> None:
    """Nothing at all is sent, and the error says why."""
    session = connect(URL(base))
    account = TaaraShareProvider(session, ACCOUNT)

    for ask in (account.sign_in, account.read):
        with pytest.raises(CannotConnect, match="https") as caught:
            await ask()
        assert not caught.value.left

    assert session.trace == []
    assert session.usage_requests == 0


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        (DEFAULT_BASE_URL, True),
        ("https://198.51.99.7", True),
        ("http://192.168.88.1", True),
        ("http://router.lan:8080", True),
        ("http://[::1]", True),
        ("http://share.taara.company", False),
        ("http://8.8.8.8", False),
    ],
)
def test_way_that_keeps_secrets(url: str, kept: bool) -> None:
    """By https, or where only the home listens."""
    assert keeps_secrets(URL(url)) is kept


async def test_secrets_are_in_no_error_log_or_trace(
    service: TaaraService, connect: Connect, caplog: pytest.LogCaptureFixture
) -> None:
    """Also where the service repeats them back."""
    caplog.set_level("DEBUG")
    secrets = (*ACCOUNT.values(), "700000000", token(1), token(2))
    echo = {"message": " of ".join(secrets), "id": ACCOUNT["hotspot_id"]}

    for path in (LOGIN, BUNDLE):
        for reply in (in_json(echo), in_json(echo, 403), always(text=str(echo))):
            service.replies = {path: reply}
            session = connect(service.url)
            with pytest.raises(RouterError) as caught:
                await TaaraShareProvider(session, ACCOUNT).read()
            error = caught.value
            told = (error, error.detail, getattr(error, "sample", ""), session.trace)
            assert not any(secret in str(told) for secret in secrets)

    ours = [r.getMessage() for r in caplog.records if "taara" in r.name]
    assert f"[poll-1] GET {BUNDLE}: 403" in caplog.text
    assert not any(secret in line for secret in secrets for line in ours)


async def test_provider_shows_no_secret(
    service: TaaraService, connect: Connect
) -> None:
    """A representation may end in a log."""
    account = TaaraShareProvider(connect(service.url), ACCOUNT)
    await account.read()

    assert not any(secret in repr(account) for secret in ACCOUNT.values())


async def test_raw_payload_shows_figures_and_hides_whose_they_are(
    service: TaaraService, connect: Connect
) -> None:
    """What the figures were read from stays, with its units."""
    name = "Amina's home 24"
    service.bundle = bundle([plan(planName=name)], [purchase(planDisplayName=name)])

    raw = json.dumps(
        (await TaaraShareProvider(connect(service.url), ACCOUNT).read()).raw
    )

    for shown in ("912.5 GB", "28 days", "08/21/2025", "912453124355"):
        assert shown in raw
    for hidden in ("Amina", "300000003", "64f0c0ffee", "2500"):
        assert hidden not in raw
