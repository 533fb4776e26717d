"""One poll of each variant: what is asked, how often, and what is understood."""

from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime

from aiohttp import web
import pytest

from custom_components.taara.model import CounterKind, ReadingStatus
from custom_components.taara.router import PROVIDERS, create_provider
from custom_components.taara.router.local import LocalProvider
from custom_components.taara.router.provider import (
    InvalidAuth,
    RouterUnavailable,
    UnexpectedPayload,
)

from .conftest import Connect, Serve
from .server import (
    ACCOUNT,
    ALLOCATED_MB,
    PASSWORD,
    REMAINING_MB,
    SESSION,
    UNAUTHORIZED,
    USED_MB,
    LocalRouter,
    variant,
)

MB = 2**20
VARIANTS = ("A", "B", "C", "D")
LOGIN_PAGE = """<!doctype html><html><body><form action="/login" method="post">
<input name="username"><input name="password" type="password"></form></body></html>"""
CHALLENGES: dict[str, Callable[[], web.Response]] = {
    "302": lambda: web.Response(status=302, headers={"Location": "/login"}),
    "401": lambda: web.Response(status=401),
    "403": lambda: web.Response(status=403),
    "html": lambda: web.Response(text=LOGIN_PAGE, content_type="text/html"),
    "json": lambda: web.json_response(UNAUTHORIZED),
}

type Provide = Callable[..., LocalProvider]


def says_session(valid: bool | None) -> Callable[[web.Request], Awaitable[web.Response]]:
    """Make a `/status` that always says the same."""

    async def reply(_: web.Request) -> web.Response:
        return web.json_response({"status": "success", "session_valid": valid})

    return reply


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
        LocalRouter(
            challenge=CHALLENGES[how], replies={"/status": says_session(True)}
        )
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

    async def challenges(_: web.Request) -> web.Response:
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

    async def challenges(_: web.Request) -> web.Response:
        return CHALLENGES[how]()

    router = await serve(LocalRouter(replies={"/status": challenges}))

    await provider(router).read()

    assert router.requests == ["GET /status", "POST /login", "GET /usage"]


@pytest.mark.parametrize("refusal", [400, 401, 415, 422, 500])
async def test_form_is_tried_when_json_is_not_understood(
    refusal: int, serve: Serve[LocalRouter], provider: Provide
) -> None:
    """Routers that want a form refuse JSON in many ways."""
    router = await serve(LocalRouter(encodings=frozenset({"form"}), refusal=refusal))

    reading = await provider(router).read()

    assert reading.status is ReadingStatus.SUCCESS
    assert router.count("POST /login") == 2
    assert router.count("GET /usage") == 1


async def test_form_is_tried_when_json_makes_no_session(
    serve: Serve[LocalRouter], provider: Provide
) -> None:
    """A router that greets anyone is asked whether the greeting meant anything."""
    router = await serve(
        LocalRouter(encodings=frozenset({"form"}), refusal=200, greets_anyone=True)
    )

    await provider(router).read()

    assert router.count("POST /login") == 2
    assert router.count("GET /usage") == 1


async def test_refusal_stands_whatever_becomes_of_the_second_try(
    serve: Serve[LocalRouter], provider: Provide
) -> None:
    """A router that stumbles over the form has still refused the password."""

    async def login(request: web.Request) -> web.Response:
        if request.content_type == "application/json":
            return web.json_response(UNAUTHORIZED, status=401)
        return web.Response(status=503)

    router = await serve(LocalRouter(replies={"/login": login}))

    with pytest.raises(InvalidAuth):
        await provider(router).sign_in()


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (400, UnexpectedPayload),
        (404, UnexpectedPayload),
        (500, RouterUnavailable),
        (503, RouterUnavailable),
    ],
)
async def test_login_that_no_encoding_suits_says_so(
    status: int, error: type[Exception], serve: Serve[LocalRouter], provider: Provide
) -> None:
    """It is not the password that is wrong then."""

    async def login(_: web.Request) -> web.Response:
        return web.Response(status=status)

    router = await serve(LocalRouter(replies={"/login": login}))

    with pytest.raises(error):
        await provider(router).read()

    assert router.count("GET /usage") == 0


