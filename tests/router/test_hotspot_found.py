"""How a HotSpot is recognised, and what is not taken for one."""

from collections.abc import AsyncIterator
import json

import pytest
from yarl import URL

from custom_components.taara.router.answer import Answer
from custom_components.taara.router.discovery import discover
from custom_components.taara.router.hotspot import HotspotProvider

from .conftest import Connect, Serve
from .hotspot_device import (
    ASK_LOGIN,
    ASK_STATUS,
    STATUS_PAGE,
    HotspotDevice,
    hotspot,
    login_page,
    template,
)
from .replies import LOGIN_PAGE, always, in_json
from .server import Handler, LocalRouter, variant

CHAP = login_page(challenge=(b"\xe0", b"0" * 16))
STEPS = [ASK_STATUS, ASK_LOGIN, "GET /api", "GET /rest/system/resource"]
NOT_THERE = always(status=404)


@pytest.fixture
async def device() -> AsyncIterator[HotspotDevice]:
    """Run a HotSpot."""
    async with hotspot() as device:
        yield device


def answer(text: str = "", status: int = 200, location: str | None = None) -> Answer:
    """Make an answer of a host to somebody without credentials."""
    headers = {} if location is None else {"Location": location}
    url = URL("http://192.0.2.1/")
    return Answer(status=status, url=url, headers=headers, body=text.encode())


@pytest.mark.parametrize(
    ("path", "one", "reason", "sure"),
    [
        ("/status", answer(STATUS_PAGE), "hotspot_status", True),
        ("/status", answer("<html>bytes up/down:</html>"), "hotspot_status", True),
        ("/status", answer(json.dumps(template())), "hotspot_status", True),
        ("/status", answer('{"logged_in": "no"}'), "hotspot_status", True),
        ("/status", answer(status=302, location="/login"), "hotspot_redirect", False),
        (
            "/status",
            answer(status=302, location="http://10.5.50.1/login?dst=x"),
            "hotspot_redirect",
            False,
        ),
        ("/login", answer(CHAP), "hotspot_chap", True),
        ("/login", answer(login_page()), "hotspot_login", True),
        ("/login", answer(LOGIN_PAGE), "hotspot_login", False),
    ],
)
def test_hotspot_is_known_by_what_its_servlet_fills_in(
    path: str, one: Answer, reason: str, sure: bool
) -> None:
    """A form that any router may have is a hint, and so is the way to one."""
    found = HotspotProvider.recognise(path, one)

    assert found is not None
    assert (found.provider, found.path) == ("mikrotik_hotspot", path)
    assert (found.reason, found.sure, found.hints) == (reason, sure, {})


@pytest.mark.parametrize(
    ("path", "one"),
    [
        ("/status", answer()),
        ("/status", answer(STATUS_PAGE, 404)),
        ("/status", answer('{"logged_in": "no"}', 401)),
        ("/status", answer('{"session_valid": false}')),
        ("/status", answer("Bytes up / down")),
        ("/status", answer(LOGIN_PAGE)),
        ("/status", answer(status=302, location="/home")),
        ("/status", answer(status=302, location="http://192.0.2.1/portal")),
        ("/status", answer(status=200, location="/login")),
        ("/login", answer()),
        ("/login", answer(CHAP, 404)),
        ("/login", answer("<html>Welcome to nginx</html>")),
        ("/login", answer(status=302, location="/login")),
        ("/login", answer('{"logged_in": "no"}')),
        ("/api", answer(STATUS_PAGE)),
        ("/api", answer(CHAP)),
        ("/usage", answer(json.dumps(template()))),
    ],
)
def test_other_answers_are_not_a_hotspots(path: str, one: Answer) -> None:
    """Not every host with a page is one."""
    assert HotspotProvider.recognise(path, one) is None


@pytest.mark.parametrize(
    ("logged_in", "chap", "reasons"),
    [
        (True, True, ["hotspot_status"]),
        (False, True, ["hotspot_redirect", "hotspot_chap"]),
        (False, False, ["hotspot_redirect", "hotspot_login"]),
    ],
)
async def test_hotspot_is_discovered(
    logged_in: bool,
    chap: bool,
    reasons: list[str],
    device: HotspotDevice,
    connect: Connect,
) -> None:
    """No further than needed, and nobody is logged in for it."""
    device.logged_in, device.chap = logged_in, chap

    found = await discover(connect(device.url))

    assert found.provider == "mikrotik_hotspot"
    assert [one.reason for one in found.evidence] == reasons
    assert device.requests == STEPS[: len(reasons)]
    assert device.forms == []


async def test_portal_of_the_provider_is_behind_a_hotspot(
    device: HotspotDevice, connect: Connect
) -> None:
    """Its login page, with the servlet's fields, leads to the true source."""
    portal = 'action="https://share.taara.company/cp/login?hotspotId=2"'
    device.replies[ASK_LOGIN] = always(text=f"{CHAP}<form {portal}>")

    found = await discover(connect(device.url))

    assert found.provider == "taara_share"
    assert device.requests == STEPS[:2]


@pytest.mark.parametrize(
    ("api", "provider"),
    [
        (NOT_THERE, "mikrotik_hotspot"),
        (in_json({"captive": True}), "capport"),
    ],
)
async def test_form_that_any_router_may_have_leaves_the_question_open(
    api: Handler, provider: str, device: HotspotDevice, connect: Connect
) -> None:
    """What is sure wins over it."""
    device.replies |= {ASK_LOGIN: always(text=LOGIN_PAGE), "GET /api": api}

    found = await discover(connect(device.url))

    assert found.provider == provider


@pytest.mark.parametrize("name", "ABCD")
async def test_local_router_is_not_taken_for_a_hotspot(
    name: str, serve: Serve[LocalRouter], connect: Connect
) -> None:
    """In none of its variants, nor where it sends people to a login of its own."""
    router = await serve(variant(name))
    assert (await discover(connect(router.url))).provider == "local"

    router.replies["/status"] = always(status=302, headers={"Location": "/login"})
    assert (await discover(connect(router.url))).provider == "local"
