"""One poll of each variant: what is asked, how often, and what is understood."""

from collections.abc import Callable
from datetime import UTC, date, datetime

from aiohttp import web
import pytest

from custom_components.taara.model import CounterKind, ReadingStatus
from custom_components.taara.router import PROVIDERS, create_provider
from custom_components.taara.router.local import LocalProvider
from custom_components.taara.router.provider import PASSWORD, USERNAME, InvalidAuth

from .conftest import Connect, Provide, Serve
from .replies import LOGIN_PAGE, says_session
from .server import (
    ACCOUNT,
    ALLOCATED_MB,
    REMAINING_MB,
    SESSION,
    UNAUTHORIZED,
    USED_MB,
    LocalRouter,
    nested_usage,
    variant,
)

MB = 2**20
VARIANTS = ("A", "B", "C", "D")
CHALLENGES: dict[str, Callable[[], web.Response]] = {
    "302": lambda: web.Response(status=302, headers={"Location": "/login"}),
    "401": lambda: web.Response(status=401),
    "403": lambda: web.Response(status=403),
    "html": lambda: web.Response(text=LOGIN_PAGE, content_type="text/html"),
    "json": lambda: web.json_response(UNAUTHORIZED),
}


@pytest.mark.parametrize("name", VARIANTS)
async def test_first_poll_logs_in_and_reads(
    name: str, serve: Serve[LocalRouter], provider: Provide
) -> None:
    """Each variant is read without being told which one it is."""
    router = await serve(variant(name))
    before = datetime.now(UTC)

    reading = await provider(router).read()

    assert reading.status is ReadingStatus.SUCCESS
    assert reading.counter is CounterKind.USED
    assert reading.used == USED_MB * MB
    assert reading.remaining == REMAINING_MB * MB
    assert reading.allowance == ALLOCATED_MB * MB
    assert before <= reading.taken_at <= datetime.now(UTC)
    assert router.requests[0] == "GET /status"
    assert router.requests[-1] == "GET /usage"
    assert router.count("GET /usage") == 1


@pytest.mark.parametrize("name", VARIANTS)
async def test_second_poll_keeps_the_session(
    name: str, serve: Serve[LocalRouter], provider: Provide
) -> None:
    """A session that stands costs one status and one usage request."""
    router = await serve(variant(name))
    local = provider(router)
    await local.read()
    router.requests.clear()

    await local.read()

    assert router.requests == ["GET /status", "GET /usage"]


@pytest.mark.parametrize("name", VARIANTS)
async def test_login_that_worked_is_remembered(
    name: str, serve: Serve[LocalRouter], provider: Provide
) -> None:
    """After the first poll every login is sent once, in the right encoding."""
    router = await serve(variant(name))
    local = provider(router)
    await local.read()
    router.sessions.clear()
    router.requests.clear()

    await local.read()

    assert router.count("POST /login") == 1


@pytest.mark.parametrize("name", VARIANTS)
async def test_wrong_password_costs_no_usage_request(
    name: str, serve: Serve[LocalRouter], provider: Provide
) -> None:
    """Neither signing in nor a poll spends the budget on credentials that are wrong."""
    router = await serve(variant(name))
    local = provider(router, password="wrong")

    with pytest.raises(InvalidAuth):
        await local.sign_in()
    with pytest.raises(InvalidAuth):
        await local.read()

    assert router.count("GET /usage") == 0


@pytest.mark.parametrize("name", VARIANTS)
async def test_sign_in_proves_the_password_without_usage(
    name: str, serve: Serve[LocalRouter], provider: Provide
) -> None:
    """The session it makes serves the first poll."""
    router = await serve(variant(name))
    local = provider(router)

    await local.sign_in()
    assert router.count("GET /usage") == 0

    router.requests.clear()
    await local.read()
    assert router.requests == ["GET /status", "GET /usage"]


async def test_sign_in_judges_the_password_not_the_old_session(
    serve: Serve[LocalRouter], connect: Connect
) -> None:
    """A session from before does not make a wrong password right."""
    router = await serve(variant("B"))
    session = connect(router.url)
    await LocalProvider(session, ACCOUNT).sign_in()

    with pytest.raises(InvalidAuth):
        await LocalProvider(session, {**ACCOUNT, "password": "wrong"}).sign_in()


