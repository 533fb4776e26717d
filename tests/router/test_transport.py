"""What happens on the wire: connections, time-outs, limits, broken answers."""

import asyncio
from collections.abc import Callable
import gzip
import json
import time
import tracemalloc

import pytest

from custom_components.taara.router.provider import (
    CannotConnect,
    RouterError,
    RouterTimeout,
    UnexpectedPayload,
)
from custom_components.taara.router.session import Timeouts
from custom_components.taara.router.transport import MAX_BODY

from .conftest import Connect, Serve
from .server import RawServer, Talk, page, says

GZIP = "Content-Encoding: gzip"


def talk(write: Callable[[asyncio.StreamWriter], None], pause: float) -> Talk:
    """Write again and again, until the other side has had enough."""

    async def talk(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        while not writer.is_closing():
            write(writer)
            await writer.drain()
            await asyncio.sleep(pause)

    return talk


async def reset(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Break the connection off without a word."""
    writer.transport.abort()


async def silence(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Keep the connection open and say nothing."""
    await asyncio.sleep(30)


@pytest.mark.parametrize("broken", [says(b""), reset], ids=["closed", "reset"])
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "HEAD", "DELETE"])
async def test_request_that_may_have_arrived_is_sent_once(
    method: str, broken: Talk, serve_raw: Serve[RawServer], connect: Connect
) -> None:
    """Left to itself aiohttp repeats an idempotent one."""
    server = await serve_raw(RawServer(talk=broken))
    session = connect(server.url)

    with pytest.raises(CannotConnect) as caught:
        await session.request(method, "/usage", usage=True)

    assert caught.value.left
    assert len(server.heads) == 1
    assert session.usage_requests == 1


async def test_each_request_has_a_connection_of_its_own(
    serve_raw: Serve[RawServer], connect: Connect
) -> None:
    """A server that keeps connections, but not for long, loses no request of ours."""
    answered = 0

    async def once(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal answered
        answered += 1
        writer.write(page(b"{}", "Connection: keep-alive"))

    server = await serve_raw(RawServer(talk=once, keeps_open=True))
    session = connect(server.url)

    for _ in range(3):
        await session.request("GET", "/status")

    assert server.connections == len(server.heads) == answered == 3
    assert all("connection: close" in head.lower() for head in server.heads)


async def test_silence_ends_in_a_timeout(
    serve_raw: Serve[RawServer], connect: Connect
) -> None:
    """The request has left, so it counts and is not repeated."""
    server = await serve_raw(RawServer(talk=silence))
    session = connect(server.url, timeouts=Timeouts(read=0.3))
    started = time.monotonic()

    with pytest.raises(RouterTimeout):
        await session.request("GET", "/usage", usage=True)

    assert time.monotonic() - started < 20
    assert len(server.heads) == 1
    assert session.usage_requests == 1


async def test_slow_drip_is_bounded(
    serve_raw: Serve[RawServer], connect: Connect
) -> None:
    """Bytes that keep coming, but slowly, don't hold a poll for ever."""
    server = await serve_raw(RawServer(talk=talk(lambda w: w.write(b" "), 0.05)))
    session = connect(server.url, timeouts=Timeouts(total=0.5))
    started = time.monotonic()

    with pytest.raises(RouterTimeout):
        await session.request("GET", "/usage")

    assert 0.4 < time.monotonic() - started < 20


async def test_body_without_end_is_cut(
    serve_raw: Serve[RawServer], connect: Connect
) -> None:
    """No more than the limit is kept, and the connection is closed."""
    server = await serve_raw(RawServer(talk=talk(lambda w: w.write(b"9" * 65536), 0)))

    with pytest.raises(UnexpectedPayload):
        await connect(server.url).request("GET", "/usage")

    assert len(server.heads) == 1


async def test_gzip_bomb_is_cut_as_it_unpacks(
    serve_raw: Serve[RawServer], connect: Connect
) -> None:
    """64 MiB in 64 KiB never stand in memory."""
    bomb = gzip.compress(b" " * 2**26)
    server = await serve_raw(RawServer(talk=says(page(bomb, GZIP))))
    session = connect(server.url)
    tracemalloc.start()
    try:
        with pytest.raises(UnexpectedPayload):
            await session.request("GET", "/usage")
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert peak < 2**23


@pytest.mark.parametrize(
    "raw",
    [
        page(b'{"a": 1}'),
        page(gzip.compress(b'{"a": 1}'), GZIP),
        page(b'{"a": 1}', "Content-Type: text/html; charset=klingon"),
        page(b'\xef\xbb\xbf{"a": 1}'),
        b'HTTP/1.0 200 OK\r\n\r\n{"a": 1}',
        b'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n8\r\n{"a": 1}\r\n0\r\n\r\n',
        b'HTTP/1.1 103 Hints\r\n\r\nHTTP/1.1 200 OK\r\n\r\n{"a": 1}',
    ],
    ids=["plain", "gzip", "html", "bom", "http/1.0", "chunked", "hints"],
)
async def test_answer_in_any_wrapping_is_read(
    raw: bytes, serve_raw: Serve[RawServer], connect: Connect
) -> None:
    """The declared type does not matter, nor how the end is marked."""
    server = await serve_raw(RawServer(talk=says(raw)))

    answer = await connect(server.url).request("GET", "/usage")

    assert answer.status == 200
    assert answer.json() == {"a": 1}


async def test_body_at_the_limit_is_read(
    serve_raw: Serve[RawServer], connect: Connect
) -> None:
    """One byte more is too much."""
    whole = json.dumps("x" * (MAX_BODY - 2)).encode()
    server = await serve_raw(RawServer(talk=says(page(whole))))
    answer = await connect(server.url).request("GET", "/usage")
    assert len(answer.body) == MAX_BODY

    server.talk = says(page(whole + b" "))
    with pytest.raises(UnexpectedPayload):
        await connect(server.url).request("GET", "/usage")


@pytest.mark.parametrize(
    ("raw", "error"),
    [
        (b"SSH-2.0-dropbear\r\n\r\n", UnexpectedPayload),
        (b"HTTP/1.1 200 OK\r\nX: " + b"x" * 100_000 + b"\r\n\r\n", UnexpectedPayload),
        (b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", UnexpectedPayload),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{", CannotConnect),
        (
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n8\r\n{",
            CannotConnect,
        ),
        (b"HTTP/1.1 200 OK\r\nContent-Le", CannotConnect),
        (page(b"this is not gzip", GZIP), UnexpectedPayload),
        (page(gzip.compress(b"{}" * 999)[:-9], GZIP), RouterError),
    ],
    ids=[
        "ssh",
        "huge header",
        "negative length",
        "cut",
        "cut chunk",
        "cut head",
        "no gzip",
        "cut gzip",
    ],
)
async def test_broken_answer_counts_once(
    raw: bytes,
    error: type[RouterError],
    serve_raw: Serve[RawServer],
    connect: Connect,
) -> None:
    """It has an error of ours, and is not asked for again."""
    server = await serve_raw(RawServer(talk=says(raw)))
    session = connect(server.url)

    with pytest.raises(error):
        (await session.request("GET", "/usage", usage=True)).json()

    assert len(server.heads) == 1
    assert session.usage_requests == 1


async def test_cancelled_request_may_have_arrived(
    serve_raw: Serve[RawServer], connect: Connect
) -> None:
    """Home Assistant may stop in the middle of a poll."""
    server = await serve_raw(RawServer(talk=silence))
    session = connect(server.url, timeouts=Timeouts())

    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.5):
            await session.request("GET", "/usage", usage=True)

    assert session.usage_requests == 1
