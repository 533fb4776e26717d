"""A HotSpot's session: read while there is one, begun only for those who gave an account."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
import json
from typing import Any

from aiohttp import web
import pytest

from custom_components.taara.model import CounterKind
from custom_components.taara.router import PROVIDERS, create_provider
from custom_components.taara.router.hotspot import HotspotProvider
from custom_components.taara.router.provider import InvalidAuth, RouterUnavailable

from .conftest import Connect
from .hotspot_device import (
    ACCOUNT,
    ASK_STATUS,
    LOGGING_IN,
    PASSWORD,
    STATUS_PAGE,
    USED,
    HotspotDevice,
    hotspot,
    template,
)
from .replies import always, in_json

NOBODY: tuple[dict[str, str], ...] = (
    {},
    {"username": "", "password": ""},
    {"password": PASSWORD},
)


@pytest.fixture
async def device() -> AsyncIterator[HotspotDevice]:
    """Run a HotSpot."""
    async with hotspot() as device:
        yield device


@pytest.mark.parametrize("account", [*NOBODY, ACCOUNT])
async def test_session_that_stands_is_read(
    account: dict[str, str], device: HotspotDevice, connect: Connect
) -> None:
    """In one request, a usage request; a login would take another slot."""
    device.logged_in = True
    announced = 0

    async def announce() -> None:
        nonlocal announced
        announced += 1

    session = connect(device.url, announce=announce)
    before = datetime.now(UTC)

    taken = await HotspotProvider(session, account).read()

    assert (taken.counter, taken.used) == (CounterKind.SESSION, USED)
    assert (taken.remaining, taken.allowance, taken.cycle_end) == (None, None, None)
    assert before <= taken.taken_at <= datetime.now(UTC)
    assert device.requests == [ASK_STATUS]
    assert "Authorization" not in device.heads[0]
    assert session.usage_requests == announced == 1


async def test_sign_in_finds_the_session_and_spends_nothing(
    device: HotspotDevice, connect: Connect
) -> None:
    """Whoever is logged in already is not logged in again."""
    device.logged_in = True
    session = connect(device.url)

    await HotspotProvider(session, ACCOUNT).sign_in()

    assert device.requests == [ASK_STATUS]
    assert session.usage_requests == 0


@pytest.mark.parametrize("account", NOBODY)
@pytest.mark.parametrize(
    "lapse",
    [
        None,
        always(status=302, headers={"Location": "http://hotspot.example/login?dst="}),
        always(status=401),
        always(status=403, text="<html>Forbidden</html>"),
        in_json({"logged_in": "no"}),
    ],
)
async def test_nobody_is_logged_in_who_did_not_ask_for_it(
    lapse: Any, account: dict[str, str], device: HotspotDevice, connect: Connect
) -> None:
    """The household is told what is the matter; there is no password to be wrong."""
    if lapse:
        device.replies[ASK_STATUS] = lapse
    provider = HotspotProvider(connect(device.url), account)

    for ask in (provider.sign_in, provider.read):
        device.requests.clear()
        with pytest.raises(RouterUnavailable, match="this device is not logged in"):
            await ask()
        assert device.requests == [ASK_STATUS]


@pytest.mark.parametrize("chap", [True, False])
async def test_login_goes_as_the_page_asks(
    chap: bool, device: HotspotDevice, connect: Connect
) -> None:
    """Hashed where there is a challenge, as it is where there is none."""
    device.chap = chap
    session = connect(device.url)
    provider = HotspotProvider(session, ACCOUNT)

    await provider.sign_in()

    assert device.requests == LOGGING_IN
    assert session.usage_requests == 0
    assert (device.forms[0]["password"] == PASSWORD) is not chap
    assert (await provider.read()).used == USED
    assert device.requests == [*LOGGING_IN, ASK_STATUS]


@pytest.mark.parametrize("chap", [True, False])
async def test_lapsed_session_is_begun_again_within_the_poll(
    chap: bool, device: HotspotDevice, connect: Connect
) -> None:
    """With a challenge that was never used, and one repeat of the question."""
    device.chap = chap
    session = connect(device.url)
    provider = HotspotProvider(session, ACCOUNT)
    await provider.read()
    device.logged_in = False
    device.requests.clear()
    session.begin("poll-2")

    assert (await provider.read()).used == USED

    assert device.requests == LOGGING_IN
    assert session.usage_requests == 2
    assert len({form["password"] for form in device.forms}) == 1 + chap


async def test_login_page_in_place_of_the_status_is_a_lapse(
    device: HotspotDevice, connect: Connect
) -> None:
    """With status 200, as some answer it."""

    async def lapsed(_: web.BaseRequest) -> web.Response:
        del device.replies[ASK_STATUS]
        return device.page(device.login_page())

    device.replies[ASK_STATUS] = lapsed

    assert (await HotspotProvider(connect(device.url), ACCOUNT).read()).used == USED
    assert device.requests == LOGGING_IN


@pytest.mark.parametrize("name", ["AMINA", ""])
async def test_own_session_is_read(
    name: str, device: HotspotDevice, connect: Connect
) -> None:
    """However the name is written, or if there is none."""
    device.replies[ASK_STATUS] = in_json(template(username=name))

    taken = await HotspotProvider(connect(device.url), ACCOUNT).read()

    assert taken.used == 21000


async def test_session_of_somebody_else_is_not_the_accounts(
    device: HotspotDevice, connect: Connect
) -> None:
    """It is left alone, and people are asked whose to read."""
    device.replies[ASK_STATUS] = in_json(template(username="guest"))
    provider = HotspotProvider(connect(device.url), ACCOUNT)

    for ask in (provider.sign_in, provider.read):
        with pytest.raises(InvalidAuth, match="another user"):
            await ask()
    assert set(device.requests) == {ASK_STATUS}

    nobodys = HotspotProvider(connect(device.url), {})
    assert (await nobodys.read()).used == 21000


async def test_words_beside_the_figures_are_no_complaint(
    device: HotspotDevice, connect: Connect
) -> None:
    """A page may explain what happens to whoever uses too much."""
    device.logged_in = True
    device.status = f"{STATUS_PAGE} A user who has reached traffic limit is cut off."

    assert (await HotspotProvider(connect(device.url), ACCOUNT).read()).used == USED


async def test_page_is_read_whatever_it_is_called(
    device: HotspotDevice, connect: Connect
) -> None:
    """Templates of JSON keep the type of a page."""
    for text, used in ((STATUS_PAGE, USED), (json.dumps(template()), 21000)):
        for kind in ("text/html", "application/octet-stream"):
            device.replies[ASK_STATUS] = always(text=text, content_type=kind)
            taken = await HotspotProvider(connect(device.url), {}).read()
            assert taken.used == used


def test_provider_is_registered(connect: Connect) -> None:
    """By its name, after the provider's portal and before the hotspot's own API."""
    made = create_provider("mikrotik_hotspot", connect("http://192.0.2.1"), {})

    assert isinstance(made, HotspotProvider)
    assert list(PROVIDERS)[1:4] == ["taara_share", "mikrotik_hotspot", "capport"]
    assert {field.name for field in made.account_fields} == set(ACCOUNT)
    assert all(field.optional for field in made.account_fields)
