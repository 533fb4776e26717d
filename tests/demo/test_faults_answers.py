"""Faults that answer something else, seen on the wire, and how faults are switched."""

import asyncio
from email.utils import parsedate_to_datetime
from typing import Any

import pytest

from demo.simulator import SimulatedRouter

from .client import Client
from .conftest import NOON


@pytest.fixture
async def client(client: Client) -> Client:
    """Return a client that has signed in."""
    await client.log_in()
    return client


@pytest.mark.parametrize(
    ("fault", "status", "told"),
    [
        ("unauthorized", 401, "UNAUTHORIZED"),
        ("forbidden", 403, "FORBIDDEN"),
        ("quota_reached", 403, "QUOTA_EXCEEDED"),
        ("server_error", 500, "INTERNAL_ERROR"),
        ("unavailable", 503, "UNAVAILABLE"),
        ("maintenance", 503, "MAINTENANCE"),
    ],
)
async def test_refusals(
    router: SimulatedRouter, client: Client, fault: str, status: int, told: str
) -> None:
    """A refusal comes with its status and in the dialect's words."""
    router.faults.set(fault)
    answer = await client.get("/usage")
    assert answer.status == status
    error = answer.json()
    assert (error["status"], error["error_code"]) == ("error", told)
    assert router.requests[-1].faults == [fault]


async def test_the_quota_is_told_in_words(
    router: SimulatedRouter, client: Client
) -> None:
    """A client can tell it from a wrong password."""
    router.faults.set("quota_reached")
    assert "traffic limit" in (await client.get("/usage")).text


@pytest.mark.parametrize(
    ("fault", "location"),
    [
        ("redirect_login", "/login"),
        ("redirect_other_host", "http://elsewhere.invalid/login"),
    ],
)
@pytest.mark.parametrize("status", [302, 307])
async def test_redirects(
    router: SimulatedRouter, client: Client, fault: str, location: str, status: int
) -> None:
    """A redirect leads to the login page, or to another host."""
    router.faults.set(fault, status=status)
    answer = await client.get("/usage")
    assert (answer.status, answer.headers["Location"]) == (status, location)


async def test_a_redirect_can_lead_to_a_listening_host(
    router: SimulatedRouter, client: Client
) -> None:
    """A second router sees what a careless client gives away."""
    async with SimulatedRouter() as other:
        router.faults.set(
            "redirect_other_host",
            path="/login",
            location=f"{other.url}/login",
            status=307,
        )
        password = {"username": "subscriber", "password": "told to a stranger"}
        await client.ask("POST", "/login", json=password, allow_redirects=True)
        assert b"told to a stranger" in other.requests[0].body


@pytest.mark.parametrize(
    ("form", "header", "body"),
    [
        ("seconds", "90", 90),
        ("date", "Wed, 14 Oct 2026 12:01:30 GMT", None),
        ("body", None, 90),
        ("none", None, None),
    ],
)
async def test_too_many(
    router: SimulatedRouter,
    client: Client,
    form: str,
    header: str | None,
    body: int | None,
) -> None:
    """When to come back is told in each way there is, or not at all."""
    router.faults.set("too_many", retry_after=90, form=form)
    answer = await client.get("/usage")
    assert answer.status == 429
    assert answer.headers.get("Retry-After") == header
    told = answer.json()
    assert (told["message"], told.get("retry_after")) == ("Too many requests", body)


async def test_html(router: SimulatedRouter, client: Client) -> None:
    """The login page comes with 200, where figures were asked for."""
    router.faults.set("html")
    answer = await client.get("/usage")
    assert (answer.status, answer.content_type) == (200, "text/html")
    assert "<form" in answer.text


async def test_maintenance_shows_in_the_status(
    router: SimulatedRouter, client: Client
) -> None:
    """The status is still answered, and says why usage is not."""
    router.faults.set("maintenance")
    told = (await client.get("/status")).json()
    assert told["maintenance_mode"] is True
    assert told["session_valid"] is True
    assert (await client.log_in()).status == 200