@pytest.mark.parametrize(
    "answer",
    [
        {"status": "error", "message": "Invalid username or password"},
        {"status": "error", "error_code": "INVALID_CREDENTIALS"},
    ],
)
async def test_login_refused_with_status_200(
    answer: dict[str, str], serve: Serve[LocalRouter], provider: Provide
) -> None:
    """The body says what the status does not."""

    async def login(_: web.Request) -> web.Response:
        return web.json_response(answer)

    router = await serve(LocalRouter(replies={"/login": login}))

    with pytest.raises(InvalidAuth):
        await provider(router).sign_in()


async def test_login_page_again_is_a_refusal_where_status_is_silent(
    serve: Serve[LocalRouter], provider: Provide
) -> None:
    """A form that comes back asks once more for the password."""

    async def login(_: web.Request) -> web.Response:
        return web.Response(text=LOGIN_PAGE, content_type="text/html")

    router = await serve(
        LocalRouter(replies={"/login": login, "/status": says_session(None)})
    )

    with pytest.raises(InvalidAuth):
        await provider(router).sign_in()


async def test_redirect_back_to_the_login_is_a_refusal(
    serve: Serve[LocalRouter], provider: Provide
) -> None:
    """Forms answer a wrong password that way."""

    async def login(_: web.Request) -> web.Response:
        return web.Response(status=302, headers={"Location": "/login?failed=1"})

    router = await serve(LocalRouter(replies={"/login": login}))

    with pytest.raises(InvalidAuth):
        await provider(router).sign_in()


async def test_redirect_after_the_login_is_asked_about(
    serve: Serve[LocalRouter], provider: Provide
) -> None:
    """Forms answer a right password that way, too; it is not followed."""

    async def login(_: web.Request) -> web.Response:
        response = web.Response(status=302, headers={"Location": "/home"})
        response.set_cookie("session_id", SESSION)
        return response

    router = await serve(LocalRouter(replies={"/login": login}, sessions={SESSION}))
    local = provider(router)

    await local.sign_in()

    assert router.requests == ["POST /login", "GET /status"]


async def test_session_in_the_body_alone_is_carried(
    serve: Serve[LocalRouter], provider: Provide
) -> None:
    """It goes as the cookie the router knows, and as a bearer token."""
    router = await serve(variant("C"))

    await provider(router).read()

    head = router.heads[-1]
    assert head["Cookie"] == f"session_id={SESSION}"
    assert head["Authorization"] == f"Bearer {SESSION}"


@pytest.mark.parametrize("name", ["A", "B", "D"])
async def test_session_with_a_cookie_goes_as_that_alone(
    name: str, serve: Serve[LocalRouter], provider: Provide
) -> None:
    """What the router did not ask for is not sent."""
    router = await serve(variant(name))

    await provider(router).read()

    assert router.heads[-1]["Cookie"] == f"session_id={SESSION}"
    assert "Authorization" not in router.heads[-1]


@pytest.mark.parametrize(("expires_in", "logins"), [(3600, 1), (0.001, 2)])
async def test_lifetime_decides_where_status_is_silent(
    expires_in: float, logins: int, serve: Serve[LocalRouter], provider: Provide
) -> None:
    """A session that has had its time is renewed before usage is asked."""

    async def login(_: web.Request) -> web.Response:
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

    async def missing(_: web.Request) -> web.Response:
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


async def test_password_is_sent_as_it_is(
    serve: Serve[LocalRouter], provider: Provide
) -> None:
    """No sign of it is lost in a form."""
    router = await serve(LocalRouter(encodings=frozenset({"form"})))

    await provider(router).sign_in()

    assert PASSWORD not in router.bodies[-1]
    assert router.sessions == {SESSION}


async def test_provider_is_made_by_name(
    serve: Serve[LocalRouter], connect: Connect
) -> None:
    """The registry knows what an account needs, and makes the provider."""
    router = await serve(variant("A"))

    made = create_provider("local", connect(router.url), ACCOUNT)

    assert (await made.read()).status is ReadingStatus.SUCCESS
    assert PROVIDERS["local"].account_fields == ("username", "password")
    with pytest.raises(KeyError):
        create_provider("unheard_of", connect(router.url), ACCOUNT)
