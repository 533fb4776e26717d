"""The account service: signing in, staying so, and the portal before it."""

from base64 import urlsafe_b64decode
import json
from typing import Any

from aiohttp import ClientSession
import pytest

from demo.clock import Clock
from demo.simulator import SimulatedRouter

from .client import Client
from .taara_share import BUNDLE, LOGIN, sign_in, told


@pytest.fixture
def dialect() -> str:
    """Return what the router speaks."""
    return "taara_share"


async def test_signing_in(client: Client) -> None:
    """The token is a JWT that names the subscriber."""
    answer = await sign_in(client)
    assert answer.status == 201
    payload = answer.json()["accessToken"].split(".")[1]
    claims = json.loads(urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    assert claims["sub"] == (await told(client))["subscriberId"]


@pytest.mark.parametrize(
    ("changes", "status", "message"),
    [
        ({"passcode": "000000"}, 401, "Incorrect username or password"),
        (
            {"phoneNumber": {"countryCode": "254", "nationalNumber": "0700000000"}},
            404,
            "User Not Found",
        ),
        ({"partnerId": "100000009"}, 404, "User Not Found"),
        ({"phoneNumber": "254700000000"}, 400, "Bad Request"),
    ],
)
async def test_refusals(
    client: Client, changes: dict[str, Any], status: int, message: str
) -> None:
    """Each mistake has its own answer, and none a token."""
    answer = await sign_in(client, **changes)
    assert (answer.status, answer.json()["message"]) == (status, message)
    assert (await client.get(BUNDLE)).status == 401


async def test_a_login_not_understood(client: Client) -> None:
    """What is not JSON is answered with 400."""
    assert (await client.ask("POST", LOGIN, data=b"{")).status == 400


@pytest.mark.parametrize("lapse", ["time", "expire", "reboot", "sign out"])
async def test_a_token_lapses(
    router: SimulatedRouter, client: Client, lapse: str
) -> None:
    """After its time, or when somebody ends it; a new one is as good."""
    await sign_in(client)
    if lapse == "time":
        router.clock.advance(3600)
    elif lapse == "sign out":
        subscriber = (await told(client))["subscriberId"]
        path = f"/v1/users/subscriber/logout/{subscriber}"
        assert (await client.get(path)).status == 200
    else:
        await client.control("reboot" if lapse == "reboot" else "expire_sessions")
    answer = await client.get(BUNDLE)
    assert (answer.status, answer.json()["message"]) == (401, "Unauthorized")
    await sign_in(client)
    assert (await client.get(BUNDLE)).status == 200


async def test_only_for_the_households_hotspot(client: Client) -> None:
    """Somebody else's hotspot, or none, is not found."""
    await sign_in(client)
    path = BUNDLE.partition("?")[0]
    assert (await client.get(path)).status == 404
    assert (await client.get(f"{path}?hotspotId=1")).status == 404
    assert (await client.get("/v1/users/subscriber/logout/1")).status == 404
    assert (await client.get("/status")).json()["statusCode"] == 404


async def test_it_is_rationed(clock: Clock, dialect: str) -> None:
    """Asked too often it says when to come back."""
    async with (
        SimulatedRouter(dialect=dialect, clock=clock) as router,
        ClientSession(router.url) as session,
    ):
        client = Client(session=session)
        await sign_in(client)
        await told(client)
        answer = await client.get(BUNDLE)
        assert (answer.status, answer.headers["Retry-After"]) == (429, "600")


@pytest.mark.parametrize("site", ["", "https://portal.invalid"])
async def test_the_portal(router: SimulatedRouter, client: Client, site: str) -> None:
    """It leads to the service, which the hotspot's number goes with, in several ways."""
    address = f"{site}/cp/customers/login?hotspotId=200000002"
    router.dialect.vary(portal_site=site)
    answer = await client.get("/login")
    assert (answer.status, answer.headers["Location"]) == (302, address)
    for portal, marker in (
        ("refresh", f'http-equiv="refresh" content="0; url={address}"'),
        ("form", f'<form action="{address}"'),
        ("link", f'<a href="{address}"'),
    ):
        router.dialect.vary(portal=portal)
        answer = await client.get("/login")
        assert (answer.status, answer.content_type) == (200, "text/html")
        assert marker in answer.text
    router.dialect.vary(portal="none")
    assert (await client.get("/login")).status == 404
    router.dialect.vary(portal="redirect", portal_names_partner=True)
    answer = await client.get("/login")
    assert answer.headers["Location"] == f"{address}&partnerId=100000001"
    assert "<form" in (await client.get("/cp/customers/login")).text
