"""The MikroTik HotSpot: its login page, its status page, and whose session it shows."""

from collections.abc import AsyncIterator
from hashlib import md5
import re
from typing import Any

from aiohttp import ClientSession, TCPConnector
import pytest

from demo.accounts import SUBSCRIBER
from demo.clock import Clock
from demo.household import Household
from demo.plan import Prepaid
from demo.simulator import SimulatedRouter

from .client import Answer, Client

MIB = 2**20
GB = 10**9
HASHING = re.compile(r"hexMD5\('((?:\\\d{3})+)' \+ .* \+ '((?:\\\d{3})+)'\)")


@pytest.fixture
def dialect() -> str:
    """Return what the router speaks."""
    return "mikrotik_hotspot"


@pytest.fixture
def manner() -> dict[str, Any]:
    """Return how the HotSpot is set up; parametrise it."""
    return {"chap": False}


@pytest.fixture
async def router(
    clock: Clock, dialect: str, manner: dict[str, Any]
) -> AsyncIterator[SimulatedRouter]:
    """Run a HotSpot in front of an empty house in the middle of a prepaid month."""
    async with SimulatedRouter(
        dialect=dialect,
        clock=clock,
        household=Household(daily_bytes=0),
        plan=Prepaid(30),
        allowance=100 * GB,
        used=40 * GB,
        manner=manner,
    ) as router:
        yield router


async def log_in(client: Client, *, password: str = SUBSCRIBER.password) -> Answer:
    """Sign in with a form."""
    fields = {"username": SUBSCRIBER.username, "password": password, "popup": "true"}
    return await client.ask("POST", "/login", data=fields)


def response_to(page: str, password: str) -> str:
    """Return what the page's script would send."""
    found = HASHING.search(page)
    assert found, page
    before, after = (
        bytes(int(escape, 8) for escape in part.split("\\")[1:])
        for part in found.groups()
    )
    assert (len(before), len(after)) == (1, 16)
    return md5(before + password.encode() + after, usedforsecurity=False).hexdigest()


async def test_who_is_not_signed_in_is_sent_to_the_login_page(client: Client) -> None:
    """By head and by page, with a reason of its own."""
    async with client.session.get("/status", allow_redirects=False) as answer:
        assert (answer.status, answer.reason) == (302, "Hotspot login required")
        assert answer.headers["Location"].endswith("/login")
        assert 'http-equiv="refresh"' in await answer.text()
    assert (await client.get("/logout")).status == 302


async def test_plain_login(router: SimulatedRouter, client: Client) -> None:
    """The page has a form and no script; the password goes as it is, either way."""
    page = (await client.get("/login")).text
    assert all(f'name="{name}"' in page for name in ("username", "password", "dst"))
    assert "hexMD5" not in page
    assert "You are logged in" in (await log_in(client)).text
    assert router.requests[-1].authorised
    assert (await client.get("/status")).status == 200
    router.sign_out()
    query = f"username={SUBSCRIBER.username}&password={SUBSCRIBER.password}"
    assert "You are logged in" in (await client.get(f"/login?{query}")).text
    # Whoever is signed in need not do it again.
    assert "You are logged in" in (await client.get("/login")).text


@pytest.mark.parametrize("manner", [{}])
async def test_chap_login(client: Client) -> None:
    """The password goes hashed with a challenge that is good for once."""
    page = (await client.get("/login")).text
    assert 'name="sendin"' in page
    right = response_to(page, SUBSCRIBER.password)
    wrong = await log_in(client, password=response_to(page, "wrong"))
    assert wrong.status == 200
    assert "invalid username or password" in wrong.text
    plain = await log_in(client)
    assert "did not send challenge response" in plain.text
    assert "You are logged in" in (await log_in(client, password=right)).text
    await client.get("/logout")
    assert "invalid username" in (await log_in(client, password=right)).text
    page = (await client.get("/login")).text
    assert response_to(page, SUBSCRIBER.password) != right


@pytest.mark.parametrize(
    ("trouble", "text"),
    [
        ("radius", "RADIUS server is not responding"),
        ("sessions", "no more sessions are allowed for user subscriber"),
    ],
)
async def test_trouble(
    router: SimulatedRouter, client: Client, trouble: str, text: str
) -> None:
    """The login page says what is the matter, with status 200."""
    router.dialect.vary(trouble=trouble)
    answer = await log_in(client)
    assert answer.status == 200
    assert text in answer.text
    assert not router.requests[-1].authorised


@pytest.mark.parametrize(
    ("page", "row"),
    [
        ("new", "<td>Bytes up / down</td><td>63.7 MiB / 845.9 MiB</td>"),
        (
            "old",
            '<td align="right">bytes up/down:</td><td>63.7 MiB / 845.9 MiB</td>',
        ),
    ],
)
async def test_the_status_page(
    router: SimulatedRouter, client: Client, page: str, row: str
) -> None:
    """It shows what the session sent and received, and the time, not what is left."""
    router.dialect.vary(page=page)
    await log_in(client)
    router.clock.advance(1466)
    router.counter.use(int(909.6 * MIB))
    text = (await client.get("/status")).text
    assert row in text
    assert "24m26s / 35m34s</td>" in text