async def test_bad_clock(router: SimulatedRouter, client: Client) -> None:
    """Every time the router tells is wrong by years; its counter is not."""
    router.faults.set("bad_clock", years=-20)
    answer = await client.get("/usage")
    told = answer.json()
    assert told["timestamp"].startswith("2006-")
    assert told["usage"]["billing_cycle"]["start_date"] == "2026-10-01"
    assert parsedate_to_datetime(answer.headers["Date"]).year == 2006
    assert (await client.get("/status")).json()["server_time"][:4] == "2006"
    router.faults.clear()
    answer = await client.get("/usage")
    assert parsedate_to_datetime(answer.headers["Date"]) == NOON


async def test_a_fault_keeps_to_its_path(
    router: SimulatedRouter, client: Client
) -> None:
    """The usage path by default, another, or all of them."""
    router.faults.set("forbidden")
    router.faults.set("unavailable", path="/status")
    assert (await client.get("/usage")).status == 403
    assert (await client.get("/status")).status == 503
    assert (await client.log_in()).status == 200
    router.faults.clear()
    router.faults.set("server_error", path="*")
    assert {
        (await client.get(path)).status for path in ("/usage", "/status", "/x")
    } == {500}


async def test_a_fault_ends_by_itself(router: SimulatedRouter, client: Client) -> None:
    """After the times it was asked for all is well again."""
    router.faults.set("server_error", times=2)
    assert [(await client.get("/usage")).status for _ in range(3)] == [500, 500, 200]
    assert router.faults.active == ()


async def test_a_fault_counts_requests_that_overlap(
    router: SimulatedRouter, client: Client
) -> None:
    """Of two at a time only one meets a fault that happens once."""
    router.faults.set("slow", seconds=0.05)
    router.faults.set("empty", times=1)
    answers = await asyncio.gather(*(client.get("/usage") for _ in range(2)))
    assert [len(answer.body) > 0 for answer in answers].count(True) == 1


async def test_a_spoiled_answer_can_travel_badly_only_once(
    router: SimulatedRouter, client: Client
) -> None:
    """What is already put on the wire is beyond a later fault, and does not count."""
    router.faults.set("http_1_0")
    router.faults.set("truncated")
    assert (await client.usage())["status"] == "success"
    assert router.requests[-1].faults == ["http_1_0"]


async def test_a_refusal_does_not_use_up_a_spoiled_answer(
    router: SimulatedRouter, client: Client
) -> None:
    """What spoils good answers waits for one."""
    router.faults.set("truncated", times=1)
    router.sessions.expire()
    assert (await client.get("/usage")).status == 401
    await client.log_in()
    await client.get("/usage")
    assert router.requests[-1].faults == ["truncated"]


async def test_faults_add_up(router: SimulatedRouter, client: Client) -> None:
    """A later one lies around the earlier ones."""
    router.faults.set("negative", keys=["total_used_mb"])
    router.faults.set("gzip")
    answer = await client.get("/usage")
    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.json()["usage"]["total_used_mb"] < 0


async def test_faults_are_cleared_by_name(
    router: SimulatedRouter, client: Client
) -> None:
    """One kind, or all."""
    router.faults.set("forbidden")
    router.faults.set("unavailable", path="/status")
    router.faults.clear("forbidden")
    assert (await client.get("/usage")).status == 200
    assert (await client.get("/status")).status == 503
    router.faults.clear()
    assert (await client.get("/status")).status == 200


@pytest.mark.parametrize(
    ("name", "options", "error"),
    [
        ("gremlins", {}, ValueError),
        ("silence", {"minutes": 5}, TypeError),
        ("silence", {"times": 0}, ValueError),
    ],
)
async def test_refuses_what_is_no_fault(
    router: SimulatedRouter, name: str, options: dict[str, Any], error: type[Exception]
) -> None:
    """A slip in a test must not pass as a router that works."""
    with pytest.raises(error):
        router.faults.set(name, **options)
    assert router.faults.active == ()
