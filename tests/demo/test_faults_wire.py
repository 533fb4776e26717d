"""Faults in how an answer travels, seen by a plain client or on the bare socket."""

import asyncio
import gzip
import json
import time

from aiohttp import (
    ClientError,
    ClientPayloadError,
    ClientTimeout,
    ServerDisconnectedError,
)
import pytest

from demo.simulator import SimulatedRouter

from .client import Client


@pytest.fixture
async def client(client: Client) -> Client:
    """Return a client that has signed in."""
    await client.log_in()
    return client


async def bare(router: SimulatedRouter) -> bytes:
    """Ask for usage on a bare socket and return every byte until it is closed."""
    reader, writer = await asyncio.open_connection(router.host, router.port)
    session = router.sessions.open("x")
    writer.write(
        f"GET /usage HTTP/1.1\r\nHost: x\r\nCookie: session_id={session}\r\n\r\n".encode()
    )
    async with asyncio.timeout(5):
        answer = await reader.read()
    writer.close()
    await writer.wait_closed()
    return answer


async def test_truncated(router: SimulatedRouter, client: Client) -> None:
    """Half of the JSON comes as if it were whole."""
    whole = (await client.get("/usage")).body
    router.faults.set("truncated")
    answer = await client.get("/usage")
    assert answer.body == whole[: len(whole) // 2]
    with pytest.raises(ValueError, match="char"):
        json.loads(answer.body)


async def test_empty(router: SimulatedRouter, client: Client) -> None:
    """200, and nothing."""
    router.faults.set("empty")
    answer = await client.get("/usage")
    assert (answer.status, answer.body) == (200, b"")


async def test_not_utf8(router: SimulatedRouter, client: Client) -> None:
    """A word in another encoding is in it; as Latin-1 it is still JSON."""
    router.faults.set("not_utf8")
    body = (await client.get("/usage")).body
    with pytest.raises(UnicodeDecodeError):
        body.decode()
    assert json.loads(body.decode("latin-1"))["usage"]["total_used_mb"] > 0


async def test_wrong_content_type(router: SimulatedRouter, client: Client) -> None:
    """JSON calls itself HTML."""
    router.faults.set("wrong_content_type")
    answer = await client.get("/usage")
    assert answer.content_type == "text/html"
    assert answer.json()["status"] == "success"


async def test_gzip(router: SimulatedRouter) -> None:
    """A right answer comes packed."""
    router.faults.set("gzip")
    router.faults.set("http_1_0")  # so that the connection ends with the body
    head, _, body = (await bare(router)).partition(b"\r\n\r\n")
    assert b"Content-Encoding: gzip" in head
    assert json.loads(gzip.decompress(body))["status"] == "success"


async def test_gzip_bomb(router: SimulatedRouter, client: Client) -> None:
    """Few bytes unpack to many, and still to JSON."""
    router.faults.set("gzip_bomb", megabytes=8)
    answer = await client.get("/usage")
    assert len(answer.body) > 8 * 2**20
    assert answer.json()["status"] == "success"
    raw = await bare(router)
    assert len(raw) < 64 * 1024


async def test_http_1_0(router: SimulatedRouter, client: Client) -> None:
    """No length, no keeping of the connection; the body ends with it."""
    router.faults.set("http_1_0")
    head, _, body = (await bare(router)).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.0 200 OK\r\n")
    assert b"content-length" not in head.lower()
    assert json.loads(body)["status"] == "success"
    assert (await client.usage())["status"] == "success"


async def test_http_1_0_keeps_the_cookie(
    router: SimulatedRouter, client: Client
) -> None:
    """A login over it works."""
    router.faults.set("http_1_0", path="/login")
    router.sessions.expire()
    assert "session_id" in (await client.log_in()).cookies
    assert (await client.get("/usage")).status == 200


async def test_drop_after_headers(router: SimulatedRouter, client: Client) -> None:
    """A body is promised and never comes."""
    router.faults.set("drop_after_headers")
    head, _, body = (await bare(router)).partition(b"\r\n\r\n")
    assert b"Content-Length: " in head
    assert body == b""
    with pytest.raises(ClientPayloadError):
        await client.get("/usage")


async def test_cut_body(router: SimulatedRouter, client: Client) -> None:
    """More is promised than comes."""
    router.faults.set("cut_body")
    head, _, body = (await bare(router)).partition(b"\r\n\r\n")
    promised = int(head.partition(b"Content-Length: ")[2].partition(b"\r\n")[0])
    assert 0 < len(body) < promised
    with pytest.raises(ClientPayloadError):
        await client.get("/usage")


async def test_disconnect(router: SimulatedRouter, client: Client) -> None:
    """The connection is closed without a byte."""
    router.faults.set("disconnect")
    assert await bare(router) == b""
    with pytest.raises(ServerDisconnectedError):
        await client.get("/usage")
    assert router.requests[-1].status is None


async def test_silence(router: SimulatedRouter, client: Client) -> None:
    """Nothing comes, for as long as a client waits."""
    router.faults.set("silence")
    with pytest.raises(TimeoutError):
        await client.get("/usage", timeout=ClientTimeout(total=0.1))
    assert router.requests[-1].faults == ["silence"]
    assert router.requests[-1].status is None


async def test_silence_ends(router: SimulatedRouter, client: Client) -> None:
    """In the end the connection is closed."""
    router.faults.set("silence", seconds=0.05)
    with pytest.raises(ServerDisconnectedError):
        await client.get("/usage")


async def test_slow(router: SimulatedRouter, client: Client) -> None:
    """A right answer comes late."""
    router.faults.set("slow", seconds=0.1)
    began = time.monotonic()
    assert (await client.get("/usage")).status == 200
    assert time.monotonic() - began >= 0.1


async def test_drip(router: SimulatedRouter, client: Client) -> None:
    """Each byte comes in time, and all of them too late."""
    router.faults.set("drip", seconds=0.05)
    with pytest.raises(TimeoutError):
        await client.get("/usage", timeout=ClientTimeout(total=0.5, sock_read=0.3))
    router.faults.clear()
    router.faults.set("drip", seconds=0)
    assert (await client.usage())["status"] == "success"


async def test_endless(router: SimulatedRouter, client: Client) -> None:
    """The body is never over; the router goes on until the client leaves."""
    router.faults.set("endless")
    async with client.session.get("/usage") as response:
        start = await response.content.readexactly(1_000_000)
        assert answering()
    assert json.loads(start)["status"] == "success"
    await ended()


async def test_endless_waits_for_who_does_not_read(
    router: SimulatedRouter, client: Client
) -> None:
    """The router fills no memory for a client that takes nothing, and sees it go."""
    router.faults.set("endless")
    response = await client.session.get("/usage")
    await asyncio.sleep(0.1)
    assert answering()
    response.close()
    await ended()


def answering() -> bool:
    """Tell whether the router is busy with, or waiting on, a connection."""
    return any("RequestHandler" in repr(task) for task in asyncio.all_tasks())


async def ended() -> None:
    """Wait until the router has hung up on everybody."""
    async with asyncio.timeout(5):
        while answering():
            await asyncio.sleep(0.01)


async def test_stops_while_it_is_silent(
    router: SimulatedRouter, client: Client
) -> None:
    """A held connection does not hold up the end of the router."""
    router.faults.set("silence")
    waiting = asyncio.create_task(client.get("/usage"))
    while not router.requests[-1].faults:
        await asyncio.sleep(0.01)
    async with asyncio.timeout(2):
        await router.stop()
    with pytest.raises(ClientError):
        await waiting