@pytest.mark.parametrize("manner", [{"chap": False, "page": "json"}])
async def test_a_json_template(router: SimulatedRouter, client: Client) -> None:
    """All values are strings, and the account's remainder is among them."""
    answer = await client.get("/status")
    assert (answer.status, answer.json()) == (200, {"logged_in": "no"})
    await log_in(client)
    await client.control("use", bytes=GB)
    answer = await client.get("/status")
    assert answer.content_type == "text/html"
    told = answer.json()
    assert all(isinstance(value, str) for value in told.values())
    assert told["logged_in"] == "yes"
    assert int(told["bytes_in"]) + int(told["bytes_out"]) == GB
    assert told["limit_bytes_total"] == str(60 * GB)
    state = await client.state()
    assert told["remain_bytes_total"] == str(state["last_answer"]["remaining_bytes"])
    assert told["session_time_left_secs"] == "3600"
    await client.control("top_up", bytes=GB)
    told = (await client.get("/status")).json()
    assert told["remain_bytes_total"] == str(60 * GB)


async def test_unlimited(clock: Clock, dialect: str) -> None:
    """Where there is no limit, there are dashes."""
    async with (
        SimulatedRouter(
            dialect=dialect,
            clock=clock,
            allowance=None,
            manner={"lets_in": True, "page": "json"},
        ) as router,
        ClientSession(router.url) as session,
    ):
        told = (await Client(session=session).get("/status")).json()
        limits = ("limit_bytes_total", "remain_bytes_total", "session_time_left_secs")
        assert [told[name] for name in limits] == ["---"] * 3


async def test_a_session_is_the_devices(
    router: SimulatedRouter, client: Client
) -> None:
    """Another device in the house is not signed in, and counts from its own login."""
    router.dialect.vary(page="json")
    await log_in(client)
    router.counter.use(GB)
    other = TCPConnector(local_addr=("127.0.0.2", 0))
    async with ClientSession(router.url, connector=other) as session:
        neighbour = Client(session=session)
        assert (await neighbour.get("/status")).json() == {"logged_in": "no"}
        await log_in(neighbour)
        assert (await neighbour.get("/status")).json()["bytes_out"] == "0"
    assert (await client.get("/status")).json()["bytes_out"] != "0"


@pytest.mark.parametrize("lapse", ["time", "expire", "reboot", "log out"])
async def test_a_session_ends(
    router: SimulatedRouter, client: Client, lapse: str
) -> None:
    """The next one counts from nothing."""
    await log_in(client)
    router.counter.use(GB)
    if lapse == "time":
        router.clock.advance(3600)
    elif lapse == "log out":
        assert "logged out" in (await client.get("/logout")).text
    else:
        await client.control("reboot" if lapse == "reboot" else "expire_sessions")
    assert (await client.get("/status")).status == 302
    await log_in(client)
    assert "<td>0 B / 0 B</td>" in (await client.get("/status")).text


@pytest.mark.parametrize("manner", [{"lets_in": True}])
async def test_a_device_that_is_let_in(router: SimulatedRouter, client: Client) -> None:
    """It never signs in; its session counts from the start of the HotSpot."""
    router.counter.use(10 * MIB)
    text = (await client.get("/status")).text
    assert "<td>716.8 KiB / 9.3 MiB</td>" in text
    assert "<td>Connected</td><td>2d2h</td>" in text
    await client.control("reboot")
    assert "<td>0 B / 0 B</td>" in (await client.get("/status")).text


async def test_quota_reached(router: SimulatedRouter, client: Client) -> None:
    """The session ends and no password helps, until more is bought."""
    await log_in(client)
    await client.control("exhaust")
    assert (await client.get("/status")).status == 302
    answer = await log_in(client)
    assert answer.status == 200
    assert "user subscriber has reached traffic limit" in answer.text
    await client.control("top_up", bytes=GB)
    assert (await client.get("/status")).status == 302
    await log_in(client)
    assert (await client.get("/status")).status == 200


async def test_a_renewal_does_not_end_the_session(client: Client) -> None:
    """It goes on counting."""
    await log_in(client)
    await client.control("use", bytes=100 * MIB)
    await client.control("renew")
    assert "<td>7.0 MiB / 93.0 MiB</td>" in (await client.get("/status")).text


async def test_an_expired_plan(router: SimulatedRouter, client: Client) -> None:
    """Time that is up is told as such."""
    router.clock.advance(15 * 86400)
    answer = await log_in(client)
    assert "user subscriber has reached uptime limit" in answer.text


async def test_sizes_on_the_page_can_be_spoiled(
    router: SimulatedRouter, client: Client
) -> None:
    """Each in its own way, and nothing else on the page."""
    await log_in(client)
    await client.control("use", bytes=100 * MIB)
    router.clock.advance(60)
    for fault, volume in (
        ("nan", "nan MiB / nan MiB"),
        ("negative", "-7.0 MiB / -93.0 MiB"),
        ("nulls", " MiB /  MiB"),
        ("wrong_types", "[] MiB / {} MiB"),
    ):
        router.faults.clear()
        router.faults.set(fault)
        text = (await client.get("/status")).text
        assert f"<td>{volume}</td>" in text
        assert "<td>1m / 59m</td>" in text


async def test_an_error_is_a_page(router: SimulatedRouter, client: Client) -> None:
    """Whatever goes wrong."""
    router.faults.set("too_many", retry_after=90)
    answer = await client.get("/status")
    assert (answer.status, answer.content_type) == (429, "text/html")
    assert "come back in 90 seconds" in answer.text
