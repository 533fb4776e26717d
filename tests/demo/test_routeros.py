"""The REST interface of RouterOS: its menus, its errors, and what its counters mean."""

from collections.abc import AsyncIterator
from typing import Any

from aiohttp import ClientSession, encode_basic_auth
import pytest

from demo.clock import Clock
from demo.simulator import SimulatedRouter

from .client import Answer, Client

GB = 10**9
MENUS = (
    "interface",
    "ip/hotspot/active",
    "ip/hotspot/user",
    "ip/kid-control/device",
    "user-manager/user",
)


@pytest.fixture
def dialect() -> str:
    """Return what the router speaks."""
    return "routeros"


@pytest.fixture
async def client(router: SimulatedRouter) -> AsyncIterator[Client]:
    """Return a client that knows the account."""
    auth = encode_basic_auth("monitor", "made-up")
    async with ClientSession(router.url) as session:
        yield Client(session=session, headers={"Authorization": auth})


async def rows(client: Client, menu: str) -> Any:
    """Return what a menu lists."""
    answer = await client.get(f"/rest/{menu}")
    assert answer.status == 200, answer.text
    return answer.json()


async def monitor(client: Client, **sent: Any) -> Answer:
    """Ask User Manager about the household, or as told otherwise."""
    asked = {".id": "*1", "once": True} | sent
    return await client.ask("POST", "/rest/user-manager/user/monitor", json=asked)


async def household_total(client: Client) -> tuple[int, int]:
    """Return the bytes of the HotSpot's subscriber: at the last logout, and since."""
    counts = [
        sum(
            int(row["bytes-in"]) + int(row["bytes-out"])
            for row in await rows(client, f"ip/hotspot/{menu}=household")
        )
        for menu in ("user?name", "active?user")
    ]
    return counts[0], counts[1]


async def through(client: Client) -> int:
    """Return the bytes that passed the interface to the provider."""
    wan = await rows(client, "interface/ether1")
    return int(wan["rx-byte"]) + int(wan["tx-byte"])


async def test_the_device(client: Client) -> None:
    """The resources are one object, the other menus are lists; all values are strings."""
    resource = await rows(client, "system/resource")
    assert resource["uptime"] == "2d2h"
    assert resource["version"].startswith("7.")
    listed = [row for menu in MENUS for row in await rows(client, menu)]
    assert len(listed) == 12
    for row in (resource, *listed, *(await monitor(client)).json()):
        assert all(isinstance(value, str) for value in row.values())


@pytest.mark.parametrize(
    "authorization",
    ["", "Basic", "Basic !", "Bearer x", encode_basic_auth("monitor", "wrong")],
)
async def test_wrong_password(
    router: SimulatedRouter, client: Client, authorization: str
) -> None:
    """Who is not the account is refused, at whatever path."""
    client.headers["Authorization"] = authorization
    for path in ("system/resource", "no/such/menu"):
        answer = await client.get(f"/rest/{path}")
        assert answer.status == 401
        assert answer.json() == {"error": 401, "message": "Unauthorized"}
    assert not any(request.authorised for request in router.requests)


async def test_a_password_that_was_changed(client: Client) -> None:
    """The old one is not good any more."""
    await client.control("account", password="another")
    assert (await client.get("/rest/interface")).status == 401
    client.headers["Authorization"] = encode_basic_auth("monitor", "another")
    assert (await client.get("/rest/interface")).status == 200


async def test_head_is_not_known(client: Client) -> None:
    """As on real devices."""
    assert (await client.ask("HEAD", "/rest/system/resource")).status == 501


async def test_properties_and_queries(client: Client) -> None:
    """Only what is asked for: passwords stay where they are."""
    everything = await rows(client, "ip/hotspot/user")
    assert all("password" in row for row in everything)
    asked = ".proplist=.id,name,no-such&disabled=false&name=household"
    assert await rows(client, f"ip/hotspot/user?{asked}") == [
        {".id": "*1", "name": "household"}
    ]
    assert await rows(client, "system/resource?.proplist=platform") == {
        "platform": "MikroTik"
    }
    assert await rows(client, "interface/*2?.proplist=name") == {"name": "bridge"}
    answer = await client.get("/rest/interface/ether9")
    assert answer.json() == {"error": 404, "message": "Not Found"}


@pytest.mark.parametrize(
    ("absent", "path", "word"),
    [
        ("user-manager", "user-manager/user", "user-manager"),
        ("ip/hotspot", "ip/hotspot/active", "hotspot"),
        ("ip/hotspot/active,interface", "interface", "interface"),
        ("", "ip/no-such", "no-such"),
    ],
)
async def test_a_menu_that_is_not_there(
    client: Client, absent: str, path: str, word: str
) -> None:
    """The error names the first word that leads nowhere; the others stay."""
    await client.control("manner", absent=absent)
    answer = await client.get(f"/rest/{path}")
    assert answer.status == 400
    assert answer.json() == {
        "error": 400,
        "message": "Bad Request",
        "detail": f"no such command or directory ({word})",
    }
    assert await rows(client, "ip/kid-control/device")


async def test_permissions(client: Client) -> None:
    """A menu may be closed to the account, or the whole interface; nothing is written."""
    refused = {"error": 500, "message": "Internal Server Error"}
    await client.control("manner", denied="ip/hotspot")
    answer = await client.get("/rest/ip/hotspot/user")
    assert answer.status == 500
    assert answer.json() == refused | {"detail": "not enough permissions (9)"}
    assert (await client.ask("DELETE", "/rest/interface/*1")).status == 500
    assert await rows(client, "interface")
    await client.control("manner", denied="*")
    answer = await client.get("/rest/interface")
    assert answer.json() == refused | {"detail": "not allowed (9)"}


