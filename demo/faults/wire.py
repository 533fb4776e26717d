"""Faults in how an answer travels. Seconds are real ones: a client's time-outs are."""

import asyncio
from collections.abc import AsyncGenerator
import gzip as gzip_format
import zlib

from aiohttp import web

from .call import Call
from .raw import NO_ANSWER, LongResponse, RawResponse, body, head


async def silence(call: Call, *, seconds: float = 300) -> web.StreamResponse:
    """Hold the connection without a byte, then close it."""
    await asyncio.sleep(seconds)
    return RawResponse(_chunks(), status=NO_ANSWER)


async def disconnect(call: Call) -> web.StreamResponse:
    """Close the connection without an answer."""
    return RawResponse(_chunks(), status=NO_ANSWER)


async def slow(response: web.Response, *, seconds: float = 5) -> web.StreamResponse:
    """Answer rightly, but late."""
    await asyncio.sleep(seconds)
    return response


async def truncated(response: web.Response) -> web.StreamResponse:
    """Answer half of the body as if it were whole."""
    response.body = body(response)[: len(body(response)) // 2]
    return response


async def empty(response: web.Response) -> web.StreamResponse:
    """Answer without a body."""
    response.body = b""
    return response


async def not_utf8(response: web.Response) -> web.StreamResponse:
    """Put a word in another encoding into the answer."""
    whole = body(response)
    word = (
        b'"operator": "Caf\xe9 \xff\xfe", ' if whole.startswith(b"{") else b"\xff\xfe"
    )
    at = whole.find(b"{") + 1
    response.body = whole[:at] + word + whole[at:]
    return response


async def wrong_content_type(
    response: web.Response, *, content_type: str = "text/html"
) -> web.StreamResponse:
    """Answer rightly under the name of another type."""
    response.content_type = content_type
    return response


async def gzip(response: web.Response) -> web.StreamResponse:
    """Answer rightly, packed."""
    response.body = gzip_format.compress(body(response))
    response.headers["Content-Encoding"] = "gzip"
    return response


async def gzip_bomb(
    response: web.Response, *, megabytes: int = 1024
) -> web.StreamResponse:
    """Answer rightly, then with megabytes of white space that pack to almost nothing."""
    response.headers["Content-Encoding"] = "gzip"
    return LongResponse(response, _bomb(body(response), megabytes))


async def http_1_0(response: web.Response) -> web.StreamResponse:
    """Answer as HTTP/1.0 did: no length, the body ends with the connection."""
    return RawResponse(_chunks(head(response, version="1.0"), body(response)))


async def drop_after_headers(response: web.Response) -> web.StreamResponse:
    """Promise a body and close the connection before it."""
    return RawResponse(_chunks(head(response, length=len(body(response)))))


async def cut_body(response: web.Response) -> web.StreamResponse:
    """Promise a body and close the connection half-way through it."""
    whole = body(response)
    return RawResponse(
        _chunks(head(response, length=len(whole)), whole[: len(whole) // 2])
    )


async def drip(response: web.Response, *, seconds: float = 1) -> web.StreamResponse:
    """Answer rightly, one byte in so many seconds."""
    whole = body(response)
    return RawResponse(_drip(head(response, length=len(whole)), whole, seconds))


async def endless(response: web.Response) -> web.StreamResponse:
    """Answer rightly, then with white space that never ends."""
    return LongResponse(response, _endless(body(response)))


async def _chunks(*chunks: bytes) -> AsyncGenerator[bytes]:
    for chunk in chunks:
        yield chunk


async def _drip(start: bytes, whole: bytes, seconds: float) -> AsyncGenerator[bytes]:
    yield start
    for byte in whole:
        await asyncio.sleep(seconds)
        yield bytes((byte,))


async def _endless(whole: bytes) -> AsyncGenerator[bytes]:
    yield whole
    while True:
        await asyncio.sleep(0)
        yield b" " * 65536


async def _bomb(whole: bytes, megabytes: int) -> AsyncGenerator[bytes]:
    packer = zlib.compressobj(wbits=zlib.MAX_WBITS | 16)
    yield packer.compress(whole)
    for _ in range(megabytes):
        await asyncio.sleep(0)
        yield packer.compress(b" " * 2**20)
    yield packer.flush()
