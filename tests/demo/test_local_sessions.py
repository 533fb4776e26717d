"""Signing in to the local dialects, and staying so."""

from collections.abc import Callable

import pytest

from demo.simulator import SimulatedRouter

from .client import FORM_ONLY, LOCAL, Client, signed_in


async def test_login_of_a(client: Client) -> None:
    """A gives the session as a cookie and in the body."""
    answer = await client.log_in()
    told = answer.json()
    assert told["status"] == "success"
    assert answer.cookies["session_id"].value == told["session_id"]


@pytest.mark.parametrize("dialect", ["local-b"])
async def test_login_of_b(client: Client) -> None:
    """B gives a cookie with a lifetime, and says so in plain text."""
    answer = await client.log_in("data")
    assert answer.text == "OK"
    assert answer.cookies["session_id"]["max-age"] == "3600"


@pytest.mark.parametrize("dialect", ["local-c"])
@pytest.mark.parametrize("how", ["json", "data"])
@pytest.mark.parametrize(
    "proof",
    [
        lambda session: {"Cookie": f"session_id={session}"},
        lambda session: {"X-Session-Id": session},
        lambda session: {"Authorization": f"Bearer {session}"},
    ],
)
async def test_login_of_c(
    client: Client, how: str, proof: Callable[[str], dict[str, str]]
) -> None:
    """C takes either form, gives the id in the body only, and takes it back anyhow."""
    answer = await client.log_in(how)
    told = answer.json()
    assert not answer.cookies
    assert told["expires_in"] == 3600
    assert (await client.get("/usage")).status == 401
    assert (await client.get("/usage", headers=proof(told["session_id"]))).status == 200


@pytest.mark.parametrize("dialect", ["local-d"])
async def test_login_of_d(client: Client) -> None:
    """D gives a cookie only."""
    answer = await client.log_in()
    assert answer.json() == {"status": "success"}
    assert "session_id" in answer.cookies


@pytest.mark.parametrize(
    ("dialect", "how", "status"),
    [("local-a", "data", 415), ("local-b", "json", 400), ("local-d", "data", 400)],
)
async def test_wrong_content_type(client: Client, how: str, status: int) -> None:
    """Who takes one form refuses the other."""
    answer = await client.log_in(how)
    assert answer.status == status
    assert answer.json()["error_code"] == "BAD_CONTENT_TYPE"


@pytest.mark.parametrize("body", [b"{", b"[]", b"\xff", b"null"])
async def test_a_login_not_understood(client: Client, body: bytes) -> None:
    """What is not a JSON object is answered with 400."""
    headers = {"Content-Type": "application/json"}
    assert (
        await client.ask("POST", "/login", data=body, headers=headers)
    ).status == 400


@pytest.mark.parametrize("dialect", LOCAL)
async def test_wrong_password(
    router: SimulatedRouter, client: Client, dialect: str
) -> None:
    """A wrong password is refused in JSON, or with the login page where asked for."""
    how = "data" if dialect == FORM_ONLY else "json"
    answer = await client.log_in(how, password="wrong")
    assert answer.status == 401
    assert answer.json()["error_code"] == "UNAUTHORIZED"
    router.wrong_password_page = True
    answer = await client.log_in(how, password="wrong")
    assert (answer.status, answer.content_type) == (200, "text/html")
    assert 'name="password"' in answer.text
    assert not answer.cookies
    assert [request.authorised for request in router.requests] == [False, False]


@pytest.mark.parametrize("dialect", LOCAL)
async def test_status_of_who_is_signed_in(client: Client, dialect: str) -> None:
    """The status tells the session's validity, time and version."""
    await signed_in(client, dialect)
    assert (await client.get("/status")).json() == {
        "status": "success",
        "api_version": "1.0",
        "server_time": "2026-10-14T12:00:00Z",
        "session_valid": True,
        "maintenance_mode": False,
    }


@pytest.mark.parametrize(
    ("dialect", "status", "usage"),
    [
        ("local-a", 200, 401),
        ("local-b", 200, 302),
        ("local-c", 200, 401),
        ("local-d", 401, 401),
    ],
)
async def test_before_signing_in(client: Client, status: int, usage: int) -> None:
    """Who is not signed in learns so, each in its own way, and gets no figures."""
    answer = await client.get("/status")
    assert answer.status == status
    if status == 200:
        assert answer.json()["session_valid"] is False
    assert (await client.get("/usage")).status == usage


@pytest.mark.parametrize(
    ("dialect", "status", "usage"),
    [
        ("local-a", 200, 401),
        ("local-b", 302, 302),
        ("local-c", 200, 401),
        ("local-d", 401, 401),
    ],
)
@pytest.mark.parametrize("lapse", ["time", "expire", "reboot"])
async def test_a_session_lapses(
    router: SimulatedRouter,
    client: Client,
    dialect: str,
    status: int,
    usage: int,
    lapse: str,
) -> None:
    """After an hour, a reboot, or when somebody ends it."""
    router.sessions.open("somebody else")
    await signed_in(client, dialect)
    if lapse == "time":
        router.clock.advance(3599)
        assert (await client.get("/usage")).status == 200
        router.clock.advance(1)
    elif lapse == "expire":
        router.sessions.expire()
    else:
        router.reboot()
    # A client that drops a cookie at its age would not show a lapsed one.
    client.headers.setdefault("Cookie", "session_id=lapsed")
    for path, expected in (("/status", status), ("/usage", usage)):
        answer = await client.get(path)
        assert answer.status == expected
        if expected == 302:
            assert answer.headers["Location"] == "/login"
    assert len(router.sessions) == 0
    client.headers.pop("Cookie")
    await signed_in(client, dialect)
    assert (await client.get("/status")).json()["session_valid"] is True
