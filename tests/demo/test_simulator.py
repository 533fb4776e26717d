"""What a simulated router does in any dialect."""

from datetime import timedelta
import json

from aiohttp import ClientConnectorError
import pytest

from demo.simulator import SimulatedRouter

from .client import Client, signed_in


@pytest.mark.parametrize(
    ("dialect", "method", "path", "status", "content_type"),
    [
        ("local-a", "GET", "/", 404, "application/json"),
        ("local-a", "GET", "/login", 405, "application/json"),
        ("local-b", "GET", "/login", 200, "text/html"),
        ("local-c", "POST", "/usage", 405, "application/json"),
    ],
)
async def test_what_it_does_not_know(
    client: Client, method: str, path: str, status: int, content_type: str
) -> None:
    """Other paths and methods are refused in the dialect; B has a page to sign in on."""
    answer = await client.ask(method, path)
    assert (answer.status, answer.content_type) == (status, content_type)
    if status != 200:
        assert answer.json()["status"] == "error"


async def test_remembers_what_it_was_asked(
    router: SimulatedRouter, client: Client
) -> None:
    """Each request is noted: when, what, whether it was allowed, and the answer."""
    await client.get("/usage")
    router.clock.advance(5)
    await signed_in(client, "local-a")
    await client.get("/usage")
    assert [
        (seen.method, seen.path, seen.authorised, seen.status)
        for seen in router.requests
    ] == [
        ("GET", "/usage", False, 401),
        ("POST", "/login", True, 200),
        ("GET", "/usage", True, 200),
    ]
    refused, login, usage = router.requests
    assert login.time - refused.time == timedelta(seconds=5)
    assert json.loads(login.body)["username"] == router.account.username
    assert f"http://{login.host}" == router.url
    assert refused.figures is None
    assert usage.figures == router.counter.figures


async def test_goes_away_and_comes_back(
    router: SimulatedRouter, client: Client
) -> None:
    """While it is stopped the connection is refused; its address and memory stay."""
    await signed_in(client, "local-a")
    url = router.url
    await router.stop()
    with pytest.raises(ClientConnectorError):
        await client.get("/status")
    await router.start()
    assert router.url == url
    assert (await client.get("/status")).json()["session_valid"] is True


async def test_a_port_is_taken_only_once(router: SimulatedRouter) -> None:
    """The second to listen on it learns so, and leaves nothing behind."""
    second = SimulatedRouter(port=router.port)
    with pytest.raises(OSError, match="in use"):
        await second.start()
    await second.stop()
