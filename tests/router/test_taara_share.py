"""One poll of the account service: what is asked, how often, and what is understood."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
import json
from typing import Any

from aiohttp import web
import pytest

from custom_components.taara.model import CounterKind
from custom_components.taara.router import PROVIDERS, create_provider
from custom_components.taara.router.provider import InvalidAuth, UnexpectedPayload
from custom_components.taara.router.taara_share import TaaraShareProvider

from .conftest import Connect, Subscribe
from .replies import LOGIN_PAGE, always, in_json
from .taara_service import (
    ACCOUNT,
    ASK_BUNDLE,
    ASK_LOGIN,
    BUNDLE,
    LEFT,
    LOGIN,
    PHONE,
    TaaraService,
    token,
)

CHALLENGES: dict[str, Callable[[], web.Response]] = {
    "401": lambda: web.json_response({"message": "Unauthorized"}, status=401),
    "403": lambda: web.Response(status=403),
    "302": lambda: web.Response(
        status=302, headers={"Location": "/cp/customers/login?hotspotId=200000002"}
    ),
    "html": lambda: web.Response(text=LOGIN_PAGE, content_type="text/html"),
}


async def test_poll_logs_in_and_reads(
    service: TaaraService, subscriber: Subscribe
) -> None:
    """The remainder is exact to the byte, and the purchase is the cycle."""
    before = datetime.now(UTC)

    reading = await subscriber().read()

    assert service.requests == [ASK_LOGIN, ASK_BUNDLE]
    assert reading.counter is CounterKind.REMAINING
    assert (reading.used, reading.remaining, reading.allowance) == (None, LEFT, None)
    assert reading.cycle_start == date(2025, 8, 21)
    assert reading.plan_name == "1 Month Unlimited"
    assert reading.plan_key
    assert before <= reading.taken_at <= datetime.now(UTC)
    in_kenya = (reading.taken_at + timedelta(hours=3)).date()
    assert reading.cycle_end == in_kenya + timedelta(days=28)


async def test_what_is_sent(service: TaaraService, subscriber: Subscribe) -> None:
    """The login holds the account, and the question only the token it gave."""
    await subscriber().read()

    assert json.loads(service.bodies[0]) == {
        "phoneNumber": PHONE,
        "passcode": ACCOUNT["passcode"],
        "partnerId": ACCOUNT["partner_id"],
    }
    assert service.queries == [{}, {"hotspotId": ACCOUNT["hotspot_id"]}]
    assert "Authorization" not in service.heads[0]
    assert service.heads[1]["Authorization"] == f"Bearer {token(1)}"
    assert service.bodies[1] == ""


async def test_what_is_not_known_is_not_sent(
    service: TaaraService, subscriber: Subscribe
) -> None:
    """The service may do without."""
    await subscriber(partner_id="", hotspot_id="").read()

    assert "partnerId" not in json.loads(service.bodies[0])
    assert service.queries[1] == {}


async def test_later_polls_keep_the_token(
    service: TaaraService, subscriber: Subscribe
) -> None:
    """A token that stands costs one request a poll, and nobody is logged out."""
    account = subscriber()
    await account.sign_in()
    assert service.requests == [ASK_LOGIN]

    await account.read()
    await account.read()

    assert service.requests == [ASK_LOGIN, ASK_BUNDLE, ASK_BUNDLE]


@pytest.mark.parametrize(
    ("claims", "logins"),
    [
        ({"iat": 1_000, "exp": 4_600}, 1),
        ({"iat": 1_000, "exp": 1_060}, 2),
        ({"iat": 1_000, "exp": 900}, 2),
        ({"exp": 1_060}, 1),
        ({"iat": "x", "exp": None}, 1),
    ],
)
async def test_token_that_has_had_its_time_is_not_tried(
    claims: dict[str, Any], logins: int, service: TaaraService, subscriber: Subscribe
) -> None:
    """By its own two dates, whatever the time is here; each try would cost a request."""
    service.claims = claims
    account = subscriber()

    await account.read()
    await account.read()

    assert service.count(ASK_LOGIN) == logins
    assert service.count(ASK_BUNDLE) == 2


@pytest.mark.parametrize(
    "given", ["opaque", "a.b.c", "a.e30.c", "a.W10.c", "a.====.c", token() + "=="]
)
async def test_token_of_another_kind_serves(
    given: str, service: TaaraService, subscriber: Subscribe
) -> None:
    """It need not be read to be used."""
    service.replies[LOGIN] = in_json({"accessToken": given})
    service.tokens.add(given)
    account = subscriber()

    await account.read()
    await account.read()

    assert service.requests == [ASK_LOGIN, ASK_BUNDLE, ASK_BUNDLE]


async def test_wrong_passcode_costs_no_usage_request(
    service: TaaraService, subscriber: Subscribe
) -> None:
    """Neither signing in nor a poll."""
    account = subscriber(passcode="000000")

    with pytest.raises(InvalidAuth):
        await account.sign_in()
    with pytest.raises(InvalidAuth):
        await account.read()

    assert service.requests == [ASK_LOGIN, ASK_LOGIN]


async def test_unknown_subscriber_is_told(
    service: TaaraService, subscriber: Subscribe
) -> None:
    """The service has an answer of its own for a number that it does not know."""
    with pytest.raises(InvalidAuth, match="no such subscriber"):
        await subscriber(phone_number="0711 111 111").sign_in()


async def test_number_that_is_none_is_not_sent(
    service: TaaraService, subscriber: Subscribe
) -> None:
    """A form should have refused it."""
    with pytest.raises(InvalidAuth):
        await subscriber(phone_number="12").read()

    assert service.requests == []


async def test_signing_in_judges_the_passcode_not_the_old_token(
    service: TaaraService, subscriber: Subscribe
) -> None:
    """A passcode changed at the service is noticed."""
    account = subscriber()
    await account.sign_in()
    service.replies[LOGIN] = in_json({"message": "Incorrect"}, 401)

    with pytest.raises(InvalidAuth):
        await account.sign_in()


@pytest.mark.parametrize("how", CHALLENGES)
async def test_lapse_is_answered_by_one_login_and_one_repeat(
    how: str, service: TaaraService, subscriber: Subscribe
) -> None:
    """The session that lapsed was of an earlier poll."""
    account = subscriber()
    await account.read()
    service.requests.clear()
    first = True

    async def lapsed_once(request: web.BaseRequest) -> web.StreamResponse:
        nonlocal first
        first, was_first = False, first
        return CHALLENGES[how]() if was_first else web.json_response(service.bundle)

    service.replies[BUNDLE] = lapsed_once

    reading = await account.read()

    assert reading.remaining == LEFT
    assert service.requests == [ASK_BUNDLE, ASK_LOGIN, ASK_BUNDLE]


@pytest.mark.parametrize("how", CHALLENGES)
async def test_challenge_after_a_login_is_wrong_credentials(
    how: str, service: TaaraService, subscriber: Subscribe
) -> None:
    """A service that never lets in is asked twice in a poll and not again."""

    async def challenges(_: web.BaseRequest) -> web.Response:
        return CHALLENGES[how]()

    service.replies[BUNDLE] = challenges

    page = how in {"302", "html"}
    # A page is nobody's word on credentials that were accepted a moment ago.
    with pytest.raises(UnexpectedPayload if page else InvalidAuth):
        await subscriber().read()

    assert service.requests == [ASK_LOGIN, ASK_BUNDLE, ASK_LOGIN, ASK_BUNDLE]


async def test_only_the_bundle_is_a_usage_request(
    service: TaaraService, connect: Connect
) -> None:
    """And it is written down before it leaves, the repeat too."""
    announced: list[list[str]] = []

    async def announce() -> None:
        announced.append(list(service.requests))

    session = connect(service.url, announce=announce)
    account = TaaraShareProvider(session, ACCOUNT)
    await account.read()
    service.tokens.clear()
    await account.read()

    before_login = [ASK_LOGIN, ASK_BUNDLE, ASK_BUNDLE, ASK_LOGIN]
    assert announced == [before_login[:1], before_login[:2], before_login]
    assert session.usage_requests == 3


async def test_provider_is_made_by_name(
    service: TaaraService, connect: Connect
) -> None:
    """The registry knows what an account needs, and makes the provider."""
    made = create_provider("taara_share", connect(service.url), ACCOUNT)

    assert (await made.read()).remaining == LEFT
    fields = PROVIDERS["taara_share"].account_fields
    assert {field.name for field in fields} == set(ACCOUNT)


async def test_page_without_a_login_is_no_challenge(
    service: TaaraService, subscriber: Subscribe
) -> None:
    """Another login would not change it."""
    service.replies[BUNDLE] = always(text="<html><body>Hello</body></html>")

    with pytest.raises(UnexpectedPayload, match="not JSON"):
        await subscriber().read()

    assert service.requests == [ASK_LOGIN, ASK_BUNDLE]
