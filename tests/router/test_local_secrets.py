"""What must never leave: credentials on a redirect, and secrets in what is kept."""

from aiohttp import web
import pytest
from yarl import URL

from custom_components.taara.model import ReadingStatus
from custom_components.taara.router.local import LocalProvider
from custom_components.taara.router.provider import (
    CannotConnect,
    RouterError,
    UnexpectedPayload,
)

from .conftest import Connect, Provide, Serve
from .replies import always, in_json
from .server import ACCOUNT, SESSION, LocalRouter


@pytest.mark.parametrize("path", ["/status", "/login", "/usage"])
async def test_credentials_never_follow_a_redirect(
    path: str, serve: Serve[LocalRouter], provider: Provide
) -> None:
    """Another host hears nothing, not even that there is a router."""
    other = await serve(LocalRouter())
    location = str(other.url / path[1:])

    for status in (301, 302, 303, 307, 308):
        router = await serve(
            LocalRouter(
                replies={path: always(status=status, headers={"Location": location})}
            )
        )
        with pytest.raises(RouterError):
            await provider(router).read()

    assert other.requests == []


async def test_password_is_not_sent_to_a_router_that_has_moved(
    serve: Serve[LocalRouter], provider: Provide
) -> None:
    """One that answers `/status` with https would get the password in the clear."""
    router = await serve(LocalRouter())
    moved = str(router.url.with_scheme("https") / "status")
    router.replies["/status"] = always(status=301, headers={"Location": moved})

    with pytest.raises(UnexpectedPayload):
        await provider(router).read()

    assert router.requests == ["GET /status"]


async def test_password_is_not_sent_to_a_public_host_in_the_clear(
    connect: Connect,
) -> None:
    """In neither encoding; and the error says why."""
    session = connect(URL("http://router.example.com"))

    with pytest.raises(CannotConnect, match="https") as caught:
        await LocalProvider(session, ACCOUNT).sign_in()

    assert not caught.value.left
    assert session.trace == []


async def test_redirect_of_the_login_to_another_address_is_no_refusal(
    serve: Serve[LocalRouter], provider: Provide
) -> None:
    """A router that has moved to https does not find the password wrong."""
    router = await serve(LocalRouter())
    moved = str(router.url.with_scheme("https") / "login")
    router.replies["/login"] = always(status=301, headers={"Location": moved})

    with pytest.raises(UnexpectedPayload):
        await provider(router).sign_in()


async def test_lapse_may_point_to_the_login_on_another_port(
    serve: Serve[LocalRouter], provider: Provide
) -> None:
    """Some write their address without it; the login goes where it always goes."""
    router = await serve(LocalRouter())
    elsewhere = str(router.url.with_port(9) / "login")
    router.challenge = lambda: web.Response(status=302, headers={"Location": elsewhere})
    router.replies["/status"] = in_json({"session_valid": True})

    reading = await provider(router).read()

    assert reading.status is ReadingStatus.SUCCESS


async def test_secrets_are_in_no_error_log_or_trace(
    serve: Serve[LocalRouter],
    connect: Connect,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Also where the router repeats them back."""
    caplog.set_level("DEBUG")
    echo = {"message": f"{ACCOUNT['password']} of {ACCOUNT['username']}", "id": SESSION}
    secrets = (*ACCOUNT.values(), SESSION)

    for reply in (in_json(echo), in_json(echo, 403), always(text=str(echo))):
        for path in ("/usage", "/login"):
            router = await serve(LocalRouter(replies={path: reply}))
            session = connect(router.url)
            with pytest.raises(RouterError) as caught:
                await LocalProvider(session, ACCOUNT).read()
            error = caught.value
            told = (error, error.detail, getattr(error, "sample", ""), session.trace)
            assert not any(secret in str(told) for secret in secrets)

    assert "[poll-1] GET /usage: 200" in caplog.text
    ours = [r.getMessage() for r in caplog.records if "taara" in r.name]
    assert not any(secret in line for secret in secrets for line in ours)


async def test_raw_payload_keeps_counters_and_hides_the_rest(
    serve: Serve[LocalRouter], provider: Provide
) -> None:
    """Structure stays; what could name the household does not."""
    body = {
        "status": "success",
        "account": {"owner": "Amina Otieno", "phone": "+254700000000", "number": 1234},
        "usage": {"total_used_mb": 10, "remaining_mb": "90"},
    }
    router = await serve(LocalRouter(replies={"/usage": in_json(body)}))

    reading = await provider(router).read()

    assert reading.raw == {
        "status": "success",
        "account": {"owner": "xxxxx xxxxxx", "phone": "?000000000000", "number": 0},
        "usage": {"total_used_mb": 10, "remaining_mb": "90"},
    }
