"""How a login is sent, and what its answer is taken for."""

from typing import Any

from aiohttp import web
import pytest

from custom_components.taara.model import ReadingStatus
from custom_components.taara.router.local_payload import session_id
from custom_components.taara.router.provider import (
    InvalidAuth,
    RouterError,
    RouterUnavailable,
    UnexpectedPayload,
)

from .conftest import Provide, Serve
from .replies import LOGIN_PAGE, always, in_json, says_session
from .server import PASSWORD, SESSION, UNAUTHORIZED, LocalRouter, variant


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

    async def login(request: web.BaseRequest) -> web.Response:
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

    async def login(_: web.BaseRequest) -> web.Response:
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
    """The body says what the status does not, also where `/status` is silent."""
    router = await serve(
        LocalRouter(replies={"/login": in_json(answer), "/status": says_session(None)})
    )

    with pytest.raises(InvalidAuth):
        await provider(router).sign_in()


async def test_success_without_a_session_is_asked_about(
    serve: Serve[LocalRouter], provider: Provide
) -> None:
    """Words alone prove no password."""
    router = await serve(
        LocalRouter(replies={"/login": in_json({"status": "success"})})
    )

    with pytest.raises(InvalidAuth):
        await provider(router).read()

    assert router.count("GET /usage") == 0


async def test_login_page_again_is_a_refusal_where_status_is_silent(
    serve: Serve[LocalRouter], provider: Provide
) -> None:
    """A form that comes back asks once more for the password."""

    async def login(_: web.BaseRequest) -> web.Response:
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

    async def login(_: web.BaseRequest) -> web.Response:
        return web.Response(status=302, headers={"Location": "/login?failed=1"})

    router = await serve(LocalRouter(replies={"/login": login}))

    with pytest.raises(InvalidAuth):
        await provider(router).sign_in()


async def test_redirect_after_the_login_is_asked_about(
    serve: Serve[LocalRouter], provider: Provide
) -> None:
    """Forms answer a right password that way, too; it is not followed."""

    async def login(_: web.BaseRequest) -> web.Response:
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


async def test_password_is_sent_as_it_is(
    serve: Serve[LocalRouter], provider: Provide
) -> None:
    """No sign of it is lost in a form."""
    router = await serve(LocalRouter(encodings=frozenset({"form"})))

    await provider(router).sign_in()

    assert PASSWORD not in router.bodies[-1]
    assert router.sessions == {SESSION}


async def test_other_encoding_is_tried_when_the_session_does_not_count(
    serve: Serve[LocalRouter], provider: Provide
) -> None:
    """Where nothing tells that a login took no effect, the challenge of usage does."""
    router = await serve(
        LocalRouter(
            encodings=frozenset({"form"}),
            refusal=200,
            greets_anyone=True,
            replies={"/status": always(status=404)},
        )
    )

    reading = await provider(router).read()

    assert reading.status is ReadingStatus.SUCCESS
    assert router.count("POST /login") == 2
    assert router.count("GET /usage") == 2


@pytest.mark.parametrize(
    ("status", "error"), [(401, InvalidAuth), (500, RouterUnavailable)]
)
async def test_login_that_worked_before_is_tried_once(
    status: int,
    error: type[RouterError],
    serve: Serve[LocalRouter],
    provider: Provide,
) -> None:
    """Its encoding is known to be right, so the refusal means what it says."""
    router = await serve(LocalRouter())
    account = provider(router)
    await account.read()
    router.sessions.clear()
    router.requests.clear()
    router.replies["/login"] = always(status=status)

    with pytest.raises(error):
        await account.read()

    assert router.requests == ["GET /status", "POST /login"]


async def test_refused_login_ends_the_session_before_it(
    serve: Serve[LocalRouter], provider: Provide
) -> None:
    """The next poll logs in first, and carries nothing of the old session."""
    router = await serve(variant("C"))
    router.replies["/status"] = says_session(None)
    local = provider(router)
    await local.read()
    router.sessions.clear()
    router.replies["/login"] = always(status=401)
    with pytest.raises(InvalidAuth):
        await local.read()
    router.requests.clear()

    with pytest.raises(InvalidAuth):
        await local.read()

    assert router.requests == ["GET /status", "POST /login"]
    assert not any(
        {"Authorization", "Cookie"} & set(head) for head in router.heads[-2:]
    )


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ({"session_id": "abc"}, "abc"),
        ({"sessionId": "abc"}, "abc"),
        ({"token": "a.b-c="}, "a.b-c="),
        ({"data": {"session_id": "abc"}}, "abc"),
        ({"session": {"token": "abc"}}, "abc"),
        ({"session_id": ""}, None),
        ({"session_id": 5}, None),
        ({"session_id": "a; Path=/"}, None),
        ({"session_id": "a\r\nHost: b"}, None),
        ({"session_id": "x" * 5000}, None),
        ({"session_id": None}, None),
        ({}, None),
    ],
)
def test_session_is_found_and_fits_into_a_header(
    body: dict[str, Any], found: str | None
) -> None:
    """Under its usual names, at the top or one level down."""
    assert session_id(body) == found