async def test_a_hotspot_user(router: SimulatedRouter, client: Client) -> None:
    """The total rises at logout; what was used since is in the active sessions."""
    await client.control("use", bytes=GB)
    before, since = await household_total(client)
    assert before + since == router.counter.used
    assert since > 0
    assert (await client.state())["last_answer"]["used_bytes"] == router.counter.used
    await client.control("manner", sessions=3)
    assert len(await rows(client, "ip/hotspot/active?user=household")) == 3
    assert await household_total(client) == (before, since)
    await client.control("reboot")
    assert await household_total(client) == (before + since, 0)
    await client.control("use", bytes=5)
    assert await household_total(client) == (before + since, 5)
    (user,) = await rows(client, "ip/hotspot/user?name=household")
    assert user["limit-bytes-total"] == str(router.counter.allowance)
    assert user["name"] != "guest"


async def test_a_renewal_begins_both_anew(client: Client) -> None:
    """Total and sessions; a top-up raises the limit."""
    await client.control("renew")
    assert await household_total(client) == (0, 0)
    state = await client.control("top_up", bytes=GB)
    (user,) = await rows(client, "ip/hotspot/user?name=household")
    assert int(user["limit-bytes-total"]) == state["allowance_bytes"]


async def test_quota_reached(router: SimulatedRouter, client: Client) -> None:
    """The household has no session any more, and is counted nevertheless."""
    await client.control("exhaust")
    assert await rows(client, "ip/hotspot/active?user=household") == []
    assert await household_total(client) == (router.counter.allowance, 0)
    (told,) = (await monitor(client)).json()
    assert (told["active-sessions"], told["actual-profile"]) == ("0", "")


async def test_unlimited(clock: Clock, dialect: str, client: Client) -> None:
    """Then there is no limit to read."""
    async with (
        SimulatedRouter(dialect=dialect, clock=clock, allowance=None) as router,
        ClientSession(router.url, headers=client.headers) as session,
    ):
        users = await rows(Client(session=session), "ip/hotspot/user?name=household")
        assert "limit-bytes-total" not in users[0]


async def test_user_manager(router: SimulatedRouter, client: Client) -> None:
    """It counts one user of several, in the cycle or ever."""
    users = await rows(client, "user-manager/user?.proplist=.id,name")
    assert {".id": "*1", "name": "household"} in users
    (told,) = (await monitor(client)).json()
    used = int(told["total-download"]) + int(told["total-upload"])
    assert used == router.counter.used
    (guest,) = (await monitor(client, **{".id": "*2"})).json()
    assert guest["total-download"] != told["total-download"]
    await client.control("renew")
    (told,) = (await monitor(client)).json()
    assert told["total-download"] == "0"
    await client.control("manner", lifetime_totals=True)
    (told,) = (await monitor(client)).json()
    assert int(told["total-download"]) + int(told["total-upload"]) == used


@pytest.mark.parametrize(
    ("sent", "status", "detail"),
    [
        ({"once": False}, 400, "Session closed"),
        ({".id": "*9"}, 404, "no such item"),
        ({".id": ["*1"]}, 404, "no such item"),
    ],
)
async def test_a_monitor_asked_wrongly(
    client: Client, sent: dict[str, Any], status: int, detail: str
) -> None:
    """Each mistake has its own error."""
    answer = await monitor(client, **sent)
    assert (answer.status, answer.json()["detail"]) == (status, detail)
    answer = await client.ask("POST", "/rest/user-manager/user/monitor", data=b"[]")
    assert answer.json()["detail"] == "missing =.id="
    assert (await client.ask("POST", "/rest/interface", json={})).status == 400


async def test_an_interface(router: SimulatedRouter, client: Client) -> None:
    """It counts what passes, from the device's start, whatever is renewed."""
    before = await through(client)
    assert before == router.counter.since(router.booted) > 0
    await client.control("renew")
    await client.control("use", bytes=GB)
    assert await through(client) == before + GB
    state = await client.control("reboot")
    assert (await through(client), state["device"]["bytes_since"]) == (0, 0)
    assert (await rows(client, "system/resource"))["uptime"] == "0s"


async def test_counters_may_roll_over(router: SimulatedRouter, client: Client) -> None:
    """A narrow counter begins again when it is full."""
    received = int((await rows(client, "interface/ether1"))["rx-byte"])
    await client.control("manner", counter_bits=32)
    wan = await rows(client, "interface/ether1")
    assert int(wan["rx-byte"]) == received % 2**32 != received


async def test_kid_control(router: SimulatedRouter, client: Client) -> None:
    """All devices together used what the household did."""
    devices = await rows(client, "ip/kid-control/device")
    counted = [int(row["bytes-down"]) + int(row["bytes-up"]) for row in devices]
    assert len(counted) == 3
    assert sum(counted) == router.counter.since(router.booted)


async def test_figures_can_be_spoiled(router: SimulatedRouter, client: Client) -> None:
    """In every menu, and nothing but them."""
    router.faults.set("negative")
    assert await through(client) < 0
    (told,) = (await monitor(client)).json()
    assert float(told["total-upload"]) < 0
    assert told["actual-profile"] == "monthly"