@pytest.mark.parametrize("how", CHALLENGES)
async def test_lapse_is_answered_by_one_login_and_one_repeat(
    how: str, serve: Serve[LocalRouter], provider: Provide
) -> None:
    """Also where `/status` still thought that the session stands."""
    router = await serve(
        LocalRouter(challenge=CHALLENGES[how], replies={"/status": says_session(True)})
    )

    reading = await provider(router).read()

    assert reading.status is ReadingStatus.SUCCESS
    assert router.requests == [
        "GET /status",
        "GET /usage",
        "POST /login",
        "GET /usage",
    ]


@pytest.mark.parametrize("how", CHALLENGES)
@pytest.mark.parametrize("stands", [True, False])
async def test_challenge_after_a_login_is_wrong_credentials(
    how: str, stands: bool, serve: Serve[LocalRouter], provider: Provide
) -> None:
    """A router that never lets in is asked for usage twice and then not again."""

    async def challenges(_: web.BaseRequest) -> web.Response:
        return CHALLENGES[how]()

    router = await serve(
        LocalRouter(replies={"/status": says_session(stands), "/usage": challenges})
    )

    with pytest.raises(InvalidAuth):
        await provider(router).read()

    assert router.count("GET /usage") == 2


@pytest.mark.parametrize("how", CHALLENGES)
async def test_status_behind_the_login_means_log_in(
    how: str, serve: Serve[LocalRouter], provider: Provide
) -> None:
    """A challenge of `/status` is answered by a login before usage is asked."""

    async def challenges(_: web.BaseRequest) -> web.Response:
        return CHALLENGES[how]()

    router = await serve(LocalRouter(replies={"/status": challenges}))

    await provider(router).read()

    assert router.requests == ["GET /status", "POST /login", "GET /usage"]


@pytest.mark.parametrize(("expires_in", "logins"), [(3600, 1), (0.001, 2)])
async def test_lifetime_decides_where_status_is_silent(
    expires_in: float, logins: int, serve: Serve[LocalRouter], provider: Provide
) -> None:
    """A session that has had its time is renewed before usage is asked."""

    async def login(_: web.BaseRequest) -> web.Response:
        return web.json_response({"session_id": SESSION, "expires_in": expires_in})

    router = await serve(
        LocalRouter(
            replies={"/login": login, "/status": says_session(None)},
            sessions={SESSION},
        )
    )
    local = provider(router)

    await local.read()
    await local.read()

    assert router.count("POST /login") == logins
    assert router.count("GET /usage") == 2


async def test_router_without_status_is_read(
    serve: Serve[LocalRouter], provider: Provide
) -> None:
    """The session that Taara made itself is then trusted for its lifetime."""

    async def missing(_: web.BaseRequest) -> web.Response:
        return web.Response(status=404)

    router = await serve(LocalRouter(replies={"/status": missing}))
    local = provider(router)

    await local.read()
    await local.read()

    assert router.count("POST /login") == 1


async def test_billing_cycle_is_read(
    serve: Serve[LocalRouter], provider: Provide
) -> None:
    """The end is the first day that no longer belongs to it."""
    router = await serve(variant("A"))

    reading = await provider(router).read()

    assert reading.cycle_start == date(2026, 10, 1)
    assert reading.cycle_end == date(2026, 10, 31)


async def test_code_of_success_is_no_complaint(
    serve: Serve[LocalRouter], provider: Provide
) -> None:
    """Some routers always send the field."""
    router = await serve(
        LocalRouter(usage=lambda: nested_usage() | {"error_code": "NO_AUTH_ERROR"})
    )

    reading = await provider(router).read()

    assert reading.status is ReadingStatus.SUCCESS


async def test_provider_is_made_by_name(
    serve: Serve[LocalRouter], connect: Connect
) -> None:
    """The registry knows what an account needs, and makes the provider."""
    router = await serve(variant("A"))

    made = create_provider("local", connect(router.url), ACCOUNT)

    assert (await made.read()).status is ReadingStatus.SUCCESS
    assert PROVIDERS["local"].account_fields == (USERNAME, PASSWORD)
    with pytest.raises(KeyError):
        create_provider("unheard_of", connect(router.url), ACCOUNT)
